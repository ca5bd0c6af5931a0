/* price_text.c - prices on a terminal: a table, and sentences. */
#include "cli/price_text.h"

#include "cli/columns.h"
#include "model/figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CELL = 3 * FIGURE_ROOM };

/* Half a hundredth of a point and less is shown as nothing. */
enum { NOTHING = 5000000 };

/* ---- Words --------------------------------------------------------------- */

/* Points with two decimals. */
static const char *two(int64_t cost, char *buffer)
{
    double shown = points(cost);

    snprintf(buffer, FIGURE_ROOM, "%.2f",
             cost > -NOTHING && cost < NOTHING ? 0.0 : shown);
    return buffer;
}

static const char *range_words(const struct price_range *range, char *buffer)
{
    char least[FIGURE_ROOM], most[FIGURE_ROOM];

    if (price_is_exact(range))
        snprintf(buffer, CELL, "exact");
    else if (range->least == INT64_MIN && range->most == INT64_MAX)
        snprintf(buffer, CELL, "not proved");
    else if (range->most == INT64_MAX)
        snprintf(buffer, CELL, "at least %s", two(range->least, least));
    else if (range->least == INT64_MIN)
        snprintf(buffer, CELL, "at most %s", two(range->most, most));
    else
        snprintf(buffer, CELL, "%s to %s", two(range->least, least),
                 two(range->most, most));
    return buffer;
}

/* ---- The head -------------------------------------------------------------- */

static void say_bound(const struct prices *prices, struct phrase *line)
{
    char number[FIGURE_ROOM];
    struct price_range gap = {0, 0, prices->objective - prices->bound};

    if (prices->bound == INT64_MIN)
        phrase_add(line, ", not proved");
    else if (price_is_exact(&gap))
        phrase_add(line, ", proved the best");
    else
        phrase_add(line, ", at best %s", two(prices->bound, number));
}

static void print_head(const eb_prices *p, struct screen *to)
{
    const struct prices *prices = &p->prices;
    const struct compiled *c = p->plan.restored.compiled;
    struct phrase line = {0};
    char accounts[FIGURE_ROOM], reps[FIGURE_ROOM], number[FIGURE_ROOM];

    put_line(to, "prices    %s, %s, role %s",
             figure_count(c->n_in_play, "account", "accounts", accounts),
             figure_count(c->books->n_reps, "rep", "reps", reps),
             c->books->role);
    if (prices->breaks_rules)
        return;
    phrase_add(&line, "plan      %s points", two(prices->given, number));
    if (prices->given - prices->objective >= NOTHING)
        phrase_add(&line, "; a better one that keeps all rules has %s",
                   two(prices->objective, number));
    say_bound(prices, &line);
    put_phrase(to, &line);
}

/* ---- The table ------------------------------------------------------------- */

/* `most`: the price that fills a bar. */
static void add_solved(struct columns *table, const struct prices *prices,
                       const struct priced *priced, int64_t most)
{
    struct price_range range = price_of(prices, priced);
    char cell[CELL];

    columns_add(table, priced->words);
    columns_add(table, two(range.price, cell));
    columns_add_share(table, (double)range.price / (double)most);
    columns_add(table, range_words(&range, cell));
    columns_add(table, two(priced->estimate, cell));
}

static void add_estimate(struct columns *table, const struct priced *priced)
{
    char cell[CELL], number[FIGURE_ROOM];

    columns_add(table, priced->words);
    columns_add(table, "-");
    columns_add_share(table, NAN);
    if (!priced->possible)
        snprintf(cell, sizeof cell, "nothing can do without");
    else if (priced->ceiling == INT64_MAX)
        snprintf(cell, sizeof cell, "not looked at");
    else
        snprintf(cell, sizeof cell, "at most %s",
                 two(priced->ceiling, number));
    columns_add(table, cell);
    columns_add(table, two(priced->estimate, number));
}

static int64_t highest(const struct prices *prices)
{
    int64_t most = NOTHING;

    for (size_t k = 0; k < prices->each.n; k++)
        if (prices->each.at[k].solved) {
            struct price_range range = price_of(prices, &prices->each.at[k]);

            most = range.price > most ? range.price : most;
        }
    return most;
}

static void print_table(const struct prices *prices, bool all,
                        struct screen *to)
{
    static const char *const heads[] = {"what", "price", "", "proved",
                                        "estimate"};
    struct columns table = {.n = sizeof heads / sizeof *heads};
    int64_t most = highest(prices);

    columns_add_all(&table, heads, table.n);
    for (size_t k = 0; k < prices->each.n; k++)
        if (prices->each.at[k].solved)
            add_solved(&table, prices, &prices->each.at[k], most);
        else if (all)
            add_estimate(&table, &prices->each.at[k]);
    put_gap(to);
    columns_end(&table, 1, to);
    put_gap(to);
}

/* ---- Sentences ------------------------------------------------------------- */

static void print_rest(const struct prices *prices, bool all,
                       struct screen *to)
{
    size_t n = prices->each.n - prices->n_solved;
    char number[FIGURE_ROOM];

    if (n == 0 || all)
        return;
    put_line(to,
             "others    %zu more, none over %s points by estimate (--verbose "
             "lists them)",
             n, two(prices->each.at[prices->n_solved].estimate, number));
}

/* What is counted otherwise without a rule makes no price. */
static void print_incomparable(const struct prices *prices, struct screen *to)
{
    const char *intro = "note      ";

    for (size_t k = 0; k < prices->n_solved; k++)
        if (!prices->each.at[k].comparable) {
            put_line(to,
                     "%swithout %s the plan itself costs something else: who "
                     "counts, or who has to move, changes with it",
                     intro, prices->each.at[k].words);
            intro = "          ";
        }
}

static void print_three(const struct prices *prices, struct screen *to)
{
    struct price_range range;
    struct phrase line = {0};
    int64_t sum = 0;
    char price[FIGURE_ROOM], apart[FIGURE_ROOM], proved[CELL];

    if (!prices->has_three)
        return;
    range = price_of_three(prices);
    for (size_t k = 0; k < prices->three.n; k++)
        sum += price_known(prices, &prices->each.at[prices->three.of[k]]);
    phrase_add(&line, "together  the best three to relax: %s points (%s)",
               two(range.price, price), range_words(&range, proved));
    if (prices->three.n > 1)
        phrase_add(&line, "; one by one they sum to %s", two(sum, apart));
    put_phrase(to, &line);
    for (size_t k = 0; k < prices->three.n; k++)
        put_line(to, "          %s",
                 prices->each.at[prices->three.of[k]].words);
    if (prices->three.n < 3)
        put_line(to, "          no %s adds anything",
                 prices->three.n == 2 ? "third" : "second or third");
    put_line(to, "          of %zu threes of the dearest, %zu solved",
             prices->n_threes, prices->n_threes_solved);
}

static void print_cut(const struct prices *prices, struct screen *to)
{
    if (prices->cut)
        put_line(to, "cut short: ranges are as wide as they stood then");
}

/* ---- Conflicts ------------------------------------------------------------- */

static const char *conflict_head(const struct conflicts *conflicts,
                                 char *buffer)
{
    size_t size = conflicts->sets[0].n;

    if (conflicts->n > 1 && size == 1)
        snprintf(buffer, CELL, "each of these %zu cannot be kept by itself",
                 conflicts->n);
    else if (conflicts->n > 1)
        snprintf(buffer, CELL, "%zu sets of %zu contradict themselves",
                 conflicts->n, size);
    else if (size > 1)
        snprintf(buffer, CELL, "these %zu contradict each other", size);
    else
        snprintf(buffer, CELL, "this one cannot be kept by itself");
    return buffer;
}

static const char *conflict_proof(const struct conflicts *conflicts)
{
    if (!conflicts->smallest)
        return "that no fewer rules contradict each other is not proved";
    if (!conflicts->all)
        return "no fewer rules contradict each other; as many others may";
    return "no fewer rules contradict each other, and no others of that "
           "number";
}

/* `number`: of its set; 0: none. */
static void print_rule(size_t number, const char *words, struct screen *to)
{
    if (number == 0)
        put_line(to, "          %s", words);
    else
        put_line(to, "%8zu  %s", number, words);
}

static void print_conflicts(const struct conflicts *conflicts,
                            struct screen *to)
{
    char head[CELL];

    if (conflicts->n == 0) {
        put_line_as(to, MOOD_BROKEN,
                    "conflict  the plan breaks rules, but no set of rules was "
                    "proved to contradict itself");
        return;
    }
    put_line_as(to, MOOD_BROKEN, "conflict  no plan keeps all rules: %s",
                conflict_head(conflicts, head));
    for (size_t k = 0; k < conflicts->n; k++) {
        put_gap(to);
        for (size_t j = 0; j < conflicts->sets[k].n; j++)
            print_rule(conflicts->n > 1 && j == 0 ? k + 1 : 0,
                       conflicts->sets[k].words[j], to);
    }
    put_gap(to);
    put_line(to, "proof     %s", conflict_proof(conflicts));
}

void price_print(const eb_prices *p, bool all, struct screen *to)
{
    const struct prices *prices = &p->prices;

    print_head(p, to);
    if (prices->breaks_rules) {
        print_conflicts(&prices->conflicts, to);
        return;
    }
    if (prices->each.n == 0) {
        put_line(to,
                 "nothing to price: no rule of this plan forbids anything");
        return;
    }
    print_table(prices, all, to);
    print_rest(prices, all, to);
    print_three(prices, to);
    print_incomparable(prices, to);
    print_cut(prices, to);
}
