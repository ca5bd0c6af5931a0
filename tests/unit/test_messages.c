/* test_messages.c - messages: their form, their order and their limit. */
#include "base/status.h"

#include "base/mem.h"
#include "tests/support/sweep.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static char *text_at(const eb_messages *said, size_t k)
{
    return (char *)eb_messages_text(said, k);
}

Test(messages, say_the_place_as_far_as_it_is_known)
{
    eb_messages *said = eb_messages_new();

    cr_expect(eq(int, fault(said, (struct place){"a.csv", 17, 4}, "x%d", 1),
                 EB_BAD_DATA));
    cr_expect(eq(int, warn(said, (struct place){"a.csv", 3, 0}, "y"), EB_OK));
    cr_expect(eq(int, fault(said, (struct place){"a.csv", 0, 9}, "z\n\033"),
                 EB_BAD_DATA));
    cr_expect(eq(int, note(said, "n"), EB_OK));
    cr_expect(eq(int, fail(EB_IO, said, "f"), EB_IO));
    cr_assert(eq(sz, eb_messages_count(said), 5));
    cr_expect(eq(str, text_at(said, 0), "a.csv:17:4: x1"));
    cr_expect(eq(str, text_at(said, 1), "a.csv:3: y"));
    cr_expect(eq(str, text_at(said, 2), "a.csv: z\\n\\x1b"));
    cr_expect(eq(str, text_at(said, 3), "n"));
    cr_expect(eq(str, text_at(said, 4), "f"));
    cr_expect(eq(str, text_at(said, 5), ""));
    cr_expect(eq(int, eb_messages_severity(said, 1), EB_WARNING));
    cr_expect(eq(int, eb_messages_severity(said, 3), EB_NOTE));
    cr_expect(eq(sz, fault_count(said), 3));
    eb_messages_free(said);
    cr_expect(eq(sz, mem_live(), 0));
}

Test(messages, keep_a_thousand_faults_of_a_file)
{
    eb_messages *said = eb_messages_new();

    for (long k = 1; k <= 2500; k++)
        fault(said, (struct place){"a.csv", k, 0}, "bad");
    fault(said, (struct place){"b.csv", 1, 0}, "bad");
    cr_assert(eq(sz, eb_messages_count(said), 1002));
    cr_expect(eq(str, text_at(said, 999), "a.csv:1000: bad"));
    cr_expect(eq(str, text_at(said, 1000),
                 "a.csv: 2500 faults in all; the first 1000 are shown"));
    cr_expect(eq(str, text_at(said, 1001), "b.csv:1: bad"));
    cr_expect(eq(sz, fault_count(said), 2501));
    eb_messages_free(said);
}

Test(messages, may_be_unwanted)
{
    cr_expect(
        eq(int, fault(NULL, (struct place){"a", 1, 1}, "x"), EB_BAD_DATA));
    cr_expect(eq(int, fail(EB_IO, NULL, "x"), EB_IO));
    cr_expect(eq(int, warn(NULL, (struct place){"a", 1, 1}, "x"), EB_OK));
    cr_expect(eq(sz, eb_messages_count(NULL), 0));
    eb_messages_free(NULL);
}

static eb_status fault_often(void *context)
{
    eb_messages *said = eb_messages_new();
    eb_status status = said == NULL ? EB_NO_MEMORY : EB_BAD_DATA;

    (void)context;
    for (long k = 0; k < 1005 && status == EB_BAD_DATA; k++)
        status = fault(said, (struct place){"a.csv", k, 1}, "bad");
    eb_messages_free(said);
    return status == EB_BAD_DATA ? EB_OK : status;
}

Test(messages, survive_any_refused_allocation)
{
    cr_expect(gt(long, sweep_memory(fault_often, NULL), 1005));
}
