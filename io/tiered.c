/* tiered.c - accounts with their tiers, as a file and as JSON. */
#include "io/tiered.h"

#include "io/csv_writer.h"
#include "model/rules.h"

#include <string.h>

/* ---- Making ------------------------------------------------------------ */

/* NULL, and why, where there is no such column. */
static const struct column *find_column(const struct frame *accounts,
                                        const char *name, enum cell_kind kind,
                                        eb_messages *said)
{
    const struct column *column = frame_column(accounts, name);

    if (column != NULL && column->kind == kind)
        return column;
    if (column == NULL)
        (void)fail(EB_BAD_USAGE, said, "%s has no column %s",
                   accounts->table->file, name);
    else
        (void)fail(EB_BAD_USAGE, said, "%s: the cells of %s are no %s",
                   accounts->table->file, column->header,
                   kind == CELL_NUMBER ? "numbers" : "texts");
    return NULL;
}

static eb_status demand_total(const struct tiering *t,
                              const struct column *value, eb_messages *said)
{
    const struct place file = {t->accounts->table->file, 0, 0};

    for (size_t g = 0; g < t->tiers.n_groups; g++)
        if (t->tiers.groups[g].value > INT64_MAX)
            return fault(said, file, "%s: its total is too large",
                         value->header);
    return EB_OK;
}

static eb_status warn_of_negative(const struct tiering *t,
                                  const struct column *value,
                                  eb_messages *said)
{
    const struct place file = {t->accounts->table->file, 0, 0};

    if (t->tiers.n_negative == 0)
        return EB_OK;
    return warn(said, file, "%s: %zu number%s below 0 count%s as 0",
                value->header, t->tiers.n_negative,
                t->tiers.n_negative == 1 ? "" : "s",
                t->tiers.n_negative == 1 ? "s" : "");
}

eb_status tiering_make(const struct inputs *inputs, const char *within,
                       const struct tier_cuts *cuts, struct tiering *out,
                       eb_messages *said)
{
    const struct doc *rules = inputs_rules(inputs);
    struct mapping mapping = {doc_get(rules_columns(rules), "accounts"),
                              rules == NULL ? NULL : rules->file};
    const struct table *table = inputs_table(inputs, EB_ACCOUNTS);
    const struct column *value;
    eb_status status;

    *out = (struct tiering){.cuts = *cuts};
    if (table == NULL)
        return fail(EB_BAD_USAGE, said,
                    "there are no accounts: name a file, or a folder with "
                    "accounts.csv");
    TRY(frame_read(table, &schema_accounts, mapping, &out->words,
                   &out->accounts, said));
    value = find_column(out->accounts, "value", CELL_NUMBER, said);
    if (value == NULL)
        return EB_BAD_USAGE;
    if (within != NULL) {
        out->within = find_column(out->accounts, within, CELL_TEXT, said);
        if (out->within == NULL)
            return EB_BAD_USAGE;
    }
    TRY(tiers_make(out->accounts, &out->words, value, out->within, cuts,
                   &out->tiers));
    TRY(demand_total(out, value, said));
    TRY(warn_of_negative(out, value, said));
done:
    return status;
}

void tiering_clear(struct tiering *tiering)
{
    tiers_clear(&tiering->tiers);
    frame_free(tiering->accounts);
    names_clear(&tiering->words);
    *tiering = (struct tiering){0};
}

/* ---- A file ------------------------------------------------------------ */

static const char *word_at(const struct tiering *t,
                           const struct column *column, size_t row)
{
    return t->words.text.at[column->word[row]];
}

static const char *tier_text(const struct tiered *account, char text[2])
{
    text[0] = account->tier < 0 ? '\0' : tier_letter(account->tier);
    text[1] = '\0';
    return text;
}

static void write_row(const struct tiering *t, struct csv_writer *csv,
                      size_t row)
{
    const struct column *value = frame_column(t->accounts, "value");
    const struct tiered *account = &t->tiers.account[row];
    char tier[2];

    csv_cell(csv, word_at(t, frame_column(t->accounts, "id"), row));
    if (t->within != NULL)
        csv_cell(csv, word_at(t, t->within, row));
    csv_decimal(csv, value->number[row], value->decimals);
    if (account->tier < 0)
        csv_cell(csv, "");
    else
        csv_decimal(csv, tiered_share(&t->tiers, row), 6);
    csv_cell(csv, tier_text(account, tier));
    csv_end_row(csv);
}

void tiered_write(const struct tiering *t, bool excel_safe, struct text *out)
{
    struct csv_writer csv = {
        .out = out, .separator = ',', .excel_safe = excel_safe};

    csv_cell(&csv, "account_id");
    if (t->within != NULL)
        csv_cell(&csv, t->within->header);
    csv_cell(&csv, "value");
    csv_cell(&csv, "cumulative_share");
    csv_cell(&csv, "tier");
    csv_end_row(&csv);
    for (size_t k = 0; k < t->tiers.n_accounts; k++)
        write_row(t, &csv, (size_t)t->tiers.order[k]);
}

/* ---- JSON -------------------------------------------------------------- */

const char *tiered_group(const struct tiering *t, size_t group)
{
    int word = t->tiers.groups[group].word;

    return word < 0 ? "all" : t->words.text.at[word];
}

static void add_total(struct doc *doc, struct node *node, wide value,
                      int decimals)
{
    doc_add_decimal(doc, node, "value", (int64_t)value, decimals);
}

static void describe_group(const struct tiering *t, size_t group,
                           struct doc *doc, struct node *list)
{
    const struct tier_group *of = &t->tiers.groups[group];
    struct node *node = doc_add(doc, list, NULL, DOC_OBJECT), *tiers;
    char letter[2] = "";

    if (of->word < 0)
        doc_add(doc, node, "group", DOC_NULL);
    else
        doc_add_string(doc, node, "group", tiered_group(t, group));
    doc_add_integer(doc, node, "accounts", (int64_t)of->n);
    add_total(doc, node, of->value, t->tiers.decimals);
    tiers = doc_add(doc, node, "tiers", DOC_ARRAY);
    for (size_t k = 0; k < t->tiers.n_tiers; k++) {
        struct node *tier = doc_add(doc, tiers, NULL, DOC_OBJECT);

        letter[0] = tier_letter((int)k);
        doc_add_string(doc, tier, "tier", letter);
        doc_add_integer(doc, tier, "accounts", (int64_t)of->n_in[k]);
        add_total(doc, tier, of->value_in[k], t->tiers.decimals);
    }
}

static void describe_account(const struct tiering *t, size_t row,
                             struct doc *doc, struct node *list)
{
    const struct tiered *account = &t->tiers.account[row];
    struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);
    char tier[2];

    doc_add_string(doc, node, "account",
                   word_at(t, frame_column(t->accounts, "id"), row));
    if (account->tier < 0) {
        doc_add(doc, node, "tier", DOC_NULL);
        return;
    }
    doc_add_string(doc, node, "tier", tier_text(account, tier));
    doc_add_decimal(doc, node, "cumulative_share",
                    tiered_share(&t->tiers, row), 6);
}

void tiered_describe(const struct tiering *t, struct doc *doc,
                     struct node *root)
{
    struct node *list = doc_add(doc, root, "cuts", DOC_ARRAY);

    for (size_t k = 0; k < t->cuts.n; k++)
        doc_add_decimal(doc, list, NULL, t->cuts.at[k], 6);
    list = doc_add(doc, root, "groups", DOC_ARRAY);
    for (size_t g = 0; g < t->tiers.n_groups; g++)
        describe_group(t, g, doc, list);
    list = doc_add(doc, root, "accounts", DOC_ARRAY);
    for (size_t k = 0; k < t->tiers.n_accounts; k++)
        describe_account(t, (size_t)t->tiers.order[k], doc, list);
}
