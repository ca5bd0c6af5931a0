/* figures.c - numbers in sentences. */
#include "model/figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SIGNIFICANT = 3 };

static wide power_of_ten(int n)
{
    wide power = 1;

    while (n-- > 0)
        power *= 10;
    return power;
}

static int digits_of(wide number)
{
    int n = 0;

    for (; number > 0; number /= 10)
        n++;
    return n;
}

/* Nearest, halves up; of what is not negative. */
static wide shorten(wide units, int by)
{
    wide power = power_of_ten(by);

    return (units + power / 2) / power;
}

/* The digits of a whole number, three by three. */
static char *put_whole(wide number, char *out)
{
    char digits[48];
    int n = 0;

    do {
        digits[n++] = (char)('0' + (int)(number % 10));
        number /= 10;
    } while (number > 0);
    while (n > 0) {
        *out++ = digits[--n];
        if (n > 0 && n % 3 == 0)
            *out++ = ',';
    }
    return out;
}

static char *put_fraction(wide part, int decimals, char *out)
{
    char *last = out;

    if (part == 0)
        return out;
    *out++ = '.';
    for (int d = decimals - 1; d >= 0; d--) {
        wide power = power_of_ten(d);

        *out = (char)('0' + (int)(part / power % 10));
        if (*out++ != '0')
            last = out;
    }
    return last;
}

static const char *put(bool negative, wide units, int decimals, char *buffer)
{
    wide one = power_of_ten(decimals);
    char *out = buffer;

    if (negative && units != 0)
        *out++ = '-';
    out = put_whole(units / one, out);
    out = put_fraction(units % one, decimals, out);
    *out = '\0';
    return buffer;
}

const char *figure(wide units, int decimals, char *buffer)
{
    bool negative = units < 0;
    int before, places;

    units = negative ? -units : units;
    /* Digits before the point; below 0 where zeros follow it. */
    before = digits_of(units) - decimals;
    places = before >= SIGNIFICANT ? 0 : SIGNIFICANT - before;
    if (places < decimals) {
        units = shorten(units, decimals - places);
        decimals = places;
    }
    return put(negative, units, decimals, buffer);
}

const char *figure_exact(wide units, int decimals, char *buffer)
{
    return put(units < 0, units < 0 ? -units : units, decimals, buffer);
}

const char *figure_points(int64_t cost, char *buffer)
{
    size_t n;

    figure(cost, 9, buffer);
    n = strlen(buffer);
    snprintf(buffer + n, FIGURE_ROOM - n, " point%s",
             strcmp(buffer, "1") == 0 ? "" : "s");
    return buffer;
}

const char *figure_percent(double fraction, char *buffer)
{
    snprintf(buffer, FIGURE_ROOM, "%.1f %%", fraction * 100);
    if (strcmp(buffer, "-0.0 %") == 0)
        memmove(buffer, buffer + 1, strlen(buffer));
    return buffer;
}

const char *figure_deviation(double fraction, char *buffer)
{
    char plain[FIGURE_ROOM];

    if (!isfinite(fraction))
        return "-";
    snprintf(buffer, FIGURE_ROOM, "%s%.*s", fraction > 0 ? "+" : "",
             FIGURE_ROOM - 2, figure_percent(fraction, plain));
    return buffer;
}

const char *figure_share(double fraction, char *buffer)
{
    double percent = fabs(fraction) * 100;
    int places = 0;

    while (places < 6 && percent > 0 && percent * pow(10, places) < 9.95)
        places++;
    snprintf(buffer, FIGURE_ROOM, "%.*f %%", places, fraction * 100);
    return buffer;
}

const char *figure_count(size_t n, const char *one, const char *many,
                         char *buffer)
{
    char number[FIGURE_ROOM];

    snprintf(buffer, FIGURE_ROOM, "%s %s", put(false, (wide)n, 0, number),
             n == 1 ? one : many);
    return buffer;
}
