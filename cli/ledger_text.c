/* ledger_text.c - ledgers on a terminal and as JSON. */
#include "cli/ledger_text.h"

#include "base/number.h"
#include "cli/columns.h"
#include "cli/say.h"
#include "model/figures.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 10, CELL = 160 };

/* ---- Batches ------------------------------------------------------------- */

static void add_number(struct columns *table, int64_t number)
{
    char text[FIGURE_ROOM];

    columns_add(table, number == 0 ? "" : figure(number, 0, text));
}

static void add_batch(struct columns *table,
                      const struct ledger_batch_line *line)
{
    char date[11], text[CELL];

    snprintf(text, sizeof text, "%lld", (long long)line->batch);
    columns_add(table, text);
    date_write(line->date, date);
    columns_add(table, date);
    columns_add(table, line->kind);
    if (line->undone_by != 0)
        snprintf(text, sizeof text, "undone by %lld",
                 (long long)line->undone_by);
    else
        snprintf(text, sizeof text, "%s", line->plan);
    columns_add(table, text);
    add_number(table, (int64_t)line->events);
    add_number(table, (int64_t)line->decisions);
    add_number(table, (int64_t)line->edits);
}

void ledger_print_batches(const struct ledger_summary *summary, bool all,
                          struct screen *to)
{
    static const char *const head[] = {"batch",  "date",      "kind", "",
                                       "events", "decisions", "edits"};
    struct columns table = {.n = sizeof head / sizeof *head};
    size_t n = summary->batches.n, shown = all || n < SHOWN ? n : SHOWN;

    columns_add_all(&table, head, table.n);
    for (size_t k = 0; k < shown; k++)
        add_batch(&table, &summary->batches.at[k]);
    columns_end(&table, 4, to);
    if (shown < n)
        put_line(to, "and %zu before these; --verbose lists all", n - shown);
}

/* ---- The whole ------------------------------------------------------------ */

/* "12 of them without ...": nothing where there are none. */
static void add_some(struct phrase *line, size_t n, const char *what)
{
    char text[FIGURE_ROOM];

    if (n > 0)
        phrase_add(line, "; %s %s", figure((wide)n, 0, text), what);
}

static void print_measure(const struct doc *measures, struct screen *to)
{
    for (const struct node *k = doc_first(measures->root); k != NULL;
         k = k->next)
        if (k->key != NULL && k->text != NULL)
            put_line(to, "  %-16s %s", k->key, k->text);
}

void ledger_print_summary(const struct ledger_summary *summary,
                          const char *path, bool all, struct screen *to)
{
    struct phrase line = {0};
    char first[11], date[11], accounts[FIGURE_ROOM], reps[FIGURE_ROOM];

    date_write(summary->first_date, first);
    date_write(summary->date, date);
    put_line(to, "%s: from %s to %s", path, first, date);
    phrase_add(&line, "accounts: %s open",
               figure((wide)summary->open, 0, accounts));
    add_some(&line, summary->unowned, "without an owner who is a rep");
    add_some(&line, summary->covers, "covered for someone away");
    add_some(&line, summary->closed, "closed");
    put_phrase(to, &line);
    phrase_add(&line, "reps: %s", figure((wide)summary->reps, 0, reps));
    add_some(&line, summary->left, "of them left");
    put_phrase(to, &line);
    if (summary->measures != NULL) {
        put_line(to, "as the last batch measured:");
        print_measure(summary->measures, to);
    }
    put_gap(to);
    ledger_print_batches(summary, all, to);
}

static void add_batches(struct doc *doc, struct node *root,
                        const struct ledger_summary *summary)
{
    struct node *list = doc_add(doc, root, "batches", DOC_ARRAY);
    char date[11];

    for (size_t k = 0; k < summary->batches.n; k++) {
        const struct ledger_batch_line *line = &summary->batches.at[k];
        struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);

        date_write(line->date, date);
        doc_add_integer(doc, node, "batch", line->batch);
        doc_add_string(doc, node, "date", date);
        doc_add_string(doc, node, "kind", line->kind);
        if (*line->plan != '\0')
            doc_add_string(doc, node, "plan", line->plan);
        if (line->undone_by != 0)
            doc_add_integer(doc, node, "undone_by", line->undone_by);
        doc_add_integer(doc, node, "events", (int64_t)line->events);
        doc_add_integer(doc, node, "decisions", (int64_t)line->decisions);
        doc_add_integer(doc, node, "edits", (int64_t)line->edits);
    }
}

eb_status ledger_summary_json(const struct ledger_summary *summary)
{
    struct doc *doc = NULL;
    struct node *root, *node;
    char date[11];
    eb_status status;

    TRY(doc_new("show", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    date_write(summary->first_date, date);
    doc_add_string(doc, root, "first_date", date);
    date_write(summary->date, date);
    doc_add_string(doc, root, "date", date);
    node = doc_add(doc, root, "accounts", DOC_OBJECT);
    doc_add_integer(doc, node, "open", (int64_t)summary->open);
    doc_add_integer(doc, node, "unowned", (int64_t)summary->unowned);
    doc_add_integer(doc, node, "covered", (int64_t)summary->covers);
    doc_add_integer(doc, node, "closed", (int64_t)summary->closed);
    node = doc_add(doc, root, "reps", DOC_OBJECT);
    doc_add_integer(doc, node, "all", (int64_t)summary->reps);
    doc_add_integer(doc, node, "left", (int64_t)summary->left);
    if (summary->measures != NULL)
        doc_add_copy(doc, root, "measures", summary->measures->root);
    add_batches(doc, root, summary);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

/* ---- One ----------------------------------------------------------------- */

static void print_name(const char *id, const char *name, struct screen *to)
{
    if (*name == '\0')
        put_line(to, "%s", id);
    else
        put_line(to, "%s (%s)", name, id);
}

void ledger_print_one(const struct ledger_one *one, struct screen *to)
{
    struct columns table = {.n = 2};
    char n[FIGURE_ROOM];

    print_name(one->id, one->name, to);
    if (*one->closed_on != '\0')
        put_line(to, "closed on %s", one->closed_on);
    for (size_t k = 0; k < one->owned.n; k++)
        put_line(
            to, "owns %s%s%s",
            figure_count(one->owned.at[k].accounts, "account", "accounts", n),
            *one->owned.at[k].role != '\0' ? " as " : "",
            one->owned.at[k].role);
    columns_add(&table, "column");
    columns_add(&table, "cell");
    for (size_t k = 0; k < one->cells.n; k++) {
        columns_add(&table, one->cells.at[k].header);
        columns_add(&table, one->cells.at[k].text);
    }
    columns_end(&table, table.n, to);
}

eb_status ledger_one_json(const struct ledger_one *one)
{
    struct doc *doc = NULL;
    struct node *root, *node;
    eb_status status;

    TRY(doc_new("show", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    doc_add_string(doc, root, one->of_rep ? "rep" : "account", one->id);
    doc_add_string(doc, root, "name", one->name);
    if (*one->closed_on != '\0')
        doc_add_string(doc, root, "closed_on", one->closed_on);
    if (one->of_rep) {
        node = doc_add(doc, root, "owns", DOC_OBJECT);
        for (size_t k = 0; k < one->owned.n; k++)
            doc_add_integer(doc, node,
                            *one->owned.at[k].role != '\0'
                                ? one->owned.at[k].role
                                : "owner",
                            (int64_t)one->owned.at[k].accounts);
    }
    node = doc_add(doc, root, "cells", DOC_OBJECT);
    for (size_t k = 0; k < one->cells.n; k++)
        doc_add_string(doc, node, one->cells.at[k].header,
                       one->cells.at[k].text);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

/* ---- A history ----------------------------------------------------------- */

/* "owner (csm)", "value", "gained". */
static void add_what(struct columns *table, const struct ledger_line *line)
{
    char text[CELL];

    snprintf(text, sizeof text,
             *line->role != '\0' ? "%.90s (%.60s)" : "%.90s", line->what,
             line->role);
    columns_add(table, text);
}

static void add_change(struct columns *table, const struct ledger_line *line)
{
    char text[CELL];
    const char *from = *line->from != '\0' ? line->from : "-";
    const char *to = *line->to != '\0' ? line->to : "-";

    if (strcmp(line->what, "gained") == 0)
        snprintf(text, sizeof text, "%.70s", from);
    else if (strcmp(line->what, "lost") == 0)
        snprintf(text, sizeof text, "%.70s to %.70s", from, to);
    else if (strcmp(line->what, "closed") == 0)
        snprintf(text, sizeof text, "%.70s", to);
    else if (strcmp(line->what, "reopened") == 0 ||
             (*line->from == '\0' && *line->to == '\0'))
        text[0] = '\0';
    else
        snprintf(text, sizeof text, "%.70s -> %.70s", from, to);
    columns_add(table, text);
}

static void add_why(struct columns *table, const struct ledger_line *line)
{
    char text[3 * CELL];

    snprintf(text, sizeof text, "%.300s%s%.90s%s", line->why,
             *line->event != '\0' ? " [" : "", line->event,
             *line->event != '\0' ? "]" : "");
    columns_add(table, text);
}

void ledger_print_history(const struct ledger_history *history,
                          struct screen *to)
{
    static const char *const head[] = {"date", "batch", "kind",
                                       "what", "",      "why [event]"};
    struct columns table = {.n = sizeof head / sizeof *head};

    print_name(history->id, history->name, to);
    columns_add_all(&table, head, table.n);
    for (size_t k = 0; k < history->lines.n; k++) {
        const struct ledger_line *line = &history->lines.at[k];
        char date[11], batch[40];

        date_write(line->date, date);
        snprintf(batch, sizeof batch, "%lld%s", (long long)line->batch,
                 line->undone ? " (undone)" : "");
        columns_add(&table, date);
        columns_add(&table, batch);
        columns_add(&table, line->kind);
        add_what(&table, line);
        add_change(&table, line);
        add_why(&table, line);
    }
    columns_end(&table, table.n, to);
}

eb_status ledger_history_json(const struct ledger_history *history)
{
    struct doc *doc = NULL;
    struct node *root, *list;
    char date[11];
    eb_status status;

    TRY(doc_new("history", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    doc_add_string(doc, root, history->of_rep ? "rep" : "account",
                   history->id);
    doc_add_string(doc, root, "name", history->name);
    list = doc_add(doc, root, "lines", DOC_ARRAY);
    for (size_t k = 0; k < history->lines.n; k++) {
        const struct ledger_line *line = &history->lines.at[k];
        struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);

        date_write(line->date, date);
        doc_add_string(doc, node, "date", date);
        doc_add_integer(doc, node, "batch", line->batch);
        doc_add_string(doc, node, "kind", line->kind);
        doc_add_bool(doc, node, "undone", line->undone);
        doc_add_string(doc, node, "what", line->what);
        doc_add_string(doc, node, "role", line->role);
        doc_add_string(doc, node, "from", line->from);
        doc_add_string(doc, node, "to", line->to);
        doc_add_string(doc, node, "event", line->event);
        doc_add_string(doc, node, "why", line->why);
    }
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}
