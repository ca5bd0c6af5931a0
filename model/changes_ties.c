/* changes_ties.c - what ties an account to reps and to other accounts: whether it can be
 * what it is now. The same faults would make books_make() refuse all the books. */
#include "model/applying.h"
#include "model/phrase.h"

#include <string.h>

enum { LONGEST_LINE = 100000 }; /* of parents */

static const char *cell(const struct applying *in, const char *name)
{
    return day_account_cell(in->day, in->event->account, name);
}

/* The next of the texts that `;` separates, without blanks around it: from *at on,
 * *length long; false at the end. */
static bool next_entry(const char **at, size_t *length)
{
    *at += strspn(*at, " \t;");
    *length = strcspn(*at, ";");
    while (*length > 0 && strchr(" \t", (*at)[*length - 1]) != NULL)
        --*length;
    return *length > 0;
}

static bool list_has(const char *list, const char *id)
{
    size_t n;

    for (const char *at = list; next_entry(&at, &n); at += n)
        if (strlen(id) == n && memcmp(at, id, n) == 0)
            return true;
    return false;
}

static eb_status check_rep_is_there(struct applying *in, const char *column,
                                    const char *id, long at)
{
    if (day_row(in->day, DAY_REPS, id) != DAY_NO_ROW)
        return EB_OK;
    return event_refuse(in, at, "%s: there is no rep \"%.*s\"", column,
                        quoted(id), id);
}

static eb_status check_not(struct applying *in, long at)
{
    const char *list = cell(in, "not");
    eb_status status = EB_OK;
    size_t n;

    for (const char *entry = list; next_entry(&entry, &n); entry += n) {
        const char *id = arena_string(&in->changes->memory, entry, n);

        if (id == NULL)
            return EB_NO_MEMORY;
        TRY(check_rep_is_there(in, "not", id, at));
    }
done:
    return status;
}

/* Also of an account that has closed, since it may come back. */
static const char *parent_of(const struct applying *in, const char *id)
{
    return day_account_cell(in->day, id, "parent");
}

/* Circles are as long as families; the walk ends anyway. */
static eb_status check_parents(struct applying *in, long at)
{
    const char *id = in->event->account, *parent = parent_of(in, id);

    for (int k = 0; k < LONGEST_LINE && *parent != '\0'; k++) {
        if (strcmp(parent, id) == 0)
            return event_refuse(in, at,
                                k == 0 ? "account %s would be its own parent"
                                       : "the parents of account %s would "
                                         "make a circle",
                                id);
        parent = parent_of(in, parent);
    }
    return EB_OK;
}

static bool is_yes(const char *text)
{
    struct decimal number;
    bool yes = false;

    if (*text == '\0' || bool_read(text, &yes))
        return yes;
    return number_read(text, NUMBER_POINT, &number) == NUMBER_OK &&
           number.units != 0;
}

/* The owner in the column. */
static const char *owner_in(const struct applying *in, size_t column)
{
    const struct day_rows *rows = &in->day->of[DAY_ACCOUNTS];
    size_t row = day_rows_find(rows, in->event->account);

    if (row == DAY_NO_ROW) {
        rows = &in->day->closed;
        row = day_rows_find(rows, in->event->account);
    }
    return table_cell(rows->table, row, column);
}

/* The owner in the role of a rep. */
static const char *owner_beside(const struct applying *in, const char *rep)
{
    size_t row = day_row(in->day, DAY_REPS, rep);
    const char *role = day_cell(in->day, DAY_REPS, row, "role");
    int k = day_owner_column(in->day, *role == '\0' ? NULL : role);

    return k < 0 ? "" : owner_in(in, (size_t)k);
}

static eb_status check_pin(struct applying *in, long at)
{
    const char *id = in->event->account, *pin = cell(in, "pin"), *owner;
    eb_status status = EB_OK;

    if (*pin == '\0')
        return EB_OK;
    TRY(check_rep_is_there(in, "pin", pin, at));
    if (list_has(cell(in, "not"), pin))
        return event_refuse(in, at,
                            "account %s is pinned to %s, whom it must not go "
                            "to",
                            id, pin);
    owner = owner_beside(in, pin);
    if (is_yes(cell(in, "locked")) && *owner != '\0' &&
        strcmp(owner, pin) != 0 &&
        day_row(in->day, DAY_REPS, owner) != DAY_NO_ROW)
        return event_refuse(in, at,
                            "account %s is locked to %s and pinned to %s", id,
                            owner, pin);
done:
    return status;
}

static eb_status check_lock(struct applying *in, long at)
{
    const struct day_rows *accounts = &in->day->of[DAY_ACCOUNTS];
    const char *not = cell(in, "not");

    if (*not == '\0' || !is_yes(cell(in, "locked")))
        return EB_OK;
    for (size_t k = 0; k < accounts->headings.n; k++) {
        const struct known_column *known = accounts->headings.at[k].known;
        const char *owner = owner_in(in, k);

        if (known == NULL || *owner == '\0' ||
            (strcmp(known->name, "owner") != 0 &&
             strcmp(known->name, ROLE_OWNER) != 0))
            continue;
        if (list_has(not, owner))
            return event_refuse(in, at,
                                "account %s is locked to %s, whom it must "
                                "not go to",
                                in->event->account, owner);
    }
    return EB_OK;
}

eb_status check_ties(struct applying *in, long at)
{
    eb_status status;

    TRY(check_not(in, at));
    TRY(check_pin(in, at));
    TRY(check_lock(in, at));
    TRY(check_parents(in, at));
done:
    return status;
}

static bool pair_is_forbidden(const struct applying *in, const char *rep)
{
    const struct table *pairs = in->day->pairs;
    int account = -1, who = -1, forbidden = -1;
    bool no = false;

    for (size_t k = 0; pairs != NULL && k < pairs->n_columns; k++) {
        const struct known_column *known =
            schema_find(&schema_pairs, pairs->header[k]);

        if (known == &schema_pairs.columns[0])
            account = (int)k;
        else if (known == &schema_pairs.columns[1])
            who = (int)k;
        else if (known != NULL && strcmp(known->name, "forbidden") == 0)
            forbidden = (int)k;
    }
    if (account < 0 || who < 0 || forbidden < 0)
        return false;
    for (size_t row = 0; row < table_rows(pairs) && !no; row++)
        no = strcmp(table_cell(pairs, row, (size_t)account),
                    in->event->account) == 0 &&
             strcmp(table_cell(pairs, row, (size_t)who), rep) == 0 &&
             is_yes(table_cell(pairs, row, (size_t)forbidden));
    return no;
}

eb_status check_may_own(struct applying *in, const char *rep, long at)
{
    const char *id = in->event->account, *pin = cell(in, "pin");

    if (list_has(cell(in, "not"), rep))
        return event_refuse(in, at,
                            "account %s must not go to %s: so says its "
                            "column `not`",
                            id, rep);
    if (*pin != '\0' && strcmp(pin, rep) != 0 &&
        strcmp(day_cell(in->day, DAY_REPS, day_row(in->day, DAY_REPS, pin),
                        "role"),
               day_cell(in->day, DAY_REPS, day_row(in->day, DAY_REPS, rep),
                        "role")) == 0)
        return event_refuse(in, at, "account %s is pinned to %s", id, pin);
    if (pair_is_forbidden(in, rep))
        return event_refuse(
            in, at, "account %s must not go to %s: so say the pairs", id, rep);
    return EB_OK;
}
