/* number.c - numbers and truth values as people write them. */
#include "base/number.h"

#include <string.h>

enum { MOST_DIGITS = 18, MOST_EXPONENT = 9999 };

/* What has been read so far. The value is digits x 10^(zeros - places), where
 * `zeros` are those seen since the last other digit: they count only once
 * another digit follows. */
struct reading {
    const char *at;
    enum number_style style;
    bool open, closed, negative, has_sign, has_currency, percent;
    bool too_large;
    int64_t digits;
    int n_digits;
    long zeros, places;
    long exponent;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Bytes of the first of these texts that stands here; 0 if none does. */
static size_t one_of(const char *at, const char *const *texts)
{
    for (; *texts != NULL; texts++)
        if (*at == **texts && starts_with(at, *texts))
            return strlen(*texts);
    return 0;
}

/* Blank, tab, no-break space, thin space, narrow no-break space. */
static size_t blank_at(const char *at)
{
    static const char *const blanks[] = {
        " ", "\t", "\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF", NULL};

    return one_of(at, blanks);
}

static size_t skip_blanks(struct reading *in)
{
    size_t skipped = 0, bytes;

    while ((bytes = blank_at(in->at)) > 0) {
        in->at += bytes;
        skipped += bytes;
    }
    return skipped;
}

/* Dollar, euro, pound, yen. */
static bool take_sign_of_currency(struct reading *in)
{
    static const char *const signs[] = {"$", "\xE2\x82\xAC", "\xC2\xA3",
                                        "\xC2\xA5", NULL};
    size_t bytes = one_of(in->at, signs);

    if (bytes == 0 || in->has_currency)
        return false;
    in->at += bytes;
    in->has_currency = true;
    return true;
}

static bool has_code(const char *at)
{
    for (int k = 0; k < 3; k++)
        if (at[k] < 'A' || at[k] > 'Z')
            return false;
    return !starts_with(at, "NAN") && !starts_with(at, "INF");
}

/* "EUR " before a number. The blank keeps "SKU123" from being one. */
static bool take_code_before(struct reading *in)
{
    if (in->has_currency || !has_code(in->at) || blank_at(in->at + 3) == 0)
        return false;
    in->at += 3;
    in->has_currency = true;
    return true;
}

/* " EUR" behind a number. */
static bool take_code_after(struct reading *in, bool after_blank)
{
    if (in->has_currency || !after_blank || !has_code(in->at))
        return false;
    in->at += 3;
    in->has_currency = true;
    return true;
}

/* '-', '+' or the minus sign U+2212. */
static bool take_sign(struct reading *in)
{
    static const char *const signs[] = {"-", "+", "\xE2\x88\x92", NULL};
    size_t bytes = one_of(in->at, signs);

    if (bytes == 0 || in->has_sign)
        return false;
    in->negative = *in->at != '+';
    in->has_sign = true;
    in->at += bytes;
    return true;
}

static bool take_open(struct reading *in)
{
    if (*in->at != '(' || in->open)
        return false;
    in->open = true;
    in->at++;
    return true;
}

static bool read_front(struct reading *in)
{
    do
        skip_blanks(in);
    while (take_open(in) || take_sign(in) || take_sign_of_currency(in) ||
           take_code_before(in));
    return !(in->open && in->has_sign);
}

static void push_digit(struct reading *in, int digit)
{
    if (digit == 0) {
        in->zeros += in->n_digits > 0;
        return;
    }
    if (in->zeros >= MOST_DIGITS || in->n_digits + in->zeros >= MOST_DIGITS) {
        in->too_large = true;
        return;
    }
    in->n_digits += (int)in->zeros + 1;
    for (; in->zeros > 0; in->zeros--)
        in->digits *= 10;
    in->digits = in->digits * 10 + digit;
}

static long read_digits(struct reading *in)
{
    long n = 0;

    for (; is_digit(*in->at); in->at++, n++)
        push_digit(in, *in->at - '0');
    return n;
}

/* Bytes of the thousands separator here that a digit follows; 0 if none. */
static size_t separator_at(const struct reading *in)
{
    const char *at = in->at;
    size_t bytes = blank_at(at);

    if (*at == '\'' || *at == (in->style == NUMBER_POINT ? ',' : '.'))
        bytes = 1;
    else if (starts_with(at, "\xE2\x80\x99"))
        bytes = 3;
    return bytes > 0 && is_digit(at[bytes]) ? bytes : 0;
}

/* The whole part: digits, or one to three of them and then groups of three,
 * all behind the same separator. "0.125" is no group: nobody writes 0125. */
static bool read_whole(struct reading *in, long *n)
{
    const char *start = in->at, *separator = NULL;
    size_t bytes, first_bytes = 0;

    *n = read_digits(in);
    if (*n == 0 || separator_at(in) == 0)
        return true;
    if (*n > 3 || *start == '0')
        return false;
    while ((bytes = separator_at(in)) > 0) {
        if (separator == NULL) {
            separator = in->at;
            first_bytes = bytes;
        }
        if (bytes != first_bytes || memcmp(separator, in->at, bytes) != 0)
            return false;
        in->at += bytes;
        if (read_digits(in) != 3)
            return false;
    }
    return true;
}

static bool read_exponent(struct reading *in)
{
    bool negative;

    if (*in->at != 'e' && *in->at != 'E')
        return true;
    in->at++;
    negative = *in->at == '-';
    in->at += *in->at == '-' || *in->at == '+';
    if (!is_digit(*in->at))
        return false;
    for (; is_digit(*in->at); in->at++)
        if (in->exponent < MOST_EXPONENT)
            in->exponent = in->exponent * 10 + (*in->at - '0');
    if (negative)
        in->exponent = -in->exponent;
    return true;
}

static bool read_middle(struct reading *in)
{
    char mark = in->style == NUMBER_POINT ? '.' : ',';
    long whole = 0;

    if (!read_whole(in, &whole))
        return false;
    if (*in->at == mark && is_digit(in->at[1])) {
        in->at++;
        in->places = read_digits(in);
    }
    return whole + in->places > 0 && read_exponent(in);
}

static bool take_percent(struct reading *in)
{
    if (*in->at != '%' || in->percent)
        return false;
    in->percent = true;
    in->at++;
    return true;
}

static bool take_close(struct reading *in)
{
    if (*in->at != ')' || !in->open || in->closed)
        return false;
    in->closed = true;
    in->at++;
    return true;
}

static bool read_back(struct reading *in)
{
    size_t blanks;

    do
        blanks = skip_blanks(in);
    while (take_percent(in) || take_close(in) || take_sign_of_currency(in) ||
           take_code_after(in, blanks > 0));
    return *in->at == '\0' && in->open == in->closed;
}

/* The digits have neither leading nor trailing zeros, so the result has as few
 * decimals as hold it. */
static enum number_fault settle(const struct reading *in, struct decimal *out)
{
    long power = in->zeros - in->places + in->exponent;
    int64_t units = in->digits;

    if (in->percent)
        power -= 2;
    if (in->too_large)
        return NUMBER_TOO_LARGE;
    if (units == 0)
        power = 0;
    if (power < -MOST_DIGITS || power + in->n_digits > MOST_DIGITS)
        return NUMBER_TOO_LARGE;
    for (; power > 0; power--)
        units *= 10;
    out->units = in->open || in->negative ? -units : units;
    out->decimals = (int)-power;
    return NUMBER_OK;
}

enum number_fault number_read(const char *text, enum number_style style,
                              struct decimal *out)
{
    struct reading in = {.at = text, .style = style};

    if (!read_front(&in) || !read_middle(&in) || !read_back(&in))
        return NUMBER_NOT;
    return settle(&in, out);
}

bool number_style_of(const char *text, enum number_style *style)
{
    struct decimal ignored;
    bool point = number_read(text, NUMBER_POINT, &ignored) != NUMBER_NOT;
    bool comma = number_read(text, NUMBER_COMMA, &ignored) != NUMBER_NOT;

    if (point == comma)
        return false;
    *style = point ? NUMBER_POINT : NUMBER_COMMA;
    return true;
}

static bool same_word(const char *text, const char *word)
{
    for (; *text != '\0' && *word != '\0'; text++, word++) {
        char c =
            *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
        if (c != *word)
            return false;
    }
    return *text == *word;
}

bool bool_read(const char *text, bool *out)
{
    static const struct {
        const char *word;
        bool truth;
    } words[] = {{"yes", true}, {"no", false},    {"true", true}, {"y", true},
                 {"n", false},  {"false", false}, {"t", true},    {"f", false},
                 {"1", true},   {"0", false},     {"x", true},    {"on", true},
                 {"off", false}};

    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (same_word(text, words[k].word)) {
            *out = words[k].truth;
            return true;
        }
    return false;
}
