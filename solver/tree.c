/* tree.c - branch and bound over the arcs of a relaxation. */
#include "solver/tree.h"

#include "solver/simplex.h"
#include "solver/tree_proof.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    RELIABLE = 4, /* trials before an estimate is believed */
    TRIAL_ITERATIONS = 15,
    MOST_TRIALS = 6, /* in a row without a better candidate */
    POLISH_EVERY = 20,
    MOST_DEPTH = 300, /* readers of JSON stop at 1000 brackets, 3 for each */
    MOST_ITERATIONS = 10000, /* of a node */
    ROOT_CUTS = 50,          /* rounds */
    NODE_CUTS = 3
};
#define WORTH_CUTTING 3e-3 /* of the room to the goal */
#define WORTH_A_CUT 1e-2
#define FRACTIONAL 1e-5

/* What a side of an arc's split has lifted the bound by, per unit of distance
 * from its value. */
struct gain {
    double sum;
    int n;
};

struct tree {
    struct tree_options options;
    const struct dual *dual;
    struct relaxation *r;
    struct simplex *simplex;
    struct budget *budget;
    struct tree_result *result;
    struct tree_log log;
    double cutoff;     /* what is to be beaten */
    double margin;     /* a bound this close below the cutoff prunes */
    size_t root_trail; /* deaths that hold everywhere */
    int at;            /* the node whose arcs live now */
    int next;          /* the open node to go on with; -1: the best */
    bool was_deep;     /* a node was left for its depth */

    struct VEC(int) open;     /* a heap by bound */
    struct VEC(double) bases; /* that wait, one for both children of a node */
    struct cuts cuts;
    double *filled; /* [pieces] */

    struct gain *up, *down;       /* [arcs] */
    struct gain all_up, all_down; /* per heaviness, too */
    double
        *heavy; /* [arcs] the largest share of a row's range that it fills */
    double *lambda, *load; /* [rows] */
    double *tried[2],
        *kept[2];  /* [rows] of the sides tried last and of the best */
    double *value; /* [arcs] */
    struct VEC(int) path;
    int64_t load_steps, iteration_steps;
};

/* A bound from here on closes a node. Where assignments cost whole steps, one
 * above the last step that would be better does. */
static double goal(const struct tree *t)
{
    double most = t->cutoff - t->margin, steps;

    if (!(t->r->step > 1) || !isfinite(most))
        return most;
    steps = ceil((most - t->r->constant) / t->r->step) - 1;
    return t->r->constant + (steps + 1e-6) * t->r->step;
}

static struct tree_node *node_at(struct tree *t, int node)
{
    return &t->log.nodes.at[node];
}

/* ---- open nodes ---- */

static bool is_before(struct tree *t, int a, int b)
{
    double left = node_at(t, a)->bound, right = node_at(t, b)->bound;

    return left < right || (left <= right && a < b);
}

static eb_status push_open(struct tree *t, int node)
{
    size_t at = t->open.n;

    if (!VEC_PUSH(&t->open, node))
        return EB_NO_MEMORY;
    for (; at > 0 && is_before(t, node, t->open.at[(at - 1) / 2]);
         at = (at - 1) / 2)
        t->open.at[at] = t->open.at[(at - 1) / 2];
    t->open.at[at] = node;
    return EB_OK;
}

static int pop_open(struct tree *t)
{
    int top = t->open.at[0], last = t->open.at[--t->open.n];
    size_t at = 0;

    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= t->open.n)
            break;
        if (child + 1 < t->open.n &&
            is_before(t, t->open.at[child + 1], t->open.at[child]))
            child++;
        if (!is_before(t, t->open.at[child], last))
            break;
        t->open.at[at] = t->open.at[child];
        at = child;
    }
    t->open.at[at] = last;
    return top;
}

/* Takes this one out, which must be open. */
static void take_open(struct tree *t, int node)
{
    size_t at = 0;

    while (t->open.at[at] != node)
        at++;
    for (; at > 0; at = (at - 1) / 2)
        t->open.at[at] = t->open.at[(at - 1) / 2];
    t->open.at[0] = node;
    pop_open(t);
}

static eb_status keep_basis(struct tree *t, int64_t *at)
{
    size_t room = simplex_room(t->simplex) / sizeof *t->bases.at;

    if (!VEC_RESERVE(&t->bases, t->bases.n + room))
        return EB_NO_MEMORY;
    *at = (int64_t)t->bases.n;
    t->bases.n += room;
    simplex_save(t->simplex, t->bases.at + *at);
    return EB_OK;
}

/* ---- which arcs live ---- */

/* Applies a node's own decision and what was dropped there. */
static bool enter_node(struct tree *t, int node, eb_status *status)
{
    const struct tree_node *n = node_at(t, node);
    bool alive = true;

    if (n->arc >= 0 && n->alone)
        alive = relaxation_fix(t->r, n->arc, status);
    else if (n->arc >= 0)
        alive = relaxation_kill(t->r, n->arc, status);
    for (size_t k = 0; alive && k < n->n_drops; k++)
        alive =
            relaxation_kill(t->r, t->log.drops.at[n->first_drop + k], status);
    return alive;
}

/* From the root to the node. False if some item has no arc there. */
static bool walk_to(struct tree *t, int node, eb_status *status)
{
    t->path.n = 0;
    relaxation_revive(t->r, t->root_trail);
    for (int k = node; k >= 0; k = node_at(t, k)->parent)
        if (!VEC_PUSH(&t->path, k)) {
            *status = EB_NO_MEMORY;
            return false;
        }
    while (t->path.n > 0)
        if (!enter_node(t, t->path.at[--t->path.n], status))
            return false;
    return true;
}

/* Lets the node's arcs live and loads the basis to start from; both are there
 * already where the node is a child of the one just visited. */
static bool go_to(struct tree *t, int node, eb_status *status)
{
    const struct tree_node *n = node_at(t, node);
    bool alive;

    if (n->parent >= 0 && n->parent == t->at) {
        alive = enter_node(t, node, status);
    } else {
        alive = walk_to(t, node, status);
        if (alive && n->basis >= 0)
            simplex_load(t->simplex, t->bases.at + n->basis);
    }
    t->at = alive ? node : -1;
    return alive;
}

/* ---- assignments ---- */

static eb_status take(struct tree *t)
{
    const struct relaxation *r = t->r;

    t->result->found.n = 0;
    for (int i = 0; i < r->n_items; i++)
        if (!VEC_PUSH(
                &t->result->found,
                ((struct tree_move){r->item[i], r->agent[r->choice[i]]})))
            return EB_NO_MEMORY;
    return EB_OK;
}

/* Whether the choice keeps conflict sets apart. */
static bool is_apart(const struct tree *t)
{
    const struct relaxation *r = t->r;
    const struct problem *p = r->s->p;

    for (int i = 0; i < r->n_items; i++) {
        int item = r->item[i];

        for (size_t k = p->conflict_first.at[item];
             k < p->conflict_first.at[item + 1]; k++) {
            int set = p->conflicts.at[k];

            for (size_t j = r->s->set_first[set]; j < r->s->set_first[set + 1];
                 j++) {
                int other = relaxation_number(r, r->s->set_items[j]);

                if (other >= 0 && other != i &&
                    r->agent[r->choice[other]] == r->agent[r->choice[i]])
                    return false;
            }
        }
    }
    return true;
}

/* Where every item would go on its own is an assignment too. What doubles do
 * not see as better is not offered; the margin is for ties. */
static eb_status offer_choice(struct tree *t, bool rounded)
{
    double value;

    if (t->options.bound_only)
        return EB_OK;
    value = relaxation_value(t->r, t->r->choice, t->load);
    if (t->options.offer == NULL) {
        if (!(value < t->cutoff - 0.5) || !is_apart(t))
            return EB_OK;
        t->cutoff = value;
        return take(t);
    }
    if (!rounded && !(value <= t->cutoff + fmax(0, -t->margin)))
        return EB_OK;
    return t->options.offer(t->options.context, t->r, t->r->choice, rounded,
                            &t->cutoff);
}

static void round_point(struct tree *t)
{
    for (int i = 0; i < t->r->n_items; i++) {
        int best = -1;

        for (int a = t->r->first[i]; a < t->r->first[i + 1]; a++)
            if (!t->r->dead[a] && (best < 0 || t->value[a] > t->value[best]))
                best = a;
        t->r->choice[i] = best;
    }
}

/* ---- a node's bound ---- */

/* Solves for the arcs that live now, bounds, and takes note of it. */
static double solve(struct tree *t, int limit)
{
    int64_t before = t->result->iterations;
    double bound;

    simplex_solve(t->simplex, goal(t), limit, &t->result->iterations);
    simplex_lambda(t->simplex, t->lambda);
    relaxation_settle(t->r, t->lambda);
    bound = relaxation_bound(t->r, t->lambda);
    budget_take(t->budget,
                t->load_steps +
                    t->iteration_steps * (t->result->iterations - before));
    return bound;
}

/* Rules out arcs by reduced cost. False if some item has none left. */
static bool drop_arcs(struct tree *t, int node, double bound,
                      eb_status *status)
{
    const struct relaxation *r = t->r;
    double room = goal(t) - bound;

    for (int i = 0; i < r->n_items; i++) {
        double least;

        if (r->n_alive[i] < 2)
            continue;
        least = r->price[r->choice[i]];
        for (int a = r->first[i]; a < r->first[i + 1]; a++) {
            if (r->dead[a] || r->price[a] - least < room)
                continue;
            if (!VEC_PUSH(&t->log.drops, a))
                *status = EB_NO_MEMORY;
            node_at(t, node)->n_drops++;
            if (!relaxation_kill(t->r, a, status))
                return false;
        }
    }
    return *status == EB_OK;
}

/* ---- what to branch on ---- */

struct split {
    int arc;         /* -1: nothing is left to be split */
    double value;    /* of the arc */
    double bound[2]; /* of the arc alone, and without it, as far as known */
    double score;
};

enum side { ALONE, WITHOUT };

/* Nothing known of an arc, it lifts as others do, the heavier the more. */
static double rate_of(const struct tree *t, int arc, const struct gain *one,
                      const struct gain *all)
{
    if (one->n > 0)
        return one->sum / one->n;
    return t->heavy[arc] * (all->n > 0 ? all->sum / all->n : 1);
}

static double score_of(double down, double up)
{
    return fmax(down, 1e-6) * fmax(up, 1e-6);
}

static void learn(struct gain *one, struct gain *all, double lift,
                  double distance, double heavy)
{
    double rate = lift / fmax(distance, 1e-3);

    one->sum += rate;
    one->n++;
    all->sum += rate / heavy;
    all->n++;
}

/* The bound on one side, after few iterations; leaves its multipliers. */
static double try_side(struct tree *t, int arc, enum side side,
                       eb_status *status)
{
    size_t mark = t->r->trail.n;
    double bound = INFINITY;
    bool alive = side == ALONE ? relaxation_fix(t->r, arc, status)
                               : relaxation_kill(t->r, arc, status);

    if (alive) {
        simplex_back(t->simplex);
        bound = solve(t, TRIAL_ITERATIONS);
        memcpy(t->tried[side], t->lambda,
               (size_t)(t->r->n_rows + t->r->n_cuts) * sizeof *t->lambda);
    }
    relaxation_revive(t->r, mark);
    return bound;
}

struct choice {
    int arc;
    double estimate;
};

static int best_first(const void *left, const void *right)
{
    const struct choice *a = left, *b = right;

    if (a->estimate > b->estimate || a->estimate < b->estimate)
        return a->estimate > b->estimate ? -1 : 1;
    return (a->arc > b->arc) - (a->arc < b->arc);
}

static double estimate(const struct tree *t, int arc, double scale)
{
    double x = t->value[arc];

    return score_of(rate_of(t, arc, &t->down[arc], &t->all_down) * x / scale,
                    rate_of(t, arc, &t->up[arc], &t->all_up) * (1 - x) /
                        scale);
}

/* Arcs with a fraction, most promising first. */
static int list_choices(const struct tree *t, struct choice *list,
                        double scale)
{
    const struct relaxation *r = t->r;
    int n = 0;

    for (int i = 0; i < r->n_items; i++) {
        if (r->n_alive[i] < 2)
            continue;
        for (int a = r->first[i]; a < r->first[i + 1]; a++)
            if (!r->dead[a] && t->value[a] > FRACTIONAL &&
                t->value[a] < 1 - FRACTIONAL)
                list[n++] = (struct choice){a, estimate(t, a, scale)};
    }
    qsort(list, (size_t)n, sizeof *list, best_first);
    return n;
}

static bool is_reliable(const struct tree *t, int arc)
{
    return t->up[arc].n >= RELIABLE && t->down[arc].n >= RELIABLE;
}

static struct split try_choice(struct tree *t, const struct choice *c,
                               double bound, double scale, eb_status *status)
{
    struct split split = {
        c->arc, t->value[c->arc], {bound, bound}, c->estimate};
    double lift[2];

    if (is_reliable(t, c->arc))
        return split;
    for (int side = ALONE; side <= WITHOUT; side++) {
        split.bound[side] = try_side(t, c->arc, (enum side)side, status);
        lift[side] = fmax(0, fmin(split.bound[side], goal(t)) - bound);
    }
    if (isfinite(split.bound[ALONE]))
        learn(&t->up[c->arc], &t->all_up, lift[ALONE], 1 - split.value,
              t->heavy[c->arc]);
    if (isfinite(split.bound[WITHOUT]))
        learn(&t->down[c->arc], &t->all_down, lift[WITHOUT], split.value,
              t->heavy[c->arc]);
    split.score = score_of(lift[WITHOUT] / scale, lift[ALONE] / scale);
    return split;
}

/* The whole point is an assignment, but not one that holds (conflict sets, or
 * penalties that rounding lifts): any item with a choice will do. */
static struct split split_anything(const struct tree *t, double bound)
{
    const struct relaxation *r = t->r;
    struct split split = {-1, 1, {bound, bound}, 0};

    for (int i = 0; i < r->n_items && split.arc < 0; i++)
        if (r->n_alive[i] > 1)
            split.arc = r->choice[i];
    return split;
}

static void keep_tried(struct tree *t)
{
    for (int side = ALONE; side <= WITHOUT; side++) {
        double *kept = t->kept[side];

        t->kept[side] = t->tried[side];
        t->tried[side] = kept;
    }
}

static eb_status choose_split(struct tree *t, double bound, struct split *out)
{
    double scale = fmax(goal(t) - bound, 1);
    struct choice *list =
        NEW(struct choice, 2 * (size_t)(t->r->n_rows + t->r->n_cuts) + 1);
    eb_status status = EB_OK;
    int n, stale = 0;

    if (list == NULL)
        return EB_NO_MEMORY;
    if (!isfinite(scale))
        scale = fmax(fabs(bound) * 0.01, 1);
    *out = (struct split){.arc = -1};
    n = list_choices(t, list, scale);
    for (int k = 0; k < n && stale < MOST_TRIALS && status == EB_OK; k++) {
        struct split split = try_choice(t, &list[k], bound, scale, &status);

        bool closes =
            split.bound[ALONE] >= goal(t) || split.bound[WITHOUT] >= goal(t);

        stale++;
        if (out->arc < 0 || split.score > out->score || closes) {
            *out = split;
            stale = 0;
            keep_tried(t);
        }
        if (closes)
            break;
    }
    mem_free(list);
    if (out->arc < 0)
        *out = split_anything(t, bound);
    return status;
}

/* ---- the search ---- */

static eb_status add_children(struct tree *t, int node,
                              const struct split *split)
{
    struct tree_node child = {
        .parent = node, .arc = split->arc, .first_child = -1};
    double bound = node_at(t, node)->bound;
    int first = (int)t->log.nodes.n;
    eb_status status = EB_OK;

    child.depth = node_at(t, node)->depth + 1;
    TRY(keep_basis(t, &child.basis));
    for (int side = ALONE; side <= WITHOUT; side++) {
        bool lifted =
            split->bound[side] > bound && split->bound[side] < INFINITY;

        child.bound = lifted ? split->bound[side] : bound;
        child.vector = node_at(t, node)->vector;
        child.alone = side == ALONE;
        if (!VEC_PUSH(&t->log.nodes, child))
            return EB_NO_MEMORY;
        if (lifted)
            TRY(tree_log_vector(&t->log, t->r, t->kept[side], first + side));
    }
    node_at(t, node)->first_child = first;
done:
    return status;
}

/* Chooses what to split the node by and comes back to its basis. */
static eb_status split_node(struct tree *t, int node, double bound)
{
    struct split split;
    eb_status status = EB_OK;

    simplex_keep(t->simplex);
    TRY(choose_split(t, bound, &split));
    simplex_back(t->simplex);
    if (split.arc >= 0)
        TRY(add_children(t, node, &split));
done:
    return status;
}

/* Cuts off the node's point what indivisible items forbid, as long as that
 * lifts the bound. */
static eb_status cut_node(struct tree *t, int node, double *bound)
{
    int most = node == 0 ? ROOT_CUTS : NODE_CUTS, n = 0;
    eb_status status = EB_OK;

    for (int k = 0; k < most && *bound < goal(t); k++) {
        double before = *bound;

        simplex_point(t->simplex, t->value);
        simplex_pieces(t->simplex, t->filled);
        t->cuts.floor =
            isfinite(goal(t)) ? WORTH_A_CUT * (goal(t) - before) : 0;
        TRY(cuts_separate(&t->cuts, t->value, t->filled, &n));
        if (n == 0)
            break;
        simplex_take_cuts(t->simplex);
        *bound = solve(t, MOST_ITERATIONS);
        simplex_drop_cuts(t->simplex);
        if (*bound - before < WORTH_CUTTING * (goal(t) - before))
            break;
    }
    *bound = solve(t, MOST_ITERATIONS);
done:
    return status;
}

/* At the root, cuts of items that are heavy by themselves come first. */
static eb_status cut_root(struct tree *t, double *bound)
{
    int n;
    eb_status status = EB_OK;

    TRY(cuts_of_heavy(&t->cuts, &n));
    if (n == 0)
        return EB_OK;
    simplex_take_cuts(t->simplex);
    *bound = solve(t, MOST_ITERATIONS);
    simplex_drop_cuts(t->simplex);
done:
    return status;
}

/* Bounds a node whose arcs live and whose basis is loaded, and gives it children
 * unless that closes it. */
static eb_status visit(struct tree *t, int node)
{
    double bound = solve(t, MOST_ITERATIONS);
    eb_status status = EB_OK;

    t->result->nodes++;
    if (t->options.cuts && node == 0)
        TRY(cut_root(t, &bound));
    if (t->options.cuts && bound < goal(t))
        TRY(cut_node(t, node, &bound));
    if (bound == INFINITY)
        relaxation_charge(t->r, t->lambda, goal(t));
    if (bound > node_at(t, node)->bound) {
        TRY(tree_log_vector(&t->log, t->r, t->lambda, node));
        node_at(t, node)->bound = bound;
    }
    node_at(t, node)->first_drop = t->log.drops.n;
    if (bound >= goal(t))
        goto done;
    simplex_point(t->simplex, t->value);
    TRY(offer_choice(t, false));
    if (bound >= goal(t))
        goto done;
    if (node == 0 && !drop_arcs(t, node, bound, &status)) {
        node_at(t, node)->bound = INFINITY;
        goto done;
    }
    round_point(t);
    TRY(offer_choice(t, t->result->nodes % POLISH_EVERY == 1));
    if (bound >= goal(t))
        goto done;
    if (node_at(t, node)->depth < MOST_DEPTH)
        TRY(split_node(t, node, bound));
    else
        t->was_deep = true;
done:
    return status;
}

/* Children that are not closed wait, but for the one to go on with: that of the
 * lower bound. */
static eb_status leave_node(struct tree *t, int node, int *next)
{
    int first = node_at(t, node)->first_child;
    eb_status status = EB_OK;

    *next = -1;
    if (first < 0)
        return EB_OK;
    if (!t->options.bound_only)
        *next = is_before(t, first + 1, first) ? first + 1 : first;
    for (int k = first; k < first + 2; k++)
        if (k != *next && node_at(t, k)->bound < goal(t))
            TRY(push_open(t, k));
    if (*next >= 0 && node_at(t, *next)->bound >= goal(t))
        *next = -1;
done:
    return status;
}

/* Looks when a dive is over: then the node to go on with is the lowest. */
static bool is_enough(struct tree *t, int node)
{
    double room = t->options.gap * fabs(t->cutoff);

    if (node < 0 || !(room > 0) || !isfinite(t->cutoff))
        return false;
    if (t->open.n > 0 && node_at(t, t->open.at[0])->bound < t->cutoff - room)
        return false;
    return node_at(t, node)->bound >= t->cutoff - room;
}

static eb_status search(struct tree *t)
{
    eb_status status = EB_OK;
    int node = t->next;

    if (node >= 0)
        take_open(t, node);
    else
        node = t->open.n > 0 ? pop_open(t) : -1;
    t->next = -1;
    t->result->paused = false;
    if (node >= 0 && node_at(t, node)->bound >= goal(t))
        node = -1;
    while (node >= 0 && !budget_is_spent(t->budget) &&
           t->result->nodes < t->options.most_nodes) {
        int next = -1;

        if (go_to(t, node, &status)) {
            TRY(visit(t, node));
            TRY(leave_node(t, node, &next));
        } else {
            node_at(t, node)->bound = INFINITY;
        }
        TRY(status);
        if (next < 0 && t->open.n > 0)
            next = pop_open(t);
        node = next >= 0 && node_at(t, next)->bound < goal(t) ? next : -1;
        if (is_enough(t, node))
            break;
    }
    if (node >= 0) {
        TRY(push_open(t, node));
        t->result->paused =
            t->budget->steps <= 0 && !t->budget->cut && !is_enough(t, node);
        t->next = t->result->paused ? node : -1;
    }
done:
    return status;
}

/* ---- making ---- */

/* In a tiny problem nothing is pruned that could be better by rounding. */
#define TINY 1e5

static double choose_margin(const struct tree *t)
{
    double ways = 1, slack = 0;

    if (t->options.bound_only)
        return 0;
    for (int k = 0; k < t->r->n_rows; k++)
        for (int j = 0; j < t->r->rows[k].n_pieces; j++)
            if (t->r->pieces[t->r->rows[k].first_piece + j].slope != 0) {
                slack += 0.5;
                break;
            }
    for (int i = 0; i < t->r->n_items && ways < TINY * 10; i++)
        ways *= fmax(t->r->n_alive[i], 1);
    return ways > TINY ? 0.5 + slack : -slack - 0.01;
}

static void weigh_arcs(struct tree *t)
{
    const struct relaxation *r = t->r;

    for (int a = 0; a < r->n_arcs; a++) {
        t->heavy[a] = 1e-6;
        for (int e = r->entry_first[a]; e < r->entry_first[a + 1]; e++) {
            const struct relax_row *row = &r->rows[r->entries[e].row];
            double range = row->most - row->least;

            if (range > 0)
                t->heavy[a] =
                    fmax(t->heavy[a], fabs(r->entries[e].amount) / range);
        }
    }
}

static eb_status make_room(struct tree *t)
{
    const struct relaxation *r = t->r;
    size_t arcs = (size_t)r->n_arcs + 1, rows = (size_t)r->n_rows + 1;
    int64_t n = r->n_rows;

    t->up = NEW(struct gain, arcs);
    t->down = NEW(struct gain, arcs);
    t->heavy = NEW(double, arcs);
    t->value = NEW(double, arcs);
    rows += (size_t)r->most_cuts;
    t->filled = NEW(double, (size_t)r->n_pieces + 1);
    t->lambda = NEW(double, rows);
    t->load = NEW(double, rows);
    for (int side = ALONE; side <= WITHOUT; side++) {
        t->tried[side] = NEW(double, rows);
        t->kept[side] = NEW(double, rows);
    }
    if (!t->filled || !t->up || !t->down || !t->heavy || !t->value ||
        !t->lambda || !t->load || !t->tried[0] || !t->tried[1] ||
        !t->kept[0] || !t->kept[1])
        return EB_NO_MEMORY;
    t->load_steps = r->n_arcs + n * n * n / 16;
    t->iteration_steps = r->n_arcs + n * n / 2;
    weigh_arcs(t);
    t->log.n_rows = r->n_rows;
    t->margin = choose_margin(t);
    return VEC_PUSH(&t->log.nodes, ((struct tree_node){.parent = -1,
                                                       .arc = -1,
                                                       .first_child = -1,
                                                       .basis = -1,
                                                       .vector = 0,
                                                       .bound = -INFINITY}))
               ? EB_OK
               : EB_NO_MEMORY;
}

void tree_free(struct tree *t)
{
    if (t == NULL)
        return;
    mem_free(t->up);
    mem_free(t->down);
    mem_free(t->heavy);
    mem_free(t->value);
    mem_free(t->lambda);
    mem_free(t->load);
    mem_free(t->filled);
    cuts_clear(&t->cuts);
    for (int side = ALONE; side <= WITHOUT; side++) {
        mem_free(t->tried[side]);
        mem_free(t->kept[side]);
    }
    VEC_CLEAR(&t->path);
    VEC_CLEAR(&t->open);
    VEC_CLEAR(&t->bases);
    tree_log_clear(&t->log);
    simplex_free(t->simplex);
    relaxation_free(t->r);
    mem_free(t);
}

/* The lowest bound of what is still open. */
static double open_bound(struct tree *t)
{
    double least = INFINITY;

    for (size_t k = 0; k < t->log.nodes.n; k++) {
        const struct tree_node *node = &t->log.nodes.at[k];

        if (node->first_child < 0)
            least = fmin(least, node->bound);
    }
    return least;
}

/* What the caller has already is to be beaten. */
static void value_start(struct tree *t)
{
    struct relaxation *r = t->r;

    if (t->options.start == NULL)
        return;
    for (int i = 0; i < r->n_items; i++) {
        int item = r->item[i];

        r->choice[i] = relaxation_arc(r, item, t->options.start[item]);
        if (r->choice[i] < 0)
            r->choice[i] = relaxation_arc(r, item, -1);
        if (r->choice[i] < 0)
            return;
    }
    t->cutoff = fmin(t->cutoff, relaxation_value(r, r->choice, t->load) +
                                    t->options.slack);
}

/* Cuts that were found before, with their multipliers, bound the root already. */
static eb_status begin_with_cuts(struct tree *t)
{
    bool all;
    eb_status status = EB_OK;

    if (t->options.held == NULL)
        return EB_OK;
    TRY(held_restore(t->options.held, &t->cuts, t->lambda, &all));
    TRY(tree_log_vector(&t->log, t->r, t->lambda, 0));
    node_at(t, 0)->bound = relaxation_bound(t->r, t->lambda);
    simplex_take_cuts(t->simplex);
done:
    return status;
}

/* The root, if anything can live there. */
static eb_status plant(struct tree *t)
{
    eb_status status = EB_OK;
    bool alive = relaxation_start(t->r, &status);

    TRY(status);
    t->root_trail = t->r->trail.n;
    relaxation_multipliers(
        t->r, t->options.lambda != NULL ? t->options.lambda : t->dual->lambda,
        t->dual->mu, t->lambda);
    TRY(tree_log_vector(&t->log, t->r, t->lambda, 0));
    alive = alive && isfinite(relaxation_bound(t->r, t->lambda));
    if (!alive) {
        node_at(t, 0)->bound = INFINITY;
        goto done;
    }
    TRY(cuts_init(&t->cuts, t->r));
    TRY(simplex_new(t->r, &t->simplex));
    simplex_start(t->simplex, t->lambda);
    TRY(begin_with_cuts(t));
    TRY(push_open(t, 0));
done:
    return status;
}

eb_status tree_new(const struct dual *dual, const struct tree_options *options,
                   struct tree **out)
{
    eb_status status = EB_OK;
    struct tree *t = NEW(struct tree, 1);

    if (t == NULL)
        return EB_NO_MEMORY;
    t->options = *options;
    t->dual = dual;
    t->cutoff = options->cutoff;
    t->at = t->next = -1;
    TRY(relaxation_new(dual, options->part, &t->r));
    TRY(make_room(t));
    value_start(t);
    TRY(plant(t));
    *out = t;
    t = NULL;
done:
    tree_free(t);
    return status;
}

eb_status tree_grow(struct tree *t, double cutoff, struct budget *budget,
                    struct tree_result *result)
{
    eb_status status = EB_OK;

    t->budget = budget;
    t->result = result;
    t->cutoff = fmin(t->cutoff, cutoff);
    TRY(search(t));
    result->bound = open_bound(t);
    result->complete =
        !t->was_deep &&
        (t->open.n == 0 || node_at(t, t->open.at[0])->bound >= goal(t));
done:
    return status;
}

void tree_allow(struct tree *t, int most_nodes)
{
    t->options.most_nodes = most_nodes;
}

double tree_cutoff(const struct tree *t)
{
    return t->cutoff;
}

eb_status tree_prove(struct tree *t, struct certificate *proof)
{
    const struct relax_part *part = t->options.part;

    relaxation_revive(t->r, 0);
    t->at = -1;
    for (size_t k = 0; k < t->cuts.found.n; k++)
        t->cuts.found.at[k]->number = SIZE_MAX;
    return tree_log_prove(&t->log, t->r, part == NULL ? NULL : part->in,
                          open_bound(t), proof);
}

void tree_result_clear(struct tree_result *result)
{
    VEC_CLEAR(&result->found);
}

eb_status tree_run(const struct dual *dual, const struct tree_options *options,
                   struct budget *budget, struct certificate *proof,
                   struct tree_result *out)
{
    eb_status status = EB_OK;
    struct tree *tree = NULL;

    *out = (struct tree_result){.bound = -INFINITY};
    TRY(tree_new(dual, options, &tree));
    TRY(tree_grow(tree, options->cutoff, budget, out));
    if (proof != NULL)
        TRY(tree_prove(tree, proof));
done:
    tree_free(tree);
    if (status != EB_OK)
        tree_result_clear(out);
    return status;
}
