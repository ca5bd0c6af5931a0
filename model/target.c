/* target.c - each rep's fair share of each metric, and the list of all loads
 * that matter: MODEL.md section 5. */
#include "model/workings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct setting {
    struct compiled *c;
    size_t n_reps, n_groups;
    bool *serves;          /* [n_reps * n_groups] */
    bool *warned;          /* [n_groups] */
    int64_t *total;        /* [n_groups] of the metric at hand */
    int64_t *served_total; /* [n_reps] S_r */
    struct VEC(struct resource) resources;
    struct VEC(wide) targets; /* resource by resource, [n_reps] each */
};

/* ---- Who serves which group --------------------------------------------- */

/* Whether the rep serves the territory, or one that it lies in. */
static bool serves_territory(const struct compiled *c, int rep, int word)
{
    const struct tree *tree = &c->books->tree;
    const int *codes = NULL;
    int n = territories_of(c, rep, &codes);

    for (int k = 0; k < n && tree->index[word] >= 0; k++)
        if (tree_contains(tree, tree->index[codes[k]], tree->index[word]))
            return true;
    return false;
}

static void serve_as_listed(struct setting *setting,
                            const struct column *column)
{
    const struct compiled *c = setting->c;
    bool by_tree = c->rules->balance_within ==
                       frame_column(c->books->accounts, "territory") &&
                   column == frame_column(c->books->reps, "territories");

    for (size_t r = 0; r < setting->n_reps; r++)
        for (size_t g = 0; g < setting->n_groups; g++) {
            int word = c->workings->group_word[g];

            setting->serves[r * setting->n_groups + g] =
                c->share[r].capacity > 0 &&
                (by_tree
                     ? serves_territory(c, (int)r, word)
                     : column_has(column, (size_t)c->books->rep_row[r], word));
        }
}

static void serve_family(struct setting *setting, int f, int *arcs)
{
    const struct compiled *c = setting->c;
    const struct family *family = &c->families[f];
    int n = eligible_arcs(c, f, arcs);

    for (size_t k = 0; k < family->n; k++) {
        int g = c->workings->group_of[c->members[family->first + k]];

        for (int j = 0; j < n; j++)
            if (c->share[arcs[j]].capacity > 0)
                setting
                    ->serves[(size_t)arcs[j] * setting->n_groups + (size_t)g] =
                    true;
    }
}

/* Whether a family alike in list and groups has been looked at before. */
static eb_status seen_before(const struct compiled *c, int f,
                             struct keys *seen, struct sequence *key,
                             bool *before)
{
    const struct family *family = &c->families[f];
    const struct eligible_lists *lists = &c->workings->eligible;
    eb_status status = EB_OK;
    int known = seen->n, number;

    key->n = 0;
    TRY(sequence_add(key, lists->of_family[f]));
    TRY(sequence_add(key, family->fixed));
    if (lists->first[f] < lists->first[f + 1])
        TRY(sequence_add(key, -1 - f)); /* it has exceptions of its own */
    for (size_t k = 0; k < family->n; k++)
        TRY(sequence_add(
            key, c->workings->group_of[c->members[family->first + k]]));
    number = keys_add(seen, key);
    if (number < 0)
        return EB_NO_MEMORY;
    *before = number < known;
done:
    return status;
}

static eb_status serve_by_arcs(struct setting *setting)
{
    const struct compiled *c = setting->c;
    struct keys seen = {0};
    struct sequence key = {0};
    int *arcs = NEW(int, setting->n_reps);
    eb_status status = EB_NO_MEMORY;

    if (arcs == NULL)
        goto done;
    status = EB_OK;
    for (size_t f = 0; f < c->n_families; f++) {
        bool before;

        if (c->families[f].item < 0)
            continue;
        TRY(seen_before(c, (int)f, &seen, &key, &before));
        if (!before)
            serve_family(setting, (int)f, arcs);
    }
done:
    keys_clear(&seen);
    VEC_CLEAR(&key);
    mem_free(arcs);
    return status;
}

/* ---- Targets of one metric ---------------------------------------------- */

static void add_up(struct setting *setting, const struct measure *measure)
{
    const struct compiled *c = setting->c;

    memset(setting->total, 0, setting->n_groups * sizeof *setting->total);
    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (in_play(c, (int)a))
            setting->total[c->workings->group_of[a]] +=
                load_alone(c, measure, (int)a);
    for (size_t r = 0; r < setting->n_reps; r++) {
        int64_t sum = 0;

        for (size_t g = 0; g < setting->n_groups; g++)
            if (setting->serves[r * setting->n_groups + g] &&
                setting->total[g] > 0)
                sum += setting->total[g];
        setting->served_total[r] = sum;
    }
}

/* u_rg: what of the rep's capacity goes to the group. Of whoever serves no other, all of
 * it, whatever the total. */
static long double capacity_in(const struct compiled *c, size_t m, size_t r,
                               size_t g)
{
    const struct workings *w = c->workings;
    size_t n_groups = (size_t)w->n_groups;
    int64_t total = w->group_total[m * n_groups + g];
    int64_t served = w->served_total[m * c->books->n_reps + r];

    if (!w->serves[r * n_groups + g])
        return 0;
    return n_groups == 1 || total == served
               ? c->share[r].capacity
               : c->share[r].capacity * (long double)total /
                     (long double)served;
}

/* u / all of the total, in micro-loads. */
static wide target_of(int64_t total, long double u, long double all)
{
    return u > 0 ? (wide)roundl((long double)total * u / all * 1e6L) : 0;
}

static long double all_capacity(const struct compiled *c, size_t m, size_t g)
{
    long double all = 0;

    for (size_t r = 0; r < c->books->n_reps; r++)
        all += capacity_in(c, m, r, g);
    return all;
}

/* Appends the group's targets; gives how many are not 0. */
static eb_status add_targets(struct setting *setting, size_t m, size_t g,
                             size_t *n)
{
    long double all = all_capacity(setting->c, m, g);

    *n = 0;
    for (size_t r = 0; r < setting->n_reps; r++) {
        wide target = target_of(setting->total[g],
                                capacity_in(setting->c, m, r, g), all);

        *n += target != 0;
        if (!VEC_PUSH(&setting->targets, target))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static eb_status warn_of_group(struct setting *setting, size_t g,
                               eb_messages *said)
{
    const struct compiled *c = setting->c;
    const struct column *column = c->rules->balance_within;

    if (column == NULL || setting->warned[g])
        return EB_OK;
    setting->warned[g] = true;
    return warn(said, (struct place){c->books->accounts->table->file, 0, 0},
                "%s \"%s\": no rep serves this group, so nobody has a target "
                "in it",
                column->header,
                c->books->words.text.at[c->workings->group_word[g]]);
}

static eb_status set_group(struct setting *setting, size_t m, size_t g,
                           size_t *n_targets, eb_messages *said)
{
    struct workings *w = setting->c->workings;
    const struct metric *metric = &setting->c->rules->metrics[m];
    struct resource resource = {.measure = &metric->measure,
                                .metric = (int)m,
                                .band_of = -1,
                                .group = w->group_word[g],
                                .total = setting->total[g]};
    eb_status status = EB_OK;
    size_t n;

    if (setting->total[g] <= 0)
        return EB_OK;
    TRY(add_targets(setting, m, g, &n));
    if (n == 0) {
        setting->targets.n -= setting->n_reps;
        return warn_of_group(setting, g, said);
    }
    *n_targets += n;
    w->metric_resource[m * setting->n_groups + g] = (int)setting->resources.n;
    if (!VEC_PUSH(&setting->resources, resource))
        status = EB_NO_MEMORY;
done:
    return status;
}

static eb_status set_metric(struct setting *setting, size_t m,
                            eb_messages *said)
{
    const struct metric *metric = &setting->c->rules->metrics[m];
    size_t first = setting->resources.n, n_targets = 0;
    eb_status status = EB_OK;

    if (metric->weight.units <= 0)
        return EB_OK;
    setting->total = setting->c->workings->group_total + m * setting->n_groups;
    setting->served_total =
        setting->c->workings->served_total + m * setting->n_reps;
    add_up(setting, &metric->measure);
    for (size_t g = 0; g < setting->n_groups; g++)
        TRY(set_group(setting, m, g, &n_targets, said));
    for (size_t k = first; k < setting->resources.n; k++)
        setting->resources.at[k].n_targets = n_targets;
done:
    return status;
}

/* ---- Limits ------------------------------------------------------------- */

static int shared_resource(const struct setting *setting,
                           const struct measure *measure)
{
    for (size_t k = 0; k < setting->resources.n; k++)
        if (setting->resources.at[k].group < 0 &&
            measure_equal(setting->resources.at[k].measure, measure))
            return (int)k;
    return -1;
}

static eb_status set_limit(struct setting *setting, size_t limit)
{
    struct compiled *c = setting->c;
    const struct measure *measure = &c->rules->limits[limit].measure;
    struct resource resource = {
        .measure = measure, .metric = -1, .band_of = -1, .group = -1};
    int found = shared_resource(setting, measure);

    if (found < 0) {
        found = (int)setting->resources.n;
        resource.total = (int64_t)load_total(c, measure);
        if (!VEC_PUSH(&setting->resources, resource) ||
            !VEC_PUSH(&c->workings->free_resources, found))
            return EB_NO_MEMORY;
        for (size_t r = 0; r < setting->n_reps; r++)
            if (!VEC_PUSH(&setting->targets, 0))
                return EB_NO_MEMORY;
    }
    c->limit_resource[limit] = found;
    return EB_OK;
}

/* ---- All of it ---------------------------------------------------------- */

static eb_status write_resources(struct setting *setting)
{
    struct compiled *c = setting->c;
    size_t n = setting->resources.n;

    c->n_resources = n;
    c->resources = mem_copy(setting->resources.at, n, sizeof *c->resources);
    c->target = NEW(wide, setting->n_reps * n);
    if (c->resources == NULL || c->target == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++)
        for (size_t r = 0; r < setting->n_reps; r++)
            c->target[r * n + k] =
                setting->targets.at[k * setting->n_reps + r];
    return EB_OK;
}

static eb_status make_room(struct setting *setting)
{
    struct compiled *c = setting->c;
    size_t cells = c->rules->n_metrics * setting->n_groups;

    setting->serves = NEW(bool, setting->n_reps * setting->n_groups);
    setting->warned = NEW(bool, setting->n_groups);
    c->workings->serves = setting->serves;
    c->workings->group_total = NEW(int64_t, cells);
    c->workings->served_total =
        NEW(int64_t, c->rules->n_metrics * setting->n_reps);
    c->workings->metric_resource = NEW(int, cells);
    c->limit_resource = NEW(int, c->rules->n_limits);
    if (setting->serves == NULL || setting->warned == NULL ||
        c->workings->group_total == NULL ||
        c->workings->served_total == NULL ||
        c->workings->metric_resource == NULL || c->limit_resource == NULL)
        return EB_NO_MEMORY;
    memset(c->workings->metric_resource, -1,
           cells * sizeof *c->workings->metric_resource);
    return EB_OK;
}

const struct column *target_column(const struct compiled *c)
{
    const struct column *within = c->rules->balance_within, *column = NULL;
    char plural[256];
    size_t n;

    if (within == NULL)
        return NULL;
    n = strlen(within->name);
    snprintf(plural, sizeof plural, "%ss", within->name);
    column = frame_column(c->books->reps, plural);
    if (column == NULL && n > 0 && within->name[n - 1] == 'y') {
        snprintf(plural, sizeof plural, "%.*sies", (int)(n - 1), within->name);
        column = frame_column(c->books->reps, plural);
    }
    return column != NULL ? column
                          : frame_column(c->books->reps, within->name);
}

eb_status target_set(struct compiled *c, eb_messages *said)
{
    struct setting setting = {.c = c,
                              .n_reps = c->books->n_reps,
                              .n_groups = (size_t)c->workings->n_groups};
    const struct column *column = target_column(c);
    eb_status status;

    TRY(make_room(&setting));
    if (column != NULL)
        serve_as_listed(&setting, column);
    else
        TRY(serve_by_arcs(&setting));
    for (size_t m = 0; m < c->rules->n_metrics; m++)
        TRY(set_metric(&setting, m, said));
    for (size_t k = 0; k < c->rules->n_limits; k++) {
        c->limit_resource[k] = -1;
        if (!c->workings->omitted.limit[k])
            TRY(set_limit(&setting, k));
    }
    TRY(write_resources(&setting));
done:
    mem_free(setting.warned);
    VEC_CLEAR(&setting.resources);
    VEC_CLEAR(&setting.targets);
    return status;
}

/* ---- One account more or less ------------------------------------------- */

/* What the metric has in the account's group. */
static int64_t *total_with(const struct compiled *c, size_t m, int account)
{
    const struct workings *w = c->workings;

    return &w->group_total[m * (size_t)w->n_groups +
                           (size_t)w->group_of[account]];
}

bool target_would_change_kind(const struct compiled *c, int account, int sign)
{
    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        int64_t total = *total_with(c, m, account);
        int64_t more = load_alone(c, &c->rules->metrics[m].measure, account);

        if (c->rules->metrics[m].weight.units > 0 &&
            (total > 0) != (total + sign * more > 0))
            return true;
    }
    return false;
}

void target_count(struct compiled *c, int account, int sign)
{
    struct workings *w = c->workings;
    size_t n_reps = c->books->n_reps;
    size_t n_groups = (size_t)w->n_groups, g = (size_t)w->group_of[account];

    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        int64_t *total = total_with(c, m, account);
        int64_t more =
            sign * load_alone(c, &c->rules->metrics[m].measure, account);

        *total += more;
        for (size_t r = 0; n_groups > 1 && *total > 0 && r < n_reps; r++)
            if (w->serves[r * n_groups + g])
                w->served_total[m * n_reps + r] += more;
    }
}

void target_follow(struct compiled *c, int account, const int *reps, int n)
{
    struct workings *w = c->workings;
    size_t n_groups = (size_t)w->n_groups, g = (size_t)w->group_of[account];

    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        int k = w->metric_resource[m * n_groups + g];
        long double all, its_share = 0;
        wide target = 0; /* of the one before, who often has the same share */

        if (k < 0)
            continue;
        if (n_groups == 1 && w->all_capacity == 0)
            w->all_capacity = all_capacity(c, m, g);
        all = n_groups == 1 ? w->all_capacity : all_capacity(c, m, g);
        for (int j = 0; j < n; j++) {
            long double share = capacity_in(c, m, (size_t)reps[j], g);

            if (share != its_share)
                target = target_of(*total_with(c, m, account), share, all);
            its_share = share;
            c->target[(size_t)reps[j] * c->n_resources + (size_t)k] = target;
        }
    }
}

/* ---- Some accounts fewer ------------------------------------------------ */

/* The metric's targets in all groups, of the totals as they are now. */
static void set_anew(struct compiled *c, size_t m)
{
    const struct workings *w = c->workings;
    size_t n_reps = c->books->n_reps, n_targets = 0;

    for (size_t g = 0; g < (size_t)w->n_groups; g++) {
        int k = w->metric_resource[m * (size_t)w->n_groups + g];
        int64_t total = w->group_total[m * (size_t)w->n_groups + g];
        long double all = k < 0 ? 0 : all_capacity(c, m, g);

        for (size_t r = 0; k >= 0 && r < n_reps; r++) {
            wide *target = &c->target[r * c->n_resources + (size_t)k];

            *target = target_of(total, capacity_in(c, m, r, g), all);
            n_targets += *target != 0;
        }
    }
    for (size_t k = 0; k < c->n_resources; k++)
        if (c->resources[k].metric == (int)m)
            c->resources[k].n_targets = n_targets;
}

void target_leave_out(struct compiled *c, const int *accounts, size_t n)
{
    struct workings *w = c->workings;

    for (size_t k = 0; k < n; k++)
        if (!target_would_change_kind(c, accounts[k], -1))
            target_count(c, accounts[k], -1);
    w->all_capacity = 0;
    for (size_t m = 0; n > 0 && m < c->rules->n_metrics; m++)
        set_anew(c, m);
}

/* ---- How far from it ---------------------------------------------------- */

static wide floor_div(wide a, wide b)
{
    wide q = a / b;

    return a % b < 0 ? q - 1 : q;
}

void target_range(wide target, wide apart, wide unit, wide *down, wide *up)
{
    const wide million = 1000000;

    *down = floor_div(target * (unit - apart), unit * million);
    *up = -floor_div(-target * (unit + apart), unit * million);
}

void target_band(wide target, int64_t band, int64_t *down, int64_t *up)
{
    wide low, high;

    target_range(target, band, 1000000, &low, &high);
    *down = (int64_t)low;
    *up = (int64_t)high;
}

bool target_within(int64_t load, wide target, int64_t band)
{
    int64_t up, down;

    target_band(target, band, &down, &up);
    return load <= up && load >= down;
}

double target_deviation(int64_t load, wide target)
{
    return (double)(((long double)load * 1e6L - (long double)target) /
                    (long double)target);
}
