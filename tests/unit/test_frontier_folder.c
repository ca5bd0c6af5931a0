/* test_frontier_folder.c - a frontier that is stopped at any moment is a valid folder
 * all the same. */
#include "include/evenbook.h"
#include "io/frontier_folder.h"
#include "io/handles.h"
#include "tests/support/scratch.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <unistd.h>

static void build(void)
{
    scratch_enter_in(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    scratch_run(
        "mkdir books && printf 'id,value,industry,owner\\n"
        "a1,100,food,ann\\na2,90,rail,ann\\na3,60,food,ann\\n"
        "a4,50,bank,ann\\na5,30,rail,ann\\na6,20,food,ann\\na7,55,bank,cy\\n"
        "b1,50,food,bo\\nb2,25,rail,bo\\nb3,15,food,cy\\n' "
        ">books/accounts.csv "
        "&& printf 'id,industries\\nann,food\\nbo,rail;bank\\ncy,food\\n' "
        ">books/reps.csv");
}

TestSuite(frontier_folder, .init = build, .fini = scratch_leave);

/* Presses Ctrl-C at the n-th report. */
struct presser {
    int left;
    volatile int stop;
};

static void press(void *context, const eb_progress *now)
{
    struct presser *presser = context;

    (void)now;
    if (--presser->left == 0)
        presser->stop = 1;
}

static struct frontier_options options_of(struct presser *presser,
                                          const char *against)
{
    return (struct frontier_options){.plan = {.effort = EB_NORMAL,
                                              .stop = &presser->stop,
                                              .seed = 1,
                                              .threads = 1,
                                              .progress = press,
                                              .context = presser},
                                     .against = against,
                                     .n_points = 6};
}

/* Writes out/, if there are any points; how many there are. */
static size_t write_points(const struct frontier_options *options, bool *cut,
                           eb_messages *said)
{
    eb_books *books = eb_books_new();
    struct opened opened = {0};
    struct frontier f = {0};
    struct folder *folder = NULL;
    const struct file_form form = {0};
    size_t n;

    scratch_run("rm -rf out");
    cr_assert(eq(int, (int)eb_books_read_folder(books, "books", said), 0));
    cr_assert(eq(
        int, (int)opened_make(&books->inputs, NULL, NULL, &opened, said), 0));
    cr_assert(eq(int, (int)frontier_folder_begin("out", &folder, said), 0));
    cr_assert(eq(
        int, (int)frontier_find(opened.books, opened.rules, options, &f, said),
        0));
    cr_assert(eq(int,
                 (int)frontier_plans(&f, &books->inputs, folder, "out", &form,
                                     said, said),
                 0));
    n = f.points.n;
    *cut = f.tradeoff.cut;
    if (n > 0) {
        cr_assert(
            eq(int, (int)frontier_folder_fill(folder, &f, &form, said), 0));
        cr_assert(eq(int, (int)folder_commit(folder, said), 0));
    }
    folder_free(folder);
    frontier_clear(&f);
    opened_clear(&opened);
    eb_books_free(books);
    return n;
}

static void check(size_t n, eb_messages *said)
{
    for (size_t k = 0; k < n; k++) {
        char name[40];

        snprintf(name, sizeof name, "out/point-%02zu", k + 1);
        if (eb_verify(name, NULL, said) != EB_OK) {
            show_messages(said);
            cr_assert(0, "%s of %zu", name, n);
        }
    }
    cr_assert(eq(int, access("out/frontier.json", F_OK), n > 0 ? 0 : -1));
}

static void stop_everywhere(const char *against)
{
    eb_messages *said = eb_messages_new();
    size_t most = 0, fewest = 100;
    bool cut = true;

    for (int k = 1; cut; k++) {
        struct presser presser = {.left = k};
        struct frontier_options options = options_of(&presser, against);
        size_t n = write_points(&options, &cut, said);

        check(n, said);
        cr_assert(eq(int, !cut || presser.stop != 0, 1));
        most = n > most ? n : most;
        fewest = n < fewest ? n : fewest;
    }
    cr_assert(gt(sz, most, 3));
    cr_assert(lt(sz, fewest, most));
    eb_messages_free(said);
}

Test(frontier_folder, is_valid_wherever_it_is_stopped)
{
    stop_everywhere(NULL);
    stop_everywhere("loss");
}
