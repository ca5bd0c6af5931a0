/* books_owner.c - who owns what today, as far as reps.csv knows them. */
#include "model/making.h"

#include "model/phrase.h"

#include <stdio.h>
#include <string.h>

enum { OWNERS_SHOWN = 3, LONGEST_ROLE = 96 };

/* `<role>_owner`, else `owner`. */
static const struct column *find_owner_column(const struct books *books)
{
    char role[LONGEST_ROLE], name[LONGEST_ROLE + 8];
    const struct column *column;

    schema_normalise(books->role, role, sizeof role);
    snprintf(name, sizeof name, "%s_owner", role);
    column = frame_column(books->accounts, name);
    if (column == NULL || column->known == NULL)
        column = frame_column(books->accounts, "owner");
    return column;
}

/* Owners of other roles alone: easily a role misspelt. */
static eb_status warn_of_other_roles(const struct making *in)
{
    const struct frame *accounts = in->books->accounts;

    for (size_t k = 0; k < accounts->n_columns; k++) {
        const struct column *column = &accounts->columns[k];

        if (column->known != NULL &&
            strcmp(column->known->name, ROLE_OWNER) == 0)
            return warn(in->said, (struct place){accounts->table->file, 0, 0},
                        "no column has the owners of the role %s, though "
                        "\"%s\" has those of another: every account counts "
                        "as without an owner",
                        in->books->role, column->header);
    }
    return EB_OK;
}

/* ---- Owners that are no reps ---------------------------------------------- */

struct strangers {
    int *count; /* [words] accounts that the stranger owns */
    size_t n_accounts, n;
    int top[OWNERS_SHOWN]; /* words, the commonest first; -1 */
    bool names;            /* some are not ids but names of reps */
};

/* More accounts first, then by text. */
static bool is_before(const struct making *in, const struct strangers *all,
                      int a, int b)
{
    if (b < 0)
        return true;
    if (all->count[a] != all->count[b])
        return all->count[a] > all->count[b];
    return strcmp(word_text(in, a), word_text(in, b)) < 0;
}

static void rank(const struct making *in, struct strangers *all, int word)
{
    for (int k = 0; k < OWNERS_SHOWN; k++)
        if (is_before(in, all, word, all->top[k])) {
            memmove(&all->top[k + 1], &all->top[k],
                    (size_t)(OWNERS_SHOWN - 1 - k) * sizeof *all->top);
            all->top[k] = word;
            return;
        }
}

static void count_strangers(const struct making *in,
                            const struct column *owner, struct strangers *all)
{
    const struct books *books = in->books;
    const struct column *name = frame_column(books->reps, "name");

    for (size_t a = 0; a < books->n_accounts; a++)
        if (books->owner_state[a] == OWNER_UNKNOWN) {
            all->n_accounts++;
            all->n += all->count[owner->word[a]]++ == 0;
        }
    for (size_t row = 0; name != NULL && row < books->reps->n_rows; row++)
        all->names |= !name->blank[row] && all->count[name->word[row]] > 0;
    for (int k = 0; k < OWNERS_SHOWN; k++)
        all->top[k] = -1;
    for (size_t word = 0; word < in->n_words; word++)
        if (all->count[word] > 0)
            rank(in, all, (int)word);
}

static eb_status say_strangers(const struct making *in,
                               const struct column *owner,
                               const struct strangers *all)
{
    struct phrase text = {0};
    eb_status status;

    for (int k = 0; k < OWNERS_SHOWN && all->top[k] >= 0; k++) {
        const char *id = word_text(in, all->top[k]);

        phrase_add(&text, "%s\"%.*s\" (%d)", k > 0 ? ", " : "", quoted(id), id,
                   all->count[all->top[k]]);
    }
    if (all->n > OWNERS_SHOWN)
        phrase_add(&text, " and %zu more", all->n - OWNERS_SHOWN);
    if (all->names)
        phrase_add(&text, "; some are names of reps, where ids are wanted");
    status =
        text.failed
            ? EB_NO_MEMORY
            : warn(in->said,
                   (struct place){in->books->accounts->table->file, 0, 0},
                   "%s: %zu account%s with an owner who is no rep of the role "
                   "%s: %s",
                   owner->header, all->n_accounts,
                   all->n_accounts == 1 ? "" : "s", in->books->role,
                   phrase_text(&text));
    phrase_clear(&text);
    return status;
}

static eb_status warn_of_strangers(const struct making *in,
                                   const struct column *owner)
{
    struct strangers all = {.count = NEW(int, in->n_words)};
    eb_status status = EB_OK;

    if (all.count == NULL)
        return EB_NO_MEMORY;
    count_strangers(in, owner, &all);
    if (all.n > 0)
        status = say_strangers(in, owner, &all);
    mem_free(all.count);
    return status;
}

eb_status owners_settle(struct making *in)
{
    struct books *books = in->books;
    const struct column *owner = find_owner_column(books);

    books->owner_column = owner;
    books->owner = NEW(int, books->n_accounts);
    books->owner_state = NEW(enum owner_state, books->n_accounts);
    if (books->owner == NULL || books->owner_state == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < books->n_accounts; a++) {
        bool blank = owner == NULL || owner->blank[a];

        books->owner[a] = blank ? -1 : in->rep_of[owner->word[a]];
        books->owner_state[a] = blank                 ? UNOWNED
                                : books->owner[a] < 0 ? OWNER_UNKNOWN
                                                      : OWNED;
    }
    return owner == NULL ? warn_of_other_roles(in)
                         : warn_of_strangers(in, owner);
}
