/* route_ask.c - one request: what it asks, what the ledger knows of it, what is decided. */
#include "io/route_parts.h"

#include "base/number.h"
#include "io/changes_json.h"

#include <stdio.h>
#include <string.h>

static const char file_name[] = "standard input";

/* A request while it is looked at. */
struct asking {
    struct route_run *run;
    long line;
    struct table *table; /* one row */
    long *places;
    struct changes changes;      /* the request as an `add` */
    const char *event, *account; /* of the table */
    bool reassign;
    eb_messages *heard;
};

/* ---- The request -------------------------------------------------------- */

static const char *cell_of(const struct asking *in, const char *name)
{
    int k = table_column(in->table, name);

    return k < 0 ? "" : table_cell(in->table, 0, (size_t)k);
}

static eb_status set_cell(struct asking *in, const char *name,
                          const char *text)
{
    return table_set_cell(in->table, 0, (size_t)table_column(in->table, name),
                          text);
}

/* `reassign` is no column of accounts. */
static eb_status take_reassign(struct asking *in)
{
    const char *text = cell_of(in, "reassign");

    if (table_column(in->table, "reassign") < 0)
        return EB_OK;
    if (*text != '\0' && !bool_read(text, &in->reassign))
        return fail(EB_BAD_DATA, in->heard,
                    "reassign: expected true or false");
    return set_cell(in, "reassign", "");
}

/* Ids of requests without one are told apart by batch and place. */
static eb_status name_event(struct asking *in)
{
    char buffer[64];

    snprintf(buffer, sizeof buffer, "route-%lld-%zu",
             (long long)ledger_batches(in->run->ledger) + 1, in->run->n_asked);
    return set_cell(in, "event", buffer);
}

static eb_status read_request(struct asking *in, const char *bytes,
                              size_t length)
{
    char date[11];
    eb_status status;

    TRY(changes_json_line(file_name, in->line, bytes, length, &in->table,
                          &in->places, in->heard));
    if (table_rows(in->table) != 1)
        TRY(fail(EB_BAD_DATA, in->heard, "expected an object in braces"));
    in->account = cell_of(in, "account");
    in->event = cell_of(in, "event");
    if (*in->account == '\0')
        TRY(fail(EB_BAD_DATA, in->heard, "account: is missing"));
    if (*cell_of(in, "kind") != '\0' &&
        strcmp(cell_of(in, "kind"), "add") != 0)
        TRY(fail(EB_BAD_DATA, in->heard,
                 "kind: only \"add\" is routed; `evenbook daily` takes the "
                 "other kinds"));
    TRY(take_reassign(in));
    if (*cell_of(in, "date") == '\0') {
        date_write(in->run->date, date);
        TRY(set_cell(in, "date", date));
    }
    TRY(set_cell(in, "kind", "add"));
done:
    return status;
}

/* As a change that the ledger can put down. */
static eb_status read_change(struct asking *in)
{
    bool has_id = *in->event != '\0';
    eb_status status = EB_OK;

    if (!has_id)
        TRY(name_event(in));
    TRY(changes_read_on(in->table, in->places, &in->run->columns, &in->changes,
                        in->heard));
    if (in->changes.n != 1)
        TRY(fail(EB_BAD_DATA, in->heard, "expected one account"));
done:
    return status;
}

/* ---- What was answered before ------------------------------------------- */

static eb_status tell_again(struct asking *in, const struct ledger_decision *d)
{
    struct route_row row = {.account = in->account,
                            .rep = d->rep,
                            .previous = d->previous,
                            .change = d->change,
                            .reason = d->reason,
                            .next_best = d->next_best,
                            .cost = d->cost,
                            .next_cost = d->next_cost};
    const struct route_answer answer = {.n = 1, .rows = &row};

    route_write_answer(&in->run->answers, in->run->route, in->event, &answer,
                       true);
    return EB_OK;
}

/* *done: it has been answered. What is not durable yet is made so first. */
static eb_status look_up(struct asking *in, bool *done)
{
    struct route_run *run = in->run;
    struct ledger_decision decision;
    bool known, other;
    eb_status status;

    *done = false;
    if (*in->event == '\0')
        return EB_OK;
    TRY(ledger_look_up(run->lookup, in->event, in->account,
                       in->changes.events[0].content, &known, &other,
                       &decision, &run->memory, in->heard));
    if (other)
        return fail(EB_BAD_DATA, in->heard,
                    "event: \"%s\" was used for another change", in->event);
    *done = known && decision.account != NULL;
    if (*done)
        return tell_again(in, &decision);
done:
    return status;
}

/* ---- What is new -------------------------------------------------------- */

/* Edits of the one event are those of this event of the group. */
static void number_edits(struct day *day, size_t from, size_t event)
{
    for (size_t k = from; k < day->edits.n; k++)
        if (day->edits.at[k].event != NO_EVENT)
            day->edits.at[k].event = event;
}

static eb_status add_account(struct asking *in)
{
    struct route_run *run = in->run;
    size_t from = run->day.edits.n;
    struct outcome outcome = {0};
    eb_status status;

    TRY(changes_apply(&run->day, &in->changes, NULL,
                      ledger_first_date(run->ledger), true, &outcome,
                      in->heard));
    if (outcome.how == REFUSED)
        TRY(fail(EB_BAD_DATA, in->heard, "%s", outcome.why));
    number_edits(&run->day, from, run->events.n);
done:
    return status;
}

static const char *keep(struct arena *memory, const char *text)
{
    return arena_string(memory, text, strlen(text));
}

static eb_status note_decision(struct asking *in, const struct route_row *row)
{
    struct route_run *run = in->run;
    struct arena *memory = &run->memory;
    struct ledger_decision d = {.event =
                                    keep(memory, in->changes.events[0].id),
                                .date = run->date,
                                .account = keep(memory, row->account),
                                .role = route_role(run->route),
                                .rep = keep(memory, row->rep),
                                .previous = keep(memory, row->previous),
                                .change = row->change,
                                .reason = keep(memory, row->reason),
                                .next_best = keep(memory, row->next_best),
                                .next_cost = row->next_cost,
                                .cost = row->cost,
                                .until = INT64_MAX};

    return d.event && d.account && d.rep && d.previous && d.reason &&
                   d.next_best && VEC_PUSH(&run->decisions, d)
               ? EB_OK
               : EB_NO_MEMORY;
}

/* The event is the group's from here on. */
static eb_status note_event(struct asking *in)
{
    struct route_run *run = in->run;

    if (!VEC_PUSH(&run->events, in->changes.events[0]))
        return EB_NO_MEMORY;
    if (!VEC_PUSH(&run->changes, in->changes)) {
        run->events.n--;
        return EB_NO_MEMORY;
    }
    in->changes = (struct changes){0};
    return EB_OK;
}

static eb_status decide(struct asking *in)
{
    struct route_run *run = in->run;
    bool is_new = day_row(&run->day, DAY_ACCOUNTS, in->account) == DAY_NO_ROW;
    size_t from = run->day.edits.n;
    struct route_answer answer;
    eb_status status = EB_OK;

    if (is_new)
        TRY(add_account(in));
    status = route_ask(run->route, in->account, in->reassign, NO_EVENT,
                       &answer, in->heard);
    if (status != EB_OK) {
        (void)day_undo(&run->day, from);
        return status;
    }
    route_write_answer(&run->answers, run->route, in->event, &answer, false);
    if (run->order->save && (is_new || !answer.kept))
        for (size_t k = 0; k < answer.n; k++)
            if (strcmp(answer.rows[k].change, "kept") != 0)
                TRY(note_decision(in, &answer.rows[k]));
    if (is_new && run->order->save)
        TRY(note_event(in));
done:
    return status;
}

/* ---- One request -------------------------------------------------------- */

/* A later date is another day: the books are those of that day. */
static eb_status come_to_date(struct asking *in, eb_messages *said)
{
    struct route_run *run = in->run;
    int64_t date = in->changes.events[0].date;
    eb_status status = EB_OK;

    if (date <= run->date || in->changes.events[0].fault != NULL)
        return EB_OK;
    TRY(route_run_flush(run, said));
    run->date = date;
    TRY(route_run_begin(run, said));
    TRY(route_run_open_books(run, said));
done:
    return status;
}

static bool is_pending(const struct asking *in)
{
    const struct route_run *run = in->run;

    for (size_t k = run->decisions.n; k-- > 0 && *in->event != '\0';)
        if (strcmp(run->decisions.at[k].event, in->event) == 0)
            return true;
    return false;
}

static eb_status answer(struct asking *in, const char *bytes, size_t length,
                        eb_messages *said)
{
    bool done = false;
    eb_status status;

    TRY(read_request(in, bytes, length));
    TRY(read_change(in));
    TRY(come_to_date(in, said));
    if (is_pending(in))
        TRY(route_run_flush(in->run, said));
    TRY(route_run_begin(in->run, said));
    TRY(look_up(in, &done));
    if (!done)
        TRY(decide(in));
done:
    return status;
}

/* The first of what was heard, without the place, which is the line. */
static const char *what_was_heard(const struct asking *in)
{
    const char *text = eb_messages_count(in->heard) == 0
                           ? "it makes no sense"
                           : eb_messages_text(in->heard, 0);
    size_t n = strlen(file_name);

    if (strncmp(text, file_name, n) != 0 || text[n] != ':')
        return text;
    text += n + 1;
    text += strspn(text, "0123456789:");
    return text + strspn(text, " ");
}

static bool ends_everything(eb_status status)
{
    return status != EB_OK && status != EB_BAD_DATA;
}

eb_status route_run_ask(struct route_run *run, long line, const char *request,
                        size_t length, bool *refused, eb_messages *said)
{
    struct asking in = {
        .run = run, .line = line, .event = "", .heard = eb_messages_new()};
    eb_status status;

    if (in.heard == NULL)
        return EB_NO_MEMORY;
    status = answer(&in, request, length, said);
    run->n_asked++;
    if (status == EB_BAD_DATA)
        route_write_error(&run->answers, in.event, line, what_was_heard(&in));
    if (refused != NULL)
        *refused = status == EB_BAD_DATA;
    if (ends_everything(status) && eb_messages_count(in.heard) > 0)
        (void)fail(status, said, "%s", eb_messages_text(in.heard, 0));
    changes_clear(&in.changes);
    table_free(in.table);
    mem_free(in.places);
    eb_messages_free(in.heard);
    return ends_everything(status) ? status : EB_OK;
}
