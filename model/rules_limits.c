/* rules_limits.c - reading what bounds loads and moves. */
#include "model/rules_limits.h"

#include "model/rules_check.h"
#include "model/rules_feeds.h"

#include <string.h>

/* ---- Limits -------------------------------------------------------------- */

/* A number, or a numeric column of reps. */
static void read_end(struct reader *in, const struct node *object,
                     const char *key, struct decimal *number,
                     const struct column **column)
{
    const struct node *text = read_node(object, key, DOC_STRING);

    if (text != NULL)
        *column = reader_column(in, text, in->books->reps, text->text, NUMBERS,
                                "numbers");
    else
        read_decimal(object, key, number);
}

static void read_ends(struct reader *in, struct limit *limit,
                      const struct node *object)
{
    struct decimal min = {0, 0}, max = {0, 0};

    read_end(in, object, "min", &min, &limit->min_column);
    read_end(in, object, "max", &max, &limit->max_column);
    limit->has_min = read_node(object, "min", DOC_NUMBER) != NULL;
    limit->has_max = read_node(object, "max", DOC_NUMBER) != NULL;
    limit->min = min;
    limit->max = max;
    if (!read_is_given(object, "min") && !read_is_given(object, "max"))
        reader_keep(in, fault(in->said, reader_place(in, object),
                              "a limit needs \"min\" or \"max\""));
    if (limit->has_min && limit->has_max && decimal_compare(max, min) < 0)
        reader_keep(in,
                    fault(in->said, reader_place(in, doc_get(object, "max")),
                          "max: %s is below the min of %s",
                          doc_get(object, "max")->text,
                          doc_get(object, "min")->text));
}

static void read_limit(struct reader *in, const struct node *object)
{
    const struct node *name = read_node(object, "metric", DOC_STRING);
    struct limit *limit = &in->rules->limits[in->rules->n_limits];
    struct where own = {0, NULL, NULL};

    *limit = (struct limit){.source = object};
    reader_where(in, object, &own);
    read_ends(in, limit, object);
    if (name == NULL ||
        !find_measure(in, reader_place(in, name), name->text, &limit->measure))
        return;
    reader_keep(in, where_join(&limit->measure.where, &own, &in->rules->memory,
                               &limit->measure.where));
    in->rules->n_limits++;
}

static void add_standard_limit(struct reader *in, const char *metric,
                               const char *min, const char *max)
{
    const struct frame *reps = in->books->reps;
    struct limit *limit = &in->rules->limits[in->rules->n_limits];

    *limit = (struct limit){0};
    limit->max_column = frame_column(reps, max);
    limit->min_column = min != NULL ? frame_column(reps, min) : NULL;
    if (limit->min_column == NULL && limit->max_column == NULL)
        return;
    limit->measure.name = metric;
    if (find_metric(in->rules, metric) == NULL &&
        choose_source(in, NULL, &limit->measure) != FED) {
        reader_keep(in, warn(in->said, (struct place){reps->table->file, 0, 0},
                             "%s limits nothing: %s has no column %s", max,
                             in->books->accounts->table->file, metric));
        return;
    }
    if (find_measure(in, (struct place){NULL, 0, 0}, metric, &limit->measure))
        in->rules->n_limits++;
}

void read_limits(struct reader *in)
{
    const struct node *list = read_node(in->root, "limits", DOC_ARRAY);
    size_t n = list != NULL ? doc_length(list) : 2;

    in->rules->limits = reader_take(in, n, sizeof *in->rules->limits);
    if (in->rules->limits == NULL)
        return;
    if (list == NULL) {
        add_standard_limit(in, "accounts", "min_accounts", "max_accounts");
        add_standard_limit(in, "value", NULL, "max_value");
        return;
    }
    for (const struct node *k = list->first; k != NULL; k = k->next)
        if (k->kind == DOC_OBJECT && in->status != EB_NO_MEMORY)
            read_limit(in, k);
}

/* ---- Budgets ------------------------------------------------------------- */

static struct move_budget *add_budget(struct reader *in, enum budget_kind kind,
                                      const struct node *source)
{
    struct continuity *continuity = &in->rules->continuity;
    struct move_budget *budget = &continuity->budgets[continuity->n_budgets];

    *budget = (struct move_budget){.kind = kind, .source = source};
    if (source->kind != DOC_NUMBER ||
        number_read(source->text, NUMBER_POINT, &budget->amount) != NUMBER_OK)
        return NULL;
    continuity->n_budgets++;
    return budget;
}

static void read_budget_map(struct reader *in, const struct node *map,
                            enum budget_kind kind)
{
    if (map == NULL)
        return;
    for (const struct node *k = map->first; k != NULL; k = k->next) {
        struct move_budget *budget = add_budget(in, kind, k);

        if (budget != NULL)
            find_measure(in, doc_key_place(in->rules->doc, k), k->key,
                         &budget->measure);
    }
}

/* Lost is a share of a value, so that two decimals are the least. */
static int scale_of_losses(const struct reader *in)
{
    enum { CENTS = 2, ALL = 6 };
    const struct column *value = column_of(in->books->accounts, "value");

    if (value == NULL)
        return ALL;
    return value->decimals > CENTS ? value->decimals : CENTS;
}

static void read_number_budgets(struct reader *in, const struct node *object)
{
    const struct node *moves = read_node(object, "max_moves", DOC_NUMBER);
    const struct node *loss = read_node(object, "max_loss", DOC_NUMBER);
    struct move_budget *budget;

    budget = moves == NULL ? NULL : add_budget(in, BUDGET_MOVES, moves);
    if (budget != NULL)
        budget->measure =
            (struct measure){.name = "accounts", .counted = true};
    budget = loss == NULL ? NULL : add_budget(in, BUDGET_LOSS, loss);
    if (budget != NULL)
        budget->measure = (struct measure){
            .name = "loss", .counted = true, .decimals = scale_of_losses(in)};
}

void read_budgets(struct reader *in)
{
    static const struct {
        const char *key;
        enum budget_kind kind;
    } maps[] = {{"max_moved_share", BUDGET_MOVED_SHARE},
                {"max_moved", BUDGET_MOVED},
                {"max_lost_per_book", BUDGET_PER_BOOK}};
    const size_t n_maps = sizeof maps / sizeof *maps;
    const struct node *object = read_node(in->root, "continuity", DOC_OBJECT);
    struct continuity *continuity = &in->rules->continuity;
    size_t n = 2;

    for (size_t k = 0; k < n_maps; k++)
        n += doc_length(read_node(object, maps[k].key, DOC_OBJECT));
    continuity->budgets = reader_take(in, n, sizeof *continuity->budgets);
    if (continuity->budgets == NULL)
        return;
    read_number_budgets(in, object);
    for (size_t k = 0; k < n_maps; k++)
        read_budget_map(in, read_node(object, maps[k].key, DOC_OBJECT),
                        maps[k].kind);
}
