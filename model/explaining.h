/* explaining.h - what the files of explain.h share. Private to them:
 *
 *     explain_account -> explain_turns
 *     explain_book    -> explain_steps                                     */
#ifndef MODEL_EXPLAINING_H
#define MODEL_EXPLAINING_H

#include "model/explain.h"

/* A question put again and again with one number of the books changed: how much
 * more would the plan cost with the account's family at the other rep? */
struct probing {
    struct books *books;
    struct restoring what;
    int account, to;
    int64_t budgeted; /* probes that are left */
};

/* Fills kinds, columns and numbers; `difference` is the answer as it stands,
 * above 0. */
eb_status explain_turns(struct probing *probing, const struct compiled *c,
                        int64_t difference, struct explained_turns *out);

/* Fills moves, swaps, some and best. */
eb_status explain_steps(const struct restored *restored,
                        struct book_answer *out);

#endif
