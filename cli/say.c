/* say.c - what is printed about a run. */
#include "cli/say.h"

#include "cli/screen.h"
#include "io/json.h"

#include <stdio.h>

static void say(const struct screen *to, enum mood mood, const char *first,
                const char *rest)
{
    fprintf(to->file, "%s%s%s%s\n", screen_mood(to, mood), first,
            screen_calm(to, mood), rest);
}

void say_messages(const struct arguments *args, const eb_messages *said)
{
    const struct screen to = screen_of(stderr, args);
    struct screen out = screen_of(stdout, args);

    for (size_t k = 0; k < eb_messages_count(said); k++) {
        const char *text = eb_messages_text(said, k);

        switch (eb_messages_severity(said, k)) {
        case EB_FAULT:
            say(&to, MOOD_BROKEN, text, "");
            break;
        case EB_WARNING:
            if (!args->given[OPT_QUIET])
                say(&to, MOOD_OUTSIDE, "warning: ", text);
            break;
        case EB_NOTE:
            if (args->given[OPT_VERBOSE] && !args->given[OPT_QUIET])
                put_line(&out, "%s", text);
            break;
        }
    }
}

static void add_list(struct doc *doc, struct node *root, const char *key,
                     const eb_messages *said, eb_severity severity)
{
    struct node *list = doc_add(doc, root, key, DOC_ARRAY);

    for (size_t k = 0; k < eb_messages_count(said); k++)
        if (eb_messages_severity(said, k) == severity)
            doc_add_string(doc, list, NULL, eb_messages_text(said, k));
}

void add_messages(struct doc *doc, struct node *root, const eb_messages *said)
{
    add_list(doc, root, "faults", said, EB_FAULT);
    add_list(doc, root, "warnings", said, EB_WARNING);
    add_list(doc, root, "notes", said, EB_NOTE);
}

eb_status print_doc(const struct doc *doc)
{
    size_t length = 0;
    char *text = json_write(doc, &length);

    if (text == NULL)
        return EB_NO_MEMORY;
    fwrite(text, 1, length, stdout);
    mem_free(text);
    return EB_OK;
}

static bool said_a_fault(const eb_messages *said)
{
    for (size_t k = 0; k < eb_messages_count(said); k++)
        if (eb_messages_severity(said, k) == EB_FAULT)
            return true;
    return false;
}

enum exit_code exit_of(const struct arguments *args, eb_status status,
                       const eb_messages *said)
{
    if (status != EB_OK && !said_a_fault(said))
        fprintf(stderr, "evenbook %s: %s\n", args->command,
                eb_status_text(status));
    switch (status) {
    case EB_OK:
        return EXIT_DONE;
    case EB_REFUSED:
        return EXIT_NO;
    case EB_BAD_USAGE:
        return EXIT_USAGE;
    case EB_BAD_DATA:
    case EB_IO:
        return EXIT_INPUT;
    case EB_STOPPED:
        return EXIT_NOTHING;
    case EB_BAD_ARGUMENT:
    case EB_NO_MEMORY:
    case EB_ENGINE:
        break;
    }
    return EXIT_FAULT;
}

enum exit_code run_look(const struct arguments *args,
                        eb_status (*look)(const struct arguments *args,
                                          eb_messages *said))
{
    eb_messages *said = eb_messages_new();
    eb_status status = said == NULL ? EB_NO_MEMORY : look(args, said);
    enum exit_code code = exit_of(args, status, said);

    eb_messages_free(said);
    return code;
}
