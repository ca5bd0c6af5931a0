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
double compare_value(const struct compared *plan);

/* What plans are compared by; the least is best, NAN takes no part. Those of a
 * metric, and those that take none. */
struct contest {
    double (*number)(const struct comparison *c, size_t plan, int metric);
    const char *(*show)(double number, char *buffer);
    int metric;
};
double compare_mean(const struct comparison *c, size_t plan, int metric);
double compare_moves(const struct comparison *c, size_t plan, int metric);
double compare_loss(const struct comparison *c, size_t plan, int metric);
double compare_points(const struct comparison *c, size_t plan, int metric);
/* The plan with the least, or with the most, of those that keep their rules; -1 where
 * there is none. */
int compare_find(const struct comparison *c, const struct contest *contest,
                 bool most);
/* Whether two plans look alike as they are shown, and both take part. */
bool compare_alike(const struct comparison *c, const struct contest *contest,
                   int one, int other);
/* MOOD_BEST if the plan is, and not all are alike. */
enum mood compare_mood(const struct comparison *c,
                       const struct contest *contest, size_t plan);

#endif
