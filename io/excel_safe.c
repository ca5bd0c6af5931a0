/* excel_safe.c - cells that a spreadsheet would run as formulas. */
#include "io/excel_safe.h"

#include "base/number.h"
#include "io/csv_reader.h"

#include <string.h>

enum { MOST_DECIMALS = 30 };

bool excel_unsafe(const char *text)
{
    wide ignored;

    text += strspn(text, "'");
    return *text != '\0' && strchr("=+-@\t\r", *text) != NULL &&
           !decimal_read_wide(text, MOST_DECIMALS, &ignored);
}

void excel_safe_undo(struct table *table)
{
    for (size_t k = 0; k < table->cells.n; k++) {
        char *cell = table->cells.at[k];

        if (cell[0] == '\'' && excel_unsafe(cell + 1))
            table->cells.at[k] = cell + 1;
    }
}

eb_status plan_table_read(const struct doc *plan, const char *name,
                          const char *bytes, size_t length, struct table **out,
                          eb_messages *said)
{
    const struct node *safe = doc_get(plan->root, "excel_safe");
    eb_status status = csv_read(name, bytes, length, out, said);

    if (status == EB_OK && safe != NULL && safe->kind == DOC_BOOL &&
        safe->truth)
        excel_safe_undo(*out);
    return status;
}
