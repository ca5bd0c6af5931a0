/* test_mps.c - exported models, read back by GLPK, have the kernel's optimum. */
#include "io/mps.h"

#include "base/mem.h"
#include "solver/mip_rows.h"
#include "tests/support/random_problem.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <glpk.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void save(const char *path, const struct text *text)
{
    FILE *file = fopen(path, "w");

    cr_assert(ne(ptr, file, NULL));
    cr_assert(eq(sz, fwrite(text->at, 1, text->n, file), text->n));
    cr_assert(eq(int, fclose(file), 0));
}

/* The optimum in points; INFINITY if there is none, NAN if unreadable. */
static double optimum(const struct problem *p, enum mps_format format)
{
    char path[] = "/tmp/evenbook-mps-XXXXXX";
    int handle = mkstemp(path), failed;
    struct text text = {0};
    struct mip *mip = NULL;
    glp_prob *lp = glp_create_prob();
    glp_iocp options;
    double result = NAN;

    cr_assert(eq(int, mip_new(p, NULL, &mip), EB_OK));
    cr_assert(eq(int, mps_write(mip, format, &text), EB_OK));
    close(handle);
    save(path, &text);
    text_clear(&text);
    mip_free(mip);
    glp_term_out(GLP_OFF);
    failed = format == MPS_FREE ? glp_read_mps(lp, GLP_MPS_FILE, NULL, path)
                                : glp_read_lp(lp, NULL, path);
    unlink(path);
    glp_init_iocp(&options);
    options.presolve = GLP_ON;
    if (failed == 0) {
        int code = glp_intopt(lp, &options);

        if (code == GLP_ENOPFS || glp_mip_status(lp) == GLP_NOFEAS)
            result = INFINITY;
        else if (code == 0 && glp_mip_status(lp) == GLP_OPT)
            result = glp_mip_obj_val(lp);
    }
    glp_delete_prob(lp);
    glp_free_env();
    return result;
}

/* Pieces of penalties up to 1e-8 points are left out, for each load. */
static bool same(double found, int64_t wanted, const struct problem *p)
{
    double points = (double)wanted / 1e9;

    if (wanted == INT64_MAX)
        return isinf(found);
    return fabs(found - points) <=
           1e-8 * (double)(p->terms.n + 1) + 1e-7 * fabs(points);
}

static void try_all(struct kind kind, enum mps_format format)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct problem *p = seed % 2 == 0 ? random_receivers(seed, kind)
                                          : random_problem(seed, kind);
        int64_t wanted = try_everything(p, NULL);
        double found = optimum(p, format);

        cr_expect(same(found, wanted, p) == true, "seed %d: %.12g, not %.12g",
                  (int)seed, found, (double)wanted / 1e9);
        problem_free(p);
    }
}

static const struct kind kinds[] = {
    {.items = 6, .agents = 3, .resources = 2},
    {.items = 5, .agents = 3, .resources = 2, .hard = true},
    {.items = 5, .agents = 3, .resources = 1, .conflicts = true, .own = true},
};

Test(mps, free_mps_has_the_optimum)
{
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        try_all(kinds[k], MPS_FREE);
}

Test(mps, lp_has_the_optimum)
{
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        try_all(kinds[k], MPS_LP);
}

Test(mps, numbers_are_short_enough_for_cbc)
{
    struct problem *p = random_problem(7, kinds[0]);
    struct text text = {0};
    struct mip *mip = NULL;

    cr_assert(eq(int, mip_new(p, NULL, &mip), EB_OK));
    cr_assert(eq(int, mps_write(mip, MPS_FREE, &text), EB_OK));
    cr_expect(eq(int, strncmp(text.at, "NAME evenbook FREE\n", 19), 0));
    for (char *word = strtok(text.at, " \n"); word != NULL;
         word = strtok(NULL, " \n"))
        cr_expect(lt(sz, strlen(word), 24), "%s", word);
    text_clear(&text);
    mip_free(mip);
    problem_free(p);
}
