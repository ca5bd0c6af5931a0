/* read_books.c - small books read: by the planner, and a second time by verify. */
#include "tests/support/read_books.h"

#include "io/json.h"
#include "tests/support/tables.h"

#include <string.h>

static struct table *table_or_null(const char *file, const char *text)
{
    return *text == '\0' ? NULL : table_of(file, text);
}

eb_status read_books(const struct small_books *text, struct read_books *out,
                     eb_messages *said)
{
    struct book_tables tables;
    eb_status status;

    *out = (struct read_books){
        .accounts = table_of("accounts.csv", text->accounts),
        .reps = table_of("reps.csv", text->reps),
        .pairs = table_or_null("pairs.csv", text->pairs),
        .territories = table_or_null("territories.csv", text->territories),
        .decisions = table_or_null("decisions.csv", text->decisions)};
    TRY(json_read("rules.json", text->rules, strlen(text->rules), &out->given,
                  said));
    tables = (struct book_tables){
        out->accounts,  out->reps, out->pairs, out->territories,
        out->decisions, NULL,      NULL};
    TRY(books_make(&tables, NULL, &out->books, said));
    TRY(rules_make(out->given, out->books, NULL, &out->rules, said));
done:
    return status;
}

eb_status read_again(const struct read_books *read, const struct doc *rules,
                     struct verifier **out, eb_messages *said)
{
    struct verify_input input = {.accounts = read->accounts,
                                 .reps = read->reps,
                                 .pairs = read->pairs,
                                 .territories = read->territories,
                                 .decisions = read->decisions,
                                 .rules = rules};

    return verifier_new(&input, out, said);
}

void read_books_clear(struct read_books *read)
{
    rules_free(read->rules);
    books_free(read->books);
    doc_free(read->given);
    table_free(read->accounts);
    table_free(read->reps);
    table_free(read->pairs);
    table_free(read->territories);
    table_free(read->decisions);
    *read = (struct read_books){0};
}
