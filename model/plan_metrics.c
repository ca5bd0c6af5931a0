/* plan_metrics.c - how fair the books are in each metric, before and after,
 * and which families are too heavy for anyone. */
#include "model/facts.h"

#include <math.h>

static const wide million = 1000000;

/* ---- One group of a metric --------------------------------------------- */

static void add_rep(struct group_facts *group, const struct book_row *row,
                    int64_t band)
{
    double before = fabs(target_deviation(row->before, row->target));
    double after = fabs(target_deviation(row->after, row->target));

    group->reps++;
    group->mean_abs_before += before;
    group->mean_abs_after += after;
    group->max_before = fmax(group->max_before, before);
    group->max_after = fmax(group->max_after, after);
    group->within_before += target_within(row->before, row->target, band);
    group->within_after += target_within(row->after, row->target, band);
}

static void sum_up(struct facts *facts, size_t metric, int g)
{
    const struct compiled *c = facts->c;
    size_t n_groups = (size_t)c->workings->n_groups;
    struct group_facts *group = &facts->plan->metrics[metric].groups[g];

    group->group = c->workings->group_word[g];
    for (size_t r = 0; r < c->books->n_reps; r++) {
        const struct book_row *row =
            &facts->plan
                 ->book_rows[(r * c->rules->n_metrics + metric) * n_groups +
                             (size_t)g];

        if (row->target != 0)
            add_rep(group, row, c->rules->metrics[metric].band);
    }
    if (group->reps == 0)
        return;
    group->mean_abs_before /= (double)group->reps;
    group->mean_abs_after /= (double)group->reps;
}

/* ---- Totals and points ------------------------------------------------- */

static void add_totals(struct facts *facts)
{
    const struct compiled *c = facts->c;

    for (size_t a = 0; a < c->books->n_accounts; a++)
        for (size_t m = 0; in_play(c, (int)a) && m < c->rules->n_metrics;
             m++) {
            struct metric_facts *metric = &facts->plan->metrics[m];
            int64_t load =
                load_alone(c, &c->rules->metrics[m].measure, (int)a);

            metric->total += load;
            metric->groups[c->workings->group_of[a]].total += load;
        }
}

static void add_points(struct facts *facts)
{
    const struct compiled *c = facts->c;
    const struct problem *p = c->problem;

    for (size_t t = 0; t < p->terms.n; t++) {
        const struct term *term = &p->terms.at[t];
        int metric = c->resources[term->resource].metric;
        int64_t cost;

        if (metric < 0)
            continue;
        cost = term_penalty(
            p, term,
            facts->standing.load[(size_t)term->agent * c->n_resources +
                                 (size_t)term->resource]);
        facts->plan->metrics[metric].unfairness += cost;
        facts->plan->unfairness += cost;
    }
}

/* ---- Indivisible families ---------------------------------------------- */

static bool is_heavier(int64_t load, wide target, int64_t band)
{
    return (wide)load * million * million > target * (million + band);
}

/* Lists the metrics in which the family is too heavy for who has it, in `out`
 * if there is room, else counts them alone. */
static size_t list_heavy_of(const struct facts *facts, int f,
                            struct indivisible *out)
{
    const struct compiled *c = facts->c;
    const struct load *loads;
    int item = c->families[f].item;
    int rep = item < 0 ? -1 : facts->standing.agent[item];
    int n_loads = item < 0 ? 0 : problem_loads(c->problem, item, rep, &loads);
    size_t n = 0;

    for (int k = 0; k < n_loads; k++) {
        int metric = c->resources[loads[k].resource].metric;
        wide target = c->target[(size_t)rep * c->n_resources +
                                (size_t)loads[k].resource];

        if (target == 0 || !is_heavier(loads[k].amount, target,
                                       c->rules->metrics[metric].band))
            continue;
        if (out != NULL)
            out[n] = (struct indivisible){c->families[f].lead, metric, rep,
                                          loads[k].amount, target};
        n++;
    }
    return n;
}

static eb_status list_heavy(struct facts *facts)
{
    struct plan *plan = facts->plan;
    size_t n_families = facts->c->n_families, n = 0;

    for (size_t f = 0; f < n_families; f++)
        plan->n_indivisible += list_heavy_of(facts, (int)f, NULL);
    plan->indivisible =
        FACTS_NEW(facts, struct indivisible, plan->n_indivisible);
    if (plan->indivisible == NULL)
        return EB_NO_MEMORY;
    for (size_t f = 0; f < n_families; f++)
        n += list_heavy_of(facts, (int)f, plan->indivisible + n);
    return EB_OK;
}

/* ---- All of it --------------------------------------------------------- */

eb_status facts_metrics(struct facts *facts)
{
    const struct compiled *c = facts->c;
    struct plan *plan = facts->plan;
    size_t n_groups = (size_t)c->workings->n_groups;

    plan->metrics = FACTS_NEW(facts, struct metric_facts, c->rules->n_metrics);
    if (plan->metrics == NULL)
        return EB_NO_MEMORY;
    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        plan->metrics[m].n_groups = n_groups;
        plan->metrics[m].groups =
            FACTS_NEW(facts, struct group_facts, n_groups);
        if (plan->metrics[m].groups == NULL)
            return EB_NO_MEMORY;
        for (size_t g = 0; g < n_groups; g++)
            sum_up(facts, m, (int)g);
    }
    add_totals(facts);
    add_points(facts);
    return list_heavy(facts);
}
