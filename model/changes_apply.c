/* changes_apply.c - events carried out one after the other, all or none. */
#include "model/applying.h"
#include "model/phrase.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { HINTS = 300000 }; /* comparisons for "did you mean", in all */

eb_status event_refuse(struct applying *in, long at, const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    in->why_at = at;
    in->why = arena_string(&in->changes->memory, text, strlen(text));
    return in->why == NULL ? EB_NO_MEMORY : EB_BAD_DATA;
}

static eb_status refuse_early(struct applying *in)
{
    const struct event *event = in->event;
    char day[11];

    if (event->fault != NULL)
        return event_refuse(in, event->fault_at, "%s", event->fault);
    date_write(in->first_date, day);
    return event_refuse(in, event->at_of[CHANGE_DATE],
                        "date: lies before %s, the first day of these books",
                        day);
}

/* What came to nothing is no account or rep for later events, and they can say why. */
static eb_status remember_broken(struct applying *in)
{
    const struct event *event = in->event;
    const char *id = event->kind == EVENT_ADD    ? event->account
                     : event->kind == EVENT_JOIN ? event->rep
                                                 : "";
    int word;

    if (*id == '\0')
        return EB_OK;
    if (!VEC_RESERVE(&in->breaker, in->breaker.n + 1))
        return EB_NO_MEMORY;
    word = names_add(&in->broken, id);
    if (word < 0)
        return EB_NO_MEMORY;
    if ((size_t)word == in->breaker.n)
        in->breaker.at[in->breaker.n++] = event->id;
    return EB_OK;
}

static eb_status apply_one(struct applying *in, struct outcome *outcome)
{
    size_t begun = in->day->edits.n;
    const struct event *event = in->event;
    eb_status status;

    in->why = NULL;
    if (event->fault != NULL || event->date < in->first_date)
        status = refuse_early(in);
    else
        status = kind_forms[event->kind].apply(in);
    if (status == EB_OK) {
        outcome->how = event->date < in->day->date ? APPLIED_LATE : APPLIED;
        return EB_OK;
    }
    if (status != EB_BAD_DATA || in->why == NULL)
        return status;
    *outcome = (struct outcome){REFUSED, in->why, in->why_at};
    TRY(day_undo(in->day, begun));
    TRY(remember_broken(in));
done:
    return status;
}

static eb_status apply_all(struct applying *in, const bool *known,
                           struct outcome *outcome, size_t *n_refused)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < in->changes->n; k++) {
        in->event = &in->changes->events[k];
        in->index = k;
        outcome[k] = (struct outcome){APPLIED_BEFORE, NULL, 0};
        if (known != NULL && known[k])
            continue;
        TRY(apply_one(in, &outcome[k]));
        *n_refused += outcome[k].how == REFUSED;
    }
done:
    return status;
}

/* In the order of the file. */
static eb_status say_refused(const struct changes *changes,
                             const struct outcome *outcome, eb_messages *said)
{
    size_t *by_row, rows = 0;
    eb_status kept = EB_OK;

    for (size_t k = 0; k < changes->n; k++)
        if (changes->events[k].row >= rows)
            rows = changes->events[k].row + 1;
    by_row = NEW(size_t, rows); /* event + 1 */
    if (by_row == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < changes->n; k++)
        by_row[changes->events[k].row] = k + 1;
    for (size_t row = 0; row < rows && kept != EB_NO_MEMORY; row++) {
        size_t k = by_row[row];
        struct place at;

        if (k == 0 || outcome[k - 1].how != REFUSED)
            continue;
        at = changes->events[k - 1].at;
        at.column = outcome[k - 1].why_at;
        keep_status(&kept, fault(said, at, "%s", outcome[k - 1].why));
    }
    mem_free(by_row);
    return kept;
}

eb_status changes_apply(struct day *day, struct changes *changes,
                        const bool *known, int64_t first_date, bool skip_bad,
                        struct outcome *outcome, eb_messages *said)
{
    struct applying in = {.day = day,
                          .changes = changes,
                          .first_date = first_date,
                          .hints_left = HINTS};
    size_t begun = day->edits.n, n_refused = 0;
    eb_status status;

    TRY(styles_settle(&in, known));
    TRY(apply_all(&in, known, outcome, &n_refused));
    if (n_refused > 0 && !skip_bad)
        TRY(say_refused(changes, outcome, said));
done:
    if (status != EB_OK && day_undo(day, begun) != EB_OK)
        status = EB_NO_MEMORY;
    names_clear(&in.styled);
    VEC_CLEAR(&in.styles);
    names_clear(&in.broken);
    VEC_CLEAR(&in.breaker);
    return status;
}
