/* evenbook_price.c - the public functions of prices. */
#include "io/handles.h"
#include "io/json.h"
#include "io/price_files.h"
#include "io/verify_folder.h"
#include "model/plan.h"

#include <math.h>
#include <stdio.h>

/* ---- Making -------------------------------------------------------------- */

/* A bound is believed after it has been checked. */
static eb_status check_plan(const char *folder, const char *books,
                            eb_messages *said)
{
    eb_messages *heard = eb_messages_new();
    eb_status status = heard == NULL ? EB_NO_MEMORY : EB_OK, passed;

    TRY(status);
    status = verify_folder(folder, books, heard);
    if (status != EB_OK) {
        passed = messages_pass_on(heard, said);
        status = passed == EB_OK ? status : passed;
    }
done:
    eb_messages_free(heard);
    return status;
}

static int64_t bound_of_plan(const struct doc *plan)
{
    const struct node *node = doc_get(plan->root, "lower_bound");
    wide units;

    if (node == NULL || node->kind != DOC_NUMBER ||
        !decimal_read_wide(node->text, 9, &units))
        return INT64_MIN;
    return (int64_t)units;
}

/* To whom progress is told. */
struct listener {
    const eb_options *options;
    double started;
};

static void on_progress(void *context, const char *phase, size_t done,
                        size_t of)
{
    const struct listener *listener = context;
    const eb_options *options = listener->options;
    eb_progress now = {.lower_bound = -HUGE_VAL,
                       .seconds = clock_seconds() - listener->started};
    char text[48];

    if (options->progress == NULL)
        return;
    snprintf(text, sizeof text, "%s %zu of %zu", phase, done, of);
    now.phase = text;
    options->progress(options->context, &now);
}

static eb_status find(eb_prices *prices, const eb_options *options, size_t top,
                      double started, eb_messages *said)
{
    struct listener listener = {options, started};
    struct price_options how = {
        .how = {.effort = options->effort,
                .deadline = options->time_limit > 0
                                ? started + options->time_limit
                                : 0,
                .stop = options->stop,
                .gap = options->gap,
                .target = INT64_MIN,
                .seed = options->seed,
                .said = said},
        .bound = bound_of_plan(prices->plan.plan),
        .top = top,
        .threes = true,
        .progress = on_progress,
        .context = &listener};
    eb_status status;

    TRY(pool_new(options->threads, &how.how.pool));
    status = price_find(&prices->plan.restored, &how, &prices->prices);
    if (status == EB_STOPPED)
        status =
            fail(status, said, "stopped before everything had an estimate");
done:
    pool_free(how.how.pool);
    return status;
}

eb_status eb_prices_make(const char *folder, const char *books,
                         const eb_options *options, size_t top,
                         eb_prices **out, eb_messages *said)
{
    double started = clock_seconds();
    eb_prices *prices = NULL;
    eb_status status;

    if (folder == NULL || out == NULL || !options_are_sound(options))
        return EB_BAD_ARGUMENT;
    prices = NEW(eb_prices, 1);
    if (prices == NULL)
        return EB_NO_MEMORY;
    prices->excel_safe = options->excel_safe;
    TRY(check_plan(folder, books, said));
    TRY(reopen(folder, books, &prices->plan, said));
    TRY(find(prices, options, top, started, said));
    *out = prices;
    prices = NULL; /* now the caller's */
done:
    eb_prices_free(prices);
    return status;
}

void eb_prices_free(eb_prices *prices)
{
    if (prices == NULL)
        return;
    prices_clear(&prices->prices);
    reopened_clear(&prices->plan);
    mem_free(prices->json);
    mem_free(prices->csv);
    mem_free(prices);
}

/* ---- Reading ------------------------------------------------------------- */

size_t eb_prices_count(const eb_prices *prices)
{
    return prices->prices.each.n;
}

static const struct priced *at(const eb_prices *prices, size_t k)
{
    return k < prices->prices.each.n ? &prices->prices.each.at[k] : NULL;
}

const char *eb_prices_what(const eb_prices *prices, size_t k)
{
    const struct priced *priced = at(prices, k);

    return priced == NULL ? "" : priced->words;
}

double eb_prices_estimate(const eb_prices *prices, size_t k)
{
    const struct priced *priced = at(prices, k);

    return priced == NULL ? NAN : points(priced->estimate);
}

/* The range of what was solved; nothing known of all else. */
static struct price_range range_at(const eb_prices *prices, size_t k,
                                   bool *solved)
{
    const struct priced *priced = at(prices, k);
    struct price_range nothing = {0, INT64_MIN, INT64_MAX};

    *solved = priced != NULL && priced->solved;
    return *solved ? price_of(&prices->prices, priced) : nothing;
}

double eb_prices_price(const eb_prices *prices, size_t k)
{
    bool solved;
    struct price_range range = range_at(prices, k, &solved);

    return solved ? points(range.price) : NAN;
}

double eb_prices_least(const eb_prices *prices, size_t k)
{
    bool solved;
    struct price_range range = range_at(prices, k, &solved);

    return !solved                    ? NAN
           : range.least == INT64_MIN ? -HUGE_VAL
                                      : points(range.least);
}

double eb_prices_most(const eb_prices *prices, size_t k)
{
    bool solved;
    struct price_range range = range_at(prices, k, &solved);

    return !solved                   ? NAN
           : range.most == INT64_MAX ? HUGE_VAL
                                     : points(range.most);
}

size_t eb_prices_conflicts(const eb_prices *prices)
{
    return prices->prices.conflicts.n;
}

size_t eb_prices_conflict_rules(const eb_prices *prices, size_t set)
{
    const struct conflicts *conflicts = &prices->prices.conflicts;

    return set < conflicts->n ? conflicts->sets[set].n : 0;
}

const char *eb_prices_conflict_rule(const eb_prices *prices, size_t set,
                                    size_t k)
{
    return k < eb_prices_conflict_rules(prices, set)
               ? prices->prices.conflicts.sets[set].words[k]
               : "";
}

const char *eb_prices_json(eb_prices *prices)
{
    struct doc *doc = NULL;
    size_t length;

    if (prices->json != NULL || doc_new("prices.json", &doc) != EB_OK)
        return prices->json;
    price_describe(&prices->prices, prices->plan.opened.books, doc,
                   doc_add(doc, NULL, NULL, DOC_OBJECT));
    if (doc_ok(doc))
        prices->json = json_write(doc, &length);
    doc_free(doc);
    return prices->json;
}

const char *eb_prices_csv(eb_prices *prices)
{
    struct text out = {0};

    if (prices->csv != NULL)
        return prices->csv;
    price_rows(&prices->prices, prices->plan.opened.books, prices->excel_safe,
               &out);
    if (text_ok(&out))
        prices->csv = out.at; /* now the handle's */
    else
        text_clear(&out);
    return prices->csv;
}
