/* prop_plan_folder.c - small books of every kind, through files: what is
 * written is what the independent reading finds true, and the rules as applied
 * give the same plan again.
 *
 *   SEED=n   the first seed (1)
 *   COUNT=n  how many seeds (150) */
#include "include/evenbook.h"
#include "io/files.h"
#include "base/mem.h"
#include "tests/support/scratch.h"
#include "tests/support/small_books.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void build(void)
{
    /* Hundreds of folders are brought to the disk: best to one of memory. */
    scratch_enter_in(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    scratch_run("mkdir books");
}

TestSuite(plan_folder, .init = build, .fini = scratch_leave);

static long number_of(const char *name, long standard)
{
    const char *text = getenv(name);

    return text == NULL ? standard : atol(text);
}

static void put(const char *path, const char *text)
{
    FILE *file;

    unlink(path);
    if (*text == '\0')
        return;
    file = fopen(path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        abort();
}

static void put_books(const struct small_books *b)
{
    put("books/accounts.csv", b->accounts);
    put("books/reps.csv", b->reps);
    put("books/pairs.csv", b->pairs);
    put("books/territories.csv", b->territories);
    put("books/decisions.csv", b->decisions);
    put("books/rules.json", b->rules);
}

static eb_status make(const char *rules, const char *folder, eb_messages *said)
{
    eb_books *books = eb_books_new();
    eb_options options = eb_default_options();
    eb_plan *plan = NULL;
    eb_status status = EB_OK;

    options.gap = 0;
    if (rules != NULL)
        status = eb_books_read_file(books, EB_RULES, rules, said);
    if (status == EB_OK)
        status = eb_books_read_folder(books, "books", said);
    if (status == EB_OK)
        status = eb_plan_make(books, &options, &plan, said);
    if (status == EB_OK)
        status = eb_plan_write(plan, folder, said);
    eb_plan_free(plan);
    eb_books_free(books);
    return status;
}

static bool same_files(const char *a, const char *b)
{
    char *x = NULL, *y = NULL;
    size_t n = 0, m = 0;
    bool same = file_read(a, &x, &n, NULL) == EB_OK &&
                file_read(b, &y, &m, NULL) == EB_OK && n == m &&
                memcmp(x, y, n) == 0;

    mem_free(x);
    mem_free(y);
    return same;
}

/* NULL, or the law that is broken. `made`: whether there was a plan. */
static const char *try_books(const struct small_books *b, bool *made,
                             eb_messages *said)
{
    eb_status status;

    put_books(b);
    status = make(NULL, "plan", said);
    *made = status == EB_OK;
    if (status == EB_BAD_DATA || status == EB_BAD_USAGE)
        return NULL;
    if (status != EB_OK)
        return "a plan was neither made nor refused";
    if (eb_verify("plan", NULL, said) != EB_OK)
        return "the plan folder was not accepted";
    if (make("plan/rules.json", "again", said) != EB_OK)
        return "the rules as applied are refused";
    if (eb_verify("again", NULL, said) != EB_OK)
        return "the plan by the rules as applied was not accepted";
    if (!same_files("plan/assignments.csv", "again/assignments.csv"))
        return "the rules as applied gave another plan";
    if (!same_files("plan/rules.json", "again/rules.json"))
        return "the rules as applied change when applied";
    return NULL;
}

Test(plan_folder, is_accepted_and_its_rules_repeat_it)
{
    long first = number_of("SEED", 1), count = number_of("COUNT", 150);
    static struct small_books b;
    long n_made = 0, n_wrong = 0;

    for (long seed = first; seed < first + count; seed++) {
        eb_messages *said = eb_messages_new();
        bool made = false;
        const char *wrong;

        small_books_make(&b, (uint64_t)seed);
        wrong = try_books(&b, &made, said);
        n_made += made;
        if (wrong != NULL && n_wrong++ < 3) {
            fprintf(stderr, "SEED=%ld COUNT=1: %s\n", seed, wrong);
            show_messages(said);
            if (n_wrong == 1)
                small_books_show(&b);
        }
        eb_messages_free(said);
    }
    cr_expect(eq(i64, n_wrong, 0));
    cr_expect(gt(i64, n_made, count / 4));
}
