/* blame_narrow.c - the reps for whom the one limit in conflict cannot be kept. */
#include "model/blaming.h"

#include "model/workings.h"

/* Up to how many reps each is asked after, and up to how many are named. */
enum { NARROW_REPS = 40, NAMED_REPS = 3 };

/* The limit that the rule is, or -1: a band in groups is several. */
static int limit_of(const struct compiled *c, const struct rule_ref *rule)
{
    if (rule->kind == RULE_LIMIT)
        return rule->index;
    if (c->workings->n_groups > 1)
        return -1;
    for (size_t l = c->rules->n_limits; l < c->n_limits; l++)
        if (c->limits[l].band == &c->rules->metrics[rule->index])
            return (int)l;
    return -1;
}

/* The one limit among the rules that are left, or -1. */
static int only_limit(const struct blaming *blaming)
{
    int found = -1;

    for (size_t k = 0; k < blaming->candidates.n; k++) {
        const struct candidate *candidate = &blaming->candidates.at[k];

        if (candidate->left_out || (candidate->rule.kind != RULE_LIMIT &&
                                    candidate->rule.kind != RULE_BAND))
            continue;
        if (found >= 0)
            return -1;
        found = limit_of(blaming->compiled, &candidate->rule);
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
static eb_status find_needed(struct blaming *blaming, const struct compiled *c,
                             int limit, bool *needed)
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
        TRY(blame_ask_solver(blaming, c, &answer));
        needed[r] = answer != IMPOSSIBLE;
        if (needed[r])
            term->n_hinges = n_hinges;
    }
done:
    return status;
}

/* Another choice of reps may be as contrary: a rep is to blame only if the
 * limit can be kept for all the others together. */
static eb_status is_to_blame(struct blaming *blaming, const struct compiled *c,
                             int limit, size_t rep, const size_t *n_hinges,
                             bool *out)
{
    enum answer answer = OPEN;
    eb_status status;

    for (size_t r = 0; r < c->books->n_reps; r++) {
        struct term *term = term_of(c, limit, r);

        if (term != NULL)
            term->n_hinges = r == rep ? 0 : n_hinges[r];
    }
    status = blame_ask_solver(blaming, c, &answer);
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

/* The limit for this rep alone. */
static eb_status is_enough(struct blaming *blaming, const struct compiled *c,
                           int limit, size_t rep, const size_t *n_hinges,
                           bool *out)
{
    enum answer answer = OPEN;
    eb_status status;

    for (size_t r = 0; r < c->books->n_reps; r++) {
        struct term *term = term_of(c, limit, r);

        if (term != NULL)
            term->n_hinges = r == rep ? n_hinges[r] : 0;
    }
    status = blame_ask_solver(blaming, c, &answer);
    *out = answer == IMPOSSIBLE;
    return status;
}

/* The clearest case: reps for whom the limit cannot be kept whatever the others
 * have. */
static eb_status name_enough(struct blaming *blaming, const struct compiled *c,
                             int limit, const size_t *n_hinges)
{
    size_t n_limited = 0;
    eb_status status = EB_OK;

    for (size_t r = 0; r < c->books->n_reps; r++) {
        bool enough = false;

        if (n_hinges[r] == 0)
            continue;
        n_limited++;
        TRY(is_enough(blaming, c, limit, r, n_hinges, &enough));
        if (enough && !VEC_PUSH(&blaming->narrowed, (int)r))
            return EB_NO_MEMORY;
    }
    for (size_t r = 0; r < c->books->n_reps; r++) {
        struct term *term = term_of(c, limit, r);

        if (term != NULL)
            term->n_hinges = n_hinges[r];
    }
    if (blaming->narrowed.n > NAMED_REPS || blaming->narrowed.n == n_limited)
        blaming->narrowed.n = 0;
done:
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
    TRY(name_enough(blaming, c, limit, n_hinges));
    if (blaming->narrowed.n == 0) {
        TRY(find_needed(blaming, c, limit, needed));
        TRY(name_needed(blaming, c, limit, needed, n_hinges));
    }
done:
    mem_free(needed);
    mem_free(n_hinges);
    return status;
}

/* Finds the reps whose limit is in conflict, where they are few. */
eb_status blame_narrow(struct blaming *blaming)
{
    const struct compiled *old = blaming->compiled;
    int limit = only_limit(blaming);
    struct compiled *c = NULL;
    eb_status status;

    if (limit < 0 || old->books->n_reps > NARROW_REPS || blame_is_cut(blaming))
        return EB_OK;
    TRY(blame_compile(blaming, blaming->candidates.n, &c));
    TRY(list_needed(blaming, c, limit));
done:
    compiled_free(c);
    return status;
}
