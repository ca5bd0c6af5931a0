/* rules_make.c - the rules, part by part. */
#include "model/rules_cells.h"
#include "model/rules_check.h"
#include "model/rules_limits.h"
#include "model/rules_metrics.h"
#include "model/rules_terms.h"

#include <string.h>

static void read_as_of(struct reader *in)
{
    const char *text = read_text(in->root, "as_of");
    struct rules *rules = in->rules;

    rules->has_as_of = in->books->has_as_of;
    rules->as_of = in->books->as_of;
    if (text != NULL && date_read(text, DATE_ISO, &rules->as_of))
        rules->has_as_of = true;
}

/* The caller's own wish is looked at before anything is read. */
static void read_goal(struct reader *in, bool overridden)
{
    const struct node *node = read_node(in->root, "goal", DOC_STRING);

    in->rules->goal = "blend";
    if (node == NULL || overridden || strcmp(node->text, "blend") == 0)
        return;
    if (strcmp(node->text, "fairest") == 0 ||
        strcmp(node->text, "gentlest") == 0)
        reader_keep(in, fault(in->said, reader_place(in, node),
                              "goal: \"%s\" is not there yet: this version "
                              "plans for the blend",
                              node->text));
    else
        reader_keep(in,
                    fault(in->said, reader_place(in, node),
                          "goal: expected \"blend\", not \"%s\"", node->text));
}

static eb_status check_wish(const char *goal, eb_messages *said)
{
    if (goal == NULL || strcmp(goal, "blend") == 0)
        return EB_OK;
    if (strcmp(goal, "fairest") == 0 || strcmp(goal, "gentlest") == 0)
        return fail(EB_BAD_USAGE, said,
                    "the goal \"%s\" is not there yet: this version plans for "
                    "the blend",
                    goal);
    return fail(EB_BAD_USAGE, said, "there is no goal \"%s\": try \"blend\"",
                goal);
}

static void read_all(struct reader *in, bool goal_overridden)
{
    read_as_of(in);
    read_goal(in, goal_overridden);
    read_metrics(in);
    read_balance_within(in);
    read_limits(in);
    read_territory(in);
    read_fit(in);
    read_families(in);
    read_continuity(in);
    read_budgets(in);
    read_locks(in);
}

eb_status rules_make(const struct doc *doc, const struct books *books,
                     const char *goal, struct rules **out, eb_messages *said)
{
    struct reader in = {.books = books, .said = said, .status = EB_OK};
    eb_status status = EB_OK;

    TRY(check_wish(goal, said));
    in.rules = NEW(struct rules, 1);
    if (in.rules == NULL)
        return EB_NO_MEMORY;
    in.rules->doc = doc;
    if (doc != NULL) {
        reader_keep(&in, rules_check(doc, said));
        in.root = doc->root;
    }
    if (in.root == NULL || in.root->kind == DOC_OBJECT)
        read_all(&in, goal != NULL);
    if (in.status != EB_NO_MEMORY)
        reader_keep(&in, rules_check_cells(in.rules, books, said));
    status = in.status;
    if (status == EB_OK) {
        *out = in.rules;
        in.rules = NULL;
    }
done:
    rules_free(in.rules);
    return status;
}
