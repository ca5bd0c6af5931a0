/* cmd_generate.c - evenbook generate: realistic books of any size. */
#include "cli/say.h"
#include "cli/screen.h"
#include "cli/take.h"
#include "io/csv_writer.h"
#include "io/folder.h"
#include "io/json.h"
#include "model/generate.h"

#include <stdio.h>

static const struct option options[] = {
    OUT_OPTION("DIR", "the folder to write; it must not hold files yet"),
    SEED_OPTION,
    {OPT_YEAR, 0, "year", VALUE_NONE, NULL,
     "also changes.csv: a year of changes"},
    {OPT_N_ACCOUNTS, 0, "n-accounts", VALUE_COUNT, "N",
     "so many accounts, in place of the preset's"},
    {OPT_N_REPS, 0, "n-reps", VALUE_COUNT, "N",
     "so many reps, in place of the preset's"},
    {OPT_PER_CELL, 0, "reps-per-cell", VALUE_COUNT, "N",
     "so many reps in a territory (or segment of one)"},
    COMMON_OPTIONS};

static const char text[] =
    "Writes accounts.csv, reps.csv, territories.csv and rules.json of a\n"
    "company that does not exist; `evenbook plan DIR` takes them as they "
    "are.\n"
    "The same preset, sizes and seed give the same bytes on every machine.\n"
    "PRESET, with accounts and reps: small (40 x 4), team (200 x 10),\n"
    "midmarket (1000 x 50), wall (8000 x 48), region (10000 x 200),\n"
    "company (50000 x 500), crm (250000 x 2000).\n";

static eb_status add_table(struct folder *folder, const char *name,
                           const struct table *table, eb_messages *said)
{
    struct text out = {0};
    struct csv_writer csv = {.out = &out, .separator = ','};
    eb_status status = EB_NO_MEMORY;

    for (size_t c = 0; c < table->n_columns; c++)
        csv_cell(&csv, table->header[c]);
    csv_end_row(&csv);
    for (size_t r = 0; r < table_rows(table); r++) {
        for (size_t c = 0; c < table->n_columns; c++)
            csv_cell(&csv, table_cell(table, r, c));
        csv_end_row(&csv);
    }
    if (text_ok(&out))
        status = folder_file(folder, name, out.at, out.n, said);
    text_clear(&out);
    return status;
}

static eb_status add_rules(struct folder *folder, const struct doc *rules,
                           eb_messages *said)
{
    size_t length = 0;
    char *bytes = json_write(rules, &length);
    eb_status status = EB_NO_MEMORY;

    if (bytes != NULL)
        status = folder_file(folder, "rules.json", bytes, length, said);
    mem_free(bytes);
    return status;
}

static eb_status write_all(const struct arguments *args,
                           const struct preset *preset, eb_messages *said)
{
    /* Books have no mark by which generated ones could be told from real ones,
     * so that nothing is ever replaced. */
    static const char *const ours[] = {NULL};
    struct generate_options how = {
        .seed = args->given[OPT_SEED] ? args->whole[OPT_SEED] : 1,
        .year = args->given[OPT_YEAR],
        .accounts = args->whole[OPT_N_ACCOUNTS],
        .reps = args->whole[OPT_N_REPS],
        .reps_per_cell = args->whole[OPT_PER_CELL],
    };
    struct generated made = {0};
    struct folder *folder = NULL;
    struct screen to;
    eb_status status;

    TRY(demand_folder(args, said));
    TRY(folder_begin(args->text[OPT_OUT], ours, &folder, said));
    TRY(generate(preset, &how, &made, said));
    TRY(add_table(folder, "accounts.csv", made.accounts, said));
    TRY(add_table(folder, "reps.csv", made.reps, said));
    TRY(add_table(folder, "territories.csv", made.territories, said));
    if (made.changes != NULL)
        TRY(add_table(folder, "changes.csv", made.changes, said));
    TRY(add_rules(folder, made.rules, said));
    TRY(folder_commit(folder, said));
    to = screen_of(stdout, args);
    if (!args->given[OPT_QUIET])
        put_line(&to, "%s: %zu accounts, %zu reps, %zu territories%s",
                 args->text[OPT_OUT], table_rows(made.accounts),
                 table_rows(made.reps), table_rows(made.territories),
                 made.changes != NULL ? ", a year of changes" : "");
    status = screen_end(&to);
done:
    generated_clear(&made);
    folder_free(folder);
    return status;
}

static enum exit_code unknown_preset(const char *name)
{
    size_t n;
    const struct preset *list = preset_list(&n);

    fprintf(stderr,
            "evenbook generate: there is no preset \"%s\"; there are:", name);
    for (size_t k = 0; k < n; k++)
        fprintf(stderr, " %s", list[k].name);
    fprintf(stderr, "\n");
    return EXIT_USAGE;
}

static enum exit_code run(const struct arguments *args)
{
    const struct preset *preset = preset_find(args->operands[0]);
    eb_messages *said;
    eb_status status;
    enum exit_code code;

    if (preset == NULL)
        return unknown_preset(args->operands[0]);
    if (!args->given[OPT_OUT]) {
        fprintf(stderr, "evenbook generate: -o DIR is needed\n");
        return EXIT_USAGE;
    }
    said = eb_messages_new();
    status = said == NULL ? EB_NO_MEMORY : write_all(args, preset, said);
    say_messages(args, said);
    code = exit_of(args, status, said);
    eb_messages_free(said);
    return code;
}

const struct command cmd_generate = {"generate",
                                     "PRESET -o DIR [OPTION]...",
                                     "Realistic books of any size",
                                     text,
                                     options,
                                     1,
                                     1,
                                     run};
