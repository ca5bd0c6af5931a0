/* price_text.h - prices on a terminal. */
#ifndef CLI_PRICE_TEXT_H
#define CLI_PRICE_TEXT_H

#include "cli/screen.h"
#include "io/handles.h"

/* `all`: those that were not solved too. */
void price_print(const eb_prices *prices, bool all, struct screen *to);

#endif
