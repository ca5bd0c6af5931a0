/* frontier_rules.c - the rules of one point of a frontier. */
#include "model/frontier_rules.h"

#include "model/phrase.h"
#include "model/rule_words.h"

#include <string.h>

/* ---- What is switched off ---------------------------------------------- */

static const struct decimal nothing = {0, 0};

/* The rules with parts of the objective at weight 0; what they forbid stays. */
struct bare {
    struct rules rules;
    struct metric *metrics;
    struct fit_term *fit;
};

static eb_status bare_make(const struct rules *base, struct bare *out)
{
    *out = (struct bare){.rules = *base};
    out->metrics =
        mem_copy(base->metrics, base->n_metrics, sizeof *base->metrics);
    out->fit = mem_copy(base->fit, base->n_fit, sizeof *base->fit);
    if (out->metrics == NULL || out->fit == NULL)
        return EB_NO_MEMORY;
    out->rules.metrics = out->metrics;
    out->rules.fit = out->fit;
    return EB_OK;
}

static void bare_clear(struct bare *bare)
{
    mem_free(bare->metrics);
    mem_free(bare->fit);
}

static void switch_off(struct bare *bare, enum aim aim)
{
    if (aim == AIM_OBJECTIVE)
        return;
    bare->rules.continuity.weight = nothing;
    for (size_t m = 0; aim == AIM_FIT && m < bare->rules.n_metrics; m++)
        bare->metrics[m].weight = nothing;
    for (size_t k = 0; aim == AIM_UNFAIRNESS && k < bare->rules.n_fit; k++)
        bare->fit[k].weight = nothing;
    if (aim == AIM_UNFAIRNESS)
        bare->rules.territory_weight = nothing;
}

/* ---- The budget -------------------------------------------------------- */

static void set_number(struct doc *doc, struct node *node, struct decimal d)
{
    char text[64];
    char *copy;

    decimal_write(d.units, d.decimals, text);
    copy = arena_string(&doc->memory, text, strlen(text));
    doc->failed = doc->failed || copy == NULL;
    node->kind = DOC_NUMBER;
    node->text = copy;
}

static enum budget_kind kind_of(const char *against)
{
    if (against == NULL)
        return BUDGET_MOVES;
    return strcmp(against, "loss") == 0 ? BUDGET_LOSS : BUDGET_MOVED;
}

static eb_status set_budget(struct doc *doc, const char *against,
                            struct decimal limit)
{
    enum budget_kind kind = kind_of(against);
    struct node *object = doc_member(doc->root, "continuity");
    struct node *node = doc_member(object, budget_name(kind));

    if (kind != BUDGET_MOVED)
        set_number(doc, node, limit);
    else if (doc_member(node, against) == NULL)
        doc_add_decimal(doc, node, against, limit.units, limit.decimals);
    else
        set_number(doc, doc_member(node, against), limit);
    return doc_ok(doc) ? EB_OK : EB_NO_MEMORY;
}

/* The rules as given were read without fault, so that only the budget's metric can
 * be one. The file that the message names is none of the user's. */
static eb_status say_unknown(const eb_messages *heard, eb_messages *said)
{
    for (size_t k = 0; k < eb_messages_count(heard); k++) {
        const char *text = eb_messages_text(heard, k);
        const char *words = strstr(text, ": ");

        if (eb_messages_severity(heard, k) == EB_FAULT)
            return fail(EB_BAD_USAGE, said, "--against: %s",
                        words == NULL ? text : words + 2);
    }
    return fail(EB_BAD_USAGE, said, "--against: no such metric");
}

static eb_status read_back(struct doc *doc, const struct books *books,
                           struct rules **out, eb_messages *said)
{
    eb_messages *heard = eb_messages_new();
    eb_status status = heard == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    status = rules_make(doc, books, NULL, out, heard);
    if (status == EB_BAD_DATA)
        status = say_unknown(heard, said);
done:
    eb_messages_free(heard);
    return status;
}

eb_status point_rules_make(const struct rules *base, const struct books *books,
                           enum aim aim, const char *against,
                           struct decimal limit, struct point_rules *out,
                           eb_messages *said)
{
    struct bare bare = {0};
    eb_status status;

    *out = (struct point_rules){0};
    TRY(bare_make(base, &bare));
    switch_off(&bare, aim);
    TRY(rules_applied(&bare.rules, books, &out->doc));
    TRY(set_budget(out->doc, against, limit));
    TRY(read_back(out->doc, books, &out->rules, said));
done:
    bare_clear(&bare);
    if (status != EB_OK)
        point_rules_clear(out);
    return status;
}

void point_rules_clear(struct point_rules *rules)
{
    rules_free(rules->rules);
    doc_free(rules->doc);
    *rules = (struct point_rules){0};
}

size_t point_budget(const struct rules *rules, const char *against)
{
    const struct continuity *continuity = &rules->continuity;
    enum budget_kind kind = kind_of(against);
    size_t k = 0;

    while (k < continuity->n_budgets &&
           (continuity->budgets[k].kind != kind ||
            (kind == BUDGET_MOVED &&
             strcmp(continuity->budgets[k].measure.name, against) != 0)))
        k++;
    return k;
}
