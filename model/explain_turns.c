/* explain_turns.c - what would have to be otherwise for an account to be with
 * another rep: one number after the other is changed in the books themselves,
 * and the problem compiled anew, until the difference reaches 0.
 *
 * The difference is no simple function of the number, since targets follow it.
 * So it is asked for at steps that double, outward on both sides; between the
 * last step that does not do and the first that does, the nearest number that
 * does is found by interpolation and halving. */
#include "model/explaining.h"

#include "model/standing.h"
#include "model/workings.h"

/* A number that may be changed. */
struct dial {
    int64_t *number;
    bool *blank; /* or NULL */
    int decimals;
    int64_t least, size; /* no number below; what a large change is */
};

enum { OUTWARD = 12, FINEST = 64, MOST_PROBES = 400 };

/* ---- One question -------------------------------------------------------- */

static int item_of(const struct compiled *c, int account)
{
    int family = c->family_of[account];

    return family < 0 ? -1 : c->families[family].item;
}

/* INT64_MAX where one of the two could not have it. */
static eb_status ask(struct probing *probing, int64_t *difference)
{
    struct standing standing = {0};
    struct restored restored = {0};
    eb_messages *mute = eb_messages_new();
    struct change_of change;
    struct lift lift;
    int64_t cost;
    int item;
    eb_status status = mute == NULL ? EB_NO_MEMORY : EB_OK;

    *difference = INT64_MAX;
    TRY(status);
    status = restore(&probing->what, &restored, mute);
    if (status == EB_REFUSED || status == EB_BAD_DATA) {
        status = EB_OK;
        goto done;
    }
    TRY(status);
    item = item_of(restored.compiled, probing->account);
    cost = item < 0
               ? NO_ARC
               : problem_cost(restored.compiled->problem, item, probing->to);
    if (cost == NO_ARC)
        goto done;
    TRY(standing_init(&standing, restored.compiled->problem, restored.agent));
    standing_lift(&standing, item, &lift);
    standing_try(&standing, &lift, probing->to, cost, &change);
    *difference = change.delta;
done:
    standing_clear(&standing);
    restored_clear(&restored);
    eb_messages_free(mute);
    return status;
}

/* The same with the dial at another number. */
static eb_status ask_at(struct probing *probing, const struct dial *dial,
                        int64_t number, int64_t *difference)
{
    int64_t kept = *dial->number;
    bool was_blank = dial->blank != NULL && *dial->blank;
    eb_status status;

    probing->budgeted--;
    *dial->number = number;
    if (dial->blank != NULL)
        *dial->blank = false;
    status = ask(probing, difference);
    *dial->number = kept;
    if (dial->blank != NULL)
        *dial->blank = was_blank;
    return status;
}

/* ---- The nearest number that does ---------------------------------------- */

/* A number between two, where a line through them would be 0; the middle where
 * that is no help. */
static int64_t between(int64_t near, int64_t far, double at_near,
                       double at_far, bool halve)
{
    int64_t middle = near + (far - near) / 2;
    double part = at_near / (at_near - at_far);
    int64_t guess = near + (int64_t)(part * (double)(far - near));

    if (halve || !(part > 0 && part < 1) || guess == near || guess == far)
        return middle;
    return guess;
}

/* `near` does not do, `far` does: the first number from `near` on that does,
 * if none in between does that is nearer than one that does not. */
static eb_status close_in(struct probing *probing, const struct dial *dial,
                          int64_t near, int64_t at_near, int64_t far,
                          int64_t at_far, int64_t *out)
{
    eb_status status = EB_OK;

    for (int turn = 0; near + 1 < far || far + 1 < near; turn++) {
        int64_t middle = between(near, far, (double)at_near, (double)at_far,
                                 turn % 2 == 1 || at_near == INT64_MAX);
        int64_t at;

        TRY(ask_at(probing, dial, middle, &at));
        if (at <= 0) {
            far = middle;
            at_far = at;
        } else {
            near = middle;
            at_near = at;
        }
    }
    *out = far;
done:
    return status;
}

/* How one side of the number stands. */
struct side {
    int sign;
    int64_t last, at_last;
    bool over; /* nothing lies further out */
};

static eb_status step(struct probing *probing, const struct dial *dial,
                      struct side *side, int64_t by, bool *found, int64_t *out)
{
    int64_t next = *dial->number + side->sign * by, at;
    eb_status status = EB_OK;

    if (next <= dial->least) {
        next = dial->least;
        side->over = true;
    }
    if (next == side->last)
        return EB_OK;
    TRY(ask_at(probing, dial, next, &at));
    if (at <= 0) {
        TRY(close_in(probing, dial, side->last, side->at_last, next, at, out));
        *found = true;
    }
    side->last = next;
    side->at_last = at;
done:
    return status;
}

static int64_t distance(int64_t a, int64_t b)
{
    return a < b ? b - a : a - b;
}

/* The nearer of two finds, the lower one where both are as near. */
static void take_nearer(struct turn *turn, int64_t found)
{
    if (!turn->possible ||
        distance(found, turn->now) < distance(turn->then, turn->now) ||
        (distance(found, turn->now) == distance(turn->then, turn->now) &&
         found < turn->then))
        turn->then = found;
    turn->possible = true;
}

static eb_status search(struct probing *probing, const struct dial *dial,
                        int64_t difference, struct turn *turn)
{
    struct side sides[2] = {{-1, *dial->number, difference, false},
                            {1, *dial->number, difference, false}};
    int64_t by = dial->size / FINEST;
    eb_status status = EB_OK;

    turn->now = *dial->number;
    turn->decimals = dial->decimals;
    by = by > 0 ? by : 1;
    for (int k = 0; k < OUTWARD && !turn->possible; k++, by *= 2)
        for (int s = 0; s < 2; s++) {
            bool found = false;
            int64_t number;

            if (sides[s].over || probing->budgeted <= 0)
                continue;
            TRY(step(probing, dial, &sides[s], by, &found, &number));
            if (found)
                take_nearer(turn, number);
        }
done:
    return status;
}

/* ---- What may be changed ------------------------------------------------- */

static struct column *capacity_column(const struct compiled *c)
{
    const struct rep_columns *rep = &c->workings->rep;
    const struct column *column =
        rep->capacity != NULL ? rep->capacity : rep->fte;
    const struct frame *reps = c->books->reps;

    return column == NULL ? NULL : &reps->columns[column - reps->columns];
}

/* Places behind the point that a capacity may be told with. */
enum { CAPACITY_PLACES = 3 };

/* The same numbers at another scale, if they have no places that it lacks. */
static void rescale(struct column *column, size_t n, int decimals)
{
    for (; column->decimals < decimals; column->decimals++)
        for (size_t k = 0; k < n; k++)
            column->number[k] *= 10;
    for (; column->decimals > decimals; column->decimals--)
        for (size_t k = 0; k < n; k++)
            column->number[k] /= 10;
}

/* What turns a rep's capacity: the cell of its column, or, without one, the share
 * that the column `ramp` would say. */
struct capacity_dial {
    struct dial dial;
    struct column *column; /* or NULL */
    int decimals;          /* it had */
    struct rep_time *time;
    struct decimal ramp; /* it had */
};

static bool capacity_open(struct probing *probing, const struct compiled *c,
                          int rep, struct capacity_dial *out)
{
    struct column *column = capacity_column(c);
    size_t row = (size_t)c->books->rep_row[rep];

    *out = (struct capacity_dial){.time = &probing->books->rep_time[rep]};
    out->ramp = out->time->ramp;
    if (column != NULL && !column->blank[row]) {
        out->column = column;
        out->decimals = column->decimals;
        if (column->decimals < CAPACITY_PLACES)
            rescale(column, c->books->reps->n_rows, CAPACITY_PLACES);
        out->dial = (struct dial){&column->number[row], &column->blank[row],
                                  column->decimals, 0, column->number[row]};
        return true;
    }
    if (out->time->ramp_is_date ||
        !decimal_scale(out->ramp, CAPACITY_PLACES, &out->time->ramp.units))
        return false;
    out->time->ramp.decimals = CAPACITY_PLACES;
    out->dial = (struct dial){&out->time->ramp.units, NULL, CAPACITY_PLACES, 0,
                              out->time->ramp.units};
    return true;
}

static void capacity_close(const struct compiled *c,
                           const struct capacity_dial *capacity)
{
    capacity->time->ramp = capacity->ramp;
    if (capacity->column != NULL)
        rescale(capacity->column, c->books->reps->n_rows, capacity->decimals);
}

static eb_status turn_capacity(struct probing *probing,
                               const struct compiled *c, int rep,
                               enum turn_kind kind, int64_t difference,
                               struct explained_turns *out)
{
    struct turn *turn = &out->turn[out->n];
    struct capacity_dial capacity;
    eb_status status = EB_OK;

    if (capacity_open(probing, c, rep, &capacity)) {
        *turn = (struct turn){.kind = kind};
        turn->column = capacity.column == NULL ? "" : capacity.column->header;
        out->n++;
        status = search(probing, &capacity.dial, difference, turn);
    }
    capacity_close(c, &capacity);
    return status;
}

/* An account is worth at least nothing; a large change is its own value, or that
 * of a common one. */
static eb_status turn_value(struct probing *probing, const struct compiled *c,
                            int64_t difference, struct explained_turns *out)
{
    const struct column *value = c->workings->account.value;
    int64_t mean =
        c->n_in_play == 0 ? 0 : c->value_total / (int64_t)c->n_in_play;
    struct turn *turn = &out->turn[out->n];
    struct dial dial;
    int64_t now;

    if (value == NULL)
        return EB_OK;
    now = value->number[probing->account];
    dial = (struct dial){&value->number[probing->account],
                         &value->blank[probing->account], value->decimals,
                         now < 0 ? now : 0, now > mean ? now : mean};
    *turn = (struct turn){.kind = TURN_VALUE, .column = value->header};
    out->n++;
    return search(probing, &dial, difference, turn);
}

static int64_t switch_of(const struct compiled *c, int account, int rep)
{
    const struct family *family = &c->families[c->family_of[account]];
    int64_t sum = 0;

    for (size_t k = 0; k < family->n; k++)
        sum +=
            account_cost(c, c->members[family->first + k], rep, COST_SWITCH);
    return sum;
}

/* Only where it costs something at one of the two: the difference then changes
 * by as much as that does. */
static void turn_switch(const struct probing *probing,
                        const struct compiled *c, int64_t difference,
                        struct explained_turns *out)
{
    int64_t here =
        switch_of(c, probing->account, probing->what.rep[probing->account]);
    int64_t there = switch_of(c, probing->account, probing->to);
    struct turn *turn = &out->turn[out->n];

    if ((here == 0) == (there == 0) ||
        c->state[probing->account] != STATE_SETTLED)
        return;
    *turn = (struct turn){.kind = TURN_SWITCH, .decimals = 9, .column = ""};
    turn->now = here + there;
    turn->then = there != 0 ? there - difference : here + difference;
    turn->possible = turn->then >= 0;
    out->n++;
}

eb_status explain_turns(struct probing *probing, const struct compiled *c,
                        int64_t difference, struct explained_turns *out)
{
    int rep = probing->what.rep[probing->account];
    eb_status status;

    probing->budgeted = MOST_PROBES;
    TRY(turn_value(probing, c, difference, out));
    turn_switch(probing, c, difference, out);
    TRY(turn_capacity(probing, c, rep, TURN_GIVER, difference, out));
    TRY(turn_capacity(probing, c, probing->to, TURN_RECEIVER, difference,
                      out));
done:
    return status;
}
