/* test_comparison.c - plans side by side, against what pencil and paper say. */
#include "model/comparison.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/json.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

enum { MOST = 3 };

struct scene {
    size_t n;
    struct doc *docs[MOST];
    struct table *assignments[MOST], *books[MOST];
    struct compared plans[MOST];
    eb_messages *said;
    struct comparison *comparison;
};

/* plan.json with a metric of two groups. */
static const char plan_format[] =
    "{\"status\": \"optimal\", \"role\": \"%s\", \"goal\": \"blend\", "
    "\"objective\": 1.5, \"metrics\": [{\"name\": \"value\", \"weight\": 3, "
    "\"band\": %s, \"groups\": ["
    "{\"reps\": 3, \"mean_abs_deviation_before\": 0.5, "
    "\"mean_abs_deviation_after\": 0.1, \"max_deviation_before\": 0.9, "
    "\"max_deviation_after\": 0.2, \"within_band_before\": 0, "
    "\"within_band_after\": 2}, "
    "{\"reps\": 1, \"mean_abs_deviation_before\": 0.1, "
    "\"mean_abs_deviation_after\": 0.3, \"max_deviation_before\": 0.1, "
    "\"max_deviation_after\": 0.3, \"within_band_before\": 1, "
    "\"within_band_after\": 0}, {\"reps\": 0}]}, "
    "{\"name\": \"hours\", \"weight\": 0, \"band\": 0.1, \"groups\": []}], "
    "\"limits\": [{\"limit\": 0, \"violations\": [{}, {}]}], "
    "\"budgets\": [{\"max\": 3, \"used\": 4}, {\"max\": 4, \"used\": 4}], "
    "\"inputs\": [{\"role\": \"accounts\", \"sha256\": \"%s\"}, "
    "{\"role\": \"reps\", \"sha256\": \"b\"}]}";

static void add(struct scene *s, const char *role, const char *band,
                const char *digest, const char *assignments, const char *books)
{
    static const char *const names[MOST] = {"one", "two", "three"};
    char text[3000];
    size_t k = s->n++;

    snprintf(text, sizeof text, plan_format, role, band, digest);
    cr_assert(eq(
        int,
        (int)json_read("plan.json", text, strlen(text), &s->docs[k], s->said),
        EB_OK));
    s->assignments[k] = table_of("assignments.csv", assignments);
    s->books[k] = table_of("books.csv", books);
    s->plans[k] = (struct compared){.name = names[k],
                                    .plan = s->docs[k],
                                    .assignments = s->assignments[k],
                                    .books = s->books[k]};
}

#define ASSIGNED "account_id,account_name,rep_id\n"
#define BOOKS                                                                 \
    "rep_id,rep_name,metric,group,load_after,target,deviation_after\n"

static struct scene scene_of_three(void)
{
    struct scene s = {.said = eb_messages_new()};

    add(&s, "csm", "0.1", "a",
        ASSIGNED "A1,Acme,ann\nA2,Bolt,bo\nA3,Cord,\nA4,Dell,ann\n",
        BOOKS "ann,Ann,value,,120,100,0.2\nann,Ann,hours,,9,1,8\n"
              "bo,Bo,value,,80,100,-0.2\nbo,Bo,hours,,9,,\n");
    add(&s, "csm", "0.1", "a",
        ASSIGNED "A1,Acme,ann\nA2,Bolt,ann\nA3,Cord,\nA4,Dell,ann\n",
        BOOKS "bo,Bo,value,,40,100,-0.6\nann,Ann,value,,160,100,0.6\n");
    add(&s, "csm", "0.2", "c", ASSIGNED "A2,Bolt,cy\nA5,Echo,cy\nA3,Cord,\n",
        BOOKS "cy,Cy,value,,70,,\n");
    return s;
}

static eb_status compare(struct scene *s)
{
    return comparison_make(s->plans, s->n, &s->comparison, s->said);
}

static void scene_clear(struct scene *s)
{
    comparison_free(s->comparison);
    for (size_t k = 0; k < s->n; k++) {
        doc_free(s->docs[k]);
        table_free(s->assignments[k]);
        table_free(s->books[k]);
    }
    eb_messages_free(s->said);
}

static const struct book_view *book(const struct scene *s, const char *rep,
                                    const char *metric)
{
    for (size_t b = 0; b < s->comparison->n_books; b++)
        if (strcmp(s->comparison->books[b].rep, rep) == 0 &&
            strcmp(s->comparison->books[b].metric_name, metric) == 0)
            return &s->comparison->books[b];
    cr_fatal("there is no book of %s in %s", rep, metric);
    return NULL;
}

Test(comparison, weighs_groups_by_their_reps)
{
    struct scene s = scene_of_three();
    const struct metric_view *value;

    cr_assert(eq(int, (int)compare(&s), (int)EB_OK));
    value = &s.comparison->fairness[0];
    cr_expect(epsilon_eq(dbl, value->mean, (3 * 0.1 + 0.3) / 4, 1e-12));
    cr_expect(epsilon_eq(dbl, value->farthest, 0.3, 1e-12));
    cr_expect(eq(sz, value->within, 2));
    cr_expect(eq(sz, value->books, 4));
    cr_expect(not(value[1].there)); /* hours */
    cr_expect(epsilon_eq(dbl, s.comparison->today[0].mean, 1.6 / 4, 1e-12));
    cr_expect(eq(sz, s.comparison->today[0].within, 1));
    cr_expect(s.comparison->weighs[0] && !s.comparison->weighs[1]);
    /* |1.2 - 0.8| / (2 x 1) / 2 */
    cr_expect(epsilon_eq(dbl, value->gini, 0.1, 1e-12));
    scene_clear(&s);
}

Test(comparison, counts_what_is_broken)
{
    struct scene s = scene_of_three();

    cr_assert(eq(int, (int)compare(&s), (int)EB_OK));
    for (size_t k = 0; k < 3; k++)
        cr_expect(eq(sz, s.comparison->broken[k], 3));
    scene_clear(&s);
}

Test(comparison, finds_the_rep_farthest_off_in_what_has_a_weight)
{
    struct scene s = scene_of_three();
    const struct comparison *c;

    cr_assert(eq(int, (int)compare(&s), (int)EB_OK));
    c = s.comparison;
    cr_expect(eq(str, (char *)c->books[c->worst[0].book].rep, "ann"));
    cr_expect(epsilon_eq(dbl, c->worst[0].deviation, 0.2, 1e-12));
    cr_expect(epsilon_eq(dbl, c->worst[1].deviation, 0.6, 1e-12));
    cr_expect(eq(int, c->worst[2].book, -1));
    scene_clear(&s);
}

Test(comparison, joins_books_by_rep_and_metric)
{
    struct scene s = scene_of_three();
    const struct book_view *ann, *cy;

    cr_assert(eq(int, (int)compare(&s), (int)EB_OK));
    ann = book(&s, "ann", "value");
    cy = book(&s, "cy", "value");
    cr_expect(eq(sz, s.comparison->n_books, 5));
    cr_expect(eq(str, (char *)s.comparison->books[0].rep, "ann"));
    cr_expect(eq(str, (char *)ann->in[1].load, "160"));
    cr_expect(not(ann->in[2].there));
    cr_expect(eq(int, ann->most_in, 1));
    cr_expect(eq(int, ann->least_in, 2));
    cr_expect(epsilon_eq(dbl, cy->most - cy->least, 70, 1e-12));
    cr_expect(not(cy->in[2].has_target));
    scene_clear(&s);
}

Test(comparison, counts_accounts_that_differ_and_those_of_one_alone)
{
    struct scene s = scene_of_three();
    const struct comparison *c;

    cr_assert(eq(int, (int)compare(&s), (int)EB_OK));
    c = s.comparison;
    cr_expect(eq(sz, c->n_accounts, 5));
    cr_expect(eq(sz, c->differ[0 * 3 + 1], 1)); /* A2 */
    cr_expect(eq(sz, c->differ[1 * 3 + 0], 1));
    cr_expect(eq(sz, c->differ[0 * 3 + 2], 1)); /* A2 */
    cr_expect(eq(sz, c->alone[0 * 3 + 1], 0));
    cr_expect(eq(sz, c->alone[0 * 3 + 2], 2)); /* A1, A4 */
    cr_expect(eq(sz, c->alone[2 * 3 + 0], 1)); /* A5 */
    /* Nobody owns A3 in any of them, which is no difference. */
    cr_assert(eq(sz, c->n_differing, 4));
    cr_expect(eq(str, (char *)c->differing[1].account, "A2"));
    cr_expect(eq(str, (char *)c->differing[1].owner[2], "cy"));
    cr_expect(eq(ptr, (void *)c->differing[0].owner[2], NULL));
    scene_clear(&s);
}

Test(comparison, knows_whether_points_and_books_are_the_same)
{
    struct scene s = scene_of_three();

    cr_assert(eq(int, (int)compare(&s), (int)EB_OK));
    cr_expect(not(s.comparison->same_metrics));
    cr_expect(eq(ptr, (void *)s.comparison->other[1], NULL));
    cr_expect(eq(str, (char *)s.comparison->other[2], "accounts"));
    comparison_free(s.comparison);
    s.comparison = NULL;
    cr_assert(
        eq(int, comparison_make(s.plans, 2, &s.comparison, s.said), EB_OK));
    cr_expect(s.comparison->same_metrics);
    scene_clear(&s);
}

Test(comparison, refuses_plans_of_different_roles)
{
    struct scene s = {.said = eb_messages_new()};

    add(&s, "csm", "0.1", "a", ASSIGNED, BOOKS);
    add(&s, "ae", "0.1", "a", ASSIGNED, BOOKS);
    cr_expect(eq(int, (int)compare(&s), (int)EB_BAD_USAGE));
    cr_expect(says(s.said, "plans of different roles cannot be compared: one "
                           "is of csm, two of ae"));
    scene_clear(&s);
}

Test(comparison, refuses_files_that_are_of_no_plan)
{
    struct scene s = {.said = eb_messages_new()};

    add(&s, "csm", "0.1", "a", "account,rep\n", BOOKS);
    cr_expect(eq(int, (int)compare(&s), (int)EB_BAD_DATA));
    cr_expect(says(s.said, "assignments.csv:1: there is no column "
                           "\"account_id\": this is not of a plan"));
    scene_clear(&s);
}

static eb_status compare_again(void *context)
{
    const struct scene *s = context;
    struct comparison *c = NULL;
    eb_status status = comparison_make(s->plans, s->n, &c, NULL);

    comparison_free(c);
    return status;
}

Test(comparison, survives_every_refused_allocation)
{
    struct scene s = scene_of_three();

    cr_assert(gt(long, sweep_memory(compare_again, &s), 10));
    scene_clear(&s);
}
