/* test_names.c - strings as small integers, and near ones. */
#include "base/names.h"

#include "tests/support/sweep.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

Test(names, number_texts_in_order_of_first_sight)
{
    struct names names = {0};
    char text[16];
    int wrong = 0;

    cr_expect(eq(int, names_find(&names, "a"), -1));
    for (int round = 0; round < 2; round++)
        for (int k = 0; k < 5000; k++) {
            snprintf(text, sizeof text, "id-%d", k);
            wrong += names_add(&names, text) != k;
        }
    cr_expect(eq(int, wrong, 0));
    cr_expect(eq(sz, names.text.n, 5000));
    cr_expect(eq(int, names_find(&names, "id-4999"), 4999));
    cr_expect(eq(int, names_find(&names, "id-5000"), -1));
    cr_expect(eq(str, (char *)names.text.at[17], "id-17"));
    cr_expect(eq(int, names_add(&names, ""), 5000));
    names_clear(&names);
    cr_expect(eq(sz, mem_live(), 0));
}

Test(names, nearest_suggests_what_was_meant)
{
    static const char *const known[] = {"value", "weight", "band",
                                        "count", "where",  "required"};
    static const struct {
        const char *text, *near;
    } cases[] = {{"valeu", "value"},  {"wieght", "weight"},
                 {"Value", "value"},  {"bands", "band"},
                 {"cuont", "count"},  {"requird", "required"},
                 {"territory", NULL}, {"", NULL},
                 {"xy", NULL},        {"wher", "where"}};

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const char *near = names_nearest(known, 6, cases[k].text);

        cr_expect(
            eq(str, (char *)(near == NULL ? "(none)" : near),
               (char *)(cases[k].near == NULL ? "(none)" : cases[k].near)),
            "%s", cases[k].text);
    }
}

static eb_status add_hundred(void *context)
{
    struct names names = {0};
    eb_status status = EB_OK;
    char text[16];

    (void)context;
    for (int k = 0; k < 100 && status == EB_OK; k++) {
        snprintf(text, sizeof text, "id-%d", k);
        if (names_add(&names, text) != k)
            status = EB_NO_MEMORY;
    }
    names_clear(&names);
    return status;
}

Test(names, survive_any_refused_allocation)
{
    cr_expect(gt(long, sweep_memory(add_hundred, NULL), 3));
}
