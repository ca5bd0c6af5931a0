/* changing.h - what the parts of scenario_make() share. Each reports every fault it
 * finds, keeps it in `status` and goes on. */
#ifndef MODEL_CHANGING_H
#define MODEL_CHANGING_H

#include "model/complaint.h"
#include "model/scenario.h"
#include "model/draft.h"

struct changing {
    const struct scenario_base *base;
    const struct books *books; /* the base's */
    const struct doc *doc;
    const struct node *node; /* of the scenario */
    eb_messages *said;
    eb_status status;
    /* Opened when first changed; frame NULL before. */
    struct draft accounts, reps, territories, pairs, decisions;
};

/* changing.c */
void changing_keep(struct changing *in, eb_status status);
/* The draft over this frame; false when memory is out. */
bool changing_open(struct changing *in, struct draft *draft,
                   const struct frame *frame);
/* The column, and false when memory is out. */
bool changing_column(struct changing *in, struct draft *draft,
                     const char *name, size_t *column);
void changing_set(struct changing *in, struct draft *draft, size_t row,
                  size_t column, const char *text);
struct place changing_place(const struct changing *in,
                            const struct node *node);
/* The lists and objects of the scenario; NULL where absent or of another kind,
 * which is a fault already. */
const struct node *changing_list(const struct node *object, const char *key);
/* The row of reps.csv with this id, of whatever role, or -1. */
int changing_rep_row(const struct changing *in, const char *id);

/* scenario_cells.c: the cell in the words of a CSV file; false after a fault.
 * `column` may be NULL: then `known` tells what belongs there. */
bool changing_cell(struct changing *in, const struct node *value,
                   const struct column *column,
                   const struct known_column *known, struct arena *memory,
                   const char **out);
/* scenario_reps.c */
void change_reps(struct changing *in);
/* scenario_accounts.c */
void change_accounts(struct changing *in);
/* scenario_territories.c */
void change_territories(struct changing *in);

#endif
