/* plan_json.c - plan.json: the plan for programs. */
#include "io/plan_cells.h"
#include "io/plan_files.h"
#include "io/relative.h"

#include "base/hash.h"

#include <string.h>

struct writer {
    struct doc *doc;
    const struct plan *plan;
};

static struct node *add_object(struct writer *to, struct node *parent,
                               const char *key)
{
    return doc_add(to->doc, parent, key, DOC_OBJECT);
}

static struct node *add_list(struct writer *to, struct node *parent,
                             const char *key)
{
    return doc_add(to->doc, parent, key, DOC_ARRAY);
}

static void add_points(struct writer *to, struct node *parent, const char *key,
                       int64_t cost)
{
    doc_add_decimal(to->doc, parent, key, cost, 9);
}

/* A bound, or null where there is none. */
static void add_bound(struct writer *to, struct node *parent, const char *key,
                      int64_t bound)
{
    if (bound == INT64_MIN)
        doc_add(to->doc, parent, key, DOC_NULL);
    else
        add_points(to, parent, key, bound);
}

static void add_count(struct writer *to, struct node *parent, const char *key,
                      size_t n)
{
    doc_add_integer(to->doc, parent, key, (int64_t)n);
}

/* A word, or null for -1. */
static void add_word(struct writer *to, struct node *parent, const char *key,
                     int word)
{
    if (word < 0)
        doc_add(to->doc, parent, key, DOC_NULL);
    else
        doc_add_string(to->doc, parent, key,
                       to->plan->books->words.text.at[word]);
}

static void add_rep(struct writer *to, struct node *parent, const char *key,
                    int rep)
{
    if (rep < 0)
        doc_add(to->doc, parent, key, DOC_NULL);
    else
        doc_add_string(to->doc, parent, key,
                       rep_id(to->plan->books, (size_t)rep));
}

static void add_wide(struct writer *to, struct node *parent, const char *key,
                     wide units, int decimals)
{
    char text[64];
    struct node *node = doc_add(to->doc, parent, key, DOC_NUMBER);

    decimal_write_wide(units, decimals, text);
    if (node != NULL)
        node->text = arena_string(&to->doc->memory, text, strlen(text));
    if (node != NULL && node->text == NULL)
        to->doc->failed = true;
}

/* One end of a range, or null where it is open. */
static void add_end(struct writer *to, struct node *parent, const char *key,
                    int64_t load, int decimals)
{
    if (load == INT64_MIN || load == INT64_MAX)
        doc_add(to->doc, parent, key, DOC_NULL);
    else
        doc_add_decimal(to->doc, parent, key, load, decimals);
}

static const char *proof_text(enum proof proof)
{
    return proof == PROOF_CHECKED ? "checked" : "solver";
}

static double gap_of(int64_t objective, int64_t bound)
{
    double size = objective < 0 ? -(double)objective : (double)objective;

    return ((double)objective - (double)bound) / (size < 1 ? 1 : size);
}

static void add_gap(struct writer *to, struct node *parent, const char *key,
                    int64_t objective, int64_t bound)
{
    if (bound == INT64_MIN)
        doc_add(to->doc, parent, key, DOC_NULL);
    else
        doc_add_double(to->doc, parent, key, gap_of(objective, bound));
}

/* ---- What the plan is ---------------------------------------------------- */

static void add_head(struct writer *to, struct node *root)
{
    static const char *const outcomes[] = {
        [EB_OPTIMAL] = "optimal",   [EB_WITHIN_GAP] = "within_gap",
        [EB_FEASIBLE] = "feasible", [EB_INFEASIBLE] = "infeasible",
        [EB_CUT_SHORT] = "stopped",
    };
    const struct plan *plan = to->plan;
    char date[11];

    doc_add_string(to->doc, root, "version", EB_VERSION);
    doc_add_string(to->doc, root, "status", outcomes[plan->outcome]);
    doc_add_string(to->doc, root, "proof", proof_text(plan->proof));
    doc_add_string(to->doc, root, "role", plan->books->role);
    doc_add_string(to->doc, root, "goal", plan->rules->goal);
    if (plan->rules->has_as_of) {
        date_write(plan->rules->as_of, date);
        doc_add_string(to->doc, root, "as_of", date);
    } else {
        doc_add(to->doc, root, "as_of", DOC_NULL);
    }
    add_wide(to, root, "seed", (wide)plan->seed, 0);
    doc_add_string(to->doc, root, "effort", plan->effort);
}

static void add_worth(struct writer *to, struct node *root)
{
    const struct plan *plan = to->plan;

    add_points(to, root, "objective", plan->objective);
    add_bound(to, root, "lower_bound", plan->lower_bound);
    add_bound(to, root, "solver_bound", plan->solver_bound);
    add_gap(to, root, "gap", plan->objective, plan->lower_bound);
    add_bound(to, root, "gap_points",
              plan->lower_bound == INT64_MIN
                  ? INT64_MIN
                  : plan->objective - plan->lower_bound);
}

static void add_terms(struct writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *terms = add_object(to, root, "terms");
    struct node *metrics;

    add_points(to, terms, "fit", plan->fit);
    add_points(to, terms, "disruption", plan->disruption);
    add_points(to, terms, "unfairness", plan->unfairness);
    metrics = add_object(to, terms, "by_metric");
    for (size_t m = 0; m < plan->rules->n_metrics; m++)
        add_points(to, metrics, plan->rules->metrics[m].measure.name,
                   plan->metrics[m].unfairness);
}

/* ---- Phases -------------------------------------------------------------- */

static void add_relaxed(struct writer *to, struct node *given)
{
    const struct plan *plan = to->plan;
    const struct compiled *c = plan->compiled;
    struct node *list = add_list(to, given, "limits");

    for (size_t k = 0; k < plan->n_relaxed; k++) {
        const struct relaxed_limit *relaxed = &plan->relaxed[k];
        int decimals = plan->rules->limits[relaxed->limit].measure.decimals;
        struct node *node = add_object(to, list, NULL);

        doc_add_integer(to->doc, node, "limit", relaxed->limit);
        add_rep(to, node, "rep", relaxed->rep);
        add_end(to, node, "min", relaxed->lo, decimals);
        add_end(to, node, "max", relaxed->hi, decimals);
    }
    list = add_list(to, given, "budgets");
    if (plan->budget_given_max == NULL)
        return;
    for (int k = 0; k < c->violation->n_budgets; k++) {
        const struct move_budget *rule =
            &plan->rules->continuity.budgets[c->budget_rule[k]];
        struct node *node;

        if (plan->budget_given_max[k] == c->violation->budget_limit.at[k])
            continue;
        node = add_object(to, list, NULL);
        doc_add_integer(to->doc, node, "budget", k);
        add_rep(to, node, "rep", c->budget_owner[k]);
        add_end(to, node, "max", plan->budget_given_max[k],
                rule->measure.decimals);
    }
}

static void add_given(struct writer *to, struct node *parent, size_t phase)
{
    const struct phase *before =
        phase == 0 ? NULL : &to->plan->phases[phase - 1];
    struct node *given;

    if (before == NULL || before->objective <= 0) {
        doc_add(to->doc, parent, "given", DOC_NULL);
        return;
    }
    given = add_object(to, parent, "given");
    doc_add_string(to->doc, given, "phase", before->name);
    add_points(to, given, "objective", before->objective);
    doc_add_bool(to->doc, given, "proved",
                 before->lower_bound == before->objective);
    add_relaxed(to, given);
}

static void add_phases(struct writer *to, struct node *root)
{
    struct node *list = add_list(to, root, "phases");

    for (size_t k = 0; k < to->plan->n_phases; k++) {
        const struct phase *phase = &to->plan->phases[k];
        int64_t bound = phase->has_bound ? phase->lower_bound : INT64_MIN;
        struct node *node = add_object(to, list, NULL);

        doc_add_string(to->doc, node, "name", phase->name);
        add_points(to, node, "objective", phase->objective);
        add_bound(to, node, "lower_bound", bound);
        add_gap(to, node, "gap", phase->objective, bound);
        doc_add_string(to->doc, node, "proof", proof_text(phase->proof));
        add_given(to, node, k);
    }
}

/* ---- What happens to accounts -------------------------------------------- */

static void add_accounts(struct writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *node = add_object(to, root, "accounts");

    add_count(to, node, "all", plan->books->n_accounts);
    add_count(to, node, "in_play", plan->n_in_play);
    add_count(to, node, "outside", plan->n_outside);
    add_count(to, node, "unassignable", plan->n_unassignable);
}

static void add_moves(struct writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    int decimals = value_decimals(plan->books);
    struct node *node = add_object(to, root, "moves");

    add_count(to, node, "moved", plan->n_moved);
    add_count(to, node, "forced", plan->n_forced);
    add_count(to, node, "placed", plan->n_placed);
    add_count(to, node, "kept", plan->n_kept);
    doc_add_decimal(to->doc, node, "value_moved", plan->value_moved, decimals);
    doc_add_decimal(to->doc, node, "value_forced", plan->value_forced,
                    decimals);
    doc_add_double(to->doc, node, "expected_loss", plan->loss_moved);
    doc_add_double(to->doc, node, "expected_loss_forced", plan->loss_forced);
}

/* A share of nothing is null. */
static void add_share(struct writer *to, struct node *parent, const char *key,
                      double part, double whole)
{
    if (whole > 0)
        doc_add_double(to->doc, parent, key, part / whole);
    else
        doc_add(to->doc, parent, key, DOC_NULL);
}

static void add_retention(struct writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *node = add_object(to, root, "retention");

    add_share(to, node, "accounts", (double)plan->n_settled_kept,
              (double)plan->n_settled);
    add_share(to, node, "value", (double)plan->value_settled_kept,
              (double)plan->value_settled);
}

/* ---- Metrics, limits, budgets -------------------------------------------- */

static void add_group(struct writer *to, struct node *list,
                      const struct group_facts *facts, int decimals)
{
    struct node *node = add_object(to, list, NULL);

    add_word(to, node, "group", facts->group);
    doc_add_decimal(to->doc, node, "total", facts->total, decimals);
    add_count(to, node, "reps", facts->reps);
    doc_add_double(to->doc, node, "mean_abs_deviation_before",
                   facts->mean_abs_before);
    doc_add_double(to->doc, node, "mean_abs_deviation_after",
                   facts->mean_abs_after);
    doc_add_double(to->doc, node, "max_deviation_before", facts->max_before);
    doc_add_double(to->doc, node, "max_deviation_after", facts->max_after);
    add_count(to, node, "within_band_before", facts->within_before);
    add_count(to, node, "within_band_after", facts->within_after);
}

static void add_metrics(struct writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *list = add_list(to, root, "metrics");

    for (size_t m = 0; m < plan->rules->n_metrics; m++) {
        const struct metric *metric = &plan->rules->metrics[m];
        const struct metric_facts *facts = &plan->metrics[m];
        int decimals = metric->measure.decimals;
        struct node *node = add_object(to, list, NULL), *groups;

        doc_add_string(to->doc, node, "name", metric->measure.name);
        doc_add_integer(to->doc, node, "decimals", decimals);
        doc_add_decimal(to->doc, node, "weight", metric->weight.units,
                        metric->weight.decimals);
        doc_add_decimal(to->doc, node, "band", metric->band, 6);
        doc_add_decimal(to->doc, node, "total", facts->total, decimals);
        groups = add_list(to, node, "groups");
        for (size_t g = 0; g < facts->n_groups; g++)
            add_group(to, groups, &facts->groups[g], decimals);
    }
}

static size_t add_violations(struct writer *to, struct node *parent,
                             size_t limit, int decimals)
{
    const struct plan *plan = to->plan;
    struct node *list = add_list(to, parent, "violations");
    size_t n = 0;

    for (size_t k = 0; k < plan->n_breaks; k++) {
        const struct limit_break *broken = &plan->breaks[k];
        struct node *node;

        if (broken->limit != (int)limit)
            continue;
        node = add_object(to, list, NULL);
        add_rep(to, node, "rep", broken->rep);
        doc_add_decimal(to->doc, node, "load", broken->load, decimals);
        add_end(to, node, "min", broken->lo, decimals);
        add_end(to, node, "max", broken->hi, decimals);
        n++;
    }
    return n;
}

static void add_limits(struct writer *to, struct node *root)
{
    const struct rules *rules = to->plan->rules;
    struct node *list = add_list(to, root, "limits");

    for (size_t l = 0; l < rules->n_limits; l++) {
        const struct measure *m = &rules->limits[l].measure;
        struct node *node = add_object(to, list, NULL), *kept;
        size_t n;

        doc_add_integer(to->doc, node, "limit", (int64_t)l);
        doc_add_string(to->doc, node, "metric", m->name);
        kept = doc_add_bool(to->doc, node, "kept", true);
        n = add_violations(to, node, l, m->decimals);
        if (kept != NULL)
            kept->truth = n == 0;
    }
}

static void add_budget(struct writer *to, struct node *list, int k)
{
    static const char *const kinds[] = {
        [BUDGET_MOVES] = "max_moves",
        [BUDGET_MOVED] = "max_moved",
        [BUDGET_MOVED_SHARE] = "max_moved_share",
        [BUDGET_PER_BOOK] = "max_lost_per_book",
    };
    const struct compiled *c = to->plan->compiled;
    const struct move_budget *rule =
        &to->plan->rules->continuity.budgets[c->budget_rule[k]];
    const struct measure *m = &rule->measure;
    struct node *node = add_object(to, list, NULL);

    doc_add_integer(to->doc, node, "budget", k);
    doc_add_string(to->doc, node, "kind", kinds[rule->kind]);
    doc_add_string(to->doc, node, "metric",
                   m->name != NULL ? m->name : "accounts");
    add_rep(to, node, "rep", c->budget_owner[k]);
    add_end(to, node, "max", c->violation->budget_limit.at[k], m->decimals);
    doc_add_decimal(to->doc, node, "used", to->plan->budget_used[k],
                    m->decimals);
}

/* The blend's own budgets may have been relaxed; those of the violation are as
 * the rules have them. */
static void add_budgets(struct writer *to, struct node *root)
{
    const struct problem *violation = to->plan->compiled->violation;
    struct node *list = add_list(to, root, "budgets");

    for (int k = 0; violation != NULL && k < violation->n_budgets; k++)
        add_budget(to, list, k);
}

static void add_conflict(struct writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *node, *list;

    if (plan->outcome != EB_INFEASIBLE)
        return;
    node = add_object(to, root, "conflict");
    doc_add_bool(to->doc, node, "minimal", plan->conflict_minimal);
    list = add_list(to, node, "rules");
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

static void add_unassignable(struct writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *list = add_list(to, root, "unassignable");

    for (size_t k = 0; k < plan->books->n_accounts; k++) {
        size_t a = (size_t)plan->books->account_by_id[k];
        struct node *node, *reps;

        if (plan->rows[a].change != CHANGE_UNASSIGNED)
            continue;
        node = add_object(to, list, NULL);
        doc_add_string(to->doc, node, "account", account_id(plan->books, a));
        reps = add_list(to, node, "reps");
        for (int r = 0; r < (int)plan->books->n_reps; r++) {
            struct node *rep = add_object(to, reps, NULL);

            add_rep(to, rep, "rep", r);
            doc_add_string(
                to->doc, rep, "why",
                barrier_text(family_barrier(plan->compiled,
                                            plan->compiled->family_of[a], r)));
        }
    }
}

static void add_indivisible(struct writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *list = add_list(to, root, "indivisible");

    for (size_t k = 0; k < plan->n_indivisible; k++) {
        const struct indivisible *heavy = &plan->indivisible[k];
        const struct measure *m = &plan->rules->metrics[heavy->metric].measure;
        struct node *node = add_object(to, list, NULL);

        doc_add_string(to->doc, node, "account",
                       account_id(plan->books, (size_t)heavy->account_lead));
        doc_add_string(to->doc, node, "metric", m->name);
        add_rep(to, node, "rep", heavy->rep);
        doc_add_decimal(to->doc, node, "load", heavy->load, m->decimals);
        add_wide(to, node, "target", heavy->target, m->decimals + 6);
    }
}

/* ---- Where it comes from ------------------------------------------------- */

static void add_warnings(struct writer *to, struct node *root,
                         const struct plan_origin *origin)
{
    struct node *list = add_list(to, root, "warnings");

    for (int k = 0; k < EB_N_INPUTS; k++) {
        const struct input *input = origin->inputs->of[k];

        for (size_t w = 0; input != NULL && w < input->warnings.n; w++)
            doc_add_string(to->doc, list, NULL, input->warnings.at[w]);
    }
    for (size_t k = 0; k < eb_messages_count(origin->said); k++)
        if (eb_messages_severity(origin->said, k) == EB_WARNING)
            doc_add_string(to->doc, list, NULL,
                           eb_messages_text(origin->said, k));
}

/* "-" is what cannot be read again. */
static eb_status add_inputs(struct writer *to, struct node *root,
                            const struct plan_origin *origin)
{
    struct node *list = add_list(to, root, "inputs");

    for (int k = 0; k < EB_N_INPUTS; k++) {
        const struct input *input = origin->inputs->of[k];
        struct node *node;
        char *path;

        if (input == NULL)
            continue;
        path = input->path == NULL
                   ? mem_string("-")
                   : relative_path(origin->folder, input->path);
        if (path == NULL)
            return EB_NO_MEMORY;
        node = add_object(to, list, NULL);
        doc_add_string(to->doc, node, "role", input_role((eb_input)k));
        doc_add_string(to->doc, node, "path", path);
        doc_add_string(to->doc, node, "sha256", input->sha256);
        doc_add_integer(to->doc, node, "bytes", (int64_t)input->bytes);
        mem_free(path);
    }
    return EB_OK;
}

eb_status plan_json(const struct plan *plan, const struct plan_origin *origin,
                    struct doc **out)
{
    struct writer to = {NULL, plan};
    struct node *root;
    eb_status status = doc_new("plan.json", &to.doc);

    if (status != EB_OK)
        return status;
    root = add_object(&to, NULL, NULL);
    add_head(&to, root);
    add_worth(&to, root);
    add_terms(&to, root);
    add_phases(&to, root);
    add_accounts(&to, root);
    add_moves(&to, root);
    add_retention(&to, root);
    add_metrics(&to, root);
    add_limits(&to, root);
    add_budgets(&to, root);
    add_conflict(&to, root);
    add_unassignable(&to, root);
    add_indivisible(&to, root);
    add_warnings(&to, root, origin);
    status = add_inputs(&to, root, origin);
    add_list(&to, root, "files");
    if (status == EB_OK && !doc_ok(to.doc))
        status = EB_NO_MEMORY;
    if (status == EB_OK)
        *out = to.doc;
    else
        doc_free(to.doc);
    return status;
}

void plan_json_file(struct doc *doc, const char *path, const char *bytes,
                    size_t length)
{
    /* `files` is the last key. */
    struct node *list = doc->root == NULL ? NULL : doc->root->last;
    struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);
    char digest[65];

    sha256_hex(bytes, length, digest);
    doc_add_string(doc, node, "path", path);
    doc_add_string(doc, node, "sha256", digest);
}
