/* matches.c - rounds of matches: a greedy colouring of edges. */
#include "solver/matches.h"

#include "base/mem.h"

#include <stdbool.h>
#include <string.h>

/* row[b]: the team meets b >= team. Returns how many. */
static int mark_opponents(const struct neighbours *near, int n_agents,
                          int size, int team, bool *row)
{
    int end = (team + 1) * size < n_agents ? (team + 1) * size : n_agents;
    int n = 0;

    memset(row, 0, (size_t)((n_agents + size - 1) / size) * sizeof *row);
    for (int g = team * size; g < end; g++)
        for (int j = near->first[g]; j < near->first[g + 1]; j++) {
            int other = near->near[j] / size;

            n += other >= team && !row[other];
            row[other] = row[other] || other >= team;
        }
    return n;
}

/* A match's round is the first in which neither team has one. */
struct draw {
    int n;     /* rounds there may be */
    bool *met; /* [teams x n] */
    int *round;
    struct match *list;
    int n_list;
};

static void draw_match(struct draw *draw, struct match match, int *n_rounds)
{
    bool *a = draw->met + (size_t)match.a * (size_t)draw->n;
    bool *b = draw->met + (size_t)match.b * (size_t)draw->n;
    int k = 0;

    while (a[k] || b[k])
        k++;
    a[k] = b[k] = true;
    draw->round[draw->n_list] = k;
    draw->list[draw->n_list++] = match;
    if (k >= *n_rounds)
        *n_rounds = k + 1;
}

static eb_status sort_rounds(const struct draw *draw, struct matches *out)
{
    out->first = NEW(int, (size_t)out->n_rounds + 2);
    out->at = NEW(struct match, (size_t)draw->n_list + 1);
    if (out->first == NULL || out->at == NULL)
        return EB_NO_MEMORY;
    for (int k = 0; k < draw->n_list; k++)
        out->first[draw->round[k] + 2]++;
    for (int k = 0; k < out->n_rounds; k++)
        out->first[k + 2] += out->first[k + 1];
    for (int k = 0; k < draw->n_list; k++)
        out->at[out->first[draw->round[k] + 1]++] = draw->list[k];
    return EB_OK;
}

/* The most that one team meets, and all matches there are. */
static eb_status count_matches(const struct neighbours *near, int n_agents,
                               int size, bool *row, int *most, int *all)
{
    int n_teams = (n_agents + size - 1) / size;
    int *met = NEW(int, (size_t)n_teams + 1);

    if (met == NULL)
        return EB_NO_MEMORY;
    *most = *all = 0;
    for (int a = 0; a < n_teams; a++) {
        *all += mark_opponents(near, n_agents, size, a, row);
        for (int b = a; b < n_teams; b++)
            if (row[b]) {
                met[a]++;
                met[b] += b > a;
            }
    }
    for (int a = 0; a < n_teams; a++)
        *most = met[a] > *most ? met[a] : *most;
    mem_free(met);
    return EB_OK;
}

eb_status matches_make(const struct neighbours *neighbours, int n_agents,
                       int size, struct matches *out)
{
    int n_teams = (n_agents + size - 1) / size, most, all;
    bool *row = NEW(bool, (size_t)n_teams + 1);
    struct draw draw = {0};
    eb_status status = EB_OK;

    *out = (struct matches){.size = size, .n_teams = n_teams};
    if (row == NULL)
        return EB_NO_MEMORY;
    TRY(count_matches(neighbours, n_agents, size, row, &most, &all));
    draw.n = 2 * most + 1;
    draw.met = NEW(bool, (size_t)n_teams *(size_t)draw.n + 1);
    draw.round = NEW(int, (size_t)all + 1);
    draw.list = NEW(struct match, (size_t)all + 1);
    if (!draw.met || !draw.round || !draw.list) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (int a = 0; a < n_teams; a++) {
        mark_opponents(neighbours, n_agents, size, a, row);
        for (int b = a; b < n_teams; b++)
            if (row[b])
                draw_match(&draw, (struct match){a, b}, &out->n_rounds);
    }
    TRY(sort_rounds(&draw, out));
done:
    mem_free(row);
    mem_free(draw.met);
    mem_free(draw.round);
    mem_free(draw.list);
    return status;
}

void matches_clear(struct matches *matches)
{
    mem_free(matches->first);
    mem_free(matches->at);
}
