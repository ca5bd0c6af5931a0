/* reassign_best.c - the best receivers: the accounts are taken away and kept from their
 * owner, placed like any without one, and put back. */
#include "model/reassigning.h"

#include <stdlib.h>
#include <string.h>

/* ---- Who is left out ------------------------------------------------------ */

static bool is_of_team(const struct day *day, const char *rep,
                       const char *team)
{
    size_t row = day_row(day, DAY_REPS, rep);

    return strcmp(day_cell(day, DAY_REPS, row, "team"), team) == 0;
}

static bool add_entry(char **list, size_t *n, size_t *room, const char *id)
{
    size_t length = strlen(id);

    if (!vec_reserve((void **)list, room, *n + length + 2, 1))
        return false;
    if (*n > 0)
        (*list)[(*n)++] = ';';
    memcpy(*list + *n, id, length + 1);
    *n += length;
    return true;
}

/* Those who are not to get anything: the owner of before, and other teams. */
static eb_status list_others(const struct reassigning *in, char **out)
{
    const struct books *books = in->workday.books;
    size_t n = 0, room = 0;

    *out = NULL;
    if (!vec_reserve((void **)out, &room, 1, 1))
        return EB_NO_MEMORY;
    **out = '\0';
    for (size_t r = 0; r < books->n_reps; r++) {
        const char *id = rep_id(books, r);
        bool other = in->request->team != NULL &&
                     !is_of_team(in->day, id, in->request->team);

        if ((other || strcmp(id, in->request->from) == 0) &&
            !add_entry(out, &n, &room, id))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

/* As if nobody owned them, and those not in question might not. */
static eb_status take_away(struct reassigning *in, const char *others)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < in->out->n; k++) {
        const struct reassigned *row = &in->out->rows[k];
        const char * not ;
        char *list = NULL;
        size_t n = 0, room = 0;

        if (strcmp(row->change, "kept") == 0)
            continue;
        TRY(day_give(in->day, row->account, in->out->role, "", in->day->date,
                     NO_EVENT));
        if (*others == '\0')
            continue;
        not = day_cell(in->day, DAY_ACCOUNTS,
                       day_row(in->day, DAY_ACCOUNTS, row->account), "not");
        if ((*not != '\0' && !add_entry(&list, &n, &room, not )) ||
            !add_entry(&list, &n, &room, others))
            status = EB_NO_MEMORY;
        else
            status = day_set(in->day, DAY_ACCOUNTS, row->account, "not", list,
                             NO_EVENT);
        mem_free(list);
        TRY(status);
    }
done:
    return status;
}

/* ---- Who gets what -------------------------------------------------------- */

static int by_account(const void *left, const void *right)
{
    return strcmp(((const struct reassigned *)left)->account,
                  ((const struct reassigned *)right)->account);
}

static const char *nobody(const struct reassigning *in)
{
    return in->request->team != NULL ? "nobody of the team may own it"
                                     : "nobody else may own it";
}

static eb_status take_decision(struct reassigning *in,
                               const struct workday *placed,
                               const struct daily_decision *d)
{
    const struct reassigned wanted = {
        .account = account_id(placed->books, (size_t)d->account)};
    struct reassigned *row =
        bsearch(&wanted, in->out->rows, in->out->n, sizeof wanted, by_account);
    eb_status status;

    if (row == NULL || strcmp(row->change, "kept") == 0)
        return EB_OK;
    if (d->change == DAILY_UNPLACED || d->rep < 0)
        return reassign_keep(in, row, nobody(in));
    TRY(reassign_text(in, rep_id(placed->books, (size_t)d->rep), &row->to));
    TRY(reassign_text(in, d->reason, &row->reason));
    row->cost = d->cost;
    if (d->next_best < 0)
        return EB_OK;
    TRY(reassign_text(in, rep_id(placed->books, (size_t)d->next_best),
                      &row->next_best));
    row->next_cost = d->next_cost;
done:
    return status;
}

static eb_status place(struct reassigning *in)
{
    struct daily_options options = daily_default_options();
    struct workday placed = {0};
    struct past none = {0};
    eb_status status;

    options.cover = false;
    options.advice = 0;
    options.passes = -1;
    TRY(workday_open(in->day, in->rules, in->role, &placed, in->said));
    TRY(workday_decide(&placed, &options, &none, (struct happened){NULL, NULL},
                       in->said));
    for (size_t k = 0; k < placed.daily->n; k++)
        TRY(take_decision(in, &placed, &placed.daily->decisions[k]));
    for (size_t k = 0; k < in->out->n; k++)
        if (*in->out->rows[k].to == '\0' &&
            strcmp(in->out->rows[k].change, "kept") != 0)
            TRY(reassign_keep(in, &in->out->rows[k], "outside"));
done:
    workday_close(&placed);
    return status;
}

eb_status reassign_best(struct reassigning *in)
{
    size_t begun = in->day->edits.n;
    char *others = NULL;
    eb_status status;

    TRY(list_others(in, &others));
    workday_close(&in->workday); /* the tables change now */
    TRY(take_away(in, others));
    TRY(place(in));
done:
    mem_free(others);
    if (day_undo(in->day, begun) != EB_OK)
        status = EB_NO_MEMORY;
    return status;
}
