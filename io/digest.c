/* digest.c - a digest that the order of rows does not change. */
#include "io/digest.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/vec.h"

struct line {
    const char *text;
    size_t length;
};

static int by_bytes(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    size_t shorter = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->text, b->text, shorter);

    if (order != 0)
        return order;
    return (a->length > b->length) - (a->length < b->length);
}

eb_status digest_of(eb_input which, const char *bytes, size_t length,
                    char out[65])
{
    struct VEC(struct line) lines = {0};
    eb_status status = EB_NO_MEMORY;
    char *sorted = NULL;
    size_t n = 0;

    if (which == EB_RULES) {
        sha256_hex(bytes, length, out);
        return EB_OK;
    }
    for (size_t at = 0; at < length;) {
        const char *end = memchr(bytes + at, '\n', length - at);
        struct line line = {bytes + at, length - at};

        if (end != NULL)
            line.length = (size_t)(end - line.text);
        if (!VEC_PUSH(&lines, line))
            goto done;
        at += line.length + 1;
    }
    sorted = NEW(char, length + 1);
    if (sorted == NULL)
        goto done;
    if (lines.n > 2)
        qsort(lines.at + 1, lines.n - 1, sizeof *lines.at, by_bytes);
    for (size_t k = 0; k < lines.n; k++) {
        memcpy(sorted + n, lines.at[k].text, lines.at[k].length);
        n += lines.at[k].length;
        sorted[n++] = '\n';
    }
    sha256_hex(sorted, n, out);
    status = EB_OK;
done:
    VEC_CLEAR(&lines);
    mem_free(sorted);
    return status;
}
