/* tree.c - the forest of territory codes that the files speak of. */
#include "model/tree.h"

#include "model/circles.h"
#include "model/order.h"
#include "model/phrase.h"

enum { CODES_SHOWN = 3 };

/* Gathering codes: index[word] is -1 while the word is no code. */
struct gathering {
    const struct names *words;
    struct tree *tree;
    struct VEC(int) codes; /* in order of first sight */
    eb_messages *said;
};

static bool gather(struct gathering *in, int word)
{
    if (in->tree->index[word] >= 0)
        return true;
    if (!VEC_PUSH(&in->codes, word))
        return false;
    in->tree->index[word] = (int)in->codes.n - 1;
    return true;
}

static bool gather_cell(struct gathering *in, const struct column *column,
                        size_t row)
{
    if (column->blank[row])
        return true;
    if (column->kind != CELL_LIST)
        return gather(in, column->word[row]);
    for (size_t k = column->list_first[row]; k < column->list_first[row + 1];
         k++)
        if (!gather(in, column->entry[k]))
            return false;
    return true;
}

static bool gather_column(struct gathering *in, const struct frame *frame,
                          const char *name)
{
    const struct column *column =
        frame == NULL ? NULL : frame_column(frame, name);

    for (size_t row = 0; column != NULL && row < frame->n_rows; row++)
        if (!gather_cell(in, column, row))
            return false;
    return true;
}

/* The codes gathered from position `first` on are those of this file alone. */
static eb_status warn_of_new(const struct gathering *in, size_t first,
                             const struct frame *frame, const char *name)
{
    struct phrase text = {0};
    size_t n = in->codes.n - first;
    eb_status status = EB_OK;

    if (n == 0)
        return EB_OK;
    phrase_add(&text, "%s: %zu code%s not in territories.csv: ",
               frame_column(frame, name)->header, n, n == 1 ? " is" : "s are");
    for (size_t k = 0; k < n && k < CODES_SHOWN; k++) {
        const char *code = in->words->text.at[in->codes.at[first + k]];

        phrase_add(&text, "%s\"%.*s\"", k > 0 ? ", " : "", quoted(code), code);
    }
    if (n > CODES_SHOWN)
        phrase_add(&text, ", ...");
    status = text.failed
                 ? EB_NO_MEMORY
                 : warn(in->said, (struct place){frame->table->file, 0, 0},
                        "%s", phrase_text(&text));
    phrase_clear(&text);
    return status;
}

/* First territories.csv, then what the other files have beyond it. */
static eb_status gather_all(struct gathering *in, const struct frame *accounts,
                            const struct frame *reps,
                            const struct frame *territories)
{
    bool warns = territories != NULL;
    size_t listed, of_accounts;
    eb_status status = EB_OK;

    if (!gather_column(in, territories, "code") ||
        !gather_column(in, territories, "parent"))
        return EB_NO_MEMORY;
    listed = in->codes.n;
    if (!gather_column(in, accounts, "territory"))
        return EB_NO_MEMORY;
    if (warns)
        TRY(warn_of_new(in, listed, accounts, "territory"));
    of_accounts = in->codes.n;
    if (!gather_column(in, reps, "territories"))
        return EB_NO_MEMORY;
    if (warns)
        TRY(warn_of_new(in, of_accounts, reps, "territories"));
done:
    return status;
}

/* The codes in order of text, and where each word is among them. */
static eb_status number_codes(struct gathering *in)
{
    struct tree *tree = in->tree;
    size_t n = in->codes.n;
    int *code = NEW(int, n);
    eb_status status;

    tree->code = code;
    tree->parent = NEW(int, n);
    tree->level = NEW(int, n);
    if (code == NULL || tree->parent == NULL || tree->level == NULL)
        return EB_NO_MEMORY;
    TRY(order_by_text(in->words, in->codes.at, n, code));
    tree->n = n;
    for (size_t k = 0; k < n; k++) {
        code[k] = in->codes.at[code[k]];
        tree->index[code[k]] = (int)k;
        tree->parent[k] = -1;
    }
done:
    return status;
}

/* ---- Who lies in whom ----------------------------------------------------- */

/* What the report of a circle needs. */
struct joining {
    struct tree *tree;
    const struct names *words;
    const struct frame *territories;
    size_t *row; /* [n] of territories.csv; where it has the code */
    eb_messages *said;
};

static void join(struct joining *in)
{
    const struct frame *frame = in->territories;
    const struct column *code = frame_column(frame, "code");
    const struct column *parent = frame_column(frame, "parent");

    for (size_t row = 0; parent != NULL && row < frame->n_rows; row++) {
        int k = in->tree->index[code->word[row]];

        if (code->blank[row] || parent->blank[row] || in->tree->parent[k] >= 0)
            continue;
        in->tree->parent[k] = in->tree->index[parent->word[row]];
        in->row[k] = row;
    }
}

static const char *code_text(const void *context, int k)
{
    const struct joining *in = context;

    return in->words->text.at[in->tree->code[k]];
}

/* Cuts the circle, so that levels end. */
static eb_status report_circle(void *context, int k)
{
    struct joining *in = context;
    const struct column *parent = frame_column(in->territories, "parent");
    struct phrase text = {0};
    eb_status status;

    circle_describe(in->tree->parent, k, code_text, in, &text);
    status =
        text.failed
            ? EB_NO_MEMORY
            : fault(in->said, frame_place(in->territories, in->row[k], parent),
                    "%s: a circle: %s", parent->header, phrase_text(&text));
    phrase_clear(&text);
    in->tree->parent[k] = -1;
    return status;
}

/* Twice up from each code: to count, then to write down. */
static void settle_levels(struct tree *tree)
{
    for (size_t start = 0; start < tree->n; start++) {
        int level = 0, k;

        for (k = (int)start; k >= 0 && tree->level[k] == 0;
             k = tree->parent[k])
            level++;
        level += k >= 0 ? tree->level[k] : 0;
        for (k = (int)start; k >= 0 && tree->level[k] == 0;
             k = tree->parent[k])
            tree->level[k] = level--;
        if (tree->level[start] > tree->depth)
            tree->depth = tree->level[start];
    }
}

static eb_status join_codes(struct tree *tree, const struct names *words,
                            const struct frame *territories, eb_messages *said)
{
    struct joining in = {.tree = tree,
                         .words = words,
                         .territories = territories,
                         .row = NEW(size_t, tree->n),
                         .said = said};
    eb_status status = EB_NO_MEMORY;

    if (in.row != NULL) {
        join(&in);
        status = circles_find(tree->parent, tree->n, report_circle, &in);
    }
    mem_free(in.row);
    return status;
}

eb_status tree_make(const struct names *words, const struct frame *accounts,
                    const struct frame *reps, const struct frame *territories,
                    struct tree *out, eb_messages *said)
{
    struct gathering in = {.words = words, .tree = out, .said = said};
    eb_status status = EB_OK;

    *out = (struct tree){.n_index = words->text.n,
                         .index = NEW(int, words->text.n)};
    if (out->index == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < out->n_index; k++)
        out->index[k] = -1;
    TRY(gather_all(&in, accounts, reps, territories));
    TRY(number_codes(&in));
    if (territories != NULL)
        status = join_codes(out, words, territories, said);
    if (status != EB_NO_MEMORY) /* else circles may not have been cut */
        settle_levels(out);
done:
    VEC_CLEAR(&in.codes);
    return status;
}

void tree_clear(struct tree *tree)
{
    mem_free((void *)tree->code);
    mem_free(tree->parent);
    mem_free(tree->level);
    mem_free(tree->index);
    *tree = (struct tree){0};
}

bool tree_contains(const struct tree *tree, int ancestor, int code)
{
    for (; code >= 0; code = tree->parent[code])
        if (code == ancestor)
            return true;
    return false;
}
