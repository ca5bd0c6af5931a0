/* reassign_select.c - which accounts change hands, and what holds them where they are. */
#include "model/complaint.h"
#include "model/reassigning.h"
#include "model/where.h"
#include "model/workings.h"

#include <string.h>

eb_status reassign_text(struct reassigning *in, const char *text,
                        const char **out)
{
    *out = arena_string(&in->out->memory, text, strlen(text));
    return *out == NULL ? EB_NO_MEMORY : EB_OK;
}

eb_status reassign_keep(struct reassigning *in, struct reassigned *row,
                        const char *reason)
{
    row->change = "kept";
    row->to = "";
    row->next_best = "";
    row->next_cost = INT64_MIN;
    row->cost = 0;
    return reassign_text(in, reason, &row->reason);
}

/* ---- Which ---------------------------------------------------------------- */

/* A value as rules.json would have it for the column. */
static struct node *add_value(struct doc *doc, struct node *root,
                              const struct frame *frame,
                              const struct reassign_test *test)
{
    const struct column *column = frame_column(frame, test->column);
    struct decimal number;
    bool yes;

    if (column != NULL && column->kind == CELL_NUMBER &&
        number_read(test->text, NUMBER_POINT, &number) == NUMBER_OK)
        return doc_add_decimal(doc, root, test->column, number.units,
                               number.decimals);
    if (column != NULL && column->kind == CELL_FLAG &&
        bool_read(test->text, &yes))
        return doc_add_bool(doc, root, test->column, yes);
    return doc_add_string(doc, root, test->column, test->text);
}

static eb_status read_tests(struct reassigning *in, struct doc **doc,
                            struct where *out)
{
    const struct books *books = in->workday.books;
    struct where_source from = {.frame = books->accounts,
                                .words = &books->words};
    struct node *root;
    eb_status status;

    TRY(doc_new("--where", doc));
    root = doc_add(*doc, NULL, NULL, DOC_OBJECT);
    for (size_t k = 0; k < in->request->n_tests; k++)
        (void)add_value(*doc, root, books->accounts, &in->request->tests[k]);
    if (!doc_ok(*doc))
        return EB_NO_MEMORY;
    from.doc = *doc;
    from.node = (*doc)->root;
    TRY(where_read(&from, &in->out->memory, out, in->said));
done:
    return status;
}

static eb_status read_where(struct reassigning *in, struct where *out)
{
    const struct books *books = in->workday.books;
    const struct doc *given = in->request->where;
    const struct where_source from = {given,
                                      given == NULL ? NULL : given->root,
                                      books->accounts, &books->words};
    struct where a = {0}, b = {0};
    struct doc *doc = NULL;
    eb_status status;

    TRY(where_read(&from, &in->out->memory, &a, in->said));
    TRY(read_tests(in, &doc, &b));
    /* The document goes; the tests keep nothing of it but what is not looked at. */
    a.source = b.source = NULL;
    if (a.n == 0 || b.n == 0) {
        *out = a.n == 0 ? b : a;
    } else {
        out->n = a.n + b.n;
        out->tests = arena_new(&in->out->memory, out->n * sizeof *out->tests);
        if (out->tests == NULL)
            TRY(EB_NO_MEMORY);
        memcpy(out->tests, a.tests, a.n * sizeof *a.tests);
        memcpy(out->tests + a.n, b.tests, b.n * sizeof *b.tests);
    }
done:
    doc_free(doc);
    return status;
}

/* Whether some column of owners, other than that of the role, has this one. */
static bool owns_elsewhere(const struct day *day, size_t row, int column,
                           const char *from)
{
    const struct day_rows *accounts = &day->of[DAY_ACCOUNTS];

    for (size_t k = 0; k < accounts->headings.n; k++) {
        const struct known_column *known = accounts->headings.at[k].known;

        if ((int)k == column || known == NULL ||
            (strcmp(known->name, "owner") != 0 &&
             strcmp(known->name, ROLE_OWNER) != 0))
            continue;
        if (strcmp(table_cell(accounts->table, row, k), from) == 0)
            return true;
    }
    return false;
}

static bool is_meant(const struct reassigning *in, size_t row, int column)
{
    const struct table *table = in->day->of[DAY_ACCOUNTS].table;
    const char *owner =
        column < 0 ? "" : table_cell(table, row, (size_t)column);

    if (in->request->append)
        return *owner == '\0' &&
               owns_elsewhere(in->day, row, column, in->request->from);
    return strcmp(owner, in->request->from) == 0;
}

/* ---- What holds it -------------------------------------------------------- */

/* Why it stays where it is whoever is to get it; NULL where nothing does. */
static const char *held_by(const struct reassigning *in, int a, int receiver)
{
    const struct compiled *c = in->workday.setting;
    int family = c->family_of[a];
    int fixed = family < 0 ? -1 : c->families[family].fixed;

    if (fixed < 0 || fixed == receiver)
        return NULL;
    if (c->hold[a] == HOLD_LOCK)
        return "locked to the owner";
    if (c->hold[a] == HOLD_PIN)
        return "pinned to a rep";
    return in->workday.books->owner[a] == fixed
               ? "held with its family by the owner"
               : NULL;
}

static eb_status take_row(struct reassigning *in, int a, int column,
                          int receiver)
{
    const struct table *table = in->day->of[DAY_ACCOUNTS].table;
    struct reassigned *row = &in->out->rows[in->out->n];
    const char *held = held_by(in, a, receiver);
    eb_status status;

    *row = (struct reassigned){
        .to = "", .reason = "", .next_best = "", .next_cost = INT64_MIN};
    TRY(reassign_text(in, account_id(in->workday.books, (size_t)a),
                      &row->account));
    TRY(reassign_text(
        in, column < 0 ? "" : table_cell(table, (size_t)a, (size_t)column),
        &row->previous));
    row->change = in->request->append ? "placed"
                  : in->from_left     ? "forced"
                                      : "moved";
    if (held != NULL)
        TRY(reassign_keep(in, row, held));
    in->out->n++;
done:
    return status;
}

static eb_status say_nobody(struct reassigning *in)
{
    const struct names *reps = &in->day->of[DAY_REPS].ids;
    const char *from = in->request->from;

    if (day_row(in->day, DAY_REPS, from) != DAY_NO_ROW)
        return EB_OK;
    return fail(
        EB_BAD_USAGE, in->said,
        "there is no rep \"%s\", and no account has that owner%s", from,
        hint_of(names_nearest(reps->text.at, reps->text.n, from)).text);
}

eb_status reassign_select(struct reassigning *in)
{
    const struct books *books = in->workday.books;
    int column = day_owner_column(in->day, books->role);
    int receiver =
        in->request->to == NULL ? -1 : books_rep(books, in->request->to);
    size_t n_meant = 0;
    struct where where = {0};
    eb_status status;

    in->out->rows = arena_new(&in->out->memory,
                              (books->n_accounts + 1) * sizeof *in->out->rows);
    if (in->out->rows == NULL)
        return EB_NO_MEMORY;
    TRY(read_where(in, &where));
    for (size_t k = 0; k < books->n_accounts; k++) {
        int a = books->account_by_id[k];

        if (!is_meant(in, (size_t)a, column))
            continue;
        n_meant++;
        if (where_holds(&where, (size_t)a))
            TRY(take_row(in, a, column, receiver));
    }
    if (n_meant == 0)
        TRY(say_nobody(in));
done:
    return status;
}
