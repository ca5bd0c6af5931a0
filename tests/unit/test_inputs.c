/* test_inputs.c - locating and reading the input files. */
#include "io/inputs.h"

#include "base/hash.h"
#include "tests/support/scratch.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static void build(void)
{
    scratch_enter();
    scratch_run("mkdir books && echo id > books/accounts.csv && "
                "echo A >> books/accounts.csv && echo id > books/reps.csv && "
                "echo '{}' > books/rules.json && echo code > books/other.csv "
                "&& printf 'id\\nB\\n' > mine.csv");
}

TestSuite(inputs, .init = build, .fini = scratch_leave);

Test(inputs, takes_the_files_of_the_usual_names_that_are_there)
{
    struct inputs inputs = {0};

    cr_assert(eq(int, inputs_read_folder(&inputs, "books/", NULL), EB_OK));
    cr_expect(eq(sz, table_rows(inputs_table(&inputs, EB_ACCOUNTS)), 1));
    cr_expect(eq(sz, table_rows(inputs_table(&inputs, EB_REPS)), 0));
    cr_expect(ne(ptr, (void *)inputs_rules(&inputs), NULL));
    cr_expect(eq(ptr, inputs.of[EB_PAIRS], NULL));
    cr_expect(eq(str, inputs.of[EB_ACCOUNTS]->path, "books/accounts.csv"));
    cr_expect(eq(str, inputs.of[EB_ACCOUNTS]->table->file, "accounts.csv"));
    inputs_clear(&inputs);
}

Test(inputs, what_was_given_comes_before_the_folder)
{
    struct inputs inputs = {0};

    cr_assert(eq(int, inputs_read_file(&inputs, EB_ACCOUNTS, "mine.csv", NULL),
                 EB_OK));
    cr_assert(eq(int, inputs_read_folder(&inputs, "books", NULL), EB_OK));
    cr_expect(eq(str, inputs.of[EB_ACCOUNTS]->path, "mine.csv"));
    inputs_clear(&inputs);
}

Test(inputs, knows_a_file_by_its_digest)
{
    struct inputs inputs = {0};
    char digest[65];

    sha256_hex("id\nB\n", 5, digest);
    cr_assert(eq(int, inputs_read_file(&inputs, EB_ACCOUNTS, "mine.csv", NULL),
                 EB_OK));
    cr_expect(eq(str, inputs.of[EB_ACCOUNTS]->sha256, digest));
    cr_expect(eq(sz, inputs.of[EB_ACCOUNTS]->bytes, 5));
    inputs_clear(&inputs);
}

Test(inputs, looks_at_every_file_whatever_the_first_one_is_like)
{
    struct inputs inputs = {0};
    eb_messages *said = eb_messages_new();

    scratch_run(": > books/accounts.csv; echo '{' > books/rules.json");
    cr_expect(
        eq(int, inputs_read_folder(&inputs, "books", said), EB_BAD_DATA));
    cr_expect(eq(sz, says_count(said, "accounts.csv:1"), 1));
    cr_expect(eq(sz, says_count(said, "rules.json:2"), 1));
    cr_expect(ne(ptr, inputs.of[EB_REPS], NULL));
    eb_messages_free(said);
    inputs_clear(&inputs);
}

Test(inputs, a_pipe_has_no_path)
{
    struct inputs inputs = {0};

    scratch_run("mkfifo pipe && (cat mine.csv > pipe &)");
    cr_assert(
        eq(int, inputs_read_file(&inputs, EB_REPS, "pipe", NULL), EB_OK));
    cr_expect(eq(ptr, inputs.of[EB_REPS]->path, NULL));
    inputs_clear(&inputs);
}

Test(inputs, a_folder_that_is_none_is_refused)
{
    struct inputs inputs = {0};

    cr_expect(eq(int, inputs_read_folder(&inputs, "nowhere", NULL), EB_IO));
    cr_expect(eq(int, inputs_read_folder(&inputs, "mine.csv", NULL), EB_IO));
}
