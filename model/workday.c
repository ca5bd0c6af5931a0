/* workday.c - one role's day: books from tables, the past by number, owners back. */
#include "model/workday.h"

#include "model/workings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Roles --------------------------------------------------------------- */

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

eb_status workday_roles(const struct day *day, const char ***roles, size_t *n)
{
    const struct table *reps = day->of[DAY_REPS].table;
    size_t rows = table_rows(reps);
    int column = day_column(day, DAY_REPS, "role");
    const char **found = NEW(const char *, rows + 1);

    *n = 0;
    if (found == NULL)
        return EB_NO_MEMORY;
    for (size_t row = 0; column >= 0 && row < rows; row++) {
        const char *role = table_cell(reps, row, (size_t)column);

        if (*role != '\0')
            found[(*n)++] = role;
    }
    qsort(found, *n, sizeof *found, by_text);
    rows = *n;
    *n = 0;
    for (size_t k = 0; k < rows; k++)
        if (*n == 0 || strcmp(found[*n - 1], found[k]) != 0)
            found[(*n)++] = found[k];
    if (*n == 0)
        found[(*n)++] = NULL;
    *roles = found;
    return EB_OK;
}

/* ---- Books of the day ---------------------------------------------------- */

/* What was wrong, without what was only odd. */
static void pass_faults(const eb_messages *heard, eb_messages *said)
{
    for (size_t k = 0; k < eb_messages_count(heard); k++)
        if (eb_messages_severity(heard, k) == EB_FAULT)
            (void)fail(EB_BAD_DATA, said, "%s", eb_messages_text(heard, k));
}

static eb_status make(struct workday *w, const struct doc *rules,
                      const char *role, eb_messages *heard)
{
    const struct book_tables tables = {
        .accounts = w->day->of[DAY_ACCOUNTS].table,
        .reps = w->day->of[DAY_REPS].table,
        .pairs = w->day->pairs,
        .territories = w->day->territories,
        .columns = rules_columns(rules),
        .rules_file = rules != NULL ? rules->file : NULL,
    };
    const struct rules_wish wish = {.goal = "blend"};
    eb_status status;

    TRY(books_make(&tables, role != NULL ? role : rules_role(rules), &w->books,
                   heard));
    TRY(rules_make(rules, w->books, &wish, &w->rules, heard));
    w->rules->has_as_of = true;
    w->rules->as_of = w->day->date;
    TRY(compile_setting(w->books, w->rules, &w->setting, heard));
done:
    return status;
}

eb_status workday_open(const struct day *day, const struct doc *rules,
                       const char *role, struct workday *out,
                       eb_messages *said)
{
    eb_messages *heard = eb_messages_new();
    eb_status status = heard == NULL ? EB_NO_MEMORY : EB_OK;

    *out = (struct workday){.day = day};
    TRY(status);
    status = make(out, rules, role, heard);
    if (status != EB_OK) {
        pass_faults(heard, said);
        workday_close(out);
    }
done:
    eb_messages_free(heard);
    return status;
}

void workday_close(struct workday *workday)
{
    daily_free(workday->daily);
    compiled_free(workday->setting);
    rules_free(workday->rules);
    books_free(workday->books);
    *workday = (struct workday){0};
}

/* ---- Covers that end ----------------------------------------------------- */

static bool is_away(const struct books *books, int rep, int64_t date)
{
    const struct rep_time *time = &books->rep_time[rep];

    return time->out_from <= date && date <= time->out_to;
}

static bool has_left(const struct books *books, int rep, int64_t date)
{
    return !books->rep_time[rep].active || books->rep_time[rep].end <= date;
}

/* Why it ends; NULL where it goes on. */
static const char *cover_ends(const struct workday *w,
                              const struct past_cover *cover)
{
    const struct books *books = w->books;
    size_t a = day_row(w->day, DAY_ACCOUNTS, cover->account);
    int absent = books_rep(books, cover->absent);
    int rep = books_rep(books, cover->rep);

    if (a == DAY_NO_ROW)
        return "the account has closed";
    if (absent < 0 || books->owner[a] != absent)
        return "the account has another owner now";
    if (!is_away(books, absent, w->day->date) &&
        !has_left(books, absent, w->day->date))
        return "its owner is back";
    if (rep < 0 || has_left(books, rep, w->day->date) ||
        is_away(books, rep, w->day->date))
        return "who covered it is not there either";
    return NULL;
}

eb_status workday_end_covers(const struct workday *w, struct past *past,
                             struct covers_ended *ended)
{
    size_t n = 0;

    for (size_t k = 0; k < past->covers.n; k++) {
        const struct past_cover *cover = &past->covers.at[k];
        const char *why = cover_ends(w, cover);

        if (why == NULL)
            past->covers.at[n++] = *cover;
        else if (!VEC_PUSH(ended, ((struct cover_ended){*cover, why})))
            return EB_NO_MEMORY;
    }
    past->covers.n = n;
    return EB_OK;
}

/* ---- The past by number -------------------------------------------------- */

/* The arrays of struct daily_past. */
struct numbered {
    bool *touched, *kept;
    int *former, *cover, *today, *week;
    int64_t *turns;
    double *lambda;
};

static void numbered_clear(struct numbered *past)
{
    mem_free(past->touched);
    mem_free(past->kept);
    mem_free(past->former);
    mem_free(past->cover);
    mem_free(past->today);
    mem_free(past->week);
    mem_free(past->turns);
    mem_free(past->lambda);
}

static eb_status make_room(const struct workday *w, struct numbered *past)
{
    size_t accounts = w->books->n_accounts, reps = w->books->n_reps;

    past->touched = NEW(bool, accounts + 1);
    past->kept = NEW(bool, accounts + 1);
    past->former = NEW(int, accounts + 1);
    past->cover = NEW(int, accounts + 1);
    past->today = NEW(int, reps + 1);
    past->week = NEW(int, reps + 1);
    past->turns = NEW(int64_t, reps + 1);
    past->lambda = NEW(double, reps * w->setting->n_resources + 1);
    if (!past->touched || !past->kept || !past->former || !past->cover ||
        !past->today || !past->week || !past->turns || !past->lambda)
        return EB_NO_MEMORY;
    memset(past->former, -1, accounts * sizeof *past->former);
    memset(past->cover, -1, accounts * sizeof *past->cover);
    for (size_t r = 0; r < reps; r++)
        past->turns[r] = DAILY_NEW;
    return EB_OK;
}

/* ... of an account, for which `rep` says something. */
static void number_account(const struct workday *w, const char *account,
                           const char *rep, int *of)
{
    size_t a = day_row(w->day, DAY_ACCOUNTS, account);

    if (a != DAY_NO_ROW)
        of[a] = books_rep(w->books, rep);
}

/* What an override gave its owner is kept. */
static void number_named(const struct workday *w, const struct past *from,
                         struct numbered *to)
{
    for (size_t k = 0; k < from->named.n; k++) {
        const struct past_owner *named = &from->named.at[k];
        size_t a = day_row(w->day, DAY_ACCOUNTS, named->account);

        if (a != DAY_NO_ROW && w->books->owner[a] >= 0)
            to->kept[a] =
                w->books->owner[a] == books_rep(w->books, named->rep);
    }
}

static void number_reps(const struct workday *w, const struct past *from,
                        struct numbered *to)
{
    for (size_t k = 0; k < from->given.n; k++) {
        int r = books_rep(w->books, from->given.at[k].rep);

        if (r >= 0) {
            to->today[r] = (int)from->given.at[k].today;
            to->week[r] = (int)from->given.at[k].week;
        }
    }
}

/* The same from day to day: the metric's number, or "L" and the limit's, and the group.
 * Buffer of at least 32 bytes more than the group has. */
static const char *name_resource(const struct compiled *c, size_t k,
                                 struct names *names)
{
    const struct resource *resource = &c->resources[k];
    const char *group =
        resource->group < 0 ? "" : c->books->words.text.at[resource->group];
    char buffer[256];
    size_t limit = 0;
    int number;

    while (resource->metric < 0 && limit < c->n_limits &&
           c->limit_resource[limit] != (int)k)
        limit++;
    snprintf(buffer, sizeof buffer, "%c%zu %s",
             resource->metric < 0 ? 'L' : 'M',
             resource->metric < 0 ? limit : (size_t)resource->metric, group);
    number = names_add(names, buffer);
    return number < 0 ? NULL : names->text.at[number];
}

static eb_status name_resources(const struct compiled *c, struct names *names)
{
    for (size_t k = 0; k < c->n_resources; k++) {
        const char *name = name_resource(c, k, names);

        if (name == NULL)
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static eb_status number_numbers(const struct workday *w,
                                const struct past *from, struct numbered *to)
{
    struct names names = {0};
    eb_status status;

    TRY(name_resources(w->setting, &names));
    for (size_t k = 0; k < from->numbers.n; k++) {
        const struct past_number *one = &from->numbers.at[k];
        int r = books_rep(w->books, one->rep);
        int resource = names_find(&names, one->of);

        if (r < 0)
            continue;
        if (resource >= 0)
            to->lambda[(size_t)r * w->setting->n_resources +
                       (size_t)resource] = one->number;
        else if (strcmp(one->of, PAST_TURN) == 0)
            to->turns[r] = (int64_t)one->number;
    }
done:
    names_clear(&names);
    return status;
}

static eb_status number_past(const struct workday *w, const struct past *from,
                             struct numbered *to)
{
    for (size_t k = 0; k < from->owners.n; k++)
        number_account(w, from->owners.at[k].account, from->owners.at[k].rep,
                       to->former);
    for (size_t k = 0; k < from->covers.n; k++)
        number_account(w, from->covers.at[k].account, from->covers.at[k].rep,
                       to->cover);
    number_named(w, from, to);
    number_reps(w, from, to);
    return number_numbers(w, from, to);
}

/* ---- What was touched ---------------------------------------------------- */

/* Events that change who may own what. An override decides by itself, and who is away
 * stays the owner. */
static bool touches(enum change_kind kind)
{
    return kind == EVENT_ADD || kind == EVENT_REOPEN || kind == EVENT_CHANGE ||
           kind == EVENT_JOIN || kind == EVENT_LEAVE || kind == EVENT_CAPACITY;
}

/* Accounts that such events name, and all of reps that they name. */
static eb_status mark_touched(const struct workday *w,
                              struct happened happened, bool *touched)
{
    bool *rep = NEW(bool, w->books->n_reps + 1);

    if (rep == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; happened.changes != NULL && k < happened.changes->n;
         k++) {
        const struct event *event = &happened.changes->events[k];
        size_t a = day_row(w->day, DAY_ACCOUNTS, event->account);
        int r = books_rep(w->books, event->rep);

        if (!touches(event->kind) || (happened.outcome != NULL &&
                                      happened.outcome[k].how > APPLIED_LATE))
            continue;
        if (a != DAY_NO_ROW)
            touched[a] = true;
        if (r >= 0)
            rep[r] = true;
    }
    for (size_t a = 0; a < w->books->n_accounts; a++)
        if (w->books->owner[a] >= 0 && rep[w->books->owner[a]])
            touched[a] = true;
    mem_free(rep);
    return EB_OK;
}

/* ---- Decisions ----------------------------------------------------------- */

eb_status workday_decide(struct workday *w,
                         const struct daily_options *options,
                         const struct past *past, struct happened happened,
                         eb_messages *said)
{
    struct numbered n = {0};
    struct daily_past numbered;
    struct compiled *setting = w->setting;
    eb_status status;

    TRY(make_room(w, &n));
    TRY(number_past(w, past, &n));
    TRY(mark_touched(w, happened, n.touched));
    numbered = (struct daily_past){.touched = n.touched,
                                   .kept = n.kept,
                                   .former = n.former,
                                   .cover = n.cover,
                                   .placed_today = n.today,
                                   .placed_week = n.week,
                                   .turns = n.turns,
                                   .lambda = n.lambda};
    w->setting = NULL;
    TRY(daily_decide_setting(setting, options, &numbered, &w->daily, said));
done:
    numbered_clear(&n);
    return status;
}

eb_status workday_give(struct day *day, const struct workday *w)
{
    const struct daily *daily = w->daily;
    eb_status status = EB_OK;

    for (size_t k = 0; k < daily->n; k++) {
        const struct daily_decision *d = &daily->decisions[k];

        if (d->change != DAILY_COVERED && d->change != DAILY_UNPLACED)
            TRY(day_give(day, account_id(w->books, (size_t)d->account),
                         w->books->role, rep_id(w->books, (size_t)d->rep),
                         day->date, NO_EVENT));
    }
done:
    return status;
}

/* ---- What the next day begins with --------------------------------------- */

static bool add_number(struct past *past, const char *rep, const char *of,
                       double number)
{
    const struct past_number one = {
        arena_string(&past->numbers_memory, rep, strlen(rep)),
        arena_string(&past->numbers_memory, of, strlen(of)), number};

    return one.rep != NULL && one.of != NULL && VEC_PUSH(&past->numbers, one);
}

eb_status workday_numbers(const struct workday *w, struct past *past)
{
    const struct daily *daily = w->daily;
    size_t n = daily->compiled->n_resources;
    struct names names = {0};
    bool ok = name_resources(daily->compiled, &names) == EB_OK;

    past->numbers.n = 0;
    arena_clear(&past->numbers_memory);
    for (size_t r = 0; ok && r < w->books->n_reps; r++) {
        if (daily->turns != NULL)
            ok = add_number(past, rep_id(w->books, r), PAST_TURN,
                            (double)daily->turns[r]);
        for (size_t k = 0; ok && daily->lambda != NULL && k < n; k++)
            if (daily->lambda[r * n + k] != 0)
                ok = add_number(past, rep_id(w->books, r), names.text.at[k],
                                daily->lambda[r * n + k]);
    }
    names_clear(&names);
    return ok ? EB_OK : EB_NO_MEMORY;
}
