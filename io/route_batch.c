/* route_batch.c - a ledger whose books stay in memory, and its batches. */
#include "io/route_parts.h"

#include "base/number.h"
#include "model/workday.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* ---- Books -------------------------------------------------------------- */

static void close_books(struct route_run *run)
{
    route_free(run->route);
    run->route = NULL;
    past_clear(&run->past);
    if (run->has_day)
        day_clear(&run->day);
    run->has_day = false;
}

/* As the ledger calls it. */
static eb_status settle_role(struct route_run *run, eb_messages *said)
{
    const char **roles = NULL;
    size_t n = 0;
    eb_status status;

    if (run->role != NULL || run->order->role != NULL) {
        run->role = run->order->role != NULL ? run->order->role : run->role;
        return EB_OK;
    }
    TRY(workday_roles(&run->day, &roles, &n));
    if (n > 1)
        status = fail(EB_BAD_USAGE, said,
                      "there are several roles; choose one with --role");
    else if (roles[0] != NULL &&
             (run->role = arena_string(&run->lasting, roles[0],
                                       strlen(roles[0]))) == NULL)
        status = EB_NO_MEMORY;
done:
    mem_free(roles);
    return status;
}

static eb_status check_date(const struct route_run *run, eb_messages *said)
{
    char asked[11], is[11];

    if (run->date >= ledger_date(run->ledger))
        return EB_OK;
    date_write(run->date, asked);
    date_write(ledger_date(run->ledger), is);
    return fail(EB_BAD_USAGE, said,
                "--date %s: the ledger has come to %s already", asked, is);
}

eb_status route_run_open_books(struct route_run *run, eb_messages *said)
{
    eb_status status;

    close_books(run);
    if (!run->order->has_date && ledger_date(run->ledger) > run->date)
        run->date = ledger_date(run->ledger);
    TRY(check_date(run, said));
    TRY(ledger_day(run->ledger, 0, &run->day, said));
    run->has_day = true;
    run->day.date = run->date;
    TRY(settle_role(run, said));
    TRY(ledger_past(run->ledger, run->role == NULL ? "rep" : run->role,
                    run->date, &run->past, said));
    TRY(route_new(&run->day, ledger_rules(run->ledger), run->role,
                  &run->order->how, &run->past, &run->route, said));
done:
    return status;
}

eb_status route_run_new(const struct route_order *order,
                        struct route_run **out, eb_messages *said)
{
    struct route_run *run = NEW(struct route_run, 1);
    eb_status status;

    if (run == NULL)
        return EB_NO_MEMORY;
    run->order = order;
    run->date = order->has_date ? order->date : INT64_MIN;
    TRY(ledger_open(order->ledger, order->save ? LEDGER_WRITE : LEDGER_READ,
                    order->patience, &run->ledger, said));
    TRY(route_run_open_books(run, said));
    TRY(ledger_commit(run->ledger, said)); /* others may write now */
    TRY(ledger_lookup_new(run->ledger, &run->lookup, said));
    *out = run;
    run = NULL;
done:
    route_run_free(run);
    return status;
}

static void clear_group(struct route_run *run)
{
    for (size_t k = 0; k < run->changes.n; k++)
        changes_clear(&run->changes.at[k]);
    run->changes.n = 0;
    run->events.n = 0;
    run->decisions.n = 0;
    run->answers.n = 0;
    run->n_asked = 0;
    arena_clear(&run->memory);
}

void route_run_free(struct route_run *run)
{
    if (run == NULL)
        return;
    clear_group(run);
    close_books(run);
    ledger_lookup_free(run->lookup);
    ledger_close(run->ledger);
    VEC_CLEAR(&run->changes);
    VEC_CLEAR(&run->events);
    VEC_CLEAR(&run->decisions);
    change_columns_free(run->columns);
    VEC_CLEAR(&run->input);
    text_clear(&run->answers);
    arena_clear(&run->memory);
    arena_clear(&run->lasting);
    mem_free(run);
}

/* ---- A group ------------------------------------------------------------ */

/* Nobody else writes from here on until the group is durable. Of advice, which writes
 * nothing, only looks at the ledger are held together. */
eb_status route_run_begin(struct route_run *run, eb_messages *said)
{
    bool stale = false;
    eb_status status;

    if (run->has_begun)
        return EB_OK;
    if (run->order->save)
        TRY(ledger_begin(run->ledger, &stale, said));
    else
        TRY(ledger_lookup_begin(run->lookup, said));
    run->has_begun = true;
    if (stale)
        TRY(route_run_open_books(run, said));
done:
    return status;
}

static eb_status take_turns(struct route_run *run, struct past *numbers,
                            struct ledger_multiplier **out)
{
    struct ledger_multiplier *m;
    eb_status status;

    TRY(route_turns(run->route, numbers));
    m = arena_new(&run->memory, (numbers->numbers.n + 1) * sizeof *m);
    if (m == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < numbers->numbers.n; k++) {
        const struct past_number *one = &numbers->numbers.at[k];

        m[k] = (struct ledger_multiplier){route_role(run->route), one->rep,
                                          one->of, one->number};
    }
    *out = m;
done:
    return status;
}

static eb_status write_batch(struct route_run *run, eb_messages *said)
{
    struct changes changes = {.n = run->events.n, .events = run->events.at};
    struct past numbers = {0};
    struct ledger_multiplier *multipliers = NULL;
    struct ledger_batch batch = {
        .kind = "route",
        .date = run->date,
        .digest = "",
        .day = &run->day,
        .changes = &changes,
        .n_decisions = run->decisions.n,
        .decisions = run->decisions.at,
    };
    eb_status status = EB_OK;

    if (route_has_turns(run->route)) {
        TRY(take_turns(run, &numbers, &multipliers));
        batch.n_multipliers = numbers.numbers.n;
        batch.multipliers = multipliers;
    }
    TRY(ledger_write(run->ledger, &batch, NULL, said));
done:
    VEC_CLEAR(&numbers.numbers);
    return status;
}

static eb_status print(const char *bytes, size_t n, eb_messages *said)
{
    while (n > 0) {
        ssize_t done = write(STDOUT_FILENO, bytes, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return fail(EB_IO, said, "standard output: %s", strerror(errno));
        bytes += done;
        n -= (size_t)done;
    }
    return EB_OK;
}

eb_status route_run_flush(struct route_run *run, eb_messages *said)
{
    bool some = run->events.n > 0 || run->decisions.n > 0;
    eb_status status = EB_OK;

    if (run->has_begun && some)
        TRY(write_batch(run, said));
    if (run->has_begun)
        TRY(run->order->save ? ledger_commit(run->ledger, said)
                             : ledger_lookup_end(run->lookup, said));
    run->has_begun = false;
    run->day.edits.n = 0;
    TRY(text_ok(&run->answers) ? EB_OK : EB_NO_MEMORY);
    TRY(print(run->answers.at, run->answers.n, said));
    clear_group(run);
done:
    return status;
}
