/* cmd_replay.c - evenbook replay: policies against a year of changes. */
#include "cli/columns.h"
#include "cli/daily_options.h"
#include "cli/effort.h"
#include "cli/say.h"
#include "cli/take.h"
#include "io/replay_run.h"
#include "model/figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option options[] = {
    OUT_OPTION("DIR",
               "write the course of it, a page, and the books at the end"),
    {OPT_POLICY, 0, "policy", VALUE_TEXT, "LIST",
     "those to compare, with commas between; all"},
    {OPT_EVERY, 0, "every", VALUE_CHOICE, "day|week|month",
     "changes of so long are one batch; day"},
    {OPT_MOVES, 0, "moves", VALUE_AMOUNT, "N",
     "existing customers that may move a month, below 1 a share; 0"},
    {OPT_ROLE, 0, "role", VALUE_TEXT, "ROLE",
     "replay this role, where reps have several"},
    GIVING_OPTIONS,
    {OPT_SKIP, 0, "skip", VALUE_NONE, NULL,
     "leave out changes that contradict the books"},
    {OPT_THREADS, 0, "threads", VALUE_COUNT, "N",
     "policies run beside each other; the answer is the same"},
    FORM_OPTIONS,
    JSON_OPTION("print what each policy comes to as JSON"),
    COMMON_OPTIONS};

static const char text[] =
    "Decides a year of changes day by day under one policy after the other, "
    "as\n"
    "`evenbook daily` would, and shows how fair the books stay, how far from "
    "the\n"
    "best possible, and for how many moves. The ledger is only read. CHANGES "
    "is a\n"
    "file of events, CSV or JSON lines; - is standard input.\n";

/* ---- What is asked ------------------------------------------------------- */

static eb_status take_policy(const char *name, size_t length,
                             struct replay_request *out, eb_messages *said)
{
    for (int k = 0; k < N_POLICIES; k++) {
        const char *known = policy_name((enum policy)k);

        if (strlen(known) == length && memcmp(known, name, length) == 0) {
            out->policy[k] = true;
            return EB_OK;
        }
    }
    return fail(EB_BAD_USAGE, said,
                "--policy: \"%.*s\" is none of best, round-robin, weighted, "
                "least-loaded, sticky",
                (int)length, name);
}

static eb_status take_policies(const struct arguments *args,
                               struct replay_request *out, eb_messages *said)
{
    const char *list = args->text[OPT_POLICY];
    eb_status status = EB_OK;

    for (int k = 0; k < N_POLICIES; k++)
        out->policy[k] = list == NULL;
    while (list != NULL) {
        size_t length = strcspn(list, ",");

        TRY(take_policy(list, length, out, said));
        list = list[length] == ',' ? list + length + 1 : NULL;
    }
done:
    return status;
}

static enum replay_step step_of(const struct arguments *args)
{
    const char *every = args->text[OPT_EVERY];

    if (every == NULL || strcmp(every, "day") == 0)
        return REPLAY_DAYS;
    return strcmp(every, "week") == 0 ? REPLAY_WEEKS : REPLAY_MONTHS;
}

static eb_status read_request(const struct arguments *args,
                              struct replay_request *out, eb_messages *said)
{
    eb_status status;

    *out = (struct replay_request){
        .ledger = operand(args, 0),
        .changes = operand(args, 1),
        .options = {.how = daily_options_of(args),
                    .step = step_of(args),
                    .moves =
                        args->given[OPT_MOVES] ? args->number[OPT_MOVES] : 0,
                    .role = args->text[OPT_ROLE]},
        .skip_bad = args->given[OPT_SKIP]};
    out->options.how.advice = 0;
    TRY(demand_folder(args, said));
    TRY(take_policies(args, out, said));
done:
    return status;
}

/* ---- What is said -------------------------------------------------------- */

static void add_number(struct columns *table, double number,
                       const char *format)
{
    char cell[FIGURE_ROOM];

    snprintf(cell, sizeof cell, format, number);
    columns_add(table, cell);
}

static void add_count(struct columns *table, size_t n)
{
    char cell[FIGURE_ROOM];

    columns_add(table, figure((wide)n, 0, cell));
}

static eb_status print(const struct arguments *args,
                       const struct replays *replays)
{
    struct screen to = screen_of(stdout, args);
    static const char *const heads[] = {
        "policy",     "placed",       "forced",     "moved",
        "waiting",    "unfair, mean", "at the end", "drift, mean",
        "at the end", "outside",      "over"};
    struct columns table = {.n = sizeof heads / sizeof *heads};

    columns_add_all(&table, heads, table.n);
    for (size_t k = 0; k < replays->n; k++) {
        const struct replay *replay = &replays->of[k].replay;
        struct replay_sum sum = replay_sum_of(replay);

        columns_add(&table, policy_name(replay->policy));
        add_count(&table, sum.n[DAILY_PLACED] + sum.n[DAILY_RETURNED]);
        add_count(&table, sum.n[DAILY_FORCED]);
        add_count(&table, sum.n[DAILY_MOVED]);
        add_count(&table,
                  replay->points.at[replay->points.n - 1].n[DAILY_UNPLACED]);
        add_number(&table, sum.unfairness, "%.2f");
        add_number(&table, sum.unfairness_end, "%.2f");
        add_number(&table, sum.drift, "%.2f");
        add_number(&table, sum.drift_end, "%.2f");
        add_count(&table, sum.outside_end);
        add_count(&table, sum.over_end);
    }
    columns_end(&table, 1, &to);
    put_gap(&to);
    put_line(&to, "unfair: points of unfairness; drift: points of the "
                  "objective above a bound on the best plan of the day; "
                  "outside, over: reps at the end with a metric outside its "
                  "band, over a limit");
    return screen_end(&to);
}

static eb_status print_json(const struct replays *replays,
                            const eb_messages *said)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("replay", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_messages(doc, root, said);
    if (replays->n > 0)
        replay_describe(replays, doc, root);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

/* ---- Running ------------------------------------------------------------- */

static eb_status make(const struct arguments *args, struct replays *replays,
                      eb_messages *said)
{
    const struct file_form form = solve_form(args);
    struct replay_request request;
    struct folder *folder = NULL;
    struct pool *pool = NULL;
    eb_status status;

    TRY(read_request(args, &request, said));
    if (args->text[OPT_OUT] != NULL)
        TRY(replay_folder_begin(args->text[OPT_OUT], &folder, said));
    TRY(pool_new(solve_threads(args), &pool));
    request.pool = pool;
    TRY(replays_run(&request, replays, said));
    if (folder != NULL) {
        TRY(replay_folder_fill(folder, replays, &form, said));
        TRY(folder_commit(folder, said));
    }
done:
    folder_free(folder);
    pool_free(pool);
    return status;
}

static eb_status look(const struct arguments *args, eb_messages *said)
{
    struct replays replays = {0};
    eb_status status = make(args, &replays, said), printed = EB_OK;

    if (args->given[OPT_JSON] && status != EB_NO_MEMORY) {
        printed = print_json(&replays, said);
    } else {
        say_messages(args, said);
        if (status == EB_OK && !args->given[OPT_QUIET])
            printed = print(args, &replays);
    }
    replays_clear(&replays);
    return status == EB_OK ? printed : status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, look);
}

const struct command cmd_replay = {"replay",
                                   "LEDGER CHANGES [OPTION]...",
                                   "Policies against a year of changes",
                                   text,
                                   options,
                                   2,
                                   2,
                                   run};
