/* where_read.c - reading the tests of a `where`. */
#include "model/complaint.h"
#include "model/where.h"

#include <string.h>

struct reading {
    const struct where_source *from;
    struct arena *memory;
    eb_messages *said;
    eb_status status;
    struct VEC(int) found_words; /* of the test that is being read */
    struct VEC(int64_t) found_numbers;
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

    const struct column *column = test->column;
    bool range = column->kind == CELL_DATE && column->known == NULL;

    keep(in, fault(in->said, doc_place(in->from->doc, value),
                   "%s: the column holds %s: expected %s, not %s",
                   column->name, wording_of_kind(column->kind),
                   range ? "a range" : wanted[column->kind],
                   wording_of(value).text));
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

    for (size_t row = 0; row < in->from->frame->n_rows; row++)
        if (!where_column_is_list(column))
            n = add_entry(in, known, n, column->word[row]);
        else
            for (size_t k = column->list_first[row];
                 k < column->list_first[row + 1]; k++)
                n = add_entry(in, known, n, column->entry[k]);
    return names_nearest(known, n, text);
}

static void push_word(struct reading *in, int word)
{
    if (!VEC_PUSH(&in->found_words, word))
        keep(in, EB_NO_MEMORY);
}

/* A text that no account has is as likely a slip as not. */
static void add_text(struct reading *in, const struct column *column,
                     const struct node *value)
{
    int word = names_find(in->from->words, value->text);
    const struct frame *frame = in->from->frame;

    for (size_t row = 0; word >= 0 && row < frame->n_rows; row++)
        if (where_column_has(column, row, word)) {
            push_word(in, word);
            return;
        }
    if (in->said != NULL)
        keep(in,
             warn(in->said, doc_place(in->from->doc, value),
                  "no account has \"%s\" in %s%s", value->text, column->name,
                  hint_of(nearest_entry(in, column, value->text)).text));
}

/* Yes and no as people write them, and numbers, of which 0 is no. */
static bool reads_as(const char *text, bool truth)
{
    struct decimal number;
    bool yes;

    if (bool_read(text, &yes))
        return yes == truth;
    return number_read(text, NUMBER_POINT, &number) == NUMBER_OK &&
           (number.units != 0) == truth;
}

/* Every text of the column that reads as this truth value. */
static void add_texts_of(struct reading *in, const struct column *column,
                         bool truth)
{
    const struct names *words = in->from->words;
    bool *seen = NEW(bool, words->text.n);

    if (seen == NULL)
        keep(in, EB_NO_MEMORY);
    for (size_t row = 0; seen != NULL && row < in->from->frame->n_rows;
         row++) {
        int word = column->word[row];

        if (!seen[word] && reads_as(words->text.at[word], truth))
            push_word(in, word);
        seen[word] = true;
    }
    mem_free(seen);
}

static bool read_date(const struct node *value, int64_t *days)
{
    return value->kind == DOC_STRING && strlen(value->text) == 10 &&
           date_read(value->text, DATE_ISO, days);
}

/* A number that the column's scale cannot hold equals no cell. */
static bool add_number(struct reading *in, const struct column *column,
                       const struct node *value)
{
    struct decimal d;
    int64_t number = 0;
    bool fits = true;

    /* a further column's dates may be written otherwise: ranges read them */
    if (column->kind == CELL_DATE) {
        if (column->known == NULL || !read_date(value, &number))
            return false;
    } else if (column->kind == CELL_FLAG) {
        if (value->kind != DOC_BOOL)
            return false;
        number = value->truth;
    } else {
        if (value->kind != DOC_NUMBER ||
            number_read(value->text, NUMBER_POINT, &d) != NUMBER_OK)
            return false;
        fits = d.decimals <= column->decimals &&
               decimal_scale(d, column->decimals, &number);
    }
    if (fits && !VEC_PUSH(&in->found_numbers, number))
        keep(in, EB_NO_MEMORY);
    return true;
}

static void add_value(struct reading *in, struct test *test,
                      const struct node *value)
{
    const struct column *column = test->column;

    if (is_blank(value)) {
        test->blank = true;
        return;
    }
    if (value->kind == DOC_BOOL && !value->truth)
        test->blank = true;
    if (!where_holds_words(column)) {
        if (!add_number(in, column, value))
            mismatch(in, test, value);
    } else if (value->kind == DOC_STRING) {
        add_text(in, column, value);
    } else if (value->kind == DOC_BOOL && !where_column_is_list(column)) {
        add_texts_of(in, column, value->truth);
    } else {
        mismatch(in, test, value);
    }
}

/* What was found goes where the rules live. */
static void take_found(struct reading *in, struct test *test)
{
    size_t n_words = in->found_words.n, n_numbers = in->found_numbers.n;

    test->n = where_holds_words(test->column) ? n_words : n_numbers;
    test->words = take(in, n_words, sizeof *test->words);
    test->numbers = take(in, n_numbers, sizeof *test->numbers);
    if (in->status == EB_NO_MEMORY)
        return;
    if (n_words > 0)
        memcpy(test->words, in->found_words.at, n_words * sizeof(int));
    if (n_numbers > 0)
        memcpy(test->numbers, in->found_numbers.at,
               n_numbers * sizeof(int64_t));
}

/* In a column of numbers, true is anything but 0 and blank: the reverse of
 * false. */
static bool is_truth_of_number(struct test *test, const struct node *node)
{
    if (test->column->kind != CELL_NUMBER || node->kind != DOC_BOOL)
        return false;
    test->blank = true;
    if (node->truth)
        test->kind = test->kind == TEST_ANY_OF ? TEST_NOT_ANY_OF : TEST_ANY_OF;
    return true;
}

static void read_any_of(struct reading *in, struct test *test,
                        const struct node *node)
{
    in->found_words.n = 0;
    in->found_numbers.n = 0;
    if (is_truth_of_number(test, node)) {
        if (!VEC_PUSH(&in->found_numbers, 0))
            keep(in, EB_NO_MEMORY);
    } else if (node->kind != DOC_ARRAY) {
        add_value(in, test, node);
    } else if (node->first == NULL) {
        keep(in, fault(in->said, doc_place(in->from->doc, node),
                       "%s: an empty list matches no account",
                       test->column->name));
    }
    if (node->kind == DOC_ARRAY)
        for (const struct node *k = node->first; k != NULL; k = k->next)
            add_value(in, test, k);
    if (in->status != EB_NO_MEMORY)
        take_found(in, test);
}

/* ---- Ranges -------------------------------------------------------------- */

/* The least whole number of the column's scale that is not below, or the
 * greatest that is not above. */
static bool read_end(const struct column *column, const struct node *value,
                     bool upper, int64_t *out)
{
    struct decimal d;

    if (column->kind == CELL_DATE)
        return read_date(value, out);
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

/* Both ends are rounded alike, so that what lies between two numbers of the
 * column's scale is no fault. */
static bool is_upside_down(const struct column *column, const struct node *min,
                           const struct node *max)
{
    int64_t low, high;

    return read_end(column, min, false, &low) &&
           read_end(column, max, false, &high) && high < low;
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
                       "%s: the column holds %s, and so has no range",
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
    if (is_given(min) && is_given(max) && is_upside_down(column, min, max))
        keep(in, fault(in->said, doc_place(in->from->doc, max),
                       "%s: the max of %s is below the min of %s",
                       column->name, max->text, min->text));
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
    struct reading in = {
        .from = from, .memory = memory, .said = said, .status = EB_OK};
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
    VEC_CLEAR(&in.found_words);
    VEC_CLEAR(&in.found_numbers);
    if (in.status == EB_OK)
        *out = where;
    return in.status;
}
