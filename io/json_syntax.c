/* json_syntax.c - the grammar of RFC 8259, read for the sake of messages. */
#include "io/json_syntax.h"

#include <stddef.h>
#include <string.h>

struct scan {
    const char *at, *end;
    const char *expected; /* set once something is missing at `at` */
    int depth;
};

static bool want(struct scan *scan, const char *expected)
{
    scan->expected = expected;
    return false;
}

/* NUL stands for the end; a NUL in the text is as wrong as an end there. */
static char peek(const struct scan *scan)
{
    return scan->at < scan->end ? *scan->at : '\0';
}

static void skip_blanks(struct scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' ||
                                    *scan->at == '\r' || *scan->at == '\n'))
        scan->at++;
}

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

const char *json_number_end(const char *start, const char *end)
{
    const char *at = start, *digits, *more;

    at += at < end && *at == '-';
    digits = at;
    at = at < end && *at == '0' ? at + 1 : skip_digits(at, end);
    if (at == digits)
        return start;
    if (at < end && *at == '.' && (more = skip_digits(at + 1, end)) > at + 1)
        at = more;
    if (at < end && (*at == 'e' || *at == 'E')) {
        digits = at + 1;
        digits += digits < end && (*digits == '+' || *digits == '-');
        if ((more = skip_digits(digits, end)) > digits)
            at = more;
    }
    return at;
}

static bool scan_number(struct scan *scan)
{
    const char *end = json_number_end(scan->at, scan->end);

    if (end == scan->at ||
        (end < scan->end && strchr("0123456789+-.eE", *end) != NULL &&
         *end != '\0'))
        return want(scan, "a number like 0.5, -12 or 1e6");
    scan->at = end;
    return true;
}

/* The value of \uXXXX here; -1 if it is none. */
static long hex_escape(const struct scan *scan)
{
    const char digits[] = "0123456789abcdef0123456789ABCDEF";
    long value = 0;

    if (scan->end - scan->at < 6 || memcmp(scan->at, "\\u", 2) != 0)
        return -1;
    for (int k = 2; k < 6; k++) {
        const char *digit =
            scan->at[k] == '\0' ? NULL : strchr(digits, scan->at[k]);
        if (digit == NULL)
            return -1;
        value = value * 16 + (digit - digits) % 16;
    }
    return value;
}

static bool scan_escape(struct scan *scan)
{
    long unit = hex_escape(scan), low = 0;
    char next = scan->end - scan->at > 1 ? scan->at[1] : '\0';

    if (unit < 0) {
        if (next == '\0' || strchr("\"\\/bfnrt", next) == NULL)
            return want(scan, "one of the escapes \\\" \\\\ \\/ \\b \\f \\n "
                              "\\r \\t \\uXXXX");
        scan->at += 2;
        return true;
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
        struct scan behind = {scan->at + 6, scan->end, NULL, 0};
        low = hex_escape(&behind);
    }
    if (unit >= 0xD800 && unit < 0xE000 && (low < 0xDC00 || low >= 0xE000))
        return want(scan, "\\u escapes above \\ud7ff in pairs");
    scan->at += low > 0 ? 12 : 6;
    return true;
}

/* A string that never ends is shown where it begins. */
static bool scan_string(struct scan *scan)
{
    const char *start = scan->at++;

    while (scan->at < scan->end && *scan->at != '"') {
        if ((unsigned char)*scan->at < 0x20)
            return want(scan, "a closing quote on the same line");
        if (*scan->at != '\\')
            scan->at++;
        else if (!scan_escape(scan))
            return false;
    }
    if (scan->at < scan->end) {
        scan->at++;
        return true;
    }
    scan->at = start;
    return want(scan, "a closing quote to this string");
}

static bool scan_value(struct scan *scan);

static bool scan_member(struct scan *scan)
{
    if (peek(scan) == '\'')
        return want(scan, "a key in double quotes");
    if (peek(scan) != '"')
        return want(scan, peek(scan) == '}' ? "another key after the comma"
                                            : "a key in double quotes");
    if (!scan_string(scan))
        return false;
    skip_blanks(scan);
    if (peek(scan) != ':')
        return want(scan, "a colon after the key");
    scan->at++;
    return scan_value(scan);
}

/* An array or an object from its opening bracket to its closing one. */
static bool scan_list(struct scan *scan, char close)
{
    bool object = close == '}';

    if (++scan->depth > JSON_DEEPEST)
        return want(scan, "at most 1000 brackets open at once");
    scan->at++;
    skip_blanks(scan);
    if (peek(scan) != close)
        for (;;) {
            skip_blanks(scan);
            if (object ? !scan_member(scan) : !scan_value(scan))
                return false;
            skip_blanks(scan);
            if (peek(scan) == close)
                break;
            if (peek(scan) != ',')
                return want(scan, object ? "a comma or }" : "a comma or ]");
            scan->at++;
        }
    scan->at++;
    scan->depth--;
    return true;
}

static bool scan_word(struct scan *scan)
{
    static const char *const words[] = {"true", "false", "null"};

    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        size_t n = strlen(words[k]);
        if ((size_t)(scan->end - scan->at) >= n &&
            memcmp(scan->at, words[k], n) == 0) {
            scan->at += n;
            return true;
        }
    }
    return want(scan, "a value: a number, a string in double quotes, true, "
                      "false, null, [ or {");
}

static bool scan_value(struct scan *scan)
{
    skip_blanks(scan);
    switch (peek(scan)) {
    case '{':
        return scan_list(scan, '}');
    case '[':
        return scan_list(scan, ']');
    case '"':
        return scan_string(scan);
    case '-':
        return scan_number(scan);
    case ']':
    case '}':
    case '\0':
        return want(scan, "a value");
    case '/':
    case '#':
        return want(scan, "a value, and no comment: JSON has none");
    default:
        return *scan->at >= '0' && *scan->at <= '9' ? scan_number(scan)
                                                    : scan_word(scan);
    }
}

bool json_syntax(const char *at, const char *end, const char **where,
                 const char **expected)
{
    struct scan scan = {at, end, NULL, 0};
    bool good = scan_value(&scan);

    *where = scan.at;
    *expected = scan.expected;
    return good;
}
