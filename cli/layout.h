/* layout.h - how wide the columns of a table become on a screen. */
#ifndef CLI_LAYOUT_H
#define CLI_LAYOUT_H

#include "cli/cells.h"

/* Widths are in columns of the screen. */
struct column {
    size_t width;
    size_t natural;  /* of its texts as they are */
    size_t by_head;  /* where its head goes over several lines */
    size_t by_texts; /* where all its texts do */
    bool has_bars, is_deviation;
    enum bar_size size;
    double reach; /* of deviations */
};

struct layout {
    const struct columns *table;
    size_t left, rows;
    size_t room;            /* columns of the screen; 0: no end */
    size_t between;         /* blanks between columns */
    struct column *columns; /* [table->n] */
};

/* False when memory is out. */
bool layout_make(const struct columns *table, size_t left, size_t room,
                 struct layout *out);
void layout_clear(struct layout *layout);

const struct cell *layout_cell(const struct layout *layout, size_t row,
                               size_t c);
/* How wide columns `from` up to `to` are together. */
size_t layout_width(const struct layout *layout, size_t from, size_t to);

#endif
