/* world.c - the steps by which inputs and rules become a world. */
#include "verify/world.h"

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

eb_status world_build(struct world *world, const struct verify_input *in,
                      eb_messages *said)
{
    eb_status status = EB_OK;

    *world = (struct world){.in = in, .said = said};
    TRY(open_sheets(world));
    TRY(rules_read(in->rules, &world->accounts, &world->reps, &world->memory,
                   &world->rules, said));
    TRY(world_people(world));
    TRY(world_accounts(world));
    TRY(world_families(world));
    TRY(world_fit(world));
    TRY(world_arcs(world));
    TRY(world_metrics(world));
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
