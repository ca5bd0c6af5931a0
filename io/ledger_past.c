/* ledger_past.c - what a ledger remembers of a role: former owners, covers, who was
 * given how much, multipliers. */
#include "io/ledger_parts.h"

#include "base/number.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_ROLE = 96 };

struct asking {
    struct ledger *ledger;
    const char *role;
    char owners[LONGEST_ROLE]; /* the role, or "" of the column `owner` */
    char date[11], week[11];   /* the date; the first of the seven days */
    struct past *out;
    eb_messages *said;
};

static const char *keep(struct asking *in, struct sql_query *query, int column)
{
    const char *text = sql_text(query, column);

    return arena_string(&in->out->memory, text, sql_length(query, column));
}

static eb_status take_owner(struct asking *in, struct sql_query *query)
{
    const struct past_owner owner = {keep(in, query, 0), keep(in, query, 1)};

    return owner.account != NULL && owner.rep != NULL &&
                   VEC_PUSH(&in->out->owners, owner)
               ? EB_OK
               : EB_NO_MEMORY;
}

static eb_status take_named(struct asking *in, struct sql_query *query)
{
    const struct past_owner named = {keep(in, query, 0), keep(in, query, 1)};

    return named.account != NULL && named.rep != NULL &&
                   VEC_PUSH(&in->out->named, named)
               ? EB_OK
               : EB_NO_MEMORY;
}

static eb_status take_cover(struct asking *in, struct sql_query *query)
{
    struct past_cover cover = {keep(in, query, 0), keep(in, query, 1),
                               keep(in, query, 2), INT64_MAX};

    if (cover.account == NULL || cover.rep == NULL || cover.absent == NULL)
        return EB_NO_MEMORY;
    if (!sql_is_null(query, 3) &&
        ledger_read_date(in->ledger, sql_text(query, 3), &cover.until,
                         in->said) != EB_OK)
        return EB_BAD_DATA;
    return VEC_PUSH(&in->out->covers, cover) ? EB_OK : EB_NO_MEMORY;
}

static eb_status take_given(struct asking *in, struct sql_query *query)
{
    const struct past_given given = {keep(in, query, 0), sql_integer(query, 1),
                                     sql_integer(query, 2)};

    return given.rep != NULL && VEC_PUSH(&in->out->given, given)
               ? EB_OK
               : EB_NO_MEMORY;
}

static eb_status take_number(struct asking *in, struct sql_query *query)
{
    struct past *out = in->out;
    const struct past_number number = {
        arena_string(&out->numbers_memory, sql_text(query, 0),
                     sql_length(query, 0)),
        arena_string(&out->numbers_memory, sql_text(query, 1),
                     sql_length(query, 1)),
        sql_real(query, 2)};

    return number.rep != NULL && number.of != NULL &&
                   VEC_PUSH(&out->numbers, number)
               ? EB_OK
               : EB_NO_MEMORY;
}

/* ?1 is the role, ?2 the date, ?3 the first day of the week. A bare column beside max()
 * is of the row that has the maximum. */
static const struct {
    const char *text;
    eb_status (*take)(struct asking *in, struct sql_query *query);
} questions[] = {
    /* ?1: of the owners' column */
    {"SELECT o.account, o.rep, max(o.batch) FROM ownership AS o"
     " JOIN batches AS b USING (batch)"
     " WHERE o.to_date IS NOT NULL AND o.role = ?1 AND o.rep <> ''"
     " AND b.undone_by IS NULL AND NOT EXISTS (SELECT 1 FROM ownership AS n"
     "  WHERE n.account = o.account AND n.role = ?1 AND n.to_date IS NULL"
     "  AND n.rep = o.rep) GROUP BY o.account",
     take_owner},
    {"SELECT account, rep, absent, until FROM covers AS c"
     " JOIN batches AS b USING (batch)"
     " LEFT JOIN batches AS e ON e.batch = c.ended_by"
     " WHERE role = ?1 AND b.undone_by IS NULL"
     " AND (c.ended_by IS NULL OR e.undone_by IS NOT NULL)"
     " AND from_date <= ?2 ORDER BY account, c.batch",
     take_cover},
    {"SELECT d.rep, sum(d.date = ?2), count(*)"
     " FROM decisions AS d WHERE d.role = ?1"
     " AND d.change IN ('placed', 'returned', 'forced')"
     " AND d.date BETWEEN ?3 AND ?2"
     " AND d.batch NOT IN (SELECT batch FROM batches WHERE undone_by NOT NULL)"
     " GROUP BY d.rep",
     take_given},
    {"SELECT rep, resource, lambda FROM multipliers WHERE role = ?1",
     take_number},
    {"SELECT e.account, e.rep, max(e.batch) FROM events AS e"
     " JOIN batches AS b USING (batch) WHERE e.kind = 'override'"
     " AND b.undone_by IS NULL GROUP BY e.account",
     take_named},
};

static eb_status ask(struct asking *in, size_t k)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    TRY(sql_prepare(in->ledger->sql, questions[k].text, &query, in->said));
    if (strstr(questions[k].text, "?1") != NULL)
        sql_bind(query, 1, k == 0 ? in->owners : in->role);
    if (strstr(questions[k].text, "?2") != NULL)
        sql_bind(query, 2, in->date);
    if (strstr(questions[k].text, "?3") != NULL)
        sql_bind(query, 3, in->week);
    TRY(sql_next(query, &row, in->said));
    while (row) {
        TRY(questions[k].take(in, query));
        TRY(sql_next(query, &row, in->said));
    }
done:
    sql_free(query);
    return status;
}

/* Whose column has the role's owners, as books_make() looks for it. */
static void find_owners(struct asking *in)
{
    const struct ledger_columns *accounts = &in->ledger->columns[DAY_ACCOUNTS];
    char wanted[LONGEST_ROLE + 8], header[LONGEST_ROLE + 8];

    schema_normalise(in->role, in->owners, sizeof in->owners);
    snprintf(wanted, sizeof wanted, "%s_owner", in->owners);
    for (size_t k = 0; k < accounts->all.n; k++) {
        schema_normalise(accounts->all.at[k].header, header, sizeof header);
        if (strcmp(header, wanted) == 0)
            return;
    }
    in->owners[0] = '\0';
}

eb_status ledger_past(struct ledger *ledger, const char *role, int64_t date,
                      struct past *out, eb_messages *said)
{
    struct asking in = {
        .ledger = ledger, .role = role, .out = out, .said = said};
    eb_status status = EB_OK;

    *out = (struct past){0};
    find_owners(&in);
    date_write(date, in.date);
    date_write(date - 6, in.week);
    for (size_t k = 0; k < sizeof questions / sizeof *questions; k++)
        TRY(ask(&in, k));
done:
    if (status != EB_OK)
        past_clear(out);
    return status;
}
