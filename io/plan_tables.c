/* plan_tables.c - the CSV files of a plan, by their names. */
#include "io/plan_files.h"

#include <string.h>

static eb_status assignments(const struct plan *plan, struct csv_writer *csv)
{
    plan_assignments(plan, csv);
    return EB_OK;
}

static eb_status books(const struct plan *plan, struct csv_writer *csv)
{
    plan_books(plan, csv);
    return EB_OK;
}

static eb_status owners(const struct plan *plan, struct csv_writer *csv)
{
    plan_owners(plan, OWNERS_NEW, csv);
    return EB_OK;
}

static eb_status rollback(const struct plan *plan, struct csv_writer *csv)
{
    plan_owners(plan, OWNERS_ROLLBACK, csv);
    return EB_OK;
}

static eb_status unowned(const struct plan *plan, struct csv_writer *csv)
{
    plan_owners(plan, OWNERS_ROLLBACK_UNOWNED, csv);
    return EB_OK;
}

static const struct {
    const char *name;
    eb_status (*write)(const struct plan *plan, struct csv_writer *csv);
} tables[] = {
    {"assignments.csv", assignments},
    {"moves.csv", plan_moves},
    {"books.csv", books},
    {"teams.csv", plan_teams},
    {"owners.csv", owners},
    {"owners_rollback.csv", rollback},
    {"owners_rollback_unowned.csv", unowned},
};
enum { N_TABLES = sizeof tables / sizeof *tables };

const char *plan_table_name(size_t k)
{
    return k < N_TABLES ? tables[k].name : NULL;
}

eb_status plan_table(const struct plan *plan, const char *name,
                     bool excel_safe, struct text *out)
{
    struct csv_writer csv = {
        .out = out, .separator = ',', .excel_safe = excel_safe};
    eb_status status = EB_BAD_ARGUMENT;

    out->n = 0;
    for (size_t k = 0; k < N_TABLES; k++)
        if (strcmp(tables[k].name, name) == 0)
            status = tables[k].write(plan, &csv);
    return status == EB_OK && !text_ok(out) ? EB_NO_MEMORY : status;
}
