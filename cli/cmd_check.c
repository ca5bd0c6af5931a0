/* cmd_check.c - evenbook check: every fault of the inputs, and what they hold. */
#include "cli/say.h"
#include "cli/screen.h"
#include "cli/take.h"
#include "io/handles.h"
#include "io/survey.h"

#include <stdio.h>

enum { SPLIT_SHOWN = 10 };

static const struct option options[] = {
    INPUT_OPTIONS, MODEL_OPTIONS,
    JSON_OPTION("print messages and numbers as JSON"), COMMON_OPTIONS};

static const char text[] =
    "Reads the books in the folder BOOKS, or the files that flags name, and\n"
    "lists every fault and warning with its place. Ends with what they hold:\n"
    "accounts, reps, families, what is locked, what must change owner.\n"
    "Exits with 3 if there is any fault.\n";

static const char *const forces[] = {
    [FORCE_LEAVER] = "the owner leaves",
    [FORCE_UNKNOWN] = "the owner is no rep",
    [FORCE_ZERO] = "the owner has no capacity",
    [FORCE_INELIGIBLE] = "the owner may not own them",
};
static const char *const force_keys[] = {
    [FORCE_LEAVER] = "owner_leaves",
    [FORCE_UNKNOWN] = "owner_unknown",
    [FORCE_ZERO] = "owner_without_capacity",
    [FORCE_INELIGIBLE] = "owner_not_eligible",
};

static void print_forced(const struct survey *survey, struct screen *to)
{
    for (int k = FORCE_LEAVER; k <= FORCE_INELIGIBLE; k++)
        if (survey->forced[k] > 0)
            put_line(to, "must change owner: %zu, since %s", survey->forced[k],
                     forces[k]);
}

static void print_split(const struct survey *survey, const struct books *books,
                        bool all, struct screen *to)
{
    size_t n = survey->split.n, shown = all ? n : SPLIT_SHOWN;
    struct phrase line = {0};

    if (n == 0)
        return;
    phrase_add(&line, "families split by locks or conflicts: %zu (", n);
    for (size_t k = 0; k < n && k < shown; k++)
        phrase_add(&line, "%s%s", k > 0 ? ", " : "",
                   account_id(books, (size_t)survey->split.at[k]));
    phrase_add(&line, "%s)", n > shown ? ", ...; --verbose names all" : "");
    put_phrase(to, &line);
}

static const char *file_of(const struct books *books, int file)
{
    const struct frame *frames[] = {
        [UNUSED_ACCOUNTS] = books->accounts,
        [UNUSED_REPS] = books->reps,
        [UNUSED_TERRITORIES] = books->territory_rows,
    };

    return frames[file]->table->file;
}

static void print_unused(const struct survey *survey,
                         const struct books *books, struct screen *to)
{
    for (int file = UNUSED_ACCOUNTS; file <= UNUSED_TERRITORIES; file++) {
        struct phrase line = {0};
        size_t n = 0;

        for (size_t k = 0; k < survey->unused.columns.n; k++) {
            const struct unused *unused = &survey->unused.columns.at[k];

            if ((int)unused->file != file)
                continue;
            phrase_add(&line, "%s%s", n == 0 ? "no rule uses " : ", ",
                       unused->column->header);
            n++;
        }
        if (n == 0)
            continue;
        phrase_add(&line, " of %s", file_of(books, file));
        put_phrase(to, &line);
    }
}

static void print_head(const struct survey *survey,
                       const struct compiled *compiled, struct screen *to)
{
    struct phrase line = {0};
    char date[11];

    phrase_add(&line, "role %s", compiled->books->role);
    if (compiled->rules->has_as_of) {
        date_write(compiled->rules->as_of, date);
        phrase_add(&line, ", as of %s", date);
    }
    put_phrase(to, &line);
    put_line(to,
             "accounts: %zu; in play: %zu; outside: %zu; that no rep may own: "
             "%zu",
             survey->accounts, survey->in_play, survey->outside,
             survey->unassignable);
    phrase_add(&line, "reps: %zu; leavers: %zu; able to take accounts: %zu",
               survey->reps, survey->leavers, survey->takers);
    if (survey->placeholders > 0)
        phrase_add(&line, "; posts not filled yet: %zu", survey->placeholders);
    put_phrase(to, &line);
}

static eb_status print_survey(const struct survey *survey,
                              const struct compiled *compiled,
                              const struct arguments *args)
{
    const struct books *books = compiled->books;
    struct screen to = screen_of(stdout, args);

    print_head(survey, compiled, &to);
    put_line(&to, "families: %zu; territories: %zu", survey->families,
             survey->territories);
    put_line(&to, "settled: %zu; without an owner: %zu", survey->settled,
             survey->unowned);
    print_forced(survey, &to);
    put_line(&to, "locked: %zu; pinned: %zu", survey->locked, survey->pinned);
    print_split(survey, books, args->given[OPT_VERBOSE], &to);
    print_unused(survey, books, &to);
    return screen_end(&to);
}

static void add_count(struct doc *doc, struct node *node, const char *key,
                      size_t n)
{
    doc_add_integer(doc, node, key, (int64_t)n);
}

static void add_unused(struct doc *doc, struct node *root,
                       const struct survey *survey)
{
    static const char *const keys[] = {
        [UNUSED_ACCOUNTS] = "accounts",
        [UNUSED_REPS] = "reps",
        [UNUSED_TERRITORIES] = "territories",
    };
    struct node *node = doc_add(doc, root, "unused_columns", DOC_OBJECT);
    struct node *lists[UNUSED_TERRITORIES + 1];

    for (int file = UNUSED_ACCOUNTS; file <= UNUSED_TERRITORIES; file++)
        lists[file] = doc_add(doc, node, keys[file], DOC_ARRAY);
    for (size_t k = 0; k < survey->unused.columns.n; k++) {
        const struct unused *unused = &survey->unused.columns.at[k];

        doc_add_string(doc, lists[unused->file], NULL, unused->column->header);
    }
}

static void add_survey(struct doc *doc, struct node *root,
                       const struct survey *survey, const struct books *books)
{
    struct node *node, *list;

    doc_add_string(doc, root, "role", books->role);
    node = doc_add(doc, root, "accounts", DOC_OBJECT);
    add_count(doc, node, "all", survey->accounts);
    add_count(doc, node, "in_play", survey->in_play);
    add_count(doc, node, "outside", survey->outside);
    add_count(doc, node, "unassignable", survey->unassignable);
    add_count(doc, node, "settled", survey->settled);
    add_count(doc, node, "unowned", survey->unowned);
    add_count(doc, node, "locked", survey->locked);
    add_count(doc, node, "pinned", survey->pinned);
    node = doc_add(doc, root, "forced", DOC_OBJECT);
    for (int k = FORCE_LEAVER; k <= FORCE_INELIGIBLE; k++)
        add_count(doc, node, force_keys[k], survey->forced[k]);
    node = doc_add(doc, root, "reps", DOC_OBJECT);
    add_count(doc, node, "all", survey->reps);
    add_count(doc, node, "leave", survey->leavers);
    add_count(doc, node, "can_take", survey->takers);
    add_count(doc, node, "placeholders", survey->placeholders);
    add_count(doc, root, "families", survey->families);
    add_count(doc, root, "territories", survey->territories);
    list = doc_add(doc, root, "split_families", DOC_ARRAY);
    for (size_t k = 0; k < survey->split.n; k++)
        doc_add_string(doc, list, NULL,
                       account_id(books, (size_t)survey->split.at[k]));
    add_unused(doc, root, survey);
}

/* `survey` is NULL if a fault kept it from being made. */
static eb_status print_json(const struct survey *survey,
                            const struct books *books, const eb_messages *said)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("check", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_messages(doc, root, said);
    if (survey != NULL)
        add_survey(doc, root, survey, books);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

static eb_status look(const struct arguments *args, eb_messages *said)
{
    const struct rules_wish wish = {args->text[OPT_GOAL],
                                    args->text[OPT_AGAINST]};
    eb_books *books = eb_books_new();
    struct opened opened = {0};
    struct compiled *compiled = NULL;
    struct survey survey = {0};
    bool json = args->given[OPT_JSON];
    eb_status status = books == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(take_books(args, operand(args, 0), books, said));
    TRY(opened_make(&books->inputs, args->text[OPT_ROLE], &wish, &opened,
                    said));
    TRY(compile(opened.books, opened.rules, NULL, 0, &compiled, said));
    TRY(survey_make(compiled, &survey));
done:
    if (json && status != EB_NO_MEMORY) {
        eb_status printed =
            print_json(status == EB_OK ? &survey : NULL, opened.books, said);
        status = status == EB_OK ? printed : status;
    } else {
        say_messages(args, said);
        if (status == EB_OK && !args->given[OPT_QUIET])
            status = print_survey(&survey, compiled, args);
    }
    survey_clear(&survey);
    compiled_free(compiled);
    opened_clear(&opened);
    eb_books_free(books);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, look);
}

const struct command cmd_check = {"check",
                                  "[BOOKS] [OPTION]...",
                                  "Every fault of the inputs",
                                  text,
                                  options,
                                  0,
                                  1,
                                  run};
