/* explain.h - why an account is with its rep, and why a book is as it is: exact
 * differences of the model (docs/MODEL.md section 19).
 *
 * A difference is what the objective of the plan would be more, in units of cost,
 * if one thing were otherwise and all else stayed: never an estimate. */
#ifndef MODEL_EXPLAIN_H
#define MODEL_EXPLAIN_H

#include "model/compile.h"
#include "model/restore.h"

/* Where a difference comes from; the parts add up to the whole. */
enum explain_part {
    PART_FIT,
    PART_CONTINUITY,
    PART_GIVER,    /* unfairness of the book that the account leaves */
    PART_RECEIVER, /* of the book that it comes to */
    N_PARTS
};

/* One metric of one of the two books, before and after. */
struct explain_load {
    int rep, metric, group; /* group as in struct resource */
    wide target;            /* micro-loads */
    int64_t now, then;      /* loads */
    int64_t cost;           /* difference of the penalties */
};

/* The account's family with another rep. */
struct candidate {
    int rep;
    int64_t part[N_PARTS];
    int64_t total;
    const char *blocked_by; /* "" or the limit or budget that forbids it */
    size_t first_load, n_loads;
};

enum turn_kind {
    TURN_VALUE,    /* the account's value */
    TURN_SWITCH,   /* what moving it is reckoned at, units of cost */
    TURN_GIVER,    /* the capacity of its rep */
    TURN_RECEIVER, /* the capacity of the other rep */
    N_TURNS
};

/* The number nearest to `now` at which the plan would cost no more with the
 * family at the other rep, all else held fixed and targets worked out anew. */
struct turn {
    enum turn_kind kind;
    bool possible; /* false: no number tried does it */
    int decimals;
    int64_t now, then;  /* units of 10^-decimals */
    const char *column; /* of the files, "" where there is none */
};

struct explained_turns {
    int rep;    /* the other one */
    bool stays; /* it is the owner of today, whom the account leaves */
    size_t n;
    struct turn turn[N_TURNS];
};

struct excluded {
    int rep;
    enum barrier barrier;
};

/* Of an account in play that some rep has. */
struct account_answer {
    int account, rep, family;
    int64_t cost[2];     /* of the family at its rep: fit, continuity */
    bool held;           /* by a lock or a pin, its own or its family's */
    bool freed;          /* held, and what follows is as if it were not */
    size_t n_candidates; /* all reps who could have it, the cheapest first */
    struct candidate *candidates;
    struct VEC(struct explain_load) loads; /* of the candidates, in turns */
    size_t n_excluded;                     /* all others, by number */
    struct excluded *excluded;
    struct explained_turns turns[2]; /* to the owner of today, whom it leaves;
                                      to the candidate in question */
    size_t n_turns;
    struct arena memory;
};

/* `to` is the candidate in question: a rep, or -1 for the cheapest. `what` is
 * what was restored; its books, which are `books`, are changed on the way and as
 * they were afterwards. What is held is looked at as if it were not, unless its
 * rep could not have it then. O(candidates) and some dozens of compilations. */
eb_status explain_account(struct books *books, const struct restoring *what,
                          const struct restored *restored, int account, int to,
                          struct account_answer *out);
void account_answer_clear(struct account_answer *answer);
/* The rep among the candidates, or NULL. */
const struct candidate *answer_candidate(const struct account_answer *answer,
                                         int rep);

/* ---- A book -------------------------------------------------------------- */

/* What one move, or one exchange of two, would change. */
struct step {
    int family, to; /* the first goes there, from where it is */
    int other;      /* -1, or: this family comes back in exchange */
    int64_t delta;
};

/* One metric of the book; all loads at this rep. */
struct book_load {
    int metric, group; /* group as in struct resource */
    wide target;       /* micro-loads */
    int64_t before, now;
    int64_t kept, gained; /* make up `now` */
    int64_t held;         /* of it, what locks and pins hold */
    int heaviest;         /* family, -1 where nothing weighs */
    int64_t weight;       /* of it */
};

/* An account that came to the book, or left it. */
struct book_change {
    int account, other; /* whence or whither: a rep, or -1 */
    bool came;
    bool chosen; /* else it had to move, or nobody owned it */
};

struct book_answer {
    int rep;
    size_t n_kept;
    struct VEC(struct book_load) loads;     /* where there is a target */
    struct VEC(struct book_change) changes; /* the most valuable first */
    int64_t moves, swaps;                   /* how many were tried */
    bool some;                              /* is allowed */
    struct step best; /* of those; makes the plan cheaper if below 0 */
};

/* What came and went, and whether it could be better: every move of a family into
 * the rep's book or out of it is tried, and every exchange of one of its families
 * with one of another book; the best that limits, budgets and conflict groups
 * allow is told. O(families of the book x families that may come). */
eb_status explain_book(const struct restored *restored, int rep,
                       struct book_answer *out);
void book_answer_clear(struct book_answer *answer);

#endif
