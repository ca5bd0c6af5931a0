/* plain.h - numbers and dates written so that they can be read in one way only, whatever
 * stands beside them: 1963.1, 1.2340, 2027-01-04.
 *
 * Files write their own as they like, a style to a column. What is to be changed cell by
 * cell is first made plain, so that new cells need not imitate old ones. */
#ifndef MODEL_PLAIN_H
#define MODEL_PLAIN_H

#include "model/frame.h"

enum { PLAIN_ROOM = 48 };

/* units x 10^-decimals; 1.234, which could be a thousand, is written 1.2340. Buffer of
 * at least PLAIN_ROOM bytes. */
void plain_number(int64_t units, int decimals, char *buffer);
/* A NUMBER or DATE, plainly; false where the cell is blank or of another kind, and its
 * text is plain as it stands. */
bool plain_cell(const struct column *column, size_t row,
                char buffer[PLAIN_ROOM]);

/* Writes every number and date of the table plainly, also the dates of `ramp`, and takes
 * blanks off cells. What is read of it is the same as before. EB_BAD_DATA, and the table
 * unchanged, where frame_read() finds faults. */
eb_status plain_table(struct table *table, const struct schema *schema,
                      struct mapping mapping, eb_messages *said);

#endif
