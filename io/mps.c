/* mps.c - a mixed-integer program as free MPS, or as CPLEX LP. */
#include "io/mps.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

enum {
    LP_WIDTH = 78,
    MOST_CHARACTERS = 22,
};

#define OBJECTIVE "points"
#define CONSTANT "constant"

/* ---- Entries by column or by row ----------------------------------------- */

struct index {
    size_t *first; /* [n + 1] into order */
    int *order;    /* entries, of each column or row in the order they came */
};

static int key_of(const struct mip_entry *entry, bool by_column)
{
    return by_column ? entry->column : entry->row;
}

static eb_status index_make(const struct mip *mip, bool by_column,
                            struct index *out)
{
    size_t n = by_column ? mip->columns.n : mip->rows.n;

    out->first = NEW(size_t, n + 2);
    out->order = NEW(int, mip->entries.n);
    if (out->first == NULL || out->order == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < mip->entries.n; k++)
        out->first[key_of(&mip->entries.at[k], by_column) + 2]++;
    for (size_t k = 2; k < n + 2; k++)
        out->first[k] += out->first[k - 1];
    for (size_t k = 0; k < mip->entries.n; k++)
        out->order[out->first[key_of(&mip->entries.at[k], by_column) + 1]++] =
            (int)k;
    return EB_OK;
}

static void index_clear(struct index *index)
{
    mem_free(index->first);
    mem_free(index->order);
}

/* ---- Numbers ------------------------------------------------------------- */

static void add_units(struct text *out, int64_t units, int decimals)
{
    char number[48];

    decimal_write(units, decimals, number);
    text_add(out, number);
}

/* 17 significant digits, as many as a double tells apart; cbc refuses numbers of
 * 24 characters and more, so that small ones have an exponent. */
static void write_cost(wide cost, char number[64])
{
    const wide most = 100000000000000000;
    int decimals = MIP_COST_DECIMALS;
    wide unit = 1;

    for (; cost / unit >= most || cost / unit <= -most; decimals--)
        unit *= 10;
    cost = (cost + (cost < 0 ? -unit / 2 : unit / 2)) / unit;
    decimal_write_wide(cost, decimals, number);
    if (strlen(number) <= MOST_CHARACTERS)
        return;
    decimal_write_wide(cost, 0, number);
    snprintf(number + strlen(number), 16, "e-%d", decimals);
}

/* The first piece beside the cheapest load is often one unit of load wide, a
 * millionth of an average item, since targets are no whole loads. Bounds of
 * that size lead cbc astray (an assertion of Clp fails). Such a piece is left
 * out, and the next one begins where it did, as long as that makes the load
 * dearer by no more than ten units of cost, 1e-8 points. */
static bool is_left_out(const struct mip *mip, size_t column)
{
    const wide most = 1000000000000000000 * (wide)10; /* 1e-27 points */
    const struct mip_column *at = &mip->columns.at[column], *next = at + 1;
    wide scale = 1;

    if (at->kind == COLUMN_ARC || at->b != 1 || column + 1 == mip->columns.n ||
        next->kind != at->kind || next->a != at->a)
        return false;
    for (int k = 0; k < at->decimals; k++)
        scale *= 10;
    return at->width <= scale / 1000 &&
           (next->cost - at->cost) / scale * at->width <= most;
}

static int64_t width_of(const struct mip *mip, size_t column)
{
    int64_t width = mip->columns.at[column].width;

    if (column > 0 && is_left_out(mip, column - 1))
        width += mip->columns.at[column - 1].width;
    return width;
}

static bool is_range(const struct mip_row *row)
{
    return row->lo != INT64_MIN && row->hi != INT64_MAX && row->lo != row->hi;
}

/* ---- Free MPS ------------------------------------------------------------ */

static char row_type(const struct mip_row *row)
{
    if (row->lo == row->hi)
        return 'E';
    if (row->hi != INT64_MAX)
        return 'L';
    return row->lo != INT64_MIN ? 'G' : 'N';
}

static void mps_rows(const struct mip *mip, struct text *out)
{
    char name[MIP_NAME_ROOM];

    text_add(out, "ROWS\n N " OBJECTIVE "\n");
    for (size_t k = 0; k < mip->rows.n; k++) {
        mip_row_name(mip, (int)k, name);
        text_printf(out, " %c %s\n", row_type(&mip->rows.at[k]), name);
    }
}

static void mps_column(const struct mip *mip, const struct index *index,
                       size_t column, struct text *out)
{
    char name[MIP_NAME_ROOM], row[MIP_NAME_ROOM], number[64];

    mip_column_name(mip, (int)column, name);
    write_cost(mip->columns.at[column].cost, number);
    text_printf(out, " %s " OBJECTIVE " %s\n", name, number);
    for (size_t k = index->first[column]; k < index->first[column + 1]; k++) {
        const struct mip_entry *entry = &mip->entries.at[index->order[k]];

        mip_row_name(mip, entry->row, row);
        text_printf(out, " %s %s ", name, row);
        add_units(out, entry->units, mip->rows.at[entry->row].decimals);
        text_add_char(out, '\n');
    }
}

static void mps_columns(const struct mip *mip, const struct index *index,
                        struct text *out)
{
    size_t arcs = (size_t)mip->n_arcs;
    char number[64];

    text_add(out, "COLUMNS\n");
    if (arcs > 0)
        text_add(out, " MARKER1 'MARKER' 'INTORG'\n");
    for (size_t k = 0; k < arcs; k++)
        mps_column(mip, index, k, out);
    if (arcs > 0)
        text_add(out, " MARKER2 'MARKER' 'INTEND'\n");
    for (size_t k = arcs; k < mip->columns.n; k++)
        if (!is_left_out(mip, k))
            mps_column(mip, index, k, out);
    write_cost(mip->constant, number);
    text_printf(out, " " CONSTANT " " OBJECTIVE " %s\n", number);
}

static void mps_sides(const struct mip *mip, struct text *out)
{
    char name[MIP_NAME_ROOM];

    text_add(out, "RHS\n");
    for (size_t k = 0; k < mip->rows.n; k++) {
        const struct mip_row *row = &mip->rows.at[k];
        int64_t side = row->hi != INT64_MAX ? row->hi : row->lo;

        if (side == 0 || row_type(row) == 'N')
            continue;
        mip_row_name(mip, (int)k, name);
        text_printf(out, " RHS %s ", name);
        add_units(out, side, row->decimals);
        text_add_char(out, '\n');
    }
    text_add(out, "RANGES\n");
    for (size_t k = 0; k < mip->rows.n; k++) {
        const struct mip_row *row = &mip->rows.at[k];

        if (!is_range(row))
            continue;
        mip_row_name(mip, (int)k, name);
        text_printf(out, " RANGES %s ", name);
        add_units(out, row->hi - row->lo, row->decimals);
        text_add_char(out, '\n');
    }
}

static void mps_bounds(const struct mip *mip, struct text *out)
{
    char name[MIP_NAME_ROOM];

    text_add(out, "BOUNDS\n");
    for (size_t k = 0; k < mip->columns.n; k++) {
        const struct mip_column *column = &mip->columns.at[k];

        if (is_left_out(mip, k))
            continue;
        mip_column_name(mip, (int)k, name);
        text_printf(out, " UP BOUND %s ", name);
        add_units(out, width_of(mip, k), column->decimals);
        text_add_char(out, '\n');
    }
    text_add(out, " FX BOUND " CONSTANT " 1\n");
}

static eb_status write_free(const struct mip *mip, struct text *out)
{
    struct index index = {0};
    eb_status status = index_make(mip, true, &index);

    if (status == EB_OK) {
        text_add(out, "NAME evenbook FREE\n");
        mps_rows(mip, out);
        mps_columns(mip, &index, out);
        mps_sides(mip, out);
        mps_bounds(mip, out);
        text_add(out, "ENDATA\n");
    }
    index_clear(&index);
    return status;
}

/* ---- CPLEX LP ------------------------------------------------------------ */

/* A sum that goes on in the next line where one is full. */
struct sum {
    struct text *out;
    size_t line; /* where the line begins */
    bool any;
};

static void sum_begin(struct sum *sum, const char *name)
{
    sum->line = sum->out->n;
    sum->any = false;
    text_printf(sum->out, " %s:", name);
}

/* `number` may have a minus in front. */
static void sum_add(struct sum *sum, const char *number, const char *name)
{
    bool minus = number[0] == '-';

    if (sum->out->n - sum->line + strlen(number) + strlen(name) > LP_WIDTH) {
        text_add(sum->out, "\n ");
        sum->line = sum->out->n;
    }
    if (minus || sum->any)
        text_add(sum->out, minus ? " -" : " +");
    number += minus;
    if (strcmp(number, "1") != 0)
        text_printf(sum->out, " %s", number);
    text_printf(sum->out, " %s", name);
    sum->any = true;
}

/* The readers want at least one term. */
static void lp_objective(const struct mip *mip, struct text *out)
{
    struct sum sum = {.out = out};
    char number[64], name[MIP_NAME_ROOM];

    text_add(out, "Minimize\n");
    sum_begin(&sum, OBJECTIVE);
    for (size_t k = 0; k < mip->columns.n; k++) {
        if (mip->columns.at[k].cost == 0 || is_left_out(mip, k))
            continue;
        write_cost(mip->columns.at[k].cost, number);
        mip_column_name(mip, (int)k, name);
        sum_add(&sum, number, name);
    }
    write_cost(mip->constant, number);
    sum_add(&sum, number, CONSTANT);
    text_add_char(out, '\n');
}

/* One side of a row; a row with two ends is written as two, since not every
 * reader takes both at once. */
static void lp_side(const struct mip *mip, const struct index *index,
                    size_t row, const char *suffix, const char *relation,
                    int64_t side, struct text *out)
{
    int decimals = mip->rows.at[row].decimals;
    struct sum sum = {.out = out};
    char number[64], name[MIP_NAME_ROOM], whole[MIP_NAME_ROOM + 8];

    mip_row_name(mip, (int)row, name);
    snprintf(whole, sizeof whole, "%s%s", name, suffix);
    sum_begin(&sum, whole);
    for (size_t k = index->first[row]; k < index->first[row + 1]; k++) {
        const struct mip_entry *entry = &mip->entries.at[index->order[k]];

        if (is_left_out(mip, (size_t)entry->column))
            continue;
        decimal_write(entry->units, mip->rows.at[entry->row].decimals, number);
        mip_column_name(mip, entry->column, name);
        sum_add(&sum, number, name);
    }
    if (!sum.any)
        sum_add(&sum, "0", CONSTANT);
    text_printf(out, " %s ", relation);
    add_units(out, side, decimals);
    text_add_char(out, '\n');
}

static void lp_rows(const struct mip *mip, const struct index *index,
                    struct text *out)
{
    text_add(out, "Subject To\n");
    if (mip->rows.n == 0) /* the readers want at least one */
        text_add(out, " fixed: " CONSTANT " = 1\n");
    for (size_t k = 0; k < mip->rows.n; k++) {
        const struct mip_row *row = &mip->rows.at[k];
        bool both = is_range(row);

        if (row->lo == row->hi) {
            lp_side(mip, index, k, "", "=", row->lo, out);
            continue;
        }
        if (row->lo != INT64_MIN)
            lp_side(mip, index, k, both ? "_lo" : "", ">=", row->lo, out);
        if (row->hi != INT64_MAX)
            lp_side(mip, index, k, both ? "_hi" : "", "<=", row->hi, out);
    }
}

static void lp_bounds(const struct mip *mip, struct text *out)
{
    char name[MIP_NAME_ROOM];

    text_add(out, "Bounds\n");
    for (size_t k = 0; k < mip->columns.n; k++) {
        const struct mip_column *column = &mip->columns.at[k];

        if (is_left_out(mip, k))
            continue;
        mip_column_name(mip, (int)k, name);
        text_printf(out, " 0 <= %s <= ", name);
        add_units(out, width_of(mip, k), column->decimals);
        text_add_char(out, '\n');
    }
    text_add(out, " " CONSTANT " = 1\n");
    if (mip->n_arcs > 0)
        text_add(out, "Generals\n");
    for (int k = 0; k < mip->n_arcs; k++) {
        mip_column_name(mip, k, name);
        text_printf(out, " %s\n", name);
    }
}

static eb_status write_lp(const struct mip *mip, struct text *out)
{
    struct index index = {0};
    eb_status status = index_make(mip, false, &index);

    if (status == EB_OK) {
        text_add(out, "\\ evenbook\n");
        lp_objective(mip, out);
        lp_rows(mip, &index, out);
        lp_bounds(mip, out);
        text_add(out, "End\n");
    }
    index_clear(&index);
    return status;
}

eb_status mps_write(const struct mip *mip, enum mps_format format,
                    struct text *out)
{
    eb_status status =
        format == MPS_FREE ? write_free(mip, out) : write_lp(mip, out);

    return status == EB_OK && !text_ok(out) ? EB_NO_MEMORY : status;
}
