/* decompose_parts.c - today's unfairness, part by part. */
#include "model/decomposing.h"

#include "model/placing.h"
#include "model/workings.h"
#include "solver/bound.h"

/* Four fifths of what the best plan recovers, by how few moves. */
static eb_status find_mend(struct decomposing *d, struct decomposition *out)
{
    struct move_budget moves = {
        .kind = BUDGET_MOVES,
        .measure = {.name = "accounts", .counted = true}};
    struct rules rules = d->bare;
    struct solve_options how = d->how->solve;
    struct compiled *compiled = NULL;
    int64_t enough = out->today - out->drift * MEND_PERCENT / 100;
    eb_status status;

    if (out->drift <= WORTH_MENDING)
        return EB_OK;
    rules.continuity.budgets = &moves;
    rules.continuity.n_budgets = 1;
    how.worth = PART_WORTH;
    TRY(decompose_compile(d, &rules, N_IMPOSED, out->limits_kept, &compiled));
    TRY(mend_find(compiled, enough, &how, &out->mend, d->said));
done:
    compiled_free(compiled);
    return status;
}

/* Accounts that cannot stay where they are by the rules. */
static size_t count_ineligible(const struct compiled *c)
{
    size_t n = 0;

    for (size_t a = 0; a < c->books->n_accounts; a++)
        n += in_play(c, (int)a) && c->force[a] == FORCE_INELIGIBLE;
    return n;
}

static eb_status warn_of_cut(const struct decomposing *d)
{
    for (int k = 0; k <= N_IMPOSED; k++)
        if (d->step[k].cut)
            return warn(d->said, (struct place){NULL, 0, 0},
                        "stopped early: what rules impose may be told too "
                        "high or too low");
    return EB_OK;
}

/* No unfairness is below 0. */
static int64_t at_least_nothing(int64_t bound)
{
    return bound < 0 ? 0 : bound;
}

static void add_up(const struct decomposing *d, struct decomposition *out)
{
    const struct step *step = d->step;
    int64_t bound = at_least_nothing(step[1].bound);

    out->unavoidable = at_least_nothing(step[0].bound);
    out->imposed[BY_LIMITS] = bound - out->unavoidable;
    out->slack = step[1].unfairness - bound;
    for (int k = BY_TERRITORY; k < N_IMPOSED; k++)
        out->imposed[k] = step[k + 1].unfairness - step[k].unfairness;
    out->best = step[N_IMPOSED].unfairness;
    out->drift = out->today - out->best;
}

static void hand_over(struct step *step, struct decomposition *out)
{
    out->unruled = step->compiled;
    out->unruled_rep = step->rep;
    out->unruled_objective = step->unfairness;
    out->unruled_bound = step->bound;
    out->unruled_cut = step->cut;
    out->certificate = step->certificate;
    *step = (struct step){0};
}

eb_status decompose(const struct books *books, const struct rules *rules,
                    const struct decompose_options *how,
                    struct decomposition *out, eb_messages *said)
{
    struct decomposing d = {.books = books, .how = how, .said = said};
    eb_status status = EB_OK;

    *out = (struct decomposition){.limits_kept = true};
    TRY(decompose_strip(&d, rules));
    TRY(decompose_run(&d, &out->limits_kept, out->in_force));
    TRY(place_today(d.step[N_IMPOSED].compiled, &out->today));
    TRY(place_in_turn(d.step[N_IMPOSED].compiled, &out->round_robin));
    TRY(place_by_value(d.step[N_IMPOSED].compiled, &out->by_value));
    TRY(warn_of_cut(&d));
    add_up(&d, out);
    out->n_ineligible = count_ineligible(d.step[N_IMPOSED].compiled);
    TRY(find_mend(&d, out));
    hand_over(&d.step[0], out);
done:
    for (int k = 0; k <= N_IMPOSED; k++)
        step_clear(&d.step[k]);
    mem_free(d.fit);
    return status;
}

void decomposition_clear(struct decomposition *decomposition)
{
    certificate_clear(&decomposition->certificate);
    compiled_free(decomposition->unruled);
    mem_free(decomposition->unruled_rep);
}
