/* test_price.c - what can be lifted, what is said of it, and memory. */
#include "model/price.h"
#include "tests/support/planned.h"
#include "tests/support/sweep.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct texts held = {
    .accounts = "id,name,value,owner,parent,locked,not,territory\n"
                "a1,Acme,900,r1,,yes,,E\n"
                "a2,Acme Rail,100,r1,a1,yes,,E\n"
                "a3,Bolt,100,r2,,,,E\n"
                "a4,Cord,100,r2,,,r1,W\n",
    .reps = "id,name,territories,max_accounts\nr1,Ana Ruiz,E;W,3\n"
            "r2,Bo Chen,E;W,\n",
    .rules = "{\"metrics\": [{\"name\": \"value\"}], \"continuity\": "
             "{\"max_lost_per_book\": {\"accounts\": 0.5}}, \"limits\": "
             "[{\"metric\": \"accounts\", \"max\": \"max_accounts\"}, "
             "{\"metric\": \"accounts\", \"min\": 1}]}"};

struct found {
    struct planned planned;
    struct restored restored;
    struct price_options options;
    struct prices prices;
};

static struct found restore_plan(struct texts texts)
{
    struct found f = {
        .planned = plan_of(texts),
        .options = {
            .how = {.effort = EB_QUICK, .target = INT64_MIN, .seed = 1},
            .bound = INT64_MIN,
            .top = 100,
            .threes = true}};
    const struct made *made = &f.planned.made;
    int rep[8];
    struct restoring what = {
        .books = made->books, .rules = made->rules, .rep = rep, .factor = -1};

    cr_assert(eq(int, (int)f.planned.status, (int)EB_OK));
    for (size_t a = 0; a < made->books->n_accounts; a++)
        rep[a] = f.planned.plan->rows[a].rep;
    cr_assert(eq(int, (int)restore(&what, &f.restored, NULL), (int)EB_OK));
    return f;
}

static eb_status find(struct found *f)
{
    return price_find(&f->restored, &f->options, &f->prices);
}

static void found_clear(struct found *f)
{
    prices_clear(&f->prices);
    restored_clear(&f->restored);
    planned_clear(&f->planned);
}

static const struct priced *priced_named(const struct found *f,
                                         const char *words)
{
    for (size_t k = 0; k < f->prices.each.n; k++)
        if (strcmp(f->prices.each.at[k].words, words) == 0)
            return &f->prices.each.at[k];
    cr_fatal("nothing is called %s", words);
    return NULL;
}

Test(price_list, names_all_that_can_be_lifted)
{
    static const struct {
        const char *words;
        enum price_kind kind;
        size_t n_accounts, n;
    } all[] = {
        {"territory hard", PRICE_RULE, 0, 1},
        {"families together", PRICE_RULE, 0, 1},
        {"the locks of column \"locked\" (2 accounts)", PRICE_RULE, 2, 1},
        {"the reps ruled out by `not` and by decisions", PRICE_RULE, 0, 1},
        {"lock of \"Acme\" and 1 more of its family at Ana Ruiz", PRICE_LOCK,
         2, 2},
        {"reps ruled out for \"Cord\"", PRICE_NOT, 1, 1},
        {"limit accounts at most max_accounts for Ana Ruiz", PRICE_LIMIT, 0,
         1},
        {"limit accounts at least 1 for Ana Ruiz", PRICE_LIMIT, 0, 1},
        {"limit accounts at least 1 for Bo Chen", PRICE_LIMIT, 0, 1},
        {"max_lost_per_book accounts 0.5 for Bo Chen", PRICE_BUDGET, 0, 1},
    };
    struct found f = restore_plan(held);

    cr_assert(eq(int, (int)find(&f), (int)EB_OK));
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        const struct priced *priced = priced_named(&f, all[k].words);

        cr_expect(eq(int, (int)priced->kind, (int)all[k].kind), "%s",
                  all[k].words);
        cr_expect(eq(sz, priced->n_accounts, all[k].n_accounts), "%s",
                  all[k].words);
        cr_expect(eq(sz, priced->n, all[k].n), "%s", all[k].words);
    }
    found_clear(&f);
}

/* Ana has 1,000 of 1,200: half of what can move would mend it, but for the lock. */
Test(price_find, is_dearest_first_and_within_its_range)
{
    struct found f = restore_plan(held);
    const struct priced *lock;

    cr_assert(eq(int, (int)find(&f), (int)EB_OK));
    lock = priced_named(
        &f, "lock of \"Acme\" and 1 more of its family at Ana Ruiz");
    for (size_t k = 1; k < f.prices.n_solved; k++)
        cr_expect(le(i64, price_known(&f.prices, &f.prices.each.at[k]),
                     price_known(&f.prices, &f.prices.each.at[k - 1])));
    for (size_t k = 0; k < f.prices.n_solved; k++) {
        struct price_range range = price_of(&f.prices, &f.prices.each.at[k]);

        cr_expect(le(i64, range.least, range.price));
        cr_expect(ge(i64, range.most, range.price));
    }
    cr_expect(lock->comparable == true);
    cr_expect(lock->solved == true);
    found_clear(&f);
}

/* What a book may lose is all it has, once its budget is lifted. */
Test(price_find, lifts_the_budget_of_one_book)
{
    static const struct texts texts = {
        .accounts = "id,value,owner\na1,100,r1\na2,100,r1\na3,100,r1\n"
                    "a4,100,r1\n",
        .reps = "id,name\nr1,Ana\nr2,Bo\n",
        .rules = "{\"metrics\": [{\"name\": \"value\"}], \"continuity\": "
                 "{\"weight\": 0, \"max_lost_per_book\": {\"accounts\": "
                 "0.25}}}"};
    struct found f = restore_plan(texts);
    const struct priced *budget;

    cr_assert(eq(int, (int)find(&f), (int)EB_OK));
    budget = priced_named(&f, "max_lost_per_book accounts 0.25 for Ana");
    cr_expect(eq(i64, budget->objective, 0));
    cr_expect(gt(i64, f.prices.objective, 0));
    found_clear(&f);
}

Test(price_find, solves_as_many_as_are_asked_for)
{
    struct found f = restore_plan(held);

    f.options.top = 2;
    f.options.threes = false;
    cr_assert(eq(int, (int)find(&f), (int)EB_OK));
    cr_expect(eq(sz, f.prices.n_solved, 2));
    cr_expect(f.prices.has_three == false);
    found_clear(&f);
}

/* ---- Memory ---------------------------------------------------------------- */

static eb_status find_and_forget(void *context)
{
    struct found *f = context;
    eb_status status = find(f);

    if (status == EB_OK)
        prices_clear(&f->prices);
    return status;
}

Test(price_memory, no_memory_is_said_and_leaves_nothing_behind, .timeout = 300)
{
    struct texts texts = {
        .accounts = "id,value,owner,locked\na1,90,r1,yes\na2,10,r1,\n"
                    "a3,20,r2,\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{\"metrics\": [{\"name\": \"value\"}], \"limits\": "
                 "[{\"metric\": \"accounts\", \"max\": 2}]}"};
    struct found f = restore_plan(texts);

    f.options.top = 1;
    f.options.steps = 200;
    cr_expect(gt(int, (int)sweep_memory(find_and_forget, &f), 100));
    found_clear(&f);
    texts.rules = "{\"metrics\": [{\"name\": \"value\"}], \"limits\": "
                  "[{\"metric\": \"accounts\", \"max\": 1}]}";
    f = restore_plan(texts);
    f.options.steps = 200;
    cr_expect(f.restored.relaxed == true);
    cr_expect(gt(int, (int)sweep_memory(find_and_forget, &f), 20));
    found_clear(&f);
}
