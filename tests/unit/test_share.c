/* test_share.c - leavers, presence, ramp and capacity. */
#include "tests/support/making.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

/* as_of is 2027-01-01: day 99 is April 10, day 265 September 23. */
#define AS_OF "{\"as_of\": \"2027-01-01\"}"

static const char one_account[] = "id\nA1\n";

/* A column for each thing that bears on the share; r9 keeps the books valid. */
static const struct {
    const char *columns, *cells;
    bool leaver;
    long double capacity;
} shares[] = {
    {"fte", "", false, 1},
    {"fte", "0.5", false, 0.5L},
    {"fte,ramp", "0.8,0.5", false, 0.4L},
    {"capacity,fte", "40,0.5", false, 40},
    {"active", "no", true, 0},
    {"end_date", "2027-01-01", true, 0},
    {"end_date", "2027-01-02", false, 2 / 365.0L},
    {"end_date", "2027-04-10", false, 100 / 365.0L},
    {"start_date", "2027-09-23", false, 100 / 365.0L},
    {"start_date", "2028-01-01", false, 0},
    {"out_from,out_to", "2027-01-02,2027-01-11", false, 355 / 365.0L},
    {"out_from,out_to", "2027-01-11,", false, 10 / 365.0L},
    {"out_from,out_to", ",2027-01-10", false, 355 / 365.0L},
    /* 0 + 1 + ... + 9, then 355 days at 10, of 10 each. */
    {"ramp", "2027-01-11", false, 3595 / 3650.0L},
    {"ramp", "2027-01-01", false, 1},
    {"start_date,ramp", "2026-12-22,2027-01-11", false, (7300 - 55) / 7300.0L},
    {"start_date,ramp", "2028-02-01,2028-03-01", false, 0},
};

Test(share, is_base_times_ramp_times_presence)
{
    for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) {
        char reps[256];
        struct made made;

        snprintf(reps, sizeof reps, "id,%s\nr1,%s\nr9,%s\n", shares[k].columns,
                 shares[k].cells, k == 3 ? "1,1" : "");
        made = make((struct texts){
            .accounts = one_account, .reps = reps, .rules = AS_OF});
        cr_assert(eq(int, made.status, EB_OK), "%s", shares[k].cells);
        cr_assert(eq(int, made.compiled->share[0].leaver, shares[k].leaver),
                  "%s", shares[k].cells);
        cr_assert(epsilon_eq(ldbl, made.compiled->share[0].capacity,
                             shares[k].capacity, 1e-15L),
                  "%s", shares[k].cells);
        made_clear(&made);
    }
}

Test(share, counts_the_whole_period_where_no_date_is_known)
{
    struct made made =
        make((struct texts){.accounts = one_account, .reps = "id\nr1\n"});

    cr_assert(eq(int, made.status, EB_OK));
    cr_assert(eq(ldbl, made.compiled->share[0].capacity, 1));
    made_clear(&made);
}

Test(share, needs_a_capacity_of_everyone_who_is_there)
{
    struct made made = make((struct texts){
        .accounts = one_account,
        .reps = "id,capacity,active\nr1,,yes\nr2,,no\nr3,5,yes\n"});

    cr_assert(eq(int, made.status, EB_BAD_DATA));
    cr_assert(eq(sz, eb_messages_count(made.said), 1));
    cr_assert(eq(sz,
                 says_count(made.said,
                            "reps.csv:2:2: capacity: blank, but rep \"r1\" is "
                            "there; 0 if they are to take nothing"),
                 1));
    made_clear(&made);
}

Test(share, refuses_books_that_nobody_can_take)
{
    struct made made = make((struct texts){.accounts = one_account,
                                           .reps = "id,fte\nr1,0\nr2,0\n"});

    cr_assert(eq(int, made.status, EB_BAD_DATA));
    cr_assert(eq(sz, says_count(made.said, "can take anything"), 1));
    made_clear(&made);
}
