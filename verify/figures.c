/* figures.c - what plan.json says of metrics, limits, and of accounts that no
 * rep may own or no band holds. */
#include "verify/claim.h"

#include <math.h>

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
                              const struct node *object, size_t m)
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
    for (const struct node *j = doc_first(groups); j != NULL; j = j->next)
        TRY(check_group(c, j, (int)m));
    for (int k = 0; k < w->n_resources; k++)
        true_number += w->resource[k].metric == (int)m;
    if (claimed < true_number)
        return refuse_node(c, object, "groups: there are more");
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

static const char *name_of_limit(const struct claims *c, size_t k)
{
    const struct world *w = c->world;
    int band_of = w->limit[k].band_of;

    return band_of < 0 ? w->rules.limit[k].metric
                       : w->rules.metric[w->resource[band_of].metric].name;
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
    TRY(claim_key_text(c, object, "metric", name_of_limit(c, k)));
    if (kept == NULL || kept->kind != DOC_BOOL || kept->truth != (broken == 0))
        return refuse(c->said, doc_place(c->plan, object), "kept: true %s",
                      broken == 0 ? "true" : "false");
    if (doc_length(list) != (size_t)broken)
        return refuse_node(c, object, "violations: not as many as there are");
    for (const struct node *j = doc_first(list); j != NULL; j = j->next)
        TRY(check_violation(c, j, k));
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
    for (const struct node *j = doc_first(list); j != NULL; j = j->next) {
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
    const struct node *item = doc_first(list);
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

/* ---- All of it ---- */

/* Each item of a list that the rules have one for one. */
static eb_status
check_each(const struct claims *c, const char *key, size_t n_wanted,
           eb_status (*check)(const struct claims *c,
                              const struct node *object, size_t k))
{
    const struct node *list = doc_get(c->plan->root, key);
    size_t k = 0;
    eb_status status = EB_OK;

    if (doc_length(list) != n_wanted)
        return refuse(c->said, doc_place(c->plan, list),
                      "%s: not as many as the rules have", key);
    for (const struct node *j = doc_first(list); j != NULL; j = j->next)
        TRY(check(c, j, k++));
done:
    return status;
}

eb_status check_figures(const struct claims *c)
{
    eb_status status = EB_OK;

    TRY(check_each(c, "metrics", c->world->rules.n_metrics, check_metric));
    TRY(check_each(c, "limits",
                   c->world->factor < 0 ? c->world->rules.n_limits
                                        : c->world->n_limits,
                   check_limit));
    TRY(check_unassignable(c));
    TRY(check_indivisible(c));
done:
    return status;
}
