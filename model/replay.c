/* replay.c - a year of changes in memory, decided day by day. */
#include "model/replay.h"

#include "base/number.h"

#include <string.h>

enum { WEEK = 7 };

/* Somebody was given an account. */
struct gift {
    int64_t date;
    int rep; /* of `reps` */
};

struct replaying {
    struct day *day;
    const struct doc *rules;
    struct changes *changes;
    const struct replay_options *options;
    bool skip_bad;
    int64_t first_date;
    struct replay *out;
    eb_messages *said;
    struct outcome *outcome; /* [changes] */
    /* The past. */
    struct past past;
    struct names accounts, reps;
    struct VEC(int) former;        /* rep, by account of `accounts` */
    struct VEC(struct gift) gifts; /* by date */
};

/* ---- Batches ------------------------------------------------------------- */

static int month_of(int64_t date)
{
    char text[11];

    date_write(date, text);
    return (text[0] - '0') * 12000 + (text[1] - '0') * 1200 +
           (text[2] - '0') * 120 + (text[3] - '0') * 12 +
           (text[5] - '0') * 10 + (text[6] - '0');
}

/* The same for dates of one batch. Weeks begin on Mondays. */
static int64_t batch_of(enum replay_step step, int64_t date)
{
    const int64_t monday = 4; /* 1970-01-05 */

    switch (step) {
    case REPLAY_WEEKS:
        return (date - monday + 7 * 1000000) / 7;
    case REPLAY_MONTHS:
        return month_of(date);
    case REPLAY_DAYS:
        break;
    }
    return date;
}

/* Where the batch that begins with the event ends. */
static size_t batch_end(const struct replaying *in, size_t first)
{
    const struct changes *changes = in->changes;
    enum replay_step step = in->options->step;
    int64_t batch = batch_of(step, changes->events[first].date);
    size_t last = first + 1;

    while (last < changes->n &&
           batch_of(step, changes->events[last].date) == batch)
        last++;
    return last;
}

/* What may move with the batch that ends there: all of the month's, if it is the month's
 * last. */
static int64_t moves_with(const struct replaying *in, size_t end)
{
    const struct event *events = in->changes->events;
    double moves = in->options->moves;

    if (end < in->changes->n &&
        month_of(events[end].date) == month_of(events[end - 1].date))
        return 0;
    if (moves < 1)
        moves *= (double)table_rows(in->day->of[DAY_ACCOUNTS].table);
    return (int64_t)moves;
}

/* ---- The past ------------------------------------------------------------ */

static eb_status note_former(struct replaying *in, const char *account,
                             const char *rep)
{
    int a = names_add(&in->accounts, account), r = names_add(&in->reps, rep);

    if (a < 0 || r < 0)
        return EB_NO_MEMORY;
    if ((size_t)a < in->former.n) {
        in->former.at[a] = r;
        return EB_OK;
    }
    return VEC_PUSH(&in->former, r) ? EB_OK : EB_NO_MEMORY;
}

/* Whoever has had an account until now; then the edits are forgotten. */
static eb_status note_edits(struct replaying *in)
{
    struct day *day = in->day;
    int column = day_owner_column(day, in->options->role);
    const char *owner =
        column < 0 ? "" : day->of[DAY_ACCOUNTS].table->header[column];
    eb_status status = EB_OK;

    for (size_t k = 0; k < day->edits.n; k++) {
        const struct edit *edit = &day->edits.at[k];

        if (edit->kind == EDIT_SET && edit->table == DAY_ACCOUNTS &&
            *edit->before != '\0' && strcmp(edit->column, owner) == 0)
            TRY(note_former(in, edit->id, edit->before));
    }
    day->edits.n = 0;
done:
    return status;
}

static eb_status list_former(struct replaying *in)
{
    in->past.owners.n = 0;
    for (size_t a = 0; a < in->former.n; a++) {
        const struct past_owner owner = {in->accounts.text.at[a],
                                         in->reps.text.at[in->former.at[a]]};

        if (!VEC_PUSH(&in->past.owners, owner))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

/* Who was given how much lately. */
static eb_status list_given(struct replaying *in)
{
    int64_t today = in->day->date;

    in->past.given.n = 0;
    for (size_t r = 0; r < in->reps.text.n; r++) {
        const struct past_given given = {in->reps.text.at[r], 0, 0};

        if (!VEC_PUSH(&in->past.given, given))
            return EB_NO_MEMORY;
    }
    for (size_t k = in->gifts.n; k > 0; k--) {
        const struct gift *gift = &in->gifts.at[k - 1];

        if (gift->date <= today - WEEK)
            break;
        in->past.given.at[gift->rep].week++;
        in->past.given.at[gift->rep].today += gift->date == today;
    }
    return EB_OK;
}

static eb_status note_gift(struct replaying *in, const char *rep)
{
    int r = names_add(&in->reps, rep);

    return r >= 0 && VEC_PUSH(&in->gifts, ((struct gift){in->day->date, r}))
               ? EB_OK
               : EB_NO_MEMORY;
}

static const char *keep(struct replaying *in, const char *text)
{
    return arena_string(&in->past.memory, text, strlen(text));
}

static eb_status note_cover(struct replaying *in, const struct books *books,
                            const struct daily_decision *d)
{
    const struct past_cover cover = {
        keep(in, account_id(books, (size_t)d->account)),
        keep(in, rep_id(books, (size_t)d->rep)),
        keep(in, rep_id(books, (size_t)d->previous)), d->until};

    return cover.account != NULL && cover.rep != NULL &&
                   cover.absent != NULL && VEC_PUSH(&in->past.covers, cover)
               ? EB_OK
               : EB_NO_MEMORY;
}

static eb_status note_decisions(struct replaying *in,
                                const struct workday *workday,
                                struct replay_point *point)
{
    const struct daily *daily = workday->daily;
    eb_status status = EB_OK;

    for (size_t k = 0; k < daily->n; k++) {
        const struct daily_decision *d = &daily->decisions[k];

        point->n[d->change]++;
        switch (d->change) {
        case DAILY_PLACED:
        case DAILY_FORCED:
        case DAILY_RETURNED:
            TRY(note_gift(in, rep_id(workday->books, (size_t)d->rep)));
            break;
        case DAILY_COVERED:
            TRY(note_cover(in, workday->books, d));
            break;
        default:
            break;
        }
    }
done:
    return status;
}

/* ---- One batch ----------------------------------------------------------- */

static eb_status decide(struct replaying *in, struct workday *workday,
                        int64_t max_moves, struct happened happened,
                        struct replay_point *point)
{
    struct daily_options how = in->options->how;
    struct covers_ended ended = {0};
    eb_status status;

    how.max_moves = max_moves;
    TRY(list_former(in));
    TRY(list_given(in));
    TRY(workday_end_covers(workday, &in->past, &ended));
    TRY(workday_decide(workday, &how, &in->past, happened, in->said));
    TRY(note_decisions(in, workday, point));
    TRY(workday_numbers(workday, &in->past));
    TRY(workday_give(in->day, workday));
    point->accounts = workday->books->n_accounts;
    point->reps = workday->books->n_reps;
    point->after = workday->daily->after;
    point->bound = workday->daily->bound;
    in->out->moves += (size_t)workday->daily->moves;
done:
    VEC_CLEAR(&ended);
    return status;
}

static eb_status end_batch(struct replaying *in, int64_t max_moves,
                           struct happened happened,
                           struct replay_point *point)
{
    struct workday workday = {0};
    eb_status status;

    point->date = in->day->date;
    TRY(note_edits(in));
    TRY(workday_open(in->day, in->rules, in->options->role, &workday,
                     in->said));
    TRY(decide(in, &workday, max_moves, happened, point));
    TRY(note_edits(in));
    if (!VEC_PUSH(&in->out->points, *point))
        status = EB_NO_MEMORY;
done:
    workday_close(&workday);
    return status;
}

static eb_status note_named(struct replaying *in, const struct changes *part,
                            const struct outcome *outcome)
{
    for (size_t k = 0; k < part->n; k++) {
        const struct event *event = &part->events[k];
        const struct past_owner named = {event->account, event->rep};

        if (event->kind == EVENT_OVERRIDE && outcome[k].how != REFUSED &&
            !VEC_PUSH(&in->past.named, named))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

/* Events first .. end - 1. */
static eb_status run_batch(struct replaying *in, size_t first, size_t end)
{
    struct changes part = *in->changes;
    struct outcome *outcome = in->outcome + first;
    struct replay_point point = {0};
    eb_status status;

    part.events += first;
    part.n = end - first;
    status = changes_apply(in->day, &part, NULL, in->first_date, in->skip_bad,
                           outcome, in->said);
    in->changes->memory = part.memory;
    TRY(status);
    for (size_t k = 0; k < part.n; k++) {
        point.refused += outcome[k].how == REFUSED;
        point.events += outcome[k].how != REFUSED;
    }
    if (part.events[part.n - 1].date > in->day->date)
        in->day->date = part.events[part.n - 1].date;
    TRY(note_named(in, &part, outcome));
    TRY(end_batch(in, moves_with(in, end), (struct happened){&part, outcome},
                  &point));
done:
    return status;
}

/* ---- The year ------------------------------------------------------------ */

static void replaying_clear(struct replaying *in)
{
    past_clear(&in->past);
    names_clear(&in->accounts);
    names_clear(&in->reps);
    VEC_CLEAR(&in->former);
    VEC_CLEAR(&in->gifts);
    mem_free(in->outcome);
}

eb_status replay_run(struct day *day, const struct doc *rules,
                     struct changes *changes,
                     const struct replay_options *options, bool skip_bad,
                     struct replay *out, eb_messages *said)
{
    struct replaying in = {.day = day,
                           .rules = rules,
                           .changes = changes,
                           .options = options,
                           .skip_bad = skip_bad,
                           .first_date = day->date,
                           .out = out,
                           .said = said};
    struct replay_point start = {0};
    eb_status status = EB_NO_MEMORY;

    *out = (struct replay){.policy = options->how.policy};
    in.outcome = NEW(struct outcome, changes->n + 1);
    if (in.outcome == NULL)
        goto done;
    TRY(end_batch(&in, 0, (struct happened){NULL, NULL}, &start));
    for (size_t k = 0, end; k < changes->n; k = end) {
        end = batch_end(&in, k);
        TRY(run_batch(&in, k, end));
    }
done:
    replaying_clear(&in);
    return status;
}

void replay_clear(struct replay *replay)
{
    VEC_CLEAR(&replay->points);
    *replay = (struct replay){0};
}
