/* generate_changes.c - the events of a simulated year as rows of changes.csv.
 */
#include "model/generate_year.h"

#include "base/number.h"

#include <stdio.h>

/* Days from the start until a new rep's ramp is full. */
enum { FULL_AFTER = 180 };

static const char *const kind_names[] = {"add",  "close", "change",
                                         "join", "leave", "away",
                                         "back", "lock",  "unlock"};

enum { EVENT, DATE, KIND, ACCOUNT, REP, FIELD, VALUE, N_OWN_COLUMNS };
enum { NONE = -1, N_CARRIED = 26, N_COLUMNS = N_OWN_COLUMNS + N_CARRIED };

static const char *const own_columns[N_OWN_COLUMNS] = {
    "event", "date", "kind", "account", "rep", "field", "value"};

/* The further columns, and what an account that is added and a rep who joins
 * write there. */
static const struct {
    int account, rep;
} carried[N_CARRIED] = {
    {ACCOUNT_NAME, REP_NAME},
    {ACCOUNT_WORKLOAD, NONE},
    {ACCOUNT_TIER, NONE},
    {ACCOUNT_SEGMENT, NONE},
    {ACCOUNT_TERRITORY, NONE},
    {ACCOUNT_INDUSTRY, NONE},
    {ACCOUNT_LANGUAGE, NONE},
    {ACCOUNT_PARENT, NONE},
    {ACCOUNT_RENEWAL_DATE, NONE},
    {ACCOUNT_RISK, NONE},
    {ACCOUNT_HEALTH, NONE},
    {ACCOUNT_OPEN_OPPORTUNITY, NONE},
    {ACCOUNT_LATITUDE, REP_LATITUDE},
    {ACCOUNT_LONGITUDE, REP_LONGITUDE},
    {NONE, REP_EMAIL},
    {NONE, REP_ROLE},
    {NONE, REP_TEAM},
    {NONE, REP_MANAGER},
    {NONE, REP_TERRITORIES},
    {NONE, REP_SEGMENTS},
    {NONE, REP_INDUSTRIES},
    {NONE, REP_LANGUAGES},
    {NONE, REP_MAX_ACCOUNTS},
    {NONE, REP_FTE},
    {NONE, REP_START_DATE},
    {NONE, REP_RAMP},
};

/* Accounts and reps get their ids in the order in which they come. */
struct change_row {
    const struct world *world;
    const struct year *year;
    size_t n_added, n_joined;
    cell_text own[N_OWN_COLUMNS];
    cell_text account[N_ACCOUNT_COLUMNS], rep[N_REP_COLUMNS];
    const char *cells[N_COLUMNS];
};

static void carry_account(struct change_row *row, const struct event *event)
{
    const struct newcomer *made = &row->year->newcomers.at[event->who];
    size_t index = row->world->n_accounts + event->who;
    struct account_row where = {index, row->world->n_accounts + row->n_added,
                                made->parent, made->cell,
                                year_date(row->year, event->day)};

    row->n_added++;
    write_account(row->world, &where, &made->account, row->account);
    write_account_id(row->world, where.number, row->own[ACCOUNT]);
    write_hundredths(made->account.value, row->own[VALUE]);
    for (int k = 0; k < N_CARRIED; k++)
        if (carried[k].account != NONE)
            row->cells[N_OWN_COLUMNS + k] = row->account[carried[k].account];
}

static void carry_rep(struct change_row *row, const struct event *event)
{
    const struct made_rep *made = &row->year->joiners.at[event->who];
    size_t number = row->world->n_reps + row->n_joined;

    row->n_joined++;
    write_rep(row->world, number, made, row->rep);
    write_rep_id(row->world, number, row->own[REP]);
    date_write(made->start + FULL_AFTER, row->rep[REP_RAMP]);
    for (int k = 0; k < N_CARRIED; k++)
        if (carried[k].rep != NONE)
            row->cells[N_OWN_COLUMNS + k] = row->rep[carried[k].rep];
}

/* What stands in the event's own columns beside its id and date. */
static void describe(struct change_row *row, const struct event *event)
{
    row->cells[KIND] = kind_names[event->kind];
    switch (event->kind) {
    case ADD:
        carry_account(row, event);
        return;
    case JOIN:
        carry_rep(row, event);
        return;
    case LEAVE:
    case AWAY:
    case BACK:
        write_rep_id(row->world, event->who, row->own[REP]);
        return;
    case CHANGE:
        row->cells[FIELD] = event->field;
        write_hundredths(event->amount, row->own[VALUE]);
        break;
    case LOCK:
    case UNLOCK:
        row->cells[VALUE] = event->why;
        break;
    case CLOSE:
        break;
    }
    write_account_id(row->world, row->world->number[event->who],
                     row->own[ACCOUNT]);
}

static eb_status add_row(struct change_row *row, const struct event *event,
                         struct table *table)
{
    size_t n = table_rows(table);

    for (int k = 0; k < N_COLUMNS; k++)
        row->cells[k] = k < N_OWN_COLUMNS ? row->own[k] : "";
    for (int k = 0; k < N_OWN_COLUMNS; k++)
        row->own[k][0] = '\0';
    write_id('E', n, row->year->events.n, 6, row->own[EVENT]);
    date_write(year_date(row->year, event->day), row->own[DATE]);
    describe(row, event);
    return table_add_row(table, (long)n + 2, row->cells);
}

eb_status year_write(const struct year *year, struct table *table)
{
    struct change_row row = {.world = year->world, .year = year};
    const char *header[N_COLUMNS];
    eb_status status = EB_OK;

    for (int k = 0; k < N_OWN_COLUMNS; k++)
        header[k] = own_columns[k];
    for (int k = 0; k < N_CARRIED; k++)
        header[N_OWN_COLUMNS + k] = carried[k].account != NONE
                                        ? account_columns[carried[k].account]
                                        : rep_columns[carried[k].rep];
    TRY(table_set_header(table, N_COLUMNS, header));
    for (size_t k = 0; k < year->events.n; k++)
        TRY(add_row(&row, &year->events.at[k], table));
done:
    return status;
}
