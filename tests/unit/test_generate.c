/* test_generate.c - generated books are what docs/GENERATE.md says. */
#include "model/generate.h"

#include "base/names.h"
#include "base/number.h"

#include "tests/support/sweep.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { N_SEEDS = 5 };

static struct generated made_with(const char *preset,
                                  struct generate_options options)
{
    struct generated made = {NULL, NULL, NULL, NULL, NULL};

    cr_assert(
        eq(int, generate(preset_find(preset), &options, &made, NULL), EB_OK));
    return made;
}

static struct generated made(const char *preset, uint64_t seed)
{
    return made_with(preset, (struct generate_options){.seed = seed});
}

static const char *cell(const struct table *table, size_t row,
                        const char *column)
{
    int k = table_column(table, column);

    cr_assert(ge(int, k, 0), "no column %s", column);
    return table_cell(table, row, (size_t)k);
}

static double number(const struct table *table, size_t row, const char *column)
{
    return strtod(cell(table, row, column), NULL);
}

static bool is(const struct table *table, size_t row, const char *column,
               const char *text)
{
    return strcmp(cell(table, row, column), text) == 0;
}

static size_t count(const struct table *table, const char *column,
                    const char *text)
{
    size_t n = 0;

    for (size_t row = 0; row < table_rows(table); row++)
        n += is(table, row, column, text);
    return n;
}

/* Whether a list with `;` has the entry. */
static bool lists(const char *list, const char *entry)
{
    size_t length = strlen(entry);

    for (const char *at = list; (at = strstr(at, entry)) != NULL; at++)
        if ((at == list || at[-1] == ';') &&
            (at[length] == ';' || at[length] == '\0'))
            return true;
    return false;
}

/* Ids of a table's first column as row numbers. */
static struct names ids_of(const struct table *table)
{
    struct names ids = {0};

    for (size_t row = 0; row < table_rows(table); row++)
        cr_assert(
            eq(int, names_add(&ids, table_cell(table, row, 0)), (int)row));
    return ids;
}

static bool same_table(const struct table *a, const struct table *b)
{
    if (table_rows(a) != table_rows(b) || a->n_columns != b->n_columns)
        return false;
    for (size_t row = 0; row < table_rows(a); row++)
        for (size_t k = 0; k < a->n_columns; k++)
            if (strcmp(table_cell(a, row, k), table_cell(b, row, k)) != 0)
                return false;
    return true;
}

static int by_falling(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x < y) - (x > y);
}

static double top_fifth(const struct table *accounts)
{
    size_t n = table_rows(accounts);
    double *value = NEW(double, n), held = 0.0, total = 0.0;

    for (size_t row = 0; row < n; row++)
        value[row] = number(accounts, row, "value");
    qsort(value, n, sizeof *value, by_falling);
    for (size_t k = 0; k < n; k++) {
        total += value[k];
        if (k < n / 5)
            held += value[k];
    }
    mem_free(value);
    return held / total;
}

/* ---- Sizes ---------------------------------------------------------------- */

Test(generate, has_the_ladder_of_presets)
{
    static const struct preset ladder[] = {
        {"small", 40, 4, 0, 0},        {"team", 200, 10, 5, 0},
        {"midmarket", 1000, 50, 5, 0}, {"wall", 8000, 48, 0, 0},
        {"region", 10000, 200, 10, 0}, {"company", 50000, 500, 25, 4},
        {"crm", 250000, 2000, 25, 4},
    };
    size_t n;
    const struct preset *list = preset_list(&n);

    cr_assert(eq(sz, n, 7));
    for (size_t k = 0; k < n; k++) {
        cr_expect(eq(str, (char *)list[k].name, (char *)ladder[k].name));
        cr_expect(eq(sz, list[k].accounts, ladder[k].accounts));
        cr_expect(eq(sz, list[k].reps, ladder[k].reps));
        cr_expect(eq(sz, list[k].reps_per_cell, ladder[k].reps_per_cell));
        cr_expect(eq(sz, list[k].segments, ladder[k].segments));
        cr_expect(
            eq(ptr, (void *)preset_find(ladder[k].name), (void *)&list[k]));
    }
    cr_expect(eq(ptr, (void *)preset_find("huge"), NULL));
}

Test(generate, takes_any_size)
{
    static const size_t sizes[][3] = {{1, 1, 0},   {1, 9, 2},
                                      {7, 3, 1},   {50, 50, 1},
                                      {300, 7, 2}, {2000, 20, 10}};

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        struct generated books = made_with(
            "region", (struct generate_options){.seed = k,
                                                .year = true,
                                                .accounts = sizes[k][0],
                                                .reps = sizes[k][1],
                                                .reps_per_cell = sizes[k][2]});

        cr_expect(eq(sz, table_rows(books.accounts), sizes[k][0]));
        cr_expect(eq(sz, table_rows(books.reps), sizes[k][1]));
        generated_clear(&books);
    }
}

Test(generate, refuses_sizes_beyond_its_limits)
{
    struct generate_options options = {.accounts = SIZE_MAX};
    struct generated books;
    eb_messages *said = eb_messages_new();

    cr_expect(eq(int, generate(preset_find("small"), &options, &books, said),
                 EB_BAD_USAGE));
    options = (struct generate_options){.reps = MOST_GENERATED_REPS + 1};
    cr_expect(eq(int, generate(preset_find("small"), &options, &books, said),
                 EB_BAD_USAGE));
    cr_expect(eq(sz, eb_messages_count(said), 2));
    eb_messages_free(said);
}

Test(generate, has_cells_of_the_presets_size)
{
    static const struct {
        const char *preset;
        size_t reps_per_cell, codes;
    } cases[] = {
        {"small", 4, 2}, {"team", 5, 3},     {"midmarket", 5, 13},
        {"wall", 48, 2}, {"region", 10, 23}, {"company", 25, 28},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct generated books = made(cases[k].preset, 1);
        size_t n = 0;
        const char *list = cell(books.reps, 0, "territories");
        size_t length = strcspn(list, ";");

        for (size_t r = 0; r < table_rows(books.reps); r++)
            n +=
                strncmp(cell(books.reps, r, "territories"), list, length) == 0;
        cr_expect(eq(sz, n, cases[k].reps_per_cell), "%s", cases[k].preset);
        cr_expect(eq(sz, table_rows(books.territories), cases[k].codes), "%s",
                  cases[k].preset);
        generated_clear(&books);
    }
}

/* ---- Accounts ------------------------------------------------------------- */

Test(generate, gives_the_top_fifth_about_eighty_percent_of_the_value)
{
    static const char *const presets[] = {"small", "team", "midmarket", "wall",
                                          "region"};

    for (size_t k = 0; k < 5; k++)
        for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
            struct generated books = made(presets[k], seed);
            double held = top_fifth(books.accounts);

            cr_expect(ge(dbl, held, 0.76), "%s", presets[k]);
            cr_expect(le(dbl, held, 0.84), "%s", presets[k]);
            generated_clear(&books);
        }
}

Test(generate, draws_workload_by_class_of_value)
{
    static const struct {
        const char *tier;
        double hours, share;
    } tiers[] = {
        {"A", 24, 0.05}, {"B", 12, 0.15}, {"C", 6, 0.3}, {"D", 2, 0.5}};
    struct generated books = made("wall", 3);
    const struct table *accounts = books.accounts;
    double floor_above = INFINITY;

    for (size_t k = 0; k < 4; k++) {
        double least = INFINITY, most = 0.0;

        for (size_t a = 0; a < table_rows(accounts); a++) {
            double value = number(accounts, a, "value");
            double hours = number(accounts, a, "workload") / tiers[k].hours;

            if (!is(accounts, a, "tier", tiers[k].tier))
                continue;
            least = value < least ? value : least;
            most = value > most ? value : most;
            cr_expect(ge(dbl, hours, 0.799));
            cr_expect(le(dbl, hours, 1.201));
        }
        cr_expect(eq(sz, count(accounts, "tier", tiers[k].tier),
                     (size_t)(8000 * tiers[k].share + 0.5)));
        cr_expect(le(dbl, most, floor_above));
        floor_above = least;
    }
    generated_clear(&books);
}

Test(generate, makes_families_of_one_to_five)
{
    for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
        struct generated books = made("wall", seed);
        size_t n = table_rows(books.accounts), families = 0;
        size_t of_size[7] = {0}, *members = NEW(size_t, n);
        struct names ids = ids_of(books.accounts);

        for (size_t a = 0; a < n; a++) {
            const char *parent = cell(books.accounts, a, "parent");
            int root = *parent == '\0' ? (int)a : names_find(&ids, parent);

            cr_assert(ge(int, root, 0));
            cr_expect(eq(str,
                         (char *)cell(books.accounts, (size_t)root, "parent"),
                         ""));
            members[root]++;
        }
        for (size_t a = 0; a < n; a++) {
            cr_assert(le(sz, members[a], 5));
            of_size[members[a]]++;
            families += members[a] > 0;
        }
        cr_expect(
            lt(dbl, fabs((double)of_size[1] / (double)families - 0.8), 0.005));
        for (size_t size = 2; size <= 5; size++)
            cr_expect(lt(dbl,
                         fabs((double)of_size[size] / (double)families - 0.05),
                         0.005));
        mem_free(members);
        names_clear(&ids);
        generated_clear(&books);
    }
}

Test(generate, leaves_seven_percent_unowned_and_locks_a_fifth_of_families)
{
    static const char *const presets[] = {"team", "midmarket", "region"};

    for (size_t k = 0; k < 3; k++)
        for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
            struct generated books = made(presets[k], seed);
            const struct table *accounts = books.accounts;
            size_t n = table_rows(accounts), roots = 0, locked = 0;

            for (size_t a = 0; a < n; a++) {
                bool root = is(accounts, a, "parent", "");

                roots += root;
                locked += root && is(accounts, a, "locked", "yes");
            }
            cr_expect(
                eq(sz, count(accounts, "owner", ""), (n * 7 + 50) / 100));
            cr_expect(eq(sz, locked, (roots * 2 + 5) / 10));
            generated_clear(&books);
        }
}

/* Locked families are whole; what is locked stays within every limit. */
Test(generate, never_locks_what_a_limit_forbids)
{
    static const char *const presets[] = {"small", "team", "midmarket", "wall",
                                          "region"};

    for (size_t k = 0; k < 5; k++)
        for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
            struct generated books = made(presets[k], seed);
            struct names reps = ids_of(books.reps);
            struct names ids = ids_of(books.accounts);
            size_t *locked = NEW(size_t, table_rows(books.reps));

            for (size_t a = 0; a < table_rows(books.accounts); a++) {
                const char *parent = cell(books.accounts, a, "parent");
                const char *owner = cell(books.accounts, a, "owner");

                if (*parent != '\0') {
                    size_t p = (size_t)names_find(&ids, parent);
                    cr_expect(eq(str,
                                 (char *)cell(books.accounts, a, "locked"),
                                 (char *)cell(books.accounts, p, "locked")));
                }
                if (!is(books.accounts, a, "locked", "yes"))
                    continue;
                cr_assert(ge(int, names_find(&reps, owner), 0));
                locked[names_find(&reps, owner)]++;
            }
            for (size_t r = 0; r < table_rows(books.reps); r++) {
                cr_expect(lt(dbl, (double)locked[r],
                             number(books.reps, r, "max_accounts")));
                if (locked[r] > 0)
                    cr_expect(
                        eq(str, (char *)cell(books.reps, r, "end_date"), ""));
            }
            mem_free(locked);
            names_clear(&reps);
            names_clear(&ids);
            generated_clear(&books);
        }
}

Test(generate, lets_owners_serve_the_territory)
{
    struct generated books = made("company", 2);
    struct names reps = ids_of(books.reps), ids = ids_of(books.accounts);
    size_t split = 0, members = 0;

    for (size_t a = 0; a < table_rows(books.accounts); a++) {
        const char *owner = cell(books.accounts, a, "owner");
        const char *code = cell(books.accounts, a, "territory");
        const char *parent = cell(books.accounts, a, "parent");
        int r = names_find(&reps, owner);

        if (*parent != '\0') {
            size_t p = (size_t)names_find(&ids, parent);
            members++;
            split += !is(books.accounts, p, "owner", owner);
            cr_expect(eq(str, (char *)cell(books.accounts, p, "territory"),
                         (char *)code));
        }
        if (*owner == '\0')
            continue;
        cr_assert(ge(int, r, 0));
        cr_expect(eq(int,
                     lists(cell(books.reps, (size_t)r, "territories"), code),
                     true));
        cr_expect(le(str, (char *)cell(books.reps, (size_t)r, "start_date"),
                     (char *)cell(books.accounts, a, "owner_since")));
        cr_expect(le(str, (char *)cell(books.accounts, a, "owner_since"),
                     "2027-01-04"));
    }
    cr_expect(gt(sz, split, 0));
    cr_expect(lt(sz, split, members / 20));
    names_clear(&reps);
    names_clear(&ids);
    generated_clear(&books);
}

/* ---- Reps ----------------------------------------------------------------- */

Test(generate, has_leavers_new_reps_and_reps_of_two_territories)
{
    static const struct {
        const char *preset;
        size_t leaving, half_ramp, second, most;
    } cases[] = {
        {"small", 0, 0, 0, 13},      {"team", 0, 1, 3, 26},
        {"midmarket", 2, 5, 15, 26}, {"wall", 1, 5, 0, 217},
        {"region", 6, 20, 60, 65},   {"company", 15, 50, 150, 130},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct generated books = made(cases[k].preset, k);
        const struct table *reps = books.reps;
        size_t leaving = 0, second = 0;

        for (size_t r = 0; r < table_rows(reps); r++) {
            const char *end = cell(reps, r, "end_date");

            leaving += *end != '\0';
            second += strchr(cell(reps, r, "territories"), ';') != NULL;
            cr_expect(le(str, (char *)end, "2027-01-04"));
            if (*end != '\0')
                cr_expect(eq(str, (char *)cell(reps, r, "ramp"), "1"));
            cr_expect(eq(dbl, number(reps, r, "max_accounts"),
                         (double)cases[k].most));
        }
        cr_expect(eq(sz, leaving, cases[k].leaving), "%s", cases[k].preset);
        cr_expect(eq(sz, second, cases[k].second), "%s", cases[k].preset);
        cr_expect(eq(sz, count(reps, "ramp", "0.5"), cases[k].half_ramp), "%s",
                  cases[k].preset);
        generated_clear(&books);
    }
}

/* Each cell's share of value, workload and accounts against its share of the
 * capacity: the largest relative difference. */
static double worst_share(const struct generated *books)
{
    struct names codes = ids_of(books->territories);
    double(*load)[4] = mem_new(codes.text.n, sizeof *load);
    double total[4] = {0.0}, worst = 0.0;

    for (size_t r = 0; r < table_rows(books->reps); r++) {
        const char *list = cell(books->reps, r, "territories");
        double share = strchr(list, ';') == NULL ? 1.0 : 0.5;

        if (!is(books->reps, r, "end_date", ""))
            continue;
        for (size_t c = 0; c < codes.text.n; c++)
            if (lists(list, codes.text.at[c]))
                load[c][3] += share * number(books->reps, r, "ramp");
    }
    for (size_t a = 0; a < table_rows(books->accounts); a++) {
        int c = names_find(&codes, cell(books->accounts, a, "territory"));

        cr_assert(ge(int, c, 0));
        load[c][0] += number(books->accounts, a, "value");
        load[c][1] += number(books->accounts, a, "workload");
        load[c][2] += 1.0;
    }
    for (size_t c = 0; c < codes.text.n; c++)
        for (int m = 0; m < 4; m++)
            total[m] += load[c][m];
    for (size_t c = 0; c < codes.text.n; c++)
        for (int m = 0; m < 3 && load[c][3] > 0.0; m++) {
            double share = load[c][m] / total[m];
            double off = fabs(share / (load[c][3] / total[3]) - 1.0);
            worst = off > worst ? off : worst;
        }
    mem_free(load);
    names_clear(&codes);
    return worst;
}

Test(generate, deals_territories_their_share_of_everything)
{
    static const struct {
        const char *preset;
        double most;
    } cases[] = {{"team", 0.02},
                 {"midmarket", 0.10},
                 {"region", 0.005},
                 {"company", 0.002}};

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
            struct generated books = made(cases[k].preset, seed);

            cr_expect(lt(dbl, worst_share(&books), cases[k].most), "%s, %d",
                      cases[k].preset, (int)seed);
            generated_clear(&books);
            if (k == 3)
                break;
        }
}

/* Popularity is lognormal(0.4): of many books in one territory, the logarithms
 * of their sizes deviate by about as much. */
Test(generate, draws_todays_owners_by_popularity)
{
    struct generated books = made_with(
        "wall",
        (struct generate_options){.seed = 1, .accounts = 100000, .reps = 400});
    struct names reps = ids_of(books.reps);
    double n[400] = {0.0}, sum = 0.0, squares = 0.0;

    for (size_t a = 0; a < table_rows(books.accounts); a++) {
        int r = names_find(&reps, cell(books.accounts, a, "owner"));
        if (r >= 0)
            n[r] += 1.0;
    }
    for (size_t r = 0; r < 400; r++) {
        sum += log(n[r]);
        squares += log(n[r]) * log(n[r]);
    }
    cr_expect(
        lt(dbl, fabs(sqrt(squares / 400 - sum * sum / 160000) - 0.4), 0.05));
    names_clear(&reps);
    generated_clear(&books);
}

/* ---- Rules ---------------------------------------------------------------- */

Test(generate, writes_the_rules_of_the_ladder)
{
    static const struct {
        const char *name;
        double weight, band;
    } metrics[] = {
        {"value", 3, 0.10}, {"workload", 2, 0.10}, {"accounts", 1, 0.15}};
    struct generated books = made("team", 1);
    const struct node *root = books.rules->root;
    const struct node *metric = doc_get(root, "metrics")->first;
    const struct node *limit = doc_get(root, "limits")->first;

    cr_expect(
        eq(str, (char *)doc_string(doc_get(root, "as_of")), "2027-01-04"));
    for (size_t k = 0; k < 3; k++, metric = metric->next) {
        cr_assert(ne(ptr, (void *)metric, NULL));
        cr_expect(eq(str, (char *)doc_string(doc_get(metric, "name")),
                     (char *)metrics[k].name));
        cr_expect(
            eq(dbl, doc_double(doc_get(metric, "weight")), metrics[k].weight));
        cr_expect(
            eq(dbl, doc_double(doc_get(metric, "band")), metrics[k].band));
    }
    cr_expect(
        eq(str, (char *)doc_string(doc_get(limit, "metric")), "accounts"));
    cr_expect(
        eq(str, (char *)doc_string(doc_get(limit, "max")), "max_accounts"));
    cr_expect(eq(ptr, (void *)limit->next, NULL));
    cr_expect(eq(str, (char *)doc_string(doc_get(root, "territory")), "hard"));
    cr_expect(
        eq(str, (char *)doc_string(doc_get(root, "families")), "together"));
    cr_expect(eq(ptr, (void *)doc_get(root, "fit"), NULL));
    cr_expect(eq(sz, doc_length(doc_get(root, "continuity")), 2));
    generated_clear(&books);
}

/* ---- Repeating ------------------------------------------------------------ */

Test(generate, repeats_itself_for_one_seed_alone)
{
    struct generate_options options = {.seed = 7, .year = true};
    struct generated a = made_with("midmarket", options);
    struct generated again = made_with("midmarket", options);
    struct generated plain = made("midmarket", 7);
    struct generated other = made("midmarket", 8);

    cr_expect(eq(int, same_table(a.accounts, again.accounts), true));
    cr_expect(eq(int, same_table(a.reps, again.reps), true));
    cr_expect(eq(int, same_table(a.territories, again.territories), true));
    cr_expect(eq(int, same_table(a.changes, again.changes), true));
    cr_expect(eq(int, same_table(a.accounts, plain.accounts), true));
    cr_expect(eq(int, same_table(a.reps, plain.reps), true));
    cr_expect(eq(ptr, plain.changes, NULL));
    cr_expect(eq(int, same_table(a.accounts, other.accounts), false));
    cr_expect(eq(int, same_table(a.reps, other.reps), false));
    generated_clear(&a);
    generated_clear(&again);
    generated_clear(&plain);
    generated_clear(&other);
}

/* What the first rows are must not change from machine to machine or from one
 * release to the next without a word in the change log. */
Test(generate, gives_the_rows_it_always_gave)
{
    struct generated books = made("small", 1);

    cr_expect(eq(str, (char *)cell(books.accounts, 0, "id"), "A000001"));
    cr_expect(eq(str, (char *)cell(books.accounts, 0, "value"), "1775.97"));
    cr_expect(eq(str, (char *)cell(books.accounts, 0, "workload"), "2.19"));
    cr_expect(eq(str, (char *)cell(books.accounts, 0, "owner"), "R0004"));
    cr_expect(eq(str, (char *)cell(books.reps, 0, "id"), "R0001"));
    generated_clear(&books);
}

/* ---- The year ------------------------------------------------------------- */

enum state { UNKNOWN, OPEN, CLOSED };

struct replay {
    struct names accounts, reps;
    enum state *account;
    bool *locked, *changed;
    enum { ABSENT, HERE, AWAY, GONE } * rep;
    size_t n[9]; /* by kind */
};

static const char *const kinds[] = {"add",  "close", "change",
                                    "join", "leave", "away",
                                    "back", "lock",  "unlock"};

static int kind_of(const char *name)
{
    int k = 0;

    while (k < 9 && strcmp(kinds[k], name) != 0)
        k++;
    return k;
}

static void apply_to_account(struct replay *now, const struct table *changes,
                             size_t row, int kind)
{
    const char *id = cell(changes, row, "account");
    int a = names_add(&now->accounts, id);
    const char *parent = cell(changes, row, "parent");

    cr_assert(eq(str, (char *)cell(changes, row, "rep"), ""));
    if (kind == 0) {
        cr_expect(eq(int, now->account[a], UNKNOWN), "%s", id);
        now->account[a] = OPEN;
        cr_expect(gt(dbl, number(changes, row, "value"), 0.0));
        cr_expect(gt(dbl, number(changes, row, "workload"), 0.0));
        cr_expect(ne(str, (char *)cell(changes, row, "territory"), ""));
        if (*parent != '\0')
            cr_expect(eq(int, now->account[names_add(&now->accounts, parent)],
                         OPEN));
        return;
    }
    cr_expect(eq(int, now->account[a], OPEN), "%s", id);
    cr_expect(eq(str, (char *)parent, ""));
    if (kind == 1)
        now->account[a] = CLOSED;
    if (kind == 2) {
        now->changed[a] = true;
        cr_expect(gt(dbl, number(changes, row, "value"), 0.0));
        cr_expect(eq(int,
                     is(changes, row, "field", "value") +
                         is(changes, row, "field", "workload"),
                     1));
    }
    if (kind >= 7) {
        cr_expect(eq(int, now->locked[a], kind == 8), "%s", id);
        now->locked[a] = kind == 7;
        cr_expect(ne(str, (char *)cell(changes, row, "value"), ""));
    }
}

static void apply_to_rep(struct replay *now, const struct table *changes,
                         size_t row, int kind)
{
    const char *id = cell(changes, row, "rep");
    int r = names_add(&now->reps, id);

    cr_assert(eq(str, (char *)cell(changes, row, "account"), ""));
    if (kind == 3)
        cr_expect(ne(str, (char *)cell(changes, row, "territories"), ""));
    cr_expect(eq(int, now->rep[r],
                 kind == 3   ? ABSENT
                 : kind == 6 ? AWAY
                             : HERE),
              "%s", id);
    now->rep[r] = kind == 4 ? GONE : kind == 5 ? AWAY : HERE;
}

static struct replay replay_set_up(const struct generated *books)
{
    size_t n = table_rows(books->accounts), reps = table_rows(books->reps);
    struct replay now = {.accounts = ids_of(books->accounts),
                         .reps = ids_of(books->reps),
                         .account = NEW(enum state, 2 * n),
                         .locked = NEW(bool, 2 * n),
                         .changed = NEW(bool, 2 * n)};

    now.rep = mem_new(2 * reps, sizeof *now.rep);
    for (size_t a = 0; a < n; a++) {
        now.account[a] = OPEN;
        now.locked[a] = is(books->accounts, a, "locked", "yes");
    }
    for (size_t r = 0; r < reps; r++)
        now.rep[r] = is(books->reps, r, "end_date", "") ? HERE : GONE;
    return now;
}

static void replay(struct replay *now, const struct table *changes)
{
    const char *last_id = "", *last_date = "2027-01-04";

    for (size_t row = 0; row < table_rows(changes); row++) {
        int kind = kind_of(cell(changes, row, "kind"));
        const char *id = cell(changes, row, "event");
        const char *date = cell(changes, row, "date");

        cr_assert(lt(int, kind, 9));
        now->n[kind]++;
        cr_expect(gt(str, (char *)id, (char *)last_id));
        cr_expect(ge(str, (char *)date, (char *)last_date));
        if (kind >= 3 && kind <= 6)
            apply_to_rep(now, changes, row, kind);
        else
            apply_to_account(now, changes, row, kind);
        last_id = id;
        last_date = date;
    }
    cr_expect(le(str, (char *)last_date, "2028-01-03"));
}

static void replay_clear(struct replay *now)
{
    names_clear(&now->accounts);
    names_clear(&now->reps);
    mem_free(now->account);
    mem_free(now->locked);
    mem_free(now->changed);
    mem_free(now->rep);
}

Test(generate, makes_a_year_that_never_contradicts_itself)
{
    static const char *const presets[] = {"small", "team", "midmarket",
                                          "region"};

    for (size_t k = 0; k < 4; k++)
        for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
            struct generated books =
                made_with(presets[k], (struct generate_options){.seed = seed,
                                                                .year = true});
            struct replay now = replay_set_up(&books);

            replay(&now, books.changes);
            replay_clear(&now);
            generated_clear(&books);
        }
}

Test(generate, makes_a_year_of_the_usual_size)
{
    struct generated books = made_with(
        "region", (struct generate_options){.seed = 4, .year = true});
    struct replay now = replay_set_up(&books);
    size_t changed = 0;

    replay(&now, books.changes);
    for (size_t a = 0; a < 10000; a++)
        changed += now.changed[a];
    cr_expect(eq(sz, now.n[0], 1000));
    cr_expect(ge(sz, now.n[1], 1000));
    cr_expect(le(sz, now.n[1], 1004));
    cr_expect(ge(sz, changed, 1900));
    cr_expect(le(sz, changed, 2000));
    cr_expect(ge(sz, now.n[3], 15));
    cr_expect(eq(sz, now.n[4], 19));
    cr_expect(eq(sz, now.n[5], 16));
    cr_expect(gt(sz, now.n[6], 5));
    cr_expect(gt(sz, now.n[7], 200));
    cr_expect(gt(sz, now.n[8], 200));
    replay_clear(&now);
    generated_clear(&books);
}

/* In cells of two reps, one at most leaves or is away. */
Test(generate, leaves_no_cell_without_a_rep_all_year)
{
    struct generated books =
        made_with("region", (struct generate_options){.seed = 2,
                                                      .year = true,
                                                      .accounts = 800,
                                                      .reps = 80,
                                                      .reps_per_cell = 2});
    struct names reps = ids_of(books.reps);
    size_t missing[40] = {0};

    for (size_t r = 0; r < 80; r++)
        missing[r / 2] += !is(books.reps, r, "end_date", "");
    for (size_t row = 0; row < table_rows(books.changes); row++) {
        int kind = kind_of(cell(books.changes, row, "kind"));
        int r = names_find(&reps, cell(books.changes, row, "rep"));

        if (kind == 4 || kind == 5)
            missing[r / 2]++;
    }
    for (size_t c = 0; c < 40; c++)
        cr_expect(le(sz, missing[c], 1));
    names_clear(&reps);
    generated_clear(&books);
}

/* ---- Memory --------------------------------------------------------------- */

static eb_status make_and_clear(void *context)
{
    struct generate_options options = {.seed = 1, .year = true};
    struct generated books;
    eb_status status = generate(context, &options, &books, NULL);

    if (status == EB_OK)
        generated_clear(&books);
    return status;
}

Test(generate, leaves_nothing_behind_when_memory_is_out)
{
    cr_expect(gt(
        long, sweep_memory(make_and_clear, (void *)preset_find("small")), 50));
}
