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
    struct problem p = {violation, ITEMS(memory, int64_t, n),
                        ITEMS(memory, int64_t, n),
                        ITEMS(memory, int64_t, (size_t)w->n_budgets), order};

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
#define CUTS(cuts, leaves)                                                    \
    "{'phases': [{'name': 'blend', 'resources': [{'limit': 0}],"              \
    " 'budget_multipliers': [], 'prices': [], 'reps': ['r1', 'r2'],"          \
    " 'multipliers': [[['0'],['0']]], 'cuts': [" cuts                         \
    "], 'leaf_cut_multipliers': [" leaves                                     \
    "], 'blocks': [{'reps': ['r1', 'r2'], 'tree': {'multipliers': 0}}]}]}"
#define CUT(rep, side, at, divisor, taken)                                    \
    "{'rep': '" rep "', 'resource': 0, 'above': " side ", 'at': " at          \
    ", 'divisor': " divisor ", 'taken': [" taken "]}"
#define TWO_CUTS                                                              \
    CUT("r1", "true", "8", "5", "") "," CUT("r2", "true", "8", "5", "'A3'")

Test(verify_certificate, rounds_the_loads_of_whole_accounts)
{
    static const struct {
        const char *certificate, *why;
    } refused[] = {
        {CUTS(TWO_CUTS, ""), "one list per matrix is wanted"},
        {CUTS(TWO_CUTS, "[[0]]"), "[cut, multiplier] is wanted"},
        {CUTS(TWO_CUTS, "[[2, '1']]"), "[cut, multiplier] is wanted"},
        {CUTS(TWO_CUTS, "[[0, '-1']]"), "not below 0"},
        {CUTS(TWO_CUTS, "[[0, '1'], [0, '1']]"), "the same cut twice"},
        {CUTS(CUT("r1", "true", "8", "0", ""), "[]"), "\"divisor\""},
        {CUTS(CUT("r1", "true", "8", "1.5", ""), "[]"), "\"divisor\""},
        {CUTS(CUT("r1", "true", "1e40", "5", ""), "[]"), "\"at\""},
        {CUTS(CUT("r1", "1", "8", "5", ""), "[]"), "\"above\""},
        {CUTS(CUT("r3", "true", "8", "5", ""), "[]"), "no such rep"},
        {CUTS(CUT("r1", "true", "8", "5", "'A9'"), "[]"), "no such family"},
        {CUTS(CUT("r1", "true", "8", "5", "'A1', 'A1'"), "[]"), "taken twice"},
    };
    struct verify_texts texts = {
        .accounts = "id,value\nA1,5\nA2,5\nA3,5\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{'limits': [{'metric': 'value', 'max': 8}]}",
        .certificate = CUTS(TWO_CUTS, "[[0, '500000000'], [1, '500000000']]")};

    cr_assert(eq(i64, bound_of(texts, false), POINT));
    texts.certificate = CUTS(TWO_CUTS, "[[0, '500000000']]");
    cr_assert(eq(i64, bound_of(texts, false), -POINT));
    for (size_t k = 0; k < sizeof refused / sizeof *refused; k++) {
        texts.certificate = refused[k].certificate;
        assert_refused(texts, refused[k].why, k);
    }
    texts.rules = "{'limits': [{'metric': 'value', 'min': 8}]}";
    texts.certificate = CUTS(CUT("r1", "false", "8", "5",
                                 "") "," CUT("r2", "false", "8", "5", "'A1'"),
                             "[[0, '500000000'], [1, '500000000']]");
    cr_assert(eq(i64, bound_of(texts, false), 3 * POINT / 2));
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
