/* where.c - which accounts a rule speaks of. */
#include "model/where.h"

#include "model/complaint.h"

#include <string.h>

struct reading {
    const struct where_source *from;
    struct arena *memory;
    eb_messages *said;
    eb_status status;
};

static void keep(struct reading *in, eb_status status)
{
    complaint_keep(&in->status, status);
}

static void *take(struct reading *in, size_t n, size_t size)
{
    void *piece = arena_new(in->memory, n * size);

    if (piece == NULL)
        keep(in, EB_NO_MEMORY);
    return piece;
}

static void mismatch(struct reading *in, const struct test *test,
                     const struct node *value)
{
    static const char *const wanted[] = {
        [CELL_TEXT] = "a text in quotes",
        [CELL_NUMBER] = "a number",
        [CELL_DATE] = "a date like \"2027-01-04\"",
        [CELL_FLAG] = "true or false",
        [CELL_LIST] = "a text in quotes",
    };

    keep(in, fault(in->said, doc_place(in->from->doc, value),
                   "%s: the column holds %s: expected %s, not %s",
                   test->column->name, wording_of_kind(test->column->kind),
                   wanted[test->column->kind], wording_of(value).text));
}

/* ---- Any of some values -------------------------------------------------- */

static bool is_blank(const struct node *value)
{
    return value->kind == DOC_NULL ||
           (value->kind == DOC_STRING && *value->text == '\0');
}

/* Up to this many different entries of a column are looked at for a hint. */
enum { MOST_ENTRIES = 256 };

static size_t add_entry(const struct reading *in, const char *known[],
                        size_t n, int word)
{
    const char *text = in->from->words->text.at[word];

    for (size_t k = 0; k < n; k++)
        if (known[k] == text)
            return n;
    if (n < MOST_ENTRIES)
        known[n++] = text;
    return n;
}

static const char *nearest_entry(const struct reading *in,
                                 const struct column *column, const char *text)
{
    const char *known[MOST_ENTRIES];
    size_t n = 0;

    for (size_t row = 0; row < in->from->frame->n_rows; row++) {
        if (column->kind == CELL_TEXT && !column->blank[row])
            n = add_entry(in, known, n, column->word[row]);
        if (column->kind == CELL_LIST)
            for (size_t k = column->list_first[row];
                 k < column->list_first[row + 1]; k++)
                n = add_entry(in, known, n, column->entry[k]);
    }
    return names_nearest(known, n, text);
}

/* A text that no account has is as likely a slip as not. */
static void look_up(struct reading *in, struct test *test,
                    const struct node *value)
{
    int word = names_find(in->from->words, value->text);
    const struct frame *frame = in->from->frame;

    for (size_t row = 0; word >= 0 && row < frame->n_rows; row++)
        if (column_has(test->column, row, word)) {
            test->words[test->n++] = word;
            return;
        }
    if (in->said != NULL)
        keep(in,
             warn(in->said, doc_place(in->from->doc, value),
                  "no account has \"%s\" in %s%s", value->text,
                  test->column->name,
                  hint_of(nearest_entry(in, test->column, value->text)).text));
}

static bool is_date(const struct node *value, int64_t *days)
{
    return value->kind == DOC_STRING && strlen(value->text) == 10 &&
           date_read(value->text, DATE_ISO, days);
}

/* A number that the column's scale cannot hold equals no cell. */
static bool add_number(struct test *test, const struct node *value)
{
    const struct column *column = test->column;
    struct decimal d;
    int64_t number = 0;
    bool fits = true;

    if (column->kind == CELL_DATE && !is_date(value, &number))
        return false;
    if (column->kind == CELL_FLAG) {
        if (value->kind != DOC_BOOL)
            return false;
        number = value->truth;
    }
    if (column->kind == CELL_NUMBER) {
        if (value->kind != DOC_NUMBER ||
            number_read(value->text, NUMBER_POINT, &d) != NUMBER_OK)
            return false;
        fits = d.decimals <= column->decimals &&
               decimal_scale(d, column->decimals, &number);
    }
    if (fits)
        test->numbers[test->n++] = number;
    return true;
}

static void add_value(struct reading *in, struct test *test,
                      const struct node *value)
{
    if (is_blank(value))
        test->blank = true;
    else if (test->words == NULL) {
        if (!add_number(test, value))
            mismatch(in, test, value);
    } else if (value->kind != DOC_STRING)
        mismatch(in, test, value);
    else
        look_up(in, test, value);
}

static void read_any_of(struct reading *in, struct test *test,
                        const struct node *node)
{
    bool list = node->kind == DOC_ARRAY;
    size_t n = list ? doc_length(node) : 1;
    enum cell_kind kind = test->column->kind;

    if (n == 0)
        keep(in, fault(in->said, doc_place(in->from->doc, node),
                       "%s: an empty list matches no account",
                       test->column->name));
    if (kind == CELL_TEXT || kind == CELL_LIST)
        test->words = take(in, n, sizeof *test->words);
    else
        test->numbers = take(in, n, sizeof *test->numbers);
    if (in->status == EB_NO_MEMORY)
        return;
    if (!list)
        add_value(in, test, node);
    for (const struct node *k = node->first; list && k != NULL; k = k->next)
        add_value(in, test, k);
}

/* ---- Ranges -------------------------------------------------------------- */

/* The least whole number of the column's scale that is not below, or the
 * greatest that is not above. */
static bool read_end(const struct column *column, const struct node *value,
                     bool upper, int64_t *out)
{
    struct decimal d;

    if (column->kind == CELL_DATE)
        return is_date(value, out);
    if (value->kind != DOC_NUMBER ||
        number_read(value->text, NUMBER_POINT, &d) != NUMBER_OK)
        return false;
    if (!(upper ? decimal_floor : decimal_ceil)(d, column->decimals, out))
        *out = d.units > 0 ? INT64_MAX : INT64_MIN;
    return true;
}

static bool is_given(const struct node *node)
{
    return node != NULL && node->kind != DOC_NULL;
}

static void check_range_keys(struct reading *in, const struct test *test,
                             const struct node *node)
{
    static const char *const keys[] = {"min", "max"};

    for (const struct node *k = node->first; k != NULL; k = k->next)
        if (strcmp(k->key, "min") != 0 && strcmp(k->key, "max") != 0)
            keep(in, fault(in->said, doc_key_place(in->from->doc, k),
                           "%s: \"%s\" is not a key of a range%s",
                           test->column->name, k->key,
                           hint_of(names_nearest(keys, 2, k->key)).text));
}

static void read_range(struct reading *in, struct test *test,
                       const struct node *node)
{
    const struct column *column = test->column;
    const struct node *min = doc_get(node, "min"), *max = doc_get(node, "max");

    check_range_keys(in, test, node);
    test->min = INT64_MIN;
    test->max = INT64_MAX;
    if (column->kind != CELL_NUMBER && column->kind != CELL_DATE) {
        keep(in, fault(in->said, doc_place(in->from->doc, node),
                       "%s: the column holds %s, which have no range",
                       column->name, wording_of_kind(column->kind)));
        return;
    }
    if (!is_given(min) && !is_given(max))
        keep(in, fault(in->said, doc_place(in->from->doc, node),
                       "%s: a range needs \"min\" or \"max\"", column->name));
    if (is_given(min) && !read_end(column, min, false, &test->min))
        mismatch(in, test, min);
    if (is_given(max) && !read_end(column, max, true, &test->max))
        mismatch(in, test, max);
}

/* ---- The whole ----------------------------------------------------------- */

static void read_plain(struct reading *in, struct test *test,
                       const struct node *node, bool negated)
{
    if (node->kind == DOC_OBJECT) {
        test->kind = negated ? TEST_NOT_RANGE : TEST_RANGE;
        read_range(in, test, node);
    } else {
        test->kind = negated ? TEST_NOT_ANY_OF : TEST_ANY_OF;
        read_any_of(in, test, node);
    }
}

static void read_test(struct reading *in, struct test *test,
                      const struct node *node)
{
    bool negated = node->kind == DOC_OBJECT && node->first != NULL &&
                   node->first == node->last &&
                   strcmp(node->first->key, "not") == 0;

    read_plain(in, test, negated ? node->first : node, negated);
}

static const struct column *find_column(struct reading *in,
                                        const struct node *node)
{
    const struct frame *frame = in->from->frame;
    const struct column *column = frame_column(frame, node->key);

    if (column == NULL)
        keep(in, fault(in->said, doc_key_place(in->from->doc, node),
                       "\"%s\" is not a column of %s%s", node->key,
                       frame->table->file,
                       hint_of(nearest_column(frame, ~0u, node->key)).text));
    return column;
}

eb_status where_read(const struct where_source *from, struct arena *memory,
                     struct where *out, eb_messages *said)
{
    struct reading in = {from, memory, said, EB_OK};
    struct where where = {0, NULL, NULL};

    if (doc_length(from->node) == 0) {
        *out = where;
        return EB_OK;
    }
    where.source = from->node;
    where.tests = take(&in, doc_length(from->node), sizeof *where.tests);
    for (const struct node *k = from->node->first;
         k != NULL && in.status != EB_NO_MEMORY; k = k->next) {
        struct test *test = &where.tests[where.n];

        test->column = find_column(&in, k);
        if (test->column == NULL)
            continue;
        read_test(&in, test, k);
        where.n++;
    }
    if (in.status == EB_OK)
        *out = where;
    return in.status;
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
        if (test->words != NULL ? column_has(column, row, test->words[k])
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
