/* changes_json.c - changes from JSON lines. */
#include "io/changes_json.h"

#include "base/names.h"
#include "io/json.h"
#include "io/text.h"

#include <string.h>

enum { MOST_KEYS = 1000 };

/* One value of one object. */
struct entry {
    size_t row;
    int column;
    const char *text;
    long at;
};

struct gathering {
    const char *file;
    eb_messages *said;
    eb_status kept; /* the worst so far */
    struct names keys;
    struct VEC(struct entry) entries; /* by row */
    struct VEC(long) lines;           /* [rows] */
    struct arena memory;
};

static void keep(struct gathering *in, eb_status status)
{
    if (status != EB_OK && in->kept != EB_NO_MEMORY)
        in->kept = status;
}

static struct place place_of(const struct gathering *in,
                             const struct node *node)
{
    return (struct place){in->file, node->line, node->column};
}

/* ---- Values --------------------------------------------------------------- */

static const char *copy(struct gathering *in, const char *text, size_t length)
{
    const char *out = arena_string(&in->memory, text, length);

    if (out == NULL)
        keep(in, EB_NO_MEMORY);
    return out;
}

/* JSON has one decimal point; 1.234 could be read as a thousand, 1.2340 cannot. */
static const char *number_text(struct gathering *in, const char *text)
{
    const char *point = strchr(text, '.');
    char longer[64];

    if (point == NULL || strlen(point) != 4 || strpbrk(point, "eE") != NULL ||
        strlen(text) + 2 > sizeof longer)
        return copy(in, text, strlen(text));
    strcpy(longer, text);
    strcat(longer, "0");
    return copy(in, longer, strlen(longer));
}

static const char *refuse(struct gathering *in, const struct node *value)
{
    keep(in, fault(in->said, place_of(in, value),
                   "%s: expected a text, a number, true, false, null or a "
                   "list of texts",
                   value->key));
    return NULL;
}

static const char *list_text(struct gathering *in, const struct node *list)
{
    struct text out = {0};
    const char *text = NULL;

    for (const struct node *k = doc_first(list); k != NULL; k = k->next) {
        if (k->kind != DOC_STRING) {
            text_clear(&out);
            return refuse(in, list);
        }
        if (out.n > 0)
            text_add_char(&out, ';');
        text_add(&out, k->text);
    }
    if (out.failed)
        keep(in, EB_NO_MEMORY);
    else
        text = copy(in, out.n > 0 ? out.at : "", out.n);
    text_clear(&out);
    return text;
}

/* NULL where it is no value of a cell; then that has been said. */
static const char *text_of(struct gathering *in, const struct node *value)
{
    switch (value->kind) {
    case DOC_NULL:
        return "";
    case DOC_BOOL:
        return value->truth ? "yes" : "no";
    case DOC_NUMBER:
        return number_text(in, value->text);
    case DOC_STRING:
        return copy(in, value->text, strlen(value->text));
    case DOC_ARRAY:
        return list_text(in, value);
    case DOC_OBJECT:
        break;
    }
    return refuse(in, value);
}

/* ---- Objects -------------------------------------------------------------- */

static void take_member(struct gathering *in, const struct node *member)
{
    struct entry entry = {.row = in->lines.n - 1, .at = member->column};

    if (*member->key == '\0') {
        keep(in, fault(in->said,
                       (struct place){in->file, member->key_line,
                                      member->key_column},
                       "a key without a name; expected that of a column"));
        return;
    }
    if (in->keys.text.n >= MOST_KEYS &&
        names_find(&in->keys, member->key) < 0) {
        keep(in, fault(in->said, place_of(in, member),
                       "more than %d different keys in the file", MOST_KEYS));
        return;
    }
    entry.text = text_of(in, member);
    if (entry.text == NULL)
        return;
    entry.column = names_add(&in->keys, member->key);
    if (entry.column < 0 || !VEC_PUSH(&in->entries, entry))
        keep(in, EB_NO_MEMORY);
}

static void take_object(struct gathering *in, const struct node *object)
{
    if (object->kind != DOC_OBJECT) {
        keep(in, fault(in->said, place_of(in, object),
                       "expected an object in braces, one for each event"));
        return;
    }
    if (!VEC_PUSH(&in->lines, object->line)) {
        keep(in, EB_NO_MEMORY);
        return;
    }
    for (const struct node *k = doc_first(object); k != NULL; k = k->next)
        take_member(in, k);
}

static bool is_blank(const char *text, size_t length)
{
    for (size_t k = 0; k < length; k++)
        if (text[k] == '\0' || strchr(" \t\r", text[k]) == NULL)
            return false;
    return true;
}

static void take_line(struct gathering *in, long number, const char *text,
                      size_t length)
{
    struct doc *doc = NULL;
    eb_status status;

    if (is_blank(text, length))
        return;
    status = json_read_line(in->file, number, text, length, &doc, in->said);
    keep(in, status);
    if (status == EB_OK)
        take_object(in, doc->root);
    doc_free(doc);
}

static void take_lines(struct gathering *in, const char *bytes, size_t length)
{
    const char *end = bytes + length;

    for (long number = 1; bytes < end && in->kept != EB_NO_MEMORY; number++) {
        const char *next = memchr(bytes, '\n', (size_t)(end - bytes));
        size_t n = (size_t)((next == NULL ? end : next) - bytes);

        take_line(in, number, bytes, n);
        bytes += n + 1;
    }
}

static void take_list(struct gathering *in, const char *bytes, size_t length)
{
    struct doc *doc = NULL;
    eb_status status = json_read(in->file, bytes, length, &doc, in->said);

    keep(in, status);
    for (const struct node *k = status == EB_OK ? doc_first(doc->root) : NULL;
         k != NULL; k = k->next)
        take_object(in, k);
    doc_free(doc);
}

/* ---- The table ------------------------------------------------------------ */

static eb_status fill_rows(const struct gathering *in, struct table *table,
                           long *places, const char **cells)
{
    size_t next = 0, n = table->n_columns;
    eb_status status = EB_OK;

    for (size_t row = 0; row < in->lines.n; row++) {
        for (size_t k = 0; k < n; k++)
            cells[k] = "";
        for (; next < in->entries.n && in->entries.at[next].row == row;
             next++) {
            const struct entry *entry = &in->entries.at[next];

            cells[entry->column] = entry->text;
            places[row * n + (size_t)entry->column] = entry->at;
        }
        TRY(table_add_row(table, in->lines.at[row], cells));
    }
done:
    return status;
}

/* No line is that of a header: each has the names of its own values. */
static eb_status make_table(const struct gathering *in, struct table **out,
                            long **places)
{
    size_t n = in->keys.text.n;
    const char **cells = NEW(const char *, n);
    long *at = NULL;
    struct table *table = NULL;
    eb_status status = cells == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    if (n > 0 && in->lines.n > SIZE_MAX / n)
        TRY(EB_NO_MEMORY);
    at = NEW(long, n * in->lines.n);
    TRY(at == NULL ? EB_NO_MEMORY : EB_OK);
    TRY(table_new(in->file, &table));
    TRY(table_set_header(table, n, in->keys.text.at));
    TRY(fill_rows(in, table, at, cells));
    *out = table;
    *places = at;
    table = NULL;
    at = NULL;
done:
    table_free(table);
    mem_free(at);
    mem_free(cells);
    return status;
}

static void begin(struct gathering *in)
{
    static const char *const always[] = {"event", "date", "kind"};

    for (size_t k = 0; k < sizeof always / sizeof *always; k++)
        if (names_add(&in->keys, always[k]) < 0)
            keep(in, EB_NO_MEMORY);
}

static eb_status end(struct gathering *in, struct table **out, long **places)
{
    eb_status status = in->kept;

    if (status == EB_OK)
        status = make_table(in, out, places);
    names_clear(&in->keys);
    VEC_CLEAR(&in->entries);
    VEC_CLEAR(&in->lines);
    arena_clear(&in->memory);
    return status;
}

eb_status changes_json(const char *name, const char *bytes, size_t length,
                       struct table **out, long **places, eb_messages *said)
{
    struct gathering in = {.file = name, .said = said};
    size_t skip = 0;

    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    while (skip < length && strchr(" \t\r\n", bytes[skip]) != NULL)
        skip++;
    begin(&in);
    if (skip < length && bytes[skip] == '[')
        take_list(&in, bytes, length);
    else
        take_lines(&in, bytes, length);
    return end(&in, out, places);
}

eb_status changes_json_line(const char *name, long number, const char *bytes,
                            size_t length, struct table **out, long **places,
                            eb_messages *said)
{
    struct gathering in = {.file = name, .said = said};

    begin(&in);
    take_line(&in, number, bytes, length);
    return end(&in, out, places);
}
