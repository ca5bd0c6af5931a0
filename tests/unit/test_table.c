/* test_table.c - a plain table of text. */
#include "base/table.h"

#include "tests/support/sweep.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stddef.h>
#include <stdint.h>

static eb_status make(struct table **out)
{
    static const char *const names[] = {" id ", "name", "value"};
    static const char *const rows[][3] = {{"1", "Acme", ""}, {"2", "", "x"}};
    struct table *table = NULL;
    eb_status status = EB_OK;

    TRY(table_new("accounts.csv", &table));
    TRY(table_set_header(table, 3, names));
    TRY(table_add_row(table, 2, rows[0]));
    TRY(table_add_row(table, 5, rows[1]));
    *out = table;
    table = NULL;
done:
    table_free(table);
    return status;
}

Test(table, gives_back_cells_columns_and_places)
{
    struct table *table = NULL;
    struct place place;

    cr_assert(eq(int, make(&table), EB_OK));
    cr_expect(eq(sz, table_rows(table), 2));
    cr_expect(eq(str, table->header[0], "id"));
    cr_expect(eq(str, (char *)table_cell(table, 0, 1), "Acme"));
    cr_expect(eq(str, (char *)table_cell(table, 1, 1), ""));
    cr_expect(eq(int, table_column(table, "value"), 2));
    cr_expect(eq(int, table_column(table, "Value"), -1));
    place = table_place(table, 1, 2);
    cr_expect(eq(str, (char *)place.file, "accounts.csv"));
    cr_expect(eq(long, place.line, 5));
    cr_expect(eq(long, place.column, 3));
    table_free(table);
    table_free(NULL);
    cr_expect(eq(sz, mem_live(), 0));
}

static void expect_cells(const struct table *table, size_t row,
                         const char *cells[])
{
    for (size_t k = 0; k < table->n_columns; k++)
        cr_expect(
            eq(str, (char *)table_cell(table, row, k), (char *)cells[k]));
}

Test(table, changes_cells_columns_and_rows)
{
    struct table *table = NULL;

    cr_assert(eq(int, make(&table), EB_OK));
    cr_assert(eq(int, table_set_cell(table, 0, 1, "Bolt"), EB_OK));
    cr_assert(eq(int, table_add_column(table, " tier "), EB_OK));
    cr_assert(eq(int, table_set_cell(table, 1, 3, "B"), EB_OK));
    cr_expect(eq(str, table->header[3], "tier"));
    expect_cells(table, 0, (const char *[]){"1", "Bolt", "", ""});
    expect_cells(table, 1, (const char *[]){"2", "", "x", "B"});
    table_drop_row(table, 0); /* the last takes its place, with its line */
    cr_expect(eq(sz, table_rows(table), 1));
    expect_cells(table, 0, (const char *[]){"2", "", "x", "B"});
    cr_expect(eq(long, table->lines.at[0], 5));
    cr_assert(eq(int,
                 table_add_row(table, 7, (const char *[]){"3", "c", "y", "A"}),
                 EB_OK));
    table_drop_last_column(table);
    cr_expect(eq(sz, table->n_columns, 3));
    expect_cells(table, 0, (const char *[]){"2", "", "x"});
    expect_cells(table, 1, (const char *[]){"3", "c", "y"});
    table_point_cell(table, 1, 1, table->cells.at[0]);
    expect_cells(table, 1, (const char *[]){"3", "2", "y"});
    table_free(table);
    cr_expect(eq(sz, mem_live(), 0));
}

static eb_status make_and_free(void *context)
{
    struct table *table = NULL;
    eb_status status = make(&table);

    (void)context;
    table_free(table);
    return status;
}

Test(table, survives_any_refused_allocation)
{
    cr_expect(gt(long, sweep_memory(make_and_free, NULL), 3));
}

Test(memory, refuses_sizes_that_overflow)
{
    struct arena arena = {0};
    int *block = mem_new(0, sizeof *block);
    char *old = mem_string("kept");

    cr_expect(ne(ptr, block, NULL));
    cr_expect(eq(ptr, mem_new(SIZE_MAX / 2, 4), NULL));
    cr_expect(eq(ptr, mem_resize(old, SIZE_MAX, 2), NULL));
    cr_expect(eq(str, old, "kept"));
    cr_expect(eq(ptr, arena_new(&arena, SIZE_MAX), NULL));
    cr_expect(eq(sz, mem_live(), 2));
    mem_free(block);
    mem_free(old);
    cr_expect(eq(sz, mem_live(), 0));
}

Test(memory, arenas_give_aligned_zeroed_pieces)
{
    struct arena arena = {0};
    size_t wrong = 0;

    for (size_t k = 1; k < 3000; k++) {
        char *piece = arena_new(&arena, k);
        wrong += (uintptr_t)piece % _Alignof(max_align_t) != 0;
        for (size_t b = 0; b < k; b++)
            wrong += piece[b] != 0;
        for (size_t b = 0; b < k; b++)
            piece[b] = 1;
        wrong += arena_string(&arena, "xyz", 2)[2] != '\0';
    }
    cr_expect(eq(sz, wrong, 0));
    arena_clear(&arena);
    cr_expect(eq(sz, mem_live(), 0));
}
