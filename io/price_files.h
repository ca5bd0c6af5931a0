/* price_files.h - prices as JSON and as CSV: docs/FORMATS.md. */
#ifndef IO_PRICE_FILES_H
#define IO_PRICE_FILES_H

#include "io/text.h"
#include "model/price.h"

/* The members of the root. */
void price_describe(const struct prices *prices, const struct books *books,
                    struct doc *doc, struct node *root);
void price_rows(const struct prices *prices, const struct books *books,
                bool excel_safe, struct text *out);

#endif
