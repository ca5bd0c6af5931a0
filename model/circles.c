/* circles.c - circles among things that each name one above them. */
#include "model/circles.h"

#include "base/mem.h"

enum { MOST_SHOWN = 8 };

static int least_on_circle(const int *above, int from)
{
    int least = from;

    for (int k = above[from]; k != from; k = above[k])
        if (k < least)
            least = k;
    return least;
}

/* Each walk upwards leaves its number where it has been; it ends at the top,
 * where an earlier walk has been, or where it has been itself: on a circle. */
eb_status circles_find(const int *above, size_t n,
                       eb_status (*found)(void *context, int k), void *context)
{
    int *walk = NEW(int, n);
    eb_status kept = EB_OK;

    if (walk == NULL)
        return EB_NO_MEMORY;
    for (size_t start = 0; start < n; start++) {
        int number = (int)start + 1, k = (int)start;

        for (; k >= 0 && walk[k] == 0; k = above[k])
            walk[k] = number;
        if (k >= 0 && walk[k] == number)
            keep_status(&kept, found(context, least_on_circle(above, k)));
    }
    mem_free(walk);
    return kept;
}

void circle_describe(const int *above, int k,
                     const char *(*name)(const void *context, int k),
                     const void *context, struct phrase *out)
{
    int at = k, shown = 0;

    do {
        const char *text = name(context, at);

        phrase_add(out, "%.*s -> ", quoted(text), text);
        at = above[at];
    } while (at != k && ++shown < MOST_SHOWN);
    if (at != k)
        phrase_add(out, "... -> ");
    phrase_add(out, "%.*s", quoted(name(context, k)), name(context, k));
}
