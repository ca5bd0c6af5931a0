/* blame.c - a minimal set of rules in conflict, by deletion. */
#include "model/blame.h"

#include "model/blame_words.h"
#include "model/workings.h"

#include <string.h>

enum answer { POSSIBLE, IMPOSSIBLE, OPEN };

struct candidate {
    struct rule_ref rule;
    size_t n_held; /* of a lock rule or the pins: accounts it holds */
    bool left_out;
    size_t asked_of; /* how many were left when it was found to be needed */
};

struct blaming {
    const struct compiled *compiled;
    const int *rep; /* per account */
    struct solve_options how;
    eb_messages *ignored; /* what the questions say is known already */
    struct VEC(struct candidate) candidates;
    struct VEC(struct rule_ref) without;
    struct VEC(int) narrowed; /* reps for whom the one limit is needed */
};

/* Up to how many reps each is asked after, and up to how many are named. */
enum { NARROW_REPS = 40, NAMED_REPS = 3 };

/* ---- What rules there are ---------------------------------------------- */

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

/* ---- Asking ------------------------------------------------------------ */

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

/* The rules that are left, but for one. */
static eb_status compile_left(struct blaming *blaming, size_t but,
                              struct compiled **out)
{
    const struct compiled *old = blaming->compiled;

    blaming->without.n = 0;
    for (size_t k = 0; k < blaming->candidates.n; k++)
        if ((blaming->candidates.at[k].left_out || k == but) &&
            !VEC_PUSH(&blaming->without, blaming->candidates.at[k].rule))
            return EB_NO_MEMORY;
    return compile(old->books, old->rules, blaming->without.at,
                   blaming->without.n, out, blaming->ignored);
}

/* Whether the rules that are left, but for one, can be kept. */
static eb_status ask(struct blaming *blaming, size_t but, enum answer *answer)
{
    struct compiled *c = NULL;
    eb_status status = compile_left(blaming, but, &c);

    *answer = OPEN;
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

/* ---- Narrowing --------------------------------------------------------- */

/* The one limit among the rules that are left, or -1. */
static int only_limit(const struct blaming *blaming)
{
    int found = -1;

    for (size_t k = 0; k < blaming->candidates.n; k++) {
        const struct candidate *candidate = &blaming->candidates.at[k];

        if (candidate->left_out || candidate->rule.kind != RULE_LIMIT)
            continue;
        if (found >= 0)
            return -1;
        found = candidate->rule.index;
    }
    return found;
}

/* The term of the violation in which the limit holds for the rep, or NULL; the
 * rules that are left have no other limit that could share it. */
static struct term *term_of(const struct compiled *c, int limit, size_t rep)
{
    int term =
        c->violation
            ->term_of[rep * c->n_resources + (size_t)c->limit_resource[limit]];

    return term < 0 ? NULL : &c->violation->terms.at[term];
}

/* Leaves the limit out for one rep after the other; `needed` becomes those for
 * whom it cannot be. */
static eb_status find_needed(const struct blaming *blaming,
                             const struct compiled *c, int limit, bool *needed)
{
    eb_status status = EB_OK;

    for (size_t r = 0; r < c->books->n_reps; r++) {
        struct term *term = term_of(c, limit, r);
        enum answer answer = OPEN;
        size_t n_hinges;

        if (term == NULL)
            continue;
        n_hinges = term->n_hinges;
        term->n_hinges = 0;
        TRY(ask_solver(blaming, c, &answer));
        needed[r] = answer != IMPOSSIBLE;
        if (needed[r])
            term->n_hinges = n_hinges;
    }
done:
    return status;
}

/* Another choice of reps may be as contrary: a rep is to blame only if the
 * limit can be kept for all the others together. */
static eb_status is_to_blame(const struct blaming *blaming,
                             const struct compiled *c, int limit, size_t rep,
                             const size_t *n_hinges, bool *out)
{
    enum answer answer = OPEN;
    eb_status status;

    for (size_t r = 0; r < c->books->n_reps; r++) {
        struct term *term = term_of(c, limit, r);

        if (term != NULL)
            term->n_hinges = r == rep ? 0 : n_hinges[r];
    }
    status = ask_solver(blaming, c, &answer);
    *out = answer == POSSIBLE;
    return status;
}

static eb_status name_needed(struct blaming *blaming, const struct compiled *c,
                             int limit, const bool *needed,
                             const size_t *n_hinges)
{
    bool all = true, others = false; /* others: some rep is not needed */
    eb_status status = EB_OK;

    for (size_t r = 0; all && r < c->books->n_reps; r++) {
        others = others || (!needed[r] && n_hinges[r] > 0);
        if (!needed[r])
            continue;
        if (!VEC_PUSH(&blaming->narrowed, (int)r))
            return EB_NO_MEMORY;
        TRY(is_to_blame(blaming, c, limit, r, n_hinges, &all));
        all = all && blaming->narrowed.n <= NAMED_REPS;
    }
done:
    if (!all || !others)
        blaming->narrowed.n = 0;
    return status;
}

static eb_status list_needed(struct blaming *blaming, const struct compiled *c,
                             int limit)
{
    size_t n_reps = c->books->n_reps;
    bool *needed = NEW(bool, n_reps);
    size_t *n_hinges = NEW(size_t, n_reps);
    eb_status status = EB_NO_MEMORY;

    if (needed == NULL || n_hinges == NULL)
        goto done;
    for (size_t r = 0; r < n_reps; r++) {
        const struct term *term = term_of(c, limit, r);

        n_hinges[r] = term == NULL ? 0 : term->n_hinges;
    }
    TRY(find_needed(blaming, c, limit, needed));
    TRY(name_needed(blaming, c, limit, needed, n_hinges));
done:
    mem_free(needed);
    mem_free(n_hinges);
    return status;
}

/* Finds the reps whose limit is in conflict, where they are few. */
static eb_status narrow(struct blaming *blaming)
{
    const struct compiled *old = blaming->compiled;
    int limit = only_limit(blaming);
    struct compiled *c = NULL;
    eb_status status;

    if (limit < 0 || old->books->n_reps > NARROW_REPS)
        return EB_OK;
    TRY(compile_left(blaming, blaming->candidates.n, &c));
    TRY(list_needed(blaming, c, limit));
done:
    compiled_free(c);
    return status;
}

/* ---- All of it --------------------------------------------------------- */

/* " for Ana Ruiz and Bo Chen" */
static void say_reps(const struct blaming *blaming, struct phrase *phrase)
{
    for (size_t k = 0; k < blaming->narrowed.n; k++)
        phrase_add(phrase, "%s%s", k == 0 ? " for " : " and ",
                   rep_name(blaming->compiled->books,
                            (size_t)blaming->narrowed.at[k]));
}

static eb_status put_in_words(const struct blaming *blaming,
                              struct arena *memory, struct blame *out)
{
    struct phrase phrase = {0}, reps = {0};
    eb_status status = EB_OK;

    out->n = 0;
    out->words =
        arena_new(memory, (count_left(blaming) + 1) * sizeof *out->words);
    if (out->words == NULL)
        return EB_NO_MEMORY;
    say_reps(blaming, &reps);
    for (size_t k = 0; k < blaming->candidates.n; k++) {
        const char *text;

        if (blaming->candidates.at[k].left_out)
            continue;
        phrase.text.n = 0;
        say_rule(&phrase, blaming->compiled, blaming->candidates.at[k].rule,
                 blaming->candidates.at[k].n_held, phrase_text(&reps));
        text = arena_string(memory, phrase_text(&phrase),
                            strlen(phrase_text(&phrase)));
        if (phrase.failed || reps.failed || text == NULL) {
            status = EB_NO_MEMORY;
            break;
        }
        out->words[out->n++] = text;
    }
    phrase_clear(&phrase);
    phrase_clear(&reps);
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
    TRY(narrow(&blaming));
    TRY(put_in_words(&blaming, memory, out));
done:
    eb_messages_free(blaming.ignored);
    VEC_CLEAR(&blaming.candidates);
    VEC_CLEAR(&blaming.without);
    VEC_CLEAR(&blaming.narrowed);
    return status;
}
