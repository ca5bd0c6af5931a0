/* verify.c - a plan against the truth; and the value of an assignment. */
#include "verify/verify.h"

#include "verify/claims.h"
#include "verify/value.h"

#include <string.h>

struct verifier {
    struct world world;
    struct value *value; /* counted anew at each call */
};

eb_status verifier_new(const struct verify_input *input, struct verifier **out,
                       eb_messages *said)
{
    struct verifier *verifier = NEW(struct verifier, 1);
    eb_status status = EB_OK;

    if (verifier == NULL)
        return EB_NO_MEMORY;
    TRY(world_build(&verifier->world, input, said));
    verifier->value =
        arena_new(&verifier->world.memory, sizeof *verifier->value);
    if (verifier->value == NULL)
        TRY(EB_NO_MEMORY);
    TRY(value_make(&verifier->world, &verifier->world.memory,
                   verifier->value));
    *out = verifier;
    verifier = NULL; /* now the caller's */
done:
    verifier_free(verifier);
    return status;
}

void verifier_free(struct verifier *verifier)
{
    if (verifier == NULL)
        return;
    world_drop(&verifier->world);
    mem_free(verifier);
}

size_t verifier_reps(const struct verifier *verifier)
{
    return (size_t)verifier->world.n_reps;
}

const char *verifier_rep(const struct verifier *verifier, size_t r)
{
    return verifier->world.rep[r];
}

/* The one rep of a family's members, an arc of it; false if there is none. */
static bool take_family(const struct world *w, const int *owner, int f,
                        int *rep)
{
    size_t first = w->first_member[f], last = w->first_member[f + 1];

    *rep = owner[w->member[first]];
    for (size_t k = first; k < last; k++)
        if (owner[w->member[k]] != *rep)
            return false;
    if (w->first_arc[f] == w->first_arc[f + 1])
        return *rep < 0;
    return *rep >= 0 && find_arc(w, f, *rep) >= 0;
}

static int64_t narrow(wide number)
{
    return number > INT64_MAX ? INT64_MAX : (int64_t)number;
}

void verifier_value(const struct verifier *verifier, const int *owner,
                    struct evaluation *out)
{
    const struct world *w = &verifier->world;
    struct value *value = verifier->value;

    *out = (struct evaluation){.legal = false};
    for (int f = 0; f < w->n_families; f++)
        if (!take_family(w, owner, f, &value->rep[f]))
            return;
    value_count(w, value);
    out->fit = narrow(value->fit);
    out->disruption = narrow(value->disruption);
    out->unfairness = narrow(value->unfairness);
    out->objective = narrow(value_objective(value));
    out->violation = narrow(value->violation);
    out->legal = value_clash(w, value) < 0;
}

eb_status verify_evaluate(const struct verify_input *input,
                          const char *const *owner, struct evaluation *out,
                          eb_messages *said)
{
    struct verifier *verifier = NULL;
    int *index = NULL;
    eb_status status = EB_OK;

    TRY(verifier_new(input, &verifier, said));
    index = NEW(int, (size_t)verifier->world.n_accounts);
    if (index == NULL)
        TRY(EB_NO_MEMORY);
    for (int a = 0; a < verifier->world.n_accounts; a++)
        index[a] = names_find(&verifier->world.rep_names, owner[a]);
    verifier_value(verifier, index, out);
done:
    mem_free(index);
    verifier_free(verifier);
    return status;
}

eb_status verify_plan(const struct verify_input *input, eb_messages *said)
{
    struct world world = {0};
    eb_status status = EB_OK;

    if (input->given_rules != NULL)
        TRY(rules_compare(input->given_rules, input->rules, said));
    TRY(world_build(&world, input, said));
    TRY(claims_check(&world));
done:
    world_drop(&world);
    return status;
}
