/* plan_books.c - books.csv: what each rep's book weighs, before and after. */
#include "io/plan_cells.h"
#include "io/plan_files.h"

static void add_rep(struct csv_writer *csv, const struct plan *plan, int rep,
                    const struct column *email)
{
    csv_rep(csv, plan, rep);
    csv_cell(csv, rep_name(plan->books, (size_t)rep));
    csv_cell(csv, rep_text(plan, (size_t)rep, email));
    csv_cell(csv, plan->books->role);
}

static void add_loads(struct csv_writer *csv, const struct plan *plan,
                      const struct book_row *row)
{
    const struct measure *m = &plan->rules->metrics[row->metric].measure;

    csv_cell(csv, m->name);
    csv_cell(csv,
             row->group < 0 ? "" : plan->books->words.text.at[row->group]);
    if (row->target > 0)
        csv_target(csv, row->target, m->decimals);
    else
        csv_cell(csv, "");
    csv_decimal(csv, row->before, m->decimals);
    csv_decimal(csv, row->after, m->decimals);
    csv_deviation(csv, row->before, row->target);
    csv_deviation(csv, row->after, row->target);
}

static void add_counts(struct csv_writer *csv, const struct book_count *count,
                       int decimals)
{
    csv_integer(csv, (int64_t)count->before);
    csv_integer(csv, (int64_t)count->after);
    csv_integer(csv, (int64_t)count->kept);
    csv_integer(csv, (int64_t)count->gained);
    csv_integer(csv, (int64_t)count->lost);
    csv_integer(csv, (int64_t)count->forced);
    csv_integer(csv, (int64_t)count->placed);
    csv_decimal(csv, count->value_kept, decimals);
    csv_decimal(csv, count->value_gained, decimals);
    csv_decimal(csv, count->value_lost, decimals);
    csv_decimal(csv, count->value_forced, decimals);
    csv_decimal(csv, count->value_placed, decimals);
}

void plan_books(const struct plan *plan, struct csv_writer *csv)
{
    const struct column *email = frame_column(plan->books->reps, "email");
    int decimals = value_decimals(plan->books);

    csv_header(csv, "rep_id rep_name email role metric group target "
                    "load_before load_after deviation_before "
                    "deviation_after accounts_before accounts_after kept "
                    "gained lost forced placed value_kept value_gained "
                    "value_lost value_forced value_placed");
    for (size_t k = 0; k < plan->n_books; k++) {
        const struct book_row *row = &plan->book_rows[k];

        add_rep(csv, plan, row->rep, email);
        add_loads(csv, plan, row);
        add_counts(csv, &plan->book_counts[row->rep], decimals);
        csv_end_row(csv);
    }
}
