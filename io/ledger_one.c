/* ledger_one.c - one account or rep of a ledger, as its row has it. */
#include "io/ledger_look.h"
#include "io/ledger_parts.h"
#include "model/day_rows.h"

#include "base/number.h"

#include <string.h>

static const char *keep(struct ledger_one *one, const char *text)
{
    return arena_string(&one->memory, text, strlen(text));
}

static eb_status take_cells(struct ledger_one *one, const struct table *table,
                            size_t row)
{
    for (size_t k = 0; k < table->n_columns; k++) {
        const char *text = table_cell(table, row, k);
        struct ledger_cell cell = {keep(one, table->header[k]),
                                   keep(one, text)};

        if (cell.header == NULL || cell.text == NULL)
            return EB_NO_MEMORY;
        if (*text != '\0' && !VEC_PUSH(&one->cells, cell))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static eb_status count_owned(struct ledger_one *one, const struct day *day)
{
    const struct table *table = day->of[DAY_ACCOUNTS].table;
    struct ledger_roles roles = {0};
    eb_status status;

    TRY(ledger_roles(day, &roles));
    for (size_t k = 0; k < roles.all.n; k++) {
        struct ledger_owned owned = {keep(one, roles.all.at[k].role), 0};

        TRY(owned.role == NULL ? EB_NO_MEMORY : EB_OK);
        for (size_t row = 0; row < table_rows(table); row++)
            owned.accounts +=
                strcmp(table_cell(table, row, roles.all.at[k].column),
                       one->id) == 0;
        TRY(VEC_PUSH(&one->owned, owned) ? EB_OK : EB_NO_MEMORY);
    }
done:
    ledger_roles_clear(&roles);
    return status;
}

static eb_status was_not_there(struct ledger *ledger, int64_t on,
                               const char *id, eb_messages *said)
{
    char date[11];

    date_write(on, date);
    return fail(EB_BAD_USAGE, said, "%s: %s was not there yet on %s",
                ledger->path, id, date);
}

static eb_status take_row(struct ledger *ledger, const struct day *day,
                          int64_t date, struct ledger_one *one,
                          eb_messages *said)
{
    enum day_table which = one->of_rep ? DAY_REPS : DAY_ACCOUNTS;
    size_t row = day_row(day, which, one->id);
    const char *closed = one->of_rep ? NULL : day_closed_on(day, one->id);

    one->closed_on = keep(one, closed == NULL ? "" : closed);
    if (one->closed_on == NULL)
        return EB_NO_MEMORY;
    if (closed != NULL)
        return take_cells(one, day->closed.table,
                          day_rows_find(&day->closed, one->id));
    if (row == DAY_NO_ROW)
        return was_not_there(ledger, date, one->id, said);
    return take_cells(one, day->of[which].table, row);
}

eb_status ledger_one(struct ledger *ledger, const char *who, int64_t date,
                     struct ledger_one *out, eb_messages *said)
{
    struct ledger_history found = {0};
    struct day day = {0};
    eb_status status;

    *out = (struct ledger_one){0};
    TRY(ledger_who(ledger, who, &found, said));
    out->of_rep = found.of_rep;
    out->id = keep(out, found.id);
    out->name = keep(out, found.name);
    TRY(out->id == NULL || out->name == NULL ? EB_NO_MEMORY : EB_OK);
    TRY(ledger_day(ledger, date, &day, said));
    TRY(take_row(ledger, &day, date == 0 ? day.date : date, out, said));
    if (out->of_rep)
        TRY(count_owned(out, &day));
done:
    day_clear(&day);
    ledger_history_clear(&found);
    if (status != EB_OK)
        ledger_one_clear(out);
    return status;
}

void ledger_one_clear(struct ledger_one *one)
{
    VEC_CLEAR(&one->cells);
    VEC_CLEAR(&one->owned);
    arena_clear(&one->memory);
}
