/* cmd_ledger_check.c - evenbook ledger check: whether a ledger fits together. */
#include "cli/say.h"
#include "cli/take.h"
#include "io/ledger_look.h"

#include <stdio.h>

static const struct option options[] = {
    JSON_OPTION("print messages and numbers as JSON"), PATIENCE_OPTION,
    COMMON_OPTIONS};

static const char text[] =
    "Looks at all of a ledger: whether the file is sound; whether every\n"
    "account has one owner at a time, without gap or overlap, and the one "
    "that\n"
    "its row names; whether the journal leads from today back to the first "
    "day\n"
    "and forth again, by the digests of the days between; whether events are "
    "as\n"
    "they were sent. Exits with 1 if anything is not.\n";

static eb_status print_json(const struct ledger_checked *checked,
                            const eb_messages *said)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("check", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_messages(doc, root, said);
    doc_add_integer(doc, root, "batches", (int64_t)checked->batches);
    doc_add_integer(doc, root, "edits", (int64_t)checked->edits);
    doc_add_integer(doc, root, "times_of_owners", (int64_t)checked->times);
    doc_add_integer(doc, root, "events", (int64_t)checked->events);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

static eb_status look(const struct arguments *args, eb_messages *said)
{
    struct ledger *ledger = NULL;
    struct ledger_checked checked = {0};
    eb_status status, printed;

    TRY(take_ledger(args, LEDGER_READ, &ledger, said));
    TRY(ledger_check(ledger, &checked, said));
done:
    ledger_close(ledger);
    if (args->given[OPT_JSON] && status != EB_NO_MEMORY) {
        printed = print_json(&checked, said);
        return status == EB_OK ? printed : status;
    }
    say_messages(args, said);
    if (status == EB_OK && !args->given[OPT_QUIET])
        printf("%s: sound: %zu batch%s, %zu edits, %zu times of owners, %zu "
               "events\n",
               args->operands[0], checked.batches,
               checked.batches == 1 ? "" : "es", checked.edits, checked.times,
               checked.events);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, look);
}

const struct command cmd_ledger_check = {.name = "ledger check",
                                         .usage = "LEDGER [OPTION]...",
                                         .summary =
                                             "Whether all of it fits together",
                                         .text = text,
                                         .options = options,
                                         .least_operands = 1,
                                         .most_operands = 1,
                                         .run = run};
