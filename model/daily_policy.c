/* daily_policy.c - who is to get a lot: a function for each policy, what it calls least.
 *
 * Turns are tags. In `round-robin` a rep's tag is the number of the last turn they had;
 * in `weighted` it grows by what a turn is of their capacity (start-time fair queuing:
 * Goyal, Vin and Cheng 1996). Whoever is new, or was away, stands level with those who
 * may own the same: nobody makes up for time in which they were not here. */
#include "model/deciding.h"

#include <math.h>
#include <string.h>

/* ---- What each calls least --------------------------------------------- */

static long double least_cost(const struct deciding *d, size_t lot, int offer)
{
    (void)lot;
    return (long double)d->lots.cost[offer];
}

static long double former_first(const struct deciding *d, size_t lot,
                                int offer)
{
    const struct lot *it = &d->lots.at.at[lot];

    for (size_t j = it->first;
         d->past->former != NULL && j < it->first + it->n; j++)
        if (d->past->former[d->lots.members.at[j]] == d->lots.arcs[offer])
            return -(long double)INFINITY;
    return least_cost(d, lot, offer);
}

static long double fewest_turns(const struct deciding *d, size_t lot,
                                int offer)
{
    (void)lot;
    return (long double)d->turns[d->lots.arcs[offer]];
}

/* Of the lead's load in the first metric; who is due nothing comes last. */
static long double emptiest(const struct deciding *d, size_t lot, int offer)
{
    const struct compiled *c = d->c;
    const struct workings *w = c->workings;
    const struct lot *it = &d->lots.at.at[lot];
    int rep = d->lots.arcs[offer];
    int k =
        c->rules->n_metrics == 0
            ? -1
            : w->metric_resource[w->group_of[d->lots.members.at[it->first]]];
    size_t cell = (size_t)rep * c->n_resources + (size_t)(k < 0 ? 0 : k);

    if (k < 0 || c->target[cell] == 0)
        return (long double)INFINITY;
    return (long double)d->tally.load[cell] / (long double)c->target[cell];
}

static const struct policy_rule rules[N_POLICIES] = {
    [POLICY_BEST] = {"best", "costs least", true, true, least_cost},
    [POLICY_ROUND_ROBIN] = {"round-robin", "next in turn", false, false,
                            fewest_turns},
    [POLICY_WEIGHTED] = {"weighted", "furthest behind in turns by capacity",
                         false, false, fewest_turns},
    [POLICY_LEAST_LOADED] = {"least-loaded", "least loaded", false, false,
                             emptiest},
    [POLICY_STICKY] = {"sticky", "costs least", true, false, former_first},
};

const struct policy_rule *policy_rule(enum policy policy)
{
    return &rules[policy];
}

const char *policy_name(enum policy policy)
{
    return rules[policy].name;
}

/* ---- Turns ------------------------------------------------------------- */

static bool in_turns(const struct deciding *d)
{
    return rules[d->options->policy].worth == fewest_turns;
}

static int64_t known_turns(const struct deciding *d, size_t rep)
{
    return d->past->turns == NULL ? 0 : d->past->turns[rep];
}

/* The mean over those who are here and may own the same, or over all who are here. */
struct level {
    long double sum, n;
};

static void add_level(struct level *level, struct level more)
{
    level->sum += more.sum;
    level->n += more.n;
}

static struct level level_of(const struct deciding *d, const int64_t *reps,
                             size_t n)
{
    struct level level = {0, 0};

    for (size_t k = 0; k < n; k++) {
        size_t r = reps == NULL ? k : (size_t)reps[k];

        if (d->closed[r] == CLOSED_NOT && known_turns(d, r) != DAILY_NEW)
            add_level(&level,
                      (struct level){(long double)known_turns(d, r), 1});
    }
    return level;
}

static void level_lists(const struct deciding *d, struct level *levels)
{
    const struct keys *keys = &d->c->workings->eligible.keys;

    for (int list = 0; list < keys->n; list++) {
        size_t n;
        const int64_t *reps = eligible_list(d->c, list, &n);
        struct level level = level_of(d, reps, n);

        for (size_t k = 0; k < n; k++)
            add_level(&levels[reps[k]], level);
    }
}

eb_status daily_level_turns(struct deciding *d)
{
    size_t n = d->books->n_reps;
    struct level *levels = NEW(struct level, n + 1);
    struct level all;

    d->turns = NEW(int64_t, n + 1);
    d->out->turns = d->turns;
    if (levels == NULL || d->turns == NULL) {
        mem_free(levels);
        return EB_NO_MEMORY;
    }
    level_lists(d, levels);
    all = level_of(d, NULL, n);
    for (size_t r = 0; r < n; r++) {
        struct level level = levels[r].n > 0 ? levels[r] : all;
        int64_t mean = level.n > 0 ? rounded(level.sum / level.n) : 0;
        int64_t known = known_turns(d, r);
        bool absent =
            d->closed[r] == CLOSED_AWAY || d->closed[r] == CLOSED_BEFORE;

        d->turns[r] =
            known == DAILY_NEW || (absent && mean > known) ? mean : known;
    }
    mem_free(levels);
    return EB_OK;
}

static int64_t last_turn(const struct deciding *d)
{
    int64_t last = 0;

    for (size_t r = 0; r < d->books->n_reps; r++)
        last = d->turns[r] > last ? d->turns[r] : last;
    return last;
}

void daily_count_turn(struct deciding *d, size_t lot)
{
    const long double most = 1e15L;
    int rep = d->lots.at.at[lot].rep;
    long double size =
        1e9L * (long double)d->lots.at.at[lot].n / d->c->share[rep].capacity;

    if (!in_turns(d))
        return;
    if (d->options->policy == POLICY_ROUND_ROBIN)
        d->turns[rep] = last_turn(d) + 1;
    else
        d->turns[rep] += rounded(size < most ? size : most);
}
