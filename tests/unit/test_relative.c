/* test_relative.c - the way from a folder to a file. */
#include "io/relative.h"

#include "base/mem.h"
#include "tests/support/scratch.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static void build(void)
{
    scratch_enter();
    scratch_run("mkdir -p books/deep plans plan-b && : > books/a.csv && "
                ": > plans/in.csv && : > top.csv && ln -s books link");
}

TestSuite(relative, .init = build, .fini = scratch_leave);

Test(relative, leads_from_the_folder_to_the_file)
{
    static const struct {
        const char *folder, *file, *way;
    } cases[] = {
        {"plan", "books/a.csv", "../books/a.csv"},
        {"plan/", "top.csv", "../top.csv"},
        {"plans", "plans/in.csv", "in.csv"},
        {"plans/one", "plans/in.csv", "../in.csv"},
        {"plans/one", "./books/../books/a.csv", "../../books/a.csv"},
        {"books/deep", "books/a.csv", "../a.csv"},
        {"plan", "plan-b/../top.csv", "../top.csv"}, /* a common beginning */
        {"plan", "link/a.csv", "../books/a.csv"},
        {"link/new", "books/a.csv", "../a.csv"},
        {"nowhere/plan", "top.csv", "top.csv"}, /* no way there */
        {NULL, "books/a.csv", "books/a.csv"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char *way = relative_path(cases[k].folder, cases[k].file);

        cr_expect(eq(str, way, (char *)cases[k].way), "case %zu", k);
        mem_free(way);
    }
}

Test(relative, leads_to_other_roots)
{
    char wanted[200] = "../../../dev/null", *way;

    way = relative_path("plan", "/dev/null");
    cr_expect(eq(str, way, wanted));
    mem_free(way);
}
