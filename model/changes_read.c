/* changes_read.c - events from the rows of a table. */
#include "model/phrase.h"
#include "model/reading_changes.h"

#include <stdlib.h>
#include <string.h>

/* ---- Cells ---------------------------------------------------------------- */

static long place_of(const struct change_reading *in, size_t row, int column)
{
    if (column < 0)
        return 0;
    if (in->places == NULL)
        return column + 1;
    return in->places[row * in->table->n_columns + (size_t)column];
}

/* Without surrounding blanks; NULL when memory is out. */
static const char *text_at(struct change_reading *in, size_t row, int column)
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

/* ---- Rows ----------------------------------------------------------------- */

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t")] == '\0';
}

/* A further column that is filled. */
static bool is_further(const struct change_reading *in, size_t row, size_t k)
{
    return in->columns->further[k] && !is_blank(table_cell(in->table, row, k));
}

/* Names and texts of the further columns that are filled. */
static eb_status read_further(struct change_reading *in, struct event *event)
{
    size_t n = 0, row = event->row;
    const char **names, **cells;
    long *at;

    for (size_t k = 0; k < in->table->n_columns; k++)
        n += is_further(in, row, k);
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
        if (!is_further(in, row, k))
            continue;
        names[event->n_cells] =
            arena_string(&in->out->memory, in->table->header[k],
                         strlen(in->table->header[k]));
        cells[event->n_cells] = text_at(in, row, (int)k);
        if (names[event->n_cells] == NULL || cells[event->n_cells] == NULL)
            return EB_NO_MEMORY;
        at[event->n_cells++] = place_of(in, row, (int)k);
    }
    return EB_OK;
}

static eb_status read_row(struct change_reading *in, size_t row,
                          struct event *event)
{
    const char *own[N_CHANGE_COLUMNS];
    eb_status status;

    *event = (struct event){
        .row = row, .at = {in->table->file, in->table->lines.at[row], 0}};
    for (int k = 0; k < N_CHANGE_COLUMNS; k++) {
        event->at_of[k] = place_of(in, row, in->columns->column[k]);
        own[k] = text_at(in, row, in->columns->column[k]);
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
        TRY(event_fault(in, event, event->at_of[CHANGE_EVENT],
                        "event: is blank"));
    TRY(event_date(in, event, own[CHANGE_DATE]));
    TRY(event_kind(in, event, own[CHANGE_KIND]));
    if (event->kind != N_EVENT_KINDS)
        TRY(event_form(in, event));
    TRY(event_content(in, event, own[CHANGE_DATE], own[CHANGE_KIND]));
done:
    return status;
}

/* Whether the event says again what one before it says; with another content it has
 * a fault. */
static eb_status compare_ids(struct change_reading *in, struct event *event,
                             bool *again)
{
    const struct event *first;
    int word;

    *again = false;
    if (*event->id == '\0' || table_rows(in->table) == 1)
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
                  : event_fault(in, event, event->at_of[CHANGE_EVENT],
                                "event: \"%.*s\" stands on line %ld already, "
                                "with another content",
                                quoted(event->id), event->id, first->at.line);
}

static eb_status read_rows(struct change_reading *in)
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

eb_status changes_read_on(const struct table *table, const long *places,
                          struct change_columns **columns, struct changes *out,
                          eb_messages *said)
{
    struct change_reading in = {.table = table, .places = places, .out = out};
    eb_status status;

    *out = (struct changes){0};
    TRY(change_columns_know(table, columns, said));
    in.columns = *columns;
    TRY(read_rows(&in));
    if (out->n > 0)
        qsort(out->events, out->n, sizeof *out->events, by_date);
done:
    names_clear(&in.ids);
    VEC_CLEAR(&in.of_id);
    if (status != EB_OK)
        changes_clear(out);
    return status;
}

eb_status changes_read(const struct table *table, const long *places,
                       struct changes *out, eb_messages *said)
{
    struct change_columns *columns = NULL;
    eb_status status = changes_read_on(table, places, &columns, out, said);

    change_columns_free(columns);
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
