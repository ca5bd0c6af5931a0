/* repairing.h - what the files of a day's repair share: for them alone, in this order:
 *
 *     repair_lots -> repair_chains -> repair_exchange -> daily_repair    */
#ifndef MODEL_REPAIRING_H
#define MODEL_REPAIRING_H

#include "model/deciding.h"

#include "base/budget.h"

/* Of a chain from book to book; of books that are dealt anew. */
enum { LONGEST = 3, MOST_MOVES = 200 };

struct move {
    size_t lot;
    int to;
};

struct chain {
    int n; /* 0: none */
    struct move move[MOST_MOVES];
    double gain;
    int64_t accounts; /* that move, less those that go back */
    unsigned made;    /* when it was looked for */
};

/* A lot that might go somewhere. */
struct candidate {
    size_t lot;
    int to;
    int64_t cost; /* there, less here; UNKNOWN until somebody asks */
    double delta; /* of loads alone, or with the cost */
};
#define UNKNOWN INT64_MIN
struct candidates VEC(struct candidate);

struct repair {
    struct deciding *d;
    int64_t left; /* accounts that may move yet */
    struct budget budget;
    int longest;            /* chains looked for */
    bool exchanges;         /* and books dealt anew */
    int64_t *here;          /* [lots] what it costs where it is; UNKNOWN */
    int *arcs;              /* [n_reps] scratch */
    bool *in_list;          /* [lists] it holds the rep at hand */
    long *head;             /* [n_reps] its first lot, or -1 */
    long *next, *prev;      /* [lots] */
    unsigned now, *changed; /* [n_reps] when its book changed last */
    struct chain *best;     /* [n_reps] */
    int *order; /* [n_pressed] reps with a penalty, dearest first ... */
    size_t n_pressed, n_in_question; /* ... of which so many are looked at */
    int *near; /* [n_near] whoever shares a list with the rep at hand */
    int n_near;
    bool *is_near;
    struct load *net;    /* [2 * n_resources] scratch */
    struct load *own[2]; /* [n_resources] scratch */
    struct candidates out, in;
    struct VEC(size_t) moved; /* lots, in order; for taking all back */
};

/* repair_lots.c - who has which lots that may move. */
eb_status repair_init(struct repair *r, struct deciding *d);
void repair_clear(struct repair *r);
static inline const struct lot *lot_at(const struct repair *r, size_t l)
{
    return &r->d->lots.at.at[l];
}
/* What it costs where it is, and there less here. */
int64_t repair_cost(const struct repair *r, size_t l);
int64_t repair_ask(const struct repair *r, struct candidate *each);
void repair_move(struct repair *r, size_t l, int to);
/* Accounts that leave who had them today, less those that come back. */
int64_t repair_accounts(const struct repair *r, size_t l, int to);
/* Whether families and conflict groups let it go there. */
bool repair_may_go(struct repair *r, size_t l, int to);
/* Neither families nor conflict groups have a say in it. */
bool repair_is_free(const struct repair *r, size_t l);
/* Whoever may take it, into `arcs`; whether the rep at hand may; whether this one
 * may, if it is one of its arcs. */
int repair_arcs(struct repair *r, size_t l);
bool repair_may_come(struct repair *r, size_t l, int rep);
bool repair_takes(struct repair *r, size_t l, int rep);
int repair_loads(const struct repair *r, size_t l, int rep, int buffer,
                 const struct load **out);
/* What the penalties at the rep would change by, nearly; INFINITY where a limit would
 * be broken: by one lot (sign 1: it comes, -1: it goes), or one that goes and one
 * that comes. */
double repair_try(const struct repair *r, size_t l, int rep, int sign);
double repair_try_both(const struct repair *r, int rep, size_t given,
                       size_t taken);

/* Moves the loads of a lot and nothing else, for looking on from there. */
void repair_shift(struct repair *r, size_t l, int from, int to);

/* Whoever shares a list with the rep, which is at hand from here on: into `near`. */
void repair_find_near(struct repair *r, int rep);

/* repair_chains.c - the best chain through the rep's book, into best[rep]. */
eb_status chain_look(struct repair *r, int rep);
/* What it gains for each account that moves. */
double chain_worth(const struct chain *chain);
/* None, as things are now. */
void chain_clear(const struct repair *r, struct chain *chain);
void chain_set(const struct repair *r, struct chain *chain,
               const struct move *move, int n, double gain, int64_t accounts);

/* repair_exchange.c - the same, where a lot is too large for the book: all around it is
 * dealt anew. */
eb_status exchange_look(struct repair *r, int rep);

#endif
