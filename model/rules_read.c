/* rules_read.c - what the readers of the parts of rules.json share. */
#include "model/rules_read.h"

#include "model/complaint.h"

#include <string.h>

void reader_keep(struct reader *in, eb_status status)
{
    complaint_keep(&in->status, status);
}

void *reader_take(struct reader *in, size_t n, size_t size)
{
    void *piece = NULL;

    if (n <= PTRDIFF_MAX / size)
        piece = arena_new(&in->rules->memory, n * size);
    if (piece == NULL)
        reader_keep(in, EB_NO_MEMORY);
    return piece;
}

struct place reader_place(const struct reader *in, const struct node *node)
{
    if (in->rules->doc == NULL)
        return (struct place){"rules.json", 0, 0};
    return doc_place(in->rules->doc, node);
}

void reader_where(struct reader *in, const struct node *object,
                  struct where *out)
{
    const struct where_source from = {in->rules->doc,
                                      read_node(object, "where", DOC_OBJECT),
                                      in->books->accounts, &in->books->words};

    reader_keep(in, where_read(&from, &in->rules->memory, out, in->said));
}

const struct column *reader_column(struct reader *in, const struct node *at,
                                   const struct frame *frame, const char *name,
                                   unsigned kinds, const char *wanted)
{
    const struct column *column = frame_column(frame, name);
    const char *file = frame->table->file;

    if (column != NULL && (kinds >> column->kind & 1u) != 0)
        return column;
    if (column != NULL)
        reader_keep(in, fault(in->said, reader_place(in, at),
                              "the column \"%s\" of %s holds %s, not %s", name,
                              file, wording_of_kind(column->kind), wanted));
    else
        reader_keep(in,
                    fault(in->said, reader_place(in, at),
                          "\"%s\" is not a column of %s%s", name, file,
                          hint_of(nearest_column(frame, kinds, name)).text));
    return NULL;
}

const struct node *read_node(const struct node *object, const char *key,
                             enum doc_kind kind)
{
    const struct node *node = doc_get(object, key);

    return node != NULL && node->kind == kind ? node : NULL;
}

bool read_is_given(const struct node *object, const char *key)
{
    const struct node *node = doc_get(object, key);

    return node != NULL && node->kind != DOC_NULL;
}

const char *read_text(const struct node *object, const char *key)
{
    return doc_string(doc_get(object, key));
}

bool read_flag(const struct node *object, const char *key, bool standard)
{
    const struct node *node = read_node(object, key, DOC_BOOL);

    return node != NULL ? node->truth : standard;
}

bool read_decimal(const struct node *object, const char *key,
                  struct decimal *out)
{
    const struct node *node = read_node(object, key, DOC_NUMBER);

    return node != NULL &&
           number_read(node->text, NUMBER_POINT, out) == NUMBER_OK;
}

int64_t read_whole(const struct node *object, const char *key,
                   int64_t standard)
{
    struct decimal d;

    return read_decimal(object, key, &d) && d.decimals == 0 ? d.units
                                                            : standard;
}

int read_choice(const struct node *object, const char *key,
                const char *const *choices, int n, int standard)
{
    const char *text = read_text(object, key);

    for (int k = 0; text != NULL && k < n; k++)
        if (strcmp(choices[k], text) == 0)
            return k;
    return standard;
}

const struct column *column_of(const struct frame *frame, const char *name)
{
    return frame != NULL ? frame_column(frame, name) : NULL;
}
