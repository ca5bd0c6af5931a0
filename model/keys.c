/* keys.c - short sequences of integers as small numbers. */
#include "model/keys.h"

#include <string.h>

void keys_clear(struct keys *keys)
{
    VEC_CLEAR(&keys->cells);
    VEC_CLEAR(&keys->first);
    VEC_CLEAR(&keys->slots);
    keys->n = 0;
}

/* FNV-1a over whole cells, then mixed, since low bits choose the slot. */
static uint64_t hash_of(const int64_t *cells, size_t n)
{
    uint64_t hash = 14695981039346656037u;

    for (size_t k = 0; k < n; k++) {
        hash ^= (uint64_t)cells[k];
        hash *= 1099511628211u;
        hash ^= hash >> 29;
    }
    hash *= 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 32);
}

static const int64_t *cells_of(const struct keys *keys, int key, size_t *n)
{
    size_t first = keys->first.at[key];

    *n = keys->first.at[key + 1] - first;
    return keys->cells.at + first;
}

static bool is_key(const struct keys *keys, int key,
                   const struct sequence *sequence)
{
    size_t n;
    const int64_t *cells = cells_of(keys, key, &n);

    return n == sequence->n &&
           (n == 0 || memcmp(cells, sequence->at, n * sizeof *cells) == 0);
}

/* The slot that holds the sequence, or the free one where it belongs. */
static size_t slot_of(const struct keys *keys, const struct sequence *sequence)
{
    size_t mask = keys->slots.n - 1;
    size_t slot = (size_t)hash_of(sequence->at, sequence->n) & mask;

    while (keys->slots.at[slot] >= 0 &&
           !is_key(keys, keys->slots.at[slot], sequence))
        slot = (slot + 1) & mask;
    return slot;
}

static bool grow(struct keys *keys)
{
    size_t wanted = keys->slots.n == 0 ? 64 : keys->slots.n * 2;

    if (keys->first.n == 0 && !VEC_PUSH(&keys->first, 0))
        return false;
    if (!VEC_RESERVE(&keys->slots, wanted))
        return false;
    keys->slots.n = wanted;
    memset(keys->slots.at, -1, wanted * sizeof *keys->slots.at);
    for (int key = 0; key < keys->n; key++) {
        size_t n;
        const int64_t *cells = cells_of(keys, key, &n);
        size_t slot = (size_t)hash_of(cells, n) & (wanted - 1);

        while (keys->slots.at[slot] >= 0)
            slot = (slot + 1) & (wanted - 1);
        keys->slots.at[slot] = key;
    }
    return true;
}

int keys_add(struct keys *keys, const struct sequence *sequence)
{
    size_t slot;

    if (((size_t)keys->n + 1) * 2 > keys->slots.n && !grow(keys))
        return -1;
    slot = slot_of(keys, sequence);
    if (keys->slots.at[slot] >= 0)
        return keys->slots.at[slot];
    if (!VEC_RESERVE(&keys->cells, keys->cells.n + sequence->n) ||
        !VEC_RESERVE(&keys->first, keys->first.n + 1))
        return -1;
    if (sequence->n > 0)
        memcpy(keys->cells.at + keys->cells.n, sequence->at,
               sequence->n * sizeof *sequence->at);
    keys->cells.n += sequence->n;
    keys->first.at[keys->first.n++] = keys->cells.n;
    keys->slots.at[slot] = keys->n;
    return keys->n++;
}

eb_status sequence_add(struct sequence *sequence, int64_t cell)
{
    return VEC_PUSH(sequence, cell) ? EB_OK : EB_NO_MEMORY;
}

eb_status sequence_add_cell(struct sequence *sequence,
                            const struct column *column, size_t row)
{
    eb_status status = EB_OK;

    if (column == NULL)
        return EB_OK;
    if (column->kind == CELL_TEXT)
        return sequence_add(sequence, column->word[row]);
    if (column->kind != CELL_LIST) {
        TRY(sequence_add(sequence, column->blank[row]));
        return sequence_add(sequence, column->number[row]);
    }
    TRY(sequence_add(sequence, (int64_t)(column->list_first[row + 1] -
                                         column->list_first[row])));
    for (size_t k = column->list_first[row]; k < column->list_first[row + 1];
         k++)
        TRY(sequence_add(sequence, column->entry[k]));
done:
    return status;
}
