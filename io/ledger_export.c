/* ledger_export.c - what a ledger holds as CSV, and its books as a folder of inputs. */
#include "io/csv_writer.h"
#include "io/folder.h"
#include "io/json.h"
#include "io/ledger_look.h"
#include "io/ledger_parts.h"

#include <string.h>

/* ---- Tables -------------------------------------------------------------- */

enum { COST_DECIMALS = 9 };

static const char *const no_columns[] = {NULL};
static const char *const cost_columns[] = {"next_best_cost", NULL};

/* A column of `costs` is in 1e-9 point. */
static const struct {
    const char *name, *header, *text;
    const char *const *costs;
} tables[] = {
    {"decisions",
     "batch,event,date,account,role,rep,previous_rep,change,reason,"
     "next_best_rep,next_best_cost,until,undone_by",
     "SELECT batch, event, d.date, account, role, rep, previous_rep, change, "
     "reason, next_best_rep, next_best_cost, until, undone_by FROM decisions "
     "AS d JOIN batches USING (batch) ORDER BY batch, seq",
     cost_columns},
    {"events",
     "batch,applied_on,event,date,kind,account,rep,field,value,outcome,"
     "undone_by",
     "SELECT batch, b.date, event, e.date, e.kind, account, rep, field, "
     "value, outcome, undone_by FROM events AS e JOIN batches AS b USING "
     "(batch) ORDER BY batch, seq",
     no_columns},
    {"history",
     "batch,date,kind,undone_by,edit,file,id,column,before,after,event",
     "SELECT batch, date, b.kind, undone_by, e.kind, file, id, header, "
     "before, after, event FROM edits AS e JOIN batches AS b USING (batch) "
     "ORDER BY batch, seq",
     no_columns},
    {"owners", "account,role,rep,from_date,to_date,batch,ended_by",
     "SELECT account, role, rep, from_date, to_date, batch, ended_by FROM "
     "ownership ORDER BY account, role, batch",
     no_columns},
};

const char *const ledger_export_names[] = {"decisions", "events", "history",
                                           "owners", NULL};

static void write_header(struct csv_writer *csv, const char *header,
                         bool *is_cost, const char *const *costs, int *n)
{
    char name[40];

    for (*n = 0; *header != '\0'; ++*n) {
        size_t length = strcspn(header, ",");

        memcpy(name, header, length);
        name[length] = '\0';
        csv_cell(csv, name);
        is_cost[*n] = false;
        for (size_t k = 0; costs[k] != NULL; k++)
            is_cost[*n] = is_cost[*n] || strcmp(costs[k], name) == 0;
        header += length + (header[length] == ',');
    }
    csv_end_row(csv);
}

static void write_row(struct csv_writer *csv, struct sql_query *query,
                      const bool *is_cost, int n)
{
    for (int k = 0; k < n; k++)
        if (is_cost[k] && !sql_is_null(query, k))
            csv_decimal(csv, sql_integer(query, k), COST_DECIMALS);
        else
            csv_cell(csv, sql_text(query, k));
    csv_end_row(csv);
}

eb_status ledger_export(struct ledger *ledger, const char *what,
                        bool excel_safe, struct text *out, eb_messages *said)
{
    struct csv_writer csv = {
        .out = out, .separator = ',', .excel_safe = excel_safe};
    struct sql_query *query = NULL;
    bool is_cost[16], row;
    size_t t = 0;
    int n;
    eb_status status = EB_BAD_ARGUMENT;

    while (t < sizeof tables / sizeof *tables &&
           strcmp(tables[t].name, what) != 0)
        t++;
    if (t == sizeof tables / sizeof *tables)
        return EB_BAD_ARGUMENT;
    TRY(sql_prepare(ledger->sql, tables[t].text, &query, said));
    write_header(&csv, tables[t].header, is_cost, tables[t].costs, &n);
    TRY(sql_next(query, &row, said));
    while (row) {
        write_row(&csv, query, is_cost, n);
        TRY(sql_next(query, &row, said));
    }
    status = text_ok(out) ? EB_OK : EB_NO_MEMORY;
done:
    sql_free(query);
    return status;
}

/* ---- Books --------------------------------------------------------------- */

/* None: nobody's books are replaced, but an empty folder. */
static const char *const ours[] = {NULL};

static eb_status add_input(struct folder *folder, const struct inputs *inputs,
                           eb_input which, eb_messages *said)
{
    struct text text = {0};
    char *json = NULL;
    size_t length = 0;
    eb_status status = EB_NO_MEMORY;

    if (which == EB_RULES) {
        json = json_write(inputs_rules(inputs), &length);
        if (json != NULL)
            status = folder_file(folder, input_file_name(which), json, length,
                                 said);
    } else {
        table_text(inputs_table(inputs, which), &text);
        if (text_ok(&text))
            status = folder_file(folder, input_file_name(which), text.at,
                                 text.n, said);
    }
    mem_free(json);
    text_clear(&text);
    return status;
}

eb_status ledger_export_books(struct ledger *ledger, int64_t date,
                              const char *path, eb_messages *said)
{
    struct inputs inputs = {0};
    struct folder *folder = NULL;
    eb_status status;

    TRY(folder_begin(path, ours, &folder, said));
    TRY(ledger_inputs(ledger, date, &inputs, said));
    for (int k = 0; k < EB_N_INPUTS; k++)
        if (inputs.of[k] != NULL)
            TRY(add_input(folder, &inputs, (eb_input)k, said));
    TRY(folder_commit(folder, said));
done:
    folder_free(folder);
    inputs_clear(&inputs);
    return status;
}
