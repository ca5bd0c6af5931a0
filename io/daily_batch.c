/* daily_batch.c - a batch of changes and a ledger: what one `evenbook daily` does. */
#include "io/daily_parts.h"

#include "base/number.h"

#include <string.h>

/* ---- What is new --------------------------------------------------------- */

static eb_status read_changes(struct daily_running *run)
{
    eb_status status = EB_OK;

    if (run->request->changes == NULL)
        return EB_OK;
    TRY(changes_file_read(run->request->changes, &run->file, run->said));
    TRY(changes_read(run->file.table, run->file.places, &run->changes,
                     run->said));
done:
    return status;
}

static eb_status tell_known(struct daily_running *run)
{
    size_t n = run->changes.n;
    eb_status status;

    run->known = NEW(bool, n + 1);
    run->outcome = NEW(struct outcome, n + 1);
    if (run->known == NULL || run->outcome == NULL)
        return EB_NO_MEMORY;
    TRY(ledger_known_events(run->ledger, &run->changes, run->known,
                            run->said));
    for (size_t k = 0; k < n; k++)
        run->out->known += run->known[k];
done:
    return status;
}

static eb_status check_date(const struct daily_running *run)
{
    int64_t now = ledger_date(run->ledger);
    char asked[11], is[11];

    if (!run->request->has_date || run->request->date >= now)
        return EB_OK;
    date_write(run->request->date, asked);
    date_write(now, is);
    return fail(EB_BAD_USAGE, run->said,
                "--date %s: the ledger has come to %s already", asked, is);
}

/* The date asked for, else that of the latest event that was applied; never before the
 * ledger's. */
static int64_t date_of(const struct daily_running *run)
{
    int64_t date = ledger_date(run->ledger);

    if (run->request->has_date)
        return run->request->date;
    for (size_t k = 0; k < run->changes.n; k++)
        if (run->outcome[k].how <= APPLIED_LATE &&
            run->changes.events[k].date > date)
            date = run->changes.events[k].date;
    return date;
}

/* Nothing is new, and no time has passed. */
static bool nothing_new(const struct daily_running *run)
{
    return run->out->known == run->changes.n &&
           (!run->request->has_date ||
            run->request->date == ledger_date(run->ledger));
}

/* Tells what had been decided when the same was sent before. */
static eb_status tell_again(struct daily_running *run)
{
    struct daily_report *out = run->out;
    eb_status status = EB_OK;

    if (run->changes.n == 0)
        return EB_OK;
    out->again = true;
    TRY(ledger_find_batch(run->ledger, run->file.sha256, &out->batch,
                          run->said));
    if (out->batch > 0)
        TRY(ledger_decisions(run->ledger, out->batch, &out->decisions,
                             run->said));
done:
    return status;
}

/* ---- The batch ----------------------------------------------------------- */

static eb_status apply(struct daily_running *run)
{
    struct daily_report *out = run->out;
    bool skip = run->request->skip_bad || run->request->refused != NULL;
    eb_status status;

    TRY(ledger_day(run->ledger, 0, &run->day, run->said));
    run->has_day = true;
    TRY(changes_apply(&run->day, &run->changes, run->known,
                      ledger_first_date(run->ledger), skip, run->outcome,
                      run->said));
    out->date = date_of(run);
    run->day.date = out->date;
    for (size_t k = 0; k < run->changes.n; k++) {
        enum applied how = run->outcome[k].how;

        out->events += how == APPLIED || how == APPLIED_LATE;
        out->late += how == APPLIED_LATE;
        out->refused += how == REFUSED;
    }
done:
    return status;
}

static eb_status decide(struct daily_running *run)
{
    const char **roles = NULL;
    size_t n = 0;
    eb_status status;

    if (run->request->role != NULL)
        return daily_role_run(run, run->request->role);
    TRY(workday_roles(&run->day, &roles, &n));
    for (size_t k = 0; k < n; k++)
        TRY(daily_role_run(run, roles[k]));
done:
    mem_free(roles);
    return status;
}

static eb_status write(struct daily_running *run)
{
    struct daily_report *out = run->out;
    struct doc *measures = NULL;
    struct ledger_batch batch = {
        .kind = "daily",
        .date = out->date,
        .digest = run->file.sha256,
        .day = &run->day,
        .changes = &run->changes,
        .outcome = run->outcome,
        .known = run->known,
        .n_decisions = out->decisions.all.n,
        .decisions = out->decisions.all.at,
        .n_multipliers = run->numbers.n,
        .multipliers = run->numbers.at,
    };
    eb_status status;

    TRY(doc_new("measures", &measures));
    daily_measures(out, measures, doc_add(measures, NULL, NULL, DOC_OBJECT));
    if (!doc_ok(measures))
        TRY(EB_NO_MEMORY);
    batch.measures = measures;
    TRY(ledger_write(run->ledger, &batch, &out->batch, run->said));
    if (run->request->refused != NULL)
        TRY(changes_file_refused(&run->file, &run->changes, run->outcome,
                                 run->request->refused, run->said));
    TRY(ledger_commit(run->ledger, run->said));
done:
    doc_free(measures);
    return status;
}

static eb_status take_in(struct daily_running *run)
{
    eb_status status;

    TRY(read_changes(run));
    TRY(ledger_open(run->request->ledger, LEDGER_WRITE, run->request->patience,
                    &run->ledger, run->said));
    TRY(tell_known(run));
    TRY(check_date(run));
    if (nothing_new(run)) {
        TRY(tell_again(run));
        return EB_OK;
    }
    TRY(apply(run));
    TRY(decide(run));
    TRY(write(run));
done:
    return status;
}

/* ---- The whole ----------------------------------------------------------- */

static void running_clear(struct daily_running *run)
{
    ledger_close(run->ledger);
    changes_clear(&run->changes);
    changes_file_clear(&run->file);
    if (run->has_day)
        day_clear(&run->day);
    mem_free(run->known);
    mem_free(run->outcome);
    VEC_CLEAR(&run->numbers);
    arena_clear(&run->memory);
}

eb_status daily_run(const struct daily_request *request,
                    struct daily_report *out, eb_messages *said)
{
    struct daily_running run = {.request = request, .out = out, .said = said};
    eb_status status;

    *out = (struct daily_report){0};
    status = take_in(&run);
    running_clear(&run);
    if (status != EB_OK)
        daily_report_clear(out);
    return status;
}

static void role_clear(struct daily_role *role)
{
    for (size_t k = 0; k < role->alerts.n; k++)
        mem_free(role->alerts.at[k]);
    VEC_CLEAR(&role->alerts);
    VEC_CLEAR(&role->advice);
    mem_free(role->role);
}

void daily_report_clear(struct daily_report *report)
{
    for (size_t k = 0; k < report->roles.n; k++)
        role_clear(&report->roles.at[k]);
    VEC_CLEAR(&report->roles);
    ledger_decisions_clear(&report->decisions);
    *report = (struct daily_report){0};
}

const struct daily_advice *daily_worth(const struct daily_role *role)
{
    const struct daily_advice *last;

    if (role->advice.n == 0)
        return NULL;
    last = &role->advice.at[role->advice.n - 1];
    if (last->gain <= 0)
        return NULL;
    for (size_t k = 0; k < role->advice.n; k++)
        if (10 * role->advice.at[k].gain >= 9 * last->gain)
            return &role->advice.at[k];
    return last;
}
