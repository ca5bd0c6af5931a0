/* ledger_files.c - rules.json, pairs.csv and territories.csv in a ledger: as text, each
 * with the batch that brought it. */
#include "io/ledger_parts.h"

#include "base/number.h"
#include "io/csv_writer.h"
#include "io/json.h"

#include <string.h>

eb_status ledger_put_file(struct sql *sql, eb_input which, int64_t batch,
                          const char *text, eb_messages *said)
{
    struct sql_query *query = NULL;
    eb_status status;

    TRY(sql_prepare(sql, "INSERT INTO files VALUES (?, ?, ?)", &query, said));
    sql_bind(query, 1, input_role(which));
    sql_bind_number(query, 2, batch);
    sql_bind(query, 3, text);
    TRY(sql_do(query, said));
done:
    sql_free(query);
    return status;
}

eb_status ledger_put_table(struct sql *sql, eb_input which, int64_t batch,
                           const struct table *table, eb_messages *said)
{
    struct text text = {0};
    eb_status status = EB_NO_MEMORY;

    table_text(table, &text);
    if (text_ok(&text))
        status = ledger_put_file(sql, which, batch, text.at, said);
    text_clear(&text);
    return status;
}

/* Of a batch that has been undone only while it had not been. */
eb_status ledger_take_file(struct ledger *ledger, eb_input which, int64_t date,
                           char **out, eb_messages *said)
{
    struct sql_query *query = NULL;
    char until[11];
    bool row;
    eb_status status;

    *out = NULL;
    date_write(date == 0 ? ledger->date : date, until);
    TRY(sql_prepare(
        ledger->sql,
        "SELECT text FROM files JOIN batches AS b USING (batch)"
        " LEFT JOIN batches AS u ON u.batch = b.undone_by"
        " WHERE role = ? AND b.date <= ? AND (u.date IS NULL OR u.date > ?)"
        " ORDER BY b.batch DESC LIMIT 1",
        &query, said));
    sql_bind(query, 1, input_role(which));
    sql_bind(query, 2, until);
    sql_bind(query, 3, until);
    TRY(sql_next(query, &row, said));
    if (row && (*out = mem_string(sql_text(query, 0))) == NULL)
        status = EB_NO_MEMORY;
done:
    sql_free(query);
    return status;
}

eb_status ledger_put_files(struct sql *sql, const struct inputs *inputs,
                           int64_t batch, eb_messages *said)
{
    static const eb_input tables[] = {EB_PAIRS, EB_TERRITORIES};
    const struct doc *rules = inputs_rules(inputs);
    char *text = NULL;
    size_t length;
    eb_status status = EB_OK;

    for (size_t k = 0; k < sizeof tables / sizeof *tables; k++)
        if (inputs_table(inputs, tables[k]) != NULL)
            TRY(ledger_put_table(sql, tables[k], batch,
                                 inputs_table(inputs, tables[k]), said));
    if (rules != NULL) {
        text = json_write(rules, &length);
        TRY(text != NULL ? EB_OK : EB_NO_MEMORY);
        TRY(ledger_put_file(sql, EB_RULES, batch, text, said));
    }
done:
    mem_free(text);
    return status;
}

eb_status ledger_take_rules(struct ledger *ledger, int64_t date,
                            struct doc **out, eb_messages *said)
{
    char *text = NULL;
    eb_status status;

    *out = NULL;
    TRY(ledger_take_file(ledger, EB_RULES, date, &text, said));
    if (text != NULL)
        TRY(json_read(input_file_name(EB_RULES), text, strlen(text), out,
                      said));
done:
    mem_free(text);
    return status;
}
