/* rows.c - assignments.csv, row by row. */
#include "verify/claim.h"

#include <string.h>

/* ---- Who gets what ---- */

static eb_status refuse_rep(const struct claims *c, struct spot at,
                            const char *why)
{
    return refuse(c->said, table_place(at.table, at.row, (size_t)at.column),
                  "rep_id: \"%s\" %s",
                  table_cell(at.table, at.row, (size_t)at.column), why);
}

/* The first member seen decides for the family; the others must follow. */
static eb_status take_rep(struct claims *c, struct spot at, int a)
{
    const struct world *w = c->world;
    int f = w->family[a], r;
    const char *id = table_cell(at.table, at.row, (size_t)at.column);

    if (w->state[a] == OUTSIDE)
        return claim_text(c, at, w->owner_text[a]);
    if (w->state[a] == UNASSIGNABLE)
        return claim_blank(c, at);
    r = names_find(&w->rep_names, id);
    if (r < 0)
        return refuse_rep(c, at, "is no rep of the role");
    if (c->value.rep[f] >= 0 && c->value.rep[f] != r)
        return refuse_rep(c, at,
                          "has one of a family whose others are elsewhere");
    if (w->family_fixed[f] >= 0 && w->family_fixed[f] != r)
        return refuse_rep(c, at,
                          "has an account that is locked or pinned to "
                          "another");
    if (find_arc(w, f, r) < 0)
        return refuse_rep(c, at, "may not own the account");
    c->value.rep[f] = r;
    return EB_OK;
}

bool is_changed(const struct claims *c, int a)
{
    const struct world *w = c->world;

    return is_in_play(w, a) && !(w->state[a] == SETTLED &&
                                 c->value.rep[w->family[a]] == w->owner[a]);
}

const char *change_of(const struct claims *c, int a)
{
    switch (c->world->state[a]) {
    case OUTSIDE:
        return "kept";
    case UNASSIGNABLE:
        return "unassigned";
    case UNOWNED:
        return "placed";
    case FORCED:
        return "forced";
    case SETTLED:
        break;
    }
    return is_changed(c, a) ? "moved" : "kept";
}

static eb_status check_row(struct claims *c, struct spot at, int a)
{
    const struct world *w = c->world;
    eb_status status = EB_OK;

    TRY(find_column(c, at.table, "account_id", &at.column));
    TRY(claim_text(c, at, w->account[a]));
    TRY(find_column(c, at.table, "role", &at.column));
    TRY(claim_text(c, at, w->role));
    TRY(find_column(c, at.table, "rep_id", &at.column));
    TRY(take_rep(c, at, a));
    TRY(find_column(c, at.table, "previous_rep_id", &at.column));
    TRY(claim_text(c, at, w->owner_text[a]));
    TRY(find_column(c, at.table, "change", &at.column));
    TRY(claim_text(c, at, change_of(c, a)));
done:
    return status;
}

static eb_status check_number(const struct claims *c)
{
    const struct table *table = c->world->in->assignments;

    if (table_rows(table) == (size_t)c->world->n_accounts)
        return EB_OK;
    return refuse(c->said, (struct place){table->file, 0, 0},
                  "there are %zu rows for %d accounts", table_rows(table),
                  c->world->n_accounts);
}

eb_status check_assignment(struct claims *c)
{
    const struct world *w = c->world;
    const struct table *table = w->in->assignments;
    int clash;
    eb_status status = EB_OK;

    for (int f = 0; f < w->n_families; f++)
        c->value.rep[f] = -1;
    for (int k = 0; k < w->n_accounts && (size_t)k < table_rows(table); k++)
        TRY(check_row(c, (struct spot){table, (size_t)k, 0}, w->order[k]));
    TRY(check_number(c));
    clash = value_clash(w, &c->value);
    if (clash >= 0)
        return refuse(c->said, table_place(table, (size_t)w->rank[clash], 0),
                      "account \"%s\" shares its rep with another of its "
                      "conflict group",
                      w->account[clash]);
    value_count(w, &c->value);
done:
    return status;
}

/* ---- Who would have been next ---- */

struct moved_budgets {
    int64_t *used;
    int64_t sign;
};

static void draw(void *context, int budget, int64_t amount)
{
    struct moved_budgets *moved = context;

    moved->used[budget] += moved->sign * amount;
}

static bool breaks_budget(const struct claims *c, int f, int to)
{
    const struct world *w = c->world;
    struct moved_budgets moved = {c->value.used, 1};
    bool breaks = false;

    family_charges(w, f, to, draw, &moved);
    moved.sign = -1;
    family_charges(w, f, c->value.rep[f], draw, &moved);
    for (int b = 0; b < w->n_budgets; b++)
        breaks = breaks || moved.used[b] > c->budget[b];
    family_charges(w, f, to, draw, &moved);
    moved.sign = 1;
    family_charges(w, f, c->value.rep[f], draw, &moved);
    return breaks;
}

static bool breaks_limit(const struct claims *c, int f, int to)
{
    const struct world *w = c->world;
    int from = c->value.rep[f];

    for (size_t k = w->first_load[f]; k < w->first_load[f + 1]; k++) {
        const struct load *load = &w->load[k];
        size_t at = (size_t)load->resource * (size_t)w->n_reps;
        size_t a = at + (size_t)from, b = at + (size_t)to;
        int64_t less = c->value.load[a] - load_at(w, f, load, from);
        int64_t more = c->value.load[b] + load_at(w, f, load, to);

        if (less < c->low[a] || less > c->high[a] || more < c->low[b] ||
            more > c->high[b])
            return true;
    }
    return false;
}

static bool breaks_conflict(const struct claims *c, int f, int to)
{
    const struct world *w = c->world;

    for (size_t k = w->first_member[f]; k < w->first_member[f + 1]; k++) {
        int g = w->conflict[w->member[k]];

        for (size_t j = g < 0 ? 0 : w->first_in_conflict[g];
             g >= 0 && j < w->first_in_conflict[g + 1]; j++) {
            int other = w->family[w->in_conflict[j]];

            if (other != f && c->value.rep[other] == to)
                return true;
        }
    }
    return false;
}

static bool is_blocked(const struct claims *c, int f, int to)
{
    return breaks_limit(c, f, to) || breaks_budget(c, f, to) ||
           breaks_conflict(c, f, to);
}

struct columns {
    int rep, cost, blocked;
};

/* The least cost of any other arc; false if there is no other. */
static bool find_next_best(const struct claims *c, int f, wide *least)
{
    const struct world *w = c->world;
    bool any = false;

    for (size_t e = w->first_arc[f]; e < w->first_arc[f + 1]; e++) {
        wide cost;

        if (w->arc_rep[e] == c->value.rep[f])
            continue;
        cost = value_of_move(w, &c->value, f, (int64_t)e);
        if (!any || cost < *least)
            *least = cost;
        any = true;
    }
    return any;
}

static eb_status check_blocked(const struct claims *c, struct spot at, int f,
                               int to)
{
    const char *claimed = table_cell(at.table, at.row, (size_t)at.column);
    bool blocked = is_blocked(c, f, to);

    if (blocked == (*claimed != '\0'))
        return EB_OK;
    return refuse(c->said, table_place(at.table, at.row, (size_t)at.column),
                  "blocked_by: claimed \"%s\", but the move %s", claimed,
                  blocked ? "is forbidden" : "is allowed");
}

static eb_status check_none(const struct claims *c, struct spot at,
                            const struct columns *columns)
{
    eb_status status = EB_OK;

    at.column = columns->rep;
    TRY(claim_blank(c, at));
    at.column = columns->cost;
    TRY(claim_blank(c, at));
done:
    return status;
}

static eb_status check_next_best(const struct claims *c, struct spot at,
                                 const struct columns *columns, int f)
{
    const struct world *w = c->world;
    wide least = 0;
    int64_t arc;
    int to;
    eb_status status = EB_OK;

    if (!find_next_best(c, f, &least))
        return check_none(c, at, columns);
    to = names_find(&w->rep_names,
                    table_cell(at.table, at.row, (size_t)columns->rep));
    at.column = columns->rep;
    arc = to < 0 ? -1 : find_arc(w, f, to);
    if (arc < 0 || to == c->value.rep[f])
        return refuse(c->said,
                      table_place(at.table, at.row, (size_t)at.column),
                      "next_best_rep_id: \"%s\" is no other rep that may own "
                      "the account",
                      table_cell(at.table, at.row, (size_t)at.column));
    at.column = columns->cost;
    TRY(claim_exact(c, at, value_of_move(w, &c->value, f, arc), 9));
    TRY(claim_exact(c, at, least, 9));
    at.column = columns->blocked;
    TRY(check_blocked(c, at, f, to));
done:
    return status;
}

eb_status check_alternatives(const struct claims *c)
{
    const struct world *w = c->world;
    const struct table *table = w->in->assignments;
    struct columns columns;
    eb_status status = EB_OK;

    TRY(find_column(c, table, "next_best_rep_id", &columns.rep));
    TRY(find_column(c, table, "next_best_cost", &columns.cost));
    TRY(find_column(c, table, "blocked_by", &columns.blocked));
    for (int k = 0; k < w->n_accounts; k++) {
        struct spot at = {table, (size_t)k, 0};
        int a = w->order[k];

        if (is_in_play(w, a))
            TRY(check_next_best(c, at, &columns, w->family[a]));
        else
            TRY(check_none(c, at, &columns));
    }
done:
    return status;
}
