/* ledger_owners.c - who owns what from when to when.
 *
 * For each role the times of an account follow each other without a gap from its first
 * day in the ledger until it closes; the rep is "" while nobody owns it. A time that
 * goes on has no to_date. Within one batch the last word counts. */
#include "io/ledger_parts.h"

#include "base/number.h"

#include <string.h>

/* ---- Roles --------------------------------------------------------------- */

void ledger_roles_clear(struct ledger_roles *roles)
{
    VEC_CLEAR(&roles->all);
    arena_clear(&roles->memory);
}

static eb_status add_role(struct ledger_roles *out, const char *name,
                          size_t length, size_t column)
{
    struct ledger_role role = {arena_string(&out->memory, name, length),
                               column};

    return role.role != NULL && VEC_PUSH(&out->all, role) ? EB_OK
                                                          : EB_NO_MEMORY;
}

eb_status ledger_roles(const struct day *day, struct ledger_roles *out)
{
    const struct day_rows *rows = &day->of[DAY_ACCOUNTS];
    eb_status status = EB_OK;

    *out = (struct ledger_roles){0};
    for (size_t k = 0; k < rows->headings.n; k++) {
        const struct heading *heading = &rows->headings.at[k];

        if (heading->known == NULL)
            continue;
        if (strcmp(heading->known->name, "owner") == 0)
            TRY(add_role(out, "", 0, k));
        else if (strcmp(heading->known->name, ROLE_OWNER) == 0)
            TRY(add_role(out, heading->name,
                         strlen(heading->name) - strlen("_owner"), k));
    }
done:
    return status;
}

/* ---- The first ----------------------------------------------------------- */

struct owning {
    struct ledger *ledger; /* NULL at the beginning */
    const struct day *day;
    char date[11];
    int64_t number;
    struct sql_query *find, *end, *begin;
    eb_messages *said;
};

static eb_status begin_time(struct owning *in, const char *account,
                            const char *role, const char *rep)
{
    sql_bind(in->begin, 1, account);
    sql_bind(in->begin, 2, role);
    sql_bind(in->begin, 3, rep);
    sql_bind(in->begin, 4, in->date);
    sql_bind_number(in->begin, 5, in->number);
    return sql_do(in->begin, in->said);
}

static const char begin_text[] =
    "INSERT INTO ownership (account, role, rep, from_date, batch) "
    "VALUES (?, ?, ?, ?, ?)";

static eb_status begin_role(struct owning *in, const struct ledger_role *role)
{
    const struct day_rows *rows = &in->day->of[DAY_ACCOUNTS];
    eb_status status = EB_OK;

    for (size_t row = 0; row < table_rows(rows->table); row++)
        TRY(begin_time(in, table_cell(rows->table, row, rows->id_column),
                       role->role,
                       table_cell(rows->table, row, role->column)));
done:
    return status;
}

eb_status ledger_owners_begin(struct sql *sql, const struct day *day,
                              eb_messages *said)
{
    struct owning in = {.day = day, .number = 1, .said = said};
    struct ledger_roles roles = {0};
    eb_status status;

    date_write(day->date, in.date);
    TRY(ledger_roles(day, &roles));
    TRY(sql_prepare(sql, begin_text, &in.begin, said));
    for (size_t k = 0; k < roles.all.n; k++)
        TRY(begin_role(&in, &roles.all.at[k]));
done:
    sql_free(in.begin);
    ledger_roles_clear(&roles);
    return status;
}

/* ---- Later --------------------------------------------------------------- */

static eb_status end_time(struct owning *in, const char *account,
                          const char *role)
{
    sql_bind(in->end, 1, in->date);
    sql_bind_number(in->end, 2, in->number);
    sql_bind(in->end, 3, account);
    sql_bind(in->end, 4, role);
    return sql_do(in->end, in->said);
}

/* Who owns it by the day: NULL if it is not open. */
static const char *owner_now(const struct owning *in, const char *account,
                             size_t column)
{
    const struct day_rows *rows = &in->day->of[DAY_ACCOUNTS];
    size_t row = day_row(in->day, DAY_ACCOUNTS, account);

    return row == DAY_NO_ROW ? NULL : table_cell(rows->table, row, column);
}

static eb_status update(struct owning *in, const char *account,
                        const struct ledger_role *role)
{
    const char *now = owner_now(in, account, role->column);
    bool row, same;
    eb_status status;

    sql_bind(in->find, 1, account);
    sql_bind(in->find, 2, role->role);
    TRY(sql_next(in->find, &row, in->said));
    same = row && now != NULL && strcmp(sql_text(in->find, 0), now) == 0;
    sql_reset(in->find);
    if (same)
        return EB_OK;
    if (row)
        TRY(end_time(in, account, role->role));
    if (now != NULL)
        TRY(begin_time(in, account, role->role, now));
done:
    return status;
}

static eb_status update_all(struct owning *in,
                            const struct ledger_roles *roles)
{
    const struct day *day = in->day;
    struct names touched = {0};
    eb_status status = EB_OK;

    for (size_t k = 0; k < day->edits.n; k++)
        if (day->edits.at[k].table == DAY_ACCOUNTS &&
            day->edits.at[k].id != NULL)
            TRY(names_add(&touched, day->edits.at[k].id) >= 0 ? EB_OK
                                                              : EB_NO_MEMORY);
    for (size_t k = 0; k < touched.text.n; k++)
        for (size_t j = 0; j < roles->all.n; j++)
            TRY(update(in, touched.text.at[k], &roles->all.at[j]));
done:
    names_clear(&touched);
    return status;
}

/* A role whose column came with this batch. */
static eb_status begin_new_roles(struct owning *in,
                                 const struct ledger_roles *roles)
{
    const struct day *day = in->day;
    const struct day_rows *rows = &day->of[DAY_ACCOUNTS];
    eb_status status = EB_OK;

    for (size_t k = 0; k < day->edits.n; k++) {
        const struct edit *edit = &day->edits.at[k];

        if (edit->kind != EDIT_COLUMN || edit->table != DAY_ACCOUNTS)
            continue;
        for (size_t j = 0; j < roles->all.n; j++)
            if (strcmp(rows->table->header[roles->all.at[j].column],
                       edit->column) == 0)
                TRY(begin_role(in, &roles->all.at[j]));
    }
done:
    return status;
}

eb_status ledger_owners_update(struct ledger *ledger,
                               const struct ledger_batch *batch,
                               int64_t number, eb_messages *said)
{
    struct owning in = {
        .ledger = ledger, .day = batch->day, .number = number, .said = said};
    struct ledger_roles roles = {0};
    eb_status status;

    date_write(batch->date, in.date);
    TRY(ledger_roles(batch->day, &roles));
    TRY(sql_prepare(ledger->sql, begin_text, &in.begin, said));
    TRY(sql_prepare(ledger->sql,
                    "SELECT rep FROM ownership WHERE account = ? AND role = ? "
                    "AND to_date IS NULL",
                    &in.find, said));
    TRY(sql_prepare(ledger->sql,
                    "UPDATE ownership SET to_date = ?, ended_by = ? WHERE "
                    "account = ? AND role = ? AND to_date IS NULL",
                    &in.end, said));
    TRY(begin_new_roles(&in, &roles));
    TRY(update_all(&in, &roles));
done:
    sql_free(in.find);
    sql_free(in.end);
    sql_free(in.begin);
    ledger_roles_clear(&roles);
    return status;
}
