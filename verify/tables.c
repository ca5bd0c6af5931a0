/* tables.c - moves.csv, owners.csv and its inverse. */
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

/* ---- owners.csv and its inverse ---- */

/* One of the three: what belongs there, and whom it names. */
struct owner_table {
    const struct table *table;
    bool back;    /* names the owners that were, not those that are to be */
    bool unowned; /* of those who had an owner or of those who had none;
                     both where it does not go back */
    int id, owner;
    size_t *last; /* [family] the row behind its latest */
    bool *seen;   /* [account] */
};

static bool belongs(const struct claims *c, const struct owner_table *of,
                    int a)
{
    bool unowned = c->world->state[a] == UNOWNED;

    return is_changed(c, a) && (!of->back || unowned == of->unowned);
}

/* Each account once, with its owner, its family in one run. */
static eb_status check_owner_row(const struct claims *c, size_t row,
                                 const struct owner_table *of)
{
    const struct world *w = c->world;
    const char *name = table_cell(of->table, row, (size_t)of->id);
    struct place at = table_place(of->table, row, (size_t)of->id);
    int a = names_find(&w->account_names, name);
    int f = a < 0 ? -1 : w->family[a];

    if (f < 0 || !is_changed(c, a))
        return refuse(c->said, at, "Id: \"%s\" has not changed its owner",
                      name);
    if (!belongs(c, of, a))
        return refuse(c->said, at, "Id: \"%s\" had %s owner before", name,
                      of->unowned ? "an" : "no");
    if (of->seen[a])
        return refuse(c->said, at, "Id: \"%s\" stands there twice", name);
    if (of->last[f] != 0 && of->last[f] != row)
        return refuse(c->said, at, "Id: \"%s\" stands apart from its family",
                      name);
    of->seen[a] = true;
    of->last[f] = row + 1;
    return claim_text(c, (struct spot){of->table, row, of->owner},
                      of->back ? w->owner_text[a] : w->rep[rep_of(c, a)]);
}

static eb_status check_owner_table(const struct claims *c,
                                   struct owner_table of)
{
    const struct world *w = c->world;
    size_t n = 0;
    eb_status status = EB_OK;

    of.last = NEW(size_t, (size_t)w->n_families);
    of.seen = NEW(bool, (size_t)w->n_accounts);
    if (of.last == NULL || of.seen == NULL)
        TRY(EB_NO_MEMORY);
    TRY(find_column(c, of.table, "Id", &of.id));
    TRY(find_column(c, of.table, "OwnerId", &of.owner));
    for (size_t k = 0; k < table_rows(of.table); k++)
        TRY(check_owner_row(c, k, &of));
    for (int a = 0; a < w->n_accounts; a++)
        n += belongs(c, &of, a);
    if (n != table_rows(of.table))
        TRY(refuse_rows(c, of.table, n));
done:
    mem_free(of.last);
    mem_free(of.seen);
    return status;
}

eb_status check_owners(const struct claims *c)
{
    const struct verify_input *in = c->world->in;
    const struct owner_table tables[] = {
        {.table = in->owners},
        {.table = in->rollback, .back = true},
        {.table = in->rollback_unowned, .back = true, .unowned = true},
    };
    eb_status status = EB_OK;

    for (size_t k = 0; k < sizeof tables / sizeof *tables; k++)
        if (tables[k].table != NULL)
            TRY(check_owner_table(c, tables[k]));
done:
    return status;
}
