/* replay_run.c - a year of changes on a ledger's books, under one policy after the other. */
#include "io/replay_run.h"

#include "io/changes_file.h"
#include "io/ledger.h"
#include "model/plan.h"

/* One policy under way. */
struct policy_running {
    const struct replay_request *request;
    const struct doc *rules;
    struct replay_of *to;
    enum policy policy;
    struct changes changes;
    eb_messages *said;
    eb_status status;
};

static void run_policy(void *context, size_t range, size_t first, size_t last)
{
    struct policy_running *running = context;

    (void)range;
    for (size_t k = first; k < last; k++) {
        struct policy_running *run = &running[k];
        struct replay_options options = run->request->options;

        options.how.policy = run->policy;
        options.how.pool = NULL;
        run->status =
            replay_run(&run->to->end, run->rules, &run->changes, &options,
                       run->request->skip_bad, &run->to->replay, run->said);
    }
}

/* All faults of the changes at once, before anything is decided. */
static eb_status check_changes(struct ledger *ledger,
                               const struct changes_file *file,
                               eb_messages *said)
{
    struct changes changes = {0};
    struct outcome *outcome = NULL;
    struct day day = {0};
    bool has_day = false;
    eb_status status;

    TRY(changes_read(file->table, file->places, &changes, said));
    TRY(ledger_day(ledger, 0, &day, said));
    has_day = true;
    outcome = NEW(struct outcome, changes.n + 1);
    if (outcome == NULL)
        TRY(EB_NO_MEMORY);
    TRY(changes_apply(&day, &changes, NULL, ledger_first_date(ledger), false,
                      outcome, said));
done:
    if (has_day)
        day_clear(&day);
    changes_clear(&changes);
    mem_free(outcome);
    return status;
}

static eb_status begin_policy(struct policy_running *run,
                              struct ledger *ledger,
                              const struct changes_file *file,
                              eb_messages *said)
{
    eb_status status;

    run->said = eb_messages_new();
    if (run->said == NULL)
        return EB_NO_MEMORY;
    TRY(changes_read(file->table, file->places, &run->changes, said));
    TRY(ledger_day(ledger, 0, &run->to->end, said));
    run->to->has_end = true;
done:
    return status;
}

/* The first failure is told, once. */
static eb_status end_policies(struct policy_running *running, size_t n,
                              eb_messages *said)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < n && status == EB_OK; k++) {
        status = running[k].status;
        for (size_t j = 0;
             status != EB_OK && j < eb_messages_count(running[k].said); j++)
            if (eb_messages_severity(running[k].said, j) == EB_FAULT)
                (void)fail(status, said, "%s",
                           eb_messages_text(running[k].said, j));
    }
    return status;
}

static eb_status run_all(const struct replay_request *request,
                         struct ledger *ledger,
                         const struct changes_file *file, struct replays *out,
                         eb_messages *said)
{
    struct policy_running running[N_POLICIES] = {0};
    eb_status status = EB_OK;

    for (int k = 0; k < N_POLICIES; k++) {
        struct policy_running *run = &running[out->n];

        if (!request->policy[k])
            continue;
        *run = (struct policy_running){.request = request,
                                       .rules = out->rules,
                                       .to = &out->of[out->n],
                                       .policy = (enum policy)k};
        out->n++;
        TRY(begin_policy(run, ledger, file, said));
    }
    pool_run(request->pool, out->n, 1, run_policy, running);
    TRY(end_policies(running, out->n, said));
done:
    for (size_t k = 0; k < out->n; k++) {
        changes_clear(&running[k].changes);
        eb_messages_free(running[k].said);
    }
    return status;
}

static eb_status take_rules(const struct ledger *ledger, struct doc **out)
{
    const struct doc *rules = ledger_rules(ledger);
    eb_status status;

    if (rules == NULL)
        return EB_OK;
    TRY(doc_new(rules->file, out));
    doc_add_copy(*out, NULL, NULL, rules->root);
    status = doc_ok(*out) ? EB_OK : EB_NO_MEMORY;
done:
    return status;
}

eb_status replays_run(const struct replay_request *request,
                      struct replays *out, eb_messages *said)
{
    struct ledger *ledger = NULL;
    struct changes_file file = {0};
    eb_status status;

    *out = (struct replays){.alerts = request->alerts};
    TRY(changes_file_read(request->changes, &file, said));
    TRY(ledger_open(request->ledger, LEDGER_READ, 0, &ledger, said));
    out->first_date = ledger_date(ledger);
    TRY(take_rules(ledger, &out->rules));
    if (!request->skip_bad)
        TRY(check_changes(ledger, &file, said));
    TRY(run_all(request, ledger, &file, out, said));
done:
    ledger_close(ledger);
    changes_file_clear(&file);
    if (status != EB_OK)
        replays_clear(out);
    return status;
}

void replays_clear(struct replays *replays)
{
    for (size_t k = 0; k < replays->n; k++) {
        replay_clear(&replays->of[k].replay);
        if (replays->of[k].has_end)
            day_clear(&replays->of[k].end);
    }
    doc_free(replays->rules);
    *replays = (struct replays){0};
}

/* ---- What a year comes to ------------------------------------------------ */

static double drift_of(const struct replay_point *point)
{
    return point->bound == INT64_MIN
               ? 0
               : points(point->after.objective - point->bound);
}

struct replay_sum replay_sum_of(const struct replays *replays, size_t of)
{
    const struct replay *replay = &replays->of[of].replay;
    const struct replay_point *last = &replay->points.at[replay->points.n - 1];
    size_t batches = replay->points.n > 1 ? replay->points.n - 1 : 1;
    struct replay_sum sum = {
        .unfairness_end = points(last->after.unfairness),
        .drift_end = drift_of(last),
        .outside_end = last->after.outside_band,
        .over_end = last->after.over_capacity,
    };

    for (size_t k = 0; k < replay->points.n; k++) {
        const struct replay_point *point = &replay->points.at[k];

        sum.events += point->events;
        sum.refused += point->refused;
        sum.alerts +=
            (size_t)daily_alarm(&replays->alerts, &point->after, point->bound);
        for (int j = 0; j < N_DAILY_CHANGES; j++)
            sum.n[j] += point->n[j];
        if (k == 0 && replay->points.n > 1)
            continue;
        sum.unfairness += points(point->after.unfairness) / (double)batches;
        sum.drift += drift_of(point) / (double)batches;
    }
    return sum;
}
