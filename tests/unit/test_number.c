/* test_number.c - numbers, dates and truth values as people write them. */
#include "base/number.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const char *written(struct decimal d)
{
    static char text[48];

    decimal_write(d.units, d.decimals, text);
    return text;
}

Test(number, reads_what_people_write)
{
    static const struct {
        const char *text;
        enum number_style style;
        const char *value;
    } cases[] = {
        {"0", NUMBER_POINT, "0"},
        {"-0", NUMBER_POINT, "0"},
        {"01581", NUMBER_POINT, "1581"},
        {"12.50", NUMBER_POINT, "12.5"},
        {".5", NUMBER_POINT, "0.5"},
        {"$1,963.10", NUMBER_POINT, "1963.1"},
        {"-$5", NUMBER_POINT, "-5"},
        {"$-5", NUMBER_POINT, "-5"},
        {"+7", NUMBER_POINT, "7"},
        {"(1,234)", NUMBER_POINT, "-1234"},
        {"($1,234.50)", NUMBER_POINT, "-1234.5"},
        {"12%", NUMBER_POINT, "0.12"},
        {"12.5 %", NUMBER_POINT, "0.125"},
        {"1.5e3", NUMBER_POINT, "1500"},
        {"1000e-3", NUMBER_POINT, "1"},
        {"1E17", NUMBER_POINT, "100000000000000000"},
        {"1 963", NUMBER_POINT, "1963"},
        {"1\xC2\xA0"
         "963\xC2\xA0"
         "000",
         NUMBER_COMMA, "1963000"},
        {"1\xE2\x80\xAF"
         "963,5",
         NUMBER_COMMA, "1963.5"},
        {"1'963.50", NUMBER_POINT, "1963.5"},
        {"1\xE2\x80\x99"
         "963",
         NUMBER_POINT, "1963"},
        {"1.963,10", NUMBER_COMMA, "1963.1"},
        {"1.963", NUMBER_COMMA, "1963"},
        {"1,963", NUMBER_POINT, "1963"},
        {"1,963", NUMBER_COMMA, "1.963"},
        {"EUR 12", NUMBER_POINT, "12"},
        {"12 EUR", NUMBER_POINT, "12"},
        {"5 \xE2\x82\xAC", NUMBER_POINT, "5"},
        {"\xC2\xA3"
         "5",
         NUMBER_POINT, "5"},
        {"\xC2\xA5"
         "5",
         NUMBER_POINT, "5"},
        {"\xE2\x88\x92"
         "5",
         NUMBER_POINT, "-5"},
        {"  5\t", NUMBER_POINT, "5"},
        {"1.0000000000000000000000", NUMBER_POINT, "1"},
        {"000000000000000000000012", NUMBER_POINT, "12"},
        {"123456789012345678", NUMBER_POINT, "123456789012345678"},
        {"0.000000000000000001", NUMBER_POINT, "0.000000000000000001"},
        {"0e99999", NUMBER_POINT, "0"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct decimal d = {0, 0};
        int read = (int)number_read(cases[k].text, cases[k].style, &d);

        cr_expect(eq(int, read, NUMBER_OK), "\"%s\"", cases[k].text);
        cr_expect(eq(str, (char *)written(d), (char *)cases[k].value),
                  "\"%s\"", cases[k].text);
    }
}

Test(number, refuses_what_is_none)
{
    static const char *const texts[] = {
        "",      " ",         "-",     "nan",       "NAN 5",   "inf",
        "12k5",  "1,2345",    "1,23",  "12,34,567", ",5",      "5.",
        "1..2",  "1.2.3",     "+-7",   "--7",       "(-7)",    "(7",
        "7)",    "$",         "$$5",   "$5 EUR",    "5%%",     "SKU123",
        "USD5",  "0x10",      "1e",    "1e+",       "e5",      "5-",
        "1 2",   "1,963 000", "0,125", "%",         "()",      "1963,100",
        "5 eur", "1/2",       "N/A",   "\xC2",      "\xE2\x82"};

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        struct decimal d;
        int read = (int)number_read(texts[k], NUMBER_POINT, &d);

        cr_expect(eq(int, read, NUMBER_NOT), "\"%s\"", texts[k]);
    }
}

Test(number, refuses_more_than_eighteen_digits)
{
    static const char *const texts[] = {"1e18",
                                        "1234567890123456789",
                                        "1000000000000000000",
                                        "0.0000000000000000001",
                                        "1.0000000000000000001",
                                        "1e-19",
                                        "1e99999999999999999999",
                                        "0.01e-16%"};

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        struct decimal d;
        int read = (int)number_read(texts[k], NUMBER_POINT, &d);

        cr_expect(eq(int, read, NUMBER_TOO_LARGE), "\"%s\"", texts[k]);
    }
}

Test(number, tells_the_style_only_where_there_is_one)
{
    static const struct {
        const char *text;
        int style; /* -1: either or none */
    } cases[] = {{"1,963.10", NUMBER_POINT},
                 {"1.963,10", NUMBER_COMMA},
                 {"1963.10", NUMBER_POINT},
                 {"12,5", NUMBER_COMMA},
                 {"1.963", -1},
                 {"1,963", -1},
                 {"1963", -1},
                 {"0.125", NUMBER_POINT},
                 {"0,125", NUMBER_COMMA},
                 {"12k5", -1}};

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        enum number_style style = NUMBER_POINT;
        int found = number_style_of(cases[k].text, &style) ? (int)style : -1;

        cr_expect(eq(int, found, cases[k].style), "\"%s\"", cases[k].text);
    }
}

Test(decimal, changes_scale_exactly_or_says_no)
{
    static const struct {
        struct decimal d;
        int decimals, nearest, down, up;
    } cases[] = {{{125, 1}, 2, 1250, 1250, 1250},
                 {{125, 1}, 0, 13, 12, 13},
                 {{-125, 1}, 0, -13, -13, -12},
                 {{124, 1}, 0, 12, 12, 13},
                 {{5, 18}, 6, 0, 0, 1},
                 {{-5, 18}, 6, 0, -1, 0},
                 {{0, 0}, 18, 0, 0, 0}};
    int64_t out = 0;

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        cr_expect(
            eq(int, decimal_scale(cases[k].d, cases[k].decimals, &out), 1));
        cr_expect(eq(i64, out, cases[k].nearest), "case %zu", k);
        cr_expect(
            eq(int, decimal_floor(cases[k].d, cases[k].decimals, &out), 1));
        cr_expect(eq(i64, out, cases[k].down), "case %zu", k);
        cr_expect(
            eq(int, decimal_ceil(cases[k].d, cases[k].decimals, &out), 1));
        cr_expect(eq(i64, out, cases[k].up), "case %zu", k);
    }
    out = 7;
    cr_expect(eq(int, decimal_scale((struct decimal){10, 0}, 18, &out), 0));
    cr_expect(eq(int, decimal_scale((struct decimal){1, 0}, 30, &out), 0));
    cr_expect(eq(i64, out, 7));
    cr_expect(eq(ldbl, decimal_value((struct decimal){-125, 2}), -1.25L));
}

Test(decimal, is_written_plainly)
{
    static const struct {
        int64_t units;
        int decimals;
        const char *text;
    } cases[] = {{1963, 2, "19.63"},
                 {1950, 2, "19.5"},
                 {-100, 2, "-1"},
                 {5, 3, "0.005"},
                 {-5, 3, "-0.005"},
                 {0, 0, "0"},
                 {0, 18, "0"},
                 {1200, 0, "1200"},
                 {INT64_MIN, 0, "-9223372036854775808"},
                 {INT64_MIN, 19, "-0.9223372036854775808"},
                 {1, 38, "0.00000000000000000000000000000000000001"}};

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[64];

        decimal_write(cases[k].units, cases[k].decimals, text);
        cr_expect(eq(str, text, (char *)cases[k].text));
    }
}

Test(decimal, of_128_bits_reads_what_it_writes)
{
    const char *most = "170141183460469231731687303715884105727";
    static const char *const bad[] = {
        "",
        "-",
        "+1",
        "1.",
        ".5",
        "1.234",
        "1e3",
        " 1",
        "1 ",
        "--1",
        "170141183460469231731687303715884105728"};
    char text[64];
    wide units = 0;

    cr_assert(eq(int, decimal_read_wide(most, 0, &units), 1));
    decimal_write_wide(units, 0, text);
    cr_expect(eq(str, text, (char *)most));
    decimal_write_wide(-units - 1, 12, text);
    cr_expect(eq(str, text, "-170141183460469231731687303.715884105728"));
    cr_assert(eq(int, decimal_read_wide("-12.5", 2, &units), 1));
    cr_expect(eq(i64, (int64_t)units, -1250));
    cr_expect(eq(int, decimal_read_wide(most, 1, &units), 0));
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        cr_expect(eq(int, decimal_read_wide(bad[k], 2 * (k < 10), &units), 0),
                  "\"%s\"", bad[k]);
}

Test(date, reads_three_styles)
{
    static const struct {
        const char *text;
        int style;
        const char *iso;
    } cases[] = {{"2027-01-04", DATE_ISO, "2027-01-04"},
                 {"2027-01-04T23:59:60Z", DATE_ISO, "2027-01-04"},
                 {"2027-01-04 08:30", DATE_ISO, "2027-01-04"},
                 {"2027-01-04T08:30:00.123+02:00", DATE_ISO, "2027-01-04"},
                 {"2027-01-04T08:30:00-0500", DATE_ISO, "2027-01-04"},
                 {"1/4/2027", DATE_SLASH, "2027-01-04"},
                 {"12/31/1999", DATE_SLASH, "1999-12-31"},
                 {"04.01.2027", DATE_DOT, "2027-01-04"},
                 {"31.12.1969", DATE_DOT, "1969-12-31"},
                 {"2024-02-29", DATE_ISO, "2024-02-29"},
                 {"2000-02-29", DATE_ISO, "2000-02-29"},
                 {"0001-01-01", DATE_ISO, "0001-01-01"},
                 {"9999-12-31", DATE_ISO, "9999-12-31"}};

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        enum date_style style = DATE_ISO;
        int64_t days = 0;
        char iso[11];

        cr_assert(eq(int, date_style_of(cases[k].text, &style), 1), "%s",
                  cases[k].text);
        cr_expect(eq(int, (int)style, cases[k].style), "%s", cases[k].text);
        cr_expect(eq(int, date_read(cases[k].text, style, &days), 1));
        date_write(days, iso);
        cr_expect(eq(str, iso, (char *)cases[k].iso));
    }
}

Test(date, counts_from_1970_without_a_gap)
{
    int64_t days = 0, back = 0;
    char iso[11];

    cr_assert(eq(int, date_read("1970-01-01", DATE_ISO, &days), 1));
    cr_expect(eq(i64, days, 0));
    cr_assert(eq(int, date_read("2027-01-04", DATE_ISO, &days), 1));
    cr_expect(eq(i64, days, 20822));
    for (days = -200000; days < 200000; days++) {
        date_write(days, iso);
        if (!date_read(iso, DATE_ISO, &back) || back != days)
            break;
    }
    cr_expect(eq(i64, days, 200000));
}

Test(date, refuses_days_that_never_were)
{
    static const char *const texts[] = {"",
                                        "2027-1-4",
                                        "2027-13-01",
                                        "2027-00-10",
                                        "2027-02-29",
                                        "1900-02-29",
                                        "2027-04-31",
                                        "27-01-04",
                                        "13/1/2027",
                                        "2/30/2027",
                                        "1/4/27",
                                        "31.04.2027",
                                        "0000-01-01",
                                        "2027-01-04x",
                                        "2027-01-04T",
                                        "2027-01-04T25:00",
                                        "2027-01-04 10:61",
                                        "20270104",
                                        "12027-01-04",
                                        "1/4/20270",
                                        "2027-01-04T10:00+2"};

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        enum date_style style;

        cr_expect(eq(int, date_style_of(texts[k], &style), 0), "\"%s\"",
                  texts[k]);
    }
}

Test(bools, are_words_in_any_case)
{
    static const char *const yes[] = {"yes", "TRUE", "Y", "t", "1", "x", "On"};
    static const char *const no[] = {"No", "false", "n", "F", "0", "OFF"};
    static const char *const none[] = {"", "2", "yess", "ye", "-", "xx"};
    bool truth = false;

    for (size_t k = 0; k < sizeof yes / sizeof *yes; k++) {
        cr_expect(eq(int, bool_read(yes[k], &truth), 1), "%s", yes[k]);
        cr_expect(eq(int, truth, 1), "%s", yes[k]);
    }
    for (size_t k = 0; k < sizeof no / sizeof *no; k++) {
        cr_expect(eq(int, bool_read(no[k], &truth), 1), "%s", no[k]);
        cr_expect(eq(int, truth, 0), "%s", no[k]);
    }
    for (size_t k = 0; k < sizeof none / sizeof *none; k++)
        cr_expect(eq(int, bool_read(none[k], &truth), 0), "%s", none[k]);
}
