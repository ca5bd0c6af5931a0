/* blame_words.h - a rule of a conflict in words: "limit accounts at most 12
 * (rules.json:9:20)". */
#ifndef MODEL_BLAME_WORDS_H
#define MODEL_BLAME_WORDS_H

#include "model/compile.h"
#include "model/phrase.h"

/* `n_held`: how many accounts a lock or the pins hold; `reps`: " for ...", for
 * whom a limit is meant, or "". */
void say_rule(struct phrase *phrase, const struct compiled *compiled,
              struct rule_ref rule, size_t n_held, const char *reps);

#endif
