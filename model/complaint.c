/* complaint.c - going on after a fault, and asking what was meant. */
#include "model/complaint.h"

#include <stdio.h>
#include <string.h>

enum { MOST_NAMES = 512 };

void complaint_keep(eb_status *kept, eb_status status)
{
    if (status != EB_OK && *kept != EB_NO_MEMORY)
        *kept = status;
}

struct hint hint_of(const char *nearest)
{
    struct hint hint = {""};

    if (nearest != NULL)
        snprintf(hint.text, sizeof hint.text, "; did you mean \"%s\"?",
                 nearest);
    return hint;
}

const char *nearest_column(const struct frame *frame, unsigned kinds,
                           const char *name)
{
    const char *known[MOST_NAMES];
    size_t n = 0;

    for (size_t k = 0; k < frame->n_columns && n + 2 <= MOST_NAMES; k++)
        if ((kinds >> frame->columns[k].kind & 1u) != 0) {
            known[n++] = frame->columns[k].name;
            known[n++] = frame->columns[k].header;
        }
    return names_nearest(known, n, name);
}

/* Bytes of the text that fit, without cutting a character of UTF-8. */
static int fitting(const char *text, size_t room)
{
    size_t n = strlen(text);

    if (n <= room)
        return (int)n;
    n = room;
    while (n > 0 && ((unsigned char)text[n] & 0xC0u) == 0x80u)
        n--;
    return (int)n;
}

struct wording wording_of(const struct node *node)
{
    struct wording w = {""};
    const size_t room = sizeof w.text - 6;
    int n = node->text != NULL ? fitting(node->text, room) : 0;
    const char *more = node->text != NULL && node->text[n] ? "..." : "";

    switch (node->kind) {
    case DOC_NULL:
        snprintf(w.text, sizeof w.text, "null");
        break;
    case DOC_BOOL:
        snprintf(w.text, sizeof w.text, "%s", node->truth ? "true" : "false");
        break;
    case DOC_NUMBER:
        snprintf(w.text, sizeof w.text, "%.*s%s", n, node->text, more);
        break;
    case DOC_STRING:
        snprintf(w.text, sizeof w.text, "\"%.*s%s\"", n, node->text, more);
        break;
    case DOC_ARRAY:
        snprintf(w.text, sizeof w.text, "a list");
        break;
    case DOC_OBJECT:
        snprintf(w.text, sizeof w.text, "an object");
        break;
    }
    return w;
}

const char *wording_of_kind(enum cell_kind kind)
{
    static const char *const words[] = {
        [CELL_TEXT] = "text",  [CELL_NUMBER] = "numbers",
        [CELL_DATE] = "dates", [CELL_FLAG] = "yes or no",
        [CELL_LIST] = "lists",
    };

    return words[kind];
}
