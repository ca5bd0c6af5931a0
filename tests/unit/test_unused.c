/* test_unused.c - known columns that no rule uses. */
#include "model/unused.h"
#include "model/phrase.h"
#include "tests/support/making.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const char accounts[] = "id,ARR,workload,tier,segment,industry,"
                               "territory,parent,latitude,longitude,"
                               "nps,own column,csm_owner\n"
                               "A1,1,1,A,s,i,DE,,1,1,5,x,r1\n";
static const char reps[] =
    "id,name,segments,industries,territories,skills,capacity,fte,max_accounts,"
    "latitude,longitude,placeholder\n"
    "r1,R,s,i,DE,k,1,1,9,1,1,\n";
static const char territories[] = "code,parent\nDE,\n";

static const struct {
    const char *rules, *unused;
} cases[] = {
    /* Limits and the tree are there by default, so is what makes reps alike. */
    {"{}", "tier latitude longitude nps | skills fte latitude longitude | "},
    {"{\"territory\": \"off\", \"families\": \"off\", \"limits\": [],"
     " \"metrics\": [{\"name\": \"accounts\"}]}",
     "workload tier territory parent latitude longitude nps | skills fte "
     "max_accounts latitude longitude | code parent "},
    {"{\"fit\": [{\"distance\": \"km\"},"
     " {\"account\": \"tier\", \"rep\": \"skills\"}],"
     " \"locks\": [{\"where\": {\"nps\": {\"min\": 9}}}]}",
     " | fte | "},
    {"{\"territory\": \"off\", \"balance_within\": \"territory\","
     " \"metrics\": [{\"name\": \"workload\", \"where\": {\"tier\": \"A\"}}],"
     " \"continuity\": {\"max_moved\": {\"nps\": 4}},"
     " \"fit\": [{\"distance\": \"km\"}],"
     " \"limits\": [{\"metric\": \"accounts\", \"max\": \"fte\"}]}",
     " | skills max_accounts | "},
};

Test(unused, lists_the_known_columns_that_no_rule_names)
{
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct made made = make((struct texts){.accounts = accounts,
                                               .reps = reps,
                                               .territories = territories,
                                               .rules = cases[k].rules});
        struct unused_list list;
        struct phrase text = {0};
        enum unused_file file = UNUSED_ACCOUNTS;

        cr_assert(eq(int, (int)made.status, EB_OK), "case %zu", k);
        cr_assert(eq(int, (int)unused_find(made.compiled, &list), EB_OK));
        for (size_t j = 0; j < list.columns.n; j++) {
            for (; file < list.columns.at[j].file; file++)
                phrase_add(&text, "| ");
            phrase_add(&text, "%s ", list.columns.at[j].column->header);
        }
        for (; file < UNUSED_TERRITORIES; file++)
            phrase_add(&text, "| ");
        cr_expect(eq(str, (char *)phrase_text(&text),
                     (char *)cases[k].unused + (*cases[k].unused == ' ')),
                  "case %zu", k);
        phrase_clear(&text);
        unused_clear(&list);
        made_clear(&made);
    }
}
