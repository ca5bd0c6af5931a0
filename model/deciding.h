/* deciding.h - what the files of daily.h share: for them alone, in this order:
 *
 *     daily_open -> daily_offer -> daily_policy -> daily_place -> daily_repair
 *         -> daily_cover -> daily_bound -> daily_tell -> daily_decide            */
#ifndef MODEL_DECIDING_H
#define MODEL_DECIDING_H

#include "model/daily.h"
#include "model/lots.h"
#include "model/phrase.h"
#include "model/tally.h"

/* Why somebody who may own a lot gets nothing new. */
enum closed {
    CLOSED_NOT,    /* gets it */
    CLOSED_BEFORE, /* has not begun */
    CLOSED_AWAY,
    CLOSED_DAY_OFF,
    CLOSED_DAILY_CAP,
    CLOSED_WEEKLY_CAP,
    CLOSED_JOINER, /* has had enough for one who has just begun */
    CLOSED_OWNER,  /* has it, and somebody else is to get it */
    N_CLOSED
};

/* Those that a lot is offered to: in lots.arcs, ascending, with `cost` all that it
 * would change of the objective. */
struct offers {
    int n;
    int all;              /* reps that may own it */
    int closed[N_CLOSED]; /* of these, by why they get nothing new */
    bool
        bound; /* it is pinned or locked there, or its family is there: nobody asks
                    whether they get anything new */
    int broken; /* limits that whoever takes it must break */
};

/* What becomes of a lot. */
enum lot_fate {
    FATE_STAYS,
    FATE_PLACED, /* it had no place */
    FATE_MOVED,
    FATE_WAITS /* it had no place, and has none */
};

#define VACANT                                                                \
    (-2) /* a lot's rep: its owner has left, and the post is to be filled */

struct lot_state {
    enum lot_fate fate;
    int from;             /* who had it, in `seat` as the day began; -1 */
    bool refilled;        /* it was vacant, and somebody has taken the post */
    struct offers offers; /* when it was placed, or waits */
};

struct deciding {
    const struct books *books;
    const struct daily_options *options;
    const struct daily_past *past;
    struct daily *out;
    struct compiled *c;
    eb_messages *said;
    int64_t date;

    int *seat;               /* [n_accounts]; `lots` looks at it */
    struct lots lots;        /* all; a lot's `rep` changes with `seat` */
    struct lot_state *state; /* [lots] */
    struct VEC(size_t) open; /* lots that had no place */
    size_t *load_first; /* [lots + 1] what they weigh at a rep without a row */
    struct load *loads;
    bool *varies;         /* [lots] pairs.csv says otherwise of some reps */
    struct load *scratch; /* [n_resources] */
    bool fits;            /* accounts may cost something where they are */
    struct tally tally;   /* of what has a place */

    int *lately; /* [n_lately] reps who have begun within `vacancy` days */
    int n_lately;
    enum closed *closed;               /* [n_reps] whatever the lot */
    int64_t *given_today, *given_week; /* [n_reps] accounts */
    int64_t *joiner_cap; /* [n_reps] accounts a week; -1: no joiner */
    int64_t *turns;      /* [n_reps] */
    struct VEC(struct daily_decision) covers;
};

/* daily_open.c - what has no place, who is here, and how much a joiner gets. */
eb_status daily_seat(struct deciding *d);
eb_status daily_see_reps(struct deciding *d);
eb_status daily_see_lots(struct deciding *d);
/* Accounts a week, for those who have begun lately. Lots must have been seen. */
eb_status daily_limit_joiners(struct deciding *d);
bool daily_is_joiner(const struct deciding *d, int rep);
/* What a joiner gets at most, of an even share of this and of what peers got. */
int64_t daily_joiner_cap(double share);
bool is_away(const struct deciding *d, int rep);
/* Until when the account waits for who takes the post of its owner, who has left: the
 * last day; INT64_MIN: it does not. */
int64_t vacant_until(const struct deciding *d, int account);

/* daily_offer.c */
/* What the lot weighs at the rep; of one that varies in `room` [n_resources], or in
 * the one of all. */
int lot_loads_in(const struct deciding *d, size_t lot, int rep,
                 struct load *room, const struct load **out);
int lot_loads(const struct deciding *d, size_t lot, int rep,
              const struct load **out);
/* Whether the rep is given anything new at this moment. */
enum closed daily_closed(const struct deciding *d, int rep);
/* Whether some load of the rep is above its limit. */
bool daily_is_over_capacity(const struct deciding *d, int rep);
/* Counts the lot as given (sign 1) or not (-1). */
void daily_count(struct deciding *d, size_t lot, int rep, int sign);
/* Of a lot without a place. */
struct offers daily_offer(struct deciding *d, size_t lot);
/* Gives a lot without a place to a rep, or (-1) takes it away; counts are not
 * touched. */
void daily_set(struct deciding *d, size_t lot, int rep);
/* The same, and counts it as given. */
void daily_give(struct deciding *d, size_t lot, int rep);
void daily_take_back(struct deciding *d, size_t lot);

/* daily_policy.c */
struct policy_rule {
    const char *name;
    const char *words; /* of the reason: "... of 9 reps" */
    bool hardest_first;
    bool polished; /* what is placed changes places until nothing gains */
    /* The least is chosen; of equals the first by id. */
    long double (*worth)(const struct deciding *d, size_t lot, int offer);
};
const struct policy_rule *policy_rule(enum policy policy);
/* Where turns stand before the first. */
eb_status daily_level_turns(struct deciding *d);
void daily_count_turn(struct deciding *d, size_t lot);

/* daily_place.c - all that has no place and can have one. */
eb_status daily_place(struct deciding *d);
/* One lot, by the policy. */
void daily_place_lot(struct deciding *d, size_t lot);

/* daily_decide.c - a day as it begins, before anything is placed. */
eb_status daily_begin(struct deciding *d);
void deciding_clear(struct deciding *d);

/* daily_repair.c - moves within the budget, and what more would do. */
eb_status daily_repair(struct deciding *d);

/* daily_cover.c - new covers, into `covers`. */
eb_status daily_cover(struct deciding *d);

/* daily_bound.c - what no books can be better than. */
eb_status daily_bound(struct deciding *d);

/* daily_tell.c - measures, decisions, reasons. */
/* Makes a text of the phrase that lives as long as the decisions; clears it. */
eb_status daily_keep_text(struct deciding *d, struct phrase *phrase,
                          const char **out);
void daily_measure(const struct deciding *d, struct daily_measure *out);
eb_status daily_tell(struct deciding *d);
/* The decisions on all of a lot [its n]; on an account that nobody may own. */
eb_status daily_tell_lot(struct deciding *d, size_t lot,
                         struct daily_decision *rows);
eb_status daily_tell_unassignable(struct deciding *d, int account,
                                  struct daily_decision *row);

#endif
