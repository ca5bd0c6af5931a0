/* ledgers.h - ledgers for tests, made of texts, in the working folder. */
#ifndef TESTS_SUPPORT_LEDGERS_H
#define TESTS_SUPPORT_LEDGERS_H

#include "io/ledger.h"

/* Of 2027-01-04; files as text, NULL where there is none. Ends the test where it
 * cannot be. */
void ledger_of(const char *path, const char *accounts, const char *reps,
               const char *rules);
/* One of the inputs, as text. */
void give_input(struct inputs *inputs, eb_input which, const char *text);
/* Opened to write, and the books as they are; ends the test where it cannot be. */
struct ledger *ledger_at(const char *path, struct day *day);
/* Writes the edits of the day as a batch of the date, commits and closes all. */
void ledger_put(struct ledger *ledger, struct day *day, const char *date);
/* The one number that an SQL question gives. */
int64_t ledger_ask(const char *path, const char *question);
/* Runs SQL. */
void ledger_spoil(const char *path, const char *statements);
/* Whether ledger_check() is content; shows what it said otherwise, if `loud`. */
bool ledger_is_sound(const char *path, bool loud);
/* day_text() of the books at the end of a date (0: now); freed with free(). */
char *ledger_text(const char *path, int64_t date);

#endif
