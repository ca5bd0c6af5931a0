/* cmd_ledger_show.c - evenbook ledger show, history: what a ledger holds, and what
 * happened. */
#include "cli/ledger_text.h"
#include "cli/say.h"
#include "cli/take.h"

static const struct option show_options[] = {
    DATE_OPTION("as it was at the end of this day"), JSON_OPTION("print JSON"),
    PATIENCE_OPTION, COMMON_OPTIONS};

static const char show_text[] =
    "Prints what a ledger holds: its days, accounts, reps, and the last\n"
    "batches (with --verbose all of them); or one account or rep, by id or\n"
    "name, as its row has it.\n";

static const struct option history_options[] = {
    JSON_OPTION("print JSON"), PATIENCE_OPTION, COMMON_OPTIONS};

static const char history_text[] =
    "Prints what happened to an account or a rep, by id or name, and why; "
    "say\n"
    "account:ID or rep:ID where both have it. Without one: all batches.\n";

static eb_status print_summary(const struct arguments *args,
                               struct ledger *ledger, bool batches_alone,
                               eb_messages *said)
{
    struct ledger_summary summary = {0};
    struct screen to = screen_of(stdout, args);
    eb_status status;

    TRY(ledger_summary(ledger, args->date[OPT_DATE], &summary, said));
    if (args->given[OPT_JSON])
        TRY(ledger_summary_json(&summary));
    else if (batches_alone)
        ledger_print_batches(&summary, true, &to);
    else
        ledger_print_summary(&summary, args->operands[0],
                             args->given[OPT_VERBOSE], &to);
    status = screen_end(&to);
done:
    ledger_summary_clear(&summary);
    return status;
}

static eb_status print_one(const struct arguments *args, struct ledger *ledger,
                           eb_messages *said)
{
    struct ledger_one one = {0};
    struct screen to = screen_of(stdout, args);
    eb_status status;

    TRY(ledger_one(ledger, args->operands[1], args->date[OPT_DATE], &one,
                   said));
    if (args->given[OPT_JSON])
        TRY(ledger_one_json(&one));
    else
        ledger_print_one(&one, &to);
    status = screen_end(&to);
done:
    ledger_one_clear(&one);
    return status;
}

static eb_status print_history(const struct arguments *args,
                               struct ledger *ledger, eb_messages *said)
{
    struct ledger_history history = {0};
    struct screen to = screen_of(stdout, args);
    eb_status status;

    TRY(ledger_history(ledger, args->operands[1], &history, said));
    if (args->given[OPT_JSON])
        TRY(ledger_history_json(&history));
    else
        ledger_print_history(&history, &to);
    status = screen_end(&to);
done:
    ledger_history_clear(&history);
    return status;
}

static eb_status show(const struct arguments *args, eb_messages *said)
{
    struct ledger *ledger = NULL;
    eb_status status;

    TRY(take_ledger(args, LEDGER_READ, &ledger, said));
    if (args->n_operands > 1)
        TRY(print_one(args, ledger, said));
    else
        TRY(print_summary(args, ledger, false, said));
done:
    ledger_close(ledger);
    say_messages(args, said);
    return status;
}

static eb_status tell(const struct arguments *args, eb_messages *said)
{
    struct ledger *ledger = NULL;
    eb_status status;

    TRY(take_ledger(args, LEDGER_READ, &ledger, said));
    if (args->n_operands > 1)
        TRY(print_history(args, ledger, said));
    else
        TRY(print_summary(args, ledger, true, said));
done:
    ledger_close(ledger);
    say_messages(args, said);
    return status;
}

static enum exit_code run_show(const struct arguments *args)
{
    return run_look(args, show);
}

static enum exit_code run_history(const struct arguments *args)
{
    return run_look(args, tell);
}

const struct command cmd_ledger_show = {.name = "ledger show",
                                        .usage =
                                            "LEDGER [ACCOUNT|REP] [OPTION]...",
                                        .summary = "What a ledger holds",
                                        .text = show_text,
                                        .options = show_options,
                                        .least_operands = 1,
                                        .most_operands = 2,
                                        .run = run_show};

const struct command cmd_ledger_history = {
    .name = "ledger history",
    .usage = "LEDGER [ACCOUNT|REP] [OPTION]...",
    .summary = "What happened to an account or a rep",
    .text = history_text,
    .options = history_options,
    .least_operands = 1,
    .most_operands = 2,
    .run = run_history};
