/* facts.c - works out what a plan says about itself, part by part. */
#include "model/facts.h"

#include "model/rule_words.h"

#include <string.h>

const char *facts_text(struct facts *facts)
{
    const char *text = phrase_text(&facts->phrase);
    char *copy = facts->phrase.failed
                     ? NULL
                     : arena_string(&facts->plan->memory, text, strlen(text));

    facts->phrase.text.n = 0;
    return copy;
}

int facts_rep(const struct facts *facts, int account)
{
    int family = facts->c->family_of[account];

    if (family < 0 || facts->c->families[family].item < 0)
        return -1;
    return facts->standing.agent[facts->c->families[family].item];
}

int64_t facts_value(const struct facts *facts, int account)
{
    return account_value(facts->c, account);
}

int facts_value_decimals(const struct facts *facts)
{
    const struct column *value = facts->c->workings->account.value;

    return value == NULL ? 0 : value->decimals;
}

const char *facts_rep_name(const struct facts *facts, int rep)
{
    return rep_name(facts->c->books, (size_t)rep);
}

/* ---- What a move would break ------------------------------------------- */

/* The first limit on the term's load that so large a load passes. */
static void say_term(const struct facts *facts, const struct change_of *change,
                     struct phrase *phrase)
{
    const struct compiled *c = facts->c;
    const struct term *term = &c->problem->terms.at[change->term];

    for (size_t l = 0; l < c->n_limits; l++) {
        int64_t lo, hi;

        if (c->limit_resource[l] != term->resource ||
            !limit_range(c, l, term->agent, &lo, &hi))
            continue;
        if (change->load > hi || change->load < lo) {
            say_limit_end(phrase, &c->limits[l], change->load > hi,
                          change->load > hi ? hi : lo);
            return;
        }
    }
}

static void say_budget_line(const struct facts *facts, int budget,
                            struct phrase *phrase)
{
    const struct compiled *c = facts->c;
    int owner = c->budget_owner[budget];

    say_budget(phrase, &c->rules->continuity.budgets[c->budget_rule[budget]]);
    if (owner >= 0)
        phrase_add(phrase, " of %s", facts_rep_name(facts, owner));
}

/* The group that two families have in common. */
static void say_conflict(const struct facts *facts, int item, int other,
                         struct phrase *phrase)
{
    const struct compiled *c = facts->c;
    const struct column *group = c->workings->account.conflict_group;
    const struct family *f = &c->families[facts->family_of_item[item]];
    const struct family *g = &c->families[facts->family_of_item[other]];

    for (size_t j = 0; j < f->n; j++)
        for (size_t k = 0; k < g->n; k++) {
            int a = c->members[f->first + j], b = c->members[g->first + k];

            if (group->blank[a] || group->word[a] != group->word[b])
                continue;
            phrase_add(phrase, "conflict group %s with %s",
                       c->books->words.text.at[group->word[a]],
                       account_id(c->books, (size_t)b));
            return;
        }
}

void facts_say_breach(struct facts *facts, const struct change_of *change,
                      int item, struct phrase *phrase)
{
    switch (change->breach) {
    case BREACH_NONE:
        break;
    case BREACH_RECEIVER:
    case BREACH_GIVER:
        say_term(facts, change, phrase);
        break;
    case BREACH_BUDGET:
        say_budget_line(facts, change->budget, phrase);
        break;
    case BREACH_CONFLICT:
        say_conflict(facts, item, change->item, phrase);
        break;
    }
}

/* ---- All of it --------------------------------------------------------- */

static eb_status number_items(struct facts *facts)
{
    const struct compiled *c = facts->c;

    facts->family_of_item = NEW(int, (size_t)c->problem->n_items);
    if (facts->family_of_item == NULL)
        return EB_NO_MEMORY;
    for (size_t f = 0; f < c->n_families; f++)
        if (c->families[f].item >= 0)
            facts->family_of_item[c->families[f].item] = (int)f;
    return EB_OK;
}

eb_status facts_begin(struct facts *facts, struct plan *plan,
                      const struct compiled *compiled, const int *agent)
{
    eb_status status;

    *facts = (struct facts){.plan = plan, .c = compiled};
    TRY(standing_init(&facts->standing, compiled->problem, agent));
    TRY(number_items(facts));
done:
    return status;
}

void facts_end(struct facts *facts)
{
    standing_clear(&facts->standing);
    mem_free(facts->family_of_item);
    phrase_clear(&facts->phrase);
}

eb_status facts_work_out(struct plan *plan, const int *agent)
{
    struct facts facts;
    eb_status status;

    TRY(facts_begin(&facts, plan, plan->compiled, agent));
    TRY(facts_rows(&facts));
    TRY(facts_reasons(&facts));
    TRY(facts_books(&facts));
    TRY(facts_metrics(&facts));
    TRY(facts_limits(&facts));
    TRY(facts_summary(&facts));
done:
    facts_end(&facts);
    return status;
}
