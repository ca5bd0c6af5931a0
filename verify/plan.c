/* plan.c - the figures of plan.json. */
#include "verify/claim.h"

#include <math.h>
#include <string.h>

#define POINT_PLACES 9

/* ---- Status, objective, terms ---- */

static bool is_text(const struct node *object, const char *key,
                    const char *text)
{
    const char *claimed = doc_string(doc_get(object, key));

    return claimed != NULL && strcmp(claimed, text) == 0;
}

static eb_status check_as_of(const struct claims *c)
{
    char text[11];

    if (!c->world->has_as_of)
        return claim_key_null(c, c->plan->root, "as_of");
    date_write(c->world->as_of, text);
    return claim_key_text(c, c->plan->root, "as_of", text);
}

static bool is_same(const struct node *a, const struct node *b)
{
    bool no_a = a == NULL || a->kind == DOC_NULL;
    bool no_b = b == NULL || b->kind == DOC_NULL;

    return no_a || no_b ? no_a && no_b : doc_equal(a, b);
}

/* The whole plan's figures are those of its last phase. */
static eb_status check_last(const struct claims *c, const struct node *last)
{
    static const char *const keys[] = {"objective", "lower_bound", "gap",
                                       "proof"};

    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if (!is_same(doc_get(c->plan->root, keys[k]), doc_get(last, keys[k])))
            return refuse(c->said,
                          doc_place(c->plan, doc_get(c->plan->root, keys[k])),
                          "%s: not that of the last phase", keys[k]);
    return EB_OK;
}

static eb_status check_gap_points(const struct claims *c, wide *points)
{
    const struct node *root = c->plan->root;
    wide bound = 0;
    eb_status status = EB_OK;

    *points = -1;
    if (get_set(root, "lower_bound") == NULL)
        return claim_key_null(c, root, "gap_points");
    TRY(read_exact(c, root, "lower_bound", POINT_PLACES, &bound));
    *points = value_objective(&c->value) - bound;
    TRY(claim_key_exact(c, root, "gap_points", *points, POINT_PLACES));
done:
    return status;
}

/* `points`: the gap, -1 where there is no bound. */
static eb_status check_status(const struct claims *c, wide points)
{
    const struct node *root = c->plan->root;
    bool checked = is_text(root, "proof", "checked");
    wide rounding = (wide)c->world->n_resources * c->world->n_reps;

    if (is_text(root, "status", "infeasible") != c->infeasible)
        return refuse_node(c, doc_get(root, "status"),
                           c->infeasible
                               ? "status: limits or budgets are broken, so "
                                 "that it is infeasible"
                               : "status: no limit or budget is broken, so "
                                 "that it is not infeasible");
    if (is_text(root, "status", "optimal") && checked &&
        (points < 0 || points > rounding))
        return refuse_node(c, doc_get(root, "status"),
                           "status: optimal, but the bound is lower than the "
                           "objective by more than rounding may lose");
    if (is_text(root, "status", "within_gap") && checked && points < 0)
        return refuse_node(c, doc_get(root, "status"),
                           "status: within_gap, but there is no bound");
    if (!is_text(root, "status", "optimal") &&
        !is_text(root, "status", "within_gap") &&
        !is_text(root, "status", "feasible") &&
        !is_text(root, "status", "stopped") && !c->infeasible)
        return refuse_node(c, doc_get(root, "status"),
                           "status: there is no such one");
    return EB_OK;
}

static eb_status check_by_metric(const struct claims *c,
                                 const struct node *by_metric)
{
    const struct rules *rules = &c->world->rules;
    eb_status status = EB_OK;

    for (const struct node *j = by_metric == NULL ? NULL : by_metric->first;
         j != NULL; j = j->next)
        if (j->key == NULL || metric_named(c->world, j->key) < 0)
            return refuse_node(c, j, "by_metric: there is no such metric");
    for (size_t m = 0; m < rules->n_metrics; m++)
        if (rules->metric[m].weight > 0.0L ||
            doc_get(by_metric, rules->metric[m].name) != NULL)
            TRY(claim_key_exact(c, by_metric, rules->metric[m].name,
                                c->value.by_metric[m], POINT_PLACES));
done:
    return status;
}

static eb_status check_terms(const struct claims *c)
{
    const struct node *terms = doc_get(c->plan->root, "terms");
    eb_status status = EB_OK;

    TRY(claim_key_exact(c, terms, "fit", c->value.fit, POINT_PLACES));
    TRY(claim_key_exact(c, terms, "disruption", c->value.disruption,
                        POINT_PLACES));
    TRY(claim_key_exact(c, terms, "unfairness", c->value.unfairness,
                        POINT_PLACES));
    TRY(check_by_metric(c, doc_get(terms, "by_metric")));
done:
    return status;
}

/* ---- Accounts and moves ---- */

static eb_status check_accounts(const struct claims *c)
{
    const struct world *w = c->world;
    const struct node *accounts = doc_get(c->plan->root, "accounts");
    int64_t outside = 0, unassignable = 0;
    eb_status status = EB_OK;

    for (int a = 0; a < w->n_accounts; a++) {
        outside += w->state[a] == OUTSIDE;
        unassignable += w->state[a] == UNASSIGNABLE;
    }
    TRY(claim_key_exact(c, accounts, "all", w->n_accounts, 0));
    TRY(claim_key_exact(c, accounts, "in_play", w->n_scope, 0));
    TRY(claim_key_exact(c, accounts, "outside", outside, 0));
    TRY(claim_key_exact(c, accounts, "unassignable", unassignable, 0));
done:
    return status;
}

struct counts {
    int64_t kept, moved, forced, placed;
    int64_t value_kept, value_moved, value_forced;
    long double loss, loss_forced;
};

static struct counts count_moves(const struct claims *c)
{
    const struct world *w = c->world;
    struct counts n = {0};

    for (int k = 0; k < w->n_accounts; k++) {
        int a = w->order[k];
        int r = w->family[a] < 0 ? -1 : c->value.rep[w->family[a]];

        if (w->state[a] == UNOWNED)
            n.placed++;
        if (w->state[a] == FORCED) {
            n.forced++;
            n.value_forced += w->value[a];
            n.loss_forced += expected_loss(w, a, r);
        }
        if (w->state[a] != SETTLED)
            continue;
        if (w->owner[a] == r) {
            n.kept++;
            n.value_kept += w->value[a];
        } else {
            n.moved++;
            n.value_moved += w->value[a];
            n.loss += expected_loss(w, a, r);
        }
    }
    return n;
}

static eb_status check_retention(const struct claims *c,
                                 const struct counts *n)
{
    const struct node *retention = doc_get(c->plan->root, "retention");
    int64_t value = n->value_kept + n->value_moved;
    eb_status status = EB_OK;

    if (n->kept + n->moved > 0)
        TRY(claim_key_close(c, retention, "accounts",
                            (long double)n->kept /
                                (long double)(n->kept + n->moved),
                            RATIO_SLACK));
    if (value > 0)
        TRY(claim_key_close(c, retention, "value",
                            (long double)n->value_kept / (long double)value,
                            RATIO_SLACK));
done:
    return status;
}

static eb_status check_moves_total(const struct claims *c)
{
    const struct node *moves = doc_get(c->plan->root, "moves");
    struct counts n = count_moves(c);
    int scale = c->world->value_scale;
    eb_status status = EB_OK;

    TRY(claim_key_exact(c, moves, "moved", n.moved, 0));
    TRY(claim_key_exact(c, moves, "forced", n.forced, 0));
    TRY(claim_key_exact(c, moves, "placed", n.placed, 0));
    TRY(claim_key_exact(c, moves, "kept", n.kept, 0));
    TRY(claim_key_exact(c, moves, "value_moved", n.value_moved, scale));
    TRY(claim_key_exact(c, moves, "value_forced", n.value_forced, scale));
    TRY(claim_key_close(c, moves, "expected_loss", n.loss,
                        MONEY_SLACK + n.loss * 1e-12L));
    TRY(claim_key_close(c, moves, "expected_loss_forced", n.loss_forced,
                        MONEY_SLACK + n.loss_forced * 1e-12L));
    TRY(check_retention(c, &n));
done:
    return status;
}

/* ---- Metrics ---- */

struct spread {
    int64_t n, within;
    long double sum, most;
};

static wide ceil_of(wide a, wide by)
{
    return a / by + (a % by > 0);
}

/* Inside the band, widened to whole loads. */
static bool is_within(wide target, int64_t band, int64_t load)
{
    const wide million = 1000000, unit = million * million;
    wide up = ceil_of(target * (million + band), unit);
    wide down = -ceil_of(-(target * (million - band)), unit);

    return load <= up && load >= down;
}

static struct spread spread_of(const struct claims *c, int resource,
                               bool before)
{
    const struct world *w = c->world;
    const struct resource *at = &w->resource[resource];
    struct spread s = {0};

    for (int r = 0; r < w->n_reps; r++) {
        size_t k = (size_t)resource * (size_t)w->n_reps + (size_t)r;
        int64_t load = before ? c->before[k] : c->value.load[k];
        long double far;

        if (w->target[k] == 0)
            continue;
        far = fabsl(deviation(w->target[k], load));
        s.n++;
        s.sum += far;
        s.most = far > s.most ? far : s.most;
        s.within +=
            is_within(w->target[k], w->rules.metric[at->metric].band, load);
    }
    return s;
}

static eb_status check_spread(const struct claims *c,
                              const struct node *object, int resource)
{
    struct spread old = spread_of(c, resource, true);
    struct spread new = spread_of(c, resource, false);
    long double n = (long double)old.n;
    eb_status status = EB_OK;

    TRY(claim_key_exact(c, object, "reps", old.n, 0));
    TRY(claim_key_close(c, object, "mean_abs_deviation_before", old.sum / n,
                        ratio_slack(old.sum / n)));
    TRY(claim_key_close(c, object, "mean_abs_deviation_after", new.sum / n,
                        ratio_slack(new.sum / n)));
    TRY(claim_key_close(c, object, "max_deviation_before", old.most,
                        ratio_slack(old.most)));
    TRY(claim_key_close(c, object, "max_deviation_after", new.most,
                        ratio_slack(new.most)));
    TRY(claim_key_exact(c, object, "within_band_before", old.within, 0));
    TRY(claim_key_exact(c, object, "within_band_after", new.within, 0));
done:
    return status;
}

static int64_t total_in(const struct world *w, const struct spec *spec,
                        int group)
{
    int64_t sum = 0;

    for (int a = 0; a < w->n_accounts; a++)
        if (group < 0 || w->group[a] == group)
            sum += spec->weight[a];
    return sum;
}

static eb_status check_group(const struct claims *c, const struct node *object,
                             int m)
{
    const struct world *w = c->world;
    const struct spec *spec = &w->spec[w->metric_spec[m]];
    const char *name = doc_string(doc_get(object, "group"));
    int group = -1;
    eb_status status = EB_OK;

    if (w->rules.balance_within != NULL) {
        group = name == NULL ? -1 : names_find(&w->groups, name);
        if (group < 0)
            return refuse_node(c, object, "group: there is no such one");
    }
    TRY(claim_key_exact(c, object, "total", total_in(w, spec, group),
                        spec->scale));
    for (int k = 0; k < w->n_resources; k++)
        if (w->resource[k].metric == m && w->resource[k].group == group)
            TRY(check_spread(c, object, k));
done:
    return status;
}

static eb_status check_metric(const struct claims *c,
                              const struct node *object, int m)
{
    const struct world *w = c->world;
    const struct metric_rule *metric = &w->rules.metric[m];
    const struct spec *spec = &w->spec[w->metric_spec[m]];
    const struct node *groups = doc_get(object, "groups");
    size_t claimed = doc_length(groups), true_number = 0;
    eb_status status = EB_OK;

    TRY(claim_key_text(c, object, "name", metric->name));
    TRY(claim_key_exact(c, object, "decimals", spec->scale, 0));
    TRY(claim_key_close(c, object, "weight", metric->weight,
                        1e-9L + metric->weight * 1e-12L));
    TRY(claim_key_exact(c, object, "band", metric->band, 6));
    TRY(claim_key_exact(c, object, "total", spec->total, spec->scale));
    for (const struct node *j = groups == NULL ? NULL : groups->first;
         j != NULL; j = j->next)
        TRY(check_group(c, j, m));
    for (int k = 0; k < w->n_resources; k++)
        true_number += w->resource[k].metric == m;
    if (claimed < true_number)
        return refuse_node(c, object, "groups: there are more");
done:
    return status;
}

static eb_status check_metrics(const struct claims *c)
{
    const struct node *list = doc_get(c->plan->root, "metrics");
    const struct node *j = list == NULL ? NULL : list->first;
    eb_status status = EB_OK;

    if (doc_length(list) != c->world->rules.n_metrics)
        return refuse_node(c, list, "metrics: not as many as the rules have");
    for (size_t m = 0; m < c->world->rules.n_metrics; m++, j = j->next)
        TRY(check_metric(c, j, (int)m));
done:
    return status;
}

/* ---- Limits ---- */

static int64_t load_of(const struct claims *c, size_t k, int r)
{
    const struct world *w = c->world;

    return c->value
        .load[(size_t)w->limit[k].resource * (size_t)w->n_reps + (size_t)r];
}

static bool is_broken(const struct claims *c, size_t k, int r)
{
    const struct limit *limit = &c->world->limit[k];
    int64_t load = load_of(c, k, r);

    return load < limit->least[r] || load > limit->most[r];
}

static eb_status claim_end(const struct claims *c, const struct node *object,
                           const char *key, int64_t truth, int64_t none,
                           int scale)
{
    return truth == none ? claim_key_null(c, object, key)
                         : claim_key_exact(c, object, key, truth, scale);
}

static eb_status check_violation(const struct claims *c,
                                 const struct node *object, size_t k)
{
    const struct limit *limit = &c->world->limit[k];
    int scale = c->world->spec[limit->spec].scale, r;
    eb_status status = EB_OK;

    TRY(read_rep(c, object, "rep", &r));
    if (!is_broken(c, k, r))
        return refuse_node(c, object, "violations: the limit is kept there");
    TRY(claim_key_exact(c, object, "load", load_of(c, k, r), scale));
    TRY(claim_end(c, object, "min", limit->least[r], NO_LEAST, scale));
    TRY(claim_end(c, object, "max", limit->most[r], NO_MOST, scale));
done:
    return status;
}

static eb_status check_limit(const struct claims *c, const struct node *object,
                             size_t k)
{
    const struct node *kept = doc_get(object, "kept");
    const struct node *list = doc_get(object, "violations");
    int64_t broken = 0;
    eb_status status = EB_OK;

    for (int r = 0; r < c->world->n_reps; r++)
        broken += is_broken(c, k, r);
    TRY(claim_key_exact(c, object, "limit", (wide)k, 0));
    TRY(claim_key_text(c, object, "metric", c->world->rules.limit[k].metric));
    if (kept == NULL || kept->kind != DOC_BOOL || kept->truth != (broken == 0))
        return refuse(c->said, doc_place(c->plan, object), "kept: true %s",
                      broken == 0 ? "true" : "false");
    if (doc_length(list) != (size_t)broken)
        return refuse_node(c, object, "violations: not as many as there are");
    for (const struct node *j = list == NULL ? NULL : list->first; j != NULL;
         j = j->next)
        TRY(check_violation(c, j, k));
done:
    return status;
}

static eb_status check_limits(const struct claims *c)
{
    const struct node *list = doc_get(c->plan->root, "limits");
    const struct node *j = list == NULL ? NULL : list->first;
    eb_status status = EB_OK;

    if (doc_length(list) != c->world->rules.n_limits)
        return refuse_node(c, list, "limits: not as many as the rules have");
    for (size_t k = 0; k < c->world->rules.n_limits; k++, j = j->next)
        TRY(check_limit(c, j, k));
done:
    return status;
}

/* ---- Accounts that no rep may own, or that no band holds ---- */

static eb_status check_unassignable(const struct claims *c)
{
    const struct world *w = c->world;
    const struct node *list = doc_get(c->plan->root, "unassignable");
    size_t n = 0;

    for (int a = 0; a < w->n_accounts; a++)
        n += w->state[a] == UNASSIGNABLE;
    if (doc_length(list) != n)
        return refuse_node(c, list, "unassignable: not as many as there are");
    for (const struct node *j = list == NULL ? NULL : list->first; j != NULL;
         j = j->next) {
        const char *id = doc_string(doc_get(j, "account"));
        int a = id == NULL ? -1 : names_find(&w->account_names, id);

        if (a < 0 || w->state[a] != UNASSIGNABLE)
            return refuse_node(c, j, "unassignable: some rep may own it");
        if (doc_length(doc_get(j, "reps")) != (size_t)w->n_reps)
            return refuse_node(c, j,
                               "unassignable: a reason for each rep "
                               "is wanted");
    }
    return EB_OK;
}

/* Heavier than the target and its band, which nothing can mend. */
static bool is_indivisible(const struct claims *c, int f,
                           const struct load *load)
{
    const struct world *w = c->world;
    const struct resource *at = &w->resource[load->resource];
    int r = c->value.rep[f];
    wide target, unit = (wide)1000000 * 1000000;

    if (at->metric < 0)
        return false;
    target = w->target[(size_t)load->resource * (size_t)w->n_reps + (size_t)r];
    return target > 0 &&
           load_at(w, f, load, r) * unit >
               target * (1000000 + w->rules.metric[at->metric].band);
}

static eb_status claim_indivisible(const struct claims *c,
                                   const struct node *item, int f,
                                   const struct load *load)
{
    const struct world *w = c->world;
    const struct resource *at = &w->resource[load->resource];
    int r = c->value.rep[f], scale = w->spec[at->spec].scale;
    size_t k = (size_t)load->resource * (size_t)w->n_reps + (size_t)r;
    eb_status status = EB_OK;

    TRY(claim_key_text(c, item, "account", w->account[w->lead[f]]));
    TRY(claim_key_text(c, item, "metric", w->rules.metric[at->metric].name));
    TRY(claim_key_text(c, item, "rep", w->rep[r]));
    TRY(claim_key_exact(c, item, "load", load_at(w, f, load, r), scale));
    TRY(claim_key_exact(c, item, "target", w->target[k], scale + 6));
done:
    return status;
}

static eb_status check_indivisible(const struct claims *c)
{
    const struct world *w = c->world;
    const struct node *list = doc_get(c->plan->root, "indivisible");
    const struct node *item = list == NULL ? NULL : list->first;
    size_t n = 0;
    eb_status status = EB_OK;

    for (int f = 0; f < w->n_families; f++)
        for (size_t k = w->first_load[f];
             c->value.rep[f] >= 0 && k < w->first_load[f + 1]; k++) {
            if (!is_indivisible(c, f, &w->load[k]))
                continue;
            n++;
            if (item == NULL)
                continue;
            TRY(claim_indivisible(c, item, f, &w->load[k]));
            item = item->next;
        }
    if (n != doc_length(list))
        return refuse_node(c, list, "indivisible: not as many as there are");
done:
    return status;
}

eb_status check_plan(struct claims *c)
{
    const struct node *phases = doc_get(c->plan->root, "phases");
    wide points;
    eb_status status = EB_OK;

    TRY(claim_key_text(c, c->plan->root, "role", c->world->role));
    TRY(claim_key_text(c, c->plan->root, "goal", "blend"));
    TRY(check_as_of(c));
    TRY(check_last(c, phases->last));
    TRY(check_gap_points(c, &points));
    TRY(check_status(c, points));
    TRY(check_terms(c));
    TRY(check_accounts(c));
    TRY(check_moves_total(c));
    TRY(check_metrics(c));
    TRY(check_limits(c));
    TRY(check_unassignable(c));
    TRY(check_indivisible(c));
done:
    return status;
}
