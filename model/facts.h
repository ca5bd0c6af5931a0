/* facts.h - what the parts of a plan share while they are being worked out.
 * Private to facts.c and the files that it calls, in this order:
 *
 *     rows -> reasons -> books -> metrics -> limits -> summary             */
#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include "model/figures.h"
#include "model/phrase.h"
#include "model/plan.h"
#include "model/standing.h"
#include "model/workings.h"

struct facts {
    struct plan *plan;
    const struct compiled *c;
    struct standing standing; /* of the blend */
    int *family_of_item;
    struct phrase phrase; /* scratch */
};

/* Takes the phrase as a string of the plan, and empties it; NULL when memory
 * is out. */
const char *facts_text(struct facts *facts);
/* Zeroed memory of the plan. */
#define FACTS_NEW(facts, type, n)                                             \
    ((type *)arena_new(&(facts)->plan->memory, ((n) + 1) * sizeof(type)))

/* What becomes of an account, in play or unassignable, that the rep gets. */
enum change account_change(const struct compiled *c, int account, int rep);
/* The rep that has the account; -1 if it is outside or unassignable. */
int facts_rep(const struct facts *facts, int account);
/* The account's value as reported: the column, or 1 where there is none. */
int64_t facts_value(const struct facts *facts, int account);
int facts_value_decimals(const struct facts *facts);
const char *facts_rep_name(const struct facts *facts, int rep);
/* Says what a change would break, in words; nothing where it breaks nothing.
 * `to` is the rep who would get the item, `item` the one that moves. */
void facts_say_breach(struct facts *facts, const struct change_of *change,
                      int item, struct phrase *phrase);

/* The assignment's loads, and the way back from items; `plan` may be NULL where
 * no text is taken. Cleared with facts_end, whatever it gives. */
eb_status facts_begin(struct facts *facts, struct plan *plan,
                      const struct compiled *compiled, const int *agent);
void facts_end(struct facts *facts);

eb_status facts_rows(struct facts *facts);
eb_status facts_reasons(struct facts *facts);
eb_status facts_books(struct facts *facts);
eb_status facts_metrics(struct facts *facts);
eb_status facts_limits(struct facts *facts);
eb_status facts_summary(struct facts *facts);

/* All of them. `agent` is the assignment; outcome, phases, bounds and the
 * conflict are there already. */
eb_status facts_work_out(struct plan *plan, const int *agent);

#endif
