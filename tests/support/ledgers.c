/* ledgers.c - ledgers for tests. */
#include "tests/support/ledgers.h"

#include "io/ledger_look.h"
#include "io/ledger_sql.h"
#include "tests/support/days.h"
#include "tests/support/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void insist(eb_status status, const char *what, eb_messages *said)
{
    if (status != EB_OK) {
        fprintf(stderr, "ledgers: %s: status %d\n", what, (int)status);
        show_messages(said);
        abort();
    }
    eb_messages_free(said);
}

void give_input(struct inputs *inputs, eb_input which, const char *text)
{
    eb_messages *said = eb_messages_new();

    insist(inputs_take(inputs, which, NULL, input_file_name(which), text,
                       strlen(text), said),
           "an input", said);
}

void ledger_of(const char *path, const char *accounts, const char *reps,
               const char *rules)
{
    eb_messages *said = eb_messages_new();
    struct inputs inputs = {0};

    give_input(&inputs, EB_ACCOUNTS, accounts);
    give_input(&inputs, EB_REPS, reps);
    if (rules != NULL)
        give_input(&inputs, EB_RULES, rules);
    insist(ledger_create(path, &inputs, date_of("2027-01-04"), said), "create",
           said);
    inputs_clear(&inputs);
}

struct ledger *ledger_at(const char *path, struct day *day)
{
    eb_messages *said = eb_messages_new();
    struct ledger *ledger = NULL;
    eb_status status = ledger_open(path, LEDGER_WRITE, 1, &ledger, said);

    if (status == EB_OK)
        status = ledger_day(ledger, 0, day, said);
    insist(status, "open", said);
    return ledger;
}

void ledger_put(struct ledger *ledger, struct day *day, const char *date)
{
    const struct ledger_batch batch = {
        .kind = "daily", .date = date_of(date), .digest = "", .day = day};
    eb_messages *said = eb_messages_new();
    eb_status status = ledger_write(ledger, &batch, NULL, said);

    if (status == EB_OK)
        status = ledger_commit(ledger, said);
    insist(status, "write", said);
    ledger_close(ledger);
    day_clear(day);
}

int64_t ledger_ask(const char *path, const char *question)
{
    eb_messages *said = eb_messages_new();
    struct sql *sql = NULL;
    int64_t number = 0;
    eb_status status = sql_open(path, SQL_READ, 1, &sql, said);

    if (status == EB_OK)
        status = sql_number(sql, question, &number, said);
    insist(status, question, said);
    sql_close(sql);
    return number;
}

void ledger_spoil(const char *path, const char *statements)
{
    eb_messages *said = eb_messages_new();
    struct sql *sql = NULL;
    eb_status status = sql_open(path, SQL_WRITE, 1, &sql, said);

    if (status == EB_OK)
        status = sql_run(sql, "PRAGMA foreign_keys = OFF", said);
    if (status == EB_OK)
        status = sql_run(sql, statements, said);
    insist(status, statements, said);
    sql_close(sql);
}

bool ledger_is_sound(const char *path, bool loud)
{
    eb_messages *said = eb_messages_new();
    struct ledger *ledger = NULL;
    struct ledger_checked checked;
    eb_status status = ledger_open(path, LEDGER_READ, 1, &ledger, said);

    if (status == EB_OK)
        status = ledger_check(ledger, &checked, said);
    if (status != EB_OK && loud)
        show_messages(said);
    ledger_close(ledger);
    eb_messages_free(said);
    return status == EB_OK;
}

char *ledger_text(const char *path, int64_t date)
{
    eb_messages *said = eb_messages_new();
    struct ledger *ledger = NULL;
    struct day day = {0};
    char *text;
    eb_status status = ledger_open(path, LEDGER_READ, 1, &ledger, said);

    if (status == EB_OK)
        status = ledger_day(ledger, date, &day, said);
    insist(status, "day", said);
    text = day_text(&day);
    day_clear(&day);
    ledger_close(ledger);
    return text;
}
