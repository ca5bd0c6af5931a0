/* tables.c - moves.csv and owners.csv. */
#include "verify/claim.h"

#include <stdlib.h>
#include <string.h>

/* ---- moves.csv ---- */

struct move {
    int account, rank;
    long double loss;
};

/* Dearest first, then by id. */
static int compare_moves(const void *a, const void *b)
{
    const struct move *x = a, *y = b;

    if (x->loss > y->loss || x->loss < y->loss)
        return x->loss > y->loss ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static int rep_of(const struct claims *c, int a)
{
    return c->value.rep[c->world->family[a]];
}

/* The moved and forced accounts in their order. */
static eb_status list_moves(struct claims *c, struct move **out, size_t *n)
{
    const struct world *w = c->world;
    struct move *moves =
        ITEMS(&c->memory, struct move, (size_t)w->n_accounts);

    if (moves == NULL)
        return EB_NO_MEMORY;
    *n = 0;
    for (int a = 0; a < w->n_accounts; a++)
        if (is_changed(c, a) && w->state[a] != UNOWNED)
            moves[(*n)++] = (struct move){a, w->rank[a],
                                          expected_loss(w, a, rep_of(c, a))};
    if (*n > 0)
        qsort(moves, *n, sizeof *moves, compare_moves);
    *out = moves;
    return EB_OK;
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
                            const struct move_columns *at,
                            const struct move *move)
{
    const struct world *w = c->world;
    const struct table *table = w->in->moves;
    int a = move->account, r = rep_of(c, a);
    eb_status status = EB_OK;

    TRY(claim_text(c, (struct spot){table, row, at->account}, w->account[a]));
    TRY(claim_text(c, (struct spot){table, row, at->role}, w->role));
    TRY(claim_text(c, (struct spot){table, row, at->from},
                   w->owner_text[a]));
    TRY(claim_text(c, (struct spot){table, row, at->to}, w->rep[r]));
    TRY(claim_text(c, (struct spot){table, row, at->change},
                   change_of(c, a)));
    TRY(claim_exact(c, (struct spot){table, row, at->value}, w->value[a],
                    w->value_scale));
    TRY(claim_close(c, (struct spot){table, row, at->loss}, move->loss,
                    MONEY_SLACK + move->loss * 1e-12L));
    TRY(claim_exact(c, (struct spot){table, row, at->cost},
                    account_disruption(w, a, r), 9));
done:
    return status;
}

static eb_status refuse_rows(const struct claims *c,
                             const struct table *table, size_t truth)
{
    return refuse(c->said, (struct place){table->file, 0, 0},
                  "claimed %zu rows, true %zu", table_rows(table), truth);
}

eb_status check_moves(const struct claims *claims)
{
    struct claims c = *claims; /* with memory of its own */
    const struct table *table = c.world->in->moves;
    struct move_columns columns;
    struct move *moves;
    size_t n;
    eb_status status = EB_OK;

    c.memory = (struct arena){NULL};
    TRY(find_move_columns(&c, table, &columns));
    TRY(list_moves(&c, &moves, &n));
    for (size_t k = 0; k < n && k < table_rows(table); k++)
        TRY(check_move(&c, k, &columns, &moves[k]));
    if (n != table_rows(table))
        TRY(refuse_rows(&c, table, n));
done:
    arena_clear(&c.memory);
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
