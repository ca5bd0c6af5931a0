/* past.c - what the days before say of one role. */
#include "model/past.h"

void past_clear(struct past *past)
{
    VEC_CLEAR(&past->owners);
    VEC_CLEAR(&past->named);
    VEC_CLEAR(&past->covers);
    VEC_CLEAR(&past->given);
    VEC_CLEAR(&past->numbers);
    arena_clear(&past->memory);
    arena_clear(&past->numbers_memory);
    *past = (struct past){0};
}
