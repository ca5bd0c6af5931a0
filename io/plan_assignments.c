/* plan_assignments.c - assignments.csv: an owner and a reason per account. */
#include "io/plan_cells.h"
#include "io/plan_files.h"

static void add_row(struct csv_writer *csv, const struct plan *plan,
                    size_t account)
{
    const struct books *books = plan->books;
    const struct assignment_row *row = &plan->rows[account];

    csv_cell(csv, account_id(books, account));
    csv_cell(csv, account_name(books, account));
    csv_cell(csv, books->role);
    csv_cell(csv, owner_after(plan, account));
    csv_cell(csv, owner_text(books, account));
    csv_cell(csv, change_text(row->change));
    csv_cell(csv, row->reason);
    csv_rep(csv, plan, row->next_best);
    if (row->next_best >= 0)
        csv_points(csv, row->next_cost);
    else
        csv_cell(csv, "");
    csv_cell(csv, row->blocked_by);
    csv_end_row(csv);
}

void plan_assignments(const struct plan *plan, struct csv_writer *csv)
{
    csv_header(csv, "account_id account_name role rep_id previous_rep_id "
                    "change reason next_best_rep_id next_best_cost "
                    "blocked_by");
    for (size_t k = 0; k < plan->books->n_accounts; k++)
        add_row(csv, plan, (size_t)plan->books->account_by_id[k]);
}
