/* test_explain.c - what explain says, against plain evaluation. */
#include "model/explain.h"

#include "base/mem.h"
#include "base/rng.h"
#include "model/plan.h"
#include "solver/value.h"
#include "tests/support/making.h"
#include "tests/support/planned.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

/* ---- Books -------------------------------------------------------------- */

enum { N = 12, REPS = 3, ROOM = 2048 };

/* Accounts with values and owners, reps with a share each. */
struct world {
    int value[N], owner[N], fte[REPS]; /* fte in thousandths */
    bool locked[N];
    char accounts[ROOM], reps[ROOM];
};

static const char rules[] =
    "{\"metrics\": [{\"name\": \"value\", \"band\": 0.1},"
    " {\"name\": \"accounts\", \"band\": 0.1}],"
    " \"fit\": [{\"account\": \"industry\", \"rep\": \"industries\","
    " \"weight\": 0.2}], \"continuity\": {\"weight\": 1}}";

static void write(struct world *w)
{
    int n = snprintf(w->accounts, ROOM, "id,value,owner,industry,locked\n");

    for (int a = 0; a < N; a++)
        n += snprintf(w->accounts + n, (size_t)(ROOM - n),
                      "a%02d,%d,r%d,%s,%s\n", a, w->value[a], w->owner[a],
                      a % 2 == 0 ? "Even" : "Odd", w->locked[a] ? "yes" : "");
    n = snprintf(w->reps, ROOM, "id,role,fte,industries\n");
    for (int r = 0; r < REPS; r++)
        n += snprintf(w->reps + n, (size_t)(ROOM - n), "r%d,csm,%d.%03d,%s\n",
                      r, w->fte[r] / 1000, w->fte[r] % 1000,
                      r == 0 ? "Even" : "Odd");
}

static void make_world(struct world *w, uint64_t seed)
{
    struct rng rng;

    rng_init(&rng, seed, 1);
    memset(w, 0, sizeof *w);
    for (int a = 0; a < N; a++) {
        w->value[a] = 100 + (int)rng_below(&rng, 900);
        w->owner[a] = (int)rng_below(&rng, REPS);
        w->locked[a] = rng_below(&rng, 5) == 0;
    }
    for (int r = 0; r < REPS; r++)
        w->fte[r] = 600 + 100 * (int)rng_below(&rng, 5);
    write(w);
}

static struct made make_books(struct world *w)
{
    write(w);
    return make((struct texts){
        .accounts = w->accounts, .reps = w->reps, .rules = rules});
}

/* Everyone at the rep that `rep` names, worked out afresh. */
static int64_t objective(struct world *w, const int *rep)
{
    struct made made = make_books(w);
    int *agent = compiled_agents(made.compiled, rep);
    struct value value;

    cr_assert(eq(
        int, (int)value_of(made.compiled->problem, agent, &value, NULL, NULL),
        (int)EB_OK));
    cr_assert(value.complete);
    mem_free(agent);
    made_clear(&made);
    return value.objective;
}

/* The difference of two full evaluations: the account at `to`, or where it is. */
static int64_t difference(struct world *w, const int *rep, int account, int to)
{
    int moved[N];

    memcpy(moved, rep, sizeof moved);
    moved[account] = to;
    return objective(w, moved) - objective(w, rep);
}

/* Some plan: locked ones stay, the others are anywhere. */
static void place(const struct world *w, uint64_t seed, int *rep)
{
    struct rng rng;

    rng_init(&rng, seed, 2);
    for (int a = 0; a < N; a++)
        rep[a] = w->locked[a] ? w->owner[a] : (int)rng_below(&rng, REPS);
}

struct asked {
    struct world world;
    struct made made;
    int rep[N];
    struct restoring what;
    struct restored restored;
};

static void ask(struct asked *q, uint64_t seed)
{
    make_world(&q->world, seed);
    place(&q->world, seed, q->rep);
    q->made = make_books(&q->world);
    q->what = (struct restoring){.books = q->made.books,
                                 .rules = q->made.rules,
                                 .rep = q->rep,
                                 .factor = -1};
    cr_assert(eq(int, (int)restore(&q->what, &q->restored, q->made.said),
                 (int)EB_OK));
}

static void answered(struct asked *q)
{
    restored_clear(&q->restored);
    made_clear(&q->made);
}

/* ---- Accounts ----------------------------------------------------------- */

static void answer_of(struct asked *q, int account, struct account_answer *out)
{
    cr_assert(eq(int,
                 (int)explain_account(q->made.books, &q->what, &q->restored,
                                      account, -1, out),
                 (int)EB_OK));
}

static void check_candidate(struct asked *q, int account,
                            const struct account_answer *answer,
                            const struct candidate *candidate)
{
    int64_t sum = 0, loads = 0;
    bool locked = q->world.locked[account];

    q->world.locked[account] = false;
    cr_assert(eq(i64, candidate->total,
                 difference(&q->world, q->rep, account, candidate->rep)));
    q->world.locked[account] = locked;
    for (int k = 0; k < N_PARTS; k++)
        sum += candidate->part[k];
    cr_assert(eq(i64, sum, candidate->total));
    for (size_t k = 0; k < candidate->n_loads; k++)
        loads += answer->loads.at[candidate->first_load + k].cost;
    cr_assert(
        eq(i64, loads,
           candidate->part[PART_GIVER] + candidate->part[PART_RECEIVER]));
}

Test(explain, every_cost_is_the_difference_of_two_full_evaluations)
{
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct asked q;

        ask(&q, seed);
        for (int a = 0; a < N; a++) {
            struct account_answer answer;

            answer_of(&q, a, &answer);
            cr_assert(eq(sz, answer.n_candidates, REPS - 1));
            cr_assert(eq(int, answer.held, q.world.locked[a]));
            for (size_t k = 0; k < answer.n_candidates; k++) {
                check_candidate(&q, a, &answer, &answer.candidates[k]);
                if (k > 0)
                    cr_assert(le(i64, answer.candidates[k - 1].total,
                                 answer.candidates[k].total));
            }
            account_answer_clear(&answer);
        }
        answered(&q);
    }
}

/* Turns one number of the world, and puts it back. */
static int64_t difference_at(struct asked *q, int account, int to,
                             const struct turn *turn, int64_t number)
{
    struct world turned = q->world;
    int rep = turn->kind == TURN_GIVER ? q->rep[account] : to;

    turned.locked[account] = false;
    if (turn->kind == TURN_VALUE)
        turned.value[account] = (int)number;
    else
        turned.fte[rep] = (int)number;
    return difference(&turned, q->rep, account, to);
}

static void check_turn(struct asked *q, int account, int to,
                       const struct turn *turn)
{
    int64_t nearer = turn->then < turn->now ? turn->then + 1 : turn->then - 1;

    if (turn->kind == TURN_SWITCH || !turn->possible)
        return;
    cr_assert(eq(int, turn->decimals, turn->kind == TURN_VALUE ? 0 : 3));
    cr_assert(gt(i64, difference_at(q, account, to, turn, turn->now), 0));
    cr_assert(le(i64, difference_at(q, account, to, turn, turn->then), 0));
    cr_assert(gt(i64, difference_at(q, account, to, turn, nearer), 0));
}

Test(explain, what_would_have_to_change_is_the_number_at_which_it_turns)
{
    int possible = 0;

    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct asked q;

        ask(&q, seed);
        for (int a = 0; a < N; a++) {
            struct account_answer answer;

            answer_of(&q, a, &answer);
            for (size_t k = 0; k < answer.n_turns; k++)
                for (size_t j = 0; j < answer.turns[k].n; j++) {
                    check_turn(&q, a, answer.turns[k].rep,
                               &answer.turns[k].turn[j]);
                    possible += answer.turns[k].turn[j].possible;
                }
            account_answer_clear(&answer);
        }
        answered(&q);
    }
    cr_assert(gt(int, possible, 50));
}

Test(explain, the_books_are_afterwards_as_they_were)
{
    struct asked q;
    struct account_answer answer;
    struct restored again;

    ask(&q, 3);
    for (int a = 0; a < N; a++) {
        answer_of(&q, a, &answer);
        account_answer_clear(&answer);
    }
    cr_assert(eq(int, (int)restore(&q.what, &again, q.made.said), (int)EB_OK));
    cr_assert(eq(i64, again.objective, q.restored.objective));
    cr_assert(eq(int, frame_column(q.made.books->reps, "fte")->decimals, 1));
    restored_clear(&again);
    answered(&q);
}

/* ---- Books -------------------------------------------------------------- */

/* The best of all moves and exchanges of the rep's, evaluated afresh. */
static int64_t best_by_hand(struct asked *q, int rep, int64_t *moves,
                            int64_t *swaps)
{
    int64_t best = INT64_MAX, base = objective(&q->world, q->rep);

    *moves = *swaps = 0;
    for (int a = 0; a < N; a++) {
        if (q->world.locked[a])
            continue;
        for (int r = 0; r < REPS; r++) {
            int64_t delta;
            int was = q->rep[a];

            if (r == was || (r != rep && was != rep))
                continue;
            q->rep[a] = r;
            delta = objective(&q->world, q->rep) - base;
            q->rep[a] = was;
            best = delta < best ? delta : best;
            ++*moves;
        }
        for (int b = 0; b < N && q->rep[a] == rep; b++) {
            int64_t delta;
            int other = q->rep[b];

            if (q->world.locked[b] || other == rep)
                continue;
            q->rep[a] = other;
            q->rep[b] = rep;
            delta = objective(&q->world, q->rep) - base;
            q->rep[a] = rep;
            q->rep[b] = other;
            best = delta < best ? delta : best;
            ++*swaps;
        }
    }
    return best;
}

Test(explain, no_move_and_no_exchange_of_a_book_is_left_out)
{
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct asked q;

        ask(&q, seed);
        for (int r = 0; r < REPS; r++) {
            struct book_answer answer;
            int64_t moves, swaps, best = best_by_hand(&q, r, &moves, &swaps);

            cr_assert(eq(int, (int)explain_book(&q.restored, r, &answer),
                         (int)EB_OK));
            cr_assert(eq(i64, answer.moves, moves));
            cr_assert(eq(i64, answer.swaps, swaps));
            cr_assert(answer.some);
            cr_assert(eq(i64, answer.best.delta, best));
            book_answer_clear(&answer);
        }
        answered(&q);
    }
}

Test(explain, a_book_is_what_was_kept_and_what_came)
{
    struct asked q;

    ask(&q, 2);
    for (int r = 0; r < REPS; r++) {
        struct book_answer answer;
        int64_t before = 0, now = 0;
        size_t kept = 0, came = 0, left = 0;

        for (int a = 0; a < N; a++) {
            bool had = q.world.owner[a] == r, has = q.rep[a] == r;

            before += had ? q.world.value[a] : 0;
            now += has ? q.world.value[a] : 0;
            kept += had && has;
            came += has && !had;
            left += had && !has;
        }
        cr_assert(
            eq(int, (int)explain_book(&q.restored, r, &answer), (int)EB_OK));
        cr_assert(eq(sz, answer.n_kept, kept));
        cr_assert(eq(sz, answer.changes.n, came + left));
        cr_assert(eq(sz, answer.loads.n, 2));
        cr_assert(eq(i64, answer.loads.at[0].before, before));
        cr_assert(eq(i64, answer.loads.at[0].now, now));
        cr_assert(
            eq(i64, answer.loads.at[0].kept + answer.loads.at[0].gained, now));
        book_answer_clear(&answer);
    }
    answered(&q);
}

/* ---- Limits, and memory -------------------------------------------------- */

Test(explain, an_exchange_that_a_limit_forbids_is_not_told)
{
    struct made made = make((struct texts){
        .accounts = "id,value,owner\na,90,r0\nb,10,r0\nc,50,r1\n",
        .reps = "id,role,max_accounts\nr0,csm,2\nr1,csm,1\n",
        .rules = "{\"metrics\": [{\"name\": \"value\", \"band\": 0.1}],"
                 " \"continuity\": {\"weight\": 0}}"});
    const int rep[] = {0, 0, 1};
    const struct restoring what = {
        .books = made.books, .rules = made.rules, .rep = rep, .factor = -1};
    struct restored restored;
    struct book_answer book;
    struct account_answer answer;

    cr_assert(eq(int, (int)restore(&what, &restored, made.said), (int)EB_OK));
    cr_assert(
        eq(int,
           (int)explain_account(made.books, &what, &restored, 1, -1, &answer),
           (int)EB_OK));
    cr_assert(eq(str, (char *)answer.candidates[0].blocked_by,
                 "limit accounts at most 1"));
    cr_assert(eq(int, (int)explain_book(&restored, 1, &book), (int)EB_OK));
    cr_assert(eq(i64, book.moves, 3));
    cr_assert(book.some);
    cr_assert(ge(int, book.best.other, 0), "a move would break a limit");
    account_answer_clear(&answer);
    book_answer_clear(&book);
    restored_clear(&restored);
    made_clear(&made);
}

struct sweep {
    struct asked asked;
    int account; /* for whom something would have to change */
};

static eb_status explain_once(struct sweep *sweep)
{
    struct asked *q = &sweep->asked;
    struct account_answer answer;
    struct book_answer book;
    eb_status status = explain_account(q->made.books, &q->what, &q->restored,
                                       sweep->account, -1, &answer);

    if (status == EB_OK)
        account_answer_clear(&answer);
    if (status == EB_OK)
        status = explain_book(&q->restored, 0, &book);
    if (status == EB_OK)
        book_answer_clear(&book);
    return status;
}

static bool has_turns(struct asked *q, int account)
{
    struct account_answer answer;
    bool some;

    answer_of(q, account, &answer);
    some = answer.n_turns > 0 && answer.turns[0].n > 0;
    account_answer_clear(&answer);
    return some;
}

static long fail_some(struct sweep *sweep)
{
    size_t live = mem_live();
    long failures = 0;
    eb_status status = EB_NO_MEMORY;

    for (long n = 0; status != EB_OK; n += n < 60 ? 1 : 41) {
        mem_fail_at(n);
        status = explain_once(sweep);
        mem_fail_at(-1);
        cr_assert(eq(sz, mem_live(), live));
        cr_assert(status == EB_OK || status == EB_NO_MEMORY);
        failures += status != EB_OK;
    }
    return failures;
}

Test(explain, survives_failing_allocations)
{
    struct sweep sweep = {.account = 0};

    ask(&sweep.asked, 5);
    while (sweep.account < N - 1 && !has_turns(&sweep.asked, sweep.account))
        sweep.account++;
    /* Some dozens of compilations: every allocation of the first and the last
     * steps, some of those between. */
    cr_expect(gt(i64, fail_some(&sweep), 100));
    answered(&sweep.asked);
}
