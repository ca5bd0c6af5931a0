/* reassign_run.c - a ledger, and many accounts that change hands at once. */
#include "io/reassign_run.h"

#include "base/number.h"
#include "io/json.h"

#include <string.h>

struct running {
    const struct reassign_order *order;
    struct reassign_report *out;
    eb_messages *said;
    struct reassign_request what;
    struct doc *where;
    struct VEC(struct reassign_test) tests;
    struct arena memory;
    struct ledger *ledger;
    struct day day;
    bool has_day;
};

/* ---- --where -------------------------------------------------------------- */

static const char *keep(struct arena *memory, const char *text, size_t length)
{
    return arena_string(memory, text, length);
}

/* COLUMN=TEXT,COLUMN=TEXT */
static eb_status read_tests(struct running *run, const char *text)
{
    while (*text != '\0') {
        size_t whole = strcspn(text, ","), name = strcspn(text, "=");
        struct reassign_test test;

        if (name == 0 || name >= whole)
            return fail(EB_BAD_USAGE, run->said,
                        "--where is COLUMN=TEXT, several of them with commas "
                        "between, or an object as in rules.json; not \"%s\"",
                        run->order->where);
        test.column = keep(&run->memory, text, name);
        test.text = keep(&run->memory, text + name + 1, whole - name - 1);
        if (test.column == NULL || test.text == NULL ||
            !VEC_PUSH(&run->tests, test))
            return EB_NO_MEMORY;
        text += whole;
        text += *text == ',';
    }
    return EB_OK;
}

static eb_status read_where(struct running *run)
{
    const char *text = run->order->where;
    eb_status status = EB_OK;

    run->what = run->order->what;
    if (text == NULL)
        return EB_OK;
    if (*text == '{')
        TRY(json_read("--where", text, strlen(text), &run->where, run->said));
    else
        TRY(read_tests(run, text));
    run->what.where = run->where;
    run->what.tests = run->tests.at;
    run->what.n_tests = run->tests.n;
done:
    return status;
}

/* ---- The ledger ----------------------------------------------------------- */

static eb_status settle_date(struct running *run)
{
    int64_t now = ledger_date(run->ledger);
    char asked[11], is[11];

    run->out->date = run->order->has_date ? run->order->date : now;
    if (run->out->date >= now)
        return EB_OK;
    date_write(run->out->date, asked);
    date_write(now, is);
    return fail(EB_BAD_USAGE, run->said,
                "--date %s: the ledger has come to %s already", asked, is);
}

static eb_status add_reason(struct running *run, const struct reassigned *row,
                            const char **out)
{
    const char *why = run->order->why;
    size_t length = strlen(row->reason);
    char *text;

    if (why == NULL || strcmp(row->change, "kept") == 0) {
        *out = keep(&run->out->decisions.memory, row->reason, length);
        return *out == NULL ? EB_NO_MEMORY : EB_OK;
    }
    text = arena_new(&run->out->decisions.memory, strlen(why) + length + 3);
    if (text == NULL)
        return EB_NO_MEMORY;
    strcpy(text, why);
    strcat(text, ": ");
    strcat(text, row->reason);
    *out = text;
    return EB_OK;
}

/* Their texts are those of the reassignment, which lives as long. */
static eb_status write_decisions(struct running *run)
{
    struct reassign_report *out = run->out;
    eb_status status = EB_OK;

    for (size_t k = 0; k < out->done.n; k++) {
        const struct reassigned *row = &out->done.rows[k];
        bool kept = strcmp(row->change, "kept") == 0;
        struct ledger_decision d = {
            .event = "",
            .date = out->date,
            .account = row->account,
            .role = out->done.role,
            .rep = kept ? row->previous : row->to,
            .previous = row->previous,
            .change = row->change,
            .next_best = row->next_best,
            .next_cost = row->next_cost,
            .cost = row->cost,
        };

        TRY(add_reason(run, row, &d.reason));
        if (!VEC_PUSH(&out->decisions.all, d))
            return EB_NO_MEMORY;
    }
done:
    return status;
}

static eb_status write(struct running *run)
{
    const struct reassign_report *out = run->out;
    const struct ledger_batch batch = {
        .kind = "reassign",
        .date = out->date,
        .digest = "",
        .day = &run->day,
        .n_decisions = out->decisions.all.n,
        .decisions = out->decisions.all.at,
    };
    eb_status status = EB_OK;

    if (run->order->dry_run || out->done.n_given == 0)
        return EB_OK;
    TRY(ledger_write(run->ledger, &batch, &run->out->batch, run->said));
    TRY(ledger_commit(run->ledger, run->said));
done:
    return status;
}

static eb_status take(struct running *run)
{
    const struct reassign_order *order = run->order;
    eb_status status;

    TRY(read_where(run));
    TRY(ledger_open(order->ledger, order->dry_run ? LEDGER_READ : LEDGER_WRITE,
                    order->patience, &run->ledger, run->said));
    TRY(settle_date(run));
    TRY(ledger_day(run->ledger, 0, &run->day, run->said));
    run->has_day = true;
    run->day.date = run->out->date;
    TRY(reassign_make(&run->day, ledger_rules(run->ledger), &run->what,
                      &run->out->done, run->said));
    TRY(write_decisions(run));
    TRY(write(run));
done:
    return status;
}

eb_status reassign_run(const struct reassign_order *order,
                       struct reassign_report *out, eb_messages *said)
{
    struct running run = {.order = order, .out = out, .said = said};
    eb_status status;

    *out = (struct reassign_report){0};
    status = take(&run);
    ledger_close(run.ledger);
    if (run.has_day)
        day_clear(&run.day);
    doc_free(run.where);
    VEC_CLEAR(&run.tests);
    arena_clear(&run.memory);
    if (status != EB_OK)
        reassign_report_clear(out);
    return status;
}

void reassign_report_clear(struct reassign_report *report)
{
    ledger_decisions_clear(&report->decisions);
    reassign_clear(&report->done);
    *report = (struct reassign_report){0};
}
