/* making.c - books, rules and what they compile to, from texts. */
#include "tests/support/making.h"

#include "base/rng.h"
#include "io/json.h"
#include "tests/support/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void insist(eb_status status, const char *what, const eb_messages *said)
{
    if (status == EB_OK)
        return;
    fprintf(stderr, "%s: %s\n", what, eb_status_text(status));
    show_messages(said);
    abort();
}

static struct table *table_or_null(const char *file, const char *text)
{
    return text == NULL ? NULL : table_of(file, text);
}

struct made make_without(struct texts texts, const struct rule_ref *without,
                         size_t n_without)
{
    struct made made = {.said = eb_messages_new()};
    struct book_tables tables = {0};
    eb_messages *before = eb_messages_new();

    tables.accounts = made.accounts =
        table_or_null("accounts.csv", texts.accounts);
    tables.reps = made.reps = table_or_null("reps.csv", texts.reps);
    tables.pairs = made.pairs = table_or_null("pairs.csv", texts.pairs);
    tables.territories = made.territories =
        table_or_null("territories.csv", texts.territories);
    tables.decisions = made.decisions =
        table_or_null("decisions.csv", texts.decisions);
    if (texts.rules != NULL)
        insist(json_read("rules.json", texts.rules, strlen(texts.rules),
                         &made.doc, before),
               "rules.json", before);
    insist(books_make(&tables, NULL, &made.books, before), "books", before);
    insist(rules_make(made.doc, made.books, NULL, &made.rules, before),
           "rules", before);
    eb_messages_free(before);
    made.status = compile(made.books, made.rules, without, n_without,
                          &made.compiled, made.said);
    return made;
}

struct made make(struct texts texts)
{
    return make_without(texts, NULL, 0);
}

void made_clear(struct made *made)
{
    compiled_free(made->compiled);
    rules_free(made->rules);
    books_free(made->books);
    doc_free(made->doc);
    table_free(made->accounts);
    table_free(made->reps);
    table_free(made->pairs);
    table_free(made->territories);
    table_free(made->decisions);
    eb_messages_free(made->said);
}

int made_account(const struct made *made, const char *id)
{
    for (size_t a = 0; a < made->books->n_accounts; a++)
        if (strcmp(account_id(made->books, a), id) == 0)
            return (int)a;
    return -1;
}

int made_rep(const struct made *made, const char *id)
{
    for (size_t r = 0; r < made->books->n_reps; r++)
        if (strcmp(rep_id(made->books, r), id) == 0)
            return (int)r;
    return -1;
}

const struct family *made_family(const struct made *made, const char *id)
{
    int f = made->compiled->family_of[made_account(made, id)];

    return f < 0 ? NULL : &made->compiled->families[f];
}

int64_t made_cost(const struct made *made, const char *account,
                  const char *rep)
{
    return problem_cost(made->compiled->problem,
                        made_family(made, account)->item, made_rep(made, rep));
}

int made_resource(const struct made *made, int metric, const char *group)
{
    const struct compiled *c = made->compiled;
    int word = group == NULL ? -1 : names_find(&made->books->words, group);

    for (size_t k = 0; k < c->n_resources; k++)
        if (c->resources[k].metric == metric && c->resources[k].group == word)
            return (int)k;
    return -1;
}

char *shuffled(const char *text, uint64_t seed)
{
    size_t n = 0, length = strlen(text);
    const char **lines = NEW(const char *, length + 1);
    char *out = NEW(char, length + 1), *end = out;
    struct rng rng;

    rng_init(&rng, seed, 0);
    for (const char *at = text; *at != '\0'; at = strchr(at, '\n') + 1)
        lines[n++] = at;
    for (size_t k = n; k > 2; k--) {
        size_t j = 1 + (size_t)rng_below(&rng, k - 1);
        const char *line = lines[j];

        lines[j] = lines[k - 1];
        lines[k - 1] = line;
    }
    for (size_t k = 0; k < n; k++) {
        size_t bytes = (size_t)(strchr(lines[k], '\n') - lines[k]) + 1;

        memcpy(end, lines[k], bytes);
        end += bytes;
    }
    mem_free(lines);
    return out;
}
