/* cmd_ledger_export.c - evenbook ledger export: the books as files again, or what was
 * decided and happened, as CSV. */
#include "cli/say.h"
#include "cli/take.h"
#include "io/files.h"
#include "io/ledger_look.h"

#include <stdio.h>
#include <string.h>

static const struct option options[] = {
    OUT_OPTION("DIR|FILE",
               "books: the folder to write; else a file, standard output"),
    DATE_OPTION("the books at the end of this day"), EXCEL_SAFE_OPTION,
    PATIENCE_OPTION, COMMON_OPTIONS};

static const char text[] =
    "WHAT is one of\n"
    "  books      a folder of input files: accounts.csv, reps.csv, rules.json "
    "...\n"
    "             (the default; -o must be an empty folder or a new one)\n"
    "  decisions  every decision with its reason, the next best and its cost\n"
    "  events     every event that was applied, with both dates\n"
    "  history    every edit of every cell\n"
    "  owners     who owned what from when to when\n";

static bool is_known(const char *what)
{
    for (size_t k = 0; ledger_export_names[k] != NULL; k++)
        if (strcmp(ledger_export_names[k], what) == 0)
            return true;
    return false;
}

static eb_status write_table(const struct arguments *args,
                             struct ledger *ledger, const char *what,
                             eb_messages *said)
{
    const char *path = args->given[OPT_OUT] ? args->text[OPT_OUT] : "-";
    struct text out = {0};
    eb_status status;

    if (args->given[OPT_DATE])
        return fail(EB_BAD_USAGE, said, "--date goes with books");
    TRY(ledger_export(ledger, what, args->given[OPT_EXCEL_SAFE], &out, said));
    TRY(file_write_whole(path, out.at, out.n, said));
done:
    text_clear(&out);
    return status;
}

static eb_status write_books(const struct arguments *args,
                             struct ledger *ledger, eb_messages *said)
{
    if (!args->given[OPT_OUT] || strcmp(args->text[OPT_OUT], "-") == 0)
        return fail(EB_BAD_USAGE, said,
                    "name the folder to write the books to: -o DIR");
    return ledger_export_books(ledger, args->date[OPT_DATE],
                               args->text[OPT_OUT], said);
}

static eb_status make(const struct arguments *args, eb_messages *said)
{
    const char *what = args->n_operands > 1 ? args->operands[1] : "books";
    bool books = strcmp(what, "books") == 0;
    struct ledger *ledger = NULL;
    eb_status status;

    if (!books && !is_known(what))
        TRY(fail(EB_BAD_USAGE, said,
                 "there is no \"%s\" to export; there are: books, decisions, "
                 "events, history, owners",
                 what));
    TRY(take_ledger(args, LEDGER_READ, &ledger, said));
    if (books)
        TRY(write_books(args, ledger, said));
    else
        TRY(write_table(args, ledger, what, said));
done:
    ledger_close(ledger);
    say_messages(args, said);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, make);
}

const struct command cmd_ledger_export = {
    .name = "ledger export",
    .usage = "LEDGER [WHAT] [-o DIR|FILE] [OPTION]...",
    .summary = "The books as files again; decisions, events, history, owners",
    .text = text,
    .options = options,
    .least_operands = 1,
    .most_operands = 2,
    .run = run};
