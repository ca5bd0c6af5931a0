/* order.c - things in order of their text or of a key. */
#include "model/order.h"

#include <stdlib.h>
#include <string.h>

struct keyed {
    const char *text;
    int index;
};

static int compare(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = x->text == y->text ? 0 : strcmp(x->text, y->text);

    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static bool is_sorted(const struct keyed *keyed, size_t n)
{
    for (size_t k = 1; k < n; k++)
        if (compare(&keyed[k - 1], &keyed[k]) > 0)
            return false;
    return true;
}

eb_status order_by_text(const struct names *words, const int *word, size_t n,
                        int *order)
{
    struct keyed *keyed = NEW(struct keyed, n);

    if (keyed == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++)
        keyed[k] = (struct keyed){words->text.at[word[k]], (int)k};
    if (!is_sorted(keyed, n))
        qsort(keyed, n, sizeof *keyed, compare);
    for (size_t k = 0; k < n; k++)
        order[k] = keyed[k].index;
    mem_free(keyed);
    return EB_OK;
}

static int key_of(const char *record, size_t offset)
{
    int key;

    memcpy(&key, record + offset, sizeof key);
    return key;
}

eb_status sort_by_key(void *records, size_t n, size_t size, size_t offset,
                      size_t n_keys)
{
    size_t *next = NEW(size_t, n_keys + 1);
    char *before = mem_copy(records, n, size), *after = records;

    if (next == NULL || before == NULL) {
        mem_free(next);
        mem_free(before);
        return EB_NO_MEMORY;
    }
    for (size_t k = 0; k < n; k++)
        next[key_of(before + k * size, offset) + 1]++;
    for (size_t k = 0; k < n_keys; k++)
        next[k + 1] += next[k];
    for (size_t k = 0; k < n; k++) {
        size_t place = next[key_of(before + k * size, offset)]++;

        memcpy(after + place * size, before + k * size, size);
    }
    mem_free(next);
    mem_free(before);
    return EB_OK;
}
