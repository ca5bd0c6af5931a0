/* where.c - which accounts a rule speaks of. */
#include "model/where.h"

#include <string.h>

bool where_column_is_list(const struct column *column)
{
    return column->kind == CELL_LIST && column->known != NULL &&
           column->known->kind == CELL_LIST;
}

bool where_column_has(const struct column *column, size_t row, int word)
{
    return where_column_is_list(column) ? column_has(column, row, word)
                                        : column->word[row] == word;
}

bool where_holds_words(const struct column *column)
{
    return column->kind == CELL_TEXT || column->kind == CELL_LIST;
}

/* An array of the two sources. The copies are of the nodes themselves alone:
 * what hangs below is shared. */
static const struct node *
join_sources(const struct node *a, const struct node *b, struct arena *memory)
{
    struct node *nodes = arena_new(memory, 3 * sizeof *nodes);

    if (nodes == NULL)
        return NULL;
    nodes[0].kind = DOC_ARRAY;
    nodes[0].first = &nodes[1];
    nodes[0].last = &nodes[2];
    nodes[1] = *a;
    nodes[1].next = &nodes[2];
    nodes[2] = *b;
    nodes[2].next = NULL;
    return nodes;
}

eb_status where_join(const struct where *a, const struct where *b,
                     struct arena *memory, struct where *out)
{
    struct where joined = {a->n + b->n, NULL, NULL};

    if (a->n == 0 || b->n == 0) {
        *out = a->n == 0 ? *b : *a;
        return EB_OK;
    }
    joined.tests = arena_new(memory, joined.n * sizeof *joined.tests);
    joined.source = join_sources(a->source, b->source, memory);
    if (joined.tests == NULL || joined.source == NULL)
        return EB_NO_MEMORY;
    memcpy(joined.tests, a->tests, a->n * sizeof *a->tests);
    memcpy(joined.tests + a->n, b->tests, b->n * sizeof *b->tests);
    *out = joined;
    return EB_OK;
}

static bool is_among(const struct test *test, size_t row)
{
    const struct column *column = test->column;

    if (column->blank[row])
        return test->blank;
    for (size_t k = 0; k < test->n; k++)
        if (where_holds_words(column)
                ? where_column_has(column, row, test->words[k])
                : column->number[row] == test->numbers[k])
            return true;
    return false;
}

static bool is_within(const struct test *test, size_t row)
{
    int64_t number = test->column->number[row];

    return !test->column->blank[row] && test->min <= number &&
           number <= test->max;
}

static bool passes(const struct test *test, size_t row)
{
    switch (test->kind) {
    case TEST_ANY_OF:
        return is_among(test, row);
    case TEST_RANGE:
        return is_within(test, row);
    case TEST_NOT_ANY_OF:
        return !is_among(test, row);
    case TEST_NOT_RANGE:
        return !is_within(test, row);
    }
    return false;
}

bool where_holds(const struct where *where, size_t row)
{
    if (where != NULL)
        for (size_t k = 0; k < where->n; k++)
            if (!passes(&where->tests[k], row))
                return false;
    return true;
}

bool where_equal(const struct where *a, const struct where *b)
{
    if (a->n == 0 || b->n == 0)
        return a->n == b->n;
    return doc_equal(a->source, b->source);
}
