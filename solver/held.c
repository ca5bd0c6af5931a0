/* held.c - cuts by the problem's numbers. */
#include "solver/held.h"

#include "solver/bound.h"

#include <stdlib.h>

eb_status held_init(struct held *held, const struct problem *p)
{
    held->p = p;
    held->of = mem_new((size_t)p->n_agents + 1, sizeof *held->of);
    return held->of != NULL ? EB_OK : EB_NO_MEMORY;
}

static void forget(struct held *held, int agent)
{
    for (size_t k = 0; k < held->of[agent].n; k++)
        mem_free(held->of[agent].at[k].taken);
    held->of[agent].n = 0;
}

void held_clear(struct held *held)
{
    for (int g = 0; held->of != NULL && g < held->p->n_agents; g++) {
        forget(held, g);
        VEC_CLEAR(&held->of[g]);
    }
    mem_free(held->of);
    held->of = NULL;
}

eb_status held_add(struct held *held, int term, double at, double divisor,
                   double rest, double by)
{
    struct held_cut cut = {.n_sides = 1,
                           .sides = {{term, 1, at}},
                           .divisor = divisor,
                           .rest = rest,
                           .by = by};

    return VEC_PUSH(&held->of[held->p->terms.at[term].agent], cut)
               ? EB_OK
               : EB_NO_MEMORY;
}

static eb_status take(struct held *held, const struct relaxation *r,
                      const struct relax_cut *cut, double by)
{
    const struct relax_agent *who = &r->agents[cut->who];
    struct held_cut add = {.n_sides = cut->n_sides,
                           .divisor = cut->divisor,
                           .rest = cut->rest,
                           .by = by,
                           .taken = NEW(int, (size_t)cut->n + 1)};

    if (add.taken == NULL)
        return EB_NO_MEMORY;
    for (int j = 0; j < cut->n_sides; j++)
        add.sides[j] =
            (struct held_side){r->rows[cut->sides[j].row].term,
                               cut->sides[j].weight, cut->sides[j].at};
    for (int k = 0; k < cut->n; k++)
        if (cut->taken[k])
            add.taken[add.n_taken++] =
                r->item[r->arc_item[r->agent_arcs[who->first_arc + k]]];
    if (VEC_PUSH(&held->of[who->agent], add))
        return EB_OK;
    mem_free(add.taken);
    return EB_NO_MEMORY;
}

eb_status held_take(struct held *held, const struct relaxation *r,
                    const double *lambda)
{
    eb_status status = EB_OK;

    for (int w = 0; w < r->n_agents; w++)
        forget(held, r->agents[w].agent);
    for (int c = 0; c < r->n_cuts; c++)
        if (lambda[r->n_rows + c] > 0)
            TRY(take(held, r, r->cuts[c], lambda[r->n_rows + c]));
done:
    return status;
}

static int row_of(const struct relaxation *r, const struct relax_agent *who,
                  int term)
{
    for (int k = 0; k < who->n_rows; k++)
        if (r->rows[r->agent_rows[who->first_row + k]].term == term)
            return r->agent_rows[who->first_row + k];
    return -1;
}

static eb_status restore(struct cuts *cuts, int who,
                         const struct held_cut *held)
{
    struct relax_side sides[RELAX_SIDES];

    for (int j = 0; j < held->n_sides; j++)
        sides[j] = (struct relax_side){
            row_of(cuts->r, &cuts->r->agents[who], held->sides[j].term),
            held->sides[j].weight, held->sides[j].at};
    return cuts_restore(cuts, who, sides, held->n_sides, held->divisor,
                        held->taken, held->n_taken);
}

eb_status held_restore(const struct held *held, struct cuts *cuts,
                       double *lambda, bool *all)
{
    const struct relaxation *r = cuts->r;
    eb_status status = EB_OK;

    *all = true;
    for (int w = 0; w < r->n_agents; w++) {
        int agent = r->agents[w].agent;

        for (size_t c = 0; c < held->of[agent].n; c++) {
            if (r->n_cuts == r->most_cuts) {
                *all = false;
                return EB_OK;
            }
            TRY(restore(cuts, w, &held->of[agent].at[c]));
            lambda[r->n_rows + r->n_cuts - 1] = held->of[agent].at[c].by;
        }
    }
done:
    return status;
}

static double weighed(const struct problem *p, const struct held_cut *cut,
                      int agent, const struct load *loads, int n)
{
    double sum = 0;

    for (int k = 0; k < n; k++) {
        int t = problem_term_number(p, agent, loads[k].resource);

        for (int j = 0; j < cut->n_sides; j++)
            if (cut->sides[j].term == t)
                sum += cut->sides[j].weight * (double)loads[k].amount;
    }
    return sum;
}

double held_price(const struct held *held, int item, int agent)
{
    const struct load *loads;
    int n = problem_loads(held->p, item, agent, &loads);
    double sum = 0;

    for (size_t c = 0; c < held->of[agent].n; c++) {
        const struct held_cut *cut = &held->of[agent].at[c];
        bool taken = cut->n_taken > 0 &&
                     bsearch(&item, cut->taken, (size_t)cut->n_taken,
                             sizeof item, ascending_ints) != NULL;

        sum += cut->by * cuts_value(cut->divisor, cut->rest,
                                    weighed(held->p, cut, agent, loads, n),
                                    taken);
    }
    return sum;
}

static eb_status list_cut(const struct held *held, int agent,
                          const struct held_cut *from, struct certificate *out)
{
    struct cut cut = {agent,        (int64_t)from->divisor,
                      out->sides.n, (size_t)from->n_sides,
                      out->taken.n, (size_t)from->n_taken};

    for (int j = 0; j < from->n_sides; j++) {
        const struct held_side *side = &from->sides[j];

        if (!VEC_PUSH(
                &out->sides,
                ((struct cut_side){held->p->terms.at[side->term].resource,
                                   (int64_t)side->weight, (int64_t)side->at})))
            return EB_NO_MEMORY;
    }
    for (int k = 0; k < from->n_taken; k++)
        if (!VEC_PUSH(&out->taken, from->taken[k]))
            return EB_NO_MEMORY;
    return VEC_PUSH(&out->cuts, cut) ? EB_OK : EB_NO_MEMORY;
}

eb_status held_list(const struct held *held, struct certificate *out)
{
    eb_status status = EB_OK;

    for (int g = 0; g < held->p->n_agents; g++)
        for (size_t c = 0; c < held->of[g].n; c++)
            TRY(list_cut(held, g, &held->of[g].at[c], out));
done:
    return status;
}

eb_status held_prove(const struct held *held, struct certificate *out)
{
    size_t n = out->cuts.n;
    eb_status status = EB_OK;

    TRY(held_list(held, out));
    if (!VEC_PUSH(&out->first_cut, 0))
        return EB_NO_MEMORY;
    for (int g = 0; g < held->p->n_agents; g++)
        for (size_t c = 0; c < held->of[g].n; c++) {
            struct cut_multiplier by = {n++,
                                        multiplier_of(held->of[g].at[c].by)};

            if (!VEC_PUSH(&out->cut_multipliers, by))
                return EB_NO_MEMORY;
        }
    if (!VEC_PUSH(&out->first_cut, out->cut_multipliers.n))
        return EB_NO_MEMORY;
done:
    return status;
}
