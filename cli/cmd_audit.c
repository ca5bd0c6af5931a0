/* cmd_audit.c - evenbook audit: the books as they are. */
#include "cli/audit_text.h"
#include "cli/effort.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/take.h"
#include "io/audit_json.h"
#include "io/folder.h"
#include "io/handles.h"

#include <stdio.h>

static const struct option options[] = {
    OUT_OPTION("DIR", "write audit.json and, with --decompose, its proof"),
    INPUT_OPTIONS,
    {OPT_ROLE, 0, "role", VALUE_TEXT, "ROLE",
     "audit this role, where reps have several"},
    {OPT_DECOMPOSE, 0, "decompose", VALUE_NONE, NULL,
     "also what the unfairness is made of, which takes several plans"},
    SOLVE_OPTIONS,
    FORM_OPTIONS,
    JSON_OPTION("print all of it as JSON"),
    COMMON_OPTIONS};

static const char text[] =
    "Says how fair the books in the folder BOOKS are today, metric by metric\n"
    "and rep by rep, who has the best accounts, and what is amiss. Every rep\n"
    "is measured by what their capacity is due. --verbose lists all reps and\n"
    "all that is amiss.\n"
    "--decompose says how much of the unfairness nobody could avoid, how "
    "much\n"
    "the rules impose, and how much could be mended by moving accounts; what\n"
    "leavers own, and nobody, is placed for it.\n";

static eb_status print_text(const struct audit *audit,
                            const struct decomposition *parts,
                            const struct arguments *args)
{
    struct screen to = screen_of(stdout, args);

    audit_print(audit, parts, args->given[OPT_VERBOSE], &to);
    return screen_end(&to);
}

static eb_status print_json(const struct audit *audit,
                            const struct decomposition *parts,
                            const eb_messages *said)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("audit", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_messages(doc, root, said);
    if (audit != NULL)
        audit_describe(audit, parts, doc, root);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

/* Whether an audit could be written there, before plans are made for it. */
static eb_status try_folder(const struct arguments *args, eb_messages *said)
{
    const char *path = args->text[OPT_OUT];
    struct folder *folder = NULL;
    eb_status status;

    TRY(demand_folder(args, said));
    if (path != NULL)
        TRY(audit_folder_begin(path, &folder, said));
done:
    folder_free(folder);
    return status;
}

static eb_status make(const struct arguments *args, eb_audit **audit,
                      eb_messages *said)
{
    eb_books *books = eb_books_new();
    struct progress progress;
    eb_options o;
    eb_status status = books == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(try_folder(args, said));
    TRY(take_books(args, operand(args, 0), books, said));
    o = solve_options(args, &progress);
    progress_begin(&progress, args);
    status = eb_audit_make(books, &o, args->given[OPT_DECOMPOSE], audit, said);
    progress_end(&progress);
    TRY(status);
    if (args->text[OPT_OUT] != NULL)
        TRY(eb_audit_write(*audit, args->text[OPT_OUT], said));
done:
    eb_books_free(books);
    return status;
}

static eb_status look(const struct arguments *args, eb_messages *said)
{
    eb_audit *made = NULL;
    eb_status status = make(args, &made, said);
    const struct audit *audit = status == EB_OK ? made->audit : NULL;
    const struct decomposition *parts =
        audit != NULL && made->decomposed ? &made->parts : NULL;

    if (args->given[OPT_JSON] && status != EB_NO_MEMORY) {
        eb_status printed = print_json(audit, parts, said);

        status = status == EB_OK ? printed : status;
    } else {
        say_messages(args, said);
        if (audit != NULL && !args->given[OPT_QUIET])
            status = print_text(audit, parts, args);
    }
    eb_audit_free(made);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, look);
}

const struct command cmd_audit = {"audit",
                                  "[BOOKS] [OPTION]...",
                                  "How fair the books are today",
                                  text,
                                  options,
                                  0,
                                  1,
                                  run};
