/* audit_make.c - the books as they are: loads, ranks, measures, the best accounts. */
#include "model/auditing.h"

#include <math.h>
#include <stdlib.h>

/* ---- Loads ------------------------------------------------------------- */

/* A rep's load in a metric and a group, before it is known whether it counts. */
struct cell {
    int64_t load;
    wide target;
};

static size_t cell_at(const struct compiled *c, int rep, size_t metric,
                      int group)
{
    size_t n_groups = (size_t)c->workings->n_groups;

    return ((size_t)rep * c->rules->n_metrics + metric) * n_groups +
           (size_t)group;
}

/* Of the metric; group -1: all. */
static struct audit_measure *measure_at(struct audit *audit, size_t metric,
                                        int group)
{
    size_t n_groups = (size_t)audit->compiled->workings->n_groups;
    size_t each = n_groups > 1 ? n_groups + 1 : 1;

    return &audit->measures.at[metric * each + (size_t)(group + 1) % each];
}

static void add_load(struct audit *audit, size_t metric, int group,
                     int64_t total, int64_t owned)
{
    struct audit_measure *all = measure_at(audit, metric, -1);
    struct audit_measure *part = measure_at(audit, metric, group);

    all->total += total;
    all->owned += owned;
    if (part == all)
        return;
    part->total += total;
    part->owned += owned;
}

static void weigh_accounts(const struct compiled *c, struct audit *audit,
                           struct cell *cells)
{
    for (size_t a = 0; a < c->books->n_accounts; a++) {
        int owner = c->books->owner[a], group = c->workings->group_of[a];

        if (!in_play(c, (int)a))
            continue;
        for (size_t m = 0; m < c->rules->n_metrics; m++) {
            const struct measure *measure = &c->rules->metrics[m].measure;
            int64_t load =
                owner < 0 ? 0 : account_load(c, measure, (int)a, owner);

            add_load(audit, m, group, load_alone(c, measure, (int)a), load);
            if (owner >= 0)
                cells[cell_at(c, owner, m, group)].load += load;
        }
        if (owner >= 0) {
            audit->accounts[owner]++;
            audit->value[owner] += account_value(c, (int)a);
        }
    }
}

static void set_targets(const struct compiled *c, struct cell *cells)
{
    const struct workings *w = c->workings;

    for (size_t r = 0; r < c->books->n_reps; r++)
        for (size_t m = 0; m < c->rules->n_metrics; m++)
            for (int g = 0; g < w->n_groups; g++) {
                int k =
                    w->metric_resource[m * (size_t)w->n_groups + (size_t)g];

                cells[cell_at(c, (int)r, m, g)].target =
                    k < 0 ? 0 : c->target[r * c->n_resources + (size_t)k];
            }
}

static eb_status list_books(const struct compiled *c, struct audit *audit,
                            const struct cell *cells)
{
    for (size_t r = 0; r < c->books->n_reps; r++)
        for (size_t m = 0; m < c->rules->n_metrics; m++)
            for (int g = 0; g < c->workings->n_groups; g++) {
                const struct cell *cell = &cells[cell_at(c, (int)r, m, g)];
                struct audit_book book = {(int)r,     (int)m,       g,
                                          cell->load, cell->target, 0};

                if ((cell->load != 0 || cell->target != 0) &&
                    !VEC_PUSH(&audit->books, book))
                    return EB_NO_MEMORY;
            }
    return EB_OK;
}

/* ---- How fair ---------------------------------------------------------- */

static int fullest_first(const void *left, const void *right)
{
    const struct audit_book *a = *(struct audit_book *const *)left;
    const struct audit_book *b = *(struct audit_book *const *)right;
    double x = target_deviation(a->load, a->target);
    double y = target_deviation(b->load, b->target);

    if (x < y || x > y)
        return x > y ? -1 : 1;
    return (a->rep > b->rep) - (a->rep < b->rep);
}

/* The books of one metric, and one group or all; within a group they are ranked.
 * `of` and `share` are scratch. */
static void compare_books(struct audit *audit, struct audit_measure *measure,
                          struct audit_book **of, double *share)
{
    int64_t band = audit->compiled->rules->metrics[measure->metric].band;
    bool ranks =
        measure->group >= 0 || audit->compiled->workings->n_groups == 1;
    double sum = 0;
    size_t n = 0;

    for (size_t k = 0; k < audit->books.n; k++) {
        struct audit_book *book = &audit->books.at[k];

        if (book->metric == measure->metric && book->target != 0 &&
            (measure->group < 0 || book->group == measure->group))
            of[n++] = book;
    }
    if (n > 1)
        qsort(of, n, sizeof(struct audit_book *), fullest_first);
    for (size_t k = 0; k < n; k++) {
        if (ranks)
            of[k]->rank = k + 1;
        sum += (double)of[k]->load;
        share[k] = 1 + target_deviation(of[k]->load, of[k]->target);
        measure->within += target_within(of[k]->load, of[k]->target, band);
    }
    measure->books = n;
    measure->mean = n > 0 ? sum / (double)n : 0;
    measure->fairness = fairness_of(share, n);
}

static eb_status compare_all(struct audit *audit)
{
    struct audit_book **of = NEW(struct audit_book *, audit->books.n + 1);
    double *share = NEW(double, audit->books.n + 1);

    if (of == NULL || share == NULL) {
        mem_free(of);
        mem_free(share);
        return EB_NO_MEMORY;
    }
    for (size_t k = 0; k < audit->measures.n; k++)
        compare_books(audit, &audit->measures.at[k], of, share);
    mem_free(of);
    mem_free(share);
    return EB_OK;
}

/* What the loads cost, of those that the blend would balance. */
static void add_unfairness(struct audit *audit, const struct cell *cells)
{
    const struct compiled *c = audit->compiled;
    const struct problem *p = c->problem;

    for (size_t t = 0; t < p->terms.n; t++) {
        const struct term *term = &p->terms.at[t];
        const struct resource *resource = &c->resources[term->resource];

        if (resource->metric >= 0)
            audit->unfairness += term_penalty(
                p, term,
                cells[cell_at(c, term->agent, (size_t)resource->metric,
                              audit_group(c, resource->group))]
                    .load);
    }
}

/* ---- The best accounts ------------------------------------------------- */

struct dear {
    int64_t value;
    int account;
};

static int dearest_first(const void *left, const void *right)
{
    const struct dear *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->account > b->account) - (a->account < b->account);
}

/* Points of the group's accounts, dearest first. */
static void give_points(struct audit *audit, const struct dear *dear, size_t n)
{
    size_t tenth = (n + 9) / 10, quarter = (n + 3) / 4;

    for (size_t k = 0; k < quarter; k++)
        if (dear[k].value > 0)
            audit->points[dear[k].account] = k < tenth ? 2 : 1;
}

static eb_status find_best(struct audit *audit)
{
    const struct compiled *c = audit->compiled;
    struct dear *dear = NEW(struct dear, c->books->n_accounts + 1);

    if (dear == NULL)
        return EB_NO_MEMORY;
    for (int g = 0; g < c->workings->n_groups; g++) {
        size_t n = 0;

        for (size_t k = 0; k < c->books->n_accounts; k++) {
            int a = c->books->account_by_id[k];

            if (in_play(c, a) && c->workings->group_of[a] == g)
                dear[n++] =
                    (struct dear){account_value(c, a), c->workings->rank[a]};
        }
        if (n > 1)
            qsort(dear, n, sizeof *dear, dearest_first);
        for (size_t k = 0; k < n; k++)
            dear[k].account = c->books->account_by_id[dear[k].account];
        give_points(audit, dear, n);
    }
    mem_free(dear);
    return EB_OK;
}

bool audit_is_worked(const struct audit *audit, int account)
{
    const struct column *contact = audit->last_contact;

    return contact != NULL && !contact->blank[account] &&
           audit->compiled->workings->as_of - contact->number[account] <=
               AUDIT_RECENT_DAYS;
}

static eb_status list_captures(struct audit *audit)
{
    const struct compiled *c = audit->compiled;
    size_t n_groups = (size_t)c->workings->n_groups;
    struct audit_capture *all =
        NEW(struct audit_capture, c->books->n_reps * n_groups + 1);
    int64_t *of = NEW(int64_t, n_groups + 1);
    eb_status status = EB_OK;

    if (all == NULL || of == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (size_t a = 0; a < c->books->n_accounts; a++) {
        int owner = c->books->owner[a], points = audit->points[a];
        size_t g;

        if (points == 0)
            continue;
        g = (size_t)c->workings->group_of[a];
        of[g] += points;
        if (owner < 0)
            continue;
        all[(size_t)owner * n_groups + g].points += points;
        if (audit_is_worked(audit, (int)a))
            all[(size_t)owner * n_groups + g].worked += points;
    }
    for (size_t k = 0; k < c->books->n_reps * n_groups; k++) {
        struct audit_capture *capture = &all[k];

        capture->rep = (int)(k / n_groups);
        capture->group = (int)(k % n_groups);
        capture->of = of[k % n_groups];
        if (capture->points > 0 && !VEC_PUSH(&audit->captures, *capture))
            TRY(EB_NO_MEMORY);
    }
done:
    mem_free(all);
    mem_free(of);
    return status;
}

/* ---- All of it --------------------------------------------------------- */

int audit_group(const struct compiled *c, int word)
{
    for (int g = 0; g < c->workings->n_groups; g++)
        if (c->workings->group_word[g] == word)
            return g;
    return 0;
}

static eb_status audit_begin(const struct compiled *c, struct audit *audit)
{
    int n_groups = c->workings->n_groups;

    audit->compiled = c;
    audit->last_contact = frame_column(c->books->accounts, "last_contact");
    audit->accounts = NEW(size_t, c->books->n_reps + 1);
    audit->value = NEW(int64_t, c->books->n_reps + 1);
    audit->points = NEW(unsigned char, c->books->n_accounts + 1);
    if (!audit->accounts || !audit->value || !audit->points)
        return EB_NO_MEMORY;
    for (size_t m = 0; m < c->rules->n_metrics; m++)
        for (int g = -1; g < (n_groups > 1 ? n_groups : 0); g++) {
            struct audit_measure measure = {.metric = (int)m, .group = g};

            if (!VEC_PUSH(&audit->measures, measure))
                return EB_NO_MEMORY;
        }
    return EB_OK;
}

eb_status audit_make(const struct compiled *c, struct audit **out)
{
    struct audit *audit = NEW(struct audit, 1);
    size_t n_cells =
        c->books->n_reps * c->rules->n_metrics * (size_t)c->workings->n_groups;
    struct cell *cells = NEW(struct cell, n_cells + 1);
    eb_status status = EB_OK;

    if (audit == NULL || cells == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    TRY(audit_begin(c, audit));
    weigh_accounts(c, audit, cells);
    set_targets(c, cells);
    TRY(list_books(c, audit, cells));
    TRY(compare_all(audit));
    add_unfairness(audit, cells);
    TRY(find_best(audit));
    TRY(list_captures(audit));
    TRY(audit_flag(audit));
    TRY(audit_break(audit));
    *out = audit;
    audit = NULL;
done:
    mem_free(cells);
    audit_free(audit);
    return status;
}

void audit_free(struct audit *audit)
{
    if (audit == NULL)
        return;
    VEC_CLEAR(&audit->measures);
    VEC_CLEAR(&audit->books);
    VEC_CLEAR(&audit->captures);
    VEC_CLEAR(&audit->flags);
    VEC_CLEAR(&audit->breaks);
    arena_clear(&audit->memory);
    mem_free(audit->accounts);
    mem_free(audit->value);
    mem_free(audit->points);
    mem_free(audit);
}
