/* test_schema.c - which column a header means. */
#include "model/schema.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct schema *const schemas[] = {
    &schema_accounts,    &schema_reps,      &schema_pairs,
    &schema_territories, &schema_decisions, &schema_changes};

enum { N_SCHEMAS = sizeof schemas / sizeof *schemas };

Test(schema, finds_a_column_by_its_many_names)
{
    static const struct {
        const struct schema *schema;
        const char *header, *name;
    } cases[] = {
        {&schema_accounts, "id", "id"},
        {&schema_accounts, "Account ID", "id"},
        {&schema_accounts, "account_id", "id"},
        {&schema_accounts, "Account", "id"},
        {&schema_accounts, "Company Name", "name"},
        {&schema_accounts, "ARR", "value"},
        {&schema_accounts, "value_all_years", NULL},
        {&schema_accounts, "contract_end", "renewal_date"},
        {&schema_accounts, "Contract-End.Date", "renewal_date"},
        {&schema_accounts, "renewal_risk", "risk"},
        {&schema_accounts, "health_score", "health"},
        {&schema_accounts, "health_segment", NULL},
        {&schema_accounts, "specialty", NULL},
        {&schema_accounts, "lat", "latitude"},
        {&schema_accounts, "lon", "longitude"},
        {&schema_accounts, "OwnerId", "owner"},
        {&schema_accounts, "owner_id_derived", "owner"},
        {&schema_accounts, "account_owner", "owner"},
        {&schema_accounts, "last_order_owner_id", NULL},
        {&schema_accounts, "csm_owner", ROLE_OWNER},
        {&schema_accounts, "AE Owner", ROLE_OWNER},
        {&schema_accounts, "_owner", "owner"},
        {&schema_accounts, "", NULL},
        {&schema_accounts, " - ", NULL},
        {&schema_reps, "hire_date", "start_date"},
        {&schema_reps, "reports_to", "manager"},
        {&schema_reps, "territory", "territories"},
        {&schema_reps, "territories_allowed", "territories"},
        {&schema_reps, "territories_ever", NULL},
        {&schema_reps, "quota", NULL},
        {&schema_reps, "csm_owner", NULL},
        {&schema_pairs, "account_id", "account"},
        {&schema_decisions, "verdict", "decision"},
        {&schema_changes, "Event Type", "kind"},
        {&schema_territories, "Territory", "code"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const struct known_column *found =
            schema_find(cases[k].schema, cases[k].header);
        const char *name = cases[k].name == NULL ? "(none)" : cases[k].name;

        cr_expect(eq(str, (char *)(found == NULL ? "(none)" : found->name),
                     (char *)name),
                  "header \"%s\"", cases[k].header);
    }
}

Test(schema, ranks_an_own_name_before_the_others_in_their_order)
{
    const struct known_column *territories =
        schema_find(&schema_reps, "territories");
    int own = schema_rank(&schema_reps, territories, "Territories");
    int allowed =
        schema_rank(&schema_reps, territories, "territories allowed");
    int one = schema_rank(&schema_reps, territories, "territory");

    cr_expect(eq(int, own, 0));
    cr_expect(gt(int, allowed, 0));
    cr_expect(gt(int, one, allowed));
    cr_expect(eq(int, schema_rank(&schema_reps, territories, "segments"), -1));
}

Test(schema, normalises_gaps_and_case)
{
    static const char *const cases[][2] = {
        {"Owner Since", "owner_since"}, {"  a--b. c ", "a_b_c"},
        {"OwnerId", "ownerid"},         {"...", ""},
        {"\xC3\x84ra", "\xC3\x84ra"},
    };
    char out[32], cut[4];

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        schema_normalise(cases[k][0], out, sizeof out);
        cr_expect(eq(str, out, (char *)cases[k][1]));
    }
    schema_normalise("abcdefgh", cut, sizeof cut);
    cr_expect(lt(sz, strlen(cut), sizeof cut));
}

/* Calls back with every name of the column but its own. */
static void each_alias(const struct known_column *known,
                       void (*look)(void *context, const char *alias),
                       void *context)
{
    char copy[1024], *rest = copy, *alias;

    snprintf(copy, sizeof copy, "%s", known->aliases);
    while ((alias = strtok_r(rest, " ", &rest)) != NULL)
        look(context, alias);
}

struct look {
    const struct schema *schema;
    const struct known_column *known;
    const char *text; /* of the section of docs/FORMATS.md */
    int n;
};

static void check_alias(void *context, const char *alias)
{
    struct look *look = context;
    char normal[64];

    look->n++;
    schema_normalise(alias, normal, sizeof normal);
    cr_expect(eq(str, normal, (char *)alias));
    cr_expect(ge(int, schema_rank(look->schema, look->known, alias), 1),
              "\"%s\" is the name of another column too", alias);
    cr_expect(ne(str, (char *)look->known->name, (char *)alias));
}

Test(schema, has_no_alias_that_could_never_be_met)
{
    struct look look = {0};

    for (size_t s = 0; s < N_SCHEMAS; s++)
        for (size_t k = 0; k < schemas[s]->n; k++) {
            look.schema = schemas[s];
            look.known = &schemas[s]->columns[k];
            each_alias(look.known, check_alias, &look);
            cr_expect(eq(ptr,
                         (void *)schema_find(schemas[s], look.known->name),
                         (void *)look.known));
            cr_expect(ne(str, (char *)look.known->help, ""));
        }
    cr_expect(gt(int, look.n, 100));
}

static char *read_formats(void)
{
    FILE *file = fopen("docs/FORMATS.md", "rb");
    char *text = calloc(1, 1 << 20);

    cr_assert(ne(ptr, file, NULL), "run from the root of the tree");
    cr_assert(ne(ptr, text, NULL));
    cr_assert(lt(sz, fread(text, 1, 1 << 20, file), (size_t)1 << 20));
    fclose(file);
    return text;
}

static void check_written(void *context, const char *name)
{
    struct look *look = context;
    char quoted[80];

    snprintf(quoted, sizeof quoted, "`%s`", name);
    cr_expect(ne(ptr, strstr(look->text, quoted), NULL),
              "docs/FORMATS.md, %s: no %s", look->schema->file, quoted);
}

Test(schema, stands_in_docs_formats_with_every_name)
{
    char *text = read_formats(), heading[64];
    char *inputs = strstr(text, "\n## The inputs\n");

    cr_assert(ne(ptr, inputs, NULL));
    for (size_t s = 0; s < N_SCHEMAS; s++) {
        struct look look = {.schema = schemas[s]};
        char *section, *end;

        snprintf(heading, sizeof heading, "\n### %s\n", schemas[s]->file);
        section = strstr(inputs, heading);
        cr_assert(ne(ptr, section, NULL), "no section%s", heading);
        end = strstr(section + 1, "\n### ");
        look.text = strndup(section, end == NULL ? strlen(section)
                                                 : (size_t)(end - section));
        for (size_t k = 0; k < schemas[s]->n; k++) {
            look.known = &schemas[s]->columns[k];
            check_written(&look, look.known->name);
            each_alias(look.known, check_written, &look);
        }
        free((char *)look.text);
    }
    free(text);
}
