/* prop_gap.c - published instances of the Generalized Assignment Problem run
 * on the kernel as they are, and the best known value comes out.
 *
 * The instances are read where they lie (see the README of the folder named
 * below) and the test is skipped, with a word, where they are not there. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "solver/solve.h"

#define FOLDER "../shared/data/gap/"
#define POINT INT64_C(1000000000)

static int64_t next_number(FILE *file)
{
    long long number = 0;

    cr_assert(eq(int, fscanf(file, "%lld", &number), 1));
    return number;
}

/* m n, then m rows of n costs, m rows of n weights, m capacities. */
static struct problem *read_instance(const char *path)
{
    FILE *file = fopen(path, "r");
    struct problem *p = NULL;
    int m, n, c;
    int64_t *cost, *weight;

    cr_assert(ne(ptr, file, NULL), "%s", path);
    m = (int)next_number(file);
    n = (int)next_number(file);
    cost = NEW(int64_t, (size_t)(m * n));
    weight = NEW(int64_t, (size_t)(m * n));
    for (int k = 0; k < m * n; k++)
        cost[k] = next_number(file);
    for (int k = 0; k < m * n; k++)
        weight[k] = next_number(file);
    problem_new(m, 1, &p);
    problem_add_class(p, &c);
    for (int i = 0; i < n; i++) {
        problem_add_item(p, c);
        for (int g = 0; g < m; g++) {
            problem_add_own(p, g, cost[g * n + i] * POINT, 1);
            problem_add_own_load(p, 0, weight[g * n + i]);
        }
    }
    for (int g = 0; g < m; g++)
        problem_add_term(p, g, 0, INT64_MIN, next_number(file));
    cr_assert(eq(int, (int)problem_finish(p, NULL), (int)EB_OK));
    mem_free(cost);
    mem_free(weight);
    fclose(file);
    return p;
}

static void solve_to(const char *name, int64_t best_known)
{
    struct solve_options options = {
        .effort = EB_NORMAL, .target = best_known * POINT, .seed = 1};
    struct solution *out = NULL;
    char path[256];
    struct problem *p;

    snprintf(path, sizeof path, FOLDER "%s", name);
    p = read_instance(path);
    cr_assert(eq(int, (int)solve(p, &options, &out), (int)EB_OK));
    cr_assert(out->feasible == true, "%s", name);
    cr_assert(eq(i64, out->objective / POINT, best_known), "%s", name);
    cr_assert(le(i64, out->lower_bound, out->objective), "%s", name);
    solution_free(out);
    problem_free(p);
}

/* Every instance of best_known.csv whose path starts so. */
static void solve_all(const char *start)
{
    FILE *list = fopen(FOLDER "best_known.csv", "r");
    char line[256], name[128];
    int n = 0;

    if (list == NULL)
        cr_skip_test("no instances at " FOLDER);
    while (fgets(line, sizeof line, list) != NULL) {
        long long best = 0;

        if (strncmp(line, start, strlen(start)) != 0 ||
            sscanf(line, "%127[^,],%*[^,],%*[^,],%*[^,],%*[^,],%*[^,],%lld",
                   name, &best) != 2)
            continue;
        solve_to(name, best);
        n++;
    }
    fclose(list);
    cr_assert(gt(int, n, 5));
}

Test(gap, cattrysse_1994_comes_out)
{
    solve_all("cattrysse1994/");
}

Test(gap, chu_1997_type_a_comes_out)
{
    solve_all("chu1997/a");
}

Test(gap, chu_1997_type_b_comes_out)
{
    solve_all("chu1997/b");
}
