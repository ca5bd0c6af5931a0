/* guest.c - room for one account more, and the account in it. */
#include "model/guest.h"

#include "model/compile.h"
#include "model/rules.h"

#include <stdlib.h>
#include <string.h>

/* Totals are kept well below what would be too large to add up exactly. */
static const int64_t safe_total = (int64_t)1 << 52;

/* ---- Room --------------------------------------------------------------- */

static bool grow(void *array, size_t n, size_t size)
{
    void **at = array;
    void *more = mem_resize(*at, n, size);

    if (more != NULL)
        *at = more;
    return more != NULL;
}
#define GROW(array, n) grow(&(array), (n), sizeof *(array))

static bool grow_column(struct column *column, size_t n)
{
    return (column->blank == NULL || GROW(column->blank, n + 1)) &&
           (column->number == NULL || GROW(column->number, n + 1)) &&
           (column->word == NULL || GROW(column->word, n + 1)) &&
           (column->list_first == NULL || GROW(column->list_first, n + 2));
}

static bool grow_books(struct books *books)
{
    size_t n = books->n_accounts;
    bool ok = true;

    for (size_t k = 0; ok && k < books->accounts->n_columns; k++)
        ok = grow_column(&books->accounts->columns[k], n);
    ok = ok && GROW(books->owner, n + 1) && GROW(books->owner_state, n + 1) &&
         GROW(books->parent, n + 1) && GROW(books->pin, n + 1) &&
         GROW(books->not_first, n + 2) && GROW(books->pair_first, n + 2);
    if (!ok)
        return false;
    books->owner[n] = books->parent[n] = books->pin[n] = -1;
    books->owner_state[n] = UNOWNED;
    books->not_first[n + 1] = books->not_first[n];
    books->pair_first[n + 1] = books->pair_first[n];
    return true;
}

static bool grow_accounts(struct compiled *c)
{
    struct workings *w = c->workings;
    size_t n = n_accounts_of(c);

    if (!GROW(c->family_of, n + 1) || !GROW(c->state, n + 1) ||
        !GROW(c->force, n + 1) || !GROW(c->hold, n + 1) ||
        !GROW(c->held_by, n + 1) || !GROW(c->outside_by, n + 1) ||
        !GROW(w->rank, n + 1) || !GROW(w->fixed, n + 1) ||
        !GROW(w->ties, n + 1) || !GROW(w->forced_least, n + 1) ||
        !GROW(w->group_of, n + 1) || !GROW(w->decision_first, n + 2))
        return false;
    c->force[n] = FORCE_NONE;
    c->hold[n] = HOLD_FREE;
    c->held_by[n] = c->outside_by[n] = -1;
    w->rank[n] = (int)n;
    w->fixed[n] = -1;
    w->ties[n] = 0;
    w->forced_least[n] = 0;
    w->group_of[n] = 0;
    w->decision_first[n + 1] = w->decision_first[n];
    return true;
}

static bool grow_families(struct compiled *c, size_t member)
{
    struct workings *w = c->workings;
    size_t f = c->n_families, a = n_accounts_of(c);

    if (!GROW(c->families, f + 1) || !GROW(c->members, member + 1) ||
        !GROW(w->eligible.of_family, f + 1) ||
        !GROW(w->eligible.first, f + 2) || !GROW(w->conflict_first, f + 2))
        return false;
    c->families[f] = (struct family){(int)a, member, 1, -1, HOLD_FREE, (int)f};
    c->members[member] = (int)a;
    c->family_of[a] = (int)f;
    w->conflict_first[f + 1] = w->conflict_first[f];
    return true;
}

/* ---- What rules look at ------------------------------------------------- */

static void see_words(struct guest_test *test, size_t rows)
{
    const struct column *column = test->column;

    for (size_t row = 0; row < rows; row++)
        test->has[column->word[row]] = true;
    for (size_t k = 0;
         column->list_first != NULL && k < column->list_first[rows]; k++)
        test->has[column->entry[k]] = true;
}

static bool add_test(struct guest *guest, const struct column *column)
{
    struct guest_test test = {column, NULL};

    if (column == NULL || column->word == NULL)
        return true;
    for (size_t k = 0; k < guest->tests.n; k++)
        if (guest->tests.at[k].column == column)
            return true;
    test.has = NEW(bool, guest->n_words + 1);
    if (test.has == NULL || !VEC_PUSH(&guest->tests, test)) {
        mem_free(test.has);
        return false;
    }
    see_words(&test, guest->books->n_accounts);
    return true;
}

static bool add_tests(struct guest *guest, const struct where *where)
{
    bool ok = true;

    for (size_t k = 0; ok && k < where->n; k++)
        ok = add_test(guest, where->tests[k].column);
    return ok;
}

static bool see_rules(struct guest *guest)
{
    const struct rules *rules = guest->c->rules;
    bool ok = true;

    for (size_t k = 0; ok && k < rules->n_metrics; k++)
        ok = add_tests(guest, &rules->metrics[k].measure.where);
    for (size_t k = 0; ok && k < rules->n_limits; k++)
        ok = add_tests(guest, &rules->limits[k].measure.where);
    for (size_t k = 0; ok && k < rules->n_locks; k++)
        ok = add_tests(guest, &rules->locks[k].where);
    for (size_t k = 0; k < rules->n_fit; k++)
        guest->never = guest->never || barrier_by_pair(guest->c, k);
    guest->never = guest->never || guest->c->workings->n_pair_terms > 0;
    return ok;
}

eb_status guest_make_room(struct books *books, struct compiled *c,
                          struct guest *out)
{
    const struct family *last =
        c->n_families == 0 ? NULL : &c->families[c->n_families - 1];

    *out = (struct guest){.books = books,
                          .c = c,
                          .account = (int)books->n_accounts,
                          .family = (int)c->n_families,
                          .member = last == NULL ? 0 : last->first + last->n,
                          .n_words = books->words.text.n,
                          .id = frame_column(books->accounts, "id"),
                          .nots = frame_column(books->accounts, "not"),
                          .parent = frame_column(books->accounts, "parent")};
    out->blank_word = names_add(&books->words, "");
    if (out->blank_word < 0 || !see_rules(out) || !grow_books(books) ||
        !grow_accounts(c) || !grow_families(c, out->member))
        return EB_NO_MEMORY;
    return EB_OK;
}

void guest_clear(struct guest *guest)
{
    for (size_t k = 0; k < guest->tests.n; k++)
        mem_free(guest->tests.at[k].has);
    VEC_CLEAR(&guest->tests);
    VEC_CLEAR(&guest->scratch);
    *guest = (struct guest){0};
}

/* ---- Cells -------------------------------------------------------------- */

static bool is_code(const char *text)
{
    return text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

static bool may_be_negative(const struct column *column)
{
    return column->recognised && (strcmp(column->name, "latitude") == 0 ||
                                  strcmp(column->name, "longitude") == 0);
}

static bool read_number(const struct column *column, const char *text,
                        int64_t *out)
{
    struct decimal number;

    return number_read(text, NUMBER_POINT, &number) == NUMBER_OK &&
           number.decimals <= column->decimals &&
           (number.units >= 0 || may_be_negative(column)) &&
           (column->recognised || !is_code(text)) &&
           decimal_scale(number, column->decimals, out);
}

static bool read_flag(const char *text, int64_t *out)
{
    struct decimal number;
    bool yes;

    if (bool_read(text, &yes))
        *out = yes;
    else if (number_read(text, NUMBER_POINT, &number) == NUMBER_OK)
        *out = number.units != 0;
    else
        return false;
    return true;
}

static bool read_word(struct guest *guest, const struct column *column,
                      const char *text, int *out)
{
    bool may_be_list = column->known == NULL || column->known->may_list;
    bool is_first =
        !column->recognised && column->n_blank == guest->books->n_accounts;

    if (column->kind == CELL_TEXT &&
        (is_first || (may_be_list && strchr(text, ';') != NULL)))
        return false;
    *out = names_add(&guest->books->words, text);
    return *out >= 0;
}

/* Behind all other entries, in order. */
static bool read_list(struct guest *guest, struct column *column,
                      const char *text)
{
    size_t a = (size_t)guest->account, first = column->list_first[a];
    size_t length = strlen(text), n = 0;
    char *copy;

    if (!VEC_RESERVE(&guest->scratch, length + 1) ||
        !GROW(column->entry, first + length + 1))
        return false;
    copy = memcpy(guest->scratch.at, text, length + 1);
    while (copy != NULL) {
        char *next = strchr(copy, ';');

        if (next != NULL)
            *next++ = '\0';
        copy += strspn(copy, " \t");
        for (size_t k = strlen(copy); k > 0 && strchr(" \t", copy[k - 1]);)
            copy[--k] = '\0';
        if (*copy != '\0')
            column->entry[first + n++] = names_add(&guest->books->words, copy);
        copy = next;
    }
    qsort(column->entry + first, n, sizeof *column->entry, ascending_ints);
    column->list_first[a + 1] = first + n;
    return n == 0 || column->entry[first] >= 0;
}

/* False where the frame would be another with it. */
static bool read_cell(struct guest *guest, struct column *column,
                      const char *text)
{
    size_t a = (size_t)guest->account;
    bool blank = *text == '\0';

    column->blank[a] = blank;
    if (column->number != NULL)
        column->number[a] = 0;
    if (column->word != NULL)
        column->word[a] = guest->blank_word;
    if (column->list_first != NULL)
        column->list_first[a + 1] = column->list_first[a];
    if (blank)
        return true;
    switch (column->kind) {
    case CELL_NUMBER:
        return read_number(column, text, &column->number[a]);
    case CELL_DATE:
        return date_read(text, DATE_ISO, &column->number[a]);
    case CELL_FLAG:
        return read_flag(text, &column->number[a]);
    case CELL_LIST:
        return read_word(guest, column, text, &column->word[a]) &&
               read_list(guest, column, text);
    case CELL_TEXT:
        break;
    }
    return read_word(guest, column, text, &column->word[a]);
}

static bool read_row(struct guest *guest, size_t row)
{
    const struct frame *frame = guest->books->accounts;

    for (size_t k = 0; k < frame->n_columns; k++) {
        struct column *column = &frame->columns[k];

        if (!read_cell(guest, column,
                       table_cell(frame->table, row, (size_t)column->field)))
            return false;
    }
    return true;
}

/* ---- What is odd -------------------------------------------------------- */

/* Something else may name the account already: as a parent, in pairs.csv. */
static bool is_named(const struct guest *guest, size_t row)
{
    return names_find(&guest->books->words,
                      table_cell(guest->books->accounts->table, row,
                                 (size_t)guest->id->field)) >= 0;
}

static bool is_filled(const struct guest *guest, const struct column *column)
{
    return column != NULL && !column->blank[guest->account];
}

static bool is_tied(const struct guest *guest)
{
    const struct account_columns *columns = &guest->c->workings->account;

    return is_filled(guest, guest->books->owner_column) ||
           is_filled(guest, columns->pin) ||
           is_filled(guest, columns->outside) ||
           is_filled(guest, columns->conflict_group) ||
           is_filled(guest, guest->nots) ||
           (guest->c->rules->families != FAMILIES_OFF &&
            is_filled(guest, guest->parent));
}

static bool has_word(const struct guest *guest, const struct guest_test *test,
                     int word)
{
    return (size_t)word < guest->n_words && test->has[word];
}

/* A rule may test for a word that no account had. */
static bool has_new_words(const struct guest *guest)
{
    size_t a = (size_t)guest->account;

    for (size_t k = 0; k < guest->tests.n; k++) {
        const struct guest_test *test = &guest->tests.at[k];
        const struct column *column = test->column;

        if (column->blank[a])
            continue;
        if (!has_word(guest, test, column->word[a]))
            return true;
        for (size_t j = column->list_first == NULL ? 0 : column->list_first[a];
             column->list_first != NULL && j < column->list_first[a + 1]; j++)
            if (!has_word(guest, test, column->entry[j]))
                return true;
    }
    return false;
}

static bool is_in_tree(const struct guest *guest)
{
    const struct column *territory = guest->c->workings->account.territory;
    int word;

    if (!is_filled(guest, territory))
        return true;
    word = territory->word[guest->account];
    return (size_t)word < guest->books->tree.n_index &&
           guest->books->tree.index[word] >= 0;
}

static bool find_group(const struct guest *guest)
{
    struct workings *w = guest->c->workings;
    const struct column *column = guest->c->rules->balance_within;

    w->group_of[guest->account] = 0;
    if (column == NULL)
        return true;
    for (int g = 0; g < w->n_groups; g++)
        if (w->group_word[g] == column->word[guest->account]) {
            w->group_of[guest->account] = g;
            return true;
        }
    return false;
}

static bool lacks_what_it_must_have(const struct guest *guest)
{
    const struct rules *rules = guest->c->rules;

    for (size_t m = 0; m < rules->n_metrics; m++)
        if (rules->metrics[m].measure.required &&
            !is_filled(guest, rules->metrics[m].measure.column))
            return true;
    for (size_t k = 0; k < rules->n_limits; k++)
        if (rules->limits[k].measure.required &&
            !is_filled(guest, rules->limits[k].measure.column))
            return true;
    return false;
}

/* The totals would be of another kind, or nearly too large. */
static bool outgrows(const struct guest *guest)
{
    const struct compiled *c = guest->c;
    size_t cells = c->rules->n_metrics * (size_t)c->workings->n_groups;

    if (target_would_change_kind(c, guest->account, 1))
        return true;
    for (size_t k = 0; k < cells; k++)
        if (c->workings->group_total[k] > safe_total)
            return true;
    return c->workings->account.value != NULL &&
           (c->workings->ones || c->value_total > safe_total);
}

/* Where groups are served by whoever may own some account of them. */
static bool serves_more(const struct guest *guest)
{
    const struct compiled *c = guest->c;
    const struct workings *w = c->workings;
    int list = w->eligible.of_family[guest->family];
    size_t n;
    const int64_t *reps = eligible_list(c, list, &n);

    if (target_column(c) != NULL)
        return false;
    for (size_t k = 0; k < n; k++)
        if (c->share[reps[k]].capacity > 0 &&
            !w->serves[(size_t)reps[k] * (size_t)w->n_groups +
                       (size_t)w->group_of[guest->account]])
            return true;
    return false;
}

/* ---- A guest ------------------------------------------------------------ */

eb_status guest_take(struct guest *guest, size_t row, bool *fits)
{
    struct compiled *c = guest->c;
    int a = guest->account;
    eb_status status = EB_OK;

    *fits = false;
    if (guest->never || is_named(guest, row) || !read_row(guest, row) ||
        is_tied(guest) || has_new_words(guest) || !is_in_tree(guest) ||
        lacks_what_it_must_have(guest))
        return EB_OK;
    c->state[a] = STATE_UNOWNED;
    TRY(eligible_find_next(c));
    if (eligible_count(c, guest->family) == 0) {
        c->state[a] = STATE_UNASSIGNABLE;
        *fits = true;
        return EB_OK;
    }
    *fits = find_group(guest) && !outgrows(guest) && !serves_more(guest);
done:
    return status;
}

void guest_count(struct guest *guest)
{
    struct compiled *c = guest->c;

    c->n_in_play++;
    c->value_total += account_value(c, guest->account);
    continuity_recount(c);
    target_count(c, guest->account, 1);
}
