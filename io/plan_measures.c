/* plan_measures.c - plan.json on metrics, limits and budgets, and on what stands
 * out. */
#include "io/plan_measures.h"

#include "model/rule_words.h"

static void add_group(struct plan_writer *to, struct node *list,
                      const struct group_facts *facts, int decimals)
{
    struct node *node = json_object(to, list, NULL);

    json_word(to, node, "group", facts->group);
    doc_add_decimal(to->doc, node, "total", facts->total, decimals);
    json_count(to, node, "reps", facts->reps);
    doc_add_double(to->doc, node, "mean_abs_deviation_before",
                   facts->mean_abs_before);
    doc_add_double(to->doc, node, "mean_abs_deviation_after",
                   facts->mean_abs_after);
    doc_add_double(to->doc, node, "max_deviation_before", facts->max_before);
    doc_add_double(to->doc, node, "max_deviation_after", facts->max_after);
    json_count(to, node, "within_band_before", facts->within_before);
    json_count(to, node, "within_band_after", facts->within_after);
}

static void add_metrics(struct plan_writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *list = json_list(to, root, "metrics");

    for (size_t m = 0; m < plan->rules->n_metrics; m++) {
        const struct metric *metric = &plan->rules->metrics[m];
        const struct metric_facts *facts = &plan->metrics[m];
        int decimals = metric->measure.decimals;
        struct node *node = json_object(to, list, NULL), *groups;

        doc_add_string(to->doc, node, "name", metric->measure.name);
        doc_add_integer(to->doc, node, "decimals", decimals);
        doc_add_decimal(to->doc, node, "weight", metric->weight.units,
                        metric->weight.decimals);
        doc_add_decimal(to->doc, node, "band", metric->band, 6);
        doc_add_decimal(to->doc, node, "total", facts->total, decimals);
        groups = json_list(to, node, "groups");
        for (size_t g = 0; g < facts->n_groups; g++)
            add_group(to, groups, &facts->groups[g], decimals);
    }
}

static size_t add_violations(struct plan_writer *to, struct node *parent,
                             size_t limit, int decimals)
{
    const struct plan *plan = to->plan;
    struct node *list = json_list(to, parent, "violations");
    size_t n = 0;

    for (size_t k = 0; k < plan->n_breaks; k++) {
        const struct limit_break *broken = &plan->breaks[k];
        struct node *node;

        if (broken->limit != (int)limit)
            continue;
        node = json_object(to, list, NULL);
        json_rep(to, node, "rep", broken->rep);
        doc_add_decimal(to->doc, node, "load", broken->load, decimals);
        json_end(to, node, "min", broken->lo, decimals);
        json_end(to, node, "max", broken->hi, decimals);
        n++;
    }
    return n;
}

static void add_limits(struct plan_writer *to, struct node *root)
{
    const struct compiled *c = to->plan->compiled;
    struct node *list = json_list(to, root, "limits");

    for (size_t l = 0; l < compiled_limits(c); l++) {
        const struct measure *m = &c->limits[l].measure;
        struct node *node = json_object(to, list, NULL), *kept;
        size_t n;

        doc_add_integer(to->doc, node, "limit", (int64_t)l);
        doc_add_string(to->doc, node, "metric", m->name);
        if (c->limits[l].band != NULL)
            json_word(to, node, "band_of_group",
                      c->resources[l - c->rules->n_limits].group);
        kept = doc_add_bool(to->doc, node, "kept", true);
        n = add_violations(to, node, l, m->decimals);
        if (kept != NULL)
            kept->truth = n == 0;
    }
}

static void add_budget(struct plan_writer *to, struct node *list, int k)
{
    const struct compiled *c = to->plan->compiled;
    const struct move_budget *rule =
        &to->plan->rules->continuity.budgets[c->budget_rule[k]];
    const struct measure *m = &rule->measure;
    struct node *node = json_object(to, list, NULL);

    doc_add_integer(to->doc, node, "budget", k);
    doc_add_string(to->doc, node, "kind", budget_name(rule->kind));
    doc_add_string(to->doc, node, "metric",
                   m->name != NULL ? m->name : "accounts");
    json_rep(to, node, "rep", c->budget_owner[k]);
    json_end(to, node, "max", c->violation->budget_limit.at[k], m->decimals);
    doc_add_decimal(to->doc, node, "used", to->plan->budget_used[k],
                    m->decimals);
}

/* The blend's own budgets may have been relaxed; those of the violation are as
 * the rules have them. */
static void add_budgets(struct plan_writer *to, struct node *root)
{
    const struct problem *violation = to->plan->compiled->violation;
    struct node *list = json_list(to, root, "budgets");

    for (int k = 0; violation != NULL && k < violation->n_budgets; k++)
        add_budget(to, list, k);
}

static void add_conflict(struct plan_writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *node, *list;

    if (plan->outcome != EB_INFEASIBLE)
        return;
    node = json_object(to, root, "conflict");
    doc_add_bool(to->doc, node, "minimal", plan->conflict_minimal);
    list = json_list(to, node, "rules");
    for (size_t k = 0; k < plan->n_conflict; k++)
        doc_add_string(to->doc, list, NULL, plan->conflict[k]);
}

/* ---- What stands out ----------------------------------------------------- */

static const char *barrier_text(enum barrier barrier)
{
    static const char *const words[] = {
        [BARRIER_NONE] = "nothing",
        [BARRIER_LEAVER] = "leaves",
        [BARRIER_ZERO] = "has no capacity",
        [BARRIER_TERRITORY] = "another territory",
        [BARRIER_NOT] = "excluded by the column not",
        [BARRIER_DECISION] = "excluded by a decision",
        [BARRIER_PAIR] = "excluded by pairs.csv",
        [BARRIER_FIT] = "excluded by a hard fit term",
        [BARRIER_HELD] = "locked or pinned elsewhere",
    };

    return words[barrier];
}

static void add_unassignable(struct plan_writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *list = json_list(to, root, "unassignable");

    for (size_t k = 0; k < plan->books->n_accounts; k++) {
        size_t a = (size_t)plan->books->account_by_id[k];
        struct node *node, *reps;

        if (plan->rows[a].change != CHANGE_UNASSIGNED)
            continue;
        node = json_object(to, list, NULL);
        doc_add_string(to->doc, node, "account", account_id(plan->books, a));
        reps = json_list(to, node, "reps");
        for (int r = 0; r < (int)plan->books->n_reps; r++) {
            struct node *rep = json_object(to, reps, NULL);

            json_rep(to, rep, "rep", r);
            doc_add_string(
                to->doc, rep, "why",
                barrier_text(family_barrier(plan->compiled,
                                            plan->compiled->family_of[a], r)));
        }
    }
}

static void add_indivisible(struct plan_writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *list = json_list(to, root, "indivisible");

    for (size_t k = 0; k < plan->n_indivisible; k++) {
        const struct indivisible *heavy = &plan->indivisible[k];
        const struct measure *m = &plan->rules->metrics[heavy->metric].measure;
        struct node *node = json_object(to, list, NULL);

        doc_add_string(to->doc, node, "account",
                       account_id(plan->books, (size_t)heavy->account_lead));
        doc_add_string(to->doc, node, "metric", m->name);
        json_rep(to, node, "rep", heavy->rep);
        doc_add_decimal(to->doc, node, "load", heavy->load, m->decimals);
        json_wide(to, node, "target", heavy->target, m->decimals + 6);
    }
}

void json_measures(struct plan_writer *to, struct node *root)
{
    add_metrics(to, root);
    add_limits(to, root);
    add_budgets(to, root);
    add_conflict(to, root);
    add_unassignable(to, root);
    add_indivisible(to, root);
}
