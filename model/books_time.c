/* books_time.c - when reps are there, how far they are, and the date as of
 * which all this is looked at. */
#include "model/making.h"

#include "model/phrase.h"

/* The columns of reps that speak of time; NULL where they are not there. */
struct time_columns {
    const struct column *active, *start, *end, *out_from, *out_to, *ramp;
};

static bool date_of(const struct column *column, size_t row, int64_t *out)
{
    if (column == NULL || column->blank[row])
        return false;
    *out = column->number[row];
    return true;
}

static eb_status refuse_order(const struct making *in, size_t row,
                              const struct column *later, int64_t later_day,
                              const struct column *earlier,
                              int64_t earlier_day)
{
    char a[11], b[11];

    date_write(later_day, a);
    date_write(earlier_day, b);
    return fault(in->said, frame_place(in->books->reps, row, later),
                 "%s: %s is before %s, the %s", later->header, a, b,
                 earlier->header);
}

static eb_status read_dates(const struct making *in,
                            const struct time_columns *columns, size_t row,
                            struct rep_time *out)
{
    eb_status kept = EB_OK;
    bool start, end, from, to;

    out->active = columns->active == NULL || columns->active->blank[row] ||
                  columns->active->number[row] != 0;
    out->start = INT64_MIN;
    out->end = INT64_MAX;
    start = date_of(columns->start, row, &out->start);
    end = date_of(columns->end, row, &out->end);
    if (start && end && out->end < out->start)
        keep_status(&kept, refuse_order(in, row, columns->end, out->end,
                                        columns->start, out->start));
    out->out_from = INT64_MIN;
    out->out_to = INT64_MAX;
    from = date_of(columns->out_from, row, &out->out_from);
    to = date_of(columns->out_to, row, &out->out_to);
    if (!from && !to) {
        out->out_from = INT64_MAX;
        out->out_to = INT64_MIN;
    }
    if (from && to && out->out_to < out->out_from)
        keep_status(&kept, refuse_order(in, row, columns->out_to, out->out_to,
                                        columns->out_from, out->out_from));
    return kept;
}

/* ---- Ramp ----------------------------------------------------------------- */

/* The style of the first date in the column, which the others share. */
struct ramp_style {
    bool known;
    enum date_style style;
};

static bool read_fraction(const char *text, struct decimal *out, bool *inside)
{
    int64_t one;

    if (number_read(text, NUMBER_POINT, out) != NUMBER_OK &&
        number_read(text, NUMBER_COMMA, out) != NUMBER_OK)
        return false;
    *inside = out->units >= 0 &&
              decimal_scale((struct decimal){1, 0}, out->decimals, &one) &&
              out->units <= one;
    return true;
}

static bool read_ramp_date(const char *text, struct ramp_style *seen,
                           int64_t *out)
{
    enum date_style style;

    if (!date_style_of(text, &style) || (seen->known && style != seen->style))
        return false;
    seen->known = true;
    seen->style = style;
    return date_read(text, style, out);
}

static eb_status read_ramp(const struct making *in,
                           const struct column *column, size_t row,
                           struct ramp_style *seen, struct rep_time *out)
{
    const char *text;
    bool inside;

    out->ramp = (struct decimal){1, 0};
    if (column == NULL || column->blank[row])
        return EB_OK;
    text = word_text(in, column->word[row]);
    if (read_fraction(text, &out->ramp, &inside)) {
        if (inside)
            return EB_OK;
        out->ramp = (struct decimal){1, 0};
        return fault(in->said, frame_place(in->books->reps, row, column),
                     "%s: \"%.*s\" is not between 0 and 1", column->header,
                     quoted(text), text);
    }
    out->ramp_is_date = read_ramp_date(text, seen, &out->ramp_date);
    if (out->ramp_is_date)
        return EB_OK;
    return fault(in->said, frame_place(in->books->reps, row, column),
                 "%s: \"%.*s\" is neither a fraction nor a date%s",
                 column->header, quoted(text), text,
                 seen->known ? " written as the others are" : "");
}

/* ---- The date as of which ------------------------------------------------- */

struct latest {
    bool has_past, has_any;
    int64_t past, any;
};

static void see_date(struct latest *latest, int64_t day, bool about_past)
{
    if (!latest->has_any || day > latest->any)
        latest->any = day;
    latest->has_any = true;
    if (!about_past)
        return;
    if (!latest->has_past || day > latest->past)
        latest->past = day;
    latest->has_past = true;
}

static void see_frame(struct latest *latest, const struct frame *frame)
{
    for (size_t k = 0; frame != NULL && k < frame->n_columns; k++) {
        const struct column *column = &frame->columns[k];

        if (column->kind != CELL_DATE)
            continue;
        for (size_t row = 0; row < frame->n_rows; row++)
            if (!column->blank[row])
                see_date(latest, column->number[row],
                         column->known == NULL || column->known->about_past);
    }
}

static void settle_as_of(struct books *books, struct latest *latest)
{
    see_frame(latest, books->accounts);
    see_frame(latest, books->reps);
    see_frame(latest, books->pair_rows);
    see_frame(latest, books->territory_rows);
    see_frame(latest, books->decision_rows);
    books->has_as_of = latest->has_any;
    books->as_of = latest->has_past ? latest->past : latest->any;
}

/* Every rep of the file is read, for its faults and its dates; those of the
 * role are kept. */
static eb_status read_times(struct making *in,
                            const struct time_columns *columns,
                            struct latest *latest)
{
    const struct frame *reps = in->books->reps;
    struct ramp_style seen = {false, DATE_ISO};
    eb_status kept = EB_OK;

    for (size_t row = 0; row < reps->n_rows; row++) {
        struct rep_time time = {0};
        int id = in->rep_ids->word[row];

        keep_status(&kept, read_dates(in, columns, row, &time));
        keep_status(&kept, read_ramp(in, columns->ramp, row, &seen, &time));
        if (time.ramp_is_date)
            see_date(latest, time.ramp_date, false);
        if (in->rep_row_of[id] == (int)row && in->rep_of[id] >= 0)
            in->books->rep_time[in->rep_of[id]] = time;
    }
    return kept;
}

eb_status times_settle(struct making *in)
{
    struct books *books = in->books;
    struct time_columns columns = {
        .active = frame_column(books->reps, "active"),
        .start = frame_column(books->reps, "start_date"),
        .end = frame_column(books->reps, "end_date"),
        .out_from = frame_column(books->reps, "out_from"),
        .out_to = frame_column(books->reps, "out_to"),
        .ramp = frame_column(books->reps, "ramp"),
    };
    struct latest latest = {0};
    eb_status kept;

    books->rep_time = NEW(struct rep_time, books->n_reps);
    if (books->rep_time == NULL)
        return EB_NO_MEMORY;
    kept = read_times(in, &columns, &latest);
    settle_as_of(books, &latest);
    return kept;
}
