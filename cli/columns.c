/* columns.c - prints tables. */
#include "cli/columns.h"

#include "base/glyphs.h"
#include "cli/layout.h"

#include <string.h>

enum { MOST_KEYS = 2 }; /* first columns that each part of a table has */

/* A line that grows; blanks wait until something follows them. */
struct printing {
    const struct layout *layout;
    struct screen *to;
    struct phrase line;
    size_t blanks;
    const char **rest; /* [n] what of each cell is still to be printed */
    size_t *skip;      /* [n] lines of the row before the cell begins */
};

/* A mark from left to right: behind a name that a terminal turns, it keeps the
 * numbers that follow from being turned with it. */
static const char left_to_right[] = "\xe2\x80\x8e";

static void end_line(struct printing *p)
{
    fprintf(p->to->file, "%s\n", phrase_text(&p->line));
    p->line.text.n = 0;
    p->blanks = 0;
}

/* Neither end of what is coloured is blank. */
static void add_text(struct printing *p, enum mood mood, const char *text,
                     size_t bytes)
{
    size_t from = 0, end = bytes;

    while (from < bytes && text[from] == ' ')
        from++;
    while (end > from && text[end - 1] == ' ')
        end--;
    p->blanks += from;
    if (from == end) {
        p->blanks += bytes - from;
        return;
    }
    phrase_add(&p->line, "%*s%s%.*s%s%s", (int)p->blanks, "",
               screen_mood(p->to, mood), (int)(end - from), text + from,
               p->to->blocks && text_runs_left(text) ? left_to_right : "",
               screen_calm(p->to, mood));
    p->blanks = bytes - end;
}

/* ---- Cells --------------------------------------------------------------- */

/* The bytes of a text that go onto its next line, up to a blank, at least a word;
 * the rest follows. */
static size_t next_piece(const char **rest, size_t width)
{
    const char *text = *rest;
    size_t n = text_fitting(text, width), k = n;

    if (text[n] != '\0') {
        while (k > 0 && text[k] != ' ')
            k--;
        n = k > 0 ? k : n + strcspn(text + n, " ");
    }
    *rest = text + n + strspn(text + n, " ");
    return n;
}

static size_t lines_of(const char *text, size_t width)
{
    size_t n = 0;

    do {
        next_piece(&text, width);
        n++;
    } while (*text != '\0');
    return n;
}

static void add_piece(struct printing *p, size_t c, enum mood mood)
{
    size_t width = p->layout->columns[c].width, bytes = 0, wide, fill;
    const char *text = p->rest[c];

    if (p->skip[c] > 0)
        p->skip[c]--;
    else
        bytes = next_piece(&p->rest[c], width);
    wide = text_width_of(text, bytes);
    fill = wide < width ? width - wide : 0;
    if (c >= p->layout->left)
        p->blanks += fill;
    add_text(p, mood, text, bytes);
    if (c < p->layout->left)
        p->blanks += fill;
}

/* What lies beyond the band is in the cell's mood. */
static void add_bar(struct printing *p, size_t c, const struct cell *cell,
                    bool again)
{
    const struct column *column = &p->layout->columns[c];
    struct drawn_bar bar = {.from = 0};

    if (cell->has_bar && !again)
        bar_draw(&cell->bar, column->reach, column->size, p->to->blocks, &bar);
    if (*bar.text == '\0') {
        p->blanks += column->width;
        return;
    }
    add_text(p, MOOD_PLAIN, bar.text, bar.from);
    add_text(p, cell->mood, bar.text + bar.from, bar.to - bar.from);
    add_text(p, MOOD_PLAIN, bar.text + bar.to, strlen(bar.text + bar.to));
}

/* ---- Rows ---------------------------------------------------------------- */

/* A part of a table: its first columns, and those of a range. */
struct part {
    size_t keys, from, to;
};

static bool is_in(const struct part *part, size_t c)
{
    return c < part->keys || (c >= part->from && c < part->to);
}

/* Heads end on one line, all else begins on one. */
static size_t begin_row(struct printing *p, const struct part *part,
                        size_t row)
{
    const struct layout *l = p->layout;
    bool is_head = row == 0 && !l->table->headless;
    size_t height = 1;

    for (size_t c = 0; c < l->table->n; c++) {
        p->rest[c] = layout_cell(l, row, c)->text;
        p->skip[c] = lines_of(p->rest[c], l->columns[c].width);
        if (is_in(part, c) && p->skip[c] > height)
            height = p->skip[c];
    }
    for (size_t c = 0; c < l->table->n; c++)
        p->skip[c] = is_head && p->skip[c] < height ? height - p->skip[c] : 0;
    return height;
}

static void print_row(struct printing *p, const struct part *part, size_t row)
{
    const struct layout *l = p->layout;
    size_t height = begin_row(p, part, row);

    for (size_t k = 0; k < height; k++) {
        bool first = true;

        for (size_t c = 0; c < l->table->n; c++) {
            const struct cell *cell = layout_cell(l, row, c);

            if (!is_in(part, c))
                continue;
            p->blanks += first ? 0 : l->between;
            first = false;
            if (l->columns[c].has_bars)
                add_bar(p, c, cell, k > 0);
            else
                add_piece(p, c, cell->mood);
        }
        end_line(p);
    }
}

/* The column behind this one and its bars. */
static size_t next_column(const struct layout *l, size_t c)
{
    do
        c++;
    while (c < l->table->n && l->columns[c].has_bars);
    return c;
}

/* As many more columns as fit beside the keys, at least one. */
static size_t end_of_part(const struct layout *l, size_t keys, size_t from)
{
    size_t beside = layout_width(l, 0, keys), to = next_column(l, from);

    beside += beside > 0 ? l->between : 0;
    while (to < l->table->n &&
           (l->room == 0 ||
            beside + layout_width(l, from, next_column(l, to)) <= l->room))
        to = next_column(l, to);
    return to;
}

static size_t keys_of(const struct layout *l)
{
    size_t keys = l->left == 0 ? 1 : l->left < MOST_KEYS ? l->left : MOST_KEYS;

    return keys < l->table->n ? keys : l->table->n - 1;
}

static void print(struct printing *p)
{
    const struct layout *l = p->layout;
    struct part part = {.keys = keys_of(l)};

    for (part.from = part.keys; part.from < l->table->n; part.from = part.to) {
        if (part.from > part.keys)
            end_line(p);
        part.to = end_of_part(l, part.keys, part.from);
        for (size_t row = 0; row < l->rows; row++)
            print_row(p, &part, row);
    }
}

void columns_end(struct columns *table, size_t left, struct screen *to)
{
    struct layout layout = {0};
    struct printing p = {.layout = &layout,
                         .to = to,
                         .rest = NEW(const char *, table->n),
                         .skip = NEW(size_t, table->n)};

    if (table->failed || p.rest == NULL || p.skip == NULL ||
        !layout_make(table, left, to->width, &layout))
        to->failed = true;
    else
        print(&p);
    to->failed = to->failed || p.line.failed;
    phrase_clear(&p.line);
    layout_clear(&layout);
    mem_free(p.rest);
    mem_free(p.skip);
    columns_clear(table);
}
