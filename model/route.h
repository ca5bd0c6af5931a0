/* route.h - one account after the other, decided at once: books kept in memory.
 *
 * A decision is the one that daily_decide() would come to for a batch of that account
 * alone, to the unit of cost, with the account counted in; what else has no owner waits
 * for the next day. The books are compiled once. An account that came since is decided
 * as a guest (guest.h), in microseconds; where it is no simple one, and where somebody is
 * asked about who changed since, the books are compiled anew, which takes as long as the
 * first time. Penalties of books that nobody asked about are those of totals before. */
#ifndef MODEL_ROUTE_H
#define MODEL_ROUTE_H

#include "model/daily.h"
#include "model/day.h"
#include "model/past.h"

struct route;

/* `rules` and `role` as in workday_open; of the options the policy and the caps. All stay
 * the caller's, and live as long. The day gets what is decided; nobody else may change it,
 * but for accounts that are added and asked about next, and for undoing that. */
eb_status route_new(struct day *day, const struct doc *rules, const char *role,
                    const struct daily_options *options,
                    const struct past *past, struct route **out,
                    eb_messages *said);
void route_free(struct route *route);

enum { ROUTE_CANDIDATES = 3 };

/* Texts live until the next call. */
struct route_row {
    const char *account, *rep, *previous; /* ids; "" none */
    const char *change, *reason, *next_best;
    int64_t cost, next_cost; /* units of cost; next_cost INT64_MIN: none */
};
struct route_answer {
    /* It has an owner and keeps it, or got none: rows[0] says why, and nothing has
     * changed in the books. */
    bool kept;
    /* The account asked about comes first; then others of its family that go with it. */
    size_t n;
    struct route_row *rows;
    size_t
        n_candidates; /* of those it was offered to, those that cost least */
    struct {
        const char *rep;
        int64_t cost;
    } candidates[ROUTE_CANDIDATES];
};

/* An open account of the day's. One that has an owner keeps it unless `reassign`: then it
 * goes to whoever else is best. `event` is noted with the edits. EB_BAD_DATA, and nothing
 * has changed, where there is none such, or the books make no sense with it. */
eb_status route_ask(struct route *route, const char *account, bool reassign,
                    size_t event, struct route_answer *out, eb_messages *said);

/* How often the books were compiled so far. */
size_t route_compiled(const struct route *route);
const char *route_role(const struct route *route);
const char *route_rep_name(const struct route *route, const char *rep);
/* Whether the policy goes by turns; then the numbers that the next day begins with: those
 * of the past and the turns as they stand. Texts live as long as both. */
bool route_has_turns(const struct route *route);
eb_status route_turns(const struct route *route, struct past *past);

#endif
