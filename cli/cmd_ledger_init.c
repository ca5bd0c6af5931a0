/* cmd_ledger_init.c - evenbook ledger init: a new ledger, from books. */
#include "cli/say.h"
#include "cli/take.h"
#include "io/handles.h"
#include "io/ledger_acts.h"
#include "model/figures.h"

#include <stdio.h>

static const struct option options[] = {
    DATE_OPTION("the ledger's first day; as_of of the rules"), FILE_OPTIONS,
    COMMON_OPTIONS};

static const char text[] =
    "Makes a ledger of the books in the folder BOOKS, or in the files that\n"
    "flags name. There must be no such file yet. Numbers and dates are\n"
    "written plainly in it: 1963.1, 2027-01-04; all else as it stands. The\n"
    "books have to be without a fault (see `check`). decisions.csv belongs "
    "to\n"
    "a plan and is left out: give it to `plan --from` by its flag.\n";

static eb_status choose_date(const struct arguments *args,
                             const struct inputs *inputs, int64_t *date,
                             eb_messages *said)
{
    int64_t as_of;
    eb_status status;

    TRY(ledger_look_over(inputs, &as_of, said));
    *date = args->given[OPT_DATE] ? args->date[OPT_DATE] : as_of;
    if (*date == INT64_MIN)
        status = fail(EB_BAD_USAGE, said,
                      "the books hold no date: name the ledger's first day "
                      "with --date");
done:
    return status;
}

static void print(const struct inputs *inputs, const char *path, int64_t date)
{
    char day[11], accounts[FIGURE_ROOM], reps[FIGURE_ROOM];

    date_write(date, day);
    figure_count(table_rows(inputs_table(inputs, EB_ACCOUNTS)), "account",
                 "accounts", accounts);
    figure_count(table_rows(inputs_table(inputs, EB_REPS)), "rep", "reps",
                 reps);
    printf("%s: begins on %s with %s and %s\n", path, day, accounts, reps);
}

static eb_status make(const struct arguments *args, eb_messages *said)
{
    eb_books *books = eb_books_new();
    int64_t date = 0;
    eb_status status = books == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(take_books(args, operand(args, 1), books, said));
    TRY(choose_date(args, &books->inputs, &date, said));
    if (books->inputs.of[EB_DECISIONS] != NULL)
        TRY(warn(said, (struct place){NULL, 0, 0},
                 "decisions.csv is left out: it belongs to one plan"));
    TRY(ledger_create(args->operands[0], &books->inputs, date, said));
done:
    say_messages(args, said);
    if (status == EB_OK && !args->given[OPT_QUIET])
        print(&books->inputs, args->operands[0], date);
    eb_books_free(books);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, make);
}

const struct command cmd_ledger_init = {.name = "ledger init",
                                        .usage = "LEDGER [BOOKS] [OPTION]...",
                                        .summary = "A new ledger, from books",
                                        .text = text,
                                        .options = options,
                                        .least_operands = 1,
                                        .most_operands = 2,
                                        .run = run};
