/* opened.h - inputs understood: books, and the rules that hold for them. */
#ifndef IO_OPENED_H
#define IO_OPENED_H

#include "io/inputs.h"
#include "model/rules.h"

struct opened {
    struct books *books;
    struct rules *rules;
};

/* `role` and `wish` overrule what the rules say; NULL does not. The inputs
 * must outlive the result. EB_BAD_USAGE where accounts or reps are not given. */
eb_status opened_make(const struct inputs *inputs, const char *role,
                      const struct rules_wish *wish, struct opened *out,
                      eb_messages *said);
/* The same of tables and a document (NULL: none) that come from elsewhere. */
eb_status opened_from(const struct book_tables *tables,
                      const struct doc *rules, const char *role,
                      const struct rules_wish *wish, struct opened *out,
                      eb_messages *said);
/* The tables of the inputs; they may be missing. */
struct book_tables opened_tables(const struct inputs *inputs);
void opened_clear(struct opened *opened);

#endif
