/* resource.c - what accounts weigh, and the groups within which metrics are
 * balanced: MODEL.md section 5. */
#include "model/compile.h"
#include "model/workings.h"

#include <stdlib.h>
#include <string.h>

static const wide largest_total = (wide)1 << 53;

/* ---- Weights ------------------------------------------------------------ */

static int64_t pair_load(const struct measure *measure,
                         const struct pair *pair)
{
    int64_t amount;

    if (!decimal_scale(pair->workload, measure->decimals, &amount))
        amount = pair->workload.units < 0 ? -INT64_MAX : INT64_MAX;
    return amount < 0 && measure->negative == NEGATIVE_ZERO ? 0 : amount;
}

static int64_t largest_listed(const struct compiled *c,
                              const struct measure *measure, int a)
{
    const struct books *books = c->books;
    int64_t most = INT64_MIN;

    for (size_t k = books->pair_first[a]; k < books->pair_first[a + 1]; k++)
        if (books->pairs[k].has_workload) {
            int64_t amount = pair_load(measure, &books->pairs[k]);

            most = amount > most ? amount : most;
        }
    return most == INT64_MIN ? 0 : most;
}

int64_t load_alone(const struct compiled *c, const struct measure *measure,
                   int account)
{
    if (!measure->from_pairs || measure->column != NULL)
        return measure_of(measure, (size_t)account);
    if (!where_holds(&measure->where, (size_t)account))
        return 0;
    return largest_listed(c, measure, account);
}

int64_t account_load(const struct compiled *c, const struct measure *measure,
                     int account, int rep)
{
    const struct pair *pair;

    if (measure->from_pairs) {
        pair = books_pair(c->books, account, rep);
        if (pair != NULL && pair->has_workload)
            return where_holds(&measure->where, (size_t)account)
                       ? pair_load(measure, pair)
                       : 0;
    }
    return load_alone(c, measure, account);
}

wide load_total(const struct compiled *c, const struct measure *measure)
{
    wide sum = 0;

    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (in_play(c, (int)a))
            sum += load_alone(c, measure, (int)a);
    return sum;
}

/* ---- Totals that are too large ------------------------------------------ */

static wide size_of(int64_t amount)
{
    return amount < 0 ? -(wide)amount : amount;
}

/* The largest absolute weight that the account has at any rep. */
static wide largest_size(const struct compiled *c,
                         const struct measure *measure, int a)
{
    const struct books *books = c->books;
    wide most = size_of(load_alone(c, measure, a));

    if (!measure->from_pairs || !where_holds(&measure->where, (size_t)a))
        return most;
    for (size_t k = books->pair_first[a]; k < books->pair_first[a + 1]; k++)
        if (books->pairs[k].has_workload) {
            wide size = size_of(pair_load(measure, &books->pairs[k]));

            most = size > most ? size : most;
        }
    return most;
}

static eb_status check_total(const struct compiled *c,
                             const struct measure *measure, eb_messages *said)
{
    wide sum = 0;

    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (in_play(c, (int)a))
            sum += largest_size(c, measure, (int)a);
    if (sum <= largest_total)
        return EB_OK;
    return fault(said, (struct place){c->books->accounts->table->file, 0, 0},
                 "metric \"%s\": the total is too large to add up exactly "
                 "(over 2^53 of its smallest unit)",
                 measure->name);
}

static eb_status check_losses(const struct compiled *c,
                              const struct move_budget *budget,
                              eb_messages *said)
{
    long double sum = 0;

    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (c->state[a] == STATE_SETTLED)
            sum += continuity_lost(c, (int)a, -1, budget->measure.decimals);
    if (sum <= (long double)largest_total)
        return EB_OK;
    return fault(said, (struct place){c->books->accounts->table->file, 0, 0},
                 "max_loss: what may be lost in all is too large to add up "
                 "exactly (over 2^53 of its smallest unit)");
}

eb_status resource_check_totals(struct compiled *c, eb_messages *said)
{
    const struct rules *rules = c->rules;
    eb_status status = EB_OK;

    for (size_t m = 0; m < rules->n_metrics; m++)
        TRY(check_total(c, &rules->metrics[m].measure, said));
    for (size_t k = 0; k < rules->n_limits; k++)
        TRY(check_total(c, &rules->limits[k].measure, said));
    for (size_t k = 0; k < rules->continuity.n_budgets; k++)
        if (rules->continuity.budgets[k].kind == BUDGET_LOSS)
            TRY(check_losses(c, &rules->continuity.budgets[k], said));
        else
            TRY(check_total(c, &rules->continuity.budgets[k].measure, said));
    if (rules->against.kind == AGAINST_METRIC)
        TRY(check_total(c, &rules->against.measure, said));
done:
    return status;
}

/* ---- Groups ------------------------------------------------------------- */

struct group {
    const char *name;
    int word;
};

static int by_name(const void *left, const void *right)
{
    const struct group *a = left, *b = right;

    return strcmp(a->name, b->name);
}

static eb_status one_group(struct compiled *c)
{
    struct workings *w = c->workings;

    w->n_groups = 1;
    w->group_word = NEW(int, 1);
    if (w->group_word == NULL)
        return EB_NO_MEMORY;
    w->group_word[0] = -1;
    return EB_OK;
}

/* The words in use, each once; `number` of a word becomes 1. */
static void list_words(const struct compiled *c, int *number,
                       struct group *groups, int *n)
{
    const struct column *column = c->rules->balance_within;

    for (size_t a = 0; a < n_accounts_of(c); a++) {
        int word = column->word[a];

        if (!in_play(c, (int)a) || number[word] != 0)
            continue;
        number[word] = 1;
        groups[(*n)++] = (struct group){c->books->words.text.at[word], word};
    }
}

static eb_status number_groups(struct compiled *c, int *number)
{
    struct workings *w = c->workings;
    const struct column *column = c->rules->balance_within;
    struct group *groups = NEW(struct group, n_accounts_of(c));
    eb_status status = EB_OK;

    if (groups == NULL)
        return EB_NO_MEMORY;
    list_words(c, number, groups, &w->n_groups);
    qsort(groups, (size_t)w->n_groups, sizeof *groups, by_name);
    w->group_word = NEW(int, (size_t)w->n_groups);
    if (w->group_word == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (int g = 0; g < w->n_groups; g++) {
        w->group_word[g] = groups[g].word;
        number[groups[g].word] = g;
    }
    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (in_play(c, (int)a))
            w->group_of[a] = number[column->word[a]];
done:
    mem_free(groups);
    return status;
}

eb_status resource_group(struct compiled *c)
{
    const struct column *column = c->rules->balance_within;
    eb_status status;
    int *number;

    c->workings->group_of = NEW(int, n_accounts_of(c));
    if (c->workings->group_of == NULL)
        return EB_NO_MEMORY;
    if (column == NULL)
        return one_group(c);
    number = NEW(int, c->books->words.text.n);
    if (number == NULL)
        return EB_NO_MEMORY;
    status = number_groups(c, number);
    mem_free(number);
    return status;
}
