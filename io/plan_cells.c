/* plan_cells.c - how the facts of a plan are written, in CSV and in JSON. */
#include "io/plan_cells.h"

#include <string.h>

void csv_header(struct csv_writer *csv, const char *names)
{
    char name[64];

    while (*names != '\0') {
        size_t n = strcspn(names, " ");

        memcpy(name, names, n);
        name[n] = '\0';
        csv_cell(csv, name);
        names += n;
        names += *names == ' ';
    }
    csv_end_row(csv);
}

void csv_points(struct csv_writer *csv, int64_t cost)
{
    csv_decimal(csv, cost, 9);
}

void csv_target(struct csv_writer *csv, wide target, int decimals)
{
    char text[64];

    decimal_write_wide(target, decimals + 6, text);
    csv_cell(csv, text);
}

/* Halves away from zero. Loads stay below 2^53, so that 1e12 of them fit. */
static int64_t deviation_millionths(int64_t load, wide target)
{
    const wide million = 1000000;
    wide excess = ((wide)load * million - target) * million;
    wide half = target / 2;

    return (int64_t)((excess < 0 ? excess - half : excess + half) / target);
}

void csv_deviation(struct csv_writer *csv, int64_t load, wide target)
{
    if (target > 0)
        csv_decimal(csv, deviation_millionths(load, target), 6);
    else
        csv_cell(csv, "");
}

void csv_rep(struct csv_writer *csv, const struct plan *plan, int rep)
{
    csv_cell(csv, rep < 0 ? "" : rep_id(plan->books, (size_t)rep));
}

const char *rep_text(const struct plan *plan, size_t rep,
                     const struct column *column)
{
    const struct books *books = plan->books;

    if (column == NULL || column->word == NULL)
        return "";
    return books->words.text.at[column->word[books->rep_row[rep]]];
}

const char *owner_text(const struct books *books, size_t account)
{
    const struct column *column = books->owner_column;

    if (column == NULL || column->word == NULL)
        return "";
    return books->words.text.at[column->word[account]];
}

const char *owner_after(const struct plan *plan, size_t account)
{
    const struct assignment_row *row = &plan->rows[account];

    if (row->rep >= 0)
        return rep_id(plan->books, (size_t)row->rep);
    return row->change == CHANGE_UNASSIGNED ? ""
                                            : owner_text(plan->books, account);
}

const char *change_text(enum change change)
{
    static const char *const names[] = {
        [CHANGE_KEPT] = "kept",
        [CHANGE_MOVED] = "moved",
        [CHANGE_FORCED] = "forced",
        [CHANGE_PLACED] = "placed",
        [CHANGE_UNASSIGNED] = "unassigned",
    };

    return names[change];
}

int value_decimals(const struct books *books)
{
    const struct column *value = frame_column(books->accounts, "value");

    return value == NULL ? 0 : value->decimals;
}

int64_t account_value(const struct books *books, size_t account)
{
    const struct column *value = frame_column(books->accounts, "value");

    return value == NULL ? 1 : value->number[account];
}
