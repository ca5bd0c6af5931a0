/* carried.c - books as they are once a plan has been carried out. */
#include "model/carried.h"

/* A copy of the columns in which owner_since has cells of its own. */
static eb_status copy_columns(struct carried_books *out)
{
    const struct frame *frame = out->books.accounts;
    const struct column *since = frame_column(frame, "owner_since");

    out->accounts = *frame;
    out->accounts.columns =
        mem_copy(frame->columns, frame->n_columns, sizeof *frame->columns);
    if (out->accounts.columns == NULL)
        return EB_NO_MEMORY;
    if (since == NULL)
        return EB_OK;
    out->since = mem_copy(since->number, frame->n_rows, sizeof *since->number);
    out->blank = mem_copy(since->blank, frame->n_rows, sizeof *since->blank);
    if (out->since == NULL || out->blank == NULL)
        return EB_NO_MEMORY;
    out->accounts.columns[since - frame->columns].number = out->since;
    out->accounts.columns[since - frame->columns].blank = out->blank;
    return EB_OK;
}

static void take(struct carried_books *out, size_t a, int rep, int64_t as_of)
{
    out->owner[a] = rep;
    out->owner_state[a] = OWNED;
    if (out->since == NULL)
        return;
    out->since[a] = as_of;
    out->blank[a] = false;
}

eb_status carried_make(const struct books *books, const int *rep,
                       int64_t as_of, struct carried_books *out)
{
    size_t n = books->n_accounts;
    eb_status status = EB_NO_MEMORY;

    *out = (struct carried_books){.books = *books};
    out->owner = mem_copy(books->owner, n, sizeof *books->owner);
    out->owner_state =
        mem_copy(books->owner_state, n, sizeof *books->owner_state);
    if (out->owner == NULL || out->owner_state == NULL)
        goto done;
    TRY(copy_columns(out));
    for (size_t a = 0; a < n; a++)
        if (rep[a] >= 0 && rep[a] != books->owner[a])
            take(out, a, rep[a], as_of);
    out->books.owner = out->owner;
    out->books.owner_state = out->owner_state;
    out->books.accounts = &out->accounts;
done:
    if (status != EB_OK)
        carried_clear(out);
    return status;
}

void carried_clear(struct carried_books *carried)
{
    mem_free(carried->owner);
    mem_free(carried->owner_state);
    mem_free(carried->since);
    mem_free(carried->blank);
    mem_free(carried->accounts.columns);
    *carried = (struct carried_books){0};
}
