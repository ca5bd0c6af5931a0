/* csv_reader.c - libcsv, fed line by line, into a table. */
#include "io/csv_reader.h"

#include "base/names.h"
#include "base/vec.h"
#include "io/encoding.h"

#include <csv.h>
#include <stdint.h>
#include <string.h>

enum {
    PIECE = 64 * 1024, /* most bytes fed at once, so that limits bite early */
    SHOWN = 40         /* bytes of an offending text in a message */
};

/* libcsv's number for the state between two rows. */
enum { BETWEEN_ROWS = 0 };

/* The cells of the row being read stand in `bytes` one behind the other, each
 * with its NUL, and `starts` says where. */
struct reader {
    struct csv_parser parser;
    struct table *table;
    eb_messages *said;
    eb_status status; /* the worst so far */
    bool has_parser, has_header;
    char separator;

    const char *at, *end; /* what has not been fed */
    const char *next_lf;  /* first LF at or after `at`, or `end` */
    long line, row_line;  /* of `at`; where the open row began */
    size_t row_bytes;     /* fed since then */
    long quote_line;      /* where the open quoted field began, or 0 */
    size_t quote_field;   /* and its number, from 0 */

    struct VEC(char) bytes;
    struct VEC(size_t) starts;
    struct VEC(const char *) cells;
    size_t n_fields; /* of the open row, stored or not */

    size_t n_named;        /* columns up to the last with a name */
    size_t n_header;       /* columns in all */
    struct VEC(bool) told; /* [n_header] an unnamed column has had a fault */
};

static struct place place_at(const struct reader *in, long line, size_t field)
{
    return (struct place){in->table->file, line, (long)field + 1};
}

/* A fault does not end the reading; running out of memory does. */
static void take_status(struct reader *in, eb_status status)
{
    if (in->status != EB_NO_MEMORY && status != EB_OK)
        in->status = status;
}

/* How many bytes of a text a message shows; never half a character. */
static int shown(const char *text)
{
    size_t n = strlen(text);

    if (n > SHOWN)
        for (n = SHOWN; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80;)
            n--;
    return (int)n;
}

static bool store(struct reader *in, const char *text, size_t length)
{
    size_t start = in->bytes.n;

    if (!VEC_RESERVE(&in->bytes, start + length + 1) ||
        !VEC_PUSH(&in->starts, start))
        return false;
    memcpy(in->bytes.at + start, text, length);
    in->bytes.at[start + length] = '\0';
    in->bytes.n = start + length + 1;
    return true;
}

static void check_utf8(struct reader *in, const char *text, size_t length)
{
    size_t valid = utf8_valid(text, length);

    if (valid < length)
        take_status(in,
                    fault(in->said, place_at(in, in->row_line, in->n_fields),
                          "byte 0x%02X is no UTF-8; expected a file saved "
                          "as UTF-8",
                          (unsigned)(unsigned char)text[valid]));
}

static void take_field(void *field, size_t length, void *context)
{
    struct reader *in = context;
    const char *text = field;

    check_utf8(in, text, length);
    if (in->n_fields < CSV_MOST_COLUMNS && in->status != EB_NO_MEMORY &&
        !store(in, text, length))
        in->status = EB_NO_MEMORY;
    in->n_fields++;
}

/* Pointers to the stored cells, which have stopped moving. */
static bool gather_cells(struct reader *in)
{
    in->cells.n = 0;
    if (!VEC_RESERVE(&in->cells, in->starts.n))
        return false;
    for (size_t k = 0; k < in->starts.n; k++)
        in->cells.at[k] = in->bytes.at + in->starts.at[k];
    in->cells.n = in->starts.n;
    return true;
}

static eb_status check_names(struct reader *in)
{
    struct names seen = {0};
    struct VEC(size_t) columns = {0};
    eb_status status = EB_OK;

    for (size_t k = 0; k < in->n_named && status != EB_NO_MEMORY; k++) {
        const char *name = in->table->header[k];
        size_t known = seen.text.n;
        int number;

        if (*name == '\0')
            continue;
        number = names_add(&seen, name);
        if (number >= 0 && (size_t)number < known)
            status = fault(in->said, place_at(in, in->row_line, k),
                           "\"%.*s\" is the name of column %zu already; "
                           "expected each name once",
                           shown(name), name, columns.at[number] + 1);
        else if (number < 0 || !VEC_PUSH(&columns, k))
            status = EB_NO_MEMORY;
        take_status(in, status);
    }
    names_clear(&seen);
    VEC_CLEAR(&columns);
    return in->status == EB_NO_MEMORY ? EB_NO_MEMORY : EB_OK;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t")] == '\0';
}

static eb_status take_header(struct reader *in)
{
    eb_status status = EB_OK;

    in->has_header = true;
    in->table->header_line = in->row_line;
    if (in->n_fields > CSV_MOST_COLUMNS)
        return fault(in->said, place_at(in, in->row_line, CSV_MOST_COLUMNS),
                     "the header has %zu columns; expected at most %d",
                     in->n_fields, CSV_MOST_COLUMNS);
    in->n_header = in->n_named = in->cells.n;
    while (in->n_named > 0 && is_blank(in->cells.at[in->n_named - 1]))
        in->n_named--;
    if (in->n_named == 0)
        return fault(in->said, place_at(in, in->row_line, 0),
                     "the header names no column; expected column names");
    for (size_t k = 0; k < in->n_header; k++)
        if (!VEC_PUSH(&in->told, false))
            return EB_NO_MEMORY;
    TRY(table_set_header(in->table, in->n_named, in->cells.at));
    TRY(check_names(in));
done:
    return status;
}

/* Each column without a name may hold blanks alone. */
static eb_status check_unnamed(struct reader *in, size_t first)
{
    for (size_t k = first; k < in->cells.n; k++) {
        bool named = k < in->n_named && *in->table->header[k] != '\0';

        if (named || in->told.at[k] || is_blank(in->cells.at[k]))
            continue;
        in->told.at[k] = true;
        return fault(in->said, place_at(in, in->row_line, k),
                     "\"%.*s\" stands in a column without a name; expected a "
                     "name for column %zu in the header",
                     shown(in->cells.at[k]), in->cells.at[k], k + 1);
    }
    return EB_OK;
}

static eb_status take_row(struct reader *in)
{
    eb_status status = EB_OK;

    if (in->n_fields < in->n_named || in->n_fields > in->n_header) {
        size_t expected =
            in->n_fields < in->n_named ? in->n_named : in->n_header;
        size_t column = in->n_fields < expected ? in->n_fields : expected;
        return fault(in->said, place_at(in, in->row_line, column),
                     "the row has %zu field%s; expected %zu, as the header on "
                     "line %ld has",
                     in->n_fields, in->n_fields == 1 ? "" : "s", expected,
                     in->table->header_line);
    }
    TRY(check_unnamed(in, 0));
    if (in->status == EB_OK)
        TRY(table_add_row(in->table, in->row_line, in->cells.at));
done:
    return status;
}

static void drop_row(struct reader *in)
{
    in->bytes.n = in->starts.n = in->n_fields = in->row_bytes = 0;
    in->quote_line = 0;
}

static void end_row(int end, void *context)
{
    struct reader *in = context;

    (void)end;
    if (in->status != EB_NO_MEMORY && !gather_cells(in))
        in->status = EB_NO_MEMORY;
    if (in->status != EB_NO_MEMORY)
        take_status(in, in->has_header ? take_row(in) : take_header(in));
    drop_row(in);
}

static void *resize(void *block, size_t size)
{
    return mem_resize(block, size, 1);
}

/* There is no way to reset a parser after an error but to make it anew. */
static void begin_parser(struct reader *in)
{
    if (in->has_parser)
        csv_free(&in->parser);
    csv_init(&in->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_set_realloc_func(&in->parser, resize);
    csv_set_free_func(&in->parser, mem_free);
    csv_set_delim(&in->parser, (unsigned char)in->separator);
    csv_set_blk_size(&in->parser, PIECE);
    in->has_parser = true;
}

/* Behind the line that begins at `at`: past its CR, LF or both. LF is looked
 * for once, not once per line, so that a file without any costs no more. */
static const char *line_end(struct reader *in)
{
    const char *end, *cr;

    if (in->next_lf < in->at || in->next_lf == NULL) {
        in->next_lf = memchr(in->at, '\n', (size_t)(in->end - in->at));
        if (in->next_lf == NULL)
            in->next_lf = in->end;
    }
    end = in->next_lf < in->end ? in->next_lf + 1 : in->end;
    cr = memchr(in->at, '\r', (size_t)(end - in->at));
    if (cr == NULL)
        return end;
    return cr + 1 == in->next_lf && cr + 1 < in->end ? cr + 2 : cr + 1;
}

/* Gives the row up and takes up again on the next line. */
static void skip_row(struct reader *in, const char *end)
{
    drop_row(in);
    begin_parser(in);
    in->at = end;
}

static const char *words_for_separator(char separator)
{
    return separator == '\t'  ? "a TAB"
           : separator == ';' ? "';'"
           : separator == '|' ? "'|'"
                              : "','";
}

static void say_broken_quotes(struct reader *in)
{
    struct place here = place_at(in, in->line, in->n_fields);
    const char *next = words_for_separator(in->separator);

    if (in->parser.quoted && in->quote_line > 0 && in->quote_line < in->line)
        take_status(in, fault(in->said, here,
                              "text after a closing quote; expected %s or the "
                              "end of the line (the quotes were opened on "
                              "line %ld)",
                              next, in->quote_line));
    else if (in->parser.quoted)
        take_status(in, fault(in->said, here,
                              "text after a closing quote; expected %s or the "
                              "end of the line (a quote inside quotes is "
                              "written twice)",
                              next));
    else
        take_status(in, fault(in->said, here,
                              "a quote inside a field; expected quotes around "
                              "the whole field and this one written twice"));
}

static bool is_over_limit(struct reader *in)
{
    long line = in->quote_line > 0 ? in->quote_line : in->line;

    if (in->parser.entry_pos > CSV_LARGEST_FIELD) {
        take_status(in, fault(in->said, place_at(in, line, in->n_fields),
                              "the field has more than %d bytes; expected "
                              "less (is a quote never closed?)",
                              CSV_LARGEST_FIELD));
        return true;
    }
    if (in->row_bytes > CSV_LARGEST_ROW) {
        take_status(in, fault(in->said,
                              (struct place){in->table->file, in->row_line, 0},
                              "the row has more than %d bytes; expected less",
                              CSV_LARGEST_ROW));
        return true;
    }
    return false;
}

/* Remembers where quotes were opened that are still open. */
static void watch_quotes(struct reader *in)
{
    bool open = in->parser.pstate != BETWEEN_ROWS && in->parser.quoted;

    if (!open)
        in->quote_line = 0;
    else if (in->quote_line == 0 || in->quote_field != in->n_fields) {
        in->quote_line = in->line;
        in->quote_field = in->n_fields;
    }
}

/* Feeds one line; false when it had to be given up. */
static bool feed_line(struct reader *in, const char *end)
{
    while (in->at < end) {
        size_t n = (size_t)(end - in->at), fed;

        if (n > PIECE)
            n = PIECE;
        if (in->parser.pstate == BETWEEN_ROWS) {
            in->row_line = in->line;
            in->row_bytes = 0;
        }
        in->row_bytes += n;
        fed = csv_parse(&in->parser, in->at, n, take_field, end_row, in);
        if (in->status == EB_NO_MEMORY)
            return false;
        if (fed != n && csv_error(&in->parser) == CSV_EPARSE)
            say_broken_quotes(in);
        else if (fed != n)
            in->status = EB_NO_MEMORY;
        if (fed != n || is_over_limit(in))
            return false;
        in->at += n;
        watch_quotes(in);
    }
    return true;
}

static void finish(struct reader *in)
{
    if (csv_fini(&in->parser, take_field, end_row, in) == 0)
        return;
    if (csv_error(&in->parser) == CSV_EPARSE)
        take_status(in,
                    fault(in->said, place_at(in, in->quote_line, in->n_fields),
                          "a quote is opened here and never closed; "
                          "expected a closing one before the end of the "
                          "file"));
    else
        in->status = EB_NO_MEMORY;
}

/* The separator found most often outside quotes in the first line that is not
 * blank, quoted line ends included; a comma where there is none. */
static char find_separator(const char *at, const char *end)
{
    const char candidates[] = ",;\t|";
    size_t counts[4] = {0}, best = 0;
    bool quoted = false;

    if (end - at > CSV_LARGEST_ROW)
        end = at + CSV_LARGEST_ROW;
    while (at < end && strchr(" \t\r\n", *at) != NULL && *at != '\0')
        at++;
    for (; at < end && (quoted || (*at != '\n' && *at != '\r')); at++) {
        const char *candidate = *at == '\0' ? NULL : strchr(candidates, *at);

        if (*at == '"')
            quoted = !quoted;
        else if (!quoted && candidate != NULL)
            counts[candidate - candidates]++;
    }
    for (size_t k = 1; k < 4; k++)
        if (counts[k] > counts[best])
            best = k;
    return candidates[best];
}

static long count_lines(const char *at, const char *end)
{
    long n = 1;

    for (; at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL;
         at++)
        n++;
    return n;
}

/* Files that are no text at all are refused before a line of them is read. */
static eb_status check_text(struct reader *in)
{
    const char *nul = NULL;
    size_t length = (size_t)(in->end - in->at);

    if (length >= 4 && memcmp(in->at, "PK\3\4", 4) == 0)
        return fault(in->said, (struct place){in->table->file, 1, 1},
                     "this is a zip archive, perhaps a workbook (.xlsx); "
                     "expected CSV text: save the sheet as CSV");
    if (length > 0)
        nul = memchr(in->at, '\0', length);
    if (nul != NULL)
        return fault(
            in->said,
            (struct place){in->table->file, count_lines(in->at, nul), 0},
            "byte 0x00: this is no text; expected CSV in UTF-8");
    return EB_OK;
}

static eb_status read_text(struct reader *in)
{
    eb_status status = EB_OK;

    if (in->end - in->at >= 3 && memcmp(in->at, "\xEF\xBB\xBF", 3) == 0)
        in->at += 3;
    TRY(check_text(in));
    in->separator = find_separator(in->at, in->end);
    begin_parser(in);
    for (in->line = 1; in->at < in->end; in->line++) {
        const char *end = line_end(in);

        if (!feed_line(in, end)) {
            if (in->status == EB_NO_MEMORY)
                break;
            skip_row(in, end);
        }
        /* Without a header nothing more can be said of the rows. */
        if (in->status != EB_OK && in->n_named == 0)
            break;
    }
    if (in->status != EB_NO_MEMORY && (in->n_named > 0 || !in->has_header))
        finish(in);
    if (in->status == EB_OK && !in->has_header)
        TRY(fault(in->said, (struct place){in->table->file, 1, 0},
                  "the file is empty; expected a header with the names of "
                  "the columns"));
    status = in->status;
done:
    return status;
}

static void clear(struct reader *in)
{
    if (in->has_parser)
        csv_free(&in->parser);
    VEC_CLEAR(&in->bytes);
    VEC_CLEAR(&in->starts);
    VEC_CLEAR(&in->cells);
    VEC_CLEAR(&in->told);
    table_free(in->table);
}

eb_status csv_read(const char *file_name, const char *bytes, size_t length,
                   struct table **out, eb_messages *said)
{
    struct reader in = {.said = said};
    char *converted = NULL;
    eb_status status = EB_OK;

    if (utf16_is(bytes, length)) {
        TRY(utf16_convert(file_name, bytes, length, &converted, &length,
                          said));
        bytes = converted;
    }
    TRY(table_new(file_name, &in.table));
    in.at = bytes;
    in.end = bytes + length;
    TRY(read_text(&in));
    *out = in.table;
    in.table = NULL; /* now the caller's */
done:
    clear(&in);
    mem_free(converted);
    return status;
}
