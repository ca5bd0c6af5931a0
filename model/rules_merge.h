/* rules_merge.h - rules laid over rules, as a JSON merge patch (RFC 7386): objects
 * are merged key by key, everything else is replaced, null takes a key out. */
#ifndef MODEL_RULES_MERGE_H
#define MODEL_RULES_MERGE_H

#include "base/doc.h"

/* `over`, an object of `from`, laid over `under`; either may be NULL. Every
 * value of the result knows the file, line and column it came from; the
 * documents have to outlive it for that. Keys keep the order of `under`. */
eb_status rules_merge(const struct doc *under, const struct doc *from,
                      const struct node *over, struct doc **out);

#endif
