/* blame_words.c - a rule of a conflict in words. */
#include "model/blame_words.h"

#include "model/rule_words.h"
#include "model/workings.h"

static void say_held(struct phrase *phrase, size_t n_held)
{
    phrase_add(phrase, " (%zu account%s)", n_held, n_held == 1 ? "" : "s");
}

static void say_lock(struct phrase *phrase, const struct compiled *c, int lock,
                     size_t n_held)
{
    if (lock < 0)
        phrase_add(phrase, "the locks of column \"%s\"",
                   c->workings->account.locked->header);
    else
        phrase_add(phrase, "the lock \"%s\"", c->rules->locks[lock].why);
    say_held(phrase, n_held);
    if (lock >= 0)
        say_place(phrase, c->rules, c->rules->locks[lock].source);
}

static void say_fit(struct phrase *phrase, const struct rules *rules, int fit)
{
    const struct fit_term *term = &rules->fit[fit];

    if (term->kind == FIT_MATCH)
        phrase_add(phrase, "fit of %s to %s, hard", term->account->header,
                   term->rep->header);
    else
        phrase_add(phrase, "pairs without a row forbidden");
    say_place(phrase, rules, term->source);
}

void say_rule(struct phrase *phrase, const struct compiled *c,
              struct rule_ref rule, size_t n_held, const char *reps)
{
    const struct rules *rules = c->rules;

    switch (rule.kind) {
    case RULE_LIMIT:
        say_limit(phrase, &rules->limits[rule.index]);
        phrase_add(phrase, "%s", reps);
        say_place(phrase, rules, rules->limits[rule.index].source);
        break;
    case RULE_BUDGET:
        say_budget(phrase, &rules->continuity.budgets[rule.index]);
        say_place(phrase, rules, rules->continuity.budgets[rule.index].source);
        break;
    case RULE_LOCK:
        say_lock(phrase, c, rule.index, n_held);
        break;
    case RULE_PINS:
        phrase_add(phrase, "the pins");
        say_held(phrase, n_held);
        break;
    case RULE_NOT:
        phrase_add(phrase, "the reps ruled out by `not` and by decisions");
        break;
    case RULE_TERRITORY:
        phrase_add(phrase, "territory hard");
        break;
    case RULE_FAMILIES:
        phrase_add(phrase, rules->families == FAMILIES_BY_TERRITORY
                               ? "families together, by territory"
                               : "families together");
        break;
    case RULE_CONFLICTS:
        phrase_add(phrase, "conflict groups kept apart");
        break;
    case RULE_FIT:
        say_fit(phrase, rules, rule.index);
        break;
    case RULE_BAND:
        say_band(phrase, &rules->metrics[rule.index]);
        phrase_add(phrase, "%s", reps);
        say_place(phrase, rules, rules->metrics[rule.index].source);
        break;
    case RULE_LOCK_OF:
    case RULE_PIN_OF:
    case RULE_NOT_OF:
    case RULE_LIMIT_AT:
    case RULE_BUDGET_AT:
        break; /* no conflict is told by these */
    }
}
