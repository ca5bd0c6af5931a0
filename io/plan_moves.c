/* plan_moves.c - moves.csv: what changes owner by choice or by force, dearest
 * first. */
#include "io/plan_cells.h"
#include "io/plan_files.h"

#include <math.h>
#include <stdlib.h>

enum { LOSS_DECIMALS = 4 };

struct move {
    int64_t loss;         /* as it is written, so that the order can be seen */
    size_t account, rank; /* rank: place in order of id */
};

static int by_loss(const void *a, const void *b)
{
    const struct move *x = a, *y = b;

    if (x->loss != y->loss)
        return x->loss > y->loss ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static size_t collect(const struct plan *plan, struct move *moves)
{
    size_t n = 0;

    for (size_t k = 0; k < plan->books->n_accounts; k++) {
        size_t a = (size_t)plan->books->account_by_id[k];
        const struct assignment_row *row = &plan->rows[a];

        if (row->change == CHANGE_MOVED || row->change == CHANGE_FORCED)
            moves[n++] = (struct move){llround(row->loss * 1e4), a, k};
    }
    return n;
}

static void add_row(struct csv_writer *csv, const struct plan *plan,
                    const struct move *move)
{
    const struct books *books = plan->books;
    const struct assignment_row *row = &plan->rows[move->account];

    csv_cell(csv, account_id(books, move->account));
    csv_cell(csv, account_name(books, move->account));
    csv_cell(csv, books->role);
    csv_cell(csv, owner_text(books, move->account));
    csv_rep(csv, plan, row->rep);
    csv_cell(csv, change_text(row->change));
    csv_decimal(csv, account_value(books, move->account),
                value_decimals(books));
    csv_decimal(csv, move->loss, LOSS_DECIMALS);
    csv_points(csv, row->cost_switch);
    csv_cell(csv, row->reason);
    csv_end_row(csv);
}

eb_status plan_moves(const struct plan *plan, struct csv_writer *csv)
{
    struct move *moves = NEW(struct move, plan->books->n_accounts);
    size_t n;

    if (moves == NULL)
        return EB_NO_MEMORY;
    n = collect(plan, moves);
    qsort(moves, n, sizeof *moves, by_loss);
    csv_header(csv, "account_id account_name role from_rep_id to_rep_id "
                    "change value expected_loss cost reason");
    for (size_t k = 0; k < n; k++)
        add_row(csv, plan, &moves[k]);
    mem_free(moves);
    return EB_OK;
}
