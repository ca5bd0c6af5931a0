/* audit_breaks.c - which rules today's books break, a sentence for each. */
#include "model/auditing.h"

#include <stdlib.h>
#include <string.h>

#include "model/barrier_words.h"
#include "model/rule_words.h"

struct breaking {
    struct audit *audit;
    const struct compiled *c;
    struct phrase phrase;
};

/* Takes the phrase as the sentence. */
static eb_status add_break(struct breaking *b, enum break_kind kind, size_t n)
{
    const char *text = phrase_text(&b->phrase);
    struct rule_break broken = {
        kind, n, arena_string(&b->audit->memory, text, strlen(text))};

    if (b->phrase.failed || broken.text == NULL ||
        !VEC_PUSH(&b->audit->breaks, broken))
        return EB_NO_MEMORY;
    b->phrase.text.n = 0;
    return EB_OK;
}

/* "3 families have", "1 family has" */
static void say_count(struct breaking *b, size_t n, const char *one,
                      const char *several)
{
    phrase_add(&b->phrase, "%zu %s", n, n == 1 ? one : several);
}

/* ---- Limits ------------------------------------------------------------ */

static eb_status break_limit(struct breaking *b, size_t limit)
{
    const struct compiled *c = b->c;
    size_t n = 0;

    for (size_t k = 0; k < b->audit->flags.n; k++)
        n += b->audit->flags.at[k].limit == (int)limit;
    if (n == 0)
        return EB_OK;
    say_count(b, n, "rep breaks ", "reps break ");
    say_limit(&b->phrase, &c->rules->limits[limit]);
    return add_break(b, BREAK_LIMIT, n);
}

/* ---- Who may own what -------------------------------------------------- */

static eb_status break_barriers(struct breaking *b)
{
    const struct compiled *c = b->c;
    size_t n[BARRIER_HELD + 1] = {0};
    eb_status status = EB_OK;

    for (size_t a = 0; a < c->books->n_accounts; a++)
        if (in_play(c, (int)a) && c->force[a] == FORCE_INELIGIBLE)
            n[family_barrier(c, c->family_of[a], c->books->owner[a])]++;
    for (int k = 0; k <= BARRIER_HELD; k++) {
        if (n[k] == 0)
            continue;
        say_count(b, n[k], "account has an owner who ",
                  "accounts have owners who ");
        phrase_add(&b->phrase, "%s", barrier_words((enum barrier)k, n[k]));
        TRY(add_break(b, k == BARRIER_HELD ? BREAK_HELD : BREAK_TERRITORY,
                      n[k]));
    }
done:
    return status;
}

/* Held by somebody else than its owner. */
static eb_status break_held(struct breaking *b)
{
    const struct compiled *c = b->c;
    size_t n = 0;

    for (size_t a = 0; a < c->books->n_accounts; a++) {
        int holder = c->workings->fixed[a], owner = c->books->owner[a];

        n += in_play(c, (int)a) && holder >= 0 && owner >= 0 &&
             holder != owner && c->force[a] != FORCE_INELIGIBLE;
    }
    if (n == 0)
        return EB_OK;
    say_count(b, n, "account is pinned to somebody else",
              "accounts are pinned to somebody else");
    return add_break(b, BREAK_HELD, n);
}

/* ---- Together and apart ------------------------------------------------ */

static eb_status break_families(struct breaking *b)
{
    size_t n = b->audit->n_flags[FLAG_FAMILY];

    if (n == 0)
        return EB_OK;
    say_count(b, n, "family has several owners",
              "families have several owners");
    return add_break(b, BREAK_FAMILY, n);
}

static int ascending(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

/* The group and the owner of each account that has both, as one number: how many. */
static size_t list_neighbours(const struct compiled *c,
                              const struct column *group, int64_t *out)
{
    size_t n = 0;

    for (size_t a = 0; a < c->books->n_accounts; a++) {
        int owner = c->books->owner[a];

        if (in_play(c, (int)a) && owner >= 0 && !group->blank[a])
            out[n++] =
                (int64_t)group->word[a] * (int64_t)c->books->n_reps + owner;
    }
    return n;
}

/* Accounts that share an owner with another one of their conflict group, but for one
 * of them. */
static eb_status break_conflicts(struct breaking *b)
{
    const struct compiled *c = b->c;
    const struct column *group = c->workings->account.conflict_group;
    size_t n_listed, n = 0;
    int64_t *listed;

    if (group == NULL)
        return EB_OK;
    listed = NEW(int64_t, c->books->n_accounts + 1);
    if (listed == NULL)
        return EB_NO_MEMORY;
    n_listed = list_neighbours(c, group, listed);
    if (n_listed > 1)
        qsort(listed, n_listed, sizeof *listed, ascending);
    for (size_t k = 1; k < n_listed; k++)
        n += listed[k] == listed[k - 1];
    mem_free(listed);
    if (n == 0)
        return EB_OK;
    say_count(b, n,
              "account is one too many of its conflict group at its owner",
              "accounts are too many of their conflict group at one owner");
    return add_break(b, BREAK_CONFLICT, n);
}

/* ---- All of it --------------------------------------------------------- */

eb_status audit_break(struct audit *audit)
{
    struct breaking b = {.audit = audit, .c = audit->compiled};
    eb_status status = EB_OK;

    for (size_t l = 0; l < b.c->rules->n_limits; l++)
        TRY(break_limit(&b, l));
    TRY(break_barriers(&b));
    TRY(break_families(&b));
    TRY(break_conflicts(&b));
    TRY(break_held(&b));
done:
    phrase_clear(&b.phrase);
    return status;
}
