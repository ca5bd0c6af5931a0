/* test_bars.c - bars in ASCII and in blocks. */
#include "cli/bars.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/glyphs.h"

static char *draw(struct bar bar, double reach, bool blocks)
{
    static struct drawn_bar out;

    bar_draw(&bar, reach, BAR_LONG, blocks, &out);
    return out.text;
}

static struct bar off(double value, bool outside)
{
    return (struct bar){true, value, 0.1, outside};
}

Test(bars, show_on_which_side_of_the_band_a_deviation_lies)
{
    cr_expect(eq(str, draw(off(0, false), 0.4, false), "     [  |  ]     "));
    cr_expect(
        eq(str, draw(off(0.05, false), 0.4, false), "     [  |= ]     "));
    cr_expect(
        eq(str, draw(off(-0.1, false), 0.4, false), "     [==|  ]     "));
    cr_expect(eq(str, draw(off(0.4, true), 0.4, false), "     [  |==]#####"));
    cr_expect(eq(str, draw(off(0.9, true), 0.4, false), "     [  |==]####>"));
    cr_expect(eq(str, draw(off(-2, true), 0.4, false), "<####[==|  ]     "));
}

Test(bars, say_outside_where_it_is_so_by_a_hair)
{
    /* Bands end on whole loads: what lies inside may be more than the band. */
    cr_expect(
        eq(str, draw(off(0.12, false), 0.4, false), "     [  |==]     "));
    cr_expect(eq(str, draw(off(0.08, true), 0.4, false), "     [  |==]#    "));
    cr_expect(
        eq(str, draw(off(-0.1001, true), 0.4, true), "    ▐┊━━│  ┊     "));
}

Test(bars, of_what_is_no_number_are_empty)
{
    cr_expect(eq(str, draw(off(NAN, false), 0.4, false), ""));
    cr_expect(eq(str, draw((struct bar){.value = INFINITY}, 0, true), ""));
}

Test(bars, show_a_share_to_the_eighth_of_a_block)
{
    cr_expect(eq(str, draw((struct bar){.value = 0.5}, 0, false),
                 "##########.........."));
    cr_expect(eq(str, draw((struct bar){.value = 7}, 0, false),
                 "####################"));
    cr_expect(eq(str, draw((struct bar){.value = -1}, 0, false),
                 "...................."));
    cr_expect(eq(str, draw((struct bar){.value = 3.0 / 160}, 0, true),
                 "▍                   "));
}

Test(bars, are_all_as_wide_as_they_say)
{
    srand(1);
    for (int k = 0; k < 10000; k++) {
        struct bar bar = {k % 2 == 0, (rand() % 2001 - 1000) / 500.0,
                          (rand() % 100) / 300.0, rand() % 2 == 0};
        enum bar_size size = k % 4 < 2 ? BAR_SHORT : BAR_LONG;
        struct drawn_bar out;

        bar_draw(&bar, bar_reach(&bar), size, k % 3 == 0, &out);
        cr_assert(
            eq(sz, text_width(out.text), bar_width(bar.is_deviation, size)));
        cr_assert(le(sz, out.from, out.to));
        cr_assert(le(sz, out.to, strlen(out.text)));
    }
}
