/* books_make.c - books from tables, part by part. */
#include "model/making.h"
#include "model/order.h"
#include "model/phrase.h"

#include <limits.h>

static bool is_fatal(eb_status status)
{
    return status != EB_OK && status != EB_BAD_DATA;
}

static eb_status read_frame(struct books *books, const struct table *table,
                            const struct schema *schema,
                            struct mapping mapping, struct frame **out,
                            eb_messages *said)
{
    if (table == NULL)
        return EB_OK;
    if (table_rows(table) >= INT_MAX)
        return fault(said, (struct place){table->file, 0, 0},
                     "more than %d rows", INT_MAX - 1);
    return frame_read(table, schema, mapping, &books->words, out, said);
}

static eb_status read_frames(struct books *books,
                             const struct book_tables *tables,
                             eb_messages *said)
{
    const struct {
        const struct table *table;
        const struct schema *schema;
        const char *key;
        struct frame **out;
    } files[] = {
        {tables->accounts, &schema_accounts, "accounts", &books->accounts},
        {tables->reps, &schema_reps, "reps", &books->reps},
        {tables->pairs, &schema_pairs, "pairs", &books->pair_rows},
        {tables->territories, &schema_territories, "territories",
         &books->territory_rows},
        {tables->decisions, &schema_decisions, "decisions",
         &books->decision_rows},
    };
    eb_status kept = EB_OK;

    for (size_t k = 0; k < sizeof files / sizeof *files && !is_fatal(kept);
         k++)
        keep_status(&kept, read_frame(books, files[k].table, files[k].schema,
                                      (struct mapping){doc_get(tables->columns,
                                                               files[k].key),
                                                       tables->rules_file},
                                      files[k].out, said));
    return kept;
}

static eb_status order_accounts(struct making *in)
{
    struct books *books = in->books;

    books->n_accounts = books->accounts->n_rows;
    books->account_by_id = NEW(int, books->n_accounts);
    if (books->account_by_id == NULL)
        return EB_NO_MEMORY;
    return order_by_text(&books->words, in->account_ids->word,
                         books->n_accounts, books->account_by_id);
}

static eb_status settle_tree(struct making *in)
{
    struct books *books = in->books;

    return tree_make(&books->words, books->accounts, books->reps,
                     books->territory_rows, &books->tree, in->said);
}

/* Each part needs those before it, if only without their faults. */
static eb_status settle(struct making *in)
{
    static eb_status (*const parts[])(struct making *) = {
        order_accounts,   owners_settle, parents_settle,
        pins_settle,      nots_settle,   pairs_settle,
        decisions_settle, settle_tree,   times_settle,
    };
    eb_status kept = EB_OK;

    for (size_t k = 0; k < sizeof parts / sizeof *parts && !is_fatal(kept);
         k++)
        keep_status(&kept, parts[k](in));
    return kept;
}

eb_status books_make(const struct book_tables *tables, const char *role,
                     struct books **out, eb_messages *said)
{
    struct books *books = NEW(struct books, 1);
    struct making in = {.books = books, .said = said};
    eb_status kept = EB_OK;

    if (books == NULL)
        return EB_NO_MEMORY;
    keep_status(&kept, read_frames(books, tables, said));
    if (is_fatal(kept) || books->accounts == NULL || books->reps == NULL)
        goto done;
    keep_status(&kept, making_index(&in));
    if (!is_fatal(kept))
        keep_status(&kept, role_settle(&in, role));
    if (!is_fatal(kept))
        keep_status(&kept, settle(&in));
    if (kept == EB_OK) {
        *out = books;
        books = NULL;
    }
done:
    making_clear(&in);
    books_free(books);
    return kept;
}
