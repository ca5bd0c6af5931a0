/* plan_books.c - each rep's book before and after: loads by metric and group,
 * accounts by what happened to them. */
#include "model/facts.h"

/* ---- Loads ------------------------------------------------------------- */

static struct book_row *row_of(const struct facts *facts, int rep,
                               size_t metric, int group)
{
    size_t n_metrics = facts->c->rules->n_metrics;
    size_t n_groups = (size_t)facts->c->workings->n_groups;

    return &facts->plan
                ->book_rows[((size_t)rep * n_metrics + metric) * n_groups +
                            (size_t)group];
}

static void name_rows(struct facts *facts)
{
    const struct compiled *c = facts->c;
    const struct workings *w = c->workings;

    for (size_t r = 0; r < c->books->n_reps; r++)
        for (size_t m = 0; m < c->rules->n_metrics; m++)
            for (int g = 0; g < w->n_groups; g++) {
                struct book_row *row = row_of(facts, (int)r, m, g);
                int k =
                    w->metric_resource[m * (size_t)w->n_groups + (size_t)g];

                row->rep = (int)r;
                row->metric = (int)m;
                row->group = w->group_word[g];
                row->target =
                    k < 0 ? 0 : c->target[r * c->n_resources + (size_t)k];
            }
}

static void weigh(struct facts *facts, int account)
{
    const struct compiled *c = facts->c;
    int group = c->workings->group_of[account];
    int before = c->books->owner[account];
    int after = facts->plan->rows[account].rep;

    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        const struct measure *measure = &c->rules->metrics[m].measure;

        if (before >= 0)
            row_of(facts, before, m, group)->before +=
                account_load(c, measure, account, before);
        row_of(facts, after, m, group)->after +=
            account_load(c, measure, account, after);
    }
}

/* ---- Accounts ---------------------------------------------------------- */

static void count(struct facts *facts, int account)
{
    struct book_count *counts = facts->plan->book_counts;
    const struct assignment_row *row = &facts->plan->rows[account];
    int owner = facts->c->books->owner[account];
    int64_t value = facts_value(facts, account);
    struct book_count *mine = &counts[row->rep];

    if (owner >= 0)
        counts[owner].before++;
    mine->after++;
    switch (row->change) {
    case CHANGE_KEPT:
        mine->kept++;
        mine->value_kept += value;
        break;
    case CHANGE_MOVED:
        mine->gained++;
        mine->value_gained += value;
        counts[owner].lost++;
        counts[owner].value_lost += value;
        break;
    case CHANGE_FORCED:
        mine->forced++;
        mine->value_forced += value;
        break;
    case CHANGE_PLACED:
        mine->placed++;
        mine->value_placed += value;
        break;
    case CHANGE_UNASSIGNED:
        break;
    }
}

eb_status facts_books(struct facts *facts)
{
    const struct compiled *c = facts->c;
    struct plan *plan = facts->plan;

    plan->n_books =
        c->books->n_reps * c->rules->n_metrics * (size_t)c->workings->n_groups;
    plan->book_rows = FACTS_NEW(facts, struct book_row, plan->n_books);
    plan->book_counts = FACTS_NEW(facts, struct book_count, c->books->n_reps);
    if (plan->book_rows == NULL || plan->book_counts == NULL)
        return EB_NO_MEMORY;
    name_rows(facts);
    for (size_t a = 0; a < c->books->n_accounts; a++)
        if (in_play(c, (int)a)) {
            weigh(facts, (int)a);
            count(facts, (int)a);
        }
    return EB_OK;
}
