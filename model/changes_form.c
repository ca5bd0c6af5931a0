/* changes_form.c - what an event must have whatever the books are: a kind, a date, what the
 * kind needs; and its content. */
#include "model/complaint.h"
#include "model/phrase.h"
#include "model/reading_changes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Further faults of an event stand behind the first. */
eb_status event_fault(struct change_reading *in, struct event *event, long at,
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

eb_status event_kind(struct change_reading *in, struct event *event,
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
        return event_fault(in, event, event->at_of[CHANGE_KIND],
                           "kind: is blank");
    return event_fault(
        in, event, event->at_of[CHANGE_KIND],
        "kind: \"%.*s\" is no kind of change%s", quoted(text), text,
        hint_of(names_nearest(known, N_EVENT_KINDS, text)).text);
}

eb_status event_date(struct change_reading *in, struct event *event,
                     const char *text)
{
    enum date_style style;

    event->date = INT64_MIN;
    if (*text == '\0')
        return event_fault(in, event, event->at_of[CHANGE_DATE],
                           "date: is blank");
    if (in->has_style && date_read(text, in->style, &event->date))
        return EB_OK;
    event->date = INT64_MIN;
    if (!date_style_of(text, &style))
        return event_fault(
            in, event, event->at_of[CHANGE_DATE],
            "date: \"%.*s\" is not a date%s", quoted(text), text,
            strchr(text, '/') != NULL ? " (with / the month comes first)"
                                      : "");
    if (in->has_style)
        return event_fault(in, event, event->at_of[CHANGE_DATE],
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

static eb_status check_need(struct change_reading *in, struct event *event,
                            enum change_column column, enum need need,
                            const char *text)
{
    const char *words = kind_forms[event->kind].words;

    if (need == MUST && *text == '\0')
        return event_fault(in, event, event->at_of[column],
                           "%s: is blank, which %s needs",
                           column_words[column], words);
    if (need == NOT && *text != '\0')
        return event_fault(in, event, event->at_of[column],
                           "%s: \"%.*s\" stands where %s takes nothing",
                           column_words[column], quoted(text), text, words);
    return EB_OK;
}

eb_status event_form(struct change_reading *in, struct event *event)
{
    const struct kind_form *form = &kind_forms[event->kind];
    eb_status status;

    TRY(check_need(in, event, CHANGE_ACCOUNT, form->account, event->account));
    TRY(check_need(in, event, CHANGE_REP, form->rep, event->rep));
    TRY(check_need(in, event, CHANGE_FIELD, form->field, event->field));
    TRY(check_need(in, event, CHANGE_VALUE, form->value, event->value));
    if (event->n_cells > 0 && form->more < 0)
        TRY(event_fault(in, event, event->cells_at[0],
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
    phrase_add_bytes(out, " ", 1);
    phrase_add_bytes(out, name, strlen(name));
    phrase_add_bytes(out, "=\"", 2);
    for (; *text != '\0'; text++) {
        size_t plain = 0;

        while (text[plain] != '\0' && text[plain] != '"' &&
               text[plain] != '\\')
            plain++;
        phrase_add_bytes(out, text, plain);
        text += plain;
        if (*text == '\0')
            break;
        phrase_add_bytes(out, "\\", 1);
        phrase_add_bytes(out, text, 1);
    }
    phrase_add_bytes(out, "\"", 1);
}

struct named_cell {
    const char *name, *text;
};

static int by_name(const void *left, const void *right)
{
    const struct named_cell *a = left, *b = right;

    return strcmp(a->name, b->name);
}

/* Further columns by name, so that their order is no difference. */
static void add_cells(struct phrase *out, const struct event *event)
{
    size_t n = event->n_cells;
    struct named_cell *cells = NEW(struct named_cell, n);

    if (cells == NULL) {
        out->failed = true;
        return;
    }
    for (size_t k = 0; k < n; k++)
        cells[k] = (struct named_cell){event->columns[k], event->cells[k]};
    qsort(cells, n, sizeof *cells, by_name);
    for (size_t k = 0; k < n; k++)
        add_content(out, cells[k].name, cells[k].text);
    mem_free(cells);
}

eb_status event_content(struct change_reading *in, struct event *event,
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
    if (event->n_cells > 0)
        add_cells(&text, event);
    if (!text.failed) {
        event->content = arena_string(&in->out->memory, phrase_text(&text),
                                      strlen(phrase_text(&text)));
        status = event->content == NULL ? EB_NO_MEMORY : EB_OK;
    }
    phrase_clear(&text);
    return status;
}
