/* mend.c - today's books made fairer by few moves: moves at a falling price, then
 * the solver for fewer. */
#include "model/mend.h"

#include "solver/hasty.h"
#include "solver/value.h"

#include <string.h>

enum { ARCS_TO_PRICE = 100000, ARCS_TO_ASK = 10000 }; /* at most */

struct mending {
    struct problem *p;
    int64_t enough;
    const struct solve_options *how;
    struct mend *out;
    eb_messages *said;
    struct hasty hasty;
    struct budget budget;
    int *today, *agent; /* [n_items] */
};

/* ---- What is found ----------------------------------------------------- */

/* A budget of nothing whose excess costs next to nothing: moves are counted and free
 * but for what the search is told. */
static void free_moves(struct problem *p)
{
    p->budget_limit.at[0] = 0;
    p->budget_slope.at[0] = 1;
}

static eb_status look_at(struct mending *m, const int *agent, bool *enough)
{
    struct value value = {0};
    int64_t used = 0;
    eb_status status;

    TRY(value_of(m->p, agent, &value, NULL, &used));
    *enough = value.feasible && value.objective <= m->enough;
    if (!*enough || (m->out->found && used >= m->out->moves))
        goto done;
    m->out->found = true;
    m->out->moves = used;
    m->out->unfairness = value.objective;
done:
    return status;
}

/* ---- The best move first ----------------------------------------------- */

/* An item's best move: what it takes off the unfairness for each account that
 * leaves its owner by choice. */
struct candidate {
    double gain;
    int item;
    long arc;
};

struct steepest {
    struct search *s;
    struct candidate *heap; /* [n_items] the greatest gain on top */
    int n;
    double *accounts; /* [n_items] that move with it */
};

#define NEARLY_NOTHING                                                        \
    0.01 /* accounts: what all of whom have to move weighs */

static void count_leaving(const struct problem *p, const int *today,
                          double *accounts)
{
    for (int i = 0; i < p->n_items; i++) {
        int64_t sum = 0;

        for (size_t k = p->leave_first.at[i]; k < p->leave_first.at[i + 1];
             k++)
            if (p->leaves.at[k].owner == today[i])
                sum += p->leaves.at[k].amount;
        accounts[i] = sum > 0 ? (double)sum : NEARLY_NOTHING;
    }
}

static struct candidate best_move(const struct steepest *steepest, int item)
{
    const struct search *s = steepest->s;
    struct candidate best = {0, item, -1};

    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++) {
        double gain;

        if (s->arc_agent[a] == s->agent[item])
            continue;
        gain = -evaluate_relocate(s, item, (long)a);
        if (gain > best.gain && !search_clashes(s, item, s->arc_agent[a], -1))
            best = (struct candidate){gain, item, (long)a};
    }
    best.gain /= steepest->accounts[item];
    return best;
}

static void sink(struct steepest *steepest, int at)
{
    struct candidate *heap = steepest->heap, moved = heap[at];

    for (int below; (below = 2 * at + 1) < steepest->n; at = below) {
        if (below + 1 < steepest->n && heap[below + 1].gain > heap[below].gain)
            below++;
        if (heap[below].gain <= moved.gain)
            break;
        heap[at] = heap[below];
    }
    heap[at] = moved;
}

static void fill_heap(struct steepest *steepest)
{
    steepest->n = 0;
    for (int i = 0; i < steepest->s->p->n_items; i++) {
        struct candidate best = best_move(steepest, i);

        if (best.arc >= 0)
            steepest->heap[steepest->n++] = best;
    }
    for (int k = steepest->n / 2; k-- > 0;)
        sink(steepest, k);
}

/* Gains are brought up to date when they come to the top; an item moves once. False
 * where no move gains anything. */
static eb_status take_best(struct steepest *steepest, bool *moved)
{
    *moved = false;
    while (steepest->n > 0) {
        double stale = steepest->heap[0].gain;
        struct candidate now = best_move(steepest, steepest->heap[0].item);

        if (now.arc < 0 || now.gain >= stale)
            steepest->heap[0] = steepest->heap[--steepest->n];
        else
            steepest->heap[0] = now;
        if (steepest->n > 0)
            sink(steepest, 0);
        if (now.arc >= 0 && now.gain >= stale) {
            *moved = true;
            return search_apply(steepest->s, now.item,
                                steepest->s->arc_agent[now.arc],
                                -now.gain * steepest->accounts[now.item]);
        }
    }
    return EB_OK;
}

/* Hard limits that stay broken become dearer. */
static eb_status move_steepest(struct mending *m, struct steepest *steepest)
{
    enum { MOST_FILLS = 30 };
    struct search *s = steepest->s;
    bool enough = false, moved = true;
    eb_status status = EB_OK;

    for (int k = 0;
         k < MOST_FILLS && !enough && moved && !budget_is_cut(&m->budget);
         k++) {
        fill_heap(steepest);
        moved = steepest->n > 0;
        for (bool more = moved; more && !enough;) {
            TRY(take_best(steepest, &more));
            if (s->objective <= (double)m->enough && search_is_feasible(s))
                TRY(look_at(m, s->agent, &enough));
        }
        moved = search_raise_weights(s, 2) || moved;
    }
    search_restore_weights(s);
done:
    return status;
}

/* From today on the move that recovers most for each account, one after another. */
static eb_status try_steepest(struct mending *m)
{
    size_t n = (size_t)m->p->n_items + 1;
    struct steepest steepest = {.s = m->hasty.s,
                                .heap = NEW(struct candidate, n),
                                .accounts = NEW(double, n)};
    eb_status status = EB_NO_MEMORY;

    if (steepest.heap == NULL || steepest.accounts == NULL)
        goto done;
    count_leaving(m->p, m->today, steepest.accounts);
    TRY(search_reset(m->hasty.s, m->today));
    m->hasty.s->budget_weight[0] = 0;
    search_recount(m->hasty.s);
    TRY(move_steepest(m, &steepest));
done:
    mem_free(steepest.heap);
    mem_free(steepest.accounts);
    return status;
}

/* ---- Moves at a price -------------------------------------------------- */

/* From the assignment `from` on at this price. */
static eb_status try_price(struct mending *m, const int *from, double price,
                           bool *enough)
{
    eb_status status;

    TRY(search_reset(m->hasty.s, from));
    m->hasty.s->budget_weight[0] = price;
    search_recount(m->hasty.s);
    TRY(hasty_descend(&m->hasty, &m->budget));
    TRY(look_at(m, m->hasty.s->agent, enough));
done:
    return status;
}

/* The price halves until it is low enough; then what lies between the last two is
 * tried, from what the higher one led to. */
static eb_status lower_price(struct mending *m, double price)
{
    static const double factors[] = {1.5, 1.25, 1.1};
    enum { LOWERINGS = 24, REFINEMENTS = sizeof factors / sizeof *factors };
    size_t bytes = (size_t)m->p->n_items * sizeof *m->agent;
    bool enough = false;
    double low;
    eb_status status;

    TRY(look_at(m, m->today, &enough));
    memcpy(m->agent, m->today, bytes);
    for (int k = 0; k < LOWERINGS && !enough && !budget_is_spent(&m->budget);
         k++) {
        price /= 2;
        TRY(try_price(m, m->agent, price, &enough));
        if (!enough)
            memcpy(m->agent, m->hasty.s->agent, bytes);
    }
    low = price;
    for (int k = 0;
         k < REFINEMENTS && m->out->found && !budget_is_spent(&m->budget);
         k++) {
        TRY(try_price(m, m->agent, low * factors[k], &enough));
        if (enough)
            low *= factors[k];
        else
            memcpy(m->agent, m->hasty.s->agent, bytes);
    }
done:
    return status;
}

static int64_t count_arcs(const struct search *s)
{
    return (int64_t)s->arc_first[s->p->n_items];
}

static eb_status make_moves(struct mending *m)
{
    size_t n_items = (size_t)m->p->n_items;
    struct value value = {0};
    eb_status status;

    free_moves(m->p);
    TRY(hasty_init(&m->hasty, m->p));
    TRY(hasty_place(&m->hasty, m->today, &m->budget));
    memcpy(m->today, m->hasty.s->agent, n_items * sizeof *m->today);
    TRY(value_of(m->p, m->today, &value, NULL, NULL));
    if (!value.complete)
        goto done;
    TRY(try_steepest(m));
    if (!m->out->found || count_arcs(m->hasty.s) <= ARCS_TO_PRICE)
        TRY(lower_price(m, 2 * (double)(value.objective - m->enough)));
done:
    return status;
}

/* ---- Fewer ------------------------------------------------------------- */

/* Whether a plan of so many moves is found that will do; *refuted where it is proved
 * that there is none. */
static eb_status ask(struct mending *m, int64_t moves, bool *enough,
                     bool *refuted)
{
    struct solve_options how = *m->how;
    struct solution *solution = NULL;
    eb_status status;

    m->p->budget_limit.at[0] = moves;
    m->p->budget_slope.at[0] = 0;
    how.effort = EB_QUICK;
    how.target = m->enough;
    how.start = m->today;
    how.said = m->said;
    status = solve(m->p, &how, &solution);
    free_moves(m->p);
    TRY(status);
    *enough = false;
    if (solution->feasible)
        TRY(look_at(m, solution->agent, enough));
    *refuted = !*enough && (solution->lower_bound > m->enough ||
                            solution->proved_infeasible);
done:
    solution_free(solution);
    return status;
}

static eb_status look_for_fewer(struct mending *m)
{
    int64_t least = -1; /* so many moves are not enough, as far as is known */
    bool sure = true, enough, refuted;
    eb_status status = EB_OK;

    while (m->out->moves - least > 1 && !budget_is_cut(&m->budget)) {
        int64_t moves = least + (m->out->moves - least) / 2;

        TRY(ask(m, moves, &enough, &refuted));
        if (enough)
            continue;
        least = moves;
        sure = refuted;
    }
    m->out->fewest = sure && m->out->moves - least == 1;
done:
    return status;
}

/* ---- All of it --------------------------------------------------------- */

eb_status mend_find(struct compiled *c, int64_t enough,
                    const struct solve_options *how, struct mend *out,
                    eb_messages *said)
{
    struct mending m = {.p = c->problem,
                        .enough = enough,
                        .how = how,
                        .out = out,
                        .said = said,
                        .budget = {.steps = INT64_MAX / 4,
                                   .deadline = how->deadline,
                                   .stop = how->stop}};
    int64_t limit = m.p->budget_limit.at[0];
    wide slope = m.p->budget_slope.at[0];
    eb_status status = EB_NO_MEMORY;

    *out = (struct mend){0};
    m.today = compiled_agents(c, c->books->owner);
    m.agent = NEW(int, (size_t)m.p->n_items + 1);
    if (m.today == NULL || m.agent == NULL)
        goto done;
    TRY(make_moves(&m));
    if (out->found && count_arcs(m.hasty.s) <= ARCS_TO_ASK)
        TRY(look_for_fewer(&m));
done:
    m.p->budget_limit.at[0] = limit;
    m.p->budget_slope.at[0] = slope;
    hasty_clear(&m.hasty);
    mem_free(m.today);
    mem_free(m.agent);
    return status;
}
