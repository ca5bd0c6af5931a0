/* drill_place.c - accounts that have lost their place find another, and nobody else
 * moves: by regret, then downhill, and valued in integers like every other answer. */
#include "model/drilling.h"

#include "solver/hasty.h"
#include "solver/value.h"

enum { STEPS = 10000000 }; /* of one division, at most */

static size_t n_reps_of(const struct placing *p)
{
    return p->c->books->n_reps;
}

/* ---- Room -------------------------------------------------------------- */

static eb_status make_room(struct placing *p)
{
    size_t n_reps = n_reps_of(p), n_resources = p->c->n_resources;

    p->base = NEW(int64_t, n_reps * n_resources + 1);
    p->amount = NEW(int64_t, n_resources + 1);
    p->loss = NEW(int64_t, n_reps + 1);
    return p->base && p->amount && p->loss ? EB_OK : EB_NO_MEMORY;
}

static void placing_clear(struct placing *p)
{
    problem_free(p->p);
    lots_clear(&p->lots);
    mem_free(p->base);
    mem_free(p->amount);
    mem_free(p->loss);
}

/* ---- Placing ----------------------------------------------------------- */

static eb_status read_back(struct placing *p, const int *agent,
                           struct seating *out)
{
    const struct compiled *c = p->c;
    struct value value = {0};
    eb_status status;

    out->rep = mem_copy(p->lots.seat, c->books->n_accounts, sizeof *out->rep);
    out->load = NEW(int64_t, n_reps_of(p) * c->n_resources + 1);
    if (out->rep == NULL || out->load == NULL)
        return EB_NO_MEMORY;
    TRY(value_of(p->p, agent, &value, out->load, NULL));
    for (size_t k = 0; k < p->lots.at.n; k++)
        for (size_t j = 0; j < p->lots.at.at[k].n; j++)
            out->rep[p->lots.members.at[p->lots.at.at[k].first + j]] =
                agent[n_reps_of(p) + k];
    out->unfairness = value.objective - value.cost;
    out->kept = p->base;
    p->base = NULL;
    out->complete = value.complete;
done:
    return status;
}

/* A limit that can be kept is kept from the first account on: one too many of mean
 * weight costs ten thousand points in the search. */
static eb_status solve_problem(struct placing *p, struct seating *out)
{
    const double limit_price = 1e13;
    struct budget budget = {.steps = STEPS};
    struct hasty hasty = {0};
    eb_status status;

    TRY(hasty_init(&hasty, p->p));
    search_scale_weights(hasty.s, limit_price / hasty.s->typical_cost);
    TRY(hasty_place(&hasty, NULL, &budget));
    TRY(descent_run(hasty.descent, hasty.s, NULL, 0, &budget));
    TRY(read_back(p, hasty.s->agent, out));
done:
    hasty_clear(&hasty);
    return status;
}

eb_status drill_place(const struct compiled *c, const int *seat, int leaver,
                      enum division division, struct seating *out,
                      eb_messages *said)
{
    struct placing p = {
        .c = c, .leaver = leaver, .division = division, .said = said};
    eb_status status;

    *out = (struct seating){0};
    TRY(lots_list(c, seat, LOTS_OPEN, &p.lots));
    TRY(make_room(&p));
    drill_weigh_rest(&p);
    TRY(drill_problem(&p));
    TRY(solve_problem(&p, out));
done:
    if (status != EB_OK)
        seating_clear(out);
    placing_clear(&p);
    return status;
}

void seating_clear(struct seating *seating)
{
    mem_free(seating->rep);
    mem_free(seating->load);
    mem_free(seating->kept);
    *seating = (struct seating){0};
}
