/* cmd_verify.c - evenbook verify: checks a plan and its bound independently. */
#include "cli/say.h"
#include "cli/screen.h"
#include "cli/take.h"

#include <stdio.h>

static const struct option options[] = {
    JSON_OPTION("print the verdict and messages as JSON"), COMMON_OPTIONS};

static const char text[] =
    "Reads the plan folder DIR and the inputs it names, or the files of the\n"
    "same names in the folder BOOKS, works everything out again with code "
    "that\n"
    "shares nothing with the planner, and compares: rules, loads, costs, and\n"
    "the bound by its certificate. Exits with 1 at the first difference.\n";

static eb_status print_json(eb_status verdict, const eb_messages *said)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("verify", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    doc_add_bool(doc, root, "accepted", verdict == EB_OK);
    add_messages(doc, root, said);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return verdict == EB_OK ? status : verdict;
}

/* What was accepted is a note, which is the answer here. */
static void print_verdict(const struct arguments *args,
                          const eb_messages *said)
{
    struct screen to = screen_of(stdout, args);

    for (size_t k = 0; k < eb_messages_count(said); k++)
        if (eb_messages_severity(said, k) == EB_NOTE &&
            !args->given[OPT_VERBOSE] && !args->given[OPT_QUIET])
            put_line(&to, "%s", eb_messages_text(said, k));
}

static enum exit_code run(const struct arguments *args)
{
    eb_messages *said = eb_messages_new();
    eb_status status =
        said == NULL ? EB_NO_MEMORY
                     : eb_verify(args->operands[0], operand(args, 1), said);
    enum exit_code code;

    if (args->given[OPT_JSON]) {
        status = print_json(status, said);
    } else {
        say_messages(args, said);
        print_verdict(args, said);
    }
    code = exit_of(args, status, said);
    eb_messages_free(said);
    return code;
}

const struct command cmd_verify = {"verify",
                                   "DIR [BOOKS] [OPTION]...",
                                   "Check a plan and its bound independently",
                                   text,
                                   options,
                                   1,
                                   2,
                                   run};
