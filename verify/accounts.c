/* accounts.c - who owns what today, and what decisions, locks, pins and pairs
 * say of each account. */
#include "verify/world.h"

#include "verify/where.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static eb_status bad_usage(const struct world *w, const char *what)
{
    return fail(EB_BAD_DATA, w->said, "%s", what);
}

/* ---- Ids ---- */

struct named_row {
    const char *id;
    int row;
};

static int compare_ids(const void *a, const void *b)
{
    const struct named_row *x = a, *y = b;

    return strcmp(x->id, y->id);
}

static eb_status sort_accounts(struct world *w)
{
    size_t n = (size_t)w->n_accounts;
    struct named_row *rows = ITEMS(&w->memory, struct named_row, n);

    w->order = ITEMS(&w->memory, int, n);
    w->rank = ITEMS(&w->memory, int, n);
    if (rows == NULL || w->order == NULL || w->rank == NULL)
        return EB_NO_MEMORY;
    for (int a = 0; a < w->n_accounts; a++)
        rows[a] = (struct named_row){w->account[a], a};
    qsort(rows, n, sizeof *rows, compare_ids);
    for (int k = 0; k < w->n_accounts; k++) {
        w->order[k] = rows[k].row;
        w->rank[rows[k].row] = k;
    }
    return EB_OK;
}

static eb_status read_ids(struct world *w)
{
    int id = sheet_find(&w->accounts, "id");
    size_t rows = sheet_rows(&w->accounts);

    if (id < 0)
        return bad_usage(w, "the rules name no column id of the accounts");
    w->n_accounts = (int)rows;
    w->account = ITEMS(&w->memory, const char *, rows);
    if (w->account == NULL)
        return EB_NO_MEMORY;
    for (int a = 0; a < w->n_accounts; a++) {
        int number;

        w->account[a] = sheet_cell(&w->accounts, (size_t)a, id);
        number = names_add(&w->account_names, w->account[a]);
        if (number < 0)
            return EB_NO_MEMORY;
        if (number != a)
            return fault(w->said, sheet_place(&w->accounts, (size_t)a, id),
                         "account \"%s\" stands there twice", w->account[a]);
    }
    return sort_accounts(w);
}

/* ---- Owners ---- */

static int owner_column(const struct world *w)
{
    char name[256];
    int column;

    snprintf(name, sizeof name, "%s_owner", w->role);
    column = sheet_find(&w->accounts, name);
    return column >= 0 ? column : sheet_find(&w->accounts, "owner");
}

static eb_status read_owners(struct world *w)
{
    size_t n = (size_t)w->n_accounts;
    int owner = owner_column(w), outside = sheet_find(&w->accounts, "outside");

    w->state = ITEMS(&w->memory, enum state, n);
    w->owner_text = ITEMS(&w->memory, const char *, n);
    w->owner = ITEMS(&w->memory, int, n);
    w->fixed = ITEMS(&w->memory, int, n);
    if (w->state == NULL || w->owner_text == NULL || w->owner == NULL ||
        w->fixed == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < n; a++) {
        w->owner_text[a] = sheet_cell(&w->accounts, a, owner);
        w->owner[a] = names_find(&w->rep_names, w->owner_text[a]);
        w->fixed[a] = -1;
        w->state[a] =
            sheet_yes(&w->accounts, a, outside, false) ? OUTSIDE : UNOWNED;
    }
    return EB_OK;
}

/* ---- Decisions, pins, locks, and reps that may not ---- */

struct bar {
    int account, rep;
};

struct bars {
    struct world *world;
    struct VEC(struct bar) list;
    int account;
};

static bool take_bar(void *context, const char *entry)
{
    struct bars *bars = context;
    int rep = names_find(&bars->world->rep_names, entry);

    if (rep < 0)
        return true;
    return VEC_PUSH(&bars->list, ((struct bar){bars->account, rep}));
}

static eb_status read_nots(struct world *w, struct bars *bars)
{
    int column = sheet_find(&w->accounts, "not");

    for (int a = 0; a < w->n_accounts; a++) {
        const char *cell = sheet_cell(&w->accounts, (size_t)a, column);

        bars->account = a;
        if (!each_entry(cell, &w->memory, take_bar, bars))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static void pin(struct world *w, int a, const char *rep)
{
    int r = names_find(&w->rep_names, rep);

    if (r >= 0 && !w->leaver[r])
        w->fixed[a] = r;
}

static eb_status decide(struct world *w, struct bars *bars, int a,
                        const char *decision, const char *rep)
{
    if (strcasecmp(decision, "outside") == 0)
        w->state[a] = OUTSIDE;
    if (strcasecmp(decision, "pin") == 0 ||
        strcasecmp(decision, "accept") == 0)
        pin(w, a, rep);
    if (strcasecmp(decision, "reject") == 0 ||
        strcasecmp(decision, "never") == 0) {
        bars->account = a;
        if (!take_bar(bars, rep))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static eb_status read_decisions(struct world *w, struct bars *bars)
{
    const struct sheet *sheet = &w->decisions;
    int account = sheet_find(sheet, "account");
    int decision = sheet_find(sheet, "decision"),
        rep = sheet_find(sheet, "rep");
    eb_status status = EB_OK;

    for (size_t k = 0; k < sheet_rows(sheet); k++) {
        const char *who = sheet_cell(sheet, k, account);
        const char *what = sheet_cell(sheet, k, decision);
        const char *whom = sheet_cell(sheet, k, rep);
        int a = names_find(&w->account_names, who);

        if (a >= 0)
            TRY(decide(w, bars, a, what, whom));
    }
done:
    return status;
}

static bool lock_applies(const struct world *w, const struct lock_rule *lock,
                         int renewal, int since, size_t a)
{
    int64_t day;

    if (!where_matches(&w->accounts, lock->where, a))
        return false;
    if (lock->by_renewal &&
        (!w->has_as_of ||
         sheet_date(&w->accounts, a, renewal, &day) != READ_OK ||
         day < w->as_of || day - w->as_of > lock->renewal_days))
        return false;
    if (lock->by_change &&
        (!w->has_as_of ||
         sheet_date(&w->accounts, a, since, &day) != READ_OK ||
         day > w->as_of || w->as_of - day > lock->change_days))
        return false;
    return true;
}

static eb_status read_fixed(struct world *w)
{
    int locked = sheet_find(&w->accounts, "locked");
    int pinned = sheet_find(&w->accounts, "pin");
    int renewal = sheet_find(&w->accounts, "renewal_date");
    int since = sheet_find(&w->accounts, "owner_since");

    for (int a = 0; a < w->n_accounts; a++) {
        const char *cell = sheet_cell(&w->accounts, (size_t)a, pinned);
        bool lock = sheet_yes(&w->accounts, (size_t)a, locked, false);

        pin(w, a, cell);
        for (size_t k = 0; k < w->rules.n_locks && !lock; k++)
            lock =
                lock_applies(w, &w->rules.lock[k], renewal, since, (size_t)a);
        if (lock && w->fixed[a] < 0 && w->owner[a] >= 0 &&
            !w->leaver[w->owner[a]])
            w->fixed[a] = w->owner[a];
    }
    return EB_OK;
}

static eb_status sort_bars(struct world *w, const struct bars *bars)
{
    size_t n = (size_t)w->n_accounts;
    size_t *at = ITEMS(&w->memory, size_t, n + 1);

    w->first_barred = ITEMS(&w->memory, size_t, n + 1);
    w->barred = ITEMS(&w->memory, int, bars->list.n);
    if (at == NULL || w->first_barred == NULL || w->barred == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < bars->list.n; k++)
        w->first_barred[bars->list.at[k].account + 1]++;
    for (size_t a = 0; a < n; a++) {
        w->first_barred[a + 1] += w->first_barred[a];
        at[a] = w->first_barred[a];
    }
    for (size_t k = 0; k < bars->list.n; k++)
        w->barred[at[bars->list.at[k].account]++] = bars->list.at[k].rep;
    return EB_OK;
}

bool is_barred(const struct world *w, int a, int r)
{
    for (size_t k = w->first_barred[a]; k < w->first_barred[a + 1]; k++)
        if (w->barred[k] == r)
            return true;
    return false;
}

bool is_in_play(const struct world *w, int a)
{
    return w->state[a] != OUTSIDE && w->state[a] != UNASSIGNABLE;
}

/* ---- Pairs ---- */

struct found_pair {
    int account;
    struct pair pair;
};

static int compare_pairs(const void *a, const void *b)
{
    const struct found_pair *x = a, *y = b;

    if (x->account != y->account)
        return x->account < y->account ? -1 : 1;
    if (x->pair.rep != y->pair.rep)
        return x->pair.rep < y->pair.rep ? -1 : 1;
    return (x->pair.row > y->pair.row) - (x->pair.row < y->pair.row);
}

static eb_status keep_pairs(struct world *w, struct found_pair *found,
                            size_t n)
{
    w->first_pair = ITEMS(&w->memory, size_t, (size_t)w->n_accounts + 1);
    w->pair = ITEMS(&w->memory, struct pair, n);
    if (w->first_pair == NULL || w->pair == NULL)
        return EB_NO_MEMORY;
    if (n > 0)
        qsort(found, n, sizeof *found, compare_pairs);
    for (size_t k = 0; k < n; k++) {
        w->first_pair[found[k].account + 1]++;
        w->pair[k] = found[k].pair;
    }
    for (int a = 0; a < w->n_accounts; a++)
        w->first_pair[a + 1] += w->first_pair[a];
    return EB_OK;
}

static eb_status read_pair_numbers(struct world *w)
{
    const struct sheet *pairs = &w->pairs, *accounts = &w->accounts;
    eb_status status = EB_OK;

    TRY(read_numbers(pairs, sheet_find(pairs, "cost"), &w->pair_cost,
                     w->said));
    TRY(read_numbers(pairs, sheet_find(pairs, "fit"), &w->pair_fit, w->said));
    TRY(read_numbers(pairs, sheet_find(pairs, "workload"), &w->pair_workload,
                     w->said));
    TRY(read_numbers(accounts, sheet_find(accounts, "workload"), &w->workload,
                     w->said));
done:
    return status;
}

static eb_status read_pairs(struct world *w, struct bars *bars)
{
    const struct sheet *pairs = &w->pairs;
    int account = sheet_find(pairs, "account"), rep = sheet_find(pairs, "rep");
    int forbidden = sheet_find(pairs, "forbidden");
    size_t n = 0, rows = sheet_rows(pairs);
    struct found_pair *found = ITEMS(&w->memory, struct found_pair, rows);

    if (found == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < rows; k++) {
        const char *who = sheet_cell(pairs, k, account);
        const char *whom = sheet_cell(pairs, k, rep);
        int a = names_find(&w->account_names, who);
        int r = names_find(&w->rep_names, whom);

        if (a < 0 || r < 0)
            continue;
        found[n++] = (struct found_pair){a, {r, k}};
        bars->account = a;
        if (sheet_yes(pairs, k, forbidden, false) && !take_bar(bars, whom))
            return EB_NO_MEMORY;
    }
    return keep_pairs(w, found, n);
}

const struct pair *find_pair(const struct world *w, int a, int r)
{
    size_t low = w->first_pair[a], high = w->first_pair[a + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (w->pair[middle].rep < r)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < w->first_pair[a + 1] && w->pair[low].rep == r)
        return &w->pair[low];
    return NULL;
}

/* ---- Conflict groups ---- */

static eb_status sort_conflicts(struct world *w)
{
    size_t n = (size_t)w->n_conflicts;
    size_t *at = ITEMS(&w->memory, size_t, n + 1);

    w->first_in_conflict = ITEMS(&w->memory, size_t, n + 1);
    w->in_conflict = ITEMS(&w->memory, int, (size_t)w->n_accounts);
    if (at == NULL || w->first_in_conflict == NULL || w->in_conflict == NULL)
        return EB_NO_MEMORY;
    for (int a = 0; a < w->n_accounts; a++)
        if (w->conflict[a] >= 0)
            w->first_in_conflict[w->conflict[a] + 1]++;
    for (size_t k = 0; k < n; k++) {
        w->first_in_conflict[k + 1] += w->first_in_conflict[k];
        at[k] = w->first_in_conflict[k];
    }
    for (int a = 0; a < w->n_accounts; a++)
        if (w->conflict[a] >= 0)
            w->in_conflict[at[w->conflict[a]]++] = a;
    return EB_OK;
}

static eb_status read_conflicts(struct world *w)
{
    int column = sheet_find(&w->accounts, "conflict_group");
    struct names groups = {0};
    eb_status status = EB_OK;

    w->conflict = ITEMS(&w->memory, int, (size_t)w->n_accounts);
    if (w->conflict == NULL)
        return EB_NO_MEMORY;
    for (int a = 0; a < w->n_accounts; a++) {
        const char *cell = sheet_cell(&w->accounts, (size_t)a, column);

        w->conflict[a] = -1;
        if (*cell == '\0' || w->state[a] == OUTSIDE)
            continue;
        w->conflict[a] = names_add(&groups, cell);
        if (w->conflict[a] < 0)
            TRY(EB_NO_MEMORY);
        if (w->conflict[a] >= w->n_conflicts)
            w->n_conflicts = w->conflict[a] + 1;
    }
    TRY(sort_conflicts(w));
done:
    names_clear(&groups);
    return status;
}

eb_status world_accounts(struct world *world)
{
    struct bars bars = {world, {0}, 0};
    eb_status status = EB_OK;

    TRY(read_ids(world));
    TRY(read_owners(world));
    TRY(read_nots(world, &bars));
    TRY(read_decisions(world, &bars));
    TRY(read_fixed(world));
    TRY(read_pairs(world, &bars));
    TRY(read_pair_numbers(world));
    TRY(sort_bars(world, &bars));
    TRY(read_conflicts(world));
done:
    VEC_CLEAR(&bars.list);
    return status;
}
