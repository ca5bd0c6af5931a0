/* rules.c - the rules as applied. */
#include "verify/rules.h"

#include "verify/where.h"

#include <string.h>

/* What the steps of reading share. */
struct reader {
    const struct doc *doc;
    const struct sheet *accounts;
    struct arena *memory;
    struct rules *rules;
    eb_messages *said;
};

static const struct node *get(const struct node *object, const char *key)
{
    const struct node *node = doc_get(object, key);

    return node == NULL || node->kind == DOC_NULL ? NULL : node;
}

static bool is_true(const struct node *object, const char *key)
{
    const struct node *node = get(object, key);

    return node != NULL && node->kind == DOC_BOOL && node->truth;
}

static eb_status bad(const struct reader *in, const struct node *node,
                     const char *what)
{
    return fault(in->said, doc_place(in->doc, node), "%s", what);
}

/* A number of an object, exactly; `other` where it is not set. */
static eb_status get_decimal(const struct reader *in,
                             const struct node *object, const char *key,
                             struct decimal other, struct decimal *out)
{
    const struct node *node = get(object, key);

    *out = other;
    if (node == NULL)
        return EB_OK;
    if (node->kind != DOC_NUMBER ||
        number_read(node->text, NUMBER_POINT, out) != NUMBER_OK)
        return fault(in->said, doc_place(in->doc, node),
                     "%s: a number is wanted", key);
    return EB_OK;
}

static eb_status get_real(const struct reader *in, const struct node *object,
                          const char *key, struct decimal other,
                          long double *out)
{
    struct decimal number;
    eb_status status = get_decimal(in, object, key, other, &number);

    *out = decimal_value(number);
    return status;
}

/* millionths; places beyond the sixth are refused. */
static eb_status read_millionths(const struct reader *in,
                                 const struct node *node, int64_t *out)
{
    struct decimal number;

    if (node == NULL || node->kind != DOC_NUMBER ||
        number_read(node->text, NUMBER_POINT, &number) != NUMBER_OK ||
        number.decimals > 6 || !decimal_scale(number, 6, out))
        return bad(in, node, "a number of at most 6 decimals is wanted");
    return EB_OK;
}

static eb_status check_where(const struct reader *in, const struct node *where)
{
    const char *stranger = where_stranger(in->accounts, where);

    if (where != NULL && where->kind != DOC_OBJECT)
        return bad(in, where, "where: an object is wanted");
    if (stranger != NULL)
        return fault(in->said, doc_place(in->doc, where),
                     "where: accounts have no column \"%s\"", stranger);
    return EB_OK;
}

static eb_status read_own_penalty(const struct reader *in,
                                  const struct node *list,
                                  struct metric_rule *metric)
{
    size_t at = 1;
    eb_status status = EB_OK;

    metric->breakpoint =
        ITEMS(in->memory, struct breakpoint, doc_length(list) + 1);
    if (metric->breakpoint == NULL)
        return EB_NO_MEMORY;
    metric->breakpoint[0] = (struct breakpoint){0, 1.0L / 1000.0L};
    for (const struct node *k = list->first; k != NULL; k = k->next) {
        const struct node *slope = k->first == NULL ? NULL : k->first->next;
        struct decimal number;
        int64_t b;

        TRY(read_millionths(in, k->first, &b));
        if (slope == NULL || slope->kind != DOC_NUMBER ||
            number_read(slope->text, NUMBER_POINT, &number) != NUMBER_OK)
            return bad(in, k, "penalty: pairs of numbers are wanted");
        if (k == list->first && b == 0)
            at = 0;
        metric->breakpoint[at++] =
            (struct breakpoint){b, decimal_value(number)};
    }
    metric->n_breakpoints = at;
done:
    return status;
}

static eb_status read_penalty(const struct reader *in, const struct node *node,
                              struct metric_rule *metric)
{
    const struct node *own = get(node, "penalty");

    if (own != NULL)
        return read_own_penalty(in, own, metric);
    metric->breakpoint = ITEMS(in->memory, struct breakpoint, 3);
    if (metric->breakpoint == NULL)
        return EB_NO_MEMORY;
    metric->breakpoint[0] = (struct breakpoint){0, 1.0L / 1000.0L};
    metric->breakpoint[1] = (struct breakpoint){metric->band, 1.0L};
    metric->breakpoint[2] = (struct breakpoint){2 * metric->band, 3.0L};
    metric->n_breakpoints = 3;
    return EB_OK;
}

static eb_status read_negative(const struct reader *in,
                               const struct node *node, enum negative *out)
{
    const char *word = doc_string(node);

    *out = NEGATIVE_REFUSE;
    if (node == NULL || (word != NULL && strcmp(word, "refuse") == 0))
        return EB_OK;
    if (word != NULL && strcmp(word, "zero") == 0)
        *out = NEGATIVE_ZERO;
    else if (word != NULL && strcmp(word, "keep") == 0)
        *out = NEGATIVE_KEEP;
    else
        return bad(in, node, "negative: refuse, zero or keep");
    return EB_OK;
}

static eb_status read_metric(const struct reader *in, const struct node *node,
                             struct metric_rule *metric)
{
    const char *column = doc_string(get(node, "column"));
    eb_status status = EB_OK;

    metric->name = doc_string(get(node, "name"));
    if (metric->name == NULL)
        return bad(in, node, "a metric without a name");
    metric->where = get(node, "where");
    if (!is_true(node, "count"))
        metric->column = column != NULL ? column : metric->name;
    if (column == NULL && strcmp(metric->name, "accounts") == 0)
        metric->column = NULL;
    metric->band = 100000;
    if (get(node, "band") != NULL)
        TRY(read_millionths(in, get(node, "band"), &metric->band));
    TRY(check_where(in, metric->where));
    TRY(read_negative(in, get(node, "negative"), &metric->negative));
    TRY(get_real(in, node, "weight", (struct decimal){1, 0}, &metric->weight));
    TRY(read_penalty(in, node, metric));
done:
    return status;
}

static eb_status read_limit(const struct reader *in, const struct node *node,
                            struct limit_rule *limit)
{
    limit->metric = doc_string(get(node, "metric"));
    limit->where = get(node, "where");
    limit->min = get(node, "min");
    limit->max = get(node, "max");
    if (limit->metric == NULL)
        return bad(in, node, "a limit without a metric");
    return check_where(in, limit->where);
}

static eb_status read_missing(const struct reader *in, const struct node *node,
                              struct term_rule *term)
{
    struct decimal number;

    if (node == NULL)
        return EB_OK;
    if (doc_string(node) != NULL && strcmp(node->text, "forbidden") == 0) {
        term->forbidden = true;
        return EB_OK;
    }
    if (node->kind != DOC_NUMBER ||
        number_read(node->text, NUMBER_POINT, &number) != NUMBER_OK)
        return bad(in, node, "missing: a number or \"forbidden\"");
    term->has_missing = true;
    term->missing = decimal_value(number);
    return EB_OK;
}

static eb_status read_term(const struct reader *in, const struct node *node,
                           struct term_rule *term)
{
    const char *pair = doc_string(get(node, "pair"));
    eb_status status = EB_OK;

    term->account = doc_string(get(node, "account"));
    term->rep = doc_string(get(node, "rep"));
    if (term->account != NULL && term->rep != NULL)
        term->kind = TERM_MATCH;
    else if (get(node, "distance") != NULL)
        term->kind = TERM_DISTANCE;
    else if (pair != NULL && strcmp(pair, "cost") == 0)
        term->kind = TERM_PAIR_COST;
    else if (pair != NULL && strcmp(pair, "fit") == 0)
        term->kind = TERM_PAIR_FIT;
    else
        return bad(in, node, "fit: an unknown term");
    term->hard = is_true(node, "hard");
    TRY(get_real(in, node, "weight", (struct decimal){1, 0}, &term->weight));
    TRY(read_missing(in, get(node, "missing"), term));
done:
    return status;
}

static eb_status read_days(const struct reader *in, const struct node *node,
                           const char *key, bool *set, int64_t *days)
{
    struct decimal number;
    eb_status status =
        get_decimal(in, node, key, (struct decimal){0, 0}, &number);

    *set = get(node, key) != NULL;
    if (status == EB_OK && !decimal_floor(number, 0, days))
        return bad(in, get(node, key), "too many days");
    return status;
}

static eb_status read_lock(const struct reader *in, const struct node *node,
                           struct lock_rule *lock)
{
    eb_status status = EB_OK;

    lock->where = get(node, "where");
    TRY(check_where(in, lock->where));
    TRY(read_days(in, node, "renewal_within_days", &lock->by_renewal,
                  &lock->renewal_days));
    TRY(read_days(in, node, "owner_changed_within_days", &lock->by_change,
                  &lock->change_days));
done:
    return status;
}

const char *budget_kind_name(enum budget_kind kind)
{
    static const char *const names[] = {"max_moves", "max_loss", "max_moved",
                                        "max_moved_share",
                                        "max_lost_per_book"};

    return names[kind];
}

/* Budgets stand in the order in which continuity names them. */
static eb_status read_budgets(const struct reader *in,
                              const struct node *continuity)
{
    struct rules *rules = in->rules;
    const struct node *key = doc_first(continuity);
    size_t n = 0;
    eb_status status = EB_OK;

    for (const struct node *k = key; k != NULL; k = k->next)
        n += 1 + doc_length(k);
    rules->budget = ITEMS(in->memory, struct budget_rule, n);
    if (rules->budget == NULL)
        return EB_NO_MEMORY;
    for (; key != NULL; key = key->next) {
        enum budget_kind kind = MAX_MOVES;

        while (kind <= MAX_LOST_PER_BOOK &&
               strcmp(key->key, budget_kind_name(kind)) != 0)
            kind++;
        if (kind <= MAX_LOSS && key->kind == DOC_NUMBER) {
            struct budget_rule *budget = &rules->budget[rules->n_budgets++];

            budget->kind = kind;
            TRY(get_decimal(in, continuity, key->key, (struct decimal){0, 0},
                            &budget->amount));
        }
        if (kind <= MAX_LOSS || kind > MAX_LOST_PER_BOOK)
            continue;
        for (const struct node *k = key->first; k != NULL; k = k->next) {
            struct budget_rule *budget = &rules->budget[rules->n_budgets];

            if (k->kind == DOC_NULL)
                continue;
            *budget = (struct budget_rule){kind, k->key, {0, 0}};
            TRY(get_decimal(in, key, k->key, (struct decimal){0, 0},
                            &budget->amount));
            rules->n_budgets++;
        }
    }
done:
    return status;
}

static eb_status read_stickiness(const struct reader *in,
                                 const struct node *node)
{
    struct stickiness *s = &in->rules->stick;
    const struct {
        const char *key;
        struct decimal other;
        long double *out;
    } table[] = {
        {"base", {4, 1}, &s->base},
        {"tenure", {3, 1}, &s->tenure},
        {"tenure_years", {3, 0}, &s->tenure_years},
        {"renewal", {2, 1}, &s->renewal},
        {"renewal_days", {180, 0}, &s->renewal_days},
        {"opportunity", {2, 1}, &s->opportunity},
        {"risk", {2, 1}, &s->risk},
        {"owner_decay", {125, 2}, &s->owner_decay},
        {"similarity", {4, 1}, &s->similarity},
        {"least", {1, 1}, &s->least},
        {"most", {15, 1}, &s->most},
    };
    eb_status status = EB_OK;

    for (size_t k = 0; k < sizeof table / sizeof *table; k++)
        TRY(get_real(in, node, table[k].key, table[k].other, table[k].out));
done:
    return status;
}

static eb_status read_continuity(const struct reader *in,
                                 const struct node *node)
{
    const struct node *stick = get(node, "stickiness");
    struct rules *rules = in->rules;
    eb_status status = EB_OK;

    rules->high_risk = get(stick, "high_risk");
    if (rules->high_risk == NULL)
        rules->high_risk = get(node, "high_risk");
    TRY(get_real(in, node, "weight", (struct decimal){1, 0},
                 &rules->continuity));
    TRY(get_real(in, node, "loss_rate", (struct decimal){15, 2},
                 &rules->loss_rate));
    TRY(read_stickiness(in, stick));
    TRY(read_budgets(in, node));
done:
    return status;
}

static eb_status read_territory(const struct reader *in,
                                const struct node *node, bool both_have)
{
    struct rules *rules = in->rules;
    const char *mode = doc_string(node);

    if (mode == NULL)
        mode = doc_string(get(node, "mode"));
    if (mode == NULL)
        mode = both_have ? "hard" : "off";
    if (strcmp(mode, "hard") == 0)
        rules->territory = TERRITORY_HARD;
    else if (strcmp(mode, "graded") == 0)
        rules->territory = TERRITORY_GRADED;
    else if (strcmp(mode, "off") == 0)
        rules->territory = TERRITORY_OFF;
    else
        return bad(in, node, "territory: hard, graded or off");
    rules->keep_current = is_true(node, "keep_current");
    return get_real(in, node, "weight", (struct decimal){1, 0},
                    &rules->territory_weight);
}

static eb_status read_families(const struct reader *in,
                               const struct node *node)
{
    const char *word = doc_string(node);

    if (word == NULL)
        word = sheet_find(in->accounts, "parent") >= 0 ? "together" : "off";
    if (strcmp(word, "together") == 0)
        in->rules->families = FAMILIES_TOGETHER;
    else if (strcmp(word, "by_territory") == 0)
        in->rules->families = FAMILIES_BY_TERRITORY;
    else if (strcmp(word, "off") == 0)
        in->rules->families = FAMILIES_OFF;
    else
        return bad(in, node, "families: together, by_territory or off");
    return EB_OK;
}

/* One of the lists of rules: room for its items, then each of them. */
#define READ_LIST(in, list, items, count, type, read)                         \
    do {                                                                      \
        (items) = ITEMS((in)->memory, type, doc_length(list));                \
        if ((items) == NULL) {                                                \
            status = EB_NO_MEMORY;                                            \
            goto done;                                                        \
        }                                                                     \
        for (const struct node *k = (list) == NULL ? NULL : (list)->first;    \
             k != NULL; k = k->next)                                          \
            TRY(read(in, k, &(items)[(count)++]));                            \
    } while (0)

static eb_status read_all(const struct reader *in, const struct node *root,
                          bool both_have)
{
    struct rules *rules = in->rules;
    const struct node *metrics = get(root, "metrics");
    const struct node *limits = get(root, "limits");
    const struct node *fit = get(root, "fit");
    const struct node *locks = get(root, "locks");
    eb_status status = EB_OK;

    rules->as_of = doc_string(get(root, "as_of"));
    rules->role = doc_string(get(root, "role"));
    rules->goal = doc_string(get(root, "goal"));
    rules->against = doc_string(get(root, "against"));
    rules->balance_within = doc_string(get(root, "balance_within"));
    READ_LIST(in, metrics, rules->metric, rules->n_metrics, struct metric_rule,
              read_metric);
    READ_LIST(in, limits, rules->limit, rules->n_limits, struct limit_rule,
              read_limit);
    READ_LIST(in, fit, rules->term, rules->n_terms, struct term_rule,
              read_term);
    READ_LIST(in, locks, rules->lock, rules->n_locks, struct lock_rule,
              read_lock);
    TRY(read_continuity(in, get(root, "continuity")));
    TRY(read_territory(in, get(root, "territory"), both_have));
    TRY(read_families(in, get(root, "families")));
done:
    return status;
}

bool rules_are_gentle(const struct rules *rules)
{
    return rules->goal != NULL && strcmp(rules->goal, "gentlest") == 0;
}

eb_status rules_read(const struct doc *doc, const struct sheet *accounts,
                     const struct sheet *reps, struct arena *memory,
                     struct rules *out, eb_messages *said)
{
    struct reader in = {doc, accounts, memory, out, said};

    *out = (struct rules){.doc = doc};
    if (doc->root == NULL || doc->root->kind != DOC_OBJECT)
        return bad(&in, doc->root, "an object is wanted");
    return read_all(&in, doc->root,
                    sheet_find(accounts, "territory") >= 0 &&
                        sheet_find(reps, "territories") >= 0);
}
