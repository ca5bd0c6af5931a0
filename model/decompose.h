/* decompose.h - what today's unfairness is made of: what no plan could avoid, what
 * each kind of rule imposes, and what the books have drifted from the best that the
 * rules allow.
 *
 * In points of unfairness alone: fit, disruption and budgets of moves are left out.
 * U_0 is what the best plan with whole accounts and no rules costs at least; U_1 to U_4
 * are the best plans found with limits, then also who may own what, families, and locks
 * and pins. Today is the books as they are, with what leavers own, and what nobody
 * owns, placed where that makes them least unfair by the rules. So
 *
 *     today = unavoidable + limits + slack + territory + families + locks + drift
 *
 * with unavoidable = U_0; limits = bound(U_1) - U_0 and slack = U_1 - bound(U_1), so
 * that nothing unproved is called imposed; territory = U_2 - U_1 and so on; and drift =
 * today - U_4, below 0 where today's books are fairer than the rules allow. */
#ifndef MODEL_DECOMPOSE_H
#define MODEL_DECOMPOSE_H

#include "model/mend.h"

enum imposed { BY_LIMITS, BY_TERRITORY, BY_FAMILIES, BY_LOCKS, N_IMPOSED };

struct decomposition {
    int64_t today, unavoidable, slack, drift; /* units of cost */
    int64_t imposed[N_IMPOSED];
    bool in_force[N_IMPOSED]; /* there are such rules */
    bool limits_kept; /* else no plan was found that keeps them: they are left
                         out throughout */
    int64_t best;     /* U_4 */
    /* What simple rules would give, with what is held fixed kept: accounts dealt out
     * in order of id, and the dearest first to whoever is emptiest. */
    int64_t round_robin, by_value;
    /* How few moves recover MEND_PERCENT of the drift; looked for where there is
     * more than 0.1 points of it. */
    struct mend mend;
    size_t
        n_ineligible; /* accounts that must leave owners who may not own them, in
                            that plan too */
    /* U_0 itself: the problem, the best plan found, and what proves the bound. */
    struct compiled *unruled;
    int *unruled_rep; /* [n_accounts] */
    int64_t unruled_objective, unruled_bound;
    bool unruled_cut;
    struct certificate certificate;
};

/* Less than 0.1 points is not worth a move. */
enum { MEND_PERCENT = 80, WORTH_MENDING = 100000000 };

struct decompose_options {
    /* effort, deadline, stop, gap, seed, pool; the rest is set here */
    struct solve_options solve;
    bool effort_by_size; /* quick where there is much to do */
    /* The books as they are without rules, if somebody has opened them: U_0 is then
     * theirs, so that its plan can be written. NULL: rules are left out. */
    const struct books *unruled_books;
    const struct rules *unruled_rules;
};

/* Several plans are made: EB_STOPPED when cut before there was one. Where every rep
 * may have every account of large books, U_0 and U_1 are not searched for by
 * themselves: their bounds are those of burden.h, their plans those of more
 * rules. */
eb_status decompose(const struct books *books, const struct rules *rules,
                    const struct decompose_options *how,
                    struct decomposition *out, eb_messages *said);
void decomposition_clear(struct decomposition *decomposition);

#endif
