/* explain_book_text.c - the ledger of a book, on a terminal. */
#include "cli/explain_parts.h"

#include "model/workings.h"

#include <stdio.h>

enum { CHANGES_SHOWN = 5, CELL = FIGURE_ROOM };

static const char *name_of(const struct explained *e, int rep)
{
    return rep < 0 ? "nobody" : rep_name(e->plan.opened.books, (size_t)rep);
}

static void print_head(const struct explained *e, struct screen *to)
{
    const struct book_answer *book = &e->book;
    const struct books *books = e->plan.opened.books;
    size_t came = 0, left = 0;

    for (size_t k = 0; k < book->changes.n; k++)
        if (book->changes.at[k].came)
            came++;
        else
            left++;
    put_line(to, "%s (%s): %zu accounts, %zu kept, %zu gained, %zu lost",
             name_of(e, book->rep), rep_id(books, (size_t)book->rep),
             book->n_kept + came, book->n_kept, came, left);
}

/* ---- Loads --------------------------------------------------------------- */

static void print_loads(const struct explained *e, struct screen *to)
{
    static const char *const heads[] = {"metric", "due",        "before",
                                        "now",    "off before", "off now",
                                        "gained", "held"};
    const struct compiled *c = e->plan.restored.compiled;
    struct columns table = {.n = 8};

    columns_add_all(&table, heads, table.n);
    for (size_t k = 0; k < e->book.loads.n; k++) {
        const struct book_load *load = &e->book.loads.at[k];

        explain_add_metric(&table, c, load->metric, load->group);
        explain_add_target(&table, c, load->metric, load->target);
        explain_add_load(&table, c, load->metric, load->before);
        explain_add_load(&table, c, load->metric, load->now);
        explain_add_deviation(&table, c, load->metric, load->before,
                              load->target);
        explain_add_deviation(&table, c, load->metric, load->now,
                              load->target);
        explain_add_load(&table, c, load->metric, load->gained);
        explain_add_load(&table, c, load->metric, load->held);
    }
    put_gap(to);
    put_line(to, "the loads, before and now (! outside the band):");
    columns_end(&table, 1, to);
}

/* What no choice of accounts can mend: one family above the band, or what is
 * held above it. */
static void print_why(const struct explained *e, const struct book_load *load,
                      struct screen *to)
{
    const struct compiled *c = e->plan.restored.compiled;
    const struct metric *metric = &c->rules->metrics[load->metric];
    char figures[CELL];
    int64_t down, up;

    target_band(load->target, metric->band, &down, &up);
    if (load->now <= up)
        return;
    if (load->weight > up) {
        const struct family *family = &c->families[load->heaviest];
        size_t lead = (size_t)family->lead;

        put_line(to,
                 "  %s: %s alone weighs %s, which no book could hold within "
                 "the band",
                 metric->measure.name, account_name(c->books, lead),
                 figure(load->weight, metric->measure.decimals, figures));
    } else if (load->held > up) {
        put_line(to,
                 "  %s: locks and pins hold %s of it, which is above the band "
                 "by itself",
                 metric->measure.name,
                 figure(load->held, metric->measure.decimals, figures));
    }
}

/* ---- Accounts ------------------------------------------------------------ */

static void add_change(struct columns *table, const struct explained *e,
                       const struct book_change *change)
{
    const struct compiled *c = e->plan.restored.compiled;
    size_t a = (size_t)change->account;
    char cell[CELL];

    columns_add(table, account_id(c->books, a));
    columns_add(table, account_name(c->books, a));
    columns_add(table, name_of(e, change->other));
    columns_add(table, change->chosen      ? "moved"
                       : change->other < 0 ? "placed"
                                           : "forced");
    columns_add(table, figure(account_value(c, change->account),
                              c->value_decimals, cell));
}

static void print_changes(const struct explained *e, bool came, bool all,
                          struct screen *to)
{
    struct columns table = {.n = 5};
    size_t n = 0, shown = 0;

    columns_add(&table, "account");
    columns_add(&table, "name");
    columns_add(&table, came ? "from" : "to");
    columns_add(&table, "change");
    columns_add(&table, "value");
    for (size_t k = 0; k < e->book.changes.n; k++) {
        if (e->book.changes.at[k].came != came)
            continue;
        n++;
        if (all || n <= CHANGES_SHOWN) {
            add_change(&table, e, &e->book.changes.at[k]);
            shown++;
        }
    }
    if (n == 0) {
        columns_clear(&table);
        return;
    }
    put_gap(to);
    put_line(to, "%s:", came ? "gained" : "lost");
    columns_end(&table, 4, to);
    if (shown < n)
        put_line(to, "and %zu more; --verbose lists all", n - shown);
}

/* ---- What would be better ------------------------------------------------ */

static const char *lead_of(const struct explained *e, int family)
{
    const struct compiled *c = e->plan.restored.compiled;

    return account_id(c->books, (size_t)c->families[family].lead);
}

static void print_better(const struct explained *e, struct screen *to)
{
    const struct book_answer *book = &e->book;

    if (book->best.other >= 0)
        put_line(to, "  %s goes to %s, and %s comes in exchange",
                 lead_of(e, book->best.family), name_of(e, book->best.to),
                 lead_of(e, book->best.other));
    else
        put_line(to, "  %s goes to %s", lead_of(e, book->best.family),
                 name_of(e, book->best.to));
}

static void print_tried(const struct explained *e, struct screen *to)
{
    const struct book_answer *book = &e->book;
    bool better = book->some && book->best.delta < 0;
    char moves[CELL], swaps[CELL], figures[CELL];

    put_gap(to);
    put_line(to,
             "%s moves into and out of this book and %s exchanges were "
             "tried: %s%s%s",
             figure(book->moves, 0, moves), figure(book->swaps, 0, swaps),
             better ? "the best would save " : "none makes the plan better",
             better ? figure_points(-book->best.delta, figures) : "",
             better ? ":" : "");
    if (better)
        print_better(e, to);
}

void explain_print_book(const struct explained *explained, bool all,
                        struct screen *to)
{
    print_head(explained, to);
    print_loads(explained, to);
    for (size_t k = 0; k < explained->book.loads.n; k++)
        print_why(explained, &explained->book.loads.at[k], to);
    print_changes(explained, true, all, to);
    print_changes(explained, false, all, to);
    print_tried(explained, to);
}
