/* bars.h - bars beside the numbers of a table.
 *
 * A deviation starts at the target, in the middle, to the side it lies on; what lies in
 * the band is thin, what lies beyond is thick:
 *
 *     ####[==|  ]         29 % too little, the band being 10 %
 *         [  |= ]         inside the band
 *         [  |==]#######> more than the bar can show
 *
 * A share starts at the left; the whole bar is all of it. With block characters both
 * are smoother. */
#ifndef CLI_BARS_H
#define CLI_BARS_H

#include <stdbool.h>
#include <stddef.h>

struct bar {
    bool is_deviation; /* else a share */
    double value;      /* a fraction; what is not finite has no bar */
    double band;       /* of a deviation, a fraction */
    bool outside; /* it lies beyond the band, which is not quite the same as
                          value > band: bands end on whole loads */
};

/* In columns. */
enum bar_size { BAR_SHORT, BAR_LONG, N_BAR_SIZES };
size_t bar_width(bool is_deviation, enum bar_size size);

/* How much a whole side has to stand for, to show this deviation: two bands at least,
 * four at most, so that the band can be seen. Bars under one another have one reach,
 * the largest. */
double bar_reach(const struct bar *bar);

struct drawn_bar {
    char text[3 * 32];
    size_t from, to; /* bytes of what lies beyond the band */
};

/* `reach`: of deviations. `blocks`: with block characters. */
void bar_draw(const struct bar *bar, double reach, enum bar_size size,
              bool blocks, struct drawn_bar *out);

#endif
