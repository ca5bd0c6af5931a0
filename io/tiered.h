/* tiered.h - accounts with their tiers, as a file and as JSON. */
#ifndef IO_TIERED_H
#define IO_TIERED_H

#include "io/inputs.h"
#include "io/text.h"
#include "model/tiers.h"

/* Accounts read for their tiers alone, and the tiers. */
struct tiering {
    struct names words;
    struct frame *accounts;
    const struct column *within; /* NULL: no groups */
    struct tier_cuts cuts;
    struct tiers tiers;
};

/* Of the accounts of `inputs`, by the column `value`; a rules.json that is among them
 * says which header that is. `within`: a text column, or NULL. EB_BAD_USAGE where a
 * column is not there. Clear it in either case. */
eb_status tiering_make(const struct inputs *inputs, const char *within,
                       const struct tier_cuts *cuts, struct tiering *out,
                       eb_messages *said);
void tiering_clear(struct tiering *tiering);

/* account_id, the group's column, value, cumulative_share, tier */
void tiered_write(const struct tiering *tiering, bool excel_safe,
                  struct text *out);
void tiered_describe(const struct tiering *tiering, struct doc *doc,
                     struct node *root);
/* The group's name; "all" where there is but one. */
const char *tiered_group(const struct tiering *tiering, size_t group);

#endif
