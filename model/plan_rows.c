/* plan_rows.c - what becomes of each account, what it costs, and who would
 * have been next best. */
#include "model/facts.h"

/* ---- Next best --------------------------------------------------------- */

struct next_best {
    int rep; /* or -1 */
    int64_t cost;
    const char *blocked_by;
};

static eb_status find_next_best(struct facts *facts, int item,
                                struct arcs *arcs, struct next_best *out)
{
    struct change_of best;

    *out = (struct next_best){-1, 0, ""};
    if (!standing_cheapest(&facts->standing, item, arcs, &out->rep, &best))
        return EB_OK;
    out->cost = best.delta;
    if (best.breach == BREACH_NONE)
        return EB_OK;
    facts_say_breach(facts, &best, item, &facts->phrase);
    out->blocked_by = facts_text(facts);
    return out->blocked_by == NULL ? EB_NO_MEMORY : EB_OK;
}

/* ---- Rows -------------------------------------------------------------- */

enum change account_change(const struct compiled *c, int account, int rep)
{
    switch (c->state[account]) {
    case STATE_UNASSIGNABLE:
        return CHANGE_UNASSIGNED;
    case STATE_UNOWNED:
        return CHANGE_PLACED;
    case STATE_FORCED:
        return CHANGE_FORCED;
    default:
        return rep == c->books->owner[account] ? CHANGE_KEPT : CHANGE_MOVED;
    }
}

static void fill_row(struct facts *facts, int account, int rep,
                     const struct next_best *next)
{
    const struct compiled *c = facts->c;
    struct assignment_row *row = &facts->plan->rows[account];

    row->rep = rep;
    row->change = account_change(c, account, rep);
    row->next_best = next->rep;
    row->next_cost = next->cost;
    row->blocked_by = next->blocked_by;
    row->cost_fit = account_cost(c, account, rep, COST_FIT);
    row->cost_switch = account_cost(c, account, rep, COST_SWITCH);
    if (row->change == CHANGE_MOVED || row->change == CHANGE_FORCED)
        row->loss = account_loss(c, account, rep);
}

static eb_status fill_family(struct facts *facts, int f, struct arcs *arcs)
{
    const struct family *family = &facts->c->families[f];
    struct next_best next;
    eb_status status;

    if (family->item < 0)
        return EB_OK;
    TRY(find_next_best(facts, family->item, arcs, &next));
    for (size_t k = 0; k < family->n; k++)
        fill_row(facts, facts->c->members[family->first + k],
                 facts->standing.agent[family->item], &next);
done:
    return status;
}

/* Accounts that are in no item keep this. */
static void fill_idle(struct facts *facts, int account)
{
    const struct compiled *c = facts->c;
    struct assignment_row *row = &facts->plan->rows[account];
    bool outside = c->state[account] == STATE_OUTSIDE;

    *row = (struct assignment_row){
        .rep = outside ? c->books->owner[account] : -1,
        .change = outside ? CHANGE_KEPT : CHANGE_UNASSIGNED,
        .next_best = -1,
        .blocked_by = ""};
}

/* ---- Totals ------------------------------------------------------------ */

static void count_settled(struct plan *plan, bool stays, int64_t value)
{
    plan->n_settled++;
    plan->value_settled += value;
    if (!stays)
        return;
    plan->n_kept++;
    plan->n_settled_kept++;
    plan->value_settled_kept += value;
}

static void count_account(struct facts *facts, int account)
{
    struct plan *plan = facts->plan;
    const struct assignment_row *row = &plan->rows[account];
    int64_t value = facts_value(facts, account);

    switch (facts->c->state[account]) {
    case STATE_OUTSIDE:
        plan->n_outside++;
        return;
    case STATE_UNASSIGNABLE:
        plan->n_unassignable++;
        return;
    case STATE_UNOWNED:
        plan->n_placed++;
        break;
    case STATE_FORCED:
        plan->n_forced++;
        plan->value_forced += value;
        plan->loss_forced += row->loss;
        break;
    case STATE_SETTLED:
        count_settled(plan, row->change == CHANGE_KEPT, value);
        if (row->change == CHANGE_MOVED) {
            plan->n_moved++;
            plan->value_moved += value;
            plan->loss_moved += row->loss;
        }
        break;
    }
    plan->n_in_play++;
    plan->fit += row->cost_fit;
    plan->disruption += row->cost_switch;
}

/* In order of id, so that sums of doubles do not depend on the input's. */
static void count_all(struct facts *facts)
{
    const struct books *books = facts->c->books;

    for (size_t k = 0; k < books->n_accounts; k++)
        count_account(facts, books->account_by_id[k]);
}

eb_status facts_rows(struct facts *facts)
{
    const struct compiled *c = facts->c;
    struct arcs arcs;
    eb_status status;

    TRY(arcs_new(c->problem, &arcs));
    facts->plan->rows =
        FACTS_NEW(facts, struct assignment_row, c->books->n_accounts);
    status = facts->plan->rows == NULL ? EB_NO_MEMORY : EB_OK;
    for (size_t a = 0; status == EB_OK && a < c->books->n_accounts; a++)
        if (!in_play(c, (int)a))
            fill_idle(facts, (int)a);
    for (size_t f = 0; status == EB_OK && f < c->n_families; f++)
        status = fill_family(facts, (int)f, &arcs);
    arcs_clear(&arcs);
    if (status == EB_OK)
        count_all(facts);
done:
    return status;
}
