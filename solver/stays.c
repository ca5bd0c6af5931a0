/* stays.c - the bound of many items that mostly stay at home. */
#include "solver/stays.h"

#include "solver/bound.h"

#include <math.h>
#include <string.h>

#define E6 ((wide)1000000)
#define E12 (E6 * E6)
#define E18 (E12 * E6)

#define UNKNOWN INT64_MIN

struct live_arc {
    int agent;
    int64_t cost; /* UNKNOWN until somebody asks */
};

struct ascent {
    const struct stays *in;
    size_t cells;
    double *least,
        *most; /* [n_lists * n_resources] multipliers of a list's agents */
    double *lambda, *trial,
        *step; /* [cells] the best, the point under way, the way */
    double *load,
        *best_load; /* [cells] what the items bring, less what would be best: there; at lambda */
    wide *low, *high; /* [terms] loads that can arise */
    double *scale;    /* [terms] a typical load */
    double bound;     /* at lambda */
    struct VEC(struct live_arc) arcs;
    size_t *live; /* [n_items] its first arc, from 1; 0: not listed */
    int *n_live;  /* [n_items] */
    int *agent;   /* [n_agents] scratch */
};

static size_t cell_of(const struct ascent *a, int agent, int resource)
{
    return (size_t)agent * (size_t)a->in->p->n_resources + (size_t)resource;
}

static int loads_at(const struct ascent *a, size_t i, int agent,
                    const struct load **out)
{
    if (a->in->odd[i])
        return a->in->weigh(a->in->context, i, agent, out);
    *out = a->in->loads + a->in->load_first[i];
    return (int)(a->in->load_first[i + 1] - a->in->load_first[i]);
}

/* ---- Loads that can arise ----------------------------------------------- */

static void reach(struct ascent *a, int agent, const struct load *loads, int n,
                  bool only)
{
    for (int k = 0; k < n; k++) {
        int t = problem_term_number(a->in->p, agent, loads[k].resource);
        int64_t w = loads[k].amount;

        if (t < 0)
            continue;
        a->low[t] += only || w < 0 ? w : 0;
        a->high[t] += only || w > 0 ? w : 0;
    }
}

static bool is_listed(const struct ascent *a, int list, int agent)
{
    size_t low = a->in->list_first[list], high = a->in->list_first[list + 1];
    size_t end = high;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (a->in->list_agent[middle] < agent)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && a->in->list_agent[low] == agent;
}

static eb_status list_arcs(struct ascent *a, size_t i)
{
    int n = a->in->arcs(a->in->context, i, a->agent);

    a->live[i] = a->arcs.n + 1;
    a->n_live[i] = n;
    for (int k = 0; k < n; k++)
        if (!VEC_PUSH(&a->arcs, ((struct live_arc){a->agent[k], UNKNOWN})))
            return EB_NO_MEMORY;
    return EB_OK;
}

static eb_status reach_odd(struct ascent *a, size_t i)
{
    int home = a->in->home[i], n;
    const struct load *loads;
    eb_status status;

    TRY(list_arcs(a, i));
    for (int k = 0; k < a->n_live[i]; k++) {
        int agent = a->arcs.at[a->live[i] - 1 + (size_t)k].agent;

        n = loads_at(a, i, agent, &loads);
        reach(a, agent, loads, n, false);
    }
    if (home >= 0) {
        n = loads_at(a, i, home, &loads);
        reach(a, home, loads, n, a->n_live[i] == 0);
    }
done:
    return status;
}

/* Of a list, what all its items weigh together: at each agent the same. */
static void reach_lists(struct ascent *a, const wide *sums)
{
    const struct stays *in = a->in;
    size_t n = (size_t)in->p->n_resources;

    for (size_t list = 0; list < in->n_lists; list++)
        for (size_t j = in->list_first[list]; j < in->list_first[list + 1];
             j++)
            for (size_t k = 0; k < n; k++) {
                int t = problem_term_number(in->p, in->list_agent[j], (int)k);

                if (t < 0)
                    continue;
                a->low[t] += sums[(list * n + k) * 2];
                a->high[t] += sums[(list * n + k) * 2 + 1];
            }
}

static bool stays_only(const struct stays *in, size_t i)
{
    int list = in->list[i];
    size_t n = list < 0 ? 0 : in->list_first[list + 1] - in->list_first[list];

    return n == 0 ||
           (n == 1 && in->list_agent[in->list_first[list]] == in->home[i]);
}

static void reach_item(struct ascent *a, size_t i, wide *sums)
{
    const struct stays *in = a->in;
    const struct load *loads = in->loads + in->load_first[i];
    int n = (int)(in->load_first[i + 1] - in->load_first[i]);
    int home = in->home[i], list = in->list[i];
    bool only = stays_only(in, i);

    if (home >= 0 && (only || !is_listed(a, list, home)))
        reach(a, home, loads, n, only);
    for (int k = 0; !only && k < n; k++) {
        size_t at = ((size_t)list * (size_t)in->p->n_resources +
                     (size_t)loads[k].resource) *
                    2;

        sums[at + (loads[k].amount > 0)] += loads[k].amount;
    }
}

static eb_status find_reach(struct ascent *a)
{
    const struct stays *in = a->in;
    wide *sums =
        NEW(wide, 2 * (in->n_lists + 1) * ((size_t)in->p->n_resources + 1));
    eb_status status = sums == NULL ? EB_NO_MEMORY : EB_OK;

    for (size_t i = 0; status == EB_OK && i < in->n_items; i++)
        if (in->odd[i])
            status = reach_odd(a, i);
        else
            reach_item(a, i, sums);
    if (status == EB_OK)
        reach_lists(a, sums);
    mem_free(sums);
    return status;
}

/* ---- One pass ----------------------------------------------------------- */

static void bound_lists(struct ascent *a, const double *lambda)
{
    const struct stays *in = a->in;
    size_t n = (size_t)in->p->n_resources;

    for (size_t list = 0; list < in->n_lists; list++)
        for (size_t k = 0; k < n; k++) {
            double least = (double)INFINITY, most = -(double)INFINITY;

            for (size_t j = in->list_first[list]; j < in->list_first[list + 1];
                 j++) {
                double x = lambda[cell_of(a, in->list_agent[j], (int)k)];

                least = x < least ? x : least;
                most = x > most ? x : most;
            }
            a->least[list * n + k] = least;
            a->most[list * n + k] = most;
        }
}

static double price(const struct ascent *a, const double *lambda, int agent,
                    const struct load *loads, int n)
{
    const double *row = lambda + cell_of(a, agent, 0);
    double sum = 0;

    for (int k = 0; k < n; k++)
        sum += row[loads[k].resource] * (double)loads[k].amount;
    return sum;
}

/* Nothing costs less away from home. */
static double least_away(const struct ascent *a, size_t i,
                         const struct load *loads, int n)
{
    int list = a->in->list[i];
    size_t row = (size_t)(list < 0 ? 0 : list) * (size_t)a->in->p->n_resources;
    double sum = (double)a->in->least[i];

    if (list < 0 || a->in->list_first[list] == a->in->list_first[list + 1])
        return (double)INFINITY;
    for (int k = 0; k < n; k++) {
        double w = (double)loads[k].amount;
        size_t at = row + (size_t)loads[k].resource;

        sum += (w > 0 ? a->least[at] : a->most[at]) * w;
    }
    return sum;
}

static double price_home(const struct ascent *a, const double *lambda,
                         size_t i)
{
    const struct load *loads;
    int n;

    if (a->in->home[i] < 0)
        return 0;
    n = loads_at(a, i, a->in->home[i], &loads);
    return (double)a->in->stay[i] + price(a, lambda, a->in->home[i], loads, n);
}

/* Whether it is cheapest at home by so much at least, as far as lists tell. */
static bool surely_stays(const struct ascent *a, size_t i, double home,
                         double margin)
{
    const struct load *loads = a->in->loads + a->in->load_first[i];
    int n = (int)(a->in->load_first[i + 1] - a->in->load_first[i]);

    return !a->in->odd[i] && least_away(a, i, loads, n) >= home + margin;
}

static void add_choice(struct ascent *a, size_t i, int agent)
{
    const struct load *loads;
    int n;

    if (agent < 0)
        return;
    n = loads_at(a, i, agent, &loads);
    for (int k = 0; k < n; k++)
        a->load[cell_of(a, agent, loads[k].resource)] +=
            (double)loads[k].amount;
}

static int64_t ask_cost(struct ascent *a, size_t i, struct live_arc *arc)
{
    if (arc->cost == UNKNOWN)
        arc->cost = a->in->cost(a->in->context, i, arc->agent);
    return arc->cost;
}

static eb_status price_item(struct ascent *a, const double *lambda, size_t i,
                            double *sum)
{
    double best = price_home(a, lambda, i);
    double least = a->in->odd[i] ? -(double)INFINITY : (double)a->in->least[i];
    int agent = a->in->home[i];
    eb_status status = EB_OK;

    if (surely_stays(a, i, best, 0))
        goto done;
    if (a->live[i] == 0)
        TRY(list_arcs(a, i));
    for (int k = 0; k < a->n_live[i]; k++) {
        struct live_arc *arc = &a->arcs.at[a->live[i] - 1 + (size_t)k];
        const struct load *loads;
        int n = loads_at(a, i, arc->agent, &loads);
        double now = price(a, lambda, arc->agent, loads, n);

        if (now + least >= best)
            continue;
        now += (double)ask_cost(a, i, arc);
        if (now < best) {
            best = now;
            agent = arc->agent;
        }
    }
done:
    if (status == EB_OK)
        add_choice(a, i, agent);
    *sum += best;
    return status;
}

static double penalty_at(const struct problem *p, const struct term *t,
                         double load)
{
    double sum = 0;

    for (size_t h = t->first_hinge; h < t->first_hinge + t->n_hinges; h++) {
        const struct hinge *hinge = &p->hinges.at[h];
        double beyond =
            (hinge->down ? -1 : 1) * (load - (double)hinge->at / 1e6);

        sum += beyond > 0 ? (double)hinge->slope / 1e12 * beyond : 0;
    }
    return sum;
}

static void try_load(const struct problem *p, const struct term *t,
                     double lambda, double load, double *least, double *at)
{
    double value = penalty_at(p, t, load) - lambda * load;

    if (value < *least) {
        *least = value;
        *at = load;
    }
}

/* min of phi - lambda L over the loads that can arise: at a hinge or an end. */
static double least_term(const struct ascent *a, size_t t, double lambda,
                         double *at)
{
    const struct problem *p = a->in->p;
    const struct term *term = &p->terms.at[t];
    double low = (double)a->low[t], high = (double)a->high[t];
    double least = (double)INFINITY;

    *at = low;
    for (size_t h = term->first_hinge; h < term->first_hinge + term->n_hinges;
         h++) {
        double bend = (double)p->hinges.at[h].at / 1e6;

        if (bend > low && bend < high)
            try_load(p, term, lambda, bend, &least, at);
    }
    try_load(p, term, lambda, low, &least, at);
    try_load(p, term, lambda, high, &least, at);
    return least;
}

/* The bound there; leaves the subgradient in `load`. */
static eb_status evaluate(struct ascent *a, const double *lambda, double *out)
{
    const struct stays *in = a->in;
    double sum = (double)in->p->constant;
    eb_status status = EB_OK;

    memset(a->load, 0, a->cells * sizeof *a->load);
    bound_lists(a, lambda);
    for (size_t i = 0; i < in->n_items; i++)
        TRY(price_item(a, lambda, i, &sum));
    for (size_t t = 0; t < in->p->terms.n; t++) {
        const struct term *term = &in->p->terms.at[t];
        size_t cell = cell_of(a, term->agent, term->resource);
        double at;

        sum += least_term(a, t, lambda[cell], &at);
        a->load[cell] -= at;
    }
    *out = sum;
done:
    return status;
}

/* ---- The ascent --------------------------------------------------------- */

/* As in dual.c: deflected subgradients, each load by its own scale. Passes are few,
 * so that a step that brings nothing is halved at once. */
#define DEFLECTION 0.5

static double deflect(struct ascent *a)
{
    const struct problem *p = a->in->p;
    double length = 0;

    for (size_t t = 0; t < p->terms.n; t++) {
        size_t cell =
            cell_of(a, p->terms.at[t].agent, p->terms.at[t].resource);

        a->step[cell] = DEFLECTION * a->step[cell] +
                        (1 - DEFLECTION) * a->load[cell] / a->scale[t];
        length += a->step[cell] * a->step[cell];
    }
    return length;
}

static void walk(struct ascent *a, double size)
{
    const struct problem *p = a->in->p;

    for (size_t t = 0; t < p->terms.n; t++) {
        size_t cell =
            cell_of(a, p->terms.at[t].agent, p->terms.at[t].resource);

        a->trial[cell] += size * a->step[cell] / a->scale[t];
    }
}

static eb_status climb(struct ascent *a, double target, int passes)
{
    size_t bytes = a->cells * sizeof *a->lambda;
    double alpha = 1, bound;
    eb_status status;

    TRY(evaluate(a, a->lambda, &a->bound));
    memcpy(a->trial, a->lambda, bytes);
    memcpy(a->best_load, a->load, bytes);
    for (int k = 0; k < passes; k++) {
        double length = deflect(a);

        if (!(length > 0) || target - a->bound <= 0.5)
            break;
        walk(a, alpha * (target - a->bound) / length);
        TRY(evaluate(a, a->trial, &bound));
        if (bound > a->bound) {
            a->bound = bound;
            memcpy(a->lambda, a->trial, bytes);
            memcpy(a->best_load, a->load, bytes);
            alpha *= 1.5;
            continue;
        }
        alpha /= 4;
        memcpy(a->trial, a->lambda, bytes);
        memcpy(a->load, a->best_load, bytes);
        memset(a->step, 0, bytes);
    }
done:
    return status;
}

/* ---- What it proves ------------------------------------------------------ */

static wide exact_price(const struct ascent *a, size_t i, int agent,
                        int64_t cost, const wide *lambda)
{
    const struct load *loads;
    int n = loads_at(a, i, agent, &loads);
    wide sum = 0;

    for (int k = 0; k < n; k++)
        sum += lambda[cell_of(a, agent, loads[k].resource)] * loads[k].amount;
    return (wide)cost * E18 + sum * E6;
}

static eb_status exact_item(struct ascent *a, size_t i, const wide *lambda,
                            wide *sum)
{
    int home = a->in->home[i];
    double guess = price_home(a, a->lambda, i);
    wide best = home < 0 ? 0 : exact_price(a, i, home, a->in->stay[i], lambda);
    eb_status status = EB_OK;

    if (surely_stays(a, i, guess, 10 + 1e-6 * fabs(guess)))
        goto done;
    if (a->live[i] == 0)
        TRY(list_arcs(a, i));
    for (int k = 0; k < a->n_live[i]; k++) {
        struct live_arc *arc = &a->arcs.at[a->live[i] - 1 + (size_t)k];
        int64_t least = a->in->odd[i] ? ask_cost(a, i, arc) : a->in->least[i];

        if (exact_price(a, i, arc->agent, least, lambda) < best) {
            wide now =
                exact_price(a, i, arc->agent, ask_cost(a, i, arc), lambda);

            best = now < best ? now : best;
        }
    }
done:
    *sum += best;
    return status;
}

static void round_lambda(const struct ascent *a, wide *lambda)
{
    const struct problem *p = a->in->p;

    for (size_t t = 0; t < p->terms.n; t++) {
        int k = p->terms.at[t].resource;
        size_t cell = cell_of(a, p->terms.at[t].agent, k);

        lambda[cell] = load_multiplier_of(p, k, a->lambda[cell]);
        a->lambda[cell] = (double)lambda[cell] / 1e12;
    }
}

static eb_status prove(struct ascent *a, int64_t *bound)
{
    const struct stays *in = a->in;
    wide *lambda = NEW(wide, a->cells + 1), whole;
    wide sum = (wide)in->p->constant * E18;
    bool possible = true;
    eb_status status = lambda == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    round_lambda(a, lambda);
    bound_lists(a, a->lambda);
    for (size_t i = 0; i < in->n_items; i++)
        TRY(exact_item(a, i, lambda, &sum));
    for (size_t t = 0; possible && t < in->p->terms.n; t++) {
        const struct term *term = &in->p->terms.at[t];
        wide value = 0;

        possible = bound_of_term(
            in->p, (int)t, lambda[cell_of(a, term->agent, term->resource)],
            a->low[t], a->high[t], &value);
        sum += value;
    }
    whole = sum / E18 + (sum % E18 > 0);
    *bound = !possible || whole > INT64_MAX / 2 ? INT64_MAX : (int64_t)whole;
    if (possible && whole < -(wide)(INT64_MAX / 2))
        *bound = INT64_MIN;
done:
    mem_free(lambda);
    return status;
}

/* ---- All of it ---------------------------------------------------------- */

static void find_scales(struct ascent *a)
{
    const struct problem *p = a->in->p;

    for (size_t t = 0; t < p->terms.n; t++) {
        const struct term *term = &p->terms.at[t];

        a->scale[t] = 1;
        for (size_t h = term->first_hinge;
             h < term->first_hinge + term->n_hinges; h++)
            a->scale[t] =
                fmax(a->scale[t], fabs((double)p->hinges.at[h].at / 1e6));
        if (term->lo != INT64_MIN && a->low[t] < term->lo)
            a->low[t] = term->lo;
        if (term->hi != INT64_MAX && a->high[t] > term->hi)
            a->high[t] = term->hi;
    }
}

/* So that no multiplier is so large that a sum of its loads leaves 128 bits. */
static void find_most(const struct stays *in)
{
    for (int k = 0; k < in->p->n_resources; k++)
        in->p->load_most.at[k] = 0;
    for (size_t j = 0; j < in->load_first[in->n_items]; j++)
        in->p->load_most.at[in->loads[j].resource] +=
            in->loads[j].amount < 0 ? -(wide)in->loads[j].amount
                                    : in->loads[j].amount;
}

static eb_status ascent_init(struct ascent *a, const struct stays *in,
                             double *lambda)
{
    const struct problem *p = in->p;
    size_t lists = (in->n_lists + 1) * ((size_t)p->n_resources + 1);

    *a = (struct ascent){.in = in, .lambda = lambda};
    a->cells = (size_t)p->n_agents * (size_t)p->n_resources;
    a->least = NEW(double, lists);
    a->most = NEW(double, lists);
    a->trial = NEW(double, a->cells + 1);
    a->step = NEW(double, a->cells + 1);
    a->load = NEW(double, a->cells + 1);
    a->best_load = NEW(double, a->cells + 1);
    a->low = NEW(wide, p->terms.n + 1);
    a->high = NEW(wide, p->terms.n + 1);
    a->scale = NEW(double, p->terms.n + 1);
    a->live = NEW(size_t, in->n_items + 1);
    a->n_live = NEW(int, in->n_items + 1);
    a->agent = NEW(int, (size_t)p->n_agents + 1);
    return a->least && a->most && a->trial && a->step && a->load &&
                   a->best_load && a->low && a->high && a->scale && a->live &&
                   a->n_live && a->agent
               ? EB_OK
               : EB_NO_MEMORY;
}

static void ascent_clear(struct ascent *a)
{
    mem_free(a->least);
    mem_free(a->most);
    mem_free(a->trial);
    mem_free(a->step);
    mem_free(a->load);
    mem_free(a->best_load);
    mem_free(a->low);
    mem_free(a->high);
    mem_free(a->scale);
    mem_free(a->live);
    mem_free(a->n_live);
    mem_free(a->agent);
    VEC_CLEAR(&a->arcs);
}

eb_status stays_bound(const struct stays *in, int64_t target, int passes,
                      double *lambda, int64_t *bound)
{
    struct ascent a;
    eb_status status;

    TRY(ascent_init(&a, in, lambda));
    find_most(in);
    TRY(find_reach(&a));
    find_scales(&a);
    for (size_t k = 0; k < a.cells; k++)
        if (in->p->term_of[k] < 0 || !isfinite(lambda[k]))
            lambda[k] = 0;
    TRY(climb(&a, (double)target, passes));
    TRY(prove(&a, bound));
done:
    ascent_clear(&a);
    return status;
}
