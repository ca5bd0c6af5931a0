/* ledger_history.c - what happened to an account or a rep. */
#include "io/ledger_look.h"
#include "io/ledger_parts.h"

#include "base/number.h"

#include <stdio.h>
#include <string.h>

struct telling {
    struct ledger *ledger;
    struct ledger_history *out;
    eb_messages *said;
};

/* ---- Who is meant -------------------------------------------------------- */

/* The id whose column `header` (an id, a name) is the text; "" if there is none, or
 * several. */
static eb_status find_by(struct telling *in, enum day_table which,
                         const char *column, const char *text, char **out)
{
    const struct ledger_columns *columns = &in->ledger->columns[which];
    struct sql_query *query = NULL;
    struct text asked = {0};
    bool row;
    eb_status status;

    text_add(&asked, "SELECT ");
    ledger_quote(&asked, columns->all.at[columns->id].name);
    text_printf(&asked, ", count(*) FROM %s WHERE ", columns->file);
    ledger_quote(&asked, column);
    text_add(&asked, " = ?");
    TRY(text_ok(&asked) ? EB_OK : EB_NO_MEMORY);
    TRY(sql_prepare(in->ledger->sql, asked.at, &query, in->said));
    sql_bind(query, 1, text);
    TRY(sql_next(query, &row, in->said));
    mem_free(*out);
    *out = mem_string(row && sql_integer(query, 1) == 1 ? sql_text(query, 0)
                                                        : "");
    if (*out == NULL)
        status = EB_NO_MEMORY;
done:
    sql_free(query);
    text_clear(&asked);
    return status;
}

/* The column of names; NULL if there is none. */
static const char *name_column(const struct ledger_columns *columns,
                               enum day_table which)
{
    const struct schema *schema =
        which == DAY_ACCOUNTS ? &schema_accounts : &schema_reps;

    for (size_t k = 0; k < columns->all.n; k++) {
        const struct known_column *known =
            schema_find(schema, columns->all.at[k].header);

        if (k != columns->id && known != NULL &&
            strcmp(known->name, "name") == 0)
            return columns->all.at[k].name;
    }
    return NULL;
}

static eb_status find_in(struct telling *in, enum day_table which,
                         const char *text, char **out)
{
    const struct ledger_columns *columns = &in->ledger->columns[which];
    const char *name = name_column(columns, which);
    eb_status status;

    TRY(find_by(in, which, columns->all.at[columns->id].name, text, out));
    if (**out == '\0' && name != NULL)
        TRY(find_by(in, which, name, text, out));
done:
    return status;
}

static bool takes_prefix(const char **who, const char *prefix)
{
    size_t n = strlen(prefix);

    if (strncmp(*who, prefix, n) != 0)
        return false;
    *who += n;
    return true;
}

static eb_status nobody(struct telling *in, const char *who)
{
    return fail(EB_BAD_USAGE, in->said,
                "%s: no account and no rep has the id or the name \"%s\"",
                in->ledger->path, who);
}

static eb_status find(struct telling *in, const char *who)
{
    bool account = takes_prefix(&who, "account:");
    bool rep = !account && takes_prefix(&who, "rep:");
    char *found[N_DAY_TABLES] = {NULL, NULL};
    eb_status status = EB_OK;

    if (!rep)
        TRY(find_in(in, DAY_ACCOUNTS, who, &found[DAY_ACCOUNTS]));
    if (!account)
        TRY(find_in(in, DAY_REPS, who, &found[DAY_REPS]));
    account = found[DAY_ACCOUNTS] != NULL && *found[DAY_ACCOUNTS] != '\0';
    rep = found[DAY_REPS] != NULL && *found[DAY_REPS] != '\0';
    if (!account && !rep)
        TRY(nobody(in, who));
    if (account && rep)
        TRY(fail(EB_BAD_USAGE, in->said,
                 "\"%s\" is an account and a rep: say account:%s or rep:%s",
                 who, who, who));
    in->out->of_rep = rep;
    in->out->id = arena_string(&in->out->memory, found[rep ? 1 : 0],
                               strlen(found[rep ? 1 : 0]));
    if (in->out->id == NULL)
        status = EB_NO_MEMORY;
done:
    mem_free(found[DAY_ACCOUNTS]);
    mem_free(found[DAY_REPS]);
    return status;
}

static eb_status find_name(struct telling *in)
{
    enum day_table which = in->out->of_rep ? DAY_REPS : DAY_ACCOUNTS;
    const struct ledger_columns *columns = &in->ledger->columns[which];
    const char *name = name_column(columns, which);
    struct sql_query *query = NULL;
    struct text asked = {0};
    bool row;
    eb_status status;

    in->out->name = "";
    if (name == NULL)
        return EB_OK;
    text_add(&asked, "SELECT ");
    ledger_quote(&asked, name);
    text_printf(&asked, " FROM %s WHERE ", columns->file);
    ledger_quote(&asked, columns->all.at[columns->id].name);
    text_add(&asked, " = ?");
    TRY(text_ok(&asked) ? EB_OK : EB_NO_MEMORY);
    TRY(sql_prepare(in->ledger->sql, asked.at, &query, in->said));
    sql_bind(query, 1, in->out->id);
    TRY(sql_next(query, &row, in->said));
    in->out->name = arena_string(&in->out->memory, sql_text(query, 0),
                                 strlen(sql_text(query, 0)));
    if (in->out->name == NULL)
        status = EB_NO_MEMORY;
done:
    sql_free(query);
    text_clear(&asked);
    return status;
}

/* ---- Lines --------------------------------------------------------------- */

/* All of these give: batch, date, kind, undone_by, what, role, from, to, event, why. ?1 is
 * the id. The first owner's time is no change. */
static const char account_lines[] =
    "SELECT l.batch, b.date, b.kind, b.undone_by, what, role, before, after,"
    " coalesce(event, ''), coalesce(why, ''), is_owner FROM ("
    " SELECT e.batch, seq, CASE WHEN kind = 'add' THEN 'added'"
    "  WHEN header = '" DAY_CLOSED_ON "' AND after <> '' THEN 'closed'"
    "  WHEN header = '" DAY_CLOSED_ON "' THEN 'reopened'"
    "  WHEN kind = 'drop' THEN 'taken out again' ELSE header END AS what,"
    "  '' AS role, coalesce(before, '') AS before, coalesce(after, '') AS"
    "  after, event, (SELECT v.kind || CASE WHEN v.kind = 'override' THEN"
    "   ': ' || v.value ELSE '' END FROM events AS v WHERE v.event = e.event"
    "   AND v.batch = e.batch) AS why, 0 AS is_owner"
    "  FROM edits AS e WHERE file = 'accounts' AND id = ?1"
    "  AND (kind <> 'set' OR NOT EXISTS (SELECT 1 FROM edits AS a WHERE"
    "   a.batch = e.batch AND a.file = 'accounts' AND a.id = ?1"
    "   AND a.kind = 'add'))"
    " UNION ALL SELECT o.batch, 1000000000, 'owner', o.role,"
    "  coalesce((SELECT p.rep FROM ownership AS p WHERE p.account = ?1 AND"
    "   p.role = o.role AND p.ended_by = o.batch), ''), o.rep,"
    "  d.event, d.reason, 1 FROM ownership AS o LEFT JOIN decisions AS d"
    "  ON d.batch = o.batch AND d.account = ?1 AND d.rep = o.rep"
    "  AND d.change <> 'covered' WHERE o.account = ?1"
    " UNION ALL SELECT batch, 1000000001, CASE change WHEN 'covered' THEN"
    "  'covered by' ELSE 'uncovered' END, role, previous_rep, rep, event,"
    "  reason, 0 FROM decisions WHERE account = ?1 AND change IN"
    "  ('covered', 'uncovered')"
    ") AS l JOIN batches AS b USING (batch)"
    " ORDER BY l.batch, is_owner DESC, seq";

static const char rep_lines[] =
    "SELECT l.batch, b.date, b.kind, b.undone_by, what, role, before, after,"
    " coalesce(event, ''), coalesce(why, ''), 1 FROM ("
    " SELECT e.batch, seq, CASE WHEN kind = 'add' THEN 'added'"
    "  WHEN kind = 'drop' THEN 'taken out again' ELSE header END AS what,"
    "  '' AS role, coalesce(before, '') AS before, coalesce(after, '') AS"
    "  after, event, (SELECT v.kind FROM events AS v WHERE v.event = e.event"
    "   AND v.batch = e.batch) AS why"
    "  FROM edits AS e WHERE file = 'reps' AND id = ?1 AND (kind <> 'set'"
    "  OR NOT EXISTS (SELECT 1 FROM edits AS a WHERE a.batch = e.batch AND"
    "   a.file = 'reps' AND a.id = ?1 AND a.kind = 'add'))"
    " UNION ALL SELECT o.batch, 1000000000, 'gained', o.role, o.account, '',"
    "  d.event, d.reason FROM ownership AS o LEFT JOIN decisions AS d"
    "  ON d.batch = o.batch AND d.account = o.account AND d.rep = o.rep"
    "  AND d.change <> 'covered' WHERE o.rep = ?1 AND o.batch > 1"
    " UNION ALL SELECT o.ended_by, 1000000001, 'lost', o.role, o.account,"
    "  coalesce(n.rep, ''), d.event, d.reason FROM ownership AS o"
    "  LEFT JOIN ownership AS n ON n.account = o.account AND n.role = o.role"
    "  AND n.batch = o.ended_by LEFT JOIN decisions AS d"
    "  ON d.batch = o.ended_by AND d.account = o.account AND d.rep = n.rep"
    "  AND d.change <> 'covered' WHERE o.rep = ?1"
    "  AND o.ended_by IS NOT NULL"
    ") AS l JOIN batches AS b USING (batch) ORDER BY l.batch, seq, before";

static const char *keep(struct telling *in, struct sql_query *query,
                        int column)
{
    const char *text = sql_text(query, column);

    return arena_string(&in->out->memory, text, sql_length(query, column));
}

/* A cell that is told as a change of owner already. */
static bool is_told(const char *header)
{
    static const char *const told[] = {"owner", ROLE_OWNER, "owner_since",
                                       "owners_so_far"};
    const struct known_column *known = schema_find(&schema_accounts, header);

    for (size_t k = 0; known != NULL && k < sizeof told / sizeof *told; k++)
        if (strcmp(known->name, told[k]) == 0)
            return true;
    return false;
}

/* Where no decision says why an owner changed, the event that did it does. */
static void lend_event(struct telling *in, const struct ledger_line *edit)
{
    for (size_t k = in->out->lines.n; k-- > 0;) {
        struct ledger_line *line = &in->out->lines.at[k];

        if (line->batch != edit->batch)
            return;
        if (strcmp(line->what, "owner") == 0 && *line->why == '\0') {
            line->event = edit->event;
            line->why = edit->why;
        }
    }
}

static eb_status take_line(struct telling *in, struct sql_query *query)
{
    struct ledger_line line = {.batch = sql_integer(query, 0),
                               .undone = !sql_is_null(query, 3)};
    const struct {
        int column;
        const char **to;
    } texts[] = {{2, &line.kind}, {4, &line.what}, {5, &line.role},
                 {6, &line.from}, {7, &line.to},   {8, &line.event},
                 {9, &line.why}};
    eb_status status;

    TRY(ledger_read_date(in->ledger, sql_text(query, 1), &line.date,
                         in->said));
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        if ((*texts[k].to = keep(in, query, texts[k].column)) == NULL)
            return EB_NO_MEMORY;
    if (in->out->of_rep || sql_integer(query, 10) != 0) {
        /* Nobody owned it, and nobody does. */
        if (!in->out->of_rep && *line.from == '\0' && *line.to == '\0')
            return EB_OK;
    } else if (is_told(line.what)) {
        lend_event(in, &line);
        return EB_OK;
    }
    if (!VEC_PUSH(&in->out->lines, line))
        status = EB_NO_MEMORY;
done:
    return status;
}

static eb_status take_lines(struct telling *in)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    TRY(sql_prepare(in->ledger->sql,
                    in->out->of_rep ? rep_lines : account_lines, &query,
                    in->said));
    sql_bind(query, 1, in->out->id);
    TRY(sql_next(query, &row, in->said));
    while (row) {
        TRY(take_line(in, query));
        TRY(sql_next(query, &row, in->said));
    }
done:
    sql_free(query);
    return status;
}

eb_status ledger_who(struct ledger *ledger, const char *who,
                     struct ledger_history *out, eb_messages *said)
{
    struct telling in = {ledger, out, said};
    eb_status status;

    *out = (struct ledger_history){0};
    TRY(find(&in, who));
    TRY(find_name(&in));
done:
    if (status != EB_OK)
        ledger_history_clear(out);
    return status;
}

eb_status ledger_history(struct ledger *ledger, const char *who,
                         struct ledger_history *out, eb_messages *said)
{
    struct telling in = {ledger, out, said};
    eb_status status;

    TRY(ledger_who(ledger, who, out, said));
    TRY(take_lines(&in));
done:
    if (status != EB_OK)
        ledger_history_clear(out);
    return status;
}

void ledger_history_clear(struct ledger_history *history)
{
    VEC_CLEAR(&history->lines);
    arena_clear(&history->memory);
}
