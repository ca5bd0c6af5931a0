/* planner.c - from books and rules to a plan: compile -> least violation,
 * where there is anything to violate -> narrowest bands, where that is the
 * goal -> blend -> facts. */
#include "model/planner.h"

#include "model/facts.h"
#include "model/planning.h"

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

static eb_status begin(struct planning *planning, const struct books *books,
                       const struct rules *rules)
{
    const struct planner_options *options = planning->options;
    struct plan *plan = planning->plan = NEW(struct plan, 1);

    if (plan == NULL)
        return EB_NO_MEMORY;
    plan->books = books;
    plan->rules = rules;
    plan->effort = effort_name(options->effort);
    plan->seed = options->seed;
    plan->threads = options->threads;
    plan->outcome = EB_OPTIMAL;
    return EB_OK;
}

/* Works out the facts; the plan is the caller's then. */
static eb_status finish(struct planning *planning, struct plan **out)
{
    eb_status status = facts_work_out(planning->plan, planning->agent);

    if (status == EB_OK) {
        *out = planning->plan;
        planning->plan = NULL;
    }
    return status;
}

static void planning_clear(struct planning *planning)
{
    pool_free(planning->pool);
    mem_free(planning->agent);
    mem_free(planning->term);
    mem_free(planning->budget);
    plan_free(planning->plan);
}

eb_status planner_run(const struct books *books, const struct rules *rules,
                      const struct planner_options *options, struct plan **out,
                      eb_messages *said)
{
    struct planning planning = {
        .options = options, .deadline = options->deadline, .said = said};
    eb_status status;

    TRY(begin(&planning, books, rules));
    TRY(compile_all(&planning));
    TRY(pool_new(options->threads, &planning.pool));
    TRY(start_from_owners(&planning));
    TRY(keep_rules(&planning));
    TRY(fairest_run(&planning));
    TRY(blend_run(&planning));
    TRY(finish(&planning, out));
done:
    planning_clear(&planning);
    return status;
}

eb_status planner_take(struct compiled *compiled,
                       const struct planner_options *options,
                       struct solution *solution, struct plan **out,
                       eb_messages *said)
{
    struct planning planning = {
        .options = options, .deadline = options->deadline, .said = said};
    eb_status status = begin(&planning, compiled->books, compiled->rules);

    if (status != EB_OK) {
        compiled_free(compiled);
        return status;
    }
    planning.compiled = planning.plan->compiled = compiled;
    planning.agent = solution->agent;
    solution->agent = NULL;
    blend_take(&planning, solution);
    TRY(finish(&planning, out));
done:
    planning_clear(&planning);
    return status;
}
