/* schema.h - the columns that Evenbook knows, by their many names: one table
 * per file that drives recognition, types, `init`, messages and
 * docs/FORMATS.md. */
#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include "base/doc.h"

#include <stddef.h>

enum cell_kind { CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_FLAG, CELL_LIST };

struct known_column {
    const char *name;    /* canonical, as in docs/FORMATS.md */
    const char *aliases; /* separated by blanks, lower case, _ for blanks */
    enum cell_kind kind;
    bool required;
    bool unique;      /* no two rows share it */
    bool about_past;  /* DATE: may settle as_of */
    const char *help; /* one line, for init and the manual */
};

struct schema {
    const char *file; /* "accounts.csv" */
    size_t n;
    const struct known_column *columns;
    bool extras;      /* further columns are allowed (and typed) */
    bool needs_rows;  /* a file without rows is a fault */
};

extern const struct schema schema_accounts, schema_reps, schema_pairs,
    schema_territories, schema_decisions;

/* Headers compare in lower case with blanks, dashes and dots as `_`. An exact
 * canonical name beats an alias; of two headers that fit one column the first
 * alias in the table wins and the other stays an extra column (a note).
 * `<role>_owner` fits any role. NULL if the header fits nothing. */
const struct known_column *schema_find(const struct schema *schema,
                                       const char *header);

#endif
