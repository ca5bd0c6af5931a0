/* command.h - what a command is; one file of cli/ for each. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/options.h"

enum exit_code {
    EXIT_DONE = 0,
    EXIT_NO = 1,      /* infeasible; not verified */
    EXIT_USAGE = 2,   /* wrong usage */
    EXIT_INPUT = 3,   /* bad input, or a file that cannot be read or written */
    EXIT_NOTHING = 4, /* stopped before there was any plan */
    EXIT_FAULT = 70   /* a fault of ours, or of the machine */
};

struct command {
    const char *name;
    const char *usage;   /* what stands behind the name */
    const char *summary; /* one line */
    const char *text;    /* the rest of --help, each line ended */
    const struct option *options;
    int least_operands, most_operands;
    enum exit_code (*run)(const struct arguments *args);
};

extern const struct command cmd_init, cmd_check, cmd_plan, cmd_verify,
    cmd_audit, cmd_tiers, cmd_compare, cmd_frontier, cmd_explain, cmd_price,
    cmd_drill, cmd_daily, cmd_route, cmd_replay, cmd_reassign, cmd_ledger,
    cmd_generate, cmd_export;
/* A command that takes a word (ledger init) has no options and no `run` itself; this is
 * one command for each word, by both words as its name, NULL at the end. */
extern const struct command *const ledger_words[];
extern const struct command cmd_ledger_init, cmd_ledger_import,
    cmd_ledger_adopt, cmd_ledger_show, cmd_ledger_history, cmd_ledger_check,
    cmd_ledger_rollback, cmd_ledger_export;

#endif
