/* cmd_ledger_rollback.c - evenbook ledger rollback: a batch undone. */
#include "cli/say.h"
#include "cli/take.h"
#include "io/ledger_acts.h"
#include "model/figures.h"

#include "base/number.h"

#include <stdio.h>

static const struct option options[] = {
    DATE_OPTION("the day of it; the ledger's last"),
    {OPT_AND_LATER, 0, "and-later", VALUE_NONE, NULL,
     "undo all later batches too"},
    PATIENCE_OPTION,
    COMMON_OPTIONS};

static const char text[] =
    "Undoes a batch, by its number or the name of the plan that it adopted;\n"
    "without BATCH the last one. Cells, owners and files become what they "
    "were\n"
    "before it, by a new batch: what happened stays in the ledger, and a\n"
    "rollback can be rolled back. Refuses where later batches changed the\n"
    "same, unless --and-later undoes them too.\n";

static void print(const char *path, int64_t batch,
                  const struct ledger_undoing *undoing)
{
    char date[11], accounts[FIGURE_ROOM], reps[FIGURE_ROOM];

    date_write(undoing->date, date);
    printf("%s: batch %lld, %s: undone %s %lld", path,
           (long long)undoing->batch, date,
           undoing->batches > 1 ? "batches" : "batch", (long long)batch);
    if (undoing->batches > 1)
        printf(" to %lld", (long long)(batch + (int64_t)undoing->batches - 1));
    printf("\n  as before: %s, %s\n",
           figure_count(undoing->accounts, "account", "accounts", accounts),
           figure_count(undoing->reps, "rep", "reps", reps));
}

static eb_status make(const struct arguments *args, eb_messages *said)
{
    struct ledger *ledger = NULL;
    struct ledger_undoing undoing = {0};
    int64_t batch = 0;
    eb_status status;

    TRY(take_ledger(args, LEDGER_WRITE, &ledger, said));
    TRY(ledger_name_batch(ledger, operand(args, 1), &batch, said));
    TRY(ledger_rollback(ledger, batch, args->given[OPT_AND_LATER],
                        args->date[OPT_DATE], &undoing, said));
    TRY(ledger_commit(ledger, said));
done:
    ledger_close(ledger);
    say_messages(args, said);
    if (status == EB_OK && !args->given[OPT_QUIET])
        print(args->operands[0], batch, &undoing);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, make);
}

const struct command cmd_ledger_rollback = {
    .name = "ledger rollback",
    .usage = "LEDGER [BATCH] [OPTION]...",
    .summary = "Undo a batch, or an adopted plan",
    .text = text,
    .options = options,
    .least_operands = 1,
    .most_operands = 2,
    .run = run};
