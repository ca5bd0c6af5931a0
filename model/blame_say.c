/* blame_say.c - the rules that are left, in words. */
#include "model/blame_words.h"
#include "model/blaming.h"

#include <string.h>

size_t blame_count_left(const struct blaming *blaming)
{
    size_t n = 0;

    for (size_t k = 0; k < blaming->candidates.n; k++)
        n += !blaming->candidates.at[k].left_out;
    return n;
}

/* " for Ana Ruiz and Bo Chen" */
static void say_reps(const struct blaming *blaming, struct phrase *phrase)
{
    for (size_t k = 0; k < blaming->narrowed.n; k++)
        phrase_add(phrase, "%s%s", k == 0 ? " for " : " and ",
                   rep_name(blaming->compiled->books,
                            (size_t)blaming->narrowed.at[k]));
}

eb_status blame_say(const struct blaming *blaming, struct arena *memory,
                    const char ***words, size_t *n)
{
    struct phrase phrase = {0}, reps = {0};
    eb_status status = EB_OK;

    *n = 0;
    *words =
        arena_new(memory, (blame_count_left(blaming) + 1) * sizeof **words);
    if (*words == NULL)
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
        (*words)[(*n)++] = text;
    }
    phrase_clear(&phrase);
    phrase_clear(&reps);
    return status;
}
