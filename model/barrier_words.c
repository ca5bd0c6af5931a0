/* barrier_words.c - why a rep may not own an account, in words. */
#include "model/barrier_words.h"

#include "model/workings.h"

static void say_leaver(struct phrase *phrase, const struct compiled *c,
                       int rep)
{
    int64_t end = c->books->rep_time[rep].end;
    const char *name = rep_name(c->books, (size_t)rep);
    char date[11];

    if (!c->books->rep_time[rep].active || end == INT64_MAX) {
        phrase_add(phrase, "%s has left", name);
        return;
    }
    date_write(end, date);
    phrase_add(phrase, "%s %s on %s", name,
               end < c->workings->as_of ? "left" : "leaves", date);
}

const char *barrier_words(enum barrier barrier, size_t n)
{
    static const char *const words[][2] = {
        [BARRIER_NONE] = {"may own it", "may own it"},
        [BARRIER_LEAVER] = {"has left", "have left"},
        [BARRIER_ZERO] = {"has no capacity", "have no capacity"},
        [BARRIER_TERRITORY] = {"does not serve its territory",
                               "do not serve its territory"},
        [BARRIER_NOT] = {"is ruled out by `not`", "are ruled out by `not`"},
        [BARRIER_DECISION] = {"is ruled out by a decision",
                              "are ruled out by decisions"},
        [BARRIER_PAIR] = {"is ruled out by the pairs",
                          "are ruled out by the pairs"},
        [BARRIER_FIT] = {"does not fit it", "do not fit it"},
        [BARRIER_HELD] = {"is not who holds it", "are not who holds it"},
    };

    return words[barrier][n != 1];
}

void say_barriers(struct phrase *phrase, const struct compiled *c, int family,
                  int but)
{
    size_t n[BARRIER_HELD + 1] = {0};
    const char *before = " ";

    for (int r = 0; r < (int)c->books->n_reps; r++)
        if (r != but)
            n[family_barrier(c, family, r)]++;
    for (int k = 0; k <= BARRIER_HELD; k++)
        if (n[k] > 0) {
            phrase_add(phrase, "%s%zu %s", before, n[k],
                       barrier_words((enum barrier)k, n[k]));
            before = ", ";
        }
}

void say_force(struct phrase *phrase, const struct compiled *c, int account)
{
    const struct books *books = c->books;
    int owner = books->owner[account];

    switch (c->force[account]) {
    case FORCE_LEAVER:
        say_leaver(phrase, c, owner);
        break;
    case FORCE_UNKNOWN:
        phrase_add(phrase, "owner \"%s\" is no rep of role \"%s\"",
                   books->words.text.at[books->owner_column->word[account]],
                   books->role);
        break;
    case FORCE_ZERO:
        phrase_add(phrase, "%s has no capacity",
                   rep_name(books, (size_t)owner));
        break;
    case FORCE_INELIGIBLE:
        phrase_add(
            phrase, "%s %s", rep_name(books, (size_t)owner),
            barrier_words(family_barrier(c, c->family_of[account], owner), 1));
        break;
    case FORCE_NONE:
        break;
    }
}
