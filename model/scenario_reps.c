/* scenario_reps.c - who comes, who goes, and what changes about the others. */
#include "model/changing.h"

#include <string.h>

/* ---- Which rep ---------------------------------------------------------- */

static const char *nearest_rep(const struct changing *in, const char *id)
{
    enum { MOST = 2048 };
    const struct frame *reps = in->books->reps;
    const struct column *ids = frame_column(reps, "id");
    const char *known[MOST];
    size_t n = 0;

    for (; n < reps->n_rows && n < MOST; n++)
        known[n] = in->books->words.text.at[ids->word[n]];
    return names_nearest(known, n, id);
}

/* The row of a rep of the base; -1 after a fault. */
static int find_rep(struct changing *in, const struct node *id)
{
    int row = changing_rep_row(in, id->text);

    if (row < 0)
        changing_keep(in, fault(in->said, changing_place(in, id),
                                "\"%s\" is no rep of %s%s", id->text,
                                in->books->reps->table->file,
                                hint_of(nearest_rep(in, id->text)).text));
    return row;
}

/* The name of the column that the key means: the base's own, or one that reps.csv may
 * have, by any of the names that it may have there; NULL: none. */
static const char *column_name(const struct changing *in, const char *key)
{
    const struct column *column = frame_column(in->books->reps, key);
    const struct known_column *known;

    if (column != NULL)
        return column->name;
    known = schema_find(&schema_reps, key);
    return known == NULL ? NULL : known->name;
}

static bool means(const struct changing *in, const struct node *cell,
                  const char *name)
{
    const char *own = column_name(in, cell->key);

    return own != NULL && strcmp(own, name) == 0;
}

/* The first cell of the column before `end` (NULL: of all), or NULL. */
static const struct node *find_cell(const struct changing *in,
                                    const struct node *rep, const char *name,
                                    const struct node *end)
{
    for (const struct node *k = rep->first; k != end; k = k->next)
        if (means(in, k, name))
            return k;
    return NULL;
}

/* The id of an object, or NULL after a fault. */
static const struct node *id_of(struct changing *in, const struct node *rep)
{
    const struct node *id = find_cell(in, rep, "id", NULL);

    if (id != NULL && (id->kind == DOC_STRING || id->kind == DOC_NUMBER) &&
        *id->text != '\0')
        return id;
    changing_keep(in,
                  fault(in->said, changing_place(in, id != NULL ? id : rep),
                        "a rep needs an \"id\""));
    return NULL;
}

/* ---- Cells -------------------------------------------------------------- */

static const struct known_column *known_by_name(const char *name)
{
    for (size_t k = 0; k < schema_reps.n; k++)
        if (strcmp(schema_reps.columns[k].name, name) == 0)
            return &schema_reps.columns[k];
    return NULL;
}

static const char *nearest_name(const struct changing *in, const char *name)
{
    enum { MOST = 64 };
    const char *known[MOST];
    size_t n = 0;
    const char *there = nearest_column(in->books->reps, ~0u, name);

    for (; n < schema_reps.n && n < MOST; n++)
        known[n] = schema_reps.columns[n].name;
    return there != NULL ? there : names_nearest(known, n, name);
}

static void set_cell(struct changing *in, size_t row, const struct node *value,
                     const char *name)
{
    const char *text;
    size_t at;

    if (changing_cell(in, value, frame_column(in->books->reps, name),
                      known_by_name(name), &in->reps.memory, &text) &&
        changing_column(in, &in->reps, name, &at))
        changing_set(in, &in->reps, row, at, text);
}

static void refuse_cell(struct changing *in, const struct node *value)
{
    changing_keep(in, fault(in->said, doc_key_place(in->doc, value),
                            "\"%s\" is not a column of %s%s", value->key,
                            in->books->reps->table->file,
                            hint_of(nearest_name(in, value->key)).text));
}

static void set_cells(struct changing *in, size_t row, const struct node *rep)
{
    for (const struct node *k = rep->first;
         k != NULL && in->status != EB_NO_MEMORY; k = k->next) {
        const char *name = column_name(in, k->key);
        const struct node *first =
            name == NULL ? NULL : find_cell(in, rep, name, k);

        if (name == NULL)
            refuse_cell(in, k);
        else if (first != NULL)
            changing_keep(in, fault(in->said, doc_key_place(in->doc, k),
                                    "\"%s\" and \"%s\" are both the column "
                                    "%s",
                                    first->key, k->key, name));
        else if (strcmp(name, "id") != 0)
            set_cell(in, row, k, name);
    }
}

static void set_named(struct changing *in, size_t row, const char *name,
                      const char *text)
{
    size_t column;

    if (changing_column(in, &in->reps, name, &column))
        changing_set(in, &in->reps, row, column, text);
}

/* ---- Coming, going, changing -------------------------------------------- */

static bool was_added(const struct changing *in, const char *id)
{
    const struct column *ids = frame_column(in->books->reps, "id");

    for (size_t row = in->books->reps->n_rows; row < in->reps.n_rows; row++)
        if (strcmp(draft_cell(&in->reps, row, (size_t)ids->field), id) == 0)
            return true;
    return false;
}

/* Has the role that is planned unless it says otherwise. */
static void add_rep(struct changing *in, const struct node *rep)
{
    const struct node *id = id_of(in, rep);
    size_t row;

    if (id == NULL)
        return;
    if (changing_rep_row(in, id->text) >= 0 || was_added(in, id->text)) {
        changing_keep(in, fault(in->said, changing_place(in, id),
                                "id: \"%s\" is a rep already", id->text));
        return;
    }
    changing_keep(in, draft_add_row(&in->reps, &row));
    if (in->status == EB_NO_MEMORY)
        return;
    set_named(in, row, "id", id->text);
    if (frame_column(in->books->reps, "role") != NULL)
        set_named(in, row, "role", in->books->role);
    set_cells(in, row, rep);
}

static void change_rep(struct changing *in, const struct node *rep)
{
    const struct node *id = id_of(in, rep);
    int row = id == NULL ? -1 : find_rep(in, id);

    if (row >= 0)
        set_cells(in, (size_t)row, rep);
}

static void remove_rep(struct changing *in, const struct node *id)
{
    int row = doc_string(id) == NULL ? -1 : find_rep(in, id);

    if (row >= 0)
        set_named(in, (size_t)row, "active", "no");
}

/* Calls for each item of the list of these kinds. */
static void each(struct changing *in, const struct node *list,
                 enum doc_kind kind,
                 void (*visit)(struct changing *, const struct node *))
{
    for (const struct node *k = doc_first(list);
         k != NULL && in->status != EB_NO_MEMORY; k = k->next)
        if (k->kind == kind)
            visit(in, k);
}

void change_reps(struct changing *in)
{
    const struct node *reps = doc_get(in->node, "reps");

    if (doc_length(reps) == 0 || reps->kind != DOC_OBJECT ||
        !changing_open(in, &in->reps, in->books->reps))
        return;
    each(in, changing_list(reps, "add"), DOC_OBJECT, add_rep);
    each(in, changing_list(reps, "change"), DOC_OBJECT, change_rep);
    each(in, changing_list(reps, "remove"), DOC_STRING, remove_rep);
}
