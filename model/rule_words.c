/* rule_words.c - rules as planners say them. */
#include "model/rule_words.h"

#include "model/figures.h"

#include <string.h>

/* ---- where ------------------------------------------------------------- */

static void say_value(struct phrase *phrase, const struct node *value)
{
    switch (value->kind) {
    case DOC_NULL:
        phrase_add(phrase, "blank");
        break;
    case DOC_BOOL:
        phrase_add(phrase, value->truth ? "yes" : "no");
        break;
    default:
        phrase_add(phrase, "%s",
                   value->text == NULL || *value->text == '\0' ? "blank"
                                                               : value->text);
    }
}

static void say_range(struct phrase *phrase, const struct node *range)
{
    const struct node *min = doc_get(range, "min");
    const struct node *max = doc_get(range, "max");

    if (min != NULL && max != NULL)
        phrase_add(phrase, "%s to %s", min->text, max->text);
    else if (min != NULL)
        phrase_add(phrase, "at least %s", min->text);
    else if (max != NULL)
        phrase_add(phrase, "at most %s", max->text);
}

static void say_test(struct phrase *phrase, const struct node *test)
{
    const struct node *inner = doc_get(test, "not");

    if (inner != NULL) {
        phrase_add(phrase, "not ");
        test = inner;
    }
    if (test->kind == DOC_OBJECT) {
        say_range(phrase, test);
        return;
    }
    if (test->kind != DOC_ARRAY) {
        say_value(phrase, test);
        return;
    }
    for (const struct node *k = test->first; k != NULL; k = k->next) {
        if (k != test->first)
            phrase_add(phrase, " or ");
        say_value(phrase, k);
    }
}

void say_where(struct phrase *phrase, const struct node *where)
{
    if (where == NULL || where->kind != DOC_OBJECT)
        return;
    for (const struct node *k = where->first; k != NULL; k = k->next) {
        phrase_add(phrase, "%s %s is ", k == where->first ? " where" : " and",
                   k->key);
        say_test(phrase, k);
    }
}

/* ---- Limits ------------------------------------------------------------ */

static void say_end(struct phrase *phrase, bool has_number,
                    struct decimal number, const struct column *column)
{
    char buffer[FIGURE_ROOM];

    if (column != NULL)
        phrase_add(phrase, "%s", column->header);
    else if (has_number)
        phrase_add(phrase, "%s",
                   figure_exact(number.units, number.decimals, buffer));
}

static const struct node *own_where(const struct limit *limit)
{
    return limit->source == NULL ? NULL : doc_get(limit->source, "where");
}

void say_band(struct phrase *phrase, const struct metric *metric)
{
    char buffer[FIGURE_ROOM];

    phrase_add(phrase, "band %s within %s of the target", metric->measure.name,
               figure_percent((double)metric->band / 1e6, buffer));
}

void say_limit(struct phrase *phrase, const struct limit *limit)
{
    bool min = limit->has_min || limit->min_column != NULL;
    bool max = limit->has_max || limit->max_column != NULL;

    if (limit->band != NULL) {
        say_band(phrase, limit->band);
        return;
    }
    phrase_add(phrase, "limit %s", limit->measure.name);
    if (min) {
        phrase_add(phrase, " at least ");
        say_end(phrase, limit->has_min, limit->min, limit->min_column);
    }
    if (max) {
        phrase_add(phrase, min ? " and at most " : " at most ");
        say_end(phrase, limit->has_max, limit->max, limit->max_column);
    }
    say_where(phrase, own_where(limit));
}

void say_limit_end(struct phrase *phrase, const struct limit *limit,
                   bool is_max, int64_t end)
{
    char buffer[FIGURE_ROOM];

    phrase_add(phrase, "%s %s at %s %s",
               limit->band == NULL ? "limit" : "band", limit->measure.name,
               is_max ? "most" : "least",
               figure_exact(end, limit->measure.decimals, buffer));
    say_where(phrase, own_where(limit));
}

/* ---- Budgets ----------------------------------------------------------- */

const char *budget_name(enum budget_kind kind)
{
    static const char *const names[] = {
        [BUDGET_MOVES] = "max_moves",
        [BUDGET_LOSS] = "max_loss",
        [BUDGET_MOVED] = "max_moved",
        [BUDGET_MOVED_SHARE] = "max_moved_share",
        [BUDGET_PER_BOOK] = "max_lost_per_book",
    };

    return names[kind];
}

bool budget_has_metric(enum budget_kind kind)
{
    return kind != BUDGET_MOVES && kind != BUDGET_LOSS;
}

void say_budget(struct phrase *phrase, const struct move_budget *budget)
{
    char buffer[FIGURE_ROOM];

    phrase_add(phrase, "%s ", budget_name(budget->kind));
    if (budget_has_metric(budget->kind))
        phrase_add(phrase, "%s ", budget->measure.name);
    phrase_add(
        phrase, "%s",
        figure_exact(budget->amount.units, budget->amount.decimals, buffer));
}

/* ---- Places ------------------------------------------------------------ */

void say_place(struct phrase *phrase, const struct rules *rules,
               const struct node *source)
{
    struct place at;

    if (source == NULL || source->line == 0)
        return;
    at = doc_place(rules->doc, source);
    phrase_add(phrase, " (%s:%ld:%ld)", at.file, at.line, at.column);
}
