/* cmd_tiers.c - evenbook tiers: accounts by what they hold of all value. */
#include "cli/columns.h"
#include "cli/say.h"
#include "cli/take.h"
#include "io/disk.h"
#include "io/files.h"
#include "io/handles.h"
#include "io/tiered.h"
#include "model/figures.h"

#include <stdio.h>
#include <sys/stat.h>

static const struct option options[] = {
    OUT_OPTION("FILE", "write account, value, share and tier as CSV"),
    {OPT_ACCOUNTS, 'a', "accounts", VALUE_TEXT, "FILE", "accounts.csv"},
    {OPT_RULES, 'R', "rules", VALUE_TEXT, "FILE",
     "rules.json, for its columns"},
    {OPT_CUT, 0, "cut", VALUE_TEXT, "SHARES",
     "where tiers end; 0.8,0.95,0.99"},
    {OPT_WITHIN, 0, "within", VALUE_TEXT, "COLUMN",
     "each text of this column by itself"},
    EXCEL_SAFE_OPTION,
    JSON_OPTION("print all of it as JSON"),
    COMMON_OPTIONS};

static const char text[] =
    "Sorts accounts by value: those that together hold the first 80 % are A, "
    "up\n"
    "to 95 % B, up to 99 % C, the rest, and what is worth nothing, D. The "
    "account\n"
    "that crosses a line still belongs before it, and accounts of the same "
    "value\n"
    "belong together. ACCOUNTS is a file, or a folder with accounts.csv.\n";

static bool is_folder(const char *path)
{
    struct stat is;

    return stat(path, &is) == 0 && S_ISDIR(is.st_mode);
}

static eb_status take_accounts(const struct arguments *args, eb_books *books,
                               eb_messages *said)
{
    const char *path = operand(args, 0);
    eb_status status;

    TRY(take_books(args, path != NULL && is_folder(path) ? path : NULL, books,
                   said));
    if (path != NULL && !is_folder(path) && args->given[OPT_ACCOUNTS])
        status = fail(EB_BAD_USAGE, said,
                      "accounts are named twice: %s and --accounts", path);
    else if (path != NULL && !is_folder(path))
        status = eb_books_read_file(books, EB_ACCOUNTS, path, said);
done:
    return status;
}

static eb_status read_cuts(const struct arguments *args, struct tier_cuts *out,
                           eb_messages *said)
{
    const char *given = args->text[OPT_CUT];

    *out = tier_cuts_usual();
    if (given == NULL || tier_cuts_read(given, out))
        return EB_OK;
    return fail(EB_BAD_USAGE, said,
                "--cut is rising shares between 0 and 1 with commas between "
                "them, such as 0.8,0.95; not \"%s\"",
                given);
}

/* ---- Printing ---------------------------------------------------------- */

static void add_share(struct columns *table, wide part, wide all)
{
    char cell[FIGURE_ROOM];

    columns_add(table, all == 0
                           ? "-"
                           : figure_percent((double)part / (double)all, cell));
}

static void add_tier(struct columns *table, const struct tiering *t,
                     size_t group, size_t tier)
{
    const struct tier_group *of = &t->tiers.groups[group];
    char cell[FIGURE_ROOM], letter[2] = {tier_letter((int)tier), '\0'};

    columns_add(table, tier == 0 ? tiered_group(t, group) : "");
    columns_add(table, letter);
    columns_add(table, figure((wide)of->n_in[tier], 0, cell));
    add_share(table, (wide)of->n_in[tier], (wide)of->n);
    columns_add(table, figure(of->value_in[tier], t->tiers.decimals, cell));
    add_share(table, of->value_in[tier], of->value);
    columns_add_share(table, of->value == 0 ? 0
                                            : (double)of->value_in[tier] /
                                                  (double)of->value);
}

static eb_status print_text(const struct tiering *t,
                            const struct arguments *args)
{
    static const char *const heads[] = {
        "group", "tier", "accounts", "of accounts", "value", "of value", ""};
    struct columns table = {.n = sizeof heads / sizeof *heads};
    struct screen to = screen_of(stdout, args);

    columns_add_all(&table, heads, table.n);
    for (size_t g = 0; g < t->tiers.n_groups; g++)
        for (size_t k = 0; k < t->tiers.n_tiers; k++)
            add_tier(&table, t, g, k);
    columns_end(&table, 2, &to);
    if (t->tiers.n_outside > 0)
        put_line(&to, "outside, in no tier: %zu", t->tiers.n_outside);
    return screen_end(&to);
}

static eb_status print_json(const struct tiering *t, const eb_messages *said)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("tiers", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_messages(doc, root, said);
    if (t != NULL)
        tiered_describe(t, doc, root);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

/* ---- All of it --------------------------------------------------------- */

static eb_status write_file(const struct arguments *args,
                            const struct tiering *t, eb_messages *said)
{
    struct text out = {0};
    eb_status status = EB_NO_MEMORY;

    tiered_write(t, args->given[OPT_EXCEL_SAFE], &out);
    if (text_ok(&out))
        status = file_write_whole(args->text[OPT_OUT], out.at, out.n, said);
    text_clear(&out);
    return status;
}

static eb_status make(const struct arguments *args, struct tiering *out,
                      eb_messages *said)
{
    eb_books *books = eb_books_new();
    struct tier_cuts cuts;
    eb_status status = books == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(read_cuts(args, &cuts, said));
    TRY(take_accounts(args, books, said));
    TRY(tiering_make(&books->inputs, args->text[OPT_WITHIN], &cuts, out,
                     said));
    if (args->text[OPT_OUT] != NULL)
        TRY(write_file(args, out, said));
done:
    eb_books_free(books);
    return status;
}

static eb_status look(const struct arguments *args, eb_messages *said)
{
    struct tiering tiering = {0};
    eb_status status = make(args, &tiering, said);
    bool to_stdout = args->text[OPT_OUT] != NULL &&
                     args->text[OPT_OUT][0] == '-' &&
                     args->text[OPT_OUT][1] == '\0';

    if (args->given[OPT_JSON] && !to_stdout && status != EB_NO_MEMORY) {
        eb_status printed =
            print_json(status == EB_OK ? &tiering : NULL, said);

        status = status == EB_OK ? printed : status;
    } else {
        say_messages(args, said);
        if (status == EB_OK && !args->given[OPT_QUIET] && !to_stdout)
            status = print_text(&tiering, args);
    }
    tiering_clear(&tiering);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, look);
}

const struct command cmd_tiers = {"tiers",
                                  "[ACCOUNTS] [-o FILE] [OPTION]...",
                                  "Accounts by what they hold of all value",
                                  text,
                                  options,
                                  0,
                                  1,
                                  run};
