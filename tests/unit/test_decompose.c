/* test_decompose.c - what unfairness is made of, on books in which it was planted.
 *
 * Two reps are due 100 each of accounts worth 10. A rep with 150 and one with 50 are
 * half off: 0.0001 up to the band, 0.1 to twice the band, 0.9 beyond, so that books of
 * 150 and 50 cost 100.01 points. */
#include "model/decompose.h"

#include "solver/bound.h"
#include "solver/burden.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/making.h"

#define HALF_OFF 100.01
#define RULES "{\"metrics\": [{\"name\": \"value\"}], \"families\": \"off\", "

static void add(char *text, size_t room, const char *format, int k,
                const char *owner)
{
    size_t n = strlen(text);

    snprintf(text + n, room - n, format, k, owner);
}

static double in_points(int64_t cost)
{
    return (double)cost / 1e9;
}

static struct decomposition decomposed(struct texts texts)
{
    struct made made = make(texts);
    struct decompose_options how = {
        .solve = {.effort = EB_NORMAL, .gap = 0.01, .seed = 1}};
    struct decomposition parts;
    int64_t sum;

    cr_assert(eq(int, (int)made.status, (int)EB_OK));
    cr_assert(eq(
        int, (int)decompose(made.books, made.rules, &how, &parts, made.said),
        (int)EB_OK));
    sum = parts.unavoidable + parts.slack + parts.drift;
    for (int k = 0; k < N_IMPOSED; k++)
        sum += parts.imposed[k];
    cr_assert(eq(i64, sum, parts.today));
    made_clear(&made);
    return parts;
}

static void near(double found, double planted)
{
    cr_assert(epsilon_eq(dbl, found, planted, 0.05 * planted + 0.05));
}

Test(decompose, calls_drift_what_moving_would_mend)
{
    char accounts[2048] = "id,value,owner\n";
    struct decomposition parts;

    for (int k = 0; k < 20; k++)
        add(accounts, sizeof accounts, "A%02d,10,%s\n", k,
            k < 15 ? "ann" : "bo");
    parts = decomposed((struct texts){.accounts = accounts,
                                      .reps = "id\nann\nbo\n",
                                      .rules = RULES "\"territory\": "
                                                     "\"off\"}"});
    near(in_points(parts.today), HALF_OFF);
    near(in_points(parts.drift), HALF_OFF);
    near(in_points(parts.unavoidable), 0);
    near(in_points(parts.round_robin), 0);
    near(in_points(parts.by_value), 0);
    decomposition_clear(&parts);
}

/* Ten reps are due 200 each. Four swaps with each of five others leave 150 and 250, a
 * quarter off: 0.0001 up to the band, 0.1 to twice the band, 0.15 beyond, for all ten
 * 25.01 points. */
Test(decompose, calls_drift_what_twenty_swaps_have_spoilt)
{
    char accounts[8192] = "id,value,owner\n", reps[256] = "id\n";
    struct decomposition parts;
    int n = 0;

    for (int r = 0; r < 10; r++) {
        add(reps, sizeof reps, "r%d\n", r, "");
        for (int k = 0; k < 8; k++) {
            char row[64], owner[16];
            int other = r ^ 1;

            /* Dear ones of the even reps have gone to the next, cheap ones back. */
            snprintf(row, sizeof row, "A%%02d,%s,%%s\n",
                     k < 4 ? "31.25" : "18.75");
            snprintf(owner, sizeof owner, "r%d",
                     (k < 4) == (r % 2 == 0) ? other : r);
            add(accounts, sizeof accounts, row, n++, owner);
        }
    }
    parts = decomposed((struct texts){.accounts = accounts,
                                      .reps = reps,
                                      .rules = RULES "\"territory\": "
                                                     "\"off\"}"});
    near(in_points(parts.today), 25.01);
    near(in_points(parts.drift), 25.01);
    near(in_points(parts.unavoidable), 0);
    decomposition_clear(&parts);
}

/* Five accounts of ann's fifteen make bo's five ten; four make 110 of 90, in the band,
 * and nothing is left to mend; two leave 130 and 70, 40.01 of 100.01 points, which
 * are not four fifths off; three leave 120 and 80, 10.01. */
Test(decompose, finds_the_fewest_moves_that_mend_it)
{
    char accounts[2048] = "id,value,owner\n";
    struct decomposition parts;

    for (int k = 0; k < 20; k++)
        add(accounts, sizeof accounts, "A%02d,10,%s\n", k,
            k < 15 ? "ann" : "bo");
    parts = decomposed((struct texts){.accounts = accounts,
                                      .reps = "id\nann\nbo\n",
                                      .rules = RULES "\"territory\": "
                                                     "\"off\"}"});
    cr_assert(parts.mend.found);
    cr_assert(eq(i64, parts.mend.moves, 3));
    cr_assert(parts.mend.fewest);
    near(in_points(parts.mend.unfairness), 10.01);
    decomposition_clear(&parts);
}

/* One account of 150, and five of 10 for the other. */
Test(decompose, calls_unavoidable_what_a_giant_costs)
{
    char accounts[2048] = "id,value,owner\nG,150,ann\n";
    struct decomposition parts;

    for (int k = 0; k < 5; k++)
        add(accounts, sizeof accounts, "A%02d,10,%s\n", k, "bo");
    parts = decomposed((struct texts){.accounts = accounts,
                                      .reps = "id\nann\nbo\n",
                                      .rules = RULES "\"territory\": "
                                                     "\"off\"}"});
    near(in_points(parts.unavoidable), HALF_OFF);
    near(in_points(parts.drift), 0);
    decomposition_clear(&parts);
}

/* What is heavier than a load should be costs its excess whoever holds it: 0.0001 and
 * 0.1 and 0.9 of the half that ann is above, and nothing is known of bo. */
Test(decompose, charges_the_burden_of_a_giant)
{
    char accounts[2048] = "id,value,owner\nG,150,ann\n";
    struct made made;
    struct certificate proof = {0};
    int64_t bound;

    for (int k = 0; k < 5; k++)
        add(accounts, sizeof accounts, "A%02d,10,%s\n", k, "bo");
    made = make((struct texts){.accounts = accounts,
                               .reps = "id\nann\nbo\n",
                               .rules = "{\"metrics\": [{\"name\": "
                                        "\"value\"}], \"continuity\": "
                                        "{\"weight\": 0}}"});
    cr_assert(eq(int, (int)burden_prove(made.compiled->problem, &proof),
                 (int)EB_OK));
    cr_assert(eq(int,
                 (int)bound_of(made.compiled->problem, &proof, NULL, &bound),
                 (int)EB_OK));
    cr_assert(epsilon_eq(dbl, in_points(bound), HALF_OFF / 2, 0.01));
    certificate_clear(&proof);
    made_clear(&made);
}

static struct decomposition fenced(const char *rules, const char *columns,
                                   const char *cells)
{
    char accounts[2048];

    snprintf(accounts, sizeof accounts, "id,value,territory%s,owner\n",
             columns);
    for (int k = 0; k < 20; k++) {
        char cell[64];

        snprintf(cell, sizeof cell, "A%%02d,10,%s%s,%%s\n", k < 15 ? "N" : "S",
                 k < 15               ? cells
                 : columns[0] == '\0' ? ""
                                      : ",");
        add(accounts, sizeof accounts, cell, k, k < 15 ? "ann" : "bo");
    }
    return decomposed((struct texts){.accounts = accounts,
                                     .reps = "id,territories\nann,N\nbo,S\n",
                                     .rules = rules});
}

Test(decompose, calls_imposed_what_a_closed_territory_costs)
{
    struct decomposition parts =
        fenced(RULES "\"territory\": \"hard\"}", "", "");

    near(in_points(parts.imposed[BY_TERRITORY]), HALF_OFF);
    near(in_points(parts.unavoidable), 0);
    near(in_points(parts.drift), 0);
    cr_assert(parts.in_force[BY_TERRITORY]);
    cr_assert(not(parts.in_force[BY_LOCKS]));
    decomposition_clear(&parts);
}

Test(decompose, calls_imposed_what_locks_cost)
{
    struct decomposition parts =
        fenced(RULES "\"territory\": \"off\"}", ",locked", ",yes");

    near(in_points(parts.imposed[BY_LOCKS]), HALF_OFF);
    near(in_points(parts.imposed[BY_TERRITORY]), 0);
    cr_assert(parts.in_force[BY_LOCKS]);
    decomposition_clear(&parts);
}

/* Nobody can have more than 30 while 200 are there: limits are left out. */
Test(decompose, leaves_out_limits_that_nobody_can_keep)
{
    struct decomposition parts = fenced(
        RULES "\"territory\": \"off\", \"limits\": [{\"metric\": \"value\", "
              "\"max\": 30}]}",
        "", "");

    cr_assert(not(parts.limits_kept));
    near(in_points(parts.drift), HALF_OFF);
    decomposition_clear(&parts);
}
