/* rule_words.h - rules as planners say them: "limit accounts at most 12 where
 * tier is A (rules.json:9:20)". */
#ifndef MODEL_RULE_WORDS_H
#define MODEL_RULE_WORDS_H

#include "model/phrase.h"
#include "model/rules.h"

/* " where tier is A"; nothing for a where that tests nothing. */
void say_where(struct phrase *phrase, const struct node *where);
/* "limit accounts at least 4 and at most max_accounts where ..." */
void say_limit(struct phrase *phrase, const struct limit *limit);
/* "band value within 10.0 % of the target" */
void say_band(struct phrase *phrase, const struct metric *metric);
/* The one end that a load passes, as it stands for one rep: "limit accounts at
 * most 12 where ...". */
void say_limit_end(struct phrase *phrase, const struct limit *limit,
                   bool is_max, int64_t end);
/* "max_moves 46", "max_moved_share value 0.05" */
void say_budget(struct phrase *phrase, const struct move_budget *budget);
const char *budget_name(enum budget_kind kind);
/* Whether the rule is for one metric or another. */
bool budget_has_metric(enum budget_kind kind);
/* " (rules.json:9:20)"; nothing where `source` is NULL. */
void say_place(struct phrase *phrase, const struct rules *rules,
               const struct node *source);

#endif
