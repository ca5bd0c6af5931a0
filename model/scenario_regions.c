/* scenario_regions.c - territories that a scenario leaves without anyone. */
#include "model/changing.h"
#include "model/workings.h"

#include <string.h>

static bool is_served(const struct compiled *c, int code)
{
    for (int r = 0; r < (int)c->books->n_reps; r++)
        if (c->share[r].capacity > 0 && barrier_covers(c, r, code))
            return true;
    return false;
}

/* Whether the rep with this id takes accounts of the territory. */
static bool serves(const struct compiled *c, const char *id, const char *code)
{
    int word = names_find(&c->books->words, code);
    int index = word < 0 || (size_t)word >= c->books->tree.n_index
                    ? -1
                    : c->books->tree.index[word];

    for (int r = 0; index >= 0 && r < (int)c->books->n_reps; r++)
        if (strcmp(rep_id(c->books, (size_t)r), id) == 0)
            return c->share[r].capacity > 0 && barrier_covers(c, r, index);
    return false;
}

/* The last of those in the list who served the territory before. */
static const struct node *who_left(const struct compiled *before,
                                   const struct node *list, const char *code)
{
    const struct node *found = NULL;

    for (const struct node *k = doc_first(list); k != NULL; k = k->next) {
        const struct node *id = k->kind == DOC_OBJECT ? doc_get(k, "id") : k;

        if (id != NULL && id->text != NULL && serves(before, id->text, code))
            found = k;
    }
    return found;
}

struct region {
    int code; /* of the tree of what is changed */
    size_t n_accounts;
};

static eb_status say_empty(const struct scenario_base *base,
                           const struct doc *doc,
                           const struct scenario *scenario,
                           const struct compiled *changed,
                           const struct region *region, eb_messages *said)
{
    const struct books *books = changed->books;
    const char *code =
        books->words.text.at[books->tree.code[region->code]];
    const struct node *reps = doc_get(scenario->node, "reps");
    const struct node *who =
        who_left(base->compiled, changing_list(reps, "remove"), code);

    if (who == NULL)
        who = who_left(base->compiled, changing_list(reps, "change"), code);
    if (who == NULL)
        return EB_OK; /* not by what was done to reps */
    return fault(said, doc_place(doc, who),
                 "territory \"%s\" is left with %zu account%s and no rep who "
                 "serves it",
                 code, region->n_accounts, region->n_accounts == 1 ? "" : "s");
}

eb_status scenario_check_regions(const struct scenario_base *base,
                                 const struct doc *doc,
                                 const struct scenario *scenario,
                                 const struct compiled *changed,
                                 eb_messages *said)
{
    size_t n = changed->books->tree.n;
    size_t *accounts = NEW(size_t, n + 1);
    eb_status kept = EB_OK;

    if (accounts == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; barrier_by_territory(changed) &&
                       a < changed->books->n_accounts;
         a++) {
        int code = territory_of(changed, (int)a);

        if (code >= 0 && changed->state[a] == STATE_UNASSIGNABLE)
            accounts[code]++;
    }
    for (size_t k = 0; k < n; k++) {
        const struct region region = {(int)k, accounts[k]};

        if (accounts[k] > 0 && !is_served(changed, (int)k))
            complaint_keep(&kept, say_empty(base, doc, scenario, changed,
                                            &region, said));
    }
    mem_free(accounts);
    return kept;
}
