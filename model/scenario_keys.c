/* scenario_keys.c - every key of scenarios.json, and what is wrong with a document
 * whatever its base holds. */
#include "model/complaint.h"
#include "model/rules_check.h"
#include "model/scenario.h"

#include <string.h>

#define BOOL (1u << DOC_BOOL)
#define TEXT (1u << DOC_STRING)
#define LIST (1u << DOC_ARRAY)
#define OBJECT (1u << DOC_OBJECT)

static const struct rule_key keys[] = {
    {"base", TEXT, FORM_PLAIN, NULL, true, "the path of a folder", "required",
     "the books that all scenarios change, from where this file lies"},
    {"scenarios", LIST, FORM_KEYS, NULL, true, "a list of scenarios",
     "required", "what is planned beside the base as it is"},
    {"scenarios[].name", TEXT, FORM_PLAIN, NULL, true, "a name", "required",
     "what the scenario is called"},
    {"scenarios[].rules", OBJECT, FORM_WHERE, NULL, false,
     "an object of keys of rules.json", "the base's",
     "laid over the base's rules: objects are merged, lists and all else "
     "replaced, null takes a key out"},
    {"scenarios[].reps", OBJECT, FORM_KEYS, NULL, false, "an object",
     "the base's", "who comes, who goes, and what changes about the others"},
    {"scenarios[].reps.add", LIST, FORM_OBJECTS, NULL, false,
     "a list of objects", "nobody",
     "rows of reps.csv, column by column; `id` is required"},
    {"scenarios[].reps.remove", LIST, FORM_TEXTS, NULL, false,
     "a list of ids of reps", "nobody",
     "leavers: `active` becomes no, and what they own must move"},
    {"scenarios[].reps.change", LIST, FORM_OBJECTS, NULL, false,
     "a list of objects", "nothing",
     "the rep's `id`, and cells of his row that are replaced"},
    {"scenarios[].accounts", LIST, FORM_KEYS, NULL, false, "a list of changes",
     "the base's", "what happens to which accounts"},
    {"scenarios[].accounts[].where", OBJECT, FORM_WHERE, NULL, false,
     "an object of columns and their values", "all accounts",
     "these accounts, by what the base says of them"},
    {"scenarios[].accounts[].remove", BOOL, FORM_PLAIN, NULL, false,
     "true or false", "false", "they are left out"},
    {"scenarios[].accounts[].scale", OBJECT, FORM_AMOUNTS, NULL, false,
     "an object of columns and factors", "none",
     "these numbers are multiplied"},
    {"scenarios[].territories", OBJECT, FORM_KEYS, NULL, false, "an object",
     "the base's", "what happens to territories"},
    {"scenarios[].territories.merge", LIST, FORM_KEYS, NULL, false,
     "a list of merges", "none", "territories that become one"},
    {"scenarios[].territories.merge[].into", TEXT, FORM_PLAIN, NULL, true,
     "a code", "required", "the one that they become, old or new"},
    {"scenarios[].territories.merge[].from", LIST, FORM_TEXTS, NULL, true,
     "a list of codes", "required", "those that disappear"},
};

struct key_table scenario_key_table(void)
{
    static const char *const nouns[][2] = {
        {"", "scenarios.json"},
        {"scenarios[]", "a scenario"},
        {"scenarios[].reps", "reps"},
        {"scenarios[].accounts[]", "a change of accounts"},
        {"scenarios[].territories", "territories"},
        {"scenarios[].territories.merge[]", "a merge"},
        {NULL, NULL},
    };

    return (struct key_table){keys, sizeof keys / sizeof *keys, nouns};
}

/* ---- Names -------------------------------------------------------------- */

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t")] == '\0';
}

static const struct node *name_of(const struct node *scenario)
{
    const struct node *name = doc_get(scenario, "name");

    return doc_string(name) == NULL || *name->text == '\0' ? NULL : name;
}

static eb_status check_name(const struct doc *doc, const struct node *list,
                            const struct node *scenario, eb_messages *said)
{
    const struct node *name = name_of(scenario);

    if (name == NULL)
        return EB_OK; /* told already, or absent */
    if (is_blank(name->text))
        return fault(said, doc_place(doc, name),
                     "name: expected a name, not \"%s\"", name->text);
    for (const struct node *k = list->first; k != scenario; k = k->next) {
        const struct node *other = name_of(k);

        if (other != NULL && strcmp(other->text, name->text) == 0)
            return fault(said, doc_place(doc, name),
                         "name: \"%s\" is the scenario on line %ld already",
                         name->text, other->line);
    }
    return EB_OK;
}

/* ---- Rules -------------------------------------------------------------- */

static eb_status check_rules(const struct doc *doc,
                             const struct node *scenario, eb_messages *said)
{
    const struct node *rules = doc_get(scenario, "rules");
    const struct key_table table = rules_key_table();

    if (rules == NULL || rules->kind != DOC_OBJECT)
        return EB_OK;
    return keys_check(&table, doc, rules, "rules", said);
}

static eb_status check_list(const struct doc *doc, const struct node *list,
                            eb_messages *said)
{
    eb_status kept = EB_OK;

    if (list->first == NULL)
        return fault(said, doc_place(doc, list),
                     "scenarios: expected at least one scenario");
    for (const struct node *k = list->first; k != NULL; k = k->next) {
        complaint_keep(&kept, check_name(doc, list, k, said));
        complaint_keep(&kept, check_rules(doc, k, said));
    }
    return kept;
}

eb_status scenarios_check(const struct doc *doc, eb_messages *said)
{
    const struct key_table table = scenario_key_table();
    const struct node *list = doc_get(doc->root, "scenarios");
    eb_status kept = EB_OK;

    if (doc->root == NULL)
        return fault(said, doc_place(doc, NULL), "the document is empty");
    complaint_keep(&kept,
                   keys_check(&table, doc, doc->root, "scenarios", said));
    if (list != NULL && list->kind == DOC_ARRAY)
        complaint_keep(&kept, check_list(doc, list, said));
    return kept;
}
