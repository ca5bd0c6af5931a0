/* cells.h - the cells of one column, read: what frame.c fills columns with.
 *
 * Each reader goes through all rows, reports each bad cell, leaves it blank and
 * goes on; EB_BAD_DATA if there was one. */
#ifndef MODEL_CELLS_H
#define MODEL_CELLS_H

#include "base/names.h"
#include "base/table.h"
#include "model/column.h"

struct cell_reader {
    const struct table *table;
    struct names *words;
    eb_messages *said;
    struct VEC(char) scratch;
    int blank_word; /* the number of "" */
};

/* The cell without surrounding blanks; NULL when memory is out. Good until the
 * next call. */
const char *cell_text(struct cell_reader *in, const struct column *column,
                      size_t row);
/* Whether the file's cell has nothing but blanks. */
bool cell_is_blank(const struct cell_reader *in, const struct column *column,
                   size_t row);
struct place cell_place(const struct cell_reader *in,
                        const struct column *column, size_t row);
/* "header: "text" what" */
eb_status cell_fault(const struct cell_reader *in, const struct column *column,
                     size_t row, const char *text, const char *what);

/* cells.c */
eb_status cells_read_text(struct cell_reader *in, struct column *column);
eb_status cells_read_list(struct cell_reader *in, struct column *column);
eb_status cells_read_flag(struct cell_reader *in, struct column *column);
bool cells_have_lists(const struct cell_reader *in,
                      const struct column *column);

/* cells_date.c. `quiet` says nothing and stops at the first cell that is no
 * date in the style of the others. */
eb_status cells_read_date(struct cell_reader *in, struct column *column,
                          bool quiet);

/* cells_number.c: first every number column is surveyed, then filled, since
 * one column can show how numbers are written in the others. */
enum { NO_ROW = -1 };

struct number_survey {
    signed char *places; /* [rows] decimals as read with a point */
    long point_row;      /* first cell that has a decimal point, or NO_ROW */
    long comma_row;      /* first cell that has a decimal comma */
    long doubt_row;      /* first cell like "1.234" */
    bool codes;          /* some cell has a leading zero, as 01581 */
    bool strays;         /* some cell is no number, or too long a one */
};

/* column->number takes the numbers as read with a point. */
eb_status cells_survey_number(struct cell_reader *in, struct column *column,
                              bool stop_at_stray,
                              struct number_survey *survey);
void number_survey_clear(struct number_survey *survey);
eb_status cells_read_number(struct cell_reader *in, struct column *column,
                            const struct number_survey *survey,
                            enum number_style usual, bool usual_is_known);

#endif
