/* cmd_route.c - evenbook route: one account now, or one after the other. */
#include "cli/daily_options.h"
#include "cli/say.h"
#include "cli/stop.h"
#include "cli/take.h"
#include "io/json.h"
#include "io/route_run.h"

#include <string.h>
#include <unistd.h>

enum { MOST_FIELDS = 200, GROUP = 1000 };

static const struct option options[] = {
    {OPT_WATCH, 0, "watch", VALUE_NONE, NULL,
     "answer requests from standard input, one a line, until it ends"},
    {OPT_REASSIGN, 0, "reassign", VALUE_NONE, NULL,
     "another owner, where ACCOUNT has one"},
    {OPT_NO_SAVE, 0, "no-save", VALUE_NONE, NULL,
     "advice: write nothing into the ledger"},
    {OPT_GROUP, 0, "group", VALUE_COUNT, "N",
     "requests made durable at once, at most; 1000"},
    DATE_OPTION("the day; that of the ledger"),
    {OPT_ROLE, 0, "role", VALUE_TEXT, "ROLE",
     "whose accounts they are, where reps have several"},
    {OPT_POLICY, 0, "policy", VALUE_CHOICE,
     "best|round-robin|weighted|least-loaded|sticky", "who gets it; best"},
    {OPT_DAILY_CAP, 0, "daily-cap", VALUE_COUNT, "N",
     "accounts that a rep is given in a day, at most"},
    {OPT_WEEKLY_CAP, 0, "weekly-cap", VALUE_COUNT, "N",
     "accounts that a rep is given in seven days, at most"},
    PATIENCE_OPTION,
    COMMON_OPTIONS};

static const char text[] =
    "Decides who gets one account, at once: a new one, with its fields, or "
    "one "
    "of the\n"
    "ledger's that has no owner. Who has an owner keeps it, unless another is "
    "asked for.\n"
    "Without ACCOUNT a request is read from standard input: an object of "
    "JSON. "
    "The answer\n"
    "is one too, and it stands when it is printed.\n";

static eb_status read_order(const struct arguments *args,
                            struct route_order *out, eb_messages *said)
{
    *out = (struct route_order){
        .ledger = operand(args, 0),
        .role = args->text[OPT_ROLE],
        .has_date = args->given[OPT_DATE],
        .date = args->date[OPT_DATE],
        .patience = patience_of(args),
        .save = !args->given[OPT_NO_SAVE],
        .group = args->given[OPT_GROUP] ? args->whole[OPT_GROUP] : GROUP,
        .how = daily_options_of(args)};
    if (args->given[OPT_WATCH] && operand(args, 1) != NULL)
        return fail(EB_BAD_USAGE, said,
                    "--watch reads all requests from standard input; leave "
                    "%s out",
                    operand(args, 1));
    if (args->given[OPT_REASSIGN] && operand(args, 1) == NULL)
        return fail(EB_BAD_USAGE, said,
                    "--reassign goes with ACCOUNT; a request says "
                    "\"reassign\": true");
    return EB_OK;
}

/* ---- One request -------------------------------------------------------- */

/* ACCOUNT FIELD=VALUE... as the object that would be read. */
static eb_status request_of(const struct arguments *args, struct doc **out,
                            eb_messages *said)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("request", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    doc_add_string(doc, root, "account", operand(args, 1));
    if (args->given[OPT_REASSIGN])
        doc_add_bool(doc, root, "reassign", true);
    for (int k = 2; operand(args, k) != NULL; k++) {
        const char *field = operand(args, k), *is = strchr(field, '=');
        char name[128];

        if (is == NULL || is == field || is - field >= (int)sizeof name)
            TRY(fail(EB_BAD_USAGE, said,
                     "\"%s\": expected FIELD=VALUE, as value=12000", field));
        memcpy(name, field, (size_t)(is - field));
        name[is - field] = '\0';
        doc_add_string(doc, root, name, is + 1);
    }
    *out = doc;
    doc = NULL;
done:
    doc_free(doc);
    return status;
}

/* An object may have several lines; here it gets but one. */
static void join_lines(char *bytes, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (bytes[k] == '\n' || bytes[k] == '\r')
            bytes[k] = ' ';
}

static eb_status read_input(char **out, size_t *n, eb_messages *said)
{
    struct VEC(char) bytes = {0};
    ssize_t got;

    do {
        if (!VEC_RESERVE(&bytes, bytes.n + 65536))
            return EB_NO_MEMORY;
        got = read(STDIN_FILENO, bytes.at + bytes.n, 65536);
        bytes.n += got > 0 ? (size_t)got : 0;
    } while (got > 0);
    *out = bytes.at;
    *n = bytes.n;
    return got < 0 ? fail(EB_IO, said, "standard input cannot be read")
                   : EB_OK;
}

static eb_status ask_once(const struct arguments *args, struct route_run *run,
                          eb_messages *said)
{
    struct doc *doc = NULL;
    char *bytes = NULL;
    size_t n = 0;
    bool refused = false;
    eb_status status;

    if (operand(args, 1) == NULL) {
        TRY(read_input(&bytes, &n, said));
    } else {
        TRY(request_of(args, &doc, said));
        bytes = json_write(doc, &n);
        TRY(bytes == NULL ? EB_NO_MEMORY : EB_OK);
    }
    join_lines(bytes, n);
    TRY(route_run_ask(run, 1, bytes, n, &refused, said));
    TRY(route_run_flush(run, said));
    status = refused ? EB_BAD_DATA : EB_OK;
done:
    mem_free(bytes);
    doc_free(doc);
    return status;
}

/* ---- The command -------------------------------------------------------- */

static eb_status look(const struct arguments *args, eb_messages *said)
{
    struct route_order order;
    struct route_run *run = NULL;
    eb_status status;

    TRY(read_order(args, &order, said));
    if (args->given[OPT_WATCH])
        order.stop = stop_listen();
    TRY(route_run_new(&order, &run, said));
    status = args->given[OPT_WATCH] ? route_run_watch(run, said)
                                    : ask_once(args, run, said);
done:
    say_messages(args, said);
    route_run_free(run);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, look);
}

const struct command cmd_route = {"route",
                                  "LEDGER [ACCOUNT [FIELD=VALUE]...] "
                                  "[OPTION]...",
                                  "Decide who gets one account, at once",
                                  text,
                                  options,
                                  1,
                                  MOST_FIELDS,
                                  run};
