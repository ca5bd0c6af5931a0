/* cmd_export.c - evenbook export: the model, for any other solver. */
#include "cli/say.h"
#include "cli/take.h"
#include "io/files.h"
#include "io/handles.h"
#include "io/mps.h"
#include "model/compile.h"
#include "solver/mip_rows.h"

#include <stdio.h>
#include <string.h>

static const struct option options[] = {
    OUT_OPTION("FILE", "where to write; standard output"), INPUT_OPTIONS,
    MODEL_OPTIONS, COMMON_OPTIONS};

static const char text[] =
    "Writes the problem that `plan` would solve as a mixed-integer program:\n"
    "mps is free MPS, lp the CPLEX LP format. Its optimum, in points, is "
    "that\n"
    "of the best plan. x3_1 is 1 if family 3 goes to rep 1, both counted "
    "from\n"
    "0 in order of id; families with one possible rep are in the constant.\n";

static eb_status model(const struct arguments *args, struct text *out,
                       eb_messages *said)
{
    enum mps_format format =
        strcmp(args->operands[0], "lp") == 0 ? MPS_LP : MPS_FREE;
    const struct rules_wish wish = {args->text[OPT_GOAL],
                                    args->text[OPT_AGAINST]};
    eb_books *books = eb_books_new();
    struct opened opened = {0};
    struct compiled *compiled = NULL;
    struct mip *mip = NULL;
    eb_status status = books == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(take_books(args, operand(args, 1), books, said));
    TRY(opened_make(&books->inputs, args->text[OPT_ROLE], &wish, &opened,
                    said));
    TRY(compile(opened.books, opened.rules, NULL, 0, &compiled, said));
    TRY(mip_new(compiled->problem, NULL, &mip));
    TRY(mps_write(mip, format, out));
done:
    mip_free(mip);
    compiled_free(compiled);
    opened_clear(&opened);
    eb_books_free(books);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    const char *path = args->given[OPT_OUT] ? args->text[OPT_OUT] : "-";
    const char *format = args->operands[0];
    eb_messages *said;
    struct text out = {0};
    eb_status status;
    enum exit_code code;

    if (strcmp(format, "mps") != 0 && strcmp(format, "lp") != 0) {
        fprintf(stderr,
                "evenbook export: the format is mps or lp, not \"%s\"\n",
                format);
        return EXIT_USAGE;
    }
    said = eb_messages_new();
    status = said == NULL ? EB_NO_MEMORY : model(args, &out, said);
    if (status == EB_OK)
        status = file_write_whole(path, out.at, out.n, said);
    say_messages(args, said);
    code = exit_of(args, status, said);
    text_clear(&out);
    eb_messages_free(said);
    return code;
}

const struct command cmd_export = {"export",
                                   "mps|lp [BOOKS] [OPTION]...",
                                   "The model, for any other solver",
                                   text,
                                   options,
                                   1,
                                   2,
                                   run};
