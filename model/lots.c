/* lots.c - what is with whom, who else may have it, and at what cost. */
#include "model/lots.h"

#include <string.h>

static size_t n_reps_of(const struct lots *lots)
{
    return lots->c->books->n_reps;
}

/* ---- The list ---------------------------------------------------------- */

static eb_status add_lot(struct lots *lots, struct lot lot)
{
    const struct family *family = &lots->c->families[lot.family];

    lot.first = lots->members.n;
    for (size_t k = 0; k < family->n; k++) {
        int a = lots->c->members[family->first + k];

        if (in_play(lots->c, a) && lots->seat[a] == lot.rep &&
            !VEC_PUSH(&lots->members, a))
            return EB_NO_MEMORY;
    }
    lot.n = lots->members.n - lot.first;
    return VEC_PUSH(&lots->at, lot) ? EB_OK : EB_NO_MEMORY;
}

/* The least seat of a member beyond `rep`; n_reps where there is none. */
static int next_seat(const struct lots *lots, const struct family *family,
                     int rep)
{
    int next = (int)n_reps_of(lots);

    for (size_t k = 0; k < family->n; k++) {
        int a = lots->c->members[family->first + k];
        int seat = lots->seat[a];

        if (in_play(lots->c, a) && seat > rep && seat < next)
            next = seat;
    }
    return next;
}

static eb_status list_family(struct lots *lots, int f, enum lots_kind kind)
{
    const struct family *family = &lots->c->families[f];
    int n_reps = (int)n_reps_of(lots);
    eb_status status = EB_OK;

    for (int rep = next_seat(lots, family, -3); rep < n_reps;
         rep = next_seat(lots, family, rep)) {
        if (kind == LOTS_OPEN && rep >= 0)
            break;
        TRY(add_lot(lots, (struct lot){.family = f, .rep = rep}));
    }
done:
    return status;
}

/* ---- What all arcs cost at least ---------------------------------------- */

static void find_least(struct lots *lots, size_t j, int n)
{
    lots->least[j] = INT64_MAX;
    for (int k = 0; k < n; k++) {
        int64_t cost =
            continuity_switch(lots->c, lots->members.at[j], lots->arcs[k]);

        lots->least[j] = cost < lots->least[j] ? cost : lots->least[j];
    }
}

/* A forced account has to leave: what counts is what a rep costs beyond the least. */
void lots_settle_forced(struct lots *lots, const struct lot *lot)
{
    int n = -1;

    for (size_t j = lot->first; j < lot->first + lot->n; j++) {
        if (lots->c->state[lots->members.at[j]] != STATE_FORCED)
            continue;
        if (n < 0)
            n = eligible_arcs(lots->c, lot->family, lots->arcs);
        find_least(lots, j, n);
    }
}

/* ---- Conflict groups ---------------------------------------------------- */

static eb_status list_sets(struct lots *lots)
{
    const struct workings *w = lots->c->workings;
    size_t n_sets = 0;

    for (size_t k = 0; k < w->conflict_sets.n; k++)
        if ((size_t)w->conflict_sets.at[k] >= n_sets)
            n_sets = (size_t)w->conflict_sets.at[k] + 1;
    lots->set_first = NEW(size_t, n_sets + 2);
    lots->set_families = NEW(int, w->conflict_sets.n + 1);
    if (lots->set_first == NULL || lots->set_families == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < w->conflict_sets.n; k++)
        lots->set_first[w->conflict_sets.at[k] + 2]++;
    for (size_t k = 2; k <= n_sets + 1; k++)
        lots->set_first[k] += lots->set_first[k - 1];
    for (size_t f = 0; n_sets > 0 && f < lots->c->n_families; f++)
        for (size_t k = w->conflict_first[f]; k < w->conflict_first[f + 1];
             k++)
            lots->set_families[lots->set_first[w->conflict_sets.at[k] + 1]++] =
                (int)f;
    return EB_OK;
}

static bool has_a_member(const struct lots *lots, int f, int rep)
{
    const struct family *family = &lots->c->families[f];

    for (size_t k = 0; k < family->n; k++) {
        int a = lots->c->members[family->first + k];

        if (in_play(lots->c, a) && lots->seat[a] == rep)
            return true;
    }
    return false;
}

bool lots_clash(const struct lots *lots, int f, int rep)
{
    const struct workings *w = lots->c->workings;

    for (size_t k = w->conflict_first[f]; k < w->conflict_first[f + 1]; k++) {
        size_t set = (size_t)w->conflict_sets.at[k];

        for (size_t j = lots->set_first[set]; j < lots->set_first[set + 1];
             j++)
            if (lots->set_families[j] != f &&
                has_a_member(lots, lots->set_families[j], rep))
                return true;
    }
    return false;
}

/* ---- Where it may go ---------------------------------------------------- */

/* Those who may own it and have others of its family, if there are any. */
static int keep_together(struct lots *lots, const struct lot *lot, int n)
{
    int kept = 0;

    lots->together = false;
    if (lots->c->families[lot->family].n == lot->n)
        return n;
    for (int k = 0; k < n; k++)
        if (has_a_member(lots, lot->family, lots->arcs[k]))
            lots->arcs[kept++] = lots->arcs[k];
    lots->together = kept > 0;
    return kept > 0 ? kept : n;
}

static int leave_out(struct lots *lots, const struct lot *lot, int n)
{
    int kept = 0;

    for (int k = 0; k < n; k++)
        if (lots->arcs[k] != lot->rep &&
            !lots_clash(lots, lot->family, lots->arcs[k]))
            lots->arcs[kept++] = lots->arcs[k];
    return kept;
}

int lots_reps(struct lots *lots, const struct lot *lot)
{
    int n = eligible_arcs(lots->c, lot->family, lots->arcs);

    n = leave_out(lots, lot, n);
    return keep_together(lots, lot, n);
}

int lots_arcs(struct lots *lots, const struct lot *lot)
{
    int n = lots_reps(lots, lot);

    for (int k = 0; k < n; k++)
        lots->cost[k] = lots_cost(lots, lot, lots->arcs[k]);
    return n;
}

/* ---- At what cost ------------------------------------------------------- */

static wide switch_of(const struct lots *lots, size_t j, int rep)
{
    const struct compiled *c = lots->c;
    int a = lots->members.at[j];

    if (rep == c->books->owner[a])
        return 0;
    if (c->state[a] == STATE_SETTLED)
        return continuity_switch(c, a, rep);
    if (c->state[a] == STATE_FORCED)
        return (wide)continuity_switch(c, a, rep) - lots->least[j];
    return 0;
}

int64_t lots_cost(const struct lots *lots, const struct lot *lot, int rep)
{
    wide cost = 0;

    for (size_t j = lot->first; j < lot->first + lot->n; j++)
        cost += account_cost(lots->c, lots->members.at[j], rep, COST_FIT) +
                switch_of(lots, j, rep);
    return held(cost);
}

/* ---- What it weighs ----------------------------------------------------- */

static int64_t weight_of(const struct compiled *c,
                         const struct measure *measure, int account, int rep)
{
    return rep < 0 ? load_alone(c, measure, account)
                   : account_load(c, measure, account, rep);
}

void account_weigh(const struct compiled *c, int account, int rep,
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

static int add_load(struct load *out, int n, int resource, int64_t amount)
{
    int at = 0;

    while (at < n && out[at].resource < resource)
        at++;
    if (at == n || out[at].resource != resource) {
        memmove(out + at + 1, out + at, (size_t)(n - at) * sizeof *out);
        out[at] = (struct load){resource, 0};
        n++;
    }
    out[at].amount += amount;
    return n;
}

static int add_member(const struct compiled *c, int account, int rep,
                      struct load *out, int n)
{
    const struct workings *w = c->workings;

    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        int k = w->metric_resource[m * (size_t)w->n_groups +
                                   (size_t)w->group_of[account]];

        if (k >= 0)
            n = add_load(
                out, n, k,
                weight_of(c, &c->rules->metrics[m].measure, account, rep));
    }
    for (size_t j = 0; j < w->free_resources.n; j++) {
        int k = w->free_resources.at[j];

        n = add_load(out, n, k,
                     weight_of(c, c->resources[k].measure, account, rep));
    }
    return n;
}

int lots_loads(const struct lots *lots, const struct lot *lot, int rep,
               struct load *out)
{
    int n = 0, kept = 0;

    for (size_t j = lot->first; j < lot->first + lot->n; j++)
        n = add_member(lots->c, lots->members.at[j], rep, out, n);
    for (int k = 0; k < n; k++)
        if (out[k].amount != 0)
            out[kept++] = out[k];
    return kept;
}

bool lots_weighs_otherwise(const struct lots *lots, const struct lot *lot,
                           int rep)
{
    for (size_t j = lot->first; j < lot->first + lot->n; j++) {
        const struct pair *pair =
            books_pair(lots->c->books, lots->members.at[j], rep);

        if (pair != NULL && pair->has_workload)
            return true;
    }
    return false;
}

/* ---- All of it ---------------------------------------------------------- */

eb_status lots_list(const struct compiled *c, const int *seat,
                    enum lots_kind kind, struct lots *out)
{
    eb_status status = EB_NO_MEMORY;

    *out = (struct lots){.c = c, .seat = seat};
    out->arcs = NEW(int, c->books->n_reps + 1);
    out->cost = NEW(int64_t, c->books->n_reps + 1);
    if (out->arcs == NULL || out->cost == NULL)
        goto done;
    for (size_t f = 0; f < c->n_families; f++)
        TRY(list_family(out, (int)f, kind));
    out->least = NEW(int64_t, out->members.n + 1);
    if (out->least == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (size_t l = 0; l < out->at.n; l++)
        lots_settle_forced(out, &out->at.at[l]);
    TRY(list_sets(out));
done:
    if (status != EB_OK)
        lots_clear(out);
    return status;
}

void lots_clear(struct lots *lots)
{
    VEC_CLEAR(&lots->at);
    VEC_CLEAR(&lots->members);
    mem_free(lots->least);
    mem_free(lots->set_first);
    mem_free(lots->set_families);
    mem_free(lots->arcs);
    mem_free(lots->cost);
    *lots = (struct lots){0};
}
