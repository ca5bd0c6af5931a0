/* frame.c - a table whose columns have types. */
#include "model/frame.h"

#include "model/cells.h"
#include "model/headings.h"
#include "model/phrase.h"

#include <string.h>

/* A frame while it is being read. */
struct reading {
    struct cell_reader cells;
    struct frame *frame;
    struct number_survey *surveys; /* [n_columns]; of NUMBER columns */
    eb_status kept;
};

/* As many columns as there are headings with a name, in the table's order. */
static eb_status take_columns(struct frame *frame,
                              const struct heading *headings)
{
    const struct table *table = frame->table;

    frame->columns = NEW(struct column, table->n_columns);
    if (frame->columns == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < table->n_columns; k++) {
        struct column *column = &frame->columns[frame->n_columns];

        if (headings[k].name == NULL)
            continue;
        column->name = headings[k].name;
        column->header = table->header[k];
        column->known = headings[k].known;
        column->recognised = column->known != NULL;
        column->kind = column->recognised ? column->known->kind : CELL_TEXT;
        column->field = (int)k;
        column->blank = NEW(bool, frame->n_rows);
        frame->n_columns++;
        if (column->blank == NULL)
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static bool has_required(const struct frame *frame)
{
    for (size_t k = 0; k < frame->schema->n; k++)
        if (frame->schema->columns[k].required &&
            frame_column(frame, frame->schema->columns[k].name) == NULL)
            return false;
    return true;
}

/* ---- Kinds ---------------------------------------------------------------- */

static bool is_empty(const struct reading *in, const struct column *column)
{
    for (size_t row = 0; row < in->frame->n_rows; row++)
        if (!cell_is_blank(&in->cells, column, row))
            return false;
    return true;
}

static eb_status survey(struct reading *in, struct column *column, bool extra)
{
    struct number_survey *out = &in->surveys[column - in->frame->columns];

    mem_free(column->number);
    return cells_survey_number(&in->cells, column, extra, out);
}

/* Whether the column is numbers in one style, and no codes. */
static eb_status try_number(struct reading *in, struct column *column,
                            bool *is_number)
{
    struct number_survey *out = &in->surveys[column - in->frame->columns];
    eb_status status = survey(in, column, true);

    *is_number = status == EB_OK && !out->strays && !out->codes &&
                 (out->point_row == NO_ROW || out->comma_row == NO_ROW);
    if (!*is_number)
        number_survey_clear(out);
    return status;
}

static eb_status try_date(struct reading *in, struct column *column,
                          bool *is_date)
{
    eb_status status;

    mem_free(column->number);
    column->number = NULL;
    status = cells_read_date(&in->cells, column, true);
    *is_date = status == EB_OK;
    return status == EB_BAD_DATA ? EB_OK : status;
}

/* What an extra column holds; dates are read with it. */
static eb_status infer_kind(struct reading *in, struct column *column)
{
    bool fits = false;
    eb_status status = EB_OK;

    if (is_empty(in, column))
        return EB_OK;
    TRY(try_number(in, column, &fits));
    if (fits) {
        column->kind = CELL_NUMBER;
        return EB_OK;
    }
    TRY(try_date(in, column, &fits));
    if (fits) {
        column->kind = CELL_DATE;
        return EB_OK;
    }
    mem_free(column->number);
    column->number = NULL;
    column->n_blank = 0;
    if (cells_have_lists(&in->cells, column))
        column->kind = CELL_LIST;
done:
    return status;
}

static eb_status settle_kind(struct reading *in, struct column *column)
{
    if (!column->recognised)
        return infer_kind(in, column);
    if (column->kind == CELL_NUMBER)
        return survey(in, column, false);
    if (column->known->may_list && cells_have_lists(&in->cells, column))
        column->kind = CELL_LIST;
    return EB_OK;
}

/* ---- Cells ---------------------------------------------------------------- */

/* How numbers are written in the file, where a column of its own does not say:
 * with a comma if some column is and none with a point. */
static enum number_style usual_style(const struct reading *in, bool *is_known)
{
    bool point = false, comma = false;

    for (size_t k = 0; k < in->frame->n_columns; k++)
        if (in->frame->columns[k].kind == CELL_NUMBER) {
            point |= in->surveys[k].point_row != NO_ROW;
            comma |= in->surveys[k].comma_row != NO_ROW;
        }
    *is_known = point != comma;
    return comma && !point ? NUMBER_COMMA : NUMBER_POINT;
}

static eb_status read_column(struct reading *in, size_t k,
                             enum number_style usual, bool usual_is_known)
{
    struct column *column = &in->frame->columns[k];

    switch (column->kind) {
    case CELL_NUMBER:
        return cells_read_number(&in->cells, column, &in->surveys[k], usual,
                                 usual_is_known);
    case CELL_DATE:
        return column->recognised ? cells_read_date(&in->cells, column, false)
                                  : EB_OK;
    case CELL_FLAG:
        return cells_read_flag(&in->cells, column);
    case CELL_LIST:
        return cells_read_list(&in->cells, column);
    case CELL_TEXT:
        break;
    }
    return cells_read_text(&in->cells, column);
}

static eb_status refuse_blanks(struct reading *in, const struct column *column)
{
    eb_status kept = EB_OK;

    for (size_t row = 0; row < in->frame->n_rows && column->n_blank > 0; row++)
        if (column->blank[row])
            keep_status(&kept, fault(in->cells.said,
                                     cell_place(&in->cells, column, row),
                                     "%s: is blank", column->header));
    return kept;
}

static eb_status refuse_repeats(struct reading *in,
                                const struct column *column)
{
    struct names *words = in->cells.words;
    size_t *seen = NEW(size_t, words->text.n); /* row + 1 */
    eb_status kept = EB_OK;

    if (seen == NULL)
        return EB_NO_MEMORY;
    for (size_t row = 0; row < in->frame->n_rows; row++) {
        size_t *first = &seen[column->word[row]];
        const char *text = words->text.at[column->word[row]];

        if (*first > 0 && !column->blank[row])
            keep_status(&kept, fault(in->cells.said,
                                     cell_place(&in->cells, column, row),
                                     "%s: \"%.*s\" stands on line %ld already",
                                     column->header, quoted(text), text,
                                     in->frame->table->lines.at[*first - 1]));
        else
            *first = row + 1;
    }
    mem_free(seen);
    return kept;
}

static void check_column(struct reading *in, const struct column *column)
{
    if (column->known == NULL)
        return;
    if (column->known->required)
        keep_status(&in->kept, refuse_blanks(in, column));
    if (column->known->unique)
        keep_status(&in->kept, refuse_repeats(in, column));
}

static bool is_fatal(eb_status status)
{
    return status != EB_OK && status != EB_BAD_DATA;
}

static void read_columns(struct reading *in)
{
    struct frame *frame = in->frame;
    enum number_style usual;
    bool usual_is_known;

    for (size_t k = 0; k < frame->n_columns && !is_fatal(in->kept); k++)
        keep_status(&in->kept, settle_kind(in, &frame->columns[k]));
    usual = usual_style(in, &usual_is_known);
    for (size_t k = 0; k < frame->n_columns && !is_fatal(in->kept); k++)
        keep_status(&in->kept, read_column(in, k, usual, usual_is_known));
    for (size_t k = 0; k < frame->n_columns && !is_fatal(in->kept); k++)
        check_column(in, &frame->columns[k]);
}

static eb_status frame_new(const struct table *table,
                           const struct schema *schema, struct frame **out)
{
    *out = NEW(struct frame, 1);
    if (*out == NULL)
        return EB_NO_MEMORY;
    (*out)->table = table;
    (*out)->schema = schema;
    (*out)->n_rows = table_rows(table);
    return EB_OK;
}

static eb_status start(struct reading *in, struct mapping mapping)
{
    const struct table *table = in->frame->table;
    const struct schema *schema = in->frame->schema;
    struct heading *headings = NEW(struct heading, table->n_columns);
    eb_status status = EB_NO_MEMORY;

    in->surveys = NEW(struct number_survey, table->n_columns);
    in->cells.blank_word = names_add(in->cells.words, "");
    if (headings == NULL || in->surveys == NULL || in->cells.blank_word < 0)
        goto done;
    keep_status(&in->kept,
                headings_settle(table, schema, mapping, in->cells.words,
                                headings, in->cells.said));
    if (schema->needs_rows && in->frame->n_rows == 0)
        keep_status(&in->kept,
                    fault(in->cells.said,
                          (struct place){table->file, table->header_line, 0},
                          "there are no rows"));
    status = take_columns(in->frame, headings);
done:
    mem_free(headings);
    return status;
}

static void reading_clear(struct reading *in)
{
    for (size_t k = 0; in->surveys != NULL && k < in->frame->n_columns; k++)
        number_survey_clear(&in->surveys[k]);
    mem_free(in->surveys);
    VEC_CLEAR(&in->cells.scratch);
}

eb_status frame_read(const struct table *table, const struct schema *schema,
                     struct mapping mapping, struct names *words,
                     struct frame **out, eb_messages *said)
{
    struct reading in = {
        .cells = {.table = table, .words = words, .said = said}};
    bool usable = false;

    *out = NULL;
    if (frame_new(table, schema, &in.frame) != EB_OK)
        return EB_NO_MEMORY;
    keep_status(&in.kept, start(&in, mapping));
    if (!is_fatal(in.kept) && has_required(in.frame)) {
        read_columns(&in);
        usable = !is_fatal(in.kept) &&
                 (in.frame->n_rows > 0 || !schema->needs_rows);
    }
    reading_clear(&in);
    if (!usable)
        frame_free(in.frame);
    else
        *out = in.frame;
    return in.kept;
}

void frame_free(struct frame *frame)
{
    if (frame == NULL)
        return;
    for (size_t k = 0; k < frame->n_columns; k++)
        column_clear(&frame->columns[k]);
    mem_free(frame->columns);
    mem_free(frame);
}

/* An extra column's header is no way round a canonical name: where the rules
 * say that a column is not there, it is not. */
const struct column *frame_column(const struct frame *frame, const char *name)
{
    for (size_t k = 0; k < frame->n_columns; k++)
        if (frame->columns[k].recognised &&
            strcmp(frame->columns[k].name, name) == 0)
            return &frame->columns[k];
    for (size_t k = 0; k < frame->schema->n; k++)
        if (strcmp(frame->schema->columns[k].name, name) == 0)
            return NULL;
    for (size_t k = 0; k < frame->n_columns; k++)
        if (strcmp(frame->columns[k].header, name) == 0)
            return &frame->columns[k];
    return NULL;
}

struct place frame_place(const struct frame *frame, size_t row,
                         const struct column *column)
{
    return table_place(frame->table, row, (size_t)column->field);
}
