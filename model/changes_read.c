/* changes_read.c - events from the rows of a table. */
#include "model/applying.h"
#include "model/complaint.h"
#include "model/phrase.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    const struct table *table;
    const long *places;
    struct changes *out;
    struct names words;           /* of headings */
    struct heading *headings;     /* [columns] */
    int column[N_CHANGE_COLUMNS]; /* of the table, or -1 */
    bool has_style;
    enum date_style style; /* of the column of dates */
    struct names ids;
    struct VEC(size_t) of_id; /* [ids] event */
};

/* ---- Cells ---------------------------------------------------------------- */

static long place_of(const struct reading *in, size_t row, int column)
{
    if (column < 0)
        return 0;
    if (in->places == NULL)
        return column + 1;
    return in->places[row * in->table->n_columns + (size_t)column];
}

/* Without surrounding blanks; NULL when memory is out. */
static const char *text_at(struct reading *in, size_t row, int column)
{
    const char *text;
    size_t n;

    if (column < 0)
        return "";
    text = table_cell(in->table, row, (size_t)column);
    text += strspn(text, " \t");
    for (n = strlen(text); n > 0 && strchr(" \t", text[n - 1]) != NULL;)
        n--;
    return n == 0 ? "" : arena_string(&in->out->memory, text, n);
}

/* Further faults of an event stand behind the first. */
static eb_status find_fault(struct reading *in, struct event *event, long at,
                            const char *format, ...) PRINTF_LIKE(4, 5);
static eb_status find_fault(struct reading *in, struct event *event, long at,
                            const char *format, ...)
{
    struct phrase text = {0};
    char more[512];
    va_list arguments;
    eb_status status = EB_NO_MEMORY;

    va_start(arguments, format);
    vsnprintf(more, sizeof more, format, arguments);
    va_end(arguments);
    if (event->fault == NULL)
        event->fault_at = at;
    else
        phrase_add(&text, "%s; ", event->fault);
    phrase_add(&text, "%s", more);
    if (!text.failed) {
        event->fault = arena_string(&in->out->memory, phrase_text(&text),
                                    strlen(phrase_text(&text)));
        status = event->fault == NULL ? EB_NO_MEMORY : EB_OK;
    }
    phrase_clear(&text);
    return status;
}

/* ---- Kind and date -------------------------------------------------------- */

static eb_status read_kind(struct reading *in, struct event *event,
                           const char *text)
{
    const char *known[N_EVENT_KINDS];
    char lower[32];

    for (int k = 0; k < N_EVENT_KINDS; k++)
        known[k] = kind_forms[k].name;
    schema_normalise(text, lower, sizeof lower);
    for (int k = 0; k < N_EVENT_KINDS; k++)
        if (strcmp(lower, known[k]) == 0) {
            event->kind = (enum change_kind)k;
            return EB_OK;
        }
    event->kind = N_EVENT_KINDS;
    if (*text == '\0')
        return find_fault(in, event, event->at_of[CHANGE_KIND],
                          "kind: is blank");
    return find_fault(in, event, event->at_of[CHANGE_KIND],
                      "kind: \"%.*s\" is no kind of change%s", quoted(text),
                      text,
                      hint_of(names_nearest(known, N_EVENT_KINDS, text)).text);
}

/* The first date of the file settles how dates are written. */
static eb_status read_date(struct reading *in, struct event *event,
                           const char *text)
{
    enum date_style style;

    event->date = INT64_MIN;
    if (*text == '\0')
        return find_fault(in, event, event->at_of[CHANGE_DATE],
                          "date: is blank");
    if (in->has_style && date_read(text, in->style, &event->date))
        return EB_OK;
    event->date = INT64_MIN;
    if (!date_style_of(text, &style))
        return find_fault(in, event, event->at_of[CHANGE_DATE],
                          "date: \"%.*s\" is not a date%s", quoted(text), text,
                          strchr(text, '/') != NULL
                              ? " (with / the month comes first)"
                              : "");
    if (in->has_style)
        return find_fault(in, event, event->at_of[CHANGE_DATE],
                          "date: \"%.*s\" is not written as the first date "
                          "of the file is",
                          quoted(text), text);
    in->has_style = true;
    in->style = style;
    date_read(text, style, &event->date);
    return EB_OK;
}

/* ---- Form ----------------------------------------------------------------- */

static const char *const column_words[N_CHANGE_COLUMNS] = {
    "event", "date", "kind", "account", "rep", "field", "value"};

static eb_status check_need(struct reading *in, struct event *event,
                            enum change_column column, enum need need,
                            const char *text)
{
    const char *words = kind_forms[event->kind].words;

    if (need == MUST && *text == '\0')
        return find_fault(in, event, event->at_of[column],
                          "%s: is blank, which %s needs", column_words[column],
                          words);
    if (need == NOT && *text != '\0')
        return find_fault(in, event, event->at_of[column],
                          "%s: \"%.*s\" stands where %s takes nothing",
                          column_words[column], quoted(text), text, words);
    return EB_OK;
}

static eb_status check_form(struct reading *in, struct event *event)
{
    const struct kind_form *form = &kind_forms[event->kind];
    eb_status status;

    TRY(check_need(in, event, CHANGE_ACCOUNT, form->account, event->account));
    TRY(check_need(in, event, CHANGE_REP, form->rep, event->rep));
    TRY(check_need(in, event, CHANGE_FIELD, form->field, event->field));
    TRY(check_need(in, event, CHANGE_VALUE, form->value, event->value));
    if (event->n_cells > 0 && form->more < 0)
        TRY(find_fault(in, event, event->cells_at[0],
                       "%s: \"%.*s\" stands where %s takes nothing; only add "
                       "and join take further columns",
                       event->columns[0], quoted(event->cells[0]),
                       event->cells[0], form->words));
done:
    return status;
}

/* ---- Content -------------------------------------------------------------- */

static void add_content(struct phrase *out, const char *name, const char *text)
{
    if (*text == '\0')
        return;
    phrase_add(out, " %s=\"", name);
    for (; *text != '\0'; text++) {
        size_t plain = strcspn(text, "\"\\");

        phrase_add(out, "%.*s", (int)plain, text);
        text += plain;
        if (*text == '\0')
            break;
        phrase_add(out, "\\%c", *text);
    }
    phrase_add(out, "\"");
}

/* Further columns by name, so that their order is no difference. */
static void add_cells(struct phrase *out, const struct event *event)
{
    const char *last = "";

    for (size_t done = 0; done < event->n_cells; done++) {
        size_t next = SIZE_MAX;

        for (size_t k = 0; k < event->n_cells; k++)
            if (strcmp(event->columns[k], last) > 0 &&
                (next == SIZE_MAX ||
                 strcmp(event->columns[k], event->columns[next]) < 0))
                next = k;
        if (next == SIZE_MAX)
            return;
        add_content(out, event->columns[next], event->cells[next]);
        last = event->columns[next];
    }
}

static eb_status write_content(struct reading *in, struct event *event,
                               const char *date, const char *kind)
{
    struct phrase text = {0};
    char day[11] = "";
    eb_status status = EB_NO_MEMORY;

    if (event->date != INT64_MIN)
        date_write(event->date, day);
    phrase_add(&text, "%s %s", event->date == INT64_MIN ? date : day,
               event->kind == N_EVENT_KINDS ? kind
                                            : kind_forms[event->kind].name);
    add_content(&text, "account", event->account);
    add_content(&text, "rep", event->rep);
    add_content(&text, "field", event->field);
    add_content(&text, "value", event->value);
    add_cells(&text, event);
    if (!text.failed) {
        event->content = arena_string(&in->out->memory, phrase_text(&text),
                                      strlen(phrase_text(&text)));
        status = event->content == NULL ? EB_NO_MEMORY : EB_OK;
    }
    phrase_clear(&text);
    return status;
}

/* ---- Rows ----------------------------------------------------------------- */

static bool is_further(const struct reading *in, size_t k)
{
    return in->headings[k].name != NULL && in->headings[k].known == NULL;
}

/* Names and texts of the further columns that are filled. */
static eb_status read_further(struct reading *in, struct event *event)
{
    size_t n = 0, row = event->row;
    const char **names, **cells;
    long *at;

    for (size_t k = 0; k < in->table->n_columns; k++)
        if (is_further(in, k))
            n += *text_at(in, row, (int)k) != '\0';
    if (n == 0)
        return EB_OK;
    names = arena_new(&in->out->memory, n * sizeof *names);
    cells = arena_new(&in->out->memory, n * sizeof *cells);
    at = arena_new(&in->out->memory, n * sizeof *at);
    if (names == NULL || cells == NULL || at == NULL)
        return EB_NO_MEMORY;
    event->columns = names;
    event->cells = cells;
    event->cells_at = at;
    for (size_t k = 0; k < in->table->n_columns; k++) {
        const char *text = is_further(in, k) ? text_at(in, row, (int)k) : "";

        if (text == NULL)
            return EB_NO_MEMORY;
        if (*text == '\0')
            continue;
        names[event->n_cells] =
            arena_string(&in->out->memory, in->table->header[k],
                         strlen(in->table->header[k]));
        if (names[event->n_cells] == NULL)
            return EB_NO_MEMORY;
        cells[event->n_cells] = text;
        at[event->n_cells++] = place_of(in, row, (int)k);
    }
    return EB_OK;
}

static eb_status read_row(struct reading *in, size_t row, struct event *event)
{
    const char *own[N_CHANGE_COLUMNS];
    eb_status status;

    *event = (struct event){
        .row = row, .at = {in->table->file, in->table->lines.at[row], 0}};
    for (int k = 0; k < N_CHANGE_COLUMNS; k++) {
        event->at_of[k] = place_of(in, row, in->column[k]);
        own[k] = text_at(in, row, in->column[k]);
        if (own[k] == NULL)
            return EB_NO_MEMORY;
    }
    event->id = own[CHANGE_EVENT];
    event->account = own[CHANGE_ACCOUNT];
    event->rep = own[CHANGE_REP];
    event->field = own[CHANGE_FIELD];
    event->value = own[CHANGE_VALUE];
    TRY(read_further(in, event));
    if (*event->id == '\0')
        TRY(find_fault(in, event, event->at_of[CHANGE_EVENT],
                       "event: is blank"));
    TRY(read_date(in, event, own[CHANGE_DATE]));
    TRY(read_kind(in, event, own[CHANGE_KIND]));
    if (event->kind != N_EVENT_KINDS)
        TRY(check_form(in, event));
    TRY(write_content(in, event, own[CHANGE_DATE], own[CHANGE_KIND]));
done:
    return status;
}

/* Whether the event says again what one before it says; with another content it has
 * a fault. */
static eb_status compare_ids(struct reading *in, struct event *event,
                             bool *again)
{
    const struct event *first;
    int word;

    *again = false;
    if (*event->id == '\0')
        return EB_OK;
    if (!VEC_RESERVE(&in->of_id, in->of_id.n + 1))
        return EB_NO_MEMORY;
    word = names_add(&in->ids, event->id);
    if (word < 0)
        return EB_NO_MEMORY;
    if ((size_t)word == in->of_id.n) {
        in->of_id.at[in->of_id.n++] = in->out->n;
        return EB_OK;
    }
    first = &in->out->events[in->of_id.at[word]];
    *again = strcmp(first->content, event->content) == 0;
    return *again ? EB_OK
                  : find_fault(in, event, event->at_of[CHANGE_EVENT],
                               "event: \"%.*s\" stands on line %ld already, "
                               "with another content",
                               quoted(event->id), event->id, first->at.line);
}

static eb_status read_rows(struct reading *in)
{
    size_t n = table_rows(in->table);
    eb_status status = EB_OK;

    in->out->events = NEW(struct event, n);
    if (in->out->events == NULL)
        return EB_NO_MEMORY;
    for (size_t row = 0; row < n; row++) {
        struct event *event = &in->out->events[in->out->n];
        bool again;

        TRY(read_row(in, row, event));
        TRY(compare_ids(in, event, &again));
        in->out->n += !again;
        in->out->n_repeated += again;
    }
done:
    return status;
}

/* ---- The whole ------------------------------------------------------------ */

static int by_date(const void *left, const void *right)
{
    const struct event *a = left, *b = right;

    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static eb_status settle_columns(struct reading *in, eb_messages *said)
{
    const struct table *table = in->table;
    eb_status status;

    in->headings = NEW(struct heading, table->n_columns);
    if (in->headings == NULL)
        return EB_NO_MEMORY;
    /* That a column is a further one is nothing to say; faults are. */
    status =
        headings_settle(table, &schema_changes, (struct mapping){NULL, NULL},
                        &in->words, in->headings, NULL);
    if (status != EB_OK)
        return headings_settle(table, &schema_changes,
                               (struct mapping){NULL, NULL}, &in->words,
                               in->headings, said);
    for (int c = 0; c < N_CHANGE_COLUMNS; c++) {
        in->column[c] = -1;
        for (size_t k = 0; k < table->n_columns; k++)
            if (in->headings[k].known == &schema_changes.columns[c])
                in->column[c] = (int)k;
    }
    return EB_OK;
}

eb_status changes_read(const struct table *table, const long *places,
                       struct changes *out, eb_messages *said)
{
    struct reading in = {.table = table, .places = places, .out = out};
    eb_status status;

    *out = (struct changes){0};
    TRY(settle_columns(&in, said));
    TRY(read_rows(&in));
    if (out->n > 0)
        qsort(out->events, out->n, sizeof *out->events, by_date);
done:
    mem_free(in.headings);
    names_clear(&in.words);
    names_clear(&in.ids);
    VEC_CLEAR(&in.of_id);
    if (status != EB_OK)
        changes_clear(out);
    return status;
}

void changes_clear(struct changes *changes)
{
    mem_free(changes->events);
    arena_clear(&changes->memory);
    *changes = (struct changes){0};
}

int64_t changes_last_date(const struct changes *changes)
{
    return changes->n == 0 ? INT64_MIN : changes->events[changes->n - 1].date;
}
