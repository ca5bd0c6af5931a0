/* screen.h - where text goes, what can be shown there, and lines of text.
 *
 * A terminal gets colour (unless NO_COLOR, --no-color or TERM=dumb forbids it), bars of
 * block characters where its locale is UTF-8, and lines broken at blanks to fit its
 * width. A pipe and a file get the same bytes whatever the environment: no colour,
 * ASCII bars, lines as long as they are.
 *
 * Whatever comes from data is written out where it would steer the terminal: within a
 * line nothing ends it, so that a name cannot (base/glyphs.h). */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include "base/status.h"
#include "cli/options.h"
#include "model/phrase.h"

#include <stdio.h>

struct screen {
    FILE *file;
    bool terminal;
    bool colour;
    bool blocks;  /* it shows characters beyond ASCII as they are meant */
    size_t width; /* columns of the terminal; 0: lines have no end */
    bool failed;  /* memory ran out */
};

/* Colour says nothing that does not stand there too. */
enum mood {
    MOOD_PLAIN,
    MOOD_OUTSIDE, /* outside the band; a warning */
    MOOD_BROKEN,  /* a broken limit, a conflict, a fault */
    MOOD_BEST     /* of a comparison */
};

/* `file` is standard output or standard error. */
struct screen screen_of(FILE *file, const struct arguments *args);
/* Whether it is a terminal that can take a line back. */
bool screen_rewrites(const struct screen *screen);
/* EB_NO_MEMORY where something could not be shown. */
eb_status screen_end(const struct screen *screen);

/* What turns a mood on and off: "" without colour and for MOOD_PLAIN. */
const char *screen_mood(const struct screen *screen, enum mood mood);
const char *screen_calm(const struct screen *screen, enum mood mood);

/* One line. The format has no newline. What does not fit goes on below what stands
 * behind a label ("points    7, ..."), or a little to the right. */
void put_line(struct screen *to, const char *format, ...) PRINTF_LIKE(2, 3);
void put_line_as(struct screen *to, enum mood mood, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* The same of what a phrase holds, and clears it. */
void put_phrase(struct screen *to, struct phrase *phrase);
/* An empty line. */
void put_gap(struct screen *to);

#endif
