/* repair_lots.c - lots by who has them, where they may go, and what that changes. */
#include "model/repairing.h"

#include <math.h>
#include <stdlib.h>

/* ---- Lots by rep ------------------------------------------------------- */

/* Somebody named the owner of one of its accounts. */
static bool is_kept(const struct deciding *d, const struct lot *lot)
{
    for (size_t k = lot->first;
         d->past->kept != NULL && k < lot->first + lot->n; k++)
        if (d->past->kept[d->lots.members.at[k]])
            return true;
    return false;
}

/* What is locked or pinned stays, and so does what a policy gave to somebody. */
static bool is_movable(const struct repair *r, size_t l)
{
    const struct deciding *d = r->d;
    const struct lot *lot = lot_at(r, l);

    if (lot->rep < 0 || d->c->families[lot->family].fixed >= 0 ||
        is_kept(d, lot))
        return false;
    if (d->state[l].fate == FATE_PLACED)
        return policy_rule(d->options->policy)->polished &&
               !d->state[l].offers.bound;
    return d->state[l].fate != FATE_WAITS;
}

static void link_lot(struct repair *r, size_t l)
{
    int rep = lot_at(r, l)->rep;

    r->prev[l] = -1;
    r->next[l] = r->head[rep];
    if (r->head[rep] >= 0)
        r->prev[r->head[rep]] = (long)l;
    r->head[rep] = (long)l;
}

static void unlink_lot(struct repair *r, size_t l)
{
    if (r->prev[l] >= 0)
        r->next[r->prev[l]] = r->next[l];
    else
        r->head[lot_at(r, l)->rep] = r->next[l];
    if (r->next[l] >= 0)
        r->prev[r->next[l]] = r->prev[l];
}

int64_t repair_cost(const struct repair *r, size_t l)
{
    const struct deciding *d = r->d;
    const struct lot *lot = lot_at(r, l);

    if (r->here[l] == UNKNOWN)
        r->here[l] = !d->fits && d->state[l].fate == FATE_STAYS
                         ? 0
                         : lots_cost(&d->lots, lot, lot->rep);
    return r->here[l];
}

int64_t repair_ask(const struct repair *r, struct candidate *each)
{
    if (each->cost == UNKNOWN)
        each->cost = lots_cost(&r->d->lots, lot_at(r, each->lot), each->to) -
                     repair_cost(r, each->lot);
    return each->cost;
}

static void count_move(struct deciding *d, size_t l, int to)
{
    int rep = d->lots.at.at[l].rep, from = d->state[l].from;

    if (rep != from)
        daily_count(d, l, rep, -1);
    if (to != from)
        daily_count(d, l, to, 1);
}

void repair_move(struct repair *r, size_t l, int to)
{
    struct deciding *d = r->d;
    struct lot_state *state = &d->state[l];

    count_move(d, l, to);
    unlink_lot(r, l);
    daily_set(d, l, to);
    link_lot(r, l);
    if (state->from >= 0)
        state->fate = to == state->from ? FATE_STAYS : FATE_MOVED;
    r->here[l] = UNKNOWN;
}

/* Accounts that leave who had them today, less those that come back. */
int64_t repair_accounts(const struct repair *r, size_t l, int to)
{
    const struct lot *lot = lot_at(r, l);
    int from = r->d->state[l].from;

    if (from < 0)
        return 0;
    return (int64_t)lot->n * ((to != from) - (lot->rep != from));
}

/* ---- Arcs -------------------------------------------------------------- */

bool repair_is_free(const struct repair *r, size_t l)
{
    const struct workings *w = r->d->c->workings;
    int f = lot_at(r, l)->family;

    return r->d->c->families[f].n == lot_at(r, l)->n &&
           w->conflict_first[f] == w->conflict_first[f + 1];
}

bool repair_may_go(struct repair *r, size_t l, int to)
{
    int n = lots_reps(&r->d->lots, lot_at(r, l));

    r->budget.steps -= n;
    for (int k = 0; k < n; k++)
        if (r->d->lots.arcs[k] == to)
            return true;
    return false;
}

/* To those who get anything new, or to whoever had it this morning. What was nobody's
 * does not flood joiners; what moves is counted in moves. */
static bool takes(const struct repair *r, size_t l, int rep)
{
    int from = r->d->state[l].from;
    enum closed closed;

    if (rep == lot_at(r, l)->rep)
        return false;
    if (rep == from)
        return true;
    closed = daily_closed(r->d, rep);
    return closed == CLOSED_NOT ||
           (closed == CLOSED_JOINER && (from >= 0 || r->d->state[l].refilled));
}

/* Into `arcs`. */
int repair_arcs(struct repair *r, size_t l)
{
    int all = eligible_arcs(r->d->c, lot_at(r, l)->family, r->arcs), n = 0;

    for (int k = 0; k < all; k++)
        if (repair_takes(r, l, r->arcs[k]))
            r->arcs[n++] = r->arcs[k];
    return n;
}

bool repair_takes(struct repair *r, size_t l, int rep)
{
    return takes(r, l, rep) &&
           (repair_is_free(r, l) || repair_may_go(r, l, rep));
}

/* The rep is the one at hand of find_near. */
bool repair_may_come(struct repair *r, size_t l, int rep)
{
    const struct eligible_lists *lists = &r->d->c->workings->eligible;
    int f = lot_at(r, l)->family;
    bool may = lists->first[f] < lists->first[f + 1]
                   ? eligible_has(r->d->c, f, rep)
                   : r->in_list[lists->of_family[f]];

    return may && repair_takes(r, l, rep);
}

void repair_find_near(struct repair *r, int rep)
{
    const struct keys *keys = &r->d->c->workings->eligible.keys;

    r->n_near = 0;
    for (int list = 0; list < keys->n; list++) {
        size_t size;
        const int64_t *reps = eligible_list(r->d->c, list, &size);

        r->in_list[list] = false;
        for (size_t k = 0; k < size && !r->in_list[list]; k++)
            r->in_list[list] = reps[k] == rep;
        for (size_t k = 0; r->in_list[list] && k < size; k++)
            if (reps[k] != rep && !r->is_near[reps[k]]) {
                r->is_near[reps[k]] = true;
                r->near[r->n_near++] = (int)reps[k];
            }
    }
    for (int k = 0; k < r->n_near; k++)
        r->is_near[r->near[k]] = false;
}

/* ---- What a move changes ----------------------------------------------- */

int repair_loads(const struct repair *r, size_t l, int rep, int buffer,
                 const struct load **out)
{
    return lot_loads_in(r->d, l, rep, r->own[buffer], out);
}

/* INFINITY where it would break a limit. */
static double try_loads(const struct repair *r, int rep,
                        const struct load *loads, int n, int sign)
{
    if (tally_breaks(&r->d->tally, rep, loads, n, sign) > 0)
        return (double)INFINITY;
    return tally_guess(&r->d->tally, rep, loads, n, sign);
}

double repair_try(const struct repair *r, size_t l, int rep, int sign)
{
    const struct load *loads;
    int n = repair_loads(r, l, rep, 0, &loads);

    return try_loads(r, rep, loads, n, sign);
}

/* The rep gives one lot and takes another. */
double repair_try_both(const struct repair *r, int rep, size_t given,
                       size_t taken)
{
    const struct load *a, *b;
    int n_a = repair_loads(r, given, rep, 0, &a);
    int n_b = repair_loads(r, taken, rep, 1, &b), n = 0, i = 0, j = 0;

    while (i < n_a || j < n_b) {
        bool first = j == n_b || (i < n_a && a[i].resource <= b[j].resource);
        bool second = i == n_a || (j < n_b && b[j].resource <= a[i].resource);

        r->net[n].resource = first ? a[i].resource : b[j].resource;
        r->net[n++].amount =
            (second ? b[j].amount : 0) - (first ? a[i].amount : 0);
        i += first;
        j += second;
    }
    return try_loads(r, rep, r->net, n, 1);
}

void repair_shift(struct repair *r, size_t l, int from, int to)
{
    const struct load *loads;
    int n = repair_loads(r, l, from, 0, &loads);

    tally_add(&r->d->tally, from, loads, n, -1);
    n = repair_loads(r, l, to, 0, &loads);
    tally_add(&r->d->tally, to, loads, n, 1);
}

/* ---- Whom to look at ---------------------------------------------------- */

struct pressed {
    int64_t penalty;
    int rep;
};

static int most_pressed(const void *left, const void *right)
{
    const struct pressed *a = left, *b = right;

    if (a->penalty != b->penalty)
        return a->penalty > b->penalty ? -1 : 1;
    return (a->rep > b->rep) - (a->rep < b->rep);
}

static eb_status order_reps(struct repair *r)
{
    const struct deciding *d = r->d;
    size_t n = d->books->n_reps;
    struct pressed *pressed = NEW(struct pressed, n + 1);

    if (pressed == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++) {
        pressed[k].rep = (int)k;
        pressed[k].penalty = tally_penalty(&d->tally, (int)k);
    }
    qsort(pressed, n, sizeof *pressed, most_pressed);
    for (size_t k = 0; k < n && pressed[k].penalty > 0; k++)
        r->order[r->n_pressed++] = pressed[k].rep;
    mem_free(pressed);
    return EB_OK;
}

eb_status repair_init(struct repair *r, struct deciding *d)
{
    size_t lots = d->lots.at.n + 1, reps = d->books->n_reps + 1;
    size_t k = d->c->n_resources + 1;

    *r = (struct repair){.d = d, .now = 1};
    r->arcs = NEW(int, reps);
    r->in_list = NEW(bool, (size_t)d->c->workings->eligible.keys.n + 1);
    r->here = NEW(int64_t, lots);
    r->head = NEW(long, reps);
    r->next = NEW(long, lots);
    r->prev = NEW(long, lots);
    r->changed = NEW(unsigned, reps);
    r->best = NEW(struct chain, reps);
    r->order = NEW(int, reps);
    r->near = NEW(int, reps);
    r->is_near = NEW(bool, reps);
    r->net = NEW(struct load, 2 * k);
    r->own[0] = NEW(struct load, k);
    r->own[1] = NEW(struct load, k);
    if (!r->arcs || !r->in_list || !r->here || !r->head || !r->next ||
        !r->prev || !r->changed || !r->best || !r->order || !r->near ||
        !r->is_near || !r->net || !r->own[0] || !r->own[1])
        return EB_NO_MEMORY;
    for (size_t g = 0; g < reps; g++)
        r->head[g] = -1;
    for (size_t l = d->lots.at.n; l-- > 0;)
        if (is_movable(r, l)) {
            link_lot(r, l);
            r->here[l] = UNKNOWN;
        }
    return order_reps(r);
}

void repair_clear(struct repair *r)
{
    mem_free(r->arcs);
    mem_free(r->in_list);
    mem_free(r->here);
    mem_free(r->head);
    mem_free(r->next);
    mem_free(r->prev);
    mem_free(r->changed);
    mem_free(r->best);
    mem_free(r->order);
    mem_free(r->near);
    mem_free(r->is_near);
    mem_free(r->net);
    mem_free(r->own[0]);
    mem_free(r->own[1]);
    VEC_CLEAR(&r->out);
    VEC_CLEAR(&r->in);
    VEC_CLEAR(&r->moved);
}
