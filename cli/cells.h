/* cells.h - what a table is made of; columns.h prints it. */
#ifndef CLI_CELLS_H
#define CLI_CELLS_H

#include "base/mem.h"
#include "base/vec.h"
#include "cli/bars.h"
#include "cli/screen.h"

struct cell {
    char *text; /* nothing in it steers a terminal */
    enum mood mood;
    bool has_bar; /* instead of the text */
    struct bar bar;
};

/* Row by row, so many cells in each; the first row is the head. */
struct columns {
    size_t n;      /* in a row */
    bool headless; /* there is none */
    struct arena memory;
    struct VEC(struct cell) cells;
    bool failed; /* memory ran out */
};

/* One more cell; so many more. */
void columns_add(struct columns *table, const char *text);
void columns_add_as(struct columns *table, enum mood mood, const char *text);
void columns_add_all(struct columns *table, const char *const *texts,
                     size_t n);
/* A cell with a bar, none of what is not finite. A column has bars of one kind, under
 * an empty head. */
void columns_add_share(struct columns *table, double share);
/* A deviation, "-" for what is not finite: alone, with a ! where it lies outside; and
 * with its bar, two cells. */
void columns_add_off(struct columns *table, double deviation, bool outside);
void columns_add_deviation(struct columns *table, double deviation,
                           double band, bool outside);
void columns_clear(struct columns *table);

#endif
