/* inputs.h - the input files: where each lies, what it was, what was read.
 *
 * What was read never changes and may be shared: a plan goes on using it after
 * the books it came from took another file or are gone. */
#ifndef IO_INPUTS_H
#define IO_INPUTS_H

#include "base/doc.h"
#include "base/table.h"

#include <stdatomic.h>

struct input {
    atomic_int holders;
    char *path; /* NULL: standard input, a pipe or memory */
    bool standard;
    bool inside; /* a file of the plan's own folder */
    char
        *text; /* what a plan's folder takes along, in books/; NULL: nothing */
    size_t bytes;
    char sha256[65];
    struct table *table;         /* of a CSV file */
    struct doc *doc;             /* of rules.json */
    struct VEC(char *) warnings; /* said while it was read */
};

struct inputs {
    struct input *of[EB_N_INPUTS]; /* NULL where not given */
};

/* "accounts", and "accounts.csv", under which a folder holds it. */
const char *input_role(eb_input which);
const char *input_file_name(eb_input which);
/* The last part of a path. */
const char *input_base_name(const char *path);

/* Reads one input from text; what was there before is replaced. `path` is NULL
 * where there is no file; messages name its last part, else `name`. */
eb_status inputs_take(struct inputs *inputs, eb_input which, const char *path,
                      const char *name, const char *bytes, size_t length,
                      eb_messages *said);
/* The same of text that lies in no file, such as a ledger's: a plan's folder takes it
 * along. */
eb_status inputs_take_along(struct inputs *inputs, eb_input which,
                            const char *bytes, size_t length,
                            eb_messages *said);
/* "-" is standard input, for one input alone. */
eb_status inputs_read_file(struct inputs *inputs, eb_input which,
                           const char *path, eb_messages *said);
/* Every input of the usual name that the folder holds and that has not been
 * given yet. All files are read, whatever faults the first ones have. */
eb_status inputs_read_folder(struct inputs *inputs, const char *folder,
                             eb_messages *said);

/* Holds all that `from` holds; `out` is empty before. */
void inputs_share(const struct inputs *from, struct inputs *out);
/* Moves those that `to` lacks. */
void inputs_add(struct inputs *to, struct inputs *from);
/* As if it had not been given. */
void inputs_drop(struct inputs *inputs, eb_input which);
void inputs_clear(struct inputs *inputs);

const struct table *inputs_table(const struct inputs *inputs, eb_input which);
const struct doc *inputs_rules(const struct inputs *inputs);

#endif
