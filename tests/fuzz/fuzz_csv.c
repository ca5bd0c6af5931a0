/* fuzz_csv.c - any bytes as CSV: a table that comes back when written, or
 * faults; and nothing left behind. */
#include "io/csv_reader.h"
#include "io/csv_writer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

static void write_table(const struct table *table, struct text *out)
{
    struct csv_writer csv = {.out = out, .separator = ','};

    for (size_t k = 0; k < table->n_columns; k++)
        csv_cell(&csv, table->header[k]);
    csv_end_row(&csv);
    for (size_t r = 0; r < table_rows(table); r++) {
        for (size_t k = 0; k < table->n_columns; k++)
            csv_cell(&csv, table_cell(table, r, k));
        csv_end_row(&csv);
    }
}

static void check_round_trip(const struct table *table)
{
    struct text out = {0};
    struct table *back = NULL;

    write_table(table, &out);
    demand(csv_read("back", out.at, out.n, &back, NULL) == EB_OK);
    demand(back->n_columns == table->n_columns);
    demand(table_rows(back) == table_rows(table));
    for (size_t k = 0; k < table->cells.n; k++)
        demand(strcmp(back->cells.at[k], table->cells.at[k]) == 0);
    table_free(back);
    text_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    eb_messages *said = eb_messages_new();
    struct table *table = NULL;
    eb_status status = csv_read("f", (const char *)bytes, n, &table, said);

    demand((status == EB_OK) == (fault_count(said) == 0));
    demand((status == EB_OK) == (table != NULL));
    if (table != NULL)
        check_round_trip(table);
    table_free(table);
    eb_messages_free(said);
    demand(mem_live() == 0);
    return 0;
}
