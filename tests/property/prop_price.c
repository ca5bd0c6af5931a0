/* prop_price.c - what a rule costs is what a plan without it saves: without it in the
 * files themselves, the slow way. And where rules contradict each other, the smallest
 * conflicts are those that looking at every assignment finds.
 *
 *   SEED=n   the first seed (1)
 *   COUNT=n  how many seeds (60) */
#include "base/rng.h"
#include "model/price.h"
#include "solver/value.h"
#include "tests/support/planned.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 9, REPS = 3, LIMITS = 3, ROOM = 4096, ID = 16 };

/* ---- Books as data ------------------------------------------------------- */

struct account {
    int value, owner, parent, not, pin; /* -1: none */
    bool locked, deal;
    char territory;
};

struct case_books {
    int n;
    struct account account[MOST];
    int most[REPS]; /* max_accounts; -1: blank */
    bool wide[REPS];
    bool limit[LIMITS]; /* in force */
    int least_value, most_value;
    bool territory, families, deals, has_moves, has_lost;
    int moves;
    bool bare; /* nothing is paid for moving */
};

static long number_of(const char *name, long standard)
{
    const char *text = getenv(name);

    return text == NULL ? standard : atol(text);
}

static int below(struct rng *rng, int n)
{
    return (int)rng_below(rng, (uint64_t)n);
}

static struct account random_account(struct rng *rng, int k)
{
    struct account a = {.value = 10 * (1 + below(rng, 30)),
                        .owner = below(rng, REPS + 1) - 1,
                        .parent = -1,
                        .not = -1,
                        .pin = -1,
                        .territory = "EW"[below(rng, 2)]};

    if (k > 0 && below(rng, 4) == 0)
        a.parent = below(rng, k);
    switch (below(rng, 6)) {
    case 0:
        a.locked = true;
        break;
    case 1:
        a.deal = true;
        break;
    case 2:
        a.pin = below(rng, REPS);
        break;
    case 3:
        a.not = below(rng, REPS);
        break;
    default:
        break;
    }
    return a;
}

/* `tight`: rules that are likely to contradict each other. */
static struct case_books random_books(struct rng *rng, bool tight)
{
    struct case_books b = {.n = tight ? 6 : 6 + below(rng, MOST - 5),
                           .territory = below(rng, 2),
                           .families = below(rng, 2),
                           .deals = below(rng, 2),
                           .has_moves = tight || below(rng, 3) == 0,
                           .has_lost = !tight && below(rng, 4) == 0,
                           .moves = below(rng, 3),
                           .bare = below(rng, 2),
                           .least_value = tight ? 200 : 0,
                           .most_value = tight ? 500 : 1000};

    for (int k = 0; k < b.n; k++)
        b.account[k] = random_account(rng, k);
    for (int r = 0; r < REPS; r++) {
        b.most[r] =
            below(rng, 5) == 0 ? -1 : b.n / REPS + below(rng, tight ? 1 : 3);
        b.wide[r] = below(rng, 2);
    }
    for (int l = 0; l < LIMITS; l++)
        b.limit[l] = l == 0 || tight || below(rng, 3) == 0;
    return b;
}

static void append(char *text, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + used, ROOM - used, format, arguments);
    va_end(arguments);
}

static const char *id(char letter, int k, char *buffer)
{
    buffer[0] = '\0';
    if (k >= 0)
        snprintf(buffer, ID, "%c%d", letter, k);
    return buffer;
}

static void write_accounts(const struct case_books *b, char *out)
{
    char owner[ID], parent[ID], never[ID], pin[ID];

    append(out, "id,value,owner,parent,not,pin,locked,deal,territory\n");
    for (int k = 0; k < b->n; k++) {
        const struct account *a = &b->account[k];

        append(out, "a%d,%d,%s,%s,%s,%s,%s,%s,%c\n", k, a->value,
               id('r', a->owner, owner), id('a', a->parent, parent),
               id('r', a->not, never), id('r', a->pin, pin),
               a->locked ? "yes" : "", a->deal ? "yes" : "no", a->territory);
    }
}

static void write_reps(const struct case_books *b, char *out)
{
    append(out, "id,territories,max_accounts\n");
    for (int r = 0; r < REPS; r++) {
        append(out, "r%d,%s,", r, b->wide[r] ? "E;W" : r == 1 ? "W" : "E");
        if (b->most[r] >= 0)
            append(out, "%d", b->most[r]);
        append(out, "\n");
    }
}

static void write_rules(const struct case_books *b, char *out)
{
    const char *between = "";

    append(out,
           "{\"as_of\": \"2027-01-04\", \"metrics\": [{\"name\": \"value\", "
           "\"weight\": 3}, {\"name\": \"accounts\"}], \"territory\": "
           "\"%s\", \"families\": \"%s\", \"continuity\": {\"weight\": %d",
           b->territory ? "hard" : "off", b->families ? "together" : "off",
           b->bare ? 0 : 1);
    if (b->has_moves)
        append(out, ", \"max_moves\": %d", b->moves);
    if (b->has_lost)
        append(out, ", \"max_lost_per_book\": {\"accounts\": 0.4}");
    append(out, "}, \"locks\": [%s], \"limits\": [",
           b->deals ? "{\"where\": {\"deal\": true}, \"why\": \"deal\"}" : "");
    for (int l = 0; l < LIMITS; l++) {
        if (!b->limit[l])
            continue;
        append(out, "%s", between);
        between = ", ";
        if (l == 0)
            append(out, "{\"metric\": \"accounts\", \"max\": "
                        "\"max_accounts\"}");
        else
            append(out, "{\"metric\": \"value\", \"%s\": %d}",
                   l == 1 ? "min" : "max",
                   l == 1 ? b->least_value : b->most_value);
    }
    append(out, "]}");
}

struct case_texts {
    char accounts[ROOM], reps[ROOM], rules[ROOM];
};

static struct texts texts_of(const struct case_books *b, struct case_texts *t)
{
    *t = (struct case_texts){0};
    write_accounts(b, t->accounts);
    write_reps(b, t->reps);
    write_rules(b, t->rules);
    return (struct texts){
        .accounts = t->accounts, .reps = t->reps, .rules = t->rules};
}

/* ---- Without a rule, in the files ------------------------------------------ */

/* The index-th limit that is in force. */
static int limit_number(const struct case_books *b, int index)
{
    for (int l = 0; l < LIMITS; l++)
        if (b->limit[l] && index-- == 0)
            return l;
    abort();
}

/* False where the files know no way to say it. */
static bool take_away(struct case_books *b, const struct case_books *before,
                      const struct rule_ref *rule, const struct rules *rules)
{
    switch (rule->kind) {
    case RULE_LIMIT:
        b->limit[limit_number(before, rule->index)] = false;
        return true;
    case RULE_BUDGET:
        if (rules->continuity.budgets[rule->index].kind == BUDGET_MOVES)
            b->has_moves = false;
        else
            b->has_lost = false;
        return true;
    case RULE_LOCK:
        b->deals = b->deals && rule->index < 0;
        for (int k = 0; k < b->n && rule->index < 0; k++)
            b->account[k].locked = false;
        return true;
    case RULE_PINS:
    case RULE_NOT:
        for (int k = 0; k < b->n; k++)
            *(rule->kind == RULE_PINS ? &b->account[k].pin
                                      : &b->account[k].not ) = -1;
        return true;
    case RULE_TERRITORY:
        b->territory = false;
        return true;
    case RULE_FAMILIES:
        b->families = false;
        return true;
    case RULE_LOCK_OF:
        b->account[rule->index].locked = false;
        b->account[rule->index].deal = false;
        return true;
    case RULE_PIN_OF:
        b->account[rule->index].pin = -1;
        return true;
    case RULE_NOT_OF:
        b->account[rule->index].not = -1;
        return true;
    case RULE_LIMIT_AT:
        b->most[rule->rep] = -1;
        return limit_number(before, rule->index) == 0;
    default:
        return false;
    }
}

/* ---- Prices ----------------------------------------------------------------- */

struct priced_case {
    struct planned planned;
    struct restored restored;
    struct prices prices;
};

/* False where there is no plan to price. */
static bool price_case(struct texts texts, int threads,
                       struct priced_case *out)
{
    struct price_options options = {
        .how = {.effort = EB_NORMAL, .target = INT64_MIN, .seed = 1},
        .top = 1000,
        .threes = true};
    struct restoring what;
    int *rep;

    *out = (struct priced_case){.planned = plan_of(texts)};
    if (out->planned.status != EB_OK)
        return false;
    rep = NEW(int, out->planned.made.books->n_accounts);
    for (size_t a = 0; a < out->planned.made.books->n_accounts; a++)
        rep[a] = out->planned.plan->rows[a].rep;
    what = (struct restoring){.books = out->planned.made.books,
                              .rules = out->planned.made.rules,
                              .rep = rep,
                              .factor = -1};
    cr_assert(eq(int, (int)restore(&what, &out->restored, NULL), EB_OK));
    mem_free(rep);
    options.bound = out->planned.plan->lower_bound;
    cr_assert(eq(int, (int)pool_new(threads, &options.how.pool), EB_OK));
    cr_assert(eq(int, (int)price_find(&out->restored, &options, &out->prices),
                 EB_OK));
    pool_free(options.how.pool);
    return true;
}

static void case_clear(struct priced_case *c)
{
    prices_clear(&c->prices);
    restored_clear(&c->restored);
    planned_clear(&c->planned);
}

static void check_range(const struct prices *prices,
                        const struct priced *priced, long seed)
{
    struct price_range range = price_of(prices, priced);

    cr_expect(price_is_exact(&range) == true, "seed %ld, %s", seed,
              priced->words);
    cr_expect(le(i64, priced->estimate, range.price), "seed %ld, %s", seed,
              priced->words);
    cr_expect(ge(i64, priced->ceiling, range.price), "seed %ld, %s", seed,
              priced->words);
    if (priced->comparable)
        cr_expect(ge(i64, range.price, 0), "seed %ld, %s", seed,
                  priced->words);
}

/* The objective of the plan made from files without these rules. */
static bool check_without(const struct case_books *books,
                          const struct priced_case *c, const size_t *which,
                          size_t n, bool solved, int64_t objective, long seed)
{
    struct case_books edited = *books;
    const struct prices *prices = &c->prices;
    struct case_texts texts;
    struct planned slow;

    for (size_t k = 0; k < n; k++)
        for (size_t j = 0; j < prices->each.at[which[k]].n; j++)
            if (!take_away(
                    &edited, books,
                    &prices->rules.at[prices->each.at[which[k]].first + j],
                    c->planned.made.rules))
                return false;
    slow = plan_of(texts_of(&edited, &texts));
    cr_assert(eq(int, (int)slow.status, EB_OK));
    cr_expect(
        eq(int, (int)slow.plan->outcome, solved ? EB_OPTIMAL : EB_INFEASIBLE),
        "seed %ld, without %s", seed, prices->each.at[which[0]].words);
    if (solved)
        cr_expect(eq(i64, slow.plan->objective, objective),
                  "seed %ld, without %s", seed,
                  prices->each.at[which[0]].words);
    planned_clear(&slow);
    return true;
}

Test(price, is_what_a_plan_without_the_rule_saves)
{
    long first = number_of("SEED", 1), count = number_of("COUNT", 60);
    size_t checked = 0, cost = 0, threes = 0;

    for (long seed = first; seed < first + count; seed++) {
        struct rng rng;
        struct case_books books;
        struct case_texts texts;
        struct priced_case c;

        rng_init(&rng, (uint64_t)seed, 1);
        books = random_books(&rng, false);
        if (!price_case(texts_of(&books, &texts), 1, &c) ||
            c.prices.breaks_rules) {
            case_clear(&c);
            continue;
        }
        cr_expect(eq(i64, c.prices.objective, c.planned.plan->objective));
        for (size_t k = 0; k < c.prices.each.n; k++) {
            const struct priced *priced = &c.prices.each.at[k];

            if (!priced->possible)
                continue;
            if (priced->solved)
                check_range(&c.prices, priced, seed);
            checked += check_without(&books, &c, &k, 1, priced->solved,
                                     priced->objective, seed);
            cost += priced->solved && priced->objective < c.prices.objective;
        }
        if (c.prices.has_three && c.prices.three.n == 3)
            threes += check_without(&books, &c, c.prices.three.of, 3, true,
                                    c.prices.three.objective, seed);
        case_clear(&c);
    }
    fprintf(stderr, "checked %zu, %zu with a price, %zu threes\n", checked,
            cost, threes);
    cr_expect(ge(sz, checked, (size_t)count));
    cr_expect(ge(sz, cost, (size_t)count / 2));
    cr_expect(ge(sz, threes, (size_t)count / 8));
}

Test(price, is_the_same_with_any_number_of_threads)
{
    for (long seed = 1; seed <= 8; seed++) {
        struct rng rng;
        struct case_books books;
        struct case_texts texts;
        struct priced_case one, three;

        rng_init(&rng, (uint64_t)seed, 1);
        books = random_books(&rng, false);
        if (price_case(texts_of(&books, &texts), 1, &one) &&
            price_case(texts_of(&books, &texts), 3, &three)) {
            cr_assert(eq(sz, one.prices.each.n, three.prices.each.n));
            for (size_t k = 0; k < one.prices.each.n; k++) {
                const struct priced *a = &one.prices.each.at[k];
                const struct priced *b = &three.prices.each.at[k];

                cr_expect(strcmp(a->words, b->words) == 0);
                cr_expect(eq(i64, a->objective, b->objective));
                cr_expect(eq(i64, a->estimate, b->estimate));
                cr_expect(eq(i64, a->ceiling, b->ceiling));
            }
            case_clear(&three);
        }
        case_clear(&one);
    }
}

/* ---- Conflicts ---------------------------------------------------------------- */

/* Whether some assignment keeps the rules. */
static bool can_be_kept(const struct compiled *c)
{
    const struct problem *p = c->violation;
    struct arcs *arcs = NEW(struct arcs, (size_t)p->n_items);
    int *at = NEW(int, (size_t)p->n_items);
    int *agent = NEW(int, (size_t)p->n_items);
    bool kept = false;
    int i = 0;

    for (int k = 0; k < p->n_items; k++) {
        cr_assert(eq(int, (int)arcs_new(p, &arcs[k]), EB_OK));
        problem_arcs(p, k, &arcs[k]);
    }
    while (!kept && i >= 0) {
        struct value value;

        for (int k = 0; k < p->n_items; k++)
            agent[k] = arcs[k].agent[at[k]];
        cr_assert(eq(int, (int)value_of(p, agent, &value, NULL, NULL), EB_OK));
        kept = value.feasible && value.objective == 0;
        for (i = p->n_items - 1; i >= 0 && ++at[i] == arcs[i].n; i--)
            at[i] = 0;
    }
    for (int k = 0; k < p->n_items; k++)
        arcs_clear(&arcs[k]);
    mem_free(arcs);
    mem_free(at);
    mem_free(agent);
    return kept;
}

enum { MOST_RULES = 12 };

/* The rules that there are, as they can be left out. */
static size_t list_rules(const struct made *made, const struct case_books *b,
                         struct rule_ref *out)
{
    const struct rules *rules = made->rules;
    bool pins = false, nots = false, families = false, locked = false,
         deals = false;
    size_t n = 0;

    for (int k = 0; k < b->n; k++) {
        const struct compiled *c = made->compiled;
        int a = made_account(made, (char[]){'a', (char)('0' + k), '\0'});

        pins = pins || c->hold[a] == HOLD_PIN;
        locked = locked || (c->hold[a] == HOLD_LOCK && c->held_by[a] == -1);
        deals = deals || (c->hold[a] == HOLD_LOCK && c->held_by[a] == 0);
        nots = nots || b->account[k].not >= 0;
    }
    for (size_t f = 0; f < made->compiled->n_families; f++)
        families = families || made->compiled->families[f].n > 1;
    if (nots)
        out[n++] = (struct rule_ref){RULE_NOT, 0, -1};
    if (families)
        out[n++] = (struct rule_ref){RULE_FAMILIES, 0, -1};
    if (rules->territory == TERRITORY_HARD)
        out[n++] = (struct rule_ref){RULE_TERRITORY, 0, -1};
    if (pins)
        out[n++] = (struct rule_ref){RULE_PINS, 0, -1};
    if (locked)
        out[n++] = (struct rule_ref){RULE_LOCK, -1, -1};
    if (deals)
        out[n++] = (struct rule_ref){RULE_LOCK, 0, -1};
    for (size_t k = 0; k < rules->continuity.n_budgets; k++)
        out[n++] = (struct rule_ref){RULE_BUDGET, (int)k, -1};
    for (size_t k = 0; k < rules->n_limits; k++)
        out[n++] = (struct rule_ref){RULE_LIMIT, (int)k, -1};
    return n;
}

static bool contradicts(struct texts texts, const struct rule_ref *all,
                        size_t n, unsigned kept)
{
    struct rule_ref without[MOST_RULES];
    size_t left = 0;
    struct made made;
    bool out;

    for (size_t k = 0; k < n; k++)
        if ((kept >> k & 1) == 0)
            without[left++] = all[k];
    made = make_without(texts, without, left);
    cr_assert(eq(int, (int)made.status, EB_OK));
    out = made.compiled->violation != NULL && !can_be_kept(made.compiled);
    made_clear(&made);
    return out;
}

static unsigned bits_of(const struct conflict_set *set,
                        const struct rule_ref *all, size_t n)
{
    unsigned bits = 0;

    for (size_t j = 0; j < set->n; j++)
        for (size_t k = 0; k < n; k++)
            if (all[k].kind == set->rules[j].kind &&
                all[k].index == set->rules[j].index)
                bits |= 1u << k;
    return bits;
}

static size_t size_of(unsigned bits)
{
    size_t n = 0;

    for (; bits != 0; bits &= bits - 1)
        n++;
    return n;
}

/* How many sets were compared. */
static size_t check_conflicts(struct texts texts, const struct case_books *b,
                              const struct priced_case *c, long seed)
{
    const struct conflicts *found = &c->prices.conflicts;
    struct rule_ref all[MOST_RULES];
    size_t n = list_rules(&c->planned.made, b, all), size = 0, count = 0;
    bool met[MOST_CONFLICTS] = {false};

    cr_assert(ge(sz, found->n, 1), "seed %ld", seed);
    for (size_t k = 0; k < found->n; k++)
        cr_expect(contradicts(texts, all, n,
                              bits_of(&found->sets[k], all, n)) == true,
                  "seed %ld", seed);
    if (!found->smallest)
        return 0;
    for (size = 1; size <= n && count == 0; size++)
        for (unsigned bits = 1; bits < 1u << n; bits++) {
            if (size_of(bits) != size || !contradicts(texts, all, n, bits))
                continue;
            count++;
            for (size_t k = 0; k < found->n; k++)
                met[k] = met[k] || bits_of(&found->sets[k], all, n) == bits;
        }
    for (size_t k = 0; k < found->n; k++)
        cr_expect(met[k] == true, "seed %ld, set %zu is not a smallest one",
                  seed, k);
    if (found->all)
        cr_expect(eq(sz, found->n, count), "seed %ld", seed);
    return found->n;
}

Test(price, names_all_smallest_conflicts)
{
    long first = number_of("SEED", 1), count = number_of("COUNT", 60);
    size_t checked = 0;

    for (long seed = first; seed < first + count; seed++) {
        struct rng rng;
        struct case_books books;
        struct case_texts texts;
        struct priced_case c;

        rng_init(&rng, (uint64_t)seed, 2);
        books = random_books(&rng, true);
        if (price_case(texts_of(&books, &texts), 1, &c) &&
            c.prices.breaks_rules)
            checked +=
                check_conflicts(texts_of(&books, &texts), &books, &c, seed);
        case_clear(&c);
    }
    fprintf(stderr, "compared %zu conflicts\n", checked);
    cr_expect(ge(sz, checked, (size_t)count / 4));
}
