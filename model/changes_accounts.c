/* changes_accounts.c - what happens to accounts. */
#include "model/applying.h"
#include "model/phrase.h"

#include <string.h>

enum { LONGEST_ROLE = 96 };

/* ---- Columns with laws of their own --------------------------------------- */

static struct named_column column_called(const struct applying *in,
                                         const char *name)
{
    return styles_find_column(in->day, DAY_ACCOUNTS, name);
}

static bool is_owner(const struct named_column *column)
{
    const struct known_column *known = column->known;

    return known != NULL && (strcmp(known->name, "owner") == 0 ||
                             strcmp(known->name, ROLE_OWNER) == 0);
}

static eb_status refuse_fixed(struct applying *in,
                              const struct named_column *column, long at)
{
    const struct known_column *known = column->known;

    if (known != NULL && strcmp(known->name, "id") == 0)
        return event_refuse(in, at, "%s: ids stay as they are", column->name);
    if (strcmp(column->name, DAY_CLOSED_ON) == 0)
        return event_refuse(in, at, "%s: close and reopen say this",
                            column->name);
    return EB_OK;
}

/* ---- Owners --------------------------------------------------------------- */

static const char *role_of(const struct applying *in, const char *rep)
{
    const char *role =
        day_cell(in->day, DAY_REPS, day_row(in->day, DAY_REPS, rep), "role");

    return *role == '\0' ? NULL : role;
}

static bool same_role(const char *a, const char *b)
{
    char x[LONGEST_ROLE], y[LONGEST_ROLE];

    schema_normalise(a, x, sizeof x);
    schema_normalise(b, y, sizeof y);
    return strcmp(x, y) == 0;
}

/* `role` NULL or blank: the rep's own. */
static eb_status settle_role(struct applying *in, const char *rep,
                             const char **role, long at)
{
    const char *own = role_of(in, rep);

    if (*role == NULL || **role == '\0')
        *role = own;
    else if (own != NULL && !same_role(own, *role))
        return event_refuse(in, at, "rep %s has the role %s, not %s", rep, own,
                            *role);
    return EB_OK;
}

/* The role of a column of owners, in `buffer`; NULL of `owner`. */
static const char *role_of_column(const struct named_column *column,
                                  char buffer[LONGEST_ROLE])
{
    if (column->known == NULL || strcmp(column->known->name, ROLE_OWNER) != 0)
        return NULL;
    schema_normalise(column->name, buffer, LONGEST_ROLE);
    buffer[strlen(buffer) - strlen("_owner")] = '\0';
    return buffer;
}

static eb_status add_owner(struct applying *in,
                           const struct named_column *column, const char *rep,
                           long at)
{
    char buffer[LONGEST_ROLE];
    const char *role = role_of_column(column, buffer);
    eb_status status;

    TRY(demand_rep(in, rep, at));
    TRY(settle_role(in, rep, &role, at));
    TRY(day_give(in->day, in->event->account, role, rep, event_day(in),
                 in->index));
done:
    return status;
}

/* ---- Kinds ---------------------------------------------------------------- */

static eb_status add_cells(struct applying *in, bool owners)
{
    const struct event *event = in->event;
    eb_status status = EB_OK;

    for (size_t k = 0; k < event->n_cells; k++) {
        struct named_column column = column_called(in, event->columns[k]);
        const char *text = event->cells[k];
        long at = event->cells_at[k];

        if (is_owner(&column) != owners)
            continue;
        TRY(refuse_fixed(in, &column, at));
        if (owners)
            TRY(add_owner(in, &column, text, at));
        else
            TRY(set_new_cell(in, DAY_ACCOUNTS, event->account, &column, text,
                             at));
    }
done:
    return status;
}

/* Owners first: what the row itself says of `owner_since` stands. */
eb_status apply_add(struct applying *in)
{
    const struct event *event = in->event;
    eb_status status;

    TRY(demand_new_account(in));
    TRY(day_add(in->day, DAY_ACCOUNTS, event->account, in->index));
    TRY(add_cells(in, true));
    TRY(set_cell(in, DAY_ACCOUNTS, event->account, "value", event->value,
                 event->at_of[CHANGE_VALUE]));
    TRY(add_cells(in, false));
    TRY(check_ties(in, event->at_of[CHANGE_ACCOUNT]));
done:
    return status;
}

eb_status apply_close(struct applying *in)
{
    eb_status status;

    TRY(demand_account(in));
    TRY(day_close(in->day, in->event->account, in->event->date, in->index));
done:
    return status;
}

/* It comes back without an owner of any role. */
eb_status apply_reopen(struct applying *in)
{
    const char *id = in->event->account;
    const struct day_rows *accounts = &in->day->of[DAY_ACCOUNTS];
    eb_status status;

    if (!day_is_closed(in->day, id))
        return day_row(in->day, DAY_ACCOUNTS, id) == DAY_NO_ROW
                   ? demand_account(in)
                   : event_refuse(in, in->event->at_of[CHANGE_ACCOUNT],
                                  "account %s is open", id);
    TRY(day_reopen(in->day, id, in->index));
    for (size_t k = 0; k < accounts->headings.n; k++) {
        struct named_column column =
            column_called(in, accounts->table->header[k]);

        if (is_owner(&column))
            TRY(day_set_at(in->day, DAY_ACCOUNTS, id, k, "", in->index));
    }
    TRY(day_set(in->day, DAY_ACCOUNTS, id, "owner_since", "", in->index));
    TRY(check_ties(in, in->event->at_of[CHANGE_ACCOUNT]));
done:
    return status;
}

eb_status apply_change(struct applying *in)
{
    const struct event *event = in->event;
    struct named_column column = column_called(in, event->field);
    long at = event->at_of[CHANGE_FIELD];
    eb_status status;

    TRY(demand_account_then(in));
    TRY(refuse_fixed(in, &column, at));
    if (is_owner(&column))
        return event_refuse(in, at,
                            "%s: an override changes an owner, with its "
                            "reason",
                            event->field);
    TRY(set_cell(in, DAY_ACCOUNTS, event->account, event->field, event->value,
                 place_of_field(in, DAY_ACCOUNTS, event->field)));
    TRY(check_ties(in, event->at_of[CHANGE_VALUE]));
done:
    return status;
}

static bool is_locked(const struct applying *in)
{
    const char *text = day_account_cell(in->day, in->event->account, "locked");
    struct decimal number;
    bool locked = false;

    if (*text != '\0' && !bool_read(text, &locked))
        locked = number_read(text, NUMBER_POINT, &number) == NUMBER_OK &&
                 number.units != 0;
    return locked;
}

/* Locked or not already is as good. */
static eb_status set_lock(struct applying *in, const char *text)
{
    eb_status status;

    TRY(demand_account_then(in));
    if (is_locked(in) == (*text != '\0'))
        return EB_OK;
    TRY(day_set(in->day, DAY_ACCOUNTS, in->event->account, "locked", text,
                in->index));
    if (*text != '\0')
        TRY(check_ties(in, in->event->at_of[CHANGE_ACCOUNT]));
done:
    return status;
}

eb_status apply_lock(struct applying *in)
{
    return set_lock(in, "yes");
}

eb_status apply_unlock(struct applying *in)
{
    return set_lock(in, "");
}

/* A lock is lifted by an unlock, not in passing. */
static eb_status refuse_locked(struct applying *in, const char *role)
{
    const struct event *event = in->event;
    size_t row = day_row(in->day, DAY_ACCOUNTS, event->account);
    size_t whose;
    int k = day_owner_column(in->day, role);
    const char *owner =
        k < 0 ? ""
              : table_cell(in->day->of[DAY_ACCOUNTS].table, row, (size_t)k);

    whose = *owner == '\0' ? DAY_NO_ROW : day_row(in->day, DAY_REPS, owner);
    if (whose == DAY_NO_ROW || strcmp(owner, event->rep) == 0 ||
        !is_locked(in) || rep_has_left(in, whose))
        return EB_OK;
    return event_refuse(
        in, event->at_of[CHANGE_ACCOUNT],
        "account %s is locked to %s; an unlock must come first",
        event->account, owner);
}

eb_status apply_override(struct applying *in)
{
    const struct event *event = in->event;
    const char *role = event->field;
    eb_status status;

    TRY(demand_account(in));
    TRY(demand_rep(in, event->rep, event->at_of[CHANGE_REP]));
    TRY(settle_role(in, event->rep, &role, event->at_of[CHANGE_FIELD]));
    TRY(refuse_locked(in, role));
    TRY(check_may_own(in, event->rep, event->at_of[CHANGE_REP]));
    TRY(day_give(in->day, event->account, role, event->rep, event_day(in),
                 in->index));
done:
    return status;
}
