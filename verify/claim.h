/* claim.h - one claim against one truth; a difference is refused, with its
 * place and both sides. */
#ifndef VERIFY_CLAIM_H
#define VERIFY_CLAIM_H

#include "verify/value.h"

/* What the checks of one plan share. */
struct claims {
    const struct world *world;
    const struct doc *plan;
    eb_messages *said;
    struct arena memory;
    struct value value;
    int64_t *before; /* [resource * n_reps + r] the books as they were */

    /* phases.c */
    bool broken;             /* there is a violation above 0 */
    bool proved;             /* and a bound above 0 */
    int *order;              /* budgets as plan.json lists them */
    int64_t **least, **most; /* [limit][r] as relaxed */
    int64_t *budget;         /* [budget] as relaxed */
    int64_t *low, *high;     /* [resource * n_reps + r] by all limits */
};

/* A cell of a table of the plan folder. */
struct spot {
    const struct table *table;
    size_t row;
    int column;
};

/* The column of that name; refused if there is none. */
eb_status find_column(const struct claims *claims, const struct table *table,
                      const char *name, int *column);

eb_status claim_text(const struct claims *claims, struct spot at,
                     const char *truth);
/* Exactly units x 10^-places. */
eb_status claim_exact(const struct claims *claims, struct spot at, wide truth,
                      int places);
eb_status claim_count(const struct claims *claims, struct spot at,
                      int64_t truth);
/* Within `slack`. */
eb_status claim_close(const struct claims *claims, struct spot at,
                      long double truth, long double slack);
eb_status claim_blank(const struct claims *claims, struct spot at);

/* The same of a member of an object of plan.json. */
eb_status claim_key_text(const struct claims *claims,
                         const struct node *object, const char *key,
                         const char *truth);
eb_status claim_key_exact(const struct claims *claims,
                          const struct node *object, const char *key,
                          wide truth, int places);
eb_status claim_key_close(const struct claims *claims,
                          const struct node *object, const char *key,
                          long double truth, long double slack);
/* A member that must be null or absent. */
eb_status claim_key_null(const struct claims *claims,
                         const struct node *object, const char *key);
/* Reads a plain decimal; refused if it is none. */
eb_status read_exact(const struct claims *claims, const struct node *object,
                     const char *key, int places, wide *out);
/* A whole number below n. */
eb_status read_index(const struct claims *claims, const struct node *object,
                     const char *key, size_t n, size_t *out);
/* A rep's id. */
eb_status read_rep(const struct claims *claims, const struct node *object,
                   const char *key, int *rep);
eb_status refuse_node(const struct claims *claims, const struct node *node,
                      const char *what);
/* NULL also where the member is null. */
const struct node *get_set(const struct node *object, const char *key);

/* Ratios and money, which are not exact decimals. */
#define RATIO_SLACK 1.01e-6L
#define MONEY_SLACK 0.00501L

/* rows.c: takes the assignment, each row of it. */
eb_status check_assignment(struct claims *claims);
/* After the phases: next best and blocked by. */
eb_status check_alternatives(const struct claims *claims);
const char *change_of(const struct claims *claims, int a);
bool is_changed(const struct claims *claims, int a);

/* phases.c */
eb_status check_phases(struct claims *claims);
/* plan.c */
eb_status check_plan(struct claims *claims);
/* figures.c */
eb_status check_figures(const struct claims *claims);
/* tables.c */
eb_status check_moves(const struct claims *claims);
eb_status check_owners(const struct claims *claims);
/* books.c */
eb_status check_books(const struct claims *claims);

/* measure.c: (load - target) / target of a rep. */
long double deviation(wide target, int64_t load);
/* How far a claimed ratio may be from the true one. */
long double ratio_slack(long double ratio);
/* Fills `before`. */
eb_status measure_before(struct claims *claims);
/* What a rep's accounts weigh, as they were or as they are. */
int64_t load_of_book(const struct claims *claims, int spec, int group, int r,
                     bool before);

#endif
