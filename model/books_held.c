/* books_held.c - parents, and the reps that `pin` and `not` name. */
#include "model/making.h"

#include "model/circles.h"

static const char *id_of(const void *context, int a)
{
    const struct making *in = context;

    return account_id(in->books, (size_t)a);
}

/* Cuts the circle, so that every way up ends. */
static eb_status report_circle(void *context, int a)
{
    struct making *in = context;
    struct books *books = in->books;
    const struct column *parent = frame_column(books->accounts, "parent");
    struct phrase text = {0};
    eb_status status;

    circle_describe(books->parent, a, id_of, in, &text);
    status =
        text.failed
            ? EB_NO_MEMORY
            : fault(in->said, frame_place(books->accounts, (size_t)a, parent),
                    "%s: a circle: %s", parent->header, phrase_text(&text));
    phrase_clear(&text);
    books->parent[a] = -1;
    return status;
}

static eb_status warn_of_orphans(const struct making *in,
                                 const struct column *parent, size_t n,
                                 size_t first)
{
    const char *text = word_text(in, parent->word[first]);

    return warn(in->said, frame_place(in->books->accounts, first, parent),
                "%s: \"%.*s\" is no account; %zu account%s such a parent and "
                "stand%s alone",
                parent->header, quoted(text), text, n,
                n == 1 ? " has" : "s have", n == 1 ? "s" : "");
}

eb_status parents_settle(struct making *in)
{
    struct books *books = in->books;
    const struct column *parent = frame_column(books->accounts, "parent");
    size_t n = 0, first = 0;
    eb_status kept = EB_OK;

    books->parent = NEW(int, books->n_accounts);
    if (books->parent == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < books->n_accounts; a++) {
        bool blank = parent == NULL || parent->blank[a];

        books->parent[a] = blank ? -1 : in->account_of[parent->word[a]];
        if (!blank && books->parent[a] < 0 && n++ == 0)
            first = a;
    }
    if (n > 0)
        keep_status(&kept, warn_of_orphans(in, parent, n, first));
    keep_status(&kept, circles_find(books->parent, books->n_accounts,
                                    report_circle, in));
    return kept;
}

eb_status pins_settle(struct making *in)
{
    struct books *books = in->books;
    const struct column *pin = frame_column(books->accounts, "pin");
    eb_status kept = EB_OK;

    books->pin = NEW(int, books->n_accounts);
    if (books->pin == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < books->n_accounts; a++) {
        books->pin[a] = -1;
        if (pin == NULL || pin->blank[a])
            continue;
        books->pin[a] = in->rep_of[pin->word[a]];
        if (in->rep_row_of[pin->word[a]] < 0)
            keep_status(&kept,
                        say_no_rep(in, books->accounts, a, pin, pin->word[a]));
    }
    return kept;
}

/* Adds the reps that this account's cell names; *n counts them all. */
static eb_status settle_not(struct making *in, const struct column *column,
                            size_t a, int *n)
{
    struct books *books = in->books;
    eb_status kept = EB_OK;

    for (size_t k = column->list_first[a]; k < column->list_first[a + 1];
         k++) {
        int word = column->entry[k];

        if (k > column->list_first[a] && word == column->entry[k - 1])
            continue;
        if (in->rep_of[word] >= 0)
            books->not_rep[(*n)++] = in->rep_of[word];
        else if (in->rep_row_of[word] < 0)
            keep_status(&kept,
                        say_no_rep(in, books->accounts, a, column, word));
    }
    return kept;
}

eb_status nots_settle(struct making *in)
{
    struct books *books = in->books;
    const struct column *column = frame_column(books->accounts, "not");
    size_t most = column == NULL ? 0 : column->list_first[books->n_accounts];
    int n = 0;
    eb_status kept = EB_OK;

    books->not_first = NEW(int, books->n_accounts + 1);
    books->not_rep = NEW(int, most);
    if (books->not_first == NULL || books->not_rep == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < books->n_accounts && column != NULL; a++) {
        keep_status(&kept, settle_not(in, column, a, &n));
        books->not_first[a + 1] = n;
    }
    return kept;
}
