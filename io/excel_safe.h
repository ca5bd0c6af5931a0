/* excel_safe.h - cells that a spreadsheet would run as formulas, and the '
 * before them that keeps it from doing so. */
#ifndef IO_EXCEL_SAFE_H
#define IO_EXCEL_SAFE_H

#include "base/doc.h"
#include "base/table.h"

/* Whether the text begins with = + - @ TAB CR and is no plain number; or would
 * do so without the ' that it begins with, so that undoing loses nothing. */
bool excel_unsafe(const char *text);
/* Takes the ' away that was put before unsafe cells. */
void excel_safe_undo(struct table *table);
/* csv_read of a table of a plan folder, whose plan.json says whether it was
 * written so. */
eb_status plan_table_read(const struct doc *plan, const char *name,
                          const char *bytes, size_t length, struct table **out,
                          eb_messages *said);

#endif
