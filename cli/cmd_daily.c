/* cmd_daily.c - evenbook daily: place a day's changes. */
#include "cli/daily_options.h"
#include "cli/daily_text.h"
#include "cli/effort.h"
#include "cli/say.h"
#include "cli/take.h"
#include "model/figures.h"

#include <stdio.h>
#include <string.h>

static const struct option options[] = {
    OUT_OPTION("FILE", "write the decisions as CSV"),
    DATE_OPTION("the day; that of the latest event"),
    {OPT_ROLE, 0, "role", VALUE_TEXT, "ROLE", "decide for this role alone"},
    POLICY_OPTION,
    GIVING_OPTIONS,
    MAX_MOVES_OPTION,
    {OPT_SKIP_BAD, 0, "skip-bad", VALUE_TEXT, "FILE",
     "apply what can be, write the refused rows there"},
    {OPT_ALERT, 0, "alert", VALUE_TEXT, "LIMITS",
     "exit with 1 above drift=POINTS,outside=REPS,over=REPS"},
    PATIENCE_OPTION,
    {OPT_THREADS, 0, "threads", VALUE_COUNT, "N",
     "threads; the answer is the same with any number"},
    EXCEL_SAFE_OPTION,
    JSON_OPTION("print what it came to as JSON"),
    COMMON_OPTIONS};

static const char text[] =
    "Puts a batch of changes into the ledger and places what has no owner "
    "then,\n"
    "moving nobody who need not move. CHANGES is a file of events, CSV or "
    "JSON\n"
    "lines; - is standard input. A batch is applied whole or not at all, and "
    "once,\n"
    "however often it is sent. Without CHANGES time passes to --date: covers "
    "end,\n"
    "and what waits for an owner is tried again.\n";

static eb_status read_request(const struct arguments *args,
                              struct daily_request *out, eb_messages *said)
{
    eb_status status;

    *out = (struct daily_request){.ledger = operand(args, 0),
                                  .changes = operand(args, 1),
                                  .refused = args->text[OPT_SKIP_BAD],
                                  .role = args->text[OPT_ROLE],
                                  .has_date = args->given[OPT_DATE],
                                  .date = args->date[OPT_DATE],
                                  .patience = patience_of(args),
                                  .how = daily_options_of(args)};
    TRY(alerts_of(args, &out->alerts, said));
    if (out->changes == NULL && !out->has_date)
        TRY(fail(
            EB_BAD_USAGE, said,
            "name a file of changes, or the --date to which time passes"));
    if (out->refused != NULL && args->text[OPT_OUT] != NULL &&
        strcmp(out->refused, args->text[OPT_OUT]) == 0)
        TRY(fail(EB_BAD_USAGE, said, "--skip-bad and --out name one file"));
done:
    return status;
}

/* ---- What is said -------------------------------------------------------- */

static eb_status print_json(const struct daily_report *report,
                            const eb_messages *said)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("daily", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_messages(doc, root, said);
    if (report != NULL)
        daily_describe(report, doc, root);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

/* As messages, so that whoever runs it reads them. */
static eb_status raise_alerts(const struct daily_report *report,
                              eb_messages *said)
{
    char advice[4 * FIGURE_ROOM];
    eb_status status = EB_OK;

    for (size_t k = 0; k < report->roles.n; k++) {
        const struct daily_role *role = &report->roles.at[k];
        bool named = report->roles.n > 1 && role->role != NULL;

        daily_advice_text(role, advice);
        for (size_t j = 0; j < role->alerts.n; j++)
            status =
                fail(EB_REFUSED, said, "alert: %s%s%s%s%s",
                     named ? role->role : "", named ? ": " : "",
                     role->alerts.at[j], *advice != '\0' ? "; " : "", advice);
    }
    return status;
}

static eb_status print_text(const struct arguments *args,
                            const struct daily_report *report)
{
    struct screen to = screen_of(stdout, args);

    daily_print(report, args->given[OPT_VERBOSE], &to);
    return screen_end(&to);
}

static eb_status print(const struct arguments *args,
                       const struct daily_report *report, eb_messages *said)
{
    const char *out = args->text[OPT_OUT];
    bool out_is_stdout = out != NULL && strcmp(out, "-") == 0;
    eb_status status, alerted = raise_alerts(report, said);

    if (out != NULL)
        TRY(daily_write(report, args->given[OPT_EXCEL_SAFE], out, said));
    if (args->given[OPT_JSON]) {
        TRY(print_json(report, said));
    } else {
        say_messages(args, said);
        if (!args->given[OPT_QUIET] && !out_is_stdout)
            TRY(print_text(args, report));
    }
    status = alerted;
done:
    return status;
}

static eb_status look(const struct arguments *args, eb_messages *said)
{
    struct daily_request request;
    struct daily_report report = {0};
    struct pool *pool = NULL;
    eb_status status;

    TRY(read_request(args, &request, said));
    TRY(pool_new(solve_threads(args), &pool));
    request.how.pool = pool;
    TRY(daily_run(&request, &report, said));
    status = print(args, &report, said);
    daily_report_clear(&report);
    pool_free(pool);
    return status;
done:
    if (args->given[OPT_JSON] && status != EB_NO_MEMORY)
        (void)print_json(NULL, said);
    else
        say_messages(args, said);
    pool_free(pool);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, look);
}

const struct command cmd_daily = {"daily",
                                  "LEDGER [CHANGES] [OPTION]...",
                                  "Place a day's changes",
                                  text,
                                  options,
                                  1,
                                  2,
                                  run};
