/* making.c - ids as numbers, and what is said of those that are unknown. */
#include "model/making.h"

#include "model/phrase.h"

/* About half a second of comparing. */
enum { HINTS = 2000000 };

static int *new_map(size_t n)
{
    int *map = NEW(int, n);

    for (size_t k = 0; map != NULL && k < n; k++)
        map[k] = -1;
    return map;
}

/* The first row of an id counts; a second is a fault already. */
static void index_ids(const struct column *ids, size_t rows, int *map)
{
    for (size_t row = 0; row < rows; row++)
        if (!ids->blank[row] && map[ids->word[row]] < 0)
            map[ids->word[row]] = (int)row;
}

eb_status making_index(struct making *in)
{
    const struct books *books = in->books;

    in->n_words = books->words.text.n;
    in->account_of = new_map(in->n_words);
    in->rep_row_of = new_map(in->n_words);
    in->rep_of = new_map(in->n_words);
    if (in->account_of == NULL || in->rep_row_of == NULL || in->rep_of == NULL)
        return EB_NO_MEMORY;
    in->account_ids = frame_column(books->accounts, "id");
    in->rep_ids = frame_column(books->reps, "id");
    index_ids(in->account_ids, books->accounts->n_rows, in->account_of);
    index_ids(in->rep_ids, books->reps->n_rows, in->rep_row_of);
    in->hints_left = HINTS;
    return EB_OK;
}

void making_clear(struct making *in)
{
    mem_free(in->account_of);
    mem_free(in->rep_row_of);
    mem_free(in->rep_of);
    mem_free(in->known_accounts);
    mem_free(in->known_reps);
}

const char *word_text(const struct making *in, int word)
{
    return in->books->words.text.at[word];
}

/* The nearest of the ids; NULL also once enough has been compared. */
static const char *nearest_id(struct making *in, const struct column *ids,
                              size_t rows, const char ***known,
                              const char *text)
{
    if (rows > in->hints_left)
        return NULL;
    in->hints_left -= rows;
    if (*known == NULL) {
        *known = NEW(const char *, rows);
        for (size_t row = 0; *known != NULL && row < rows; row++)
            (*known)[row] = word_text(in, ids->word[row]);
    }
    return *known == NULL ? NULL : names_nearest(*known, rows, text);
}

static eb_status say_unknown(const struct making *in,
                             const struct frame *frame, size_t row,
                             const struct column *column, const char *text,
                             const char *what, const char *near)
{
    struct place at = frame_place(frame, row, column);

    if (near == NULL || near[0] == '\0')
        return fault(in->said, at, "%s: \"%.*s\" is no %s", column->header,
                     quoted(text), text, what);
    return fault(in->said, at, "%s: \"%.*s\" is no %s; did you mean \"%s\"?",
                 column->header, quoted(text), text, what, near);
}

eb_status say_no_rep(struct making *in, const struct frame *frame, size_t row,
                     const struct column *column, int word)
{
    const char *text = word_text(in, word);
    const char *near = nearest_id(in, in->rep_ids, in->books->reps->n_rows,
                                  &in->known_reps, text);

    return say_unknown(in, frame, row, column, text, "rep", near);
}

eb_status say_no_account(struct making *in, const struct frame *frame,
                         size_t row, const struct column *column, int word)
{
    const char *text = word_text(in, word);
    const char *near =
        nearest_id(in, in->account_ids, in->books->accounts->n_rows,
                   &in->known_accounts, text);

    return say_unknown(in, frame, row, column, text, "account", near);
}
