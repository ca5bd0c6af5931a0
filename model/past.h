/* past.h - what the days before say of one role, by id: former owners, covers, what
 * reps were given, and the numbers that the next day begins with.
 *
 * A ledger keeps it in its tables, a replay in memory; `workday.h` turns it into
 * numbers of the day's books. */
#ifndef MODEL_PAST_H
#define MODEL_PAST_H

#include "base/mem.h"
#include "base/vec.h"

#include <stdint.h>

/* The last owner of an account that has another today, or none. */
struct past_owner {
    const char *account, *rep;
};

/* A cover in force. */
struct past_cover {
    const char *account, *rep, *absent;
    int64_t until; /* INT64_MAX: as long as the absent rep is away */
};

/* Accounts that a rep was given: on the day, and on it and the six days before. */
struct past_given {
    const char *rep;
    int64_t today, week;
};

/* A number of a rep's that the next day begins with: the multiplier of a resource
 * (workday.c names them), or PAST_TURN, where policies in turns have come to. */
struct past_number {
    const char *rep, *of;
    double number;
};
#define PAST_TURN "turn"

struct past {
    struct VEC(struct past_owner) owners;
    /* Whom an override named last; not of this role alone. */
    struct VEC(struct past_owner) named;
    struct VEC(struct past_cover) covers;
    struct VEC(struct past_given) given;
    struct VEC(struct past_number) numbers;
    struct arena memory, numbers_memory; /* of the texts */
};

void past_clear(struct past *past);

#endif
