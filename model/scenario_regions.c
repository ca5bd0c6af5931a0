/* scenario_regions.c - territories that a scenario leaves without anyone. */
#include "model/changing.h"
#include "model/phrase.h"
#include "model/workings.h"

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

    int rep = books_rep(c->books, id);

    return index >= 0 && rep >= 0 && c->share[rep].capacity > 0 &&
           barrier_covers(c, rep, index);
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

/* A territory with accounts that nobody may own, and what did it. */
struct region {
    const struct node *who; /* in the list `remove` or `change` */
    const char *code;
    size_t n_accounts;
};

struct emptying {
    const struct compiled *before, *after;
    const struct doc *doc;
    const struct node *reps; /* of the scenario */
    struct VEC(struct region) regions;
};

/* Regions that were without anyone before are not the scenario's doing. */
static eb_status add_region(struct emptying *in, int code, size_t n_accounts)
{
    const struct books *books = in->after->books;
    struct region new = {.code = books->words.text.at[books->tree.code[code]],
                         .n_accounts = n_accounts};

    new.who =
        who_left(in->before, changing_list(in->reps, "remove"), new.code);
    if (new.who == NULL)
        new.who =
            who_left(in->before, changing_list(in->reps, "change"), new.code);
    if (new.who != NULL && !VEC_PUSH(&in->regions, new))
        return EB_NO_MEMORY;
    return EB_OK;
}

static eb_status find_regions(struct emptying *in)
{
    const struct compiled *c = in->after;
    size_t n = c->books->tree.n;
    size_t *accounts = NEW(size_t, n + 1);
    eb_status status = accounts == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    for (size_t a = 0; a < c->books->n_accounts; a++) {
        int code = territory_of(c, (int)a);

        if (code >= 0 && c->state[a] == STATE_UNASSIGNABLE)
            accounts[code]++;
    }
    for (size_t k = 0; k < n; k++)
        if (accounts[k] > 0 && !is_served(c, (int)k))
            TRY(add_region(in, (int)k, accounts[k]));
done:
    mem_free(accounts);
    return status;
}

/* One message for each rep: all that is left with nobody because of him. */
static eb_status say_regions(const struct emptying *in, size_t first,
                             eb_messages *said)
{
    enum { NAMED = 3 };
    const struct node *who = in->regions.at[first].who;
    struct phrase list = {0};
    size_t n = 0, n_accounts = 0;
    eb_status status;

    for (size_t k = first; k < in->regions.n; k++) {
        const struct region *region = &in->regions.at[k];

        if (region->who != who)
            continue;
        n_accounts += region->n_accounts;
        if (n++ < NAMED)
            phrase_add(&list, "%s\"%s\"", n > 1 ? ", " : "", region->code);
    }
    if (n > NAMED)
        phrase_add(&list, " and %zu more", n - NAMED);
    status = list.failed
                 ? EB_NO_MEMORY
                 : fault(said, doc_place(in->doc, who),
                         "no rep is left for territor%s %s; %zu account%s "
                         "would have none",
                         n == 1 ? "y" : "ies", phrase_text(&list), n_accounts,
                         n_accounts == 1 ? "" : "s");
    phrase_clear(&list);
    return status;
}

static bool is_first(const struct emptying *in, size_t region)
{
    for (size_t k = 0; k < region; k++)
        if (in->regions.at[k].who == in->regions.at[region].who)
            return false;
    return true;
}

eb_status scenario_check_regions(const struct scenario_base *base,
                                 const struct doc *doc,
                                 const struct scenario *scenario,
                                 const struct compiled *changed,
                                 eb_messages *said)
{
    struct emptying in = {
        base->compiled, changed, doc, doc_get(scenario->node, "reps"), {0}};
    eb_status kept = EB_OK;

    if (barrier_by_territory(changed))
        kept = find_regions(&in);
    for (size_t k = 0; k < in.regions.n && kept != EB_NO_MEMORY; k++)
        if (is_first(&in, k))
            complaint_keep(&kept, say_regions(&in, k, said));
    VEC_CLEAR(&in.regions);
    return kept;
}
