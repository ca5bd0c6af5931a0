/* rules_make.c - the rules, part by part. */
#include "model/rules_cells.h"
#include "model/rules_check.h"
#include "model/rules_goal.h"
#include "model/rules_limits.h"
#include "model/rules_metrics.h"
#include "model/rules_terms.h"

static void read_as_of(struct reader *in)
{
    const char *text = read_text(in->root, "as_of");
    struct rules *rules = in->rules;

    rules->has_as_of = in->books->has_as_of;
    rules->as_of = in->books->as_of;
    if (text != NULL && date_read(text, DATE_ISO, &rules->as_of))
        rules->has_as_of = true;
}

static void read_all(struct reader *in, const struct rules_wish *wish)
{
    read_as_of(in);
    read_metrics(in);
    read_goal(in, wish);
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
                     const struct rules_wish *wish, struct rules **out,
                     eb_messages *said)
{
    const struct rules_wish none = {NULL, NULL};
    struct reader in = {.books = books, .said = said, .status = EB_OK};
    eb_status status = EB_OK;

    if (wish == NULL)
        wish = &none;
    TRY(goal_check(wish, said));
    in.rules = NEW(struct rules, 1);
    if (in.rules == NULL)
        return EB_NO_MEMORY;
    in.rules->doc = doc;
    if (doc != NULL) {
        reader_keep(&in, rules_check(doc, said));
        in.root = doc->root;
    }
    if (in.root == NULL || in.root->kind == DOC_OBJECT)
        read_all(&in, wish);
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
