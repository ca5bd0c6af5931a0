/* scenario_make.c - what a scenario makes of its base. */
#include "model/changing.h"
#include "model/rules_merge.h"

/* ---- Rules -------------------------------------------------------------- */

/* The plan is made for the same day, whichever dates are left. */
static void fix_as_of(const struct scenario_base *base, struct doc *rules)
{
    const struct rules *before = base->compiled->rules;
    char date[11];

    if (!before->has_as_of || doc_get(rules->root, "as_of") != NULL)
        return;
    date_write(before->as_of, date);
    doc_add_string(rules, rules->root, "as_of", date);
}

static eb_status make_rules(struct changing *in, struct doc **out)
{
    const struct node *over = doc_get(in->node, "rules");
    struct doc *rules = NULL;
    eb_status status;

    if (over != NULL && over->kind != DOC_OBJECT)
        over = NULL;
    TRY(rules_merge(in->base->doc, in->doc, over, &rules));
    fix_as_of(in->base, rules);
    if (!doc_ok(rules))
        TRY(EB_NO_MEMORY);
    *out = rules;
    rules = NULL; /* now the caller's */
done:
    doc_free(rules);
    return status;
}

/* ---- Tables ------------------------------------------------------------- */

static eb_status close_drafts(struct changing *in, struct scenario *out)
{
    const struct {
        const struct draft *draft;
        struct table **table;
    } pairs[] = {
        {&in->accounts, &out->accounts},       {&in->reps, &out->reps},
        {&in->territories, &out->territories}, {&in->pairs, &out->pairs},
        {&in->decisions, &out->decisions},
    };
    eb_status status = EB_OK;

    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++)
        if (pairs[k].draft->frame != NULL)
            TRY(draft_close(pairs[k].draft, pairs[k].table));
done:
    return status;
}

static void clear_drafts(struct changing *in)
{
    draft_clear(&in->accounts);
    draft_clear(&in->reps);
    draft_clear(&in->territories);
    draft_clear(&in->pairs);
    draft_clear(&in->decisions);
}

eb_status scenario_make(const struct scenario_base *base,
                        const struct doc *doc, const struct node *node,
                        struct scenario *out, eb_messages *said)
{
    struct changing in = {.base = base,
                          .books = base->compiled->books,
                          .doc = doc,
                          .node = node,
                          .said = said,
                          .status = EB_OK};
    const char *name = doc_string(doc_get(node, "name"));
    struct scenario made = {.name = name == NULL ? "" : name, .node = node};

    change_reps(&in);
    if (in.status != EB_NO_MEMORY)
        change_accounts(&in);
    if (in.status != EB_NO_MEMORY)
        change_territories(&in);
    if (in.status == EB_OK)
        changing_keep(&in, close_drafts(&in, &made));
    if (in.status == EB_OK)
        changing_keep(&in, make_rules(&in, &made.rules));
    clear_drafts(&in);
    if (in.status == EB_OK)
        *out = made;
    else
        scenario_clear(&made);
    return in.status;
}

void scenario_clear(struct scenario *scenario)
{
    table_free(scenario->accounts);
    table_free(scenario->reps);
    table_free(scenario->pairs);
    table_free(scenario->territories);
    table_free(scenario->decisions);
    doc_free(scenario->rules);
    *scenario = (struct scenario){0};
}

static const struct table *either(const struct table *changed,
                                  const struct table *base)
{
    return changed != NULL ? changed : base;
}

struct book_tables scenario_tables(const struct scenario_base *base,
                                   const struct scenario *scenario)
{
    struct book_tables tables = base->tables;

    tables.accounts = either(scenario->accounts, tables.accounts);
    tables.reps = either(scenario->reps, tables.reps);
    tables.pairs = either(scenario->pairs, tables.pairs);
    tables.territories = either(scenario->territories, tables.territories);
    tables.decisions = either(scenario->decisions, tables.decisions);
    if (scenario->rules != NULL) {
        tables.columns = rules_columns(scenario->rules);
        tables.rules_file = scenario->rules->file;
    }
    return tables;
}
