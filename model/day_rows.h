/* day_rows.h - one table of a day, and where each id stands in it. Those who look at a day
 * read the struct; changing it is for day*.c. */
#ifndef MODEL_DAY_ROWS_H
#define MODEL_DAY_ROWS_H

#include "base/names.h"
#include "base/table.h"
#include "base/vec.h"
#include "model/headings.h"

/* Rows keep no order: taking one out puts
 * the last in its place. */
struct day_rows {
    struct table *table; /* owned */
    const struct schema *schema;
    size_t id_column;
    struct VEC(struct heading) headings; /* [columns of the table] */
    struct names words;                  /* of headings */
    struct names ids;                    /* every id that ever stood here */
    struct VEC(size_t) row_of;           /* [ids] row, or DAY_NO_ROW */
    struct day_asked *asked;             /* day_rows.c's own */
};
#define DAY_NO_ROW SIZE_MAX

/* The table is owned from here on, whether this fails or not. */
eb_status day_rows_take(struct day_rows *rows, struct table *table,
                        const struct schema *schema, struct mapping mapping,
                        eb_messages *said);
void day_rows_clear(struct day_rows *rows);
/* Its number among `ids`, or -1. */
int day_rows_word(const struct day_rows *rows, const char *id);
size_t day_rows_find(const struct day_rows *rows, const char *id);
int day_rows_column(const struct day_rows *rows, const char *name);
/* A column of this name, blank in every row: under its canonical name if it is one of
 * the many of that. */
eb_status day_rows_add_column(struct day_rows *rows, const char *name);
void day_rows_drop_last_column(struct day_rows *rows);
/* A row with these cells, or blank but for the id where `cells` is NULL. *word is the id's
 * text, which stays. */
eb_status day_rows_add(struct day_rows *rows, const char *id, long line,
                       const char *const *cells, const char **word);
void day_rows_drop(struct day_rows *rows, const char *id);

#endif
