/* placing.c - books that simple rules make. */
#include "model/placing.h"

#include <math.h>
#include <stdlib.h>

#include "model/workings.h"

struct placing {
    const struct compiled *c;
    int64_t *load; /* [n_reps * n_resources] */
    bool *placed;  /* [n_accounts] */
    size_t *dealt; /* [n_reps] accounts placed with the rep */
    int *touched;  /* [n_resources] scratch, of which ... */
    bool *is_touched;
    int n_touched;
    int *reps; /* [n_reps] scratch */
};

static eb_status placing_init(struct placing *p, const struct compiled *c)
{
    size_t n_reps = c->books->n_reps, n_resources = c->n_resources;

    *p = (struct placing){.c = c};
    p->load = NEW(int64_t, n_reps * n_resources + 1);
    p->placed = NEW(bool, c->books->n_accounts + 1);
    p->dealt = NEW(size_t, n_reps + 1);
    p->touched = NEW(int, n_resources + 1);
    p->is_touched = NEW(bool, n_resources + 1);
    p->reps = NEW(int, n_reps + 1);
    return p->load && p->placed && p->dealt && p->touched && p->is_touched &&
                   p->reps
               ? EB_OK
               : EB_NO_MEMORY;
}

static void placing_clear(struct placing *p)
{
    mem_free(p->load);
    mem_free(p->placed);
    mem_free(p->dealt);
    mem_free(p->touched);
    mem_free(p->is_touched);
    mem_free(p->reps);
}

/* ---- Loads ------------------------------------------------------------- */

static int resource_at(const struct compiled *c, size_t metric, int account)
{
    const struct workings *w = c->workings;

    return w->metric_resource[metric * (size_t)w->n_groups +
                              (size_t)w->group_of[account]];
}

static void touch(struct placing *p, int resource)
{
    if (p->is_touched[resource])
        return;
    p->is_touched[resource] = true;
    p->touched[p->n_touched++] = resource;
}

static void add_account(struct placing *p, int account, int rep, int sign)
{
    const struct compiled *c = p->c;

    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        int k = resource_at(c, m, account);

        if (k < 0)
            continue;
        touch(p, k);
        p->load[(size_t)rep * c->n_resources + (size_t)k] +=
            sign *
            account_load(c, &c->rules->metrics[m].measure, account, rep);
    }
}

/* What of the family is in play and not placed. */
static void add_rest(struct placing *p, const struct family *family, int rep,
                     int sign)
{
    for (size_t k = 0; k < family->n; k++) {
        int a = p->c->members[family->first + k];

        if (in_play(p->c, a) && !p->placed[a])
            add_account(p, a, rep, sign);
    }
}

static void place_rest(struct placing *p, const struct family *family, int rep)
{
    add_rest(p, family, rep, 1);
    for (size_t k = 0; k < family->n; k++) {
        int a = p->c->members[family->first + k];

        if (in_play(p->c, a) && !p->placed[a]) {
            p->placed[a] = true;
            p->dealt[rep]++;
        }
    }
}

/* ---- What they are worth ----------------------------------------------- */

static wide penalty_at(const struct placing *p, int rep, int resource)
{
    const struct problem *problem = p->c->problem;
    int t = problem_term_number(problem, rep, resource);

    return t < 0 ? 0
                 : term_penalty(problem, &problem->terms.at[t],
                                p->load[(size_t)rep * p->c->n_resources +
                                        (size_t)resource]);
}

static wide penalty_touched(const struct placing *p, int rep)
{
    wide sum = 0;

    for (int k = 0; k < p->n_touched; k++)
        sum += penalty_at(p, rep, p->touched[k]);
    return sum;
}

static wide cost_of(struct placing *p, const struct family *family, int rep)
{
    wide after, before;

    for (int k = 0; k < p->n_touched; k++)
        p->is_touched[p->touched[k]] = false;
    p->n_touched = 0;
    add_rest(p, family, rep, 1);
    after = penalty_touched(p, rep);
    add_rest(p, family, rep, -1);
    before = penalty_touched(p, rep);
    return after - before;
}

static int64_t add_up(const struct placing *p)
{
    const struct problem *problem = p->c->problem;
    int64_t sum = 0;

    for (size_t t = 0; t < problem->terms.n; t++) {
        const struct term *term = &problem->terms.at[t];

        if (p->c->resources[term->resource].metric >= 0)
            sum +=
                term_penalty(problem, term,
                             p->load[(size_t)term->agent * p->c->n_resources +
                                     (size_t)term->resource]);
    }
    return sum;
}

/* ---- Whose turn it is -------------------------------------------------- */

typedef double (*choice)(struct placing *p, const struct family *family,
                         int rep);

static double least_unfair(struct placing *p, const struct family *family,
                           int rep)
{
    return (double)cost_of(p, family, rep);
}

static double fewest_dealt(struct placing *p, const struct family *family,
                           int rep)
{
    (void)family;
    return (double)p->dealt[rep];
}

/* In the first metric and the group of the lead. */
static double emptiest(struct placing *p, const struct family *family, int rep)
{
    const struct compiled *c = p->c;
    int k = c->rules->n_metrics > 0 ? resource_at(c, 0, family->lead) : -1;
    size_t at = (size_t)rep * c->n_resources + (size_t)(k < 0 ? 0 : k);

    if (k < 0 || c->target[at] == 0)
        return INFINITY;
    return target_deviation(p->load[at], c->target[at]);
}

/* The rep of least worth; of equals the first by id. -1 if none may. */
static int choose(struct placing *p, int f, choice worth)
{
    const struct family *family = &p->c->families[f];
    int n, best = -1;
    double least = 0;

    if (family->fixed >= 0)
        return family->fixed;
    n = eligible_arcs(p->c, f, p->reps);
    for (int k = 0; k < n; k++) {
        double now = worth(p, family, p->reps[k]);

        if (best < 0 || now < least) {
            best = p->reps[k];
            least = now;
        }
    }
    return best;
}

/* ---- In which order ---------------------------------------------------- */

struct dear {
    wide value;
    int family;
};

static int dearest_first(const void *left, const void *right)
{
    const struct dear *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->family > b->family) - (a->family < b->family);
}

static wide value_of_family(const struct compiled *c,
                            const struct family *family)
{
    wide sum = 0;

    for (size_t k = 0; k < family->n; k++)
        sum += account_value(c, c->members[family->first + k]);
    return sum;
}

/* What is held comes first, whatever the order. */
static eb_status place_all(struct placing *p, bool by_value, choice worth)
{
    const struct compiled *c = p->c;
    struct dear *dear = NEW(struct dear, c->n_families + 1);

    if (dear == NULL)
        return EB_NO_MEMORY;
    for (size_t f = 0; f < c->n_families; f++) {
        dear[f] = (struct dear){
            by_value ? value_of_family(c, &c->families[f]) : 0, (int)f};
        if (c->families[f].fixed >= 0)
            place_rest(p, &c->families[f], c->families[f].fixed);
    }
    if (c->n_families > 1)
        qsort(dear, c->n_families, sizeof *dear, dearest_first);
    for (size_t k = 0; k < c->n_families; k++) {
        int f = dear[k].family;
        int rep = c->families[f].fixed >= 0 ? -1 : choose(p, f, worth);

        if (rep >= 0)
            place_rest(p, &c->families[f], rep);
    }
    mem_free(dear);
    return EB_OK;
}

/* ---- The rules --------------------------------------------------------- */

/* The owner keeps it, eligible or not. */
static bool stays(const struct compiled *c, int account)
{
    return in_play(c, account) && (c->state[account] == STATE_SETTLED ||
                                   c->force[account] == FORCE_INELIGIBLE);
}

static eb_status place(const struct compiled *c, bool from_owners,
                       bool by_value, choice worth, int64_t *unfairness)
{
    struct placing p;
    eb_status status = placing_init(&p, c);

    TRY(status);
    for (size_t a = 0; from_owners && a < c->books->n_accounts; a++)
        if (stays(c, (int)a)) {
            add_account(&p, (int)a, c->books->owner[a], 1);
            p.placed[a] = true;
        }
    TRY(place_all(&p, by_value, worth));
    *unfairness = add_up(&p);
done:
    placing_clear(&p);
    return status;
}

eb_status place_today(const struct compiled *c, int64_t *unfairness)
{
    return place(c, true, true, least_unfair, unfairness);
}

eb_status place_in_turn(const struct compiled *c, int64_t *unfairness)
{
    return place(c, false, false, fewest_dealt, unfairness);
}

eb_status place_by_value(const struct compiled *c, int64_t *unfairness)
{
    return place(c, false, true, emptiest, unfairness);
}
