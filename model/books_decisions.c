/* books_decisions.c - decisions.csv: what was answered to the last plan. */
#include "model/making.h"

#include "model/order.h"
#include "model/phrase.h"

#include <strings.h>

struct decision_columns {
    const struct column *account, *verdict, *rep, *why, *by;
};

static const char *const verdicts[] = {
    [ACCEPT] = "accept", [REJECT] = "reject",   [PIN] = "pin",
    [NEVER] = "never",   [OUTSIDE] = "outside",
};

static bool read_verdict(const char *text, enum verdict *out)
{
    for (int k = ACCEPT; k <= OUTSIDE; k++)
        if (strcasecmp(text, verdicts[k]) == 0) {
            *out = (enum verdict)k;
            return true;
        }
    return false;
}

static const char *optional_text(const struct making *in,
                                 const struct column *column, size_t row)
{
    return column == NULL ? "" : word_text(in, column->word[row]);
}

/* Each of these clears *fine where the row says nothing to this plan. */
static eb_status settle_verdict(struct making *in,
                                const struct decision_columns *columns,
                                struct decision *out, bool *fine)
{
    const struct column *column = columns->verdict;
    const char *text = word_text(in, column->word[out->row]);

    if (column->blank[out->row]) {
        *fine = false;
        return EB_OK;
    }
    if (read_verdict(text, &out->verdict))
        return EB_OK;
    *fine = false;
    return fault(in->said,
                 frame_place(in->books->decision_rows, out->row, column),
                 "%s: \"%.*s\" is none of accept, reject, pin, never, outside",
                 column->header, quoted(text), text);
}

static eb_status settle_account(struct making *in,
                                const struct decision_columns *columns,
                                struct decision *out, bool *fine)
{
    const struct column *column = columns->account;
    int word = column->word[out->row];

    out->account = in->account_of[word];
    if (out->account >= 0)
        return EB_OK;
    *fine = false;
    if (column->blank[out->row])
        return EB_OK;
    return say_no_account(in, in->books->decision_rows, out->row, column,
                          word);
}

static eb_status settle_rep(struct making *in,
                            const struct decision_columns *columns,
                            struct decision *out, bool *fine)
{
    const struct frame *frame = in->books->decision_rows;
    const struct column *column = columns->rep;

    out->rep = -1;
    if (!*fine || out->verdict == OUTSIDE)
        return EB_OK;
    if (column == NULL || column->blank[out->row]) {
        *fine = false;
        return fault(in->said,
                     frame_place(frame, out->row,
                                 column != NULL ? column : columns->verdict),
                     "\"%s\" needs a rep", verdicts[out->verdict]);
    }
    out->rep = in->rep_of[column->word[out->row]];
    *fine = out->rep >= 0;
    if (in->rep_row_of[column->word[out->row]] >= 0)
        return EB_OK;
    return say_no_rep(in, frame, out->row, column, column->word[out->row]);
}

static eb_status read_decisions(struct making *in,
                                const struct decision_columns *columns)
{
    struct books *books = in->books;
    eb_status kept = EB_OK;

    for (size_t row = 0; row < books->decision_rows->n_rows; row++) {
        struct decision *out = &books->decisions[books->n_decisions];
        bool fine = true;

        *out = (struct decision){.row = row};
        keep_status(&kept, settle_account(in, columns, out, &fine));
        keep_status(&kept, settle_verdict(in, columns, out, &fine));
        keep_status(&kept, settle_rep(in, columns, out, &fine));
        out->why = optional_text(in, columns->why, row);
        out->by = optional_text(in, columns->by, row);
        books->n_decisions += fine;
    }
    return kept;
}

eb_status decisions_settle(struct making *in)
{
    struct books *books = in->books;
    const struct frame *frame = books->decision_rows;
    struct decision_columns columns = {0};
    eb_status kept = EB_OK;

    if (frame == NULL)
        return EB_OK;
    books->decisions = NEW(struct decision, frame->n_rows + 1);
    if (books->decisions == NULL)
        return EB_NO_MEMORY;
    columns.account = frame_column(frame, "account");
    columns.verdict = frame_column(frame, "decision");
    columns.rep = frame_column(frame, "rep");
    columns.why = frame_column(frame, "why");
    columns.by = frame_column(frame, "by");
    keep_status(&kept, read_decisions(in, &columns));
    keep_status(&kept, sort_by_key(books->decisions, books->n_decisions,
                                   sizeof *books->decisions,
                                   offsetof(struct decision, account),
                                   books->n_accounts));
    return kept;
}
