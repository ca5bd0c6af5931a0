/* drill_place.c - accounts that have lost their place find another, and nobody else
 * moves.
 *
 * The kernel is given a small problem: a family that is to be placed is an item, and
 * what a rep keeps is an item too, with that rep as its only arc. So greedy by regret
 * and the descent over relocations and swaps do here what they do everywhere, and the
 * answer is valued in integers like every other. */
#include "model/drilling.h"

#include "solver/hasty.h"
#include "solver/value.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS = 10000000 }; /* of one division, at most */

struct opening {
    int family;
    size_t first, n; /* into `members` */
};

struct placing {
    const struct compiled *c;
    const int *seat;
    int leaver;
    enum division division;
    struct problem *p;
    eb_messages *said;
    struct VEC(struct opening) open;
    struct VEC(int) members; /* accounts to be placed, family by family */
    int64_t *least;          /* [members] the least switch over all arcs */
    int64_t *base;           /* [n_reps * n_resources] what stays */
    int64_t *amount;         /* [n_resources] scratch */
    int *arcs;               /* [n_reps] of the opening at hand ... */
    int64_t *cost, *loss;    /* ... what it costs and loses there */
    bool *in_set; /* [conflict sets * n_reps] the rep keeps one of them */
};

static size_t n_reps_of(const struct placing *p)
{
    return p->c->books->n_reps;
}

/* ---- Loads ------------------------------------------------------------- */

/* At a rep, or (-1) at one without a row in pairs.csv. */
static int64_t weight_of(const struct compiled *c,
                         const struct measure *measure, int account, int rep)
{
    return rep < 0 ? load_alone(c, measure, account)
                   : account_load(c, measure, account, rep);
}

static void weigh(const struct compiled *c, int account, int rep,
                  int64_t *load)
{
    const struct workings *w = c->workings;

    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        int k = w->metric_resource[m * (size_t)w->n_groups +
                                   (size_t)w->group_of[account]];

        if (k >= 0)
            load[k] +=
                weight_of(c, &c->rules->metrics[m].measure, account, rep);
    }
    for (size_t j = 0; j < w->free_resources.n; j++) {
        int k = w->free_resources.at[j];

        load[k] += weight_of(c, c->resources[k].measure, account, rep);
    }
}

static void weigh_what_stays(struct placing *p)
{
    const struct compiled *c = p->c;

    for (size_t a = 0; a < c->books->n_accounts; a++)
        if (in_play(c, (int)a) && p->seat[a] >= 0)
            weigh(c, (int)a, p->seat[a],
                  p->base + (size_t)p->seat[a] * c->n_resources);
}

/* ---- What is open ------------------------------------------------------ */

static eb_status list_open(struct placing *p)
{
    const struct compiled *c = p->c;

    for (size_t f = 0; f < c->n_families; f++) {
        const struct family *family = &c->families[f];
        struct opening opening = {(int)f, p->members.n, 0};

        for (size_t k = 0; k < family->n; k++) {
            int a = c->members[family->first + k];

            if (!in_play(c, a) || p->seat[a] >= 0)
                continue;
            if (!VEC_PUSH(&p->members, a))
                return EB_NO_MEMORY;
            opening.n++;
        }
        if (opening.n > 0 && !VEC_PUSH(&p->open, opening))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

/* ---- Where it may go, and at what cost --------------------------------- */

static bool has_a_member(const struct placing *p, const struct family *family,
                         int rep)
{
    for (size_t k = 0; k < family->n; k++) {
        int a = p->c->members[family->first + k];

        if (in_play(p->c, a) && p->seat[a] == rep)
            return true;
    }
    return false;
}

/* Of each conflict set, who has a member that stays: set * n_reps + rep. */
static eb_status find_sets(struct placing *p)
{
    const struct compiled *c = p->c;
    const struct workings *w = c->workings;
    size_t n_reps = n_reps_of(p), n_sets = 0;

    for (size_t k = 0; k < w->conflict_sets.n; k++)
        if ((size_t)w->conflict_sets.at[k] >= n_sets)
            n_sets = (size_t)w->conflict_sets.at[k] + 1;
    p->in_set = NEW(bool, n_sets *n_reps + 1);
    if (p->in_set == NULL)
        return EB_NO_MEMORY;
    for (size_t f = 0; n_sets > 0 && f < c->n_families; f++)
        for (size_t j = w->conflict_first[f]; j < w->conflict_first[f + 1];
             j++)
            for (size_t k = 0; k < c->families[f].n; k++) {
                int a = c->members[c->families[f].first + k];

                if (in_play(c, a) && p->seat[a] >= 0)
                    p->in_set[(size_t)w->conflict_sets.at[j] * n_reps +
                              (size_t)p->seat[a]] = true;
            }
    return EB_OK;
}

/* Not to whoever has one of those it is kept apart from. */
static int keep_apart(struct placing *p, int f, int n)
{
    const struct workings *w = p->c->workings;
    int kept = 0;

    for (int k = 0; k < n; k++) {
        bool clashes = false;

        for (size_t j = w->conflict_first[f]; j < w->conflict_first[f + 1];
             j++)
            clashes = clashes ||
                      p->in_set[(size_t)w->conflict_sets.at[j] * n_reps_of(p) +
                                (size_t)p->arcs[k]];
        if (!clashes)
            p->arcs[kept++] = p->arcs[k];
    }
    return kept;
}

/* A family that has members with somebody who may own it stays together. */
static int keep_together(struct placing *p, int f, int n)
{
    const struct family *family = &p->c->families[f];
    int kept = 0;

    for (int k = 0; k < n; k++)
        if (has_a_member(p, family, p->arcs[k]))
            kept++;
    if (kept == 0)
        return n;
    kept = 0;
    for (int k = 0; k < n; k++)
        if (has_a_member(p, family, p->arcs[k]))
            p->arcs[kept++] = p->arcs[k];
    return kept;
}

/* Beyond the least, over all arcs of the family: as the compiler has it. */
static void find_least(struct placing *p, const struct opening *opening, int n)
{
    for (size_t j = opening->first; j < opening->first + opening->n; j++) {
        p->least[j] = INT64_MAX;
        for (int k = 0; k < n; k++) {
            int64_t cost =
                continuity_switch(p->c, p->members.at[j], p->arcs[k]);

            p->least[j] = cost < p->least[j] ? cost : p->least[j];
        }
    }
}

double drill_loss(const struct compiled *c, int account, int rep, int leaver)
{
    if (rep < 0 || leaver < 0 || c->books->owner[account] != leaver)
        return 0;
    return (double)continuity_loss(c, account, rep);
}

static long double total_value(const struct compiled *c)
{
    return decimal_value((struct decimal){c->value_total, c->value_decimals});
}

static void price_arc(struct placing *p, const struct opening *opening, int k)
{
    const struct compiled *c = p->c;
    int rep = p->arcs[k];
    wide cost = 0, loss = 0;

    for (size_t j = opening->first; j < opening->first + opening->n; j++) {
        int a = p->members.at[j];

        cost += account_cost(c, a, rep, COST_FIT);
        if (c->state[a] == STATE_FORCED)
            cost += continuity_switch(c, a, rep) - p->least[j];
        loss += rounded(1e11L * (long double)drill_loss(c, a, rep, p->leaver) /
                        total_value(c));
    }
    p->cost[k] = held(cost);
    p->loss[k] = held(loss);
}

static int keep_least_loss(struct placing *p, int n)
{
    int64_t least = INT64_MAX;
    int kept = 0;

    for (int k = 0; k < n; k++)
        least = p->loss[k] < least ? p->loss[k] : least;
    for (int k = 0; k < n; k++)
        if (p->loss[k] == least) {
            p->arcs[kept] = p->arcs[k];
            p->cost[kept++] = p->cost[k];
        }
    return kept;
}

static int find_arcs(struct placing *p, const struct opening *opening)
{
    enum { DEAR = 100 };
    int n = eligible_arcs(p->c, opening->family, p->arcs);

    find_least(p, opening, n);
    n = keep_apart(p, opening->family, n);
    n = keep_together(p, opening->family, n);
    for (int k = 0; k < n; k++)
        price_arc(p, opening, k);
    if (p->division == DIVIDE_LOSE_LEAST)
        return keep_least_loss(p, n);
    for (int k = 0; p->division == DIVIDE_LOSE_LITTLE && k < n; k++)
        p->cost[k] = held((wide)DEAR * p->loss[k]);
    return n;
}

/* ---- Items ------------------------------------------------------------- */

static eb_status add_class(struct placing *p, int n)
{
    int number;
    eb_status status;

    TRY(problem_add_class(p->p, &number));
    for (int k = 0; k < n; k++)
        TRY(problem_add_arc(p->p, p->arcs[k], p->cost[k], 255));
    TRY(problem_add_item(p->p, number));
done:
    return status;
}

static eb_status add_loads(struct placing *p, const int64_t *load)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < p->c->n_resources; k++)
        TRY(problem_add_load(p->p, (int)k, load[k]));
done:
    return status;
}

static eb_status add_what_stays(struct placing *p)
{
    eb_status status = EB_OK;

    for (size_t r = 0; r < n_reps_of(p); r++) {
        p->arcs[0] = (int)r;
        p->cost[0] = 0;
        TRY(add_class(p, 1));
        TRY(add_loads(p, p->base + r * p->c->n_resources));
    }
done:
    return status;
}

/* Whether pairs.csv says what a member weighs at the rep. */
static bool weighs_otherwise(const struct placing *p,
                             const struct opening *opening, int rep)
{
    for (size_t j = opening->first; j < opening->first + opening->n; j++) {
        const struct pair *pair =
            books_pair(p->c->books, p->members.at[j], rep);

        if (pair != NULL && pair->has_workload)
            return true;
    }
    return false;
}

static void weigh_opening(struct placing *p, const struct opening *opening,
                          int rep)
{
    memset(p->amount, 0, p->c->n_resources * sizeof *p->amount);
    for (size_t j = opening->first; j < opening->first + opening->n; j++)
        weigh(p->c, p->members.at[j], rep, p->amount);
}

static eb_status add_own_loads(struct placing *p,
                               const struct opening *opening, int k)
{
    size_t n_resources = p->c->n_resources;
    int n = 0;
    eb_status status;

    weigh_opening(p, opening, p->arcs[k]);
    for (size_t j = 0; j < n_resources; j++)
        n += p->amount[j] != 0;
    TRY(problem_add_own(p->p, p->arcs[k], p->cost[k], n));
    for (size_t j = 0; j < n_resources; j++)
        if (p->amount[j] != 0)
            TRY(problem_add_own_load(p->p, (int)j, p->amount[j]));
done:
    return status;
}

static eb_status add_opening(struct placing *p, const struct opening *opening)
{
    const struct workings *w = p->c->workings;
    int f = opening->family, n = find_arcs(p, opening);
    eb_status status;

    TRY(add_class(p, n));
    weigh_opening(p, opening, -1);
    TRY(add_loads(p, p->amount));
    for (int k = 0; p->c->books->n_pairs > 0 && k < n; k++)
        if (weighs_otherwise(p, opening, p->arcs[k]))
            TRY(add_own_loads(p, opening, k));
    for (size_t k = w->conflict_first[f]; k < w->conflict_first[f + 1]; k++)
        TRY(problem_add_conflict(p->p, w->conflict_sets.at[k]));
done:
    return status;
}

/* ---- The problem ------------------------------------------------------- */

/* Nobody who is outside a limit already can help it. */
static void relax_limits(const struct placing *p)
{
    for (size_t t = 0; t < p->p->terms.n; t++) {
        struct term *term = &p->p->terms.at[t];
        int64_t load = p->base[(size_t)term->agent * p->c->n_resources +
                               (size_t)term->resource];

        term->lo = load < term->lo ? load : term->lo;
        term->hi = load > term->hi ? load : term->hi;
    }
}

static eb_status make_problem(struct placing *p)
{
    eb_status status;

    TRY(problem_new((int)n_reps_of(p), (int)p->c->n_resources, &p->p));
    TRY(add_what_stays(p));
    for (size_t k = 0; k < p->open.n; k++)
        TRY(add_opening(p, &p->open.at[k]));
    TRY(terms_add(p->c, p->p));
    relax_limits(p);
    TRY(problem_finish(p->p, p->said));
done:
    return status;
}

static eb_status make_room(struct placing *p)
{
    size_t n_reps = n_reps_of(p), n_resources = p->c->n_resources;

    p->least = NEW(int64_t, p->members.n + 1);
    p->base = NEW(int64_t, n_reps * n_resources + 1);
    p->amount = NEW(int64_t, n_resources + 1);
    p->arcs = NEW(int, n_reps + 1);
    p->cost = NEW(int64_t, n_reps + 1);
    p->loss = NEW(int64_t, n_reps + 1);
    p->said = eb_messages_new();
    return p->least && p->base && p->amount && p->arcs && p->cost && p->loss &&
                   p->said
               ? EB_OK
               : EB_NO_MEMORY;
}

static void placing_clear(struct placing *p)
{
    problem_free(p->p);
    VEC_CLEAR(&p->open);
    VEC_CLEAR(&p->members);
    mem_free(p->least);
    mem_free(p->base);
    mem_free(p->amount);
    mem_free(p->arcs);
    mem_free(p->cost);
    mem_free(p->loss);
    mem_free(p->in_set);
    eb_messages_free(p->said);
}

/* ---- Placing ----------------------------------------------------------- */

static eb_status read_back(struct placing *p, const int *agent,
                           struct seating *out)
{
    const struct compiled *c = p->c;
    struct value value = {0};
    eb_status status;

    out->rep = mem_copy(p->seat, c->books->n_accounts, sizeof *out->rep);
    out->load = NEW(int64_t, n_reps_of(p) * c->n_resources + 1);
    if (out->rep == NULL || out->load == NULL)
        return EB_NO_MEMORY;
    TRY(value_of(p->p, agent, &value, out->load, NULL));
    for (size_t k = 0; k < p->open.n; k++)
        for (size_t j = 0; j < p->open.at[k].n; j++)
            out->rep[p->members.at[p->open.at[k].first + j]] =
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
                      enum division division, struct seating *out)
{
    struct placing p = {
        .c = c, .seat = seat, .leaver = leaver, .division = division};
    eb_status status;

    *out = (struct seating){0};
    TRY(list_open(&p));
    TRY(make_room(&p));
    weigh_what_stays(&p);
    TRY(find_sets(&p));
    TRY(make_problem(&p));
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
