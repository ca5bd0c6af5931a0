/* test_batch.c - several plans at once are the plans that each would be alone. */
#include "model/batch.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/planned.h"

enum { JOBS = 5 };

/* Books of rising size. */
static struct made books_of(int k)
{
    char accounts[2000] = "id,value,owner\n";
    size_t n = strlen(accounts);

    for (int a = 0; a < 8 + 2 * k; a++)
        n += (size_t)snprintf(accounts + n, sizeof accounts - n,
                              "A%02d,%d,%s\n", a, 10 + a * a % 37,
                              a % 3 == 0 ? "ann" : "bo");
    return make(
        (struct texts){.accounts = accounts, .reps = "id\nann\nbo\ncy\n"});
}

struct scene {
    struct made made[JOBS];
    struct batch_job jobs[JOBS];
};

static void scene_open(struct scene *s)
{
    for (int k = 0; k < JOBS; k++) {
        s->made[k] = books_of(k);
        s->jobs[k] = (struct batch_job){.books = s->made[k].books,
                                        .rules = s->made[k].rules,
                                        .said = eb_messages_new()};
    }
}

static void scene_close(struct scene *s)
{
    for (int k = 0; k < JOBS; k++) {
        plan_free(s->jobs[k].plan);
        eb_messages_free(s->jobs[k].said);
        made_clear(&s->made[k]);
    }
}

static void expect_as_alone(const struct scene *s, int k)
{
    struct planner_options options = planned_options();
    struct plan *alone = NULL;

    cr_assert(eq(int, (int)s->jobs[k].status, (int)EB_OK));
    cr_assert(eq(int,
                 planner_run(s->made[k].books, s->made[k].rules, &options,
                             &alone, NULL),
                 EB_OK));
    cr_expect(eq(i64, s->jobs[k].plan->objective, alone->objective));
    cr_expect(eq(i64, s->jobs[k].plan->lower_bound, alone->lower_bound));
    for (size_t a = 0; a < s->made[k].books->n_accounts; a++)
        cr_expect(eq(int, s->jobs[k].plan->rows[a].rep, alone->rows[a].rep));
    plan_free(alone);
}

Test(batch, makes_the_plans_that_each_would_be_alone)
{
    for (int threads = 1; threads <= 4; threads++) {
        struct planner_options options = planned_options();
        struct scene s;

        options.threads = threads;
        scene_open(&s);
        cr_assert(eq(int, batch_run(s.jobs, JOBS, &options), EB_OK));
        for (int k = 0; k < JOBS; k++)
            expect_as_alone(&s, k);
        scene_close(&s);
    }
}

Test(batch, begins_nothing_after_a_stop)
{
    struct planner_options options = planned_options();
    const volatile int stop = 1;
    struct scene s;

    options.stop = &stop;
    scene_open(&s);
    cr_assert(eq(int, batch_run(s.jobs, JOBS, &options), EB_OK));
    for (int k = 0; k < JOBS; k++) {
        cr_expect(eq(int, (int)s.jobs[k].status, (int)EB_STOPPED));
        cr_expect(eq(ptr, s.jobs[k].plan, NULL));
    }
    scene_close(&s);
}

/* Stops once a plan is done: those that are made stay. */
struct stopping {
    volatile int stop;
    char last[16];
};

static void stop_after_two(void *context, const eb_progress *now)
{
    struct stopping *stopping = context;

    snprintf(stopping->last, sizeof stopping->last, "%s", now->phase);
    if (strcmp(now->phase, "2 of 5") == 0)
        stopping->stop = 1;
}

Test(batch, keeps_what_was_made_before_a_stop)
{
    struct planner_options options = planned_options();
    struct stopping stopping = {0};
    struct scene s;

    options.stop = &stopping.stop;
    options.progress = stop_after_two;
    options.context = &stopping;
    scene_open(&s);
    cr_assert(eq(int, batch_run(s.jobs, JOBS, &options), EB_OK));
    for (int k = 0; k < JOBS; k++)
        cr_expect(
            eq(int, (int)s.jobs[k].status, (int)(k < 2 ? EB_OK : EB_STOPPED)));
    cr_expect(eq(str, stopping.last, "2 of 5"));
    scene_close(&s);
}

Test(batch, shares_the_time_that_all_have)
{
    struct planner_options options = planned_options();
    struct scene s;

    options.started = clock_seconds();
    options.deadline = options.started + 1e-6;
    scene_open(&s);
    cr_assert(eq(int, batch_run(s.jobs, JOBS, &options), EB_OK));
    for (int k = 0; k < JOBS; k++) {
        cr_assert(eq(int, (int)s.jobs[k].status, (int)EB_OK));
        cr_expect(s.jobs[k].plan->cut ||
                  s.jobs[k].plan->outcome == EB_OPTIMAL);
    }
    scene_close(&s);
}

Test(batch, of_nothing_is_done)
{
    struct planner_options options = planned_options();

    cr_expect(eq(int, batch_run(NULL, 0, &options), EB_OK));
}
