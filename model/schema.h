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
    bool required;    /* the column must be there and no cell blank */
    bool unique;      /* no two rows share it */
    bool about_past;  /* DATE: may settle as_of */
    bool may_list;    /* TEXT: a LIST if any of its cells has a ';' */
    int least, most;  /* NUMBER: the range; both 0: any, INT_MAX: open */
    const char *help; /* one line, for init and the manual */
};

struct schema {
    const char *file; /* "accounts.csv" */
    size_t n;
    const struct known_column *columns;
    bool extras;     /* further columns are kept (and typed); else a warning */
    bool needs_rows; /* a file without rows is a fault */
};

extern const struct schema schema_accounts, schema_reps, schema_pairs,
    schema_territories, schema_decisions, schema_changes;

/* The one entry that stands for many columns: "csm_owner", "ae_owner". */
#define ROLE_OWNER "<role>_owner"

/* Headers compare in lower case with blanks, dashes and dots as `_`. An exact
 * canonical name beats an alias; of two headers that fit one column the first
 * alias in the table wins and the other stays an extra column (a note), or
 * takes a later column that lists the same alias. `<role>_owner` fits any role
 * whose header fits nothing else. The first column in the table that fits, or
 * NULL if the header fits nothing. */
const struct known_column *schema_find(const struct schema *schema,
                                       const char *header);
/* How well the header names the column: 0 its own name, k its k-th alias, -1
 * not at all (also where it is another column's own name). */
int schema_rank(const struct schema *schema, const struct known_column *known,
                const char *header);
/* Writes the header as it compares; cut to the room. */
void schema_normalise(const char *header, char *out, size_t room);

#endif
