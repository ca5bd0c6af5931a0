/* reseat.h - moves heavy items to other seats, one at a time, as long as what is
 * lost by it is less: the seats' relaxation, solved exactly.
 *
 * Prices tell what a seat is worth only near where they were found: an item of four
 * targets' weight changes a territory's prices by going there. So each change is
 * tried, by the dual simplex from the basis that it leaves; and since what the
 * agents ask at the old prices (singles.h) is a lower bound on what comes out, only
 * changes that look cheaper there are. */
#ifndef SOLVER_RESEAT_H
#define SOLVER_RESEAT_H

#include "solver/singles.h"

/* From the seats that the dual has, at multipliers near their best: those of
 * the seats' relaxation become the dual's, and the seats change as far as that makes
 * the relaxation cheaper. `singles` has the same seats; its prices are then those
 * of the multipliers. At most so many changes are tried in a row without success.
 * A step is an arc looked at. */
eb_status reseat_run(struct dual *dual, struct seats *seats,
                     struct singles *singles, int patience,
                     struct budget *budget);

#endif
