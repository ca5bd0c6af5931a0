/* layout.c - makes a table fit a screen. */
#include "cli/layout.h"

#include "base/glyphs.h"

#include <math.h>
#include <string.h>

enum {
    WIDE = 2, /* blanks between columns */
    CLOSE = 1,
    KEPT = 20 /* columns that names keep before a table comes in parts */
};

const struct cell *layout_cell(const struct layout *layout, size_t row,
                               size_t c)
{
    return &layout->table->cells.at[row * layout->table->n + c];
}

size_t layout_width(const struct layout *layout, size_t from, size_t to)
{
    size_t sum = 0;

    for (size_t c = from; c < to; c++)
        sum += layout->columns[c].width + (c > from ? layout->between : 0);
    return sum;
}

/* ---- As wide as it is ---------------------------------------------------- */

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t longest_word(const char *text)
{
    size_t most = 0;

    while (*text != '\0') {
        size_t n = strcspn(text, " ");

        most = larger(most, text_width_of(text, n));
        text += n + strspn(text + n, " ");
    }
    return most;
}

static void measure_texts(struct layout *layout, size_t c)
{
    struct column *column = &layout->columns[c];
    size_t body = 0, words = 0;

    for (size_t row = 0; row < layout->rows; row++) {
        const char *text = layout_cell(layout, row, c)->text;

        column->natural = larger(column->natural, text_width(text));
        words = larger(words, longest_word(text));
        if (row > 0 || layout->table->headless)
            body = larger(body, text_width(text));
    }
    column->width = column->natural;
    column->by_head =
        larger(body, longest_word(layout_cell(layout, 0, c)->text));
    column->by_texts = column->by_head;
    if (c < layout->left && column->by_head > KEPT)
        column->by_texts = larger(words, KEPT);
}

static void measure_bars(struct layout *layout, size_t c)
{
    struct column *column = &layout->columns[c];

    for (size_t row = 0; row < layout->rows; row++) {
        const struct cell *cell = layout_cell(layout, row, c);

        if (!cell->has_bar)
            continue;
        column->has_bars = true;
        column->is_deviation = cell->bar.is_deviation;
        column->size =
            layout->room == 0 && column->is_deviation ? BAR_SHORT : BAR_LONG;
        column->reach = fmax(column->reach, bar_reach(&cell->bar));
    }
    if (column->has_bars)
        column->width = bar_width(column->is_deviation, column->size);
}

/* ---- As wide as it may be ------------------------------------------------ */

static size_t excess(const struct layout *layout)
{
    size_t width = layout_width(layout, 0, layout->table->n);

    return layout->room > 0 && width > layout->room ? width - layout->room : 0;
}

/* Takes a column from where most can be gained; false where nothing can. */
static bool narrow(struct layout *layout, bool texts)
{
    struct column *best = NULL;
    size_t most = 0;

    if (excess(layout) == 0)
        return false;
    for (size_t c = 0; c < layout->table->n; c++) {
        struct column *column = &layout->columns[c];
        size_t least = texts ? column->by_texts : column->by_head;

        if (!column->has_bars && column->width > least &&
            column->width - least > most) {
            best = column;
            most = column->width - least;
        }
    }
    if (best != NULL)
        best->width--;
    return best != NULL;
}

/* All at once, so that bars of a table can be compared; heads have room again. */
static void shorten(struct layout *layout)
{
    for (size_t c = 0; c < layout->table->n; c++) {
        struct column *column = &layout->columns[c];

        column->width = column->natural;
        if (!column->has_bars)
            continue;
        column->size = BAR_SHORT;
        column->width = bar_width(column->is_deviation, column->size);
    }
}

static void fit(struct layout *layout)
{
    while (narrow(layout, false))
        ;
    if (excess(layout) > 0)
        shorten(layout);
    while (narrow(layout, false))
        ;
    layout->between = excess(layout) == 0 ? WIDE : CLOSE;
    while (narrow(layout, true))
        ;
    if (excess(layout) > 0)
        layout->between = WIDE; /* it comes in parts all the same */
}

bool layout_make(const struct columns *table, size_t left, size_t room,
                 struct layout *out)
{
    *out = (struct layout){.table = table,
                           .left = left,
                           .rows = table->cells.n / table->n,
                           .room = room,
                           .between = WIDE,
                           .columns = NEW(struct column, table->n)};
    if (out->columns == NULL)
        return false;
    for (size_t c = 0; c < table->n && out->rows > 0; c++) {
        measure_texts(out, c);
        measure_bars(out, c);
    }
    fit(out);
    return true;
}

void layout_clear(struct layout *layout)
{
    mem_free(layout->columns);
}
