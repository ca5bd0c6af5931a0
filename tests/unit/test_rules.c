/* test_rules.c - rules.json: what is refused and where, what is read, what is
 * taken where nothing is said, and the rules as applied. */
#include "io/json.h"
#include "model/rules.h"
#include "model/rules_keys.h"

#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

static const char accounts_text[] =
    "id,ARR,workload,tier,risk,territory,industry,skills,parent,owner,locked,"
    "renewal_date,owner_since,open_opportunity,index,closed,latitude,"
    "longitude\n"
    "A1,100.5,2,1,high,UK,bank,crm;erp,,r1,yes,2027-03-01,2026-12-01,yes,0.5,"
    "2026-01-31,50,1\n"
    "A2,200,3.25,2,low,DE,food,crm,A1,r1,,2027-09-01,2020-01-01,no,1,,51,2\n"
    "A3,300,,2,,UK,bank;food,,,r2,no,,,,0,2026-02-28,52,3\n"
    "A4,0,1,3,High,,,erp,,,,,,,-2,,53,4\n";

static const char reps_text[] =
    "id,role,territories,industries,max_accounts,min_accounts,max_value,"
    "ceiling,latitude,longitude\n"
    "r1,csm,UK;DE,bank;food,10,1,5000,7.5,50,1\n"
    "r2,csm,UK,food,10,,5000,8,51,2\n";

static const char pairs_text[] = "account,rep,cost,fit,workload\n"
                                 "A1,r1,3,0.5,1.125\n"
                                 "A2,r2,,1,\n";

/* Books, the rules read against them, and what was said. */
struct scene {
    struct table *accounts, *reps, *pairs;
    struct doc *doc;
    struct books *books;
    struct rules *rules;
    eb_messages *said;
    eb_status status;
};

static void open_books(struct scene *scene, const char *accounts,
                       const char *reps, const char *pairs)
{
    eb_messages *unheard = eb_messages_new();
    struct book_tables tables = {0};

    scene->accounts = table_of("accounts.csv", accounts);
    scene->reps = table_of("reps.csv", reps);
    scene->pairs = pairs != NULL ? table_of("pairs.csv", pairs) : NULL;
    tables.accounts = scene->accounts;
    tables.reps = scene->reps;
    tables.pairs = scene->pairs;
    tables.columns = rules_columns(scene->doc);
    if (books_make(&tables, NULL, &scene->books, unheard) != EB_OK)
        show_messages(unheard);
    cr_assert(ne(ptr, scene->books, NULL));
    eb_messages_free(unheard);
}

static struct scene scene_of(const char *text, const char *accounts,
                             const char *reps, const char *pairs)
{
    struct scene scene = {.said = eb_messages_new()};

    if (text != NULL)
        cr_assert(eq(int,
                     json_read("rules.json", text, strlen(text), &scene.doc,
                               scene.said),
                     EB_OK),
                  "%s", text);
    open_books(&scene, accounts, reps, pairs);
    scene.status =
        rules_make(scene.doc, scene.books, NULL, &scene.rules, scene.said);
    return scene;
}

static struct scene read_rules(const char *text)
{
    return scene_of(text, accounts_text, reps_text, pairs_text);
}

static void close_scene(struct scene *scene)
{
    rules_free(scene->rules);
    books_free(scene->books);
    doc_free(scene->doc);
    table_free(scene->accounts);
    table_free(scene->reps);
    table_free(scene->pairs);
    eb_messages_free(scene->said);
}

static void expect_fine(const struct scene *scene)
{
    if (scene->status != EB_OK)
        show_messages(scene->said);
    cr_assert(eq(int, scene->status, EB_OK));
}

/* ---- Faults -------------------------------------------------------------- */

#define AMOUNT "a number from 0 to 1000000"
#define DAYS "a whole number of days"

static const struct {
    const char *text;
    const char *faults[3]; /* behind "rules.json:" */
} faulty[] = {
    {"[]", {"1:1: rules: expected an object, not a list"}},
    {"{\"metric\": []}",
     {"1:2: \"metric\" is not a key of the rules; did you mean \"metrics\"?"}},
    {"{\"metrics\": [{\"name\": \"value\",\n \"bandd\": 1}]}",
     {"2:2: \"bandd\" is not a key of a metric; did you mean \"band\"?"}},
    {"{\"limits\": [{\"metric\": \"value\", \"maxi\": 1, \"max\": 1}]}",
     {"1:33: \"maxi\" is not a key of a limit; did you mean \"max\"?"}},
    {"{\"continuity\": {\"max_move\": 1, \"stickiness\": {\"tenur\": 1}}}",
     {"1:17: \"max_move\" is not a key of continuity; did you mean "
      "\"max_moves\"?",
      "1:47: \"tenur\" is not a key of continuity.stickiness; did you mean "
      "\"tenure\"?"}},
    {"{\"metrics\": {}}",
     {"1:13: metrics: expected a list of metrics, not an object"}},
    {"{\"metrics\": [1]}", {"1:14: metrics: expected an object, not 1"}},
    {"{\"metrics\": [{}]}", {"1:14: a metric needs \"name\""}},
    {"{\"metrics\": [{\"name\": \"value\", \"weight\": \"high\"}]}",
     {"1:42: weight: expected " AMOUNT ", not \"high\""}},
    {"{\"metrics\": [{\"name\": \"value\", \"weight\": -1}]}",
     {"1:42: weight: expected " AMOUNT ", not -1"}},
    {"{\"metrics\": [{\"name\": \"value\", \"weight\": 1000000.5}]}",
     {"1:42: weight: expected " AMOUNT ", not 1000000.5"}},
    {"{\"metrics\": [{\"name\": \"value\", \"band\": 0}]}",
     {"1:40: band: expected a number above 0 and up to 1000, of at most 6 "
      "decimals, not 0"}},
    {"{\"metrics\": [{\"name\": \"value\", \"band\": 1e-7}]}",
     {"1:40: band: expected a number above 0 and up to 1000, of at most 6 "
      "decimals, not 1e-7"}},
    {"{\"metrics\": [{\"name\": \"value\", \"negative\": \"no\"}]}",
     {"1:44: negative: expected \"refuse\", \"zero\" or \"keep\", not "
      "\"no\""}},
    {"{\"metrics\": [{\"name\": \"value\", \"count\": 1}]}",
     {"1:41: count: expected true or false, not 1"}},
    {"{\"metrics\": [{\"name\": \"value\", \"penalty\": []}]}",
     {"1:43: penalty: expected at least one [deviation, slope], not a list"}},
    {"{\"metrics\": [{\"name\": \"value\", \"penalty\": [[1]]}]}",
     {"1:44: penalty: expected [deviation, slope], not a list"}},
    {"{\"metrics\": [{\"name\": \"value\", \"penalty\": [[0.2, 1], [0.1, "
     "2]]}]}",
     {"1:55: penalty: expected deviations that rise from each to the next, "
      "not 0.1"}},
    {"{\"metrics\": [{\"name\": \"value\", \"penalty\": [[0.1, 3], [0.2, "
     "2]]}]}",
     {"1:60: penalty: expected slopes that never fall from the first, 0.001 "
      "at 0, not 2"}},
    {"{\"metrics\": [{\"name\": \"value\", \"penalty\": [[0.1, 0]]}]}",
     {"1:50: penalty: expected slopes that never fall from the first, 0.001 "
      "at 0, not 0"}},
    {"{\"metrics\": [{\"name\": \"value\", \"penalty\": [[0.1, 1e-7]]}]}",
     {"1:50: penalty: expected a slope from 0 to 1000000, of at most 6 "
      "decimals, not 1e-7"}},
    {"{\"metrics\": [{\"name\": \"vlaue\"}]}",
     {"1:23: no numeric column of accounts.csv feeds the metric \"vlaue\"; "
      "did you mean \"value\"?"}},
    {"{\"metrics\": [{\"name\": \"risk\"}]}",
     {"1:23: the column \"risk\" of accounts.csv holds text, not numbers"}},
    {"{\"metrics\": [{\"name\": \"x\", \"column\": \"indeks\"}]}",
     {"1:38: \"indeks\" is not a column of accounts.csv; did you mean "
      "\"index\"?"}},
    {"{\"metrics\": [{\"name\": \"x\", \"column\": \"index\", \"count\": "
     "true}]}",
     {"1:38: \"column\" and \"count\" exclude each other"}},
    {"{\"metrics\": [{\"name\": \"value\"}, {\"name\": \"value\"}]}",
     {"1:42: there are two metrics \"value\""}},
    {"{\"metrics\": [{\"name\": \"value\", \"where\": {\"risc\": \"high\"}}]}",
     {"1:42: \"risc\" is not a column of accounts.csv; did you mean "
      "\"risk\"?"}},
    {"{\"metrics\": [{\"name\": \"value\", \"where\": {\"risk\": 1}}]}",
     {"1:50: risk: the column holds text: expected a text in quotes, not 1"}},
    {"{\"metrics\": [{\"name\": \"value\", \"where\": {\"index\": \"1\"}}]}",
     {"1:51: index: the column holds numbers: expected a number, not "
      "\"1\""}},
    {"{\"metrics\": [{\"name\": \"value\", \"where\": {\"locked\": "
     "\"yes\"}}]}",
     {"1:52: locked: the column holds yes or no: expected true or false, not "
      "\"yes\""}},
    {"{\"metrics\": [{\"name\": \"value\", \"where\": {\"owner_since\": "
     "\"1/2/2027\"}}]}",
     {"1:57: owner_since: the column holds dates: expected a date like "
      "\"2027-01-04\", not \"1/2/2027\""}},
    {"{\"metrics\": [{\"name\": \"value\", \"where\": {\"closed\": "
     "\"2027-01-04\"}}]}",
     {"1:52: closed: the column holds dates: expected a range, not "
      "\"2027-01-04\""}},
    {"{\"metrics\": [{\"name\": \"value\", \"where\": {\"risk\": []}}]}",
     {"1:50: risk: an empty list matches no account"}},
    {"{\"metrics\": [{\"name\": \"value\", \"where\": {\"risk\": {\"min\": "
     "1}}}]}",
     {"1:50: risk: the column holds text, and so has no range"}},
    {"{\"metrics\": [{\"name\": \"value\", \"where\": {\"index\": {}}}]}",
     {"1:51: index: a range needs \"min\" or \"max\""}},
    {"{\"metrics\": [{\"name\": \"value\", \"where\": {\"index\": {\"min_\": "
     "1, "
     "\"max\": \"x\"}}}]}",
     {"1:52: index: \"min_\" is not a key of a range; did you mean \"min\"?",
      "1:70: index: the column holds numbers: expected a number, not "
      "\"x\""}},
    {"{\"metrics\": [{\"name\": \"value\", \"where\": {\"index\": {\"min\": "
     "2, "
     "\"max\": 1}}}]}",
     {"1:69: index: the max of 1 is below the min of 2"}},
    {"{\"limits\": [{\"metric\": \"value\", \"max\": 1e30}]}",
     {"1:40: max: expected a number, or a column of reps.csv, not 1e30, "
      "which has more than 18 digits"}},
    {"{\"balance_within\": \"index\"}",
     {"1:20: the column \"index\" of accounts.csv holds numbers, not one text "
      "each"}},
    {"{\"limits\": [{\"metric\": \"value\"}]}",
     {"1:13: a limit needs \"min\" or \"max\""}},
    {"{\"limits\": [{\"max\": 1}]}", {"1:13: a limit needs \"metric\""}},
    {"{\"limits\": [{\"metric\": \"vlue\", \"max\": 1}]}",
     {"1:24: \"vlue\" is neither a metric nor a numeric column of "
      "accounts.csv; did you mean \"value\"?"}},
    {"{\"limits\": [{\"metric\": \"value\", \"min\": 3, \"max\": 2.5}]}",
     {"1:50: max: 2.5 is below the min of 3"}},
    {"{\"limits\": [{\"metric\": \"value\", \"max\": \"max_acounts\"}]}",
     {"1:40: \"max_acounts\" is not a column of reps.csv; did you mean "
      "\"max_accounts\"?"}},
    {"{\"limits\": [{\"metric\": \"value\", \"max\": \"industries\"}]}",
     {"1:40: the column \"industries\" of reps.csv holds lists, not "
      "numbers"}},
    {"{\"territory\": \"hart\"}",
     {"1:15: territory: expected \"off\", \"hard\", \"graded\" or an object, "
      "not \"hart\""}},
    {"{\"territory\": {\"mode\": \"soft\"}}",
     {"1:24: mode: expected \"off\", \"hard\" or \"graded\", not \"soft\""}},
    {"{\"families\": \"apart\"}",
     {"1:14: families: expected \"off\", \"together\" or \"by_territory\", "
      "not \"apart\""}},
    {"{\"fit\": [{\"weight\": 1}]}",
     {"1:10: a fit term needs one of \"account\" with \"rep\", \"pair\" and "
      "\"distance\""}},
    {"{\"fit\": [{\"account\": \"industry\"}]}",
     {"1:10: \"account\" and \"rep\" go together"}},
    {"{\"fit\": [{\"account\": \"index\", \"rep\": \"skils\"}]}",
     {"1:22: the column \"index\" of accounts.csv holds numbers, not words",
      "1:38: \"skils\" is not a column of reps.csv"}},
    {"{\"fit\": [{\"pair\": \"price\"}]}",
     {"1:19: pair: expected \"cost\" or \"fit\", not \"price\""}},
    {"{\"fit\": [{\"pair\": \"fit\", \"missing\": 1.5}]}",
     {"1:37: missing: expected a fit from 0 to 1, not 1.5"}},
    {"{\"fit\": [{\"pair\": \"fit\", \"missing\": \"never\"}]}",
     {"1:37: missing: expected a number or \"forbidden\", not \"never\""}},
    {"{\"fit\": [{\"pair\": \"cost\", \"hard\": true}]}",
     {"1:35: hard: goes with \"account\" and \"rep\" alone"}},
    {"{\"fit\": [{\"distance\": \"km\", \"missing\": 1}]}",
     {"1:40: missing: goes with \"pair\" alone"}},
    {"{\"fit\": [{\"distance\": \"miles\"}]}",
     {"1:23: distance: expected \"km\", not \"miles\""}},
    {"{\"continuity\": {\"loss_rate\": 1.01}}",
     {"1:30: loss_rate: expected a share from 0 to 1, not 1.01"}},
    {"{\"continuity\": {\"max_moves\": 1.5}}",
     {"1:30: max_moves: expected a whole number from 0 to 1000000, not 1.5"}},
    {"{\"continuity\": {\"max_moved_share\": {\"value\": 2}}}",
     {"1:46: value: expected a share from 0 to 1, not 2"}},
    {"{\"continuity\": {\"max_moved\": {\"values\": 2}}}",
     {"1:31: \"values\" is neither a metric nor a numeric column of "
      "accounts.csv; did you mean \"value\"?"}},
    {"{\"continuity\": {\"stickiness\": {\"least\": 2}}}",
     {"1:31: stickiness: \"least\" is above \"most\""}},
    {"{\"continuity\": {\"stickiness\": {\"high_risk\": [1]}}}",
     {"1:46: high_risk: expected a text, not 1"}},
    {"{\"locks\": [{\"why\": \"so\"}]}",
     {"1:12: a lock needs \"where\", \"renewal_within_days\" or "
      "\"owner_changed_within_days\""}},
    {"{\"locks\": [{\"renewal_within_days\": -1}]}",
     {"1:36: renewal_within_days: expected " DAYS ", not -1"}},
    {"{\"columns\": {\"account\": {}}}",
     {"1:14: \"account\" is not a key of columns; did you mean "
      "\"accounts\"?"}},
    {"{\"as_of\": \"2027-02-29\"}",
     {"1:11: as_of: expected a date like \"2027-01-04\", not "
      "\"2027-02-29\""}},
    {"{\"goal\": \"best\"}",
     {"1:10: goal: expected \"blend\", \"fairest\" or \"gentlest\", not "
      "\"best\""}},
    {"{\"goal\": \"gentlest\", \"against\": \"valu\"}",
     {"1:33: \"valu\" is neither a metric nor a numeric column of "
      "accounts.csv; did you mean \"value\"?"}},
};

Test(rules, names_the_place_of_every_fault)
{
    for (size_t k = 0; k < sizeof faulty / sizeof *faulty; k++) {
        struct scene scene = read_rules(faulty[k].text);
        size_t n = 0;

        cr_expect(eq(int, scene.status, EB_BAD_DATA), "%s", faulty[k].text);
        cr_expect(eq(ptr, scene.rules, NULL));
        for (; n < 3 && faulty[k].faults[n] != NULL; n++) {
            char wanted[400];

            snprintf(wanted, sizeof wanted, "rules.json:%s",
                     faulty[k].faults[n]);
            cr_expect(says(scene.said, wanted), "%s\nwants %s", faulty[k].text,
                      wanted);
        }
        cr_expect(eq(sz, fault_count(scene.said), n), "%s", faulty[k].text);
        if (fault_count(scene.said) != n ||
            says_count(scene.said, faulty[k].faults[0]) == 0)
            show_messages(scene.said);
        close_scene(&scene);
    }
}

Test(rules, reports_all_faults_at_once)
{
    struct scene scene = read_rules("{\"role\": 1,\n"
                                    " \"metrics\": [{\"name\": \"valu\"}],\n"
                                    " \"limits\": [{\"metric\": \"x\"}],\n"
                                    " \"fit\": [{\"pair\": \"gain\"}],\n"
                                    " \"locks\": [{\"were\": {}}]}");

    cr_assert(eq(int, scene.status, EB_BAD_DATA));
    cr_assert(eq(sz, fault_count(scene.said), 7));
    close_scene(&scene);
}

Test(rules, take_what_gentlest_is_asked_to_keep_small)
{
    const struct rules_wish value = {"gentlest", "value"};
    const struct rules_wish moves = {NULL, "moves"};
    const struct rules_wish typo = {"gentlest", "valu"};
    const struct rules_wish idle = {"fairest", "moves"};
    struct scene scene =
        read_rules("{\"goal\": \"gentlest\", \"against\": \"loss\"}");
    struct rules *rules = NULL;

    cr_assert(
        eq(int, rules_make(scene.doc, scene.books, &value, &rules, scene.said),
           EB_OK));
    cr_assert(eq(int, rules->against.kind, AGAINST_METRIC));
    rules_free(rules);
    cr_assert(
        eq(int, rules_make(scene.doc, scene.books, &moves, &rules, scene.said),
           EB_OK));
    cr_assert(eq(int, rules->against.kind, AGAINST_MOVES));
    rules_free(rules);
    cr_assert(eq(int, rules_make(NULL, scene.books, &typo, &rules, scene.said),
                 EB_BAD_USAGE));
    cr_assert(says(scene.said,
                   "--against: \"valu\" is neither a metric nor a numeric "
                   "column of accounts.csv; did you mean \"value\"?"));
    cr_assert(eq(int, rules_make(NULL, scene.books, &idle, &rules, scene.said),
                 EB_BAD_USAGE));
    cr_assert(says(scene.said, "--against: only the goal gentlest takes this; "
                               "add --goal gentlest"));
    close_scene(&scene);
}

Test(rules, take_the_goal_that_was_asked_for)
{
    const struct rules_wish gentle = {.goal = "gentle"};
    const struct rules_wish gentlest = {.goal = "gentlest"};
    struct scene scene = read_rules("{\"goal\": \"fairest\"}");
    struct rules *rules = NULL;

    cr_assert(eq(int, scene.rules->goal, GOAL_FAIREST));
    cr_assert(eq(int,
                 rules_make(NULL, scene.books, &gentle, &rules, scene.said),
                 EB_BAD_USAGE));
    cr_assert(says(scene.said, "there is no goal \"gentle\": try \"blend\", "
                               "\"fairest\" or \"gentlest\""));
    cr_assert(eq(
        int, rules_make(scene.doc, scene.books, &gentlest, &rules, scene.said),
        EB_OK));
    cr_assert(eq(int, rules->goal, GOAL_GENTLEST));
    rules_free(rules);
    close_scene(&scene);
}

Test(rules, miss_the_columns_that_a_rule_needs)
{
    static const struct {
        const char *text, *fault;
    } cases[] = {
        {"{\"territory\": \"hard\"}",
         "rules.json:1:15: territory: accounts.csv has no column "
         "\"territory\""},
        {"{\"territory\": \"graded\"}",
         "rules.json:1:15: territory: reps.csv has no column "
         "\"territories\""},
        {"{\"families\": \"together\"}",
         "rules.json:1:14: families: accounts.csv has no column \"parent\""},
        {"{\"families\": \"by_territory\"}",
         "rules.json:1:14: families: accounts.csv has no column "
         "\"territory\""},
        {"{\"fit\": [{\"distance\": \"km\"}]}",
         "rules.json:1:23: distance: reps.csv has no column \"longitude\""},
        {"{\"fit\": [{\"pair\": \"cost\"}]}",
         "rules.json:1:19: pair: there is no pairs.csv"},
        {"{\"locks\": [{\"renewal_within_days\": 9}]}",
         "rules.json:1:36: renewal_within_days: accounts.csv has no column "
         "\"renewal_date\""},
        {"{\"locks\": [{\"owner_changed_within_days\": 9}]}",
         "rules.json:1:42: owner_changed_within_days: accounts.csv has no "
         "column \"owner_since\""},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct scene scene =
            scene_of(cases[k].text, "id\nA1\n", "id\nr1\n", NULL);

        cr_expect(eq(int, scene.status, EB_BAD_DATA), "%s", cases[k].text);
        cr_expect(says(scene.said, cases[k].fault), "%s", cases[k].text);
        close_scene(&scene);
    }
}

Test(rules, refuse_negative_and_blank_cells_once_each)
{
    static const char accounts[] = "id,value,workload,outside\n"
                                   "A1,-5,,\n"
                                   "A2,1,-1,\n"
                                   "A3,-7,,yes\n";
    static const char text[] =
        "{\"metrics\": [{\"name\": \"value\"},"
        " {\"name\": \"again\", \"column\": \"value\"},"
        " {\"name\": \"workload\", \"negative\": \"zero\", \"required\": "
        "true}],"
        " \"limits\": [{\"metric\": \"value\", \"max\": 1}]}";
    struct scene scene = scene_of(text, accounts, "id\nr1\n", NULL);

    cr_assert(eq(int, scene.status, EB_BAD_DATA));
    cr_expect(says(scene.said, "accounts.csv:2:2: value: \"-5\" is negative, "
                               "and the metric \"value\" refuses that"));
    cr_expect(says(scene.said, "accounts.csv:2:3: workload: blank, and the "
                               "metric \"workload\" requires it"));
    cr_expect(eq(sz, fault_count(scene.said), 2));
    close_scene(&scene);
}

Test(rules, tell_the_blank_cells_that_count_as_0)
{
    static const struct {
        const char *text, *said[2];
    } cases[] = {
        {"{}", {"ARR: 2 blank cells count as 0", NULL}},
        {"{\"metrics\": [{\"name\": \"value\", \"required\": true,"
         " \"where\": {\"tier\": \"B\"}}]}",
         {"ARR: 2 blank cells count as 0", NULL}},
        {"{\"metrics\": [{\"name\": \"seats\"}]}",
         {"ARR: 2 blank cells count as 0", "seats: 1 blank cell counts as 0"}},
        {"{\"limits\": [{\"metric\": \"seats\", \"max\": 9,"
         " \"where\": {\"tier\": \"B\"}}]}",
         {"ARR: 2 blank cells count as 0", NULL}},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct scene scene = scene_of(cases[k].text,
                                      "id,ARR,seats,tier,outside\n"
                                      "A1,,,A,\n"
                                      "A2,,2,A,\n"
                                      "A3,7,3,B,\n"
                                      "A4,,,B,yes\n",
                                      "id\nr1\n", NULL);
        size_t n = 0;

        for (; n < 2 && cases[k].said[n] != NULL; n++) {
            char wanted[100];

            snprintf(wanted, sizeof wanted, "accounts.csv: %s",
                     cases[k].said[n]);
            cr_expect(says(scene.said, wanted), "%s wants %s", cases[k].text,
                      wanted);
        }
        cr_expect(eq(sz, eb_messages_count(scene.said), n), "%s",
                  cases[k].text);
        close_scene(&scene);
    }
}

Test(rules, look_at_no_cell_of_an_account_decided_to_be_outside)
{
    struct table *accounts = table_of("accounts.csv", "id,value\nA1,-5\n");
    struct table *reps = table_of("reps.csv", "id\nr1\n");
    struct table *decisions =
        table_of("decisions.csv", "account,decision\nA1,outside\n");
    const struct book_tables tables = {
        .accounts = accounts, .reps = reps, .decisions = decisions};
    struct books *books = NULL;
    struct rules *rules = NULL;

    cr_assert(eq(int, books_make(&tables, NULL, &books, NULL), EB_OK));
    cr_assert(eq(int, rules_make(NULL, books, NULL, &rules, NULL), EB_OK));
    rules_free(rules);
    books_free(books);
    table_free(accounts);
    table_free(reps);
    table_free(decisions);
}

Test(rules, count_negative_cells_as_they_are_told)
{
    struct scene scene = scene_of(
        "{\"metrics\": [{\"name\": \"value\", \"negative\": \"zero\"}, "
        "{\"name\": \"kept\", \"column\": \"value\", \"negative\": "
        "\"keep\"}], "
        "\"limits\": [{\"metric\": \"value\", \"max\": -3}]}",
        "id,value\nA1,-5\nA2,1.5\n", "id\nr1\n", NULL);
    const struct metric *metrics = scene.rules->metrics;

    expect_fine(&scene);
    cr_expect(eq(i64, measure_of(&metrics[0].measure, 0), 0));
    cr_expect(eq(i64, measure_of(&metrics[0].measure, 1), 15));
    cr_expect(eq(i64, measure_of(&metrics[1].measure, 0), -50));
    cr_expect(not(measure_equal(&metrics[0].measure, &metrics[1].measure)));
    cr_expect(
        measure_equal(&metrics[0].measure, &scene.rules->limits[0].measure));
    close_scene(&scene);
}

Test(rules, refuse_negative_workloads_of_pairs)
{
    static const char pairs[] = "account,rep,workload\nA1,r1,-2\n";
    static const char text[] = "{\"metrics\": [{\"name\": \"workload\"}]}";
    struct scene scene =
        scene_of(text, "id,workload\nA1,1\n", "id\nr1\n", pairs);

    cr_assert(eq(int, scene.status, EB_BAD_DATA));
    cr_assert(says(scene.said, "pairs.csv:2:3: workload: \"-2\" is negative, "
                               "and the metric \"workload\" refuses that"));
    close_scene(&scene);
}

Test(rules, tell_of_pairs_that_nobody_asks)
{
    static const struct {
        const char *rules, *said[3];
    } cases[] = {
        {"{\"metrics\": []}",
         {"3: no rule uses points; a fit term {\"pair\": \"cost\"} would",
          "4: no rule uses fit; a fit term {\"pair\": \"fit\"} would",
          "5: no rule uses workload; a metric or limit \"workload\" would"}},
        {"{\"fit\": [{\"pair\": \"cost\"}], \"metrics\": [],"
         " \"limits\": [{\"metric\": \"workload\", \"max\": 9}]}",
         {"4: no rule uses fit; a fit term {\"pair\": \"fit\"} would"}},
        {"{\"fit\": [{\"pair\": \"cost\"}, {\"pair\": \"fit\"}],"
         " \"metrics\": [{\"name\": \"workload\", \"weight\": 0}]}",
         {NULL}},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct scene scene =
            scene_of(cases[k].rules, "id\nA1\n", "id\nr1\n",
                     "account,rep,points,fit,workload\nA1,r1,1,1,1\n");
        size_t n = 0;

        for (; n < 3 && cases[k].said[n] != NULL; n++) {
            char wanted[120];

            snprintf(wanted, sizeof wanted, "pairs.csv:1:%s",
                     cases[k].said[n]);
            cr_expect(says(scene.said, wanted), "%zu wants %s", k, wanted);
        }
        cr_expect(eq(sz, eb_messages_count(scene.said), n), "%zu", k);
        close_scene(&scene);
    }
}

Test(rules, let_pairs_alone_be_limited_but_not_balanced)
{
    static const char pairs[] = "account,rep,workload\nA1,r1,2.5\n";
    struct scene bad = scene_of("{\"metrics\": [{\"name\": \"workload\"}]}",
                                "id\nA1\n", "id\nr1\n", pairs);
    struct scene good =
        scene_of("{\"limits\": [{\"metric\": \"workload\", \"max\": 4}]}",
                 "id\nA1\n", "id\nr1\n", pairs);

    cr_assert(eq(int, bad.status, EB_BAD_DATA));
    cr_assert(says(bad.said,
                   "rules.json:1:14: the metric \"workload\" is fed by "
                   "pairs.csv alone: it can be limited, not balanced; give it "
                   "\"weight\": 0"));
    expect_fine(&good);
    cr_assert(eq(sz, good.rules->n_metrics, 1));
    cr_assert(eq(ptr, (void *)good.rules->limits[0].measure.column, NULL));
    cr_assert(good.rules->limits[0].measure.from_pairs);
    cr_assert(not(good.rules->limits[0].measure.counted));
    cr_assert(eq(int, good.rules->limits[0].measure.decimals, 1));
    close_scene(&bad);
    close_scene(&good);
}

/* ---- What stands where nothing is said ----------------------------------- */

static void expect_decimal(struct decimal d, int64_t units, int decimals)
{
    cr_expect(eq(i64, d.units, units));
    cr_expect(eq(int, d.decimals, decimals));
}

Test(rules, default_to_what_the_columns_allow)
{
    struct scene scene = scene_of(NULL,
                                  "id,value,workload,territory,parent\n"
                                  "A1,1.5,2,UK,\n",
                                  reps_text, NULL);
    const struct rules *rules = scene.rules;
    const struct metric *value;

    expect_fine(&scene);
    cr_assert(eq(sz, rules->n_metrics, 3));
    value = &rules->metrics[0];
    cr_expect(eq(str, (char *)value->measure.name, "value"));
    cr_expect(eq(int, value->measure.decimals, 1));
    cr_expect(eq(i64, value->band, 100000));
    expect_decimal(value->weight, 1, 0);
    cr_assert(eq(sz, value->n_breakpoints, 3));
    expect_decimal(value->breakpoints[0].slope, 1, 3);
    cr_expect(eq(i64, value->breakpoints[1].at, 100000));
    cr_expect(eq(i64, value->breakpoints[2].at, 200000));
    expect_decimal(value->breakpoints[2].slope, 3, 0);
    cr_expect(eq(str, (char *)rules->metrics[1].measure.name, "workload"));
    cr_expect(rules->metrics[2].measure.counted);
    cr_assert(eq(sz, rules->n_limits, 2));
    cr_expect(
        eq(str, (char *)rules->limits[0].min_column->name, "min_accounts"));
    cr_expect(
        eq(str, (char *)rules->limits[0].max_column->name, "max_accounts"));
    cr_expect(eq(str, (char *)rules->limits[1].measure.name, "value"));
    cr_expect(eq(int, rules->territory, TERRITORY_HARD));
    cr_expect(eq(int, rules->families, FAMILIES_TOGETHER));
    expect_decimal(rules->continuity.loss_rate, 15, 2);
    expect_decimal(rules->continuity.stickiness.owner_decay, 125, 2);
    cr_expect(eq(i64, rules->continuity.stickiness.renewal_days, 180));
    cr_expect(eq(sz, rules->continuity.stickiness.n_high_risk, 6));
    cr_expect(eq(sz, rules->n_locks, 0));
    cr_expect(eq(int, rules->goal, GOAL_BLEND));
    cr_expect(eq(int, rules->against.kind, AGAINST_LOSS));
    close_scene(&scene);
}

Test(rules, default_to_little_where_there_is_little)
{
    struct scene scene = scene_of("{\"metrics\": null}", "id,territory\nA1,\n",
                                  "id,territories,max_value\nr1,UK,9\n", NULL);

    expect_fine(&scene);
    cr_assert(eq(sz, scene.rules->n_metrics, 1));
    cr_expect(
        eq(str, (char *)scene.rules->metrics[0].measure.name, "accounts"));
    cr_expect(eq(sz, scene.rules->n_limits, 0));
    cr_expect(says(scene.said, "reps.csv: max_value limits nothing: "
                               "accounts.csv has no column value"));
    cr_expect(eq(int, scene.rules->territory, TERRITORY_OFF));
    cr_expect(eq(int, scene.rules->families, FAMILIES_OFF));
    cr_expect(not(scene.rules->has_as_of));
    close_scene(&scene);
}

/* ---- What is read -------------------------------------------------------- */

static const char full_text[] =
    "{\"as_of\": \"2027-01-04\", \"role\": \"csm\", \"goal\": \"blend\",\n"
    " \"metrics\": [\n"
    "  {\"name\": \"value\", \"weight\": 3e0, \"band\": 0.10, \"required\": "
    "true},\n"
    "  {\"name\": \"arr\", \"column\": \"ARR\", \"weight\": 0,\n"
    "   \"penalty\": [[0.05, 2], [0.2, 2.5]], \"negative\": \"keep\"},\n"
    "  {\"name\": \"work\", \"column\": \"workload\", \"band\": 1e-6,\n"
    "   \"penalty\": [[0, 0], [1, 1]]},\n"
    "  {\"name\": \"at_risk\", \"count\": true,\n"
    "   \"where\": {\"risk\": [\"high\", \"High\"]}}],\n"
    " \"balance_within\": \"tier\",\n"
    " \"limits\": [\n"
    "  {\"metric\": \"accounts\", \"max\": \"max_accounts\"},\n"
    "  {\"metric\": \"at_risk\", \"where\": {\"tier\": \"1\"}, \"max\": 2},\n"
    "  {\"metric\": \"ARR\", \"min\": -0.5, \"max\": \"ceiling\"}],\n"
    " \"territory\": {\"mode\": \"graded\", \"weight\": 0.25,\n"
    "  \"keep_current\": true},\n"
    " \"fit\": [\n"
    "  {\"account\": \"industry\", \"rep\": \"industries\", \"hard\": true},\n"
    "  {\"pair\": \"cost\", \"missing\": \"forbidden\", \"hard\": false},\n"
    "  {\"pair\": \"fit\", \"weight\": 2, \"missing\": 0.5},\n"
    "  {\"distance\": \"km\", \"weight\": 0.001}],\n"
    " \"families\": \"by_territory\",\n"
    " \"continuity\": {\"weight\": 2, \"loss_rate\": 0.2, \"max_moves\": 7,\n"
    "  \"max_lost_per_book\": {\"accounts\": 0.25},\n"
    "  \"max_moved\": {\"work\": 9.5}, \"max_moved_share\": {\"value\": "
    "0.05},\n"
    "  \"stickiness\": {\"base\": 0.5, \"renewal_days\": 90,\n"
    "   \"high_risk\": [\"HIGH\"]}},\n"
    " \"locks\": [\n"
    "  {\"where\": {\"open_opportunity\": true}, \"why\": \"open deal\"},\n"
    "  {\"renewal_within_days\": 90, \"owner_changed_within_days\": 30}],\n"
    " \"columns\": {\"accounts\": {\"value\": \"ARR\", \"nps\": null}}}";

Test(rules, read_metrics_limits_and_budgets)
{
    struct scene scene = read_rules(full_text);
    const struct rules *rules = scene.rules;
    const struct continuity *continuity;

    expect_fine(&scene);
    cr_expect(eq(i64, rules->as_of, 20822));
    cr_assert(eq(sz, rules->n_metrics, 4));
    expect_decimal(rules->metrics[0].weight, 3, 0);
    cr_expect(eq(ptr, (void *)rules->metrics[1].measure.column,
                 (void *)rules->metrics[0].measure.column));
    cr_expect(eq(int, rules->metrics[1].measure.negative, NEGATIVE_KEEP));
    cr_assert(eq(sz, rules->metrics[1].n_breakpoints, 3));
    cr_expect(eq(i64, rules->metrics[1].breakpoints[1].at, 50000));
    expect_decimal(rules->metrics[1].breakpoints[2].slope, 25, 1);
    cr_expect(eq(i64, rules->metrics[2].band, 1));
    cr_assert(eq(sz, rules->metrics[2].n_breakpoints, 2));
    cr_expect(rules->metrics[2].measure.from_pairs);
    cr_expect(rules->metrics[0].measure.required);
    cr_expect(not(rules->metrics[2].measure.required));
    cr_expect(eq(int, rules->metrics[2].measure.decimals, 3));
    cr_expect(eq(i64, measure_of(&rules->metrics[2].measure, 1), 3250));
    cr_expect(eq(i64, measure_of(&rules->metrics[3].measure, 0), 1));
    cr_expect(eq(i64, measure_of(&rules->metrics[3].measure, 1), 0));
    cr_expect(eq(i64, measure_of(&rules->metrics[3].measure, 3), 1));
    cr_expect(eq(str, (char *)rules->balance_within->name, "tier"));

    cr_assert(eq(sz, rules->n_limits, 3));
    cr_expect(rules->limits[0].measure.counted);
    cr_expect(not(rules->limits[0].has_max));
    cr_expect(eq(i64, measure_of(&rules->limits[1].measure, 0), 1));
    cr_expect(eq(i64, measure_of(&rules->limits[1].measure, 3), 0));
    cr_expect(rules->limits[2].has_min);
    expect_decimal(rules->limits[2].min, -5, 1);
    cr_expect(eq(str, (char *)rules->limits[2].max_column->name, "ceiling"));

    continuity = &rules->continuity;
    cr_assert(eq(sz, continuity->n_budgets, 4));
    cr_expect(eq(int, continuity->budgets[0].kind, BUDGET_MOVES));
    cr_expect(eq(int, continuity->budgets[1].kind, BUDGET_MOVED_SHARE));
    cr_expect(eq(int, continuity->budgets[2].kind, BUDGET_MOVED));
    cr_expect(eq(int, continuity->budgets[3].kind, BUDGET_PER_BOOK));
    expect_decimal(continuity->budgets[2].amount, 95, 1);
    cr_expect(continuity->budgets[3].measure.counted);
    close_scene(&scene);
}

Test(rules, read_who_suits_and_who_stays)
{
    struct scene scene = read_rules(full_text);
    const struct rules *rules = scene.rules;

    expect_fine(&scene);
    cr_expect(eq(int, rules->territory, TERRITORY_GRADED));
    cr_expect(rules->keep_current);
    expect_decimal(rules->territory_weight, 25, 2);
    cr_assert(eq(sz, rules->n_fit, 4));
    cr_expect(eq(int, rules->fit[0].kind, FIT_MATCH));
    cr_expect(rules->fit[0].hard);
    cr_expect(eq(str, (char *)rules->fit[0].rep->name, "industries"));
    cr_expect(eq(int, rules->fit[1].kind, FIT_PAIR_COST));
    cr_expect(rules->fit[1].missing_forbidden);
    cr_expect(eq(int, rules->fit[2].kind, FIT_PAIR_FIT));
    cr_expect(rules->fit[2].has_missing);
    expect_decimal(rules->fit[2].missing, 5, 1);
    cr_expect(eq(int, rules->fit[3].kind, FIT_DISTANCE));
    expect_decimal(rules->fit[3].weight, 1, 3);
    cr_expect(eq(int, rules->families, FAMILIES_BY_TERRITORY));
    cr_assert(eq(sz, rules->n_locks, 2));
    cr_expect(eq(str, (char *)rules->locks[0].why, "open deal"));
    cr_expect(where_holds(&rules->locks[0].where, 0));
    cr_expect(not(where_holds(&rules->locks[0].where, 1)));
    cr_expect(eq(i64, rules->locks[0].renewal_within_days, -1));
    cr_expect(eq(i64, rules->locks[1].renewal_within_days, 90));
    cr_expect(eq(str, (char *)rules->locks[1].why,
                 "renewal within 90 days, owner changed within 30 days"));
    cr_assert(eq(sz, rules->continuity.stickiness.n_high_risk, 1));
    cr_expect(
        eq(str, (char *)rules->continuity.stickiness.high_risk[0], "high"));
    close_scene(&scene);
}

Test(rules, say_what_to_know_before_there_are_books)
{
    struct scene scene = read_rules(full_text);

    cr_expect(eq(str, (char *)rules_role(scene.doc), "csm"));
    cr_expect(eq(sz, doc_length(rules_columns(scene.doc)), 1));
    cr_expect(eq(ptr, (void *)rules_role(NULL), NULL));
    cr_expect(eq(ptr, (void *)rules_columns(NULL), NULL));
    close_scene(&scene);
}

/* ---- Where --------------------------------------------------------------- */

/* Which of the four accounts pass, as a row of letters. */
static void passing(const struct where *where, char out[5])
{
    for (size_t a = 0; a < 4; a++)
        out[a] = where_holds(where, a) ? "1234"[a] : '-';
    out[4] = '\0';
}

Test(where, tests_cells_as_the_model_page_says)
{
    static const struct {
        const char *where, *passing;
    } cases[] = {
        {"{}", "1234"},
        {"{\"risk\": \"high\"}", "1---"},
        {"{\"risk\": [\"high\", \"low\"]}", "12--"},
        {"{\"risk\": null}", "--3-"},
        {"{\"risk\": \"\"}", "--3-"},
        {"{\"risk\": [\"low\", null]}", "-23-"},
        {"{\"risk\": {\"not\": \"low\"}}", "1-34"},
        {"{\"risk\": {\"not\": [\"low\", \"\"]}}", "1--4"},
        {"{\"risk\": \"absent\"}", "----"},
        {"{\"risk\": {\"not\": \"absent\"}}", "1234"},
        {"{\"risk\": \"high\", \"tier\": \"2\"}", "----"},
        {"{\"tier\": \"2\", \"territory\": \"UK\"}", "--3-"},
        {"{\"locked\": true}", "1---"},
        {"{\"locked\": false}", "-234"},
        {"{\"locked\": {\"not\": true}}", "-234"},
        {"{\"locked\": null}", "-2-4"},
        {"{\"tier\": true}", "1234"},
        {"{\"tier\": false}", "----"},
        {"{\"risk\": false}", "--3-"},
        {"{\"index\": true}", "12-4"},
        {"{\"index\": {\"not\": true}}", "--3-"},
        {"{\"index\": false}", "--3-"},
        {"{\"index\": 0}", "--3-"},
        {"{\"index\": 0.5}", "1---"},
        {"{\"index\": 0.50}", "1---"},
        {"{\"index\": 5e-1}", "1---"},
        {"{\"index\": 0.505}", "----"},
        {"{\"index\": [1, 0.5]}", "12--"},
        {"{\"index\": {\"min\": 0.5}}", "12--"},
        {"{\"index\": {\"min\": 0.501, \"max\": 1}}", "-2--"},
        {"{\"index\": {\"max\": 0.999}}", "1-34"},
        {"{\"index\": {\"max\": 1e17}}", "1234"},
        {"{\"index\": {\"min\": -1e17, \"max\": null}}", "1234"},
        {"{\"index\": {\"not\": {\"min\": 0.5}}}", "--34"},
        {"{\"workload\": {\"max\": 100}}", "12-4"},
        {"{\"workload\": {\"not\": {\"max\": 100}}}", "--3-"},
        {"{\"workload\": 0}", "----"},
        {"{\"workload\": {\"min\": 5e17}}", "----"},
        {"{\"workload\": {\"max\": 5e17}}", "12-4"},
        {"{\"workload\": {\"min\": -5e17}}", "12-4"},
        {"{\"workload\": {\"max\": -5e17}}", "----"},
        {"{\"skills\": \"crm\"}", "12--"},
        {"{\"skills\": \"crm;erp\"}", "----"},
        {"{\"skills\": null}", "--3-"},
        {"{\"industry\": \"bank\"}", "1---"},
        {"{\"industry\": \"bank;food\"}", "--3-"},
        {"{\"renewal_date\": \"2027-03-01\"}", "1---"},
        {"{\"renewal_date\": {\"min\": \"2027-03-02\"}}", "-2--"},
        {"{\"renewal_date\": {\"max\": \"2027-09-01\"}}", "12--"},
        {"{\"closed\": {\"min\": \"2026-02-01\"}}", "--3-"},
        {"{\"ARR\": {\"min\": 200}}", "-23-"},
        {"{\"value\": {\"min\": 200}}", "-23-"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[300], got[5];
        struct scene scene;

        snprintf(text, sizeof text,
                 "{\"metrics\": [{\"name\": \"n\", \"count\": true, "
                 "\"where\": %s}]}",
                 cases[k].where);
        scene = read_rules(text);
        expect_fine(&scene);
        passing(&scene.rules->metrics[0].measure.where, got);
        cr_expect(eq(str, got, (char *)cases[k].passing), "%s",
                  cases[k].where);
        close_scene(&scene);
    }
}

Test(where, wonders_about_a_text_that_no_account_has)
{
    struct scene scene =
        read_rules("{\"metrics\": [], \"locks\": [{\"where\": "
                   "{\"risk\": [\"hihg\", \"low\"]}}]}");

    expect_fine(&scene);
    cr_assert(says(scene.said, "rules.json:1:47: no account has \"hihg\" in "
                               "risk; did you mean \"high\"?"));
    cr_assert(eq(sz, says_count(scene.said, "no account has"), 1));
    close_scene(&scene);
}

Test(where, is_the_same_whatever_the_order_of_keys)
{
    struct scene scene = read_rules(
        "{\"metrics\": ["
        "{\"name\": \"a\", \"count\": true, \"where\": {\"tier\": \"1\", "
        "\"risk\": \"high\"}},"
        "{\"name\": \"b\", \"count\": true, \"where\": {\"risk\": \"high\", "
        "\"tier\": \"1\"}},"
        "{\"name\": \"c\", \"count\": true, \"where\": {\"risk\": \"high\"}},"
        "{\"name\": \"d\", \"count\": true, \"where\": {}},"
        "{\"name\": \"e\", \"count\": true}],"
        "\"limits\": ["
        "{\"metric\": \"accounts\", \"where\": {\"risk\": \"high\"}, \"max\": "
        "1},"
        "{\"metric\": \"c\", \"where\": {\"tier\": \"1\"}, \"max\": 1},"
        "{\"metric\": \"c\", \"where\": {\"tier\": \"1\"}, \"max\": 2},"
        "{\"metric\": \"a\", \"max\": 1}]}");
    const struct metric *m;
    const struct limit *l;

    expect_fine(&scene);
    m = scene.rules->metrics;
    l = scene.rules->limits;
    cr_expect(measure_equal(&m[0].measure, &m[1].measure));
    cr_expect(not(measure_equal(&m[0].measure, &m[2].measure)));
    cr_expect(not(measure_equal(&m[2].measure, &m[3].measure)));
    cr_expect(measure_equal(&m[3].measure, &m[4].measure));
    cr_expect(measure_equal(&l[0].measure, &m[2].measure));
    cr_expect(measure_equal(&l[1].measure, &l[2].measure));
    cr_expect(not(measure_equal(&l[1].measure, &m[2].measure)));
    cr_expect(measure_equal(&l[3].measure, &m[1].measure));
    close_scene(&scene);
}

/* ---- The rules as applied, and suggested --------------------------------- */

/* Reads `text`, has the rules applied, reads these, and applies them again. */
static void expect_same_again(const char *text, const char *accounts,
                              const char *reps, const char *pairs)
{
    struct scene first = scene_of(text, accounts, reps, pairs), second;
    struct doc *applied = NULL, *again = NULL;
    char *written, *rewritten;
    size_t length;

    expect_fine(&first);
    cr_assert(
        eq(int, rules_applied(first.rules, first.books, &applied), EB_OK));
    written = json_write(applied, &length);
    second = scene_of(written, accounts, reps, pairs);
    expect_fine(&second);
    cr_assert(
        eq(int, rules_applied(second.rules, second.books, &again), EB_OK));
    rewritten = json_write(again, &length);
    cr_expect(eq(str, written, rewritten));
    cr_expect(doc_equal(applied->root, again->root));
    mem_free(written);
    mem_free(rewritten);
    doc_free(applied);
    doc_free(again);
    close_scene(&first);
    close_scene(&second);
}

Test(rules, are_the_same_when_applied_again)
{
    static const char *const texts[] = {NULL, "{}", full_text,
                                        "{\"metrics\": [], \"limits\": []}"};

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        expect_same_again(texts[k], accounts_text, reps_text, pairs_text);
    expect_same_again(NULL, "id,owner\nA1,\n", "id\nr1\n", NULL);
}

/* Every key that was given stands in what was applied, with the same value;
 * names stay as they were written. */
static void expect_kept(const struct node *given, const struct node *applied,
                        const char *key)
{
    cr_expect(ne(ptr, (void *)applied, NULL), "%s", key);
    if (applied == NULL)
        return;
    if (given->kind == DOC_OBJECT && strcmp(key, "where") != 0) {
        for (const struct node *k = given->first; k != NULL; k = k->next)
            expect_kept(k, doc_get(applied, k->key), k->key);
    } else if (given->kind == DOC_ARRAY && strcmp(key, "penalty") != 0) {
        const struct node *b = applied->first;

        cr_expect(eq(sz, doc_length(given), doc_length(applied)), "%s", key);
        for (const struct node *a = given->first; a != NULL && b != NULL;
             a = a->next, b = b->next)
            expect_kept(a, b, key);
    } else if (strcmp(key, "penalty") != 0) {
        cr_expect(doc_equal(given, applied), "%s", key);
    }
}

Test(rules, apply_what_was_given_as_it_was_given)
{
    struct scene scene = read_rules(full_text);
    struct doc *applied = NULL;

    expect_fine(&scene);
    cr_assert(
        eq(int, rules_applied(scene.rules, scene.books, &applied), EB_OK));
    expect_kept(scene.doc->root, applied->root, "rules");
    doc_free(applied);
    close_scene(&scene);
}

/* Every key of the table stands in the rules as applied. */
static const struct node *find_path(const struct node *root, const char *path)
{
    char name[64];
    const struct node *node = root;

    while (node != NULL && *path != '\0') {
        size_t length = strcspn(path, ".[");

        snprintf(name, sizeof name, "%.*s", (int)length, path);
        node = doc_get(node, name);
        path += length;
        if (*path == '[') {
            path += 2;
            node = node != NULL ? node->first : NULL;
        }
        path += *path == '.';
    }
    return node;
}

Test(rules, spell_out_every_key_when_applied)
{
    struct scene scene = read_rules(full_text);
    struct doc *applied = NULL;
    size_t n;
    const struct rule_key *keys = rules_keys(&n);

    expect_fine(&scene);
    cr_assert(
        eq(int, rules_applied(scene.rules, scene.books, &applied), EB_OK));
    for (size_t k = 0; k < n; k++)
        cr_expect(
            ne(ptr, (void *)find_path(applied->root, keys[k].path), NULL),
            "%s", keys[k].path);
    doc_free(applied);
    close_scene(&scene);
}

Test(rules, are_suggested_as_the_columns_call_for)
{
    struct scene scene = scene_of(NULL, accounts_text, reps_text, pairs_text);
    struct doc *doc = NULL;
    struct rules *rules = NULL;

    expect_fine(&scene);
    cr_assert(eq(int, rules_suggested(scene.books, &doc), EB_OK));
    cr_assert(eq(int, rules_make(doc, scene.books, NULL, &rules, scene.said),
                 EB_OK));
    cr_expect(eq(sz, rules->n_metrics, 3));
    expect_decimal(rules->metrics[0].weight, 3, 0);
    cr_expect(eq(i64, rules->metrics[2].band, 150000));
    cr_expect(eq(sz, rules->n_limits, 3));
    cr_expect(eq(sz, rules->n_fit, 1));
    cr_expect(eq(sz, rules->n_locks, 3));
    cr_expect(eq(int, rules->territory, TERRITORY_HARD));
    cr_expect(eq(int, rules->families, FAMILIES_TOGETHER));
    cr_expect(
        eq(str,
           (char *)doc_string(doc_get(
               doc_get(doc_get(doc->root, "columns"), "accounts"), "value")),
           "ARR"));
    rules_free(rules);
    doc_free(doc);
    close_scene(&scene);
}

Test(rules, are_suggested_for_bare_books_too)
{
    struct scene scene = scene_of(NULL, "id\nA1\n", "id\nr1\n", NULL);
    struct doc *doc = NULL;
    struct rules *rules = NULL;

    cr_assert(eq(int, rules_suggested(scene.books, &doc), EB_OK));
    cr_assert(eq(int, rules_make(doc, scene.books, NULL, &rules, scene.said),
                 EB_OK));
    cr_expect(eq(sz, rules->n_metrics, 1));
    cr_expect(eq(sz, rules->n_limits + rules->n_fit + rules->n_locks, 0));
    rules_free(rules);
    doc_free(doc);
    close_scene(&scene);
}

/* ---- The manual, and memory ---------------------------------------------- */

/* The row of docs/FORMATS.md, as the table of keys has it. */
static void write_row(const struct rule_key *key, char *out, size_t room)
{
    snprintf(out, room, "| `%s` | %s | %s | %s |\n", key->path, key->type,
             key->standard, key->help);
}

Test(rules, stand_in_the_manual_key_by_key)
{
    FILE *file = fopen("docs/FORMATS.md", "r");
    static char text[400000];
    size_t n, length;
    const struct rule_key *keys = rules_keys(&n);

    cr_assert(ne(ptr, file, NULL));
    length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    cr_assert(gt(sz, length, 0));
    for (size_t k = 0; k < n; k++) {
        char row[600];

        write_row(&keys[k], row, sizeof row);
        cr_expect(ne(ptr, strstr(text, row), NULL), "missing: %s", row);
    }
}

static eb_status make_all(void *context)
{
    const struct scene *scene = context;
    struct rules *rules = NULL;
    struct doc *doc = NULL;
    eb_messages *said = eb_messages_new();
    eb_status status = said != NULL ? EB_OK : EB_NO_MEMORY;

    if (status == EB_OK)
        status = rules_make(scene->doc, scene->books, NULL, &rules, said);
    if (status == EB_OK)
        status = rules_applied(rules, scene->books, &doc);
    doc_free(doc);
    doc = NULL;
    if (status == EB_OK)
        status = rules_suggested(scene->books, &doc);
    doc_free(doc);
    rules_free(rules);
    eb_messages_free(said);
    return status;
}

Test(rules, survive_every_refused_allocation)
{
    struct scene scene = read_rules(full_text);

    cr_assert(gt(long, sweep_memory(make_all, &scene), 10));
    close_scene(&scene);
}

static eb_status make_faulty(void *context)
{
    const struct scene *scene = context;
    struct rules *rules = NULL;
    eb_messages *said = eb_messages_new();
    eb_status status = EB_NO_MEMORY;

    if (said != NULL)
        status = rules_make(scene->doc, scene->books, NULL, &rules, said);
    rules_free(rules);
    eb_messages_free(said);
    return status == EB_BAD_DATA ? EB_OK : status;
}

Test(rules, survive_refused_allocations_while_complaining)
{
    for (size_t k = 0; k < sizeof faulty / sizeof *faulty; k++) {
        struct scene scene = read_rules(faulty[k].text);

        cr_expect(gt(long, sweep_memory(make_faulty, &scene), 0), "%s",
                  faulty[k].text);
        close_scene(&scene);
    }
}
