/* scenario_accounts.c - accounts left out, and numbers multiplied. */
#include "model/changing.h"
#include "model/plain.h"

enum { MOST_DECIMALS = 4 }; /* that a factor may add to a column */

/* ---- Numbers multiplied ------------------------------------------------- */

/* As many decimals as the product has; more than the column's own or than four
 * are rounded, halves away from zero. */
static bool multiply(struct decimal number, struct decimal factor,
                     struct decimal *out)
{
    int most =
        number.decimals > MOST_DECIMALS ? number.decimals : MOST_DECIMALS;
    wide product = (wide)number.units * factor.units, half;
    int decimals = number.decimals + factor.decimals;

    for (; decimals > most; decimals--) {
        half = product % 10;
        product /= 10;
        if (decimals == most + 1)
            product += half >= 5 ? 1 : half <= -5 ? -1 : 0;
    }
    if (product > INT64_MAX / 2 || product < INT64_MIN / 2)
        return false;
    *out = (struct decimal){(int64_t)product, decimals};
    return true;
}

/* What an earlier change left there, or the base. */
static struct decimal number_at(const struct changing *in, size_t row,
                                const struct column *column)
{
    const char *text = draft_cell(&in->accounts, row, (size_t)column->field);
    struct decimal number = {0, 0};

    (void)number_read(text, NUMBER_POINT, &number);
    return number;
}

static bool scale_cell(struct changing *in, size_t row,
                       const struct column *column, struct decimal factor)
{
    struct decimal number;
    char text[48];

    if (!multiply(number_at(in, row, column), factor, &number))
        return false;
    plain_number(number.units, number.decimals, text);
    changing_set(in, &in->accounts, row, (size_t)column->field, text);
    return true;
}

static void scale_column(struct changing *in, const struct where *where,
                         const struct column *column,
                         const struct node *factor)
{
    struct decimal by;
    bool fits = number_read(factor->text, NUMBER_POINT, &by) == NUMBER_OK &&
                by.decimals <= 12;

    for (size_t row = 0; fits && row < in->books->n_accounts; row++)
        if (where_holds(where, row) && !column->blank[row])
            fits = scale_cell(in, row, column, by);
    if (!fits)
        changing_keep(in, fault(in->said, changing_place(in, factor),
                                "scale: %s is no factor that %s can be "
                                "multiplied by",
                                factor->text, factor->key));
}

static const struct column *scaled_column(struct changing *in,
                                          const struct node *factor)
{
    const struct frame *frame = in->books->accounts;
    const struct column *column = frame_column(frame, factor->key);
    const char *near = nearest_column(frame, 1u << CELL_NUMBER, factor->key);

    if (column != NULL && column->kind == CELL_NUMBER)
        return column;
    changing_keep(in, column != NULL
                          ? fault(in->said, doc_key_place(in->doc, factor),
                                  "scale: the column \"%s\" holds %s, not "
                                  "numbers",
                                  factor->key, wording_of_kind(column->kind))
                          : fault(in->said, doc_key_place(in->doc, factor),
                                  "scale: \"%s\" is not a column of %s%s",
                                  factor->key, frame->table->file,
                                  hint_of(near).text));
    return NULL;
}

static void scale(struct changing *in, const struct where *where,
                  const struct node *factors)
{
    for (const struct node *k = factors->first;
         k != NULL && in->status != EB_NO_MEMORY; k = k->next) {
        const struct column *column = scaled_column(in, k);

        if (column != NULL && k->kind == DOC_NUMBER)
            scale_column(in, where, column, k);
    }
}

/* ---- Accounts left out -------------------------------------------------- */

static void leave_out(struct changing *in, const struct where *where)
{
    for (size_t row = 0; row < in->books->n_accounts; row++)
        if (where_holds(where, row))
            in->accounts.gone.at[row] = true;
}

/* Children of an account that is gone belong to what is above it. */
static void adopt(struct changing *in)
{
    const struct books *books = in->books;
    const struct column *column = frame_column(books->accounts, "parent");

    for (size_t a = 0; column != NULL && a < books->n_accounts; a++) {
        int above = books->parent[a];

        if (above < 0 || !in->accounts.gone.at[above])
            continue;
        while (above >= 0 && in->accounts.gone.at[above])
            above = books->parent[above];
        changing_set(in, &in->accounts, a, (size_t)column->field,
                     above < 0 ? "" : account_id(books, (size_t)above));
    }
}

/* Rows that speak of accounts which are gone go too. */
static void leave_out_pairs(struct changing *in)
{
    const struct books *books = in->books;

    if (books->pair_rows == NULL ||
        !changing_open(in, &in->pairs, books->pair_rows))
        return;
    for (size_t k = 0; k < books->n_pairs; k++)
        if (in->accounts.gone.at[books->pairs[k].account])
            in->pairs.gone.at[books->pairs[k].row] = true;
}

static void leave_out_decisions(struct changing *in)
{
    const struct books *books = in->books;

    if (books->decision_rows == NULL ||
        !changing_open(in, &in->decisions, books->decision_rows))
        return;
    for (size_t k = 0; k < books->n_decisions; k++)
        if (in->accounts.gone.at[books->decisions[k].account])
            in->decisions.gone.at[books->decisions[k].row] = true;
}

static size_t count_left(const struct changing *in)
{
    size_t n = 0;

    for (size_t a = 0; a < in->books->n_accounts; a++)
        n += !in->accounts.gone.at[a];
    return n;
}

/* ---- One change after the other ----------------------------------------- */

static eb_status check_touch(struct changing *in, const struct node *change,
                             const struct where *where)
{
    for (size_t row = 0; row < in->books->n_accounts; row++)
        if (where_holds(where, row))
            return EB_OK;
    return warn(in->said, changing_place(in, change),
                "no account is such: nothing is changed here");
}

static void change_some(struct changing *in, const struct node *change,
                        bool *any_gone)
{
    const struct node *test = doc_get(change, "where");
    const struct node *remove = doc_get(change, "remove");
    const struct node *factors = doc_get(change, "scale");
    const struct where_source from = {
        in->doc, test != NULL && test->kind == DOC_OBJECT ? test : NULL,
        in->books->accounts, &in->books->words};
    struct where where = {0};
    bool goes = remove != NULL && remove->kind == DOC_BOOL && remove->truth;
    eb_status read = where_read(&from, &in->accounts.memory, &where, in->said);

    changing_keep(in, read);
    if (!goes && doc_length(factors) == 0)
        changing_keep(in, fault(in->said, changing_place(in, change),
                                "a change of accounts needs \"remove\": true "
                                "or a \"scale\""));
    if (factors != NULL && factors->kind == DOC_OBJECT)
        scale(in, &where, factors);
    if (read != EB_OK)
        return;
    changing_keep(in, check_touch(in, change, &where));
    if (goes)
        leave_out(in, &where);
    *any_gone |= goes;
}

void change_accounts(struct changing *in)
{
    const struct node *list = changing_list(in->node, "accounts");
    bool any_gone = false;

    if (doc_length(list) == 0 ||
        !changing_open(in, &in->accounts, in->books->accounts))
        return;
    for (const struct node *k = list->first;
         k != NULL && in->status != EB_NO_MEMORY; k = k->next)
        if (k->kind == DOC_OBJECT)
            change_some(in, k, &any_gone);
    if (!any_gone || in->status == EB_NO_MEMORY)
        return;
    if (count_left(in) == 0) {
        changing_keep(in, fault(in->said, changing_place(in, list),
                                "accounts: none is left"));
        return;
    }
    adopt(in);
    leave_out_pairs(in);
    leave_out_decisions(in);
}
