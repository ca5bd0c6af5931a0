/* cmd_explain.c - evenbook explain: why. */
#include "cli/effort.h"
#include "cli/explain_text.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/take.h"

#include <stdio.h>

static const struct option options[] = {
    {OPT_TO, 0, "to", VALUE_TEXT, "REP",
     "of an account: why not this rep; the cheapest"},
    {OPT_RESOLVE, 0, "resolve", VALUE_NONE, NULL,
     "plan anew with the account forced to that rep: the true price"},
    SOLVE_OPTIONS,
    JSON_OPTION("print the answer as JSON"),
    COMMON_OPTIONS};

static const char text[] =
    "Of an account of the plan in the folder DIR: with whom it is and why, "
    "what\n"
    "it would cost with others, who could not have it, and what would have "
    "to\n"
    "change for it to go there. Of a rep: what came and went, what the loads "
    "are\n"
    "made of, and whether any one move or exchange would make the plan "
    "better.\n"
    "BOOKS is where its inputs are, if they are not where it says.\n"
    "Give an id or a name; account:ID or rep:ID where both have it. All "
    "numbers\n"
    "are exact differences of the objective, all else as it is.\n";

static eb_status print_json(const struct explained *explained)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("explain", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    explained_describe(explained, doc, root);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

static eb_status answer(const struct arguments *args,
                        struct explained *explained, eb_messages *said)
{
    struct progress progress;
    const eb_options planning = solve_options(args, &progress);
    const struct explain_question question = {
        .folder = args->operands[0],
        .books = operand(args, 2),
        .about = args->operands[1],
        .to = args->text[OPT_TO],
        .resolve = args->given[OPT_RESOLVE],
        .options = &planning,
    };
    eb_status status;

    progress_begin(&progress, args);
    status = explained_make(&question, explained, said);
    progress_end(&progress);
    return status;
}

static eb_status print(const struct arguments *args,
                       const struct explained *explained)
{
    struct screen to = screen_of(stdout, args);

    if (args->given[OPT_JSON])
        return print_json(explained);
    if (!args->given[OPT_QUIET])
        explain_print(explained, args->given[OPT_VERBOSE], &to);
    return screen_end(&to);
}

static enum exit_code run(const struct arguments *args)
{
    eb_messages *said = eb_messages_new();
    struct explained explained = {0};
    eb_status status =
        said == NULL ? EB_NO_MEMORY : answer(args, &explained, said);
    enum exit_code code;

    say_messages(args, said);
    if (status == EB_OK)
        status = print(args, &explained);
    code = exit_of(args, status, said);
    explained_clear(&explained);
    eb_messages_free(said);
    return code;
}

const struct command cmd_explain = {"explain",
                                    "DIR ACCOUNT|REP [BOOKS] [OPTION]...",
                                    "Why an account or a book is as it is",
                                    text,
                                    options,
                                    2,
                                    3,
                                    run};
