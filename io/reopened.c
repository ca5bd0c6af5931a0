/* reopened.c - a plan folder, opened to ask something of it. */
#include "io/reopened.h"

#include "base/hash.h"
#include "io/excel_safe.h"
#include "io/files.h"
#include "io/json.h"
#include "io/plan_inputs.h"

#include <string.h>

/* ---- Files --------------------------------------------------------------- */

static eb_status changed(const char *name, eb_messages *said)
{
    return fail(EB_REFUSED, said, "%s has changed since the plan was made",
                name);
}

/* A file of the plan; of those that plan.json lists, only as it was. */
static eb_status take(const char *folder, const char *name,
                      const struct doc *plan, char **bytes, size_t *length,
                      eb_messages *said)
{
    char *path = plan_path(folder, name), now[65];
    const char *listed = plan == NULL ? NULL : plan_digest(plan, name);
    eb_status status = path == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(file_read(path, bytes, length, said));
    if (plan == NULL)
        goto done;
    sha256_hex(*bytes, *length, now);
    if (listed == NULL || strcmp(listed, now) != 0)
        status = changed(name, said);
done:
    mem_free(path);
    return status;
}

static eb_status take_doc(const char *folder, const char *name,
                          const struct doc *plan, struct doc **out,
                          eb_messages *said)
{
    char *bytes = NULL;
    size_t length = 0;
    eb_status status;

    TRY(take(folder, name, plan, &bytes, &length, said));
    TRY(json_read(name, bytes, length, out, said));
done:
    mem_free(bytes);
    return status;
}

static eb_status take_table(const char *folder, const char *name,
                            const struct doc *plan, struct table **out,
                            eb_messages *said)
{
    char *bytes = NULL;
    size_t length = 0;
    eb_status status;

    TRY(take(folder, name, plan, &bytes, &length, said));
    TRY(plan_table_read(plan, name, bytes, length, out, said));
done:
    mem_free(bytes);
    return status;
}

/* Says what stands there instead of a plan. */
static eb_status demand_plan(const char *folder, eb_messages *said)
{
    bool there;
    eb_status status = plan_holds(folder, "plan.json", &there);

    if (status != EB_OK || there)
        return status;
    if (!file_is_there(folder))
        return fail(EB_IO, said, "%s: No such file or directory", folder);
    return fail(EB_BAD_USAGE, said,
                "%s: is no plan: expected a folder with a plan.json, as "
                "evenbook plan -o DIR makes it",
                folder);
}

/* ---- Who owns what ------------------------------------------------------- */

/* Rows are in order of id, as books are numbered by it. */
static eb_status read_owners(struct reopened *r, eb_messages *said)
{
    const struct table *table = r->assignments;
    const struct books *books = r->opened.books;
    int account = table_column(table, "account_id");
    int rep = table_column(table, "rep_id");

    if (account < 0 || rep < 0 || table_rows(table) != books->n_accounts)
        return changed("assignments.csv", said);
    r->rep = NEW(int, books->n_accounts + 1);
    if (r->rep == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < books->n_accounts; k++) {
        int a = books->account_by_id[k];

        if (strcmp(table_cell(table, k, (size_t)account),
                   account_id(books, (size_t)a)) != 0)
            return changed("assignments.csv", said);
        r->rep[a] = books_rep(books, table_cell(table, k, (size_t)rep));
    }
    return EB_OK;
}

/* ---- What the plan claims ------------------------------------------------ */

static bool units_of(const struct node *object, const char *key, int decimals,
                     int64_t *out)
{
    const struct node *node = doc_get(object, key);
    wide units;

    if (node == NULL || node->text == NULL ||
        !decimal_read_wide(node->text, decimals, &units))
        return false;
    *out = (int64_t)units;
    return true;
}

/* Millionths of the bands that the goal fairest put in force, -1 without. */
static int64_t factor_of(const struct doc *plan)
{
    const struct node *list = doc_get(plan->root, "phases");
    int64_t factor = -1;

    for (const struct node *k = doc_first(list); k != NULL; k = k->next) {
        const char *name = doc_string(doc_get(k, "name"));

        if (name != NULL && strcmp(name, "fairest") == 0 &&
            !units_of(k, "objective", 6, &factor))
            factor = -1;
    }
    return factor;
}

static eb_status check_objective(const struct reopened *r, eb_messages *said)
{
    int64_t claimed;

    if (units_of(r->plan->root, "objective", 9, &claimed) &&
        claimed == r->restored.objective)
        return EB_OK;
    return fail(EB_REFUSED, said,
                "plan.json: the plan does not cost what is claimed: see "
                "evenbook verify");
}

eb_status reopen(const char *folder, const char *books, struct reopened *out,
                 eb_messages *said)
{
    struct book_tables tables;
    eb_status status;

    *out = (struct reopened){0};
    TRY(demand_plan(folder, said));
    TRY(take_doc(folder, "plan.json", NULL, &out->plan, said));
    TRY(plan_inputs(folder, books, out->plan, &out->inputs, said));
    TRY(take_doc(folder, "rules.json", out->plan, &out->rules, said));
    TRY(take_table(folder, "assignments.csv", out->plan, &out->assignments,
                   said));
    tables = opened_tables(&out->inputs);
    tables.columns = rules_columns(out->rules);
    tables.rules_file = out->rules->file;
    TRY(opened_from(&tables, out->rules, NULL, NULL, &out->opened, said));
    TRY(read_owners(out, said));
    out->what = (struct restoring){.books = out->opened.books,
                                   .rules = out->opened.rules,
                                   .rep = out->rep,
                                   .factor = factor_of(out->plan)};
    TRY(restore(&out->what, &out->restored, said));
    TRY(check_objective(out, said));
done:
    if (status != EB_OK)
        reopened_clear(out);
    return status;
}

void reopened_clear(struct reopened *reopened)
{
    restored_clear(&reopened->restored);
    opened_clear(&reopened->opened);
    mem_free(reopened->rep);
    table_free(reopened->assignments);
    doc_free(reopened->plan);
    doc_free(reopened->rules);
    inputs_clear(&reopened->inputs);
    *reopened = (struct reopened){0};
}
