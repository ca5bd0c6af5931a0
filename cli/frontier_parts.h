/* frontier_parts.h - what the files of frontier_print() share. */
#ifndef CLI_FRONTIER_PARTS_H
#define CLI_FRONTIER_PARTS_H

#include "cli/screen.h"
#include "model/figures.h"
#include "model/frontier.h"

/* frontier_words.c: buffers hold FIGURE_ROOM bytes. */
bool frontier_counts_moves(const struct frontier *f);
bool frontier_counts_losses(const struct frontier *f);
/* 1 in the unit of what is disrupted. */
int64_t frontier_one(const struct frontier *f);
/* From one point to the next. */
int64_t frontier_mean_step(const struct frontier *f);
/* Whether amounts are told without cents. */
bool frontier_is_rounded(const struct frontier *f);
const char *frontier_amount(const struct frontier *f, int64_t against,
                            char *buffer);
/* "14 moves", "value 3,200 moved", "an expected loss of 1,234". */
const char *frontier_disrupted(const struct frontier *f, int64_t against,
                               char *buffer);
const char *frontier_aim(const struct frontier *f);
bool frontier_is_proved(const struct frontier_point *point);

/* frontier_table.c: all points, or two dozen. */
void frontier_print_rows(const struct frontier *f, bool all,
                         struct screen *to);

#endif
