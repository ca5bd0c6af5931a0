/* books.c - accounts, reps and what joins them, resolved. */
#include "model/books.h"

#include <string.h>

void books_free(struct books *books)
{
    if (books == NULL)
        return;
    frame_free(books->accounts);
    frame_free(books->reps);
    frame_free(books->pair_rows);
    frame_free(books->territory_rows);
    frame_free(books->decision_rows);
    mem_free(books->rep_row);
    mem_free(books->rep_time);
    mem_free(books->account_by_id);
    mem_free(books->owner);
    mem_free(books->owner_state);
    mem_free(books->parent);
    mem_free(books->pin);
    mem_free(books->not_first);
    mem_free(books->not_rep);
    mem_free(books->pairs);
    mem_free(books->pair_first);
    mem_free(books->decisions);
    tree_clear(&books->tree);
    names_clear(&books->words);
    mem_free(books);
}

static const char *cell_word(const struct books *books,
                             const struct frame *frame, const char *column,
                             size_t row)
{
    return books->words.text.at[frame_column(frame, column)->word[row]];
}

/* The name, or the id where there is none. */
static const char *cell_name(const struct books *books,
                             const struct frame *frame, size_t row)
{
    const struct column *name = frame_column(frame, "name");

    if (name == NULL || name->blank[row])
        return cell_word(books, frame, "id", row);
    return books->words.text.at[name->word[row]];
}

const char *account_id(const struct books *books, size_t a)
{
    return cell_word(books, books->accounts, "id", a);
}

const char *account_name(const struct books *books, size_t a)
{
    return cell_name(books, books->accounts, a);
}

const char *rep_id(const struct books *books, size_t r)
{
    return cell_word(books, books->reps, "id", (size_t)books->rep_row[r]);
}

const char *rep_name(const struct books *books, size_t r)
{
    return cell_name(books, books->reps, (size_t)books->rep_row[r]);
}

int books_rep(const struct books *books, const char *id)
{
    size_t low = 0, high = books->n_reps;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(rep_id(books, middle), id);

        if (order == 0)
            return (int)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

bool rep_is_placeholder(const struct books *books, size_t r)
{
    const struct column *column = frame_column(books->reps, "placeholder");

    return column != NULL && column->number[books->rep_row[r]] != 0;
}

const struct pair *books_pair(const struct books *books, int account, int rep)
{
    size_t low = books->pair_first[account];
    size_t high = books->pair_first[account + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (books->pairs[middle].rep == rep)
            return &books->pairs[middle];
        if (books->pairs[middle].rep < rep)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
