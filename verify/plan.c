/* plan.c - the figures of plan.json. */
#include "verify/claim.h"

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

/* What breaks limits or budgets is infeasible, or stopped before there was a
 * bound above 0. */
static eb_status check_broken(const struct claims *c)
{
    const struct node *status = doc_get(c->plan->root, "status");
    bool infeasible = is_text(c->plan->root, "status", "infeasible");
    bool stopped = is_text(c->plan->root, "status", "stopped");

    if (infeasible && !c->broken)
        return refuse_node(c, status,
                           "status: no limit or budget is broken, so that it "
                           "is not infeasible");
    if (c->broken && !infeasible && (!stopped || c->proved))
        return refuse_node(c, status,
                           "status: limits or budgets are broken, so that it "
                           "is infeasible");
    return EB_OK;
}

/* `points`: the gap, -1 where there is no bound. */
static eb_status check_status(const struct claims *c, wide points)
{
    const struct node *root = c->plan->root;
    bool checked = is_text(root, "proof", "checked");
    wide rounding = (wide)c->world->n_resources * c->world->n_reps;
    eb_status status = EB_OK;

    TRY(check_broken(c));
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
        !is_text(root, "status", "stopped") && !c->broken)
        return refuse_node(c, doc_get(root, "status"),
                           "status: there is no such one");
done:
    return status;
}

static eb_status check_by_metric(const struct claims *c,
                                 const struct node *by_metric)
{
    const struct rules *rules = &c->world->rules;
    eb_status status = EB_OK;

    for (const struct node *j = doc_first(by_metric); j != NULL; j = j->next)
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

eb_status check_plan(struct claims *c)
{
    const struct node *phases = doc_get(c->plan->root, "phases");
    wide points;
    eb_status status = EB_OK;

    TRY(claim_key_text(c, c->plan->root, "role", c->world->role));
    TRY(claim_key_text(c, c->plan->root, "goal",
                       c->world->rules.goal == NULL ? "blend"
                                                    : c->world->rules.goal));
    TRY(check_as_of(c));
    TRY(check_last(c, phases->last));
    TRY(check_gap_points(c, &points));
    TRY(check_status(c, points));
    TRY(check_terms(c));
    TRY(check_accounts(c));
    TRY(check_moves_total(c));
    TRY(check_figures(c));
done:
    return status;
}
