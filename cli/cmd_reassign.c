/* cmd_reassign.c - evenbook reassign: many accounts from one rep to another. */
#include "cli/columns.h"
#include "cli/daily_options.h"
#include "cli/say.h"
#include "cli/take.h"
#include "io/daily_run.h"
#include "io/reassign_run.h"
#include "model/figures.h"

#include <stdio.h>
#include <string.h>

static const struct option options[] = {
    {OPT_FROM, 0, "from", VALUE_TEXT, "REP", "whose accounts they are"},
    {OPT_TO, 0, "to", VALUE_TEXT, "REP",
     "who gets them; best: whoever is best for each"},
    {OPT_TO_TEAM, 0, "to-team", VALUE_TEXT, "TEAM",
     "whoever is best for each, of this team"},
    {OPT_WHERE, 0, "where", VALUE_TEXT, "COLUMN=TEXT",
     "these accounts alone; or an object as in rules.json"},
    {OPT_ROLE, 0, "role", VALUE_TEXT, "ROLE",
     "whose owners change; the receiver's"},
    {OPT_APPEND, 0, "append", VALUE_NONE, NULL,
     "give the role an owner where it has none"},
    {OPT_REPLACE, 0, "replace", VALUE_NONE, NULL,
     "replace the role's owner; so without a flag"},
    {OPT_WHY, 0, "why", VALUE_TEXT, "TEXT", "put down with each account"},
    DATE_OPTION("the day; that of the last batch"),
    {OPT_DRY_RUN, 0, "dry-run", VALUE_NONE, NULL,
     "say what would be, and change nothing"},
    OUT_OPTION("FILE", "write the decisions as CSV"),
    PATIENCE_OPTION,
    EXCEL_SAFE_OPTION,
    JSON_OPTION("print what it came to as JSON"),
    COMMON_OPTIONS};

static const char text[] =
    "Gives accounts of one rep to another, to a team or to whoever is best. "
    "What a\n"
    "lock or a pin holds stays where it is, as does what must not go to the\n"
    "receiver; territory and fit are up to you where you name the receiver. "
    "With\n"
    "--append accounts that --from owns in another role get an owner in "
    "--role.\n";

static eb_status read_order(const struct arguments *args,
                            struct reassign_order *out, eb_messages *said)
{
    const char *to = args->text[OPT_TO];
    bool best = to != NULL && strcmp(to, "best") == 0;
    eb_status status = EB_OK;

    *out = (struct reassign_order){
        .ledger = operand(args, 0),
        .what = {.from = args->text[OPT_FROM],
                 .to = best ? NULL : to,
                 .team = args->text[OPT_TO_TEAM],
                 .role = args->text[OPT_ROLE],
                 .append = args->given[OPT_APPEND]},
        .where = args->text[OPT_WHERE],
        .why = args->text[OPT_WHY],
        .has_date = args->given[OPT_DATE],
        .date = args->date[OPT_DATE],
        .dry_run = args->given[OPT_DRY_RUN],
        .patience = patience_of(args),
    };
    if (out->what.from == NULL)
        TRY(fail(EB_BAD_USAGE, said, "--from REP is missing"));
    if ((to == NULL) == (out->what.team == NULL))
        TRY(fail(EB_BAD_USAGE, said,
                 "say one of --to REP, --to best and --to-team TEAM"));
    if (args->given[OPT_APPEND] && args->given[OPT_REPLACE])
        TRY(fail(EB_BAD_USAGE, said,
                 "--append and --replace contradict each other"));
done:
    return status;
}

/* ---- What is said --------------------------------------------------------- */

/* How often each text came, in order of first sight. */
struct counted {
    struct names texts;
    struct VEC(size_t) n;
};

static eb_status count(struct counted *counted, const char *one)
{
    int k;

    if (!VEC_RESERVE(&counted->n, counted->n.n + 1))
        return EB_NO_MEMORY;
    k = names_add(&counted->texts, one);
    if (k < 0)
        return EB_NO_MEMORY;
    if ((size_t)k == counted->n.n)
        counted->n.at[counted->n.n++] = 0;
    counted->n.at[k]++;
    return EB_OK;
}

static void counted_clear(struct counted *counted)
{
    names_clear(&counted->texts);
    VEC_CLEAR(&counted->n);
}

static void print_receivers(const struct counted *counted, struct screen *to)
{
    struct columns table = {.n = 2};
    char cell[FIGURE_ROOM];

    columns_add(&table, "to");
    columns_add(&table, "accounts");
    for (size_t k = 0; k < counted->n.n; k++) {
        columns_add(&table, counted->texts.text.at[k]);
        columns_add(&table, figure((wide)counted->n.at[k], 0, cell));
    }
    columns_end(&table, 1, to);
}

static void print_kept(const struct counted *why, struct screen *to)
{
    char cell[FIGURE_ROOM];

    for (size_t k = 0; k < why->n.n; k++)
        put_line(to, "left      %s: %s",
                 figure_count(why->n.at[k], "account", "accounts", cell),
                 why->texts.text.at[k]);
}

static eb_status print_rows(const struct reassign *done, struct screen *to)
{
    struct counted receivers = {0}, why = {0};
    char cell[FIGURE_ROOM];
    eb_status status = EB_OK;

    for (size_t k = 0; k < done->n; k++) {
        const struct reassigned *row = &done->rows[k];
        bool given = *row->to != '\0';

        TRY(count(given ? &receivers : &why, given ? row->to : row->reason));
    }
    if (done->n_given > 0)
        print_receivers(&receivers, to);
    if (done->n_unfit > 0)
        put_line(to,
                 "unfit     %s outside the receiver's territory, capacity or "
                 "fit",
                 figure_count(done->n_unfit, "account", "accounts", cell));
    print_kept(&why, to);
done:
    counted_clear(&receivers);
    counted_clear(&why);
    return status;
}

static eb_status print_text(const struct arguments *args,
                            const struct reassign_order *order,
                            const struct reassign_report *report)
{
    struct screen to = screen_of(stdout, args);
    struct phrase line = {0};
    eb_status status;
    const struct reassign *done = &report->done;
    char date[11], cell[FIGURE_ROOM];

    date_write(report->date, date);
    if (report->batch > 0)
        phrase_add(&line, "batch %lld of %s: ", (long long)report->batch,
                   date);
    else if (order->dry_run)
        phrase_add(&line, "%s, nothing is written: ", date);
    else
        phrase_add(&line, "nothing to do: ");
    phrase_add(&line, "%s of %s %s",
               figure_count(done->n_given, "account", "accounts", cell),
               order->what.from,
               order->what.append ? "get an owner" : "change hands");
    put_phrase(&to, &line);
    TRY(print_rows(done, &to));
    status = screen_end(&to);
done:
    return status;
}

static eb_status print_json(const struct reassign_report *report,
                            const eb_messages *said)
{
    struct doc *doc = NULL;
    struct node *root;
    char date[11];
    eb_status status;

    TRY(doc_new("reassign", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_messages(doc, root, said);
    if (report != NULL) {
        date_write(report->date, date);
        doc_add_integer(doc, root, "batch", report->batch);
        doc_add_string(doc, root, "date", date);
        doc_add_string(doc, root, "role", report->done.role);
        doc_add_integer(doc, root, "given", (int64_t)report->done.n_given);
        doc_add_integer(doc, root, "kept", (int64_t)report->done.n_kept);
        doc_add_integer(doc, root, "unfit", (int64_t)report->done.n_unfit);
    }
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

static eb_status print(const struct arguments *args,
                       const struct reassign_order *order,
                       const struct reassign_report *report, eb_messages *said)
{
    const char *out = args->text[OPT_OUT];
    const struct daily_report decisions = {.decisions = report->decisions};
    eb_status status = EB_OK;

    if (out != NULL)
        TRY(daily_write(&decisions, args->given[OPT_EXCEL_SAFE], out, said));
    if (args->given[OPT_JSON])
        return print_json(report, said);
    say_messages(args, said);
    if (!args->given[OPT_QUIET] && (out == NULL || strcmp(out, "-") != 0))
        TRY(print_text(args, order, report));
done:
    return status;
}

static eb_status look(const struct arguments *args, eb_messages *said)
{
    struct reassign_order order;
    struct reassign_report report = {0};
    eb_status status;

    TRY(read_order(args, &order, said));
    TRY(reassign_run(&order, &report, said));
    status = print(args, &order, &report, said);
    reassign_report_clear(&report);
    return status;
done:
    if (args->given[OPT_JSON] && status != EB_NO_MEMORY)
        (void)print_json(NULL, said);
    else
        say_messages(args, said);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, look);
}

const struct command cmd_reassign = {"reassign",
                                     "LEDGER --from REP --to REP "
                                     "[OPTION]...",
                                     "Many accounts from one rep to another",
                                     text,
                                     options,
                                     1,
                                     1,
                                     run};
