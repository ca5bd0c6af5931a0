/* blame.c - a minimal set of rules in conflict, by deletion. */
#include "model/blame.h"

#include "model/blame_words.h"
#include "model/blaming.h"

#include <string.h>

static size_t count_left(const struct blaming *blaming)
{
    size_t n = 0;

    for (size_t k = 0; k < blaming->candidates.n; k++)
        n += !blaming->candidates.at[k].left_out;
    return n;
}

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
        size_t n_others = count_left(blaming);

        again = false;
        *minimal = true;
        for (size_t k = 0; k < blaming->candidates.n; k++) {
            struct candidate *candidate = &blaming->candidates.at[k];
            enum answer answer = POSSIBLE;

            if (candidate->left_out)
                continue;
            share_time(blaming, --n_others);
            if (candidate->asked_of != count_left(blaming))
                TRY(blame_ask(blaming, k, &answer));
            candidate->left_out = answer == IMPOSSIBLE;
            again = again || candidate->left_out;
            *minimal = *minimal && answer != OPEN;
            if (answer == POSSIBLE)
                candidate->asked_of = count_left(blaming);
        }
    }
done:
    return status;
}

/* " for Ana Ruiz and Bo Chen" */
static void say_reps(const struct blaming *blaming, struct phrase *phrase)
{
    for (size_t k = 0; k < blaming->narrowed.n; k++)
        phrase_add(phrase, "%s%s", k == 0 ? " for " : " and ",
                   rep_name(blaming->compiled->books,
                            (size_t)blaming->narrowed.at[k]));
}

static eb_status put_in_words(const struct blaming *blaming,
                              struct arena *memory, struct blame *out)
{
    struct phrase phrase = {0}, reps = {0};
    eb_status status = EB_OK;

    out->n = 0;
    out->words =
        arena_new(memory, (count_left(blaming) + 1) * sizeof *out->words);
    if (out->words == NULL)
        return EB_NO_MEMORY;
    say_reps(blaming, &reps);
    for (size_t k = 0; k < blaming->candidates.n; k++) {
        const char *text;

        if (blaming->candidates.at[k].left_out)
            continue;
        phrase.text.n = 0;
        say_rule(&phrase, blaming->compiled, blaming->candidates.at[k].rule,
                 blaming->candidates.at[k].n_held, phrase_text(&reps));
        text = arena_string(memory, phrase_text(&phrase),
                            strlen(phrase_text(&phrase)));
        if (phrase.failed || reps.failed || text == NULL) {
            status = EB_NO_MEMORY;
            break;
        }
        out->words[out->n++] = text;
    }
    phrase_clear(&phrase);
    phrase_clear(&reps);
    return status;
}

/* There are as many questions as rules and more, and each may stay open after all the
 * effort of a plan: they get the effort below, and all of them so many steps. */
static void share_effort(struct blaming *blaming)
{
    static const int64_t steps[] = {[EB_QUICK] = 1000000000,
                                    [EB_NORMAL] = 4000000000,
                                    [EB_DEEP] = 100000000000};
    eb_effort effort = blaming->how.effort;

    blaming->steps = steps[effort];
    blaming->how.effort = effort == EB_DEEP ? EB_NORMAL : EB_QUICK;
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
    share_effort(&blaming);
    blaming.how.progress = NULL;
    blaming.how.said = blaming.ignored;
    TRY(blame_list(&blaming));
    TRY(delete_rules(&blaming, &out->minimal));
    blaming.how.deadline = blaming.deadline;
    TRY(blame_narrow(&blaming));
    TRY(put_in_words(&blaming, memory, out));
done:
    eb_messages_free(blaming.ignored);
    VEC_CLEAR(&blaming.candidates);
    VEC_CLEAR(&blaming.without);
    VEC_CLEAR(&blaming.narrowed);
    return status;
}
