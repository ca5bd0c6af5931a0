/* items_forced.c - the least that a forced account can cost: it has to leave, so
 * that only what a rep costs beyond it counts. */
#include "model/items.h"

static void take_least(const struct compiled *c, int a, int rep,
                       int64_t *least)
{
    int64_t cost = continuity_switch(c, a, rep);

    *least = cost < *least ? cost : *least;
}

/* How many reps of each level are among the family's arcs. */
static void count_open(struct items *items, int f, int class_number)
{
    const struct eligible_lists *lists = &items->c->workings->eligible;
    const struct level *levels;
    size_t n = classes_levels(&items->classes, class_number, &levels);

    for (size_t k = 0; k < n; k++)
        items->open[k] = (size_t)levels[k].n;
    for (size_t k = lists->first[f]; k < lists->first[f + 1]; k++) {
        int level = classes_level(&items->classes, class_number,
                                  lists->exceptions.at[k].rep);

        if (!lists->exceptions.at[k].allowed && level >= 0)
            items->open[level]--;
    }
}

static int64_t least_switch(struct items *items, int f, int class_number,
                            int a)
{
    const struct compiled *c = items->c;
    const struct eligible_lists *lists = &c->workings->eligible;
    const struct level *levels;
    size_t n = classes_levels(&items->classes, class_number, &levels);
    size_t n_list = 0;
    const int64_t *list = NULL;
    int64_t least = INT64_MAX;

    if (c->families[f].fixed >= 0)
        return continuity_switch(c, a, c->families[f].fixed);
    for (size_t k = 0; k < n; k++)
        if (items->open[k] > 0)
            take_least(c, a, levels[k].rep, &least);
    for (size_t k = lists->first[f]; k < lists->first[f + 1]; k++)
        if (lists->exceptions.at[k].allowed)
            take_least(c, a, lists->exceptions.at[k].rep, &least);
    if (items->classes.overflowed.at[class_number])
        list = eligible_list(c, lists->of_family[f], &n_list);
    for (size_t k = 0; k < n_list; k++)
        if (classes_level(&items->classes, class_number, (int)list[k]) < 0 &&
            eligible_has(c, f, (int)list[k]))
            take_least(c, a, (int)list[k], &least);
    return least;
}

void items_settle_forced(struct items *items, int f, int class_number)
{
    struct compiled *c = items->c;
    const struct family *family = &c->families[f];
    bool counted = false;

    for (size_t k = 0; k < family->n; k++) {
        int a = c->members[family->first + k];

        if (c->state[a] != STATE_FORCED || !c->workings->switching)
            continue;
        if (!counted)
            count_open(items, f, class_number);
        counted = true;
        c->workings->forced_least[a] = least_switch(items, f, class_number, a);
    }
}
