/* test_hash.c - SHA-256 against the examples of NIST. */
#include "base/hash.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

Test(hash, matches_the_examples)
{
    static const struct {
        const char *text, *digest;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85"
             "5"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f2001"
                "5ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    char digest[65];

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        sha256_hex(cases[k].text, strlen(cases[k].text), digest);
        cr_expect(eq(str, digest, (char *)cases[k].digest));
    }
}

Test(hash, of_a_million_letters_is_right)
{
    static char letters[1000000];
    char digest[65];

    memset(letters, 'a', sizeof letters);
    sha256_hex(letters, sizeof letters, digest);
    cr_expect(eq(str, digest,
                 "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200"
                 "e046d39ccc7112cd0"));
}
