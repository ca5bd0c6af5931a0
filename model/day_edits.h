/* day_edits.h - what day_*.c share: edits that are recorded, and the closed accounts. */
#ifndef MODEL_DAY_EDITS_H
#define MODEL_DAY_EDITS_H

#include "model/day.h"

/* day_closed.c. None of these is recorded. */
/* The last but one: behind it stands DAY_CLOSED_ON. */
eb_status day_closed_add_column(struct day *day, const char *name);
void day_closed_drop_column(struct day *day);
eb_status day_move_to_closed(struct day *day, const char *id, size_t row,
                             const char *date);
eb_status day_move_to_open(struct day *day, const char *id, size_t row);

/* day_edit.c */
/* The rows in which an id is to be set: closed accounts have the columns of open ones,
 * at the same places. */
struct day_rows *day_rows_of(struct day *day, enum day_table table,
                             const char *id);
bool edit_is_closing(const struct edit *edit);
eb_status day_edit_column(struct day *day, enum day_table table,
                          const char *name, size_t event);
/* Only a row that is blank but for its id. */
eb_status day_edit_drop(struct day *day, enum day_table table, const char *id);
eb_status day_edit_close(struct day *day, const char *account,
                         const char *date, size_t event);

#endif
