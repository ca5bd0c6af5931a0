/* test_verify_certificate.c - bounds worked out by hand: leaves, trees,
 * blocks, prices, multipliers of budgets, and false certificates. */
#include "tests/support/tables.h"
#include "tests/support/verify_case.h"
#include "verify/certificate.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>

#define POINT 1000000000LL
#define INFINITE INT64_MAX

/* A1 costs 1 point at r1 and 5 at r2, A2 2 and 4; each may hold one. The best
 * plan costs 5. */
static const char pairs[] = "account,rep,cost\nA1,r1,1\nA1,r2,5\n"
                            "A2,r1,2\nA2,r2,4\n";
static const char one_each[] =
    "{'fit': [{'pair': 'cost'}],"
    " 'limits': [{'metric': 'accounts', 'max': 1}]}";

#define ONE_BLOCK(multipliers, tree)                                          \
    "{'phases': [{'name': 'blend', 'resources': [{'limit': 0}],"              \
    " 'budget_multipliers': [], 'prices': [], 'reps': ['r1', 'r2'],"          \
    " 'multipliers': [" multipliers "],"                                      \
    " 'blocks': [{'reps': ['r1', 'r2'], 'tree': " tree "}]}]}"

static const struct node *first_phase(const struct doc *doc)
{
    return doc_get(doc->root, "phases")->first;
}

/* Limits and budgets as the rules set them. */
static struct problem problem_of(const struct world *w, struct arena *memory,
                                 bool violation)
{
    size_t n_reps = (size_t)w->n_reps;
    size_t n = (size_t)w->n_resources * n_reps;
    int *order = ITEMS(memory, int, (size_t)w->n_budgets);
    struct problem p = {violation,
                        violation ? w->violation : w->penalty,
                        ITEMS(memory, int64_t, n),
                        ITEMS(memory, int64_t, n),
                        ITEMS(memory, int64_t, (size_t)w->n_budgets),
                        order};

    for (size_t k = 0; k < n; k++) {
        p.least[k] = NO_LEAST;
        p.most[k] = NO_MOST;
    }
    for (size_t k = 0; k < w->rules.n_limits; k++)
        for (size_t r = 0; r < n_reps; r++) {
            size_t at = (size_t)w->limit[k].resource * n_reps + r;

            if (w->limit[k].least[r] > p.least[at])
                p.least[at] = w->limit[k].least[r];
            if (w->limit[k].most[r] < p.most[at])
                p.most[at] = w->limit[k].most[r];
        }
    for (int b = 0; b < w->n_budgets; b++) {
        order[b] = b;
        p.budget[b] = w->budget[b].most;
    }
    return p;
}

static eb_status walk_texts(struct verify_texts texts, bool violation,
                            int64_t *proved, eb_messages **said)
{
    struct verify_case c = verify_case_of(texts);
    struct world world;
    struct arena memory = {NULL};
    struct problem problem;
    struct bound bound = {false, 0};
    eb_status status = world_build(&world, &c.in, c.said);

    cr_assert(eq(int, status, EB_OK));
    problem = problem_of(&world, &memory, violation);
    status = certificate_bound(&world, &problem, c.in.certificate,
                               first_phase(c.in.certificate), &bound);
    *proved = bound.infinite ? INFINITE : (int64_t)bound.units;
    arena_clear(&memory);
    world_drop(&world);
    if (said != NULL) {
        *said = c.said;
        c.said = NULL;
    }
    verify_case_clear(&c);
    return status;
}

static int64_t bound_of(struct verify_texts texts, bool violation)
{
    int64_t proved = 0;

    cr_assert(eq(int, walk_texts(texts, violation, &proved, NULL), EB_OK));
    return proved;
}

/* The certificate is refused, and this is said of it once. */
static void assert_refused(struct verify_texts texts, const char *why,
                           size_t number)
{
    int64_t proved;
    eb_messages *said = NULL;

    cr_assert(eq(int, walk_texts(texts, false, &proved, &said), EB_REFUSED),
              "case %zu", number);
    cr_assert(eq(sz, says_count(said, why), 1), "case %zu: %s", number,
              eb_messages_text(said, 0));
    eb_messages_free(said);
}

static struct verify_texts each_one(const char *certificate)
{
    return (struct verify_texts){.accounts = "id\nA1\nA2\n",
                                 .reps = "id\nr1\nr2\n",
                                 .pairs = pairs,
                                 .rules = one_each,
                                 .certificate = certificate};
}

static int64_t bound_of_pairs(const char *certificate)
{
    return bound_of(each_one(certificate), false);
}

Test(verify_certificate, of_one_leaf_is_the_plain_formula)
{
    /* Cheapest reps: 1 + 2. */
    cr_assert(eq(
        i64, bound_of_pairs(ONE_BLOCK("[['0'], ['0']]", "{'multipliers': 0}")),
        3 * POINT));
    /* Two points for a place at r1: min(3, 5) + min(4, 4) - 2. */
    cr_assert(eq(i64,
                 bound_of_pairs(ONE_BLOCK("[['2000000000'], ['0']]",
                                          "{'multipliers': 0}")),
                 5 * POINT));
    /* A shade less loses a shade, which is rounded up to a whole unit. */
    cr_assert(eq(i64,
                 bound_of_pairs(ONE_BLOCK("[['1999999999.999999999999'],"
                                          " ['0']]",
                                          "{'multipliers': 0}")),
                 5 * POINT));
    cr_assert(eq(i64,
                 bound_of_pairs(ONE_BLOCK("[['1999999999'], ['0']]",
                                          "{'multipliers': 0}")),
                 5 * POINT - 1));
}

Test(verify_certificate, of_a_tree_is_its_lowest_leaf)
{
    const char *tree =
        "{'family': 'A1', 'branches': ["
        " {'reps': ['r1'], 'node': {'family': 'A2', 'branches': ["
        "  {'reps': ['r1'], 'node': {'multipliers': 0}},"
        "  {'reps': ['r2'], 'node': {'multipliers': 0}}]}},"
        " {'reps': ['r2'], 'node': {'family': 'A2', 'branches': ["
        "  {'reps': ['r2'], 'node': {'multipliers': 0}},"
        "  {'reps': ['r1'], 'node': {'multipliers': 0}}]}}]}";
    char text[2048];

    /* Without multipliers: two leaves are impossible, 1 + 4 and 5 + 2. */
    snprintf(text, sizeof text, ONE_BLOCK("[['0'], ['0']]", "%s"), tree);
    cr_assert(eq(i64, bound_of_pairs(text), 5 * POINT));
    /* Only impossible leaves. */
    cr_assert(
        eq(i64,
           bound_of((struct verify_texts){.accounts = "id,pin\nA1,r1\nA2,r1\n",
                                          .reps = "id\nr1\nr2\n",
                                          .pairs = pairs,
                                          .rules = one_each,
                                          .certificate =
                                              ONE_BLOCK("[['0'], ['0']]",
                                                        "{'multipliers': 0}")},
                    false),
           INFINITE));
}

#define TWO_BLOCKS(prices, a, b)                                              \
    "{'phases': [{'name': 'blend', 'resources': [{'limit': 0}],"              \
    " 'budget_multipliers': [], 'prices': [" prices "],"                      \
    " 'reps': ['r1', 'r2'],"                                                  \
    " 'multipliers': [[['2000000000'], ['0']], [['0'], ['0']]],"              \
    " 'blocks': [{'reps': ['r1'], 'tree': " a "},"                            \
    "            {'reps': ['r2'], 'tree': " b "}]}]}"

#define PRICES                                                                \
    "{'family': 'A1', 'price': '3000000000'},"                                \
    "{'family': 'A2', 'price': '4000000000'}"

Test(verify_certificate, of_blocks_joins_them_by_prices)
{
    const char *leaf = "{'multipliers': 0}";
    char text[2048];

    /* r1: both may come for nothing, less 2 for its place; r2: nobody. */
    snprintf(text, sizeof text, TWO_BLOCKS(PRICES, "%s", "%s"), leaf, leaf);
    cr_assert(eq(i64, bound_of_pairs(text), 5 * POINT));
    /* The same by a tree that says who stays out. */
    snprintf(text, sizeof text, TWO_BLOCKS(PRICES, "%s", "%s"),
             "{'family': 'A1', 'branches': ["
             " {'reps': [], 'out': true, 'node': {'multipliers': 1}},"
             " {'reps': ['r1'], 'node': {'family': 'A2', 'branches': ["
             "  {'reps': ['r1'], 'node': {'multipliers': 1}},"
             "  {'out': true, 'node': {'multipliers': 1}}]}}]}",
             leaf);
    cr_assert(eq(i64, bound_of_pairs(text), 5 * POINT));
    /* Without prices everyone stays out. */
    snprintf(text, sizeof text, TWO_BLOCKS("", "%s", "%s"),
             "{'multipliers': 1}", leaf);
    cr_assert(eq(i64, bound_of_pairs(text), 0));
}

static const char fair[] = "{'metrics': [{'name': 'accounts'}]}";

#define FAIR(multipliers, tree)                                               \
    "{'phases': [{'name': 'blend',"                                           \
    " 'resources': [{'metric': 'accounts', 'group': null}],"                  \
    " 'budget_multipliers': [], 'prices': [], 'reps': ['r1', 'r2'],"          \
    " 'multipliers': [" multipliers "],"                                      \
    " 'blocks': [{'reps': ['r1', 'r2'], 'tree': " tree "}]}]}"

Test(verify_certificate, takes_off_what_rounding_may_lose)
{
    struct verify_texts texts = {
        .accounts = "id\nA1\nA2\nA3\n",
        .reps = "id\nr1\nr2\n",
        .rules = fair,
        .certificate = FAIR("[['0'], ['0']]", "{'multipliers': 0}")};

    /* 16666666.66... for a load of 1 or 2 at each rep, less half a unit. */
    cr_assert(eq(i64, bound_of(texts, false), 33333333));
    /* Once the loads are known they cost what they will: 16666667. */
    texts.accounts = "id,pin\nA1,r1\nA2,r1\nA3,r2\n";
    cr_assert(eq(i64, bound_of(texts, false), 33333334));
}

Test(verify_certificate, takes_the_least_of_penalty_and_multiplier)
{
    /* T = 50 each of 60 + 40. With 2 points per unit at r1 the load is drawn
     * up to 60 there, where the slope becomes 3: phi(60) is 5.005 points. */
    struct verify_texts texts = {
        .accounts = "id,value\nA1,60\nA2,40\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{'metrics': [{'name': 'value'}]}",
        .certificate = "{'phases': [{'name': 'blend',"
                       " 'resources': [{'metric': 'value'}],"
                       " 'budget_multipliers': [], 'prices': [],"
                       " 'reps': ['r1', 'r2'],"
                       " 'multipliers': [[['2000000000'], ['2000000000']]],"
                       " 'blocks': [{'reps': ['r1', 'r2'],"
                       "             'tree': {'multipliers': 0}}]}]}"};
    int64_t least = 5005000000 - 120 * POINT;

    cr_assert(eq(i64, bound_of(texts, false), 200 * POINT + 2 * least - 1));
}

#define BUDGET(mu)                                                            \
    "{'phases': [{'name': 'blend', 'resources': [],"                          \
    " 'budget_multipliers': ['" mu "'], 'prices': [], 'reps': [],"            \
    " 'multipliers': [[]], 'blocks': [{'reps': ['r1', 'r2'],"                 \
    " 'tree': {'multipliers': 0}}]}]}"

Test(verify_certificate, charges_the_budgets)
{
    /* Each account gains 2 points by leaving r1 (7.5 points x 1/2 lost), but
     * one alone may go. */
    struct verify_texts texts = {
        .accounts = "id,owner\nA1,r1\nA2,r1\n",
        .reps = "id\nr1\nr2\n",
        .pairs = "account,rep,cost\nA1,r1,7\nA1,r2,1\nA2,r1,7\nA2,r2,1\n",
        .rules = "{'fit': [{'pair': 'cost'}],"
                 " 'continuity': {'max_moves': 1}}",
        .certificate = BUDGET("0")};

    /* 1 + 3.75 each */
    cr_assert(eq(i64, bound_of(texts, false), 9500000000));
    texts.certificate = BUDGET("2250000000");
    cr_assert(eq(i64, bound_of(texts, false), 11750000000));
}

/* The same, with multipliers of the leaf's own. */
#define LEAF_BUDGET(leaves, blocks)                                           \
    "{'phases': [{'name': 'blend', 'resources': [],"                          \
    " 'budget_multipliers': ['0'], 'leaf_budget_multipliers': " leaves        \
    ", 'prices': [], 'reps': [], 'multipliers': [[]], 'blocks': [" blocks     \
    "]}]}"
#define BOTH_REPS "{'reps': ['r1', 'r2'], 'tree': {'multipliers': 0}}"

Test(verify_certificate, charges_the_budgets_of_each_leaf)
{
    static const struct {
        const char *certificate, *why;
    } refused[] = {
        {LEAF_BUDGET("[]", BOTH_REPS), "one list per matrix is wanted"},
        {LEAF_BUDGET("[[]]", BOTH_REPS), "one per budget is wanted"},
        {LEAF_BUDGET("[['-1']]", BOTH_REPS), "is below 0"},
        {LEAF_BUDGET("[['1']]",
                     "{'reps': ['r1'], 'tree': {'multipliers': 0}},"
                     "{'reps': ['r2'], 'tree': {'multipliers': 0}}"),
         "want a single block"},
    };
    struct verify_texts texts = {
        .accounts = "id,owner\nA1,r1\nA2,r1\n",
        .reps = "id\nr1\nr2\n",
        .pairs = "account,rep,cost\nA1,r1,7\nA1,r2,1\nA2,r1,7\nA2,r2,1\n",
        .rules = "{'fit': [{'pair': 'cost'}],"
                 " 'continuity': {'max_moves': 1}}",
        .certificate = LEAF_BUDGET("[['2250000000']]", BOTH_REPS)};

    cr_assert(eq(i64, bound_of(texts, false), 11750000000));
    for (size_t k = 0; k < sizeof refused / sizeof *refused; k++) {
        texts.certificate = refused[k].certificate;
        assert_refused(texts, refused[k].why, k);
    }
}

#define ZERO_AND_TWO "[['0'],['0']],[['2000000000'],['0']]"

Test(verify_certificate, takes_what_families_dropped_one_after_the_other)
{
    static const struct {
        const char *tree;
        int64_t bound; /* points */
    } cases[] = {
        {"{'dropped': [{'family': 'A1', 'reps': ['r2']}], 'multipliers': 1,"
         " 'node': {'multipliers': 0}}",
         3},
        {"{'dropped': [{'family': 'A1', 'reps': ['r2']},"
         " {'family': 'A2', 'reps': ['r1']}], 'multipliers': 1,"
         " 'node': {'multipliers': 0}}",
         5},
        {"{'dropped': [{'family': 'A1', 'reps': ['r1', 'r2']}],"
         " 'multipliers': 1}",
         5},
    };
    static const struct {
        const char *tree, *why;
    } refused[] = {
        {"{'dropped': [{'family': 'A9', 'reps': []}], 'multipliers': 1,"
         " 'node': {'multipliers': 0}}",
         "dropped: no such family"},
        {"{'dropped': [{'family': 'A1', 'reps': ['r2']}], 'multipliers': 1}",
         "a node is missing"},
        {"{'dropped': [{'family': 'A1', 'reps': ['r2']}],"
         " 'node': {'multipliers': 0}}",
         "no such multipliers"},
    };
    char certificate[1000];

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        snprintf(certificate, sizeof certificate,
                 ONE_BLOCK(ZERO_AND_TWO, "%s"), cases[k].tree);
        cr_assert(eq(i64, bound_of(each_one(certificate), false),
                     cases[k].bound * POINT),
                  "case %zu", k);
    }
    for (size_t k = 0; k < sizeof refused / sizeof *refused; k++) {
        snprintf(certificate, sizeof certificate,
                 ONE_BLOCK(ZERO_AND_TWO, "%s"), refused[k].tree);
        assert_refused(each_one(certificate), refused[k].why, k);
    }
}

/* Three accounts of 5; each rep takes at most 8, so that one of them would have
 * to take one and a half. */
#define CUTS_OF(resources, matrices, cuts, leaves, tree)                      \
    "{'phases': [{'name': 'blend', 'resources': [" resources "],"             \
    " 'budget_multipliers': [], 'prices': [], 'reps': ['r1', 'r2'],"          \
    " 'multipliers': [" matrices "], 'cuts': [" cuts                          \
    "], 'leaf_cut_multipliers': [" leaves                                     \
    "], 'blocks': [{'reps': ['r1', 'r2'], 'tree': " tree "}]}]}"
#define CUTS(cuts, leaves)                                                    \
    CUTS_OF("{'limit': 0}", "[['0'],['0']]", cuts, leaves,                    \
            "{'multipliers': 0}")
#define SIDE(resource, weight, at)                                            \
    "{'resource': " resource ", 'weight': " weight ", 'at': " at "}"
#define CUT(rep, sides, divisor, taken)                                       \
    "{'rep': '" rep "', 'sides': [" sides "], 'divisor': " divisor            \
    ", 'taken': [" taken "]}"
#define ABOVE_8 SIDE("0", "1", "8")
#define BELOW_8 SIDE("0", "-1", "8")
#define HEAVY SIDE("0", "1000000000000", "8")
#define TWO_CUTS                                                              \
    CUT("r1", ABOVE_8, "5", "") "," CUT("r2", ABOVE_8, "5", "'A3'")
#define HALF_EACH "[[0, '500000000'], [1, '500000000']]"

static struct verify_texts three_of_5(const char *rules,
                                      const char *certificate)
{
    return (struct verify_texts){.accounts = "id,value\nA1,5\nA2,5\nA3,5\n",
                                 .reps = "id\nr1\nr2\n",
                                 .rules = rules,
                                 .certificate = certificate};
}

static const char at_most_8[] = "{'limits': [{'metric': 'value', 'max': 8}]}";

Test(verify_certificate, rounds_the_loads_of_whole_accounts)
{
    struct verify_texts texts =
        three_of_5(at_most_8, CUTS(TWO_CUTS, HALF_EACH));

    cr_assert(eq(i64, bound_of(texts, false), POINT));
    texts.certificate = CUTS(TWO_CUTS, "[[0, '500000000']]");
    cr_assert(eq(i64, bound_of(texts, false), -POINT));
    texts.rules = "{'limits': [{'metric': 'value', 'min': 8}]}";
    texts.certificate =
        CUTS(CUT("r1", BELOW_8, "5", "") "," CUT("r2", BELOW_8, "5", "'A1'"),
             HALF_EACH);
    cr_assert(eq(i64, bound_of(texts, false), 3 * POINT / 2));
}

Test(verify_certificate, refuses_cuts_that_are_none)
{
    static const struct {
        const char *certificate, *why;
    } refused[] = {
        {CUTS(TWO_CUTS, ""), "one list per matrix is wanted"},
        {CUTS(TWO_CUTS, "[[0]]"), "[cut, multiplier] is wanted"},
        {CUTS(TWO_CUTS, "[[2, '1']]"), "[cut, multiplier] is wanted"},
        {CUTS(TWO_CUTS, "[[0, '-1']]"), "not below 0"},
        {CUTS(TWO_CUTS, "[[0, '1'], [0, '1']]"), "the same cut twice"},
        {CUTS(CUT("r1", ABOVE_8, "0", ""), "[]"), "\"divisor\""},
        {CUTS(CUT("r1", ABOVE_8, "1.5", ""), "[]"), "\"divisor\""},
        {CUTS(CUT("r1", SIDE("0", "2", "8"), "31", ""), "[]"), "\"divisor\""},
        {CUTS(CUT("r1", "", "5", ""), "[]"), "\"sides\" are wanted"},
        {CUTS(CUT("r1", SIDE("0", "1", "1e40"), "5", ""), "[]"), "\"at\""},
        {CUTS(CUT("r1", SIDE("0", "1", "16"), "5", ""), "[]"), "\"at\""},
        {CUTS(CUT("r1", ABOVE_8 "," SIDE("1", "1", "8"), "5", ""), "[]"),
         "\"resource\""},
        {CUTS(CUT("r1", SIDE("-1", "1", "8"), "5", ""), "[]"), "\"resource\""},
        {CUTS(CUT("r1", ABOVE_8 "," SIDE("0", "0", "8"), "5", ""), "[]"),
         "a side weighs 0"},
        {CUTS(CUT("r1", SIDE("0", "0.5", "8"), "5", ""), "[]"), "\"weight\""},
        {CUTS(CUT("r1", SIDE("0", "-1000000000001", "8"), "5", ""), "[]"),
         "\"weight\""},
        {CUTS(CUT("r3", ABOVE_8, "5", ""), "[]"), "no such rep"},
        {CUTS(CUT("r1", ABOVE_8, "5", "'A9'"), "[]"), "no such family"},
        {CUTS(CUT("r1", ABOVE_8, "5", "'A1', 'A1'"), "[]"), "taken twice"},
    };

    for (size_t k = 0; k < sizeof refused / sizeof *refused; k++)
        assert_refused(three_of_5(at_most_8, refused[k].certificate),
                       refused[k].why, k);
}

/* Multipliers and weights are counted in 128 bits. A load of at most 15 lies at
 * most 30 from a place: 30 x 1e29 x 1e6 fits, and again as much is too large. */
Test(verify_certificate, refuses_cuts_that_are_too_large)
{
    static const struct {
        const char *certificate, *why; /* NULL: taken */
    } cases[] = {
        {CUTS(TWO_CUTS, "[[0, '100000000000000000']]"), NULL},
        {CUTS(TWO_CUTS, "[[0, '200000000000000000']]"), "multipliers"},
        {CUTS(CUT("r1", HEAVY, "5", ""), "[[0, '100000']]"), NULL},
        {CUTS(CUT("r1", HEAVY, "5", ""), "[[0, '200000']]"), "multipliers"},
        /* On loads of their own, and on the same. */
        {CUTS(TWO_CUTS,
              "[[0, '100000000000000000'], [1, '100000000000000000']]"),
         NULL},
        {CUTS(CUT("r1", ABOVE_8, "5", "") "," CUT("r1", ABOVE_8, "4", ""),
              "[[0, '100000000000000000'], [1, '100000000000000000']]"),
         "multipliers"},
    };
    struct verify_texts texts = three_of_5(at_most_8, NULL);
    int64_t proved;

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        texts.certificate = cases[k].certificate;
        if (cases[k].why != NULL)
            assert_refused(texts, "the multipliers are too large", k);
        else
            cr_assert(eq(int, walk_texts(texts, false, &proved, NULL), EB_OK),
                      "case %zu", k);
    }
    texts.accounts = "id,value\nA1,900000000000000\n";
    texts.certificate = CUTS(CUT("r1", HEAVY, "5", ""), "[]");
    cr_assert(eq(int, walk_texts(texts, false, &proved, NULL), EB_OK));
    texts.certificate = CUTS(CUT("r1", HEAVY "," HEAVY, "5", ""), "[]");
    assert_refused(texts, "the weights are too large", 0);
}

#define TWO_LOADS(cuts)                                                       \
    CUTS_OF("{'limit': 0}, {'limit': 1}", "[['0','0'],['0','0']]", cuts,      \
            HALF_EACH, "{'multipliers': 0}")
#define BOTH_AT_5 SIDE("0", "1", "5") "," SIDE("1", "1", "5")

/* By value or by work alone each rep can take half of all; but of both together
 * an account has 4 and a rep takes 10, which is room for two of five. */
Test(verify_certificate, rounds_the_sum_of_two_loads)
{
    struct verify_texts texts = {
        .accounts = "id,value,work\n"
                    "A1,3,1\nA2,3,1\nA3,1,3\nA4,1,3\nA5,2,2\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{'limits': [{'metric': 'value', 'max': 5},"
                 " {'metric': 'work', 'max': 5}]}",
        .certificate = TWO_LOADS(CUT("r1", BOTH_AT_5, "4", "") "," CUT(
            "r2", BOTH_AT_5, "4", "'A5'"))};

    /* Anywhere an account costs 2 halves; each cut allows 4. */
    cr_assert(eq(i64, bound_of(texts, false), POINT));
    /* What each load may have beyond 5 is allowed too: 1 and 2. */
    texts.rules = "{'limits': [{'metric': 'value', 'max': 6},"
                  " {'metric': 'work', 'max': 7}]}";
    cr_assert(eq(i64, bound_of(texts, false), -2 * POINT));
}

#define VALUE_LESS_COUNT SIDE("0", "1", "9") "," SIDE("1", "-3", "2")

/* Accounts of 5: two are wanted, but weigh more than 9. Value less three times
 * the count is 2 for each of them, and at most 9 - 3 x 2. */
Test(verify_certificate, rounds_the_difference_of_two_loads)
{
    struct verify_texts texts = {
        .accounts = "id,value\nA1,5\nA2,5\nA3,5\nA4,5\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{'limits': [{'metric': 'value', 'max': 9},"
                 " {'metric': 'accounts', 'min': 2}]}",
        .certificate = TWO_LOADS(CUT("r1", VALUE_LESS_COUNT, "2", "") "," CUT(
            "r2", VALUE_LESS_COUNT, "2", ""))};

    /* Four accounts, of which each cut allows one. */
    cr_assert(eq(i64, bound_of(texts, false), POINT));
    /* Three, of which r1 may have one, and r2 none beside A4. */
    texts.accounts = "id,value,pin\nA1,5,\nA2,5,\nA3,5,\nA4,5,r2\n";
    cr_assert(eq(i64, bound_of(texts, false), POINT));
    /* 2 more of value, and 1 less of the count, which weighs 3. */
    texts.accounts = "id,value\nA1,5\nA2,5\nA3,5\nA4,5\n";
    texts.rules = "{'limits': [{'metric': 'value', 'max': 11},"
                  " {'metric': 'accounts', 'min': 1}]}";
    cr_assert(eq(i64, bound_of(texts, false), -4 * POINT));
}

Test(verify_certificate, rounds_a_load_with_several_places)
{
    struct verify_texts texts = three_of_5(
        at_most_8, CUTS(CUT("r1", ABOVE_8 "," ABOVE_8, "10", "") "," CUT(
                            "r2", SIDE("0", "2", "8"), "10", "'A3'"),
                        "[[0, '250000000'], [1, '250000000']]"));

    /* Both as one of weight 1 at twice the price. */
    cr_assert(eq(i64, bound_of(texts, false), POINT));
    /* Twice what is above 8 and once what is below 7: at most 7, at 0. The sum
     * is 5 for an account and at most 9, which is one of them. */
    texts.certificate =
        CUTS(CUT("r1", SIDE("0", "2", "8") "," SIDE("0", "-1", "7"), "5", ""),
             "[[0, '500000000']]");
    cr_assert(eq(i64, bound_of(texts, false), -4 * POINT));
}

Test(verify_certificate, has_cuts_of_each_leaf)
{
    struct verify_texts texts =
        three_of_5("{'limits': [{'metric': 'value', 'max': 9}]}",
                   CUTS_OF("{'limit': 0}", "[['0'],['0']],[['0'],['0']]",
                           TWO_CUTS, HALF_EACH ",[[0, '500000000']]",
                           "{'family': 'A1', 'branches': ["
                           "{'reps': ['r1'], 'node': {'multipliers': 0}},"
                           "{'reps': ['r2'], 'node': {'multipliers': 1}}]}"));

    /* 3 - 1 - 1 less 1/2 for each load; and 0 - 1 less 1/2 for one. */
    cr_assert(eq(i64, bound_of(texts, false), -3 * POINT / 2));
}

Test(verify_certificate, proves_that_limits_cannot_be_kept)
{
    /* Three accounts, one each at most: D is the mean load of 1.5. */
    struct verify_texts texts = {
        .accounts = "id\nA1\nA2\nA3\n",
        .reps = "id\nr1\nr2\n",
        .rules = one_each,
        .pairs = "account,rep,cost\nA1,r1,1\n",
        .certificate = ONE_BLOCK("[['30000000000'], ['30000000000']]",
                                 "{'multipliers': 0}")};

    /* 3 x 30 less 30 for each place, and half a unit twice. */
    cr_assert(eq(i64, bound_of(texts, true), 30 * POINT - 1));
    texts.certificate = ONE_BLOCK("[['0'], ['0']]", "{'multipliers': 0}");
    cr_assert(eq(i64, bound_of(texts, true), 0));
}

/* Valgrind computes reals with 53 bits, where 1e23 is no whole number and the
 * price of a budget (MODEL.md section 10) comes out lower. */
static bool reals_are_short(void)
{
    volatile long double number = 1e23L;

    return (wide)number != (wide)100000000000 * 1000000000000;
}

Test(verify_certificate, proves_that_budgets_cannot_be_kept)
{
    struct verify_texts texts = {
        .accounts = "id,owner\nA1,r1\nA2,r1\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{'continuity': {'max_moves': 0},"
                 " 'limits': [{'metric': 'accounts', 'max': 1}]}",
        .certificate = "{'phases': [{'name': 'violation',"
                       " 'resources': [{'limit': 0}],"
                       " 'budget_multipliers': ['100000000000'], 'prices': [],"
                       " 'reps': ['r1'], 'multipliers': [[['100000000000']]],"
                       " 'blocks': [{'reps': ['r1', 'r2'],"
                       " 'tree': {'multipliers': 0}}]}]}"};

    if (reals_are_short())
        return;
    /* Either costs 100 a piece; staying pays the limit, going the budget. */
    cr_assert(eq(i64, bound_of(texts, true), 100 * POINT - 1));
}

Test(verify_certificate, is_refused_when_it_is_none)
{
    static const struct {
        const char *certificate, *why;
    } cases[] = {
        {ONE_BLOCK("[['0']]", "{'multipliers': 0}"),
         "a row per rep, and in it a column per resource, are wanted"},
        {ONE_BLOCK("[['0', '0'], ['0', '0']]", "{'multipliers': 0}"),
         "a row per rep, and in it a column per resource, are wanted"},
        {ONE_BLOCK("[['0'], ['0'], ['0']]", "{'multipliers': 0}"),
         "more rows than reps"},
        {ONE_BLOCK("[['0'], ['0.1234567890123']]", "{'multipliers': 0}"),
         "at most 12 places"},
        {ONE_BLOCK("[['0'], ['1e3']]", "{'multipliers': 0}"),
         "at most 12 places"},
        {ONE_BLOCK("[['0'], ['99999999999999999999999999']]",
                   "{'multipliers': 0}"),
         "too large"},
        {ONE_BLOCK("[['0'], ['0']]", "{'multipliers': 1}"),
         "no such multipliers"},
        {ONE_BLOCK("[['0'], ['0']]", "{}"), "no such family in this block"},
        {ONE_BLOCK("[['0'], ['0']]", "null"), "a node is missing"},
        {ONE_BLOCK("[['0'], ['0']]",
                   "{'family': 'A1', 'branches': ["
                   "{'reps': ['r1'], 'node': {'multipliers': 0}}]}"),
         "branches: rep \"r2\" is in none"},
        {ONE_BLOCK("[['0'], ['0']]",
                   "{'family': 'A1', 'branches': ["
                   "{'reps': ['r9'], 'node': {'multipliers': 0}}]}"),
         "no such rep"},
        {ONE_BLOCK("[['0'], ['0']]",
                   "{'family': 'A9', 'branches': ["
                   "{'reps': ['r1'], 'node': {'multipliers': 0}}]}"),
         "no such family"},
        {TWO_BLOCKS(PRICES,
                    "{'family': 'A1', 'branches': ["
                    "{'reps': ['r1'], 'node': {'multipliers': 0}}]}",
                    "{'multipliers': 0}"),
         "none has the family staying out"},
        {TWO_BLOCKS("{'family': 'A9', 'price': '1'}", "{'multipliers': 0}",
                    "{'multipliers': 0}"),
         "prices: no such family"},
        {"{'phases': [{'name': 'blend', 'resources': [],"
         " 'budget_multipliers': [], 'reps': [], 'multipliers': [[]],"
         " 'prices': [{'family': 'A1', 'price': '1'}],"
         " 'blocks': [{'reps': ['r1', 'r2'],"
         " 'tree': {'multipliers': 0}}]}]}",
         "one for each family that reaches several blocks"},
        {"{'phases': [{'name': 'blend', 'resources': [],"
         " 'budget_multipliers': [], 'reps': [], 'multipliers': [[]],"
         " 'blocks': [{'reps': ['r1'], 'tree': {'multipliers': 0}}]}]}",
         "blocks: rep \"r2\" is in none"},
        {"{'phases': [{'name': 'blend', 'resources': [],"
         " 'budget_multipliers': [], 'reps': [], 'multipliers': [[]],"
         " 'blocks': [{'reps': ['r1', 'r2', 'r1'],"
         " 'tree': {'multipliers': 0}}]}]}",
         "the same rep twice"},
        {"{'phases': [{'name': 'blend', 'resources': [{'limit': 1}],"
         " 'budget_multipliers': [], 'reps': [], 'multipliers': [[]],"
         " 'blocks': []}]}",
         "no such resource"},
        {"{'phases': [{'name': 'blend', 'resources': [],"
         " 'budget_multipliers': ['1'], 'reps': [], 'multipliers': [[]],"
         " 'blocks': []}]}",
         "one per budget is wanted"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        int64_t proved;
        eb_messages *said = NULL;

        cr_assert(
            eq(int,
               walk_texts(
                   (struct verify_texts){.accounts = "id\nA1\nA2\n",
                                         .reps = "id\nr1\nr2\n",
                                         .pairs = pairs,
                                         .rules = one_each,
                                         .certificate = cases[k].certificate},
                   false, &proved, &said),
               EB_REFUSED),
            "case %zu", k);
        cr_assert(eq(sz, says_count(said, cases[k].why), 1), "case %zu: %s", k,
                  eb_messages_text(said, 0));
        eb_messages_free(said);
    }
}

Test(verify_certificate, refuses_multipliers_of_budgets_out_of_range)
{
    struct verify_texts texts = {.accounts = "id,owner\nA1,r1\nA2,r1\n",
                                 .reps = "id\nr1\nr2\n",
                                 .rules = "{'continuity': {'max_moves': 1}}",
                                 .certificate = BUDGET("-1")};
    int64_t proved;

    cr_assert(eq(int, walk_texts(texts, false, &proved, NULL), EB_REFUSED));
    /* The slope of a violation is 100 points here. */
    texts.certificate = BUDGET("100000000000.1");
    cr_assert(eq(int, walk_texts(texts, true, &proved, NULL), EB_REFUSED));
    texts.certificate = BUDGET("100000000000");
    if (!reals_are_short())
        cr_assert(eq(int, walk_texts(texts, true, &proved, NULL), EB_OK));
}
