/* planner.c - from books and rules to a plan: compile -> least violation,
 * where there is anything to violate -> narrowest bands, where that is the
 * goal -> blend -> facts. */
#include "model/planner.h"

#include "model/facts.h"
#include "model/planning.h"
#include "solver/value.h"

static const char *effort_name(eb_effort effort)
{
    static const char *const names[] = {
        [EB_QUICK] = "quick", [EB_NORMAL] = "normal", [EB_DEEP] = "deep"};

    return names[effort];
}

static eb_status compile_all(struct planning *planning)
{
    struct plan *plan = planning->plan;
    double began = clock_seconds();
    eb_status status = compile(plan->books, plan->rules, NULL, 0,
                               &plan->compiled, planning->said);

    planning->compiled = plan->compiled;
    plan->seconds_in[0] = began - planning->options->started;
    plan->seconds_in[1] = clock_seconds() - began;
    return status;
}

/* Everyone stays where they are, if they may. */
static eb_status start_from_owners(struct planning *planning)
{
    planning->agent =
        compiled_agents(planning->compiled, planning->plan->books->owner);
    return planning->agent == NULL ? EB_NO_MEMORY : EB_OK;
}

static void begin_plan(struct plan *plan,
                       const struct planner_options *options)
{
    plan->effort = effort_name(options->effort);
    plan->seed = options->seed;
    plan->threads = options->threads;
    plan->outcome = EB_OPTIMAL;
}

static eb_status adopt(struct planning *planning, const int *rep,
                       struct solution *proof)
{
    struct plan *plan = planning->plan;
    const struct problem *p = planning->compiled->problem;
    struct value value;
    eb_outcome outcome;
    eb_status status = EB_NO_MEMORY;

    planning->agent = compiled_agents(planning->compiled, rep);
    if (planning->agent == NULL)
        return status;
    TRY(value_of(p, planning->agent, &value, NULL, NULL));
    plan->cut = proof->cut;
    outcome = phase_take(planning, phase_begin(plan, "blend"), p, proof,
                         value.objective);
    blend_conclude(plan, outcome);
    TRY(facts_work_out(plan, planning->agent));
done:
    return status;
}

eb_status planner_adopt(struct compiled *compiled, const int *rep,
                        struct solution *proof,
                        const struct planner_options *options,
                        struct plan **out, eb_messages *said)
{
    struct planning planning = {
        .options = options, .compiled = compiled, .said = said};
    struct plan *plan = planning.plan = NEW(struct plan, 1);
    eb_status status = EB_NO_MEMORY;

    if (plan == NULL) {
        compiled_free(compiled);
        return status;
    }
    plan->books = compiled->books;
    plan->rules = compiled->rules;
    plan->compiled = compiled;
    begin_plan(plan, options);
    TRY(adopt(&planning, rep, proof));
    *out = plan;
    plan = NULL; /* now the caller's */
done:
    mem_free(planning.agent);
    plan_free(plan);
    return status;
}

eb_status planner_run(const struct books *books, const struct rules *rules,
                      const struct planner_options *options, struct plan **out,
                      eb_messages *said)
{
    struct planning planning = {
        .options = options, .deadline = options->deadline, .said = said};
    struct plan *plan = planning.plan = NEW(struct plan, 1);
    eb_status status = EB_NO_MEMORY;

    if (plan == NULL)
        return status;
    plan->books = books;
    plan->rules = rules;
    begin_plan(plan, options);
    TRY(pool_new(options->threads, &planning.pool));
    TRY(compile_all(&planning));
    TRY(start_from_owners(&planning));
    TRY(keep_rules(&planning));
    TRY(fairest_run(&planning));
    TRY(blend_run(&planning));
    TRY(facts_work_out(plan, planning.agent));
    *out = plan;
    plan = NULL; /* now the caller's */
done:
    pool_free(planning.pool);
    mem_free(planning.agent);
    mem_free(planning.term);
    mem_free(planning.budget);
    plan_free(plan);
    return status;
}
