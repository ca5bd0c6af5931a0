/* test_figures.c - numbers in sentences. */
#include "model/figures.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(figures, have_three_significant_digits)
{
    static const struct {
        int64_t units;
        int decimals;
        const char *text;
    } all[] = {
        {0, 9, "0"},
        {420000000, 9, "0.42"},
        {1000000000, 9, "1"},
        {999600000, 9, "1"},
        {12345678901, 9, "12.3"},
        {123456789012, 9, "123"},
        {1963552, 3, "1,964"},
        {1234567890, 2, "12,345,679"},
        {123, 9, "0.000000123"},
        {4567, 9, "0.00000457"},
        {-420000000, 9, "-0.42"},
        {100, 0, "100"},
    };
    char buffer[FIGURE_ROOM];

    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        cr_expect(eq(str,
                     (char *)figure(all[k].units, all[k].decimals, buffer),
                     (char *)all[k].text));
}

Test(figures, can_be_exact)
{
    static const struct {
        int64_t units;
        int decimals;
        const char *text;
    } all[] = {
        {196355, 2, "1,963.55"}, {196350, 2, "1,963.5"}, {196300, 2, "1,963"},
        {5, 6, "0.000005"},      {-12, 0, "-12"},        {0, 3, "0"},
    };
    char buffer[FIGURE_ROOM];

    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        cr_expect(eq(
            str, (char *)figure_exact(all[k].units, all[k].decimals, buffer),
            (char *)all[k].text));
}

Test(figures, come_with_their_units)
{
    char buffer[FIGURE_ROOM];

    cr_expect(eq(str, (char *)figure_points(1000000000, buffer), "1 point"));
    cr_expect(
        eq(str, (char *)figure_points(420000000, buffer), "0.42 points"));
    cr_expect(
        eq(str, (char *)figure_count(1, "rep", "reps", buffer), "1 rep"));
    cr_expect(eq(str, (char *)figure_count(1963, "rep", "reps", buffer),
                 "1,963 reps"));
    cr_expect(eq(str, (char *)figure_percent(0.0741, buffer), "7.4 %"));
    cr_expect(eq(str, (char *)figure_percent(-0.0001, buffer), "0.0 %"));
    cr_expect(eq(str, (char *)figure_share(0.000442, buffer), "0.044 %"));
    cr_expect(eq(str, (char *)figure_share(0.123, buffer), "12 %"));
    cr_expect(eq(str, (char *)figure_share(0, buffer), "0 %"));
}
