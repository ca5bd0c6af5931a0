/* rules_goal.c - reading what a plan is to achieve. */
#include "model/rules_goal.h"

#include "model/rules_feeds.h"

#include <string.h>

static const char *const names[] = {[GOAL_BLEND] = "blend",
                                    [GOAL_FAIREST] = "fairest",
                                    [GOAL_GENTLEST] = "gentlest"};

enum { N_GOALS = sizeof names / sizeof *names };

const char *goal_name(enum goal goal)
{
    return names[goal];
}

static bool goal_of(const char *name, enum goal *out)
{
    for (int k = 0; k < N_GOALS; k++)
        if (strcmp(names[k], name) == 0) {
            *out = (enum goal)k;
            return true;
        }
    return false;
}

eb_status goal_check(const struct rules_wish *wish, eb_messages *said)
{
    enum goal goal;

    if (wish->goal == NULL || goal_of(wish->goal, &goal))
        return EB_OK;
    return fail(EB_BAD_USAGE, said,
                "there is no goal \"%s\": try \"blend\", \"fairest\" or "
                "\"gentlest\"",
                wish->goal);
}

static void take_against(struct reader *in, struct place at, const char *name)
{
    struct against *against = &in->rules->against;

    if (strcmp(name, "loss") == 0)
        return;
    against->name = name;
    if (strcmp(name, "moves") == 0) {
        against->kind = AGAINST_MOVES;
        against->measure =
            (struct measure){.name = "accounts", .counted = true};
    } else if (find_measure(in, at, name, &against->measure)) {
        against->kind = AGAINST_METRIC;
    }
}

/* Of a flag: what it says wrongly is no fault of the rules. */
static void wish_against(struct reader *in, const char *wish)
{
    const struct place flag = {"--against", 0, 0};
    eb_status before = in->status;
    size_t n = strlen(wish) + 1;
    char *own = reader_take(in, n, 1);

    if (own == NULL)
        return;
    memcpy(own, wish, n);
    if (in->rules->goal == GOAL_GENTLEST)
        take_against(in, flag, own);
    else
        reader_keep(in, fault(in->said, flag,
                              "only the goal gentlest takes this; add --goal "
                              "gentlest"));
    if (before == EB_OK && in->status == EB_BAD_DATA)
        in->status = EB_BAD_USAGE;
}

static void read_against(struct reader *in, const char *wish)
{
    const struct node *node = read_node(in->root, "against", DOC_STRING);

    in->rules->against =
        (struct against){.kind = AGAINST_LOSS, .name = "loss"};
    if (wish != NULL)
        wish_against(in, wish);
    else if (node != NULL)
        take_against(in, reader_place(in, node), node->text);
}

void read_goal(struct reader *in, const struct rules_wish *wish)
{
    const struct node *node = read_node(in->root, "goal", DOC_STRING);

    in->rules->goal = GOAL_BLEND;
    if (wish->goal != NULL)
        goal_of(wish->goal, &in->rules->goal);
    else if (node != NULL)
        goal_of(node->text, &in->rules->goal);
    read_against(in, wish->against);
}
