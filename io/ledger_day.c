/* ledger_day.c - the books of a day, from a ledger. */
#include "io/ledger_parts.h"

#include "base/number.h"
#include "io/csv_reader.h"
#include "io/csv_writer.h"
#include "io/json.h"
#include "model/rules.h"

#include <stdlib.h>
#include <string.h>

/* ---- A day --------------------------------------------------------------- */

static eb_status take_table(struct ledger *ledger, eb_input which,
                            int64_t date, struct table **out,
                            eb_messages *said)
{
    char *text = NULL;
    eb_status status;

    TRY(ledger_take_file(ledger, which, date, &text, said));
    if (text != NULL)
        TRY(csv_read(input_file_name(which), text, strlen(text), out, said));
done:
    mem_free(text);
    return status;
}

static eb_status begin_today(struct ledger *ledger, int64_t date,
                             struct day *out, eb_messages *said)
{
    struct day_tables tables = {.columns = rules_columns(ledger->rules),
                                .rules_file = input_file_name(EB_RULES)};
    eb_status status;

    TRY(ledger_load(ledger, DAY_ACCOUNTS, &tables.accounts, &tables.closed,
                    said));
    TRY(ledger_load(ledger, DAY_REPS, &tables.reps, NULL, said));
    TRY(take_table(ledger, EB_PAIRS, date, &tables.pairs, said));
    TRY(take_table(ledger, EB_TERRITORIES, date, &tables.territories, said));
    TRY(day_begin(ledger->date, &tables, out, said));
    return EB_OK;
done:
    table_free(tables.accounts);
    table_free(tables.closed);
    table_free(tables.reps);
    table_free(tables.pairs);
    table_free(tables.territories);
    return status;
}

/* The last batch until the end of the date, and its own date. */
static eb_status find_batch_of(struct ledger *ledger, int64_t date,
                               int64_t *batch, int64_t *its_date,
                               eb_messages *said)
{
    struct sql_query *query = NULL;
    char text[11];
    bool row;
    eb_status status;

    date_write(date, text);
    TRY(sql_prepare(ledger->sql,
                    "SELECT batch, date FROM batches WHERE date <= ? "
                    "ORDER BY batch DESC LIMIT 1",
                    &query, said));
    sql_bind(query, 1, text);
    TRY(sql_next(query, &row, said));
    if (row) {
        *batch = sql_integer(query, 0);
        TRY(ledger_read_date(ledger, sql_text(query, 1), its_date, said));
    } else {
        date_write(ledger->first_date, text);
        status =
            fail(EB_BAD_USAGE, said, "%s: begins on %s", ledger->path, text);
    }
done:
    sql_free(query);
    return status;
}

/* Takes today back to the end of a batch. */
eb_status ledger_undo_to(struct ledger *ledger, struct day *day, int64_t batch,
                         eb_messages *said)
{
    struct journal journal = {0};
    eb_status status;

    TRY(journal_read(ledger, batch + 1, ledger->n_batches, &journal, said));
    TRY(day_replay(day, journal.edits.at, journal.edits.n, true, said));
    day->edits.n = 0;
done:
    journal_clear(&journal);
    return status;
}

eb_status ledger_day(struct ledger *ledger, int64_t date, struct day *out,
                     eb_messages *said)
{
    int64_t batch = ledger->n_batches, its_date = ledger->date;
    eb_status status;

    if (date != 0)
        TRY(find_batch_of(ledger, date, &batch, &its_date, said));
    TRY(begin_today(ledger, date, out, said));
    status = batch == ledger->n_batches
                 ? EB_OK
                 : ledger_undo_to(ledger, out, batch, said);
    out->date = its_date;
    if (status != EB_OK)
        day_clear(out);
done:
    return status;
}

/* ---- Inputs -------------------------------------------------------------- */

struct line {
    long line;
    size_t row;
};

/* Rows without a line, which were taken out and came back, stand last. */
static int by_line(const void *left, const void *right)
{
    const struct line *a = left, *b = right;

    if ((a->line > 0) != (b->line > 0))
        return a->line > 0 ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* As a file: rows in the order in which they came into the ledger. */
static eb_status write_in_order(const struct table *table, struct text *out)
{
    struct csv_writer csv = {.out = out, .separator = ','};
    size_t n = table_rows(table);
    struct line *lines = NEW(struct line, n + 1);

    if (lines == NULL)
        return EB_NO_MEMORY;
    for (size_t row = 0; row < n; row++)
        lines[row] = (struct line){table->lines.at[row], row};
    qsort(lines, n, sizeof *lines, by_line);
    for (size_t k = 0; k < table->n_columns; k++)
        csv_cell(&csv, table->header[k]);
    csv_end_row(&csv);
    for (size_t row = 0; row < n; row++) {
        for (size_t k = 0; k < table->n_columns; k++)
            csv_cell(&csv, table_cell(table, lines[row].row, k));
        csv_end_row(&csv);
    }
    mem_free(lines);
    return text_ok(out) ? EB_OK : EB_NO_MEMORY;
}

static eb_status take_input(struct inputs *inputs, eb_input which,
                            const char *text, size_t length, eb_messages *said)
{
    return inputs_take_along(inputs, which, text, length, said);
}

static eb_status take_rows(struct inputs *inputs, eb_input which,
                           const struct table *table, eb_messages *said)
{
    struct text text = {0};
    eb_status status;

    TRY(write_in_order(table, &text));
    TRY(take_input(inputs, which, text.at, text.n, said));
done:
    text_clear(&text);
    return status;
}

/* The rules as of the date, or of the day: from the second date on, and wherever they name one. */
static eb_status take_rules(struct ledger *ledger, const struct day *day,
                            int64_t date, struct inputs *out,
                            eb_messages *said)
{
    struct doc *rules = NULL;
    struct node *as_of;
    char text[11], *json = NULL;
    size_t length = 0;
    eb_status status;

    TRY(ledger_take_rules(ledger, date, &rules, said));
    date = date == 0 ? day->date : date;
    date_write(date, text);
    if (rules == NULL && date == ledger->first_date)
        return EB_OK;
    if (rules == NULL) {
        TRY(doc_new(input_file_name(EB_RULES), &rules));
        doc_add(rules, NULL, NULL, DOC_OBJECT);
    }
    as_of = doc_member(rules->root, "as_of");
    if (as_of != NULL)
        as_of->kind = DOC_STRING, as_of->text = text;
    else if (date != ledger->first_date)
        doc_add_string(rules, rules->root, "as_of", text);
    json = json_write(rules, &length);
    TRY(json == NULL ? EB_NO_MEMORY : EB_OK);
    TRY(take_input(out, EB_RULES, json, length, said));
done:
    doc_free(rules);
    mem_free(json);
    return status;
}

eb_status ledger_inputs(struct ledger *ledger, int64_t date,
                        struct inputs *out, eb_messages *said)
{
    static const eb_input files[] = {EB_PAIRS, EB_TERRITORIES};
    struct day day = {0};
    char *text = NULL;
    eb_status status;

    TRY(ledger_day(ledger, date, &day, said));
    TRY(take_rows(out, EB_ACCOUNTS, day.of[DAY_ACCOUNTS].table, said));
    TRY(take_rows(out, EB_REPS, day.of[DAY_REPS].table, said));
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        TRY(ledger_take_file(ledger, files[k], date, &text, said));
        if (text != NULL)
            TRY(take_input(out, files[k], text, strlen(text), said));
        mem_free(text);
        text = NULL;
    }
    TRY(take_rules(ledger, &day, date, out, said));
done:
    mem_free(text);
    day_clear(&day);
    return status;
}
