/* tables.c - moves.csv and owners.csv. */
#include "verify/claim.h"

#include <stdlib.h>

/* ---- moves.csv ---- */

static int rep_of(const struct claims *c, int a)
{
    return c->value.rep[c->world->family[a]];
}

static bool is_moved(const struct claims *c, int a)
{
    return is_changed(c, a) && c->world->state[a] != UNOWNED;
}

struct move_columns {
    int account, role, from, to, change, value, loss, cost;
};

static eb_status find_move_columns(const struct claims *c,
                                   const struct table *table,
                                   struct move_columns *at)
{
    const struct {
        const char *name;
        int *column;
    } all[] = {{"account_id", &at->account}, {"role", &at->role},
               {"from_rep_id", &at->from},   {"to_rep_id", &at->to},
               {"change", &at->change},      {"value", &at->value},
               {"expected_loss", &at->loss}, {"cost", &at->cost}};
    eb_status status = EB_OK;

    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        TRY(find_column(c, table, all[k].name, all[k].column));
done:
    return status;
}

static eb_status check_move(const struct claims *c, size_t row,
                            const struct move_columns *at, int a)
{
    const struct world *w = c->world;
    const struct table *table = w->in->moves;
    int r = rep_of(c, a);
    long double loss = expected_loss(w, a, r);
    eb_status status = EB_OK;

    TRY(claim_text(c, (struct spot){table, row, at->role}, w->role));
    TRY(claim_text(c, (struct spot){table, row, at->from}, w->owner_text[a]));
    TRY(claim_text(c, (struct spot){table, row, at->to}, w->rep[r]));
    TRY(claim_text(c, (struct spot){table, row, at->change}, change_of(c, a)));
    TRY(claim_exact(c, (struct spot){table, row, at->value}, w->value[a],
                    w->value_scale));
    TRY(claim_close(c, (struct spot){table, row, at->loss}, loss,
                    MONEY_SLACK + loss * 1e-12L));
    TRY(claim_exact(c, (struct spot){table, row, at->cost},
                    account_disruption(w, a, r), 9));
done:
    return status;
}

/* Each moved account once; losses as they are written never rise from row to
 * row, and where they are equal ids do. */
static eb_status check_place(const struct claims *c, size_t row,
                             const struct move_columns *at, bool *seen,
                             int *account)
{
    const struct world *w = c->world;
    const struct table *table = w->in->moves;
    const char *id = table_cell(table, row, (size_t)at->account);
    const char *loss = table_cell(table, row, (size_t)at->loss);
    int a = names_find(&w->account_names, id);
    long double now = strtold(loss, NULL), before = now;

    if (a < 0 || !is_moved(c, a))
        return refuse(c->said, table_place(table, row, (size_t)at->account),
                      "account_id: \"%s\" has not moved", id);
    if (seen[a])
        return refuse(c->said, table_place(table, row, (size_t)at->account),
                      "account_id: \"%s\" stands there twice", id);
    seen[a] = true;
    if (row > 0)
        before = strtold(table_cell(table, row - 1, (size_t)at->loss), NULL);
    if (now > before ||
        (row > 0 && !(now < before) && w->rank[*account] > w->rank[a]))
        return refuse(c->said, table_place(table, row, (size_t)at->account),
                      "the row is out of order");
    *account = a;
    return EB_OK;
}

static eb_status refuse_rows(const struct claims *c, const struct table *table,
                             size_t truth)
{
    return refuse(c->said, (struct place){table->file, 0, 0},
                  "claimed %zu rows, true %zu", table_rows(table), truth);
}

eb_status check_moves(const struct claims *c)
{
    const struct world *w = c->world;
    const struct table *table = w->in->moves;
    bool *seen = NEW(bool, (size_t)w->n_accounts);
    struct move_columns columns;
    size_t n = 0;
    int a = -1;
    eb_status status = EB_OK;

    if (seen == NULL)
        TRY(EB_NO_MEMORY);
    TRY(find_move_columns(c, table, &columns));
    for (size_t k = 0; k < table_rows(table); k++) {
        TRY(check_place(c, k, &columns, seen, &a));
        TRY(check_move(c, k, &columns, a));
    }
    for (int k = 0; k < w->n_accounts; k++)
        n += is_moved(c, k);
    if (n != table_rows(table))
        TRY(refuse_rows(c, table, n));
done:
    mem_free(seen);
    return status;
}

/* ---- owners.csv ---- */

/* Each changed account once, with its owner, its family in one run. `last`
 * holds the row behind a family's latest, `seen` the accounts. */
static eb_status check_owner_row(const struct claims *c, size_t row, int id,
                                 int owner, size_t *last, bool *seen)
{
    const struct world *w = c->world;
    const struct table *table = w->in->owners;
    const char *name = table_cell(table, row, (size_t)id);
    int a = names_find(&w->account_names, name);
    int f = a < 0 ? -1 : w->family[a];

    if (f < 0 || !is_changed(c, a))
        return refuse(c->said, table_place(table, row, (size_t)id),
                      "Id: \"%s\" has not changed its owner", name);
    if (seen[a])
        return refuse(c->said, table_place(table, row, (size_t)id),
                      "Id: \"%s\" stands there twice", name);
    if (last[f] != 0 && last[f] != row)
        return refuse(c->said, table_place(table, row, (size_t)id),
                      "Id: \"%s\" stands apart from its family", name);
    seen[a] = true;
    last[f] = row + 1;
    return claim_text(c, (struct spot){table, row, owner},
                      w->rep[rep_of(c, a)]);
}

eb_status check_owners(const struct claims *c)
{
    const struct world *w = c->world;
    const struct table *table = w->in->owners;
    size_t *last = NEW(size_t, (size_t)w->n_families), n = 0;
    bool *seen = NEW(bool, (size_t)w->n_accounts);
    int id, owner;
    eb_status status = EB_OK;

    if (last == NULL || seen == NULL)
        TRY(EB_NO_MEMORY);
    TRY(find_column(c, table, "Id", &id));
    TRY(find_column(c, table, "OwnerId", &owner));
    for (size_t k = 0; k < table_rows(table); k++)
        TRY(check_owner_row(c, k, id, owner, last, seen));
    for (int a = 0; a < w->n_accounts; a++)
        n += is_changed(c, a);
    if (n != table_rows(table))
        TRY(refuse_rows(c, table, n));
done:
    mem_free(last);
    mem_free(seen);
    return status;
}
