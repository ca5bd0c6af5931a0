/* decompose_rules.c - books compiled with the rules of some kinds alone. */
#include "model/decomposing.h"

static const struct decimal nothing = {0, 0};

eb_status decompose_strip(struct decomposing *d, const struct rules *rules)
{
    d->bare = *rules;
    d->bare.goal = GOAL_BLEND;
    d->fit = NEW(struct fit_term, rules->n_fit + 1);
    if (d->fit == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < rules->n_fit; k++) {
        d->fit[k] = rules->fit[k];
        d->fit[k].weight = nothing;
    }
    d->bare.fit = d->fit;
    d->bare.continuity.weight = nothing;
    d->bare.continuity.n_budgets = 0;
    if (rules->territory == TERRITORY_GRADED)
        d->bare.territory = TERRITORY_OFF;
    return EB_OK;
}

struct omissions {
    struct VEC(struct rule_ref) list;
    bool failed;
};

static void leave_out(struct omissions *o, enum rule_kind kind, int index)
{
    struct rule_ref rule = {kind, index, -1};

    if (!VEC_PUSH(&o->list, rule))
        o->failed = true;
}

/* All rules of one kind. */
static void leave_out_all(struct omissions *o, const struct rules *rules,
                          enum imposed kind)
{
    switch (kind) {
    case BY_LIMITS:
        for (size_t k = 0; k < rules->n_limits; k++)
            leave_out(o, RULE_LIMIT, (int)k);
        break;
    case BY_TERRITORY:
        leave_out(o, RULE_TERRITORY, 0);
        leave_out(o, RULE_NOT, 0);
        for (size_t k = 0; k < rules->n_fit; k++)
            leave_out(o, RULE_FIT, (int)k);
        break;
    case BY_FAMILIES:
        leave_out(o, RULE_FAMILIES, 0);
        leave_out(o, RULE_CONFLICTS, 0);
        break;
    case BY_LOCKS:
        for (int k = -1; k < (int)rules->n_locks; k++)
            leave_out(o, RULE_LOCK, k);
        leave_out(o, RULE_PINS, 0);
        break;
    case N_IMPOSED:
        break;
    }
}

eb_status decompose_compile(struct decomposing *d, const struct rules *rules,
                            int n, bool limits, struct compiled **out)
{
    struct omissions o = {0};
    eb_status status = EB_OK;

    for (int kind = 0; kind < N_IMPOSED; kind++)
        if (kind >= n || (kind == BY_LIMITS && !limits))
            leave_out_all(&o, rules, (enum imposed)kind);
    if (o.failed)
        status = EB_NO_MEMORY;
    else
        status = compile(d->books, rules, o.list.at, o.list.n, out, NULL);
    VEC_CLEAR(&o.list);
    return status;
}
