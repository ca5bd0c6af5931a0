/* tally.c - the loads of all books and their penalties. */
#include "model/tally.h"

#include "model/workings.h"

static size_t cell_of(const struct tally *t, int rep, int resource)
{
    return (size_t)rep * t->c->n_resources + (size_t)resource;
}

/* Hinges in doubles stand where those of the problem do. */
static eb_status copy_hinges(struct tally *t)
{
    t->hinge = NEW(struct tally_hinge, t->p->hinges.n + 1);
    if (t->hinge == NULL)
        return EB_NO_MEMORY;
    for (size_t h = 0; h < t->p->hinges.n; h++) {
        const struct hinge *hinge = &t->p->hinges.at[h];

        t->hinge[h] = (struct tally_hinge){(double)hinge->at / 1e6,
                                           (double)hinge->slope / 1e12,
                                           hinge->down ? -1 : 1};
    }
    return EB_OK;
}

/* Of what is in the book, whatever was known of it. */
static void know_penalty(struct tally *t, const struct term *term, size_t cell)
{
    t->penalty[cell] = term_penalty(t->p, term, t->load[cell]);
    t->tried[cell] = (struct tally_tried){t->load[cell], t->penalty[cell]};
}

static int64_t penalty_at(const struct tally *t, const struct term *term,
                          size_t cell, int64_t load)
{
    struct tally_tried *tried = &t->tried[cell];

    if (tried->load != load)
        *tried = (struct tally_tried){load, term_penalty(t->p, term, load)};
    return tried->penalty;
}

eb_status tally_init(struct tally *t, const struct compiled *c,
                     eb_messages *said)
{
    size_t cells = c->books->n_reps * c->n_resources;
    eb_status status = EB_NO_MEMORY;

    *t = (struct tally){.c = c};
    t->load = NEW(int64_t, cells + 1);
    t->penalty = NEW(int64_t, cells + 1);
    t->tried = NEW(struct tally_tried, cells + 1);
    if (t->load == NULL || t->penalty == NULL || t->tried == NULL)
        goto done;
    TRY(problem_new((int)c->books->n_reps, (int)c->n_resources, &t->p));
    TRY(terms_add(c, t->p));
    TRY(problem_finish(t->p, said));
    TRY(copy_hinges(t));
    for (size_t k = 0; k < t->p->terms.n; k++) {
        const struct term *term = &t->p->terms.at[k];

        know_penalty(t, term, cell_of(t, term->agent, term->resource));
    }
done:
    if (status != EB_OK)
        tally_clear(t);
    return status;
}

void tally_clear(struct tally *t)
{
    problem_free(t->p);
    mem_free(t->load);
    mem_free(t->penalty);
    mem_free(t->tried);
    mem_free(t->hinge);
    *t = (struct tally){0};
}

static long double most_penalty(const struct tally *t, const struct term *term,
                                long double load)
{
    long double sum = 0;

    for (size_t h = 0; h < term->n_hinges; h++) {
        const struct hinge *hinge = &t->p->hinges.at[term->first_hinge + h];
        long double at = (long double)hinge->at;

        sum += (long double)hinge->slope *
               (load * 1e6L + (at < 0 ? -at : at)) / 1e18L;
    }
    return sum;
}

eb_status tally_check(const struct tally *t, const struct load *loads,
                      size_t n, eb_messages *said)
{
    const long double most = 2e18L;
    long double *all = NEW(long double, t->c->n_resources + 1), sum = 0;

    if (all == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++)
        all[loads[k].resource] += loads[k].amount < 0
                                      ? -(long double)loads[k].amount
                                      : (long double)loads[k].amount;
    for (size_t k = 0; k < t->p->terms.n; k++)
        sum += most_penalty(t, &t->p->terms.at[k],
                            all[t->p->terms.at[k].resource]);
    mem_free(all);
    if (sum < most)
        return EB_OK;
    return fail(
        EB_BAD_DATA, said,
        "weights or targets are so far apart that points cannot be "
        "added up exactly; look for a rep whose share is all but zero");
}

/* ---- Changes ----------------------------------------------------------- */

void tally_add(struct tally *t, int rep, const struct load *loads, int n,
               int sign)
{
    for (int k = 0; k < n; k++) {
        size_t cell = cell_of(t, rep, loads[k].resource);
        const struct term *term = problem_term(t->p, rep, loads[k].resource);

        t->load[cell] += sign * loads[k].amount;
        if (term != NULL)
            t->penalty[cell] = penalty_at(t, term, cell, t->load[cell]);
    }
}

int64_t tally_try(const struct tally *t, int rep, const struct load *loads,
                  int n, int sign)
{
    int64_t sum = 0;

    for (int k = 0; k < n; k++) {
        size_t cell = cell_of(t, rep, loads[k].resource);
        const struct term *term = problem_term(t->p, rep, loads[k].resource);

        if (term != NULL)
            sum += penalty_at(t, term, cell,
                              t->load[cell] + sign * loads[k].amount) -
                   t->penalty[cell];
    }
    return sum;
}

static double guess_penalty(const struct tally *t, const struct term *term,
                            double load)
{
    const struct tally_hinge *hinge = t->hinge + term->first_hinge;
    double sum = 0;

    for (size_t h = 0; h < term->n_hinges; h++) {
        double beyond = hinge[h].sign * (load - hinge[h].at);

        sum += beyond > 0 ? hinge[h].slope * beyond : 0;
    }
    return sum;
}

double tally_guess(const struct tally *t, int rep, const struct load *loads,
                   int n, int sign)
{
    double sum = 0;

    for (int k = 0; k < n; k++) {
        size_t cell = cell_of(t, rep, loads[k].resource);
        const struct term *term = problem_term(t->p, rep, loads[k].resource);

        if (term != NULL && term->n_hinges > 0)
            sum += guess_penalty(
                       t, term,
                       (double)(t->load[cell] + sign * loads[k].amount)) -
                   (double)t->penalty[cell];
    }
    return sum;
}

int tally_breaks(const struct tally *t, int rep, const struct load *loads,
                 int n, int sign)
{
    int broken = 0;

    for (int k = 0; k < n; k++) {
        const struct term *term = problem_term(t->p, rep, loads[k].resource);
        int64_t by = sign * loads[k].amount;
        int64_t after = t->load[cell_of(t, rep, loads[k].resource)] + by;

        broken += term != NULL && ((after > term->hi && by > 0) ||
                                   (after < term->lo && by < 0));
    }
    return broken;
}

bool tally_follow(struct tally *t, const int *reps, int n, int resource)
{
    if (!terms_follow(t->c, t->p, reps, n, resource))
        return false;
    for (int j = 0; j < n; j++) {
        const struct term *term = problem_term(t->p, reps[j], resource);
        size_t cell = cell_of(t, reps[j], resource);

        if (term != NULL && t->c->target[cell] != 0)
            know_penalty(t, term, cell);
    }
    return true;
}

/* ---- As it stands ------------------------------------------------------ */

double tally_slope(const struct tally *t, int rep, int resource)
{
    const struct term *term = problem_term(t->p, rep, resource);
    double load = (double)t->load[cell_of(t, rep, resource)], sum = 0;

    for (size_t h = 0; term != NULL && h < term->n_hinges; h++) {
        const struct tally_hinge *hinge = &t->hinge[term->first_hinge + h];

        if (hinge->sign > 0 ? load >= hinge->at : load < hinge->at)
            sum += hinge->sign * hinge->slope;
    }
    return sum;
}

int64_t tally_penalty(const struct tally *t, int rep)
{
    int n = (int)t->c->n_resources;
    int64_t sum = 0;

    for (int k = 0; k < n; k++)
        sum += t->penalty[cell_of(t, rep, k)];
    return sum;
}

int64_t tally_unfairness(const struct tally *t)
{
    int64_t sum = 0;

    for (size_t r = 0; r < t->c->books->n_reps; r++)
        sum += tally_penalty(t, (int)r);
    return sum;
}
