/* greedy.c - regret insertion with a lazy heap. */
#include "solver/greedy.h"

#include <math.h>

struct offer {
    int item;
    double regret; /* as of the last look */
    double delta;  /* of the best arc */
    long arc;      /* -1: none is open */
};

struct greedy {
    struct offer *heap; /* [n_items] largest regret first */
    int n;
};

eb_status greedy_new(const struct search *s, struct greedy **out)
{
    struct greedy *greedy = NEW(struct greedy, 1);

    if (greedy == NULL)
        return EB_NO_MEMORY;
    greedy->heap = NEW(struct offer, (size_t)s->p->n_items + 1);
    if (greedy->heap == NULL) {
        mem_free(greedy);
        return EB_NO_MEMORY;
    }
    *out = greedy;
    return EB_OK;
}

void greedy_free(struct greedy *greedy)
{
    if (greedy == NULL)
        return;
    mem_free(greedy->heap);
    mem_free(greedy);
}

/* Ties by item number keep the order independent of the heap's history. */
static bool goes_first(const struct offer *a, const struct offer *b)
{
    if (a->regret > b->regret)
        return true;
    return a->regret >= b->regret && a->item < b->item;
}

static void sift_down(struct greedy *greedy, int at)
{
    struct offer moving = greedy->heap[at];

    for (;;) {
        int child = 2 * at + 1;

        if (child >= greedy->n)
            break;
        if (child + 1 < greedy->n &&
            goes_first(&greedy->heap[child + 1], &greedy->heap[child]))
            child++;
        if (!goes_first(&greedy->heap[child], &moving))
            break;
        greedy->heap[at] = greedy->heap[child];
        at = child;
    }
    greedy->heap[at] = moving;
}

/* Looks at all arcs of the item. A single open arc is the most urgent. */
static struct offer look(const struct search *s, int item)
{
    struct offer offer = {item, 0, 0, -1};
    double best = INFINITY, second = INFINITY;

    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++) {
        double delta;

        if (search_clashes(s, item, s->arc_agent[a], -1))
            continue;
        delta = evaluate_insert(s, item, (long)a);
        if (delta < best) {
            second = best;
            best = delta;
            offer.arc = (long)a;
        } else if (delta < second) {
            second = delta;
        }
    }
    offer.delta = best;
    offer.regret = offer.arc < 0 ? -INFINITY : second - best;
    return offer;
}

eb_status greedy_place(struct greedy *greedy, struct search *s,
                       const int *items, int n, struct budget *budget)
{
    eb_status status = EB_OK;

    greedy->n = n;
    for (int k = 0; k < n; k++)
        greedy->heap[k] = look(s, items[k]);
    for (int k = n / 2 - 1; k >= 0; k--)
        sift_down(greedy, k);
    while (greedy->n > 0) {
        struct offer fresh = look(s, greedy->heap[0].item);
        size_t arcs = s->arc_first[fresh.item + 1] - s->arc_first[fresh.item];

        budget_take(budget, (int64_t)arcs);
        greedy->heap[0] = fresh;
        if (fresh.arc >= 0) {
            sift_down(greedy, 0);
            if (greedy->heap[0].item != fresh.item)
                continue;
            TRY(search_apply(s, fresh.item, s->arc_agent[fresh.arc],
                             fresh.delta));
        }
        greedy->heap[0] = greedy->heap[--greedy->n];
        if (greedy->n > 0)
            sift_down(greedy, 0);
    }
done:
    return status;
}
