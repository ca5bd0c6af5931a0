/* rules_cells.c - the cells that feed a metric, against what it takes. */
#include "model/rules_cells.h"

#include "model/complaint.h"

#include <string.h>

struct checking {
    const struct books *books;
    eb_messages *said;
    bool *outside;                  /* [n_accounts] */
    const struct measure **measure; /* of metrics, limits and budgets */
    size_t n_measures;
    eb_status status;
};

static bool fill_outside(struct checking *in)
{
    const struct books *books = in->books;
    const struct column *column = frame_column(books->accounts, "outside");

    in->outside = NEW(bool, books->n_accounts);
    if (in->outside == NULL)
        return false;
    for (size_t a = 0; column != NULL && a < books->n_accounts; a++)
        in->outside[a] = column->number[a] != 0;
    for (size_t d = 0; d < books->n_decisions; d++)
        if (books->decisions[d].verdict == OUTSIDE)
            in->outside[books->decisions[d].account] = true;
    return true;
}

static bool fill_measures(struct checking *in, const struct rules *rules)
{
    const struct continuity *continuity = &rules->continuity;
    size_t n = rules->n_metrics + rules->n_limits + continuity->n_budgets + 1;

    in->measure = NEW(const struct measure *, n);
    if (in->measure == NULL)
        return false;
    for (size_t m = 0; m < rules->n_metrics; m++)
        in->measure[in->n_measures++] = &rules->metrics[m].measure;
    for (size_t l = 0; l < rules->n_limits; l++)
        in->measure[in->n_measures++] = &rules->limits[l].measure;
    for (size_t k = 0; k < continuity->n_budgets; k++)
        in->measure[in->n_measures++] = &continuity->budgets[k].measure;
    if (rules->against.kind == AGAINST_METRIC)
        in->measure[in->n_measures++] = &rules->against.measure;
    return true;
}

static bool refuses(const struct measure *measure, size_t row)
{
    return measure->negative == NEGATIVE_REFUSE &&
           where_holds(&measure->where, row);
}

static void check_cell(struct checking *in, const struct column *column,
                       size_t row)
{
    const struct frame *frame = in->books->accounts;
    bool blank = column->blank[row];

    for (size_t k = 0; k < in->n_measures; k++) {
        const struct measure *measure = in->measure[k];

        if (measure->column != column)
            continue;
        if (blank && measure->required && where_holds(&measure->where, row)) {
            complaint_keep(&in->status,
                           fault(in->said, frame_place(frame, row, column),
                                 "%s: blank, and the metric \"%s\" requires "
                                 "it",
                                 column->name, measure->name));
            return;
        }
        if (!blank && refuses(measure, row)) {
            complaint_keep(
                &in->status,
                fault(in->said, frame_place(frame, row, column),
                      "%s: \"%s\" is negative, and the metric \"%s\" refuses "
                      "that",
                      column->name,
                      table_cell(frame->table, row, (size_t)column->field),
                      measure->name));
            return;
        }
    }
}

/* Whether a blank cell counts as 0: in a measure, or in what moves cost, which
 * takes the value of every account. */
static bool is_taken_as_zero(const struct checking *in,
                             const struct column *column, size_t row)
{
    bool taken = column == frame_column(in->books->accounts, "value");

    for (size_t k = 0; k < in->n_measures; k++) {
        const struct measure *measure = in->measure[k];

        if (measure->column != column || !where_holds(&measure->where, row))
            continue;
        if (measure->required)
            return false;
        taken = true;
    }
    return taken;
}

static void check_column(struct checking *in, const struct column *column)
{
    const struct frame *frame = in->books->accounts;
    size_t zeros = 0;

    for (size_t row = 0; row < frame->n_rows; row++) {
        if (in->outside[row])
            continue;
        if (column->blank[row] || column->number[row] < 0)
            check_cell(in, column, row);
        zeros += column->blank[row] && is_taken_as_zero(in, column, row);
    }
    if (zeros > 0)
        complaint_keep(&in->status,
                       warn(in->said, (struct place){frame->table->file, 0, 0},
                            "%s: %zu blank cell%s as 0", column->header, zeros,
                            zeros == 1 ? " counts" : "s count"));
}

static void check_columns(struct checking *in)
{
    const struct frame *frame = in->books->accounts;

    for (size_t c = 0; c < frame->n_columns; c++)
        if (frame->columns[c].kind == CELL_NUMBER)
            check_column(in, &frame->columns[c]);
}

static void check_pair(struct checking *in, const struct pair *pair,
                       const struct column *column)
{
    for (size_t k = 0; k < in->n_measures; k++) {
        const struct measure *measure = in->measure[k];

        if (!measure->from_pairs || !refuses(measure, (size_t)pair->account))
            continue;
        complaint_keep(
            &in->status,
            fault(in->said,
                  frame_place(in->books->pair_rows, pair->row, column),
                  "workload: \"%s\" is negative, and the metric \"%s\" "
                  "refuses that",
                  table_cell(in->books->pair_rows->table, pair->row,
                             (size_t)column->field),
                  measure->name));
        return;
    }
}

static void check_pairs(struct checking *in)
{
    const struct books *books = in->books;
    const struct column *column;

    if (books->pair_rows == NULL)
        return;
    column = frame_column(books->pair_rows, "workload");
    for (size_t p = 0; column != NULL && p < books->n_pairs; p++)
        if (books->pairs[p].has_workload &&
            books->pairs[p].workload.units < 0 &&
            !in->outside[books->pairs[p].account])
            check_pair(in, &books->pairs[p], column);
}

/* ---- Pairs that say nothing --------------------------------------------- */

static bool has_term(const struct rules *rules, enum fit_kind kind)
{
    for (size_t k = 0; k < rules->n_fit; k++)
        if (rules->fit[k].kind == kind)
            return true;
    return false;
}

static bool counts_pairs(const struct checking *in)
{
    for (size_t k = 0; k < in->n_measures; k++)
        if (in->measure[k]->from_pairs)
            return true;
    return false;
}

/* Who hands over pairs.csv means it; yet only a rule takes what is in it. */
static void warn_of_idle_pairs(struct checking *in, const struct rules *rules)
{
    const struct frame *frame = in->books->pair_rows;
    const struct {
        const char *column;
        bool used;
        const char *use;
    } uses[] = {
        {"cost", has_term(rules, FIT_PAIR_COST),
         "a fit term {\"pair\": \"cost\"}"},
        {"fit", has_term(rules, FIT_PAIR_FIT),
         "a fit term {\"pair\": \"fit\"}"},
        {"workload", counts_pairs(in), "a metric or limit \"workload\""},
    };

    for (size_t k = 0; k < sizeof uses / sizeof *uses && frame != NULL; k++) {
        const struct column *column = frame_column(frame, uses[k].column);

        if (column != NULL && !uses[k].used)
            complaint_keep(&in->status,
                           warn(in->said,
                                (struct place){frame->table->file,
                                               frame->table->header_line,
                                               (long)column->field + 1},
                                "no rule uses %s; %s would", column->header,
                                uses[k].use));
    }
}

eb_status rules_check_cells(const struct rules *rules,
                            const struct books *books, eb_messages *said)
{
    struct checking in = {.books = books, .said = said, .status = EB_OK};

    if (fill_outside(&in) && fill_measures(&in, rules)) {
        check_columns(&in);
        check_pairs(&in);
        warn_of_idle_pairs(&in, rules);
    } else {
        in.status = EB_NO_MEMORY;
    }
    mem_free(in.outside);
    mem_free((void *)in.measure);
    return in.status;
}
