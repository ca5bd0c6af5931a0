/* plan_reasons.c - why each account goes where it goes: one sentence with
 * exact numbers. */
#include "model/barrier_words.h"
#include "model/facts.h"

/* ---- What another rep would cost --------------------------------------- */

/* "would cost 0.42 points more", "would save 0.1 points, but max_moves 46
 * forbids it". */
static void say_difference(struct facts *facts, int64_t delta,
                           const char *blocked_by)
{
    struct phrase *phrase = &facts->phrase;
    char buffer[FIGURE_ROOM];

    if (delta == 0)
        phrase_add(phrase, "would cost the same");
    else if (delta > 0)
        phrase_add(phrase, "would cost %s more", figure_points(delta, buffer));
    else
        phrase_add(phrase, "would save %s", figure_points(-delta, buffer));
    if (delta <= 0 && *blocked_by != '\0')
        phrase_add(phrase, ", but %s forbids it", blocked_by);
}

static void say_next_best(struct facts *facts,
                          const struct assignment_row *row)
{
    if (row->next_best < 0) {
        phrase_add(&facts->phrase, "no other rep may own it");
        return;
    }
    phrase_add(&facts->phrase, "the next best, %s, ",
               facts_rep_name(facts, row->next_best));
    say_difference(facts, row->next_cost, row->blocked_by);
}

/* What keeping the family at this account's owner would cost. */
static void say_staying(struct facts *facts, int account)
{
    const struct standing *s = &facts->standing;
    int item = facts->c->families[facts->c->family_of[account]].item;
    int owner = facts->c->books->owner[account];
    struct phrase words = {0};
    struct change_of change;
    struct lift lift;

    phrase_add(&facts->phrase,
               "moved from %s: ", facts_rep_name(facts, owner));
    standing_lift(s, item, &lift);
    standing_try(s, &lift, owner, problem_cost(s->p, item, owner), &change);
    facts_say_breach(facts, &change, item, &words);
    phrase_add(&facts->phrase, "staying ");
    say_difference(facts, change.delta, phrase_text(&words));
    facts->phrase.failed = facts->phrase.failed || words.failed;
    phrase_clear(&words);
}

/* ---- Decisions, locks and pins ----------------------------------------- */

/* `, decided by Maria: "known since 2019"` */
static void say_decision(struct facts *facts, int decision)
{
    const struct decision *d = &facts->c->books->decisions[decision];
    struct phrase *phrase = &facts->phrase;

    if (*d->by != '\0')
        phrase_add(phrase, ", decided by %s", d->by);
    else
        phrase_add(phrase, ", as decided");
    if (*d->why != '\0')
        phrase_add(phrase, ": \"%s\"", d->why);
}

/* Whom decisions rule out for the account, though it may not have needed them:
 * `; not Bo Chen, decided by Jo: "asked for another"`. */
static void say_refusals(struct facts *facts, int account)
{
    const struct books *books = facts->c->books;
    const size_t *first = facts->c->workings->decision_first;

    for (size_t d = first[account]; d < first[account + 1]; d++) {
        const struct decision *decision = &books->decisions[d];

        if (decision->rep < 0 ||
            (decision->verdict != REJECT && decision->verdict != NEVER))
            continue;
        phrase_add(&facts->phrase, "; not %s",
                   facts_rep_name(facts, decision->rep));
        say_decision(facts, (int)d);
    }
}

static void say_outside(struct facts *facts, int account)
{
    int by = facts->c->outside_by[account];

    phrase_add(&facts->phrase, "outside the plan, stays as it is");
    if (by >= 0)
        say_decision(facts, by);
}

static void say_hold(struct facts *facts, int account)
{
    const struct compiled *c = facts->c;
    int by = c->held_by[account];
    struct phrase *phrase = &facts->phrase;

    if (c->hold[account] == HOLD_PIN) {
        phrase_add(phrase, "pinned to %s",
                   facts_rep_name(facts, facts_rep(facts, account)));
        if (by <= -2)
            say_decision(facts, -2 - by);
    } else if (by < 0) {
        phrase_add(phrase, "locked: column \"%s\"",
                   c->workings->account.locked->header);
    } else {
        phrase_add(phrase, "locked: %s", c->rules->locks[by].why);
    }
}

/* ---- Families ---------------------------------------------------------- */

/* The member that holds the family where it is. */
static int holder_of(const struct facts *facts, const struct family *family)
{
    const struct compiled *c = facts->c;

    for (size_t k = 0; k < family->n; k++)
        if (c->hold[c->members[family->first + k]] != HOLD_FREE)
            return c->members[family->first + k];
    return family->lead;
}

static void say_family(struct facts *facts, const struct family *family)
{
    const struct compiled *c = facts->c;
    int holder;

    if (family->fixed < 0) {
        phrase_add(&facts->phrase, "goes with its family (lead %s)",
                   account_id(c->books, (size_t)family->lead));
        return;
    }
    holder = holder_of(facts, family);
    phrase_add(&facts->phrase, "goes with %s of its family, which is %s",
               account_id(c->books, (size_t)holder),
               c->hold[holder] == HOLD_PIN ? "pinned" : "locked");
}

/* ---- Forced moves ------------------------------------------------------ */

/* "Bo Chen costs least; the next best, ..." */
static void say_receiver(struct facts *facts, const struct assignment_row *row)
{
    const char *name = facts_rep_name(facts, row->rep);

    if (row->next_best < 0)
        phrase_add(&facts->phrase, "only %s may own it", name);
    else {
        if (row->next_cost >= 0)
            phrase_add(&facts->phrase, "%s costs least; ", name);
        say_next_best(facts, row);
    }
}

/* ---- Unassignable ------------------------------------------------------ */

static void say_unassignable(struct facts *facts, int account)
{
    const struct compiled *c = facts->c;
    size_t n[BARRIER_HELD + 1] = {0};
    const char *before = " ";

    for (size_t r = 0; r < c->books->n_reps; r++)
        n[family_barrier(c, c->family_of[account], (int)r)]++;
    phrase_add(&facts->phrase, "no rep may own it: of %zu,", c->books->n_reps);
    for (int k = 0; k <= BARRIER_HELD; k++)
        if (n[k] > 0) {
            phrase_add(&facts->phrase, "%s%zu %s", before, n[k],
                       barrier_words((enum barrier)k, n[k]));
            before = ", ";
        }
}

/* ---- All of it --------------------------------------------------------- */

/* Of an account in play that nothing holds, and that leads its family or
 * stands alone. */
static void say_choice(struct facts *facts, int account)
{
    const struct assignment_row *row = &facts->plan->rows[account];
    struct phrase *phrase = &facts->phrase;

    switch (row->change) {
    case CHANGE_MOVED:
        say_staying(facts, account);
        break;
    case CHANGE_FORCED:
        say_force(&facts->phrase, facts->c, account);
        phrase_add(phrase, "; ");
        say_receiver(facts, row);
        break;
    case CHANGE_PLACED:
        phrase_add(phrase, "placed: ");
        say_receiver(facts, row);
        break;
    default:
        phrase_add(phrase, "kept: ");
        say_next_best(facts, row);
    }
}

static void say_of_family(struct facts *facts, int account)
{
    const struct compiled *c = facts->c;
    const struct family *family = &c->families[c->family_of[account]];

    if (c->state[account] == STATE_UNASSIGNABLE) {
        say_unassignable(facts, account);
    } else if (c->hold[account] != HOLD_FREE) {
        say_hold(facts, account);
    } else if (family->fixed >= 0 || family->lead != account) {
        if (facts->plan->rows[account].change == CHANGE_FORCED) {
            say_force(&facts->phrase, facts->c, account);
            phrase_add(&facts->phrase, "; ");
        }
        say_family(facts, family);
    } else {
        say_choice(facts, account);
    }
    say_refusals(facts, account);
}

static eb_status give_reason(struct facts *facts, int account)
{
    struct assignment_row *row = &facts->plan->rows[account];

    if (facts->c->state[account] == STATE_OUTSIDE)
        say_outside(facts, account);
    else
        say_of_family(facts, account);
    row->reason = facts_text(facts);
    return row->reason == NULL ? EB_NO_MEMORY : EB_OK;
}

eb_status facts_reasons(struct facts *facts)
{
    eb_status status = EB_OK;

    for (size_t a = 0; a < facts->c->books->n_accounts; a++)
        TRY(give_reason(facts, (int)a));
done:
    return status;
}
