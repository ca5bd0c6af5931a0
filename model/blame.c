/* blame.c - a minimal set of rules in conflict, by deletion. */
#include "model/blame.h"

#include "model/rule_words.h"
#include "model/workings.h"

#include <string.h>

enum answer { POSSIBLE, IMPOSSIBLE, OPEN };

struct candidate {
    struct rule_ref rule;
    size_t n_held;    /* of a lock rule or the pins: accounts it holds */
    bool left_out;
    size_t asked_of;  /* how many were left when it was found to be needed */
};

struct blaming {
    const struct compiled *compiled;
    const int *rep; /* per account */
    struct solve_options how;
    eb_messages *ignored; /* what the questions say is known already */
    struct VEC(struct candidate) candidates;
    struct VEC(struct rule_ref) without;
};

/* ---- What rules there are ------------------------------------------------- */

static eb_status add(struct blaming *blaming, enum rule_kind kind, int index,
                     size_t n_held)
{
    struct candidate candidate = {{kind, index}, n_held, false, 0};

    return VEC_PUSH(&blaming->candidates, candidate) ? EB_OK : EB_NO_MEMORY;
}

static size_t count_held(const struct compiled *c, enum hold hold, int by)
{
    size_t n = 0;

    for (size_t a = 0; a < n_accounts_of(c); a++)
        n += in_play(c, (int)a) && c->hold[a] == hold &&
             (hold == HOLD_PIN || c->held_by[a] == by);
    return n;
}

static size_t count_families(const struct compiled *c)
{
    size_t n = 0;

    for (size_t f = 0; f < c->n_families; f++)
        n += c->families[f].n > 1;
    return n;
}

static bool has_nots(const struct books *books)
{
    if (books->n_accounts > 0 && books->not_first[books->n_accounts] > 0)
        return true;
    for (size_t d = 0; d < books->n_decisions; d++)
        if (books->decisions[d].rep >= 0 &&
            (books->decisions[d].verdict == REJECT ||
             books->decisions[d].verdict == NEVER))
            return true;
    return false;
}

static eb_status add_locks(struct blaming *blaming)
{
    const struct compiled *c = blaming->compiled;
    size_t n = count_held(c, HOLD_PIN, 0);
    eb_status status = EB_OK;

    if (n > 0)
        TRY(add(blaming, RULE_PINS, 0, n));
    for (int k = -1; k < (int)c->rules->n_locks; k++) {
        n = count_held(c, HOLD_LOCK, k);
        if (n > 0)
            TRY(add(blaming, RULE_LOCK, k, n));
    }
done:
    return status;
}

/* What a planner gives up first comes first, so that what stays is what is
 * hardest to give up: limits. */
static eb_status list_candidates(struct blaming *blaming)
{
    const struct compiled *c = blaming->compiled;
    const struct rules *rules = c->rules;
    eb_status status = EB_OK;

    for (size_t k = 0; k < rules->n_fit; k++)
        if (rules->fit[k].hard || rules->fit[k].missing_forbidden)
            TRY(add(blaming, RULE_FIT, (int)k, 0));
    if (has_nots(c->books))
        TRY(add(blaming, RULE_NOT, 0, 0));
    if (c->problem->n_conflicts > 0)
        TRY(add(blaming, RULE_CONFLICTS, 0, 0));
    if (count_families(c) > 0)
        TRY(add(blaming, RULE_FAMILIES, 0, 0));
    if (rules->territory == TERRITORY_HARD)
        TRY(add(blaming, RULE_TERRITORY, 0, 0));
    TRY(add_locks(blaming));
    for (size_t k = 0; k < rules->continuity.n_budgets; k++)
        TRY(add(blaming, RULE_BUDGET, (int)k, 0));
    for (size_t k = 0; k < rules->n_limits; k++)
        TRY(add(blaming, RULE_LIMIT, (int)k, 0));
done:
    return status;
}

/* ---- Asking --------------------------------------------------------------- */

/* The known assignment, in the numbers of another compilation. */
static int *start_of(const struct blaming *blaming, const struct compiled *c)
{
    int *start = NEW(int, (size_t)c->violation->n_items);

    if (start == NULL)
        return NULL;
    for (size_t f = 0; f < c->n_families; f++) {
        int item = c->families[f].item;
        int rep = blaming->rep[c->families[f].lead];

        if (item >= 0)
            start[item] =
                rep >= 0 && problem_cost(c->violation, item, rep) != NO_ARC
                    ? rep
                    : -1;
    }
    return start;
}

static eb_status ask_solver(const struct blaming *blaming,
                            const struct compiled *c, enum answer *answer)
{
    struct solve_options how = blaming->how;
    struct solution *solution = NULL;
    int *start = start_of(blaming, c);
    eb_status status = EB_NO_MEMORY;

    if (start == NULL)
        return status;
    how.start = start;
    status = solve(c->violation, &how, &solution);
    if (status == EB_STOPPED) {
        status = EB_OK;
        goto done;
    }
    if (status != EB_OK)
        goto done;
    if (solution->feasible && solution->objective == 0)
        *answer = POSSIBLE;
    else if (solution->lower_bound > 0 || solution->solver_bound > 0 ||
             solution->proved_infeasible)
        *answer = IMPOSSIBLE;
done:
    solution_free(solution);
    mem_free(start);
    return status;
}

/* Whether the rules that are left, but for one, can be kept. */
static eb_status ask(struct blaming *blaming, size_t but,
                     enum answer *answer)
{
    const struct compiled *old = blaming->compiled;
    struct compiled *c = NULL;
    eb_status status = EB_OK;

    *answer = OPEN;
    blaming->without.n = 0;
    for (size_t k = 0; k < blaming->candidates.n; k++)
        if ((blaming->candidates.at[k].left_out || k == but) &&
            !VEC_PUSH(&blaming->without, blaming->candidates.at[k].rule))
            return EB_NO_MEMORY;
    status = compile(old->books, old->rules, blaming->without.at,
                     blaming->without.n, &c, blaming->ignored);
    if (status == EB_BAD_DATA) /* without it the books contradict themselves */
        return EB_OK;
    if (status != EB_OK)
        return status;
    if (c->violation == NULL)
        *answer = POSSIBLE;
    else
        status = ask_solver(blaming, c, answer);
    compiled_free(c);
    return status;
}

static size_t count_left(const struct blaming *blaming)
{
    size_t n = 0;

    for (size_t k = 0; k < blaming->candidates.n; k++)
        n += !blaming->candidates.at[k].left_out;
    return n;
}

/* Leaves out what is not needed. What was needed beside more rules is asked
 * again beside those that are left: leaving a rule out may also join families
 * or take accounts out of play, so one pass alone proves nothing. */
static eb_status delete_rules(struct blaming *blaming, bool *minimal)
{
    bool again = true;
    eb_status status = EB_OK;

    while (again) {
        again = false;
        *minimal = true;
        for (size_t k = 0; k < blaming->candidates.n; k++) {
            struct candidate *candidate = &blaming->candidates.at[k];
            enum answer answer = POSSIBLE;

            if (candidate->left_out)
                continue;
            if (candidate->asked_of != count_left(blaming))
                TRY(ask(blaming, k, &answer));
            candidate->left_out = answer == IMPOSSIBLE;
            again = again || candidate->left_out;
            *minimal = *minimal && answer != OPEN;
            if (answer == POSSIBLE)
                candidate->asked_of = count_left(blaming);
        }
    }
done:
    return status;
}

/* ---- In words -------------------------------------------------------------- */

static void say_held(struct phrase *phrase, const struct candidate *candidate)
{
    phrase_add(phrase, " (%zu account%s)", candidate->n_held,
               candidate->n_held == 1 ? "" : "s");
}

static void say_lock(const struct blaming *blaming, struct phrase *phrase,
                     const struct candidate *candidate)
{
    const struct compiled *c = blaming->compiled;
    int lock = candidate->rule.index;

    if (lock < 0) {
        phrase_add(phrase, "the locks of column \"%s\"",
                   c->workings->account.locked->header);
        say_held(phrase, candidate);
        return;
    }
    phrase_add(phrase, "the lock \"%s\"", c->rules->locks[lock].why);
    say_held(phrase, candidate);
    say_place(phrase, c->rules, c->rules->locks[lock].source);
}

static void say_fit(const struct rules *rules, struct phrase *phrase, int fit)
{
    const struct fit_term *term = &rules->fit[fit];

    if (term->kind == FIT_MATCH)
        phrase_add(phrase, "fit of %s to %s, hard", term->account->header,
                   term->rep->header);
    else
        phrase_add(phrase, "pairs without a row forbidden");
    say_place(phrase, rules, term->source);
}

static void say_families(const struct rules *rules, struct phrase *phrase)
{
    phrase_add(phrase, rules->families == FAMILIES_BY_TERRITORY
                           ? "families together, by territory"
                           : "families together");
}

static void say_rule(const struct blaming *blaming, struct phrase *phrase,
                     const struct candidate *candidate)
{
    const struct rules *rules = blaming->compiled->rules;
    int index = candidate->rule.index;

    switch (candidate->rule.kind) {
    case RULE_LIMIT:
        say_limit(phrase, &rules->limits[index]);
        say_place(phrase, rules, rules->limits[index].source);
        break;
    case RULE_BUDGET:
        say_budget(phrase, &rules->continuity.budgets[index]);
        say_place(phrase, rules, rules->continuity.budgets[index].source);
        break;
    case RULE_LOCK:
        say_lock(blaming, phrase, candidate);
        break;
    case RULE_PINS:
        phrase_add(phrase, "the pins");
        say_held(phrase, candidate);
        break;
    case RULE_NOT:
        phrase_add(phrase, "the reps ruled out by `not` and by decisions");
        break;
    case RULE_TERRITORY:
        phrase_add(phrase, "territory hard");
        break;
    case RULE_FAMILIES:
        say_families(rules, phrase);
        break;
    case RULE_CONFLICTS:
        phrase_add(phrase, "conflict groups kept apart");
        break;
    case RULE_FIT:
        say_fit(rules, phrase, index);
        break;
    }
}

static eb_status put_in_words(const struct blaming *blaming,
                              struct arena *memory, struct blame *out)
{
    struct phrase phrase = {0};
    eb_status status = EB_OK;

    out->n = 0;
    out->words = arena_new(memory, (count_left(blaming) + 1) *
                                       sizeof *out->words);
    if (out->words == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < blaming->candidates.n; k++) {
        const char *text;

        if (blaming->candidates.at[k].left_out)
            continue;
        phrase.text.n = 0;
        say_rule(blaming, &phrase, &blaming->candidates.at[k]);
        text = arena_string(memory, phrase_text(&phrase),
                            strlen(phrase_text(&phrase)));
        if (phrase.failed || text == NULL) {
            status = EB_NO_MEMORY;
            break;
        }
        out->words[out->n++] = text;
    }
    phrase_clear(&phrase);
    return status;
}

eb_status blame_find(const struct compiled *compiled, const int *rep,
                     const struct solve_options *how, struct arena *memory,
                     struct blame *out)
{
    struct blaming blaming = {.compiled = compiled, .rep = rep, .how = *how};
    eb_status status = EB_NO_MEMORY;

    blaming.ignored = eb_messages_new();
    if (blaming.ignored == NULL)
        goto done;
    blaming.how.target = 0;
    blaming.how.progress = NULL;
    blaming.how.said = blaming.ignored;
    TRY(list_candidates(&blaming));
    TRY(delete_rules(&blaming, &out->minimal));
    TRY(put_in_words(&blaming, memory, out));
done:
    eb_messages_free(blaming.ignored);
    VEC_CLEAR(&blaming.candidates);
    VEC_CLEAR(&blaming.without);
    return status;
}
