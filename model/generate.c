/* generate.c - generated books as tables. */
#include "model/generate.h"

#include "model/generate_world.h"

/* Rows out of texts; the table's header is set. */
static eb_status add_row(struct table *table, const cell_text *texts, size_t n)
{
    const char *cells[N_ACCOUNT_COLUMNS];

    for (size_t k = 0; k < n; k++)
        cells[k] = texts[k];
    return table_add_row(table, (long)table_rows(table) + 2, cells);
}

static eb_status start_table(const char *file, size_t n_columns,
                             const char *const *columns, size_t n_rows,
                             struct table **out)
{
    eb_status status = table_new(file, out);

    if (status != EB_OK)
        return status;
    if (!VEC_RESERVE(&(*out)->cells, n_rows * n_columns) ||
        !VEC_RESERVE(&(*out)->lines, n_rows))
        return EB_NO_MEMORY;
    return table_set_header(*out, n_columns, columns);
}

static eb_status add_account(const struct world *world, size_t index,
                             size_t number, struct table *table)
{
    const struct made_account *account = &world->accounts[index];
    const struct made_family *family = &world->families[account->family];
    struct account_row row = {index, number, SIZE_MAX, family->cell,
                              world->as_of};
    cell_text texts[N_ACCOUNT_COLUMNS];

    if (index != family->first)
        row.parent = world->number[family->first];
    write_account(world, &row, account, texts);
    return add_row(table, (const cell_text *)texts, N_ACCOUNT_COLUMNS);
}

/* In order of id. */
static eb_status make_accounts(const struct world *world, struct table **out)
{
    size_t n = world->n_accounts, *with_number = NEW(size_t, n);
    eb_status status = EB_OK;

    if (with_number == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < n; a++)
        with_number[world->number[a]] = a;
    TRY(start_table("accounts.csv", N_ACCOUNT_COLUMNS, account_columns, n,
                    out));
    for (size_t k = 0; k < n; k++)
        TRY(add_account(world, with_number[k], k, *out));
done:
    mem_free(with_number);
    return status;
}

static eb_status make_reps(const struct world *world, struct table **out)
{
    cell_text texts[N_REP_COLUMNS];
    eb_status status = EB_OK;

    TRY(start_table("reps.csv", N_REP_COLUMNS, rep_columns, world->n_reps,
                    out));
    for (size_t r = 0; r < world->n_reps; r++) {
        write_rep(world, r, &world->reps[r], texts);
        TRY(add_row(*out, (const cell_text *)texts, N_REP_COLUMNS));
    }
done:
    return status;
}

static eb_status add_code(struct table *table, const char *code,
                          const char *parent)
{
    const char *cells[] = {code, parent};

    return table_add_row(table, (long)table_rows(table) + 2, cells);
}

/* Regions, the territories in them, the segments in those. */
static eb_status make_territories(const struct world *world,
                                  struct table **out)
{
    static const char *const columns[] = {"code", "parent"};
    int last = -1;
    char code[CELL_ROOM];
    eb_status status = EB_OK;

    TRY(start_table("territories.csv", 2, columns, world->n_cells, out));
    for (size_t t = 0; t < world->n_territories; t++) {
        int region = world->territories[t].region;

        if (region != last)
            TRY(add_code(*out, region_names[region], ""));
        last = region;
        write_territory(world, t, code);
        TRY(add_code(*out, code, region_names[region]));
    }
    for (size_t c = 0; c < world->n_cells && world->segmented; c++) {
        write_territory(world, (size_t)world->cells[c].territory, code);
        TRY(add_code(*out, world->cells[c].code, code));
    }
done:
    return status;
}

void generated_clear(struct generated *generated)
{
    table_free(generated->accounts);
    table_free(generated->reps);
    table_free(generated->territories);
    table_free(generated->changes);
    doc_free(generated->rules);
    *generated = (struct generated){NULL, NULL, NULL, NULL, NULL};
}

static size_t or_else(size_t wanted, size_t otherwise)
{
    return wanted > 0 ? wanted : otherwise;
}

eb_status generate(const struct preset *preset,
                   const struct generate_options *options,
                   struct generated *out, eb_messages *said)
{
    struct generated made = {NULL, NULL, NULL, NULL, NULL};
    struct world_size size = {
        options->seed, or_else(options->accounts, preset->accounts),
        or_else(options->reps, preset->reps),
        or_else(options->reps_per_cell, preset->reps_per_cell),
        preset->segments};
    struct world world = {0};
    eb_status status = EB_OK;

    if (size.accounts > MOST_GENERATED_ACCOUNTS)
        return fail(EB_BAD_USAGE, said, "at most %d accounts can be generated",
                    MOST_GENERATED_ACCOUNTS);
    if (size.reps > MOST_GENERATED_REPS)
        return fail(EB_BAD_USAGE, said, "at most %d reps can be generated",
                    MOST_GENERATED_REPS);
    TRY(world_make(&size, &world));
    TRY(make_accounts(&world, &made.accounts));
    TRY(make_reps(&world, &made.reps));
    TRY(make_territories(&world, &made.territories));
    TRY(make_rules(&world, &made.rules));
    if (options->year)
        TRY(make_year(&world, &made.changes));
    *out = made;
    made = (struct generated){NULL, NULL, NULL, NULL, NULL};
done:
    world_clear(&world);
    generated_clear(&made);
    return status;
}
