/* cmd_compare.c - evenbook compare: plans side by side. */
#include "cli/compare_text.h"
#include "cli/effort.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/stop.h"
#include "cli/take.h"
#include "io/compare_files.h"
#include "io/compared.h"
#include "io/scenarios.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct option options[] = {
    OUT_OPTION("DIR", "write a plan folder per scenario, and the comparison"),
    MODEL_OPTIONS,
    SOLVE_OPTIONS,
    FORM_OPTIONS,
    JSON_OPTION("print compare.json instead of the tables"),
    COMMON_OPTIONS};

static const char text[] =
    "Sets plans side by side: how fair they are, what they move and risk, "
    "which\n"
    "is best, whose books change, which accounts differ. SCENARIOS is a file "
    "of\n"
    "named changes over one set of books (docs/FORMATS.md, scenarios.json): "
    "a\n"
    "plan is made for each, and for the books as they are. Otherwise each DIR "
    "is\n"
    "a plan folder. --verbose lists all reps, metrics and accounts.\n"
    "Exits with 1 if some plan breaks its rules. --time-limit is for all\n"
    "scenarios together; Ctrl-C keeps the plans found so far.\n";

/* What is compared, and where it comes from. */
struct comparing {
    const struct arguments *args;
    eb_messages *said;
    struct scenarios scenarios; /* empty where plan folders are compared */
    struct compared_plans plans;
    struct comparison *comparison;
};

static bool is_folder(const char *path)
{
    struct stat is;

    return stat(path, &is) == 0 && S_ISDIR(is.st_mode);
}

/* ---- Scenarios ---------------------------------------------------------- */

static eb_status plan_all(struct comparing *in)
{
    struct progress progress;
    eb_options o;
    eb_status status;

    progress_begin(&progress, in->args);
    o = solve_options(in->args, &progress);
    status = scenarios_solve(&in->scenarios, &o, in->said);
    progress_end(&progress);
    if (status == EB_OK && *o.stop != 0)
        status = warn(in->said, (struct place){NULL, 0, 0},
                      "stopped by Ctrl-C: these are the best plans found so "
                      "far");
    return status;
}

static eb_status take_scenarios(struct comparing *in)
{
    const struct arguments *args = in->args;
    const struct rules_wish wish = {args->text[OPT_GOAL],
                                    args->text[OPT_AGAINST]};
    bool written = args->given[OPT_OUT];
    eb_status status;

    stop_expect_nothing();
    TRY(scenarios_read(operand(args, 0), args->text[OPT_ROLE], &wish,
                       &in->scenarios, in->said));
    TRY(plan_all(in));
    for (size_t k = 0; k < in->scenarios.each.n; k++) {
        const struct scenario_books *one = &in->scenarios.each.at[k];

        if (one->plan != NULL)
            TRY(compared_add(&in->plans, one->plan, one->name,
                             written ? one->folder : NULL, in->said));
    }
done:
    return status;
}

/* ---- Plan folders ------------------------------------------------------- */

/* What would be ignored is wrong usage. */
static eb_status refuse_options(const struct comparing *in)
{
    static const enum option_id ids[] = {
        OPT_ROLE,       OPT_GOAL, OPT_AGAINST, OPT_EFFORT,
        OPT_TIME_LIMIT, OPT_GAP,  OPT_SEED,    OPT_THREADS};

    for (size_t k = 0; k < sizeof ids / sizeof *ids; k++)
        if (in->args->given[ids[k]])
            for (const struct option *o = options; o->name != NULL; o++)
                if (o->id == ids[k])
                    return fail(EB_BAD_USAGE, in->said,
                                "--%s is for scenarios: plan folders are "
                                "compared as they are",
                                o->name);
    return EB_OK;
}

static eb_status take_folders(struct comparing *in)
{
    const struct arguments *args = in->args;
    eb_status status;

    TRY(refuse_options(in));
    for (int k = 0; k < args->n_operands; k++)
        TRY(compared_read(&in->plans, operand(args, k), in->said));
    if (args->n_operands == 1)
        status = fail(EB_BAD_USAGE, in->said,
                      "%s: one plan alone: name two or more, or a "
                      "scenarios.json",
                      operand(args, 0));
done:
    return status;
}

static eb_status warn_of_one(const struct comparing *in, size_t plan)
{
    const struct comparison *c = in->comparison;
    const struct place nowhere = {NULL, 0, 0};
    const char *name = c->plans[plan].name, *first = c->plans[0].name;
    size_t more = c->alone[plan * c->n], fewer = c->alone[plan];

    if (more + fewer == 0)
        return warn(in->said, nowhere, "%s was made from other %s than %s",
                    name, c->other[plan], first);
    return warn(in->said, nowhere,
                "%s was made from other %s than %s: %zu accounts are in %s "
                "alone, %zu in %s alone",
                name, c->other[plan], first, more, name, fewer, first);
}

/* Plans of other books can be compared, but whoever does should know. */
static eb_status warn_of_books(const struct comparing *in)
{
    eb_status status = EB_OK;

    for (size_t k = 1; k < in->comparison->n; k++)
        if (in->comparison->other[k] != NULL)
            TRY(warn_of_one(in, k));
done:
    return status;
}

/* ---- All of it ---------------------------------------------------------- */

/* Whether it could be written there, before hours are spent. */
static eb_status try_folder(const char *path, eb_messages *said)
{
    struct folder *folder = NULL;
    eb_status status = folder_begin(path, compare_folder_files, &folder, said);

    folder_free(folder);
    return status;
}

static eb_status write(const struct comparing *in, const char *path)
{
    const struct file_form form = solve_form(in->args);
    struct folder *folder = NULL;
    eb_status status;

    TRY(folder_begin(path, compare_folder_files, &folder, in->said));
    for (size_t k = 0; k < in->scenarios.each.n; k++)
        if (in->scenarios.each.at[k].plan != NULL)
            TRY(scenario_write(&in->scenarios.each.at[k], folder, in->said));
    TRY(compare_fill(in->comparison, &form, in->scenarios.each.n > 0, folder,
                     in->said));
    TRY(folder_commit(folder, in->said));
done:
    folder_free(folder);
    return status;
}

static eb_status compare(struct comparing *in)
{
    const struct arguments *args = in->args;
    const char *out = args->text[OPT_OUT];
    bool folders = args->n_operands > 1 || is_folder(operand(args, 0));
    eb_status status;

    TRY(demand_folder(args, in->said));
    if (out != NULL)
        TRY(try_folder(out, in->said));
    TRY(folders ? take_folders(in) : take_scenarios(in));
    TRY(comparison_make(in->plans.each.at, in->plans.each.n, &in->comparison,
                        in->said));
    if (folders)
        TRY(warn_of_books(in));
    if (out != NULL)
        TRY(write(in, out));
done:
    return status;
}

static eb_status print_json(const struct comparison *comparison)
{
    struct doc *doc = NULL;
    eb_status status;

    TRY(compare_json(comparison, &doc));
    TRY(print_doc(doc));
done:
    doc_free(doc);
    return status;
}

static eb_status print(const struct comparing *in)
{
    struct screen to = screen_of(stdout, in->args);

    if (in->args->given[OPT_JSON])
        return print_json(in->comparison);
    if (in->args->given[OPT_QUIET])
        return EB_OK;
    compare_print(in->comparison, in->args->given[OPT_VERBOSE], &to);
    return screen_end(&to);
}

static bool all_keep_rules(const struct comparison *c)
{
    for (size_t k = 0; k < c->n; k++)
        if (c->broken[k] > 0)
            return false;
    return true;
}

static enum exit_code run(const struct arguments *args)
{
    struct comparing in = {.args = args, .said = eb_messages_new()};
    eb_status status = in.said == NULL ? EB_NO_MEMORY : compare(&in);
    enum exit_code code;

    say_messages(args, in.said);
    if (status == EB_OK)
        status = print(&in);
    code = exit_of(args, status, in.said);
    if (code == EXIT_DONE && !all_keep_rules(in.comparison))
        code = EXIT_NO;
    comparison_free(in.comparison);
    compared_clear(&in.plans);
    scenarios_clear(&in.scenarios);
    eb_messages_free(in.said);
    return code;
}

const struct command cmd_compare = {"compare",
                                    "DIR... | SCENARIOS [-o DIR] [OPTION]...",
                                    "Set plans or scenarios side by side",
                                    text,
                                    options,
                                    1,
                                    10000,
                                    run};
