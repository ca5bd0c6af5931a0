/* share.c - what each rep counts for: MODEL.md section 2. */
#include "model/workings.h"

enum { PERIOD = 365 };

static bool is_present(const struct rep_time *time, int64_t day)
{
    return time->start <= day && day <= time->end &&
           !(time->out_from <= day && day <= time->out_to);
}

static bool is_leaver(const struct workings *w, const struct rep_time *time)
{
    return !time->active || (w->has_as_of && time->end <= w->as_of);
}

static int days_present(const struct workings *w, const struct rep_time *time)
{
    int days = 0;

    for (int k = 0; k < PERIOD; k++)
        days += is_present(time, w->as_of + k);
    return days;
}

/* With a date of full strength: the mean over the days present of how far the
 * rep has come from the start to it. */
static long double ramp_by_date(const struct workings *w,
                                const struct rep_time *time, int days)
{
    int64_t start = time->start == INT64_MIN ? w->as_of : time->start;
    int64_t span = time->ramp_date - start, sum = 0;

    if (span <= 0)
        return 1;
    if (days == 0)
        return 0;
    for (int k = 0; k < PERIOD; k++) {
        int64_t gone = w->as_of + k - start;

        if (is_present(time, w->as_of + k) && gone > 0)
            sum += gone < span ? gone : span;
    }
    return (long double)sum / (long double)(span * days);
}

static eb_status base_of(const struct compiled *c, int r, long double *base,
                         eb_messages *said)
{
    const struct rep_columns *columns = &c->workings->rep;
    size_t row = (size_t)c->books->rep_row[r];

    *base = 1;
    if (columns->capacity != NULL) {
        if (columns->capacity->blank[row] && !c->share[r].leaver)
            return fault(
                said, frame_place(c->books->reps, row, columns->capacity),
                "%s: blank, but rep \"%s\" is there; 0 if they are "
                "to take nothing",
                columns->capacity->header, rep_id(c->books, (size_t)r));
        *base = decimal_value(column_decimal(columns->capacity, row));
    } else if (columns->fte != NULL && !columns->fte->blank[row]) {
        *base = decimal_value(column_decimal(columns->fte, row));
    }
    return EB_OK;
}

static eb_status share_of(const struct compiled *c, int r,
                          struct rep_share *share, eb_messages *said)
{
    const struct workings *w = c->workings;
    const struct rep_time *time = &c->books->rep_time[r];
    int days = w->has_as_of ? days_present(w, time) : PERIOD;
    eb_status status;

    share->leaver = is_leaver(w, time);
    status = base_of(c, r, &share->base, said);
    share->presence = share->leaver ? 0 : (long double)days / PERIOD;
    share->ramp = time->ramp_is_date ? ramp_by_date(w, time, days)
                                     : decimal_value(time->ramp);
    share->capacity = share->base * share->ramp * share->presence;
    if (!(share->capacity > 0))
        share->capacity = 0;
    return status;
}

eb_status share_out(struct compiled *c, eb_messages *said)
{
    bool faulty = false, some = false;

    for (size_t r = 0; r < c->books->n_reps; r++) {
        eb_status status = share_of(c, (int)r, &c->share[r], said);

        if (status == EB_NO_MEMORY)
            return status;
        faulty = faulty || status != EB_OK;
        some = some || c->share[r].capacity > 0;
    }
    if (faulty)
        return EB_BAD_DATA;
    if (!some)
        return fault(said, (struct place){c->books->reps->table->file, 0, 0},
                     "no rep of role \"%s\" can take anything: all have left, "
                     "are away, or have a capacity of 0",
                     c->books->role);
    return EB_OK;
}
