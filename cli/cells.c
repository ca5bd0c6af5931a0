/* cells.c - fills tables. */
#include "cli/cells.h"

#include "base/glyphs.h"
#include "model/figures.h"

static void add_cell(struct columns *table, struct cell cell)
{
    if (cell.text == NULL || !VEC_PUSH(&table->cells, cell))
        table->failed = true;
}

void columns_add_as(struct columns *table, enum mood mood, const char *text)
{
    char *plain = arena_new(&table->memory, text_plain(text, NULL) + 1);

    if (plain != NULL)
        text_plain(text, plain);
    add_cell(table, (struct cell){.text = plain, .mood = mood});
}

void columns_add(struct columns *table, const char *text)
{
    columns_add_as(table, MOOD_PLAIN, text);
}

void columns_add_all(struct columns *table, const char *const *texts, size_t n)
{
    for (size_t k = 0; k < n; k++)
        columns_add(table, texts[k]);
}

static void add_bar(struct columns *table, enum mood mood, struct bar bar)
{
    add_cell(table, (struct cell){.text = arena_new(&table->memory, 1),
                                  .mood = mood,
                                  .has_bar = true,
                                  .bar = bar});
}

void columns_add_share(struct columns *table, double share)
{
    add_bar(table, MOOD_PLAIN, (struct bar){.value = share});
}

void columns_add_off(struct columns *table, double deviation, bool outside)
{
    char plain[FIGURE_ROOM], cell[FIGURE_ROOM + 2];

    snprintf(cell, sizeof cell, "%s%s", outside ? "! " : "",
             figure_deviation(deviation, plain));
    columns_add_as(table, outside ? MOOD_OUTSIDE : MOOD_PLAIN, cell);
}

void columns_add_deviation(struct columns *table, double deviation,
                           double band, bool outside)
{
    char cell[FIGURE_ROOM];

    columns_add_as(table, outside ? MOOD_OUTSIDE : MOOD_PLAIN,
                   figure_deviation(deviation, cell));
    add_bar(table, outside ? MOOD_OUTSIDE : MOOD_PLAIN,
            (struct bar){.is_deviation = true,
                         .value = deviation,
                         .band = band,
                         .outside = outside});
}

void columns_clear(struct columns *table)
{
    arena_clear(&table->memory);
    VEC_CLEAR(&table->cells);
}
