/* descent.c - the pairwise neighbourhood. */
#include "solver/descent.h"

#include "solver/matches.h"
#include "solver/pair.h"

#include <string.h>

/* From so many items on, and where nothing but items ties agents together, teams
 * of agents meet at once. */
enum { MANY_ITEMS = 2000, TEAMS = 12, MOST_IN_TEAM = 16 };

/* One match: its own view of the search, which touches these two teams' books. */
struct meeting {
    struct match match;
    struct pair pair;
    struct search view;
    struct budget budget;
    bool again;
    eb_status status;
};

struct descent {
    int n_agents;
    struct pool *pool;
    struct neighbours near;
    unsigned *looked; /* [pairs of neighbours] tick of the last look */
    int *everyone;    /* [n_agents] 0, 1, 2 ... */
    bool *chosen;     /* [n_agents] */
    struct pair pair;
    struct pair_lists lists;
    struct matches matches;   /* none where agents meet one by one */
    struct meeting *meetings; /* [n_teams] those of one round */
    int n_meetings;
};

int descent_neighbours(const struct descent *descent, int agent,
                       const int **out)
{
    *out = descent->near.near + descent->near.first[agent];
    return descent->near.first[agent + 1] - descent->near.first[agent];
}

/* ---- making ---- */

static int team_size(int n_agents)
{
    int size = n_agents / TEAMS;

    return size < 1 ? 1 : (size < MOST_IN_TEAM ? size : MOST_IN_TEAM);
}

static eb_status make_matches(const struct search *s, struct descent *d)
{
    const struct problem *p = s->p;
    eb_status status = EB_OK;

    if (p->n_items < MANY_ITEMS || p->n_budgets > 0 || p->n_conflicts > 0)
        return EB_OK;
    TRY(matches_make(&d->near, d->n_agents, team_size(d->n_agents),
                     &d->matches));
    d->meetings = NEW(struct meeting, (size_t)d->matches.n_teams + 1);
    if (d->meetings == NULL)
        return EB_NO_MEMORY;
    for (int k = 0; k < d->matches.n_teams; k++)
        TRY(pair_init(&d->meetings[k].pair, (size_t)p->n_resources));
done:
    return status;
}

eb_status descent_new(const struct search *s, struct pool *pool,
                      struct descent **out)
{
    eb_status status = EB_OK;
    struct descent *d = NEW(struct descent, 1);
    size_t n_resources = (size_t)s->p->n_resources;

    if (d == NULL)
        return EB_NO_MEMORY;
    d->n_agents = s->p->n_agents;
    d->pool = pool;
    TRY(neighbours_find(s->p, &d->near));
    TRY(pair_init(&d->pair, n_resources));
    TRY(pair_lists_init(&d->lists, (size_t)s->p->n_items, n_resources));
    d->looked = NEW(unsigned, (size_t)d->near.first[d->n_agents] + 1);
    d->everyone = NEW(int, (size_t)d->n_agents + 1);
    d->chosen = NEW(bool, (size_t)d->n_agents + 1);
    if (!d->looked || !d->everyone || !d->chosen) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (int g = 0; g < d->n_agents; g++)
        d->everyone[g] = g;
    TRY(make_matches(s, d));
    *out = d;
    d = NULL;
done:
    descent_free(d);
    return status;
}

void descent_free(struct descent *d)
{
    if (d == NULL)
        return;
    for (int k = 0; d->meetings != NULL && k < d->matches.n_teams; k++)
        pair_clear(&d->meetings[k].pair);
    mem_free(d->meetings);
    matches_clear(&d->matches);
    pair_lists_clear(&d->lists);
    pair_clear(&d->pair);
    neighbours_clear(&d->near);
    mem_free(d->everyone);
    mem_free(d->chosen);
    mem_free(d->looked);
    mem_free(d);
}

void descent_forget(struct descent *d)
{
    memset(d->looked, 0,
           (size_t)d->near.first[d->n_agents] * sizeof *d->looked);
}

/* ---- one pair ---- */

/* The pair of g and its j-th neighbour, unless neither book has changed since
 * the last look. *again: something has. */
static eb_status look_at_pair(struct descent *d, struct pair *pair,
                              struct search *s, int g, int j,
                              struct budget *budget, bool *again)
{
    int h = d->near.near[j];
    unsigned latest =
        s->changed[g] > s->changed[h] ? s->changed[g] : s->changed[h];
    unsigned before = s->tick;
    eb_status status = EB_OK;

    if (d->looked[j] > latest)
        return EB_OK;
    TRY(pair_improve(pair, s, g, h, budget));
    *again = *again || s->tick != before;
    if (!budget_is_spent(budget))
        d->looked[j] = s->tick + 1;
done:
    return status;
}

/* ---- one by one ---- */

static eb_status sweep(struct descent *d, struct search *s, const int *agents,
                       int n, struct budget *budget, bool *again)
{
    eb_status status = EB_OK;

    pair_use(&d->pair, &d->lists, 0, (size_t)s->p->n_items);
    for (int k = 0; k < n; k++) {
        int g = agents[k];

        for (int j = d->near.first[g]; j < d->near.first[g + 1]; j++) {
            int h = d->near.near[j];

            if (h > g && d->chosen[h])
                TRY(look_at_pair(d, &d->pair, s, g, j, budget, again));
        }
    }
done:
    return status;
}

/* ---- at once ---- */

/* The first of the agent's neighbours from number `least` on. */
static int neighbour_from(const struct descent *d, int agent, int least)
{
    int low = d->near.first[agent], high = d->near.first[agent + 1];

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (d->near.near[middle] < least)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int team_end(const struct descent *d, int team)
{
    int end = (team + 1) * d->matches.size;

    return end < d->n_agents ? end : d->n_agents;
}

/* All pairs of the two teams, or of the one. */
static eb_status meet(struct descent *d, struct meeting *m)
{
    int a = m->match.a * d->matches.size, b = m->match.b * d->matches.size;
    int end = team_end(d, m->match.b);
    eb_status status = EB_OK;

    for (int g = a; g < team_end(d, m->match.a); g++)
        for (int j = neighbour_from(d, g, b > g ? b : g + 1);
             j < d->near.first[g + 1] && d->near.near[j] < end; j++)
            TRY(look_at_pair(d, &m->pair, &m->view, g, j, &m->budget,
                             &m->again));
done:
    return status;
}

static void meet_range(void *context, size_t range, size_t first, size_t last)
{
    struct descent *d = context;

    (void)range;
    for (size_t k = first; k < last; k++)
        d->meetings[k].status = meet(d, &d->meetings[k]);
}

static size_t count_held(const struct descent *d, const struct search *s,
                         int team)
{
    size_t n = 0;

    for (int g = team * d->matches.size; g < team_end(d, team); g++)
        n += (size_t)s->n_held[g];
    return n;
}

/* Lays the matches of a round out, with equal shares of what steps are left. */
static void call_round(struct descent *d, const struct search *s, int round,
                       const struct budget *budget)
{
    size_t first = 0;
    int from = d->matches.first[round];

    d->n_meetings = d->matches.first[round + 1] - from;
    for (int k = 0; k < d->n_meetings; k++) {
        struct meeting *m = &d->meetings[k];
        size_t most;

        m->match = d->matches.at[from + k];
        most = count_held(d, s, m->match.a);
        if (m->match.b != m->match.a)
            most += count_held(d, s, m->match.b);
        pair_use(&m->pair, &d->lists, first, most);
        first += most;
        m->view = *s;
        m->view.objective = 0;
        m->budget = *budget;
        m->budget.steps = budget->steps / d->n_meetings + 1;
        m->again = false;
    }
}

/* What the matches of a round have changed. */
static eb_status end_round(struct descent *d, struct search *s,
                           struct budget *budget, bool *again)
{
    int64_t share = budget->steps / d->n_meetings + 1, used = 0;
    unsigned tick = s->tick;
    eb_status status = EB_OK;

    for (int k = 0; k < d->n_meetings; k++) {
        struct meeting *m = &d->meetings[k];

        s->objective += m->view.objective;
        tick = m->view.tick > tick ? m->view.tick : tick;
        used += share - m->budget.steps;
        budget->cut = budget->cut || m->budget.cut;
        *again = *again || m->again || budget_is_spent(&m->budget);
        if (status == EB_OK)
            status = m->status;
    }
    s->tick = tick;
    budget->steps = budget->steps > used ? budget->steps - used : 0;
    return status;
}

static eb_status play_rounds(struct descent *d, struct search *s,
                             struct budget *budget, bool *again)
{
    eb_status status = EB_OK;

    for (int k = 0; k < d->matches.n_rounds && !budget_is_spent(budget); k++) {
        call_round(d, s, k, budget);
        pool_run(d->pool, (size_t)d->n_meetings, 1, meet_range, d);
        TRY(end_round(d, s, budget, again));
    }
done:
    return status;
}

eb_status descent_run(struct descent *d, struct search *s, const int *agents,
                      int n, struct budget *budget)
{
    eb_status status = EB_OK;
    bool at_once =
        agents == NULL && d->matches.n_rounds > 0 && !s->journalling;
    bool again = true;

    if (agents == NULL) {
        agents = d->everyone;
        n = d->n_agents;
    }
    for (int k = 0; k < n; k++)
        d->chosen[agents[k]] = true;
    while (again && !budget_is_spent(budget)) {
        again = false;
        if (at_once)
            TRY(play_rounds(d, s, budget, &again));
        else
            TRY(sweep(d, s, agents, n, budget, &again));
    }
done:
    for (int k = 0; k < n; k++)
        d->chosen[agents[k]] = false;
    return status;
}
