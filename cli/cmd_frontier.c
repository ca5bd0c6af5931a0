/* cmd_frontier.c - evenbook frontier: what each bit of disruption buys. */
#include "cli/effort.h"
#include "cli/frontier_text.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/stop.h"
#include "cli/take.h"
#include "io/frontier_folder.h"
#include "io/handles.h"

#include <stdio.h>
#include <string.h>

static const struct option options[] = {
    OUT_OPTION("DIR", "write a plan for each point; replaces an earlier one"),
    INPUT_OPTIONS,
    {OPT_ROLE, 0, "role", VALUE_TEXT, "ROLE",
     "plan this role, where reps have several"},
    {OPT_MINIMISE, 0, "minimise", VALUE_CHOICE, "unfairness|fit|objective",
     "what is made as small as can be; unfairness"},
    {OPT_AGAINST, 0, "against", VALUE_TEXT, "moves|loss|METRIC",
     "what is disrupted: moves, their expected loss, or a metric; moves"},
    {OPT_POINTS, 0, "points", VALUE_COUNT, "N",
     "so many points, spread evenly"},
    {OPT_EXACT, 0, "exact", VALUE_NONE, NULL,
     "every efficient point, each proved, however long it takes"},
    {OPT_NESTED, 0, "nested", VALUE_NONE, NULL,
     "each point contains the one before"},
    SOLVE_OPTIONS,
    FORM_OPTIONS,
    JSON_OPTION("print frontier.json instead of the table"),
    COMMON_OPTIONS};

static const char text[] =
    "For one limit of moves after the other, makes the best plan that keeps "
    "it,\n"
    "and says what each further move buys. Small books get every efficient "
    "plan,\n"
    "each proved; larger ones 21 plans, spread evenly, with their gaps.\n"
    "With --nested each plan contains the one before, so that carrying out "
    "may\n"
    "stop anywhere. Without -o no plan is written. --verbose lists all "
    "points.\n"
    "Exits with 1 if no plan can keep the rules, or if --exact cannot prove\n"
    "everything. Ctrl-C keeps the points found so far; a second one gives "
    "up.\n";

static enum aim aim_of(const struct arguments *args)
{
    const char *name = args->text[OPT_MINIMISE];
    int aim = 0;

    while (name != NULL && strcmp(aim_key((enum aim)aim), name) != 0)
        aim++;
    return (enum aim)aim;
}

static struct frontier_options options_of(const struct arguments *args,
                                          struct progress *progress)
{
    const eb_options standard = solve_options(args, progress);
    const char *against = args->text[OPT_AGAINST];
    struct frontier_options o = {
        .plan = planner_options_of(&standard, clock_seconds()),
        .aim = aim_of(args),
        .exact = args->given[OPT_EXACT],
        .nested = args->given[OPT_NESTED]};

    if (args->given[OPT_POINTS])
        o.n_points = args->whole[OPT_POINTS];
    if (against != NULL && strcmp(against, "moves") != 0)
        o.against = against;
    return o;
}

static eb_status check_usage(const struct arguments *args, eb_messages *said)
{
    if (args->given[OPT_POINTS] && args->given[OPT_EXACT])
        return fail(EB_BAD_USAGE, said,
                    "--points and --exact exclude each other: every point is "
                    "wanted, or some");
    if (args->given[OPT_POINTS] && args->whole[OPT_POINTS] < 2)
        return fail(EB_BAD_USAGE, said, "--points: a frontier has at least 2");
    return demand_folder(args, said);
}

/* The places where it will be written, known before hours are spent. */
static eb_status begin_folder(const struct arguments *args,
                              struct folder **folder, eb_messages *said)
{
    if (args->text[OPT_OUT] == NULL)
        return EB_OK;
    return frontier_folder_begin(args->text[OPT_OUT], folder, said);
}

struct run {
    eb_books *books;
    struct opened opened;
    struct frontier_options options;
    struct frontier frontier;
    struct progress progress;
};

static eb_status find(const struct arguments *args, struct run *run,
                      eb_messages *said)
{
    eb_status status;

    progress_begin(&run->progress, args);
    run->options = options_of(args, &run->progress);
    status = frontier_find(run->opened.books, run->opened.rules, &run->options,
                           &run->frontier, said);
    progress_end(&run->progress);
    if (status == EB_OK && run->options.plan.stop != NULL &&
        *run->options.plan.stop != 0)
        status = warn(said, (struct place){NULL, 0, 0},
                      "stopped by Ctrl-C: these are the points found so far");
    return status;
}

static eb_status write_points(const struct arguments *args, struct run *run,
                              struct folder *folder, eb_messages *said)
{
    const struct file_form form = solve_form(args);
    eb_status status;

    TRY(frontier_plans(&run->frontier, &run->books->inputs, folder,
                       args->text[OPT_OUT], &form, said, said));
    if (folder == NULL || run->frontier.points.n == 0)
        return EB_OK;
    TRY(frontier_folder_fill(folder, &run->frontier, &form, said));
    TRY(folder_commit(folder, said));
done:
    return status;
}

static eb_status make(const struct arguments *args, struct run *run,
                      eb_messages *said)
{
    const struct rules_wish blend = {"blend", NULL};
    struct folder *folder = NULL;
    eb_status status;

    TRY(check_usage(args, said));
    stop_expect_nothing();
    TRY(take_books(args, operand(args, 0), run->books, said));
    TRY(opened_make(&run->books->inputs, args->text[OPT_ROLE], &blend,
                    &run->opened, said));
    TRY(begin_folder(args, &folder, said));
    TRY(find(args, run, said));
    TRY(write_points(args, run, folder, said));
done:
    folder_free(folder);
    return status;
}

static eb_status print_json(const struct frontier *frontier)
{
    struct doc *doc = NULL;
    eb_status status = frontier_json(frontier, &doc);

    if (status == EB_OK)
        status = print_doc(doc);
    doc_free(doc);
    return status;
}

static eb_status print(const struct arguments *args,
                       const struct frontier *frontier)
{
    struct screen to = screen_of(stdout, args);

    if (args->given[OPT_JSON])
        return print_json(frontier);
    if (!args->given[OPT_QUIET])
        frontier_print(frontier, args->given[OPT_VERBOSE], &to);
    return screen_end(&to);
}

static enum exit_code judge(const struct arguments *args,
                            const struct frontier *frontier)
{
    if (frontier->points.n == 0)
        return frontier->tradeoff.cut && !frontier->infeasible ? EXIT_NOTHING
                                                               : EXIT_NO;
    return args->given[OPT_EXACT] && !frontier->tradeoff.complete ? EXIT_NO
                                                                  : EXIT_DONE;
}

static enum exit_code run_all(const struct arguments *args)
{
    eb_messages *said = eb_messages_new();
    struct run run = {.books = eb_books_new()};
    eb_status status = said == NULL || run.books == NULL
                           ? EB_NO_MEMORY
                           : make(args, &run, said);
    enum exit_code code;

    say_messages(args, said);
    if (status == EB_OK)
        status = print(args, &run.frontier);
    code = exit_of(args, status, said);
    if (code == EXIT_DONE)
        code = judge(args, &run.frontier);
    frontier_clear(&run.frontier);
    opened_clear(&run.opened);
    eb_books_free(run.books);
    eb_messages_free(said);
    return code;
}

const struct command cmd_frontier = {"frontier",
                                     "[BOOKS] [-o DIR] [OPTION]...",
                                     "Fairness against disruption",
                                     text,
                                     options,
                                     0,
                                     1,
                                     run_all};
