/* compare_changes.c - whose books change, and which accounts differ. */
#include "cli/compare_cells.h"
#include "cli/compare_parts.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Whose books change ------------------------------------------------- */

static int largest_change_first(const void *left, const void *right)
{
    const struct book_view *const *a = left, *const *b = right;
    double x = (*a)->most - (*a)->least, y = (*b)->most - (*b)->least;

    if (x < y || x > y)
        return x > y ? -1 : 1;
    return *a < *b ? -1 : *a > *b;
}

/* "412,000 (+3.1 %)"; the deviation where there is room. */
static void add_load(struct columns *table, const struct comparison *c,
                     const struct load_view *view)
{
    char cell[CELL * 2], load[FIGURE_ROOM], deviation[DEVIATION];

    if (!view->there) {
        columns_add(table, "-");
        return;
    }
    show_number(view->load_number, load);
    if (c->n <= MOST_WITH_DEVIATIONS && view->has_target)
        snprintf(cell, sizeof cell, "%s (%s)", load,
                 show_deviation(view->deviation_number, deviation));
    else
        snprintf(cell, sizeof cell, "%s", load);
    columns_add(table, cell);
}

/* The books of a metric whose load is not the same in all plans that have
 * them. */
static size_t list_changed(const struct comparison *c, int metric,
                           const struct book_view **out)
{
    size_t n = 0;

    for (size_t b = 0; b < c->n_books; b++)
        if (c->books[b].metric == metric &&
            c->books[b].most > c->books[b].least)
            out[n++] = &c->books[b];
    qsort(out, n, sizeof *out, largest_change_first);
    return n;
}

static bool has_groups(const struct book_view *const *books, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (*books[k]->group != '\0')
            return true;
    return false;
}

static void add_book(struct columns *table, const struct comparison *c,
                     const struct book_view *book, bool groups)
{
    columns_add(table, book->rep);
    columns_add(table, book->name);
    if (groups)
        columns_add(table, book->group);
    for (size_t p = 0; p < c->n; p++)
        add_load(table, c, &book->in[p]);
    columns_add(table, c->plans[book->most_in].name);
    columns_add(table, c->plans[book->least_in].name);
}

static void print_changed(const struct comparison *c, int metric,
                          const struct book_view *const *books, size_t n,
                          bool all, struct screen *to)
{
    bool groups = has_groups(books, n);
    struct columns table = {.n = 4 + groups + c->n};
    size_t shown = all || n < SHOWN ? n : SHOWN;
    struct phrase line = {0};

    put_gap(to);
    phrase_add(&line, "whose %s changes most%s", c->metrics.text.at[metric],
               c->n <= MOST_WITH_DEVIATIONS
                   ? ", with the deviation from target"
                   : "");
    if (shown < n)
        phrase_add(&line, " (%zu of %zu; --verbose lists all)", shown, n);
    phrase_add(&line, ":");
    put_phrase(to, &line);
    columns_add(&table, "rep");
    columns_add(&table, "name");
    if (groups)
        columns_add(&table, "group");
    compare_add_numbers(&table, c->n);
    columns_add(&table, "most in");
    columns_add(&table, "least in");
    for (size_t k = 0; k < shown; k++)
        add_book(&table, c, books[k], groups);
    columns_end(&table, groups ? 3 : 2, to);
}

void compare_print_books(const struct comparison *c, const int *shown,
                         size_t n_shown, bool all, struct screen *to)
{
    const struct book_view **books =
        NEW(const struct book_view *, c->n_books + 1);

    to->failed = to->failed || books == NULL;
    for (size_t k = 0; books != NULL && k < (all ? n_shown : n_shown > 0);
         k++) {
        size_t n = list_changed(c, shown[k], books);

        if (n > 0)
            print_changed(c, shown[k], books, n, all, to);
    }
    mem_free(books);
}

/* ---- Which accounts differ ---------------------------------------------- */

static void print_pairs(const struct comparison *c, struct screen *to)
{
    struct columns table = {.n = 2 + c->n};
    char cell[CELL];

    columns_add(&table, "");
    columns_add(&table, "plan");
    compare_add_numbers(&table, c->n);
    for (size_t a = 0; a < c->n; a++) {
        compare_add_name(&table, c, a);
        for (size_t b = 0; b < c->n; b++)
            columns_add(
                &table,
                a == b ? "-" : figure((wide)c->differ[a * c->n + b], 0, cell));
    }
    columns_end(&table, 2, to);
}

static void print_alone(const struct comparison *c, struct screen *to)
{
    char buffer[FIGURE_ROOM];

    for (size_t p = 1; p < c->n; p++) {
        if (c->alone[p] > 0)
            put_line(to, "%s of %s %s not in %s",
                     figure_count(c->alone[p], "account", "accounts", buffer),
                     c->plans[0].name, c->alone[p] == 1 ? "is" : "are",
                     c->plans[p].name);
        if (c->alone[p * c->n] > 0)
            put_line(to, "%s of %s %s not in %s",
                     figure_count(c->alone[p * c->n], "account", "accounts",
                                  buffer),
                     c->plans[p].name, c->alone[p * c->n] == 1 ? "is" : "are",
                     c->plans[0].name);
    }
}

static void add_owners(struct columns *table, const struct comparison *c,
                       const struct owner_view *view)
{
    columns_add(table, view->account);
    columns_add(table, view->name);
    for (size_t p = 0; p < c->n; p++)
        columns_add(table, view->owner[p] == NULL    ? "-"
                           : *view->owner[p] == '\0' ? "nobody"
                                                     : view->owner[p]);
}

void compare_print_accounts(const struct comparison *c, bool all,
                            struct screen *to)
{
    size_t shown = all || c->n_differing < SHOWN ? c->n_differing : SHOWN;
    struct columns table = {.n = 2 + c->n};
    char differing[FIGURE_ROOM], of[FIGURE_ROOM];

    put_gap(to);
    put_line(to,
             "accounts that are not with the same rep in all plans: %s of "
             "%s%s",
             figure((wide)c->n_differing, 0, differing),
             figure((wide)c->n_accounts, 0, of),
             c->n_differing > 0 ? "; between two plans:" : "");
    if (c->n_differing == 0)
        return;
    print_pairs(c, to);
    print_alone(c, to);
    put_gap(to);
    columns_add(&table, "account");
    columns_add(&table, "name");
    compare_add_numbers(&table, c->n);
    for (size_t a = 0; a < shown; a++)
        add_owners(&table, c, &c->differing[a]);
    columns_end(&table, 2 + c->n, to);
    if (shown < c->n_differing)
        put_line(to, "and %zu more; --verbose lists all",
                 c->n_differing - shown);
}
