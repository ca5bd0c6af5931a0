/* rules_write.c - the rules as applied, every key spelled out. */
#include "model/rules.h"

#include <string.h>

struct writer {
    struct doc *doc;
    const struct rules *rules;
    const struct books *books;
};

static struct node *add_list(struct writer *to, struct node *parent,
                             const char *key)
{
    return doc_add(to->doc, parent, key, DOC_ARRAY);
}

static struct node *add_object(struct writer *to, struct node *parent,
                               const char *key)
{
    return doc_add(to->doc, parent, key, DOC_OBJECT);
}

static void add_number(struct writer *to, struct node *parent, const char *key,
                       struct decimal d)
{
    doc_add_decimal(to->doc, parent, key, d.units, d.decimals);
}

/* A text, or null. */
static void add_text(struct writer *to, struct node *parent, const char *key,
                     const char *text)
{
    if (text != NULL)
        doc_add_string(to->doc, parent, key, text);
    else
        doc_add(to->doc, parent, key, DOC_NULL);
}

/* A name as it stands in the source, where it stands there: a header stays a
 * header. */
static void add_name(struct writer *to, struct node *parent, const char *key,
                     const struct node *source, const char *standard)
{
    const char *given = doc_string(doc_get(source, key));

    add_text(to, parent, key, given != NULL ? given : standard);
}

/* The `where` as it stands in the source, or an empty one. */
static void add_where(struct writer *to, struct node *parent,
                      const struct node *source)
{
    const struct node *where = doc_get(source, "where");

    if (where != NULL && where->kind == DOC_OBJECT)
        doc_add_copy(to->doc, parent, "where", where);
    else
        add_object(to, parent, "where");
}

/* ---- Metrics and limits -------------------------------------------------- */

static const char *column_name(const struct measure *measure)
{
    if (measure->column != NULL)
        return measure->column->name;
    return measure->counted ? NULL : "workload";
}

static void add_penalty(struct writer *to, struct node *parent,
                        const struct metric *metric)
{
    struct node *list = add_list(to, parent, "penalty");

    for (size_t k = 0; k < metric->n_breakpoints; k++) {
        struct node *pair = add_list(to, list, NULL);

        doc_add_decimal(to->doc, pair, NULL, metric->breakpoints[k].at, 6);
        add_number(to, pair, NULL, metric->breakpoints[k].slope);
    }
}

/* The name `accounts` counts whatever `count` says. */
static void add_count(struct writer *to, struct node *parent,
                      const struct metric *metric)
{
    const struct node *given = doc_get(metric->source, "count");
    bool is_given = given != NULL && given->kind == DOC_BOOL;

    doc_add_bool(to->doc, parent, "count",
                 is_given ? given->truth : metric->measure.counted);
}

static void add_metric(struct writer *to, struct node *list,
                       const struct metric *metric)
{
    static const char *const negatives[] = {"refuse", "zero", "keep"};
    const struct measure *measure = &metric->measure;
    struct node *node = add_object(to, list, NULL);

    doc_add_string(to->doc, node, "name", measure->name);
    add_name(to, node, "column", metric->source, column_name(measure));
    add_count(to, node, metric);
    add_where(to, node, metric->source);
    add_number(to, node, "weight", metric->weight);
    doc_add_decimal(to->doc, node, "band", metric->band, 6);
    add_penalty(to, node, metric);
    doc_add_string(to->doc, node, "negative", negatives[measure->negative]);
    doc_add_bool(to->doc, node, "required", measure->required);
}

static void add_end(struct writer *to, struct node *parent, const char *key,
                    const struct node *source, const struct column *column,
                    const struct decimal *number)
{
    if (number != NULL)
        add_number(to, parent, key, *number);
    else
        add_name(to, parent, key, source,
                 column != NULL ? column->name : NULL);
}

static void add_limit(struct writer *to, struct node *list,
                      const struct limit *limit)
{
    struct node *node = add_object(to, list, NULL);

    doc_add_string(to->doc, node, "metric", limit->measure.name);
    add_where(to, node, limit->source);
    add_end(to, node, "min", limit->source, limit->min_column,
            limit->has_min ? &limit->min : NULL);
    add_end(to, node, "max", limit->source, limit->max_column,
            limit->has_max ? &limit->max : NULL);
}

/* ---- Fit and territory --------------------------------------------------- */

static void add_territory(struct writer *to, struct node *root)
{
    static const char *const modes[] = {"off", "hard", "graded"};
    struct node *node = add_object(to, root, "territory");

    doc_add_string(to->doc, node, "mode", modes[to->rules->territory]);
    doc_add_bool(to->doc, node, "keep_current", to->rules->keep_current);
    add_number(to, node, "weight", to->rules->territory_weight);
}

static void add_missing(struct writer *to, struct node *node,
                        const struct fit_term *term)
{
    if (term->has_missing)
        add_number(to, node, "missing", term->missing);
    else
        add_text(to, node, "missing",
                 term->missing_forbidden ? "forbidden" : NULL);
}

/* All keys, those of other kinds of term as not set. */
static void add_term(struct writer *to, struct node *list,
                     const struct fit_term *term)
{
    static const char *const pairs[] = {[FIT_PAIR_COST] = "cost",
                                        [FIT_PAIR_FIT] = "fit",
                                        [FIT_DISTANCE] = NULL};
    struct node *node = add_object(to, list, NULL);

    add_name(to, node, "account", term->source, NULL);
    add_name(to, node, "rep", term->source, NULL);
    doc_add_bool(to->doc, node, "hard", term->hard);
    add_text(to, node, "pair", pairs[term->kind]);
    add_missing(to, node, term);
    add_text(to, node, "distance", term->kind == FIT_DISTANCE ? "km" : NULL);
    add_number(to, node, "weight", term->weight);
}

/* ---- Continuity ---------------------------------------------------------- */

static void add_budgets(struct writer *to, struct node *parent,
                        const char *key, enum budget_kind kind)
{
    const struct continuity *continuity = &to->rules->continuity;
    struct node *node = add_object(to, parent, key);

    for (size_t k = 0; k < continuity->n_budgets; k++)
        if (continuity->budgets[k].kind == kind)
            add_number(to, node, continuity->budgets[k].measure.name,
                       continuity->budgets[k].amount);
}

static void add_budget(struct writer *to, struct node *parent, const char *key,
                       enum budget_kind kind)
{
    const struct continuity *continuity = &to->rules->continuity;

    for (size_t k = 0; k < continuity->n_budgets; k++)
        if (continuity->budgets[k].kind == kind) {
            add_number(to, parent, key, continuity->budgets[k].amount);
            return;
        }
    doc_add(to->doc, parent, key, DOC_NULL);
}

static void add_high_risk(struct writer *to, struct node *parent)
{
    const struct stickiness *s = &to->rules->continuity.stickiness;
    const struct node *given = s->high_risk_source;
    struct node *list;

    if (given != NULL) {
        doc_add_copy(to->doc, parent, "high_risk", given);
        return;
    }
    list = add_list(to, parent, "high_risk");
    for (size_t k = 0; k < s->n_high_risk; k++)
        doc_add_string(to->doc, list, NULL, s->high_risk[k]);
}

static void add_stickiness(struct writer *to, struct node *parent)
{
    const struct stickiness *s = &to->rules->continuity.stickiness;
    struct node *node = add_object(to, parent, "stickiness");

    add_number(to, node, "base", s->base);
    add_number(to, node, "tenure", s->tenure);
    add_number(to, node, "tenure_years", s->tenure_years);
    add_number(to, node, "renewal", s->renewal);
    doc_add_integer(to->doc, node, "renewal_days", s->renewal_days);
    add_number(to, node, "opportunity", s->opportunity);
    add_number(to, node, "risk", s->risk);
    add_high_risk(to, node);
    add_number(to, node, "owner_decay", s->owner_decay);
    add_number(to, node, "similarity", s->similarity);
    add_number(to, node, "least", s->least);
    add_number(to, node, "most", s->most);
}

static void add_continuity(struct writer *to, struct node *root)
{
    struct node *node = add_object(to, root, "continuity");

    add_number(to, node, "weight", to->rules->continuity.weight);
    add_number(to, node, "loss_rate", to->rules->continuity.loss_rate);
    add_budget(to, node, "max_moves", BUDGET_MOVES);
    add_budget(to, node, "max_loss", BUDGET_LOSS);
    add_budgets(to, node, "max_moved_share", BUDGET_MOVED_SHARE);
    add_budgets(to, node, "max_moved", BUDGET_MOVED);
    add_budgets(to, node, "max_lost_per_book", BUDGET_PER_BOOK);
    add_stickiness(to, node);
}

/* ---- Locks and columns --------------------------------------------------- */

static void add_days(struct writer *to, struct node *node, const char *key,
                     int64_t days)
{
    if (days >= 0)
        doc_add_integer(to->doc, node, key, days);
    else
        doc_add(to->doc, node, key, DOC_NULL);
}

static void add_lock(struct writer *to, struct node *list,
                     const struct lock_rule *lock)
{
    struct node *node = add_object(to, list, NULL);

    add_where(to, node, lock->source);
    add_days(to, node, "renewal_within_days", lock->renewal_within_days);
    add_days(to, node, "owner_changed_within_days",
             lock->owner_changed_within_days);
    doc_add_string(to->doc, node, "why", lock->why);
}

static const struct node *given_mapping(const struct writer *to,
                                        const char *key)
{
    const struct node *columns = rules_columns(to->rules->doc);
    const struct node *mapping = doc_get(columns, key);

    return mapping != NULL && mapping->kind == DOC_OBJECT ? mapping : NULL;
}

/* The columns as recognised, behind what the rules say of them: a header, or
 * null for a column that is not there. */
static void add_mapping(struct writer *to, struct node *parent,
                        const char *key, const struct frame *frame)
{
    const struct node *given = given_mapping(to, key);
    struct node *node = add_object(to, parent, key);

    if (given != NULL)
        for (const struct node *k = given->first; k != NULL; k = k->next)
            doc_add_copy(to->doc, node, k->key, k);
    for (size_t k = 0; frame != NULL && k < frame->n_columns; k++) {
        const struct column *column = &frame->columns[k];

        if (column->recognised && doc_get(given, column->name) == NULL)
            doc_add_string(to->doc, node, column->name, column->header);
    }
}

static void add_columns(struct writer *to, struct node *root)
{
    struct node *node = add_object(to, root, "columns");
    const struct books *books = to->books;

    add_mapping(to, node, "accounts", books->accounts);
    add_mapping(to, node, "reps", books->reps);
    add_mapping(to, node, "pairs", books->pair_rows);
    add_mapping(to, node, "territories", books->territory_rows);
    add_mapping(to, node, "decisions", books->decision_rows);
}

static void add_head(struct writer *to, struct node *root)
{
    char date[11];

    if (to->rules->has_as_of)
        date_write(to->rules->as_of, date);
    add_text(to, root, "as_of", to->rules->has_as_of ? date : NULL);
    doc_add_string(to->doc, root, "role", to->books->role);
    doc_add_string(to->doc, root, "goal", goal_name(to->rules->goal));
    doc_add_string(to->doc, root, "against", to->rules->against.name);
}

static void add_all(struct writer *to, struct node *root)
{
    static const char *const families[] = {"off", "together", "by_territory"};
    const struct rules *rules = to->rules;
    const struct node *given = rules->doc != NULL ? rules->doc->root : NULL;
    struct node *list;

    add_head(to, root);
    list = add_list(to, root, "metrics");
    for (size_t m = 0; m < rules->n_metrics; m++)
        add_metric(to, list, &rules->metrics[m]);
    add_name(to, root, "balance_within", given, NULL);
    list = add_list(to, root, "limits");
    for (size_t l = 0; l < rules->n_limits; l++)
        add_limit(to, list, &rules->limits[l]);
    add_territory(to, root);
    list = add_list(to, root, "fit");
    for (size_t k = 0; k < rules->n_fit; k++)
        add_term(to, list, &rules->fit[k]);
    doc_add_string(to->doc, root, "families", families[rules->families]);
    add_continuity(to, root);
    list = add_list(to, root, "locks");
    for (size_t k = 0; k < rules->n_locks; k++)
        add_lock(to, list, &rules->locks[k]);
    add_columns(to, root);
}

eb_status rules_applied(const struct rules *rules, const struct books *books,
                        struct doc **out)
{
    struct writer to = {NULL, rules, books};
    eb_status status = doc_new("rules.json", &to.doc);

    if (status != EB_OK)
        return status;
    add_all(&to, add_object(&to, NULL, NULL));
    if (!doc_ok(to.doc)) {
        doc_free(to.doc);
        return EB_NO_MEMORY;
    }
    *out = to.doc;
    return EB_OK;
}
