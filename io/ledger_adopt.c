/* ledger_adopt.c - the owners of a plan become those of the ledger. */
#include "io/disk.h"
#include "io/files.h"
#include "io/ledger_acts.h"
#include "io/ledger_parts.h"
#include "io/plan_inputs.h"
#include "io/reopened.h"

#include "base/hash.h"
#include "base/number.h"

#include <stdio.h>
#include <string.h>

enum { COST_DECIMALS = 9 };

struct adopting {
    struct ledger *ledger;
    struct reopened plan;
    struct day day;
    char sha256[65]; /* of plan.json */
    struct VEC(struct ledger_decision) decisions;
    struct ledger_adoption *out;
    eb_messages *said;
};

/* ---- Whether it may be ---------------------------------------------------- */

static eb_status digest_plan(struct adopting *in, const char *folder)
{
    char *path = plan_path(folder, "plan.json"), *bytes = NULL;
    size_t length;
    eb_status status = path == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(file_read(path, &bytes, &length, in->said));
    sha256_hex(bytes, length, in->sha256);
done:
    mem_free(path);
    mem_free(bytes);
    return status;
}

static eb_status refuse_again(struct adopting *in)
{
    int64_t batch;
    eb_status status;

    TRY(ledger_find_batch(in->ledger, in->sha256, &batch, in->said));
    if (batch != 0)
        status = fail(EB_REFUSED, in->said,
                      "%s: has adopted this plan already, as batch %lld",
                      in->ledger->path, (long long)batch);
done:
    return status;
}

/* As the ledger would hold them. */
static eb_status digest_inputs(const struct adopting *in, char out[65])
{
    struct table *accounts = NULL, *reps = NULL;
    struct books_digest digest;
    eb_status status;

    TRY(ledger_plain(&in->plan.inputs, EB_ACCOUNTS, &accounts, in->said));
    TRY(ledger_plain(&in->plan.inputs, EB_REPS, &reps, in->said));
    TRY(digest_books(accounts, reps, NULL, &digest));
    digest_hex(digest.open, out);
done:
    table_free(accounts);
    table_free(reps);
    return status;
}

static eb_status digest_today(struct adopting *in, char out[65])
{
    struct books_digest digest;
    eb_status status;

    TRY(digest_books(in->day.of[DAY_ACCOUNTS].table,
                     in->day.of[DAY_REPS].table, NULL, &digest));
    digest_hex(digest.open, out);
done:
    return status;
}

static eb_status refuse_others(struct adopting *in)
{
    char planned[65], today[65], date[11];
    eb_status status;

    TRY(digest_inputs(in, planned));
    TRY(digest_today(in, today));
    if (strcmp(planned, today) == 0)
        return EB_OK;
    date_write(in->ledger->date, date);
    status = fail(EB_REFUSED, in->said,
                  "%s: the plan was not made from these books as they are "
                  "(%s, batch %lld): plan anew with evenbook plan --from",
                  in->ledger->path, date, (long long)in->ledger->n_batches);
done:
    return status;
}

/* ---- Who gets what -------------------------------------------------------- */

static const char *cell(const struct adopting *in, size_t row,
                        const char *header)
{
    int k = table_column(in->plan.assignments, header);

    return k < 0 ? "" : table_cell(in->plan.assignments, row, (size_t)k);
}

static eb_status note_decision(struct adopting *in, size_t row,
                               const char *change)
{
    struct ledger_decision d = {.event = "",
                                .date = in->out->date,
                                .account = cell(in, row, "account_id"),
                                .role = in->out->role,
                                .rep = cell(in, row, "rep_id"),
                                .previous = cell(in, row, "previous_rep_id"),
                                .change = change,
                                .reason = cell(in, row, "reason"),
                                .next_best = cell(in, row, "next_best_rep_id"),
                                .next_cost = INT64_MIN,
                                .until = INT64_MAX};
    const char *cost = cell(in, row, "next_best_cost");
    wide units;

    if (*cost != '\0' && decimal_read_wide(cost, COST_DECIMALS, &units))
        d.next_cost = (int64_t)units;
    return VEC_PUSH(&in->decisions, d) ? EB_OK : EB_NO_MEMORY;
}

static eb_status give(struct adopting *in, size_t row)
{
    const struct {
        const char *change;
        size_t *count;
    } changes[] = {{"moved", &in->out->moved},
                   {"forced", &in->out->forced},
                   {"placed", &in->out->placed},
                   {"unassigned", &in->out->left}};
    const char *change = cell(in, row, "change");
    eb_status status = EB_OK;

    for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) {
        if (strcmp(change, changes[k].change) != 0)
            continue;
        ++*changes[k].count;
        TRY(day_give(&in->day, cell(in, row, "account_id"), in->out->role,
                     cell(in, row, "rep_id"), in->out->date, NO_EVENT));
        TRY(note_decision(in, row, change));
    }
done:
    return status;
}

/* ---- The batch ------------------------------------------------------------ */

static const char *text_of(const struct doc *doc, const char *key)
{
    const struct node *node = doc_get(doc->root, key);

    return node == NULL || node->text == NULL ? "" : node->text;
}

static eb_status write_plan(struct adopting *in)
{
    const struct doc *plan = in->plan.plan;
    struct sql_query *query = NULL;
    eb_status status;

    TRY(sql_prepare(in->ledger->sql,
                    "INSERT INTO plans (batch, name, role, goal, status, "
                    "objective, lower_bound, moved, forced, placed) VALUES "
                    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    &query, in->said));
    sql_bind_number(query, 1, in->out->batch);
    sql_bind(query, 2, in->out->name);
    sql_bind(query, 3, in->out->role);
    sql_bind(query, 4, text_of(plan, "goal"));
    sql_bind(query, 5, in->out->status);
    sql_bind(query, 6, text_of(plan, "objective"));
    sql_bind(query, 7, text_of(plan, "lower_bound"));
    sql_bind_number(query, 8, (int64_t)in->out->moved);
    sql_bind_number(query, 9, (int64_t)in->out->forced);
    sql_bind_number(query, 10, (int64_t)in->out->placed);
    TRY(sql_do(query, in->said));
done:
    sql_free(query);
    return status;
}

static eb_status write_batch(struct adopting *in)
{
    const struct ledger_batch batch = {.kind = "adopt",
                                       .date = in->out->date,
                                       .digest = in->sha256,
                                       .day = &in->day,
                                       .n_decisions = in->decisions.n,
                                       .decisions = in->decisions.at};
    eb_status status;

    TRY(ledger_write(in->ledger, &batch, &in->out->batch, in->said));
    TRY(write_plan(in));
done:
    return status;
}

/* The folder's name, role and status; the date, where none was asked for. */
static eb_status settle(struct adopting *in, const char *folder, int64_t date)
{
    struct ledger_adoption *out = in->out;
    char *parent = NULL, *name = NULL;
    int64_t as_of;

    if (!disk_split(folder, &parent, &name))
        return EB_NO_MEMORY;
    snprintf(out->name, sizeof out->name, "%s", name);
    mem_free(parent);
    mem_free(name);
    snprintf(out->role, sizeof out->role, "%s",
             text_of(in->plan.plan, "role"));
    snprintf(out->status, sizeof out->status, "%s",
             text_of(in->plan.plan, "status"));
    out->date = date != 0 ? date : in->ledger->date;
    if (date == 0 &&
        date_read(text_of(in->plan.plan, "as_of"), DATE_ISO, &as_of) &&
        as_of > out->date)
        out->date = as_of;
    return EB_OK;
}

eb_status ledger_adopt(struct ledger *ledger, const char *folder, int64_t date,
                       struct ledger_adoption *out, eb_messages *said)
{
    struct adopting in = {.ledger = ledger, .out = out, .said = said};
    eb_status status;

    *out = (struct ledger_adoption){0};
    TRY(reopen(folder, NULL, &in.plan, said));
    TRY(digest_plan(&in, folder));
    TRY(refuse_again(&in));
    TRY(settle(&in, folder, date));
    TRY(ledger_day(ledger, 0, &in.day, said));
    TRY(refuse_others(&in));
    for (size_t row = 0; row < table_rows(in.plan.assignments); row++)
        TRY(give(&in, row));
    TRY(write_batch(&in));
done:
    VEC_CLEAR(&in.decisions);
    day_clear(&in.day);
    reopened_clear(&in.plan);
    return status;
}
