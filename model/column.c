/* column.c - one column of a frame. */
#include "model/column.h"

#include "base/mem.h"

void column_clear(struct column *column)
{
    mem_free(column->blank);
    mem_free(column->number);
    mem_free(column->word);
    mem_free(column->entry);
    mem_free(column->list_first);
    column->blank = NULL;
    column->number = NULL;
    column->word = column->entry = NULL;
    column->list_first = NULL;
}

/* The place of the word in the ascending entries, by halving. */
static bool list_has(const int *entries, size_t n, int word)
{
    while (n > 0) {
        size_t half = n / 2;

        if (entries[half] == word)
            return true;
        if (entries[half] < word) {
            entries += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return false;
}

bool column_has(const struct column *column, size_t row, int word)
{
    if (column->blank[row] || word < 0)
        return false;
    if (column->kind == CELL_LIST)
        return list_has(column->entry + column->list_first[row],
                        column->list_first[row + 1] - column->list_first[row],
                        word);
    return column->word[row] == word;
}

struct decimal column_decimal(const struct column *column, size_t row)
{
    struct decimal d = {column->number[row], column->decimals};

    for (; d.decimals > 0 && d.units % 10 == 0; d.decimals--)
        d.units /= 10;
    return d;
}
