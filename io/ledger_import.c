/* ledger_import.c - newer exports of the books, taken into a ledger. */
#include "io/ledger_acts.h"
#include "io/ledger_parts.h"

#include "io/csv_writer.h"

#include "base/number.h"
#include "io/json.h"
#include "model/phrase.h"
#include "model/rules.h"

#include <string.h>

struct importing {
    struct ledger *ledger;
    const struct inputs *inputs;
    int64_t date;
    struct day day;
    struct ledger_import *out;
    eb_messages *said;
};

/* One file, its columns found among those of the day. */
struct coming {
    enum day_table which;
    struct table *table;
    struct VEC(struct heading) headings;
    struct VEC(int) column; /* [n_columns] of the day; -1: not there yet */
    struct names words, ids;
    size_t id;
    bool dates_owners; /* has a column owner_since of its own */
};

static void coming_clear(struct coming *c)
{
    table_free(c->table);
    VEC_CLEAR(&c->headings);
    VEC_CLEAR(&c->column);
    names_clear(&c->words);
    names_clear(&c->ids);
}

/* ---- Columns ------------------------------------------------------------- */

static const struct schema *schema_of(enum day_table which)
{
    return which == DAY_ACCOUNTS ? &schema_accounts : &schema_reps;
}

static bool is_called(const struct heading *heading, const char *name)
{
    return heading->known != NULL && strcmp(heading->known->name, name) == 0;
}

static eb_status find_columns(struct importing *in, struct coming *c)
{
    const struct doc *rules = inputs_rules(in->inputs) != NULL
                                  ? inputs_rules(in->inputs)
                                  : in->ledger->rules;
    const struct mapping mapping = {
        doc_get(rules_columns(rules), ledger_file(c->which)),
        rules == NULL ? NULL : rules->file};
    size_t n = c->table->n_columns;
    eb_status status = EB_OK;

    if (!VEC_RESERVE(&c->headings, n + 1) || !VEC_RESERVE(&c->column, n + 1))
        return EB_NO_MEMORY;
    TRY(headings_settle(c->table, schema_of(c->which), mapping, &c->words,
                        c->headings.at, in->said));
    for (size_t k = 0; k < n; k++) {
        const struct heading *heading = &c->headings.at[k];

        c->column.at[k] = heading->name == NULL
                              ? -1
                              : day_column(&in->day, c->which, heading->name);
        if (is_called(heading, "id"))
            c->id = k;
        if (is_called(heading, "owner_since"))
            c->dates_owners = true;
    }
done:
    return status;
}

static eb_status check_ids(struct importing *in, struct coming *c)
{
    eb_status worst = EB_OK;

    for (size_t row = 0; row < table_rows(c->table); row++) {
        const char *id = table_cell(c->table, row, c->id);
        struct place at = table_place(c->table, row, c->id);
        size_t before = c->ids.text.n;

        if (*id == '\0')
            worst =
                fault(in->said, at, "%s: is blank", c->table->header[c->id]);
        else if (names_add(&c->ids, id) < 0)
            return EB_NO_MEMORY;
        else if (c->ids.text.n == before)
            worst = fault(in->said, at, "%s: \"%.*s\" stands twice",
                          c->table->header[c->id], quoted(id), id);
    }
    return worst;
}

static eb_status begin(struct importing *in, eb_input which, struct coming *c)
{
    eb_status status;

    c->which = which == EB_ACCOUNTS ? DAY_ACCOUNTS : DAY_REPS;
    TRY(ledger_plain(in->inputs, which, &c->table, in->said));
    TRY(find_columns(in, c));
    TRY(check_ids(in, c));
done:
    return status;
}

/* ---- Rows ---------------------------------------------------------------- */

/* The role of a column of owners; NULL if it is none. */
static const char *role_of(const struct heading *heading, char *buffer,
                           size_t room)
{
    size_t n;

    if (is_called(heading, "owner"))
        return "";
    if (!is_called(heading, ROLE_OWNER))
        return NULL;
    n = strlen(heading->name) - strlen("_owner");
    if (n >= room)
        return NULL;
    memcpy(buffer, heading->name, n);
    buffer[n] = '\0';
    return buffer;
}

static eb_status set_owner(struct importing *in, const char *id,
                           const char *role, const char *rep)
{
    in->out->owners++;
    return day_give(&in->day, id, *role == '\0' ? NULL : role, rep, in->date,
                    NO_EVENT);
}

static eb_status set_cell(struct importing *in, struct coming *c, size_t row,
                          size_t k)
{
    const struct heading *heading = &c->headings.at[k];
    const char *id = table_cell(c->table, row, c->id);
    const char *text = table_cell(c->table, row, k), *role;
    char buffer[96];
    int at = c->column.at[k];
    eb_status status;

    if (heading->name == NULL || k == c->id || (at < 0 && *text == '\0'))
        return EB_OK;
    if (at >= 0 &&
        strcmp(table_cell(in->day.of[c->which].table,
                          day_row(&in->day, c->which, id), (size_t)at),
               text) == 0)
        return EB_OK;
    role = c->which == DAY_ACCOUNTS ? role_of(heading, buffer, sizeof buffer)
                                    : NULL;
    if (role != NULL && !c->dates_owners && at >= 0)
        return set_owner(in, id, role, text);
    in->out->owners += role != NULL;
    TRY(day_set(&in->day, c->which, id, heading->name, text, NO_EVENT));
    if (at < 0)
        c->column.at[k] = day_column(&in->day, c->which, heading->name);
done:
    return status;
}

/* Makes sure that there is a row of this id. */
static eb_status bring(struct importing *in, struct coming *c, const char *id,
                       bool *is_new)
{
    struct ledger_import *out = in->out;

    *is_new = true;
    if (day_row(&in->day, c->which, id) != DAY_NO_ROW) {
        *is_new = false;
        return EB_OK;
    }
    if (c->which == DAY_ACCOUNTS && day_is_closed(&in->day, id)) {
        out->reopened++;
        return day_reopen(&in->day, id, NO_EVENT);
    }
    if (c->which == DAY_ACCOUNTS)
        out->added++;
    else
        out->reps_added++;
    return day_add(&in->day, c->which, id, NO_EVENT);
}

static eb_status take_row(struct importing *in, struct coming *c, size_t row)
{
    size_t owners = in->out->owners, edits;
    bool is_new;
    eb_status status;

    TRY(bring(in, c, table_cell(c->table, row, c->id), &is_new));
    edits = in->day.edits.n;
    for (size_t k = 0; k < c->table->n_columns; k++)
        TRY(set_cell(in, c, row, k));
    if (is_new)
        in->out->owners = owners;
    else if (in->day.edits.n > edits)
        ++*(c->which == DAY_ACCOUNTS ? &in->out->changed
                                     : &in->out->reps_changed);
done:
    return status;
}

/* Rows that are there and not in the file; the last first, since a row that goes is
 * replaced by the last. */
static eb_status find_missing(struct importing *in, struct coming *c,
                              bool close)
{
    const struct day_rows *rows = &in->day.of[c->which];
    size_t *count = c->which == DAY_REPS ? &in->out->reps_missing
                    : close              ? &in->out->closed
                                         : &in->out->missing;
    eb_status status = EB_OK;

    for (size_t row = table_rows(rows->table); row-- > 0;) {
        const char *id = table_cell(rows->table, row, rows->id_column);

        if (names_find(&c->ids, id) >= 0)
            continue;
        ++*count;
        if (close && c->which == DAY_ACCOUNTS)
            TRY(day_close(&in->day, id, in->date, NO_EVENT));
    }
done:
    return status;
}

static eb_status take_file(struct importing *in, eb_input which, bool close)
{
    struct coming c = {0};
    eb_status status = EB_OK;

    if (inputs_table(in->inputs, which) == NULL)
        return EB_OK;
    TRY(begin(in, which, &c));
    for (size_t row = 0; row < table_rows(c.table); row++)
        TRY(take_row(in, &c, row));
    TRY(find_missing(in, &c, close));
done:
    coming_clear(&c);
    return status;
}

/* ---- Other files --------------------------------------------------------- */

static eb_status differs(struct importing *in, eb_input which, bool *out)
{
    const struct doc *rules = inputs_rules(in->inputs);
    struct text text = {0};
    char *json = NULL, *before = NULL;
    size_t length;
    eb_status status = EB_NO_MEMORY;

    if (which == EB_RULES) {
        json = json_write(rules, &length);
        if (json != NULL)
            text_add(&text, json);
    } else
        table_text(inputs_table(in->inputs, which), &text);
    if (!text_ok(&text) || text.at == NULL)
        goto done;
    TRY(ledger_take_file(in->ledger, which, 0, &before, in->said));
    *out = before == NULL || strcmp(before, text.at) != 0;
done:
    mem_free(json);
    mem_free(before);
    text_clear(&text);
    return status;
}

/* Those that are new or others; the rest is let go of. */
static eb_status keep_new_files(struct importing *in, struct inputs *files)
{
    static const eb_input which[] = {EB_PAIRS, EB_TERRITORIES, EB_RULES};
    eb_status status = EB_OK;

    inputs_share(in->inputs, files);
    for (size_t k = 0; k < sizeof which / sizeof *which; k++) {
        bool is_new = false;

        if (files->of[which[k]] != NULL)
            TRY(differs(in, which[k], &is_new));
        if (!is_new)
            inputs_drop(files, which[k]);
        in->out->files += is_new;
    }
done:
    return status;
}

/* ---- The whole ------------------------------------------------------------ */

/* What is taken in must be books that can be planned. */
static eb_status check_books(struct importing *in, const struct inputs *files)
{
    const struct doc *rules =
        files->of[EB_RULES] != NULL ? inputs_rules(files) : in->ledger->rules;
    const struct book_tables tables = {
        .accounts = in->day.of[DAY_ACCOUNTS].table,
        .reps = in->day.of[DAY_REPS].table,
        .pairs = files->of[EB_PAIRS] != NULL ? inputs_table(files, EB_PAIRS)
                                             : in->day.pairs,
        .territories = files->of[EB_TERRITORIES] != NULL
                           ? inputs_table(files, EB_TERRITORIES)
                           : in->day.territories,
        .columns = rules_columns(rules),
        .rules_file = input_file_name(EB_RULES)};
    struct books *books = NULL;
    eb_messages *heard = eb_messages_new();
    eb_status status = heard == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    status = books_make(&tables, rules_role(rules), &books, heard);
    if (status == EB_BAD_USAGE)
        status = EB_OK; /* several roles: plans will say which */
    for (size_t k = 0; k < eb_messages_count(heard); k++)
        if (status == EB_BAD_DATA &&
            eb_messages_severity(heard, k) == EB_FAULT)
            fail(EB_BAD_DATA, in->said, "%s", eb_messages_text(heard, k));
done:
    books_free(books);
    eb_messages_free(heard);
    return status;
}

static eb_status write(struct importing *in, const struct inputs *files)
{
    const struct ledger_batch batch = {
        .kind = "import", .date = in->date, .digest = "", .day = &in->day};
    eb_status status;

    TRY(ledger_write(in->ledger, &batch, &in->out->batch, in->said));
    TRY(ledger_put_files(in->ledger->sql, files, in->out->batch, in->said));
done:
    return status;
}

eb_status ledger_import(struct ledger *ledger, const struct inputs *inputs,
                        int64_t date, bool close_missing,
                        struct ledger_import *out, eb_messages *said)
{
    struct importing in = {.ledger = ledger,
                           .inputs = inputs,
                           .date = date,
                           .out = out,
                           .said = said};
    struct inputs files = {0};
    eb_status status;

    *out = (struct ledger_import){0};
    TRY(ledger_day(ledger, 0, &in.day, said));
    TRY(take_file(&in, EB_ACCOUNTS, close_missing));
    TRY(take_file(&in, EB_REPS, false));
    TRY(keep_new_files(&in, &files));
    if (in.day.edits.n == 0 && out->files == 0)
        goto done;
    TRY(check_books(&in, &files));
    TRY(write(&in, &files));
done:
    inputs_clear(&files);
    day_clear(&in.day);
    return status;
}
