/* test_frontier.c - the points of a frontier, their plans, and what they say. */
#include "model/frontier.h"
#include "tests/support/making.h"
#include "tests/support/sweep.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const char accounts[] = "id,value,hours,owner\n"
                               "a1,100,4,ann\n"
                               "a2,90,3,ann\n"
                               "a3,60,3,ann\n"
                               "a4,50,2,ann\n"
                               "a5,30,5,ann\n"
                               "a6,20,1,ann\n"
                               "b1,50,2,bo\n";
static const char reps[] = "id\nann\nbo\n";
static const char rules[] = "{\"metrics\": [{\"name\": \"value\"}]}";

static struct made small(void)
{
    struct made made = make(
        (struct texts){.accounts = accounts, .reps = reps, .rules = rules});

    cr_assert(eq(int, (int)made.status, (int)EB_OK));
    return made;
}

static struct frontier_options standard(void)
{
    return (struct frontier_options){
        .plan = {.effort = EB_NORMAL, .gap = 0.01, .seed = 1, .threads = 1}};
}

static void make_plans(struct frontier *f, eb_messages *said)
{
    while (f->points.n < f->tradeoff.points.n) {
        struct point_rules own;
        struct plan *plan = NULL;

        cr_assert(
            eq(int, (int)frontier_next(f, &own, &plan, said), (int)EB_OK));
        plan_free(plan);
        point_rules_clear(&own);
    }
}

Test(frontier_read, knee_gain_and_bands_are_those_of_the_points)
{
    struct made made = small();
    struct frontier_options options = standard();
    struct frontier f;

    cr_assert(
        eq(int,
           (int)frontier_find(made.books, made.rules, &options, &f, made.said),
           (int)EB_OK));
    make_plans(&f, made.said);
    cr_assert(eq(sz, f.points.n, 3));
    cr_assert(f.tradeoff.complete);
    cr_assert(eq(int, frontier_knee(&f), 1));
    cr_assert(ieee_ulp_eq(dbl, frontier_gained(&f, 0), 0, 4));
    cr_assert(ieee_ulp_eq(dbl, frontier_gained(&f, 2), 1, 4));
    cr_assert(eq(sz, frontier_first(&f, 0.8), 1));
    cr_assert(eq(sz, frontier_first(&f, 0.9), 2));
    cr_assert(eq(int, frontier_in_band(&f), 2));
    cr_assert(eq(i64, f.least_in_band, 2));
    frontier_clear(&f);
    made_clear(&made);
}

/* Seven of ten like accounts against three, a fifth off what is due inside a band of
 * half of it: unfairness is a tenth of a point for each whole deviation. */
Test(frontier_read, moves_inside_the_bands_show_what_they_bring)
{
    struct made made = make((struct texts){
        .accounts = "id,value,owner\n"
                    "a1,10,ann\na2,10,ann\na3,10,ann\na4,10,ann\na5,10,ann\n"
                    "a6,10,ann\na7,10,ann\nb1,10,bo\nb2,10,bo\nb3,10,bo\n",
        .reps = reps,
        .rules = "{\"metrics\": [{\"name\": \"value\", \"band\": 0.5}]}"});
    struct frontier_options options = standard();
    struct frontier f;

    options.n_points = 5;
    cr_assert(
        eq(int,
           (int)frontier_find(made.books, made.rules, &options, &f, made.said),
           (int)EB_OK));
    make_plans(&f, made.said);
    cr_assert(eq(sz, f.points.n, 3));
    for (size_t k = 0; k < 3; k++) {
        cr_assert(eq(i64, f.points.at[k].against, (int64_t)k));
        cr_assert(
            eq(i64, f.points.at[k].minimised, 20000000 * (2 - (int64_t)k)));
    }
    frontier_clear(&f);
    made_clear(&made);
}

/* Whoever has left at one point is with the same rep at the next. */
Test(frontier_read, nested_points_contain_one_another)
{
    struct made made = small();
    struct frontier_options options = standard();
    struct frontier f;
    size_t n_items, moved = 0;

    options.nested = true;
    options.against = "value";
    cr_assert(
        eq(int,
           (int)frontier_find(made.books, made.rules, &options, &f, made.said),
           (int)EB_OK));
    n_items = (size_t)f.compiled->problem->n_items;
    cr_assert(gt(sz, f.tradeoff.points.n, 2));
    for (size_t k = 0; k + 1 < f.tradeoff.points.n; k++) {
        const int *now = f.tradeoff.points.at[k].agent;
        const int *next = f.tradeoff.points.at[k + 1].agent;

        for (size_t i = 0; i < n_items; i++) {
            int a = f.compiled->members[i], owner = made.books->owner[a];

            moved += now[i] != owner;
            cr_assert(now[i] == owner || now[i] == next[i]);
        }
    }
    cr_assert(gt(sz, moved, 0));
    frontier_clear(&f);
    made_clear(&made);
}

/* A flag that is set from the start: the ends at most, and each what it claims. */
Test(frontier_read, a_stop_keeps_what_was_found)
{
    struct made made = small();
    struct frontier_options options = standard();
    volatile int stop = 1;
    struct frontier f;

    options.plan.stop = &stop;
    options.n_points = 3;
    cr_assert(
        eq(int,
           (int)frontier_find(made.books, made.rules, &options, &f, made.said),
           (int)EB_OK));
    make_plans(&f, made.said);
    cr_assert(f.tradeoff.cut);
    for (size_t k = 0; k < f.points.n; k++)
        cr_assert(ge(i64, f.points.at[k].minimised, f.points.at[k].bound));
    frontier_clear(&f);
    made_clear(&made);
}

/* ---- Memory -------------------------------------------------------------- */

struct sweeping {
    struct made made;
    struct frontier_options options;
};

static eb_status find_and_plan(void *context)
{
    struct sweeping *s = context;
    struct frontier f;
    struct point_rules own = {0};
    struct plan *plan = NULL;
    eb_status status =
        frontier_find(s->made.books, s->made.rules, &s->options, &f, NULL);

    if (status != EB_OK)
        return status;
    status = frontier_next(&f, &own, &plan, NULL);
    plan_free(plan);
    point_rules_clear(&own);
    frontier_clear(&f);
    return status;
}

Test(frontier_read, no_memory_is_said_and_leaves_nothing_behind)
{
    struct sweeping s = {small(), standard()};

    cr_assert(gt(int, (int)sweep_memory(find_and_plan, &s), 100));
    s.options.n_points = 3;
    s.options.nested = true;
    cr_assert(gt(int, (int)sweep_memory(find_and_plan, &s), 100));
    made_clear(&s.made);
}
