/* explained_json.c - an answer as JSON. */
#include "io/explained.h"

#include "model/barrier_words.h"
#include "model/workings.h"

#include <math.h>

/* What names are looked up in. */
struct describing {
    struct doc *doc;
    const struct compiled *c;
};

static void add_points(const struct describing *d, struct node *node,
                       const char *key, int64_t cost)
{
    doc_add_decimal(d->doc, node, key, cost, 9);
}

static void add_rep(const struct describing *d, struct node *node,
                    const char *key, int rep)
{
    if (rep < 0)
        doc_add(d->doc, node, key, DOC_NULL);
    else
        doc_add_string(d->doc, node, key, rep_id(d->c->books, (size_t)rep));
}

static void add_metric(const struct describing *d, struct node *node,
                       int metric, int group, wide target)
{
    const struct measure *measure = &d->c->rules->metrics[metric].measure;

    doc_add_string(d->doc, node, "metric", measure->name);
    if (group < 0)
        doc_add(d->doc, node, "group", DOC_NULL);
    else
        doc_add_string(d->doc, node, "group",
                       d->c->books->words.text.at[group]);
    doc_add_double(d->doc, node, "target",
                   (double)target / pow(10, 6 + measure->decimals));
}

static void add_amount(const struct describing *d, struct node *node,
                       const char *key, int metric, int64_t load)
{
    doc_add_decimal(d->doc, node, key, load,
                    d->c->rules->metrics[metric].measure.decimals);
}

static void add_members(const struct describing *d, struct node *node,
                        const char *key, int family)
{
    struct node *list = doc_add(d->doc, node, key, DOC_ARRAY);
    const struct family *f = &d->c->families[family];

    for (size_t k = 0; k < f->n; k++)
        doc_add_string(
            d->doc, list, NULL,
            account_id(d->c->books, (size_t)d->c->members[f->first + k]));
}

/* ---- An account ---------------------------------------------------------- */

static void add_candidate(const struct describing *d, struct node *list,
                          const struct account_answer *answer,
                          const struct candidate *candidate)
{
    static const char *const parts[N_PARTS] = {
        [PART_FIT] = "fit",
        [PART_CONTINUITY] = "continuity",
        [PART_GIVER] = "giver",
        [PART_RECEIVER] = "receiver",
    };
    struct node *node = doc_add(d->doc, list, NULL, DOC_OBJECT), *loads;

    add_rep(d, node, "rep", candidate->rep);
    add_points(d, node, "total", candidate->total);
    for (int k = 0; k < N_PARTS; k++)
        add_points(d, node, parts[k], candidate->part[k]);
    doc_add_string(d->doc, node, "blocked_by", candidate->blocked_by);
    loads = doc_add(d->doc, node, "loads", DOC_ARRAY);
    for (size_t k = 0; k < candidate->n_loads; k++) {
        const struct explain_load *load =
            &answer->loads.at[candidate->first_load + k];
        struct node *one = doc_add(d->doc, loads, NULL, DOC_OBJECT);

        add_rep(d, one, "rep", load->rep);
        add_metric(d, one, load->metric, load->group, load->target);
        add_amount(d, one, "now", load->metric, load->now);
        add_amount(d, one, "then", load->metric, load->then);
        add_points(d, one, "points", load->cost);
    }
}

static void add_turn(const struct describing *d, struct node *list,
                     const struct turn *turn)
{
    static const char *const kinds[N_TURNS] = {
        [TURN_VALUE] = "value",
        [TURN_SWITCH] = "switch_cost",
        [TURN_GIVER] = "capacity_of_rep",
        [TURN_RECEIVER] = "capacity_of_other",
    };
    struct node *node = doc_add(d->doc, list, NULL, DOC_OBJECT);

    doc_add_string(d->doc, node, "what", kinds[turn->kind]);
    doc_add_string(d->doc, node, "column", turn->column);
    doc_add_decimal(d->doc, node, "now", turn->now, turn->decimals);
    if (turn->possible)
        doc_add_decimal(d->doc, node, "then", turn->then, turn->decimals);
    else
        doc_add(d->doc, node, "then", DOC_NULL);
}

static void add_turns(const struct describing *d, struct node *root,
                      const struct account_answer *answer)
{
    struct node *list = doc_add(d->doc, root, "changes", DOC_ARRAY);

    for (size_t k = 0; k < answer->n_turns; k++) {
        const struct explained_turns *turns = &answer->turns[k];
        struct node *node = doc_add(d->doc, list, NULL, DOC_OBJECT), *each;

        add_rep(d, node, "rep", turns->rep);
        doc_add_bool(d->doc, node, "stays", turns->stays);
        each = doc_add(d->doc, node, "any_of", DOC_ARRAY);
        for (size_t j = 0; j < turns->n; j++)
            add_turn(d, each, &turns->turn[j]);
    }
}

static void add_resolved(const struct describing *d, struct node *root,
                         const struct explained *explained)
{
    const struct resolved *resolved = &explained->resolved;
    struct node *node;

    if (resolved->rep < 0) {
        doc_add(d->doc, root, "resolved", DOC_NULL);
        return;
    }
    node = doc_add(d->doc, root, "resolved", DOC_OBJECT);
    add_rep(d, node, "rep", resolved->rep);
    doc_add_bool(d->doc, node, "feasible", resolved->outcome != EB_INFEASIBLE);
    add_points(d, node, "objective", resolved->objective);
    add_points(d, node, "lower_bound", resolved->lower_bound);
    add_points(d, node, "price", resolved->objective - explained->objective);
}

static void describe_account(const struct describing *d, struct node *root,
                             const struct explained *explained)
{
    const struct account_answer *answer = &explained->account;
    const struct books *books = d->c->books;
    size_t a = (size_t)explained->about;
    struct node *node;

    doc_add_string(d->doc, root, "account", account_id(books, a));
    doc_add_string(d->doc, root, "name", account_name(books, a));
    add_rep(d, root, "rep", explained->plan.rep[a]);
    add_rep(d, root, "previous_rep", books->owner[a]);
    doc_add_string(d->doc, root, "reason", explained->reason);
    doc_add_bool(d->doc, root, "in_play", explained->in_play);
    if (!explained->in_play)
        return;
    add_members(d, root, "family", d->c->family_of[a]);
    doc_add_bool(d->doc, root, "held", answer->held);
    doc_add_bool(d->doc, root, "as_if_free", answer->freed);
    node = doc_add(d->doc, root, "cost", DOC_OBJECT);
    add_points(d, node, "fit", answer->cost[0]);
    add_points(d, node, "continuity", answer->cost[1]);
    node = doc_add(d->doc, root, "candidates", DOC_ARRAY);
    for (size_t k = 0; k < answer->n_candidates; k++)
        add_candidate(d, node, answer, &answer->candidates[k]);
    node = doc_add(d->doc, root, "excluded", DOC_ARRAY);
    for (size_t k = 0; k < answer->n_excluded; k++) {
        struct node *one = doc_add(d->doc, node, NULL, DOC_OBJECT);

        add_rep(d, one, "rep", answer->excluded[k].rep);
        doc_add_string(d->doc, one, "why",
                       barrier_words(answer->excluded[k].barrier, 1));
    }
    add_turns(d, root, answer);
    add_resolved(d, root, explained);
}

/* ---- A book -------------------------------------------------------------- */

static void add_load(const struct describing *d, struct node *list,
                     const struct book_load *load)
{
    struct node *node = doc_add(d->doc, list, NULL, DOC_OBJECT);

    add_metric(d, node, load->metric, load->group, load->target);
    add_amount(d, node, "before", load->metric, load->before);
    add_amount(d, node, "now", load->metric, load->now);
    add_amount(d, node, "kept", load->metric, load->kept);
    add_amount(d, node, "gained", load->metric, load->gained);
    add_amount(d, node, "held", load->metric, load->held);
    if (load->heaviest < 0)
        return;
    add_members(d, node, "heaviest", load->heaviest);
    add_amount(d, node, "heaviest_load", load->metric, load->weight);
}

static void add_change(const struct describing *d, struct node *list,
                       const struct book_change *change)
{
    struct node *node = doc_add(d->doc, list, NULL, DOC_OBJECT);

    doc_add_string(d->doc, node, "account",
                   account_id(d->c->books, (size_t)change->account));
    add_rep(d, node, change->came ? "from" : "to", change->other);
    doc_add_bool(d->doc, node, "chosen", change->chosen);
    doc_add_decimal(d->doc, node, "value",
                    account_value(d->c, change->account),
                    d->c->value_decimals);
}

static void add_step(const struct describing *d, struct node *root,
                     const struct book_answer *answer)
{
    const struct step *step = &answer->best;
    struct node *node;

    if (!answer->some) {
        doc_add(d->doc, root, "best", DOC_NULL);
        return;
    }
    node = doc_add(d->doc, root, "best", DOC_OBJECT);
    add_members(d, node, "accounts", step->family);
    add_rep(d, node, "to", step->to);
    if (step->other >= 0)
        add_members(d, node, "in_exchange", step->other);
    add_points(d, node, "total", step->delta);
}

static void describe_book(const struct describing *d, struct node *root,
                          const struct explained *explained)
{
    const struct book_answer *answer = &explained->book;
    size_t r = (size_t)explained->about;
    struct node *lists[2], *node;

    doc_add_string(d->doc, root, "rep", rep_id(d->c->books, r));
    doc_add_string(d->doc, root, "name", rep_name(d->c->books, r));
    doc_add_integer(d->doc, root, "kept", (int64_t)answer->n_kept);
    node = doc_add(d->doc, root, "loads", DOC_ARRAY);
    for (size_t k = 0; k < answer->loads.n; k++)
        add_load(d, node, &answer->loads.at[k]);
    lists[1] = doc_add(d->doc, root, "gained", DOC_ARRAY);
    lists[0] = doc_add(d->doc, root, "lost", DOC_ARRAY);
    for (size_t k = 0; k < answer->changes.n; k++)
        add_change(d, lists[answer->changes.at[k].came],
                   &answer->changes.at[k]);
    doc_add_integer(d->doc, root, "moves_tried", answer->moves);
    doc_add_integer(d->doc, root, "exchanges_tried", answer->swaps);
    add_step(d, root, answer);
}

void explained_describe(const struct explained *explained, struct doc *doc,
                        struct node *root)
{
    const struct describing d = {doc, explained->plan.restored.compiled};

    doc_add_string(doc, root, "role", d.c->books->role);
    add_points(&d, root, "objective", explained->objective);
    if (explained->of_rep)
        describe_book(&d, root, explained);
    else
        describe_account(&d, root, explained);
}
