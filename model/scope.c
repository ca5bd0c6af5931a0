/* scope.c - what is planned at all: the state of each account, how many there
 * are and what they are worth (N and V): MODEL.md sections 2 and 4. */
#include "model/workings.h"

static const wide largest_total = (wide)1 << 53;

static void set_forced(struct compiled *c, int a, enum force force)
{
    c->state[a] = STATE_FORCED;
    c->force[a] = force;
}

/* An owner whose rep holds the family keeps it, eligible or not. */
static void settle_owned(struct compiled *c, int f, int a)
{
    int owner = c->books->owner[a];

    c->state[a] = STATE_SETTLED;
    if (c->families[f].fixed == owner)
        return;
    if (c->share[owner].leaver)
        set_forced(c, a, FORCE_LEAVER);
    else if (!(c->share[owner].capacity > 0))
        set_forced(c, a, FORCE_ZERO);
    else if (barrier_of(c, f, owner) != BARRIER_NONE)
        set_forced(c, a, FORCE_INELIGIBLE);
}

static void settle_account(struct compiled *c, int f, int a)
{
    switch (c->books->owner_state[a]) {
    case UNOWNED:
        c->state[a] = STATE_UNOWNED;
        break;
    case OWNER_UNKNOWN:
        set_forced(c, a, FORCE_UNKNOWN);
        break;
    case OWNED:
        settle_owned(c, f, a);
        break;
    }
}

static void settle_family(struct compiled *c, int f, int *item)
{
    struct family *family = &c->families[f];
    bool has_arcs = eligible_count(c, f) > 0;

    family->item = has_arcs ? (*item)++ : -1;
    for (size_t k = 0; k < family->n; k++) {
        int a = c->members[family->first + k];

        if (!has_arcs) {
            c->state[a] = STATE_UNASSIGNABLE;
            continue;
        }
        settle_account(c, f, a);
        c->n_in_play++;
    }
}

static eb_status add_values(struct compiled *c, eb_messages *said)
{
    const struct column *value = c->workings->account.value;
    wide sum = 0, all = 0;

    c->workings->ones = true;
    c->value_total = (int64_t)c->n_in_play;
    if (value == NULL)
        return EB_OK;
    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (in_play(c, (int)a)) {
            sum += value->number[a];
            all += value->number[a] < 0 ? -(wide)value->number[a]
                                        : value->number[a];
        }
    if (all > largest_total)
        return fault(said,
                     (struct place){c->books->accounts->table->file, 0, 0},
                     "%s: the total is too large to add up exactly (over 2^53 "
                     "of its smallest unit)",
                     value->header);
    if (sum > 0) {
        c->workings->ones = false;
        c->value_total = (int64_t)sum;
        c->value_decimals = value->decimals;
    }
    return EB_OK;
}

static eb_status warn_of_unassignable(const struct compiled *c,
                                      eb_messages *said)
{
    size_t n = 0;
    int first = -1;

    for (size_t f = 0; f < c->n_families; f++)
        if (c->families[f].item < 0) {
            first = first < 0 ? c->families[f].lead : first;
            n += c->families[f].n;
        }
    if (n == 0)
        return EB_OK;
    return warn(said, account_place(c, first, NULL),
                "%zu account%s may be owned by no rep (first \"%s\") and "
                "stay%s unassigned",
                n, n == 1 ? "" : "s", account_id(c->books, (size_t)first),
                n == 1 ? "s" : "");
}

eb_status scope_settle(struct compiled *c, eb_messages *said)
{
    int item = 0;
    eb_status status = EB_OK;

    for (size_t f = 0; f < c->n_families; f++)
        settle_family(c, (int)f, &item);
    TRY(warn_of_unassignable(c, said));
    TRY(add_values(c, said));
done:
    return status;
}
