/* audit_json.c - an audit as JSON. */
#include "io/audit_json.h"

#include <math.h>

#include "model/workings.h"

const char *flag_key(enum flag_kind kind)
{
    static const char *const keys[] = {
        [FLAG_UNOWNED] = "unowned",           [FLAG_OWNER_LEFT] = "owner_left",
        [FLAG_NOT_ELIGIBLE] = "not_eligible", [FLAG_OVER] = "over_limit",
        [FLAG_UNDER] = "under_limit",         [FLAG_IDLE] = "idle",
        [FLAG_FAMILY] = "family_of_several",  [FLAG_RISK] = "risk",
    };

    return keys[kind];
}

/* The group's name; null where there is but one. */
static void add_group(struct doc *doc, struct node *node,
                      const struct compiled *c, int group)
{
    int word = group < 0 ? -1 : c->workings->group_word[group];

    if (word < 0)
        doc_add(doc, node, "group", DOC_NULL);
    else
        doc_add_string(doc, node, "group", c->books->words.text.at[word]);
}

static int decimals_of(const struct compiled *c, int metric)
{
    return c->rules->metrics[metric].measure.decimals;
}

static void add_measure(struct doc *doc, struct node *node,
                        const struct compiled *c,
                        const struct audit_measure *measure)
{
    const struct fairness *f = &measure->fairness;
    int decimals = decimals_of(c, measure->metric);
    double within = measure->books > 0
                        ? (double)measure->within / (double)measure->books
                        : NAN;

    doc_add_decimal(doc, node, "total", measure->total, decimals);
    doc_add_decimal(doc, node, "owned", measure->owned, decimals);
    doc_add_integer(doc, node, "books", (int64_t)measure->books);
    doc_add_double(doc, node, "mean", measure->mean / pow(10, decimals));
    doc_add_double(doc, node, "cv", f->cv);
    doc_add_double(doc, node, "gini", f->gini);
    doc_add_double(doc, node, "jain", f->jain);
    doc_add_double(doc, node, "max_min", f->max_min);
    doc_add_double(doc, node, "max_deviation", f->max_deviation);
    doc_add_double(doc, node, "within_band", within);
}

static void add_metrics(struct doc *doc, struct node *root,
                        const struct audit *audit)
{
    const struct compiled *c = audit->compiled;
    struct node *list = doc_add(doc, root, "metrics", DOC_ARRAY);
    struct node *groups = NULL;

    for (size_t k = 0; k < audit->measures.n; k++) {
        const struct audit_measure *measure = &audit->measures.at[k];
        const struct metric *metric = &c->rules->metrics[measure->metric];
        struct node *node;

        if (measure->group < 0) {
            node = doc_add(doc, list, NULL, DOC_OBJECT);
            doc_add_string(doc, node, "name", metric->measure.name);
            doc_add_decimal(doc, node, "band", metric->band, 6);
            add_measure(doc, node, c, measure);
            groups = doc_add(doc, node, "groups", DOC_ARRAY);
            continue;
        }
        node = doc_add(doc, groups, NULL, DOC_OBJECT);
        add_group(doc, node, c, measure->group);
        add_measure(doc, node, c, measure);
    }
}

static void add_book(struct doc *doc, struct node *list,
                     const struct compiled *c, const struct audit_book *book)
{
    struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);

    doc_add_string(doc, node, "metric",
                   c->rules->metrics[book->metric].measure.name);
    add_group(doc, node, c, book->group);
    doc_add_decimal(doc, node, "load", book->load,
                    decimals_of(c, book->metric));
    if (book->target == 0)
        return;
    doc_add_double(doc, node, "target",
                   (double)book->target /
                       pow(10, 6 + decimals_of(c, book->metric)));
    doc_add_double(doc, node, "deviation",
                   target_deviation(book->load, book->target));
    doc_add_integer(doc, node, "rank", (int64_t)book->rank);
}

static void add_capture(struct doc *doc, struct node *list,
                        const struct audit *audit,
                        const struct audit_capture *capture)
{
    struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);

    add_group(doc, node, audit->compiled, capture->group);
    doc_add_double(doc, node, "share",
                   (double)capture->points / (double)capture->of);
    if (audit->last_contact != NULL)
        doc_add_double(doc, node, "activation",
                       (double)capture->worked / (double)capture->points);
}

static void add_reps(struct doc *doc, struct node *root,
                     const struct audit *audit)
{
    const struct compiled *c = audit->compiled;
    struct node *list = doc_add(doc, root, "reps", DOC_ARRAY);
    size_t book = 0, capture = 0;

    for (int r = 0; r < (int)c->books->n_reps; r++) {
        struct node *node = doc_add(doc, list, NULL, DOC_OBJECT), *part;

        doc_add_string(doc, node, "id", rep_id(c->books, (size_t)r));
        doc_add_integer(doc, node, "accounts", (int64_t)audit->accounts[r]);
        doc_add_decimal(doc, node, "value", audit->value[r],
                        c->value_decimals);
        part = doc_add(doc, node, "books", DOC_ARRAY);
        for (; book < audit->books.n && audit->books.at[book].rep == r; book++)
            add_book(doc, part, c, &audit->books.at[book]);
        part = doc_add(doc, node, "capture", DOC_ARRAY);
        for (; capture < audit->captures.n &&
               audit->captures.at[capture].rep == r;
             capture++)
            add_capture(doc, part, audit, &audit->captures.at[capture]);
    }
}

static void add_flags(struct doc *doc, struct node *root,
                      const struct audit *audit)
{
    const struct compiled *c = audit->compiled;
    struct node *list = doc_add(doc, root, "flags", DOC_ARRAY);

    for (size_t k = 0; k < audit->flags.n; k++) {
        const struct flag *flag = &audit->flags.at[k];
        struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);

        doc_add_string(doc, node, "kind", flag_key(flag->kind));
        if (flag->account >= 0)
            doc_add_string(doc, node, "account",
                           account_id(c->books, (size_t)flag->account));
        if (flag->rep >= 0)
            doc_add_string(doc, node, "rep",
                           rep_id(c->books, (size_t)flag->rep));
        doc_add_decimal(doc, node, "value", flag->value, c->value_decimals);
        doc_add_string(doc, node, "text", flag->text);
    }
}

const char *imposed_key(enum imposed kind)
{
    static const char *const keys[] = {
        [BY_LIMITS] = "limits",
        [BY_TERRITORY] = "territory",
        [BY_FAMILIES] = "families",
        [BY_LOCKS] = "locks",
    };

    return keys[kind];
}

static const char *break_key(enum break_kind kind)
{
    static const char *const keys[] = {
        [BREAK_LIMIT] = "limit",     [BREAK_TERRITORY] = "territory",
        [BREAK_FAMILY] = "families", [BREAK_CONFLICT] = "conflict_groups",
        [BREAK_HELD] = "locks",
    };

    return keys[kind];
}

static void add_breaks(struct doc *doc, struct node *root,
                       const struct audit *audit)
{
    struct node *list = doc_add(doc, root, "broken", DOC_ARRAY);

    for (size_t k = 0; k < audit->breaks.n; k++) {
        const struct rule_break *broken = &audit->breaks.at[k];
        struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);

        doc_add_string(doc, node, "rule", break_key(broken->kind));
        doc_add_integer(doc, node, "count", (int64_t)broken->n);
        doc_add_string(doc, node, "text", broken->text);
    }
}

static void add_points(struct doc *doc, struct node *node, const char *key,
                       int64_t cost)
{
    doc_add_decimal(doc, node, key, cost, 9);
}

static void add_mend(struct doc *doc, struct node *parent,
                     const struct decomposition *parts)
{
    const struct mend *mend = &parts->mend;
    struct node *node;

    if (!mend->found) {
        doc_add(doc, parent, "mend", DOC_NULL);
        return;
    }
    node = doc_add(doc, parent, "mend", DOC_OBJECT);
    doc_add_integer(doc, node, "moves", mend->moves);
    doc_add_decimal(doc, node, "share", MEND_PERCENT, 2);
    add_points(doc, node, "unfairness", mend->unfairness);
    doc_add_bool(doc, node, "fewest", mend->fewest);
    doc_add_integer(doc, node, "not_eligible", (int64_t)parts->n_ineligible);
}

static void add_decomposition(struct doc *doc, struct node *root,
                              const struct decomposition *parts)
{
    struct node *node = doc_add(doc, root, "decomposition", DOC_OBJECT), *list;
    int64_t imposed = 0;

    for (int k = 0; k < N_IMPOSED; k++)
        imposed += parts->imposed[k];
    add_points(doc, node, "total", parts->today);
    add_points(doc, node, "unavoidable", parts->unavoidable);
    add_points(doc, node, "imposed", imposed);
    list = doc_add(doc, node, "imposed_by", DOC_ARRAY);
    for (int k = 0; k < N_IMPOSED; k++) {
        struct node *rule;

        if (!parts->in_force[k])
            continue;
        rule = doc_add(doc, list, NULL, DOC_OBJECT);
        doc_add_string(doc, rule, "rule", imposed_key((enum imposed)k));
        add_points(doc, rule, "points", parts->imposed[k]);
    }
    add_points(doc, node, "slack", parts->slack);
    add_points(doc, node, "drift", parts->drift);
    doc_add_bool(doc, node, "limits_kept", parts->limits_kept);
    add_points(doc, node, "best", parts->best);
    add_points(doc, node, "round_robin", parts->round_robin);
    add_points(doc, node, "by_value", parts->by_value);
    add_mend(doc, node, parts);
}

void audit_describe(const struct audit *audit,
                    const struct decomposition *parts, struct doc *doc,
                    struct node *root)
{
    const struct compiled *c = audit->compiled;
    char date[11];

    doc_add_string(doc, root, "role", c->books->role);
    if (c->rules->has_as_of) {
        date_write(c->rules->as_of, date);
        doc_add_string(doc, root, "as_of", date);
    } else {
        doc_add(doc, root, "as_of", DOC_NULL);
    }
    doc_add_integer(doc, root, "accounts", (int64_t)c->n_in_play);
    doc_add_decimal(doc, root, "unfairness", audit->unfairness, 9);
    add_metrics(doc, root, audit);
    add_reps(doc, root, audit);
    add_flags(doc, root, audit);
    add_breaks(doc, root, audit);
    if (parts != NULL)
        add_decomposition(doc, root, parts);
}
