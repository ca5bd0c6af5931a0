/* cmd_ledger.c - evenbook ledger: the books of every day, in one file. */
#include "cli/command.h"

static const char text[] =
    "A ledger is one SQLite file that knows who owned what from when to "
    "when,\n"
    "every change, every decision and every plan that was adopted.\n";

const struct command *const ledger_words[] = {
    &cmd_ledger_init,     &cmd_ledger_import,  &cmd_ledger_adopt,
    &cmd_ledger_show,     &cmd_ledger_history, &cmd_ledger_check,
    &cmd_ledger_rollback, &cmd_ledger_export,  NULL,
};

const struct command cmd_ledger = {"ledger",
                                   "WORD LEDGER [OPERAND]... [OPTION]...",
                                   "The books of every day, in one file",
                                   text,
                                   NULL,
                                   0,
                                   0,
                                   NULL};
