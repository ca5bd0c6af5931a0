/* barrier_words.h - why a rep may not own an account, as a planner says it. */
#ifndef MODEL_BARRIER_WORDS_H
#define MODEL_BARRIER_WORDS_H

#include "model/compile.h"
#include "model/phrase.h"

/* "does not serve its territory"; of n reps "do not ...". */
const char *barrier_words(enum barrier barrier, size_t n);
/* " 3 have left, 9 do not serve its territory": of all reps but one (-1: of all), why
 * they may not own the family. */
void say_barriers(struct phrase *phrase, const struct compiled *compiled,
                  int family, int but);
/* Why the account must leave its owner: "Bo Chen leaves on 2027-03-31"; nothing
 * where it need not. */
void say_force(struct phrase *phrase, const struct compiled *compiled,
               int account);

#endif
