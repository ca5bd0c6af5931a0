/* days.h - days for tests, made of texts, and as text again. */
#ifndef TESTS_SUPPORT_DAYS_H
#define TESTS_SUPPORT_DAYS_H

#include "model/changes.h"

/* Of 2027-01-04; lines as in tables.h. Ends the test where it cannot be. */
struct day day_of(const char *accounts, const char *reps);
/* All tables, the header first and then the rows in order of id, whatever their order;
 * freed with free(). */
char *day_text(const struct day *day);
/* The edits, one a line: "set accounts A1 value: 5 -> 6 (event 0)". */
char *day_edits_text(const struct day *day);
/* The cell of an id, "(none)" where it has no row. */
const char *day_at(const struct day *day, enum day_table table, const char *id,
                   const char *column);
/* Days since 1970 of an ISO date. */
int64_t date_of(const char *text);

#endif
