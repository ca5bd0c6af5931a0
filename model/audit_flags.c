/* audit_flags.c - what is amiss in the books, a sentence for each. */
#include "model/auditing.h"

#include <stdlib.h>
#include <string.h>

#include "model/barrier_words.h"
#include "model/figures.h"
#include "model/rule_words.h"

struct flagging {
    struct audit *audit;
    const struct compiled *c;
    struct phrase phrase;
};

static const char *name_of(const struct flagging *f, int rep)
{
    return rep_name(f->c->books, (size_t)rep);
}

/* Takes the phrase as the sentence. */
static eb_status add_flag(struct flagging *f, enum flag_kind kind, int account,
                          int rep, int64_t value)
{
    const char *text = phrase_text(&f->phrase);
    struct flag flag = {
        kind, account, rep,
        -1,   value,   arena_string(&f->audit->memory, text, strlen(text))};

    if (f->phrase.failed || flag.text == NULL ||
        !VEC_PUSH(&f->audit->flags, flag))
        return EB_NO_MEMORY;
    f->audit->n_flags[kind]++;
    f->phrase.text.n = 0;
    return EB_OK;
}

/* ---- Accounts ---------------------------------------------------------- */

static enum flag_kind kind_of(enum force force)
{
    return force == FORCE_INELIGIBLE ? FLAG_NOT_ELIGIBLE : FLAG_OWNER_LEFT;
}

static void say_contact(struct flagging *f, int account)
{
    const struct column *contact = f->audit->last_contact;
    char date[11];

    if (contact->blank[account]) {
        phrase_add(&f->phrase, "no contact on record");
        return;
    }
    date_write(contact->number[account], date);
    phrase_add(&f->phrase, "last contact %s", date);
}

static eb_status flag_account(struct flagging *f, int account)
{
    const struct compiled *c = f->c;
    int owner = c->books->owner[account];
    int64_t value = account_value(c, account);
    eb_status status = EB_OK;

    if (c->state[account] == STATE_UNOWNED) {
        phrase_add(&f->phrase, "nobody owns it");
        TRY(add_flag(f, FLAG_UNOWNED, account, -1, value));
    } else if (c->force[account] != FORCE_NONE) {
        say_force(&f->phrase, c, account);
        TRY(add_flag(f, kind_of(c->force[account]), account, owner, value));
    }
    if (f->audit->last_contact != NULL && f->audit->points[account] > 0 &&
        !audit_is_worked(f->audit, account)) {
        phrase_add(&f->phrase, "among the dearest %s of its group, ",
                   f->audit->points[account] > 1 ? "tenth" : "quarter");
        say_contact(f, account);
        TRY(add_flag(f, FLAG_IDLE, account, owner, value));
    }
done:
    return status;
}

/* ---- Families ---------------------------------------------------------- */

/* "has 3 owners: Bo Chen, Ada Roy, Al Ono": of accounts in play. */
static eb_status flag_family(struct flagging *f, const struct family *family)
{
    enum { NAMED = 4 };
    const struct compiled *c = f->c;
    int named[NAMED];
    size_t n = 0;
    int64_t value = 0;

    for (size_t k = 0; k < family->n; k++) {
        int a = c->members[family->first + k], owner = c->books->owner[a];
        bool seen = owner < 0 || !in_play(c, a);

        value += account_value(c, a);
        for (size_t j = 0; j < n && j < NAMED && !seen; j++)
            seen = named[j] == owner;
        if (seen)
            continue;
        if (n < NAMED)
            named[n] = owner;
        n++;
    }
    if (n < 2)
        return EB_OK;
    phrase_add(&f->phrase,
               "its family of %zu accounts has several owners:", family->n);
    for (size_t k = 0; k < n && k < NAMED; k++)
        phrase_add(&f->phrase, "%s %s", k > 0 ? "," : "",
                   name_of(f, named[k]));
    if (n > NAMED)
        phrase_add(&f->phrase, " and more");
    return add_flag(f, FLAG_FAMILY, family->lead, -1, value);
}

/* ---- Limits ------------------------------------------------------------ */

static eb_status flag_limit(struct flagging *f, size_t limit, int64_t *load)
{
    const struct compiled *c = f->c;
    const struct measure *measure = &c->rules->limits[limit].measure;
    char figures[FIGURE_ROOM];
    eb_status status = EB_OK;

    memset(load, 0, c->books->n_reps * sizeof *load);
    for (size_t a = 0; a < c->books->n_accounts; a++)
        if (in_play(c, (int)a) && c->books->owner[a] >= 0)
            load[c->books->owner[a]] +=
                account_load(c, measure, (int)a, c->books->owner[a]);
    for (int r = 0; r < (int)c->books->n_reps; r++) {
        int64_t lo, hi;

        if (!limit_range(c, limit, r, &lo, &hi) ||
            (load[r] >= lo && load[r] <= hi))
            continue;
        phrase_add(&f->phrase, "%s has %s, ", name_of(f, r),
                   figure_exact(load[r], measure->decimals, figures));
        say_limit_end(&f->phrase, &c->rules->limits[limit], load[r] > hi,
                      load[r] > hi ? hi : lo);
        TRY(add_flag(f, load[r] > hi ? FLAG_OVER : FLAG_UNDER, -1, r,
                     f->audit->value[r]));
        f->audit->flags.at[f->audit->flags.n - 1].limit = (int)limit;
    }
done:
    return status;
}

static eb_status flag_limits(struct flagging *f)
{
    int64_t *load = NEW(int64_t, f->c->books->n_reps + 1);
    eb_status status = load == NULL ? EB_NO_MEMORY : EB_OK;

    for (size_t l = 0; l < f->c->rules->n_limits && status == EB_OK; l++)
        status = flag_limit(f, l, load);
    mem_free(load);
    return status;
}

/* ---- Risk -------------------------------------------------------------- */

/* One rep has more than half of what a group may lose, and more than twice what
 * would be theirs if reps with a target there shared it equally. */
static eb_status flag_risk(struct flagging *f, int group, int64_t *risk)
{
    enum { FEWEST = 4 };
    const struct compiled *c = f->c;
    size_t n = 0, reps = 0;
    wide sum = 0;
    char part[FIGURE_ROOM];
    eb_status status = EB_OK;

    memset(risk, 0, c->books->n_reps * sizeof *risk);
    for (size_t k = 0; k < f->audit->books.n; k++)
        reps += f->audit->books.at[k].metric == 0 &&
                f->audit->books.at[k].group == group &&
                f->audit->books.at[k].target != 0;
    for (size_t a = 0; a < c->books->n_accounts; a++) {
        int owner = c->books->owner[a];

        if (!in_play(c, (int)a) || c->workings->group_of[a] != group ||
            !continuity_risk_is_high(c, (int)a))
            continue;
        n++;
        sum += account_value(c, (int)a);
        if (owner >= 0)
            risk[owner] += account_value(c, (int)a);
    }
    if (n < FEWEST || sum <= 0)
        return EB_OK;
    for (int r = 0; r < (int)c->books->n_reps; r++) {
        if ((wide)risk[r] * 2 <= sum || (wide)risk[r] * (wide)reps <= 2 * sum)
            continue;
        phrase_add(&f->phrase, "%s has %s of the value at high risk",
                   name_of(f, r),
                   figure_percent((double)risk[r] / (double)sum, part));
        if (c->workings->group_word[group] >= 0)
            phrase_add(
                &f->phrase, " of %s",
                c->books->words.text.at[c->workings->group_word[group]]);
        TRY(add_flag(f, FLAG_RISK, -1, r, risk[r]));
    }
done:
    return status;
}

static eb_status flag_risks(struct flagging *f)
{
    int64_t *risk = NEW(int64_t, f->c->books->n_reps + 1);
    eb_status status = risk == NULL ? EB_NO_MEMORY : EB_OK;

    for (int g = 0; g < f->c->workings->n_groups && status == EB_OK &&
                    f->c->rules->n_metrics > 0;
         g++)
        status = flag_risk(f, g, risk);
    mem_free(risk);
    return status;
}

/* ---- All of it --------------------------------------------------------- */

/* As sorted: the account's place in order of id, else the rep. */
static int64_t place_of(const struct flag *flag)
{
    return flag->account >= 0 ? flag->account : flag->rep;
}

static int by_kind(const void *left, const void *right)
{
    const struct flag *a = left, *b = right;

    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (place_of(a) > place_of(b)) - (place_of(a) < place_of(b));
}

/* Accounts are numbered by id while they are sorted. */
static void sort_flags(struct audit *audit)
{
    const struct compiled *c = audit->compiled;

    for (size_t k = 0; k < audit->flags.n; k++)
        if (audit->flags.at[k].account >= 0)
            audit->flags.at[k].account =
                c->workings->rank[audit->flags.at[k].account];
    if (audit->flags.n > 1)
        qsort(audit->flags.at, audit->flags.n, sizeof *audit->flags.at,
              by_kind);
    for (size_t k = 0; k < audit->flags.n; k++)
        if (audit->flags.at[k].account >= 0)
            audit->flags.at[k].account =
                c->books->account_by_id[audit->flags.at[k].account];
}

eb_status audit_flag(struct audit *audit)
{
    const struct compiled *c = audit->compiled;
    struct flagging f = {.audit = audit, .c = c};
    eb_status status = EB_OK;

    for (size_t a = 0; a < c->books->n_accounts; a++)
        if (in_play(c, (int)a))
            TRY(flag_account(&f, (int)a));
    for (size_t k = 0; k < c->n_families; k++)
        if (c->families[k].n > 1)
            TRY(flag_family(&f, &c->families[k]));
    TRY(flag_limits(&f));
    TRY(flag_risks(&f));
    sort_flags(audit);
done:
    phrase_clear(&f.phrase);
    return status;
}
