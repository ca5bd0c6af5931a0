/* evenbook_audit.c - the public functions of audits. */
#include "io/audit_json.h"
#include "io/audit_report.h"
#include "io/folder.h"
#include "io/handles.h"
#include "io/json.h"
#include "io/plan_folder.h"
#include "io/taken_along.h"
#include "model/planner.h"
#include "solver/bound.h"
#include "solver/value.h"

#include <math.h>
#include <string.h>

/* ---- Making ------------------------------------------------------------ */

static eb_status look(eb_audit *audit, const eb_options *options)
{
    const struct rules_wish blend = {"blend", NULL};
    eb_status status;

    TRY(opened_make(&audit->inputs, options->role, &blend, &audit->opened,
                    audit->said));
    TRY(compile(audit->opened.books, audit->opened.rules, NULL, 0,
                &audit->compiled, audit->said));
    TRY(audit_make(audit->compiled, &audit->audit));
done:
    return status;
}

/* Where a metric counts what a ruling column says, the books cannot be opened
 * without it, and U_0 is no plan that could be written. */
static eb_status open_unruled(eb_audit *audit)
{
    eb_messages *unheard = eb_messages_new();
    eb_status status = EB_NO_MEMORY;

    if (unheard == NULL)
        return status;
    status =
        unruled_make(&audit->inputs, &audit->opened, &audit->unruled, unheard);
    eb_messages_free(unheard);
    return status == EB_BAD_DATA ? EB_OK : status;
}

/* Who is told how far it is. */
struct listener {
    const eb_options *options;
    double started;
};

static void on_progress(void *context, const char *phase,
                        const struct solution *best)
{
    const struct listener *listener = context;
    const eb_progress now = planner_progress(phase, best, listener->started);

    listener->options->progress(listener->options->context, &now);
}

static eb_status take_apart(eb_audit *audit, const eb_options *options,
                            double started)
{
    struct listener listener = {options, started};
    struct decompose_options how = {
        .solve = {.effort = options->effort,
                  .gap = options->gap,
                  .seed = options->seed,
                  .stop = options->stop,
                  .deadline = options->time_limit > 0
                                  ? started + options->time_limit
                                  : 0,
                  .progress = options->progress == NULL ? NULL : on_progress,
                  .context = &listener},
        .effort_by_size = options->effort == EB_NORMAL};
    eb_status status;

    TRY(open_unruled(audit));
    how.unruled_books = audit->unruled.opened.books;
    how.unruled_rules = audit->unruled.opened.rules;
    TRY(pool_new(options->threads, &how.solve.pool));
    TRY(decompose(audit->opened.books, audit->opened.rules, &how,
                  &audit->parts, audit->said));
    audit->decomposed = true;
done:
    pool_free(how.solve.pool);
    return status;
}

eb_status eb_audit_make(const eb_books *books, const eb_options *options,
                        bool decomposed, eb_audit **out, eb_messages *said)
{
    double started = clock_seconds();
    eb_audit *audit;
    eb_status status, passed;

    if (books == NULL || out == NULL || !options_are_sound(options))
        return EB_BAD_ARGUMENT;
    audit = NEW(eb_audit, 1);
    if (audit == NULL)
        return EB_NO_MEMORY;
    inputs_share(&books->inputs, &audit->inputs);
    audit->options = *options;
    audit->said = eb_messages_new();
    status = audit->said == NULL ? EB_NO_MEMORY : look(audit, options);
    if (status == EB_OK && decomposed)
        status = take_apart(audit, options, started);
    passed = messages_pass_on(audit->said, said);
    if (status == EB_OK)
        status = passed;
    if (status == EB_OK)
        *out = audit;
    else
        eb_audit_free(audit);
    return status;
}

void eb_audit_free(eb_audit *audit)
{
    if (audit == NULL)
        return;
    plan_free(audit->unavoidable);
    decomposition_clear(&audit->parts);
    unruled_clear(&audit->unruled);
    audit_free(audit->audit);
    compiled_free(audit->compiled);
    opened_clear(&audit->opened);
    inputs_clear(&audit->inputs);
    eb_messages_free(audit->said);
    mem_free(audit->json);
    mem_free(audit);
}

/* ---- Reading ----------------------------------------------------------- */

double eb_audit_unfairness(const eb_audit *audit)
{
    return points(audit->audit->unfairness);
}

double eb_audit_part(const eb_audit *audit, eb_part part)
{
    const struct decomposition *parts = &audit->parts;
    const int64_t of[] = {
        [EB_PART_TODAY] = parts->today,
        [EB_PART_UNAVOIDABLE] = parts->unavoidable,
        [EB_PART_LIMITS] = parts->imposed[BY_LIMITS],
        [EB_PART_SLACK] = parts->slack,
        [EB_PART_TERRITORY] = parts->imposed[BY_TERRITORY],
        [EB_PART_FAMILIES] = parts->imposed[BY_FAMILIES],
        [EB_PART_LOCKS] = parts->imposed[BY_LOCKS],
        [EB_PART_DRIFT] = parts->drift,
    };

    return audit->decomposed && (size_t)part < sizeof of / sizeof *of
               ? points(of[part])
               : NAN;
}

long eb_audit_moves_to_mend(const eb_audit *audit)
{
    return audit->parts.mend.found ? (long)audit->parts.mend.moves : -1;
}

size_t eb_audit_flags(const eb_audit *audit)
{
    return audit->audit->flags.n;
}

const char *eb_audit_flag(const eb_audit *audit, size_t k)
{
    return k < audit->audit->flags.n ? audit->audit->flags.at[k].text : "";
}

static void add_warnings(struct doc *doc, struct node *root,
                         const eb_messages *said)
{
    struct node *list = doc_add(doc, root, "warnings", DOC_ARRAY);

    for (size_t k = 0; k < eb_messages_count(said); k++)
        if (eb_messages_severity(said, k) == EB_WARNING)
            doc_add_string(doc, list, NULL, eb_messages_text(said, k));
}

static eb_status make_doc(const eb_audit *audit, struct doc **out)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("audit.json", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_warnings(doc, root, audit->said);
    audit_describe(audit->audit, audit->decomposed ? &audit->parts : NULL, doc,
                   root);
    if (!doc_ok(doc))
        TRY(EB_NO_MEMORY);
    *out = doc;
    doc = NULL; /* now the caller's */
done:
    doc_free(doc);
    return status;
}

const char *eb_audit_json(eb_audit *audit)
{
    struct doc *doc = NULL;
    size_t length;

    if (audit->json == NULL && make_doc(audit, &doc) == EB_OK)
        audit->json = json_write(doc, &length);
    doc_free(doc);
    return audit->json;
}

/* ---- Writing ----------------------------------------------------------- */

static const char *const files[] = {"audit.json", "report.html", TAKEN_ALONG,
                                    NULL};

eb_status audit_folder_begin(const char *path, struct folder **out,
                             eb_messages *said)
{
    return folder_begin(path, files, out, said);
}

/* U_0 as a plan, once. */
static eb_status make_unavoidable(eb_audit *audit, eb_messages *said)
{
    struct decomposition *parts = &audit->parts;
    struct planner_options options = {.effort = audit->options.effort,
                                      .gap = audit->options.gap,
                                      .seed = audit->options.seed,
                                      .threads = audit->options.threads};
    struct solution proof = {.lower_bound = parts->unruled_bound,
                             .solver_bound = parts->unruled_bound,
                             .cut = parts->unruled_cut,
                             .certificate = parts->certificate};
    struct compiled *compiled = parts->unruled;
    struct value value = {0};
    eb_status status;

    if (audit->unavoidable != NULL)
        return EB_OK;
    if (compiled == NULL)
        return EB_NO_MEMORY; /* an earlier call ran out of it */
    parts->certificate = (struct certificate){0};
    parts->unruled = NULL;
    proof.agent = compiled_agents(compiled, parts->unruled_rep);
    status = proof.agent == NULL ? EB_NO_MEMORY
                                 : value_of(compiled->problem, proof.agent,
                                            &value, NULL, NULL);
    proof.objective = value.objective;
    if (status == EB_OK)
        status = planner_take(compiled, &options, &proof, &audit->unavoidable,
                              said);
    else
        compiled_free(compiled);
    mem_free(proof.agent);
    certificate_clear(&proof.certificate);
    return status;
}

static eb_status add_decisions(struct folder *folder, const char *within,
                               const struct table *table, eb_messages *said)
{
    struct text text = {0}, name = {0};
    eb_status status = EB_NO_MEMORY;

    unruled_decisions(table, &text);
    text_add(&name, within);
    text_add(&name, "/");
    text_add(&name, input_file_name(EB_DECISIONS));
    if (text_ok(&text) && text_ok(&name))
        status = folder_file(folder, name.at, text.at, text.n, said);
    text_clear(&text);
    text_clear(&name);
    return status;
}

static eb_status add_unavoidable(struct folder *folder, const char *path,
                                 eb_audit *audit, eb_messages *said)
{
    static const char name[] = "unavoidable";
    struct unruled *unruled = &audit->unruled;
    struct plan_origin origin = {.inputs = &unruled->inputs,
                                 .folder = path,
                                 .within = name,
                                 .form = options_form(&audit->options)};
    eb_messages *nothing = eb_messages_new();
    eb_status status = nothing == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    origin.said = nothing;
    if (unruled->has_decisions)
        unruled->inputs.of[EB_DECISIONS]->inside = true;
    TRY(taken_along(&unruled->inputs, folder, said));
    TRY(make_unavoidable(audit, said));
    if (unruled->has_decisions)
        TRY(add_decisions(folder, name,
                          inputs_table(&unruled->inputs, EB_DECISIONS), said));
    TRY(plan_folder_fill(folder, audit->unavoidable, unruled->rules, &origin,
                         said));
done:
    eb_messages_free(nothing);
    return status;
}

static eb_status add_report(struct folder *folder, const eb_audit *audit,
                            eb_messages *said)
{
    struct doc *doc = NULL;
    struct text text = {0};
    eb_status status;

    TRY(make_doc(audit, &doc));
    TRY(audit_report(audit, doc, &text));
    TRY(folder_file(folder, "report.html", text.at, text.n, said));
done:
    doc_free(doc);
    text_clear(&text);
    return status;
}

eb_status eb_audit_write(eb_audit *audit, const char *path, eb_messages *said)
{
    struct folder *folder = NULL;
    const char *json;
    eb_status status;

    if (audit == NULL || path == NULL)
        return EB_BAD_ARGUMENT;
    TRY(audit_folder_begin(path, &folder, said));
    json = eb_audit_json(audit);
    if (json == NULL)
        TRY(EB_NO_MEMORY);
    TRY(folder_file(folder, files[0], json, strlen(json), said));
    if (!audit->options.no_report)
        TRY(add_report(folder, audit, said));
    if (audit->decomposed && audit->unruled.opened.books != NULL)
        TRY(add_unavoidable(folder, path, audit, said));
    else if (audit->decomposed)
        TRY(warn(said, (struct place){NULL, 0, 0},
                 "what is unavoidable is not written as a plan: a metric "
                 "counts by a column that is a rule"));
    TRY(folder_commit(folder, said));
done:
    folder_free(folder);
    return status;
}
