/* daily_bound.c - how good any books could be, starting from these: the bound of
 * MODEL.md section 11 over all that lots may do.
 *
 * Every lot may stay, go to anybody who may own its family, or back to who had it this
 * morning; families and conflict groups need not be kept, and limits only as far as
 * they are now. So every plan that keeps the rules is among these, and so are the
 * books as they are. */
#include "model/deciding.h"

#include "solver/stays.h"

#include <string.h>

struct bounding {
    struct deciding *d;
    struct stays in;
    int *home, *list, *list_agent, *arcs;
    int64_t *stay, *least;
    bool *odd;
    size_t *list_first;
    struct term *terms; /* as they were */
};

/* ---- Lots -------------------------------------------------------------- */

static bool has_exceptions(const struct compiled *c, int f)
{
    const size_t *first = c->workings->eligible.first;

    return first[f] < first[f + 1];
}

/* Nothing that it can cost a rep other than the owner is less. */
static int64_t least_of(const struct deciding *d, const struct lot *lot)
{
    const struct compiled *c = d->c;
    wide sum = 0;

    for (size_t j = lot->first; j < lot->first + lot->n; j++) {
        int a = d->lots.members.at[j];

        sum += fit_least(c, a);
        if (c->state[a] == STATE_SETTLED)
            sum += continuity_least(c, a);
    }
    return held(sum);
}

static void take_lot(struct bounding *b, size_t l)
{
    struct deciding *d = b->d;
    const struct lot *lot = &d->lots.at.at[l];
    const struct lot_state *state = &d->state[l];
    int fixed = d->c->families[lot->family].fixed;
    bool at_owner = !d->fits && state->fate == FATE_STAYS;

    b->home[l] = lot->rep < 0 ? -1 : lot->rep;
    b->list[l] = d->c->workings->eligible.of_family[lot->family];
    b->odd[l] = d->varies[l] || has_exceptions(d->c, lot->family) ||
                (state->from >= 0 && state->from != lot->rep) ||
                (fixed >= 0 && fixed != lot->rep);
    b->stay[l] =
        lot->rep < 0 || at_owner ? 0 : lots_cost(&d->lots, lot, lot->rep);
    b->least[l] = b->odd[l] || b->list[l] < 0 ? 0 : least_of(d, lot);
}

/* Who may own it, and who had it; without whoever has it. */
static int list_arcs(void *context, size_t l, int *agent)
{
    struct bounding *b = context;
    struct deciding *d = b->d;
    const struct lot *lot = &d->lots.at.at[l];
    int n_may = eligible_arcs(d->c, lot->family, b->arcs), n = 0;
    int from = d->state[l].from;

    for (int k = 0; k <= n_may; k++) {
        if (from >= 0 && (k == n_may || b->arcs[k] >= from)) {
            if (from != lot->rep && (k == n_may || b->arcs[k] != from))
                agent[n++] = from;
            from = -1;
        }
        if (k < n_may && b->arcs[k] != lot->rep)
            agent[n++] = b->arcs[k];
    }
    return n;
}

static int64_t cost_at(void *context, size_t l, int agent)
{
    struct bounding *b = context;

    return lots_cost(&b->d->lots, &b->d->lots.at.at[l], agent);
}

static int weigh(void *context, size_t l, int agent, const struct load **out)
{
    struct bounding *b = context;

    return lot_loads(b->d, l, agent, out);
}

/* ---- Lists -------------------------------------------------------------- */

static eb_status take_lists(struct bounding *b)
{
    const struct compiled *c = b->d->c;
    const struct keys *keys = &c->workings->eligible.keys;
    size_t n_lists = (size_t)keys->n;

    b->list_first = NEW(size_t, n_lists + 1);
    b->list_agent = NEW(int, keys->cells.n + 1);
    if (b->list_first == NULL || b->list_agent == NULL)
        return EB_NO_MEMORY;
    for (size_t list = 0; list < n_lists; list++) {
        size_t n, first = b->list_first[list];
        const int64_t *reps = eligible_list(c, (int)list, &n);

        for (size_t k = 0; k < n; k++)
            b->list_agent[first + k] = (int)reps[k];
        b->list_first[list + 1] = first + n;
    }
    b->in.n_lists = n_lists;
    b->in.list_first = b->list_first;
    b->in.list_agent = b->list_agent;
    return EB_OK;
}

static eb_status take_lots(struct bounding *b)
{
    struct deciding *d = b->d;
    size_t n = d->lots.at.n + 1;

    b->home = NEW(int, n);
    b->list = NEW(int, n);
    b->stay = NEW(int64_t, n);
    b->least = NEW(int64_t, n);
    b->odd = NEW(bool, n);
    b->arcs = NEW(int, d->books->n_reps + 1);
    if (!b->home || !b->list || !b->stay || !b->least || !b->odd || !b->arcs)
        return EB_NO_MEMORY;
    for (size_t l = 0; l < d->lots.at.n; l++)
        take_lot(b, l);
    b->in.p = d->tally.p;
    b->in.n_items = d->lots.at.n;
    b->in.home = b->home;
    b->in.stay = b->stay;
    b->in.least = b->least;
    b->in.list = b->list;
    b->in.odd = b->odd;
    b->in.load_first = d->load_first;
    b->in.loads = d->loads;
    b->in.arcs = list_arcs;
    b->in.cost = cost_at;
    b->in.weigh = weigh;
    b->in.context = b;
    return EB_OK;
}

/* ---- All of it ---------------------------------------------------------- */

/* What is passed already may stay passed, as far as it is. */
static void relax_limits(const struct deciding *d)
{
    for (size_t t = 0; t < d->tally.p->terms.n; t++) {
        struct term *term = &d->tally.p->terms.at[t];
        int64_t load = d->tally.load[(size_t)term->agent * d->c->n_resources +
                                     (size_t)term->resource];

        term->lo = load < term->lo ? load : term->lo;
        term->hi = load > term->hi ? load : term->hi;
    }
}

/* A pass costs what the lots are: smaller books have more for the same time. */
static int count_passes(const struct deciding *d)
{
    const size_t many = 200000, most = 25;
    size_t times = many / (d->lots.at.n + 1);

    times = times < 1 ? 1 : times;
    return d->options->passes * (int)(times < most ? times : most);
}

static eb_status bound(struct bounding *b)
{
    struct deciding *d = b->d;
    size_t cells = d->books->n_reps * d->c->n_resources;
    size_t n_terms = d->tally.p->terms.n;
    eb_status status;

    d->out->lambda = NEW(double, cells + 1);
    b->terms = mem_copy(d->tally.p->terms.at, n_terms, sizeof *b->terms);
    if (d->out->lambda == NULL || b->terms == NULL)
        return EB_NO_MEMORY;
    if (d->past->lambda != NULL)
        memcpy(d->out->lambda, d->past->lambda, cells * sizeof(double));
    TRY(take_lists(b));
    TRY(take_lots(b));
    relax_limits(d);
    status = stays_bound(&b->in, d->out->after.objective, count_passes(d),
                         d->out->lambda, &d->out->bound);
    for (size_t t = 0; t < n_terms; t++)
        d->tally.p->terms.at[t] = b->terms[t];
done:
    return status;
}

eb_status daily_bound(struct deciding *d)
{
    struct bounding b = {.d = d};
    eb_status status = EB_OK;

    if (d->options->passes >= 0)
        status = bound(&b);
    mem_free(b.home);
    mem_free(b.list);
    mem_free(b.stay);
    mem_free(b.least);
    mem_free(b.odd);
    mem_free(b.arcs);
    mem_free(b.list_first);
    mem_free(b.list_agent);
    mem_free(b.terms);
    return status;
}
