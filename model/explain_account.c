/* explain_account.c - why an account is with its rep: what it would cost with every
 * other one, part by part, and who could not have it. */
#include "model/explaining.h"

#include "model/facts.h"

#include <stdlib.h>
#include <string.h>

/* What an answer is worked out from: the plan as it is, or, where the account is
 * held, as it would be with its family let off. */
struct answering {
    struct account_answer *answer;
    struct restoring what;
    struct restored freed; /* owned; empty where nothing is let off */
    struct VEC(struct rule_ref) holds;
    const struct restored *plan;
    struct facts facts;
    struct arcs arcs;
};

/* ---- The world of the answer --------------------------------------------- */

static eb_status list_holds(struct answering *answering,
                            const struct compiled *c)
{
    const struct family *family = &c->families[answering->answer->family];

    for (size_t k = 0; k < family->n; k++) {
        int a = c->members[family->first + k];
        struct rule_ref rule = {.kind = c->hold[a] == HOLD_PIN ? RULE_PIN_OF
                                                               : RULE_LOCK_OF,
                                .index = a};

        if (c->hold[a] != HOLD_FREE && !VEC_PUSH(&answering->holds, rule))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

/* As if nothing held the family; it stays as it is where that could not be. */
static eb_status let_off(struct answering *answering)
{
    eb_messages *mute = eb_messages_new();
    eb_status status = mute == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(list_holds(answering, answering->plan->compiled));
    answering->what.without = answering->holds.at;
    answering->what.n_without = answering->holds.n;
    status = restore(&answering->what, &answering->freed, mute);
    if (status == EB_OK) {
        answering->plan = &answering->freed;
        answering->answer->freed = true;
    } else if (status == EB_REFUSED || status == EB_BAD_DATA) {
        answering->what.n_without = 0;
        status = EB_OK;
    }
done:
    eb_messages_free(mute);
    return status;
}

static const struct family *family_of(const struct answering *answering)
{
    return &answering->plan->compiled->families[answering->answer->family];
}

/* ---- Candidates ---------------------------------------------------------- */

static void add_costs(const struct answering *answering, int rep, int64_t sign,
                      int64_t *fit, int64_t *continuity)
{
    const struct compiled *c = answering->plan->compiled;
    const struct family *family = family_of(answering);

    for (size_t k = 0; k < family->n; k++) {
        int a = c->members[family->first + k];

        *fit += sign * account_cost(c, a, rep, COST_FIT);
        *continuity += sign * account_cost(c, a, rep, COST_SWITCH);
    }
}

static eb_status add_load(struct answering *answering, int rep, int resource,
                          int64_t by, int64_t *sum)
{
    const struct standing *s = &answering->facts.standing;
    const struct compiled *c = answering->plan->compiled;
    const struct resource *of = &c->resources[resource];
    const struct term *term = problem_term(s->p, rep, resource);
    size_t cell = (size_t)rep * c->n_resources + (size_t)resource;
    struct explain_load load = {.rep = rep,
                                .metric = of->metric,
                                .group = of->group,
                                .target = c->target[cell],
                                .now = s->load[cell],
                                .then = s->load[cell] + by};

    if (term == NULL || by == 0)
        return EB_OK;
    load.cost = term_penalty(s->p, term, load.then) -
                term_penalty(s->p, term, load.now);
    *sum += load.cost;
    if (of->metric < 0 || of->band_of >= 0 || load.target == 0)
        return EB_OK;
    return VEC_PUSH(&answering->answer->loads, load) ? EB_OK : EB_NO_MEMORY;
}

static eb_status add_loads(struct answering *answering, int item, int rep,
                           int sign, int64_t *sum)
{
    const struct load *loads;
    int n = problem_loads(answering->facts.standing.p, item, rep, &loads);
    eb_status status = EB_OK;

    for (int k = 0; k < n; k++)
        TRY(add_load(answering, rep, loads[k].resource, sign * loads[k].amount,
                     sum));
done:
    return status;
}

static eb_status say_block(struct answering *answering,
                           const struct change_of *change, int item,
                           struct candidate *candidate)
{
    struct phrase *phrase = &answering->facts.phrase;
    const char *text;

    candidate->blocked_by = "";
    if (change->breach == BREACH_NONE)
        return EB_OK;
    facts_say_breach(&answering->facts, change, item, phrase);
    text = phrase_text(phrase);
    candidate->blocked_by =
        phrase->failed
            ? NULL
            : arena_string(&answering->answer->memory, text, strlen(text));
    phrase->text.n = 0;
    return candidate->blocked_by == NULL ? EB_NO_MEMORY : EB_OK;
}

static eb_status weigh(struct answering *answering, const struct lift *lift,
                       int rep, int64_t cost, struct candidate *out)
{
    struct account_answer *answer = answering->answer;
    struct change_of change;
    eb_status status;

    *out = (struct candidate){.rep = rep, .first_load = answer->loads.n};
    standing_try(&answering->facts.standing, lift, rep, cost, &change);
    add_costs(answering, rep, 1, &out->part[PART_FIT],
              &out->part[PART_CONTINUITY]);
    add_costs(answering, answer->rep, -1, &out->part[PART_FIT],
              &out->part[PART_CONTINUITY]);
    TRY(add_loads(answering, lift->item, answer->rep, -1,
                  &out->part[PART_GIVER]));
    TRY(add_loads(answering, lift->item, rep, 1, &out->part[PART_RECEIVER]));
    out->n_loads = answer->loads.n - out->first_load;
    out->total = change.delta;
    TRY(say_block(answering, &change, lift->item, out));
done:
    return status;
}

static int cheapest_first(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;

    if (a->total != b->total)
        return a->total < b->total ? -1 : 1;
    return a->rep - b->rep;
}

static eb_status weigh_all(struct answering *answering)
{
    struct account_answer *answer = answering->answer;
    int item = family_of(answering)->item;
    struct lift lift;
    eb_status status = EB_OK;

    problem_arcs(answering->facts.standing.p, item, &answering->arcs);
    answer->candidates = NEW(struct candidate, (size_t)answering->arcs.n + 1);
    if (answer->candidates == NULL)
        return EB_NO_MEMORY;
    standing_lift(&answering->facts.standing, item, &lift);
    for (int k = 0; k < answering->arcs.n; k++)
        if (answering->arcs.agent[k] != answer->rep)
            TRY(weigh(answering, &lift, answering->arcs.agent[k],
                      answering->arcs.cost[k],
                      &answer->candidates[answer->n_candidates++]));
    qsort(answer->candidates, answer->n_candidates, sizeof *answer->candidates,
          cheapest_first);
done:
    return status;
}

static eb_status list_excluded(struct answering *answering)
{
    const struct compiled *c = answering->plan->compiled;
    struct account_answer *answer = answering->answer;

    answer->excluded = NEW(struct excluded, c->books->n_reps + 1);
    if (answer->excluded == NULL)
        return EB_NO_MEMORY;
    for (int r = 0; r < (int)c->books->n_reps; r++) {
        enum barrier barrier = family_barrier(c, answer->family, r);

        if (barrier != BARRIER_NONE)
            answer->excluded[answer->n_excluded++] =
                (struct excluded){r, barrier};
    }
    return EB_OK;
}

/* ---- What would have to change ------------------------------------------- */

const struct candidate *answer_candidate(const struct account_answer *answer,
                                         int rep)
{
    for (size_t k = 0; k < answer->n_candidates; k++)
        if (answer->candidates[k].rep == rep)
            return &answer->candidates[k];
    return NULL;
}

static eb_status turn_to(struct answering *answering, struct books *books,
                         const struct candidate *candidate, bool stays)
{
    struct account_answer *answer = answering->answer;
    struct explained_turns *turns;
    struct probing probing = {
        .books = books, .what = answering->what, .account = answer->account};

    if (candidate == NULL)
        return EB_OK;
    turns = &answer->turns[answer->n_turns++];
    *turns = (struct explained_turns){.rep = candidate->rep, .stays = stays};
    probing.to = candidate->rep;
    if (candidate->total <= 0) /* it is not cost that decides */
        return EB_OK;
    return explain_turns(&probing, answering->plan->compiled, candidate->total,
                         turns);
}

static eb_status turn_all(struct answering *answering, struct books *books,
                          int to)
{
    struct account_answer *answer = answering->answer;
    const struct candidate *asked =
        to >= 0 ? answer_candidate(answer, to)
                : (answer->n_candidates > 0 ? answer->candidates : NULL);
    const struct candidate *home =
        answer_candidate(answer, books->owner[answer->account]);
    eb_status status;

    TRY(turn_to(answering, books, home, true));
    if (asked != home)
        TRY(turn_to(answering, books, asked, false));
done:
    return status;
}

/* ---- All of it ----------------------------------------------------------- */

static void begin(struct account_answer *answer, const struct compiled *c,
                  const int *agent, int account)
{
    *answer = (struct account_answer){.account = account};
    answer->family = c->family_of[account];
    answer->rep = agent[c->families[answer->family].item];
    answer->held = c->families[answer->family].fixed >= 0;
}

eb_status explain_account(struct books *books, const struct restoring *what,
                          const struct restored *restored, int account, int to,
                          struct account_answer *out)
{
    struct answering answering = {
        .answer = out, .what = *what, .plan = restored};
    eb_status status;

    begin(out, restored->compiled, restored->agent, account);
    if (out->held)
        TRY(let_off(&answering));
    out->family = answering.plan->compiled->family_of[account];
    TRY(facts_begin(&answering.facts, NULL, answering.plan->compiled,
                    answering.plan->agent));
    TRY(arcs_new(answering.plan->compiled->problem, &answering.arcs));
    add_costs(&answering, out->rep, 1, &out->cost[0], &out->cost[1]);
    TRY(weigh_all(&answering));
    TRY(list_excluded(&answering));
    TRY(turn_all(&answering, books, to));
done:
    facts_end(&answering.facts);
    arcs_clear(&answering.arcs);
    VEC_CLEAR(&answering.holds);
    restored_clear(&answering.freed);
    if (status != EB_OK)
        account_answer_clear(out);
    return status;
}

void account_answer_clear(struct account_answer *answer)
{
    mem_free(answer->candidates);
    mem_free(answer->excluded);
    VEC_CLEAR(&answer->loads);
    arena_clear(&answer->memory);
    *answer = (struct account_answer){0};
}
