/* rules_check.c - rules.json against the table of its keys. */
#include "model/rules_check.h"

#include "model/complaint.h"

#include <stdio.h>
#include <string.h>

enum {
    MOST_KEYS = 32, /* in one object */
    LONGEST_PATH = 64
};

struct checking {
    const struct key_table *table;
    const struct doc *doc;
    eb_messages *said;
    eb_status status;
};

static void check_keys(struct checking *in, const struct node *node,
                       const char *path);

static void keep(struct checking *in, eb_status status)
{
    complaint_keep(&in->status, status);
}

static const char *last_name(const struct rule_key *key)
{
    const char *dot = strrchr(key->path, '.');

    return dot != NULL ? dot + 1 : key->path;
}

static bool has_too_many_digits(const struct node *node)
{
    struct decimal ignored;

    return node->kind == DOC_NUMBER &&
           number_read(node->text, NUMBER_POINT, &ignored) != NUMBER_OK;
}

static void unexpected(struct checking *in, const struct node *node,
                       const char *name, const char *type)
{
    keep(in,
         fault(in->said, doc_place(in->doc, node), "%s: expected %s, not %s%s",
               name, type, wording_of(node).text,
               has_too_many_digits(node) ? ", which has more than 18 digits"
                                         : ""));
}

/* ---- Numbers and texts --------------------------------------------------- */

int decimal_compare(struct decimal a, struct decimal b)
{
    wide x = a.units, y = b.units;

    for (int d = a.decimals; d < 18; d++)
        x *= 10;
    for (int d = b.decimals; d < 18; d++)
        y *= 10;
    return (x > y) - (x < y);
}

struct range {
    int64_t least, most;
    bool above; /* `least` itself is out */
    int decimals;
};

/* `range` NULL: any number. */
static bool is_number(const struct node *node, const struct range *range)
{
    struct decimal d;
    int above;

    if (node->kind != DOC_NUMBER ||
        number_read(node->text, NUMBER_POINT, &d) != NUMBER_OK)
        return false;
    if (range == NULL)
        return true;
    above = decimal_compare(d, (struct decimal){range->least, 0});
    return (above > 0 || (above == 0 && !range->above)) &&
           decimal_compare(d, (struct decimal){range->most, 0}) <= 0 &&
           d.decimals <= range->decimals;
}

static bool number_fits(const struct node *node, enum rule_form form)
{
    static const struct range ranges[] = {
        [FORM_AMOUNT] = {0, 1000000, false, 18},
        [FORM_ABOVE_0] = {0, 1000000, true, 18},
        [FORM_MONEY] = {0, INT64_MAX, false, 18},
        [FORM_BAND] = {0, 1000, true, 6},
        [FORM_SHARE] = {0, 1, false, 18},
        [FORM_WHOLE] = {0, 1000000, false, 0},
    };
    size_t n = sizeof ranges / sizeof *ranges;

    if ((size_t)form >= n || ranges[form].most == 0)
        return is_number(node, NULL);
    return is_number(node, &ranges[form]);
}

static bool is_choice(const char *choices, const char *text)
{
    size_t length = strlen(text);

    for (const char *at = choices; at != NULL; at = strchr(at, '|')) {
        at += *at == '|';
        if (strncmp(at, text, length) == 0 &&
            (at[length] == '|' || at[length] == '\0'))
            return length > 0;
    }
    return false;
}

static bool text_fits(const struct node *node, const struct rule_key *key)
{
    int64_t ignored;

    if (key->choices != NULL)
        return is_choice(key->choices, node->text);
    if (key->form == FORM_DATE)
        return strlen(node->text) == 10 &&
               date_read(node->text, DATE_ISO, &ignored);
    return *node->text != '\0';
}

/* ---- Lists and objects --------------------------------------------------- */

static void check_texts(struct checking *in, const struct node *list,
                        const struct rule_key *key)
{
    for (const struct node *k = list->first; k != NULL; k = k->next)
        if (k->kind != DOC_STRING)
            unexpected(in, k, last_name(key), "a text");
}

struct step {
    struct decimal at, slope;
};

static bool read_step(struct checking *in, const struct node *pair,
                      struct step *out)
{
    static const struct range deviations = {0, 1000, false, 6};
    static const struct range slopes = {0, 1000000, false, 6};

    if (pair->kind != DOC_ARRAY || doc_length(pair) != 2)
        unexpected(in, pair, "penalty", "[deviation, slope]");
    else if (!is_number(pair->first, &deviations))
        unexpected(in, pair->first, "penalty",
                   "a deviation from 0 to 1000, of at most 6 decimals");
    else if (!is_number(pair->last, &slopes))
        unexpected(in, pair->last, "penalty",
                   "a slope from 0 to 1000000, of at most 6 decimals");
    else
        return number_read(pair->first->text, NUMBER_POINT, &out->at) ==
                   NUMBER_OK &&
               number_read(pair->last->text, NUMBER_POINT, &out->slope) ==
                   NUMBER_OK;
    return false;
}

/* The list stands behind [0, 0.001] unless its own first deviation is 0. */
static void check_penalty(struct checking *in, const struct node *list)
{
    struct step before = {{-1, 0}, {1, 3}}, step;

    if (list->first == NULL)
        unexpected(in, list, "penalty", "at least one [deviation, slope]");
    for (const struct node *k = list->first; k != NULL; k = k->next) {
        if (!read_step(in, k, &step))
            continue;
        if (k == list->first && step.at.units == 0)
            before.slope = step.slope;
        if (decimal_compare(step.at, before.at) <= 0)
            unexpected(in, k->first, "penalty",
                       "deviations that rise from each to the next");
        if (decimal_compare(step.slope, before.slope) < 0)
            unexpected(in, k->last, "penalty",
                       "slopes that never fall from the first, 0.001 at 0");
        before = step;
    }
}

static void check_numbers(struct checking *in, const struct node *object,
                          const struct rule_key *key)
{
    bool share = key->form == FORM_SHARES;
    const struct range range = {0, share ? 1 : INT64_MAX, false, 18};

    for (const struct node *k = object->first; k != NULL; k = k->next)
        if (!is_number(k, &range))
            unexpected(in, k, k->key,
                       share ? "a share from 0 to 1"
                             : "a number of at least 0");
}

static const struct schema *schema_of(const struct rule_key *key)
{
    static const struct schema *const schemas[] = {
        &schema_accounts,    &schema_reps,      &schema_pairs,
        &schema_territories, &schema_decisions, NULL};
    const char *name = last_name(key);

    for (size_t k = 0; schemas[k] != NULL; k++)
        if (strncmp(schemas[k]->file, name, strlen(name)) == 0)
            return schemas[k];
    return NULL;
}

/* Whether the schema calls a column so; `<role>_owner` stands for many. */
static bool is_known(const struct schema *schema, const char *name)
{
    const char *role = strstr(name, "_owner");

    for (size_t k = 0; k < schema->n; k++) {
        const char *known = schema->columns[k].name;

        if (strcmp(known, name) == 0 && strcmp(known, ROLE_OWNER) != 0)
            return true;
        if (strcmp(known, ROLE_OWNER) == 0 && role != NULL && role > name &&
            strcmp(role, "_owner") == 0)
            return true;
    }
    return false;
}

static void check_mapping(struct checking *in, const struct node *object,
                          const struct rule_key *key)
{
    const struct schema *schema = schema_of(key);
    const char *known[MOST_KEYS * 2];
    size_t n = 0;

    for (size_t k = 0; k < schema->n && n < MOST_KEYS * 2; k++)
        known[n++] = schema->columns[k].name;
    for (const struct node *k = object->first; k != NULL; k = k->next) {
        if (!is_known(schema, k->key))
            keep(in, fault(in->said, doc_key_place(in->doc, k),
                           "\"%s\" is not a column that %s may have%s", k->key,
                           schema->file,
                           hint_of(names_nearest(known, n, k->key)).text));
        if (k->kind != DOC_STRING && k->kind != DOC_NULL)
            unexpected(in, k, k->key, "a header in quotes, or null");
    }
}

static void check_items(struct checking *in, const struct node *list,
                        const struct rule_key *key)
{
    char path[LONGEST_PATH];

    snprintf(path, sizeof path, "%s[]", key->path);
    for (const struct node *k = list->first; k != NULL; k = k->next)
        if (k->kind != DOC_OBJECT)
            unexpected(in, k, last_name(key), "an object");
        else if (key->form == FORM_KEYS)
            check_keys(in, k, path);
}

/* ---- One value, one object ----------------------------------------------- */

static void check_list(struct checking *in, const struct node *node,
                       const struct rule_key *key)
{
    if (key->form == FORM_TEXTS)
        check_texts(in, node, key);
    if (key->form == FORM_PENALTY)
        check_penalty(in, node);
    if (key->form == FORM_KEYS || key->form == FORM_OBJECTS)
        check_items(in, node, key);
}

static void check_object(struct checking *in, const struct node *node,
                         const struct rule_key *key)
{
    if (key->form == FORM_SHARES || key->form == FORM_AMOUNTS)
        check_numbers(in, node, key);
    if (key->form == FORM_MAPPING)
        check_mapping(in, node, key);
    if (key->form == FORM_KEYS)
        check_keys(in, node, key->path);
}

static void check_value(struct checking *in, const struct node *node,
                        const struct rule_key *key)
{
    bool fits = (key->takes >> node->kind & 1u) != 0;

    if (node->kind == DOC_NULL)
        return;
    if (fits && node->kind == DOC_STRING)
        fits = text_fits(node, key);
    if (fits && node->kind == DOC_NUMBER)
        fits = number_fits(node, key->form);
    if (!fits)
        unexpected(in, node, last_name(key), key->type);
    else if (node->kind == DOC_ARRAY)
        check_list(in, node, key);
    else if (node->kind == DOC_OBJECT)
        check_object(in, node, key);
}

/* "a metric" for metrics[], the path itself for other objects. */
static const char *noun_of(const struct checking *in, const char *path)
{
    for (size_t k = 0; in->table->nouns[k][0] != NULL; k++)
        if (strcmp(in->table->nouns[k][0], path) == 0)
            return in->table->nouns[k][1];
    return path;
}

/* The keys that may stand in the object of this path. */
static size_t list_keys(const struct key_table *table, const char *path,
                        const struct rule_key **found, const char **names)
{
    size_t n = 0;

    for (size_t k = 0; k < table->n && n < MOST_KEYS; k++) {
        const char *name = rule_key_within(&table->keys[k], path);

        if (name != NULL) {
            found[n] = &table->keys[k];
            names[n++] = name;
        }
    }
    return n;
}

static void check_keys(struct checking *in, const struct node *node,
                       const char *path)
{
    const struct rule_key *keys[MOST_KEYS];
    const char *names[MOST_KEYS];
    size_t n = list_keys(in->table, path, keys, names);

    for (const struct node *k = node->first; k != NULL; k = k->next) {
        size_t j = 0;

        while (j < n && strcmp(names[j], k->key) != 0)
            j++;
        if (j < n)
            check_value(in, k, keys[j]);
        else
            keep(in, fault(in->said, doc_key_place(in->doc, k),
                           "\"%s\" is not a key of %s%s", k->key,
                           noun_of(in, path),
                           hint_of(names_nearest(names, n, k->key)).text));
    }
    for (size_t j = 0; j < n; j++) {
        const struct node *value = doc_get(node, names[j]);

        if (keys[j]->required && (value == NULL || value->kind == DOC_NULL))
            keep(in, fault(in->said, doc_place(in->doc, node),
                           "%s needs \"%s\"", noun_of(in, path), names[j]));
    }
}

eb_status keys_check(const struct key_table *table, const struct doc *doc,
                     const struct node *object, const char *what,
                     eb_messages *said)
{
    struct checking in = {table, doc, said, EB_OK};

    if (object->kind != DOC_OBJECT)
        unexpected(&in, object, what, "an object");
    else
        check_keys(&in, object, "");
    return in.status;
}

eb_status rules_check(const struct doc *doc, eb_messages *said)
{
    const struct key_table table = rules_key_table();

    if (doc->root == NULL)
        return fault(said, doc_place(doc, NULL), "the document is empty");
    return keys_check(&table, doc, doc->root, "rules", said);
}
