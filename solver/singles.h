/* singles.h - every agent by itself, at prices for all items: Lagrangian
 * decomposition (Guignard and Kim 1987) into blocks of one agent.
 *
 * Each item has a price; an agent takes it or not, as its own program (single.h)
 * finds best. With the price between what the item costs at the best agent and at
 * the second best, at multipliers of loads (dual.h), the bound is that of those
 * multipliers. What is won is that an agent's heavy items need not be split: the
 * agent holds one, or holds none, and is worth the less of the two. So an item
 * heavier than a target costs what it really costs to hold: all that must leave
 * the book beside it. On books of a hundred items an agent this brings the bound
 * near the best assignment, and shows which agent is to hold what. */
#ifndef SOLVER_SINGLES_H
#define SOLVER_SINGLES_H

#include "solver/held.h"
#include "solver/seats.h"

struct singles;

/* `held`: cuts in force, or NULL. Seats change as items are seated. All must stand.
 * O(arcs x loads) of memory. */
eb_status singles_new(const struct dual *dual, const struct held *held,
                      struct seats *seats, struct singles **out);
void singles_free(struct singles *singles);

/* Prices items between their two best agents at the multipliers of loads (as in
 * dual.h) and of cuts. */
void singles_price(struct singles *singles, const double *lambda);
/* Seats every heavy item where it costs least at the prices, the heaviest first,
 * and prices it accordingly. How many changed seats. */
int singles_seat(struct singles *singles);
/* Prices heavy items for the seats they have. */
void singles_price_seats(struct singles *singles);
/* What the item of seat number `seat` was found to cost the agent beside what is seated
 * there; INFINITY if it may not go there. */
double singles_burden(const struct singles *singles, int agent, int seat);
/* Prices light items anew, so many times, at the multipliers at which agents are
 * best off or, `seated`, hold what is seated there: from rough multipliers this
 * comes most of the way to the best at once, and then no further. */
void singles_settle(struct singles *singles, int rounds, bool seated);
/* The bound at the prices. */
double singles_look(struct singles *singles);
/* The multipliers of loads when it was settled last. */
void singles_lambda(const struct singles *singles, double *lambda);

/* Raises the bound for at most so many rounds towards `target`, which should be
 * near what can be reached: subgradient steps with a goal that comes nearer
 * when it is missed (Brannlund 1993). Prices stay between what the two best agents
 * asked at the last singles_price: where its multipliers were best for the seats, the best
 * prices are among these (complementary slackness), and what ties there stands
 * still. The best bound. */
double singles_ascend(struct singles *singles, double target, int rounds,
                      struct budget *budget);
/* The best bound so far, units of cost; -INFINITY. */
double singles_bound(const struct singles *singles);
/* A block for each agent, with a leaf for each state. */
eb_status singles_prove(const struct singles *singles,
                        struct certificate *out);

#endif
