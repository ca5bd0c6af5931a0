/* scenarios_solve.c - the plans of all scenarios, made at once. */
#include "io/scenarios.h"

#include "model/batch.h"

struct solving {
    struct scenarios *all;
    const eb_options *options;
    double started;
    struct batch_job *jobs; /* [all->each.n] */
    eb_messages *said;
};

/* Everything of a plan that there is before it is made. */
static eb_status begin_plan(const struct solving *in,
                            struct scenario_books *one, struct batch_job *job)
{
    const struct rules_wish wish = {in->options->goal, in->options->against};
    eb_plan *plan = one->plan = NEW(eb_plan, 1);
    eb_status status = plan == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    inputs_share(&one->books->inputs, &plan->inputs);
    plan->form = options_form(in->options);
    plan->said = eb_messages_new();
    if (plan->said == NULL)
        TRY(EB_NO_MEMORY);
    TRY(opened_make(&plan->inputs, in->options->role, &wish, &plan->opened,
                    plan->said));
    TRY(rules_applied(plan->opened.rules, plan->opened.books, &plan->rules));
    *job = (struct batch_job){.books = plan->opened.books,
                              .rules = plan->opened.rules,
                              .said = plan->said};
done:
    return status;
}

static eb_status run(const struct solving *in)
{
    const struct planner_options planner =
        planner_options_of(in->options, in->started);

    return batch_run(in->jobs, in->all->each.n, &planner);
}

/* A plan that failed tells why in its own messages. */
static eb_status say_failure(const struct solving *in, const eb_plan *plan,
                             const char *name, eb_status failure)
{
    for (size_t k = 0; k < eb_messages_count(plan->said); k++)
        if (eb_messages_severity(plan->said, k) == EB_FAULT)
            return fail(failure, in->said, "scenario \"%s\": %s", name,
                        eb_messages_text(plan->said, k));
    return fail(failure, in->said, "scenario \"%s\": %s", name,
                eb_status_text(failure));
}

static eb_status take_plan(const struct solving *in,
                           struct scenario_books *one, struct batch_job *job)
{
    eb_status status = EB_OK;

    one->plan->plan = job->plan;
    if (job->status == EB_OK)
        return EB_OK;
    if (job->status == EB_STOPPED)
        status = warn(in->said, (struct place){NULL, 0, 0},
                      "scenario \"%s\": stopped before there was a plan; it "
                      "is left out",
                      one->name);
    else
        status = say_failure(in, one->plan, one->name, job->status);
    eb_plan_free(one->plan);
    one->plan = NULL;
    return status;
}

eb_status scenarios_solve(struct scenarios *scenarios,
                          const eb_options *options, eb_messages *said)
{
    size_t n = scenarios->each.n, found = 0;
    struct solving in = {.all = scenarios,
                         .options = options,
                         .started = clock_seconds(),
                         .jobs = NEW(struct batch_job, n + 1),
                         .said = said};
    eb_status status = in.jobs == NULL ? EB_NO_MEMORY : EB_OK, taken;

    TRY(status);
    for (size_t k = 0; k < n; k++)
        TRY(begin_plan(&in, &scenarios->each.at[k], &in.jobs[k]));
    TRY(run(&in));
    for (size_t k = 0; k < n; k++) {
        taken = take_plan(&in, &scenarios->each.at[k], &in.jobs[k]);
        status = status == EB_OK ? taken : status;
        found += scenarios->each.at[k].plan != NULL;
    }
    if (status == EB_OK && found == 0)
        status = EB_STOPPED;
done:
    mem_free(in.jobs);
    return status;
}
