/* verify_folder.c - a plan folder and its inputs, read afresh and checked. */
#include "io/verify_folder.h"

#include "base/hash.h"
#include "io/excel_safe.h"
#include "io/files.h"
#include "io/json.h"
#include "io/plan_inputs.h"
#include "verify/verify.h"

#include <string.h>

/* A file as it is now. */
struct content {
    char *bytes;
    size_t length;
    char sha256[65];
};

struct checking {
    const char *folder;
    eb_messages *said;
    struct doc *plan, *rules, *certificate;
    struct table *assignments, *moves, *book_rows, *owners;
    struct table *rollback, *rollback_unowned;
    struct inputs inputs;
    char *changed; /* the first file of the plan that is not as listed */
};

static eb_status content_read(const char *path, struct content *out,
                              eb_messages *said)
{
    eb_status status = file_read(path, &out->bytes, &out->length, said);

    if (status == EB_OK)
        sha256_hex(out->bytes, out->length, out->sha256);
    return status;
}

/* ---- The plan's own files ------------------------------------------------ */

static eb_status compare_listed(struct checking *check, const char *name,
                                const struct content *now)
{
    const char *listed = plan_digest(check->plan, name);

    if (listed != NULL && strcmp(listed, now->sha256) == 0)
        return EB_OK;
    if (check->changed == NULL)
        check->changed = mem_string(name);
    return check->changed == NULL ? EB_NO_MEMORY : EB_OK;
}

static eb_status take_content(struct checking *check, const char *name,
                              struct content *out)
{
    char *path = plan_path(check->folder, name);
    eb_status status = EB_NO_MEMORY;

    if (path != NULL)
        status = content_read(path, out, check->said);
    mem_free(path);
    return status;
}

/* A file of the plan that cannot be read as what it should be is refused. */
static eb_status take_doc(struct checking *check, const char *name,
                          struct doc **out)
{
    struct content now = {0};
    eb_status status;

    TRY(take_content(check, name, &now));
    if (check->plan != NULL)
        TRY(compare_listed(check, name, &now));
    status = json_read(name, now.bytes, now.length, out, check->said);
    if (status == EB_BAD_DATA)
        status = EB_REFUSED;
done:
    mem_free(now.bytes);
    return status;
}

static eb_status take_table(struct checking *check, const char *name,
                            struct table **out)
{
    struct content now = {0};
    eb_status status;

    TRY(take_content(check, name, &now));
    TRY(compare_listed(check, name, &now));
    if (out != NULL)
        status = plan_table_read(check->plan, name, now.bytes, now.length, out,
                                 check->said);
    if (status == EB_BAD_DATA)
        status = EB_REFUSED;
done:
    mem_free(now.bytes);
    return status;
}

/* A page that the plan does not name is of another plan; it need not be there,
 * but a plan that names one has it. */
static eb_status take_report(struct checking *check)
{
    static const char name[] = "report.html";
    bool listed = plan_digest(check->plan, name) != NULL;
    bool there;
    eb_status status;

    TRY(plan_holds(check->folder, name, &there));
    if (there && !listed)
        status = fail(EB_REFUSED, check->said,
                      "report.html does not belong to the plan: plan.json "
                      "does not list it");
    else if (listed && !there)
        status = fail(EB_REFUSED, check->said,
                      "report.html is missing: plan.json lists it");
    else if (there)
        status = take_table(check, name, NULL);
done:
    return status;
}

static eb_status take_files(struct checking *check)
{
    eb_status status;

    TRY(take_doc(check, "rules.json", &check->rules));
    TRY(take_doc(check, "certificate.json", &check->certificate));
    TRY(take_table(check, "assignments.csv", &check->assignments));
    TRY(take_table(check, "moves.csv", &check->moves));
    TRY(take_table(check, "books.csv", &check->book_rows));
    TRY(take_table(check, "teams.csv", NULL));
    TRY(take_table(check, "owners.csv", &check->owners));
    TRY(take_table(check, "owners_rollback.csv", &check->rollback));
    TRY(take_table(check, "owners_rollback_unowned.csv",
                   &check->rollback_unowned));
    TRY(take_report(check));
done:
    return status;
}

/* ---- The whole ----------------------------------------------------------- */

static eb_status judge(struct checking *check)
{
    const struct inputs *inputs = &check->inputs;
    struct verify_input all = {
        .accounts = inputs_table(inputs, EB_ACCOUNTS),
        .reps = inputs_table(inputs, EB_REPS),
        .pairs = inputs_table(inputs, EB_PAIRS),
        .territories = inputs_table(inputs, EB_TERRITORIES),
        .decisions = inputs_table(inputs, EB_DECISIONS),
        .given_rules = inputs_rules(inputs),
        .rules = check->rules,
        .plan = check->plan,
        .certificate = check->certificate,
        .assignments = check->assignments,
        .moves = check->moves,
        .books = check->book_rows,
        .owners = check->owners,
        .rollback = check->rollback,
        .rollback_unowned = check->rollback_unowned,
    };
    eb_status status;

    TRY(verify_plan(&all, check->said));
    if (check->changed != NULL)
        status =
            fail(EB_REFUSED, check->said,
                 "%s has changed since the plan was made", check->changed);
done:
    return status;
}

static const char *text_or(const struct node *root, const char *key,
                           const char *other)
{
    const struct node *node = doc_get(root, key);

    return node == NULL || node->text == NULL ? other : node->text;
}

static eb_status say_accepted(const struct checking *check)
{
    const struct node *root = check->plan->root;

    return note(check->said,
                "the plan is what it claims: %zu accounts, %s, objective %s "
                "points, at least %s by its certificate",
                table_rows(check->assignments), text_or(root, "status", "?"),
                text_or(root, "objective", "?"),
                text_or(root, "lower_bound", "nothing"));
}

static void checking_clear(struct checking *check)
{
    doc_free(check->plan);
    doc_free(check->rules);
    doc_free(check->certificate);
    table_free(check->assignments);
    table_free(check->moves);
    table_free(check->book_rows);
    table_free(check->owners);
    table_free(check->rollback);
    table_free(check->rollback_unowned);
    inputs_clear(&check->inputs);
    mem_free(check->changed);
}

eb_status verify_folder(const char *folder, const char *books,
                        eb_messages *said)
{
    struct checking check = {.folder = folder, .said = said};
    eb_status status;

    TRY(take_doc(&check, "plan.json", &check.plan));
    TRY(plan_inputs(folder, books, check.plan, &check.inputs, said));
    TRY(take_files(&check));
    TRY(judge(&check));
    TRY(say_accepted(&check));
done:
    checking_clear(&check);
    return status;
}
