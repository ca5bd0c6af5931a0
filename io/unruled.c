/* unruled.c - the same books with no rules but what is balanced. */
#include "io/unruled.h"

#include "io/csv_writer.h"
#include "io/json.h"

#include <string.h>

/* ---- Rules ------------------------------------------------------------- */

static struct rules without_rules(const struct rules *rules)
{
    struct rules bare = *rules;

    bare.goal = GOAL_BLEND;
    bare.n_limits = 0;
    bare.territory = TERRITORY_OFF;
    bare.keep_current = false;
    bare.n_fit = 0;
    bare.families = FAMILIES_OFF;
    bare.continuity.weight = (struct decimal){0, 0};
    bare.continuity.n_budgets = 0;
    bare.n_locks = 0;
    return bare;
}

/* Columns that rule whether rules.json says so or not. */
static const struct {
    const char *file, *column;
} ruling[] = {
    {"accounts", "locked"},
    {"accounts", "pin"},
    {"accounts", "not"},
    {"accounts", "parent"},
    {"accounts", "conflict_group"},
    {"pairs", "forbidden"},
    {"pairs", "cost"},
    {"pairs", "fit"},
};

static void hide_columns(struct doc *rules)
{
    struct node *columns = doc_member(rules->root, "columns");

    for (size_t k = 0; k < sizeof ruling / sizeof *ruling; k++) {
        struct node *node =
            doc_member(doc_member(columns, ruling[k].file), ruling[k].column);

        if (node == NULL)
            continue;
        node->kind = DOC_NULL;
        node->text = NULL;
    }
}

static eb_status take_rules(const struct opened *opened, struct unruled *out,
                            eb_messages *said)
{
    struct rules bare = without_rules(opened->rules);
    struct doc *doc = NULL;
    char *text = NULL;
    size_t length;
    eb_status status;

    TRY(rules_applied(&bare, opened->books, &doc));
    hide_columns(doc);
    text = json_write(doc, &length);
    if (text == NULL)
        TRY(EB_NO_MEMORY);
    TRY(inputs_take(&out->made, EB_RULES, NULL, "rules.json", text, length,
                    said));
done:
    mem_free(text);
    doc_free(doc);
    return status;
}

/* ---- Inputs ------------------------------------------------------------ */

static void add_row(struct csv_writer *csv, const struct table *table,
                    size_t row)
{
    for (size_t k = 0; k < table->n_columns; k++)
        csv_cell(csv, table_cell(table, row, k));
    csv_end_row(csv);
}

static void add_header(struct csv_writer *csv, const struct table *table)
{
    for (size_t k = 0; k < table->n_columns; k++)
        csv_cell(csv, table->header[k]);
    csv_end_row(csv);
}

void unruled_decisions(const struct table *table, struct text *out)
{
    struct csv_writer csv = {.out = out, .separator = ','};

    add_header(&csv, table);
    for (size_t row = 0; row < table_rows(table); row++)
        add_row(&csv, table, row);
}

/* The rows that keep an account outside; how many. */
static size_t write_outside(const struct books *books,
                            const struct table *table, struct text *out)
{
    struct csv_writer csv = {.out = out, .separator = ','};
    size_t n = 0;

    add_header(&csv, table);
    for (size_t d = 0; d < books->n_decisions; d++)
        if (books->decisions[d].verdict == OUTSIDE) {
            add_row(&csv, table, books->decisions[d].row);
            n++;
        }
    return n;
}

static eb_status take_decisions(const struct books *books, struct unruled *out,
                                eb_messages *said)
{
    const struct table *table = inputs_table(&out->made, EB_DECISIONS);
    struct text text = {0};
    eb_status status = EB_OK;

    if (table == NULL)
        return EB_OK;
    out->has_decisions = write_outside(books, table, &text) > 0;
    inputs_drop(&out->made, EB_DECISIONS);
    if (!text_ok(&text))
        TRY(EB_NO_MEMORY);
    if (out->has_decisions)
        TRY(inputs_take(&out->made, EB_DECISIONS, NULL,
                        input_file_name(EB_DECISIONS), text.at, text.n, said));
done:
    text_clear(&text);
    return status;
}

/* ---- All of it --------------------------------------------------------- */

eb_status unruled_make(const struct inputs *inputs,
                       const struct opened *opened, struct unruled *out,
                       eb_messages *said)
{
    eb_status status;

    *out = (struct unruled){0};
    inputs_share(inputs, &out->made);
    inputs_drop(&out->made, EB_TERRITORIES);
    TRY(take_decisions(opened->books, out, said));
    TRY(take_rules(opened, out, said));
    TRY(opened_make(&out->made, opened->books->role, NULL, &out->opened,
                    said));
    TRY(rules_applied(out->opened.rules, out->opened.books, &out->rules));
    inputs_share(&out->made, &out->inputs);
    inputs_drop(&out->inputs, EB_RULES);
    return EB_OK;
done:
    unruled_clear(out);
    return status;
}

void unruled_clear(struct unruled *unruled)
{
    doc_free(unruled->rules);
    opened_clear(&unruled->opened);
    inputs_clear(&unruled->inputs);
    inputs_clear(&unruled->made);
    *unruled = (struct unruled){0};
}
