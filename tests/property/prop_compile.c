/* prop_compile.c - laws of the compiler over random books: the problem's arcs,
 * costs and loads are what its accounts say, the order of rows is nothing to
 * it, and the verifier, which shares none of its code, values every assignment
 * alike. */
#include "base/rng.h"
#include "tests/support/making.h"
#include "tests/support/tables.h"
#include "verify/verify.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { CASES = 60, ROOM = 1 << 15, ROUNDS = 4 };

/* ---- Random books -------------------------------------------------------- */

struct random_books {
    struct rng rng;
    char accounts[ROOM], reps[ROOM], pairs[ROOM], territories[ROOM],
        decisions[ROOM], rules[ROOM];
    int n_accounts, n_reps;
};

static void append(char *text, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + used, ROOM - used, format, arguments);
    va_end(arguments);
}

static int below(struct random_books *b, int n)
{
    return (int)rng_below(&b->rng, (uint64_t)n);
}

static bool one_in(struct random_books *b, int n)
{
    return below(b, n) == 0;
}

static const char *pick(struct random_books *b, const char *const *words)
{
    int n = 0;

    while (words[n] != NULL)
        n++;
    return words[below(b, n)];
}

static const char *const codes[] = {"EMEA", "UK",   "DE", "US",
                                    "EAST", "WEST", "",   NULL};
static const char *const industries[] = {"bank", "food", "bank;food",
                                         "rail", "",     NULL};
static const char *const languages[] = {"en",       "de;en", "fr",
                                        "de;fr;en", "",      NULL};
static const char *const conflicts[] = {"c1", "c2", "c3", NULL};
static const char *const segments[] = {"big", "small", "", NULL};

static void add_account(struct random_books *b, int k)
{
    char owner[8] = "", parent[8] = "", never[8] = "", pin[8] = "";

    if (!one_in(b, 6))
        snprintf(owner, sizeof owner, "r%d", below(b, b->n_reps + 1));
    if (one_in(b, 2) && k > 0)
        snprintf(parent, sizeof parent, "A%02d", below(b, k));
    if (one_in(b, 9))
        snprintf(never, sizeof never, "r%d", below(b, b->n_reps));
    if (one_in(b, 25))
        snprintf(pin, sizeof pin, "r%d", below(b, b->n_reps));
    append(b->accounts,
           "A%02d,%d.%02d,%d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%d,%s,%d.%d,"
           "%d.%d,%s,%d.125,%s\n",
           k, below(b, 9000), below(b, 100), below(b, 40), owner, parent,
           pick(b, codes), pick(b, industries), pick(b, languages),
           pick(b, segments), never, pin, one_in(b, 12) ? "yes" : "",
           one_in(b, 20) ? "yes" : "",
           one_in(b, 3) ? "2026-09-01" : "2027-06-01",
           one_in(b, 4) ? "high" : "low", 1 + below(b, 4),
           one_in(b, 3) ? "2021-05-06" : "", 40 + below(b, 15), below(b, 10),
           below(b, 20), below(b, 10), one_in(b, 6) ? pick(b, conflicts) : "",
           below(b, 20) - 5, one_in(b, 5) ? "yes" : "");
}

static void add_rep(struct random_books *b, int k)
{
    static const char *const served[] = {"EMEA", "UK;US", "DE;EAST",
                                         "US",   "",      NULL};
    static const char *const known[] = {"bank", "food;rail", "rail", "", NULL};
    static const char *const spoken[] = {"en", "de;en", "fr;en", "", NULL};
    static const char *const ramps[] = {"",           "0.5", "2026-11-20",
                                        "2027-02-03", "1",   NULL};
    static const char *const starts[] = {"", "2026-01-01", "2026-10-05", NULL};
    static const char *const aways[] = {",", "2026-09-01,2026-12-24",
                                        "2027-05-01,", ",2026-08-20", NULL};

    append(b->reps, "r%d,%s,%s,%s,%d.%d,%s,%d.5,%d.25,%s,%s,%s,%s,%s\n", k,
           pick(b, served), pick(b, known), pick(b, spoken),
           one_in(b, 6) ? 0 : 1, one_in(b, 2) ? 5 : 0,
           one_in(b, 7) ? "no" : "yes", 40 + below(b, 15), below(b, 20),
           one_in(b, 4) ? "2026-12-31" : "", one_in(b, 3) ? "" : "9",
           pick(b, ramps), pick(b, starts), pick(b, aways));
}

static void add_pair(struct random_books *b, int a, int r)
{
    append(b->pairs, "A%02d,r%d,%s%d,%s,%d,%s\n", a, r,
           one_in(b, 5) ? "-" : "", below(b, 9), one_in(b, 2) ? "0.25" : "",
           below(b, 30), one_in(b, 6) ? "yes" : "");
}

static void add_decision(struct random_books *b, int a)
{
    static const char *const verdicts[] = {"reject",  "never",  "pin",
                                           "outside", "accept", NULL};
    const char *verdict = pick(b, verdicts);

    append(b->decisions, "A%02d,%s,", a, verdict);
    if (strcmp(verdict, "outside") != 0)
        append(b->decisions, "r%d", below(b, b->n_reps));
    append(b->decisions, "\n");
}

/* Weights with decimals that no binary fraction is. */
static void add_number(struct random_books *b, const char *key, int most)
{
    append(b->rules, "\"%s\": %d.%03d", key, below(b, most), below(b, 1000));
}

static void add_metrics(struct random_books *b)
{
    append(b->rules, "{\"as_of\": \"2026-08-15\", \"metrics\": ["
                     "{\"name\": \"value\", ");
    add_number(b, "weight", 4);
    if (one_in(b, 3))
        append(b->rules,
               ", \"penalty\": [[%s, 0.3], [0.155, 1.25], "
               "[1.2, 4]]",
               one_in(b, 2) ? "0" : "0.05");
    append(b->rules,
           "}, {\"name\": \"workload\"}, {\"name\": \"growth\", "
           "\"negative\": \"%s\", ",
           one_in(b, 2) ? "zero" : "keep");
    add_number(b, "weight", 2);
    append(b->rules,
           "}, {\"name\": \"risky\", \"count\": true, \"where\": "
           "{\"risk\": \"high\"}, \"weight\": %d},"
           "{\"name\": \"accounts\", \"weight\": 0.5, "
           "\"band\": 0.125}], ",
           below(b, 2));
    if (one_in(b, 3))
        append(b->rules, "\"balance_within\": \"segment\", ");
}

static void add_limits(struct random_books *b)
{
    append(b->rules,
           "\"limits\": [{\"metric\": \"accounts\", \"max\": \"most\"},"
           "{\"metric\": \"workload\", \"where\": {\"risk\": \"high\"}, "
           "\"min\": 2.5, \"max\": 60}");
    if (one_in(b, 2))
        append(b->rules,
               ", {\"metric\": \"accounts\", \"min\": %d}, "
               "{\"metric\": \"risky\", \"max\": 1}, "
               "{\"metric\": \"risky\", \"where\": {\"industry\": "
               "\"bank\"}, \"max\": 0}",
               below(b, 4));
    append(b->rules, "], ");
}

static void add_fit(struct random_books *b)
{
    append(b->rules, "\"fit\": [{\"account\": \"industry\", \"rep\": "
                     "\"industries\", ");
    add_number(b, "weight", 2);
    append(b->rules, ", \"hard\": %s}", one_in(b, 3) ? "true" : "false");
    if (one_in(b, 2))
        append(b->rules, ", {\"pair\": \"cost\", \"weight\": 0.01%s}",
               one_in(b, 4)   ? ", \"missing\": \"forbidden\""
               : one_in(b, 2) ? ", \"missing\": 12.5"
                              : "");
    if (one_in(b, 2))
        append(b->rules, ", {\"pair\": \"fit\", \"weight\": 0.3}");
    if (one_in(b, 3))
        append(b->rules, ", {\"distance\": \"km\", \"weight\": 0.002}");
    append(b->rules, "], ");
}

static void add_continuity(struct random_books *b)
{
    append(b->rules, "\"continuity\": {\"weight\": %d, ",
           one_in(b, 5) ? 0 : 1);
    if (one_in(b, 2)) {
        append(b->rules, "\"stickiness\": {");
        add_number(b, "tenure", 1);
        append(b->rules, ", ");
        add_number(b, "renewal", 2);
        append(b->rules, ", \"tenure_years\": 7, \"owner_decay\": 1.1, "
                         "\"similarity\": 0.9}, ");
    }
    append(b->rules,
           "\"max_moves\": 3, \"max_moved\": {\"value\": %d}, "
           "\"max_moved_share\": {\"workload\": 0.125}, "
           "\"max_lost_per_book\": {\"accounts\": 0.3, \"value\": 0.2, "
           "\"growth\": 0.1}}, ",
           below(b, 2) * 500);
}

static void add_rules(struct random_books *b, uint64_t seed)
{
    static const char *const goals[] = {
        "", ", \"goal\": \"gentlest\"",
        ", \"goal\": \"gentlest\", \"against\": \"workload\"",
        ", \"goal\": \"gentlest\", \"against\": \"moves\""};
    static const char *const modes[] = {"off", "hard", "graded", NULL};
    static const char *const families[] = {"off", "together", "by_territory",
                                           NULL};

    add_metrics(b);
    add_limits(b);
    add_fit(b);
    add_continuity(b);
    append(b->rules,
           "\"territory\": {\"mode\": \"%s\", \"keep_current\": %s}, "
           "\"families\": \"%s\", "
           "\"locks\": [{\"renewal_within_days\": 30}]%s}",
           pick(b, modes), one_in(b, 2) ? "true" : "false", pick(b, families),
           goals[seed % 4]);
}

static struct texts fill(struct random_books *b, uint64_t seed)
{
    memset(b, 0, sizeof *b);
    rng_init(&b->rng, seed, 7);
    b->n_accounts = 3 + below(b, 30);
    b->n_reps = 2 + below(b, 6);
    append(b->territories,
           "code,parent\nEMEA,\nUK,EMEA\nDE,EMEA\nUS,\nEAST,US\nWEST,US\n");
    append(b->accounts,
           "id,value,workload,owner,parent,territory,industry,language,"
           "segment,not,pin,locked,outside,renewal_date,risk,owners_so_far,"
           "owner_since,latitude,longitude,conflict_group,growth,open_"
           "opportunity\n");
    append(b->reps, "id,territories,industries,languages,fte,active,latitude,"
                    "longitude,end_date,most,ramp,start_date,out_from,"
                    "out_to\n");
    append(b->pairs, "account,rep,cost,fit,workload,forbidden\n");
    append(b->decisions, "account,decision,rep\n");
    for (int r = 0; r < b->n_reps; r++)
        add_rep(b, r);
    append(b->reps, "r9,EMEA;US,bank,en,1,yes,50,1,,9\n");
    for (int a = 0; a < b->n_accounts; a++) {
        add_account(b, a);
        for (int r = 0; r < b->n_reps; r++)
            if (one_in(b, 4))
                add_pair(b, a, r);
        if (one_in(b, 12))
            add_decision(b, a);
    }
    add_rules(b, seed);
    return (struct texts){b->accounts,    b->reps,      b->pairs,
                          b->territories, b->decisions, b->rules};
}

/* ---- Laws ---------------------------------------------------------------- */

static void check_arc(const struct compiled *c, int f, int rep)
{
    const struct family *family = &c->families[f];
    int64_t cost = problem_cost(c->problem, family->item, rep), sum = 0;
    bool allowed = family_barrier(c, f, rep) == BARRIER_NONE;

    cr_assert(eq(int, cost != NO_ARC, allowed));
    if (c->violation != NULL)
        cr_assert(eq(i64, problem_cost(c->violation, family->item, rep),
                     allowed ? 0 : NO_ARC));
    if (!allowed)
        return;
    for (size_t k = 0; k < family->n; k++) {
        int a = c->members[family->first + k];

        sum += account_cost(c, a, rep, COST_FIT) +
               account_cost(c, a, rep, COST_SWITCH);
    }
    cr_assert(eq(i64, cost, sum));
}

static bool counts_in(const struct compiled *c,
                      const struct resource *resource, int a)
{
    const struct column *group = c->rules->balance_within;

    return (resource->metric < 0 && resource->band_of < 0) || group == NULL ||
           group->word[a] == resource->group;
}

static int64_t load_in(const struct problem *p, int item, int rep,
                       int resource)
{
    const struct load *loads;
    int n = problem_loads(p, item, rep, &loads);
    int64_t sum = 0;

    for (int k = 0; k < n; k++)
        sum += loads[k].resource == resource ? loads[k].amount : 0;
    return sum;
}

/* In a band, what is heavier than the target and the band counts as the
 * target. */
static int64_t in_band(const struct compiled *c, size_t k, int rep,
                       int64_t load)
{
    int of = c->resources[k].band_of;
    const wide million = 1000000;
    wide target;

    if (of < 0)
        return load;
    target = c->target[(size_t)rep * c->n_resources + (size_t)of];
    if (target == 0 ||
        load * million * million <=
            target *
                (million + c->rules->metrics[c->resources[of].metric].band))
        return load;
    return (int64_t)((target + million / 2) / million);
}

static void check_loads(const struct compiled *c, int f, int rep)
{
    const struct family *family = &c->families[f];

    if (problem_cost(c->problem, family->item, rep) == NO_ARC)
        return;
    for (size_t k = 0; k < c->n_resources; k++) {
        int64_t sum = 0;

        for (size_t m = 0; m < family->n; m++) {
            int a = c->members[family->first + m];

            if (counts_in(c, &c->resources[k], a))
                sum += account_load(c, c->resources[k].measure, a, rep);
        }
        cr_assert(eq(i64, load_in(c->problem, family->item, rep, (int)k),
                     in_band(c, k, rep, sum)));
    }
}

/* A forced account costs nothing at the best of its family's arcs. */
static void check_forced(const struct compiled *c, int f)
{
    const struct family *family = &c->families[f];

    for (size_t k = 0; k < family->n; k++) {
        int a = c->members[family->first + k];
        int64_t least = INT64_MAX;

        if (c->state[a] != STATE_FORCED)
            continue;
        for (int r = 0; r < c->problem->n_agents; r++)
            if (family_barrier(c, f, r) == BARRIER_NONE) {
                int64_t cost = account_cost(c, a, r, COST_SWITCH);

                least = cost < least ? cost : least;
            }
        cr_assert(eq(i64, least, 0));
    }
}

Test(compile_laws, arcs_costs_and_loads_are_those_of_the_accounts)
{
    static struct random_books books;
    int compiled = 0;

    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct made made = make(fill(&books, seed));
        const struct compiled *c = made.compiled;

        for (size_t f = 0; c != NULL && f < c->n_families; f++) {
            bool some = false;

            for (int r = 0; r < (int)c->books->n_reps; r++) {
                some = some || family_barrier(c, (int)f, r) == BARRIER_NONE;
                if (c->families[f].item < 0)
                    continue;
                check_arc(c, (int)f, r);
                check_loads(c, (int)f, r);
            }
            cr_assert(eq(int, some, c->families[f].item >= 0));
            if (c->families[f].item >= 0)
                check_forced(c, (int)f);
        }
        compiled += c != NULL;
        made_clear(&made);
    }
    cr_assert(ge(int, compiled, CASES / 3));
}

#define SAME(p, q, list)                                                      \
    do {                                                                      \
        cr_assert(eq(sz, (p)->list.n, (q)->list.n));                          \
        if ((p)->list.n > 0)                                                  \
            cr_assert(eq(int, 0,                                              \
                         memcmp((p)->list.at, (q)->list.at,                   \
                                (p)->list.n * sizeof *(p)->list.at)));        \
    } while (0)

/* The structs have no padding that differs: all begin zeroed or are copied. */
static void check_same(const struct problem *p, const struct problem *q)
{
    cr_assert(eq(int, p->n_items, q->n_items));
    cr_assert(eq(int, p->n_classes, q->n_classes));
    SAME(p, q, item_class);
    SAME(p, q, load_first);
    SAME(p, q, tier_first);
    SAME(p, q, tiers);
    SAME(p, q, own_first);
    SAME(p, q, leave_first);
    SAME(p, q, conflict_first);
    SAME(p, q, conflicts);
    SAME(p, q, class_first);
    SAME(p, q, class_agent);
    SAME(p, q, class_cost);
    SAME(p, q, class_tier);
    SAME(p, q, budget_limit);
    SAME(p, q, budget_slope);
    cr_assert(eq(sz, p->loads.n, q->loads.n));
    for (size_t k = 0; k < p->loads.n; k++) {
        cr_assert(eq(int, p->loads.at[k].resource, q->loads.at[k].resource));
        cr_assert(eq(i64, p->loads.at[k].amount, q->loads.at[k].amount));
    }
    cr_assert(eq(sz, p->own.n, q->own.n));
    for (size_t k = 0; k < p->own.n; k++) {
        cr_assert(eq(int, p->own.at[k].agent, q->own.at[k].agent));
        cr_assert(eq(i64, p->own.at[k].cost, q->own.at[k].cost));
        cr_assert(eq(int, p->own.at[k].n_loads, q->own.at[k].n_loads));
    }
    cr_assert(eq(sz, p->leaves.n, q->leaves.n));
    for (size_t k = 0; k < p->leaves.n; k++) {
        cr_assert(eq(int, p->leaves.at[k].owner, q->leaves.at[k].owner));
        cr_assert(eq(int, p->leaves.at[k].budget, q->leaves.at[k].budget));
        cr_assert(eq(i64, p->leaves.at[k].amount, q->leaves.at[k].amount));
    }
    cr_assert(eq(sz, p->terms.n, q->terms.n));
    for (size_t k = 0; k < p->terms.n; k++) {
        cr_assert(eq(i64, p->terms.at[k].lo, q->terms.at[k].lo));
        cr_assert(eq(i64, p->terms.at[k].hi, q->terms.at[k].hi));
    }
    cr_assert(eq(sz, p->hinges.n, q->hinges.n));
    for (size_t k = 0; k < p->hinges.n; k++) {
        cr_assert(eq(int, p->hinges.at[k].at == q->hinges.at[k].at, true));
        cr_assert(
            eq(int, p->hinges.at[k].slope == q->hinges.at[k].slope, true));
    }
}

Test(compile_laws, the_order_of_rows_is_nothing_to_it)
{
    static struct random_books books;

    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct texts texts = fill(&books, seed), other = texts;
        struct made a, b;
        char *copies[5];

        other.accounts = copies[0] = shuffled(texts.accounts, seed);
        other.reps = copies[1] = shuffled(texts.reps, seed + 1);
        other.pairs = copies[2] = shuffled(texts.pairs, seed + 2);
        other.territories = copies[3] = shuffled(texts.territories, seed + 3);
        other.decisions = copies[4] = shuffled(texts.decisions, seed + 4);
        a = make(texts);
        b = make(other);
        cr_assert(eq(int, a.status, b.status));
        if (a.status == EB_OK) {
            check_same(a.compiled->problem, b.compiled->problem);
            check_same(a.compiled->violation, b.compiled->violation);
        }
        made_clear(&a);
        made_clear(&b);
        for (int k = 0; k < 5; k++)
            mem_free(copies[k]);
    }
}

/* ---- The verifier -------------------------------------------------------- */

/* One value of each item: a rep among its arcs. */
static void assign_at_random(struct random_books *b, const struct problem *p,
                             struct arcs *arcs, int *agent)
{
    for (int i = 0; i < p->n_items; i++) {
        problem_arcs(p, i, arcs);
        agent[i] = arcs->agent[below(b, arcs->n)];
    }
}

static int64_t objective_of(const struct problem *p, const int *agent)
{
    size_t n = (size_t)p->n_agents * (size_t)p->n_resources;
    int64_t *load = NEW(int64_t, n), *used = NEW(int64_t, p->n_budgets);
    int64_t sum = p->constant;

    for (int i = 0; i < p->n_items; i++) {
        const struct load *loads;
        int k = problem_loads(p, i, agent[i], &loads);

        sum += problem_cost(p, i, agent[i]);
        while (k-- > 0)
            load[(size_t)agent[i] * (size_t)p->n_resources +
                 (size_t)loads[k].resource] += loads[k].amount;
        for (size_t l = p->leave_first.at[i]; l < p->leave_first.at[i + 1];
             l++)
            if (p->leaves.at[l].owner != agent[i])
                used[p->leaves.at[l].budget] += p->leaves.at[l].amount;
    }
    for (size_t t = 0; t < p->terms.n; t++) {
        const struct term *term = &p->terms.at[t];

        sum += term_penalty(p, term,
                            load[(size_t)term->agent * (size_t)p->n_resources +
                                 (size_t)term->resource]);
    }
    for (int k = 0; k < p->n_budgets; k++)
        sum += budget_penalty(p, k, used[k]);
    mem_free(load);
    mem_free(used);
    return sum;
}

static void compare_values(struct random_books *b, const struct made *made,
                           const struct verifier *verifier, int *agent,
                           int *owner)
{
    const struct compiled *c = made->compiled;
    struct arcs arcs;
    struct evaluation value;

    cr_assert(eq(int, arcs_new(c->problem, &arcs), EB_OK));
    for (int round = 0; round < ROUNDS; round++) {
        assign_at_random(b, c->problem, &arcs, agent);
        for (size_t a = 0; a < c->books->n_accounts; a++) {
            int f = c->family_of[a];

            owner[a] = f < 0                     ? c->books->owner[a]
                       : c->families[f].item < 0 ? -1
                                                 : agent[c->families[f].item];
        }
        verifier_value(verifier, owner, &value);
        cr_assert(eq(i64, value.objective, objective_of(c->problem, agent)));
        if (c->problem->n_conflicts == 0)
            cr_assert(eq(int, value.legal, true));
        cr_assert(eq(i64, value.violation, objective_of(c->violation, agent)));
    }
    arcs_clear(&arcs);
}

Test(compile_laws, the_verifier_values_every_assignment_alike)
{
    static struct random_books books;

    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct made made = make(fill(&books, seed));
        struct verify_input input = {.accounts = made.accounts,
                                     .reps = made.reps,
                                     .pairs = made.pairs,
                                     .territories = made.territories,
                                     .decisions = made.decisions,
                                     .given_rules = made.doc};
        struct verifier *verifier = NULL;
        struct doc *applied = NULL;

        if (made.compiled != NULL) {
            size_t n = made.books->n_accounts;
            int *agent = NEW(int, n), *owner = NEW(int, n);
            eb_messages *said = eb_messages_new();

            cr_assert(eq(int, rules_applied(made.rules, made.books, &applied),
                         EB_OK));
            input.rules = applied;
            if (verifier_new(&input, &verifier, said) != EB_OK)
                show_messages(said);
            cr_assert(ne(ptr, verifier, NULL));
            compare_values(&books, &made, verifier, agent, owner);
            verifier_free(verifier);
            doc_free(applied);
            eb_messages_free(said);
            mem_free(agent);
            mem_free(owner);
        }
        made_clear(&made);
    }
}
