/* cmd_init.c - evenbook init: which columns are which, and a rules.json. */
#include "cli/columns.h"
#include "cli/say.h"
#include "cli/take.h"
#include "io/disk.h"
#include "io/files.h"
#include "io/handles.h"
#include "io/json.h"

#include <stdio.h>
#include <string.h>

static const struct option options[] = {
    OUT_OPTION("FILE", "where to write; rules.json beside ACCOUNTS"),
    {OPT_ROLE, 0, "role", VALUE_TEXT, "ROLE",
     "rules for this role, where reps have several"},
    COMMON_OPTIONS};

static const char text[] =
    "Reads the two files, says what each column was taken for, and writes a\n"
    "rules.json with what these columns call for, to be changed by hand. "
    "With\n"
    "-o - the rules go to standard output. A rules.json that is there "
    "already\n"
    "is replaced only if -o names it.\n";

static const char *kind_text(enum cell_kind kind)
{
    static const char *const names[] = {
        [CELL_TEXT] = "text",  [CELL_NUMBER] = "numbers",
        [CELL_DATE] = "dates", [CELL_FLAG] = "yes or no",
        [CELL_LIST] = "lists",
    };

    return names[kind];
}

static void print_columns(const struct frame *frame, struct screen *to)
{
    static const char *const heads[] = {"column", "is", "holds"};
    struct columns table = {.n = 3};

    put_line(to, "%s: %zu rows", frame->table->file, frame->n_rows);
    columns_add_all(&table, heads, table.n);
    for (size_t k = 0; k < frame->n_columns; k++) {
        const struct column *column = &frame->columns[k];

        columns_add(&table, column->header);
        columns_add(&table, column->recognised
                                ? column->name
                                : "not known; rules may name it");
        columns_add(&table, kind_text(column->kind));
    }
    columns_end(&table, table.n, to);
    put_gap(to);
}

/* "rules.json" beside the accounts: a new string. */
static eb_status beside(const char *accounts, char **out, eb_messages *said)
{
    char *folder = NULL, *name = NULL;

    *out = NULL;
    if (strcmp(accounts, "-") == 0)
        *out = mem_string("rules.json");
    else if (disk_split(accounts, &folder, &name))
        *out = disk_join(strcmp(folder, "./") == 0 ? "" : folder, "",
                         "rules.json");
    mem_free(folder);
    mem_free(name);
    if (*out == NULL)
        return EB_NO_MEMORY;
    if (file_is_there(*out))
        return fail(EB_BAD_USAGE, said,
                    "%s is there already; -o FILE names another, or replaces "
                    "it",
                    *out);
    return EB_OK;
}

static eb_status write_rules(const struct books *books, const char *path,
                             eb_messages *said)
{
    struct doc *doc = NULL;
    char *bytes = NULL;
    size_t length = 0;
    eb_status status;

    TRY(rules_suggested(books, &doc));
    bytes = json_write(doc, &length);
    status = bytes == NULL ? EB_NO_MEMORY
                           : file_write_whole(path, bytes, length, said);
done:
    mem_free(bytes);
    doc_free(doc);
    return status;
}

static eb_status init(const struct arguments *args, eb_messages *said)
{
    struct inputs inputs = {0};
    struct book_tables tables = {0};
    struct books *books = NULL;
    char *path = NULL;
    bool to_stdout;
    struct screen to;
    eb_status status;

    if (!args->given[OPT_OUT])
        TRY(beside(args->operands[0], &path, said));
    else
        path = mem_string(args->text[OPT_OUT]);
    TRY(path == NULL ? EB_NO_MEMORY : EB_OK);
    TRY(inputs_read_file(&inputs, EB_ACCOUNTS, args->operands[0], said));
    TRY(inputs_read_file(&inputs, EB_REPS, args->operands[1], said));
    tables.accounts = inputs_table(&inputs, EB_ACCOUNTS);
    tables.reps = inputs_table(&inputs, EB_REPS);
    TRY(books_make(&tables, args->text[OPT_ROLE], &books, said));
    TRY(write_rules(books, path, said));
    to_stdout = strcmp(path, "-") == 0;
    to = screen_of(to_stdout ? stderr : stdout, args);
    if (!args->given[OPT_QUIET]) {
        print_columns(books->accounts, &to);
        print_columns(books->reps, &to);
        if (!to_stdout)
            put_line(&to, "%s written", path);
    }
    status = screen_end(&to);
done:
    books_free(books);
    inputs_clear(&inputs);
    mem_free(path);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    eb_messages *said = eb_messages_new();
    eb_status status = said == NULL ? EB_NO_MEMORY : init(args, said);
    enum exit_code code;

    say_messages(args, said);
    code = exit_of(args, status, said);
    eb_messages_free(said);
    return code;
}

const struct command cmd_init = {"init",
                                 "ACCOUNTS REPS [-o FILE] [OPTION]...",
                                 "Recognise columns, write rules.json",
                                 text,
                                 options,
                                 2,
                                 2,
                                 run};
