/* compared.c - plans to be compared. */
#include "io/compared.h"

#include "io/csv_reader.h"
#include "io/excel_safe.h"
#include "io/files.h"
#include "io/json.h"
#include "io/plan_files.h"
#include "io/plan_inputs.h"

#include <string.h>

/* What one plan is compared by. */
struct three {
    struct doc *plan;
    struct table *assignments, *books;
};

static void three_clear(struct three *three)
{
    doc_free(three->plan);
    table_free(three->assignments);
    table_free(three->books);
}

/* On failure nothing has changed hands. */
static eb_status add(struct compared_plans *plans, const char *name,
                     const char *folder, const struct three *three)
{
    struct compared new = {.plan = three->plan,
                           .assignments = three->assignments,
                           .books = three->books};

    new.name = arena_string(&plans->memory, name, strlen(name));
    if (folder != NULL)
        new.folder = arena_string(&plans->memory, folder, strlen(folder));
    if (new.name == NULL || (folder != NULL && new.folder == NULL) ||
        !VEC_RESERVE(&plans->owned, plans->owned.n + 3) ||
        !VEC_PUSH(&plans->each, new))
        return EB_NO_MEMORY;
    plans->owned.at[plans->owned.n++] = three->plan;
    plans->owned.at[plans->owned.n++] = three->assignments;
    plans->owned.at[plans->owned.n++] = three->books;
    return EB_OK;
}

void compared_clear(struct compared_plans *plans)
{
    for (size_t k = 0; k < plans->owned.n; k += 3)
        three_clear(&(struct three){plans->owned.at[k], plans->owned.at[k + 1],
                                    plans->owned.at[k + 2]});
    VEC_CLEAR(&plans->owned);
    VEC_CLEAR(&plans->each);
    arena_clear(&plans->memory);
}

/* ---- A plan that was made ----------------------------------------------- */

static eb_status read_back(const char *name, struct text *text,
                           struct table **out, eb_messages *said)
{
    eb_status status = EB_NO_MEMORY;

    if (text_ok(text))
        status = csv_read(name, text->at, text->n, out, said);
    text_clear(text);
    return status;
}

eb_status compared_add(struct compared_plans *plans, const eb_plan *plan,
                       const char *name, const char *folder, eb_messages *said)
{
    const struct plan_origin origin = {.inputs = &plan->inputs,
                                       .said = plan->said};
    struct three three = {0};
    struct text text = {0};
    eb_status status;

    TRY(plan_json(plan->plan, &origin, &three.plan));
    TRY(plan_table(plan->plan, "assignments.csv", false, &text));
    TRY(read_back("assignments.csv", &text, &three.assignments, said));
    TRY(plan_table(plan->plan, "books.csv", false, &text));
    TRY(read_back("books.csv", &text, &three.books, said));
    TRY(add(plans, name, folder, &three));
    three = (struct three){0}; /* now the plans' */
done:
    three_clear(&three);
    return status;
}

/* ---- A folder ----------------------------------------------------------- */

static eb_status refuse(const char *folder, eb_messages *said)
{
    bool several, books;
    eb_status status;

    TRY(plan_holds(folder, "compare.json", &several));
    TRY(plan_holds(folder, "accounts.csv", &books));
    if (!file_is_there(folder))
        return fail(EB_IO, said, "%s: No such file or directory", folder);
    if (several)
        return fail(EB_BAD_USAGE, said,
                    "%s: holds several plans: compare its folders, %s/*/",
                    folder, folder);
    if (books)
        return fail(EB_BAD_USAGE, said,
                    "%s: holds books and no plan: make one first (evenbook "
                    "plan %s -o DIR) and compare that",
                    folder, folder);
    return fail(EB_BAD_USAGE, said,
                "%s: is no plan: expected a folder with a plan.json", folder);
done:
    return status;
}

static eb_status read_doc(const char *path, struct doc **out,
                          eb_messages *said)
{
    char *bytes = NULL;
    size_t length = 0;
    eb_status status;

    TRY(file_read(path, &bytes, &length, said));
    TRY(json_read(path, bytes, length, out, said));
done:
    mem_free(bytes);
    return status;
}

static eb_status read_table(const char *folder, const char *name,
                            const struct doc *plan, struct table **out,
                            eb_messages *said)
{
    char *path = plan_path(folder, name), *bytes = NULL;
    size_t length = 0;
    eb_status status = path == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(file_read(path, &bytes, &length, said));
    TRY(plan_table_read(plan, path, bytes, length, out, said));
done:
    mem_free(bytes);
    mem_free(path);
    return status;
}

static char *without_slashes(const char *path)
{
    char *copy = mem_string(path);
    size_t n = strlen(path);

    while (copy != NULL && n > 1 && copy[n - 1] == '/')
        copy[--n] = '\0';
    return copy;
}

/* The keys that a comparison cannot do without. */
static eb_status check_plan(const struct doc *doc, eb_messages *said)
{
    static const char *const keys[] = {"status", "role", "objective", "moves",
                                       "metrics"};

    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if (doc_get(doc->root, keys[k]) == NULL)
            return fault(said, doc_place(doc, doc->root),
                         "there is no \"%s\": this is no plan.json", keys[k]);
    return EB_OK;
}

static eb_status check_new(const struct compared_plans *plans,
                           const char *name, eb_messages *said)
{
    for (size_t k = 0; k < plans->each.n; k++)
        if (strcmp(plans->each.at[k].name, name) == 0)
            return fail(EB_BAD_USAGE, said, "%s is named twice", name);
    return EB_OK;
}

eb_status compared_read(struct compared_plans *plans, const char *folder,
                        eb_messages *said)
{
    char *name = without_slashes(folder), *path = NULL;
    struct three three = {0};
    eb_status status = name == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    path = plan_path(name, "plan.json");
    if (path == NULL)
        TRY(EB_NO_MEMORY);
    TRY(check_new(plans, name, said));
    if (!file_is_there(path))
        TRY(refuse(name, said));
    TRY(read_doc(path, &three.plan, said));
    TRY(check_plan(three.plan, said));
    TRY(read_table(name, "assignments.csv", three.plan, &three.assignments,
                   said));
    TRY(read_table(name, "books.csv", three.plan, &three.books, said));
    TRY(add(plans, name, name, &three));
    three = (struct three){0}; /* now the plans' */
done:
    three_clear(&three);
    mem_free(path);
    mem_free(name);
    return status;
}
