/* column.h - one column of a frame: its names, its kind, its cells.
 *
 *     cell kinds    NUMBER  number[row], units of 10^-decimals
 *                   DATE    number[row], days since 1970-01-01
 *                   FLAG    number[row], 0 or 1
 *                   TEXT    word[row], an interned string
 *                   LIST    entry[list_first[row] .. list_first[row + 1]), and
 *                           word[row], the cell as a whole */
#ifndef MODEL_COLUMN_H
#define MODEL_COLUMN_H

#include "base/number.h"
#include "model/schema.h"

struct column {
    const char *name;   /* canonical where recognised, else as written */
    const char *header; /* as written in the file */
    bool recognised;
    const struct known_column *known; /* NULL for an extra column */
    enum cell_kind kind;
    int field;          /* of the table, from 0 */
    int decimals;       /* NUMBER: the scale, at most 6 */
    size_t n_blank;     /* how many cells were empty */
    bool *blank;        /* [rows] the cell was empty */
    int64_t *number;    /* [rows] NUMBER, DATE, FLAG; 0 where blank */
    int *word;          /* [rows] TEXT, LIST; the number of "" where blank */
    int *entry;         /* LIST: interned entries, ascending, doubles too */
    size_t *list_first; /* [rows + 1] */
};

/* Frees the cells. */
void column_clear(struct column *column);
/* Whether the cell (a TEXT, or a LIST) has this entry. A blank cell has none.
 * O(log of the list). */
bool column_has(const struct column *column, size_t row, int word);
/* A NUMBER cell with as few decimals as hold it; 0 where blank. */
struct decimal column_decimal(const struct column *column, size_t row);

#endif
