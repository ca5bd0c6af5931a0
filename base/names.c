/* names.c - strings as small integers, by open addressing. */
#include "base/names.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

enum {
    FIRST_SLOTS = 64,  /* a power of two */
    LONGEST_NEAR = 63, /* longer texts have no near ones */
    FAR = LONGEST_NEAR + 1
};

/* FNV-1a, with its high bits folded in. */
static uint32_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return (uint32_t)(hash ^ (hash >> 32));
}

/* The slot that holds the text, or the empty one where it belongs. */
static struct name_slot *find_slot(const struct names *names, const char *text,
                                   uint32_t hash)
{
    size_t mask = names->slots.n - 1, k = hash & mask;

    while (names->slots.at[k].number >= 0 &&
           (names->slots.at[k].hash != hash ||
            strcmp(names->text.at[names->slots.at[k].number], text) != 0))
        k = (k + 1) & mask;
    return &names->slots.at[k];
}

/* Keeps the slots at most half full. */
static bool make_slots(struct names *names)
{
    size_t n = names->slots.n > 0 ? names->slots.n : FIRST_SLOTS;

    while (n < 2 * (names->text.n + 1))
        n *= 2;
    if (n == names->slots.n)
        return true;
    if (!VEC_RESERVE(&names->slots, n))
        return false;
    names->slots.n = n;
    for (size_t k = 0; k < n; k++)
        names->slots.at[k].number = -1;
    for (size_t k = 0; k < names->text.n; k++) {
        uint32_t hash = hash_of(names->text.at[k]);

        *find_slot(names, names->text.at[k], hash) =
            (struct name_slot){(int)k, hash};
    }
    return true;
}

void names_clear(struct names *names)
{
    VEC_CLEAR(&names->text);
    VEC_CLEAR(&names->slots);
    arena_clear(&names->memory);
}

static int find(const struct names *names, const char *text, uint32_t hash)
{
    return names->slots.n == 0 ? -1 : find_slot(names, text, hash)->number;
}

int names_find(const struct names *names, const char *text)
{
    return find(names, text, hash_of(text));
}

int names_add(struct names *names, const char *text)
{
    uint32_t hash = hash_of(text);
    int known = find(names, text, hash);
    char *copy;

    if (known >= 0)
        return known;
    if (names->text.n >= INT_MAX || !make_slots(names))
        return -1;
    if (!VEC_RESERVE(&names->text, names->text.n + 1))
        return -1;
    copy = arena_string(&names->memory, text, strlen(text));
    if (copy == NULL)
        return -1;
    known = (int)names->text.n;
    *find_slot(names, copy, hash) = (struct name_slot){known, hash};
    names->text.at[names->text.n++] = copy;
    return known;
}

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Edits from a to b: letters put in, left out, changed, or two neighbours
 * swapped; case is no difference. Row i of the usual table needs the two rows
 * before it. */
static int edits(const char *a, const char *b)
{
    int rows[3][LONGEST_NEAR + 1];
    size_t n_a = strlen(a), n_b = strlen(b);

    if (n_a > LONGEST_NEAR || n_b > LONGEST_NEAR)
        return FAR;
    for (size_t j = 0; j <= n_b; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= n_a; i++) {
        int *row = rows[i % 3];
        const int *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];

        row[0] = (int)i;
        for (size_t j = 1; j <= n_b; j++) {
            int differ = lower(a[i - 1]) != lower(b[j - 1]);
            int best = least(before[j], row[j - 1]) + 1;

            best = least(best, before[j - 1] + differ);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]))
                best = least(best, earlier[j - 2] + 1);
            row[j] = best;
        }
    }
    return rows[n_a % 3][n_b];
}

const char *names_nearest(const char *const *known, size_t n, const char *text)
{
    size_t length = strlen(text);
    int allowed = length > LONGEST_NEAR ? -1 : (int)(length / 3);
    const char *nearest = NULL;

    for (size_t k = 0; k < n; k++) {
        int distance = edits(text, known[k]);
        if (distance <= allowed) {
            nearest = known[k];
            allowed = distance - 1;
        }
    }
    return nearest;
}
