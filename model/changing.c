/* changing.c - what the parts of scenario_make() share. */
#include "model/changing.h"

#include <string.h>

void changing_keep(struct changing *in, eb_status status)
{
    complaint_keep(&in->status, status);
}

bool changing_open(struct changing *in, struct draft *draft,
                   const struct frame *frame)
{
    if (draft->frame == NULL)
        changing_keep(in, draft_open(frame, draft));
    return in->status != EB_NO_MEMORY;
}

bool changing_column(struct changing *in, struct draft *draft,
                     const char *name, size_t *column)
{
    changing_keep(in, draft_column(draft, name, column));
    return in->status != EB_NO_MEMORY;
}

void changing_set(struct changing *in, struct draft *draft, size_t row,
                  size_t column, const char *text)
{
    changing_keep(in, draft_set(draft, row, column, text));
}

struct place changing_place(const struct changing *in, const struct node *node)
{
    return doc_place(in->doc, node);
}

const struct node *changing_list(const struct node *object, const char *key)
{
    const struct node *list = doc_get(object, key);

    return list != NULL && list->kind == DOC_ARRAY ? list : NULL;
}

int changing_rep_row(const struct changing *in, const char *id)
{
    const struct frame *reps = in->books->reps;
    const struct column *ids = frame_column(reps, "id");
    int word = names_find(&in->books->words, id);

    for (size_t row = 0; word >= 0 && row < reps->n_rows; row++)
        if (ids->word[row] == word)
            return (int)row;
    return -1;
}
