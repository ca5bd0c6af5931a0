/* rules_feeds.c - what feeds a measure. */
#include "model/rules_feeds.h"

#include "model/complaint.h"

#include <string.h>

static bool is_workload(const struct column *column)
{
    return column->recognised && strcmp(column->name, "workload") == 0;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* Whether a numeric column of this name, or pairs alone, can feed a measure. */
static bool feed(const struct reader *in, const char *name,
                 struct measure *measure)
{
    const struct column *column = frame_column(in->books->accounts, name);
    const struct column *pairs = column_of(in->books->pair_rows, "workload");

    if (column != NULL && column->kind != CELL_NUMBER)
        return false;
    if (column == NULL && (pairs == NULL || strcmp(name, "workload") != 0))
        return false;
    measure->column = column;
    measure->from_pairs =
        pairs != NULL && (column == NULL || is_workload(column));
    if (column != NULL)
        measure->decimals = column->decimals;
    if (measure->from_pairs)
        measure->decimals = larger(measure->decimals, pairs->decimals);
    return true;
}

const struct metric *find_metric(const struct rules *rules, const char *name)
{
    for (size_t m = 0; m < rules->n_metrics; m++)
        if (strcmp(rules->metrics[m].measure.name, name) == 0)
            return &rules->metrics[m];
    return NULL;
}

enum feeding choose_source(struct reader *in, const struct node *object,
                           struct measure *measure)
{
    const struct node *column = read_node(object, "column", DOC_STRING);
    bool count = read_flag(object, "count", false);

    if (count && column != NULL) {
        reader_keep(in, fault(in->said, reader_place(in, column),
                              "\"column\" and \"count\" exclude each other"));
        return REFUSED;
    }
    if (column != NULL) {
        if (feed(in, column->text, measure))
            return FED;
        reader_column(in, column, in->books->accounts, column->text, NUMBERS,
                      "numbers");
        return REFUSED;
    }
    measure->counted = count || strcmp(measure->name, "accounts") == 0;
    return measure->counted || feed(in, measure->name, measure) ? FED : UNFED;
}

static void unknown_measure(struct reader *in, struct place at,
                            const char *name)
{
    const struct rules *rules = in->rules;
    const struct frame *accounts = in->books->accounts;
    const char *near = NULL;

    for (size_t m = 0; m < rules->n_metrics && near == NULL; m++)
        near = names_nearest(&rules->metrics[m].measure.name, 1, name);
    if (near == NULL)
        near = nearest_column(accounts, NUMBERS, name);
    reader_keep(in, fault(in->said, at,
                          "\"%s\" is neither a metric nor a numeric column "
                          "of %s%s",
                          name, accounts->table->file, hint_of(near).text));
}

bool find_measure(struct reader *in, struct place at, const char *name,
                  struct measure *out)
{
    const struct metric *metric = find_metric(in->rules, name);

    *out = (struct measure){.name = name};
    if (metric != NULL)
        *out = metric->measure;
    else if (choose_source(in, NULL, out) != FED) {
        unknown_measure(in, at, name);
        return false;
    }
    return true;
}
