/* price_files.c - prices as JSON and as CSV. */
#include "io/price_files.h"

#include "io/plan_cells.h"
#include "io/plan_values.h"

/* ---- JSON ---------------------------------------------------------------- */

/* Points, or null where nothing is proved. */
static void add_points(struct doc *doc, struct node *object, const char *key,
                       int64_t cost)
{
    if (cost == INT64_MIN || cost == INT64_MAX)
        doc_add(doc, object, key, DOC_NULL);
    else
        doc_add_decimal(doc, object, key, cost, 9);
}

static void add_range(struct doc *doc, struct node *object,
                      struct price_range range, int64_t objective,
                      int64_t bound)
{
    add_points(doc, object, "price", range.price);
    add_points(doc, object, "least", range.least);
    add_points(doc, object, "most", range.most);
    doc_add_bool(doc, object, "proved", price_is_exact(&range));
    add_points(doc, object, "objective", objective);
    add_points(doc, object, "lower_bound", bound);
}

static void add_id(struct doc *doc, struct node *object, const char *key,
                   const char *id)
{
    if (id == NULL)
        doc_add(doc, object, key, DOC_NULL);
    else
        doc_add_string(doc, object, key, id);
}

static const char *account_or(const struct books *books, int account)
{
    return account < 0 ? NULL : account_id(books, (size_t)account);
}

static const char *rep_or(const struct books *books, int rep)
{
    return rep < 0 ? NULL : rep_id(books, (size_t)rep);
}

static void add_priced(struct doc *doc, struct node *list,
                       const struct prices *prices, const struct books *books,
                       const struct priced *priced)
{
    struct node *object = doc_add(doc, list, NULL, DOC_OBJECT);

    doc_add_string(doc, object, "what", priced->words);
    doc_add_string(doc, object, "kind", price_kind_name(priced->kind));
    add_id(doc, object, "account", account_or(books, priced->account));
    add_id(doc, object, "rep", rep_or(books, priced->rep));
    doc_add_integer(doc, object, "accounts", (int64_t)priced->n_accounts);
    doc_add_bool(doc, object, "possible", priced->possible);
    doc_add_bool(doc, object, "comparable", priced->comparable);
    add_points(doc, object, "estimate", priced->estimate);
    add_points(doc, object, "ceiling", priced->ceiling);
    doc_add_bool(doc, object, "solved", priced->solved);
    if (priced->solved)
        add_range(doc, object, price_of(prices, priced), priced->objective,
                  priced->bound);
}

static void add_three(struct doc *doc, struct node *root,
                      const struct prices *prices)
{
    const struct price_three *three = &prices->three;
    struct node *object, *list;

    if (!prices->has_three) {
        doc_add(doc, root, "three", DOC_NULL);
        return;
    }
    object = doc_add(doc, root, "three", DOC_OBJECT);
    list = doc_add(doc, object, "what", DOC_ARRAY);
    for (size_t k = 0; k < three->n; k++)
        doc_add_string(doc, list, NULL, prices->each.at[three->of[k]].words);
    add_range(doc, object, price_of_three(prices), three->objective,
              three->bound);
    doc_add_integer(doc, object, "estimated", (int64_t)prices->n_threes);
    doc_add_integer(doc, object, "solved", (int64_t)prices->n_threes_solved);
}

static void add_conflicts(struct doc *doc, struct node *root,
                          const struct conflicts *conflicts)
{
    struct node *object = doc_add(doc, root, "conflicts", DOC_OBJECT);
    struct node *sets = doc_add(doc, object, "sets", DOC_ARRAY);

    for (size_t k = 0; k < conflicts->n; k++) {
        struct node *set = doc_add(doc, sets, NULL, DOC_ARRAY);

        for (size_t j = 0; j < conflicts->sets[k].n; j++)
            doc_add_string(doc, set, NULL, conflicts->sets[k].words[j]);
    }
    doc_add_bool(doc, object, "smallest", conflicts->smallest);
    doc_add_bool(doc, object, "all", conflicts->all);
    doc_add_integer(doc, object, "asked", (int64_t)conflicts->n_asked);
}

void price_describe(const struct prices *prices, const struct books *books,
                    struct doc *doc, struct node *root)
{
    struct node *list;

    doc_add_string(doc, root, "version", EB_VERSION);
    doc_add_string(doc, root, "role", books->role);
    doc_add_string(doc, root, "status",
                   prices->breaks_rules ? "infeasible" : "priced");
    add_points(doc, root, "plan", prices->given);
    add_points(doc, root, "objective", prices->objective);
    add_points(doc, root, "lower_bound", prices->bound);
    list = doc_add(doc, root, "prices", DOC_ARRAY);
    for (size_t k = 0; k < prices->each.n; k++)
        add_priced(doc, list, prices, books, &prices->each.at[k]);
    add_three(doc, root, prices);
    add_conflicts(doc, root, &prices->conflicts);
}

/* ---- CSV ----------------------------------------------------------------- */

static void points_cell(struct csv_writer *csv, int64_t cost)
{
    if (cost == INT64_MIN || cost == INT64_MAX)
        csv_cell(csv, "");
    else
        csv_decimal(csv, cost, 9);
}

static void range_cells(struct csv_writer *csv, const struct prices *prices,
                        const struct priced *priced)
{
    struct price_range range = {INT64_MIN, INT64_MIN, INT64_MAX};

    if (priced->solved)
        range = price_of(prices, priced);
    points_cell(csv, range.price);
    points_cell(csv, range.least);
    points_cell(csv, range.most);
    csv_cell(csv, price_is_exact(&range) ? "yes" : "no");
}

static void add_row(struct csv_writer *csv, const struct prices *prices,
                    const struct books *books, const struct priced *priced)
{
    const char *account = account_or(books, priced->account);
    const char *rep = rep_or(books, priced->rep);

    csv_cell(csv, priced->words);
    csv_cell(csv, price_kind_name(priced->kind));
    csv_cell(csv, account == NULL ? "" : account);
    csv_cell(csv, rep == NULL ? "" : rep);
    csv_integer(csv, (int64_t)priced->n_accounts);
    points_cell(csv, priced->estimate);
    points_cell(csv, priced->ceiling);
    range_cells(csv, prices, priced);
    csv_end_row(csv);
}

void price_rows(const struct prices *prices, const struct books *books,
                bool excel_safe, struct text *out)
{
    struct csv_writer csv = {
        .out = out, .separator = ',', .excel_safe = excel_safe};

    csv_header(&csv, "what kind account_id rep_id accounts estimate ceiling "
                     "price least most proved");
    for (size_t k = 0; k < prices->each.n; k++)
        add_row(&csv, prices, books, &prices->each.at[k]);
}
