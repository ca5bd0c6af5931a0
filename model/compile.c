/* compile.c - the one place where business becomes numbers: the files that
 * workings.h names, in the order of docs/MODEL.md. */
#include "model/compile.h"

#include "model/workings.h"

#include <string.h>

/* ---- Rules left out ----------------------------------------------------- */

static void omit(struct omitted *omitted, const struct rule_ref *rule)
{
    switch (rule->kind) {
    case RULE_LIMIT:
        omitted->limit[rule->index] = true;
        break;
    case RULE_BUDGET:
        omitted->budget[rule->index] = true;
        break;
    case RULE_LOCK:
        if (rule->index < 0)
            omitted->locked = true;
        else
            omitted->lock[rule->index] = true;
        break;
    case RULE_PINS:
        omitted->pins = true;
        break;
    case RULE_NOT:
        omitted->nots = true;
        break;
    case RULE_TERRITORY:
        omitted->territory = true;
        break;
    case RULE_FAMILIES:
        omitted->families = true;
        break;
    case RULE_CONFLICTS:
        omitted->conflicts = true;
        break;
    case RULE_FIT:
        omitted->fit[rule->index] = true;
        break;
    case RULE_BAND:
        omitted->band[rule->index] = true;
        break;
    case RULE_LOCK_OF:
        omitted->lock_of[rule->index] = true;
        break;
    case RULE_PIN_OF:
        omitted->pin_of[rule->index] = true;
        break;
    case RULE_NOT_OF:
        omitted->not_of[rule->index] = true;
        break;
    case RULE_LIMIT_AT:
    case RULE_BUDGET_AT:
        break; /* in the list of those */
    }
}

static bool has_kind(const struct rule_ref *rules, size_t n,
                     enum rule_kind kind)
{
    for (size_t k = 0; k < n; k++)
        if (rules[k].kind == kind)
            return true;
    return false;
}

/* Room for what single accounts are let off, where any are. */
static eb_status omit_singles(struct compiled *c,
                              const struct rule_ref *without, size_t n)
{
    struct omitted *omitted = &c->workings->omitted;
    const struct {
        enum rule_kind kind;
        bool **flags;
    } of[] = {{RULE_LOCK_OF, &omitted->lock_of},
              {RULE_PIN_OF, &omitted->pin_of},
              {RULE_NOT_OF, &omitted->not_of}};

    for (size_t k = 0; k < sizeof of / sizeof *of; k++)
        if (has_kind(without, n, of[k].kind)) {
            *of[k].flags = NEW(bool, n_accounts_of(c));
            if (*of[k].flags == NULL)
                return EB_NO_MEMORY;
        }
    for (size_t k = 0; k < n; k++)
        if ((without[k].kind == RULE_LIMIT_AT ||
             without[k].kind == RULE_BUDGET_AT) &&
            !VEC_PUSH(&omitted->at_rep, without[k]))
            return EB_NO_MEMORY;
    return EB_OK;
}

bool is_omitted_at(const struct compiled *c, enum rule_kind kind, size_t index,
                   int rep)
{
    const struct omitted *omitted = &c->workings->omitted;

    for (size_t k = 0; k < omitted->at_rep.n; k++)
        if (omitted->at_rep.at[k].kind == kind &&
            omitted->at_rep.at[k].index == (int)index &&
            omitted->at_rep.at[k].rep == rep)
            return true;
    return false;
}

static eb_status omit_rules(struct compiled *c, const struct rule_ref *without,
                            size_t n_without)
{
    struct omitted *omitted = &c->workings->omitted;

    omitted->lock = NEW(bool, c->rules->n_locks);
    omitted->limit = NEW(bool, c->rules->n_limits);
    omitted->budget = NEW(bool, c->rules->continuity.n_budgets);
    omitted->fit = NEW(bool, c->rules->n_fit);
    omitted->band = NEW(bool, c->rules->n_metrics);
    if (omitted->lock == NULL || omitted->limit == NULL ||
        omitted->budget == NULL || omitted->fit == NULL ||
        omitted->band == NULL || omit_singles(c, without, n_without) != EB_OK)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n_without; k++)
        omit(omitted, &without[k]);
    return EB_OK;
}

/* ---- Columns and arrays ------------------------------------------------- */

static void find_columns(struct workings *w, const struct frame *accounts,
                         const struct frame *reps)
{
    struct account_columns *a = &w->account;
    struct rep_columns *r = &w->rep;

    a->value = frame_column(accounts, "value");
    a->territory = frame_column(accounts, "territory");
    a->locked = frame_column(accounts, "locked");
    a->pin = frame_column(accounts, "pin");
    a->outside = frame_column(accounts, "outside");
    a->renewal_date = frame_column(accounts, "renewal_date");
    a->open_opportunity = frame_column(accounts, "open_opportunity");
    a->risk = frame_column(accounts, "risk");
    a->owner_since = frame_column(accounts, "owner_since");
    a->owners_so_far = frame_column(accounts, "owners_so_far");
    a->latitude = frame_column(accounts, "latitude");
    a->longitude = frame_column(accounts, "longitude");
    a->conflict_group = frame_column(accounts, "conflict_group");
    a->alike[0] = frame_column(accounts, "industry");
    a->alike[1] = frame_column(accounts, "segment");
    a->alike[2] = frame_column(accounts, "language");
    r->territories = frame_column(reps, "territories");
    r->capacity = frame_column(reps, "capacity");
    r->fte = frame_column(reps, "fte");
    r->latitude = frame_column(reps, "latitude");
    r->longitude = frame_column(reps, "longitude");
    r->alike[0] = frame_column(reps, "industries");
    r->alike[1] = frame_column(reps, "segments");
    r->alike[2] = frame_column(reps, "languages");
}

static eb_status make_room(struct compiled *c)
{
    struct workings *w = c->workings;
    size_t n = n_accounts_of(c);

    c->share = NEW(struct rep_share, c->books->n_reps);
    c->family_of = NEW(int, n);
    c->state = NEW(enum account_state, n);
    c->force = NEW(enum force, n);
    c->hold = NEW(enum hold, n);
    c->held_by = NEW(int, n);
    c->outside_by = NEW(int, n);
    w->rank = NEW(int, n);
    w->fixed = NEW(int, n);
    w->decision_first = NEW(size_t, n + 1);
    if (c->share == NULL || c->family_of == NULL || c->state == NULL ||
        c->force == NULL || c->hold == NULL || c->held_by == NULL ||
        c->outside_by == NULL || w->rank == NULL || w->fixed == NULL ||
        w->decision_first == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++)
        w->rank[c->books->account_by_id[k]] = (int)k;
    return EB_OK;
}

static eb_status begin(const struct books *books, const struct rules *rules,
                       struct compiled **out)
{
    struct compiled *c = NEW(struct compiled, 1);

    if (c == NULL)
        return EB_NO_MEMORY;
    *out = c;
    c->books = books;
    c->rules = rules;
    c->workings = NEW(struct workings, 1);
    if (c->workings == NULL)
        return EB_NO_MEMORY;
    c->workings->has_as_of = rules->has_as_of || books->has_as_of;
    c->workings->as_of = rules->has_as_of ? rules->as_of : books->as_of;
    find_columns(c->workings, books->accounts, books->reps);
    return make_room(c);
}

static void workings_free(struct workings *w)
{
    if (w == NULL)
        return;
    mem_free(w->omitted.lock);
    mem_free(w->omitted.limit);
    mem_free(w->omitted.budget);
    mem_free(w->omitted.fit);
    mem_free(w->omitted.band);
    mem_free(w->omitted.lock_of);
    mem_free(w->omitted.pin_of);
    mem_free(w->omitted.not_of);
    VEC_CLEAR(&w->omitted.at_rep);
    mem_free(w->heavy);
    mem_free(w->rank);
    mem_free(w->decision_first);
    mem_free(w->fixed);
    keys_clear(&w->eligible.keys);
    keys_clear(&w->eligible.leads);
    VEC_CLEAR(&w->eligible.list_of);
    mem_free(w->eligible.of_family);
    VEC_CLEAR(&w->eligible.exceptions);
    mem_free(w->eligible.first);
    mem_free(w->pair_default);
    mem_free(w->ties);
    mem_free(w->forced_least);
    mem_free(w->group_word);
    mem_free(w->group_of);
    mem_free(w->metric_resource);
    VEC_CLEAR(&w->free_resources);
    mem_free(w->serves);
    mem_free(w->group_total);
    mem_free(w->served_total);
    VEC_CLEAR(&w->budgets);
    mem_free(w->budget_first);
    mem_free(w->book_of);
    mem_free(w->conflict_first);
    VEC_CLEAR(&w->conflict_sets);
    mem_free(w);
}

void compiled_free(struct compiled *compiled)
{
    if (compiled == NULL)
        return;
    problem_free(compiled->problem);
    problem_free(compiled->violation);
    mem_free(compiled->share);
    mem_free(compiled->families);
    mem_free(compiled->members);
    mem_free(compiled->family_of);
    mem_free(compiled->state);
    mem_free(compiled->force);
    mem_free(compiled->hold);
    mem_free(compiled->held_by);
    mem_free(compiled->outside_by);
    mem_free(compiled->resources);
    mem_free(compiled->limits);
    mem_free(compiled->limit_resource);
    mem_free(compiled->target);
    mem_free(compiled->budget_rule);
    mem_free(compiled->budget_owner);
    workings_free(compiled->workings);
    mem_free(compiled);
}

/* ---- The blend ---------------------------------------------------------- */

static eb_status blend_make(struct compiled *c, eb_messages *said)
{
    eb_status status;

    TRY(problem_new((int)c->books->n_reps, (int)c->n_resources, &c->problem));
    TRY(items_add(c, c->problem, true, said));
    TRY(terms_add(c, c->problem));
    for (size_t k = 0; k < c->workings->budgets.n; k++)
        TRY(problem_add_budget(c->problem, c->workings->budgets.at[k].limit,
                               0));
    TRY(problem_finish(c->problem, said));
done:
    return status;
}

/* Everything that comes before the problems. */
static eb_status settle(struct compiled *c, eb_messages *said)
{
    eb_status status;

    TRY(share_out(c, said));
    TRY(hold_settle(c, said));
    TRY(family_form(c));
    TRY(eligible_find(c, said));
    TRY(scope_settle(c, said));
    TRY(conflict_settle(c, said));
    TRY(continuity_prepare(c));
    TRY(resource_check_totals(c, said));
    TRY(resource_group(c));
    TRY(target_set(c, said));
    TRY(band_set(c));
    TRY(budgets_list(c));
    TRY(fit_prepare(c, said));
done:
    return status;
}

eb_status compile_setting(const struct books *books, const struct rules *rules,
                          struct compiled **out, eb_messages *said)
{
    struct compiled *c = NULL;
    eb_status status;

    TRY(begin(books, rules, &c));
    TRY(omit_rules(c, NULL, 0));
    TRY(settle(c, said));
    *out = c;
    c = NULL; /* now the caller's */
done:
    compiled_free(c);
    return status;
}

eb_status compile(const struct books *books, const struct rules *rules,
                  const struct rule_ref *without, size_t n_without,
                  struct compiled **out, eb_messages *said)
{
    struct compiled *c = NULL;
    eb_status status;

    TRY(begin(books, rules, &c));
    TRY(omit_rules(c, without, n_without));
    TRY(settle(c, said));
    TRY(blend_make(c, said));
    TRY(violation_make(c, said));
    *out = c;
    c = NULL; /* now the caller's */
done:
    compiled_free(c);
    return status;
}

eb_status compiled_band(struct compiled *compiled, int64_t factor,
                        eb_messages *said)
{
    compiled->workings->factor = factor;
    terms_limit(compiled, compiled->problem);
    problem_free(compiled->violation);
    compiled->violation = NULL;
    return violation_make(compiled, said);
}

size_t compiled_limits(const struct compiled *compiled)
{
    return compiled->workings->factor < 0 ? compiled->rules->n_limits
                                          : compiled->n_limits;
}

/* ---- What an account costs ---------------------------------------------- */

int64_t account_cost(const struct compiled *compiled, int account, int rep,
                     enum cost_part part)
{
    bool at_home = compiled->books->owner[account] == rep;

    if (!in_play(compiled, account))
        return 0;
    if (part == COST_FIT)
        return held(fit_shared(compiled, account, rep) +
                    fit_pairs(compiled, account,
                              books_pair(compiled->books, account, rep)));
    if (compiled->state[account] == STATE_FORCED)
        return continuity_switch(compiled, account, rep) -
               compiled->workings->forced_least[account];
    if (compiled->state[account] == STATE_SETTLED && !at_home)
        return continuity_switch(compiled, account, rep);
    return 0;
}

double account_loss(const struct compiled *compiled, int account, int rep)
{
    enum account_state state = compiled->state[account];

    if (state == STATE_FORCED ||
        (state == STATE_SETTLED && compiled->books->owner[account] != rep))
        return (double)continuity_loss(compiled, account, rep);
    return 0;
}
