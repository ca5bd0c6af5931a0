/* value.c - loads, penalties and costs of an assignment. */
#include "verify/value.h"

#include <string.h>

eb_status value_make(const struct world *w, struct arena *memory,
                     struct value *out)
{
    size_t n_loads = (size_t)w->n_resources * (size_t)w->n_reps;

    *out = (struct value){0};
    out->rep = ITEMS(memory, int, (size_t)w->n_families);
    out->load = ITEMS(memory, int64_t, n_loads);
    out->used = ITEMS(memory, int64_t, (size_t)w->n_budgets);
    out->by_metric = ITEMS(memory, wide, w->rules.n_metrics);
    if (out->rep == NULL || out->load == NULL || out->used == NULL ||
        out->by_metric == NULL)
        return EB_NO_MEMORY;
    return EB_OK;
}

static void add_used(void *context, int budget, int64_t amount)
{
    struct value *value = context;

    value->used[budget] += amount;
}

static void add_family(const struct world *w, struct value *value, int f)
{
    int r = value->rep[f];
    int64_t arc = find_arc(w, f, r);

    for (size_t k = w->first_load[f]; k < w->first_load[f + 1]; k++) {
        const struct load *load = &w->load[k];

        value->load[(size_t)load->resource * (size_t)w->n_reps + (size_t)r] +=
            load_at(w, f, load, r);
    }
    value->fit += w->arc_fit[arc];
    value->disruption += w->arc_disruption[arc];
    if (w->n_charges > 0)
        family_charges(w, f, r, add_used, value);
}

static void add_penalties(const struct world *w, struct value *value)
{
    size_t n_reps = (size_t)w->n_reps;

    for (size_t k = 0; k < (size_t)w->n_resources; k++)
        for (size_t r = 0; r < n_reps; r++) {
            size_t at = k * n_reps + r;
            wide phi;

            value->violation +=
                penalty_value(&w->violation[at], value->load[at]);
            if (w->resource[k].metric < 0)
                continue;
            phi = penalty_value(&w->penalty[at], value->load[at]);
            value->unfairness += phi;
            value->by_metric[w->resource[k].metric] += phi;
        }
}

static void add_excesses(const struct world *w, struct value *value)
{
    const wide unit = (wide)1000000 * 1000000;

    for (int k = 0; k < w->n_budgets; k++) {
        wide excess = value->used[k] - w->budget[k].most;

        if (excess > 0)
            value->violation +=
                (excess * w->budget[k].slope + unit / 2) / unit;
    }
}

void value_count(const struct world *w, struct value *value)
{
    size_t n_loads = (size_t)w->n_resources * (size_t)w->n_reps;

    memset(value->load, 0, n_loads * sizeof *value->load);
    memset(value->used, 0, (size_t)w->n_budgets * sizeof *value->used);
    memset(value->by_metric, 0, w->rules.n_metrics * sizeof *value->by_metric);
    value->fit = value->disruption = value->unfairness = 0;
    value->violation = 0;
    for (int f = 0; f < w->n_families; f++)
        if (value->rep[f] >= 0)
            add_family(w, value, f);
    add_penalties(w, value);
    add_excesses(w, value);
}

wide value_objective(const struct value *value)
{
    return value->fit + value->disruption + value->unfairness;
}

static int clash_in(const struct world *w, const struct value *value,
                    size_t first, size_t last)
{
    for (size_t k = first; k < last; k++) {
        int r = value->rep[w->family[w->in_conflict[k]]];

        for (size_t j = first; j < k && r >= 0; j++)
            if (r == value->rep[w->family[w->in_conflict[j]]])
                return w->in_conflict[k];
    }
    return -1;
}

int value_clash(const struct world *w, const struct value *value)
{
    int clash = -1;

    for (int k = 0; k < w->n_conflicts && clash < 0; k++)
        clash = clash_in(w, value, w->first_in_conflict[k],
                         w->first_in_conflict[k + 1]);
    return clash;
}

wide value_of_move(const struct world *w, const struct value *value, int f,
                   int64_t arc)
{
    int from = value->rep[f], to = w->arc_rep[arc];
    int64_t now = find_arc(w, f, from);
    wide change = (wide)w->arc_fit[arc] + w->arc_disruption[arc] -
                  w->arc_fit[now] - w->arc_disruption[now];

    for (size_t k = w->first_load[f]; k < w->first_load[f + 1]; k++) {
        const struct load *load = &w->load[k];
        size_t at = (size_t)load->resource * (size_t)w->n_reps;
        size_t a = at + (size_t)from, b = at + (size_t)to;
        int64_t after_a = value->load[a] - load_at(w, f, load, from);
        int64_t after_b = value->load[b] + load_at(w, f, load, to);

        change += penalty_value(&w->penalty[a], after_a) -
                  penalty_value(&w->penalty[a], value->load[a]);
        change += penalty_value(&w->penalty[b], after_b) -
                  penalty_value(&w->penalty[b], value->load[b]);
    }
    return change;
}
