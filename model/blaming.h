/* blaming.h - what the search for a conflict shares. Private to blame.c,
 * blame_smallest.c and the files that they call, in this order:
 *
 *     blame_list -> blame_ask -> blame_narrow -> blame_say                 */
#ifndef MODEL_BLAMING_H
#define MODEL_BLAMING_H

#include "model/compile.h"
#include "solver/solve.h"

enum answer { POSSIBLE, IMPOSSIBLE, OPEN };

struct candidate {
    struct rule_ref rule;
    size_t n_held; /* of a lock rule or the pins: accounts it holds */
    bool left_out;
    size_t asked_of; /* how many were left when it was found to be needed */
};

struct blaming {
    const struct compiled *compiled;
    const int *rep; /* per account */
    struct solve_options how;
    double deadline;      /* of all questions; how.deadline is that of one */
    int64_t steps;        /* that are left for all questions */
    eb_messages *ignored; /* what the questions say is known already */
    struct VEC(struct candidate) candidates;
    struct VEC(struct rule_ref) without;
    struct VEC(int) narrowed; /* reps for whom the one limit is needed */
};

/* blame_list.c - fills `candidates` with the rules that are there. */
eb_status blame_list(struct blaming *blaming);

/* blame_ask.c */
/* There are as many questions as rules and more, and each may stay open after all the
 * effort of a plan: they get the effort below that of `how`, and all of them so many
 * steps. */
void blame_share_effort(struct blaming *blaming);
/* Whether the steps, the clock or the flag forbid another question. */
bool blame_is_cut(const struct blaming *blaming);
/* The rules that are left, but for one (`but` beyond the last: all of them). */
eb_status blame_compile(struct blaming *blaming, size_t but,
                        struct compiled **out);
/* Whether the rules compiled can be kept. *answer stays as it is where that is
 * not found out, as when it may not be asked any more. */
eb_status blame_ask_solver(struct blaming *blaming,
                           const struct compiled *compiled,
                           enum answer *answer);
/* Whether the rules that are left, but for one, can be kept. */
eb_status blame_ask(struct blaming *blaming, size_t but, enum answer *answer);

/* blame_narrow.c - fills `narrowed`, where one limit is left and its reps in
 * conflict are few. */
eb_status blame_narrow(struct blaming *blaming);

/* blame_say.c - the rules that are left: how many; each in words of `memory`. */
size_t blame_count_left(const struct blaming *blaming);
eb_status blame_say(const struct blaming *blaming, struct arena *memory,
                    const char ***words, size_t *n);

#endif
