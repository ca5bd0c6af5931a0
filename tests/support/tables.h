/* tables.h - tables for tests, written as text, and what was said about them.
 *
 *     struct table *t = table_of("accounts.csv", "id,value\nA1,10\nA2,20\n");
 *
 * Lines end with a newline, cells with a comma; there are no quotes. A short
 * row is filled with blank cells. Ends the test when memory is out. */
#ifndef TESTS_SUPPORT_TABLES_H
#define TESTS_SUPPORT_TABLES_H

#include "base/table.h"

struct table *table_of(const char *file, const char *text);

/* Whether one of the messages is exactly this text. */
bool says(const eb_messages *said, const char *text);
/* How many messages contain the piece. */
size_t says_count(const eb_messages *said, const char *piece);
/* All messages, one a line, to standard error: to see why a test failed. */
void show_messages(const eb_messages *said);

#endif
