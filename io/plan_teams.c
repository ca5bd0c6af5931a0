/* plan_teams.c - teams.csv: the books added up by manager, team, pod and
 * territory. */
#include "io/plan_cells.h"
#include "io/plan_files.h"

#include <stdlib.h>
#include <string.h>

/* A rep in a team; one with several territories stands in each of them. */
struct member {
    const char *team;
    size_t rep;
};

struct teams {
    const struct plan *plan;
    size_t *first_row; /* [n_reps + 1] into plan->book_rows */
    struct VEC(struct member) members;
};

struct sum {
    wide target;
    int64_t before, after;
};

static int by_team(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    int order = strcmp(x->team, y->team);

    if (order != 0)
        return order;
    return x->rep < y->rep ? -1 : x->rep > y->rep;
}

static bool add_member(struct teams *teams, int word, size_t rep)
{
    const char *team = teams->plan->books->words.text.at[word];

    return VEC_PUSH(&teams->members, ((struct member){team, rep}));
}

static bool collect(struct teams *teams, const struct column *column)
{
    const struct books *books = teams->plan->books;

    teams->members.n = 0;
    for (size_t r = 0; r < books->n_reps; r++) {
        size_t row = (size_t)books->rep_row[r];
        size_t k = 0, end = 0;

        if (column->kind == CELL_LIST) {
            k = column->list_first[row];
            end = column->list_first[row + 1];
        }
        if (k == end && !add_member(teams, column->word[row], r))
            return false;
        for (; k < end; k++)
            if (!add_member(teams, column->entry[k], r))
                return false;
    }
    if (teams->members.n > 0)
        qsort(teams->members.at, teams->members.n, sizeof *teams->members.at,
              by_team);
    return true;
}

static struct sum add_up(const struct teams *teams, size_t first, size_t last,
                         int metric)
{
    const struct plan *plan = teams->plan;
    struct sum sum = {0, 0, 0};

    for (size_t m = first; m < last; m++) {
        size_t rep = teams->members.at[m].rep;

        for (size_t k = teams->first_row[rep]; k < teams->first_row[rep + 1];
             k++) {
            const struct book_row *row = &plan->book_rows[k];

            if (row->metric != metric)
                continue;
            sum.target += row->target;
            sum.before += row->before;
            sum.after += row->after;
        }
    }
    return sum;
}

static void add_row(struct csv_writer *csv, const struct teams *teams,
                    const char *by, size_t first, size_t last, int metric)
{
    const struct plan *plan = teams->plan;
    const struct measure *m = &plan->rules->metrics[metric].measure;
    struct sum sum = add_up(teams, first, last, metric);
    size_t before = 0, after = 0;

    for (size_t k = first; k < last; k++) {
        before += plan->book_counts[teams->members.at[k].rep].before;
        after += plan->book_counts[teams->members.at[k].rep].after;
    }
    csv_cell(csv, by);
    csv_cell(csv, teams->members.at[first].team);
    csv_integer(csv, (int64_t)(last - first));
    csv_cell(csv, m->name);
    if (sum.target > 0)
        csv_target(csv, sum.target, m->decimals);
    else
        csv_cell(csv, "");
    csv_decimal(csv, sum.before, m->decimals);
    csv_decimal(csv, sum.after, m->decimals);
    csv_deviation(csv, sum.before, sum.target);
    csv_deviation(csv, sum.after, sum.target);
    csv_integer(csv, (int64_t)before);
    csv_integer(csv, (int64_t)after);
    csv_end_row(csv);
}

static void add_teams(struct csv_writer *csv, const struct teams *teams,
                      const char *by)
{
    size_t last;

    for (size_t first = 0; first < teams->members.n; first = last) {
        last = first + 1;
        while (last < teams->members.n &&
               strcmp(teams->members.at[last].team,
                      teams->members.at[first].team) == 0)
            last++;
        for (size_t m = 0; m < teams->plan->rules->n_metrics; m++)
            add_row(csv, teams, by, first, last, (int)m);
    }
}

static size_t *index_rows(const struct plan *plan)
{
    size_t n = plan->books->n_reps;
    size_t *first = NEW(size_t, n + 1);

    if (first == NULL)
        return NULL;
    for (size_t k = 0; k < plan->n_books; k++)
        first[plan->book_rows[k].rep + 1]++;
    for (size_t r = 0; r < n; r++)
        first[r + 1] += first[r];
    return first;
}

eb_status plan_teams(const struct plan *plan, struct csv_writer *csv)
{
    static const char *const columns[][2] = {{"manager", "manager"},
                                             {"team", "team"},
                                             {"pod", "pod"},
                                             {"territory", "territories"}};
    struct teams teams = {.plan = plan, .first_row = index_rows(plan)};
    eb_status status = teams.first_row == NULL ? EB_NO_MEMORY : EB_OK;

    csv_header(csv, "by team reps metric target load_before load_after "
                    "deviation_before deviation_after accounts_before "
                    "accounts_after");
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        const struct column *column =
            frame_column(plan->books->reps, columns[k][1]);

        if (status != EB_OK || column == NULL || column->word == NULL)
            continue;
        if (collect(&teams, column))
            add_teams(csv, &teams, columns[k][0]);
        else
            status = EB_NO_MEMORY;
    }
    VEC_CLEAR(&teams.members);
    mem_free(teams.first_row);
    return status;
}
