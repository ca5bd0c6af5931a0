/* scenario.h - named changes over a base: the tables and rules that they make.
 *
 * docs/FORMATS.md, "scenarios.json", is the specification. A scenario is made as
 * new inputs, so that everything that can be done with books can be done with it. */
#ifndef MODEL_SCENARIO_H
#define MODEL_SCENARIO_H

#include "model/compile.h"
#include "model/rules_keys.h"

/* What is changed: inputs without faults, and what they compile to. Not owned. */
struct scenario_base {
    struct book_tables tables;
    const struct doc *doc; /* rules.json; may be NULL */
    const struct compiled *compiled;
};

struct scenario {
    const char *name;        /* the document's, or "base" */
    const struct node *node; /* NULL: the base as it is */
    /* Those that are changed, else NULL; owned. */
    struct table *accounts, *reps, *pairs, *territories, *decisions;
    struct doc *rules;
};

/* Every key of scenarios.json. */
struct key_table scenario_key_table(void);
/* Every fault that can be told without the base: unknown keys, wrong types, names
 * that are blank or stand twice. */
eb_status scenarios_check(const struct doc *doc, eb_messages *said);

/* What the scenario at this node makes of the base. Reports every fault:
 * unknown reps, columns, territories, cells that the column cannot hold. The
 * document has to outlive the scenario. */
eb_status scenario_make(const struct scenario_base *base,
                        const struct doc *doc, const struct node *node,
                        struct scenario *out, eb_messages *said);
void scenario_clear(struct scenario *scenario);
/* The tables, changed where the scenario changes them. */
struct book_tables scenario_tables(const struct scenario_base *base,
                                   const struct scenario *scenario);
/* Faults a territory that is left without any rep by what the scenario does to
 * reps, although it has accounts; `changed` is what the scenario compiles to. */
eb_status scenario_check_regions(const struct scenario_base *base,
                                 const struct doc *doc,
                                 const struct scenario *scenario,
                                 const struct compiled *changed,
                                 eb_messages *said);

#endif
