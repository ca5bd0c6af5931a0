/* cmd_plan.c - evenbook plan: makes a plan. */
#include "cli/effort.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/stop.h"
#include "cli/take.h"
#include "io/disk.h"
#include "io/files.h"
#include "io/plan_folder.h"

#include <stdio.h>
#include <string.h>

static const struct option options[] = {
    OUT_OPTION("DIR", "write the plan; replaces an earlier one"),
    INPUT_OPTIONS,
    MODEL_OPTIONS,
    SOLVE_OPTIONS,
    FORM_OPTIONS,
    JSON_OPTION("print plan.json instead of the summary"),
    COMMON_OPTIONS};

static const char text[] =
    "Divides the accounts in the folder BOOKS, or in the files that flags "
    "name,\n"
    "among the reps, and prints what came out. Without -o nothing is "
    "written.\n"
    "Exits with 1 if no plan can keep the rules: the plan is then the one "
    "that\n"
    "breaks them least, and says which rules conflict. Ctrl-C keeps the best\n"
    "plan found so far; a second Ctrl-C gives up.\n";

/* Whether a plan could be written there, before hours are spent on one. */
static eb_status try_folder(const char *path, eb_messages *said)
{
    struct folder *folder = NULL;
    eb_status status = plan_folder_begin(path, &folder, said);

    folder_free(folder);
    return status;
}

/* As it was written, or as it would be. */
static eb_status print_json(eb_plan *plan, const char *folder,
                            eb_messages *said)
{
    const char *made = NULL;
    char *path = NULL, *written = NULL;
    size_t length = 0;
    eb_status status = EB_OK;

    if (folder == NULL) {
        made = eb_plan_json(plan);
        if (made == NULL)
            return EB_NO_MEMORY;
        fputs(made, stdout);
        return EB_OK;
    }
    path = disk_join(folder, "/", "plan.json");
    if (path == NULL)
        return EB_NO_MEMORY;
    TRY(file_read(path, &written, &length, said));
    fwrite(written, 1, length, stdout);
done:
    mem_free(path);
    mem_free(written);
    return status;
}

static eb_status make(const struct arguments *args, eb_plan **plan,
                      eb_messages *said)
{
    const char *folder = args->text[OPT_OUT];
    struct progress progress;
    eb_options o;
    eb_books *books = eb_books_new();
    eb_status status = books == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(demand_folder(args, said));
    if (folder != NULL)
        TRY(try_folder(folder, said));
    stop_expect_nothing();
    TRY(take_books(args, operand(args, 0), books, said));
    progress_begin(&progress, args);
    o = solve_options(args, &progress);
    status = eb_plan_make(books, &o, plan, said);
    progress_end(&progress);
    if (status == EB_OK && *o.stop != 0)
        status = warn(said, (struct place){NULL, 0, 0},
                      "stopped by Ctrl-C: this is the best plan found so far");
    if (status == EB_OK && folder != NULL)
        status = eb_plan_write(*plan, folder, said);
done:
    eb_books_free(books);
    return status;
}

static bool begins(const char *line, const char *word)
{
    return strncmp(line, word, strlen(word)) == 0;
}

/* Lines without a label go on with what the line before says. */
static enum mood mood_of(const char *line, enum mood before)
{
    if (*line == ' ')
        return before;
    return begins(line, "conflict ") || begins(line, "broken ") ||
                   begins(line, "result      infeasible")
               ? MOOD_BROKEN
               : MOOD_PLAIN;
}

/* The summary as it stands in summary.txt, line by line. */
static eb_status print_summary(const struct arguments *args, eb_plan *plan)
{
    struct screen to = screen_of(stdout, args);
    enum mood mood = MOOD_PLAIN;

    for (const char *line = eb_plan_summary(plan); *line != '\0';) {
        size_t n = strcspn(line, "\n");

        mood = mood_of(line, mood);
        put_line_as(&to, mood, "%.*s", (int)n, line);
        line += n + (line[n] == '\n');
    }
    return screen_end(&to);
}

static eb_status print(const struct arguments *args, eb_plan *plan,
                       eb_messages *said)
{
    if (args->given[OPT_JSON])
        return print_json(plan, args->text[OPT_OUT], said);
    return args->given[OPT_QUIET] ? EB_OK : print_summary(args, plan);
}

static enum exit_code run(const struct arguments *args)
{
    eb_messages *said = eb_messages_new();
    eb_plan *plan = NULL;
    eb_status status = said == NULL ? EB_NO_MEMORY : make(args, &plan, said);
    enum exit_code code;

    say_messages(args, said);
    if (status == EB_OK)
        status = print(args, plan, said);
    code = exit_of(args, status, said);
    if (code == EXIT_DONE && !eb_plan_keeps_rules(plan))
        code = EXIT_NO;
    eb_plan_free(plan);
    eb_messages_free(said);
    return code;
}

const struct command cmd_plan = {
    "plan", "[BOOKS] [-o DIR] [OPTION]...", "Make a plan", text, options, 0, 1,
    run};
