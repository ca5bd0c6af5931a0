/* repair_exchange.c - a lot too large for whoever has it goes to somebody else, and the
 * books around it are dealt anew.
 *
 * A lot that is worth more than a target is best with whoever has the largest target
 * and can pass on most of what they have. No short chain leads there: each step costs,
 * and only the last ones gain. So the lot goes first, whatever that costs, and then lots
 * are passed on one by one, from these two books and to them, always the one that gains
 * most for each account: an ejection chain (Glover 1996) in which each link is chosen
 * once the one before is made. */
#include "model/repairing.h"

#include <math.h>
#include <stdlib.h>

/* So many others are tried: whom the lot would cost least if they passed all on. */
enum { PARTNERS = 8 };

/* ---- What is too large --------------------------------------------------- */

static double penalty_of(const struct repair *r, int rep)
{
    return (double)tally_penalty(&r->d->tally, rep);
}

static void add_loads(const struct repair *r, size_t l, int rep, int sign,
                      struct load *net)
{
    const struct load *loads;
    int n = repair_loads(r, l, rep, 0, &loads);

    for (int k = 0; k < n; k++)
        net[loads[k].resource].amount += sign * loads[k].amount;
}

/* Into `net`: the rep passes on all that may move. */
static void pass_on_all(struct repair *r, int rep)
{
    size_t n = r->d->c->n_resources;

    for (size_t k = 0; k < n; k++)
        r->net[k] = (struct load){(int)k, 0};
    for (long l = r->head[rep]; l >= 0; l = r->next[l]) {
        add_loads(r, (size_t)l, rep, -1, r->net);
        r->budget.steps--;
    }
}

/* What the book would cost then, with the lot, and filled up to its targets. */
static double least_with(struct repair *r, size_t large, int rep)
{
    const struct compiled *c = r->d->c;
    size_t n = c->n_resources, first = (size_t)rep * n;
    struct load *net = r->net + n;

    for (size_t k = 0; k < n; k++)
        net[k] = r->net[k];
    add_loads(r, large, rep, 1, net);
    for (size_t k = 0; k < n; k++) {
        int64_t room = (int64_t)(c->target[first + k] / 1000000) -
                       r->d->tally.load[first + k];

        if (net[k].amount < room)
            net[k].amount = room;
    }
    r->budget.steps--;
    return penalty_of(r, rep) + tally_guess(&r->d->tally, rep, net, (int)n, 1);
}

/* The lot that costs the book most even if it has nothing else, if that is at least
 * half of what it costs now; -1: there is none. */
static long find_large(struct repair *r, int rep)
{
    const double too_large = 0.5;
    double most = too_large * penalty_of(r, rep);
    long large = -1;

    pass_on_all(r, rep);
    for (long l = r->head[rep]; l >= 0; l = r->next[l]) {
        double cost = least_with(r, (size_t)l, rep);

        if (cost > most) {
            most = cost;
            large = l;
        }
    }
    return large;
}

struct partner {
    double cost;
    int rep;
};

static int cheapest_first(const void *left, const void *right)
{
    const struct partner *a = left, *b = right;

    if (a->cost < b->cost || a->cost > b->cost)
        return a->cost < b->cost ? -1 : 1;
    return (a->rep > b->rep) - (a->rep < b->rep);
}

/* Of those who might have the lot for less than the book that has it costs now. */
static int find_partners(struct repair *r, size_t large,
                         struct partner best[PARTNERS + 1])
{
    double most = penalty_of(r, lot_at(r, large)->rep);
    int n_arcs = repair_arcs(r, large), n = 0;

    for (int k = 0; k < n_arcs; k++) {
        int to = r->arcs[k];

        pass_on_all(r, to);
        best[n] = (struct partner){least_with(r, large, to), to};
        if (!(best[n].cost < most))
            continue;
        n++;
        qsort(best, (size_t)n, sizeof *best, cheapest_first);
        n = n < PARTNERS ? n : PARTNERS;
    }
    return n;
}

/* ---- Passing on ---------------------------------------------------------- */

/* A lot, and what its book's penalty changes by without it. */
struct giver {
    size_t lot;
    double goes;
    bool gone;
};

/* Whom it might go to, and what their penalty changes by with it. */
struct option {
    size_t giver;
    int to;
    int64_t cost; /* UNKNOWN until somebody asks */
    double comes;
};

struct passing {
    struct repair *r;
    struct VEC(struct giver) givers;
    struct VEC(struct option) options;
    struct move move[MOST_MOVES];
    int n;
    double delta; /* of them all */
    int64_t accounts;
};

static bool add_giver(struct passing *p, size_t l)
{
    struct giver giver = {l, repair_try(p->r, l, lot_at(p->r, l)->rep, -1),
                          false};

    p->r->budget.steps--;
    return VEC_PUSH(&p->givers, giver);
}

/* To it, of the giver who was added last. */
static bool add_option(struct passing *p, int to)
{
    struct option option = {p->givers.n - 1, to, UNKNOWN, 0};

    option.comes = repair_try(p->r, p->givers.at[option.giver].lot, to, 1);
    p->r->budget.steps--;
    return VEC_PUSH(&p->options, option);
}

/* What the rep may pass on, to whomever: all but the large one, and what others have a
 * say in. */
static eb_status add_out(struct passing *p, int rep, size_t large)
{
    struct repair *r = p->r;

    for (long l = r->head[rep]; l >= 0; l = r->next[l]) {
        int n = repair_arcs(r, (size_t)l);

        if ((size_t)l == large || !repair_is_free(r, (size_t)l))
            continue;
        if (!add_giver(p, (size_t)l))
            return EB_NO_MEMORY;
        for (int k = 0; k < n; k++)
            if (!add_option(p, r->arcs[k]))
                return EB_NO_MEMORY;
    }
    return EB_OK;
}

/* What all but the other may pass on to the rep. */
static eb_status add_in(struct passing *p, int rep, int other)
{
    struct repair *r = p->r;

    repair_find_near(r, rep);
    for (int k = 0; k < r->n_near; k++) {
        long l = r->near[k] == other ? -1 : r->head[r->near[k]];

        for (; l >= 0; l = r->next[l])
            if (repair_is_free(r, (size_t)l) &&
                repair_may_come(r, (size_t)l, rep) &&
                (!add_giver(p, (size_t)l) || !add_option(p, rep)))
                return EB_NO_MEMORY;
    }
    return EB_OK;
}

static void make_move(struct passing *p, size_t l, int to, double delta)
{
    p->move[p->n++] = (struct move){l, to};
    p->delta += delta;
    p->accounts += repair_accounts(p->r, l, to);
    repair_shift(p->r, l, lot_at(p->r, l)->rep, to);
}

static void take_moves_back(struct passing *p)
{
    while (p->n > 0) {
        const struct move *move = &p->move[--p->n];

        repair_shift(p->r, move->lot, move->to, lot_at(p->r, move->lot)->rep);
    }
}

/* The loads of these two have changed. */
static void look_again(struct passing *p, int from, int to)
{
    struct repair *r = p->r;

    for (size_t k = 0; k < p->givers.n; k++) {
        struct giver *giver = &p->givers.at[k];
        int rep = lot_at(r, giver->lot)->rep;

        if (giver->gone || (rep != from && rep != to))
            continue;
        giver->goes = repair_try(r, giver->lot, rep, -1);
        r->budget.steps--;
    }
    for (size_t k = 0; k < p->options.n; k++) {
        struct option *option = &p->options.at[k];
        const struct giver *giver = &p->givers.at[option->giver];

        if (giver->gone || (option->to != from && option->to != to))
            continue;
        option->comes = repair_try(r, giver->lot, option->to, 1);
        r->budget.steps--;
    }
}

/* What it changes for each account; costs are asked for only where loads alone change
 * it by less than `most`. */
static double worth_of(struct passing *p, struct option *option, double most)
{
    const struct giver *giver = &p->givers.at[option->giver];
    struct candidate each = {giver->lot, option->to, option->cost, 0};
    double n = (double)lot_at(p->r, giver->lot)->n;
    double delta = giver->gone ? 0 : giver->goes + option->comes;

    if (!(delta < most * n))
        return 0;
    option->cost = repair_ask(p->r, &each);
    return (delta + (double)option->cost) / n;
}

/* Passes on what gains most for each account; false where nothing gains. */
static bool pass_on(struct passing *p)
{
    struct option *best = NULL;
    double most = 0;
    struct giver *giver;
    int from;

    for (size_t k = 0; k < p->options.n; k++) {
        double worth = worth_of(p, &p->options.at[k], most);

        if (worth < most) {
            most = worth;
            best = &p->options.at[k];
        }
    }
    if (best == NULL)
        return false;
    giver = &p->givers.at[best->giver];
    giver->gone = true;
    from = lot_at(p->r, giver->lot)->rep;
    make_move(p, giver->lot, best->to,
              most * (double)lot_at(p->r, giver->lot)->n);
    look_again(p, from, best->to);
    return true;
}

/* ---- All of it ----------------------------------------------------------- */

/* Of the large lot's move, whatever limits it breaks: what follows makes room. */
static double first_delta(struct repair *r, size_t large, int to)
{
    struct candidate each = {large, to, UNKNOWN, 0};
    const struct load *loads;
    int n = repair_loads(r, large, to, 0, &loads);

    return repair_try(r, large, lot_at(r, large)->rep, -1) +
           tally_guess(&r->d->tally, to, loads, n, 1) +
           (double)repair_ask(r, &each);
}

/* Whatever gains most of all that the budget allows, into `best`. */
static eb_status deal(struct repair *r, size_t large, int to,
                      struct chain *best)
{
    struct passing p = {.r = r};
    int rep = lot_at(r, large)->rep;
    eb_status status;

    make_move(&p, large, to, first_delta(r, large, to));
    TRY(add_out(&p, to, large));
    TRY(add_out(&p, rep, large));
    TRY(add_in(&p, rep, to));
    TRY(add_in(&p, to, rep));
    do {
        if (!daily_is_over_capacity(r->d, to) && -p.delta > best->gain &&
            p.accounts <= r->left)
            chain_set(r, best, p.move, p.n, -p.delta, p.accounts);
    } while (p.n < MOST_MOVES && !budget_is_spent(&r->budget) && pass_on(&p));
done:
    take_moves_back(&p);
    VEC_CLEAR(&p.givers);
    VEC_CLEAR(&p.options);
    return status;
}

eb_status exchange_look(struct repair *r, int rep)
{
    struct partner partner[PARTNERS + 1];
    struct chain best = {.gain = 1, .made = r->now};
    long large = find_large(r, rep);
    int n = large < 0 ? 0 : find_partners(r, (size_t)large, partner);
    eb_status status = EB_OK;

    for (int k = 0; k < n; k++)
        TRY(deal(r, (size_t)large, partner[k].rep, &best));
    if (chain_worth(&best) > chain_worth(&r->best[rep]))
        r->best[rep] = best;
done:
    return status;
}
