/* rules_metrics.c - reading what is balanced. */
#include "model/rules_metrics.h"

#include "model/complaint.h"
#include "model/rules_feeds.h"

#include <string.h>

static void set_breakpoint(struct metric *metric, int64_t at,
                           struct decimal slope)
{
    metric->breakpoints[metric->n_breakpoints++] =
        (struct breakpoint){at, slope};
}

static const struct decimal first_slope = {1, 3};

static void set_standard_penalty(struct reader *in, struct metric *metric)
{
    metric->breakpoints = reader_take(in, 3, sizeof *metric->breakpoints);
    if (metric->breakpoints == NULL)
        return;
    set_breakpoint(metric, 0, first_slope);
    set_breakpoint(metric, metric->band, (struct decimal){1, 0});
    set_breakpoint(metric, 2 * metric->band, (struct decimal){3, 0});
}

static bool read_number(const struct node *node, struct decimal *out)
{
    return node != NULL && node->kind == DOC_NUMBER &&
           number_read(node->text, NUMBER_POINT, out) == NUMBER_OK;
}

static void read_penalty(struct reader *in, struct metric *metric,
                         const struct node *list)
{
    metric->breakpoints =
        reader_take(in, doc_length(list) + 1, sizeof *metric->breakpoints);
    if (metric->breakpoints == NULL)
        return;
    for (const struct node *k = list->first; k != NULL; k = k->next) {
        struct decimal at, slope;
        int64_t millionths;

        if (k->kind != DOC_ARRAY || !read_number(k->first, &at) ||
            !read_number(k->last, &slope) ||
            !decimal_scale(at, 6, &millionths))
            continue;
        if (k == list->first && millionths != 0)
            set_breakpoint(metric, 0, first_slope);
        set_breakpoint(metric, millionths, slope);
    }
}

static void start_metric(struct metric *metric, const char *name)
{
    *metric = (struct metric){.weight = {1, 0}, .band = 100000};
    metric->measure.name = name;
}

static void read_amounts(struct reader *in, struct metric *metric,
                         const struct node *object)
{
    static const char *const negatives[] = {"refuse", "zero", "keep"};
    const struct node *penalty = read_node(object, "penalty", DOC_ARRAY);
    struct decimal band;
    int64_t millionths;

    read_decimal(object, "weight", &metric->weight);
    if (read_decimal(object, "band", &band) &&
        decimal_scale(band, 6, &millionths) && millionths <= INT64_MAX / 2)
        metric->band = millionths;
    if (penalty != NULL)
        read_penalty(in, metric, penalty);
    else
        set_standard_penalty(in, metric);
    metric->measure.required = read_flag(object, "required", false);
    metric->measure.negative = (enum negative)read_choice(
        object, "negative", negatives, 3, NEGATIVE_REFUSE);
}

static void nothing_feeds(struct reader *in, const struct node *name)
{
    const struct frame *accounts = in->books->accounts;
    const struct column *column = frame_column(accounts, name->text);

    if (column != NULL)
        reader_column(in, name, accounts, name->text, NUMBERS, "numbers");
    else
        reader_keep(
            in,
            fault(
                in->said, reader_place(in, name),
                "no numeric column of %s feeds the metric \"%s\"%s",
                accounts->table->file, name->text,
                hint_of(nearest_column(accounts, NUMBERS, name->text)).text));
}

static void read_metric(struct reader *in, const struct node *object)
{
    struct rules *rules = in->rules;
    const struct node *name = read_node(object, "name", DOC_STRING);
    struct metric *metric = &rules->metrics[rules->n_metrics];
    struct measure *measure = &metric->measure;

    if (name == NULL)
        return;
    if (find_metric(rules, name->text) != NULL) {
        reader_keep(in, fault(in->said, reader_place(in, name),
                              "there are two metrics \"%s\"", name->text));
        return;
    }
    start_metric(metric, name->text);
    metric->source = object;
    read_amounts(in, metric, object);
    reader_where(in, object, &measure->where);
    if (choose_source(in, object, measure) == UNFED)
        nothing_feeds(in, name);
    if (measure->column == NULL && measure->from_pairs &&
        metric->weight.units > 0)
        reader_keep(in, fault(in->said, reader_place(in, object),
                              "the metric \"%s\" is fed by pairs.csv alone: "
                              "it can be limited, not balanced; give it "
                              "\"weight\": 0",
                              measure->name));
    rules->n_metrics++;
}

/* Pairs alone can feed no balanced metric. */
static void add_standard_metric(struct reader *in, const char *name)
{
    struct metric *metric = &in->rules->metrics[in->rules->n_metrics];
    struct measure *measure = &metric->measure;

    start_metric(metric, name);
    set_standard_penalty(in, metric);
    if (choose_source(in, NULL, measure) == FED &&
        (measure->counted || measure->column != NULL))
        in->rules->n_metrics++;
}

void read_metrics(struct reader *in)
{
    const struct node *list = read_node(in->root, "metrics", DOC_ARRAY);
    size_t n = list != NULL ? doc_length(list) : 3;

    in->rules->metrics = reader_take(in, n, sizeof *in->rules->metrics);
    if (in->rules->metrics == NULL)
        return;
    if (list == NULL) {
        add_standard_metric(in, "value");
        add_standard_metric(in, "workload");
        add_standard_metric(in, "accounts");
        return;
    }
    for (const struct node *k = list->first; k != NULL; k = k->next)
        if (k->kind == DOC_OBJECT && in->status != EB_NO_MEMORY)
            read_metric(in, k);
}
