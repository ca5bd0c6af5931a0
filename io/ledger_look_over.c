/* ledger_look_over.c - whether inputs are books that a ledger can begin with. */
#include "io/ledger_acts.h"
#include "io/ledger_parts.h"
#include "io/opened.h"
#include "model/workday.h"

#include <string.h>

struct looking {
    const struct inputs *inputs;
    int64_t as_of;
    eb_status worst;
    eb_messages *said;
};

static bool was_said(const eb_messages *said, const char *text)
{
    for (size_t k = 0; k < eb_messages_count(said); k++)
        if (strcmp(eb_messages_text(said, k), text) == 0)
            return true;
    return false;
}

/* What is wrong for one role is often so for the others. */
static eb_status pass_on(const eb_messages *heard, eb_messages *said)
{
    static const struct place nowhere = {NULL, 0, 0};
    eb_status status = EB_OK;

    for (size_t k = 0; k < eb_messages_count(heard); k++) {
        const char *text = eb_messages_text(heard, k);

        if (was_said(said, text))
            continue;
        if (eb_messages_severity(heard, k) == EB_FAULT)
            fail(EB_BAD_DATA, said, "%s", text);
        else if (eb_messages_severity(heard, k) == EB_WARNING)
            TRY(warn(said, nowhere, "%s", text));
    }
done:
    return status;
}

/* `role` NULL: the only one. */
static eb_status look(struct looking *in, const char *role)
{
    eb_messages *heard = eb_messages_new();
    struct opened opened = {0};
    eb_status status = heard == NULL ? EB_NO_MEMORY : EB_OK, passed;

    TRY(status);
    status = opened_make(in->inputs, role, NULL, &opened, heard);
    passed = pass_on(heard, in->said);
    if (status == EB_NO_MEMORY || passed != EB_OK)
        TRY(EB_NO_MEMORY);
    if (status == EB_OK && opened.rules->has_as_of &&
        opened.rules->as_of > in->as_of)
        in->as_of = opened.rules->as_of;
    in->worst = status == EB_OK ? in->worst : status;
    status = EB_OK;
done:
    opened_clear(&opened);
    eb_messages_free(heard);
    return status;
}

eb_status ledger_look_over(const struct inputs *inputs, int64_t *as_of,
                           eb_messages *said)
{
    struct looking in = {inputs, INT64_MIN, EB_OK, said};
    const char *named = rules_role(inputs_rules(inputs)), **roles = NULL;
    struct day day = {0};
    size_t n = 0;
    eb_status status;

    TRY(ledger_begin_day(inputs, 0, &day, said));
    if (named == NULL)
        TRY(workday_roles(&day, &roles, &n));
    if (n == 0)
        TRY(look(&in, named));
    for (size_t k = 0; k < n; k++)
        TRY(look(&in, roles[k]));
    status = in.worst;
    *as_of = in.as_of;
done:
    mem_free(roles);
    day_clear(&day);
    return status;
}
