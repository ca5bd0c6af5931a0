/* changes_find.c - accounts and reps that events name: there, or not. */
#include "model/applying.h"
#include "model/complaint.h"
#include "model/phrase.h"

#include <string.h>

int64_t event_day(const struct applying *in)
{
    return in->event->date > in->day->date ? in->event->date : in->day->date;
}

bool date_of_cell(const struct day *day, enum day_table table, size_t row,
                  const char *name, int64_t *out)
{
    const char *text = day_cell(day, table, row, name);

    return *text != '\0' && date_read(text, DATE_ISO, out);
}

/* Ids are many: only while it costs little in all. */
static struct hint id_hint(struct applying *in, enum day_table table,
                           const char *id)
{
    const struct names *ids = &in->day->of[table].ids;
    size_t cost = ids->text.n;

    if (cost > in->hints_left)
        return hint_of(NULL);
    in->hints_left -= cost;
    return hint_of(names_nearest(ids->text.at, ids->text.n, id));
}

static eb_status refuse_unknown(struct applying *in, enum day_table table,
                                const char *id, long at)
{
    const char *what = table == DAY_ACCOUNTS ? "account" : "rep";
    int broken = names_find(&in->broken, id);

    if (broken >= 0)
        return event_refuse(in, at,
                            "%s %.*s comes with event %s, which is refused",
                            what, quoted(id), id, in->breaker.at[broken]);
    return event_refuse(in, at, "there is no %s \"%.*s\"%s", what, quoted(id),
                        id, id_hint(in, table, id).text);
}

eb_status demand_account(struct applying *in)
{
    const char *id = in->event->account;
    long at = in->event->at_of[CHANGE_ACCOUNT];

    if (day_row(in->day, DAY_ACCOUNTS, id) != DAY_NO_ROW)
        return EB_OK;
    if (day_is_closed(in->day, id))
        return event_refuse(in, at, "account %s closed on %s", id,
                            day_closed_on(in->day, id));
    return refuse_unknown(in, DAY_ACCOUNTS, id, at);
}

eb_status demand_account_then(struct applying *in)
{
    const char *closed = day_closed_on(in->day, in->event->account);
    int64_t on;

    if (closed != NULL && date_read(closed, DATE_ISO, &on) &&
        in->event->date < on)
        return EB_OK;
    return demand_account(in);
}

eb_status demand_new_account(struct applying *in)
{
    const char *id = in->event->account;
    long at = in->event->at_of[CHANGE_ACCOUNT];

    if (day_is_closed(in->day, id))
        return event_refuse(in, at,
                            "account %s closed on %s; a reopen brings it back",
                            id, day_closed_on(in->day, id));
    if (day_row(in->day, DAY_ACCOUNTS, id) != DAY_NO_ROW)
        return event_refuse(in, at, "account %s is there already", id);
    return EB_OK;
}

/* A leaver as in MODEL.md: not active, or past the last day. */
bool rep_has_left(const struct applying *in, size_t row)
{
    const char *active = day_cell(in->day, DAY_REPS, row, "active");
    bool is_active = true;
    int64_t end;

    if (date_of_cell(in->day, DAY_REPS, row, "end_date", &end) &&
        end <= event_day(in))
        return true;
    return *active != '\0' && bool_read(active, &is_active) && !is_active;
}

static eb_status refuse_leaver(struct applying *in, size_t row, const char *id,
                               long at)
{
    int64_t end;
    char day[11];

    if (!date_of_cell(in->day, DAY_REPS, row, "end_date", &end) ||
        end > event_day(in))
        return event_refuse(in, at, "rep %s has left", id);
    date_write(end, day);
    return event_refuse(in, at, "rep %s left on %s", id, day);
}

eb_status demand_rep(struct applying *in, const char *rep, long at)
{
    size_t row = day_row(in->day, DAY_REPS, rep);

    if (row == DAY_NO_ROW)
        return refuse_unknown(in, DAY_REPS, rep, at);
    return rep_has_left(in, row) ? refuse_leaver(in, row, rep, at) : EB_OK;
}

eb_status demand_new_rep(struct applying *in)
{
    const char *id = in->event->rep;
    long at = in->event->at_of[CHANGE_REP];
    size_t row = day_row(in->day, DAY_REPS, id);

    if (row == DAY_NO_ROW)
        return EB_OK;
    return rep_has_left(in, row)
               ? refuse_leaver(in, row, id, at)
               : event_refuse(in, at, "rep %s is there already", id);
}
