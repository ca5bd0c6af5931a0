/* scenario_territories.c - territories that become one. */
#include "model/changing.h"

#include <string.h>

struct merge {
    struct changing *in;
    const char *into;
    const struct node *from; /* a list of codes */
};

static bool is_merged(const struct merge *merge, const char *code)
{
    for (const struct node *k = merge->from->first; k != NULL; k = k->next)
        if (doc_string(k) != NULL && strcmp(k->text, code) == 0)
            return strcmp(code, merge->into) != 0;
    return false;
}

/* ---- Faults ------------------------------------------------------------- */

/* The code's place in the tree of the base; -1 if nothing speaks of it. */
static int find_code(const struct changing *in, const char *code)
{
    const struct tree *tree = &in->books->tree;
    int word = names_find(&in->books->words, code);

    return word < 0 || (size_t)word >= tree->n_index ? -1 : tree->index[word];
}

static const char *nearest_code(const struct changing *in, const char *code)
{
    enum { MOST = 1024 };
    const struct tree *tree = &in->books->tree;
    const char *known[MOST];
    size_t n = 0;

    for (; n < tree->n && n < MOST; n++)
        known[n] = in->books->words.text.at[tree->code[n]];
    return names_nearest(known, n, code);
}

static bool check_code(const struct merge *merge, const struct node *code)
{
    struct changing *in = merge->in;
    int index, into = find_code(in, merge->into);

    if (doc_string(code) == NULL)
        return false;
    index = find_code(in, code->text);
    if (index < 0)
        changing_keep(in,
                      fault(in->said, changing_place(in, code),
                            "from: there is no territory \"%s\"%s", code->text,
                            hint_of(nearest_code(in, code->text)).text));
    else if (into >= 0 && into != index &&
             tree_contains(&in->books->tree, index, into))
        changing_keep(in, fault(in->said, changing_place(in, code),
                                "from: \"%s\" lies in \"%s\" and cannot take "
                                "it in",
                                merge->into, code->text));
    else
        return true;
    return false;
}

static bool check(const struct merge *merge)
{
    bool fine = true;

    if (merge->from->first == NULL) {
        changing_keep(merge->in, fault(merge->in->said,
                                       changing_place(merge->in, merge->from),
                                       "from: expected at least one code"));
        return false;
    }
    for (const struct node *k = merge->from->first; k != NULL; k = k->next)
        fine &= check_code(merge, k);
    return fine;
}

/* ---- Cells -------------------------------------------------------------- */

/* A list of codes with the new one in the place of the first that it takes in. */
static char *merge_list(const struct merge *merge, const char *cell,
                        struct arena *memory)
{
    size_t room = strlen(cell) + strlen(merge->into) + 2;
    char *copy = arena_string(memory, cell, strlen(cell));
    char *out = arena_new(memory, room);
    bool has_into = false;

    if (copy == NULL || out == NULL)
        return NULL;
    for (char *at = copy, *next; at != NULL; at = next) {
        const char *code;
        size_t n;

        next = strchr(at, ';');
        if (next != NULL)
            *next++ = '\0';
        at += strspn(at, " \t");
        for (n = strlen(at); n > 0 && strchr(" \t", at[n - 1]) != NULL; n--)
            at[n - 1] = '\0';
        code = is_merged(merge, at) ? merge->into : at;
        if (strcmp(code, merge->into) == 0 && has_into)
            continue;
        has_into |= strcmp(code, merge->into) == 0;
        if (*out != '\0')
            strcat(out, ";");
        strcat(out, code);
    }
    return out;
}

/* Every cell of the column, whether a code or a list of them. */
static void merge_cells(const struct merge *merge, struct draft *draft,
                        const struct frame *frame, const char *name)
{
    struct changing *in = merge->in;
    const struct column *column =
        frame == NULL ? NULL : frame_column(frame, name);

    if (column == NULL || !changing_open(in, draft, frame))
        return;
    for (size_t row = 0; row < draft->n_rows && in->status != EB_NO_MEMORY;
         row++) {
        const char *cell = draft_cell(draft, row, (size_t)column->field);
        char *merged = merge_list(merge, cell, &draft->memory);

        if (merged == NULL)
            changing_keep(in, EB_NO_MEMORY);
        else if (strcmp(merged, cell) != 0)
            changing_set(in, draft, row, (size_t)column->field, merged);
    }
}

/* ---- The tree ----------------------------------------------------------- */

/* What the territories had above them, where that is the same for all; else
 * nothing. */
static const char *common_parent(const struct merge *merge, size_t code,
                                 size_t parent)
{
    const struct draft *draft = &merge->in->territories;
    const char *common = NULL;

    for (size_t row = 0; row < draft->n_rows; row++) {
        const char *above = draft_cell(draft, row, parent);

        if (draft->gone.at[row] ||
            !is_merged(merge, draft_cell(draft, row, code)) ||
            is_merged(merge, above) || strcmp(above, merge->into) == 0)
            continue;
        if (common != NULL && strcmp(common, above) != 0)
            return "";
        common = above;
    }
    return common == NULL ? "" : common;
}

/* Rows of what is merged go; the new one comes, unless it is there. */
static void merge_rows(const struct merge *merge)
{
    struct changing *in = merge->in;
    struct draft *draft = &in->territories;
    size_t code, parent, new;
    const char *above;
    bool is_there = false;

    if (in->books->territory_rows == NULL ||
        !changing_open(in, draft, in->books->territory_rows) ||
        !changing_column(in, draft, "code", &code) ||
        !changing_column(in, draft, "parent", &parent))
        return;
    above = common_parent(merge, code, parent);
    for (size_t row = 0; row < draft->n_rows; row++) {
        draft->gone.at[row] |= is_merged(merge, draft_cell(draft, row, code));
        is_there |= !draft->gone.at[row] &&
                    strcmp(draft_cell(draft, row, code), merge->into) == 0;
        if (is_merged(merge, draft_cell(draft, row, parent)))
            changing_set(in, draft, row, parent, merge->into);
    }
    if (is_there || in->status == EB_NO_MEMORY)
        return;
    changing_keep(in, draft_add_row(draft, &new));
    if (in->status == EB_NO_MEMORY)
        return;
    changing_set(in, draft, new, code, merge->into);
    changing_set(in, draft, new, parent, above);
}

static void merge_some(struct changing *in, const struct node *node)
{
    const char *into = doc_string(doc_get(node, "into"));
    struct merge merge = {in, into, changing_list(node, "from")};

    if (into == NULL || *into == '\0' || merge.from == NULL || !check(&merge))
        return;
    merge_cells(&merge, &in->accounts, in->books->accounts, "territory");
    merge_cells(&merge, &in->reps, in->books->reps, "territories");
    if (in->status != EB_NO_MEMORY)
        merge_rows(&merge);
}

void change_territories(struct changing *in)
{
    const struct node *list =
        changing_list(doc_get(in->node, "territories"), "merge");

    for (const struct node *k = doc_first(list);
         k != NULL && in->status != EB_NO_MEMORY; k = k->next)
        if (k->kind == DOC_OBJECT)
            merge_some(in, k);
}
