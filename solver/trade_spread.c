/* trade_spread.c - points spread evenly between the least and where no more is gained.
 *
 * A corner is the best found at a price for the budget; what is proved of it bounds
 * every point by a line. Between two corners lies what takes part from each. */
#include "solver/bound.h"
#include "solver/narrow.h"
#include "solver/tradeoff.h"
#include "solver/trading.h"
#include "solver/weigh.h"

#include <math.h>

#define UNIT ((wide)1000000000000)         /* a price of one unit of cost */
#define DEAREST ((wide)100000000000000000) /* all of a budget at any price */
enum { ENOUGH = 100000000 }; /* 0.1 points: close enough anywhere */

/* f >= at_zero - price x B, for every B. */
struct line {
    wide price;
    int64_t at_zero;
    struct certificate proof;
};

struct spread {
    struct trading *t;
    wide all;      /* the most that can be used of it */
    double enough; /* units of cost; what is as near is near enough */
    struct VEC(struct trade) found;
    struct VEC(struct line) lines;
    int64_t *target;            /* [n] limits, rising */
    struct tradeoff_point *own; /* [n] what was proved for the target alone */
    bool *asked;                /* [n] a corner was sought for it */
    size_t n;
};

/* ---- What is known ----------------------------------------------------- */

static int64_t height(const struct line *line, int64_t limit)
{
    return line->at_zero - (int64_t)((line->price * limit + UNIT - 1) / UNIT);
}

static const struct line *best_line(const struct spread *s, int64_t limit)
{
    const struct line *best = NULL;

    for (size_t k = 0; k < s->lines.n; k++)
        if (best == NULL ||
            height(&s->lines.at[k], limit) > height(best, limit))
            best = &s->lines.at[k];
    return best;
}

/* The best that keeps the limit; of equals the one that takes least. */
static const struct trade *best_within(const struct spread *s, int64_t limit)
{
    const struct trade *best = NULL;

    for (size_t k = 0; k < s->found.n; k++) {
        const struct trade *now = &s->found.at[k];

        if (now->g <= limit && (best == NULL || now->f < best->f ||
                                (now->f == best->f && now->g < best->g)))
            best = now;
    }
    return best;
}

/* The one beyond the limit from which the slope to `from` is steepest. */
static const struct trade *best_beyond(const struct spread *s, int64_t limit,
                                       const struct trade *from)
{
    const struct trade *best = NULL;
    double steepest = 0;

    for (size_t k = 0; k < s->found.n; k++) {
        const struct trade *now = &s->found.at[k];
        double slope;

        if (now->g <= limit || now->f >= from->f)
            continue;
        slope = (double)(from->f - now->f) / (double)(now->g - from->g);
        if (slope > steepest) {
            steepest = slope;
            best = now;
        }
    }
    return best;
}

static int64_t bound_at(const struct spread *s, size_t k)
{
    const struct line *line = best_line(s, s->target[k]);
    int64_t bound = line == NULL ? INT64_MIN : height(line, s->target[k]);
    int64_t own = s->own[k].bound;

    return own > bound ? own : bound;
}

/* Units of cost between the best found for the k-th target and its bound; 0 where
 * that is as near as asked for. */
static double open_at(const struct spread *s, size_t k)
{
    const struct trade *best = best_within(s, s->target[k]);
    double open;

    if (best == NULL)
        return INFINITY;
    open = (double)best->f - (double)bound_at(s, k);
    return open <= fmax(s->t->options->how.gap * fabs((double)best->f),
                        s->enough)
               ? 0
               : open;
}

/* ---- Corners ----------------------------------------------------------- */

static eb_status keep(struct spread *s, int **agent)
{
    struct trade trade = {0};
    eb_status status;

    TRY(trade_take(s->t, agent, &trade));
    if (trade.agent != NULL && !VEC_PUSH(&s->found, trade)) {
        mem_free(trade.agent);
        status = EB_NO_MEMORY;
    }
done:
    return status;
}

static eb_status keep_line(struct spread *s, const struct weighing *how,
                           struct certificate *proof)
{
    struct problem *p = s->t->p;
    int64_t *limit = &p->budget_limit.at[how->budget], kept = *limit;
    struct line line = {.price = how->price};
    eb_status status = EB_OK;

    if (proof->n_vectors == 0)
        return EB_OK;
    TRY(certificate_unweigh(p, how, proof));
    *limit = 0;
    status = bound_of(p, proof, NULL, &line.at_zero);
    *limit = kept;
    TRY(status);
    if (line.at_zero == INT64_MIN || line.at_zero == INT64_MAX)
        return EB_OK;
    line.proof = *proof;
    if (!VEC_PUSH(&s->lines, line))
        return EB_NO_MEMORY;
    *proof = (struct certificate){0};
done:
    return status;
}

static wide within_reach(const struct spread *s, wide price)
{
    wide most = DEAREST / (s->all > 0 ? s->all : 1) * UNIT;

    return price < most ? price : most;
}

/* Many questions that resemble each other: less work for each. */
static eb_effort less(eb_effort effort)
{
    return effort == EB_DEEP ? EB_NORMAL : EB_QUICK;
}

static eb_status find_corner(struct spread *s, wide price,
                             const struct trade *start)
{
    struct weighing how = {true, s->t->budget, within_reach(s, price)};
    struct solve_options options = s->t->options->how;
    struct problem *weighed = NULL;
    struct solution *solution = NULL;
    eb_status status;

    options.effort = less(options.effort);
    options.start = start->agent;
    TRY(problem_weigh(s->t->p, &how, &weighed, options.said));
    TRY(trade_solve(s->t, weighed, &options, &solution));
    if (solution->feasible) {
        TRY(keep(s, &solution->agent));
    }
    TRY(keep_line(s, &how, &solution->certificate));
done:
    solution_free(solution);
    problem_free(weighed);
    return status;
}

static wide price_of(int64_t gain, int64_t amount)
{
    return gain <= 0 || amount <= 0 ? 0 : (wide)gain * UNIT / amount;
}

/* What counts as nothing gained. */
static double slack_of(const struct spread *s, const struct trade *best)
{
    return fmax(s->t->options->how.gap * fabs((double)best->f), s->enough) / 2;
}

/* The one that takes least of those that are as good as the best, but for that. */
static struct trade loosest_of(const struct spread *s)
{
    const struct trade *best = best_within(s, s->t->loosest);
    struct trade least = *best;

    for (size_t k = 0; k < s->found.n; k++)
        if (s->found.at[k].g < least.g &&
            (double)(s->found.at[k].f - best->f) <= slack_of(s, best))
            least = s->found.at[k];
    return least;
}

/* Where all that can be gained is next to nothing, it is shown what it is all the
 * same: near enough is then a small part of that. */
static void look_closer(struct spread *s)
{
    const struct trade *least = &s->t->least;

    if (loosest_of(s).g == least->g)
        s->enough = 0.02 * (double)(least->f - best_within(s, INT64_MAX)->f);
}

/* What is best without a budget, then at prices that rise for as long as next to
 * nothing is lost. */
static eb_status find_loose_end(struct spread *s)
{
    enum { MOST = 6, DEARER = 4 };
    struct trade from = s->t->least;
    wide price;
    eb_status status;

    TRY(find_corner(s, 0, &from));
    look_closer(s);
    from = loosest_of(s);
    price = price_of((int64_t)slack_of(s, &from), from.g - s->t->least.g);
    for (int k = 0; k < MOST && price > 0 && !trade_is_over(s->t); k++) {
        TRY(find_corner(s, price, &from));
        if (k > 0 && loosest_of(s).g == from.g)
            break;
        from = loosest_of(s);
        price *= DEARER;
    }
done:
    return status;
}

static eb_status find_ends(struct spread *s)
{
    struct trade least = s->t->least;
    int64_t gain;
    eb_status status;

    TRY(find_loose_end(s));
    gain = least.f - best_within(s, INT64_MAX)->f;
    if (!trade_is_over(s->t))
        TRY(find_corner(s, price_of(gain, 1), &least));
done:
    return status;
}

/* ---- Targets ----------------------------------------------------------- */

static eb_status set_targets(struct spread *s)
{
    int64_t from = s->t->least.g, to = loosest_of(s).g, last = -1;
    size_t n = s->t->options->n_points;

    s->target = NEW(int64_t, n + 1);
    s->own = NEW(struct tradeoff_point, n + 1);
    s->asked = NEW(bool, n + 1);
    if (s->target == NULL || s->own == NULL || s->asked == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++) {
        int64_t at = from + (int64_t)((wide)(to - from) * (wide)k /
                                      (wide)(n > 1 ? n - 1 : 1));

        if (n == 1)
            at = to;
        if (at == last)
            continue;
        s->own[s->n].bound = s->own[s->n].solver_bound = INT64_MIN;
        s->target[s->n++] = last = at;
    }
    return EB_OK;
}

/* ---- Filling in -------------------------------------------------------- */

/* The price between what lies on both sides of the target. */
static eb_status ask_corner(struct spread *s, size_t k)
{
    const struct trade *left = best_within(s, s->target[k]), *right;
    struct trade start;

    s->asked[k] = true;
    right = left == NULL ? NULL : best_beyond(s, s->target[k], left);
    if (right == NULL)
        return EB_OK;
    start = *left;
    return find_corner(s, price_of(left->f - right->f, right->g - left->g),
                       &start);
}

/* The open target that is furthest from its bound; n if there is none. */
static size_t widest(const struct spread *s)
{
    size_t best = s->n;
    double most = 0;

    for (size_t k = 0; k < s->n; k++) {
        double open = s->asked[k] ? 0 : open_at(s, k);

        if (open > most) {
            most = open;
            best = k;
        }
    }
    return best;
}

static eb_status find_corners(struct spread *s)
{
    eb_status status = EB_OK;

    for (size_t done = 0, k = 0; done < s->n && !trade_is_over(s->t); done++) {
        k = widest(s);
        if (k == s->n)
            break;
        trade_report(s->t, "corners", done, s->n);
        TRY(ask_corner(s, k));
    }
done:
    return status;
}

/* What lies between the best within the limit and a corner beyond it. */
static eb_status mix(struct spread *s, size_t k)
{
    struct trading *t = s->t;
    const struct trade *left = best_within(s, s->target[k]), *right;
    struct solve_options options = t->options->how;
    struct problem *narrow = NULL;
    struct solution *solution = NULL;
    eb_status status = EB_OK;

    right = left == NULL ? NULL : best_beyond(s, s->target[k], left);
    if (right == NULL)
        return EB_OK;
    options.effort = less(options.effort);
    options.start = left->agent;
    TRY(problem_narrow(t->p, left->agent, right->agent, &narrow,
                       options.said));
    TRY(trade_solve(t, narrow, &options, &solution));
    if (solution->feasible) {
        TRY(keep(s, &solution->agent));
    }
done:
    solution_free(solution);
    problem_free(narrow);
    return status;
}

/* A short search with the limit itself. */
static eb_status search(struct spread *s, size_t k)
{
    struct trading *t = s->t;
    const struct trade *left = best_within(s, s->target[k]);
    const struct line *line = best_line(s, s->target[k]);
    struct solve_options options = t->options->how;
    struct solution *solution = NULL;
    eb_status status = EB_OK;

    options.effort = less(options.effort);
    options.start = left == NULL ? NULL : left->agent;
    options.proof = line == NULL ? NULL : &line->proof;
    TRY(trade_solve(t, t->p, &options, &solution));
    s->own[k].bound = solution->lower_bound;
    s->own[k].solver_bound = solution->solver_bound;
    s->own[k].proof = solution->certificate;
    solution->certificate = (struct certificate){0};
    if (solution->feasible) {
        TRY(keep(s, &solution->agent));
    }
done:
    solution_free(solution);
    return status;
}

static eb_status fill_in(struct spread *s)
{
    struct trading *t = s->t;
    int64_t *limit = &t->p->budget_limit.at[t->budget];
    eb_status status = EB_OK;

    for (size_t k = 0; k < s->n && !trade_is_over(t); k++) {
        *limit = s->target[k];
        trade_report(t, "points", k, s->n);
        if (open_at(s, k) > 0)
            TRY(mix(s, k));
        if (open_at(s, k) > 0 && !trade_is_over(t))
            TRY(search(s, k));
    }
done:
    *limit = t->loosest;
    return status;
}

/* ---- What comes out ---------------------------------------------------- */

/* The best proof there is for so much of the budget. */
static eb_status prove(struct spread *s, int64_t g, struct tradeoff_point *out)
{
    struct trading *t = s->t;
    int64_t *limit = &t->p->budget_limit.at[t->budget], bound;
    const struct line *line = best_line(s, g);
    const struct certificate *best = line == NULL ? NULL : &line->proof;
    eb_status status = EB_OK;

    out->bound = out->solver_bound = INT64_MIN;
    *limit = g;
    if (best != NULL)
        TRY(bound_of(t->p, best, NULL, &out->bound));
    for (size_t k = 0; k < s->n; k++) {
        if (s->target[k] < g || s->own[k].proof.n_vectors == 0)
            continue;
        TRY(bound_of(t->p, &s->own[k].proof, NULL, &bound));
        if (bound > out->bound) {
            out->bound = bound;
            best = &s->own[k].proof;
        }
        if (s->own[k].solver_bound > out->solver_bound)
            out->solver_bound = s->own[k].solver_bound;
    }
    if (out->solver_bound < out->bound)
        out->solver_bound = out->bound;
    if (best != NULL)
        TRY(certificate_copy(best, &out->proof));
done:
    *limit = t->loosest;
    return status;
}

static eb_status take_point(struct spread *s, const struct trade *trade)
{
    struct tradeoff_point point = {0};
    eb_status status;

    TRY(prove(s, trade->g, &point));
    TRY(trade_add(s->t, trade, &point));
done:
    certificate_clear(&point.proof);
    return status;
}

static eb_status take_points(struct spread *s)
{
    const struct trade *last = NULL;
    eb_status status = EB_OK;

    for (size_t k = 0; k < s->n; k++) {
        const struct trade *best = best_within(s, s->target[k]);

        if (best == NULL || (last != NULL && best->f >= last->f))
            continue;
        TRY(take_point(s, best));
        last = best;
    }
done:
    return status;
}

static void spread_clear(struct spread *s)
{
    for (size_t k = 0; k < s->found.n; k++)
        mem_free(s->found.at[k].agent);
    for (size_t k = 0; k < s->lines.n; k++)
        certificate_clear(&s->lines.at[k].proof);
    for (size_t k = 0; k < s->n; k++)
        certificate_clear(&s->own[k].proof);
    VEC_CLEAR(&s->found);
    VEC_CLEAR(&s->lines);
    mem_free(s->target);
    mem_free(s->own);
    mem_free(s->asked);
}

static eb_status keep_least(struct spread *s)
{
    int *agent = mem_copy(s->t->least.agent, (size_t)s->t->p->n_items + 1,
                          sizeof *agent);

    return agent == NULL ? EB_NO_MEMORY : keep(s, &agent);
}

eb_status trade_spread(struct trading *t)
{
    struct spread s = {.t = t, .enough = ENOUGH};
    eb_status status;

    s.all = t->p->budget_all.at[t->budget];
    TRY(keep_least(&s));
    TRY(find_ends(&s));
    TRY(set_targets(&s));
    TRY(find_corners(&s));
    TRY(fill_in(&s));
    TRY(take_points(&s));
done:
    spread_clear(&s);
    return status;
}
