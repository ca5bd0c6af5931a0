/* messages.c - what was said about an input or a run, in order of arising. */
#include "base/status.h"

#include "base/glyphs.h"
#include "base/mem.h"
#include "base/vec.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    FAULTS_KEPT = 1000, /* per file */
    REST_ROOM = 64      /* for the words of the line about the rest */
};

struct message {
    eb_severity severity;
    char *text;
};

/* How many faults a file has had, and the line that speaks for those that were
 * not kept. */
struct tally {
    char *file;
    size_t faults;
    size_t rest; /* index of that message once there is one */
};

struct eb_messages {
    struct VEC(struct message) list;
    struct VEC(struct tally) tallies;
    size_t faults; /* all that arose */
};

eb_messages *eb_messages_new(void)
{
    return NEW(eb_messages, 1);
}

void eb_messages_free(eb_messages *said)
{
    if (said == NULL)
        return;
    for (size_t k = 0; k < said->list.n; k++)
        mem_free(said->list.at[k].text);
    for (size_t k = 0; k < said->tallies.n; k++)
        mem_free(said->tallies.at[k].file);
    VEC_CLEAR(&said->list);
    VEC_CLEAR(&said->tallies);
    mem_free(said);
}

size_t eb_messages_count(const eb_messages *said)
{
    return said == NULL ? 0 : said->list.n;
}

const char *eb_messages_text(const eb_messages *said, size_t k)
{
    return k < eb_messages_count(said) ? said->list.at[k].text : "";
}

eb_severity eb_messages_severity(const eb_messages *said, size_t k)
{
    return k < eb_messages_count(said) ? said->list.at[k].severity : EB_NOTE;
}

const char *eb_status_text(eb_status status)
{
    switch (status) {
    case EB_OK:
        return "done";
    case EB_BAD_ARGUMENT:
        return "a function was called against its contract";
    case EB_BAD_DATA:
        return "the input has faults";
    case EB_BAD_USAGE:
        return "what was asked for does not fit the input";
    case EB_NO_MEMORY:
        return "out of memory";
    case EB_IO:
        return "a file could not be read or written";
    case EB_ENGINE:
        return "the MIP library failed";
    case EB_STOPPED:
        return "stopped before there was a plan";
    case EB_REFUSED:
        return "the plan is not what it claims to be";
    }
    return "unknown status";
}

size_t fault_count(const eb_messages *said)
{
    return said == NULL ? 0 : said->faults;
}

/* "file:line:column: ", as much of it as is known. */
static int write_place(char *out, size_t room, struct place at)
{
    if (at.file == NULL)
        return snprintf(out, room, "%s", "");
    if (at.line <= 0)
        return snprintf(out, room, "%s: ", at.file);
    if (at.column <= 0)
        return snprintf(out, room, "%s:%ld: ", at.file, at.line);
    return snprintf(out, room, "%s:%ld:%ld: ", at.file, at.line, at.column);
}

/* A message is one line whatever it quotes, and cannot steer a terminal. Takes the
 * text. */
static char *make_plain(char *text)
{
    size_t length = text_plain(text, NULL);
    char *plain;

    if (length == strlen(text))
        return text;
    plain = mem_new(length + 1, 1);
    if (plain != NULL)
        text_plain(text, plain);
    mem_free(text);
    return plain;
}

static char *compose(struct place at, const char *format, va_list arguments)
{
    va_list again;
    int head = write_place(NULL, 0, at), body;
    char *text;

    va_copy(again, arguments);
    body = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (head < 0 || body < 0)
        return NULL;
    text = mem_new((size_t)head + (size_t)body + 1, 1);
    if (text == NULL)
        return NULL;
    write_place(text, (size_t)head + 1, at);
    vsnprintf(text + head, (size_t)body + 1, format, arguments);
    return make_plain(text);
}

static bool add(eb_messages *said, eb_severity severity, struct place at,
                const char *format, va_list arguments)
{
    char *text = compose(at, format, arguments);

    if (text == NULL)
        return false;
    if (VEC_PUSH(&said->list, ((struct message){severity, text})))
        return true;
    mem_free(text);
    return false;
}

static struct tally *find_tally(eb_messages *said, const char *file)
{
    char *copy;

    for (size_t k = 0; k < said->tallies.n; k++)
        if (strcmp(said->tallies.at[k].file, file) == 0)
            return &said->tallies.at[k];
    copy = mem_string(file);
    if (copy == NULL)
        return NULL;
    if (!VEC_PUSH(&said->tallies, ((struct tally){copy, 0, 0}))) {
        mem_free(copy);
        return NULL;
    }
    return &said->tallies.at[said->tallies.n - 1];
}

/* Adds the line about the faults that are not kept, or brings it up to date.
 * It is made with room for any number. */
static bool say_rest(eb_messages *said, struct tally *tally)
{
    size_t room = strlen(tally->file) + REST_ROOM;

    if (tally->faults == FAULTS_KEPT + 1) {
        char *text = mem_new(room, 1);
        if (text == NULL)
            return false;
        if (!VEC_PUSH(&said->list, ((struct message){EB_FAULT, text}))) {
            mem_free(text);
            return false;
        }
        tally->rest = said->list.n - 1;
    }
    snprintf(said->list.at[tally->rest].text, room,
             "%s: %zu faults in all; the first %d are shown", tally->file,
             tally->faults, FAULTS_KEPT);
    return true;
}

static eb_status add_fault(eb_messages *said, struct place at,
                           const char *format, va_list arguments)
{
    struct tally *tally = NULL;

    if (at.file != NULL) {
        tally = find_tally(said, at.file);
        if (tally == NULL)
            return EB_NO_MEMORY;
    }
    if (tally != NULL && tally->faults >= FAULTS_KEPT) {
        tally->faults++;
        if (!say_rest(said, tally)) {
            tally->faults--;
            return EB_NO_MEMORY;
        }
    } else {
        if (!add(said, EB_FAULT, at, format, arguments))
            return EB_NO_MEMORY;
        if (tally != NULL)
            tally->faults++;
    }
    said->faults++;
    return EB_BAD_DATA;
}

eb_status fault(eb_messages *said, struct place at, const char *format, ...)
{
    eb_status status;
    va_list arguments;

    if (said == NULL)
        return EB_BAD_DATA;
    va_start(arguments, format);
    status = add_fault(said, at, format, arguments);
    va_end(arguments);
    return status;
}

eb_status fail(eb_status status, eb_messages *said, const char *format, ...)
{
    va_list arguments;

    if (said == NULL)
        return status;
    va_start(arguments, format);
    if (add(said, EB_FAULT, (struct place){NULL, 0, 0}, format, arguments))
        said->faults++;
    va_end(arguments);
    return status;
}

eb_status warn(eb_messages *said, struct place at, const char *format, ...)
{
    va_list arguments;
    bool added;

    if (said == NULL)
        return EB_OK;
    va_start(arguments, format);
    added = add(said, EB_WARNING, at, format, arguments);
    va_end(arguments);
    return added ? EB_OK : EB_NO_MEMORY;
}

eb_status note(eb_messages *said, const char *format, ...)
{
    va_list arguments;
    bool added;

    if (said == NULL)
        return EB_OK;
    va_start(arguments, format);
    added = add(said, EB_NOTE, (struct place){NULL, 0, 0}, format, arguments);
    va_end(arguments);
    return added ? EB_OK : EB_NO_MEMORY;
}
