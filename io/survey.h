/* survey.h - what books are like before there is a plan, in numbers. */
#ifndef IO_SURVEY_H
#define IO_SURVEY_H

#include "model/compile.h"
#include "model/unused.h"

struct survey {
    size_t accounts, in_play, outside, unassignable;
    size_t unowned, settled;
    size_t forced[FORCE_INELIGIBLE + 1]; /* by enum force */
    size_t locked, pinned;
    size_t reps, leavers, takers; /* takers: with a share above 0 */
    size_t placeholders;          /* posts that nobody fills yet */
    size_t families, territories;
    /* Topmost parents whose accounts in play make several families although
     * the rules keep them together, in order of id. */
    struct VEC(int) split;
    struct unused_list unused;
};

eb_status survey_make(const struct compiled *compiled, struct survey *out);
void survey_clear(struct survey *survey);

#endif
