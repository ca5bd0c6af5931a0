/* test_scenario.c - what scenarios make of a base, and what is wrong with them. */
#include "model/scenario.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "io/json.h"
#include "tests/support/making.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

static const struct texts base_texts = {
    .accounts = "id,value,hours,territory,parent,owner,tier\n"
                "A1,1200,2,DE,,ann,gold\n"
                "A2,800,1,AT,A1,bo,\n"
                "A3,500,4,UK,A2,cy,gold\n"
                "A4,,3,UK,,cy,\n"
                "A5,10,1,DE,,ann,\n"
                "A6,10,1,AT,,bo,\n",
    .reps = "id,territories,fte,start_date\n"
            "ann,DACH,1,1/31/2020\n"
            "bo,AT;DE,0.5,2/28/2021\n"
            "cy,UK,1,\n",
    .pairs = "account,rep,cost\nA1,ann,1\nA2,bo,2\n",
    .territories = "code,parent\nEMEA,\nDACH,EMEA\nUK,EMEA\nDE,DACH\nAT,"
                   "DACH\n",
    .decisions = "account,decision,rep,why,by\nA3,accept,cy,,\n",
    .rules = "{\"territory\": \"hard\", \"continuity\": {\"max_moves\": 5}}"};

struct scene {
    struct made made;
    struct doc *doc;
    struct scenario_base base;
    eb_messages *said;
};

/* The text of one scenario's keys, behind its name. */
static struct scene scene_of(const char *keys)
{
    struct scene s = {.made = make(base_texts), .said = eb_messages_new()};
    char text[4000];

    snprintf(text, sizeof text,
             "{\"base\": \"b\", \"scenarios\": [\n{\"name\": \"s\", %s}]}",
             keys);
    cr_assert(eq(int, (int)s.made.status, (int)EB_OK));
    if (json_read("s.json", text, strlen(text), &s.doc, s.said) != EB_OK)
        show_messages(s.said);
    cr_assert(ne(ptr, s.doc, NULL));
    s.base =
        (struct scenario_base){.tables = {.accounts = s.made.accounts,
                                          .reps = s.made.reps,
                                          .pairs = s.made.pairs,
                                          .territories = s.made.territories,
                                          .decisions = s.made.decisions},
                               .doc = s.made.doc,
                               .compiled = s.made.compiled};
    return s;
}

static void scene_clear(struct scene *s)
{
    doc_free(s->doc);
    made_clear(&s->made);
    eb_messages_free(s->said);
}

static const struct node *first_of(const struct scene *s)
{
    return doc_get(s->doc->root, "scenarios")->first;
}

static eb_status try(struct scene *s, struct scenario *out)
{
    eb_status checked = scenarios_check(s->doc, s->said);
    eb_status made =
        scenario_make(&s->base, s->doc, first_of(s), out, s->said);

    return checked == EB_OK ? made : checked;
}

static struct scenario made_of(struct scene *s)
{
    struct scenario scenario = {0};
    eb_status status = try(s, &scenario);

    if (status != EB_OK)
        show_messages(s->said);
    cr_assert(eq(int, (int)status, (int)EB_OK));
    return scenario;
}

/* A cell by the row's first cell and the header; "?" where there is no such row. */
static const char *cell(const struct table *table, const char *id,
                        const char *header)
{
    int column = table_column(table, header);

    for (size_t row = 0; row < table_rows(table) && column >= 0; row++)
        if (strcmp(table_cell(table, row, 0), id) == 0)
            return table_cell(table, row, (size_t)column);
    return "?";
}

/* ---- Reps --------------------------------------------------------------- */

Test(scenario, adds_reps_with_cells_of_every_kind)
{
    struct scene s = scene_of(
        "\"reps\": {\"add\": [{\"id\": \"dee\", \"territories\": [\"UK\", "
        "\"DACH\"], \"fte\": 0.8, \"start_date\": \"2026-05-01\", "
        "\"max_accounts\": 12, \"placeholder\": true, \"ramp\": 0.5}]}");
    struct scenario scenario = made_of(&s);

    cr_expect(eq(sz, table_rows(scenario.reps), 4));
    cr_expect(
        eq(str, (char *)cell(scenario.reps, "dee", "territories"), "UK;DACH"));
    cr_expect(eq(str, (char *)cell(scenario.reps, "dee", "fte"), "0.8"));
    cr_expect(
        eq(str, (char *)cell(scenario.reps, "dee", "max_accounts"), "12"));
    cr_expect(
        eq(str, (char *)cell(scenario.reps, "dee", "placeholder"), "yes"));
    cr_expect(eq(str, (char *)cell(scenario.reps, "dee", "ramp"), "0.5"));
    /* A column is in one style: the file's own dates are written anew. */
    cr_expect(eq(str, (char *)cell(scenario.reps, "dee", "start_date"),
                 "2026-05-01"));
    cr_expect(eq(str, (char *)cell(scenario.reps, "ann", "start_date"),
                 "2020-01-31"));
    cr_expect(eq(str, (char *)cell(scenario.reps, "cy", "start_date"), ""));
    cr_expect(eq(ptr, scenario.accounts, NULL));
    scenario_clear(&scenario);
    scene_clear(&s);
}

/* By any name that the column may have in reps.csv. */
Test(scenario, takes_the_names_that_reps_csv_may_use)
{
    struct scene s = scene_of(
        "\"reps\": {\"add\": [{\"rep_id\": \"dee\", \"Full Name\": \"Dee\", "
        "\"Start Date\": \"2026-05-01\"}], "
        "\"change\": [{\"User ID\": \"bo\", \"FTE\": 0.25}]}");
    struct scenario scenario = made_of(&s);

    cr_expect(eq(str, (char *)cell(scenario.reps, "dee", "name"), "Dee"));
    cr_expect(eq(str, (char *)cell(scenario.reps, "dee", "start_date"),
                 "2026-05-01"));
    cr_expect(eq(str, (char *)cell(scenario.reps, "bo", "fte"), "0.25"));
    scenario_clear(&scenario);
    scene_clear(&s);
}

Test(scenario, makes_leavers_of_reps_that_are_removed)
{
    struct scene s = scene_of("\"reps\": {\"remove\": [\"bo\"]}");
    struct scenario scenario = made_of(&s);

    cr_expect(eq(sz, table_rows(scenario.reps), 3));
    cr_expect(eq(str, (char *)cell(scenario.reps, "bo", "active"), "no"));
    cr_expect(eq(str, (char *)cell(scenario.reps, "ann", "active"), ""));
    scenario_clear(&scenario);
    scene_clear(&s);
}

Test(scenario, changes_cells_of_a_rep)
{
    struct scene s = scene_of(
        "\"reps\": {\"change\": [{\"id\": \"cy\", \"fte\": 0.5, "
        "\"territories\": \"EMEA\"}, {\"id\": \"bo\", \"fte\": null}]}");
    struct scenario scenario = made_of(&s);

    cr_expect(eq(str, (char *)cell(scenario.reps, "cy", "fte"), "0.5"));
    cr_expect(eq(str, (char *)cell(scenario.reps, "bo", "fte"), ""));
    cr_expect(
        eq(str, (char *)cell(scenario.reps, "cy", "territories"), "EMEA"));
    scenario_clear(&scenario);
    scene_clear(&s);
}

/* ---- Accounts ----------------------------------------------------------- */

Test(scenario, leaves_out_accounts_and_what_speaks_of_them)
{
    struct scene s = scene_of(
        "\"accounts\": [{\"where\": {\"territory\": \"AT\"}, \"remove\": "
        "true}]");
    struct scenario scenario = made_of(&s);

    cr_expect(eq(sz, table_rows(scenario.accounts), 4));
    cr_expect(eq(sz, table_rows(scenario.pairs), 1));
    cr_expect(eq(sz, table_rows(scenario.decisions), 1));
    /* The grandparent adopts. */
    cr_expect(eq(str, (char *)cell(scenario.accounts, "A3", "parent"), "A1"));
    scenario_clear(&scenario);
    scene_clear(&s);
}

Test(scenario, multiplies_numbers_exactly)
{
    struct scene s = scene_of(
        "\"accounts\": [{\"where\": {\"tier\": \"gold\"}, \"scale\": "
        "{\"value\": 1.1, \"hours\": 1.23456}}, {\"scale\": {\"value\": "
        "1.5}}]");
    struct scenario scenario = made_of(&s);

    cr_expect(eq(str, (char *)cell(scenario.accounts, "A1", "value"), "1980"));
    cr_expect(eq(str, (char *)cell(scenario.accounts, "A2", "value"), "1200"));
    cr_expect(eq(str, (char *)cell(scenario.accounts, "A3", "value"), "825"));
    cr_expect(eq(str, (char *)cell(scenario.accounts, "A4", "value"), ""));
    cr_expect(
        eq(str, (char *)cell(scenario.accounts, "A1", "hours"), "2.4691"));
    cr_expect(
        eq(str, (char *)cell(scenario.accounts, "A3", "hours"), "4.9382"));
    scenario_clear(&scenario);
    scene_clear(&s);
}

/* ---- Territories -------------------------------------------------------- */

Test(scenario, merges_territories_into_a_new_one)
{
    struct scene s = scene_of(
        "\"territories\": {\"merge\": [{\"into\": \"NORTH\", \"from\": "
        "[\"DACH\", \"UK\"]}]}");
    struct scenario scenario = made_of(&s);

    cr_expect(
        eq(str, (char *)cell(scenario.accounts, "A3", "territory"), "NORTH"));
    cr_expect(
        eq(str, (char *)cell(scenario.accounts, "A1", "territory"), "DE"));
    cr_expect(
        eq(str, (char *)cell(scenario.reps, "ann", "territories"), "NORTH"));
    cr_expect(eq(str, (char *)cell(scenario.territories, "NORTH", "parent"),
                 "EMEA"));
    cr_expect(
        eq(str, (char *)cell(scenario.territories, "DE", "parent"), "NORTH"));
    cr_expect(
        eq(str, (char *)cell(scenario.territories, "UK", "parent"), "?"));
    scenario_clear(&scenario);
    scene_clear(&s);
}

Test(scenario, merges_territories_into_one_that_is_there)
{
    struct scene s =
        scene_of("\"territories\": {\"merge\": [{\"into\": \"DE\", \"from\": "
                 "[\"AT\"]}]}");
    struct scenario scenario = made_of(&s);

    cr_expect(eq(str, (char *)cell(scenario.reps, "bo", "territories"), "DE"));
    cr_expect(eq(sz, table_rows(scenario.territories), 4));
    cr_expect(
        eq(str, (char *)cell(scenario.territories, "DE", "parent"), "DACH"));
    scenario_clear(&scenario);
    scene_clear(&s);
}

/* ---- Rules -------------------------------------------------------------- */

Test(scenario, lays_rules_over_the_base_and_keeps_its_day)
{
    struct scene s = scene_of(
        "\"rules\": {\"continuity\": {\"loss_rate\": 0.2}, \"territory\": "
        "null}");
    struct scenario scenario = made_of(&s);
    const struct node *root = scenario.rules->root;
    const struct node *continuity = doc_get(root, "continuity");

    cr_expect(epsilon_eq(dbl, doc_double(doc_get(continuity, "max_moves")), 5,
                         1e-9));
    cr_expect(epsilon_eq(dbl, doc_double(doc_get(continuity, "loss_rate")),
                         0.2, 1e-9));
    cr_expect(eq(ptr, (void *)doc_get(root, "territory"), NULL));
    cr_expect(
        eq(str, (char *)doc_string(doc_get(root, "as_of")), "2021-02-28"));
    scenario_clear(&scenario);
    scene_clear(&s);
}

/* ---- Faults ------------------------------------------------------------- */

static const struct {
    const char *keys, *message;
} faulty[] = {
    {"\"rep\": {}", "s.json:2:15: \"rep\" is not a key of a scenario; did you "
                    "mean \"reps\"?"},
    {"\"reps\": {\"remove\": [\"boo\"]}",
     "s.json:2:35: \"boo\" is no rep of reps.csv; did you mean \"bo\"?"},
    {"\"reps\": {\"change\": [{\"id\": \"zed\"}]}",
     "s.json:2:42: \"zed\" is no rep of reps.csv"},
    {"\"reps\": {\"add\": [{\"id\": \"bo\"}]}",
     "s.json:2:39: id: \"bo\" is a rep already"},
    {"\"reps\": {\"add\": [{\"id\": \"x\"}, {\"id\": \"x\"}]}",
     "s.json:2:52: id: \"x\" is a rep already"},
    {"\"reps\": {\"add\": [{\"fte\": 1}]}",
     "s.json:2:32: a rep needs an \"id\""},
    {"\"reps\": {\"add\": [{\"id\": \"x\", \"ftee\": 1}]}",
     "s.json:2:44: \"ftee\" is not a column of reps.csv; did you mean "
     "\"fte\"?"},
    {"\"reps\": {\"change\": [{\"id\": \"bo\", \"fte\": 1, \"FTE\": 1}]}",
     "s.json:2:58: \"fte\" and \"FTE\" are both the column fte"},
    {"\"reps\": {\"change\": [{\"id\": \"bo\", \"fte\": \"half\"}]}",
     "s.json:2:55: fte: expected a number of at most 6 decimals, not "
     "\"half\""},
    {"\"reps\": {\"change\": [{\"id\": \"bo\", \"fte\": -1}]}",
     "s.json:2:55: fte: expected a number of at least 0, not -1"},
    {"\"reps\": {\"change\": [{\"id\": \"bo\", \"ramp\": 1.5}]}",
     "s.json:2:56: ramp: expected a number from 0 to 1 or a date like "
     "\"2027-01-04\", not 1.5"},
    {"\"reps\": {\"change\": [{\"id\": \"bo\", \"start_date\": \"May\"}]}",
     "s.json:2:62: start_date: expected a date like \"2027-01-04\", not "
     "\"May\""},
    {"\"reps\": {\"change\": [{\"id\": \"bo\", \"active\": \"no\"}]}",
     "s.json:2:58: active: expected true or false, not \"no\""},
    {"\"reps\": {\"change\": [{\"id\": \"bo\", \"territories\": [1]}]}",
     "s.json:2:63: territories: expected a text or a list of texts, not a "
     "list"},
    {"\"accounts\": [{}]",
     "s.json:2:28: a change of accounts needs \"remove\": true or a "
     "\"scale\""},
    {"\"accounts\": [{\"remove\": true}]", "s.json:2:27: accounts: none is "
                                           "left"},
    {"\"accounts\": [{\"where\": {\"teir\": \"gold\"}, \"remove\": true}]",
     "s.json:2:39: \"teir\" is not a column of accounts.csv; did you mean "
     "\"tier\"?"},
    {"\"accounts\": [{\"scale\": {\"valu\": 2}}]",
     "s.json:2:39: scale: \"valu\" is not a column of accounts.csv; did you "
     "mean \"value\"?"},
    {"\"accounts\": [{\"scale\": {\"tier\": 2}}]",
     "s.json:2:39: scale: the column \"tier\" holds text, not numbers"},
    {"\"accounts\": [{\"scale\": {\"value\": 900000000000000000}}]",
     "s.json:2:48: scale: 900000000000000000 is no factor that value can be "
     "multiplied by"},
    {"\"territories\": {\"merge\": [{\"into\": \"X\", \"from\": "
     "[\"DACHS\"]}]}",
     "s.json:2:64: from: there is no territory \"DACHS\"; did you mean "
     "\"DACH\"?"},
    {"\"territories\": {\"merge\": [{\"into\": \"DE\", \"from\": "
     "[\"EMEA\"]}]}",
     "s.json:2:65: from: \"DE\" lies in \"EMEA\" and cannot take it in"},
    {"\"territories\": {\"merge\": [{\"into\": \"DE\", \"from\": []}]}",
     "s.json:2:64: from: expected at least one code"},
    {"\"rules\": {\"goall\": 1}",
     "s.json:2:25: \"goall\" is not a key of the rules; did you mean "
     "\"goal\"?"},
};

Test(scenario, says_what_is_wrong_and_where)
{
    for (size_t k = 0; k < sizeof faulty / sizeof *faulty; k++) {
        struct scene s = scene_of(faulty[k].keys);
        struct scenario scenario = {0};

        cr_expect(eq(int, (int)try(&s, &scenario), (int)EB_BAD_DATA), "%s",
                  faulty[k].keys);
        cr_expect(says(s.said, faulty[k].message) && fault_count(s.said) == 1,
                  "%s\n  wanted %s\n  first  %s", faulty[k].keys,
                  faulty[k].message,
                  eb_messages_count(s.said) > 0 ? eb_messages_text(s.said, 0)
                                                : "nothing");
        scenario_clear(&scenario);
        scene_clear(&s);
    }
}

Test(scenario, refuses_blank_names_and_equal_ones)
{
    static const char text[] =
        "{\"base\": \"b\", \"scenarios\": [{\"name\": \"\"},\n"
        "{\"name\": \" \"},\n{\"name\": \"a\"},\n{},\n{\"name\": \"a\"}]}";
    struct doc *doc = NULL;
    eb_messages *said = eb_messages_new();

    cr_assert(eq(int, (int)json_read("s.json", text, strlen(text), &doc, said),
                 EB_OK));
    cr_expect(eq(int, (int)scenarios_check(doc, said), (int)EB_BAD_DATA));
    cr_expect(says(said, "s.json:1:38: name: expected a name, not \"\""));
    cr_expect(says(said, "s.json:2:10: name: expected a name, not \" \""));
    cr_expect(says(said, "s.json:4:1: a scenario needs \"name\""));
    cr_expect(says(said, "s.json:5:10: name: \"a\" is the scenario on line 3 "
                         "already"));
    cr_expect(eq(sz, fault_count(said), 4));
    doc_free(doc);
    eb_messages_free(said);
}

/* ---- Regions ------------------------------------------------------------ */

static size_t empty_regions(const char *keys, const char *message)
{
    struct scene s = scene_of(keys);
    struct scenario scenario = made_of(&s);
    struct book_tables tables = scenario_tables(&s.base, &scenario);
    struct books *books = NULL;
    struct rules *rules = NULL;
    struct compiled *compiled = NULL;
    size_t n;

    cr_assert(eq(int, books_make(&tables, NULL, &books, s.said), EB_OK));
    cr_assert(eq(int, rules_make(scenario.rules, books, NULL, &rules, s.said),
                 EB_OK));
    cr_assert(
        eq(int, compile(books, rules, NULL, 0, &compiled, s.said), EB_OK));
    (void)scenario_check_regions(&s.base, s.doc, &scenario, compiled, s.said);
    n = fault_count(s.said);
    cr_expect(message == NULL || says(s.said, message), "%s", message);
    compiled_free(compiled);
    rules_free(rules);
    books_free(books);
    scenario_clear(&scenario);
    scene_clear(&s);
    return n;
}

Test(scenario, refuses_to_leave_a_region_to_nobody)
{
    cr_expect(eq(sz,
                 empty_regions("\"reps\": {\"remove\": [\"cy\"]}",
                               "s.json:2:35: no rep is left for territory "
                               "\"UK\"; 1 account would have none"),
                 1));
    cr_expect(eq(sz,
                 empty_regions("\"reps\": {\"remove\": [\"ann\", \"bo\"]}",
                               "s.json:2:42: no rep is left for territories "
                               "\"AT\", \"DE\"; 2 accounts would have none"),
                 1));
    cr_expect(eq(sz,
                 empty_regions("\"reps\": {\"change\": [{\"id\": \"cy\", "
                               "\"territories\": \"DE\"}]}",
                               "s.json:2:35: no rep is left for territory "
                               "\"UK\"; 1 account would have none"),
                 1));
}

Test(scenario, lets_a_region_be_served_by_others)
{
    cr_expect(
        eq(sz, empty_regions("\"reps\": {\"remove\": [\"ann\"]}", NULL), 0));
    cr_expect(eq(sz,
                 empty_regions("\"reps\": {\"remove\": [\"cy\"], \"add\": "
                               "[{\"id\": \"x\", \"territories\": \"EMEA\"}]}",
                               NULL),
                 0));
    cr_expect(eq(sz,
                 empty_regions("\"reps\": {\"remove\": [\"cy\"]}, \"rules\": "
                               "{\"territory\": \"off\"}",
                               NULL),
                 0));
}

/* ---- The manual, and memory --------------------------------------------- */

Test(scenario, keys_stand_in_the_manual)
{
    FILE *file = fopen("docs/FORMATS.md", "r");
    static char text[400000];
    const struct key_table table = scenario_key_table();

    cr_assert(ne(ptr, file, NULL));
    cr_assert(gt(sz, fread(text, 1, sizeof text - 1, file), 0));
    fclose(file);
    for (size_t k = 0; k < table.n; k++) {
        const struct rule_key *key = &table.keys[k];
        char row[600];

        snprintf(row, sizeof row, "| `%s` | %s | %s | %s |\n", key->path,
                 key->type, key->standard, key->help);
        cr_expect(ne(ptr, strstr(text, row), NULL), "missing: %s", row);
    }
}

static eb_status make_again(void *context)
{
    struct scene *s = context;
    struct scenario scenario = {0};
    eb_messages *said = eb_messages_new();
    eb_status status = said == NULL ? EB_NO_MEMORY : EB_OK;

    if (status == EB_OK)
        status = scenario_make(&s->base, s->doc, first_of(s), &scenario, said);
    scenario_clear(&scenario);
    eb_messages_free(said);
    return status;
}

Test(scenario, survives_every_refused_allocation)
{
    struct scene s = scene_of(
        "\"reps\": {\"add\": [{\"id\": \"x\", \"territories\": [\"UK\", "
        "\"DE\"], \"ramp\": 0.5}], \"remove\": [\"bo\"]}, \"accounts\": "
        "[{\"where\": {\"territory\": \"AT\"}, \"remove\": true}, {\"scale\": "
        "{\"value\": 1.1}}], \"territories\": {\"merge\": [{\"into\": \"N\", "
        "\"from\": [\"UK\"]}]}, \"rules\": {\"continuity\": {\"max_moves\": "
        "1}}");

    cr_assert(gt(long, sweep_memory(make_again, &s), 20));
    scene_clear(&s);
}
