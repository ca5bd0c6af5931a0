/* plan_in_memory.c - makes a plan without touching a file.
 *
 *     cc -I/usr/local/include plan_in_memory.c \
 *        -levenbook -lglpk -lcsv -lcjson -lm -lpthread
 */
#include <evenbook.h>
#include <stdio.h>
#include <string.h>

static const char accounts[] = "id,value,owner\n"
                               "acme,120000,ana\n"
                               "bolt,95000,ana\n"
                               "corvid,60000,ana\n"
                               "dune,40000,bo\n"
                               "ember,35000,\n";

static const char reps[] = "id,fte\n"
                           "ana,1\n"
                           "bo,1\n";

int main(void)
{
    eb_messages *said = eb_messages_new();
    eb_books *books = eb_books_new();
    eb_plan *plan = NULL;
    eb_options options = eb_default_options();

    eb_books_set_csv(books, EB_ACCOUNTS, accounts, strlen(accounts), said);
    eb_books_set_csv(books, EB_REPS, reps, strlen(reps), said);
    if (eb_plan_make(books, &options, &plan, said) == EB_OK)
        for (size_t a = 0; a < eb_plan_accounts(plan); a++)
            printf("%s -> %s\n", eb_plan_account(plan, a),
                   eb_plan_owner(plan, a));
    for (size_t k = 0; k < eb_messages_count(said); k++)
        fprintf(stderr, "%s\n", eb_messages_text(said, k));

    int status = plan ? 0 : 1;
    eb_plan_free(plan);
    eb_books_free(books);
    eb_messages_free(said);
    return status;
}
