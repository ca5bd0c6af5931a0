/* price_list.c - what can be lifted: rules, and what they say of single families,
 * reps and books. */
#include "model/blame_words.h"
#include "model/blaming.h"
#include "model/pricing.h"
#include "model/rule_words.h"
#include "model/workings.h"

#include <string.h>

/* ---- One more ------------------------------------------------------------ */

static eb_status push_rule(struct pricing *pricing, enum rule_kind kind,
                           int index, int rep)
{
    struct rule_ref rule = {kind, index, rep};

    return VEC_PUSH(&pricing->prices->rules, rule) ? EB_OK : EB_NO_MEMORY;
}

/* What has been pushed since `first` becomes one thing to lift. */
static eb_status push_priced(struct pricing *pricing, struct priced priced,
                             const struct phrase *phrase)
{
    struct prices *prices = pricing->prices;
    const char *text = phrase_text(phrase);

    priced.n = prices->rules.n - priced.first;
    priced.words = arena_string(&prices->memory, text, strlen(text));
    if (phrase->failed || priced.words == NULL ||
        !VEC_PUSH(&prices->each, priced))
        return EB_NO_MEMORY;
    return EB_OK;
}

static struct priced begin(const struct pricing *pricing, enum price_kind kind,
                           int account, int rep)
{
    return (struct priced){.kind = kind,
                           .account = account,
                           .rep = rep,
                           .first = pricing->prices->rules.n,
                           .ceiling = INT64_MAX,
                           .bound = INT64_MIN};
}

static void say_family(struct phrase *phrase, const struct compiled *c,
                       int lead, size_t n)
{
    phrase_add(phrase, "\"%s\"", account_name(c->books, (size_t)lead));
    if (n > 1)
        phrase_add(phrase, " and %zu more of its family", n - 1);
}

/* ---- Rules --------------------------------------------------------------- */

static eb_status add_rules(struct pricing *pricing)
{
    const struct compiled *c = pricing->compiled;
    struct blaming blaming = {.compiled = c};
    struct phrase phrase = {0};
    eb_status status;

    TRY(blame_list(&blaming));
    for (size_t k = 0; k < blaming.candidates.n; k++) {
        struct candidate *candidate = &blaming.candidates.at[k];
        struct priced priced = begin(pricing, PRICE_RULE, -1, -1);

        phrase.text.n = 0;
        priced.n_accounts = candidate->n_held;
        say_rule(&phrase, c, candidate->rule, candidate->n_held, "");
        TRY(push_rule(pricing, candidate->rule.kind, candidate->rule.index,
                      -1));
        TRY(push_priced(pricing, priced, &phrase));
    }
done:
    VEC_CLEAR(&blaming.candidates);
    phrase_clear(&phrase);
    return status;
}

/* ---- Families ------------------------------------------------------------ */

/* A family is held by the holds of its members: all are lifted together. */
static eb_status add_hold(struct pricing *pricing, const struct family *f)
{
    const struct compiled *c = pricing->compiled;
    struct priced priced = begin(
        pricing, f->hold == HOLD_PIN ? PRICE_PIN : PRICE_LOCK, -1, f->fixed);
    struct phrase phrase = {0};
    eb_status status = EB_OK;

    for (size_t k = 0; k < f->n; k++) {
        int a = c->members[f->first + k];

        if (c->hold[a] == HOLD_FREE)
            continue;
        priced.account =
            priced.account < 0 || a == f->lead ? a : priced.account;
        priced.n_accounts++;
        TRY(push_rule(pricing,
                      c->hold[a] == HOLD_PIN ? RULE_PIN_OF : RULE_LOCK_OF, a,
                      -1));
    }
    phrase_add(&phrase, "%s of ", f->hold == HOLD_PIN ? "pin" : "lock");
    say_family(&phrase, c, priced.account, priced.n_accounts);
    phrase_add(&phrase, " at %s", rep_name(c->books, (size_t)f->fixed));
    TRY(push_priced(pricing, priced, &phrase));
done:
    phrase_clear(&phrase);
    return status;
}

static eb_status add_holds(struct pricing *pricing)
{
    const struct compiled *c = pricing->compiled;
    eb_status status = EB_OK;

    for (size_t f = 0; f < c->n_families; f++)
        if (c->families[f].fixed >= 0)
            TRY(add_hold(pricing, &c->families[f]));
done:
    return status;
}

static bool rules_out(const struct compiled *c, int a)
{
    const struct books *books = c->books;
    const struct workings *w = c->workings;

    if (books->not_first[a] < books->not_first[a + 1])
        return true;
    for (size_t d = w->decision_first[a]; d < w->decision_first[a + 1]; d++)
        if (books->decisions[d].rep >= 0 &&
            (books->decisions[d].verdict == REJECT ||
             books->decisions[d].verdict == NEVER))
            return true;
    return false;
}

/* Where one is held, what else is ruled out costs nothing. */
static eb_status add_nots(struct pricing *pricing)
{
    const struct compiled *c = pricing->compiled;
    struct phrase phrase = {0};
    eb_status status = EB_OK;

    for (size_t k = 0; k < n_accounts_of(c); k++) {
        int a = c->books->account_by_id[k];
        struct priced priced = begin(pricing, PRICE_NOT, a, -1);

        if (c->family_of[a] < 0 || c->families[c->family_of[a]].fixed >= 0 ||
            !rules_out(c, a))
            continue;
        priced.n_accounts = 1;
        phrase.text.n = 0;
        phrase_add(&phrase, "reps ruled out for ");
        say_family(&phrase, c, a, 1);
        TRY(push_rule(pricing, RULE_NOT_OF, a, -1));
        TRY(push_priced(pricing, priced, &phrase));
    }
done:
    phrase_clear(&phrase);
    return status;
}

/* ---- Reps ---------------------------------------------------------------- */

static eb_status add_limit_at(struct pricing *pricing, size_t limit, int rep)
{
    const struct compiled *c = pricing->compiled;
    struct priced priced = begin(pricing, PRICE_LIMIT, -1, rep);
    struct phrase phrase = {0};
    eb_status status = EB_OK;

    say_limit(&phrase, &c->rules->limits[limit]);
    phrase_add(&phrase, " for %s", rep_name(c->books, (size_t)rep));
    TRY(push_rule(pricing, RULE_LIMIT_AT, (int)limit, rep));
    TRY(push_priced(pricing, priced, &phrase));
done:
    phrase_clear(&phrase);
    return status;
}

static eb_status add_limits(struct pricing *pricing)
{
    const struct compiled *c = pricing->compiled;
    int64_t lo, hi;
    eb_status status = EB_OK;

    for (size_t l = 0; l < c->rules->n_limits; l++)
        for (int r = 0; r < (int)c->books->n_reps; r++)
            if (limit_range(c, l, r, &lo, &hi))
                TRY(add_limit_at(pricing, l, r));
done:
    return status;
}

static eb_status add_books(struct pricing *pricing)
{
    const struct compiled *c = pricing->compiled;
    struct phrase phrase = {0};
    eb_status status = EB_OK;

    for (int k = 0; k < c->problem->n_budgets; k++) {
        int owner = c->budget_owner[k];
        struct priced priced = begin(pricing, PRICE_BUDGET, -1, owner);

        if (owner < 0)
            continue;
        phrase.text.n = 0;
        say_budget(&phrase, &c->rules->continuity.budgets[c->budget_rule[k]]);
        phrase_add(&phrase, " for %s", rep_name(c->books, (size_t)owner));
        TRY(push_rule(pricing, RULE_BUDGET_AT, c->budget_rule[k], owner));
        TRY(push_priced(pricing, priced, &phrase));
    }
done:
    phrase_clear(&phrase);
    return status;
}

eb_status price_list(struct pricing *pricing)
{
    eb_status status;

    TRY(add_rules(pricing));
    TRY(add_holds(pricing));
    TRY(add_nots(pricing));
    TRY(add_limits(pricing));
    TRY(add_books(pricing));
done:
    return status;
}
