/* drill_books.c - how fair the books of a drill are. */
#include "model/drilling.h"

#include "model/figures.h"
#include "model/rule_words.h"

#include <math.h>
#include <string.h>

static void add_book(struct drill_metric *metric, int64_t load, wide target,
                     int64_t band)
{
    metric->books++;
    metric->within += target_within(load, target, band);
    metric->deviation += fabs(target_deviation(load, target));
}

/* "Bo Chen would have 19, limit accounts at most 17". */
static eb_status say_break(const struct compiled *c, size_t limit, int rep,
                           int64_t load, int64_t end,
                           struct drill_texts *texts)
{
    const struct limit *l = &c->rules->limits[limit];
    struct phrase phrase = {0};
    char figures[FIGURE_ROOM];
    const char *text = NULL;

    phrase_add(&phrase, "%s would have %s, ", rep_name(c->books, (size_t)rep),
               figure_exact(load, l->measure.decimals, figures));
    say_limit_end(&phrase, l, load > end, end);
    if (!phrase.failed)
        text = arena_string(texts->memory, phrase_text(&phrase),
                            strlen(phrase_text(&phrase)));
    phrase_clear(&phrase);
    return text != NULL && VEC_PUSH(&texts->at, text) ? EB_OK : EB_NO_MEMORY;
}

eb_status drill_breaks(const struct compiled *c, const struct seating *seating,
                       struct drill_texts *texts, size_t *n)
{
    eb_status status = EB_OK;

    *n = 0;
    for (size_t l = 0; l < c->rules->n_limits; l++)
        for (int r = 0; r < (int)c->books->n_reps; r++) {
            size_t cell =
                (size_t)r * c->n_resources + (size_t)c->limit_resource[l];
            int64_t load = seating->load[cell], kept = seating->kept[cell];
            int64_t lo, hi;

            if (!limit_range(c, l, r, &lo, &hi) ||
                (load <= (kept > hi ? kept : hi) &&
                 load >= (kept < lo ? kept : lo)))
                continue;
            ++*n;
            if (texts != NULL)
                TRY(say_break(c, l, r, load, load > hi ? hi : lo, texts));
        }
done:
    return status;
}

eb_status drill_measure(const struct compiled *c,
                        const struct seating *seating, struct arena *memory,
                        struct drill_books *out)
{
    size_t n_metrics = c->rules->n_metrics;

    out->unfairness = seating->unfairness;
    out->metrics = arena_new(memory, (n_metrics + 1) * sizeof *out->metrics);
    if (out->metrics == NULL || drill_breaks(c, seating, NULL, &out->over))
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

struct drill_off drill_deviation(const struct compiled *c, const int64_t *load,
                                 int rep, size_t metric)
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
    if (target == 0)
        return (struct drill_off){NAN, false};
    return (struct drill_off){
        target_deviation(sum, target),
        !target_within(sum, target, c->rules->metrics[metric].band)};
}
