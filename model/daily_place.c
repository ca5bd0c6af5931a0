/* daily_place.c - everything without a place is given to somebody.
 *
 * Hardest first: what would lose most by not going where it is best (regret: Potvin and
 * Rousseau 1993). What is worth a regret changes as books fill; it is looked at again
 * when its turn comes, and waits if others have more to lose by then. */
#include "model/deciding.h"

/* ---- One lot ----------------------------------------------------------- */

/* Which offer; -1: none. */
static int choose(const struct deciding *d, size_t lot, int n)
{
    const struct policy_rule *rule = policy_rule(d->options->policy);
    long double least = 0;
    int best = -1;

    for (int k = 0; k < n; k++) {
        long double now = rule->worth(d, lot, k);

        if (best < 0 || now < least) {
            best = k;
            least = now;
        }
    }
    return best;
}

/* It keeps its owner, if that is one who can have one. */
static void wait(struct deciding *d, size_t lot)
{
    const struct lot *it = &d->lots.at.at[lot];
    int a = d->lots.members.at[it->first], owner = d->books->owner[a];
    enum force force = d->c->force[a];

    d->state[lot].fate = FATE_WAITS;
    if (owner >= 0 && force != FORCE_LEAVER && force != FORCE_UNKNOWN)
        daily_set(d, lot, owner);
}

void daily_place_lot(struct deciding *d, size_t lot)
{
    struct offers offers = daily_offer(d, lot);
    int best = choose(d, lot, offers.n);

    d->state[lot].offers = offers;
    if (best < 0) {
        wait(d, lot);
        return;
    }
    d->state[lot].fate = FATE_PLACED;
    daily_give(d, lot, d->lots.arcs[best]);
    daily_count_turn(d, lot);
}

/* ---- Hardest first ------------------------------------------------------ */

struct entry {
    int64_t regret;
    size_t lot;
};

/* What the second best costs beyond the best. Whatever can go to one alone comes
 * first, and what can go nowhere at last. */
static int64_t regret_of(struct deciding *d, size_t lot)
{
    struct offers offers = daily_offer(d, lot);
    int64_t best = INT64_MAX, second = INT64_MAX;

    if (offers.n < 2)
        return offers.n == 0 ? -1 : INT64_MAX;
    for (int k = 0; k < offers.n; k++) {
        int64_t cost = d->lots.cost[k];

        if (cost < best) {
            second = best;
            best = cost;
        } else if (cost < second) {
            second = cost;
        }
    }
    return second - best;
}

static bool comes_first(struct entry a, struct entry b)
{
    return a.regret != b.regret ? a.regret > b.regret : a.lot < b.lot;
}

static void sink(struct entry *heap, size_t n, size_t at)
{
    struct entry moved = heap[at];

    for (size_t below; (below = 2 * at + 1) < n; at = below) {
        if (below + 1 < n && comes_first(heap[below + 1], heap[below]))
            below++;
        if (!comes_first(heap[below], moved))
            break;
        heap[at] = heap[below];
    }
    heap[at] = moved;
}

static eb_status place_hardest_first(struct deciding *d)
{
    size_t n = d->open.n;
    struct entry *heap = NEW(struct entry, n + 1);

    if (heap == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++)
        heap[k] = (struct entry){regret_of(d, d->open.at[k]), d->open.at[k]};
    for (size_t k = n / 2; k-- > 0;)
        sink(heap, n, k);
    while (n > 0) {
        size_t lot = heap[0].lot;
        int64_t regret = regret_of(d, lot);

        if (regret < heap[0].regret) {
            heap[0].regret = regret;
            sink(heap, n, 0);
            if (heap[0].lot != lot)
                continue;
        }
        daily_place_lot(d, lot);
        heap[0] = heap[--n];
        if (n > 0)
            sink(heap, n, 0);
    }
    mem_free(heap);
    return EB_OK;
}

/* ---- Afterwards --------------------------------------------------------- */

/* Takes the lot away and gives it to whoever it is best with now. */
static bool polish_lot(struct deciding *d, size_t lot)
{
    int from = d->lots.at.at[lot].rep, best;
    struct offers offers;

    daily_take_back(d, lot);
    offers = daily_offer(d, lot);
    best = choose(d, lot, offers.n);
    for (int k = 0; k < offers.n; k++)
        if (d->lots.arcs[k] == from && d->lots.cost[k] <= d->lots.cost[best])
            best = k;
    if (best < 0) { /* where it was is as open as before */
        daily_give(d, lot, from);
        return false;
    }
    d->state[lot].offers = offers;
    daily_give(d, lot, d->lots.arcs[best]);
    return d->lots.at.at[lot].rep != from;
}

static void polish(struct deciding *d)
{
    enum { MOST_ROUNDS = 8 };
    bool again = true;

    for (int round = 0; again && round < MOST_ROUNDS; round++) {
        again = false;
        for (size_t k = 0; k < d->open.n; k++)
            if (d->state[d->open.at[k]].fate == FATE_PLACED)
                again = polish_lot(d, d->open.at[k]) || again;
    }
}

eb_status daily_place(struct deciding *d)
{
    const struct policy_rule *rule = policy_rule(d->options->policy);
    eb_status status = EB_OK;

    if (rule->hardest_first)
        TRY(place_hardest_first(d));
    for (size_t k = 0; !rule->hardest_first && k < d->open.n; k++)
        daily_place_lot(d, d->open.at[k]);
    if (rule->polished)
        polish(d);
done:
    return status;
}
