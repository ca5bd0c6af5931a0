/* test_files.c - files and folders, whole or not at all. */
#include "io/files.h"

#include "base/mem.h"
#include "io/folder.h"
#include "tests/support/scratch.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const ours[] = {"plan.json", "moves.csv", NULL};

TestSuite(files, .init = scratch_enter, .fini = scratch_leave);

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        abort();
}

static char *content(const char *path)
{
    static char text[200];
    char *bytes = NULL;
    size_t length = 0;

    strcpy(text, "(no file)");
    if (file_read(path, &bytes, &length, NULL) == EB_OK)
        snprintf(text, sizeof text, "%s", bytes);
    mem_free(bytes);
    return text;
}

static int count_entries(const char *path)
{
    DIR *entries = opendir(path);
    int n = -2; /* . and .. */

    while (entries != NULL && readdir(entries) != NULL)
        n++;
    closedir(entries);
    return n;
}

static eb_status write_plan(const char *path, const char *text,
                            eb_messages *said)
{
    struct folder *folder = NULL;
    eb_status status = EB_OK;

    TRY(folder_begin(path, ours, &folder, said));
    TRY(folder_file(folder, "plan.json", text, strlen(text), said));
    TRY(folder_file(folder, "deep/plan.json", "x", 1, said));
    TRY(folder_commit(folder, said));
done:
    folder_free(folder);
    return status;
}

Test(files, are_read_whole)
{
    size_t n = 300000, length = 0;
    char *big = mem_new(n + 1, 1), *bytes = NULL;

    memset(big, 'x', n);
    put("big", big);
    put("empty", "");
    cr_assert(eq(int, file_read("big", &bytes, &length, NULL), EB_OK));
    cr_expect(eq(sz, length, n));
    cr_expect(eq(int, memcmp(bytes, big, n + 1), 0));
    mem_free(bytes);
    mem_free(big);
    cr_assert(eq(int, file_read("empty", &bytes, &length, NULL), EB_OK));
    cr_expect(eq(sz, length, 0));
    cr_expect(eq(str, bytes, ""));
    mem_free(bytes);
    cr_expect(eq(sz, mem_live(), 0));
}

Test(files, that_cannot_be_read_are_named)
{
    eb_messages *said = eb_messages_new();
    char *bytes = NULL;
    size_t length;

    cr_expect(eq(int, file_read("none", &bytes, &length, said), EB_IO));
    cr_expect(eq(int, file_read("/", &bytes, &length, said), EB_IO));
    cr_expect(eq(str, (char *)eb_messages_text(said, 0),
                 "none: No such file or directory"));
    cr_expect(eq(str, (char *)eb_messages_text(said, 1), "/: Is a directory"));
    eb_messages_free(said);
}

Test(files, are_replaced_whole_through_links)
{
    put("a", "old");
    cr_assert(eq(int, symlink("a", "link"), 0));
    cr_expect(eq(int, file_write_whole("link", "new", 3, NULL), EB_OK));
    cr_expect(eq(str, content("a"), "new"));
    cr_expect(eq(int, file_write_whole("b", "", 0, NULL), EB_OK));
    cr_expect(eq(str, content("b"), ""));
    cr_expect(eq(int, count_entries("."), 3));
    cr_expect(eq(int, file_write_whole("no/b", "x", 1, NULL), EB_IO));
    cr_expect(eq(int, file_write_whole(".", "x", 1, NULL), EB_IO));
}

Test(files, say_when_a_disk_is_full)
{
    eb_messages *said = eb_messages_new();

    cr_expect(eq(int, file_write_whole("/dev/full", "x", 1, said), EB_IO));
    cr_expect(eq(str, (char *)eb_messages_text(said, 0),
                 "/dev/full: No space left on device"));
    cr_expect(eq(int, file_write_whole("/dev/null", "x", 1, said), EB_OK));
    eb_messages_free(said);
}

/* The largest size of a file stands in for the end of the disk. */
Test(files, a_folder_cut_short_never_appears)
{
    const struct rlimit small = {1000, 1000};
    eb_messages *said = eb_messages_new();
    char big[2000];

    memset(big, 'x', sizeof big - 1);
    big[sizeof big - 1] = '\0';
    cr_assert(eq(int, write_plan("p", "one", NULL), EB_OK));
    signal(SIGXFSZ, SIG_IGN);
    cr_assert(eq(int, setrlimit(RLIMIT_FSIZE, &small), 0));
    cr_expect(eq(int, write_plan("p", big, said), EB_IO));
    cr_expect(eq(int, file_write_whole("f", big, sizeof big, said), EB_IO));
    cr_expect(eq(sz, says_count(said, "File too large"), 2));
    cr_expect(eq(str, content("p/plan.json"), "one"));
    cr_expect(eq(int, count_entries("."), 1));
    eb_messages_free(said);
}

Test(files, a_folder_appears_whole_and_replaces_an_earlier_one)
{
    cr_expect(eq(int, write_plan("p/", "one", NULL), EB_OK));
    cr_expect(eq(str, content("p/plan.json"), "one"));
    cr_expect(eq(str, content("p/deep/plan.json"), "x"));
    put("p/moves.csv", "of the first alone");
    cr_expect(eq(int, write_plan("p", "two", NULL), EB_OK));
    cr_expect(eq(str, content("p/plan.json"), "two"));
    cr_expect(eq(int, file_is_there("p/moves.csv"), 0));
    cr_assert(eq(int, mkdir("q", 0777), 0));
    cr_expect(eq(int, write_plan("q", "three", NULL), EB_OK));
    cr_expect(eq(str, content("q/plan.json"), "three"));
    cr_expect(eq(int, count_entries("."), 2));
    cr_expect(eq(sz, mem_live(), 0));
}

Test(files, a_folder_of_others_is_refused_and_kept)
{
    static const char *const paths[] = {"file", "other", "mixed",
                                        ".",    "/",     "none/p"};
    eb_messages *said = eb_messages_new();

    put("file", "x");
    mkdir("other", 0777);
    put("other/notes.txt", "x");
    mkdir("mixed", 0777);
    put("mixed/plan.json", "x");
    put("mixed/notes.txt", "mine");
    for (size_t k = 0; k < sizeof paths / sizeof *paths; k++)
        cr_expect(ne(int, write_plan(paths[k], "new", said), EB_OK), "%s",
                  paths[k]);
    cr_expect(eq(str, content("mixed/plan.json"), "x"));
    cr_expect(eq(str, content("mixed/notes.txt"), "mine"));
    cr_expect(eq(int, count_entries("."), 3));
    cr_expect(eq(sz, says_count(said, "\"notes.txt\" in it is not ours"), 1));
    cr_expect(
        eq(sz, says_count(said, "holds other files and no plan.json"), 1));
    eb_messages_free(said);
}

/* "books/reps.csv" in `ours`: a folder of that name goes with the rest, unless it holds
 * anything else. */
Test(files, a_folder_inside_is_ours_only_if_all_in_it_is)
{
    static const char *const with_books[] = {"plan.json", "books/reps.csv",
                                             NULL};
    struct folder *folder = NULL;
    eb_messages *said = eb_messages_new();

    scratch_run("mkdir -p plan/books && echo x > plan/plan.json && echo x > "
                "plan/books/reps.csv");
    cr_expect(eq(int, folder_begin("plan", with_books, &folder, said), EB_OK));
    folder_free(folder);
    scratch_run("echo x > plan/books/mine.csv");
    cr_expect(eq(int, folder_begin("plan", with_books, &folder, said),
                 EB_BAD_USAGE));
    scratch_run("rm -r plan/books && mkdir plan/notes");
    cr_expect(
        eq(int, folder_begin("plan", with_books, &folder, said), EB_BAD_USAGE),
        "an empty folder that is not ours");
    cr_expect(eq(str, content("plan/plan.json"), "x\n"));
    eb_messages_free(said);
}

Test(files, an_abandoned_folder_leaves_nothing)
{
    struct folder *folder = NULL;

    cr_assert(eq(int, folder_begin("p", ours, &folder, NULL), EB_OK));
    cr_expect(eq(int, folder_file(folder, "a/b", "x", 1, NULL), EB_OK));
    cr_expect(eq(int, folder_file(folder, "a/b", "x", 1, NULL), EB_IO));
    folder_free(folder);
    folder_free(NULL);
    cr_expect(eq(int, count_entries("."), 0));
    cr_expect(eq(sz, mem_live(), 0));
}

/* A child that is killed in the midst of writing. */
static void die_while_writing(void)
{
    pid_t child = fork();

    if (child == 0) {
        struct folder *folder = NULL;

        if (folder_begin("p", ours, &folder, NULL) == EB_OK)
            folder_file(folder, "plan.json", "half", 4, NULL);
        kill(getpid(), SIGKILL);
    }
    waitpid(child, NULL, 0);
}

Test(files, a_killed_writer_leaves_no_half_and_its_rest_goes_next_time)
{
    cr_assert(eq(int, write_plan("p", "one", NULL), EB_OK));
    die_while_writing();
    cr_expect(eq(str, content("p/plan.json"), "one"));
    cr_expect(eq(int, count_entries("."), 2));
    mkdir(".p.1.part", 0777);
    mkdir(".pp.999999999.part", 0777);
    cr_expect(eq(int, write_plan("p", "two", NULL), EB_OK));
    cr_expect(eq(str, content("p/plan.json"), "two"));
    cr_expect(eq(int, file_is_there(".p.1.part"), 1));
    cr_expect(eq(int, count_entries("."), 3));
}

static eb_status write_again(void *context)
{
    eb_messages *said = eb_messages_new();
    eb_status status = EB_NO_MEMORY;

    (void)context;
    if (said != NULL)
        status = write_plan("p", "plan", said);
    if (status == EB_OK)
        status = file_write_whole("f", "x", 1, said);
    eb_messages_free(said);
    return status;
}

Test(files, survive_any_refused_allocation)
{
    cr_expect(gt(long, sweep_memory(write_again, NULL), 8));
    cr_expect(eq(str, content("p/plan.json"), "plan"));
    cr_expect(eq(int, count_entries("."), 2));
}
