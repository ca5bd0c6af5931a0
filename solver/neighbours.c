/* neighbours.c - pairs of agents that share an arc of some item. */
#include "solver/neighbours.h"

#include "base/mem.h"

#include <stdbool.h>
#include <string.h>

static void mark_list(bool *row, const struct problem *p, int class_number)
{
    for (size_t a = p->class_first.at[class_number];
         a < p->class_first.at[class_number + 1]; a++)
        row[p->class_agent.at[a]] = true;
}

/* row[h] of agent g: some item may go to both. One agent at a time, to need
 * no table of all pairs. */
struct reach {
    size_t *class_of_first; /* [n_agents + 1] classes that reach the agent */
    int *class_of;
    size_t *own_of_first; /* items with an own arc to the agent */
    int *own_of;
};

static eb_status invert(size_t n_agents, size_t n, const int *agent_of,
                        const int *source_of, size_t **first, int **list)
{
    *first = NEW(size_t, n_agents + 2);
    *list = NEW(int, n + 1);
    if (*first == NULL || *list == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++)
        (*first)[agent_of[k] + 2]++;
    for (size_t g = 0; g < n_agents; g++)
        (*first)[g + 2] += (*first)[g + 1];
    for (size_t k = 0; k < n; k++)
        (*list)[(*first)[agent_of[k] + 1]++] = source_of[k];
    return EB_OK;
}

static eb_status reach_new(const struct problem *p, struct reach *r)
{
    eb_status status = EB_OK;
    int *agent = NULL, *source = NULL;
    size_t n = 0;

    agent = NEW(int, p->class_agent.n + p->own.n + 1);
    source = NEW(int, p->class_agent.n + p->own.n + 1);
    if (agent == NULL || source == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (int c = 0; c < p->n_classes; c++)
        for (size_t a = p->class_first.at[c]; a < p->class_first.at[c + 1];
             a++) {
            agent[n] = p->class_agent.at[a];
            source[n++] = c;
        }
    TRY(invert((size_t)p->n_agents, n, agent, source, &r->class_of_first,
               &r->class_of));
    n = 0;
    for (int i = 0; i < p->n_items; i++)
        for (size_t k = p->own_first.at[i]; k < p->own_first.at[i + 1]; k++)
            if (p->own.at[k].cost != NO_ARC) {
                agent[n] = p->own.at[k].agent;
                source[n++] = i;
            }
    TRY(invert((size_t)p->n_agents, n, agent, source, &r->own_of_first,
               &r->own_of));
done:
    mem_free(agent);
    mem_free(source);
    return status;
}

static void reach_clear(struct reach *r)
{
    mem_free(r->class_of_first);
    mem_free(r->class_of);
    mem_free(r->own_of_first);
    mem_free(r->own_of);
}

static void mark_neighbours(const struct problem *p, const struct reach *r,
                            int g, bool *row, unsigned char *seen_class)
{
    memset(row, 0, (size_t)p->n_agents * sizeof *row);
    memset(seen_class, 0, (size_t)p->n_classes);
    for (size_t k = r->class_of_first[g]; k < r->class_of_first[g + 1]; k++) {
        seen_class[r->class_of[k]] = 1;
        mark_list(row, p, r->class_of[k]);
    }
    /* An item with an own arc to g reaches, besides, its class and its other
     * own arcs. */
    for (size_t k = r->own_of_first[g]; k < r->own_of_first[g + 1]; k++) {
        int i = r->own_of[k], c = p->item_class.at[i];

        if (!seen_class[c]) {
            seen_class[c] = 1;
            mark_list(row, p, c);
        }
        for (size_t o = p->own_first.at[i]; o < p->own_first.at[i + 1]; o++)
            if (p->own.at[o].cost != NO_ARC)
                row[p->own.at[o].agent] = true;
    }
    row[g] = false;
}

/* An own arc to h of an item whose class reaches g makes h a neighbour of g;
 * it is found from h's side, so the marks are made to go both ways here. */
static void mark_pairs(const struct problem *p, const struct reach *reach,
                       bool *row, unsigned char *seen, unsigned char *bits)
{
    size_t n = (size_t)p->n_agents, width = n / 8 + 1;

    for (size_t g = 0; g < n; g++) {
        mark_neighbours(p, reach, (int)g, row, seen);
        for (size_t h = 0; h < n; h++)
            if (row[h]) {
                bits[g * width + h / 8] |= (unsigned char)(1u << (h % 8));
                bits[h * width + g / 8] |= (unsigned char)(1u << (g % 8));
            }
    }
}

static eb_status list_marked(size_t n, const unsigned char *bits,
                             struct neighbours *out)
{
    size_t width = n / 8 + 1, total = 0;

    for (size_t k = 0; k < n * width; k++)
        total += (size_t)__builtin_popcount(bits[k]);
    out->first = NEW(int, n + 1);
    out->near = NEW(int, total + 1);
    if (out->first == NULL || out->near == NULL)
        return EB_NO_MEMORY;
    total = 0;
    for (size_t g = 0; g < n; g++) {
        for (size_t h = 0; h < n; h++)
            if (bits[g * width + h / 8] & (1u << (h % 8)))
                out->near[total++] = (int)h;
        out->first[g + 1] = (int)total;
    }
    return EB_OK;
}

eb_status neighbours_find(const struct problem *p, struct neighbours *out)
{
    eb_status status = EB_OK;
    size_t n = (size_t)p->n_agents;
    struct reach reach = {0};
    bool *row = NEW(bool, n + 1);
    unsigned char *seen = NEW(unsigned char, (size_t)p->n_classes + 1);
    unsigned char *bits = NEW(unsigned char, n *(n / 8 + 1) + 1);

    *out = (struct neighbours){0};
    if (row == NULL || seen == NULL || bits == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    TRY(reach_new(p, &reach));
    mark_pairs(p, &reach, row, seen, bits);
    TRY(list_marked(n, bits, out));
done:
    reach_clear(&reach);
    mem_free(row);
    mem_free(seen);
    mem_free(bits);
    return status;
}

void neighbours_clear(struct neighbours *neighbours)
{
    mem_free(neighbours->first);
    mem_free(neighbours->near);
}
