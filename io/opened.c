/* opened.c - inputs understood: books, and the rules that hold for them. */
#include "io/opened.h"

static eb_status demand(const struct inputs *inputs, eb_input which,
                        eb_messages *said)
{
    if (inputs->of[which] != NULL)
        return EB_OK;
    return fail(EB_BAD_USAGE, said,
                "there are no %s: name a folder with %s, or the file itself "
                "(--%s FILE)",
                input_role(which), input_file_name(which), input_role(which));
}

eb_status opened_from(const struct book_tables *tables,
                      const struct doc *rules, const char *role,
                      const struct rules_wish *wish, struct opened *out,
                      eb_messages *said)
{
    eb_status status;

    *out = (struct opened){0};
    TRY(books_make(tables, role != NULL ? role : rules_role(rules),
                   &out->books, said));
    TRY(rules_make(rules, out->books, wish, &out->rules, said));
    return EB_OK;
done:
    opened_clear(out);
    return status;
}

struct book_tables opened_tables(const struct inputs *inputs)
{
    const struct doc *doc = inputs_rules(inputs);

    return (struct book_tables){
        .accounts = inputs_table(inputs, EB_ACCOUNTS),
        .reps = inputs_table(inputs, EB_REPS),
        .pairs = inputs_table(inputs, EB_PAIRS),
        .territories = inputs_table(inputs, EB_TERRITORIES),
        .decisions = inputs_table(inputs, EB_DECISIONS),
        .columns = rules_columns(doc),
        .rules_file = doc != NULL ? doc->file : NULL,
    };
}

eb_status opened_make(const struct inputs *inputs, const char *role,
                      const struct rules_wish *wish, struct opened *out,
                      eb_messages *said)
{
    const struct book_tables tables = opened_tables(inputs);
    eb_status status;

    *out = (struct opened){0};
    TRY(demand(inputs, EB_ACCOUNTS, said));
    TRY(demand(inputs, EB_REPS, said));
    TRY(opened_from(&tables, inputs_rules(inputs), role, wish, out, said));
done:
    return status;
}

void opened_clear(struct opened *opened)
{
    rules_free(opened->rules);
    books_free(opened->books);
    *opened = (struct opened){0};
}
