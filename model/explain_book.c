/* explain_book.c - what came to a book, what left it, and what its loads are made
 * of. */
#include "model/explaining.h"

#include "model/facts.h"

#include <stdlib.h>

/* ---- Accounts ------------------------------------------------------------ */

static int rep_of(const struct restored *restored, int account)
{
    int family = restored->compiled->family_of[account];
    int item = family < 0 ? -1 : restored->compiled->families[family].item;

    return item < 0 ? -1 : restored->agent[item];
}

static eb_status note_account(const struct restored *restored, int account,
                              struct book_answer *out)
{
    const struct compiled *c = restored->compiled;
    int owner = c->books->owner[account], rep = rep_of(restored, account);
    enum change change;
    struct book_change line = {.account = account};

    if (rep < 0 || (owner != out->rep && rep != out->rep))
        return EB_OK;
    change = account_change(c, account, rep);
    if (change == CHANGE_KEPT || owner == rep) {
        out->n_kept++;
        return EB_OK;
    }
    line.came = rep == out->rep;
    line.other = line.came ? owner : rep;
    line.chosen = change == CHANGE_MOVED;
    return VEC_PUSH(&out->changes, line) ? EB_OK : EB_NO_MEMORY;
}

/* For the comparison of two changes. */
struct valued {
    struct book_change change;
    int64_t value;
    int rank;
};

static int dearest_first(const void *left, const void *right)
{
    const struct valued *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return a->rank - b->rank;
}

static eb_status sort_changes(const struct compiled *c,
                              struct book_answer *out)
{
    struct valued *valued = NEW(struct valued, out->changes.n + 1);

    if (valued == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < out->changes.n; k++) {
        int a = out->changes.at[k].account;

        valued[k] = (struct valued){out->changes.at[k], account_value(c, a),
                                    c->workings->rank[a]};
    }
    qsort(valued, out->changes.n, sizeof *valued, dearest_first);
    for (size_t k = 0; k < out->changes.n; k++)
        out->changes.at[k] = valued[k].change;
    mem_free(valued);
    return EB_OK;
}

static eb_status list_changes(const struct restored *restored,
                              struct book_answer *out)
{
    const struct compiled *c = restored->compiled;
    eb_status status = EB_OK;

    for (size_t a = 0; a < c->books->n_accounts; a++)
        if (in_play(c, (int)a))
            TRY(note_account(restored, (int)a, out));
    TRY(sort_changes(c, out));
done:
    return status;
}

/* ---- Loads --------------------------------------------------------------- */

static int64_t load_of(const struct compiled *c, const struct book_load *load,
                       int account, int rep)
{
    if (c->workings->group_word[c->workings->group_of[account]] != load->group)
        return 0;
    return account_load(c, &c->rules->metrics[load->metric].measure, account,
                        rep);
}

static void weigh_family(const struct compiled *c, int f, int rep,
                         struct book_load *load)
{
    const struct family *family = &c->families[f];
    int64_t sum = 0;

    for (size_t k = 0; k < family->n; k++) {
        int a = c->members[family->first + k];
        int64_t weight = load_of(c, load, a, rep);

        sum += weight;
        if (c->books->owner[a] == rep)
            load->kept += weight;
        else
            load->gained += weight;
    }
    load->now += sum;
    load->held += family->fixed >= 0 ? sum : 0;
    if (sum > load->weight) {
        load->weight = sum;
        load->heaviest = f;
    }
}

static void weigh_book(const struct restored *restored, int rep,
                       struct book_load *load)
{
    const struct compiled *c = restored->compiled;

    for (size_t f = 0; f < c->n_families; f++)
        if (c->families[f].item >= 0 &&
            restored->agent[c->families[f].item] == rep)
            weigh_family(c, (int)f, rep, load);
    for (size_t a = 0; a < c->books->n_accounts; a++)
        if (in_play(c, (int)a) && c->books->owner[a] == rep)
            load->before += load_of(c, load, (int)a, rep);
}

static eb_status list_loads(const struct restored *restored,
                            struct book_answer *out)
{
    const struct compiled *c = restored->compiled;

    for (size_t k = 0; k < c->n_resources; k++) {
        const struct resource *of = &c->resources[k];
        struct book_load load = {
            .metric = of->metric,
            .group = of->group,
            .target = c->target[(size_t)out->rep * c->n_resources + k],
            .heaviest = -1};

        if (of->metric < 0 || of->band_of >= 0 || load.target == 0)
            continue;
        weigh_book(restored, out->rep, &load);
        if (!VEC_PUSH(&out->loads, load))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

eb_status explain_book(const struct restored *restored, int rep,
                       struct book_answer *out)
{
    eb_status status;

    *out = (struct book_answer){.rep = rep};
    TRY(list_changes(restored, out));
    TRY(list_loads(restored, out));
    TRY(explain_steps(restored, out));
    return EB_OK;
done:
    book_answer_clear(out);
    return status;
}

void book_answer_clear(struct book_answer *answer)
{
    VEC_CLEAR(&answer->loads);
    VEC_CLEAR(&answer->changes);
    *answer = (struct book_answer){0};
}
