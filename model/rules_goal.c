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

eb_status goal_check(const char *wish, eb_messages *said)
{
    enum goal goal;

    if (wish == NULL || goal_of(wish, &goal))
        return EB_OK;
    return fail(EB_BAD_USAGE, said,
                "there is no goal \"%s\": try \"blend\", \"fairest\" or "
                "\"gentlest\"",
                wish);
}

static void read_against(struct reader *in)
{
    const struct node *node = read_node(in->root, "against", DOC_STRING);
    struct against *against = &in->rules->against;

    *against = (struct against){.kind = AGAINST_LOSS, .name = "loss"};
    if (node == NULL || strcmp(node->text, "loss") == 0)
        return;
    against->name = node->text;
    if (strcmp(node->text, "moves") == 0) {
        against->kind = AGAINST_MOVES;
        against->measure =
            (struct measure){.name = "accounts", .counted = true};
    } else if (find_measure(in, reader_place(in, node), node->text,
                            &against->measure)) {
        against->kind = AGAINST_METRIC;
    }
}

void read_goal(struct reader *in, const char *wish)
{
    const struct node *node = read_node(in->root, "goal", DOC_STRING);

    in->rules->goal = GOAL_BLEND;
    if (wish != NULL)
        goal_of(wish, &in->rules->goal);
    else if (node != NULL)
        goal_of(node->text, &in->rules->goal);
    read_against(in);
}
