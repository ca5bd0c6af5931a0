/* blame_smallest.c - all conflicts of the smallest size.
 *
 * Rules are bits. What can be kept is told by `helped`: sets of rules, each of which
 * was left out and then the rest could be kept. Every conflict has a rule of each of
 * them, so that only such sets are asked about, the smallest first. */
#include "model/blame.h"

#include "model/blaming.h"
#include "model/workings.h"

/* So many rules at most, and so many sets looked at. */
enum { MOST_RULES = 60, MOST_SETS = 20000000 };

typedef uint64_t rule_set;

struct smallest {
    struct blaming *blaming;
    struct VEC(rule_set) helped;
    struct conflicts *out;
    int64_t sets_left;
    bool open; /* some question of this size or a smaller one stayed open */
    size_t n_rules;
};

/* ---- One question ---------------------------------------------------------- */

static void leave(struct blaming *blaming, rule_set kept)
{
    for (size_t k = 0; k < blaming->candidates.n; k++)
        blaming->candidates.at[k].left_out = (kept >> k & 1) == 0;
}

static eb_status ask(struct smallest *s, rule_set kept, enum answer *answer)
{
    *answer = OPEN;
    leave(s->blaming, kept);
    s->out->n_asked++;
    return blame_ask(s->blaming, s->blaming->candidates.n, answer);
}

/* `kept` can be kept: more rules join it for as long as that stays so; what is left
 * out then is what helped. */
static eb_status grow(struct smallest *s, rule_set kept)
{
    rule_set all = ((rule_set)1 << s->n_rules) - 1;
    eb_status status = EB_OK;

    for (size_t k = 0; k < s->n_rules; k++) {
        rule_set more = kept | (rule_set)1 << k;
        enum answer answer;

        if (more == kept)
            continue;
        TRY(ask(s, more, &answer));
        if (answer == POSSIBLE)
            kept = more;
    }
    if (!VEC_PUSH(&s->helped, all & ~kept))
        status = EB_NO_MEMORY;
done:
    return status;
}

/* ---- Sets of one size ------------------------------------------------------ */

/* The next set of as many bits (Warren, "Hacker's Delight", 2-1). */
static rule_set next_of_size(rule_set set)
{
    rule_set low = set & (~set + 1), high = set + low;

    return high | ((set ^ high) / low) >> 2;
}

static bool meets_all(const struct smallest *s, rule_set set)
{
    for (size_t k = 0; k < s->helped.n; k++)
        if ((s->helped.at[k] & set) == 0)
            return false;
    return true;
}

/* The rules that are left become the next set found. */
static eb_status keep(struct smallest *s, struct arena *memory)
{
    struct conflict_set *found = &s->out->sets[s->out->n];
    size_t n = blame_count_left(s->blaming);
    struct rule_ref *rules = arena_new(memory, n * sizeof *rules);
    eb_status status = rules == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    found->rules = rules;
    for (size_t k = 0; k < s->blaming->candidates.n; k++)
        if (!s->blaming->candidates.at[k].left_out)
            *rules++ = s->blaming->candidates.at[k].rule;
    TRY(blame_say(s->blaming, memory, &found->words, &found->n));
    s->out->n++;
done:
    return status;
}

static eb_status look_at(struct smallest *s, rule_set set,
                         struct arena *memory)
{
    enum answer answer;
    eb_status status;

    TRY(ask(s, set, &answer));
    if (answer == POSSIBLE)
        TRY(grow(s, set));
    s->open = s->open || answer == OPEN;
    if (answer == IMPOSSIBLE) {
        leave(s->blaming, set);
        TRY(keep(s, memory));
    }
done:
    return status;
}

/* All sets of a size; stops at the most that are wanted. */
static eb_status look_at_size(struct smallest *s, size_t size,
                              struct arena *memory)
{
    rule_set end = (rule_set)1 << s->n_rules;
    rule_set set = ((rule_set)1 << size) - 1;
    eb_status status = EB_OK;

    for (; set < end; set = next_of_size(set)) {
        if (s->out->n == MOST_CONFLICTS || --s->sets_left < 0)
            break;
        if (meets_all(s, set))
            TRY(look_at(s, set, memory));
    }
    s->out->all = set >= end && !s->open;
done:
    return status;
}

/* ---- What may be concluded -------------------------------------------------- */

/* Leaving a rule out makes it no harder to keep the others, unless it brings
 * accounts into play or makes owners' moves count that had to leave: not so where,
 * with nothing held, everybody may be somewhere and may stay where they are. */
static eb_status is_monotone(const struct blaming *blaming, bool *out)
{
    const struct compiled *old = blaming->compiled;
    struct VEC(struct rule_ref) holds = {0};
    struct compiled *c = NULL;
    eb_status status = EB_OK;

    *out = false;
    for (size_t k = 0; k < blaming->candidates.n; k++)
        if ((blaming->candidates.at[k].rule.kind == RULE_LOCK ||
             blaming->candidates.at[k].rule.kind == RULE_PINS) &&
            !VEC_PUSH(&holds, blaming->candidates.at[k].rule))
            TRY(EB_NO_MEMORY);
    status = compile(old->books, old->rules, holds.at, holds.n, &c,
                     blaming->ignored);
    if (status == EB_BAD_DATA) {
        status = EB_OK;
        goto done;
    }
    TRY(status);
    *out = true;
    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (c->state[a] == STATE_UNASSIGNABLE ||
            (c->problem->n_budgets > 0 && c->force[a] == FORCE_INELIGIBLE))
            *out = false;
done:
    VEC_CLEAR(&holds);
    compiled_free(c);
    return status;
}

static eb_status look(struct smallest *s, struct arena *memory)
{
    bool monotone;
    eb_status status;

    TRY(is_monotone(s->blaming, &monotone));
    for (size_t size = 1; size <= s->n_rules && s->out->n == 0 &&
                          s->sets_left > 0 && !blame_is_cut(s->blaming);
         size++) {
        s->out->smallest = monotone && !s->open;
        TRY(look_at_size(s, size, memory));
    }
    s->out->all = s->out->all && monotone;
    s->out->smallest = s->out->smallest && s->out->n > 0;
done:
    return status;
}

eb_status blame_smallest(const struct compiled *compiled, const int *rep,
                         const struct solve_options *how, struct arena *memory,
                         struct conflicts *out)
{
    struct blaming blaming = {.compiled = compiled,
                              .rep = rep,
                              .how = *how,
                              .deadline = how->deadline};
    struct smallest s = {
        .blaming = &blaming, .out = out, .sets_left = MOST_SETS};
    eb_status status = EB_NO_MEMORY;

    *out = (struct conflicts){0};
    blaming.ignored = eb_messages_new();
    if (blaming.ignored == NULL)
        goto done;
    blaming.how.target = 0;
    blaming.how.progress = NULL;
    blaming.how.said = blaming.ignored;
    blame_share_effort(&blaming);
    TRY(blame_list(&blaming));
    s.n_rules = blaming.candidates.n;
    if (s.n_rules <= MOST_RULES)
        TRY(look(&s, memory));
done:
    eb_messages_free(blaming.ignored);
    VEC_CLEAR(&blaming.candidates);
    VEC_CLEAR(&blaming.without);
    VEC_CLEAR(&blaming.narrowed);
    VEC_CLEAR(&s.helped);
    return status;
}
