/* phases.c - the phases of a plan: their objectives and bounds, and what a
 * phase of least violation relaxed for the blend behind it. */
#include "verify/claim.h"

#include "verify/certificate.h"

#include <string.h>

#define POINT_PLACES 9
#define FACTOR_UNIT 1000 /* a millionth, at these places */

static int64_t least_of(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t most_of(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* ---- Budgets as plan.json numbers them ---- */

static bool is_budget(const struct world *w, int b, const struct node *item)
{
    const struct budget *budget = &w->budget[b];
    const struct budget_rule *rule = &w->rules.budget[budget->charge];
    const char *kind = doc_string(doc_get(item, "kind"));
    const char *metric = doc_string(doc_get(item, "metric"));
    const char *rep = doc_string(doc_get(item, "rep"));

    if (kind == NULL || strcmp(kind, budget_kind_name(rule->kind)) != 0)
        return false;
    if ((rep == NULL) != (budget->owner < 0) ||
        (rep != NULL && strcmp(rep, w->rep[budget->owner]) != 0))
        return false;
    return rule->metric == NULL ||
           (metric != NULL && strcmp(metric, rule->metric) == 0);
}

static eb_status check_budget(const struct claims *c, const struct node *item,
                              int b)
{
    const struct budget *budget = &c->world->budget[b];
    eb_status status = EB_OK;

    TRY(claim_key_exact(c, item, "max", budget->most, budget->scale));
    TRY(claim_key_exact(c, item, "used", c->value.used[b], budget->scale));
done:
    return status;
}

static eb_status number_budgets(struct claims *c)
{
    const struct world *w = c->world;
    const struct node *list = doc_get(c->plan->root, "budgets");
    bool *seen = ITEMS(&c->memory, bool, (size_t)w->n_budgets);
    int k = 0;
    eb_status status = EB_OK;

    c->order = ITEMS(&c->memory, int, (size_t)w->n_budgets);
    if (seen == NULL || c->order == NULL)
        return EB_NO_MEMORY;
    if (doc_length(list) != (size_t)w->n_budgets)
        return refuse(c->said, doc_place(c->plan, list),
                      "budgets: claimed %zu, true %d", doc_length(list),
                      w->n_budgets);
    for (const struct node *j = doc_first(list); j != NULL; j = j->next) {
        int b = 0;

        while (b < w->n_budgets && (seen[b] || !is_budget(w, b, j)))
            b++;
        if (b == w->n_budgets)
            return refuse_node(c, j, "budgets: the rules have no such one");
        seen[b] = true;
        c->order[k++] = b;
        TRY(check_budget(c, j, b));
    }
done:
    return status;
}

/* ---- Limits and budgets as relaxed ---- */

static eb_status copy_limits(struct claims *c)
{
    const struct world *w = c->world;
    size_t n_limits = w->n_limits, n_reps = (size_t)w->n_reps;

    c->least = ITEMS(&c->memory, int64_t *, n_limits);
    c->most = ITEMS(&c->memory, int64_t *, n_limits);
    c->budget = ITEMS(&c->memory, int64_t, (size_t)w->n_budgets);
    if (c->least == NULL || c->most == NULL || c->budget == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n_limits; k++) {
        c->least[k] = ITEMS(&c->memory, int64_t, n_reps);
        c->most[k] = ITEMS(&c->memory, int64_t, n_reps);
        if (c->least[k] == NULL || c->most[k] == NULL)
            return EB_NO_MEMORY;
        memcpy(c->least[k], w->limit[k].least, n_reps * sizeof(int64_t));
        memcpy(c->most[k], w->limit[k].most, n_reps * sizeof(int64_t));
    }
    for (int b = 0; b < w->n_budgets; b++)
        c->budget[b] = w->budget[b].most;
    return EB_OK;
}

/* One end of a relaxed limit: null where the rules set none. */
static eb_status read_end(const struct claims *c, const struct node *item,
                          const char *key, int scale, int64_t none,
                          int64_t *end)
{
    wide number;
    eb_status status;

    if (*end == none)
        return claim_key_null(c, item, key);
    status = read_exact(c, item, key, scale, &number);
    if (status == EB_OK && (number > NO_MOST - 1 || number < NO_LEAST + 1))
        return refuse_node(c, item, "given: a limit is too large");
    if (status == EB_OK)
        *end = (int64_t)number;
    return status;
}

static eb_status relax_limit(struct claims *c, const struct node *item)
{
    const struct world *w = c->world;
    int64_t least, most;
    size_t k;
    int r, scale;
    eb_status status = EB_OK;

    TRY(read_index(c, item, "limit", w->n_limits, &k));
    TRY(read_rep(c, item, "rep", &r));
    least = w->limit[k].least[r];
    most = w->limit[k].most[r];
    scale = w->spec[w->limit[k].spec].scale;
    TRY(read_end(c, item, "min", scale, NO_LEAST, &least));
    TRY(read_end(c, item, "max", scale, NO_MOST, &most));
    if (least > w->limit[k].least[r] || most < w->limit[k].most[r])
        return refuse_node(c, item, "given: a limit tighter than the rules'");
    c->least[k][r] = least;
    c->most[k][r] = most;
done:
    return status;
}

static eb_status relax_budget(struct claims *c, const struct node *item)
{
    const struct world *w = c->world;
    size_t k;
    wide most;
    eb_status status = EB_OK;

    TRY(read_index(c, item, "budget", (size_t)w->n_budgets, &k));
    TRY(read_exact(c, item, "max", w->budget[c->order[k]].scale, &most));
    if (most < w->budget[c->order[k]].most || most > INT64_MAX)
        return refuse_node(c, item, "given: a budget tighter than the rules'");
    c->budget[c->order[k]] = (int64_t)most;
done:
    return status;
}

static eb_status relax(struct claims *c, const struct node *given)
{
    const struct node *limits = get_set(given, "limits");
    const struct node *budgets = get_set(given, "budgets");
    eb_status status = EB_OK;

    for (const struct node *j = doc_first(limits); j != NULL; j = j->next)
        TRY(relax_limit(c, j));
    for (const struct node *j = doc_first(budgets); j != NULL; j = j->next)
        TRY(relax_budget(c, j));
done:
    return status;
}

/* ---- What the relaxed limits say of the plan of least violation ---- */

/* The load that a rep had there, if a limit had to give way to it. All limits
 * of the resource must have given way to the same. */
static bool implied_load(const struct claims *c, int resource, int r,
                         bool *any, int64_t *load)
{
    const struct world *w = c->world;

    *any = false;
    for (size_t k = 0; k < w->n_limits; k++) {
        const struct limit *limit = &w->limit[k];
        bool below = c->least[k][r] < limit->least[r];
        bool above = c->most[k][r] > limit->most[r];

        if (limit->resource != resource || (!below && !above))
            continue;
        if (below && above)
            return false;
        if (*any && *load != (below ? c->least[k][r] : c->most[k][r]))
            return false;
        *load = below ? c->least[k][r] : c->most[k][r];
        *any = true;
    }
    for (size_t k = 0; k < w->n_limits && *any; k++) {
        const struct limit *limit = &w->limit[k];

        if (limit->resource != resource)
            continue;
        if ((limit->least[r] != NO_LEAST &&
             c->least[k][r] != least_of(limit->least[r], *load)) ||
            (limit->most[r] != NO_MOST &&
             c->most[k][r] != most_of(limit->most[r], *load)))
            return false;
    }
    return true;
}

/* The violation of a plan that uses just what is relaxed. */
static eb_status implied_violation(const struct claims *c,
                                   const struct node *given, wide *out)
{
    const wide unit = (wide)1000000 * 1000000;
    const struct world *w = c->world;

    *out = 0;
    for (int k = 0; k < w->n_resources; k++)
        for (int r = 0; r < w->n_reps; r++) {
            size_t at = (size_t)k * (size_t)w->n_reps + (size_t)r;
            int64_t load = 0;
            bool any;

            if (!implied_load(c, k, r, &any, &load))
                return refuse_node(c, given,
                                   "given: no load needs all of the limits "
                                   "relaxed like this");
            if (any)
                *out += penalty_value(&w->violation[at], load);
        }
    for (int b = 0; b < w->n_budgets; b++) {
        wide excess = (wide)c->budget[b] - w->budget[b].most;

        if (excess > (wide)1 << 60)
            return refuse_node(c, given, "given: a budget is too large");
        *out += (excess * w->budget[b].slope + unit / 2) / unit;
    }
    return EB_OK;
}

/* All limits of a resource together. */
static eb_status join_limits(struct claims *c)
{
    const struct world *w = c->world;
    size_t n_reps = (size_t)w->n_reps;
    size_t n = (size_t)w->n_resources * n_reps;

    c->low = ITEMS(&c->memory, int64_t, n);
    c->high = ITEMS(&c->memory, int64_t, n);
    if (c->low == NULL || c->high == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++) {
        c->low[k] = NO_LEAST;
        c->high[k] = NO_MOST;
    }
    for (size_t k = 0; k < w->n_limits; k++)
        for (size_t r = 0; r < n_reps; r++) {
            size_t at = (size_t)w->limit[k].resource * n_reps + r;

            c->low[at] = most_of(c->low[at], c->least[k][r]);
            c->high[at] = least_of(c->high[at], c->most[k][r]);
        }
    return EB_OK;
}

static eb_status check_kept(const struct claims *c, const struct node *phase)
{
    const struct world *w = c->world;

    for (size_t k = 0; k < w->n_limits; k++)
        for (size_t r = 0; r < (size_t)w->n_reps; r++) {
            int64_t load =
                c->value
                    .load[(size_t)w->limit[k].resource * (size_t)w->n_reps +
                          r];

            if (load < c->least[k][r] || load > c->most[k][r])
                return refuse(c->said, doc_place(c->plan, phase),
                              "limit %zu is not kept at rep \"%s\"", k,
                              w->rep[r]);
        }
    for (int b = 0; b < w->n_budgets; b++)
        if (c->value.used[b] > c->budget[b])
            return refuse(
                c->said, doc_place(c->plan, phase),
                "the budget %s is exceeded",
                budget_kind_name(w->charge[w->budget[b].charge].kind));
    return EB_OK;
}

/* ---- Bounds ---- */

static eb_status check_gap(const struct claims *c, const struct node *object,
                           wide objective, wide bound)
{
    long double size = (long double)objective / 1e9L, gap;

    size = size < 0 ? -size : size;
    gap = (long double)(objective - bound) / 1e9L /
          (size > 1e-9L ? size : 1e-9L);
    return claim_key_close(c, object, "gap", gap,
                           1.01e-6L * (gap > 1 ? gap : 1));
}

/* The part of the certificate that proves this phase. */
static const struct node *find_proof(const struct claims *c, const char *name)
{
    const struct doc *doc = c->world->in->certificate;
    const struct node *list =
        doc == NULL ? NULL : doc_get(doc->root, "phases");

    for (const struct node *j = doc_first(list); j != NULL; j = j->next) {
        const char *other = doc_string(doc_get(j, "name"));

        if (other != NULL && strcmp(other, name) == 0)
            return j;
    }
    return NULL;
}

static eb_status find_bound(const struct claims *c, const struct node *phase,
                            const struct problem *problem, struct bound *bound)
{
    const char *name = doc_string(doc_get(phase, "name"));
    const struct node *proof = find_proof(c, name);

    *bound = (struct bound){false, 0};
    if (proof == NULL)
        return refuse(c->said,
                      doc_place(c->plan, doc_get(phase, "lower_bound")),
                      "lower_bound: no certificate proves the phase %s", name);
    return certificate_bound(c->world, problem, c->world->in->certificate,
                             proof, bound);
}

static eb_status check_bound(const struct claims *c, const struct node *phase,
                             const struct problem *problem, wide claimed)
{
    struct bound bound;
    char said[64], proved[64];
    eb_status status = EB_OK;

    TRY(find_bound(c, phase, problem, &bound));
    if (bound.infinite || claimed <= bound.units)
        return EB_OK;
    decimal_write_wide(claimed, POINT_PLACES, said);
    decimal_write_wide(bound.units, POINT_PLACES, proved);
    return refuse(c->said, doc_place(c->plan, doc_get(phase, "lower_bound")),
                  "lower_bound: claimed %s, the certificate proves %s", said,
                  proved);
done:
    return status;
}

/* A phase's bound, if it claims any, and its gap. */
static eb_status check_phase(const struct claims *c, const struct node *phase,
                             const struct problem *problem, wide objective)
{
    const char *proof = doc_string(doc_get(phase, "proof"));
    wide bound;
    eb_status status = EB_OK;

    if (proof == NULL ||
        (strcmp(proof, "checked") != 0 && strcmp(proof, "solver") != 0))
        return refuse_node(c, phase, "proof: checked or solver is wanted");
    if (get_set(phase, "lower_bound") == NULL)
        return claim_key_null(c, phase, "gap");
    TRY(read_exact(c, phase, "lower_bound", POINT_PLACES, &bound));
    if (bound > objective)
        return refuse_node(c, doc_get(phase, "lower_bound"),
                           "lower_bound: above the objective");
    TRY(check_bound(c, phase, problem, bound));
    TRY(check_gap(c, phase, objective, bound));
done:
    return status;
}

static eb_status check_blend(struct claims *c, const struct node *phase)
{
    struct problem problem = {false, c->world->penalty, NULL,
                              NULL,  c->budget,         c->order};
    eb_status status = EB_OK;

    TRY(join_limits(c));
    problem.least = c->low;
    problem.most = c->high;
    TRY(check_kept(c, phase));
    TRY(claim_key_exact(c, phase, "objective", value_objective(&c->value),
                        POINT_PLACES));
    TRY(check_phase(c, phase, &problem, value_objective(&c->value)));
done:
    return status;
}

/* `given` of the blend against the violation that came before it. */
static eb_status check_given(struct claims *c, const struct node *blend,
                             const struct node *violation, wide least)
{
    const struct node *given = get_set(blend, "given");
    const struct node *proved = get_set(given, "proved");
    wide implied, bound;
    eb_status status = EB_OK;

    TRY(relax(c, given));
    TRY(implied_violation(c, blend, &implied));
    if (implied != least)
        return refuse_node(c, given == NULL ? blend : given,
                           "given: the relaxed limits and budgets do not "
                           "make up the violation");
    if (given == NULL)
        return EB_OK;
    TRY(claim_key_text(c, given, "phase", "violation"));
    TRY(claim_key_exact(c, given, "objective", least, POINT_PLACES));
    if (proved != NULL && proved->kind == DOC_BOOL && proved->truth) {
        TRY(read_exact(c, violation, "lower_bound", POINT_PLACES, &bound));
        if (bound != least)
            return refuse_node(c, given,
                               "given: proved, but the bound is lower");
    }
done:
    return status;
}

static eb_status check_both(struct claims *c, const struct node *violation,
                            const struct node *blend)
{
    struct problem problem = {true, c->world->violation, NULL,
                              NULL, c->budget,           c->order};
    wide least, bound = 0;
    eb_status status = EB_OK;

    TRY(read_exact(c, violation, "objective", POINT_PLACES, &least));
    TRY(check_phase(c, violation, &problem, least));
    if (get_set(violation, "lower_bound") != NULL)
        TRY(read_exact(c, violation, "lower_bound", POINT_PLACES, &bound));
    c->broken = least > 0;
    c->proved = bound > 0;
    TRY(check_given(c, blend, violation, least));
    TRY(check_blend(c, blend));
done:
    return status;
}

/* ---- The narrowest bands ---- */

/* What it costs to break a rule, or to be outside bands of the factor. */
static eb_status price_bands(struct claims *c, int64_t factor,
                             struct penalty **out)
{
    const struct world *w = c->world;
    size_t n = (size_t)w->n_resources * (size_t)w->n_reps;

    *out = ITEMS(&c->memory, struct penalty, n);
    if (*out == NULL)
        return EB_NO_MEMORY;
    memcpy(*out, w->violation, n * sizeof **out);
    return bands_price(w, factor, &c->memory, *out);
}

/* A bound of so much is proved by what refuses the factor just below it. */
static eb_status check_refusal(struct claims *c, const struct node *phase,
                               wide bound)
{
    struct problem problem = {true, NULL, NULL, NULL, c->budget, c->order};
    struct penalty *penalty;
    struct bound violation;
    eb_status status = EB_OK;

    if (bound % FACTOR_UNIT != 0 || bound <= 0)
        return refuse_node(c, doc_get(phase, "lower_bound"),
                           "lower_bound: no factor of six places above 0");
    TRY(price_bands(c, (int64_t)(bound / FACTOR_UNIT) - 1, &penalty));
    problem.penalty = penalty;
    TRY(find_bound(c, phase, &problem, &violation));
    if (!violation.infinite && violation.units <= 0)
        return refuse_node(c, doc_get(phase, "lower_bound"),
                           "lower_bound: the certificate does not rule out "
                           "narrower bands");
done:
    return status;
}

static eb_status check_fairest(struct claims *c, const struct node *fairest,
                               const struct node *blend)
{
    const struct node *given = get_set(blend, "given");
    const struct node *proved = get_set(given, "proved");
    wide least = (wide)c->world->factor * FACTOR_UNIT, bound = 0;
    bool all;
    eb_status status = EB_OK;

    TRY(claim_key_exact(c, fairest, "objective", least, POINT_PLACES));
    TRY(claim_key_text(c, fairest, "proof", "checked"));
    TRY(claim_key_null(c, fairest, "given"));
    if (get_set(fairest, "lower_bound") != NULL) {
        TRY(read_exact(c, fairest, "lower_bound", POINT_PLACES, &bound));
        if (bound > least)
            return refuse_node(c, doc_get(fairest, "lower_bound"),
                               "lower_bound: above the objective");
        TRY(check_refusal(c, fairest, bound));
        TRY(check_gap(c, fairest, least, bound));
    }
    TRY(claim_key_text(c, given, "phase", "fairest"));
    TRY(claim_key_exact(c, given, "objective", least, POINT_PLACES));
    all = bound == least;
    if (proved == NULL || proved->kind != DOC_BOOL || proved->truth != all)
        return refuse_node(c, given, "given: proved, if the bound is as high");
    TRY(check_blend(c, blend));
done:
    return status;
}

/* ---- All of it ---- */

static bool is_named(const struct node *phase, const char *name)
{
    const char *claimed = doc_string(doc_get(phase, "name"));

    return claimed != NULL && strcmp(claimed, name) == 0;
}

static bool is_fairest(const struct claims *c)
{
    const char *goal = c->world->rules.goal;

    return goal != NULL && strcmp(goal, "fairest") == 0;
}

eb_status check_phases(struct claims *c)
{
    const struct node *list = doc_get(c->plan->root, "phases");
    const char *last =
        rules_are_gentle(&c->world->rules) ? "gentlest" : "blend";
    size_t n = doc_length(list);
    eb_status status = EB_OK;

    TRY(number_budgets(c));
    TRY(copy_limits(c));
    if (n == 1 && is_named(list->first, last) && !is_fairest(c)) {
        TRY(claim_key_null(c, list->first, "given"));
        TRY(check_blend(c, list->first));
    } else if (n == 2 && is_named(list->first, "violation") &&
               is_named(list->last, last)) {
        TRY(check_both(c, list->first, list->last));
    } else if (n == 2 && is_fairest(c) && is_named(list->first, "fairest") &&
               is_named(list->last, last)) {
        TRY(check_fairest(c, list->first, list->last));
    } else {
        return refuse_node(c, list, "phases: not those of the goal");
    }
done:
    return status;
}
