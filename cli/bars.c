/* bars.c - draws deviations and shares. */
#include "cli/bars.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_BANDS = 4, EIGHTHS = 8 };

/* The cells on one side of a target, and those of a share. */
static const int side_of[N_BAR_SIZES] = {5, 8};
static const int cells_of[N_BAR_SIZES] = {10, 20};

struct strokes {
    const char *target, *band[2]; /* the marks; band: left, right */
    const char *in, *out;         /* a cell inside the band, beyond it */
    const char *half[2],
        *most[2];     /* a cell half full; more than can be shown */
    const char *rest; /* of a share */
};
static const struct strokes ascii = {
    .target = "|",
    .band = {"[", "]"},
    .in = "=",
    .out = "#",
    .half = {"#", "#"},
    .most = {"<", ">"},
    .rest = ".",
};
static const struct strokes blocks_of = {
    .target = "│",
    .band = {"┊", "┊"},
    .in = "━",
    .out = "█",
    .half = {"▐", "▌"},
    .most = {"◄", "►"},
    .rest = " ",
};
/* Blocks of so many eighths, from the left. */
static const char *const eighths[EIGHTHS] = {"",  "▏", "▎", "▍",
                                             "▌", "▋", "▊", "▉"};

size_t bar_width(bool is_deviation, enum bar_size size)
{
    return (size_t)(is_deviation ? 2 * side_of[size] + 1 : cells_of[size]);
}

double bar_reach(const struct bar *bar)
{
    double reach = isfinite(bar->value) ? fabs(bar->value) : 0;

    if (bar->band > 0)
        reach = fmax(2 * bar->band, fmin(reach, MOST_BANDS * bar->band));
    return reach;
}

/* ---- Deviations ---------------------------------------------------------- */

/* A side of the bar, cells counted from the target: so many inside the band, the mark
 * of its end, the rest beyond. */
struct side {
    int cells, inside;
    double filled; /* cells, the mark not counted; 0 on the other side */
    bool outside, most;
};

static struct side side_make(const struct bar *bar, double reach,
                             enum bar_size size, bool here)
{
    struct side side = {.cells = side_of[size]};
    double cells = side.cells - 1, length = fabs(bar->value) / reach * cells;

    side.inside = (int)lround(bar->band / reach * cells);
    if (bar->band > 0 && side.inside == 0)
        side.inside = 1;
    if (side.inside > side.cells - 2)
        side.inside = side.cells - 2;
    if (!here)
        return side;
    side.outside = bar->outside;
    side.most = length > cells + 1e-9;
    if (!bar->outside)
        side.filled = fmin(length, side.inside);
    else
        side.filled = fmax(fmin(length, cells), side.inside + 0.5);
    return side;
}

/* The k-th cell from the target; `right`: 1 on that side, else 0. */
static const char *cell_of(const struct side *side, int k, int right,
                           const struct strokes *with)
{
    double full;

    if (k == side->inside)
        return with->band[right];
    full = side->filled - (k < side->inside ? k : k - 1);
    if (k == side->cells - 1 && side->most)
        return with->most[right];
    if (full < 0.25)
        return " ";
    if (k < side->inside)
        return with->in;
    return full < 0.75 ? with->half[right] : with->out;
}

static void add(struct drawn_bar *out, const char *stroke)
{
    size_t n = strlen(out->text);

    snprintf(out->text + n, sizeof out->text - n, "%s", stroke);
}

static void draw_deviation(const struct bar *bar, double reach,
                           enum bar_size size, const struct strokes *with,
                           struct drawn_bar *out)
{
    struct side left = side_make(bar, reach, size, bar->value < 0);
    struct side right = side_make(bar, reach, size, bar->value > 0);

    for (int k = left.cells - 1; k > left.inside; k--)
        add(out, cell_of(&left, k, 0, with));
    out->to = strlen(out->text);
    for (int k = left.inside; k >= 0; k--)
        add(out, cell_of(&left, k, 0, with));
    add(out, with->target);
    for (int k = 0; k <= right.inside; k++)
        add(out, cell_of(&right, k, 1, with));
    if (right.outside)
        out->from = strlen(out->text);
    for (int k = right.inside + 1; k < right.cells; k++)
        add(out, cell_of(&right, k, 1, with));
    if (right.outside)
        out->to = strlen(out->text);
}

/* ---- Shares -------------------------------------------------------------- */

static void draw_share(const struct bar *bar, enum bar_size size, bool blocks,
                       const struct strokes *with, struct drawn_bar *out)
{
    int cells = cells_of[size];
    double part = fmin(fmax(bar->value, 0), 1);
    int units = (int)lround(part * cells * (blocks ? EIGHTHS : 1));
    int full = blocks ? units / EIGHTHS : units, k;

    for (k = 0; k < full; k++)
        add(out, with->out);
    if (blocks && units % EIGHTHS > 0) {
        add(out, eighths[units % EIGHTHS]);
        k++;
    }
    for (; k < cells; k++)
        add(out, with->rest);
}

void bar_draw(const struct bar *bar, double reach, enum bar_size size,
              bool blocks, struct drawn_bar *out)
{
    const struct strokes *with = blocks ? &blocks_of : &ascii;

    *out = (struct drawn_bar){.from = 0};
    if (!isfinite(bar->value))
        return;
    if (bar->is_deviation)
        draw_deviation(bar, reach > 0 ? reach : 1, size, with, out);
    else
        draw_share(bar, size, blocks, with, out);
}
