/* books_role.c - which role is planned, and which reps have it. */
#include "model/making.h"

#include "model/order.h"
#include "model/phrase.h"

#include <string.h>

enum { ROLES_SHOWN = 12 };

/* What the column `role` says. */
struct roles {
    const struct column *column; /* NULL: everyone has the one role */
    size_t rows;
    int *count; /* [words] reps of the role */
    int *word;  /* [n] roles in order of text */
    size_t n;
};

static const char only_role[] = "rep";

static eb_status say_blanks(const struct making *in, const struct roles *roles)
{
    eb_status kept = EB_OK;

    for (size_t row = 0; row < roles->rows; row++)
        if (roles->column->blank[row])
            keep_status(&kept,
                        fault(in->said,
                              frame_place(in->books->reps, row, roles->column),
                              "%s: is blank", roles->column->header));
    return kept;
}

static eb_status order_roles(const struct making *in, struct roles *roles)
{
    int *order = NEW(int, roles->n);
    int *word = NEW(int, roles->n);
    eb_status status = order == NULL || word == NULL ? EB_NO_MEMORY : EB_OK;

    if (status == EB_OK)
        status =
            order_by_text(&in->books->words, roles->word, roles->n, order);
    for (size_t k = 0; status == EB_OK && k < roles->n; k++)
        word[k] = roles->word[order[k]];
    mem_free(order);
    mem_free(roles->word);
    roles->word = word;
    return status;
}

/* A column that is blank throughout is as good as none. */
static eb_status survey(const struct making *in, struct roles *roles)
{
    const struct frame *reps = in->books->reps;
    const struct column *column = frame_column(reps, "role");

    roles->rows = reps->n_rows;
    if (column == NULL || column->n_blank == roles->rows)
        return EB_OK;
    roles->column = column;
    roles->count = NEW(int, in->n_words);
    roles->word = NEW(int, roles->rows);
    if (roles->count == NULL || roles->word == NULL)
        return EB_NO_MEMORY;
    for (size_t row = 0; row < roles->rows; row++)
        if (!column->blank[row] && roles->count[column->word[row]]++ == 0)
            roles->word[roles->n++] = column->word[row];
    return order_roles(in, roles);
}

/* "ae (12 reps), csm (1 rep)" */
static void list_roles(const struct making *in, const struct roles *roles,
                       struct phrase *out)
{
    if (roles->column == NULL)
        phrase_add(out, "%s", only_role);
    for (size_t k = 0; k < roles->n && k < ROLES_SHOWN; k++) {
        int count = roles->count[roles->word[k]];

        phrase_add(out, "%s%s (%d rep%s)", k > 0 ? ", " : "",
                   word_text(in, roles->word[k]), count,
                   count == 1 ? "" : "s");
    }
    if (roles->n > ROLES_SHOWN)
        phrase_add(out, " and %zu more", roles->n - ROLES_SHOWN);
}

static eb_status refuse_role(const struct making *in,
                             const struct roles *roles, const char *wanted)
{
    struct phrase list = {0};
    const char *file = in->books->reps->table->file;
    eb_status status;

    list_roles(in, roles, &list);
    if (list.failed)
        status = EB_NO_MEMORY;
    else if (wanted == NULL)
        status = fail(EB_BAD_USAGE, in->said,
                      "%s has several roles: %s; choose one with --role", file,
                      phrase_text(&list));
    else
        status = fail(EB_BAD_USAGE, in->said,
                      "%s has no role \"%s\"; --role can be %s", file, wanted,
                      phrase_text(&list));
    phrase_clear(&list);
    return status;
}

/* *word is the role's word, -1 where everyone has the one role. */
static eb_status choose(const struct making *in, const struct roles *roles,
                        const char *wanted, int *word)
{
    *word = -1;
    if (roles->column == NULL)
        return wanted == NULL || strcmp(wanted, only_role) == 0
                   ? EB_OK
                   : refuse_role(in, roles, wanted);
    if (wanted == NULL && roles->n == 1) {
        *word = roles->word[0];
        return EB_OK;
    }
    for (size_t k = 0; k < roles->n && wanted != NULL; k++)
        if (strcmp(word_text(in, roles->word[k]), wanted) == 0) {
            *word = roles->word[k];
            return EB_OK;
        }
    return refuse_role(in, roles, wanted);
}

/* Numbers the reps of the role in order of id; a row whose id is blank or was
 * there before is none of them. */
static eb_status number_reps(struct making *in, const struct roles *roles,
                             int role)
{
    struct books *books = in->books;
    int *order = NEW(int, roles->rows);
    eb_status status = EB_NO_MEMORY;

    books->rep_row = NEW(int, roles->rows);
    if (order == NULL || books->rep_row == NULL)
        goto done;
    TRY(order_by_text(&books->words, in->rep_ids->word, roles->rows, order));
    for (size_t k = 0; k < roles->rows; k++) {
        int row = order[k], id = in->rep_ids->word[row];

        if (in->rep_row_of[id] != row ||
            (role >= 0 && roles->column->word[row] != role))
            continue;
        in->rep_of[id] = (int)books->n_reps;
        books->rep_row[books->n_reps++] = row;
    }
done:
    mem_free(order);
    return status;
}

static const char *trimmed(const char *role, char *out, size_t room)
{
    size_t n;

    role += strspn(role, " \t");
    n = strlen(role);
    while (n > 0 && strchr(" \t", role[n - 1]) != NULL)
        n--;
    if (n + 1 > room)
        return role;
    memcpy(out, role, n);
    out[n] = '\0';
    return out;
}

eb_status role_settle(struct making *in, const char *role)
{
    struct roles roles = {0};
    char room[128];
    int word = -1;
    eb_status status = EB_OK, kept = EB_OK;

    if (role != NULL)
        role = trimmed(role, room, sizeof room);
    TRY(survey(in, &roles));
    if (roles.column != NULL)
        keep_status(&kept, say_blanks(in, &roles));
    TRY(choose(in, &roles, role, &word));
    in->books->role = word < 0 ? only_role : word_text(in, word);
    TRY(number_reps(in, &roles, word));
    status = kept;
done:
    mem_free(roles.count);
    mem_free(roles.word);
    return status;
}
