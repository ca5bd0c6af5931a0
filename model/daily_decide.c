/* daily_decide.c - a day's decisions, in the order of deciding.h. */
#include "model/deciding.h"

const char *daily_change_name(enum daily_change change)
{
    static const char *const names[N_DAILY_CHANGES] = {
        [DAILY_PLACED] = "placed",     [DAILY_FORCED] = "forced",
        [DAILY_RETURNED] = "returned", [DAILY_MOVED] = "moved",
        [DAILY_COVERED] = "covered",   [DAILY_UNPLACED] = "unplaced",
    };

    return names[change];
}

struct daily_options daily_default_options(void)
{
    return (struct daily_options){.policy = POLICY_BEST,
                                  .cover = true,
                                  .chain = 3,
                                  .advice = 20,
                                  .passes = 8};
}

void deciding_clear(struct deciding *d)
{
    mem_free(d->seat);
    lots_clear(&d->lots);
    mem_free(d->state);
    VEC_CLEAR(&d->open);
    mem_free(d->load_first);
    mem_free(d->loads);
    mem_free(d->varies);
    mem_free(d->scratch);
    tally_clear(&d->tally);
    mem_free(d->lately);
    mem_free(d->closed);
    mem_free(d->given_today);
    mem_free(d->given_week);
    mem_free(d->joiner_cap);
    VEC_CLEAR(&d->covers);
}

eb_status daily_begin(struct deciding *d)
{
    eb_status status;

    TRY(daily_seat(d));
    TRY(daily_see_reps(d));
    TRY(daily_see_lots(d));
    TRY(daily_level_turns(d));
    TRY(daily_limit_joiners(d));
done:
    return status;
}

static eb_status decide(struct deciding *d)
{
    eb_status status;

    TRY(daily_begin(d));
    daily_measure(d, &d->out->before);
    TRY(daily_place(d));
    TRY(daily_repair(d));
    TRY(daily_cover(d));
    daily_measure(d, &d->out->after);
    TRY(daily_bound(d));
    TRY(daily_tell(d));
done:
    return status;
}

eb_status daily_decide_setting(struct compiled *setting,
                               const struct daily_options *options,
                               const struct daily_past *past,
                               struct daily **out, eb_messages *said)
{
    static const struct daily_past none = {0};
    struct deciding d = {.books = setting->books,
                         .c = setting,
                         .date = setting->workings->as_of,
                         .options = options,
                         .past = past == NULL ? &none : past,
                         .said = said};
    struct daily *daily = NEW(struct daily, 1);
    eb_status status = EB_OK;

    if (daily == NULL) {
        compiled_free(setting);
        return EB_NO_MEMORY;
    }
    daily->compiled = setting;
    daily->bound = INT64_MIN;
    d.out = daily;
    TRY(decide(&d));
    *out = daily;
    daily = NULL;
done:
    deciding_clear(&d);
    daily_free(daily);
    return status;
}

eb_status daily_decide(const struct books *books, const struct rules *rules,
                       const struct daily_options *options,
                       const struct daily_past *past, struct daily **out,
                       eb_messages *said)
{
    struct compiled *setting;
    eb_status status;

    TRY(compile_setting(books, rules, &setting, said));
    TRY(daily_decide_setting(setting, options, past, out, said));
done:
    return status;
}

int daily_alarm(const struct daily_alerts *alerts,
                const struct daily_measure *measure, int64_t bound)
{
    bool drifts = bound != INT64_MIN && alerts->drift >= 0 &&
                  (double)(measure->objective - bound) / 1e9 > alerts->drift;

    return drifts +
           (alerts->outside >= 0 &&
            (double)measure->outside_band > alerts->outside) +
           (alerts->over >= 0 &&
            (double)measure->over_capacity > alerts->over);
}

void daily_free(struct daily *daily)
{
    if (daily == NULL)
        return;
    compiled_free(daily->compiled);
    mem_free(daily->rep);
    mem_free(daily->turns);
    mem_free(daily->lambda);
    mem_free(daily->advice);
    arena_clear(&daily->memory);
    mem_free(daily);
}
