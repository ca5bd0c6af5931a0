/* claims.c - everything that a plan folder claims, in the order in which one
 * thing rests on another. */
#include "verify/claims.h"

#include "verify/claim.h"

static eb_status check_all(struct claims *c)
{
    const struct verify_input *in = c->world->in;
    eb_status status = EB_OK;

    TRY(value_make(c->world, &c->memory, &c->value));
    TRY(check_assignment(c));
    TRY(measure_before(c));
    TRY(check_phases(c));
    TRY(check_plan(c));
    TRY(check_alternatives(c));
    if (in->moves != NULL)
        TRY(check_moves(c));
    if (in->books != NULL)
        TRY(check_books(c));
    TRY(check_owners(c));
done:
    return status;
}

eb_status claims_check(const struct world *world)
{
    struct claims claims = {
        .world = world, .plan = world->in->plan, .said = world->said};
    eb_status status;

    if (world->in->plan == NULL || world->in->assignments == NULL)
        return EB_BAD_ARGUMENT;
    status = check_all(&claims);
    arena_clear(&claims.memory);
    return status;
}
