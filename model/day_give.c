/* day_give.c - an account goes to a rep. */
#include "model/day.h"

#include "base/number.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_ROLE = 96, MOST_OWNERS = 1000000 };

/* Whether some column has the owners of one role. */
static bool has_roles(const struct day *day)
{
    const struct day_rows *accounts = &day->of[DAY_ACCOUNTS];

    for (size_t k = 0; k < accounts->headings.n; k++) {
        const struct known_column *known = accounts->headings.at[k].known;

        if (known != NULL && strcmp(known->name, ROLE_OWNER) == 0)
            return true;
    }
    return false;
}

/* What a column for the role's owners is called where there is none. */
static const char *name_of_new(const struct day *day, const char *role,
                               char buffer[LONGEST_ROLE + 8])
{
    char normal[LONGEST_ROLE];

    if (role == NULL || !has_roles(day))
        return "owner";
    schema_normalise(role, normal, sizeof normal);
    snprintf(buffer, LONGEST_ROLE + 8, "%s_owner", normal);
    return buffer;
}

/* How many it has had, with this one: one more than it had, where that is not known
 * as many as can be seen. */
static void count_owners(const char *before, bool had_owner, char out[24])
{
    struct decimal number;
    int64_t n = had_owner;

    if (*before != '\0' &&
        number_read(before, NUMBER_POINT, &number) == NUMBER_OK &&
        decimal_floor(number, 0, &n) && (n < 0 || n > MOST_OWNERS))
        n = had_owner;
    snprintf(out, 24, "%lld", (long long)n + 1);
}

static eb_status note_owner(struct day *day, const char *account,
                            bool had_owner, const char *rep, int64_t date,
                            size_t event)
{
    size_t row = day_row(day, DAY_ACCOUNTS, account);
    char since[11] = "", count[24];
    eb_status status;

    if (*rep != '\0')
        date_write(date, since);
    TRY(day_set(day, DAY_ACCOUNTS, account, "owner_since", since, event));
    if (*rep == '\0')
        return EB_OK;
    count_owners(day_cell(day, DAY_ACCOUNTS, row, "owners_so_far"), had_owner,
                 count);
    TRY(day_set(day, DAY_ACCOUNTS, account, "owners_so_far", count, event));
done:
    return status;
}

eb_status day_give(struct day *day, const char *account, const char *role,
                   const char *rep, int64_t date, size_t event)
{
    size_t row = day_row(day, DAY_ACCOUNTS, account), begun = day->edits.n;
    int k = day_owner_column(day, role);
    const char *before = "";
    char buffer[LONGEST_ROLE + 8];
    eb_status status = EB_BAD_ARGUMENT;

    if (row == DAY_NO_ROW)
        return status;
    if (k >= 0)
        before = table_cell(day->of[DAY_ACCOUNTS].table, row, (size_t)k);
    if (strcmp(before, rep) == 0)
        return EB_OK;
    if (k >= 0)
        TRY(day_set_at(day, DAY_ACCOUNTS, account, (size_t)k, rep, event));
    else
        TRY(day_set(day, DAY_ACCOUNTS, account, name_of_new(day, role, buffer),
                    rep, event));
    TRY(note_owner(day, account, *before != '\0', rep, date, event));
    return EB_OK;
done:
    if (day_undo(day, begun) != EB_OK)
        status = EB_NO_MEMORY;
    return status;
}
