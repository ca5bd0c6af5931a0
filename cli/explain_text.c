/* explain_text.c - why an account is with its rep, on a terminal. */
#include "cli/explain_text.h"

#include "cli/explain_parts.h"

#include "model/barrier_words.h"
#include "model/workings.h"

#include <stdio.h>
#include <string.h>

enum { BLOCKED = 6 }; /* the column that says by what, if there is one */
enum { CANDIDATES_SHOWN = 3, NAMES_SHOWN = 5, CELL = FIGURE_ROOM };

static const char *name_of(const struct explained *e, int rep)
{
    return rep_name(e->plan.opened.books, (size_t)rep);
}

void explain_add_points(struct columns *table, int64_t cost)
{
    char cell[CELL];

    snprintf(cell, sizeof cell, "%+.3f", points(cost));
    columns_add(table, cost == 0 ? "0" : cell);
}

void explain_add_load(struct columns *table, const struct compiled *c,
                      int metric, int64_t load)
{
    char cell[CELL];

    columns_add(
        table, figure(load, c->rules->metrics[metric].measure.decimals, cell));
}

void explain_add_target(struct columns *table, const struct compiled *c,
                        int metric, wide target)
{
    char cell[CELL];

    columns_add(
        table,
        figure(target, c->rules->metrics[metric].measure.decimals + 6, cell));
}

void explain_add_deviation(struct columns *table, int64_t load, wide target)
{
    char cell[CELL];

    columns_add(table, figure_deviation(target_deviation(load, target), cell));
}

void explain_add_metric(struct columns *table, const struct compiled *c,
                        int metric, int group)
{
    char cell[2 * CELL];

    if (group < 0) {
        columns_add(table, c->rules->metrics[metric].measure.name);
        return;
    }
    snprintf(cell, sizeof cell, "%.*s, %.*s", CELL - 3,
             c->rules->metrics[metric].measure.name, CELL - 3,
             c->books->words.text.at[group]);
    columns_add(table, cell);
}

/* ---- Who, and with whom -------------------------------------------------- */

static void print_head(const struct explained *e)
{
    const struct books *books = e->plan.opened.books;
    size_t a = (size_t)e->about;
    int rep = e->plan.rep[a];

    printf("%s", account_name(books, a));
    if (account_name(books, a) != account_id(books, a))
        printf(" (%s)", account_id(books, a));
    if (rep < 0)
        printf(": nobody has it\n");
    else
        printf(": with %s (%s)\n", name_of(e, rep),
               rep_id(books, (size_t)rep));
    printf("  %s\n", e->reason);
}

static void print_family(const struct explained *e)
{
    const struct compiled *c = e->plan.restored.compiled;
    const struct family *family = &c->families[c->family_of[e->about]];

    if (family->n < 2)
        return;
    printf("  all that follows is about its family of %zu:", family->n);
    for (size_t k = 0; k < family->n && k < NAMES_SHOWN; k++)
        printf("%s %s", k > 0 ? "," : "",
               account_id(c->books, (size_t)c->members[family->first + k]));
    printf("%s\n", family->n > NAMES_SHOWN ? ", ..." : "");
}

static void print_hold(const struct explained *e)
{
    if (!e->account.held)
        return;
    printf(e->account.freed
               ? "  all that follows is as if nothing held it there\n"
               : "  were it not held there it could not be with its rep, or "
                 "not apart from its family\n");
}

/* ---- Candidates ---------------------------------------------------------- */

static void add_candidate(struct columns *table, const struct explained *e,
                          const struct candidate *candidate)
{
    columns_add(table, name_of(e, candidate->rep));
    explain_add_points(table, candidate->total);
    for (int k = 0; k < N_PARTS; k++)
        explain_add_points(table, candidate->part[k]);
    if (table->n > BLOCKED)
        columns_add(table, candidate->blocked_by);
}

static bool some_are_blocked(const struct account_answer *answer)
{
    for (size_t k = 0; k < answer->n_candidates; k++)
        if (*answer->candidates[k].blocked_by != '\0')
            return true;
    return false;
}

/* The cheapest few, and whoever was asked for. */
static bool is_shown(const struct account_answer *answer, size_t k, bool all)
{
    if (all || k < CANDIDATES_SHOWN)
        return true;
    for (size_t j = 0; j < answer->n_turns; j++)
        if (answer->turns[j].rep == answer->candidates[k].rep)
            return true;
    return false;
}

static eb_status print_candidates(const struct explained *e, bool all)
{
    const struct account_answer *answer = &e->account;
    struct columns table = {.n = BLOCKED + some_are_blocked(answer)};
    size_t shown = 0;

    if (answer->n_candidates == 0)
        return EB_OK;
    columns_add(&table, "with");
    columns_add(&table, "points more");
    columns_add(&table, "fit");
    columns_add(&table, "continuity");
    columns_add(&table, "the book it leaves");
    columns_add(&table, "the book it joins");
    if (table.n > BLOCKED)
        columns_add(&table, "forbidden by");
    for (size_t k = 0; k < answer->n_candidates; k++)
        if (is_shown(answer, k, all)) {
            add_candidate(&table, e, &answer->candidates[k]);
            shown++;
        }
    printf("\nwith another rep, all else as it is:\n");
    if (columns_end(&table, 1) != EB_OK)
        return EB_NO_MEMORY;
    if (shown < answer->n_candidates)
        printf("and %zu more; --verbose lists all\n",
               answer->n_candidates - shown);
    return EB_OK;
}

static void print_barrier(const struct explained *e, enum barrier barrier,
                          bool all)
{
    const struct account_answer *answer = &e->account;
    size_t n = 0, shown = 0;

    for (size_t k = 0; k < answer->n_excluded; k++)
        n += answer->excluded[k].barrier == barrier;
    if (n == 0)
        return;
    printf("  %zu %s:", n, barrier_words(barrier, n));
    for (size_t k = 0; k < answer->n_excluded; k++) {
        if (answer->excluded[k].barrier != barrier ||
            (!all && shown >= NAMES_SHOWN))
            continue;
        printf("%s %s", shown > 0 ? "," : "",
               name_of(e, answer->excluded[k].rep));
        shown++;
    }
    printf("%s\n", shown < n ? ", ..." : "");
}

static void print_excluded(const struct explained *e, bool all)
{
    if (e->account.n_excluded == 0)
        return;
    printf("\ncould not have it: %zu of %zu reps\n", e->account.n_excluded,
           e->plan.opened.books->n_reps);
    for (int k = BARRIER_NONE + 1; k <= BARRIER_HELD; k++)
        print_barrier(e, (enum barrier)k, all);
}

/* ---- What the difference is made of -------------------------------------- */

static eb_status print_loads(const struct explained *e,
                             const struct candidate *candidate)
{
    static const char *const heads[] = {"book",     "metric", "due",
                                        "now",      "then",   "off now",
                                        "off then", "points"};
    const struct compiled *c = e->plan.restored.compiled;
    struct columns table = {.n = 8};

    if (candidate->n_loads == 0)
        return EB_OK;
    printf("\nthe two books, now and with the account at %s:\n",
           name_of(e, candidate->rep));
    columns_add_all(&table, heads, table.n);
    for (size_t k = 0; k < candidate->n_loads; k++) {
        const struct explain_load *load =
            &e->account.loads.at[candidate->first_load + k];

        columns_add(&table, name_of(e, load->rep));
        explain_add_metric(&table, c, load->metric, load->group);
        explain_add_target(&table, c, load->metric, load->target);
        explain_add_load(&table, c, load->metric, load->now);
        explain_add_load(&table, c, load->metric, load->then);
        explain_add_deviation(&table, load->now, load->target);
        explain_add_deviation(&table, load->then, load->target);
        explain_add_points(&table, load->cost);
    }
    return columns_end(&table, 2);
}

/* ---- What would have to change ------------------------------------------- */

static void print_turn(const struct explained *e,
                       const struct explained_turns *turns,
                       const struct turn *turn)
{
    char now[CELL], then[CELL];
    int giver = e->plan.rep[e->about];

    switch (turn->kind) {
    case TURN_VALUE:
        printf("  its value");
        break;
    case TURN_SWITCH:
        printf("  what moving it is reckoned at");
        break;
    case TURN_GIVER:
        printf("  the capacity of %s", name_of(e, giver));
        break;
    case TURN_RECEIVER:
        printf("  the capacity of %s", name_of(e, turns->rep));
        break;
    case N_TURNS:
        break;
    }
    if (*turn->column != '\0')
        printf(" (column \"%s\")", turn->column);
    if (!turn->possible) {
        printf(turn->kind == TURN_SWITCH
                   ? ": not even if that were nothing\n"
                   : ": nothing that was tried would do\n");
        return;
    }
    if (turn->kind == TURN_SWITCH)
        printf(": %s in place of %s\n", figure_points(turn->then, then),
               figure_points(turn->now, now));
    else
        printf(": %s in place of %s\n",
               figure_exact(turn->then, turn->decimals, then),
               figure_exact(turn->now, turn->decimals, now));
}

static void print_turns(const struct explained *e,
                        const struct explained_turns *turns)
{
    const struct candidate *candidate =
        answer_candidate(&e->account, turns->rep);
    char figures[CELL];

    if (candidate == NULL)
        return;
    if (candidate->total <= 0) {
        printf("\n%s would cost no more: %s\n", name_of(e, turns->rep),
               *candidate->blocked_by != '\0' ? candidate->blocked_by
                                              : "nothing forbids it");
        return;
    }
    printf("\nit would %s %s, all else as it is, with any one of:\n",
           turns->stays ? "stay with" : "go to", name_of(e, turns->rep));
    for (size_t k = 0; k < turns->n; k++)
        print_turn(e, turns, &turns->turn[k]);
    printf("  a %s, at %s\n", turns->stays ? "lock" : "pin",
           figure_points(candidate->total, figures));
    if (*candidate->blocked_by != '\0')
        printf("and %s would have to give way\n", candidate->blocked_by);
}

/* The true price lies between these two. */
static void print_price(const struct explained *e, int64_t price,
                        int64_t least, int64_t most)
{
    char a[CELL], b[CELL];

    printf("  the price of that is %s", figure_points(price, a));
    if (e->lower_bound == INT64_MIN)
        printf("\n");
    else if (strcmp(figure_points(least, a), figure_points(most, b)) == 0)
        printf(", proved\n");
    else
        printf(", between %s and %s by both proofs\n", a, b);
}

static void print_resolved(const struct explained *e)
{
    const struct resolved *r = &e->resolved;
    char a[CELL], b[CELL];

    if (r->rep < 0)
        return;
    if (r->outcome == EB_INFEASIBLE) {
        printf("\nwith %s, planned anew: no plan keeps the rules then\n",
               name_of(e, r->rep));
        return;
    }
    printf("\nwith %s and all else planned anew: %s in place of %s\n",
           name_of(e, r->rep), figure_points(r->objective, a),
           figure_points(e->objective, b));
    print_price(e, r->objective - e->objective, r->lower_bound - e->objective,
                r->objective - e->lower_bound);
}

static eb_status print_account(const struct explained *e, bool all)
{
    const struct candidate *candidate;
    eb_status status = EB_OK;

    print_head(e);
    if (!e->in_play)
        return EB_OK;
    print_family(e);
    print_hold(e);
    TRY(print_candidates(e, all));
    print_excluded(e, all);
    for (size_t k = 0; k < e->account.n_turns; k++) {
        candidate = answer_candidate(&e->account, e->account.turns[k].rep);
        if (candidate != NULL)
            TRY(print_loads(e, candidate));
        print_turns(e, &e->account.turns[k]);
    }
    print_resolved(e);
done:
    return status;
}

eb_status explain_print(const struct explained *explained, bool all)
{
    return explained->of_rep ? explain_print_book(explained, all)
                             : print_account(explained, all);
}
