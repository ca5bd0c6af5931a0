/* budgets.c - how much may be moved by choice: MODEL.md section 9. */
#include "model/compile.h"
#include "model/workings.h"

#include <string.h>

/* What the account takes of the budget when it leaves its owner: of losses, the most
 * that it can take. */
static int64_t amount_of(const struct compiled *c,
                         const struct move_budget *rule, int a)
{
    int64_t amount;

    if (c->state[a] != STATE_SETTLED)
        return 0;
    if (rule->kind == BUDGET_MOVES)
        return 1;
    if (rule->kind == BUDGET_LOSS)
        return (int64_t)continuity_lost(c, a, -1, rule->measure.decimals);
    amount = account_load(c, &rule->measure, a, c->books->owner[a]);
    return amount < 0 ? 0 : amount;
}

static int64_t share_of(struct decimal share, wide total)
{
    wide part = share.units * total;

    for (int d = 0; d < share.decimals; d++)
        part /= 10; /* the same as one division, for what is not negative */
    return part < 0 ? 0 : (int64_t)part;
}

static int64_t amount_as_load(struct decimal amount, int decimals)
{
    int64_t load;

    if (!decimal_floor(amount, decimals, &load))
        return INT64_MAX;
    return load < 0 ? 0 : load;
}

static int64_t limit_of(const struct compiled *c,
                        const struct move_budget *rule)
{
    if (rule->kind == BUDGET_MOVED_SHARE)
        return share_of(rule->amount, load_total(c, &rule->measure));
    return amount_as_load(rule->amount, rule->measure.decimals);
}

static eb_status add_line(struct compiled *c, size_t rule, int owner,
                          int64_t limit, wide all)
{
    struct workings *w = c->workings;
    struct budget_line line = {limit, 1, all, (int)rule, owner};
    int decimals = c->rules->continuity.budgets[rule].measure.decimals;

    for (int d = 0; d < decimals; d++)
        line.one *= 10;
    return VEC_PUSH(&w->budgets, line) ? EB_OK : EB_NO_MEMORY;
}

/* What the settled accounts of each owner weigh, negative ones too, as at
 * pairs without a row. */
static void weigh_books(const struct compiled *c,
                        const struct move_budget *rule, wide *weight)
{
    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (c->state[a] == STATE_SETTLED)
            weight[c->books->owner[a]] +=
                load_alone(c, &rule->measure, (int)a);
}

/* What may leave a book: all of it, where the caller left its budget out. */
static int64_t limit_of_book(const struct compiled *c, size_t rule, size_t rep,
                             wide weight, wide all)
{
    const struct move_budget *budget = &c->rules->continuity.budgets[rule];

    if (is_omitted_at(c, RULE_BUDGET_AT, rule, (int)rep))
        return held(all);
    return share_of(budget->amount, weight);
}

/* One line for each owner. */
static eb_status add_books(struct compiled *c, size_t rule, const wide *all)
{
    const struct move_budget *budget = &c->rules->continuity.budgets[rule];
    wide *weight = NEW(wide, c->books->n_reps);
    eb_status status = EB_OK;

    if (weight == NULL)
        return EB_NO_MEMORY;
    weigh_books(c, budget, weight);
    for (size_t r = 0; r < c->books->n_reps; r++)
        if (c->workings->book_of[r] >= 0)
            TRY(add_line(c, rule, (int)r,
                         limit_of_book(c, rule, r, weight[r], all[r]),
                         all[r]));
done:
    mem_free(weight);
    return status;
}

static eb_status add_rule(struct compiled *c, size_t rule)
{
    const struct move_budget *budget = &c->rules->continuity.budgets[rule];
    wide *all = NEW(wide, c->books->n_reps), sum = 0;
    eb_status status;

    if (all == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (c->state[a] == STATE_SETTLED)
            all[c->books->owner[a]] += amount_of(c, budget, (int)a);
    for (size_t r = 0; r < c->books->n_reps; r++)
        sum += all[r];
    if (budget->kind == BUDGET_PER_BOOK)
        status = add_books(c, rule, all);
    else
        status = add_line(c, rule, -1, limit_of(c, budget), sum);
    mem_free(all);
    return status;
}

/* Owners of settled accounts, in order of id. */
static void number_books(struct compiled *c)
{
    int *book_of = c->workings->book_of;
    int n = 0;

    for (size_t r = 0; r < c->books->n_reps; r++)
        book_of[r] = -1;
    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (c->state[a] == STATE_SETTLED)
            book_of[c->books->owner[a]] = 0;
    for (size_t r = 0; r < c->books->n_reps; r++)
        if (book_of[r] == 0)
            book_of[r] = n++;
}

eb_status budgets_list(struct compiled *c)
{
    struct workings *w = c->workings;
    size_t n = c->rules->continuity.n_budgets;
    eb_status status = EB_OK;

    w->book_of = NEW(int, c->books->n_reps);
    w->budget_first = NEW(size_t, n);
    if (w->book_of == NULL || w->budget_first == NULL)
        return EB_NO_MEMORY;
    number_books(c);
    for (size_t k = 0; k < n; k++) {
        w->budget_first[k] = w->budgets.n;
        if (!w->omitted.budget[k])
            TRY(add_rule(c, k));
    }
    c->budget_rule = NEW(int, w->budgets.n);
    c->budget_owner = NEW(int, w->budgets.n);
    if (c->budget_rule == NULL || c->budget_owner == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < w->budgets.n; k++) {
        c->budget_rule[k] = w->budgets.at[k].rule;
        c->budget_owner[k] = w->budgets.at[k].owner;
    }
done:
    return status;
}

/* ---- What a family takes ------------------------------------------------ */

/* Whether an earlier member has the same owner. */
static bool owner_seen(const struct compiled *c, const struct family *family,
                       size_t k)
{
    int owner = c->books->owner[c->members[family->first + k]];

    for (size_t j = 0; j < k; j++) {
        int a = c->members[family->first + j];

        if (c->state[a] == STATE_SETTLED && c->books->owner[a] == owner)
            return true;
    }
    return false;
}

static int64_t amount_of_owner(const struct compiled *c,
                               const struct family *family,
                               const struct move_budget *rule, int owner)
{
    int64_t sum = 0;

    for (size_t k = 0; k < family->n; k++) {
        int a = c->members[family->first + k];

        if (c->books->owner[a] == owner)
            sum += amount_of(c, rule, a);
    }
    return sum;
}

eb_status budgets_add_leaves(const struct compiled *c, int family,
                             struct problem *p)
{
    const struct workings *w = c->workings;
    const struct family *f = &c->families[family];
    eb_status status = EB_OK;

    for (size_t b = 0; b < c->rules->continuity.n_budgets; b++) {
        const struct move_budget *rule = &c->rules->continuity.budgets[b];
        size_t first = w->budget_first[b];

        if (w->omitted.budget[b])
            continue;
        if (rule->kind == BUDGET_LOSS) {
            TRY(losses_add_leaves(c, family, rule->measure.decimals,
                                  (int)first, p));
            continue;
        }
        for (size_t k = 0; k < f->n; k++) {
            int a = c->members[f->first + k], owner = c->books->owner[a];
            size_t line = first;

            if (c->state[a] != STATE_SETTLED || owner_seen(c, f, k))
                continue;
            if (rule->kind == BUDGET_PER_BOOK)
                line += (size_t)w->book_of[owner];
            TRY(problem_add_leave(p, owner, (int)line,
                                  amount_of_owner(c, f, rule, owner)));
        }
    }
done:
    return status;
}
