/* comparison_books.c - the books of each rep in each plan. */
#include "model/comparing.h"
#include "model/fairness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct fields {
    size_t rep, name, metric, group, load, target, deviation;
};

struct joining {
    struct comparison *c;
    struct names keys; /* rep, metric and group, of each book */
    struct VEC(struct book_view) books;
    struct VEC(char) key;
};

static eb_status find_fields(const struct table *table, struct fields *out,
                             eb_messages *said)
{
    eb_status status;

    TRY(comparing_column(table, "rep_id", &out->rep, said));
    TRY(comparing_column(table, "rep_name", &out->name, said));
    TRY(comparing_column(table, "metric", &out->metric, said));
    TRY(comparing_column(table, "group", &out->group, said));
    TRY(comparing_column(table, "load_after", &out->load, said));
    TRY(comparing_column(table, "target", &out->target, said));
    TRY(comparing_column(table, "deviation_after", &out->deviation, said));
done:
    return status;
}

/* ---- One row ------------------------------------------------------------ */

static bool add_part(struct joining *in, const char *text)
{
    for (; *text != '\0'; text++)
        if (!VEC_PUSH(&in->key, *text))
            return false;
    return VEC_PUSH(&in->key, '\n');
}

/* A line end stands in no id: cells are trimmed, and rows are read by lines. */
static const char *key_of(struct joining *in, const struct table *table,
                          size_t row, const struct fields *at)
{
    in->key.n = 0;
    if (!add_part(in, table_cell(table, row, at->rep)) ||
        !add_part(in, table_cell(table, row, at->metric)) ||
        !add_part(in, table_cell(table, row, at->group)) ||
        !VEC_PUSH(&in->key, '\0'))
        return NULL;
    return in->key.at;
}

static eb_status find_book(struct joining *in, const struct table *table,
                           size_t row, const struct fields *at,
                           struct book_view **out)
{
    const char *key = key_of(in, table, row, at);
    int known = (int)in->keys.text.n;
    int book = key == NULL ? -1 : names_add(&in->keys, key);
    struct book_view new = {
        .rep = table_cell(table, row, at->rep),
        .name = table_cell(table, row, at->name),
        .metric_name = table_cell(table, row, at->metric),
        .group = table_cell(table, row, at->group),
    };

    if (book < 0)
        return EB_NO_MEMORY;
    if (book == known) {
        new.metric = names_find(&in->c->metrics, new.metric_name);
        new.in = comparing_take(in->c, in->c->n, sizeof *new.in);
        if (new.in == NULL || !VEC_PUSH(&in->books, new))
            return EB_NO_MEMORY;
    }
    *out = &in->books.at[book];
    return EB_OK;
}

static eb_status take_row(struct joining *in, size_t plan, size_t row,
                          const struct fields *at, eb_messages *said)
{
    const struct table *table = in->c->plans[plan].books;
    struct book_view *book = NULL;
    struct load_view *view;
    eb_status status;

    TRY(find_book(in, table, row, at, &book));
    if (book->metric < 0)
        return fault(said, table_place(table, row, at->metric),
                     "\"%s\" is no metric of the plan", book->metric_name);
    view = &book->in[plan];
    view->there = true;
    view->load = table_cell(table, row, at->load);
    view->target = table_cell(table, row, at->target);
    view->deviation = table_cell(table, row, at->deviation);
    view->has_target = *view->target != '\0';
    view->load_number = strtod(view->load, NULL);
    view->deviation_number =
        *view->deviation != '\0' ? strtod(view->deviation, NULL) : 0;
done:
    return status;
}

/* ---- All rows ----------------------------------------------------------- */

static int by_rep(const void *left, const void *right)
{
    const struct book_view *a = left, *b = right;
    int order = strcmp(a->rep, b->rep);

    if (order == 0 && a->metric != b->metric)
        return a->metric < b->metric ? -1 : 1;
    return order != 0 ? order : strcmp(a->group, b->group);
}

/* Who is not in a plan has nothing there. */
static void find_ends(const struct comparison *c, struct book_view *book)
{
    book->least_in = book->most_in = -1;
    for (size_t k = 0; k < c->n; k++) {
        double load = book->in[k].load_number;

        if (book->least_in < 0 || load < book->least) {
            book->least = load;
            book->least_in = (int)k;
        }
        if (book->most_in < 0 || load > book->most) {
            book->most = load;
            book->most_in = (int)k;
        }
    }
}

static eb_status find_worst(struct comparison *c)
{
    c->worst = comparing_take(c, c->n, sizeof *c->worst);
    if (c->worst == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < c->n; k++) {
        c->worst[k].book = -1;
        for (size_t b = 0; b < c->n_books; b++) {
            const struct load_view *view = &c->books[b].in[k];
            double is = view->deviation_number;

            if (view->has_target && c->weighs[c->books[b].metric] &&
                (c->worst[k].book < 0 ||
                 fabs(is) > fabs(c->worst[k].deviation)))
                c->worst[k] = (struct worst_view){(int)b, is};
        }
    }
    return EB_OK;
}

static void measure_gini(struct comparison *c, size_t plan, int metric,
                         double *share)
{
    size_t n = 0;

    for (size_t b = 0; b < c->n_books; b++) {
        const struct load_view *view = &c->books[b].in[plan];

        if (c->books[b].metric == metric && view->has_target)
            share[n++] = fmax(0, 1 + view->deviation_number);
    }
    c->fairness[plan * c->metrics.text.n + (size_t)metric].gini =
        fairness_of(share, n).gini;
}

static eb_status measure_all(struct comparison *c)
{
    double *share = NEW(double, c->n_books + 1);

    if (share == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < c->n; k++)
        for (size_t m = 0; m < c->metrics.text.n; m++)
            measure_gini(c, k, (int)m, share);
    mem_free(share);
    return EB_OK;
}

static eb_status keep_books(struct joining *in)
{
    struct comparison *c = in->c;

    c->n_books = in->books.n;
    c->books = comparing_take(c, c->n_books, sizeof *c->books);
    if (c->books == NULL)
        return EB_NO_MEMORY;
    if (c->n_books == 0)
        return EB_OK;
    memcpy(c->books, in->books.at, c->n_books * sizeof *c->books);
    qsort(c->books, c->n_books, sizeof *c->books, by_rep);
    for (size_t b = 0; b < c->n_books; b++)
        find_ends(c, &c->books[b]);
    return EB_OK;
}

eb_status comparing_books(struct comparison *c, eb_messages *said)
{
    struct joining in = {.c = c};
    struct fields at;
    eb_status status = EB_OK;

    for (size_t k = 0; k < c->n; k++) {
        const struct table *table = c->plans[k].books;

        TRY(find_fields(table, &at, said));
        for (size_t row = 0; row < table_rows(table); row++)
            TRY(take_row(&in, k, row, &at, said));
    }
    TRY(keep_books(&in));
    TRY(find_worst(c));
    TRY(measure_all(c));
done:
    names_clear(&in.keys);
    VEC_CLEAR(&in.books);
    VEC_CLEAR(&in.key);
    return status;
}
