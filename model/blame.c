/* blame.c - a minimal set of rules in conflict, by deletion. */
#include "model/blame.h"

#include "model/blaming.h"

/* What is left of the time is for this question, so many others of the pass,
 * and as long for the pass that may follow. */
static void share_time(struct blaming *blaming, size_t n_others)
{
    double now = clock_seconds();

    blaming->how.deadline = blaming->deadline;
    if (blaming->deadline > now)
        blaming->how.deadline =
            now + (blaming->deadline - now) / (2 * (double)(n_others + 1));
}

/* Leaves out what is not needed. What was needed beside more rules is asked
 * again beside those that are left: leaving a rule out may also join families
 * or take accounts out of play, so one pass alone proves nothing. */
static eb_status delete_rules(struct blaming *blaming, bool *minimal)
{
    bool again = true;
    eb_status status = EB_OK;

    while (again) {
        size_t n_others = blame_count_left(blaming);

        again = false;
        *minimal = true;
        for (size_t k = 0; k < blaming->candidates.n; k++) {
            struct candidate *candidate = &blaming->candidates.at[k];
            enum answer answer = POSSIBLE;

            if (candidate->left_out)
                continue;
            share_time(blaming, --n_others);
            if (candidate->asked_of != blame_count_left(blaming))
                TRY(blame_ask(blaming, k, &answer));
            candidate->left_out = answer == IMPOSSIBLE;
            again = again || candidate->left_out;
            *minimal = *minimal && answer != OPEN;
            if (answer == POSSIBLE)
                candidate->asked_of = blame_count_left(blaming);
        }
    }
done:
    return status;
}

eb_status blame_find(const struct compiled *compiled, const int *rep,
                     const struct solve_options *how, struct arena *memory,
                     struct blame *out)
{
    struct blaming blaming = {.compiled = compiled,
                              .rep = rep,
                              .how = *how,
                              .deadline = how->deadline};
    eb_status status = EB_NO_MEMORY;

    blaming.ignored = eb_messages_new();
    if (blaming.ignored == NULL)
        goto done;
    blaming.how.target = 0;
    blame_share_effort(&blaming);
    blaming.how.progress = NULL;
    blaming.how.said = blaming.ignored;
    TRY(blame_list(&blaming));
    TRY(delete_rules(&blaming, &out->minimal));
    blaming.how.deadline = blaming.deadline;
    TRY(blame_narrow(&blaming));
    TRY(blame_say(&blaming, memory, &out->words, &out->n));
done:
    eb_messages_free(blaming.ignored);
    VEC_CLEAR(&blaming.candidates);
    VEC_CLEAR(&blaming.without);
    VEC_CLEAR(&blaming.narrowed);
    return status;
}
