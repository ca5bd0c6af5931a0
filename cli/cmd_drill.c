/* cmd_drill.c - evenbook drill: if this rep left tomorrow. */
#include "cli/drill_text.h"
#include "cli/effort.h"
#include "cli/say.h"
#include "cli/take.h"
#include "io/drill_files.h"
#include "io/handles.h"
#include "io/plan_inputs.h"

static const struct option options[] = {
    OUT_OPTION("DIR", "write drill.json and tables of all drills"),
    INPUT_OPTIONS,
    {OPT_ROLE, 0, "role", VALUE_TEXT, "ROLE",
     "drill this role, where reps have several"},
    {OPT_REP, 0, "rep", VALUE_TEXT, "ID", "this rep alone, and in full"},
    {OPT_ALL, 0, "all", VALUE_NONE, NULL, "list all reps, not the ten worst"},
    {OPT_THREADS, 0, "threads", VALUE_COUNT, "N",
     "threads; the answer is the same with any number"},
    EXCEL_SAFE_OPTION,
    JSON_OPTION("print all of it as JSON"),
    COMMON_OPTIONS};

static const char text[] =
    "If one of the reps left tomorrow: who would take what, how fair the "
    "books\n"
    "would be, what would be lost, and what nobody else may own. The worst "
    "comes\n"
    "first. BOOKS is a folder of books as they are today, or a plan folder, "
    "as if\n"
    "that plan had been carried out. Nobody else moves. --verbose lists "
    "every\n"
    "receiver and every account.\n";

/* ---- What is drilled --------------------------------------------------- */

static eb_status is_plan(const char *folder, bool *plan)
{
    *plan = false;
    return folder == NULL ? EB_OK : plan_holds(folder, "plan.json", plan);
}

/* What would be ignored is wrong usage. */
static eb_status refuse_inputs(const struct arguments *args, eb_messages *said)
{
    static const enum option_id ids[] = {
        OPT_ACCOUNTS,    OPT_REPS,      OPT_RULES, OPT_PAIRS,
        OPT_TERRITORIES, OPT_DECISIONS, OPT_ROLE};

    for (size_t k = 0; k < sizeof ids / sizeof *ids; k++)
        for (const struct option *o = options; o->name != NULL; o++)
            if (o->id == ids[k] && args->given[ids[k]])
                return fail(EB_BAD_USAGE, said,
                            "--%s: %s is a plan, which names its inputs "
                            "itself",
                            o->name, operand(args, 0));
    return EB_OK;
}

static eb_status check_usage(const struct arguments *args, eb_messages *said)
{
    struct folder *folder = NULL;
    eb_status status;

    TRY(demand_folder(args, said));
    if (args->given[OPT_REP] && args->given[OPT_ALL])
        TRY(fail(EB_BAD_USAGE, said,
                 "--rep and --all exclude each other: one rep, or all of "
                 "them"));
    if (args->text[OPT_OUT] != NULL)
        TRY(drill_folder_begin(args->text[OPT_OUT], &folder, said));
done:
    folder_free(folder);
    return status;
}

static eb_status make_of_books(const struct arguments *args,
                               const eb_options *o, eb_drill **drill,
                               eb_messages *said)
{
    eb_books *books = eb_books_new();
    eb_status status = books == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(take_books(args, operand(args, 0), books, said));
    TRY(eb_drill_make(books, o, args->text[OPT_REP], drill, said));
done:
    eb_books_free(books);
    return status;
}

static eb_status make(const struct arguments *args, eb_drill **drill,
                      eb_messages *said)
{
    eb_options o = eb_default_options();
    bool plan;
    eb_status status;

    o.role = args->text[OPT_ROLE];
    o.threads = solve_threads(args);
    o.excel_safe = args->given[OPT_EXCEL_SAFE];
    TRY(check_usage(args, said));
    TRY(is_plan(operand(args, 0), &plan));
    if (plan) {
        TRY(refuse_inputs(args, said));
        TRY(eb_drill_plan(operand(args, 0), NULL, &o, args->text[OPT_REP],
                          drill, said));
    } else {
        TRY(make_of_books(args, &o, drill, said));
    }
    if (args->text[OPT_OUT] != NULL)
        TRY(eb_drill_write(*drill, args->text[OPT_OUT], said));
done:
    return status;
}

/* ---- What is said of it ------------------------------------------------ */

static eb_status print_json(const eb_drill *drill, const eb_messages *said)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("drill", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_messages(doc, root, said);
    if (drill != NULL)
        drill_describe(drill->drills, doc, root);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

static eb_status print(const struct arguments *args, const eb_drill *drill)
{
    bool verbose = args->given[OPT_VERBOSE];
    struct screen to = screen_of(stdout, args);

    if (drill == NULL || args->given[OPT_QUIET])
        return EB_OK;
    if (args->given[OPT_REP])
        drill_print_one(drill->drills, verbose, &to);
    else
        drill_print(drill->drills, args->given[OPT_ALL] || verbose, &to);
    return screen_end(&to);
}

static eb_status look(const struct arguments *args, eb_messages *said)
{
    eb_drill *drill = NULL;
    eb_status status = make(args, &drill, said), printed;

    if (args->given[OPT_JSON] && status != EB_NO_MEMORY) {
        printed = print_json(status == EB_OK ? drill : NULL, said);
    } else {
        say_messages(args, said);
        printed = print(args, status == EB_OK ? drill : NULL);
    }
    eb_drill_free(drill);
    return status == EB_OK ? printed : status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, look);
}

const struct command cmd_drill = {"drill",
                                  "[BOOKS | PLAN] [OPTION]...",
                                  "If this rep left tomorrow",
                                  text,
                                  options,
                                  0,
                                  1,
                                  run};
