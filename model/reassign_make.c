/* reassign_make.c - many accounts at once from one rep to another, or to whoever is best. */
#include "model/reassigning.h"

#include "model/barrier_words.h"
#include "model/complaint.h"

#include <string.h>

/* ---- Whether it can be ---------------------------------------------------- */

static eb_status say_no_rep(const struct reassigning *in, const char *id)
{
    const struct names *reps = &in->day->of[DAY_REPS].ids;

    return fail(EB_BAD_USAGE, in->said, "there is no rep \"%s\"%s", id,
                hint_of(names_nearest(reps->text.at, reps->text.n, id)).text);
}

static const char *role_of(const struct day *day, const char *rep)
{
    size_t row = rep == NULL ? DAY_NO_ROW : day_row(day, DAY_REPS, rep);
    const char *role =
        row == DAY_NO_ROW ? "" : day_cell(day, DAY_REPS, row, "role");

    return *role == '\0' ? NULL : role;
}

static eb_status settle_role(struct reassigning *in)
{
    const struct reassign_request *request = in->request;

    if (request->to != NULL &&
        day_row(in->day, DAY_REPS, request->to) == DAY_NO_ROW)
        return say_no_rep(in, request->to);
    if (request->to != NULL && strcmp(request->to, request->from) == 0)
        return fail(EB_BAD_USAGE, in->said,
                    "the accounts of %s would go to the same rep",
                    request->from);
    in->role = request->role;
    if (in->role == NULL)
        in->role = role_of(in->day, request->to);
    if (in->role == NULL && !request->append)
        in->role = role_of(in->day, request->from);
    return EB_OK;
}

static eb_status check_receiver(const struct reassigning *in)
{
    const struct books *books = in->workday.books;
    int rep = books_rep(books, in->request->to);

    if (rep < 0)
        return fail(EB_BAD_USAGE, in->said, "rep %s has the role %s, not %s",
                    in->request->to, role_of(in->day, in->request->to),
                    books->role);
    if (in->workday.setting->share[rep].leaver)
        return fail(EB_BAD_USAGE, in->said, "rep %s has left",
                    in->request->to);
    return EB_OK;
}

static eb_status check_team(const struct reassigning *in)
{
    const struct day_rows *reps = &in->day->of[DAY_REPS];
    int column = day_column(in->day, DAY_REPS, "team");

    for (size_t row = 0; column >= 0 && row < table_rows(reps->table); row++)
        if (strcmp(table_cell(reps->table, row, (size_t)column),
                   in->request->team) == 0)
            return EB_OK;
    return fail(EB_BAD_USAGE, in->said, "no rep is of the team \"%s\"",
                in->request->team);
}

/* ---- A receiver who is named ---------------------------------------------- */

static eb_status give_to(struct reassigning *in, struct reassigned *row,
                         int rep)
{
    const struct compiled *c = in->workday.setting;
    size_t a = day_row(in->day, DAY_ACCOUNTS, row->account);
    int family = c->family_of[a];
    enum barrier barrier =
        family < 0 ? BARRIER_NONE : family_barrier(c, family, rep);
    struct phrase reason = {0};
    eb_status status;

    phrase_add(&reason, "%s %s", in->request->to, barrier_words(barrier, 1));
    TRY(reassign_text(in, in->request->to, &row->to));
    switch (barrier) {
    case BARRIER_NOT:
    case BARRIER_DECISION:
    case BARRIER_PAIR:
    case BARRIER_HELD:
        TRY(reassign_keep(in, row, phrase_text(&reason)));
        break;
    case BARRIER_NONE:
        TRY(reassign_text(in, "as it was asked for", &row->reason));
        break;
    case BARRIER_LEAVER:
    case BARRIER_ZERO:
    case BARRIER_TERRITORY:
    case BARRIER_FIT:
        in->out->n_unfit++;
        TRY(reassign_text(in, phrase_text(&reason), &row->reason));
        break;
    }
done:
    if (reason.failed)
        status = EB_NO_MEMORY;
    phrase_clear(&reason);
    return status;
}

static eb_status give_all_to(struct reassigning *in)
{
    int rep = books_rep(in->workday.books, in->request->to);
    eb_status status = EB_OK;

    for (size_t k = 0; k < in->out->n; k++)
        if (strcmp(in->out->rows[k].change, "kept") != 0)
            TRY(give_to(in, &in->out->rows[k], rep));
done:
    return status;
}

/* ---- The whole ------------------------------------------------------------ */

static eb_status open(struct reassigning *in)
{
    const struct books *books;
    int from;
    eb_status status;

    TRY(settle_role(in));
    TRY(workday_open(in->day, in->rules, in->role, &in->workday, in->said));
    books = in->workday.books;
    TRY(reassign_text(in, books->role, &in->out->role));
    in->role = in->out->role;
    from = books_rep(books, in->request->from);
    in->from_left = from < 0 || in->workday.setting->share[from].leaver;
    if (in->request->to != NULL)
        TRY(check_receiver(in));
    if (in->request->team != NULL)
        TRY(check_team(in));
done:
    return status;
}

static eb_status give(struct reassigning *in)
{
    struct reassign *out = in->out;
    eb_status status = EB_OK;

    for (size_t k = 0; k < out->n; k++) {
        const struct reassigned *row = &out->rows[k];
        bool kept = strcmp(row->change, "kept") == 0;

        out->n_kept += kept;
        out->n_given += !kept;
        if (!kept)
            TRY(day_give(in->day, row->account, out->role, row->to,
                         in->day->date, NO_EVENT));
    }
done:
    return status;
}

eb_status reassign_make(struct day *day, const struct doc *rules,
                        const struct reassign_request *request,
                        struct reassign *out, eb_messages *said)
{
    struct reassigning in = {.day = day,
                             .rules = rules,
                             .request = request,
                             .out = out,
                             .said = said};
    size_t begun = day->edits.n;
    eb_status status;

    *out = (struct reassign){0};
    TRY(open(&in));
    TRY(reassign_select(&in));
    TRY(request->to != NULL ? give_all_to(&in) : reassign_best(&in));
    workday_close(&in.workday);
    TRY(give(&in));
done:
    workday_close(&in.workday);
    if (status != EB_OK) {
        if (day_undo(day, begun) != EB_OK)
            status = EB_NO_MEMORY;
        reassign_clear(out);
    }
    return status;
}

void reassign_clear(struct reassign *reassign)
{
    arena_clear(&reassign->memory);
    *reassign = (struct reassign){0};
}
