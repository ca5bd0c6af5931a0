/* evenbook_drill.c - the public functions of drills. */
#include "base/names.h"
#include "io/drill_files.h"
#include "io/handles.h"
#include "io/json.h"
#include "model/complaint.h"

#include <math.h>

/* ---- Which rep --------------------------------------------------------- */

static const char *nearest_rep(const struct books *books, const char *id)
{
    enum { MOST = 2048 };
    const char *known[MOST];
    size_t n = 0;

    for (; n < books->n_reps && n < MOST; n++)
        known[n] = rep_id(books, n);
    return names_nearest(known, n, id);
}

/* -1 for all. */
static eb_status find_rep(const struct books *books, const char *id, int *rep,
                          eb_messages *said)
{
    *rep = -1;
    if (id == NULL)
        return EB_OK;
    *rep = books_rep(books, id);
    if (*rep >= 0)
        return EB_OK;
    return fail(EB_BAD_USAGE, said, "\"%s\" is no rep of role \"%s\"%s", id,
                books->role, hint_of(nearest_rep(books, id)).text);
}

/* Nobody may leave, or not the one who was named. */
static eb_status demand_drills(const struct books *books, int rep,
                               const struct drills *drills, eb_messages *said)
{
    if (drills->n > 0)
        return EB_OK;
    if (rep < 0)
        return fail(EB_BAD_USAGE, said, "nobody is there who could leave");
    return fail(EB_BAD_USAGE, said,
                "%s takes nothing already: has left, is away, has a capacity "
                "of 0, or is a post that nobody fills",
                rep_name(books, (size_t)rep));
}

/* ---- Making ------------------------------------------------------------ */

static eb_status run(eb_drill *drill, const struct books *books,
                     const struct rules *rules, const eb_options *options,
                     const char *id)
{
    struct pool *pool = NULL;
    int rep;
    eb_status status;

    TRY(find_rep(books, id, &rep, drill->said));
    TRY(pool_new(options->threads, &pool));
    TRY(drills_make(books, rules, rep, pool, &drill->drills, drill->said));
    TRY(demand_drills(books, rep, drill->drills, drill->said));
done:
    pool_free(pool);
    return status;
}

static eb_status open_books(eb_drill *drill, const eb_books *books,
                            const eb_options *options, const char *rep)
{
    const struct rules_wish blend = {"blend", NULL};
    eb_status status;

    inputs_share(&books->inputs, &drill->inputs);
    TRY(opened_make(&drill->inputs, options->role, &blend, &drill->opened,
                    drill->said));
    TRY(run(drill, drill->opened.books, drill->opened.rules, options, rep));
done:
    return status;
}

static eb_status open_plan(eb_drill *drill, const char *folder,
                           const char *books, const eb_options *options,
                           const char *rep)
{
    struct reopened *plan = &drill->reopened;
    const struct opened *opened = &plan->opened;
    eb_status status;

    TRY(reopen(folder, books, plan, drill->said));
    drill->rules = *opened->rules;
    drill->rules.goal = GOAL_BLEND;
    TRY(carried_make(opened->books, plan->rep,
                     opened->rules->has_as_of ? opened->rules->as_of
                                              : opened->books->as_of,
                     &drill->carried));
    TRY(run(drill, &drill->carried.books, &drill->rules, options, rep));
done:
    return status;
}

static eb_status begin(eb_drill **out)
{
    eb_drill *drill = NEW(eb_drill, 1);

    if (drill == NULL)
        return EB_NO_MEMORY;
    drill->said = eb_messages_new();
    if (drill->said == NULL) {
        mem_free(drill);
        return EB_NO_MEMORY;
    }
    *out = drill;
    return EB_OK;
}

static eb_status finish(eb_drill *drill, eb_status status, eb_drill **out,
                        eb_messages *said)
{
    eb_status passed = messages_pass_on(drill->said, said);

    status = status == EB_OK ? passed : status;
    if (status == EB_OK)
        *out = drill;
    else
        eb_drill_free(drill);
    return status;
}

eb_status eb_drill_make(const eb_books *books, const eb_options *options,
                        const char *rep, eb_drill **out, eb_messages *said)
{
    eb_drill *drill = NULL;
    eb_status status;

    if (books == NULL || out == NULL || !options_are_sound(options))
        return EB_BAD_ARGUMENT;
    status = begin(&drill);
    if (status != EB_OK)
        return status;
    drill->excel_safe = options->excel_safe;
    return finish(drill, open_books(drill, books, options, rep), out, said);
}

eb_status eb_drill_plan(const char *folder, const char *books,
                        const eb_options *options, const char *rep,
                        eb_drill **out, eb_messages *said)
{
    eb_drill *drill = NULL;
    eb_status status;

    if (folder == NULL || out == NULL || !options_are_sound(options))
        return EB_BAD_ARGUMENT;
    status = begin(&drill);
    if (status != EB_OK)
        return status;
    drill->excel_safe = options->excel_safe;
    return finish(drill, open_plan(drill, folder, books, options, rep), out,
                  said);
}

void eb_drill_free(eb_drill *drill)
{
    if (drill == NULL)
        return;
    drills_free(drill->drills);
    carried_clear(&drill->carried);
    reopened_clear(&drill->reopened);
    opened_clear(&drill->opened);
    inputs_clear(&drill->inputs);
    eb_messages_free(drill->said);
    mem_free(drill->json);
    mem_free(drill);
}

/* ---- Reading ----------------------------------------------------------- */

size_t eb_drill_reps(const eb_drill *drill)
{
    return drill->drills->n;
}

const char *eb_drill_rep(const eb_drill *drill, size_t k)
{
    const struct drills *drills = drill->drills;

    return k < drills->n
               ? rep_id(drills->compiled->books, (size_t)drills->drills[k].rep)
               : "";
}

double eb_drill_today(const eb_drill *drill)
{
    return points(drill->drills->before.unfairness);
}

/* NULL where there is none, or nothing can be said of it. */
static const struct drill *told(const eb_drill *drill, size_t k)
{
    const struct drills *drills = drill->drills;

    return k < drills->n && drills->drills[k].refused == NULL
               ? &drills->drills[k]
               : NULL;
}

double eb_drill_unfairness(const eb_drill *drill, size_t k)
{
    const struct drill *of = told(drill, k);

    return of == NULL ? NAN : points(of->after.unfairness);
}

double eb_drill_loss(const eb_drill *drill, size_t k)
{
    const struct drill *of = told(drill, k);

    return of == NULL ? NAN : of->after.loss;
}

double eb_drill_least_loss(const eb_drill *drill, size_t k)
{
    const struct drill *of = told(drill, k);

    return of == NULL ? NAN : of->least.loss;
}

size_t eb_drill_orphans(const eb_drill *drill, size_t k)
{
    const struct drill *of = told(drill, k);

    return of == NULL ? 0 : of->stranded;
}

double eb_drill_harm(const eb_drill *drill, size_t k)
{
    const struct drill *of = told(drill, k);

    return of == NULL ? NAN : points(of->harm);
}

const char *eb_drill_json(eb_drill *drill)
{
    struct doc *doc = NULL;
    struct node *root, *list;
    size_t length;

    if (drill->json != NULL || doc_new("drill.json", &doc) != EB_OK)
        return drill->json;
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    list = doc_add(doc, root, "warnings", DOC_ARRAY);
    for (size_t k = 0; k < eb_messages_count(drill->said); k++)
        if (eb_messages_severity(drill->said, k) == EB_WARNING)
            doc_add_string(doc, list, NULL, eb_messages_text(drill->said, k));
    drill_describe(drill->drills, doc, root);
    if (doc_ok(doc))
        drill->json = json_write(doc, &length);
    doc_free(doc);
    return drill->json;
}

eb_status eb_drill_write(eb_drill *drill, const char *path, eb_messages *said)
{
    struct folder *folder = NULL;
    const char *json;
    eb_status status;

    if (drill == NULL || path == NULL)
        return EB_BAD_ARGUMENT;
    TRY(drill_folder_begin(path, &folder, said));
    json = eb_drill_json(drill);
    if (json == NULL)
        TRY(EB_NO_MEMORY);
    TRY(drill_folder_fill(folder, drill->drills, json, drill->excel_safe,
                          said));
    TRY(folder_commit(folder, said));
done:
    folder_free(folder);
    return status;
}
