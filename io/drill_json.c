/* drill_json.c - drills as JSON. */
#include "io/drill_files.h"

#include "model/workings.h"

#include <math.h>

enum { MONEY = 4 }; /* decimals of what may be lost */

static void add_money(struct doc *doc, struct node *node, const char *key,
                      double money)
{
    doc_add_decimal(doc, node, key, llround(money * 1e4), MONEY);
}

static void add_rep(struct doc *doc, struct node *node, const char *key,
                    const struct compiled *c, int rep)
{
    if (rep < 0)
        doc_add(doc, node, key, DOC_NULL);
    else
        doc_add_string(doc, node, key, rep_id(c->books, (size_t)rep));
}

static void add_books(struct doc *doc, struct node *parent, const char *key,
                      const struct compiled *c,
                      const struct drill_books *books)
{
    struct node *node = doc_add(doc, parent, key, DOC_OBJECT), *list;

    doc_add_decimal(doc, node, "unfairness", books->unfairness, 9);
    add_money(doc, node, "expected_loss", books->loss);
    doc_add_integer(doc, node, "limits_broken", (int64_t)books->over);
    list = doc_add(doc, node, "metrics", DOC_ARRAY);
    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        const struct drill_metric *metric = &books->metrics[m];
        struct node *at = doc_add(doc, list, NULL, DOC_OBJECT);

        doc_add_string(doc, at, "name", c->rules->metrics[m].measure.name);
        doc_add_double(doc, at, "mean_deviation", metric->deviation);
        doc_add_integer(doc, at, "in_band", (int64_t)metric->within);
        doc_add_integer(doc, at, "books", (int64_t)metric->books);
    }
}

static void add_receiver(struct doc *doc, struct node *list,
                         const struct compiled *c,
                         const struct drill_receiver *receiver)
{
    struct node *node = doc_add(doc, list, NULL, DOC_OBJECT), *metrics;

    add_rep(doc, node, "rep", c, receiver->rep);
    doc_add_integer(doc, node, "accounts", (int64_t)receiver->accounts);
    doc_add_decimal(doc, node, "value", receiver->value, c->value_decimals);
    add_money(doc, node, "expected_loss", receiver->loss);
    metrics = doc_add(doc, node, "metrics", DOC_ARRAY);
    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        struct node *at = doc_add(doc, metrics, NULL, DOC_OBJECT);

        doc_add_string(doc, at, "name", c->rules->metrics[m].measure.name);
        doc_add_double(doc, at, "deviation_before",
                       receiver->before[m].deviation);
        doc_add_double(doc, at, "deviation", receiver->after[m].deviation);
    }
}

static void add_account(struct doc *doc, struct node *list,
                        const struct compiled *c,
                        const struct drill_account *each)
{
    struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);

    doc_add_string(doc, node, "account",
                   account_id(c->books, (size_t)each->account));
    doc_add_decimal(doc, node, "value", account_value(c, each->account),
                    c->value_decimals);
    doc_add_bool(doc, node, "owned", each->owned);
    add_rep(doc, node, "rep", c, each->rep);
    add_money(doc, node, "expected_loss", each->loss);
    add_rep(doc, node, "least_loss_rep", c, each->least_rep);
    add_money(doc, node, "least_loss", each->least);
    if (each->why != NULL)
        doc_add_string(doc, node, "why", each->why);
}

static void add_details(struct doc *doc, struct node *node,
                        const struct compiled *c, const struct drill *drill)
{
    struct node *list;

    add_books(doc, node, "after", c, &drill->after);
    add_books(doc, node, "least_loss", c, &drill->least);
    doc_add_bool(doc, node, "least_loss_proved", drill->least_proved);
    list = doc_add(doc, node, "broken", DOC_ARRAY);
    for (size_t k = 0; k < drill->after.over; k++)
        doc_add_string(doc, list, NULL, drill->broken[k]);
    list = doc_add(doc, node, "receivers", DOC_ARRAY);
    for (size_t k = 0; k < drill->receivers.n; k++)
        add_receiver(doc, list, c, &drill->receivers.at[k]);
    list = doc_add(doc, node, "handovers", DOC_ARRAY);
    for (size_t k = 0; k < drill->each.n; k++)
        add_account(doc, list, c, &drill->each.at[k]);
}

static void add_drill(struct doc *doc, struct node *list,
                      const struct compiled *c, const struct drill *drill)
{
    struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);

    add_rep(doc, node, "rep", c, drill->rep);
    doc_add_string(doc, node, "name", rep_name(c->books, (size_t)drill->rep));
    doc_add_integer(doc, node, "accounts", (int64_t)drill->accounts);
    doc_add_decimal(doc, node, "value", drill->value, c->value_decimals);
    doc_add_double(doc, node, "share", drill->share);
    doc_add_integer(doc, node, "placed_with_them", (int64_t)drill->found);
    if (drill->refused != NULL) {
        doc_add_string(doc, node, "refused", drill->refused);
        return;
    }
    doc_add_decimal(doc, node, "harm", drill->harm, 9);
    doc_add_integer(doc, node, "unassignable", (int64_t)drill->stranded);
    doc_add_decimal(doc, node, "unassignable_value", drill->stranded_value,
                    c->value_decimals);
    add_details(doc, node, c, drill);
}

void drill_describe(const struct drills *drills, struct doc *doc,
                    struct node *root)
{
    const struct compiled *c = drills->compiled;
    struct node *list;
    char date[11];

    doc_add_string(doc, root, "version", EB_VERSION);
    doc_add_string(doc, root, "role", c->books->role);
    if (c->workings->has_as_of) {
        date_write(c->workings->as_of, date);
        doc_add_string(doc, root, "as_of", date);
    } else {
        doc_add(doc, root, "as_of", DOC_NULL);
    }
    doc_add_integer(doc, root, "accounts", (int64_t)c->n_in_play);
    doc_add_integer(doc, root, "placed_first", (int64_t)drills->placed);
    add_books(doc, root, "today", c, &drills->before);
    list = doc_add(doc, root, "drills", DOC_ARRAY);
    for (size_t k = 0; k < drills->n; k++)
        add_drill(doc, list, c, &drills->drills[k]);
}
