/* inputs.h - the cells of the input files, read as numbers, dates and words.
 *
 * A column's style of numbers or dates is settled over all of its cells, the
 * first time that one is read. Everything read lives in the caller's arena. */
#ifndef VERIFY_INPUTS_H
#define VERIFY_INPUTS_H

#include "base/doc.h"
#include "base/names.h"
#include "base/number.h"
#include "base/table.h"

/* An array of n zeroed items; NULL when memory is out. */
void *arena_items(struct arena *arena, size_t n, size_t size);
#define ITEMS(arena, type, n) ((type *)arena_items((arena), (n), sizeof(type)))

/* A difference between what is claimed and what is true: the message, with its
 * place, and EB_REFUSED. */
eb_status refuse(eb_messages *said, struct place at, const char *format, ...)
    PRINTF_LIKE(3, 4);

struct sheet {
    const struct table *table;  /* NULL: the file is not there */
    const struct node *columns; /* canonical name -> header */
    const char **cell; /* [row * n_columns + column] without blanks around */
    signed char *number_style; /* [column], -1: not settled yet */
    signed char *date_style;
    struct arena *memory;
};

eb_status sheet_open(struct sheet *sheet, const struct table *table,
                     const struct node *columns, struct arena *memory);
size_t sheet_rows(const struct sheet *sheet);
/* The column of a canonical name; -1 if there is none. */
int sheet_find(const struct sheet *sheet, const char *canonical);
/* The same, or else the column with this header. */
int sheet_any(const struct sheet *sheet, const char *name);
/* The cell without the blanks around it; "" where the column is -1. */
const char *sheet_cell(const struct sheet *sheet, size_t row, int column);
/* How a message names the cell. */
struct place sheet_place(const struct sheet *sheet, size_t row, int column);

/* Decimals beyond the sixth are rounded. */
enum reading { READ_BLANK, READ_OK, READ_NOT };
enum reading sheet_number(const struct sheet *sheet, size_t row, int column,
                          struct decimal *out);
enum reading sheet_date(const struct sheet *sheet, size_t row, int column,
                        int64_t *days);
/* A yes, or a number other than 0; `blank` where the cell is blank. */
bool sheet_yes(const struct sheet *sheet, size_t row, int column, bool blank);

/* A whole column. `there` is false, and nothing filled, where column is -1. A
 * cell that cannot be read is a fault. */
struct numbers {
    bool there;
    struct decimal *at; /* [row], 0 where blank */
    bool *filled;
    int scale; /* fewest decimals, at most 6, that hold all cells */
};
eb_status read_numbers(const struct sheet *sheet, int column,
                       struct numbers *out, eb_messages *said);

struct dates {
    bool there;
    int64_t *at;
    bool *filled;
};
eb_status read_dates(const struct sheet *sheet, int column, struct dates *out,
                     eb_messages *said);

/* A column of lists as numbers of words; row k's are word[first[k]] up to
 * word[first[k + 1]]. Words unknown to `words` are added. */
struct lists {
    bool there;
    size_t *first; /* [rows + 1] */
    int *word;
};
eb_status read_lists(const struct sheet *sheet, int column,
                     struct names *words, struct lists *out);

/* Calls for each entry of a list in text, without blanks; stops at false. */
bool each_entry(const char *text, struct arena *memory,
                bool (*take)(void *context, const char *entry), void *context);

#endif
