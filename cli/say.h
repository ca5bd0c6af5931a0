/* say.h - what is printed about a run: messages, and the exit code. */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include "base/doc.h"
#include "cli/command.h"

/* Faults and warnings to standard error, a line each; notes to standard output
 * with --verbose. --quiet leaves the faults. */
void say_messages(const struct arguments *args, const eb_messages *said);
/* Messages as "faults", "warnings" and "notes" of a document's root. */
void add_messages(struct doc *doc, struct node *root, const eb_messages *said);
/* To standard output. */
eb_status print_doc(const struct doc *doc);
/* Runs a command that prints by itself, messages too: its exit code. */
enum exit_code run_look(const struct arguments *args,
                        eb_status (*look)(const struct arguments *args,
                                          eb_messages *said));
/* The exit code, after saying what no message said. */
enum exit_code exit_of(const struct arguments *args, eb_status status,
                       const eb_messages *said);

#endif
