/* evenbook.c - the public functions, on the layers below. */
#include "io/handles.h"
#include "io/json.h"
#include "io/ledger.h"
#include "io/plan_folder.h"
#include "io/verify_folder.h"
#include "model/planner.h"

#include <math.h>

/* ---- Books --------------------------------------------------------------- */

eb_books *eb_books_new(void)
{
    return NEW(eb_books, 1);
}

void eb_books_free(eb_books *books)
{
    if (books == NULL)
        return;
    inputs_clear(&books->inputs);
    mem_free(books);
}

static bool is_input(eb_input which)
{
    return (int)which >= 0 && (int)which < EB_N_INPUTS;
}

/* Messages are kept although the caller wants none: warnings belong into
 * plan.json. */
static eb_status listen(eb_messages *said, eb_messages **own)
{
    *own = said == NULL ? eb_messages_new() : NULL;
    return said == NULL && *own == NULL ? EB_NO_MEMORY : EB_OK;
}

eb_status eb_books_set_csv(eb_books *books, eb_input which, const char *text,
                           size_t length, eb_messages *said)
{
    eb_messages *own;
    eb_status status;

    if (books == NULL || text == NULL || !is_input(which))
        return EB_BAD_ARGUMENT;
    status = listen(said, &own);
    if (status == EB_OK)
        status =
            inputs_take(&books->inputs, which, NULL, input_file_name(which),
                        text, length, said != NULL ? said : own);
    eb_messages_free(own);
    return status;
}

eb_status eb_books_read_file(eb_books *books, eb_input which, const char *path,
                             eb_messages *said)
{
    eb_messages *own;
    eb_status status;

    if (books == NULL || path == NULL || !is_input(which))
        return EB_BAD_ARGUMENT;
    status = listen(said, &own);
    if (status == EB_OK)
        status = inputs_read_file(&books->inputs, which, path,
                                  said != NULL ? said : own);
    eb_messages_free(own);
    return status;
}

eb_status eb_books_read_folder(eb_books *books, const char *folder,
                               eb_messages *said)
{
    eb_messages *own;
    eb_status status;

    if (books == NULL || folder == NULL)
        return EB_BAD_ARGUMENT;
    status = listen(said, &own);
    if (status == EB_OK)
        status = inputs_read_folder(&books->inputs, folder,
                                    said != NULL ? said : own);
    eb_messages_free(own);
    return status;
}

eb_status eb_books_read_ledger(eb_books *books, const char *path,
                               eb_messages *said)
{
    struct ledger *ledger = NULL;
    struct inputs inputs = {0};
    eb_messages *own;
    eb_status status;

    if (books == NULL || path == NULL)
        return EB_BAD_ARGUMENT;
    status = listen(said, &own);
    said = said != NULL ? said : own;
    if (status == EB_OK)
        status = ledger_open(path, LEDGER_READ, 0, &ledger, said);
    if (status == EB_OK)
        status = ledger_inputs(ledger, 0, &inputs, said);
    if (status == EB_OK)
        inputs_add(&books->inputs, &inputs);
    ledger_close(ledger);
    inputs_clear(&inputs);
    eb_messages_free(own);
    return status;
}

eb_status eb_books_check(const eb_books *books, const char *role,
                         eb_messages *said)
{
    struct opened opened = {0};
    struct compiled *compiled = NULL;
    eb_status status;

    if (books == NULL)
        return EB_BAD_ARGUMENT;
    TRY(opened_make(&books->inputs, role, NULL, &opened, said));
    TRY(compile(opened.books, opened.rules, NULL, 0, &compiled, said));
done:
    compiled_free(compiled);
    opened_clear(&opened);
    return status;
}

/* ---- Plans --------------------------------------------------------------- */

eb_options eb_default_options(void)
{
    return (eb_options){
        .effort = EB_NORMAL, .gap = 0.01, .seed = 1, .threads = 1};
}

bool options_are_sound(const eb_options *options)
{
    return options != NULL && (int)options->effort >= EB_QUICK &&
           (int)options->effort <= EB_DEEP && options->time_limit >= 0 &&
           options->gap >= 0 && options->threads >= 1;
}

struct file_form options_form(const eb_options *options)
{
    return (struct file_form){options->excel_safe, options->no_report};
}

struct planner_options planner_options_of(const eb_options *options,
                                          double started)
{
    return (struct planner_options){
        .effort = options->effort,
        .deadline =
            options->time_limit > 0 ? started + options->time_limit : 0,
        .stop = options->stop,
        .gap = options->gap,
        .seed = options->seed,
        .threads = options->threads,
        .progress = options->progress,
        .context = options->context,
        .started = started,
    };
}

static eb_status make(eb_plan *plan, const eb_options *options, double started)
{
    const struct planner_options planner =
        planner_options_of(options, started);
    const struct rules_wish wish = {options->goal, options->against};
    eb_status status;

    TRY(opened_make(&plan->inputs, options->role, &wish, &plan->opened,
                    plan->said));
    TRY(rules_applied(plan->opened.rules, plan->opened.books, &plan->rules));
    TRY(planner_run(plan->opened.books, plan->opened.rules, &planner,
                    &plan->plan, plan->said));
done:
    return status;
}

eb_status messages_pass_on(const eb_messages *heard, eb_messages *said)
{
    const struct place nowhere = {NULL, 0, 0};
    eb_status status = EB_OK;

    for (size_t k = 0; k < eb_messages_count(heard); k++) {
        const char *text = eb_messages_text(heard, k);

        switch (eb_messages_severity(heard, k)) {
        case EB_FAULT:
            (void)fail(EB_BAD_DATA, said, "%s", text);
            break;
        case EB_WARNING:
            TRY(warn(said, nowhere, "%s", text));
            break;
        case EB_NOTE:
            TRY(note(said, "%s", text));
            break;
        }
    }
done:
    return status;
}

eb_status eb_plan_make(const eb_books *books, const eb_options *options,
                       eb_plan **out, eb_messages *said)
{
    double started = clock_seconds();
    eb_plan *plan;
    eb_status status, passed;

    if (books == NULL || out == NULL || !options_are_sound(options))
        return EB_BAD_ARGUMENT;
    plan = NEW(eb_plan, 1);
    if (plan == NULL)
        return EB_NO_MEMORY;
    inputs_share(&books->inputs, &plan->inputs);
    plan->form = options_form(options);
    plan->said = eb_messages_new();
    status = plan->said == NULL ? EB_NO_MEMORY : make(plan, options, started);
    passed = messages_pass_on(plan->said, said);
    if (status == EB_OK)
        status = passed;
    if (status == EB_OK)
        *out = plan;
    else
        eb_plan_free(plan);
    return status;
}

void eb_plan_free(eb_plan *plan)
{
    if (plan == NULL)
        return;
    plan_free(plan->plan);
    doc_free(plan->rules);
    opened_clear(&plan->opened);
    inputs_clear(&plan->inputs);
    eb_messages_free(plan->said);
    mem_free(plan->json);
    mem_free(plan);
}

eb_outcome eb_plan_outcome(const eb_plan *plan)
{
    return plan->plan->outcome;
}

bool eb_plan_keeps_rules(const eb_plan *plan)
{
    return !plan_breaks_rules(plan->plan);
}

double eb_plan_objective(const eb_plan *plan)
{
    return points(plan->plan->objective);
}

double eb_plan_lower_bound(const eb_plan *plan)
{
    int64_t bound = plan->plan->lower_bound;

    return bound == INT64_MIN ? -HUGE_VAL : points(bound);
}

size_t eb_plan_accounts(const eb_plan *plan)
{
    return plan->opened.books->n_accounts;
}

const char *eb_plan_account(const eb_plan *plan, size_t a)
{
    return a < eb_plan_accounts(plan) ? account_id(plan->opened.books, a) : "";
}

const char *eb_plan_owner(const eb_plan *plan, size_t a)
{
    int rep = a < eb_plan_accounts(plan) ? plan->plan->rows[a].rep : -1;

    return rep < 0 ? "" : rep_id(plan->opened.books, (size_t)rep);
}

const char *eb_plan_reason(const eb_plan *plan, size_t a)
{
    return a < eb_plan_accounts(plan) ? plan->plan->rows[a].reason : "";
}

const char *eb_plan_summary(const eb_plan *plan)
{
    return plan->plan->summary;
}

const char *eb_plan_json(eb_plan *plan)
{
    struct plan_origin origin = {.inputs = &plan->inputs, .said = plan->said};
    struct doc *doc = NULL;
    size_t length;

    if (plan->json == NULL && plan_json(plan->plan, &origin, &doc) == EB_OK)
        plan->json = json_write(doc, &length);
    doc_free(doc);
    return plan->json;
}

eb_status eb_plan_write(const eb_plan *plan, const char *path,
                        eb_messages *said)
{
    struct folder *folder = NULL;
    eb_status status;

    if (plan == NULL || path == NULL)
        return EB_BAD_ARGUMENT;
    struct plan_origin origin = {.inputs = &plan->inputs,
                                 .folder = path,
                                 .said = plan->said,
                                 .form = plan->form};
    TRY(plan_folder_begin(path, &folder, said));
    TRY(plan_folder_fill(folder, plan->plan, plan->rules, &origin, said));
    TRY(folder_commit(folder, said));
done:
    folder_free(folder);
    return status;
}

eb_status eb_verify(const char *folder, const char *books, eb_messages *said)
{
    if (folder == NULL)
        return EB_BAD_ARGUMENT;
    return verify_folder(folder, books, said);
}
