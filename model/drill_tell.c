/* drill_tell.c - what a drill comes to: who takes what, and why nobody does. */
#include "model/drilling.h"

#include "model/barrier_words.h"

#include <stdlib.h>
#include <string.h>

/* ---- What it comes to -------------------------------------------------- */

/* Why nobody may have it. */
static eb_status explain(const struct leaving *l, struct drill_account *each)
{
    const struct compiled *c = l->c;
    struct phrase phrase = {0};

    if (in_play(c, each->account)) {
        phrase_add(&phrase, "whoever may own it has one of its conflict "
                            "group");
    } else {
        phrase_add(&phrase, "of %zu others,", c->books->n_reps - 1);
        say_barriers(&phrase, c, c->family_of[each->account], l->drill->rep);
    }
    if (!phrase.failed)
        each->why = arena_string(&l->drill->memory, phrase_text(&phrase),
                                 strlen(phrase_text(&phrase)));
    phrase_clear(&phrase);
    return each->why == NULL ? EB_NO_MEMORY : EB_OK;
}

/* Whether it has no place any more, of all that had one before. */
static bool is_loose(const struct leaving *l, int a)
{
    if (!in_play(l->in->c, a))
        return false;
    return !in_play(l->c, a) || l->seat[a] < 0;
}

static eb_status list_accounts(struct leaving *l)
{
    struct drill *drill = l->drill;
    const struct books *books = l->in->books;
    eb_status status = EB_OK;

    for (size_t k = 0; k < books->n_accounts; k++) {
        int a = books->account_by_id[k];
        struct drill_account each = {.account = a,
                                     .owned = books->owner[a] == drill->rep,
                                     .rep = l->well.rep[a],
                                     .least_rep = l->least.rep[a]};

        if (!is_loose(l, a))
            continue;
        each.loss = drill_loss(l->c, a, each.rep, drill->rep);
        each.least = drill_loss(l->c, a, each.least_rep, drill->rep);
        if (each.rep < 0)
            TRY(explain(l, &each));
        if (!VEC_PUSH(&drill->each, each))
            return EB_NO_MEMORY;
    }
done:
    return status;
}

/* What the whole value at stake is worth 100 points of. */
static int64_t in_points(const struct drilling *in, long double money)
{
    const struct compiled *c = in->c;
    long double all =
        decimal_value((struct decimal){c->value_total, c->value_decimals});

    return rounded(1e11L * decimal_value(in->rules->continuity.weight) *
                   money / all);
}

/* What is expected to be lost, all that nobody else may own, which is lost
 * altogether, and how much more unfair the books become: where they become fairer,
 * that could have been had without anybody leaving. */
static void weigh_harm(struct leaving *l)
{
    struct drill *drill = l->drill;
    const struct drilling *in = l->in;

    if (l->well.unfairness > in->base.unfairness)
        drill->harm = l->well.unfairness - in->base.unfairness;
    for (size_t k = 0; k < drill->each.n; k++) {
        const struct drill_account *each = &drill->each.at[k];
        long double value = value_real(in->c, each->account);

        drill->after.loss += each->loss;
        drill->least.loss += each->least;
        drill->harm += in_points(in, each->loss);
        if (!each->owned && in->base.rep[each->account] == drill->rep) {
            drill->found++;
            drill->found_value += account_value(in->c, each->account);
        }
        if (each->rep >= 0)
            continue;
        drill->stranded++;
        drill->stranded_value += account_value(in->c, each->account);
        drill->harm += value > 0 ? in_points(in, value) : 0;
    }
}

static eb_status list_broken(struct leaving *l)
{
    struct drill_texts texts = {.memory = &l->drill->memory};
    size_t n;
    eb_status status;

    TRY(drill_breaks(l->c, &l->well, &texts, &n));
    l->drill->broken =
        arena_new(&l->drill->memory, (n + 1) * sizeof *l->drill->broken);
    if (l->drill->broken == NULL)
        TRY(EB_NO_MEMORY);
    for (size_t k = 0; k < n; k++)
        l->drill->broken[k] = texts.at.at[k];
done:
    VEC_CLEAR(&texts.at);
    return status;
}

/* ---- Receivers --------------------------------------------------------- */

static eb_status compare_books(const struct leaving *l,
                               struct drill_receiver *receiver)
{
    size_t n = l->in->rules->n_metrics;
    struct drill_off *both =
        arena_new(&l->drill->memory, (2 * n + 1) * sizeof *both);

    if (both == NULL)
        return EB_NO_MEMORY;
    receiver->before = both;
    receiver->after = both + n;
    for (size_t m = 0; m < n; m++) {
        both[m] =
            drill_deviation(l->in->c, l->in->base.load, receiver->rep, m);
        both[n + m] = drill_deviation(l->c, l->well.load, receiver->rep, m);
    }
    return EB_OK;
}

static int dearest_first(const void *left, const void *right)
{
    const struct drill_receiver *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->rep > b->rep) - (a->rep < b->rep);
}

static eb_status list_receivers(struct leaving *l)
{
    struct drill *drill = l->drill;
    size_t n_reps = l->in->books->n_reps;
    struct drill_receiver *of = NEW(struct drill_receiver, n_reps + 1);
    eb_status status = of == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    for (size_t k = 0; k < drill->each.n; k++) {
        const struct drill_account *each = &drill->each.at[k];

        if (each->rep < 0)
            continue;
        of[each->rep].rep = each->rep;
        of[each->rep].accounts++;
        of[each->rep].value += account_value(l->in->c, each->account);
        of[each->rep].loss += each->loss;
    }
    for (size_t r = 0; r < n_reps; r++) {
        if (of[r].accounts == 0)
            continue;
        TRY(compare_books(l, &of[r]));
        if (!VEC_PUSH(&drill->receivers, of[r]))
            TRY(EB_NO_MEMORY);
    }
    if (drill->receivers.n > 1)
        qsort(drill->receivers.at, drill->receivers.n,
              sizeof *drill->receivers.at, dearest_first);
done:
    mem_free(of);
    return status;
}

/* ---- All of it --------------------------------------------------------- */

/* Dearest first; they come in order of id. */
struct ranked {
    int64_t value;
    size_t at;
};

static int by_value(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static eb_status sort_accounts(const struct compiled *c, struct drill *drill)
{
    size_t n = drill->each.n;
    struct ranked *ranked = NEW(struct ranked, n + 1);
    struct drill_account *copy =
        mem_copy(drill->each.at, n, sizeof *drill->each.at);

    if (ranked == NULL || copy == NULL) {
        mem_free(ranked);
        mem_free(copy);
        return EB_NO_MEMORY;
    }
    for (size_t k = 0; k < n; k++)
        ranked[k] = (struct ranked){account_value(c, copy[k].account), k};
    if (n > 1)
        qsort(ranked, n, sizeof *ranked, by_value);
    for (size_t k = 0; k < n; k++)
        drill->each.at[k] = copy[ranked[k].at];
    mem_free(ranked);
    mem_free(copy);
    return EB_OK;
}

eb_status drill_tell(struct leaving *l)
{
    eb_status status;

    TRY(list_accounts(l));
    weigh_harm(l);
    TRY(list_receivers(l));
    TRY(sort_accounts(l->in->c, l->drill));
    TRY(list_broken(l));
done:
    return status;
}
