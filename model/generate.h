/* generate.h - realistic books of any size, out of thin air.
 *
 * The same preset, options and seed give the same tables on every machine.
 * docs/GENERATE.md says what the books are like and which numbers are ours. */
#ifndef MODEL_GENERATE_H
#define MODEL_GENERATE_H

#include "base/doc.h"
#include "base/table.h"

struct preset {
    const char *name;
    size_t accounts, reps;
    size_t reps_per_cell; /* 0: all of them in one */
    size_t segments;      /* 0: a cell is a territory; else one cell for each
                             of so many segments in a territory */
};

/* All presets, smallest first. */
const struct preset *preset_list(size_t *n);
const struct preset *preset_find(const char *name); /* NULL if unknown */

/* The sizes replace the preset's; 0 leaves them. */
struct generate_options {
    uint64_t seed;
    bool year; /* also a year of changes */
    size_t accounts, reps, reps_per_cell;
};

/* What belongs into accounts.csv, reps.csv, territories.csv, changes.csv and
 * rules.json. */
struct generated {
    struct table *accounts, *reps, *territories;
    struct table *changes; /* NULL unless asked for */
    struct doc *rules;
};

/* Wrong usage: sizes beyond the limits below. O(accounts log accounts) time. */
eb_status generate(const struct preset *preset,
                   const struct generate_options *options,
                   struct generated *out, eb_messages *said);
void generated_clear(struct generated *generated);

enum { MOST_GENERATED_ACCOUNTS = 10000000, MOST_GENERATED_REPS = 1000000 };

#endif
