/* cmd_ledger_import.c - evenbook ledger import: newer exports of the books. */
#include "cli/say.h"
#include "cli/take.h"
#include "io/handles.h"
#include "io/ledger_acts.h"
#include "model/figures.h"

#include <stdio.h>

static const struct option options[] = {
    DATE_OPTION("the day of the export; the ledger's last"),
    {OPT_CLOSE_MISSING, 0, "close-missing", VALUE_NONE, NULL,
     "close accounts that the export does not have"},
    FILE_OPTIONS,
    PATIENCE_OPTION,
    COMMON_OPTIONS};

static const char text[] =
    "Takes newer exports of accounts, reps or both into a ledger: what "
    "differs\n"
    "is changed, as one batch that can be rolled back. New accounts and reps\n"
    "are added; columns that are missing stay as they are. Other files of\n"
    "BOOKS (rules.json, pairs.csv, territories.csv) replace those before.\n";

static void print_line(size_t n, const char *one, const char *many,
                       const char *what)
{
    char count[FIGURE_ROOM];

    if (n > 0)
        printf("  %s %s\n", figure_count(n, one, many, count), what);
}

static void print(const char *path, const struct ledger_import *import,
                  int64_t date)
{
    char day[11];

    if (import->batch == 0) {
        printf("%s: nothing differs\n", path);
    } else {
        date_write(date, day);
        printf("%s: batch %lld, %s\n", path, (long long)import->batch, day);
    }
    print_line(import->added, "account", "accounts", "added");
    print_line(import->reopened, "account", "accounts", "reopened");
    print_line(import->closed, "account", "accounts", "closed");
    print_line(import->changed, "account", "accounts", "changed");
    print_line(import->owners, "owner", "owners", "changed");
    print_line(import->missing, "account", "accounts",
               "not in the export: open as before (see --close-missing)");
    print_line(import->reps_added, "rep", "reps", "added");
    print_line(import->reps_changed, "rep", "reps", "changed");
    print_line(import->reps_missing, "rep", "reps",
               "not in the export: as before");
    print_line(import->files, "other file", "other files", "replaced");
}

static eb_status make(const struct arguments *args, eb_messages *said)
{
    eb_books *books = eb_books_new();
    struct ledger *ledger = NULL;
    struct ledger_import import = {0};
    int64_t date = 0;
    eb_status status = books == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(take_books(args, operand(args, 1), books, said));
    TRY(take_ledger(args, LEDGER_WRITE, &ledger, said));
    date = args->given[OPT_DATE] ? args->date[OPT_DATE] : ledger_date(ledger);
    TRY(ledger_import(ledger, &books->inputs, date,
                      args->given[OPT_CLOSE_MISSING], &import, said));
    if (import.batch != 0)
        TRY(ledger_commit(ledger, said));
done:
    ledger_close(ledger);
    say_messages(args, said);
    if (status == EB_OK && !args->given[OPT_QUIET])
        print(args->operands[0], &import, date);
    eb_books_free(books);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, make);
}

const struct command cmd_ledger_import = {
    .name = "ledger import",
    .usage = "LEDGER [BOOKS] [OPTION]...",
    .summary = "Newer exports of the books",
    .text = text,
    .options = options,
    .least_operands = 1,
    .most_operands = 2,
    .run = run};
