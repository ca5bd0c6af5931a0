/* daily_role.c - one role's part of a batch: covers that end, decisions, and what is said
 * of them. */
#include "io/daily_parts.h"

#include "base/number.h"
#include "model/phrase.h"
#include "model/plan.h"

#include <string.h>

/* One role of a batch under way. */
struct role_running {
    struct daily_running *run;
    struct daily_report *out;
    struct workday workday;
    const char *role; /* as the ledger calls it */
    struct past past;
    /* Which event named the account or the rep last. */
    struct names accounts, reps;
    struct VEC(size_t) account_event, rep_event; /* by these names */
    struct daily_role told;
};

static const char *keep(struct arena *memory, const char *text)
{
    return arena_string(memory, text, strlen(text));
}

/* ---- Which event asked for it -------------------------------------------- */

static bool note_event(struct names *names, size_t **at, size_t *n,
                       size_t *room, const char *id, size_t event)
{
    int number = names_add(names, id);

    if (number < 0 ||
        !vec_reserve((void **)at, room, (size_t)number + 1, sizeof **at))
        return false;
    if ((size_t)number == *n)
        (*n)++;
    (*at)[number] = event;
    return true;
}

static eb_status note_events(struct role_running *in)
{
    const struct changes *changes = &in->run->changes;

    for (size_t k = 0; k < changes->n; k++) {
        const struct event *event = &changes->events[k];

        if (in->run->outcome[k].how > APPLIED_LATE)
            continue;
        if (*event->account != '\0' &&
            !note_event(&in->accounts, &in->account_event.at,
                        &in->account_event.n, &in->account_event.room,
                        event->account, k))
            return EB_NO_MEMORY;
        if (*event->rep != '\0' && *event->account == '\0' &&
            !note_event(&in->reps, &in->rep_event.at, &in->rep_event.n,
                        &in->rep_event.room, event->rep, k))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

/* That of the account, else that of the rep who had it; "" if none. */
static const char *event_of(const struct role_running *in, const char *account,
                            const char *rep)
{
    const struct event *events = in->run->changes.events;
    int k = names_find(&in->accounts, account);

    if (k >= 0)
        return events[in->account_event.at[k]].id;
    k = names_find(&in->reps, rep);
    return k < 0 ? "" : events[in->rep_event.at[k]].id;
}

/* ---- Decisions ----------------------------------------------------------- */

static eb_status add_decision(struct role_running *in,
                              const struct ledger_decision *decision)
{
    struct arena *memory = &in->out->decisions.memory;
    struct ledger_decision d = *decision;
    const char **texts[] = {&d.event,    &d.account, &d.role,   &d.rep,
                            &d.previous, &d.change,  &d.reason, &d.next_best};

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        *texts[k] = keep(memory, *texts[k]);
        if (*texts[k] == NULL)
            return EB_NO_MEMORY;
    }
    return VEC_PUSH(&in->out->decisions.all, d) ? EB_OK : EB_NO_MEMORY;
}

static eb_status end_covers(struct role_running *in)
{
    struct covers_ended ended = {0};
    eb_status status;

    TRY(workday_end_covers(&in->workday, &in->past, &ended));
    in->told.uncovered = ended.n;
    for (size_t k = 0; k < ended.n; k++) {
        const struct past_cover *cover = &ended.at[k].cover;

        TRY(add_decision(
            in, &(struct ledger_decision){
                    .event = event_of(in, cover->account, cover->absent),
                    .date = in->out->date,
                    .account = cover->account,
                    .role = in->role,
                    .rep = cover->absent,
                    .previous = cover->rep,
                    .change = "uncovered",
                    .reason = ended.at[k].why,
                    .next_best = "",
                    .next_cost = INT64_MIN}));
    }
done:
    VEC_CLEAR(&ended);
    return status;
}

static const char *id_of(const struct books *books, int rep)
{
    return rep < 0 ? "" : rep_id(books, (size_t)rep);
}

static eb_status take_decision(struct role_running *in,
                               const struct daily_decision *d)
{
    const struct books *books = in->workday.books;
    const char *account = account_id(books, (size_t)d->account);
    const char *previous = id_of(books, d->previous);

    in->told.n[d->change]++;
    return add_decision(
        in, &(struct ledger_decision){
                .event = event_of(in, account, previous),
                .date = in->out->date,
                .account = account,
                .role = in->role,
                .rep = id_of(books, d->rep),
                .previous = previous,
                .change = daily_change_name(d->change),
                .reason = d->reason,
                .next_best = id_of(books, d->next_best),
                .next_cost = d->next_best < 0 ? INT64_MIN : d->next_cost,
                .cost = d->cost,
                .until = d->until});
}

/* ---- What is told -------------------------------------------------------- */

static eb_status alert(struct daily_role *told, double most, double is,
                       const char *format)
{
    struct phrase phrase = {0};
    char *text;

    if (most < 0 || is <= most)
        return EB_OK;
    phrase_add(&phrase, format, is, most);
    text = phrase.failed ? NULL : mem_string(phrase_text(&phrase));
    phrase_clear(&phrase);
    return text != NULL && VEC_PUSH(&told->alerts, text) ? EB_OK
                                                         : EB_NO_MEMORY;
}

static eb_status raise_alerts(struct role_running *in)
{
    const struct daily_alerts *alerts = &in->run->request->alerts;
    struct daily_role *told = &in->told;
    eb_status status = EB_OK;

    if (told->bound != INT64_MIN)
        TRY(alert(told, alerts->drift,
                  points(told->after.objective - told->bound),
                  "drift: %.3g points, above %.3g"));
    TRY(alert(told, alerts->outside, (double)told->after.outside_band,
              "reps outside a band: %.0f, above %.0f"));
    TRY(alert(told, alerts->over, (double)told->after.over_capacity,
              "reps over a limit: %.0f, above %.0f"));
done:
    return status;
}

static eb_status tell(struct role_running *in)
{
    const struct daily *daily = in->workday.daily;
    struct daily_role *told = &in->told;

    told->before = daily->before;
    told->after = daily->after;
    told->n_reps = in->workday.books->n_reps;
    told->n_ineligible = daily->n_ineligible;
    told->n_without_cover = daily->n_uncovered;
    told->moves = daily->moves;
    told->bound = daily->bound;
    for (size_t k = 0; k < daily->n_advice; k++)
        if (!VEC_PUSH(&told->advice, daily->advice[k]))
            return EB_NO_MEMORY;
    return raise_alerts(in);
}

static eb_status take_numbers(struct role_running *in)
{
    struct arena *memory = &in->run->memory;
    const char *role = keep(memory, in->role);
    eb_status status;

    TRY(workday_numbers(&in->workday, &in->past));
    for (size_t k = 0; k < in->past.numbers.n; k++) {
        const struct past_number *one = &in->past.numbers.at[k];
        const struct ledger_multiplier m = {
            role, keep(memory, one->rep), keep(memory, one->of), one->number};

        if (role == NULL || m.rep == NULL || m.resource == NULL ||
            !VEC_PUSH(&in->run->numbers, m))
            return EB_NO_MEMORY;
    }
done:
    return status;
}

/* ---- One role ------------------------------------------------------------ */

static eb_status decide(struct role_running *in)
{
    struct daily_running *run = in->run;
    const struct happened happened = {&run->changes, run->outcome};
    eb_status status;

    in->role = in->workday.books->role;
    TRY(ledger_past(run->ledger, in->role, run->out->date, &in->past,
                    run->said));
    TRY(note_events(in));
    TRY(end_covers(in));
    TRY(workday_decide(&in->workday, &run->request->how, &in->past, happened,
                       run->said));
    for (size_t k = 0; k < in->workday.daily->n; k++)
        TRY(take_decision(in, &in->workday.daily->decisions[k]));
    TRY(tell(in));
    TRY(take_numbers(in));
    TRY(workday_give(&run->day, &in->workday));
done:
    return status;
}

eb_status daily_role_run(struct daily_running *run, const char *role)
{
    struct role_running in = {.run = run, .out = run->out};
    eb_status status;

    TRY(workday_open(&run->day, ledger_rules(run->ledger), role, &in.workday,
                     run->said));
    in.told.role = role == NULL ? NULL : mem_string(role);
    if (role != NULL && in.told.role == NULL)
        TRY(EB_NO_MEMORY);
    TRY(decide(&in));
done:
    if (!VEC_PUSH(&run->out->roles, in.told) && status == EB_OK)
        status = EB_NO_MEMORY;
    workday_close(&in.workday);
    past_clear(&in.past);
    names_clear(&in.accounts);
    names_clear(&in.reps);
    VEC_CLEAR(&in.account_event);
    VEC_CLEAR(&in.rep_event);
    return status;
}
