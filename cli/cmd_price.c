/* cmd_price.c - evenbook price: what each rule, lock and limit costs. */
#include "cli/effort.h"
#include "cli/price_text.h"
#include "cli/say.h"
#include "io/files.h"
#include "cli/stop.h"
#include "cli/take.h"

#include <stdio.h>
#include <string.h>

enum { STANDARD_TOP = 10 };

static const struct option options[] = {
    OUT_OPTION("FILE", "write all prices there, as CSV"),
    {OPT_TOP, 0, "top", VALUE_COUNT, "N",
     "solve the N dearest by estimate; 10"},
    {OPT_EFFORT, 0, "effort", VALUE_CHOICE, "quick|normal|deep",
     "how much work to do for each; normal"},
    {OPT_TIME_LIMIT, 0, "time-limit", VALUE_POSITIVE, "SECONDS",
     "stop then with what is known; no limit"},
    {OPT_GAP, 0, "gap", VALUE_AMOUNT, "FRACTION",
     "stop each this near to its bound; 0"},
    SEED_OPTION,
    {OPT_THREADS, 0, "threads", VALUE_COUNT, "N",
     "threads; prices are the same with any number"},
    EXCEL_SAFE_OPTION,
    JSON_OPTION("print everything as JSON"),
    COMMON_OPTIONS};

static const char text[] =
    "Lifts each rule of a plan, each lock of a family and each limit at a "
    "rep, one\n"
    "by one, and says what the plan would gain. All get an estimate; the "
    "dearest are\n"
    "solved like plans, and then the best three to lift together. The plan's "
    "folder is\n"
    "checked first; BOOKS is where its inputs are, if not where it says. "
    "--verbose\n"
    "lists what was only estimated too. If the plan breaks rules, lists the "
    "smallest\n"
    "sets of rules that contradict each other, and exits with 1.\n";

static eb_options options_of(const struct arguments *args,
                             struct progress *progress)
{
    eb_options o = solve_options(args, progress);

    if (!args->given[OPT_GAP])
        o.gap = 0;
    return o;
}

static bool to_stdout(const struct arguments *args)
{
    return args->text[OPT_OUT] != NULL &&
           strcmp(args->text[OPT_OUT], "-") == 0;
}

static eb_status write_csv(const struct arguments *args, eb_prices *prices,
                           eb_messages *said)
{
    const char *csv;

    if (args->text[OPT_OUT] == NULL)
        return EB_OK;
    csv = eb_prices_csv(prices);
    if (csv == NULL)
        return EB_NO_MEMORY;
    return file_write_whole(args->text[OPT_OUT], csv, strlen(csv), said);
}

static eb_status print(const struct arguments *args, eb_prices *prices)
{
    struct screen to = screen_of(stdout, args);
    const char *json;

    if (to_stdout(args) || (args->given[OPT_QUIET] && !args->given[OPT_JSON]))
        return EB_OK;
    if (!args->given[OPT_JSON]) {
        price_print(prices, args->given[OPT_VERBOSE], &to);
        return screen_end(&to);
    }
    json = eb_prices_json(prices);
    if (json == NULL)
        return EB_NO_MEMORY;
    fputs(json, stdout);
    return EB_OK;
}

static eb_status make(const struct arguments *args, eb_prices **prices,
                      eb_messages *said)
{
    struct progress progress;
    eb_options how;
    eb_status status;

    progress_begin(&progress, args);
    how = options_of(args, &progress);
    status = eb_prices_make(operand(args, 0), operand(args, 1), &how,
                            args->given[OPT_TOP] ? args->whole[OPT_TOP]
                                                 : STANDARD_TOP,
                            prices, said);
    progress_end(&progress);
    if (status == EB_OK)
        status = write_csv(args, *prices, said);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    eb_messages *said = eb_messages_new();
    eb_prices *prices = NULL;
    eb_status status = said == NULL ? EB_NO_MEMORY : make(args, &prices, said);
    enum exit_code code;

    say_messages(args, said);
    if (status == EB_OK)
        status = print(args, prices);
    code = exit_of(args, status, said);
    if (code == EXIT_DONE && prices->prices.breaks_rules)
        code = EXIT_NO;
    eb_prices_free(prices);
    eb_messages_free(said);
    return code;
}

const struct command cmd_price = {"price",
                                  "DIR [BOOKS] [OPTION]...",
                                  "What each rule, lock and limit costs",
                                  text,
                                  options,
                                  1,
                                  2,
                                  run};
