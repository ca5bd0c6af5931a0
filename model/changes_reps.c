/* changes_reps.c - what happens to reps. */
#include "model/applying.h"
#include "model/phrase.h"

#include <string.h>

static size_t row_of(const struct applying *in)
{
    return day_row(in->day, DAY_REPS, in->event->rep);
}

static eb_status set_date(struct applying *in, const char *column,
                          int64_t date)
{
    char text[11];

    date_write(date, text);
    return day_set(in->day, DAY_REPS, in->event->rep, column, text, in->index);
}

/* The two dates of a span are in order, as far as they are there. */
static eb_status check_span(struct applying *in, const char *from,
                            const char *to, long at)
{
    int64_t first, last;
    char a[11], b[11];

    if (!date_of_cell(in->day, DAY_REPS, row_of(in), from, &first) ||
        !date_of_cell(in->day, DAY_REPS, row_of(in), to, &last) ||
        first <= last)
        return EB_OK;
    date_write(first, a);
    date_write(last, b);
    return event_refuse(in, at, "rep %s: %s %s is before %s %s",
                        in->event->rep, to, b, from, a);
}

static eb_status check_spans(struct applying *in, long at)
{
    eb_status status;

    TRY(check_span(in, "start_date", "end_date", at));
    TRY(check_span(in, "out_from", "out_to", at));
done:
    return status;
}

/* The only role there is, if the rep has none. */
static eb_status fill_role(struct applying *in)
{
    const struct table *table = in->day->of[DAY_REPS].table;
    int column = day_column(in->day, DAY_REPS, "role");
    const char *only = "";

    if (column < 0 || *table_cell(table, row_of(in), (size_t)column) != '\0')
        return EB_OK;
    for (size_t row = 0; row < table_rows(table); row++) {
        const char *role = table_cell(table, row, (size_t)column);

        if (*role != '\0' && *only != '\0' && strcmp(role, only) != 0)
            return EB_OK;
        only = *role == '\0' ? only : role;
    }
    return day_set_at(in->day, DAY_REPS, in->event->rep, (size_t)column, only,
                      in->index);
}

/* What books_make() and compile() ask of every rep who is there. */
static eb_status check_filled(struct applying *in, long at)
{
    static const char *const columns[] = {"role", "capacity"};
    const struct table *table = in->day->of[DAY_REPS].table;

    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        int column = day_column(in->day, DAY_REPS, columns[k]);
        size_t filled = 0;

        if (column < 0 ||
            *table_cell(table, row_of(in), (size_t)column) != '\0')
            continue;
        for (size_t row = 0; row < table_rows(table) && filled == 0; row++)
            filled += *table_cell(table, row, (size_t)column) != '\0';
        if (filled > 0)
            return event_refuse(in, at,
                                "rep %s needs a %s, as the others have one",
                                in->event->rep, columns[k]);
    }
    return EB_OK;
}

/* ---- Kinds ---------------------------------------------------------------- */

static eb_status refuse_id(struct applying *in, const char *name, long at)
{
    int k = day_column(in->day, DAY_REPS, name);

    return k == (int)in->day->of[DAY_REPS].id_column
               ? event_refuse(in, at, "%s: ids stay as they are", name)
               : EB_OK;
}

eb_status apply_join(struct applying *in)
{
    const struct event *event = in->event;
    struct named_column column;
    eb_status status;

    TRY(demand_new_rep(in));
    TRY(day_add(in->day, DAY_REPS, event->rep, in->index));
    for (size_t k = 0; k < event->n_cells; k++) {
        TRY(refuse_id(in, event->columns[k], event->cells_at[k]));
        column = styles_find_column(in->day, DAY_REPS, event->columns[k]);
        TRY(set_new_cell(in, DAY_REPS, event->rep, &column, event->cells[k],
                         event->cells_at[k]));
    }
    if (*day_cell(in->day, DAY_REPS, row_of(in), "start_date") == '\0')
        TRY(set_date(in, "start_date", event->date));
    TRY(fill_role(in));
    TRY(check_filled(in, event->at_of[CHANGE_REP]));
    TRY(check_spans(in, event->at_of[CHANGE_REP]));
done:
    return status;
}

/* The date is the last day. */
eb_status apply_leave(struct applying *in)
{
    const struct event *event = in->event;
    eb_status status;

    TRY(demand_rep(in, event->rep, event->at_of[CHANGE_REP]));
    TRY(set_date(in, "end_date", event->date));
    TRY(check_spans(in, event->at_of[CHANGE_DATE]));
done:
    return status;
}

/* From when to when, where the rep is away on that day. */
static bool is_away(const struct applying *in, int64_t day, int64_t *from)
{
    int64_t to;

    if (!date_of_cell(in->day, DAY_REPS, row_of(in), "out_from", from) ||
        *from > day)
        return false;
    return !date_of_cell(in->day, DAY_REPS, row_of(in), "out_to", &to) ||
           to >= day;
}

eb_status apply_away(struct applying *in)
{
    const struct event *event = in->event;
    eb_status status;
    int64_t from;
    char day[11];

    TRY(demand_rep(in, event->rep, event->at_of[CHANGE_REP]));
    if (is_away(in, event->date, &from)) {
        date_write(from, day);
        return event_refuse(in, event->at_of[CHANGE_REP],
                            "rep %s is away since %s", event->rep, day);
    }
    TRY(set_date(in, "out_from", event->date));
    TRY(set_cell(in, DAY_REPS, event->rep, "out_to", event->value,
                 event->at_of[CHANGE_VALUE]));
    TRY(check_spans(in, event->at_of[CHANGE_VALUE]));
done:
    return status;
}

/* The date is the first day back. An absence that has ended by itself is over
 * already; one that would begin on this day has not been. */
eb_status apply_back(struct applying *in)
{
    const struct event *event = in->event;
    const char *rep = event->rep;
    int64_t from = 0, to = 0;
    eb_status status;

    TRY(demand_rep(in, rep, event->at_of[CHANGE_REP]));
    if (!date_of_cell(in->day, DAY_REPS, row_of(in), "out_from", &from) ||
        from > event->date)
        return event_refuse(in, event->at_of[CHANGE_REP], "rep %s is not away",
                            rep);
    if (date_of_cell(in->day, DAY_REPS, row_of(in), "out_to", &to) &&
        to < event->date)
        return EB_OK;
    if (from < event->date)
        return set_date(in, "out_to", event->date - 1);
    TRY(day_set(in->day, DAY_REPS, rep, "out_from", "", in->index));
    TRY(day_set(in->day, DAY_REPS, rep, "out_to", "", in->index));
done:
    return status;
}

eb_status apply_capacity(struct applying *in)
{
    const struct event *event = in->event;
    bool named = *event->field != '\0';
    const char *field = named ? event->field : "capacity";
    long at = event->at_of[CHANGE_VALUE];
    eb_status status;

    TRY(demand_rep(in, event->rep, event->at_of[CHANGE_REP]));
    if (named)
        at = place_of_field(in, DAY_REPS, field);
    TRY(refuse_id(in, field, event->at_of[CHANGE_FIELD]));
    if (!named && *event->value == '\0')
        return event_refuse(in, at, "value: is blank, which a capacity needs");
    TRY(set_cell(in, DAY_REPS, event->rep, field, event->value, at));
    TRY(check_filled(in, at));
    TRY(check_spans(in, at));
done:
    return status;
}
