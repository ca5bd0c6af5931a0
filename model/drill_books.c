/* drill_books.c - how fair the books of a drill are. */
#include "model/drilling.h"

#include <math.h>

static void add_book(struct drill_metric *metric, int64_t load, wide target,
                     int64_t band)
{
    metric->books++;
    metric->within += target_within(load, target, band);
    metric->deviation += fabs(target_deviation(load, target));
}

eb_status drill_measure(const struct compiled *c,
                        const struct seating *seating, struct arena *memory,
                        struct drill_books *out)
{
    size_t n_metrics = c->rules->n_metrics;

    out->unfairness = seating->unfairness;
    out->over = seating->over;
    out->metrics = arena_new(memory, (n_metrics + 1) * sizeof *out->metrics);
    if (out->metrics == NULL)
        return EB_NO_MEMORY;
    for (size_t r = 0; r < c->books->n_reps; r++)
        for (size_t k = 0; k < c->n_resources; k++) {
            size_t cell = r * c->n_resources + k;
            int m = c->resources[k].metric;

            if (m >= 0 && c->target[cell] != 0)
                add_book(&out->metrics[m], seating->load[cell],
                         c->target[cell], c->rules->metrics[m].band);
        }
    for (size_t m = 0; m < n_metrics; m++)
        if (out->metrics[m].books > 0)
            out->metrics[m].deviation /= (double)out->metrics[m].books;
    return EB_OK;
}

double drill_deviation(const struct compiled *c, const int64_t *load, int rep,
                       size_t metric)
{
    int64_t sum = 0;
    wide target = 0;

    for (size_t k = 0; k < c->n_resources; k++) {
        size_t cell = (size_t)rep * c->n_resources + k;

        if (c->resources[k].metric == (int)metric && c->target[cell] != 0) {
            sum += load[cell];
            target += c->target[cell];
        }
    }
    return target == 0 ? NAN : target_deviation(sum, target);
}
