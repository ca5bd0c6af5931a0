/* test_digest.c - what changes a digest, and what does not. */
#include "io/digest.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "base/hash.h"

static const struct {
    eb_input which;
    const char *one, *other;
    bool same;
} pairs[] = {
    {EB_ACCOUNTS, "id,v\nb,2\na,1\n", "id,v\na,1\nb,2\n", true},
    {EB_ACCOUNTS, "id,v\nb,2\na,1", "id,v\na,1\nb,2\n", true},
    {EB_ACCOUNTS, "id,v\na,1\na,1\n", "id,v\na,1\n", false},
    {EB_ACCOUNTS, "id,v\na,1\nb,2\n", "id,v\na,2\nb,1\n", false},
    {EB_ACCOUNTS, "a,1\nid,v\n", "id,v\na,1\n", false},
    {EB_REPS, "id\n", "id\n", true},
    {EB_REPS, "", "", true},
    {EB_RULES, "{\n1\n2\n}", "{\n2\n1\n}", false},
};

Test(digest, does_not_depend_on_the_order_of_rows)
{
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        char one[65], other[65];

        digest_of(pairs[k].which, pairs[k].one, strlen(pairs[k].one), one);
        digest_of(pairs[k].which, pairs[k].other, strlen(pairs[k].other),
                  other);
        cr_assert(eq(int, strcmp(one, other) == 0, pairs[k].same), "pair %d",
                  (int)k);
    }
}

Test(digest, of_sorted_rows_is_that_of_the_file)
{
    const char *text = "id,v\na,1\nb,2\n";
    char digest[65], plain[65];

    digest_of(EB_ACCOUNTS, text, strlen(text), digest);
    sha256_hex(text, strlen(text), plain);
    cr_assert(eq(str, digest, plain));
}
