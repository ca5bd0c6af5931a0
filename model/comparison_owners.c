/* comparison_owners.c - which accounts differ between plans. */
#include "model/comparing.h"

#include <stdlib.h>
#include <string.h>

struct joining {
    struct comparison *c;
    struct names ids;
    struct VEC(struct owner_view) accounts; /* by number of id */
};

static eb_status find_account(struct joining *in, const char *id,
                              const char *name, struct owner_view **out)
{
    int known = (int)in->ids.text.n, account = names_add(&in->ids, id);
    struct owner_view new = {.account = id, .name = name};

    if (account < 0)
        return EB_NO_MEMORY;
    if (account == known) {
        new.owner = comparing_take(in->c, in->c->n, sizeof *new.owner);
        if (new.owner == NULL || !VEC_PUSH(&in->accounts, new))
            return EB_NO_MEMORY;
    }
    *out = &in->accounts.at[account];
    return EB_OK;
}

static eb_status take_plan(struct joining *in, size_t plan, eb_messages *said)
{
    const struct table *table = in->c->plans[plan].assignments;
    size_t id, name, rep;
    eb_status status;

    TRY(comparing_column(table, "account_id", &id, said));
    TRY(comparing_column(table, "account_name", &name, said));
    TRY(comparing_column(table, "rep_id", &rep, said));
    for (size_t row = 0; row < table_rows(table); row++) {
        struct owner_view *account = NULL;

        TRY(find_account(in, table_cell(table, row, id),
                         table_cell(table, row, name), &account));
        account->owner[plan] = table_cell(table, row, rep);
    }
done:
    return status;
}

/* Counts what each two plans make of the account; whether any two differ. */
static bool compare_two(struct comparison *c, const char *const *owner)
{
    bool any = false;

    for (size_t a = 0; a < c->n; a++)
        for (size_t b = 0; b < c->n; b++) {
            if (owner[a] == NULL)
                continue;
            if (owner[b] == NULL) {
                c->alone[a * c->n + b]++;
                any = true;
            } else if (strcmp(owner[a], owner[b]) != 0) {
                c->differ[a * c->n + b]++;
                any = true;
            }
        }
    return any;
}

static int by_id(const void *left, const void *right)
{
    const struct owner_view *a = left, *b = right;

    return strcmp(a->account, b->account);
}

static eb_status compare_all(struct joining *in)
{
    struct comparison *c = in->c;

    c->n_accounts = in->accounts.n;
    c->differ = comparing_take(c, c->n * c->n, sizeof *c->differ);
    c->alone = comparing_take(c, c->n * c->n, sizeof *c->alone);
    c->differing = comparing_take(c, c->n_accounts, sizeof *c->differing);
    if (c->differ == NULL || c->alone == NULL || c->differing == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < c->n_accounts; k++)
        if (compare_two(c, in->accounts.at[k].owner))
            c->differing[c->n_differing++] = in->accounts.at[k];
    qsort(c->differing, c->n_differing, sizeof *c->differing, by_id);
    return EB_OK;
}

eb_status comparing_owners(struct comparison *c, eb_messages *said)
{
    struct joining in = {.c = c};
    eb_status status = EB_OK;

    for (size_t k = 0; k < c->n; k++)
        TRY(take_plan(&in, k, said));
    TRY(compare_all(&in));
done:
    names_clear(&in.ids);
    VEC_CLEAR(&in.accounts);
    return status;
}
