/* unused.c - known columns that a plan by these rules does not look at. */
#include "model/unused.h"

#include "model/workings.h"

#include <string.h>

/* ---- What rules name ------------------------------------------------------ */

static bool where_names(const struct where *where, const struct column *column)
{
    for (size_t k = 0; k < where->n; k++)
        if (where->tests[k].column == column)
            return true;
    return false;
}

static bool measure_names(const struct measure *measure,
                          const struct column *column)
{
    return measure->column == column || where_names(&measure->where, column);
}

static bool limit_names(const struct limit *limit, const struct column *column)
{
    return measure_names(&limit->measure, column) ||
           limit->min_column == column || limit->max_column == column;
}

static bool rules_name(const struct rules *rules, const struct column *column)
{
    const struct continuity *continuity = &rules->continuity;

    for (size_t k = 0; k < rules->n_metrics; k++)
        if (measure_names(&rules->metrics[k].measure, column))
            return true;
    for (size_t k = 0; k < rules->n_limits; k++)
        if (limit_names(&rules->limits[k], column))
            return true;
    for (size_t k = 0; k < continuity->n_budgets; k++)
        if (measure_names(&continuity->budgets[k].measure, column))
            return true;
    if (rules->against.kind == AGAINST_METRIC &&
        measure_names(&rules->against.measure, column))
        return true;
    for (size_t k = 0; k < rules->n_fit; k++)
        if (rules->fit[k].account == column || rules->fit[k].rep == column)
            return true;
    for (size_t k = 0; k < rules->n_locks; k++)
        if (where_names(&rules->locks[k].where, column))
            return true;
    return rules->balance_within == column;
}

/* ---- What a plan looks at by itself --------------------------------------- */

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static bool measures_distance(const struct rules *rules)
{
    for (size_t k = 0; k < rules->n_fit; k++)
        if (rules->fit[k].kind == FIT_DISTANCE)
            return true;
    return false;
}

/* What reps and accounts have in common makes moves cheaper. */
static bool makes_alike(const struct workings *w, const struct column *column)
{
    for (size_t k = 0; k < N_ALIKE; k++)
        if (w->account.alike[k] != NULL && w->rep.alike[k] != NULL &&
            (w->account.alike[k] == column || w->rep.alike[k] == column))
            return true;
    return false;
}

static bool is_coordinate(const char *name)
{
    return strcmp(name, "latitude") == 0 || strcmp(name, "longitude") == 0;
}

static bool uses_of_account(const struct compiled *c,
                            const struct column *column)
{
    static const char *const always[] = {
        "id",           "name",          "value",       "locked",
        "pin",          "not",           "outside",     "conflict_group",
        "risk",         "renewal_date",  "owner_since", "open_opportunity",
        "last_contact", "owners_so_far", NULL};
    const struct rules *rules = c->rules;
    const char *name = column->name;

    if (strcmp(name, "parent") == 0)
        return rules->families != FAMILIES_OFF;
    if (strcmp(name, "territory") == 0)
        return rules->territory != TERRITORY_OFF ||
               rules->families == FAMILIES_BY_TERRITORY;
    if (is_coordinate(name))
        return measures_distance(rules);
    return strcmp(column->known->name, ROLE_OWNER) == 0 ||
           column == c->books->owner_column || is_one_of(name, always);
}

static bool uses_of_rep(const struct compiled *c, const struct column *column)
{
    static const char *const always[] = {
        "id",          "name",     "email",    "role",       "pod",
        "team",        "manager",  "capacity", "start_date", "ramp",
        "out_to",      "out_from", "end_date", "active",     "placeholder",
        "territories", NULL};

    if (strcmp(column->name, "fte") == 0)
        return c->workings->rep.capacity == NULL;
    if (is_coordinate(column->name))
        return measures_distance(c->rules);
    return is_one_of(column->name, always) || column == target_column(c);
}

/* What the tree is for. */
static bool uses_of_territory(const struct compiled *c)
{
    return c->rules->territory != TERRITORY_OFF ||
           (c->rules->balance_within != NULL &&
            c->rules->balance_within == c->workings->account.territory);
}

static bool is_used(const struct compiled *c, enum unused_file file,
                    const struct column *column)
{
    if (column->known == NULL || rules_name(c->rules, column) ||
        makes_alike(c->workings, column))
        return true;
    switch (file) {
    case UNUSED_ACCOUNTS:
        return uses_of_account(c, column);
    case UNUSED_REPS:
        return uses_of_rep(c, column);
    case UNUSED_TERRITORIES:
        break;
    }
    return uses_of_territory(c);
}

eb_status unused_find(const struct compiled *c, struct unused_list *out)
{
    const struct {
        enum unused_file file;
        const struct frame *frame;
    } files[] = {{UNUSED_ACCOUNTS, c->books->accounts},
                 {UNUSED_REPS, c->books->reps},
                 {UNUSED_TERRITORIES, c->books->territory_rows}};

    *out = (struct unused_list){0};
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        const struct frame *frame = files[k].frame;

        for (size_t j = 0; frame != NULL && j < frame->n_columns; j++) {
            struct unused unused = {files[k].file, &frame->columns[j]};

            if (!is_used(c, unused.file, unused.column) &&
                !VEC_PUSH(&out->columns, unused))
                return EB_NO_MEMORY;
        }
    }
    return EB_OK;
}

void unused_clear(struct unused_list *list)
{
    VEC_CLEAR(&list->columns);
}
