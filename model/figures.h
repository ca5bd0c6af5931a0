/* figures.h - numbers in sentences: short, plain, and the same everywhere.
 *
 * Three significant digits without trailing zeros, commas between thousands:
 * 0.42, 12.3, 1,963. Buffers hold FIGURE_ROOM bytes; each call gives its
 * buffer back. */
#ifndef MODEL_FIGURES_H
#define MODEL_FIGURES_H

#include "base/number.h"

enum { FIGURE_ROOM = 80 };

/* units x 10^-decimals. */
const char *figure(wide units, int decimals, char *buffer);
/* The same, whole numbers and their decimals as they stand: 1,963.55. */
const char *figure_exact(wide units, int decimals, char *buffer);
/* Units of cost as "0.42 points", "1 point". */
const char *figure_points(int64_t cost, char *buffer);
/* A fraction as "7.4 %"; one decimal. */
const char *figure_percent(double fraction, char *buffer);
/* The same with its sign: "+7.4 %"; "-" for what is not finite. */
const char *figure_deviation(double fraction, char *buffer);
/* A fraction with two significant digits: "0.044 %", "12 %". */
const char *figure_share(double fraction, char *buffer);
/* "1 account", "1,963 accounts". */
const char *figure_count(size_t n, const char *one, const char *many,
                         char *buffer);

#endif
