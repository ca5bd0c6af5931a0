/* route.c - decisions on single accounts, from books in memory. */
#include "model/route.h"

#include "base/number.h"
#include "model/deciding.h"
#include "model/guest.h"
#include "model/workday.h"

#include <string.h>

struct route {
    struct day *day;
    const struct doc *rules;
    const char *role;
    const struct past *known;
    struct daily_options how;

    /* The books as they were compiled last ... */
    bool is_open, is_behind; /* behind: compile them anew before deciding */
    struct workday work;
    struct deciding d;
    struct daily out;
    struct daily_past past;
    struct guest guest;
    size_t guest_lot;
    size_t n_compiled;
    size_t seen; /* rows of the day's that books or guests were made of */
    int *lot_of; /* [n_accounts] or -1 */
    bool *moved; /* [n_accounts] has another owner since */
    int *former; /* [n_accounts + 1] */
    int n_lists; /* that `list_first` knows of */
    size_t *list_first; /* [n_reps + 1] into `lists` */
    int *lists;         /* those that list the rep */

    /* ... and what goes on when they are compiled anew. */
    bool has_reps;
    int *today, *week; /* [n_reps] */
    int64_t *turns;    /* [n_reps] */
    bool *touched;     /* nobody is */
    struct VEC(
        struct past_owner) since; /* former owners, of what moved since */

    struct VEC(struct route_row) rows;
    struct VEC(struct daily_decision) decisions, moves;
};

/* ---- Books -------------------------------------------------------------- */

static void close_books(struct route *route)
{
    if (route->has_reps && route->d.turns != NULL)
        memcpy(route->turns, route->d.turns,
               route->work.books->n_reps * sizeof *route->turns);
    mem_free(route->out.turns);
    arena_clear(&route->out.memory);
    deciding_clear(&route->d);
    guest_clear(&route->guest);
    workday_close(&route->work);
    mem_free(route->lot_of);
    mem_free(route->moved);
    mem_free(route->former);
    mem_free(route->touched);
    mem_free(route->list_first);
    mem_free(route->lists);
    route->lot_of = route->former = route->lists = NULL;
    route->moved = route->touched = NULL;
    route->list_first = NULL;
    route->n_lists = 0;
    route->out = (struct daily){0};
    route->d = (struct deciding){0};
    route->is_open = false;
}

static void note_given(struct route *route)
{
    const struct books *books = route->work.books;

    for (size_t k = 0; k < route->known->given.n; k++) {
        const struct past_given *given = &route->known->given.at[k];
        int r = books_rep(books, given->rep);

        if (r >= 0) {
            route->today[r] = (int)given->today;
            route->week[r] = (int)given->week;
        }
    }
    for (size_t r = 0; r < books->n_reps; r++)
        route->turns[r] = DAILY_NEW;
    for (size_t k = 0; k < route->known->numbers.n; k++) {
        const struct past_number *one = &route->known->numbers.at[k];
        int r =
            strcmp(one->of, PAST_TURN) == 0 ? books_rep(books, one->rep) : -1;

        if (r >= 0)
            route->turns[r] = (int64_t)one->number;
    }
    route->has_reps = true;
}

/* Reps stay those they were: what they were given is theirs by number. */
static eb_status know_reps(struct route *route)
{
    size_t n = route->work.books->n_reps;

    if (route->has_reps)
        return EB_OK;
    route->today = NEW(int, n + 1);
    route->week = NEW(int, n + 1);
    route->turns = NEW(int64_t, n + 1);
    if (!route->today || !route->week || !route->turns)
        return EB_NO_MEMORY;
    note_given(route);
    return EB_OK;
}

static void note_former(struct route *route, const struct past_owner *owners,
                        size_t n)
{
    for (size_t k = 0; k < n; k++) {
        size_t a = day_row(route->day, DAY_ACCOUNTS, owners[k].account);

        if (a != DAY_NO_ROW)
            route->former[a] = books_rep(route->work.books, owners[k].rep);
    }
}

static eb_status know_accounts(struct route *route)
{
    size_t n = route->work.books->n_accounts;

    route->lot_of = NEW(int, n + 1);
    route->moved = NEW(bool, n + 1);
    route->touched = NEW(bool, n + 1);
    route->former = NEW(int, n + 1);
    if (!route->lot_of || !route->moved || !route->touched || !route->former)
        return EB_NO_MEMORY;
    memset(route->lot_of, -1, n * sizeof *route->lot_of);
    memset(route->former, -1, (n + 1) * sizeof *route->former);
    note_former(route, route->known->owners.at, route->known->owners.n);
    note_former(route, route->since.at, route->since.n);
    return EB_OK;
}

static void index_lots(struct route *route)
{
    const struct lots *lots = &route->d.lots;

    for (size_t l = 0; l < lots->at.n; l++)
        for (size_t j = 0; j < lots->at.at[l].n; j++)
            route->lot_of[lots->members.at[lots->at.at[l].first + j]] = (int)l;
}

/* Which lists have the rep: the other way round. */
static eb_status index_lists(struct route *route)
{
    const struct compiled *c = route->work.setting;
    const struct keys *keys = &c->workings->eligible.keys;
    size_t n_reps = c->books->n_reps;

    mem_free(route->list_first);
    mem_free(route->lists);
    route->list_first = NEW(size_t, n_reps + 2);
    route->lists = NEW(int, keys->cells.n + 1);
    if (route->list_first == NULL || route->lists == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < keys->cells.n; k++)
        route->list_first[keys->cells.at[k] + 2]++;
    for (size_t r = 2; r <= n_reps + 1; r++)
        route->list_first[r] += route->list_first[r - 1];
    for (int list = 0; list < keys->n; list++) {
        size_t n;
        const int64_t *reps = eligible_list(c, list, &n);

        for (size_t k = 0; k < n; k++)
            route->lists[route->list_first[reps[k] + 1]++] = list;
    }
    route->n_lists = keys->n;
    return EB_OK;
}

/* A lot and its member behind all others, for guests. */
static eb_status make_room_for_a_lot(struct route *route)
{
    struct deciding *d = &route->d;
    size_t n = d->lots.at.n, a = d->books->n_accounts;
    size_t *first = mem_resize(d->load_first, n + 2, sizeof *first);
    struct load *loads;

    if (first == NULL)
        return EB_NO_MEMORY;
    d->load_first = first;
    loads =
        mem_resize(d->loads, first[n] + d->c->n_resources + 1, sizeof *loads);
    if (loads == NULL)
        return EB_NO_MEMORY;
    d->loads = loads;
    if (!VEC_RESERVE(&d->lots.at, n + 1) ||
        !VEC_RESERVE(&d->lots.members, d->lots.members.n + 1))
        return EB_NO_MEMORY;
    d->lots.members.at[d->lots.members.n] = (int)a;
    route->guest_lot = n;
    return EB_OK;
}

static eb_status begin(struct route *route, eb_messages *said)
{
    eb_status status;

    TRY(know_reps(route));
    TRY(know_accounts(route));
    TRY(guest_make_room(route->work.books, route->work.setting,
                        &route->guest));
    route->past = (struct daily_past){.touched = route->touched,
                                      .former = route->former,
                                      .placed_today = route->today,
                                      .placed_week = route->week,
                                      .turns = route->turns};
    route->d = (struct deciding){.books = route->work.books,
                                 .options = &route->how,
                                 .past = &route->past,
                                 .out = &route->out,
                                 .c = route->work.setting,
                                 .said = said,
                                 .date = route->day->date};
    TRY(daily_begin(&route->d));
    TRY(make_room_for_a_lot(route));
    TRY(index_lists(route));
    index_lots(route);
done:
    return status;
}

static eb_status open_books(struct route *route, eb_messages *said)
{
    eb_status status;

    if (route->is_open && !route->is_behind)
        return EB_OK;
    close_books(route);
    TRY(workday_open(route->day, route->rules, route->role, &route->work,
                     said));
    route->is_open = true;
    route->n_compiled++;
    TRY(begin(route, said));
    route->seen = route->work.books->n_accounts;
    route->is_behind = false;
done:
    if (status != EB_OK)
        close_books(route);
    return status;
}

eb_status route_new(struct day *day, const struct doc *rules, const char *role,
                    const struct daily_options *options,
                    const struct past *past, struct route **out,
                    eb_messages *said)
{
    struct route *route = NEW(struct route, 1);
    eb_status status;

    if (route == NULL)
        return EB_NO_MEMORY;
    route->day = day;
    route->rules = rules;
    route->role = role;
    route->known = past;
    route->how = *options;
    TRY(open_books(route, said));
    *out = route;
    route = NULL;
done:
    route_free(route);
    return status;
}

void route_free(struct route *route)
{
    if (route == NULL)
        return;
    close_books(route);
    mem_free(route->today);
    mem_free(route->week);
    mem_free(route->turns);
    VEC_CLEAR(&route->since);
    VEC_CLEAR(&route->rows);
    VEC_CLEAR(&route->decisions);
    VEC_CLEAR(&route->moves);
    mem_free(route);
}

/* ---- Totals followed up ------------------------------------------------- */

static bool follow_account(struct route *route, int a, int n)
{
    const struct compiled *c = route->d.c;
    const struct workings *w = c->workings;
    const int *reps = route->d.lots.arcs;
    bool ok = true;

    target_follow(route->work.setting, a, reps, n);
    for (size_t m = 0; ok && m < c->rules->n_metrics; m++) {
        int k = w->metric_resource[m * (size_t)w->n_groups +
                                   (size_t)w->group_of[a]];

        if (k >= 0)
            ok = tally_follow(&route->d.tally, reps, n, k);
    }
    return ok;
}

/* Targets and penalties, in what the lot weighs, of all who may have it. */
static bool follow(struct route *route, const struct lot *lot)
{
    struct lots *lots = &route->d.lots;
    int n = eligible_arcs(route->d.c, lot->family, lots->arcs);
    bool ok = true;

    if (lot->rep >= 0)
        lots->arcs[n++] = lot->rep; /* there is room for one more */
    for (size_t j = lot->first; ok && j < lot->first + lot->n; j++)
        ok = follow_account(route, lots->members.at[j], n);
    return ok;
}

/* ---- Joiners ------------------------------------------------------------ */

/* As daily_limit_joiners() has it, of one rep, where `even` is this lot's share. */
static int64_t joiner_cap(const struct route *route, int rep, double even)
{
    const struct deciding *d = &route->d;
    double got = 0, peers = 0;

    for (size_t j = route->list_first[rep]; j < route->list_first[rep + 1];
         j++) {
        size_t n;
        const int64_t *reps = eligible_list(d->c, route->lists[j], &n);

        for (size_t k = 0; k < n; k++)
            if (d->closed[reps[k]] == CLOSED_NOT) {
                got += (double)d->given_week[reps[k]];
                peers++;
            }
    }
    return daily_joiner_cap(even + (peers > 0 ? got / peers : 0));
}

static eb_status limit_joiners(struct route *route, const struct lot *lot)
{
    struct deciding *d = &route->d;
    int *arcs = d->lots.arcs;
    int n = eligible_arcs(d->c, lot->family, arcs), here = 0;
    eb_status status = EB_OK;

    if (d->c->workings->eligible.keys.n != route->n_lists)
        TRY(index_lists(route));
    for (int k = 0; k < n; k++)
        here += d->closed[arcs[k]] == CLOSED_NOT;
    for (int k = 0; k < n; k++)
        if (daily_is_joiner(d, arcs[k]))
            d->joiner_cap[arcs[k]] = joiner_cap(
                route, arcs[k],
                d->closed[arcs[k]] == CLOSED_NOT ? (double)lot->n / here : 0);
done:
    return status;
}

/* ---- One lot ------------------------------------------------------------ */

static const char *id_of(const struct route *route, int rep)
{
    return rep < 0 ? "" : rep_id(route->work.books, (size_t)rep);
}

/* Those that cost least, first; of equals the first by id. */
static void take_candidates(const struct route *route, int n,
                            struct route_answer *out)
{
    const struct lots *lots = &route->d.lots;

    for (int k = 0; k < n; k++) {
        size_t at = out->n_candidates;

        while (at > 0 && lots->cost[k] < out->candidates[at - 1].cost)
            at--;
        if (at == ROUTE_CANDIDATES)
            continue;
        if (out->n_candidates < ROUTE_CANDIDATES)
            out->n_candidates++;
        for (size_t j = out->n_candidates - 1; j > at; j--)
            out->candidates[j] = out->candidates[j - 1];
        out->candidates[at].rep = id_of(route, lots->arcs[k]);
        out->candidates[at].cost = lots->cost[k];
    }
}

static eb_status place(struct route *route, size_t l, int owner,
                       struct route_answer *out)
{
    struct deciding *d = &route->d;
    struct lot *lot = &d->lots.at.at[l];
    enum closed was = owner < 0 ? CLOSED_NOT : d->closed[owner];
    eb_status status;

    if (!follow(route, lot)) {
        route->is_behind = true;
        return EB_NO_MEMORY;
    }
    TRY(limit_joiners(route, lot));
    lots_settle_forced(&d->lots, lot);
    if (lot->rep >= 0)
        daily_set(d, l, -1);
    if (owner >= 0)
        d->closed[owner] = CLOSED_OWNER;
    daily_place_lot(d, l);
    take_candidates(route, d->state[l].offers.n, out);
    if (owner >= 0)
        d->closed[owner] = was;
done:
    return status;
}

/* A move is told as one, for the reason that it was made. */
static eb_status tell_move(struct route *route, size_t l, int owner)
{
    struct deciding *d = &route->d;
    const struct lot *lot = &d->lots.at.at[l];
    eb_status status;

    if (!VEC_RESERVE(&route->moves, lot->n))
        return EB_NO_MEMORY;
    d->state[l].from = owner;
    d->state[l].fate = FATE_MOVED;
    TRY(daily_tell_lot(d, l, route->moves.at));
    for (size_t j = 0; j < lot->n; j++) {
        route->decisions.at[j].change = DAILY_MOVED;
        route->decisions.at[j].cost = route->moves.at[j].cost;
        d->given_today[lot->rep]--;
        d->given_week[lot->rep]--;
    }
done:
    return status;
}

static const char *account_of(const struct route *route, int a,
                              const char *asked)
{
    return a < (int)route->work.books->n_accounts
               ? account_id(route->work.books, (size_t)a)
               : asked;
}

static struct route_row row_of(const struct route *route,
                               const struct daily_decision *d,
                               const char *account)
{
    return (struct route_row){
        .account = account_of(route, d->account, account),
        .rep = id_of(route, d->rep),
        .previous = id_of(route, d->previous),
        .change = daily_change_name(d->change),
        .reason = d->reason,
        .next_best = id_of(route, d->next_best),
        .cost = d->cost,
        .next_cost = d->next_best < 0 ? INT64_MIN : d->next_cost};
}

/* The account asked about first. */
static eb_status take_rows(struct route *route, size_t n, const char *account,
                           struct route_answer *out)
{
    route->rows.n = 0;
    if (!VEC_RESERVE(&route->rows, n + 1))
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++) {
        struct route_row row = row_of(route, &route->decisions.at[k], account);
        size_t at = route->rows.n++;

        if (strcmp(row.account, account) == 0) {
            memmove(route->rows.at + 1, route->rows.at,
                    at * sizeof *route->rows.at);
            at = 0;
        }
        route->rows.at[at] = row;
    }
    out->n = n;
    out->rows = route->rows.at;
    return EB_OK;
}

static eb_status give(struct route *route, const struct route_answer *answer,
                      size_t event)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < answer->n; k++)
        if (strcmp(answer->rows[k].change,
                   daily_change_name(DAILY_UNPLACED)) != 0)
            TRY(day_give(route->day, answer->rows[k].account,
                         route->work.books->role, answer->rows[k].rep,
                         route->day->date, event));
done:
    return status;
}

/* The text of an id that lives as long as the day. */
static const char *lasting(const struct route *route, enum day_table table,
                           const char *id)
{
    const struct names *ids = &route->day->of[table].ids;

    return ids->text.at[names_find(ids, id)];
}

static eb_status note_owner(struct route *route, int a)
{
    const struct books *books = route->work.books;
    struct past_owner had;

    route->moved[a] = true;
    if (a == route->guest.account || books->owner[a] < 0)
        return EB_OK;
    had.account = lasting(route, DAY_ACCOUNTS, account_id(books, (size_t)a));
    had.rep = lasting(route, DAY_REPS, rep_id(books, (size_t)books->owner[a]));
    return VEC_PUSH(&route->since, had) ? EB_OK : EB_NO_MEMORY;
}

static eb_status note_change(struct route *route, size_t l)
{
    const struct deciding *d = &route->d;
    const struct lot *lot = &d->lots.at.at[l];
    eb_status status = EB_OK;

    for (size_t j = lot->first; j < lot->first + lot->n; j++)
        TRY(note_owner(route, d->lots.members.at[j]));
    if (lot->rep >= 0) {
        route->today[lot->rep] = (int)d->given_today[lot->rep];
        route->week[lot->rep] = (int)d->given_week[lot->rep];
    }
done:
    return status;
}

/* Whether what was just given may be locked now, so that nobody else serves its group by
 * it. Of a guest nobody does: it was taken because others served it before. */
static bool may_serve_less(const struct route *route, size_t l)
{
    const struct compiled *c = route->d.c;
    const struct column *locked = c->workings->account.locked;
    const struct lot *lot = &route->d.lots.at.at[l];
    bool held = c->rules->n_locks > 0;

    for (size_t j = lot->first; j < lot->first + lot->n; j++)
        held = held || (locked != NULL &&
                        locked->number[route->d.lots.members.at[j]] != 0);
    return held && l != route->guest_lot && target_column(c) == NULL;
}

/* `owner` is who may not have it again; -1. */
static eb_status decide(struct route *route, size_t l, int owner,
                        const char *account, size_t event,
                        struct route_answer *out)
{
    struct deciding *d = &route->d;
    const struct lot *lot = &d->lots.at.at[l];
    eb_status status;

    d->state[l].from = lot->rep;
    TRY(place(route, l, owner, out));
    if (!VEC_RESERVE(&route->decisions, lot->n))
        return EB_NO_MEMORY;
    TRY(daily_tell_lot(d, l, route->decisions.at));
    out->kept =
        d->state[l].fate == FATE_WAITS || (owner >= 0 && lot->rep == owner);
    if (owner >= 0 && !out->kept)
        TRY(tell_move(route, l, owner));
    TRY(take_rows(route, lot->n, account, out));
    if (!out->kept)
        TRY(note_change(route, l));
    if (!out->kept)
        TRY(give(route, out, event));
    route->is_behind = route->is_behind || may_serve_less(route, l);
done:
    return status;
}

/* ---- One account -------------------------------------------------------- */

static eb_status tell_unassignable(struct route *route, int a,
                                   const char *account,
                                   struct route_answer *out)
{
    eb_status status;

    if (!VEC_RESERVE(&route->decisions, 1))
        return EB_NO_MEMORY;
    TRY(daily_tell_unassignable(&route->d, a, route->decisions.at));
    out->kept = true;
    TRY(take_rows(route, 1, account, out));
done:
    return status;
}

static eb_status decide_guest(struct route *route, const char *account,
                              size_t event, struct route_answer *out)
{
    struct deciding *d = &route->d;
    size_t l = route->guest_lot, first = d->load_first[l];
    int a = route->guest.account, n;
    struct lot *lot = &d->lots.at.at[l];

    if (d->c->state[a] == STATE_UNASSIGNABLE)
        return tell_unassignable(route, a, account, out);
    guest_count(&route->guest);
    *lot = (struct lot){route->guest.family, -1, d->lots.members.n, 1};
    d->state[l] = (struct lot_state){.from = -1};
    d->seat[a] = -1;
    n = lots_loads(&d->lots, lot, -1, d->scratch);
    memcpy(d->loads + first, d->scratch, (size_t)n * sizeof *d->loads);
    d->load_first[l + 1] = first + (size_t)n;
    return decide(route, l, -1, account, event, out);
}

static eb_status decide_known(struct route *route, size_t a, bool reassign,
                              const char *account, size_t event,
                              struct route_answer *out, eb_messages *said)
{
    const struct compiled *c = route->d.c;
    int owner = reassign ? route->d.seat[a] : -1;

    if (c->state[a] == STATE_OUTSIDE)
        return fail(EB_BAD_DATA, said, "account %s is outside the plan",
                    account);
    if (c->state[a] == STATE_UNASSIGNABLE)
        return tell_unassignable(route, (int)a, account, out);
    return decide(route, (size_t)route->lot_of[a], owner, account, event, out);
}

static const char *owner_of(const struct route *route, size_t row)
{
    const struct day *day = route->day;
    int k = day_owner_column(day, route->work.books->role);

    return k < 0 ? ""
                 : table_cell(day->of[DAY_ACCOUNTS].table, row, (size_t)k);
}

static eb_status tell_owner(struct route *route, size_t row,
                            const char *account, const char *owner,
                            struct route_answer *out)
{
    const char *since = day_cell(route->day, DAY_ACCOUNTS, row, "owner_since");
    struct phrase phrase = {0};
    struct route_row told = {.account = account,
                             .rep = owner,
                             .previous = owner,
                             .change = "kept",
                             .next_best = "",
                             .next_cost = INT64_MIN};
    eb_status status;

    phrase_add(&phrase, "has it%s%s", *since == '\0' ? "" : " since ", since);
    TRY(daily_keep_text(&route->d, &phrase, &told.reason));
    route->rows.n = 0;
    if (!VEC_PUSH(&route->rows, told))
        return EB_NO_MEMORY;
    *out = (struct route_answer){.kept = true, .n = 1, .rows = route->rows.at};
done:
    return status;
}

static bool has_an_owner(const struct route *route, const char *owner)
{
    int r = *owner == '\0' ? -1 : books_rep(route->work.books, owner);

    return r >= 0 && !route->d.c->share[r].leaver;
}

/* Brings the books up to the row; *guest: it is a guest of theirs. */
static eb_status come_to(struct route *route, size_t row, bool *guest,
                         eb_messages *said)
{
    eb_status status = EB_OK;

    *guest = false;
    if (row < route->work.books->n_accounts) {
        route->is_behind = route->is_behind || route->moved[row];
    } else if (row == route->seen && !route->is_behind) {
        TRY(guest_take(&route->guest, row, guest));
        route->is_behind = !*guest;
    } else {
        route->is_behind = true;
    }
    if (*guest)
        route->seen = row + 1;
    TRY(open_books(route, said));
done:
    return status;
}

eb_status route_ask(struct route *route, const char *account, bool reassign,
                    size_t event, struct route_answer *out, eb_messages *said)
{
    size_t row = day_row(route->day, DAY_ACCOUNTS, account);
    const char *owner;
    bool guest;
    eb_status status;

    *out = (struct route_answer){0};
    if (row == DAY_NO_ROW)
        return fail(EB_BAD_DATA, said, "there is no account %s", account);
    if (!route->is_open)
        TRY(open_books(route, said));
    arena_clear(&route->out.memory);
    owner = owner_of(route, row);
    if (has_an_owner(route, owner) && row >= route->seen)
        route->is_behind =
            true; /* it came with its owner: loads have changed */
    if (has_an_owner(route, owner) && !reassign)
        return tell_owner(route, row, account, owner, out);
    TRY(come_to(route, row, &guest, said));
    status =
        guest ? decide_guest(route, account, event, out)
              : decide_known(route, row, reassign, account, event, out, said);
done:
    return status;
}

/* ---- What else is asked ------------------------------------------------- */

size_t route_compiled(const struct route *route)
{
    return route->n_compiled;
}

const char *route_role(const struct route *route)
{
    return route->work.books->role;
}

const char *route_rep_name(const struct route *route, const char *rep)
{
    int r = books_rep(route->work.books, rep);

    return r < 0 ? "" : rep_name(route->work.books, (size_t)r);
}

bool route_has_turns(const struct route *route)
{
    return route->how.policy == POLICY_ROUND_ROBIN ||
           route->how.policy == POLICY_WEIGHTED;
}

eb_status route_turns(const struct route *route, struct past *out)
{
    const struct past *known = route->known;
    const struct books *books = route->work.books;

    for (size_t k = 0; k < known->numbers.n; k++)
        if (strcmp(known->numbers.at[k].of, PAST_TURN) != 0 &&
            !VEC_PUSH(&out->numbers, known->numbers.at[k]))
            return EB_NO_MEMORY;
    for (size_t r = 0; route->is_open && r < books->n_reps; r++) {
        struct past_number turn = {rep_id(books, r), PAST_TURN,
                                   (double)route->d.turns[r]};

        if (!VEC_PUSH(&out->numbers, turn))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}
