/* plan_summary.c - what `plan` prints: about a dozen lines of at most 80
 * columns. */
#include "model/facts.h"

#include "base/glyphs.h"
#include "model/rule_words.h"

#include <math.h>
#include <string.h>

enum { LABEL = 12, WIDTH = 80, MOST_METRICS = 4, MOST_RULES = 5, NAMED = 3 };

/* Lines are put together here, each begun by begin_line. */
struct summary {
    struct facts *facts;
    const struct plan *plan;
    const struct compiled *c;
    struct phrase text; /* finished lines */
    struct phrase line;
    struct phrase
        plain; /* the line, nothing in it ends it or steers a terminal */
};

/* Where to break a text of which so many bytes fit: at the last space that has
 * no number before it, whose unit or noun would stand alone; else at the last;
 * else where it must be. Spaces up to `from` stand in the label. */
static int breaking(const char *text, int from, int most)
{
    int last = -1;

    for (int k = most; k > from; k--) {
        if (text[k] != ' ')
            continue;
        if (text[k - 1] < '0' || text[k - 1] > '9')
            return k;
        last = last < 0 ? k : last;
    }
    return last > 0 ? last : most;
}

/* What is too long goes on in further lines. */
static void end_line(struct summary *s)
{
    const char *text;
    size_t room = WIDTH;
    int from = LABEL;

    phrase_add_plain(&s->plain, phrase_text(&s->line));
    text = phrase_text(&s->plain);
    while (text_width(text) > room) {
        int cut = breaking(text, from, (int)text_fitting(text, room));

        from = 0;
        phrase_add(&s->text, "%.*s\n%*s", cut, text, LABEL, "");
        text += cut + (text[cut] == ' ');
        room = WIDTH - LABEL;
    }
    phrase_add(&s->text, "%s\n", text);
    s->text.failed = s->text.failed || s->line.failed || s->plain.failed;
    s->line.text.n = 0;
    s->plain.text.n = 0;
}

static struct phrase *begin_line(struct summary *s, const char *label)
{
    size_t width = text_width(label);

    phrase_add(&s->line, "%s%*s", label,
               width < LABEL ? (int)(LABEL - width) : 1, "");
    return &s->line;
}

/* ---- What was planned, and how well ------------------------------------ */

static void say_scope(struct summary *s)
{
    char accounts[FIGURE_ROOM], families[FIGURE_ROOM], reps[FIGURE_ROOM];
    size_t n_families = (size_t)s->c->problem->n_items;
    struct phrase *line = begin_line(s, "plan");
    char date[11];

    phrase_add(
        line, "%s",
        figure_count(s->plan->n_in_play, "account", "accounts", accounts));
    if (n_families < s->plan->n_in_play)
        phrase_add(line, " in %s",
                   figure_count(n_families, "family", "families", families));
    phrase_add(line, " for %s, role %s",
               figure_count(s->c->books->n_reps, "rep", "reps", reps),
               s->c->books->role);
    if (s->c->workings->has_as_of) {
        date_write(s->c->workings->as_of, date);
        phrase_add(line, ", as of %s", date);
    }
    end_line(s);
}

/* How far from the best possible, by the bound that the outcome rests on. */
static void say_gap(const struct summary *s, struct phrase *line)
{
    const struct plan *plan = s->plan;
    int64_t bound =
        plan->proof == PROOF_SOLVER ? plan->solver_bound : plan->lower_bound;
    int64_t open = plan->objective - bound;
    double gap = points(open) / fmax(fabs(points(plan->objective)), 1e-9);
    char buffer[FIGURE_ROOM];

    if (gap > 0.1 && open <= 100000000)
        phrase_add(line, "within %s of the best possible",
                   figure_points(open, buffer));
    else
        phrase_add(line, "within %s of the best possible",
                   figure_share(gap, buffer));
}

static void say_result(struct summary *s)
{
    const struct plan *plan = s->plan;
    struct phrase *line = begin_line(s, "result");
    const struct phase *last = &plan->phases[plan->n_phases - 1];
    char buffer[FIGURE_ROOM];

    if (plan_breaks_rules(plan)) {
        phrase_add(line,
                   plan->outcome == EB_CUT_SHORT
                       ? "stopped before a plan was found that keeps every "
                         "rule"
                   : plan->n_conflict > 0
                       ? "infeasible: no plan keeps every rule"
                       : "infeasible: no plan was found that keeps every "
                         "rule");
        end_line(s);
        return;
    }
    if (plan->rules->goal == GOAL_FAIREST)
        phrase_add(line, "in these bands, ");
    if (last->outcome == EB_OPTIMAL)
        phrase_add(line, "optimal: no plan is better");
    else if (last->outcome == EB_FEASIBLE)
        phrase_add(line, plan->cut ? "stopped early, proved to be "
                                   : "a plan, proved to be ");
    if (last->outcome != EB_OPTIMAL)
        say_gap(s, line);
    phrase_add(line, "; %s (%s)", figure_points(plan->objective, buffer),
               plan->proof == PROOF_CHECKED ? "checked"
                                            : "by the solver alone");
    end_line(s);
}

/* ---- Rules in conflict ------------------------------------------------- */

static void say_conflict(struct summary *s)
{
    const struct plan *plan = s->plan;

    for (size_t k = 0; k < plan->n_conflict && k < MOST_RULES; k++) {
        phrase_add(begin_line(s, k == 0 ? "conflict" : ""), "%s",
                   plan->conflict[k]);
        end_line(s);
    }
    if (plan->n_conflict > MOST_RULES) {
        phrase_add(begin_line(s, ""), "and %zu more rules",
                   plan->n_conflict - MOST_RULES);
        end_line(s);
    }
    if (plan->n_conflict > 1 && !plan->conflict_minimal) {
        phrase_add(begin_line(s, ""),
                   "not proved: fewer of them may already be in conflict");
        end_line(s);
    }
}

static void say_break(const struct summary *s, struct phrase *line,
                      const struct limit_break *broken)
{
    const struct limit *limit = &s->c->limits[broken->limit];
    bool is_max = broken->load > broken->hi;
    char buffer[FIGURE_ROOM];

    say_limit_end(line, limit, is_max, is_max ? broken->hi : broken->lo);
    phrase_add(line, ": %s has %s", facts_rep_name(s->facts, broken->rep),
               figure_exact(broken->load, limit->measure.decimals, buffer));
}

static void say_limits(struct summary *s)
{
    const struct plan *plan = s->plan;

    if (compiled_limits(s->c) == 0)
        return;
    if (plan->n_breaks == 0) {
        phrase_add(begin_line(s, "limits"), "all kept");
        end_line(s);
    }
    for (size_t k = 0; k < plan->n_breaks && k < NAMED; k++) {
        say_break(s, begin_line(s, k == 0 ? "broken" : ""), &plan->breaks[k]);
        if (k + 1 == NAMED && plan->n_breaks > NAMED)
            phrase_add(&s->line, "; and %zu more", plan->n_breaks - NAMED);
        end_line(s);
    }
}

/* ---- Fairness ---------------------------------------------------------- */

static void say_metric(struct summary *s, size_t metric)
{
    const struct metric_facts *facts = &s->plan->metrics[metric];
    double before = 0, after = 0;
    size_t within_before = 0, within_after = 0, reps = 0;
    char from[FIGURE_ROOM], to[FIGURE_ROOM];

    for (size_t g = 0; g < facts->n_groups; g++) {
        const struct group_facts *group = &facts->groups[g];

        before += group->mean_abs_before * (double)group->reps;
        after += group->mean_abs_after * (double)group->reps;
        within_before += group->within_before;
        within_after += group->within_after;
        reps += group->reps;
    }
    if (reps == 0)
        return;
    phrase_add(begin_line(s, s->c->rules->metrics[metric].measure.name),
               "mean deviation %s -> %s; in the band %zu -> %zu of %zu",
               figure_percent(before / (double)reps, from),
               figure_percent(after / (double)reps, to), within_before,
               within_after, reps);
    end_line(s);
}

static void say_metrics(struct summary *s)
{
    size_t said = 0, balanced = 0;

    for (size_t m = 0; m < s->c->rules->n_metrics; m++) {
        if (s->c->rules->metrics[m].weight.units <= 0)
            continue;
        if (said < MOST_METRICS) {
            say_metric(s, m);
            said++;
        }
        balanced++;
    }
    if (balanced > said) {
        phrase_add(begin_line(s, ""), "and %zu more metrics", balanced - said);
        end_line(s);
    }
}

/* ---- Moves ------------------------------------------------------------- */

static void say_worth(struct summary *s, struct phrase *line, int64_t value,
                      double loss)
{
    char buffer[FIGURE_ROOM];

    if (s->c->workings->account.value == NULL)
        return;
    phrase_add(line, ", value %s",
               figure(value, facts_value_decimals(s->facts), buffer));
    phrase_add(line, ", expected loss %s",
               figure((wide)llround(loss * 100), 2, buffer));
}

static void say_moves(struct summary *s)
{
    const struct plan *plan = s->plan;
    struct phrase *line = begin_line(s, "moves");
    char buffer[FIGURE_ROOM];

    phrase_add(line, "%s by choice",
               figure_exact((wide)plan->n_moved, 0, buffer));
    if (plan->n_moved > 0 && plan->n_settled > 0) {
        phrase_add(
            line, " (%s)",
            figure_percent((double)plan->n_moved / (double)plan->n_settled,
                           buffer));
        say_worth(s, line, plan->value_moved, plan->loss_moved);
    }
    end_line(s);
    if (plan->n_forced > 0) {
        line = begin_line(s, "forced");
        phrase_add(line, "%s", figure_exact((wide)plan->n_forced, 0, buffer));
        say_worth(s, line, plan->value_forced, plan->loss_forced);
        end_line(s);
    }
    if (plan->n_placed > 0) {
        phrase_add(
            begin_line(s, "placed"), "%s without an owner so far",
            figure_count(plan->n_placed, "account", "accounts", buffer));
        end_line(s);
    }
}

static void say_use(const struct summary *s, struct phrase *line, int budget)
{
    const struct compiled *c = s->c;
    const struct move_budget *rule =
        &c->rules->continuity.budgets[c->budget_rule[budget]];
    char used[FIGURE_ROOM], most[FIGURE_ROOM];

    phrase_add(line, "%s", budget_name(rule->kind));
    if (budget_has_metric(rule->kind))
        phrase_add(line, " %s", rule->measure.name);
    if (c->budget_owner[budget] >= 0)
        phrase_add(line, " of %s",
                   facts_rep_name(s->facts, c->budget_owner[budget]));
    phrase_add(
        line, ": %s of %s used",
        figure(s->plan->budget_used[budget], rule->measure.decimals, used),
        figure(c->workings->budgets.at[budget].limit, rule->measure.decimals,
               most));
}

/* Of budgets per book, the one that is used up most. */
static int fullest_of(const struct summary *s, int rule)
{
    const struct compiled *c = s->c;
    double most = -1;
    int found = -1;

    for (int k = 0; k < c->problem->n_budgets; k++) {
        int64_t limit = c->workings->budgets.at[k].limit;
        double share = (double)s->plan->budget_used[k] /
                       (limit > 0 ? (double)limit : 0.5);

        if (c->budget_rule[k] == rule && share > most) {
            most = share;
            found = k;
        }
    }
    return found;
}

static void say_budgets(struct summary *s)
{
    size_t n = s->c->rules->continuity.n_budgets;

    for (size_t k = 0; k < n && k < NAMED; k++) {
        int budget = fullest_of(s, (int)k);

        if (budget < 0)
            continue;
        say_use(s, begin_line(s, k == 0 ? "budgets" : ""), budget);
        end_line(s);
    }
}

/* ---- What else a planner should know ----------------------------------- */

static void say_unassigned(struct summary *s)
{
    const struct books *books = s->c->books;
    char buffer[FIGURE_ROOM];

    for (size_t k = 0; k < books->n_accounts; k++) {
        int a = books->account_by_id[k];

        if (s->c->state[a] != STATE_UNASSIGNABLE)
            continue;
        phrase_add(begin_line(s, "unassigned"),
                   "%s that no rep may own, first %s",
                   figure_count(s->plan->n_unassignable, "account", "accounts",
                                buffer),
                   account_id(books, (size_t)a));
        end_line(s);
        return;
    }
}

static void say_indivisible(struct summary *s)
{
    const struct plan *plan = s->plan;
    const struct indivisible *first = plan->indivisible;
    size_t n = 0;
    char buffer[FIGURE_ROOM];

    for (size_t k = 0; k < plan->n_indivisible; k++)
        n += k == 0 || first[k].account_lead != first[k - 1].account_lead;
    if (n == 0)
        return;
    phrase_add(begin_line(s, "indivisible"),
               "%s above the band of whoever has it, first %s (%s)",
               figure_count(n, "family", "families", buffer),
               account_id(s->c->books, (size_t)first->account_lead),
               s->c->rules->metrics[first->metric].measure.name);
    end_line(s);
}

static void say_leavers(struct summary *s)
{
    size_t n = 0;

    for (int r = 0; r < (int)s->c->books->n_reps; r++) {
        if (!s->c->share[r].leaver || s->plan->book_counts[r].before == 0)
            continue;
        if (n == 0)
            begin_line(s, "leavers");
        if (n < NAMED)
            phrase_add(&s->line, "%s%s (%zu)", n == 0 ? "" : ", ",
                       facts_rep_name(s->facts, r),
                       s->plan->book_counts[r].before);
        n++;
    }
    if (n > NAMED)
        phrase_add(&s->line, " and %zu more", n - NAMED);
    if (n > 0)
        end_line(s);
}

/* What they get waits for them: no CRM has an owner of that id. */
static void say_placeholders(struct summary *s)
{
    size_t n = 0;

    for (size_t r = 0; r < s->c->books->n_reps; r++) {
        if (!rep_is_placeholder(s->c->books, r))
            continue;
        if (n == 0)
            begin_line(s, "open posts");
        if (n < NAMED)
            phrase_add(&s->line, "%s%s (%zu)", n == 0 ? "" : ", ",
                       facts_rep_name(s->facts, (int)r),
                       s->plan->book_counts[r].after);
        n++;
    }
    if (n > NAMED)
        phrase_add(&s->line, " and %zu more", n - NAMED);
    if (n > 0)
        end_line(s);
}

/* ---- Goals ------------------------------------------------------------- */

/* "value +-3.4 %, workload +-5.1 %" */
static void say_bands(const struct summary *s, struct phrase *line,
                      double factor)
{
    const char *between = "";
    char buffer[FIGURE_ROOM];

    for (size_t m = 0; m < s->c->rules->n_metrics; m++) {
        const struct metric *metric = &s->c->rules->metrics[m];

        if (metric->weight.units <= 0)
            continue;
        phrase_add(
            line, "%s%s +-%s", between, metric->measure.name,
            figure_percent(factor * (double)metric->band / 1e6, buffer));
        between = ", ";
    }
}

static void say_fairest(struct summary *s, const struct phase *phase)
{
    struct phrase *line = begin_line(s, "fairest");

    phrase_add(line, "everyone within ");
    say_bands(s, line, points(phase->objective));
    end_line(s);
    line = begin_line(s, "");
    if (!phase->has_bound)
        phrase_add(line, "not proved: a narrower plan may exist");
    else if (phase->lower_bound == phase->objective)
        phrase_add(line, "no plan within the rules is narrower (checked)");
    else
        say_bands(s, line, points(phase->lower_bound - 1000));
    if (phase->has_bound && phase->lower_bound < phase->objective)
        phrase_add(line, ": no plan within the rules is so narrow (checked)");
    end_line(s);
}

/* What the plan moves of what it keeps small. */
static wide amount_moved(const struct summary *s)
{
    const struct against *against = &s->c->rules->against;
    wide sum = 0;

    for (size_t a = 0; a < s->c->books->n_accounts; a++)
        if (s->plan->rows[a].change == CHANGE_MOVED)
            sum += against->kind == AGAINST_MOVES
                       ? 1
                       : account_load(s->c, &against->measure, (int)a,
                                      s->c->books->owner[a]);
    return sum;
}

/* What the bound says of it; each item's cost was rounded to a unit. */
static wide amount_proved(const struct summary *s)
{
    long double units =
        (long double)s->plan->lower_bound - (long double)s->c->n_in_play / 2;
    long double amount =
        units * (long double)s->c->workings->disruptable / 1e11L;

    return amount > 0 ? (wide)ceill(amount) : 0;
}

static void say_gentlest(struct summary *s)
{
    const struct against *against = &s->c->rules->against;
    int decimals = against->measure.decimals;
    bool moves = against->kind == AGAINST_MOVES;
    struct phrase *line;
    wide moved = amount_moved(s), proved = amount_proved(s);
    char buffer[FIGURE_ROOM];

    if (against->kind == AGAINST_LOSS || plan_breaks_rules(s->plan))
        return;
    line = begin_line(s, "gentlest");
    if (moves)
        phrase_add(line, "%s",
                   figure_count((size_t)moved, "move", "moves", buffer));
    else
        phrase_add(line, "%s of %s moved",
                   figure_exact(moved, decimals, buffer),
                   against->measure.name);
    phrase_add(line, "; no plan within the bands needs %s",
               moves ? "fewer" : "less");
    if (proved < moved)
        phrase_add(line, " than %s", figure_exact(proved, decimals, buffer));
    phrase_add(line, " (checked)");
    end_line(s);
}

static void say_goal(struct summary *s)
{
    const struct phase *fairest = plan_phase(s->plan, "fairest");

    if (fairest != NULL)
        say_fairest(s, fairest);
    if (s->c->rules->goal == GOAL_GENTLEST)
        say_gentlest(s);
}

eb_status facts_summary(struct facts *facts)
{
    struct summary s = {.facts = facts, .plan = facts->plan, .c = facts->c};
    eb_status status = EB_NO_MEMORY;

    say_scope(&s);
    say_goal(&s);
    say_result(&s);
    say_conflict(&s);
    say_metrics(&s);
    say_moves(&s);
    say_budgets(&s);
    say_limits(&s);
    say_leavers(&s);
    say_placeholders(&s);
    say_unassigned(&s);
    say_indivisible(&s);
    if (!s.text.failed)
        facts->plan->summary =
            arena_string(&facts->plan->memory, phrase_text(&s.text),
                         strlen(phrase_text(&s.text)));
    if (facts->plan->summary != NULL)
        status = EB_OK;
    phrase_clear(&s.text);
    phrase_clear(&s.line);
    phrase_clear(&s.plain);
    return status;
}
