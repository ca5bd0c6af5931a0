/* compare_cells.h - what the tables of a comparison are made of. */
#ifndef CLI_COMPARE_CELLS_H
#define CLI_COMPARE_CELLS_H

#include "cli/columns.h"
#include "model/comparison.h"
#include "model/figures.h"

/* Tables show so many rows, metrics and names unless all are wanted; deviations
 * stand beside loads of so many plans. */
enum {
    SHOWN = 5,
    NAMED = 3,
    MOST_METRICS = 4,
    MOST_WITH_DEVIATIONS = 4,
    CELL = 160, /* bytes */
    DEVIATION = FIGURE_ROOM + 1
};

/* Each writes into its buffer and gives it back, or "-" for what is no number;
 * buffers hold DEVIATION bytes. */
const char *show_percent(double fraction, char *buffer);
const char *show_deviation(double fraction, char *buffer); /* "+12.3 %" */
const char *show_money(double number, char *buffer);
const char *show_number(double number, char *buffer);

void compare_add_count(struct columns *table, size_t n);
/* "2" and "two hires", in two cells. */
void compare_add_name(struct columns *table, const struct comparison *c,
                      size_t plan);
/* "1", "2", ... */
void compare_add_numbers(struct columns *table, size_t n);

const struct metric_view *compare_view(const struct comparison *c, size_t plan,
                                       int metric);
/* Of moves by choice and by force. */
double compare_loss(const struct compared *plan);
double compare_value(const struct compared *plan);

#endif
