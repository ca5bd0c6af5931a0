/* restore.c - an assignment that was made before, against its books and rules. */
#include "model/restore.h"

#include "model/workings.h"
#include "solver/value.h"

/* The whole family is where its lead is. */
static eb_status check_owners(const struct compiled *c, const int *rep,
                              const int *agent, eb_messages *said)
{
    for (size_t k = 0; k < n_accounts_of(c); k++) {
        int a = c->books->account_by_id[k];
        int item =
            c->family_of[a] < 0 ? -1 : c->families[c->family_of[a]].item;

        if (item >= 0 && (agent[item] < 0 || agent[item] != rep[a]))
            return fail(EB_REFUSED, said,
                        "account %s is with %s, which its rules do not allow "
                        "or its family does not share",
                        account_id(c->books, (size_t)a),
                        rep[a] < 0 ? "nobody"
                                   : rep_id(c->books, (size_t)rep[a]));
    }
    return EB_OK;
}

static eb_status measure(struct restored *restored)
{
    struct value value;
    eb_status status;

    TRY(value_of(restored->compiled->problem, restored->agent, &value, NULL,
                 NULL));
    restored->objective = value.objective;
    restored->relaxed = !value.feasible;
    if (restored->relaxed)
        TRY(compiled_relax(restored->compiled, restored->agent));
done:
    return status;
}

eb_status restore(const struct restoring *what, struct restored *out,
                  eb_messages *said)
{
    eb_status status;

    *out = (struct restored){0};
    TRY(compile(what->books, what->rules, what->without, what->n_without,
                &out->compiled, said));
    if (what->factor >= 0)
        TRY(compiled_band(out->compiled, what->factor, said));
    out->agent = compiled_agents(out->compiled, what->rep);
    if (out->agent == NULL)
        TRY(EB_NO_MEMORY);
    TRY(check_owners(out->compiled, what->rep, out->agent, said));
    TRY(measure(out));
    return EB_OK;
done:
    restored_clear(out);
    return status;
}

void restored_clear(struct restored *restored)
{
    compiled_free(restored->compiled);
    mem_free(restored->agent);
    *restored = (struct restored){0};
}
