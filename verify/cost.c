/* cost.c - what each account costs at each rep: fit, and the disruption of a
 * move (MODEL.md sections 7 and 8). */
#include "verify/world.h"

#include <math.h>
#include <string.h>

enum { MOST_OWNERS = 1000 };

static const long double MOST_COST = 1152921504606846976.0L; /* 2^60 */

/* ---- Value ---- */

static eb_status read_values(struct world *w)
{
    int column = sheet_find(&w->accounts, "value");
    struct numbers numbers;
    int64_t sum = 0;
    eb_status status = EB_OK;

    TRY(read_numbers(&w->accounts, column, &numbers, w->said));
    w->value_scale = numbers.scale;
    w->value = ITEMS(&w->memory, int64_t, (size_t)w->n_accounts);
    if (w->value == NULL)
        return EB_NO_MEMORY;
    for (int a = 0; a < w->n_accounts; a++) {
        struct decimal cell =
            numbers.there ? numbers.at[a] : (struct decimal){1, 0};

        if (!decimal_scale(cell, w->value_scale, &w->value[a]) ||
            w->value[a] > ((int64_t)1 << 53) ||
            w->value[a] < -((int64_t)1 << 53))
            return fail(EB_BAD_DATA, w->said, "a value is too large");
        if (is_in_play(w, a))
            sum += w->value[a];
    }
    w->value_is_one = sum <= 0;
    w->all_value = decimal_value((struct decimal){sum, w->value_scale});
    if (w->value_is_one)
        w->all_value = (long double)w->n_scope;
done:
    return status;
}

static long double value_of(const struct world *w, int a)
{
    if (w->value_is_one)
        return 1.0L;
    return decimal_value((struct decimal){w->value[a], w->value_scale});
}

/* ---- How attached an account is to its owner ---- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_same_word(const char *a, const char *b)
{
    while (*a != '\0' && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}

static bool is_high_risk(const struct world *w, const char *cell)
{
    static const char *const words[] = {"high", "critical", "red",
                                        "yes",  "true",     "1"};

    if (*cell == '\0')
        return false;
    if (w->rules.high_risk == NULL) {
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (is_same_word(cell, words[k]))
                return true;
        return false;
    }
    for (const struct node *k = w->rules.high_risk->first; k != NULL;
         k = k->next)
        if (k->text != NULL && is_same_word(cell, k->text))
            return true;
    return false;
}

static long double years_of(const struct world *w, const struct dates *since,
                            size_t a)
{
    if (!w->has_as_of || !since->filled[a])
        return 1.0L;
    if (since->at[a] > w->as_of)
        return 0.0L;
    return (long double)(w->as_of - since->at[a]) / 365.25L;
}

static long double decay_of(const struct world *w,
                            const struct numbers *owners, size_t a)
{
    long double f = 1.0L;
    int64_t n = 1;

    if (!owners->filled[a] || !decimal_floor(owners->at[a], 0, &n))
        return f;
    for (int64_t k = 1; k < n && k <= MOST_OWNERS; k++)
        f /= w->rules.stick.owner_decay;
    return f;
}

struct attachment {
    struct dates renewal, since;
    struct numbers owners;
    int opportunity, risk;
};

static bool renews_soon(const struct world *w, const struct dates *renewal,
                        size_t a)
{
    int64_t days = w->has_as_of ? renewal->at[a] - w->as_of : -1;

    return renewal->filled[a] && days >= 0 &&
           (long double)days <= w->rules.stick.renewal_days;
}

static long double stick_of(const struct world *w, const struct attachment *at,
                            size_t a)
{
    const struct stickiness *s = &w->rules.stick;
    long double years = years_of(w, &at->since, a), sum;
    const char *risk = sheet_cell(&w->accounts, a, at->risk);

    if (years > s->tenure_years)
        years = s->tenure_years;
    sum = s->base + s->tenure * years / s->tenure_years;
    if (renews_soon(w, &at->renewal, a))
        sum += s->renewal;
    if (sheet_yes(&w->accounts, a, at->opportunity, false))
        sum += s->opportunity;
    if (is_high_risk(w, risk))
        sum += s->risk;
    return sum * decay_of(w, &at->owners, a);
}

static eb_status read_stick(struct world *w)
{
    const struct sheet *sheet = &w->accounts;
    struct attachment at;
    eb_status status = EB_OK;

    TRY(read_dates(sheet, sheet_find(sheet, "renewal_date"), &at.renewal,
                   w->said));
    TRY(read_dates(sheet, sheet_find(sheet, "owner_since"), &at.since,
                   w->said));
    TRY(read_numbers(sheet, sheet_find(sheet, "owners_so_far"), &at.owners,
                     w->said));
    at.opportunity = sheet_find(sheet, "open_opportunity");
    at.risk = sheet_find(sheet, "risk");
    w->stick = ITEMS(&w->memory, long double, (size_t)w->n_accounts);
    if (w->stick == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < (size_t)w->n_accounts; a++)
        w->stick[a] = stick_of(w, &at, a);
done:
    return status;
}

static long double similarity_of(const struct world *w, int a, int r)
{
    long double sum = 0.0L;
    int asked = 0;

    for (size_t k = 0; k < 3; k++)
        if (match_is_asked(&w->similarity[k], a)) {
            sum += match_share(&w->similarity[k], a, r);
            asked++;
        }
    return asked == 0 ? 0.0L : sum / (long double)asked;
}

static long double stick_at(const struct world *w, int a, int r)
{
    const struct stickiness *s = &w->rules.stick;
    long double alike = r < 0 ? 0.0L : similarity_of(w, a, r);
    long double stick = w->stick[a] * (1.0L - s->similarity * alike);

    return stick < s->least ? s->least : stick > s->most ? s->most : stick;
}

long double expected_loss(const struct world *w, int a, int r)
{
    return w->rules.loss_rate * stick_at(w, a, r) * value_of(w, a);
}

/* 1 point for each percent of the accounts, or of the metric's total. */
static long double share_cost(const struct world *w, int a)
{
    long double all = (long double)w->n_scope, part = 1.0L;

    if (w->against >= 0) {
        all = (long double)w->spec[w->against].total;
        part = (long double)account_weight(w, w->against, a, w->owner[a]);
    }
    return part > 0.0L && all > 0.0L ? roundl(1e11L * part / all) : 0.0L;
}

/* Whether moves count for what they are, not for what may be lost by them. */
static bool is_share(const struct world *w)
{
    const char *against = w->rules.against;

    return rules_are_gentle(&w->rules) && against != NULL &&
           strcmp(against, "loss") != 0;
}

long double switch_cost(const struct world *w, int a, int r)
{
    long double weight =
        rules_are_gentle(&w->rules) ? 1.0L : w->rules.continuity;
    long double half = w->all_value / (long double)w->n_scope / 2.0L;
    long double stake = stick_at(w, a, r) * value_of(w, a);

    if (is_share(w))
        return share_cost(w, a);
    if (stake < half)
        stake = half;
    return roundl(1e9L * weight * 100.0L * w->rules.loss_rate * stake /
                  w->all_value);
}

int64_t account_disruption(const struct world *w, int a, int r)
{
    long double cost;

    if (w->state[a] != SETTLED && w->state[a] != FORCED)
        return 0;
    if (w->state[a] == SETTLED && w->owner[a] == r)
        return 0;
    cost = switch_cost(w, a, r);
    if (!(cost < MOST_COST && cost > -MOST_COST))
        return 0; /* refused when the arcs were priced */
    return (int64_t)cost - w->least_switch[a];
}

/* ---- Fit ---- */

/* The dearest of an account's listed pairs: largest cost, least fit. */
struct dearest {
    bool any;
    long double value;
};

static struct dearest find_dearest(const struct world *w, int a,
                                   const struct numbers *cells, bool largest)
{
    struct dearest found = {false, 0.0L};

    for (size_t k = w->first_pair[a]; k < w->first_pair[a + 1]; k++) {
        size_t row = w->pair[k].row;
        long double value = decimal_value(cells->at[row]);

        if (!cells->filled[row])
            continue;
        if (!found.any ||
            (largest ? value > found.value : value < found.value))
            found.value = value;
        found.any = true;
    }
    return found;
}

/* Cost or fit of the pair; false if the account has none that counts. */
static bool pair_value(const struct world *w, const struct term_rule *term,
                       int a, int r, struct dearest dearest,
                       long double *value)
{
    const struct numbers *cells =
        term->kind == TERM_PAIR_COST ? &w->pair_cost : &w->pair_fit;
    const struct pair *pair = find_pair(w, a, r);

    if (pair != NULL && cells->filled[pair->row])
        *value = decimal_value(cells->at[pair->row]);
    else if (term->has_missing)
        *value = term->missing;
    else
        *value = dearest.value;
    return (pair != NULL && cells->filled[pair->row]) || term->has_missing ||
           dearest.any;
}

static long double per_account(const struct world *w, long double weight,
                               long double misfit)
{
    return roundl(1e9L * weight * 100.0L * misfit / (long double)w->n_scope);
}

static long double term_cost(const struct world *w, size_t k, int a, int r,
                             struct dearest dearest)
{
    const struct term_rule *term = &w->rules.term[k];
    long double value;

    switch (term->kind) {
    case TERM_MATCH:
        return per_account(w, term->weight,
                           match_misfit(&w->term_match[k], a, r));
    case TERM_DISTANCE:
        return roundl(1e9L * term->weight * distance_km(w, a, r) /
                      (long double)w->n_scope);
    case TERM_PAIR_COST:
        if (!pair_value(w, term, a, r, dearest, &value))
            return 0.0L;
        return roundl(1e9L * term->weight * value);
    case TERM_PAIR_FIT:
        if (!pair_value(w, term, a, r, dearest, &value))
            return 0.0L;
        return per_account(w, term->weight, 1.0L - value);
    }
    return 0.0L;
}

static eb_status add_cost(const struct world *w, long double cost,
                          int64_t *sum)
{
    long double all = (long double)*sum + cost;

    if (!(all <= MOST_COST && all >= -MOST_COST))
        return fail(EB_BAD_DATA, w->said, "a cost is too large");
    *sum += (int64_t)cost;
    return EB_OK;
}

/* One term of one account, at each arc of its family. */
static eb_status add_term(struct world *w, size_t k, int a)
{
    const struct term_rule *term = &w->rules.term[k];
    struct dearest dearest = {false, 0.0L};
    int f = w->family[a];
    eb_status status = EB_OK;

    if (term->kind == TERM_PAIR_COST)
        dearest = find_dearest(w, a, &w->pair_cost, true);
    if (term->kind == TERM_PAIR_FIT)
        dearest = find_dearest(w, a, &w->pair_fit, false);
    for (size_t arc = w->first_arc[f]; arc < w->first_arc[f + 1]; arc++)
        TRY(add_cost(w, term_cost(w, k, a, w->arc_rep[arc], dearest),
                     &w->arc_fit[arc]));
done:
    return status;
}

static eb_status add_graded(struct world *w, int a)
{
    int f = w->family[a];
    eb_status status = EB_OK;

    for (size_t arc = w->first_arc[f]; arc < w->first_arc[f + 1]; arc++)
        TRY(add_cost(w,
                     per_account(w, w->rules.territory_weight,
                                 territory_misfit(w, a, w->arc_rep[arc])),
                     &w->arc_fit[arc]));
done:
    return status;
}

static eb_status add_fit(struct world *w, int a)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < w->rules.n_terms; k++)
        TRY(add_term(w, k, a));
    if (w->rules.territory == TERRITORY_GRADED)
        TRY(add_graded(w, a));
done:
    return status;
}

/* ---- Disruption ---- */

static eb_status settle_least(struct world *w, int a)
{
    int f = w->family[a];
    long double least = 0.0L;

    if (w->state[a] != FORCED)
        return EB_OK;
    for (size_t arc = w->first_arc[f]; arc < w->first_arc[f + 1]; arc++) {
        long double cost = switch_cost(w, a, w->arc_rep[arc]);

        if (arc == w->first_arc[f] || cost < least)
            least = cost;
    }
    return add_cost(w, least, &w->least_switch[a]);
}

static eb_status add_switch(struct world *w, int a)
{
    int f = w->family[a];
    eb_status status = EB_OK;

    if (w->state[a] != SETTLED && w->state[a] != FORCED)
        return EB_OK;
    TRY(settle_least(w, a));
    for (size_t arc = w->first_arc[f]; arc < w->first_arc[f + 1]; arc++) {
        int r = w->arc_rep[arc];

        if (w->state[a] == SETTLED && w->owner[a] == r)
            continue;
        TRY(add_cost(w, switch_cost(w, a, r) - (long double)w->least_switch[a],
                     &w->arc_disruption[arc]));
    }
done:
    return status;
}

eb_status world_losses(struct world *world)
{
    eb_status status;

    TRY(read_values(world));
    TRY(read_stick(world));
done:
    return status;
}

eb_status world_costs(struct world *world)
{
    size_t n = world->first_arc[world->n_families];
    eb_status status = EB_OK;

    world->against = -1;
    if (is_share(world) && strcmp(world->rules.against, "moves") != 0)
        TRY(add_spec(world, world->rules.against, NULL, &world->against));
    world->arc_fit = ITEMS(&world->memory, int64_t, n);
    world->arc_disruption = ITEMS(&world->memory, int64_t, n);
    world->least_switch =
        ITEMS(&world->memory, int64_t, (size_t)world->n_accounts);
    if (world->arc_fit == NULL || world->arc_disruption == NULL ||
        world->least_switch == NULL)
        return EB_NO_MEMORY;
    for (int a = 0; a < world->n_accounts; a++) {
        if (!is_in_play(world, a))
            continue;
        if (!rules_are_gentle(&world->rules))
            TRY(add_fit(world, a));
        TRY(add_switch(world, a));
    }
done:
    return status;
}
