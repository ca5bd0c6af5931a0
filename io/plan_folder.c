/* plan_folder.c - the files of a plan, gathered. */
#include "io/plan_folder.h"

#include "io/disk.h"
#include "io/json.h"
#include "io/plan_report.h"
#include "io/taken_along.h"

#include <string.h>

const char *const plan_folder_files[] = {
    "plan.json",
    "assignments.csv",
    "moves.csv",
    "books.csv",
    "teams.csv",
    "owners.csv",
    "owners_rollback.csv",
    "owners_rollback_unowned.csv",
    "rules.json",
    "certificate.json",
    "run.json",
    "summary.txt",
    "report.html",
    TAKEN_ALONG,
    NULL,
};

/* A folder being filled, and the plan.json that lists what is in it. */
struct filling {
    struct folder *folder;
    const char *within; /* a folder in it; NULL: itself */
    struct doc *json;
    eb_messages *said;
};

/* These are not listed: run.json differs from run to run, and the summary says
 * nothing that plan.json does not. */
static bool is_listed(const char *name)
{
    return strcmp(name, "plan.json") != 0 && strcmp(name, "run.json") != 0 &&
           strcmp(name, "summary.txt") != 0;
}

static eb_status add_bytes(struct filling *to, const char *name,
                           const char *bytes, size_t length)
{
    char *path = to->within == NULL ? mem_string(name)
                                    : disk_join(to->within, "/", name);
    eb_status status;

    if (path == NULL)
        return EB_NO_MEMORY;
    if (is_listed(name))
        plan_json_file(to->json, name, bytes, length);
    status = folder_file(to->folder, path, bytes, length, to->said);
    mem_free(path);
    return status;
}

static eb_status add_doc(struct filling *to, const char *name,
                         const struct doc *doc)
{
    size_t length = 0;
    char *bytes = json_write(doc, &length);
    eb_status status = EB_NO_MEMORY;

    if (bytes != NULL)
        status = add_bytes(to, name, bytes, length);
    mem_free(bytes);
    return status;
}

static eb_status add_tables(struct filling *to, const struct plan *plan,
                            bool excel_safe)
{
    struct text text = {0};
    const char *name;
    eb_status status = EB_OK;

    for (size_t k = 0; (name = plan_table_name(k)) != NULL; k++) {
        TRY(plan_table(plan, name, excel_safe, &text));
        TRY(add_bytes(to, name, text.at, text.n));
    }
done:
    text_clear(&text);
    return status;
}

static eb_status add_certificate(struct filling *to, const struct plan *plan)
{
    struct doc *doc = NULL;
    eb_status status;

    TRY(plan_certificate(plan, &doc));
    TRY(add_doc(to, "certificate.json", doc));
done:
    doc_free(doc);
    return status;
}

static eb_status add_run(struct filling *to, const struct plan *plan)
{
    struct doc *doc = NULL;
    eb_status status;

    TRY(plan_run(plan, &doc));
    TRY(add_doc(to, "run.json", doc));
done:
    doc_free(doc);
    return status;
}

/* Last of what is listed, so that the page can name the other files. */
static eb_status add_report(struct filling *to, const struct plan *plan,
                            const struct doc *rules)
{
    struct text text = {0};
    eb_status status;

    TRY(plan_report(plan, to->json, rules, &text));
    TRY(add_bytes(to, "report.html", text.at, text.n));
done:
    text_clear(&text);
    return status;
}

eb_status plan_folder_begin(const char *path, struct folder **out,
                            eb_messages *said)
{
    return folder_begin(path, plan_folder_files, out, said);
}

eb_status plan_folder_fill(struct folder *folder, const struct plan *plan,
                           const struct doc *rules,
                           const struct plan_origin *origin, eb_messages *said)
{
    struct filling to = {folder, origin->within, NULL, said};
    eb_status status;

    TRY(plan_json(plan, origin, &to.json));
    TRY(add_tables(&to, plan, origin->form.excel_safe));
    TRY(add_doc(&to, "rules.json", rules));
    TRY(add_certificate(&to, plan));
    TRY(add_run(&to, plan));
    if (!origin->form.no_report)
        TRY(add_report(&to, plan, rules));
    TRY(add_bytes(&to, "summary.txt", plan->summary, strlen(plan->summary)));
    TRY(add_doc(&to, "plan.json", to.json));
    if (origin->within == NULL)
        TRY(taken_along(origin->inputs, folder, said));
done:
    doc_free(to.json);
    return status;
}
