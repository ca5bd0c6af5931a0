/* blame_list.c - the rules that may be in conflict. */
#include "model/blaming.h"

#include "model/workings.h"

static eb_status add(struct blaming *blaming, enum rule_kind kind, int index,
                     size_t n_held)
{
    struct candidate candidate = {{kind, index, -1}, n_held, false, 0};

    return VEC_PUSH(&blaming->candidates, candidate) ? EB_OK : EB_NO_MEMORY;
}

static size_t count_held(const struct compiled *c, enum hold hold, int by)
{
    size_t n = 0;

    for (size_t a = 0; a < n_accounts_of(c); a++)
        n += in_play(c, (int)a) && c->hold[a] == hold &&
             (hold == HOLD_PIN || c->held_by[a] == by);
    return n;
}

static size_t count_families(const struct compiled *c)
{
    size_t n = 0;

    for (size_t f = 0; f < c->n_families; f++)
        n += c->families[f].n > 1;
    return n;
}

static bool has_nots(const struct books *books)
{
    if (books->n_accounts > 0 && books->not_first[books->n_accounts] > 0)
        return true;
    for (size_t d = 0; d < books->n_decisions; d++)
        if (books->decisions[d].rep >= 0 &&
            (books->decisions[d].verdict == REJECT ||
             books->decisions[d].verdict == NEVER))
            return true;
    return false;
}

static eb_status add_locks(struct blaming *blaming)
{
    const struct compiled *c = blaming->compiled;
    size_t n = count_held(c, HOLD_PIN, 0);
    eb_status status = EB_OK;

    if (n > 0)
        TRY(add(blaming, RULE_PINS, 0, n));
    for (int k = -1; k < (int)c->rules->n_locks; k++) {
        n = count_held(c, HOLD_LOCK, k);
        if (n > 0)
            TRY(add(blaming, RULE_LOCK, k, n));
    }
done:
    return status;
}

/* What a planner gives up first comes first, so that what stays is what is
 * hardest to give up: limits. */
eb_status blame_list(struct blaming *blaming)
{
    const struct compiled *c = blaming->compiled;
    const struct rules *rules = c->rules;
    eb_status status = EB_OK;

    for (size_t k = 0; k < rules->n_fit; k++)
        if (rules->fit[k].hard || rules->fit[k].missing_forbidden)
            TRY(add(blaming, RULE_FIT, (int)k, 0));
    if (has_nots(c->books))
        TRY(add(blaming, RULE_NOT, 0, 0));
    if (c->problem->n_conflicts > 0)
        TRY(add(blaming, RULE_CONFLICTS, 0, 0));
    if (count_families(c) > 0)
        TRY(add(blaming, RULE_FAMILIES, 0, 0));
    if (rules->territory == TERRITORY_HARD)
        TRY(add(blaming, RULE_TERRITORY, 0, 0));
    TRY(add_locks(blaming));
    for (size_t k = 0; k < rules->continuity.n_budgets; k++)
        TRY(add(blaming, RULE_BUDGET, (int)k, 0));
    for (size_t k = 0; k < rules->n_limits; k++)
        TRY(add(blaming, RULE_LIMIT, (int)k, 0));
    for (size_t m = 0; m < rules->n_metrics; m++)
        if (c->workings->factor >= 0 && rules->metrics[m].weight.units > 0)
            TRY(add(blaming, RULE_BAND, (int)m, 0));
done:
    return status;
}
