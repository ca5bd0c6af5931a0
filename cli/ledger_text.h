/* ledger_text.h - ledgers on a terminal and as JSON. */
#ifndef CLI_LEDGER_TEXT_H
#define CLI_LEDGER_TEXT_H

#include "cli/screen.h"
#include "io/ledger_look.h"

/* `all`: every batch, not the last ten alone. */
void ledger_print_batches(const struct ledger_summary *summary, bool all,
                          struct screen *to);
void ledger_print_summary(const struct ledger_summary *summary,
                          const char *path, bool all, struct screen *to);
void ledger_print_one(const struct ledger_one *one, struct screen *to);
void ledger_print_history(const struct ledger_history *history,
                          struct screen *to);
eb_status ledger_summary_json(const struct ledger_summary *summary);
eb_status ledger_one_json(const struct ledger_one *one);
eb_status ledger_history_json(const struct ledger_history *history);

#endif
