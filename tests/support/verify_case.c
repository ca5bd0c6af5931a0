/* verify_case.c - inputs of the verifier from texts. */
#include "tests/support/verify_case.h"

#include "io/json.h"
#include "tests/support/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void insist(bool fine, const char *what, const eb_messages *said)
{
    if (fine)
        return;
    fprintf(stderr, "verify_case: %s\n", what);
    show_messages(said);
    abort();
}

static struct doc *doc_of(const char *file, const char *text)
{
    eb_messages *said = eb_messages_new();
    char *copy = mem_string(text);
    struct doc *doc = NULL;

    insist(said != NULL && copy != NULL, "out of memory", said);
    for (char *at = copy; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    insist(json_read(file, copy, strlen(copy), &doc, said) == EB_OK, text,
           said);
    mem_free(copy);
    eb_messages_free(said);
    return doc;
}

static void add_headers(struct doc *doc, struct node *columns,
                        const char *file, const struct table *table)
{
    struct node *names;

    if (table == NULL)
        return;
    names = doc_add(doc, columns, file, DOC_OBJECT);
    for (size_t k = 0; k < table->n_columns; k++)
        doc_add_string(doc, names, table->header[k], table->header[k]);
}

static const struct doc *rules_of(const char *text,
                                  const struct verify_input *in)
{
    struct doc *doc = doc_of("plan/rules.json", text == NULL ? "{}" : text);
    struct node *columns;

    if (doc_get(doc->root, "columns") != NULL)
        return doc;
    columns = doc_add(doc, doc->root, "columns", DOC_OBJECT);
    add_headers(doc, columns, "accounts", in->accounts);
    add_headers(doc, columns, "reps", in->reps);
    add_headers(doc, columns, "pairs", in->pairs);
    add_headers(doc, columns, "territories", in->territories);
    add_headers(doc, columns, "decisions", in->decisions);
    insist(doc_ok(doc), "out of memory", NULL);
    return doc;
}

static const struct table *some_table(const char *file, const char *text)
{
    return text == NULL ? NULL : table_of(file, text);
}

static const struct doc *some_doc(const char *file, const char *text)
{
    return text == NULL ? NULL : doc_of(file, text);
}

struct verify_case verify_case_of(struct verify_texts t)
{
    struct verify_case c = {
        .in = {.accounts = some_table("accounts.csv", t.accounts),
               .reps = some_table("reps.csv", t.reps),
               .pairs = some_table("pairs.csv", t.pairs),
               .territories = some_table("territories.csv", t.territories),
               .decisions = some_table("decisions.csv", t.decisions),
               .given_rules = some_doc("rules.json", t.given),
               .plan = some_doc("plan.json", t.plan),
               .certificate = some_doc("certificate.json", t.certificate),
               .assignments = some_table("assignments.csv", t.assignments),
               .moves = some_table("moves.csv", t.moves),
               .books = some_table("books.csv", t.books),
               .owners = some_table("owners.csv", t.owners),
               .rollback = some_table("owners_rollback.csv", t.rollback),
               .rollback_unowned = some_table("owners_rollback_unowned.csv",
                                              t.rollback_unowned)},
        .said = eb_messages_new()};

    insist(c.said != NULL, "out of memory", NULL);
    c.in.rules = rules_of(t.rules, &c.in);
    return c;
}

void verify_case_clear(struct verify_case *c)
{
    const struct table *const tables[] = {
        c->in.accounts,        c->in.reps,
        c->in.pairs,           c->in.territories,
        c->in.decisions,       c->in.assignments,
        c->in.moves,           c->in.books,
        c->in.owners,          c->in.rollback,
        c->in.rollback_unowned};
    const struct doc *const docs[] = {c->in.given_rules, c->in.rules,
                                      c->in.plan, c->in.certificate};

    for (size_t k = 0; k < sizeof tables / sizeof *tables; k++)
        table_free((struct table *)tables[k]);
    for (size_t k = 0; k < sizeof docs / sizeof *docs; k++)
        doc_free((struct doc *)docs[k]);
    eb_messages_free(c->said);
}

/* The word behind "id=" in the list; "" if it is not there. */
static const char *find_owner(char *list, const char *id)
{
    size_t length = strlen(id);

    for (char *at = list; *at != '\0'; at += strlen(at) + 1)
        if (strncmp(at, id, length) == 0 && at[length] == '=')
            return at + length + 1;
    return "";
}

struct evaluation verify_case_value(const struct verify_case *c,
                                    const char *owners)
{
    size_t n = table_rows(c->in.accounts), length = strlen(owners);
    int id = table_column(c->in.accounts, "id");
    const char **owner = NEW(const char *, n);
    char *list = NEW(char, length + 2);
    struct evaluation value;

    insist(owner != NULL && list != NULL && id >= 0, "no ids", NULL);
    for (size_t k = 0; k < length; k++)
        list[k] = owners[k] == ' ' ? '\0' : owners[k];
    for (size_t a = 0; a < n; a++)
        owner[a] = find_owner(list, table_cell(c->in.accounts, a, (size_t)id));
    insist(verify_evaluate(&c->in, owner, &value, c->said) == EB_OK,
           "cannot be evaluated", c->said);
    mem_free(owner);
    mem_free(list);
    return value;
}
