/* plan_json.c - plan.json: the plan for programs. */
#include "io/disk.h"
#include "io/plan_cells.h"
#include "io/plan_files.h"
#include "io/plan_measures.h"
#include "io/relative.h"

#include "base/hash.h"

static const char *proof_text(enum proof proof)
{
    return proof == PROOF_CHECKED ? "checked" : "solver";
}

static void add_gap(struct plan_writer *to, struct node *parent,
                    const char *key, int64_t objective, int64_t bound)
{
    if (bound == INT64_MIN)
        doc_add(to->doc, parent, key, DOC_NULL);
    else
        doc_add_double(to->doc, parent, key, gap_of(objective, bound));
}

/* ---- What the plan is ---------------------------------------------------- */

static void add_head(struct plan_writer *to, struct node *root,
                     bool excel_safe)
{
    const struct plan *plan = to->plan;
    char date[11];

    doc_add_string(to->doc, root, "version", EB_VERSION);
    doc_add_string(to->doc, root, "status", outcome_key(plan->outcome));
    doc_add_string(to->doc, root, "proof", proof_text(plan->proof));
    doc_add_string(to->doc, root, "role", plan->books->role);
    doc_add_string(to->doc, root, "goal", goal_name(plan->rules->goal));
    if (plan->rules->has_as_of) {
        date_write(plan->rules->as_of, date);
        doc_add_string(to->doc, root, "as_of", date);
    } else {
        doc_add(to->doc, root, "as_of", DOC_NULL);
    }
    json_wide(to, root, "seed", (wide)plan->seed, 0);
    doc_add_string(to->doc, root, "effort", plan->effort);
    if (excel_safe)
        doc_add_bool(to->doc, root, "excel_safe", true);
}

static void add_worth(struct plan_writer *to, struct node *root)
{
    const struct plan *plan = to->plan;

    json_points(to, root, "objective", plan->objective);
    json_bound(to, root, "lower_bound", plan->lower_bound);
    json_bound(to, root, "solver_bound", plan->solver_bound);
    add_gap(to, root, "gap", plan->objective, plan->lower_bound);
    json_bound(to, root, "gap_points",
               plan->lower_bound == INT64_MIN
                   ? INT64_MIN
                   : plan->objective - plan->lower_bound);
}

static void add_terms(struct plan_writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *terms = json_object(to, root, "terms");
    struct node *metrics;

    json_points(to, terms, "fit", plan->fit);
    json_points(to, terms, "disruption", plan->disruption);
    json_points(to, terms, "unfairness", plan->unfairness);
    metrics = json_object(to, terms, "by_metric");
    for (size_t m = 0; m < plan->rules->n_metrics; m++)
        json_points(to, metrics, plan->rules->metrics[m].measure.name,
                    plan->metrics[m].unfairness);
}

/* ---- Phases -------------------------------------------------------------- */

static void add_relaxed(struct plan_writer *to, struct node *given)
{
    const struct plan *plan = to->plan;
    const struct compiled *c = plan->compiled;
    struct node *list = json_list(to, given, "limits");

    for (size_t k = 0; k < plan->n_relaxed; k++) {
        const struct relaxed_limit *relaxed = &plan->relaxed[k];
        int decimals = c->limits[relaxed->limit].measure.decimals;
        struct node *node = json_object(to, list, NULL);

        doc_add_integer(to->doc, node, "limit", relaxed->limit);
        json_rep(to, node, "rep", relaxed->rep);
        json_end(to, node, "min", relaxed->lo, decimals);
        json_end(to, node, "max", relaxed->hi, decimals);
    }
    list = json_list(to, given, "budgets");
    if (plan->budget_given_max == NULL)
        return;
    for (int k = 0; k < c->violation->n_budgets; k++) {
        const struct move_budget *rule =
            &plan->rules->continuity.budgets[c->budget_rule[k]];
        struct node *node;

        if (plan->budget_given_max[k] == c->violation->budget_limit.at[k])
            continue;
        node = json_object(to, list, NULL);
        doc_add_integer(to->doc, node, "budget", k);
        json_rep(to, node, "rep", c->budget_owner[k]);
        json_end(to, node, "max", plan->budget_given_max[k],
                 rule->measure.decimals);
    }
}

static void add_given(struct plan_writer *to, struct node *parent,
                      size_t phase)
{
    const struct phase *before =
        phase == 0 ? NULL : &to->plan->phases[phase - 1];
    struct node *given;

    if (before == NULL ||
        (before->objective <= 0 && plan_breaks_rules(to->plan))) {
        doc_add(to->doc, parent, "given", DOC_NULL);
        return;
    }
    given = json_object(to, parent, "given");
    doc_add_string(to->doc, given, "phase", before->name);
    json_points(to, given, "objective", before->objective);
    doc_add_bool(to->doc, given, "proved",
                 before->lower_bound == before->objective);
    if (plan_breaks_rules(to->plan))
        add_relaxed(to, given);
}

static void add_phases(struct plan_writer *to, struct node *root)
{
    struct node *list = json_list(to, root, "phases");

    for (size_t k = 0; k < to->plan->n_phases; k++) {
        const struct phase *phase = &to->plan->phases[k];
        int64_t bound = phase->has_bound ? phase->lower_bound : INT64_MIN;
        struct node *node = json_object(to, list, NULL);

        doc_add_string(to->doc, node, "name", phase->name);
        json_points(to, node, "objective", phase->objective);
        json_bound(to, node, "lower_bound", bound);
        add_gap(to, node, "gap", phase->objective, bound);
        doc_add_string(to->doc, node, "proof", proof_text(phase->proof));
        add_given(to, node, k);
    }
}

/* ---- What happens to accounts -------------------------------------------- */

static void add_accounts(struct plan_writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *node = json_object(to, root, "accounts");

    json_count(to, node, "all", plan->books->n_accounts);
    json_count(to, node, "in_play", plan->n_in_play);
    json_count(to, node, "outside", plan->n_outside);
    json_count(to, node, "unassignable", plan->n_unassignable);
}

static void add_moves(struct plan_writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    int decimals = value_decimals(plan->books);
    struct node *node = json_object(to, root, "moves");

    json_count(to, node, "moved", plan->n_moved);
    json_count(to, node, "forced", plan->n_forced);
    json_count(to, node, "placed", plan->n_placed);
    json_count(to, node, "kept", plan->n_kept);
    doc_add_decimal(to->doc, node, "value_moved", plan->value_moved, decimals);
    doc_add_decimal(to->doc, node, "value_forced", plan->value_forced,
                    decimals);
    doc_add_double(to->doc, node, "expected_loss", plan->loss_moved);
    doc_add_double(to->doc, node, "expected_loss_forced", plan->loss_forced);
}

/* A share of nothing is null. */
static void add_share(struct plan_writer *to, struct node *parent,
                      const char *key, double part, double whole)
{
    if (whole > 0)
        doc_add_double(to->doc, parent, key, part / whole);
    else
        doc_add(to->doc, parent, key, DOC_NULL);
}

static void add_retention(struct plan_writer *to, struct node *root)
{
    const struct plan *plan = to->plan;
    struct node *node = json_object(to, root, "retention");

    add_share(to, node, "accounts", (double)plan->n_settled_kept,
              (double)plan->n_settled);
    add_share(to, node, "value", (double)plan->value_settled_kept,
              (double)plan->value_settled);
}

/* ---- Where it comes from ------------------------------------------------- */

static void add_warnings(struct plan_writer *to, struct node *root,
                         const struct plan_origin *origin)
{
    struct node *list = json_list(to, root, "warnings");

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

/* The way to an input from where the plan will lie; "-" is what cannot be read
 * again. A new string, or NULL. */
static char *way_to(const struct plan_origin *origin, eb_input which)
{
    const struct input *input = origin->inputs->of[which];
    char *path, *further;

    if (input->inside)
        return mem_string(input_file_name(which));
    if (input->text != NULL)
        return disk_join(origin->within == NULL ? "books" : "../books", "/",
                         input_file_name(which));
    if (input->path == NULL)
        return mem_string("-");
    path = relative_path(origin->folder, input->path);
    if (path == NULL || *path == '/' || origin->folder == NULL ||
        origin->within == NULL)
        return path;
    further = disk_join("..", "/", path);
    mem_free(path);
    return further;
}

static eb_status add_inputs(struct plan_writer *to, struct node *root,
                            const struct plan_origin *origin)
{
    struct node *list = json_list(to, root, "inputs");

    for (int k = 0; k < EB_N_INPUTS; k++) {
        const struct input *input = origin->inputs->of[k];
        struct node *node;
        char *path;

        if (input == NULL)
            continue;
        path = way_to(origin, (eb_input)k);
        if (path == NULL)
            return EB_NO_MEMORY;
        node = json_object(to, list, NULL);
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
    struct plan_writer to = {NULL, plan};
    struct node *root;
    eb_status status = doc_new("plan.json", &to.doc);

    if (status != EB_OK)
        return status;
    root = json_object(&to, NULL, NULL);
    add_head(&to, root, origin->form.excel_safe);
    add_worth(&to, root);
    add_terms(&to, root);
    add_phases(&to, root);
    add_accounts(&to, root);
    add_moves(&to, root);
    add_retention(&to, root);
    json_measures(&to, root);
    add_warnings(&to, root, origin);
    status = add_inputs(&to, root, origin);
    json_list(&to, root, "files");
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
