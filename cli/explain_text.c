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

void explain_add_deviation(struct columns *table, const struct compiled *c,
                           int metric, int64_t load, wide target)
{
    columns_add_off(
        table, target_deviation(load, target),
        !target_within(load, target, c->rules->metrics[metric].band));
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

static void print_head(const struct explained *e, struct screen *to)
{
    const struct books *books = e->plan.opened.books;
    size_t a = (size_t)e->about;
    struct phrase line = {0};
    int rep = e->plan.rep[a];

    phrase_add(&line, "%s", account_name(books, a));
    if (account_name(books, a) != account_id(books, a))
        phrase_add(&line, " (%s)", account_id(books, a));
    if (rep < 0)
        phrase_add(&line, ": nobody has it");
    else
        phrase_add(&line, ": with %s (%s)", name_of(e, rep),
                   rep_id(books, (size_t)rep));
    put_phrase(to, &line);
    put_line(to, "  %s", e->reason);
}

static void print_family(const struct explained *e, struct screen *to)
{
    const struct compiled *c = e->plan.restored.compiled;
    const struct family *family = &c->families[c->family_of[e->about]];
    struct phrase line = {0};

    if (family->n < 2)
        return;
    phrase_add(&line,
               "  all that follows is about its family of %zu:", family->n);
    for (size_t k = 0; k < family->n && k < NAMES_SHOWN; k++)
        phrase_add(
            &line, "%s %s", k > 0 ? "," : "",
            account_id(c->books, (size_t)c->members[family->first + k]));
    phrase_add(&line, "%s", family->n > NAMES_SHOWN ? ", ..." : "");
    put_phrase(to, &line);
}

static void print_hold(const struct explained *e, struct screen *to)
{
    if (!e->account.held)
        return;
    put_line(to, "  %s",
             e->account.freed
                 ? "all that follows is as if nothing held it there"
                 : "were it not held there it could not be with its rep, or "
                   "not apart from its family");
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

static void print_candidates(const struct explained *e, bool all,
                             struct screen *to)
{
    const struct account_answer *answer = &e->account;
    struct columns table = {.n = BLOCKED + some_are_blocked(answer)};
    size_t shown = 0;

    if (answer->n_candidates == 0)
        return;
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
    put_gap(to);
    put_line(to, "with another rep, all else as it is:");
    columns_end(&table, 1, to);
    if (shown < answer->n_candidates)
        put_line(to, "and %zu more; --verbose lists all",
                 answer->n_candidates - shown);
}

static void print_barrier(const struct explained *e, enum barrier barrier,
                          bool all, struct screen *to)
{
    const struct account_answer *answer = &e->account;
    struct phrase line = {0};
    size_t n = 0, shown = 0;

    for (size_t k = 0; k < answer->n_excluded; k++)
        n += answer->excluded[k].barrier == barrier;
    if (n == 0)
        return;
    phrase_add(&line, "  %zu %s:", n, barrier_words(barrier, n));
    for (size_t k = 0; k < answer->n_excluded; k++) {
        if (answer->excluded[k].barrier != barrier ||
            (!all && shown >= NAMES_SHOWN))
            continue;
        phrase_add(&line, "%s %s", shown > 0 ? "," : "",
                   name_of(e, answer->excluded[k].rep));
        shown++;
    }
    phrase_add(&line, "%s", shown < n ? ", ..." : "");
    put_phrase(to, &line);
}

static void print_excluded(const struct explained *e, bool all,
                           struct screen *to)
{
    if (e->account.n_excluded == 0)
        return;
    put_gap(to);
    put_line(to, "could not have it: %zu of %zu reps", e->account.n_excluded,
             e->plan.opened.books->n_reps);
    for (int k = BARRIER_NONE + 1; k <= BARRIER_HELD; k++)
        print_barrier(e, (enum barrier)k, all, to);
}

/* ---- What the difference is made of -------------------------------------- */

static void print_loads(const struct explained *e,
                        const struct candidate *candidate, struct screen *to)
{
    static const char *const heads[] = {"book",     "metric", "due",
                                        "now",      "then",   "off now",
                                        "off then", "points"};
    const struct compiled *c = e->plan.restored.compiled;
    struct columns table = {.n = 8};

    if (candidate->n_loads == 0)
        return;
    put_gap(to);
    put_line(to,
             "the two books, now and with the account at %s "
             "(! outside the band):",
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
        explain_add_deviation(&table, c, load->metric, load->now,
                              load->target);
        explain_add_deviation(&table, c, load->metric, load->then,
                              load->target);
        explain_add_points(&table, load->cost);
    }
    columns_end(&table, 2, to);
}

/* ---- What would have to change ------------------------------------------- */

static void say_what(const struct explained *e,
                     const struct explained_turns *turns,
                     const struct turn *turn, struct phrase *line)
{
    int giver = e->plan.rep[e->about];

    switch (turn->kind) {
    case TURN_VALUE:
        phrase_add(line, "  its value");
        break;
    case TURN_SWITCH:
        phrase_add(line, "  what moving it is reckoned at");
        break;
    case TURN_GIVER:
        phrase_add(line, "  the capacity of %s", name_of(e, giver));
        break;
    case TURN_RECEIVER:
        phrase_add(line, "  the capacity of %s", name_of(e, turns->rep));
        break;
    case N_TURNS:
        break;
    }
    if (*turn->column != '\0')
        phrase_add(line, " (column \"%s\")", turn->column);
}

static void print_turn(const struct explained *e,
                       const struct explained_turns *turns,
                       const struct turn *turn, struct screen *to)
{
    struct phrase line = {0};
    char now[CELL], then[CELL];

    say_what(e, turns, turn, &line);
    if (!turn->possible)
        phrase_add(&line, turn->kind == TURN_SWITCH
                              ? ": not even if that were nothing"
                              : ": nothing that was tried would do");
    else if (turn->kind == TURN_SWITCH)
        phrase_add(&line, ": %s in place of %s",
                   figure_points(turn->then, then),
                   figure_points(turn->now, now));
    else
        phrase_add(&line, ": %s in place of %s",
                   figure_exact(turn->then, turn->decimals, then),
                   figure_exact(turn->now, turn->decimals, now));
    put_phrase(to, &line);
}

static void print_turns(const struct explained *e,
                        const struct explained_turns *turns, struct screen *to)
{
    const struct candidate *candidate =
        answer_candidate(&e->account, turns->rep);
    char figures[CELL];

    if (candidate == NULL)
        return;
    put_gap(to);
    if (candidate->total <= 0) {
        put_line(to, "%s would cost no more: %s", name_of(e, turns->rep),
                 *candidate->blocked_by != '\0' ? candidate->blocked_by
                                                : "nothing forbids it");
        return;
    }
    put_line(to, "it would %s %s, all else as it is, with any one of:",
             turns->stays ? "stay with" : "go to", name_of(e, turns->rep));
    for (size_t k = 0; k < turns->n; k++)
        print_turn(e, turns, &turns->turn[k], to);
    put_line(to, "  a %s, at %s", turns->stays ? "lock" : "pin",
             figure_points(candidate->total, figures));
    if (*candidate->blocked_by != '\0')
        put_line(to, "and %s would have to give way", candidate->blocked_by);
}

/* The true price lies between these two. */
static void print_price(const struct explained *e, int64_t price,
                        int64_t least, int64_t most, struct screen *to)
{
    struct phrase line = {0};
    char a[CELL], b[CELL];

    phrase_add(&line, "  the price of that is %s", figure_points(price, a));
    if (e->lower_bound != INT64_MIN) {
        if (strcmp(figure_points(least, a), figure_points(most, b)) == 0)
            phrase_add(&line, ", proved");
        else
            phrase_add(&line, ", between %s and %s by both proofs", a, b);
    }
    put_phrase(to, &line);
}

static void print_resolved(const struct explained *e, struct screen *to)
{
    const struct resolved *r = &e->resolved;
    char a[CELL], b[CELL];

    if (r->rep < 0)
        return;
    put_gap(to);
    if (r->outcome == EB_INFEASIBLE) {
        put_line_as(to, MOOD_BROKEN,
                    "with %s, planned anew: no plan keeps the rules then",
                    name_of(e, r->rep));
        return;
    }
    put_line(to, "with %s and all else planned anew: %s in place of %s",
             name_of(e, r->rep), figure_points(r->objective, a),
             figure_points(e->objective, b));
    print_price(e, r->objective - e->objective, r->lower_bound - e->objective,
                r->objective - e->lower_bound, to);
}

static void print_account(const struct explained *e, bool all,
                          struct screen *to)
{
    const struct candidate *candidate;

    print_head(e, to);
    if (!e->in_play)
        return;
    print_family(e, to);
    print_hold(e, to);
    print_candidates(e, all, to);
    print_excluded(e, all, to);
    for (size_t k = 0; k < e->account.n_turns; k++) {
        candidate = answer_candidate(&e->account, e->account.turns[k].rep);
        if (candidate != NULL)
            print_loads(e, candidate, to);
        print_turns(e, &e->account.turns[k], to);
    }
    print_resolved(e, to);
}

void explain_print(const struct explained *explained, bool all,
                   struct screen *to)
{
    if (explained->of_rep)
        explain_print_book(explained, all, to);
    else
        print_account(explained, all, to);
}
