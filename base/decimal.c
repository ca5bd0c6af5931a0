/* decimal.c - exact decimals between scales, and as text. */
#include "base/number.h"

#include <assert.h>
#include <string.h>

enum {
    MOST_DECIMALS = 38, /* what 128 bits can hold */
    LARGEST_SHIFT = 18  /* 10^18 fits in 64 bits, times any int64_t in 128 */
};

enum rounding { NEAREST, DOWN, UP };

static int64_t power_of_ten(int exponent)
{
    int64_t power = 1;

    assert(exponent <= LARGEST_SHIFT);
    while (exponent-- > 0)
        power *= 10;
    return power;
}

static wide divide(wide units, wide by, enum rounding rounding)
{
    wide quotient = units / by, rest = units % by;

    if (rounding == NEAREST && 2 * (rest < 0 ? -rest : rest) >= by)
        quotient += rest < 0 ? -1 : 1;
    if (rounding == DOWN && rest < 0)
        quotient--;
    if (rounding == UP && rest > 0)
        quotient++;
    return quotient;
}

static bool change_scale(struct decimal d, int decimals,
                         enum rounding rounding, int64_t *out)
{
    int shift = decimals - d.decimals;
    wide units = d.units;

    assert(decimals >= 0 && d.decimals >= 0 && d.decimals <= LARGEST_SHIFT);
    if (shift > LARGEST_SHIFT && units != 0)
        return false;
    if (shift < 0)
        units = divide(units, power_of_ten(-shift), rounding);
    else if (units != 0)
        units *= power_of_ten(shift);
    if (units > INT64_MAX || units < INT64_MIN)
        return false;
    *out = (int64_t)units;
    return true;
}

bool decimal_scale(struct decimal d, int decimals, int64_t *out)
{
    return change_scale(d, decimals, NEAREST, out);
}

bool decimal_floor(struct decimal d, int decimals, int64_t *out)
{
    return change_scale(d, decimals, DOWN, out);
}

bool decimal_ceil(struct decimal d, int decimals, int64_t *out)
{
    return change_scale(d, decimals, UP, out);
}

/* Both operands are exact up to 10^27 where long double has 64 bits, so the
 * division is the only rounding. */
long double decimal_value(struct decimal d)
{
    return (long double)d.units / (long double)power_of_ten(d.decimals);
}

/* Takes the last digit away. Few numbers need 128 bits, which are slow to divide. */
static int last_digit(wide *units)
{
    int digit;

    if (*units >= INT64_MIN && *units <= INT64_MAX) {
        int64_t few = (int64_t)*units;

        digit = (int)(few % 10);
        *units = few / 10;
    } else {
        digit = (int)(*units % 10);
        *units /= 10;
    }
    return digit < 0 ? -digit : digit;
}

/* Writes from the back: the fraction without its trailing zeros, the point,
 * the whole part, the sign. The absolute value is taken digit by digit, since
 * the least number has none. */
void decimal_write_wide(wide units, int decimals, char *buffer)
{
    char digits[64], *at = digits + sizeof digits;
    bool negative = units < 0, started = false;

    assert(decimals >= 0 && decimals <= MOST_DECIMALS);
    *--at = '\0';
    for (int k = 0; k < decimals || units != 0 || k == decimals; k++) {
        int digit = last_digit(&units);

        if (k == decimals && started)
            *--at = '.';
        if (k >= decimals || digit != 0 || started) {
            *--at = (char)('0' + digit);
            started = true;
        }
    }
    if (negative)
        *--at = '-';
    memcpy(buffer, at, (size_t)(digits + sizeof digits - at));
}

void decimal_write(int64_t units, int decimals, char *buffer)
{
    decimal_write_wide(units, decimals, buffer);
}

static bool push_digit(wide *units, int digit)
{
    const wide half = (wide)1 << 126, most = half - 1 + half;

    if (*units > (most - digit) / 10)
        return false;
    *units = *units * 10 + digit;
    return true;
}

/* Reads a run of at least one digit and counts them. */
static bool read_run(const char **text, wide *units, int *count)
{
    const char *at = *text;

    for (*count = 0; *at >= '0' && *at <= '9'; at++, ++*count)
        if (!push_digit(units, *at - '0'))
            return false;
    *text = at;
    return *count > 0;
}

bool decimal_read_wide(const char *text, int decimals, wide *units)
{
    bool negative = *text == '-';
    wide value = 0;
    int count, places = 0;

    text += negative;
    if (!read_run(&text, &value, &count))
        return false;
    if (*text == '.') {
        text++;
        if (!read_run(&text, &value, &places))
            return false;
    }
    if (*text != '\0' || places > decimals)
        return false;
    for (; places < decimals; places++)
        if (!push_digit(&value, 0))
            return false;
    *units = negative ? -value : value;
    return true;
}
