/* date.c - days of the Gregorian calendar as text and as numbers. */
#include "base/number.h"

struct day {
    int year, month, day;
};

/* Reads between `least` and `most` digits. */
static bool read_field(const char **text, int least, int most, int *out)
{
    int n = 0;

    *out = 0;
    for (; n < most && **text >= '0' && **text <= '9'; n++, ++*text)
        *out = *out * 10 + (**text - '0');
    return n >= least && !(**text >= '0' && **text <= '9');
}

static bool read_mark(const char **text, char mark)
{
    if (**text != mark)
        return false;
    ++*text;
    return true;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_day(struct day d)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};

    if (d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1)
        return false;
    return d.day <= lengths[d.month - 1] + (d.month == 2 && is_leap(d.year));
}

/* Years begin in March here, so that the leap day comes last; the months from
 * March on have 153 days in five, in a pattern that the division makes. */
static int64_t count_days(struct day d)
{
    int64_t year = d.month > 2 ? d.year : d.year - 1;
    int64_t month = d.month > 2 ? d.month - 3 : d.month + 9;
    int64_t before = year * 365 + year / 4 - year / 100 + year / 400;

    return before + (153 * month + 2) / 5 + d.day - 1 - 719468;
}

static void skip_digits(const char **text)
{
    while (**text >= '0' && **text <= '9')
        ++*text;
}

static bool skip_two(const char **text)
{
    for (int k = 0; k < 2; k++, ++*text)
        if (**text < '0' || **text > '9')
            return false;
    return true;
}

/* "Z", "+02", "+02:00", "-0500" or nothing. */
static bool read_zone(const char **text)
{
    if (read_mark(text, 'Z'))
        return true;
    if (!read_mark(text, '+') && !read_mark(text, '-'))
        return true;
    if (!skip_two(text))
        return false;
    if (**text == '\0')
        return true;
    read_mark(text, ':');
    return skip_two(text);
}

/* A time of day behind the date, which says nothing about the day. */
static bool read_time(const char **text)
{
    int hour, minute, second = 0;

    if (**text == '\0')
        return true;
    if (!read_mark(text, 'T') && !read_mark(text, ' '))
        return false;
    if (!read_field(text, 1, 2, &hour) || !read_mark(text, ':') ||
        !read_field(text, 2, 2, &minute))
        return false;
    if (read_mark(text, ':')) {
        if (!read_field(text, 2, 2, &second))
            return false;
        if (read_mark(text, '.'))
            skip_digits(text);
    }
    return hour <= 24 && minute < 60 && second <= 60 && read_zone(text);
}

static bool read_iso(const char **text, struct day *d)
{
    return read_field(text, 4, 4, &d->year) && read_mark(text, '-') &&
           read_field(text, 2, 2, &d->month) && read_mark(text, '-') &&
           read_field(text, 2, 2, &d->day) && read_time(text);
}

static bool read_slash(const char **text, struct day *d)
{
    return read_field(text, 1, 2, &d->month) && read_mark(text, '/') &&
           read_field(text, 1, 2, &d->day) && read_mark(text, '/') &&
           read_field(text, 4, 4, &d->year);
}

static bool read_dot(const char **text, struct day *d)
{
    return read_field(text, 1, 2, &d->day) && read_mark(text, '.') &&
           read_field(text, 1, 2, &d->month) && read_mark(text, '.') &&
           read_field(text, 4, 4, &d->year);
}

bool date_read(const char *text, enum date_style style, int64_t *days)
{
    static bool (*const readers[])(const char **, struct day *) = {
        [DATE_ISO] = read_iso,
        [DATE_SLASH] = read_slash,
        [DATE_DOT] = read_dot,
    };
    struct day d = {0, 0, 0};

    if (!readers[style](&text, &d) || *text != '\0' || !is_day(d))
        return false;
    *days = count_days(d);
    return true;
}

bool date_style_of(const char *text, enum date_style *style)
{
    int64_t ignored;

    for (int k = DATE_ISO; k <= DATE_DOT; k++)
        if (date_read(text, (enum date_style)k, &ignored)) {
            *style = (enum date_style)k;
            return true;
        }
    return false;
}

static void write_digits(char *at, unsigned number, int n)
{
    for (; n > 0; n--, number /= 10)
        at[n - 1] = (char)('0' + number % 10);
}

/* The inverse of count_days, for the years 1 to 9999: the year of 400-year
 * eras, then the year within the era. */
void date_write(int64_t days, char buffer[11])
{
    int64_t since = days + 719468, era = since / 146097;
    int64_t in_era = since % 146097;
    int64_t year =
        (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153;
    int64_t day = in_year - (153 * month + 2) / 5 + 1;

    month = month < 10 ? month + 3 : month - 9;
    year += era * 400 + (month <= 2);
    write_digits(buffer, (unsigned)(year % 10000), 4);
    write_digits(buffer + 5, (unsigned)month, 2);
    write_digits(buffer + 8, (unsigned)day, 2);
    buffer[4] = buffer[7] = '-';
    buffer[10] = '\0';
}
