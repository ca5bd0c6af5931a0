/* dives.c - items fixed a few at a time, prices brought up to date. */
#include "solver/dives.h"

#include "solver/apart.h"

#include <math.h>
#include <string.h>

enum { ROOT_ROUNDS = 400, ROUNDS = 50 };
#define ROOT_PART 1.0
#define PART 0.3
#define AT_ONCE 0.03 /* of the items that are open, to be fixed */
/* How far a dive's goal lies above the root's bound: so much an item, of what arcs
 * of an item typically differ by. */
#define AN_ITEM 7e-4
/* No step is as if the goal were nearer than so much of what arcs typically differ
 * by. */
#define LEAST_STEP 0.01
#define NEARLY 0.99 /* of a step of costs: floats of tables are not exact */
#define NEAR 10.0   /* times so far: what may be improved by parts */
/* The most that a dive's prices, of what arcs typically differ by, and shares are
 * shaken; how much of it differs from dive to dive. */
#define SHAKE_PRICES 0.05
#define SHAKE_SHARES 0.5

/* So many items, at most, are fixed by lot before anything else. */
enum { MOST_FIRST = 4 };

/* What did not fit is mended by descents with weights of broken limits rising. */
enum { MENDS = 8 };
#define DEARER 2.0

/* Agents whose books are divided anew; one dive in so many is of all. */
enum { FEWEST_BOOKS = 3, MOST_BOOKS = 7, ALL_BOOKS = 5 };

struct dives {
    struct search *s;
    const struct dual *dual;
    struct greedy *greedy;
    struct descent *descent;
    struct knapsacks *k;
    double *price, *share; /* where dives begin */
    double bound;          /* there; -INFINITY: not yet looked for */
    double shake;          /* of the dive under way, 0 .. 1 */
    bool *in;              /* [n_agents] their books are divided anew */
    int *agent;            /* [n_items] what a dive fixed */
    int *left;             /* items it could not fix */
};

eb_status dives_new(struct search *s, const struct dual *dual,
                    struct greedy *greedy, struct descent *descent,
                    struct dives **out)
{
    size_t items = (size_t)s->p->n_items + 1;
    struct dives *d = NEW(struct dives, 1);
    eb_status status = EB_OK;

    if (d == NULL)
        return EB_NO_MEMORY;
    d->s = s;
    d->dual = dual;
    d->greedy = greedy;
    d->descent = descent;
    d->bound = -INFINITY;
    TRY(knapsacks_new(dual, &d->k));
    d->price = NEW(double, items);
    d->share = NEW(double, s->arc_first[s->p->n_items] + 1);
    d->in = NEW(bool, (size_t)s->p->n_agents + 1);
    d->agent = NEW(int, items);
    d->left = NEW(int, items);
    if (!d->price || !d->share || !d->in || !d->agent || !d->left)
        TRY(EB_NO_MEMORY);
    *out = d;
    d = NULL;
done:
    dives_free(d);
    return status;
}

void dives_free(struct dives *d)
{
    if (d == NULL)
        return;
    knapsacks_free(d->k);
    mem_free(d->price);
    mem_free(d->share);
    mem_free(d->in);
    mem_free(d->agent);
    mem_free(d->left);
    mem_free(d);
}

/* ---- the root ---- */

static size_t count_arcs(const struct dives *d)
{
    return d->s->arc_first[d->s->p->n_items];
}

static double reach(const struct dives *d)
{
    return AN_ITEM * d->s->typical_cost * d->k->n_free;
}

/* What a part may come to: not far above where it begins, nor above what is
 * known. */
static double goal_of(const struct dives *d, const struct incumbent *best)
{
    double goal = d->bound + reach(d);

    return best->value.feasible ? fmin(goal, (double)best->value.objective)
                                : goal;
}

/* So much of what arcs typically differ by, or of the gap where that is less. */
static double within_gap(const struct dives *d, const struct incumbent *best,
                         double of_typical, double of_gap)
{
    double much = of_typical * d->s->typical_cost;

    if (!best->value.feasible || !isfinite(d->bound))
        return much;
    return fmin(much, of_gap * ((double)best->value.objective - d->bound));
}

static void climb_root(struct dives *d, const struct incumbent *best,
                       struct budget *budget)
{
    struct climb look = {.rounds = 1};
    struct climb climb = {.rounds = ROOT_ROUNDS,
                          .part = ROOT_PART,
                          .least = within_gap(d, best, LEAST_STEP, 1)};

    knapsacks_open(d->k);
    d->bound = knapsacks_climb(d->k, &look, budget);
    climb.goal = goal_of(d, best);
    d->bound = knapsacks_climb(d->k, &climb, budget);
    memcpy(d->price, d->k->best, (size_t)d->s->p->n_items * sizeof *d->price);
    memcpy(d->share, d->k->share, count_arcs(d) * sizeof *d->share);
}

/* ---- one dive ---- */

/* Some agents at random; at times all. */
static void choose_books(struct dives *d, struct rng *rng)
{
    int n = d->s->p->n_agents, want = FEWEST_BOOKS;

    want += (int)rng_below(rng, MOST_BOOKS - FEWEST_BOOKS + 1);
    if (want >= n || rng_below(rng, ALL_BOOKS) == 0)
        want = n;
    for (int g = 0; g < n; g++) {
        d->in[g] = (int)rng_below(rng, (uint64_t)(n - g)) < want;
        want -= d->in[g];
    }
}

/* Whether the best assignment is worth keeping books of. */
static bool is_near(const struct dives *d, const struct incumbent *best)
{
    return best->value.feasible &&
           (double)best->value.objective - d->bound <= NEAR * reach(d);
}

/* All books but those to be divided anew are as in the best assignment. */
static void keep_books(struct dives *d, const struct incumbent *best)
{
    for (int i = 0; i < d->s->p->n_items; i++)
        if (d->k->fixed[i] < 0 && !d->in[best->agent[i]])
            knapsacks_fix(d->k, (size_t)search_arc(d->s, i, best->agent[i]));
}

/* An open item goes where it was taken of late, the more often the likelier. */
static void fix_one(struct dives *d, struct rng *rng)
{
    const struct search *s = d->s;
    int item = (int)rng_below(rng, (uint64_t)s->p->n_items);
    double left = rng_unit(rng);

    if (d->k->fixed[item] >= 0)
        return;
    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++) {
        left -= d->k->share[a];
        if (left > 0)
            continue;
        if (d->k->weight[a] <= d->k->room[s->arc_agent[a]])
            knapsacks_fix(d->k, a);
        return;
    }
}

static void begin(struct dives *d, const struct incumbent *best,
                  struct rng *rng)
{
    double shake;

    d->shake = rng_unit(rng) * rng_unit(rng);
    shake = d->shake * within_gap(d, best, SHAKE_PRICES, 0.5);
    knapsacks_open(d->k);
    memcpy(d->k->price, d->price, (size_t)d->s->p->n_items * sizeof *d->price);
    memcpy(d->k->share, d->share, count_arcs(d) * sizeof *d->share);
    for (int i = 0; i < d->s->p->n_items; i++)
        d->k->price[i] += shake * (rng_unit(rng) - 0.5);
    choose_books(d, rng);
    if (is_near(d, best))
        keep_books(d, best);
    for (int n = (int)rng_below(rng, MOST_FIRST + 1); n > 0; n--)
        fix_one(d, rng);
}

/* The open arc taken most often; -1 if nothing fits. */
static long most_taken(struct dives *d, struct rng *rng)
{
    const struct knapsacks *k = d->k;
    double most = -1, shake = d->shake * SHAKE_SHARES;
    long arc = -1;

    for (int i = 0; i < d->s->p->n_items; i++) {
        if (k->fixed[i] >= 0)
            continue;
        for (size_t a = d->s->arc_first[i]; a < d->s->arc_first[i + 1]; a++) {
            double share = k->share[a] + shake * rng_unit(rng);

            if (share > most && k->weight[a] <= k->room[d->s->arc_agent[a]]) {
                most = share;
                arc = (long)a;
            }
        }
    }
    return arc;
}

/* False if nothing fits any more. */
static bool fix_some(struct dives *d, struct rng *rng, struct budget *budget)
{
    int n = 1 + (int)(AT_ONCE * d->k->n_open);

    budget_take(budget, n * (int64_t)count_arcs(d));
    for (int q = 0; q < n && d->k->n_open > 0; q++) {
        long arc = most_taken(d, rng);

        if (arc < 0)
            return false;
        knapsacks_fix(d->k, (size_t)arc);
    }
    return true;
}

static void fix_taken(struct dives *d)
{
    for (size_t a = 0; a < count_arcs(d); a++)
        if (d->k->fixed[d->k->item[a]] < 0 && d->k->taken[a])
            knapsacks_fix(d->k, a);
}

/* Down to an assignment or as far as items fit. False: given up. */
static bool go_down(struct dives *d, const struct incumbent *best,
                    struct rng *rng, struct budget *budget)
{
    struct climb climb = {ROUNDS, goal_of(d, best), PART,
                          within_gap(d, best, LEAST_STEP, 0.1)};

    while (d->k->n_open > 0) {
        double bound = knapsacks_climb(d->k, &climb, budget);

        if (budget_is_spent(budget) ||
            (best->value.feasible &&
             bound > (double)best->value.objective - NEARLY * d->k->step))
            return false;
        if (d->k->agree)
            fix_taken(d);
        else if (!fix_some(d, rng, budget))
            break;
    }
    return true;
}

/* Downhill, limits that are broken dearer each time. */
static eb_status mend(struct dives *d, struct incumbent *best,
                      struct budget *budget)
{
    eb_status status = EB_OK;

    for (int k = 0; k < MENDS && !budget_is_spent(budget); k++) {
        descent_forget(d->descent);
        TRY(descent_run(d->descent, d->s, NULL, 0, budget));
        if (!search_raise_weights(d->s, DEARER))
            break;
    }
    TRY(incumbent_offer(best, d->s->agent, NULL));
done:
    search_restore_weights(d->s);
    descent_forget(d->descent);
    return status;
}

/* What did not fit goes where it costs least, and then all of it downhill, through
 * broken limits if need be; a whole assignment that keeps them is left as it is. */
static eb_status finish(struct dives *d, struct incumbent *best,
                        struct budget *budget)
{
    eb_status status = EB_OK;
    int n = 0;

    for (int i = 0; i < d->s->p->n_items; i++) {
        long arc = d->k->fixed[i];

        d->agent[i] = arc < 0 ? -1 : d->s->arc_agent[arc];
        if (arc < 0)
            d->left[n++] = i;
    }
    if (n == 0)
        return incumbent_offer(best, d->agent, NULL);
    TRY(search_reset(d->s, d->agent));
    TRY(greedy_place(d->greedy, d->s, d->left, n, budget));
    TRY(mend(d, best, budget));
done:
    return status;
}

eb_status dives_run(struct dives *d, struct incumbent *best, struct rng *rng,
                    int64_t target, struct budget *budget)
{
    eb_status status = EB_OK;

    if (!isfinite(d->bound))
        climb_root(d, best, budget);
    while (!budget_is_spent(budget) &&
           (!best->value.feasible || best->value.objective > target)) {
        begin(d, best, rng);
        if (go_down(d, best, rng, budget))
            TRY(finish(d, best, budget));
    }
done:
    return status;
}

double dives_bound(const struct dives *d)
{
    return d->bound;
}

eb_status dives_prove(struct dives *d, struct budget *budget,
                      struct certificate *out)
{
    knapsacks_open(d->k);
    memcpy(d->k->price, d->price, (size_t)d->s->p->n_items * sizeof *d->price);
    return apart_prove(d->k, d->dual, budget, out);
}
