/* fuzz_json.c - any bytes as JSON: a document that comes back when written, or
 * faults; and nothing left behind. */
#include "io/json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

static void check_round_trip(const struct doc *doc)
{
    size_t n_first = 0, n_second = 0;
    char *first = json_write(doc, &n_first), *second;
    struct doc *back = NULL;

    demand(json_read("back", first, n_first, &back, NULL) == EB_OK);
    demand(doc_equal(doc->root, back->root));
    second = json_write(back, &n_second);
    demand(n_first == n_second && memcmp(first, second, n_first) == 0);
    mem_free(first);
    mem_free(second);
    doc_free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    eb_messages *said = eb_messages_new();
    struct doc *doc = NULL;
    eb_status status = json_read("f", (const char *)bytes, n, &doc, said);

    demand((status == EB_OK) == (fault_count(said) == 0));
    demand((status == EB_OK) == (doc != NULL));
    if (doc != NULL)
        check_round_trip(doc);
    doc_free(doc);
    eb_messages_free(said);
    demand(mem_live() == 0);
    return 0;
}
