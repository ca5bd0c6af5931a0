/* columns.h - tables on a screen: cells under one another, whatever is in them.
 *
 * A terminal gets no line longer than it is wide, where that can be: heads go over
 * several lines, bars get shorter, columns closer, names go over several lines, and at
 * last the table comes in parts, each with its first columns. A pipe gets all of it as
 * it is, with short bars of deviations: tables often have several. */
#ifndef CLI_COLUMNS_H
#define CLI_COLUMNS_H

#include "cli/cells.h"

/* Prints the table and clears it: two blanks between columns; `left` of them, from
 * the first, start on one line, the others end on one. */
void columns_end(struct columns *table, size_t left, struct screen *to);

#endif
