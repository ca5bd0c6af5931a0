/* test_glpk_fence.c - GLPK's aborts come back as a status, again and again. */
#include "solver/glpk_fence.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <glpk.h>
#include <pthread.h>
#include <string.h>

#include "base/mem.h"

static eb_status misuse(void *context)
{
    glp_prob *lp = glp_create_prob();

    (void)context;
    glp_add_rows(lp, -1);
    return EB_OK;
}

static eb_status eat_memory(void *context)
{
    glp_prob *lp = glp_create_prob();

    (void)context;
    glp_add_cols(lp, 1000000);
    return EB_OK;
}

/* min x, 1 <= x <= 3 */
static eb_status solve_small(void *context)
{
    glp_prob *lp = glp_create_prob();
    glp_smcp how;
    double *x = context;

    glp_add_cols(lp, 1);
    glp_set_col_bnds(lp, 1, GLP_DB, 1.0, 3.0);
    glp_set_obj_coef(lp, 1, 1.0);
    glp_init_smcp(&how);
    glp_simplex(lp, &how);
    *x = glp_get_col_prim(lp, 1);
    glp_delete_prob(lp);
    return EB_OK;
}

static eb_status refuse(void *context)
{
    (void)context;
    return EB_STOPPED;
}

static eb_status enter_again(void *context)
{
    return glpk_fenced(refuse, NULL, 0, context);
}

static const char *last_words(const eb_messages *said)
{
    return eb_messages_text(said, eb_messages_count(said) - 1);
}

Test(glpk_fence, turns_misuse_into_a_status_with_glpks_words)
{
    for (int round = 0; round < 3; round++) {
        eb_messages *said = eb_messages_new();

        cr_assert(eq(int, glpk_fenced(misuse, NULL, 0, said), EB_ENGINE));
        cr_assert(eq(sz, eb_messages_count(said), 1));
        cr_assert(not(eq(ptr, (void *)strstr(last_words(said), "glp_add_rows"),
                         NULL)),
                  "%s", last_words(said));
        eb_messages_free(said);
    }
    cr_assert(eq(sz, mem_live(), 0));
}

Test(glpk_fence, survives_memory_running_out_three_times_and_works_after)
{
    eb_messages *said = eb_messages_new();

    for (int round = 0; round < 3; round++) {
        double x = 0.0;

        cr_assert(eq(int, glpk_fenced(eat_memory, NULL, 1, said), EB_ENGINE));
        cr_assert(
            not(eq(ptr, (void *)strstr(last_words(said), "memory"), NULL)),
            "%s", last_words(said));
        cr_assert(eq(int, glpk_fenced(solve_small, &x, 0, said), EB_OK));
        cr_assert(eq(dbl, x, 1.0));
    }
    cr_assert(eq(sz, eb_messages_count(said), 3));
    eb_messages_free(said);
}

Test(glpk_fence, says_one_line_even_without_a_listener)
{
    eb_messages *said = eb_messages_new();

    cr_assert(eq(int, glpk_fenced(misuse, NULL, 0, NULL), EB_ENGINE));
    cr_assert(eq(int, glpk_fenced(misuse, NULL, 0, said), EB_ENGINE));
    cr_assert(eq(ptr, (void *)strchr(last_words(said), '\n'), NULL));
    eb_messages_free(said);
}

Test(glpk_fence, passes_on_what_the_body_returns)
{
    eb_messages *said = eb_messages_new();

    cr_assert(eq(int, glpk_fenced(refuse, NULL, 0, said), EB_STOPPED));
    cr_assert(eq(sz, eb_messages_count(said), 0));
    eb_messages_free(said);
}

Test(glpk_fence, refuses_a_thread_that_already_uses_glpk)
{
    eb_messages *said = eb_messages_new();
    glp_prob *mine;

    cr_assert(eq(int, glpk_fenced(enter_again, said, 0, said), EB_ENGINE));
    mine = glp_create_prob();
    cr_assert(eq(int, glpk_fenced(refuse, NULL, 0, said), EB_ENGINE));
    glp_add_rows(mine, 2);
    cr_assert(eq(int, glp_get_num_rows(mine), 2));
    glp_delete_prob(mine);
    glp_free_env();
    cr_assert(eq(int, glpk_fenced(refuse, NULL, 0, said), EB_STOPPED));
    eb_messages_free(said);
}

static void *alternate(void *context)
{
    int *failures = context;

    for (int round = 0; round < 5; round++) {
        double x = 0.0;

        *failures += glpk_fenced(misuse, NULL, 0, NULL) != EB_ENGINE;
        *failures += glpk_fenced(solve_small, &x, 0, NULL) != EB_OK;
        *failures += x < 1.0 || x > 1.0;
    }
    return NULL;
}

Test(glpk_fence, stands_in_several_threads_at_once)
{
    pthread_t threads[4];
    int failures[4] = {0};

    for (int t = 0; t < 4; t++)
        pthread_create(&threads[t], NULL, alternate, &failures[t]);
    for (int t = 0; t < 4; t++) {
        pthread_join(threads[t], NULL);
        cr_assert(eq(int, failures[t], 0));
    }
}
