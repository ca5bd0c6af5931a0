/* continuity.c - how closely accounts are tied to their owners, and what it
 * costs to part them: MODEL.md section 8. */
#include "model/compile.h"
#include "model/workings.h"

#include <math.h>
#include <string.h>

enum { MOST_OWNERS = 1000 };

/* ---- The part that does not depend on the receiver ---------------------- */

static long double years_with_owner(const struct compiled *c, int a)
{
    const struct column *since = c->workings->account.owner_since;
    int64_t days;

    if (since == NULL || since->blank[a])
        return 1;
    days = c->workings->as_of - since->number[a];
    return days < 0 ? 0 : (long double)days / 365.25L;
}

static bool renewal_is_near(const struct compiled *c, int a)
{
    const struct column *renewal = c->workings->account.renewal_date;
    int64_t days;

    if (renewal == NULL || renewal->blank[a])
        return false;
    days = renewal->number[a] - c->workings->as_of;
    return days >= 0 && days <= c->rules->continuity.stickiness.renewal_days;
}

static bool opportunity_is_open(const struct compiled *c, int a)
{
    const struct column *open = c->workings->account.open_opportunity;

    return open != NULL && open->number[a] != 0;
}

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a')
                                          : letter;
}

static bool same_word(const char *text, const char *low)
{
    while (*text != '\0' && lower(*text) == lower(*low))
        text++, low++;
    return *text == '\0' && *low == '\0';
}

bool continuity_risk_is_high(const struct compiled *c, int a)
{
    const struct stickiness *s = &c->rules->continuity.stickiness;
    const struct column *risk = c->workings->account.risk;

    if (risk == NULL || risk->blank[a])
        return false;
    for (size_t k = 0; k < s->n_high_risk; k++)
        if (same_word(c->books->words.text.at[risk->word[a]], s->high_risk[k]))
            return true;
    return false;
}

static long double decay(const struct compiled *c, int a)
{
    const struct column *owners = c->workings->account.owners_so_far;
    long double factor = 1;
    long double by =
        decimal_value(c->rules->continuity.stickiness.owner_decay);
    int64_t times;

    if (owners == NULL || owners->blank[a] ||
        !decimal_floor(column_decimal(owners, (size_t)a), 0, &times))
        return factor;
    for (int k = 1; k < times && k <= MOST_OWNERS; k++)
        factor /= by;
    return factor;
}

static long double tie_of(const struct compiled *c, int a)
{
    const struct stickiness *s = &c->rules->continuity.stickiness;
    long double full = decimal_value(s->tenure_years);
    long double years = years_with_owner(c, a);
    long double sum = decimal_value(s->base);

    sum += decimal_value(s->tenure) * (years < full ? years : full) / full;
    if (renewal_is_near(c, a))
        sum += decimal_value(s->renewal);
    if (opportunity_is_open(c, a))
        sum += decimal_value(s->opportunity);
    if (continuity_risk_is_high(c, a))
        sum += decimal_value(s->risk);
    return sum * decay(c, a);
}

/* ---- Account and receiver ----------------------------------------------- */

/* The share of the account's entries that the rep lists. */
static long double share_listed(const struct column *mine, int a,
                                const struct column *theirs, size_t row)
{
    size_t n, listed = 0;

    if (theirs == NULL)
        return 0;
    if (mine->kind == CELL_TEXT)
        return column_has(theirs, row, mine->word[a]) ? 1 : 0;
    n = mine->list_first[a + 1] - mine->list_first[a];
    for (size_t k = mine->list_first[a]; k < mine->list_first[a + 1]; k++)
        listed += column_has(theirs, row, mine->entry[k]);
    return n == 0 ? 0 : (long double)listed / (long double)n;
}

long double continuity_similarity(const struct compiled *c, int account,
                                  int rep)
{
    const struct workings *w = c->workings;
    long double sum = 0;
    int filled = 0;

    for (int k = 0; k < N_ALIKE; k++) {
        const struct column *mine = w->account.alike[k];

        if (mine == NULL || mine->blank[account])
            continue;
        filled++;
        sum += share_listed(mine, account, w->rep.alike[k],
                            (size_t)c->books->rep_row[rep]);
    }
    return filled == 0 ? 0 : sum / (long double)filled;
}

/* Of a rep who has so much in common with the account. */
static long double stick_alike(const struct compiled *c, int account,
                               long double similar)
{
    const struct sticking *s = &c->workings->sticking;
    long double full =
        c->workings->ties[account] * (1 - s->similarity * similar);

    if (!(full > s->least))
        full = s->least;
    return full < s->most ? full : s->most;
}

/* At a rep of -1: who has nothing in common with the account. */
static long double stick(const struct compiled *c, int account, int rep)
{
    return stick_alike(c, account,
                       rep < 0 ? 0 : continuity_similarity(c, account, rep));
}

static long double total_value(const struct compiled *c)
{
    return decimal_value((struct decimal){c->value_total, c->value_decimals});
}

long double value_real(const struct compiled *c, int account)
{
    const struct column *value = c->workings->account.value;

    if (c->workings->ones)
        return 1;
    return decimal_value(
        (struct decimal){value->number[account], value->decimals});
}

/* 1 point for each percent of all accounts, or of the metric's total. */
static int64_t share_moved(const struct compiled *c, int account)
{
    const struct against *against = &c->rules->against;
    int64_t amount = 1;
    int owner = c->books->owner[account];

    if (against->kind == AGAINST_METRIC)
        amount = account_load(c, &against->measure, account, owner);
    if (amount <= 0 || c->workings->disruptable <= 0)
        return 0;
    return rounded(1e11L * (long double)amount /
                   (long double)c->workings->disruptable);
}

static int64_t switch_at(const struct compiled *c, int account,
                         long double sticks)
{
    const struct sticking *s = &c->workings->sticking;
    long double at_stake = sticks * value_real(c, account);

    return rounded(s->points * (at_stake > s->half ? at_stake : s->half) /
                   s->total);
}

int64_t continuity_switch(const struct compiled *c, int account, int rep)
{
    if (!c->workings->switching)
        return 0;
    if (!continuity_is_by_loss(c))
        return share_moved(c, account);
    return switch_at(c, account, stick(c, account, rep));
}

int64_t continuity_least(const struct compiled *c, int account)
{
    int64_t unlike, alike;

    if (!c->workings->switching)
        return 0;
    if (!continuity_is_by_loss(c))
        return share_moved(c, account);
    unlike = switch_at(c, account, stick_alike(c, account, 0));
    alike = switch_at(c, account, stick_alike(c, account, 1));
    return unlike < alike ? unlike : alike;
}

long double continuity_loss(const struct compiled *c, int account, int rep)
{
    return decimal_value(c->rules->continuity.loss_rate) *
           stick(c, account, rep) * value_real(c, account);
}

long double continuity_lost(const struct compiled *c, int account, int rep,
                            int decimals)
{
    long double one = 1, units;

    for (int d = 0; d < decimals; d++)
        one *= 10;
    units = roundl(continuity_loss(c, account, rep) * one);
    return units > 0 ? units : 0;
}

bool continuity_is_by_loss(const struct compiled *c)
{
    return c->rules->goal != GOAL_GENTLEST ||
           c->rules->against.kind == AGAINST_LOSS;
}

static bool may_cost(const struct compiled *c)
{
    const struct continuity *rules = &c->rules->continuity;

    if (!continuity_is_by_loss(c))
        return true;
    return rules->loss_rate.units != 0 &&
           (rules->weight.units != 0 || c->rules->goal == GOAL_GENTLEST);
}

void continuity_recount(struct compiled *c)
{
    struct sticking *s = &c->workings->sticking;

    s->total = total_value(c);
    s->half = s->total / (long double)c->n_in_play / 2;
}

static void find_sticking(struct compiled *c)
{
    const struct continuity *rules = &c->rules->continuity;
    struct sticking *s = &c->workings->sticking;
    bool gentle = c->rules->goal == GOAL_GENTLEST;

    s->similarity = decimal_value(rules->stickiness.similarity);
    s->least = decimal_value(rules->stickiness.least);
    s->most = decimal_value(rules->stickiness.most);
    s->points = 1e9L * (gentle ? 1 : decimal_value(rules->weight)) * 100 *
                decimal_value(rules->loss_rate);
    continuity_recount(c);
}

eb_status continuity_prepare(struct compiled *c)
{
    struct workings *w = c->workings;
    size_t n = n_accounts_of(c);

    find_sticking(c);
    w->switching = may_cost(c);
    w->disruptable = c->rules->against.kind == AGAINST_METRIC
                         ? load_total(c, &c->rules->against.measure)
                         : (wide)c->n_in_play;
    w->ties = NEW(long double, n);
    w->forced_least = NEW(int64_t, n);
    if (w->ties == NULL || w->forced_least == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < n; a++)
        if (in_play(c, (int)a))
            w->ties[a] = tie_of(c, (int)a);
    return EB_OK;
}
