/* books_pairs.c - pairs.csv, as pairs of an account and a rep. */
#include "model/making.h"

#include "model/order.h"
#include "model/phrase.h"

/* The columns of pairs.csv; all but the first two may be NULL. */
struct pair_columns {
    const struct column *account, *rep, *cost, *fit, *workload, *forbidden;
};

static bool read_number(const struct column *column, size_t row,
                        struct decimal *out)
{
    if (column == NULL || column->blank[row])
        return false;
    *out = column_decimal(column, row);
    return true;
}

/* The row's account and rep; *known only if both are, and of this role. */
static eb_status resolve(struct making *in, const struct pair_columns *columns,
                         size_t row, struct pair *out, bool *known)
{
    const struct frame *frame = in->books->pair_rows;
    int account = columns->account->word[row], rep = columns->rep->word[row];
    bool filled = !columns->account->blank[row] && !columns->rep->blank[row];
    eb_status kept = EB_OK;

    out->account = in->account_of[account];
    out->rep = in->rep_of[rep];
    if (!columns->account->blank[row] && out->account < 0)
        keep_status(&kept,
                    say_no_account(in, frame, row, columns->account, account));
    if (!columns->rep->blank[row] && in->rep_row_of[rep] < 0)
        keep_status(&kept, say_no_rep(in, frame, row, columns->rep, rep));
    *known = filled && out->account >= 0 && out->rep >= 0;
    return kept;
}

static void fill(const struct pair_columns *columns, size_t row,
                 struct pair *out)
{
    out->row = row;
    out->has_cost = read_number(columns->cost, row, &out->cost);
    out->has_fit = read_number(columns->fit, row, &out->fit);
    out->has_workload = read_number(columns->workload, row, &out->workload);
    out->forbidden =
        columns->forbidden != NULL && columns->forbidden->number[row] != 0;
}

/* In order of account, then rep, then row. */
static eb_status sort_pairs(struct books *books)
{
    struct pair *pairs = books->pairs;
    size_t n = books->n_pairs;
    eb_status status;

    TRY(sort_by_key(pairs, n, sizeof *pairs, offsetof(struct pair, rep),
                    books->n_reps));
    TRY(sort_by_key(pairs, n, sizeof *pairs, offsetof(struct pair, account),
                    books->n_accounts));
done:
    return status;
}

static eb_status refuse_doubles(const struct making *in,
                                const struct column *account)
{
    const struct books *books = in->books;
    eb_status kept = EB_OK;

    for (size_t k = 1; k < books->n_pairs; k++) {
        const struct pair *a = &books->pairs[k - 1], *b = &books->pairs[k];

        if (a->account == b->account && a->rep == b->rep)
            keep_status(&kept,
                        fault(in->said,
                              frame_place(books->pair_rows, b->row, account),
                              "%s and %s stand on line %ld already",
                              account_id(books, (size_t)b->account),
                              rep_id(books, (size_t)b->rep),
                              books->pair_rows->table->lines.at[a->row]));
    }
    return kept;
}

static eb_status read_pairs(struct making *in,
                            const struct pair_columns *columns)
{
    struct books *books = in->books;
    eb_status kept = EB_OK;

    for (size_t row = 0; row < books->pair_rows->n_rows; row++) {
        struct pair *pair = &books->pairs[books->n_pairs];
        bool known;

        keep_status(&kept, resolve(in, columns, row, pair, &known));
        if (!known)
            continue;
        fill(columns, row, pair);
        books->n_pairs++;
    }
    return kept;
}

static void index_pairs(struct books *books)
{
    for (size_t k = 0; k < books->n_pairs; k++)
        books->pair_first[books->pairs[k].account + 1]++;
    for (size_t a = 0; a < books->n_accounts; a++)
        books->pair_first[a + 1] += books->pair_first[a];
}

eb_status pairs_settle(struct making *in)
{
    struct books *books = in->books;
    const struct frame *frame = books->pair_rows;
    struct pair_columns columns = {0};
    eb_status kept = EB_OK;

    books->pairs = NEW(struct pair, frame == NULL ? 0 : frame->n_rows);
    books->pair_first = NEW(size_t, books->n_accounts + 1);
    if (books->pairs == NULL || books->pair_first == NULL)
        return EB_NO_MEMORY;
    if (frame == NULL)
        return EB_OK;
    columns.account = frame_column(frame, "account");
    columns.rep = frame_column(frame, "rep");
    columns.cost = frame_column(frame, "cost");
    columns.fit = frame_column(frame, "fit");
    columns.workload = frame_column(frame, "workload");
    columns.forbidden = frame_column(frame, "forbidden");
    keep_status(&kept, read_pairs(in, &columns));
    keep_status(&kept, sort_pairs(books));
    if (kept != EB_NO_MEMORY)
        keep_status(&kept, refuse_doubles(in, columns.account));
    index_pairs(books);
    return kept;
}
