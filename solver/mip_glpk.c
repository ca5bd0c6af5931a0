/* mip_glpk.c - solves a problem, or a part of it, with GLPK. */
#include "solver/mip_glpk.h"

#include "solver/glpk_fence.h"
#include "solver/mip_run.h"
#include "solver/value.h"

#include <assert.h>
#include <glpk.h>
#include <limits.h>
#include <math.h>

/* Iterations between looks at the flag and the clock. Short slices cost time,
 * for each sets up the simplex anew. */
enum { SLICE = 200 };

static int64_t iterations_left(const struct mip_run *run)
{
    int64_t limit = run->options->iteration_limit;

    if (limit == 0)
        return INT64_MAX;
    return limit - glp_get_it_cnt(run->lp);
}

/* ---- the model in GLPK ---- */

/* GLPK takes a double bound only with lo < hi. */
static int kind_of_bounds(double lo, double hi)
{
    if (lo >= hi)
        return GLP_FX;
    if (lo > -HUGE_VAL)
        return hi < HUGE_VAL ? GLP_DB : GLP_LO;
    return hi < HUGE_VAL ? GLP_UP : GLP_FR;
}

static void load_rows(struct mip_run *run)
{
    const struct mip *m = run->m;

    if (m->rows.n > 0)
        glp_add_rows(run->lp, (int)m->rows.n);
    for (int r = 0; r < (int)m->rows.n; r++) {
        const struct mip_row *row = &m->rows.at[r];
        double lo = -HUGE_VAL, hi = HUGE_VAL;

        if (row->lo != INT64_MIN)
            lo = mip_number(row->lo, row->decimals);
        if (row->hi != INT64_MAX)
            hi = mip_number(row->hi, row->decimals);
        glp_set_row_bnds(run->lp, r + 1, kind_of_bounds(lo, hi), lo, hi);
    }
}

static void load_columns(struct mip_run *run)
{
    const struct mip *m = run->m;

    glp_add_cols(run->lp, (int)m->columns.n);
    for (int c = 0; c < (int)m->columns.n; c++) {
        const struct mip_column *column = &m->columns.at[c];
        double width = mip_number(column->width, column->decimals);
        double cost = mip_scaled(run, column->cost);

        assert(isfinite(width) && isfinite(cost));
        glp_set_obj_coef(run->lp, c + 1, cost);
        if (column->kind == COLUMN_ARC)
            glp_set_col_kind(run->lp, c + 1, GLP_BV);
        else
            glp_set_col_bnds(run->lp, c + 1, kind_of_bounds(0.0, width), 0.0,
                             width);
    }
}

static void load(struct mip_run *run)
{
    run->lp = glp_create_prob();
    glp_set_obj_dir(run->lp, GLP_MIN);
    load_rows(run);
    load_columns(run);
    glp_load_matrix(run->lp, (int)run->m->entries.n, run->row, run->column,
                    run->entry);
}

/* ---- the relaxation ---- */

/* Solves from the basis at hand in slices. 0 when the simplex has come to an
 * end, GLP_ESTOP, GLP_EITLIM when out of iterations, else GLPK's code. */
static int run_simplex(struct mip_run *run)
{
    /* Slices restart the choice between dual and primal, which might repeat
     * itself for ever; far beyond any sensible number there are none. */
    int patience = 100000 + 20 * glp_get_num_rows(run->lp);
    glp_smcp how;
    int code;

    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.meth = GLP_DUALP;
    how.r_test = GLP_RT_FLIP;
    for (;;) {
        int64_t left = iterations_left(run);

        if (mip_is_cut(run))
            return GLP_ESTOP;
        if (left <= 0)
            return GLP_EITLIM;
        how.it_lim = glp_get_it_cnt(run->lp) < patience ? SLICE : INT_MAX;
        if (left < how.it_lim)
            how.it_lim = (int)left;
        code = glp_simplex(run->lp, &how);
        if (code != GLP_EITLIM)
            return code;
    }
}

/* A basis that has become singular or useless is replaced, twice. */
static int relax(struct mip_run *run)
{
    for (int attempt = 0;; attempt++) {
        int code = run_simplex(run), status = glp_get_status(run->lp);

        if (code == GLP_ESTOP || code == GLP_EITLIM)
            return code;
        if (code == 0 && (status == GLP_OPT || status == GLP_NOFEAS))
            return 0;
        if (attempt == 2)
            return code != 0 ? code : GLP_EFAIL;
        if (attempt == 0)
            glp_adv_basis(run->lp, 0);
        else
            glp_std_basis(run->lp);
    }
}

/* ---- the tree ---- */

static void read_incumbent(struct mip_run *run)
{
    const struct mip *m = run->m;

    for (int i = 0; i < m->n_items; i++) {
        run->agent[i] = m->folded[i];
        for (int c = m->first_arc[i]; c < m->first_arc[i + 1]; c++)
            if (glp_mip_col_val(run->lp, c + 1) > 0.5)
                run->agent[i] = m->columns.at[c].b;
    }
    mip_offer(run, run->agent);
}

/* Not every way to an incumbent is announced, so its value is watched. */
static void watch_incumbent(struct mip_run *run)
{
    int status = glp_mip_status(run->lp);
    double objective;

    if (status != GLP_FEAS && status != GLP_OPT)
        return;
    objective = glp_mip_obj_val(run->lp);
    if (objective >= run->seen)
        return;
    run->seen = objective;
    read_incumbent(run);
}

/* GLPK takes any vector as a solution; this one has been checked. */
static void tell_start(struct mip_run *run, glp_tree *tree)
{
    const struct mip *m = run->m;
    wide objective;

    run->has_start = false;
    if (!mip_point(m, run->out->agent, run->activity, run->value, &objective))
        return;
    for (size_t c = 0; c < m->columns.n; c++)
        run->x[c + 1] = mip_number(run->value[c], m->columns.at[c].decimals);
    glp_ios_heur_sol(tree, run->x);
}

static void watch_bound(struct mip_run *run, glp_tree *tree)
{
    int node = glp_ios_best_node(tree);
    double bound;

    if (node == 0)
        return;
    bound = glp_ios_node_bound(tree, node);
    if (isfinite(bound) && bound > run->bound)
        run->bound = bound;
}

/* Stopping from here, GLPK returns GLP_ESTOP. */
static void look(glp_tree *tree, void *info)
{
    struct mip_run *run = info;
    struct mip_result *out = run->out;
    int nodes;

    glp_ios_tree_size(tree, NULL, NULL, &nodes);
    out->nodes = nodes;
    if (run->has_start)
        tell_start(run, tree);
    watch_incumbent(run);
    watch_bound(run, tree);
    if (mip_is_cut(run))
        out->status = MIP_STOPPED;
    else if (mip_is_enough(run))
        out->status = MIP_GAP;
    else if (iterations_left(run) <= 0 || (run->options->node_limit > 0 &&
                                           nodes > run->options->node_limit))
        out->status = MIP_LIMIT;
    else
        return;
    glp_ios_terminate(tree);
}

/* GLPK's end of the search: its optimum must be ours, found again exactly. */
static void conclude(struct mip_run *run)
{
    double objective;

    run->out->status = MIP_LIMIT;
    if (glp_mip_status(run->lp) == GLP_NOFEAS) {
        if (!run->has_best)
            run->out->status = MIP_INFEASIBLE;
        return;
    }
    if (glp_mip_status(run->lp) != GLP_OPT)
        return;
    objective = glp_mip_obj_val(run->lp);
    if (objective > run->bound)
        run->bound = objective;
    if (run->has_best &&
        run->best <=
            mip_unscaled(run, objective + 10 * mip_tolerance(objective)))
        run->out->status = MIP_OPTIMAL;
}

/* Codes other than these are GLPK's numerical failures: what was found until
 * then remains valid. */
static void search_tree(struct mip_run *run)
{
    glp_iocp how;
    int code;

    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.mir_cuts = GLP_ON;
    how.cb_func = look;
    how.cb_info = run;
    run->has_start = run->has_best;
    run->seen = HUGE_VAL;
    code = glp_intopt(run->lp, &how);
    watch_incumbent(run);
    if (code == 0)
        conclude(run);
    else if (code != GLP_ESTOP)
        run->out->status = MIP_LIMIT;
}

/* ---- both, behind the fence ---- */

static eb_status solve_fenced(void *context)
{
    struct mip_run *run = context;
    struct mip_result *out = run->out;
    int code;

    load(run);
    code = relax(run);
    out->iterations = glp_get_it_cnt(run->lp);
    if (code == GLP_ESTOP || code == GLP_EITLIM) {
        out->status = code == GLP_ESTOP ? MIP_STOPPED : MIP_LIMIT;
        return EB_OK;
    }
    if (code != 0)
        return fail(EB_ENGINE, run->said,
                    "GLPK's simplex failed three times (its code %d)", code);
    if (glp_get_status(run->lp) == GLP_NOFEAS) {
        out->status = run->has_best ? MIP_LIMIT : MIP_INFEASIBLE;
        return EB_OK;
    }
    out->relaxed = true;
    run->bound = glp_get_obj_val(run->lp);
    out->relaxed_bound = mip_bound_in_units(run, run->bound);
    for (int r = 0; r < (int)run->m->rows.n; r++)
        run->dual[r] = glp_get_row_dual(run->lp, r + 1);
    out->status = MIP_RELAXED;
    if (!run->options->relaxation_only) {
        out->status = MIP_GAP;
        if (!mip_is_enough(run))
            search_tree(run);
    }
    out->bound = mip_bound_in_units(run, run->bound);
    out->iterations = glp_get_it_cnt(run->lp);
    return EB_OK;
}

/* With no arc to choose there is one assignment at most. */
static void solve_folded(struct mip_run *run)
{
    struct mip_result *out = run->out;

    out->status = MIP_INFEASIBLE;
    mip_offer(run, run->m->folded);
    if (!run->has_best)
        return;
    out->status = run->options->relaxation_only ? MIP_RELAXED : MIP_OPTIMAL;
    out->relaxed = true;
}

static eb_status solve_run(struct mip_run *run)
{
    struct mip_result *out = run->out;

    if (run->m->infeasible || run->m->n_arcs == 0) {
        solve_folded(run);
        return EB_OK;
    }
    if (run->m->entries.n >= INT_MAX)
        return fail(EB_ENGINE, run->said, "the problem is too large for GLPK");
    if (run->options->start != NULL)
        mip_offer(run, run->options->start);
    if (mip_is_cut(run)) {
        out->status = MIP_STOPPED;
        return EB_OK;
    }
    return glpk_fenced(solve_fenced, run, run->options->memory_limit_mb,
                       run->said);
}

eb_status mip_solve(const struct problem *p, const struct mip_options *options,
                    struct mip_result *out, eb_messages *said)
{
    struct mip *m = NULL;
    struct mip_run run = {.options = options, .out = out, .said = said};
    struct value value;
    eb_status status = EB_OK;

    *out = (struct mip_result){0};
    TRY(mip_result_init(p, out));
    TRY(mip_new(p, &options->part, &m));
    run.m = m;
    TRY(mip_run_init(&run));
    TRY(solve_run(&run));
    if (out->relaxed && m->n_arcs > 0) {
        mip_read_multipliers(&run, p);
    }
    if (run.has_best) {
        TRY(value_of(p, out->agent, &value, NULL, NULL));
        assert(value.feasible);
        out->objective = value.objective;
        if (m->n_arcs == 0)
            out->bound = out->relaxed_bound = value.objective;
    } else {
        mem_free(out->agent);
        out->agent = NULL;
    }
done:
    if (status != EB_OK)
        mip_result_clear(out);
    mip_run_clear(&run);
    mip_free(m);
    return status;
}
