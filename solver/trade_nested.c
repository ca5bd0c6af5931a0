/* trade_nested.c - points that contain one another: from the last one down, each is the
 * best part of the one behind it.
 *
 * What has no owner, or must leave him, goes where the last point has it, in all of
 * them; every other item is where it was or where the last point has it. */
#include "solver/bound.h"
#include "solver/narrow.h"
#include "solver/tradeoff.h"
#include "solver/trading.h"

#include <string.h>

/* The agents of the last point, but items that take something of the budget at the
 * point behind are where they take nothing, or as little as they can. */
static void stay_home(const struct trading *t, const int *behind, int *home)
{
    const struct problem *p = t->p;

    memcpy(home, behind, (size_t)p->n_items * sizeof *home);
    for (int i = 0; i < p->n_items; i++) {
        int64_t most = 0;

        for (size_t k = p->leave_first.at[i]; k < p->leave_first.at[i + 1];
             k++) {
            const struct departure *leave = &p->leaves.at[k];

            if (leave->budget != t->budget || leave->amount <= most ||
                problem_cost(p, i, leave->owner) == NO_ARC)
                continue;
            most = leave->amount;
            home[i] = leave->owner;
        }
    }
}

/* The best part of what is behind within the limit; *out has no agents where there is
 * none. */
static eb_status find_part(struct trading *t, const int *behind, int64_t limit,
                           struct trade *out)
{
    struct solve_options how = t->options->how;
    struct problem *narrow = NULL;
    struct solution *solution = NULL;
    int *home = NEW(int, (size_t)t->p->n_items + 1);
    eb_status status = home == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    stay_home(t, behind, home);
    t->p->budget_limit.at[t->budget] = limit;
    TRY(problem_narrow(t->p, home, behind, &narrow, how.said));
    how.start = home;
    TRY(trade_solve(t, narrow, &how, &solution));
    if (!solution->feasible)
        goto done;
    TRY(trade_take(t, &solution->agent, out));
done:
    t->p->budget_limit.at[t->budget] = t->loosest;
    solution_free(solution);
    problem_free(narrow);
    mem_free(home);
    return status;
}

/* The bound of the free point holds for less of the budget all the more. */
static eb_status replace(struct trading *t, struct tradeoff_point *point,
                         struct trade *trade)
{
    int64_t *limit = &t->p->budget_limit.at[t->budget];
    eb_status status = EB_OK;

    mem_free(point->agent);
    point->agent = trade->agent;
    point->f = trade->f;
    point->g = trade->g;
    if (point->proof.n_vectors == 0)
        return EB_OK;
    *limit = point->g;
    status = bound_of(t->p, &point->proof, NULL, &point->bound);
    *limit = t->loosest;
    return status;
}

static void lose(struct trading *t, size_t k)
{
    struct tradeoff_point *at = t->out->points.at;

    mem_free(at[k].agent);
    certificate_clear(&at[k].proof);
    memmove(at + k, at + k + 1, (t->out->points.n - k - 1) * sizeof *at);
    t->out->points.n--;
    t->out->n_lost++;
}

eb_status trade_nest(struct trading *t)
{
    struct tradeoff_point *at = t->out->points.at;
    size_t n = t->out->points.n;
    eb_status status = EB_OK;

    for (size_t k = n > 0 ? n - 1 : 0; k-- > 0;) {
        struct trade part = {0};

        trade_report(t, "nesting", n - 1 - k, n);
        if (!trade_is_over(t))
            TRY(find_part(t, at[k + 1].agent, at[k].g, &part));
        if (part.agent == NULL || part.f <= at[k + 1].f ||
            part.g >= at[k + 1].g) {
            mem_free(part.agent);
            lose(t, k);
            continue;
        }
        TRY(replace(t, &at[k], &part));
    }
done:
    return status;
}
