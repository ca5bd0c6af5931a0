/* losses.c - what a family draws on a budget of losses: MODEL.md section 9. It depends
 * on who gets it, so that each rep may have an entry (struct departure). */
#include "model/workings.h"

#include <stdlib.h>

/* What is lost of the family if the rep gets it. */
static int64_t lost_at(const struct compiled *c, const struct family *family,
                       int decimals, int rep)
{
    long double sum = 0;

    for (size_t k = 0; k < family->n; k++) {
        int a = c->members[family->first + k];

        if (c->state[a] == STATE_SETTLED && c->books->owner[a] != rep)
            sum += continuity_lost(c, a, rep, decimals);
    }
    return (int64_t)sum;
}

static int by_amount(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* What most reps would lose, the more where as many would lose less; sorts the
 * amounts. */
static int64_t most_common(int64_t *amount, int n)
{
    int64_t common = amount[0];
    int longest = 0;

    qsort(amount, (size_t)n, sizeof *amount, by_amount);
    for (int first = 0, end = 0; first < n; first = end) {
        while (end < n && amount[end] == amount[first])
            end++;
        if (end - first >= longest) {
            longest = end - first;
            common = amount[first];
        }
    }
    return common;
}

static bool some_settled(const struct compiled *c, const struct family *family)
{
    for (size_t k = 0; k < family->n; k++)
        if (c->state[c->members[family->first + k]] == STATE_SETTLED)
            return true;
    return false;
}

static eb_status add_entries(struct problem *p, int budget, const int *rep,
                             const int64_t *lost, int n, int64_t common)
{
    int64_t rest = common;
    eb_status status = EB_OK;

    for (int k = 0; k < n; k++) {
        rest -= common - lost[k];
        TRY(problem_add_leave(p, rep[k], budget, common - lost[k]));
    }
    TRY(problem_add_leave(p, NO_OWNER, budget, rest));
done:
    return status;
}

eb_status losses_add_leaves(const struct compiled *c, int f, int decimals,
                            int budget, struct problem *p)
{
    const struct family *family = &c->families[f];
    size_t n_reps = c->books->n_reps;
    int *rep = NULL, n;
    int64_t *lost = NULL, *sorted = NULL;
    eb_status status = EB_OK;

    if (!some_settled(c, family))
        return EB_OK;
    rep = NEW(int, n_reps);
    lost = NEW(int64_t, n_reps);
    sorted = NEW(int64_t, n_reps);
    if (rep == NULL || lost == NULL || sorted == NULL)
        TRY(EB_NO_MEMORY);
    n = eligible_arcs(c, f, rep);
    for (int k = 0; k < n; k++)
        sorted[k] = lost[k] = lost_at(c, family, decimals, rep[k]);
    TRY(add_entries(p, budget, rep, lost, n, most_common(sorted, n)));
done:
    mem_free(rep);
    mem_free(lost);
    mem_free(sorted);
    return status;
}
