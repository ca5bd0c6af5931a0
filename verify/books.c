/* books.c - books.csv: a row for each rep, metric and group. */
#include "verify/claim.h"

#include <string.h>

/* What a rep's book was and becomes. */
struct book {
    int64_t before, after, kept, gained, lost, forced, placed;
    int64_t value_kept, value_gained, value_lost, value_forced, value_placed;
};

static void take(int64_t *count, int64_t *value, int64_t worth)
{
    ++*count;
    *value += worth;
}

static void enter(const struct claims *c, struct book *books, int a)
{
    const struct world *w = c->world;
    int owner = w->owner[a], r = c->value.rep[w->family[a]];
    struct book *to = &books[r];
    int64_t worth = w->value[a];

    to->after++;
    if (owner >= 0)
        books[owner].before++;
    if (w->state[a] == UNOWNED)
        take(&to->placed, &to->value_placed, worth);
    else if (w->state[a] == FORCED)
        take(&to->forced, &to->value_forced, worth);
    else if (owner == r)
        take(&to->kept, &to->value_kept, worth);
    else
        take(&to->gained, &to->value_gained, worth);
    if (w->state[a] == SETTLED && owner != r)
        take(&books[owner].lost, &books[owner].value_lost, worth);
}

static eb_status claim_named(const struct claims *c, size_t row,
                             const char *name, int64_t truth, int places)
{
    struct spot at = {c->world->in->books, row, 0};
    eb_status status = find_column(c, at.table, name, &at.column);

    return status == EB_OK ? claim_exact(c, at, truth, places) : status;
}

static eb_status check_counts(const struct claims *c, size_t row,
                              const struct book *book)
{
    int scale = c->world->value_scale;
    const struct {
        const char *name;
        int64_t truth;
        int places;
    } all[] = {
        {"accounts_before", book->before, 0},
        {"accounts_after", book->after, 0},
        {"kept", book->kept, 0},
        {"gained", book->gained, 0},
        {"lost", book->lost, 0},
        {"forced", book->forced, 0},
        {"placed", book->placed, 0},
        {"value_kept", book->value_kept, scale},
        {"value_gained", book->value_gained, scale},
        {"value_lost", book->value_lost, scale},
        {"value_forced", book->value_forced, scale},
        {"value_placed", book->value_placed, scale},
    };
    eb_status status = EB_OK;

    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        TRY(claim_named(c, row, all[k].name, all[k].truth, all[k].places));
done:
    return status;
}

static eb_status check_deviation(const struct claims *c, size_t row,
                                 const char *name, wide target, int64_t load)
{
    struct spot at = {c->world->in->books, row, 0};
    long double truth = target == 0 ? 0.0L : deviation(target, load);
    eb_status status = find_column(c, at.table, name, &at.column);

    if (status != EB_OK)
        return status;
    return target == 0 ? claim_blank(c, at)
                       : claim_close(c, at, truth, ratio_slack(truth));
}

static eb_status check_target(const struct claims *c, size_t row, wide target,
                              int scale)
{
    struct spot at = {c->world->in->books, row, 0};
    eb_status status = find_column(c, at.table, "target", &at.column);

    if (status != EB_OK)
        return status;
    return target == 0 ? claim_blank(c, at)
                       : claim_exact(c, at, target, scale + 6);
}

/* What a row speaks of. */
struct subject {
    int rep, metric, group, resource; /* resource: -1 if it has no target */
};

static eb_status check_loads(const struct claims *c, size_t row,
                             const struct subject *s)
{
    const struct world *w = c->world;
    int spec = w->metric_spec[s->metric], scale = w->spec[spec].scale;
    size_t at = (size_t)s->resource * (size_t)w->n_reps + (size_t)s->rep;
    wide target = 0;
    int64_t before, after;
    eb_status status = EB_OK;

    if (s->resource >= 0) {
        target = w->target[at];
        before = c->before[at];
        after = c->value.load[at];
    } else {
        before = load_of_book(c, spec, s->group, s->rep, true);
        after = load_of_book(c, spec, s->group, s->rep, false);
    }
    TRY(check_target(c, row, target, scale));
    TRY(claim_named(c, row, "load_before", before, scale));
    TRY(claim_named(c, row, "load_after", after, scale));
    TRY(check_deviation(c, row, "deviation_before", target, before));
    TRY(check_deviation(c, row, "deviation_after", target, after));
done:
    return status;
}

static int find_resource(const struct world *w, int metric, int group)
{
    for (int k = 0; k < w->n_resources; k++)
        if (w->resource[k].metric == metric && w->resource[k].group == group)
            return k;
    return -1;
}

struct columns {
    int rep, metric, group, role;
};

static eb_status read_subject(const struct claims *c, size_t row,
                              const struct columns *at, struct subject *s)
{
    const struct world *w = c->world;
    const struct table *table = w->in->books;
    const char *group = table_cell(table, row, (size_t)at->group);

    s->rep =
        names_find(&w->rep_names, table_cell(table, row, (size_t)at->rep));
    s->metric = metric_named(w, table_cell(table, row, (size_t)at->metric));
    s->group =
        w->rules.balance_within == NULL ? -1 : names_find(&w->groups, group);
    if (s->rep < 0)
        return refuse(c->said, table_place(table, row, (size_t)at->rep),
                      "rep_id: there is no such rep");
    if (s->metric < 0)
        return refuse(c->said, table_place(table, row, (size_t)at->metric),
                      "metric: there is no such metric");
    if (w->rules.balance_within != NULL && s->group < 0)
        return refuse(c->said, table_place(table, row, (size_t)at->group),
                      "group: there is no such group");
    s->resource = find_resource(w, s->metric, s->group);
    return claim_text(c, (struct spot){table, row, at->role}, w->role);
}

/* Rows run by rep, then metric, then group, each at most once. */
static bool is_behind(const struct world *w, const struct subject *a,
                      const struct subject *b)
{
    if (a->rep != b->rep)
        return a->rep < b->rep;
    if (a->metric != b->metric)
        return a->metric < b->metric;
    return a->group >= 0 && b->group >= 0 &&
           strcmp(w->groups.text.at[a->group], w->groups.text.at[b->group]) <
               0;
}

static eb_status find_columns(const struct claims *c,
                              const struct table *table, struct columns *at)
{
    eb_status status = EB_OK;

    TRY(find_column(c, table, "rep_id", &at->rep));
    TRY(find_column(c, table, "metric", &at->metric));
    TRY(find_column(c, table, "group", &at->group));
    TRY(find_column(c, table, "role", &at->role));
done:
    return status;
}

static eb_status check_rows(const struct claims *c, const struct book *books,
                            size_t *n_targets)
{
    const struct world *w = c->world;
    const struct table *table = w->in->books;
    struct columns columns;
    struct subject last = {-1, -1, -1, -1}, now = last;
    eb_status status = EB_OK;

    TRY(find_columns(c, table, &columns));
    for (size_t k = 0; k < table_rows(table); k++) {
        TRY(read_subject(c, k, &columns, &now));
        if (k > 0 && !is_behind(w, &last, &now))
            return refuse(c->said, table_place(table, k, 0),
                          "the row is out of order");
        TRY(check_loads(c, k, &now));
        TRY(check_counts(c, k, &books[now.rep]));
        if (now.resource >= 0 &&
            w->target[(size_t)now.resource * (size_t)w->n_reps +
                      (size_t)now.rep] > 0)
            ++*n_targets;
        last = now;
    }
done:
    return status;
}

eb_status check_books(const struct claims *c)
{
    const struct world *w = c->world;
    struct book *books = NEW(struct book, (size_t)w->n_reps);
    size_t claimed = 0, truth = 0;
    eb_status status = EB_OK;

    if (books == NULL)
        return EB_NO_MEMORY;
    for (int a = 0; a < w->n_accounts; a++)
        if (is_in_play(w, a))
            enter(c, books, a);
    TRY(check_rows(c, books, &claimed));
    for (size_t k = 0; k < (size_t)w->n_resources * (size_t)w->n_reps; k++)
        truth += w->target[k] > 0;
    if (claimed != truth)
        TRY(refuse(c->said, (struct place){w->in->books->file, 0, 0},
                   "%zu rows have a target, true %zu", claimed, truth));
done:
    mem_free(books);
    return status;
}
