/* json.c - JSON text into documents and back; cJSON checks the syntax. */
#include "io/json.h"

#include "base/names.h"
#include "io/encoding.h"
#include "io/json_syntax.h"
#include "io/text.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

enum {
    LINE_WIDTH = 100,
    FEW_KEYS = 8, /* up to here they are compared with each other */
    SHOWN = 40
};

/* Where the walk stands in the text. */
struct reader {
    const char *file, *at, *end;
    long line, column;
    struct doc *doc;
    eb_messages *said;
    eb_status status; /* the worst so far */
};

static struct place here(const struct reader *in)
{
    return (struct place){in->file, in->line, in->column};
}

static void take_status(struct reader *in, eb_status status)
{
    if (in->status != EB_NO_MEMORY && status != EB_OK)
        in->status = status;
}

/* One byte on. Columns count characters: the bytes that follow the first of a
 * character do not count. */
static void step(struct reader *in)
{
    in->at++;
    if (in->at[-1] == '\n') {
        in->line++;
        in->column = 1;
    } else if (in->at == in->end || ((unsigned char)*in->at & 0xC0) != 0x80) {
        in->column++;
    }
}

static void step_to(struct reader *in, const char *to)
{
    while (in->at < to)
        step(in);
}

/* cJSON takes every byte up to 0x20 for a blank; JSON has four. */
static void skip_blanks(struct reader *in)
{
    for (; in->at < in->end && (unsigned char)*in->at <= 0x20; step(in))
        if (strchr(" \t\r\n", *in->at) == NULL || *in->at == '\0')
            take_status(in, fault(in->said, here(in),
                                  "byte 0x%02X between values; expected a "
                                  "blank or the end of a line",
                                  (unsigned)(unsigned char)*in->at));
}

/* Past a mark that cJSON has seen to be there. */
static void skip_mark(struct reader *in)
{
    skip_blanks(in);
    if (in->at < in->end)
        step(in);
}

/* Past a string in quotes, complaining of what cJSON lets pass. */
static void walk_string(struct reader *in)
{
    for (step(in); in->at < in->end && *in->at != '"'; step(in)) {
        if ((unsigned char)*in->at < 0x20)
            take_status(in, fault(in->said, here(in),
                                  "byte 0x%02X in a string; expected \\n, "
                                  "\\t or \\u00%02x",
                                  (unsigned)(unsigned char)*in->at,
                                  (unsigned)(unsigned char)*in->at));
        if (*in->at != '\\')
            continue;
        if (in->end - in->at >= 6 && memcmp(in->at, "\\u0000", 6) == 0)
            take_status(in, fault(in->said, here(in),
                                  "\\u0000 in a string; expected text"));
        step(in);
    }
    if (in->at < in->end)
        step(in);
}

/* cJSON reads with strtod, which takes 01 and 1. and overflows in silence. */
static void walk_number(struct reader *in, struct node *node, double value)
{
    const char *start = in->at, *end = start;
    const char *good = json_number_end(start, in->end);

    while (end < in->end && strchr("0123456789+-.eE", *end) != NULL &&
           *end != '\0')
        end++;
    if (good != end)
        take_status(in, fault(in->said, here(in),
                              "\"%.*s\" is not a number in JSON; expected "
                              "one like 0.5, -12 or 1e6",
                              (int)(end - start), start));
    else if (!isfinite(value))
        take_status(in, fault(in->said, here(in),
                              "%.*s is too large; expected less than 1.8e308",
                              (int)(end - start), start));
    node->text = arena_string(&in->doc->memory, start, (size_t)(end - start));
    if (node->text == NULL)
        in->status = EB_NO_MEMORY;
    step_to(in, end);
}

static void check_keys(struct reader *in, const struct node *object)
{
    struct names seen = {0};
    size_t n = doc_length(object);

    for (const struct node *k = object->first; k != NULL; k = k->next) {
        bool again = false;

        if (n > FEW_KEYS) {
            size_t known = seen.text.n;
            int number = names_add(&seen, k->key);
            if (number < 0)
                in->status = EB_NO_MEMORY;
            again = number >= 0 && (size_t)number < known;
        } else {
            again = doc_get(object, k->key) != k;
        }
        if (again)
            take_status(in, fault(in->said, doc_key_place(in->doc, k),
                                  "the key \"%.*s\" stands in this object "
                                  "already; expected each key once",
                                  SHOWN, k->key));
    }
    names_clear(&seen);
}

static enum doc_kind kind_of(const cJSON *item)
{
    if (cJSON_IsObject(item))
        return DOC_OBJECT;
    if (cJSON_IsArray(item))
        return DOC_ARRAY;
    if (cJSON_IsString(item))
        return DOC_STRING;
    if (cJSON_IsNumber(item))
        return DOC_NUMBER;
    return cJSON_IsBool(item) ? DOC_BOOL : DOC_NULL;
}

static void walk_value(struct reader *in, struct node *parent,
                       const cJSON *item, struct place key);

/* The brackets and what is between them. */
static void walk_children(struct reader *in, struct node *node,
                          const cJSON *item)
{
    step(in);
    for (const cJSON *k = item->child; k != NULL && in->status != EB_NO_MEMORY;
         k = k->next) {
        struct place key = {NULL, 0, 0};

        if (node->kind == DOC_OBJECT) {
            skip_blanks(in);
            key = here(in);
            walk_string(in);
            skip_mark(in); /* the colon */
        }
        walk_value(in, node, k, key);
        if (k->next != NULL)
            skip_mark(in); /* the comma */
    }
    skip_mark(in);
    if (node->kind == DOC_OBJECT)
        check_keys(in, node);
}

static void walk_value(struct reader *in, struct node *parent,
                       const cJSON *item, struct place key)
{
    enum doc_kind kind = kind_of(item);
    struct node *node;

    if (kind == DOC_STRING)
        node =
            doc_add_string(in->doc, parent, item->string, item->valuestring);
    else
        node = doc_add(in->doc, parent, item->string, kind);
    if (node == NULL) {
        in->status = EB_NO_MEMORY;
        return;
    }
    skip_blanks(in);
    node->line = in->line;
    node->column = in->column;
    node->key_line = key.line;
    node->key_column = key.column;
    node->truth = cJSON_IsTrue(item);
    if (kind == DOC_STRING)
        walk_string(in);
    else if (kind == DOC_NUMBER)
        walk_number(in, node, item->valuedouble);
    else if (kind == DOC_ARRAY || kind == DOC_OBJECT)
        walk_children(in, node, item);
    else
        step_to(in, in->at + (kind == DOC_NULL || node->truth ? 4 : 5));
}

/* cJSON has refused the text. Where the grammar finds no fault, one of its
 * limits was passed: a number of more than 63 characters. */
static eb_status say_syntax(struct reader *in, const char *stop)
{
    const char *where = stop, *expected = NULL;

    if (json_syntax(in->at, in->end, &where, &expected)) {
        where = stop;
        expected = "a number of at most 63 characters";
    }
    step_to(in, where);
    if (in->at == in->end)
        return fault(in->said, here(in), "the text ends; expected %s",
                     expected);
    if ((unsigned char)*in->at <= 0x20 || (unsigned char)*in->at >= 0x7F)
        return fault(in->said, here(in), "found byte 0x%02X; expected %s",
                     (unsigned)(unsigned char)*in->at, expected);
    return fault(in->said, here(in), "found '%c'; expected %s", *in->at,
                 expected);
}

static eb_status check_utf8(struct reader *in)
{
    size_t length = (size_t)(in->end - in->at);
    size_t valid = utf8_valid(in->at, length);

    if (valid == length)
        return EB_OK;
    step_to(in, in->at + valid);
    return fault(in->said, here(in),
                 "byte 0x%02X is no UTF-8; expected a file saved as UTF-8",
                 (unsigned)(unsigned char)*in->at);
}

static eb_status read_text(struct reader *in)
{
    const char *stop = NULL;
    cJSON *tree = NULL;
    eb_status status = EB_OK;

    TRY(check_utf8(in));
    for (stop = in->at; stop < in->end && (unsigned char)*stop <= 0x20;)
        stop++;
    if (stop == in->end)
        return fault(in->said, here(in),
                     "the file is empty; expected a value in JSON");
    tree = cJSON_ParseWithLengthOpts(in->at, (size_t)(in->end - in->at), &stop,
                                     0);
    if (tree == NULL)
        return say_syntax(in, stop);
    walk_value(in, NULL, tree, (struct place){NULL, 0, 0});
    if (in->status != EB_NO_MEMORY) {
        skip_blanks(in);
        if (in->at < in->end)
            take_status(in, fault(in->said, here(in),
                                  "text after the value; expected the end of "
                                  "the file"));
    }
    status = in->status;
done:
    cJSON_Delete(tree);
    return status;
}

eb_status json_read_line(const char *file_name, long line, const char *bytes,
                         size_t length, struct doc **out, eb_messages *said)
{
    struct reader in = {.file = file_name,
                        .at = bytes,
                        .end = bytes + length,
                        .line = line,
                        .column = 1,
                        .said = said};
    eb_status status = EB_OK;

    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        in.at += 3;
    TRY(doc_new(file_name, &in.doc));
    TRY(read_text(&in));
    *out = in.doc;
    in.doc = NULL; /* now the caller's */
done:
    doc_free(in.doc);
    return status;
}

eb_status json_read(const char *file_name, const char *bytes, size_t length,
                    struct doc **out, eb_messages *said)
{
    return json_read_line(file_name, 1, bytes, length, out, said);
}

static void write_string(struct text *out, const char *string)
{
    static const char letters[] = "btnvfr"; /* 0x08 to 0x0D; \v is none */

    text_add_char(out, '"');
    for (; *string != '\0'; string++) {
        size_t plain = 0;

        while ((unsigned char)string[plain] >= 0x20 && string[plain] != '"' &&
               string[plain] != '\\' && string[plain] != 0x7F)
            plain++;
        text_add_bytes(out, string, plain);
        string += plain;
        if (*string == '\0')
            break;
        if (*string == '"' || *string == '\\')
            text_printf(out, "\\%c", *string);
        else if (*string >= 0x08 && *string <= 0x0D && *string != '\v')
            text_printf(out, "\\%c", letters[*string - 0x08]);
        else
            text_printf(out, "\\u%04x", (unsigned)(unsigned char)*string);
    }
    text_add_char(out, '"');
}

static void write_scalar(struct text *out, const struct node *node)
{
    if (node->kind == DOC_STRING)
        write_string(out, node->text);
    else if (node->kind == DOC_NUMBER)
        text_add(out, node->text);
    else if (node->kind == DOC_BOOL)
        text_add(out, node->truth ? "true" : "false");
    else
        text_add(out, "null");
}

static bool has_scalars_alone(const struct node *array)
{
    for (const struct node *k = array->first; k != NULL; k = k->next)
        if (k->kind == DOC_ARRAY || k->kind == DOC_OBJECT)
            return false;
    return true;
}

static size_t columns_since(const struct text *out, size_t start)
{
    size_t columns = 0;

    for (size_t k = start; k < out->n; k++)
        columns += ((unsigned char)out->at[k] & 0xC0) != 0x80;
    return columns;
}

/* Tries the one line, and takes it back where it gets too long. A comma may
 * follow, so one column is left for it. */
static bool write_in_line(struct text *out, const struct node *array,
                          size_t line_start)
{
    size_t start = out->n;

    if (array->kind != DOC_ARRAY || !has_scalars_alone(array))
        return false;
    text_add_char(out, '[');
    for (const struct node *k = array->first; k != NULL; k = k->next) {
        write_scalar(out, k);
        text_add(out, k->next != NULL ? ", " : "]");
        if (text_ok(out) && out->n - line_start >= LINE_WIDTH &&
            columns_since(out, line_start) >= LINE_WIDTH) {
            out->n = start;
            return false;
        }
    }
    return true;
}

/* Deep trees would be mostly blanks. */
enum { DEEPEST = 12 };

static void indent(struct text *out, int depth)
{
    text_add_char(out, '\n');
    for (int k = 0; k < depth && k < DEEPEST; k++)
        text_add(out, "  ");
}

static void write_value(struct text *out, const struct node *node, int depth,
                        size_t line_start)
{
    const char *brackets = node->kind == DOC_ARRAY ? "[]" : "{}";

    if (node->kind != DOC_ARRAY && node->kind != DOC_OBJECT) {
        write_scalar(out, node);
        return;
    }
    if (node->first == NULL) {
        text_add(out, brackets);
        return;
    }
    if (write_in_line(out, node, line_start))
        return;
    text_add_char(out, brackets[0]);
    for (const struct node *k = node->first; k != NULL; k = k->next) {
        size_t start = out->n + 1;

        indent(out, depth + 1);
        if (node->kind == DOC_OBJECT) {
            write_string(out, k->key);
            text_add(out, ": ");
        }
        write_value(out, k, depth + 1, start);
        if (k->next != NULL)
            text_add_char(out, ',');
    }
    indent(out, depth);
    text_add_char(out, brackets[1]);
}

char *json_write(const struct doc *doc, size_t *length)
{
    struct text out = {0};

    if (!doc_ok(doc) || doc->root == NULL)
        return NULL;
    write_value(&out, doc->root, 0, 0);
    text_add_char(&out, '\n');
    if (!text_ok(&out)) {
        text_clear(&out);
        return NULL;
    }
    *length = out.n;
    return out.at;
}
