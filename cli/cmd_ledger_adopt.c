/* cmd_ledger_adopt.c - evenbook ledger adopt: a plan's owners become owners. */
#include "cli/say.h"
#include "cli/take.h"
#include "io/ledger_acts.h"
#include "model/figures.h"

#include "base/number.h"

#include <stdio.h>
#include <string.h>

static const struct option options[] = {
    DATE_OPTION("the first day of the new owners; as_of of the plan"),
    PATIENCE_OPTION, COMMON_OPTIONS};

static const char text[] =
    "Makes the owners of the plan in the folder PLAN those of the ledger.\n"
    "Refuses a plan that was not made from the ledger's books as they are\n"
    "now: make one with `evenbook plan --from LEDGER -o PLAN`.\n";

static void print(const char *path, const struct ledger_adoption *adoption)
{
    char date[11], n[FIGURE_ROOM];

    date_write(adoption->date, date);
    printf("%s: batch %lld, %s: adopted %s\n", path,
           (long long)adoption->batch, date, adoption->name);
    printf("  moved %zu, forced %zu, placed %zu\n", adoption->moved,
           adoption->forced, adoption->placed);
    if (adoption->left > 0)
        printf("  without an owner: %s that no rep may own\n",
               figure_count(adoption->left, "account", "accounts", n));
}

static eb_status make(const struct arguments *args, eb_messages *said)
{
    struct ledger *ledger = NULL;
    struct ledger_adoption adoption = {0};
    eb_status status;

    TRY(take_ledger(args, LEDGER_WRITE, &ledger, said));
    TRY(ledger_adopt(ledger, args->operands[1], args->date[OPT_DATE],
                     &adoption, said));
    if (strcmp(adoption.status, "infeasible") == 0)
        TRY(warn(said, (struct place){NULL, 0, 0},
                 "%s breaks rules: see its summary.txt", args->operands[1]));
    TRY(ledger_commit(ledger, said));
done:
    ledger_close(ledger);
    say_messages(args, said);
    if (status == EB_OK && !args->given[OPT_QUIET])
        print(args->operands[0], &adoption);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, make);
}

const struct command cmd_ledger_adopt = {
    .name = "ledger adopt",
    .usage = "LEDGER PLAN [OPTION]...",
    .summary = "The owners of a plan become owners",
    .text = text,
    .options = options,
    .least_operands = 2,
    .most_operands = 2,
    .run = run};
