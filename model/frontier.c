/* frontier.c - the best plans within each limit of what is disrupted. */
#include "model/frontier.h"

#include "model/standing.h"
#include "model/workings.h"
#include "solver/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STANDARD_POINTS = 21, /* the ends and every twentieth between */
    MOST_ARCS = 400, /* of a problem whose every point is looked for unasked */
    MOST_POINTS = 100 /* ... unless there are more */
};

/* ---- The problem -------------------------------------------------------- */

static struct decimal amount(const struct frontier *f, int64_t against)
{
    return (struct decimal){against, f->decimals};
}

static int find_budget(const struct compiled *c, size_t rule)
{
    int k = 0;

    while (c->budget_rule[k] != (int)rule)
        k++;
    return k;
}

/* A budget that was given stays; a new one begins with all there is. */
static eb_status open_problem(struct frontier *f, eb_messages *said)
{
    const char *against = f->options->against;
    size_t given = point_budget(f->base, against), rule;
    bool is_given = given < f->base->continuity.n_budgets;
    struct decimal limit = {0, 0};
    struct problem *p;
    eb_status status;

    if (is_given)
        limit = f->base->continuity.budgets[given].amount;
    TRY(point_rules_make(f->base, f->books, f->options->aim, against, limit,
                         &f->loose, said));
    TRY(compile(f->books, f->loose.rules, NULL, 0, &f->compiled, said));
    rule = point_budget(f->loose.rules, against);
    f->decimals = f->loose.rules->continuity.budgets[rule].measure.decimals;
    f->budget = find_budget(f->compiled, rule);
    p = f->compiled->problem;
    if (!is_given)
        p->budget_limit.at[f->budget] = (int64_t)p->budget_all.at[f->budget];
done:
    return status;
}

static size_t count_arcs(const struct problem *p, struct arcs *arcs)
{
    size_t n = 0;

    for (int i = 0; i < p->n_items; i++) {
        problem_arcs(p, i, arcs);
        n += arcs->n > 1 ? (size_t)arcs->n : 0;
    }
    return n;
}

/* ---- Finding them -------------------------------------------------------- */

static void on_progress(void *context, const char *phase, size_t done,
                        size_t of)
{
    const struct planner_options *options = context;
    eb_progress now = {.lower_bound = -HUGE_VAL};
    char text[40];

    if (options->progress == NULL)
        return;
    if (of > 0)
        snprintf(text, sizeof text, "%s %zu/%zu", phase, done + 1, of);
    else
        snprintf(text, sizeof text, "%s %zu", phase, done + 1);
    now.phase = text;
    now.seconds = clock_seconds() - options->started;
    options->progress(options->context, &now);
}

static struct tradeoff_options options_of(const struct frontier *f,
                                          struct pool *pool, size_t n_arcs,
                                          eb_messages *said)
{
    const struct frontier_options *o = f->options;
    bool standard = !o->exact && o->n_points == 0;

    return (struct tradeoff_options){
        .how = {.effort = o->plan.effort,
                .deadline = o->plan.deadline,
                .stop = o->plan.stop,
                .gap = o->plan.gap,
                .target = INT64_MIN,
                .seed = o->plan.seed,
                .pool = pool,
                .said = said},
        .all = o->exact || (standard && n_arcs <= MOST_ARCS),
        .most = o->exact ? 0 : MOST_POINTS,
        .n_points = o->n_points == 0 ? STANDARD_POINTS : o->n_points,
        .nested = o->nested,
        .progress = on_progress,
        .context = (void *)&o->plan,
    };
}

/* Whether the rules can be kept at all: *start does, or is NULL. */
static eb_status keep_rules(struct frontier *f,
                            const struct solve_options *options, int **start)
{
    struct problem *violation = f->compiled->violation;
    int *owners = compiled_agents(f->compiled, f->books->owner);
    struct solve_options how = *options;
    struct solution *solution = NULL;
    eb_status status = owners == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    violation->budget_limit.at[f->budget] =
        f->compiled->problem->budget_limit.at[f->budget];
    how.start = owners;
    how.target = 0;
    TRY(solve(violation, &how, &solution));
    f->infeasible = solution->proved_infeasible || solution->solver_bound > 0;
    f->tradeoff.cut = solution->cut;
    if (solution->feasible && solution->objective == 0) {
        *start = solution->agent;
        solution->agent = NULL;
    }
done:
    solution_free(solution);
    mem_free(owners);
    return status;
}

static eb_status trade(struct frontier *f, eb_messages *said)
{
    struct problem *p = f->compiled->problem;
    struct tradeoff_options options;
    struct pool *pool = NULL;
    struct arcs arcs = {0};
    int *start = NULL;
    eb_status status;

    TRY(arcs_new(p, &arcs));
    TRY(pool_new(f->options->plan.threads, &pool));
    options = options_of(f, pool, count_arcs(p, &arcs), said);
    TRY(keep_rules(f, &options.how, &start));
    options.how.start = start;
    if (start != NULL)
        TRY(tradeoff_run(p, f->budget, &options, &f->tradeoff));
done:
    arcs_clear(&arcs);
    pool_free(pool);
    mem_free(start);
    return status;
}

/* ---- Polish -------------------------------------------------------------- */

/* No single move within the point's budget makes it better. */
static eb_status polish(struct frontier *f, struct tradeoff_point *point)
{
    struct problem *p = f->compiled->problem;
    int64_t *limit = &p->budget_limit.at[f->budget], kept = *limit;
    int64_t *used = NEW(int64_t, (size_t)p->n_budgets + 1);
    struct budget budget = {.steps = INT64_MAX};
    struct standing standing = {0};
    struct value value;
    eb_status status = used == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    *limit = point->g;
    TRY(standing_init(&standing, p, point->agent));
    TRY(standing_polish(&standing, NULL, &budget));
    TRY(value_of(p, standing.agent, &value, NULL, used));
    memcpy(point->agent, standing.agent,
           (size_t)p->n_items * sizeof *point->agent);
    point->f = value.objective;
    point->g = used[f->budget];
done:
    *limit = kept;
    standing_clear(&standing);
    mem_free(used);
    return status;
}

static int by_disruption(const void *left, const void *right)
{
    const struct tradeoff_point *a = left, *b = right;

    if (a->g != b->g)
        return a->g < b->g ? -1 : 1;
    return (a->f > b->f) - (a->f < b->f);
}

/* What another point beats goes. */
static void drop_beaten(struct tradeoff *tradeoff)
{
    struct tradeoff_point *at = tradeoff->points.at;
    size_t kept = 0;

    if (tradeoff->points.n > 1)
        qsort(at, tradeoff->points.n, sizeof *at, by_disruption);
    for (size_t k = 0; k < tradeoff->points.n; k++) {
        if (kept > 0 && at[k].f >= at[kept - 1].f) {
            mem_free(at[k].agent);
            certificate_clear(&at[k].proof);
        } else {
            at[kept++] = at[k];
        }
    }
    tradeoff->points.n = kept;
}

/* Parts of one another would be so no longer, and what is proved best is best. */
static eb_status polish_all(struct frontier *f)
{
    eb_status status = EB_OK;

    if (f->options->nested || f->tradeoff.complete)
        return EB_OK;
    for (size_t k = 0; k < f->tradeoff.points.n; k++)
        TRY(polish(f, &f->tradeoff.points.at[k]));
    drop_beaten(&f->tradeoff);
done:
    return status;
}

eb_status frontier_find(const struct books *books, const struct rules *rules,
                        const struct frontier_options *options,
                        struct frontier *out, eb_messages *said)
{
    eb_status status;

    *out =
        (struct frontier){.books = books, .base = rules, .options = options};
    TRY(open_problem(out, said));
    TRY(trade(out, said));
    TRY(polish_all(out));
    TRY(frontier_bound_bands(out));
done:
    if (status != EB_OK)
        frontier_clear(out);
    return status;
}

/* ---- Plans ----------------------------------------------------------------- */

static struct frontier_point point_of(const struct plan *plan,
                                      const struct tradeoff_point *point)
{
    struct frontier_point out = {.minimised = plan->objective,
                                 .bound = plan->lower_bound,
                                 .against = point->g,
                                 .outcome = plan->outcome,
                                 .moved = plan->n_moved,
                                 .value_moved = plan->value_moved,
                                 .loss_moved = plan->loss_moved};

    for (size_t m = 0; m < plan->rules->n_metrics; m++)
        for (size_t g = 0; plan->rules->metrics[m].weight.units > 0 &&
                           g < plan->metrics[m].n_groups;
             g++)
            out.outside += plan->metrics[m].groups[g].reps -
                           plan->metrics[m].groups[g].within_after;
    return out;
}

eb_status frontier_next(struct frontier *f, struct point_rules *rules,
                        struct plan **plan, eb_messages *said)
{
    struct tradeoff_point *point = &f->tradeoff.points.at[f->points.n];
    struct solution *solution = NEW(struct solution, 1);
    struct compiled *compiled = NULL;
    eb_status status = solution == NULL ? EB_NO_MEMORY : EB_OK;

    *rules = (struct point_rules){0};
    TRY(status);
    *solution = (struct solution){.agent = point->agent,
                                  .objective = point->f,
                                  .feasible = true,
                                  .lower_bound = point->bound,
                                  .solver_bound = point->solver_bound,
                                  .cut = f->tradeoff.cut,
                                  .certificate = point->proof};
    point->agent = NULL;
    point->proof = (struct certificate){0};
    TRY(point_rules_make(f->base, f->books, f->options->aim,
                         f->options->against, amount(f, point->g), rules,
                         said));
    TRY(compile(f->books, rules->rules, NULL, 0, &compiled, said));
    TRY(planner_take(compiled, &f->options->plan, solution, plan, said));
    if (!VEC_PUSH(&f->points, point_of(*plan, point)))
        status = EB_NO_MEMORY;
done:
    solution_free(solution);
    return status;
}

void frontier_clear(struct frontier *f)
{
    tradeoff_clear(&f->tradeoff);
    compiled_free(f->compiled);
    point_rules_clear(&f->loose);
    VEC_CLEAR(&f->points);
    f->compiled = NULL;
}
