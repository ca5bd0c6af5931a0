/* tiers.c - accounts by what they hold of all value. */
#include "model/tiers.h"

#include <stdlib.h>
#include <string.h>

/* ---- Cuts -------------------------------------------------------------- */

struct tier_cuts tier_cuts_usual(void)
{
    return (struct tier_cuts){3, {800000, 950000, 990000}};
}

static bool read_cut(const char *text, size_t length, int64_t *out)
{
    char part[16];
    wide units;

    if (length == 0 || length >= sizeof part)
        return false;
    memcpy(part, text, length);
    part[length] = '\0';
    if (!decimal_read_wide(part, 6, &units) || units <= 0 || units >= CUT_ONE)
        return false;
    *out = (int64_t)units;
    return true;
}

bool tier_cuts_read(const char *text, struct tier_cuts *out)
{
    *out = (struct tier_cuts){0};
    while (out->n < MOST_CUTS) {
        size_t length = strcspn(text, ",");
        int64_t *at = &out->at[out->n];

        if (!read_cut(text, length, at) || (out->n > 0 && *at <= at[-1]))
            return false;
        out->n++;
        if (text[length] == '\0')
            return true;
        text += length + 1;
    }
    return false;
}

/* ---- Groups ------------------------------------------------------------ */

struct sorting {
    const struct names *words;
    const struct column *id, *value, *within;
    struct tiers *out;
};

/* A row with all that it is sorted by. */
struct row {
    const char *group, *id;
    int64_t value;
    int row, word;
};

static int dearest_first(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    int order = strcmp(a->group, b->group);

    if (order != 0)
        return order;
    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return strcmp(a->id, b->id);
}

static struct row row_of(const struct sorting *s, size_t at)
{
    const char *const *text = (const char *const *)s->words->text.at;
    int word = s->within == NULL ? -1 : s->within->word[at];
    int64_t value = s->value->number[at];

    return (struct row){word < 0 ? "" : text[word], text[s->id->word[at]],
                        value < 0 ? 0 : value, (int)at, word};
}

/* Outside stays out of the list; how many are in it. */
static size_t list_rows(struct sorting *s, const struct column *outside,
                        struct row *rows)
{
    struct tiers *out = s->out;
    size_t n = 0;

    for (size_t a = 0; a < out->n_accounts; a++) {
        out->account[a] = (struct tiered){-1, -1, 0, 0};
        if (outside != NULL && outside->number[a] != 0) {
            out->n_outside++;
            continue;
        }
        out->n_negative += s->value->number[a] < 0;
        rows[n++] = row_of(s, a);
    }
    return n;
}

/* ---- Tiers ------------------------------------------------------------- */

static int tier_of(const struct tier_cuts *cuts, int64_t value, wide dearer,
                   wide total)
{
    size_t k = 0;

    while (k < cuts->n &&
           (value == 0 || dearer * CUT_ONE >= total * cuts->at[k]))
        k++;
    return (int)k;
}

/* The rows of one group, dearest first. */
static void share_out(struct tiers *out, const struct row *rows, size_t n,
                      const struct tier_cuts *cuts)
{
    struct tier_group *group = &out->groups[out->n_groups];
    wide sum = 0, dearer = 0;

    *group = (struct tier_group){.word = rows[0].word, .n = n};
    for (size_t k = 0; k < n; k++)
        group->value += rows[k].value;
    for (size_t k = 0; k < n; k++) {
        struct tiered *account = &out->account[rows[k].row];

        if (k > 0 && rows[k].value < rows[k - 1].value)
            dearer = sum;
        sum += rows[k].value;
        account->group = (int)out->n_groups;
        account->value = rows[k].value;
        account->up_to = sum;
        account->tier = tier_of(cuts, rows[k].value, dearer, group->value);
        group->n_in[account->tier]++;
        group->value_in[account->tier] += rows[k].value;
    }
    out->n_groups++;
}

static eb_status share_out_all(struct tiers *out, const struct row *rows,
                               size_t n, const struct tier_cuts *cuts)
{
    size_t n_groups = 0;

    for (size_t k = 0; k < n; k++)
        n_groups += k == 0 || rows[k].word != rows[k - 1].word;
    out->groups = NEW(struct tier_group, n_groups + 1);
    if (out->groups == NULL)
        return EB_NO_MEMORY;
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && rows[to].word == rows[from].word;)
            to++;
        share_out(out, rows + from, to - from, cuts);
    }
    return EB_OK;
}

static int by_id(const void *left, const void *right)
{
    const struct row *a = left, *b = right;

    return strcmp(a->id, b->id);
}

static void order_by_id(const struct sorting *s, struct row *rows)
{
    struct tiers *out = s->out;

    for (size_t a = 0; a < out->n_accounts; a++)
        rows[a] = row_of(s, a);
    if (out->n_accounts > 1)
        qsort(rows, out->n_accounts, sizeof *rows, by_id);
    for (size_t a = 0; a < out->n_accounts; a++)
        out->order[a] = rows[a].row;
}

eb_status tiers_make(const struct frame *accounts, const struct names *words,
                     const struct column *value, const struct column *within,
                     const struct tier_cuts *cuts, struct tiers *out)
{
    struct sorting s = {words, frame_column(accounts, "id"), value, within,
                        out};
    struct row *rows = NEW(struct row, accounts->n_rows + 1);
    size_t n;
    eb_status status = EB_NO_MEMORY;

    *out = (struct tiers){.decimals = value->decimals,
                          .n_tiers = cuts->n + 1,
                          .n_accounts = accounts->n_rows};
    out->account = NEW(struct tiered, accounts->n_rows + 1);
    out->order = NEW(int, accounts->n_rows + 1);
    if (rows == NULL || out->account == NULL || out->order == NULL)
        goto done;
    n = list_rows(&s, frame_column(accounts, "outside"), rows);
    if (n > 1)
        qsort(rows, n, sizeof *rows, dearest_first);
    TRY(share_out_all(out, rows, n, cuts));
    order_by_id(&s, rows);
done:
    mem_free(rows);
    if (status != EB_OK)
        tiers_clear(out);
    return status;
}

char tier_letter(int tier)
{
    return (char)('A' + tier);
}

int64_t tiered_share(const struct tiers *tiers, size_t account)
{
    const struct tiered *at = &tiers->account[account];
    wide total = at->group < 0 ? 0 : tiers->groups[at->group].value;

    return total == 0
               ? 0
               : (int64_t)((2 * at->up_to * CUT_ONE + total) / (2 * total));
}

void tiers_clear(struct tiers *tiers)
{
    mem_free(tiers->account);
    mem_free(tiers->order);
    mem_free(tiers->groups);
    *tiers = (struct tiers){0};
}
