/* world.c - the steps by which inputs and rules become a world. */
#include "verify/world.h"

#include <string.h>

static eb_status open_sheets(struct world *w)
{
    const struct verify_input *in = w->in;
    const struct node *columns = doc_get(in->rules->root, "columns");
    struct arena *memory = &w->memory;
    eb_status status = EB_OK;

    TRY(sheet_open(&w->accounts, in->accounts, doc_get(columns, "accounts"),
                   memory));
    TRY(sheet_open(&w->reps, in->reps, doc_get(columns, "reps"), memory));
    TRY(sheet_open(&w->pairs, in->pairs, doc_get(columns, "pairs"), memory));
    TRY(sheet_open(&w->territories, in->territories,
                   doc_get(columns, "territories"), memory));
    TRY(sheet_open(&w->decisions, in->decisions, doc_get(columns, "decisions"),
                   memory));
done:
    return status;
}

/* Of the bands as the goal makes them limits: those of the fairest plan are as
 * wide as it claims. */
static int64_t read_factor(const struct world *w)
{
    const struct doc *plan = w->in->plan;
    const struct node *phase =
        doc_first(plan == NULL ? NULL : doc_get(plan->root, "phases"));
    const char *name = doc_string(doc_get(phase, "name"));
    const struct node *factor = doc_get(phase, "objective");
    struct decimal number;
    int64_t millionths;

    if (rules_are_gentle(&w->rules))
        return 1000000;
    if (w->rules.goal == NULL || strcmp(w->rules.goal, "fairest") != 0 ||
        name == NULL || strcmp(name, "fairest") != 0 || factor == NULL ||
        factor->text == NULL ||
        number_read(factor->text, NUMBER_POINT, &number) != NUMBER_OK ||
        !decimal_scale(number, 6, &millionths) || millionths < 0)
        return -1;
    return millionths;
}

eb_status world_build(struct world *world, const struct verify_input *in,
                      eb_messages *said)
{
    eb_status status = EB_OK;

    *world = (struct world){.in = in, .said = said};
    TRY(open_sheets(world));
    TRY(rules_read(in->rules, &world->accounts, &world->reps, &world->memory,
                   &world->rules, said));
    world->factor = read_factor(world);
    TRY(world_people(world));
    TRY(world_accounts(world));
    TRY(world_families(world));
    TRY(world_fit(world));
    TRY(world_arcs(world));
    TRY(world_metrics(world));
    TRY(world_losses(world));
    TRY(world_limits(world));
    TRY(world_costs(world));
done:
    return status;
}

void world_drop(struct world *world)
{
    names_clear(&world->rep_names);
    names_clear(&world->account_names);
    names_clear(&world->codes);
    names_clear(&world->groups);
    arena_clear(&world->memory);
}
