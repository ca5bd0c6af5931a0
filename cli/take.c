/* take.c - the inputs that a command line names. */
#include "cli/take.h"

#include "base/status.h"

#include <string.h>

enum { USUAL_PATIENCE = 10 }; /* seconds */

static const struct {
    enum option_id option;
    eb_input input;
} flags[] = {
    {OPT_ACCOUNTS, EB_ACCOUNTS},   {OPT_REPS, EB_REPS},
    {OPT_PAIRS, EB_PAIRS},         {OPT_TERRITORIES, EB_TERRITORIES},
    {OPT_DECISIONS, EB_DECISIONS}, {OPT_RULES, EB_RULES},
};

/* After a fault in one file the others are looked at all the same. */
static eb_status keep_worst(eb_status so_far, eb_status now)
{
    return now == EB_OK || so_far == EB_NO_MEMORY ? so_far : now;
}

eb_status take_books(const struct arguments *args, const char *folder,
                     eb_books *books, eb_messages *said)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < sizeof flags / sizeof *flags; k++) {
        const char *path = args->text[flags[k].option];

        if (path != NULL)
            status = keep_worst(
                status, eb_books_read_file(books, flags[k].input, path, said));
    }
    if (folder != NULL && args->given[OPT_FROM])
        return fail(EB_BAD_USAGE, said,
                    "the books come from a folder or from a ledger, not from "
                    "both");
    if (folder != NULL && status == EB_OK)
        status = eb_books_read_folder(books, folder, said);
    if (args->given[OPT_FROM] && status == EB_OK)
        status = eb_books_read_ledger(books, args->text[OPT_FROM], said);
    return status;
}

const char *operand(const struct arguments *args, int k)
{
    return k < args->n_operands ? args->operands[k] : NULL;
}

double patience_of(const struct arguments *args)
{
    return args->given[OPT_PATIENCE] ? args->number[OPT_PATIENCE]
                                     : USUAL_PATIENCE;
}

eb_status take_ledger(const struct arguments *args, enum ledger_use use,
                      struct ledger **out, eb_messages *said)
{
    return ledger_open(args->operands[0], use, patience_of(args), out, said);
}

eb_status demand_folder(const struct arguments *args, eb_messages *said)
{
    const char *path = args->text[OPT_OUT];

    if (path == NULL || strcmp(path, "-") != 0)
        return EB_OK;
    return fail(EB_BAD_USAGE, said,
                "--out names a folder here, not standard output");
}
