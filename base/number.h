/* number.h - numbers and dates as people write them, read exactly.
 *
 * A decimal is units x 10^-decimals. Nothing here goes through a double. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Wide enough for any sum of products of loads and multipliers. */
__extension__ typedef __int128 wide;

struct decimal {
    int64_t units;
    int decimals; /* 0 .. 18, as few as hold the number: 12.50 -> 125, 1 */
};

enum number_style {
    NUMBER_POINT, /* 1,963.10 */
    NUMBER_COMMA  /* 1.963,10 */
};

enum number_fault {
    NUMBER_OK,
    NUMBER_NOT,      /* not a number */
    NUMBER_TOO_LARGE /* does not fit 18 digits */
};

/* Reads "$1,963.10", "(1,234)", "-5", "12%", "1.5e3", "1 963", "EUR 12". Blank
 * is the caller's business. Currency signs and three-letter codes are dropped;
 * thousands separators must group by three. "nan", "inf", "12k5" are no
 * numbers. Digits past the 18th place after the point are an error unless 0. */
enum number_fault number_read(const char *text, enum number_style style,
                              struct decimal *out);
/* Which style a text can only have: "1,963.10" POINT; "1.963,10" COMMA; a text
 * that both read alike, or neither reads, leaves *style alone and is false. */
bool number_style_of(const char *text, enum number_style *style);

/* units at exactly `decimals` places. False if it does not fit int64_t.
 * Fewer places than it has: rounds half away from zero. */
bool decimal_scale(struct decimal d, int decimals, int64_t *out);
/* As decimal_scale, but towards -infinity / +infinity. */
bool decimal_floor(struct decimal d, int decimals, int64_t *out);
bool decimal_ceil(struct decimal d, int decimals, int64_t *out);
/* units / 10^decimals, correctly rounded (long double division). */
long double decimal_value(struct decimal d);
/* Plain text, no exponent, no trailing zeros; buffer of at least 48 bytes. */
void decimal_write(int64_t units, int decimals, char *buffer);
/* As decimal_write for 128 bits; buffer of at least 64 bytes. */
void decimal_write_wide(wide units, int decimals, char *buffer);
/* Reads plain "[-]digits[.digits]" (at most `decimals` places after the point)
 * into units of 10^-decimals. False if it is anything else or overflows. */
bool decimal_read_wide(const char *text, int decimals, wide *units);

/* Dates are days since 1970-01-01 in the Gregorian calendar. */
enum date_style {
    DATE_ISO,   /* 2027-01-04, also with a time behind it: T... or blank */
    DATE_SLASH, /* 1/4/2027, month first */
    DATE_DOT    /* 04.01.2027, day first */
};
bool date_read(const char *text, enum date_style style, int64_t *days);
/* The one style in which the text is a date; false if it is none. */
bool date_style_of(const char *text, enum date_style *style);
void date_write(int64_t days, char buffer[11]); /* 2027-01-04 */

/* yes/no, true/false, y/n, t/f, 1/0, x and on/off, any case. */
bool bool_read(const char *text, bool *out);

#endif
