/* comparison_fairness.c - how fair each plan is, and what it breaks. */
#include "model/comparing.h"

#include <math.h>
#include <string.h>

/* ---- Metrics ------------------------------------------------------------ */

static const struct node *metrics_of(const struct compared *plan)
{
    const struct node *list = compared_node(plan, "metrics");

    return list != NULL && list->kind == DOC_ARRAY ? list : NULL;
}

static const char *name_of(const struct node *metric)
{
    const char *name = doc_string(doc_get(metric, "name"));

    return name == NULL ? "" : name;
}

static eb_status list_metrics(struct comparison *c)
{
    for (size_t k = 0; k < c->n; k++)
        for (const struct node *m = doc_first(metrics_of(&c->plans[k]));
             m != NULL; m = m->next)
            if (names_add(&c->metrics, name_of(m)) < 0)
                return EB_NO_MEMORY;
    return EB_OK;
}

/* Whether points of both plans mean the same. */
static bool same_measure(const struct compared *a, const struct compared *b)
{
    static const char *const keys[] = {"name", "weight", "band"};
    const struct node *x = doc_first(metrics_of(a));
    const struct node *y = doc_first(metrics_of(b));

    for (; x != NULL && y != NULL; x = x->next, y = y->next)
        for (size_t k = 0; k < 3; k++)
            if (!doc_equal(doc_get(x, keys[k]), doc_get(y, keys[k])))
                return false;
    return x == y &&
           strcmp(compared_text(a, "goal"), compared_text(b, "goal")) == 0;
}

/* ---- Fairness ----------------------------------------------------------- */

static double number_in(const struct node *object, const char *key,
                        const char *when)
{
    char name[64] = "";

    strcat(strcat(name, key), when);
    return doc_double(doc_get(object, name));
}

/* Groups count by how many reps they have a target for. */
static struct metric_view view_of(const struct node *metric, const char *when)
{
    const struct node *groups = doc_get(metric, "groups");
    struct metric_view view = {.gini = NAN};

    for (const struct node *g = doc_first(groups); g != NULL; g = g->next) {
        double reps = doc_double(doc_get(g, "reps"));

        if (!(reps > 0))
            continue;
        view.there = true;
        view.books += (size_t)reps;
        view.mean += reps * number_in(g, "mean_abs_deviation", when);
        view.farthest =
            fmax(view.farthest, number_in(g, "max_deviation", when));
        view.within += (size_t)number_in(g, "within_band", when);
    }
    if (view.there)
        view.mean /= (double)view.books;
    return view;
}

static void view_plan(struct comparison *c, size_t plan)
{
    const struct node *list = metrics_of(&c->plans[plan]);

    for (const struct node *m = doc_first(list); m != NULL; m = m->next) {
        int metric = names_find(&c->metrics, name_of(m));

        c->fairness[plan * c->metrics.text.n + (size_t)metric] =
            view_of(m, "_after");
        c->weighs[metric] |= doc_double(doc_get(m, "weight")) > 0;
        if (plan == 0)
            c->today[metric] = view_of(m, "_before");
    }
}

/* ---- What is broken ----------------------------------------------------- */

static size_t count_broken(const struct compared *plan)
{
    const struct node *limits = compared_node(plan, "limits");
    const struct node *budgets = compared_node(plan, "budgets");
    size_t n = 0;

    for (const struct node *k = doc_first(limits); k != NULL; k = k->next)
        n += doc_length(doc_get(k, "violations"));
    for (const struct node *k = doc_first(budgets); k != NULL; k = k->next)
        n += doc_double(doc_get(k, "used")) > doc_double(doc_get(k, "max"));
    return n;
}

eb_status comparing_fairness(struct comparison *c, eb_messages *said)
{
    size_t n;
    eb_status status;

    (void)said;
    TRY(list_metrics(c));
    n = c->metrics.text.n;
    c->fairness = comparing_take(c, c->n * n, sizeof *c->fairness);
    c->today = comparing_take(c, n, sizeof *c->today);
    c->weighs = comparing_take(c, n, sizeof *c->weighs);
    c->broken = comparing_take(c, c->n, sizeof *c->broken);
    if (c->fairness == NULL || c->today == NULL || c->weighs == NULL ||
        c->broken == NULL)
        TRY(EB_NO_MEMORY);
    c->same_metrics = true;
    for (size_t k = 0; k < c->n; k++) {
        view_plan(c, k);
        c->broken[k] = count_broken(&c->plans[k]);
        c->same_metrics &= same_measure(&c->plans[0], &c->plans[k]);
    }
done:
    return status;
}
