/* people.c - the role, its reps, and the share that each may carry. */
#include "verify/world.h"

#include <stdlib.h>
#include <string.h>

enum { PERIOD = 365 };

static eb_status bad_usage(const struct world *w, const char *what)
{
    return fail(EB_BAD_DATA, w->said, "%s", what);
}

static const char *role_of(const struct world *w, size_t row)
{
    const char *cell = sheet_cell(&w->reps, row, sheet_find(&w->reps, "role"));

    return *cell == '\0' ? "rep" : cell;
}

/* The rules' own, else the only one present. */
static eb_status settle_role(struct world *w)
{
    w->role = w->rules.role;
    for (size_t k = 0; k < sheet_rows(&w->reps); k++) {
        const char *role = role_of(w, k);

        if (w->rules.role == NULL && w->role != NULL &&
            strcmp(w->role, role) != 0)
            return bad_usage(w, "the reps have several roles, and the rules "
                                "name none");
        if (w->role == NULL)
            w->role = role;
    }
    return w->role == NULL ? bad_usage(w, "there are no reps") : EB_OK;
}

struct named_row {
    const char *id;
    size_t row;
};

static int compare_ids(const void *a, const void *b)
{
    const struct named_row *x = a, *y = b;

    return strcmp(x->id, y->id);
}

static eb_status take_reps(struct world *w, struct named_row *found)
{
    int n = w->n_reps;

    w->rep = ITEMS(&w->memory, const char *, (size_t)n);
    w->rep_row = ITEMS(&w->memory, size_t, (size_t)n);
    w->capacity = ITEMS(&w->memory, long double, (size_t)n);
    w->leaver = ITEMS(&w->memory, bool, (size_t)n);
    if (w->rep == NULL || w->rep_row == NULL || w->capacity == NULL ||
        w->leaver == NULL)
        return EB_NO_MEMORY;
    for (int r = 0; r < n; r++) {
        int number = names_add(&w->rep_names, found[r].id);

        if (number < 0)
            return EB_NO_MEMORY;
        if (number != r)
            return fault(w->said, sheet_place(&w->reps, found[r].row, 0),
                         "rep \"%s\" stands there twice", found[r].id);
        w->rep[r] = found[r].id;
        w->rep_row[r] = found[r].row;
    }
    return EB_OK;
}

static eb_status find_reps(struct world *w)
{
    int id = sheet_find(&w->reps, "id");
    size_t rows = sheet_rows(&w->reps);
    struct named_row *found = ITEMS(&w->memory, struct named_row, rows);

    if (found == NULL)
        return EB_NO_MEMORY;
    if (id < 0)
        return bad_usage(w, "the rules name no column id of the reps");
    for (size_t k = 0; k < rows; k++) {
        const char *role = role_of(w, k), *name = sheet_cell(&w->reps, k, id);

        if (strcmp(role, w->role) == 0)
            found[w->n_reps++] = (struct named_row){name, k};
    }
    qsort(found, (size_t)w->n_reps, sizeof *found, compare_ids);
    return take_reps(w, found);
}

/* Dates, and where `ramp` is no date, a fraction. */
struct calendar {
    struct dates start, end, out_from, out_to;
    int ramp, active;
};

static eb_status read_calendar(struct world *w, struct calendar *c)
{
    const struct sheet *reps = &w->reps;
    eb_status status = EB_OK;

    TRY(read_dates(reps, sheet_find(reps, "start_date"), &c->start, w->said));
    TRY(read_dates(reps, sheet_find(reps, "end_date"), &c->end, w->said));
    TRY(read_dates(reps, sheet_find(reps, "out_from"), &c->out_from, w->said));
    TRY(read_dates(reps, sheet_find(reps, "out_to"), &c->out_to, w->said));
    c->ramp = sheet_find(reps, "ramp");
    c->active = sheet_find(reps, "active");
done:
    return status;
}

static void take_latest(const struct dates *dates, size_t rows, bool *any,
                        int64_t *latest)
{
    for (size_t k = 0; k < rows; k++)
        if (dates->filled[k] && (!*any || dates->at[k] > *latest)) {
            *latest = dates->at[k];
            *any = true;
        }
}

static eb_status latest_of_accounts(struct world *w, const char *canonical,
                                    bool *any, int64_t *latest)
{
    struct dates dates;
    eb_status status = read_dates(
        &w->accounts, sheet_find(&w->accounts, canonical), &dates, w->said);

    if (status == EB_OK)
        take_latest(&dates, sheet_rows(&w->accounts), any, latest);
    return status;
}

static eb_status latest_anywhere(struct world *w, const struct calendar *c)
{
    size_t rows = sheet_rows(&w->reps);
    int64_t day;
    eb_status status = EB_OK;

    TRY(latest_of_accounts(w, "renewal_date", &w->has_as_of, &w->as_of));
    take_latest(&c->start, rows, &w->has_as_of, &w->as_of);
    take_latest(&c->end, rows, &w->has_as_of, &w->as_of);
    take_latest(&c->out_from, rows, &w->has_as_of, &w->as_of);
    take_latest(&c->out_to, rows, &w->has_as_of, &w->as_of);
    for (size_t k = 0; k < rows && c->ramp >= 0; k++)
        if (sheet_date(&w->reps, k, c->ramp, &day) == READ_OK &&
            (!w->has_as_of || day > w->as_of)) {
            w->as_of = day;
            w->has_as_of = true;
        }
done:
    return status;
}

static eb_status settle_as_of(struct world *w, const struct calendar *c)
{
    enum date_style style;
    eb_status status = EB_OK;

    if (w->rules.as_of != NULL) {
        if (!date_style_of(w->rules.as_of, &style) ||
            !date_read(w->rules.as_of, style, &w->as_of))
            return bad_usage(w, "rules: as_of is not a date");
        w->has_as_of = true;
        return EB_OK;
    }
    TRY(latest_of_accounts(w, "owner_since", &w->has_as_of, &w->as_of));
    TRY(latest_of_accounts(w, "last_contact", &w->has_as_of, &w->as_of));
    if (!w->has_as_of)
        TRY(latest_anywhere(w, c));
done:
    return status;
}

static bool is_present(const struct calendar *c, size_t row, int64_t day)
{
    bool from = c->out_from.filled[row], to = c->out_to.filled[row];

    if (c->start.filled[row] && day < c->start.at[row])
        return false;
    if (c->end.filled[row] && day > c->end.at[row])
        return false;
    if (!from && !to)
        return true;
    return (from && day < c->out_from.at[row]) ||
           (to && day > c->out_to.at[row]);
}

static bool is_leaver(const struct world *w, const struct calendar *c,
                      size_t row)
{
    if (!sheet_yes(&w->reps, row, c->active, true))
        return true;
    return w->has_as_of && c->end.filled[row] && c->end.at[row] <= w->as_of;
}

/* The share of a rep who is full from day d, taken over the present days. */
static long double ramp_until(const struct world *w, const struct calendar *c,
                              size_t row, int64_t full)
{
    int64_t start = c->start.filled[row] ? c->start.at[row] : w->as_of;
    int64_t sum = 0, days = 0;

    if (full <= start)
        return 1.0L;
    for (int64_t t = w->as_of; t < w->as_of + PERIOD; t++) {
        int64_t done = t > start ? t - start : 0;

        if (!is_present(c, row, t))
            continue;
        days++;
        sum += done < full - start ? done : full - start;
    }
    if (days == 0)
        return 0.0L;
    return (long double)sum / (long double)((full - start) * days);
}

static eb_status ramp_of(const struct world *w, const struct calendar *c,
                         size_t row, long double *out)
{
    struct decimal fraction;
    int64_t full;

    *out = 1.0L;
    if (c->ramp < 0)
        return EB_OK;
    if (sheet_date(&w->reps, row, c->ramp, &full) == READ_OK) {
        if (w->has_as_of)
            *out = ramp_until(w, c, row, full);
        return EB_OK;
    }
    switch (sheet_number(&w->reps, row, c->ramp, &fraction)) {
    case READ_BLANK:
        return EB_OK;
    case READ_OK:
        *out = decimal_value(fraction);
        return EB_OK;
    case READ_NOT:
        break;
    }
    return fault(w->said, sheet_place(&w->reps, row, c->ramp),
                 "ramp is neither a fraction nor a date");
}

static long double presence_of(const struct world *w, const struct calendar *c,
                               size_t row)
{
    int days = 0;

    if (is_leaver(w, c, row))
        return 0.0L;
    if (!w->has_as_of)
        return 1.0L;
    for (int64_t t = w->as_of; t < w->as_of + PERIOD; t++)
        days += is_present(c, row, t);
    return (long double)days / (long double)PERIOD;
}

static eb_status settle_shares(struct world *w, const struct calendar *c)
{
    const struct sheet *reps = &w->reps;
    struct numbers capacity, fte;
    eb_status status = EB_OK;

    TRY(read_numbers(reps, sheet_find(reps, "capacity"), &capacity, w->said));
    TRY(read_numbers(reps, sheet_find(reps, "fte"), &fte, w->said));
    for (int r = 0; r < w->n_reps; r++) {
        size_t row = w->rep_row[r];
        long double base = 1.0L, ramp;

        w->leaver[r] = is_leaver(w, c, row);
        TRY(ramp_of(w, c, row, &ramp));
        if (capacity.there && !capacity.filled[row] && !w->leaver[r])
            return fault(w->said, sheet_place(reps, row, 0),
                         "rep \"%s\" has no capacity", w->rep[r]);
        if (capacity.there)
            base = decimal_value(capacity.at[row]);
        else if (fte.there && fte.filled[row])
            base = decimal_value(fte.at[row]);
        w->capacity[r] = base * ramp * presence_of(w, c, row);
    }
done:
    return status;
}

eb_status world_people(struct world *world)
{
    struct calendar calendar;
    eb_status status = EB_OK;

    TRY(settle_role(world));
    TRY(find_reps(world));
    TRY(read_calendar(world, &calendar));
    TRY(settle_as_of(world, &calendar));
    TRY(settle_shares(world, &calendar));
done:
    return status;
}
