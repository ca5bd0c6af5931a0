/* drill_make.c - one rep after another leaves, and each time the books are seen as
 * if they had been compiled without them. */
#include "model/drilling.h"

#include "model/barrier_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What all drills are compared with; jobs only read it. */
struct drilling {
    const struct books *books;
    const struct rules *rules;
    struct drills *out;
    const struct compiled *c; /* the books as they are */
    struct seating base;      /* with everything placed */
    eb_status *status;        /* [n] of each drill */
};

/* A drill in the making. */
struct leaving {
    const struct drilling *in;
    struct drill *drill;
    struct books books; /* as they are, but the rep has left */
    eb_messages *said;  /* by compiling them */
    struct compiled *c;
    int *seat; /* [n_accounts] */
    struct seating well, least;
};

/* ---- Who stays --------------------------------------------------------- */

/* The owner keeps it, eligible or not. */
static bool stays(const struct compiled *c, int account)
{
    return c->state[account] == STATE_SETTLED ||
           c->force[account] == FORCE_INELIGIBLE;
}

static eb_status seat_today(const struct compiled *c, int **out, size_t *open)
{
    int *seat = NEW(int, c->books->n_accounts + 1);

    if (seat == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < c->books->n_accounts; a++) {
        bool playing = in_play(c, (int)a);

        seat[a] = playing && stays(c, (int)a) ? c->books->owner[a] : -1;
        *open += playing && seat[a] < 0;
    }
    *out = seat;
    return EB_OK;
}

/* What had to be placed before stays there if it still may. */
static int seat_without(const struct leaving *l, int a)
{
    const struct compiled *c = l->c;
    int placed = l->in->base.rep[a];

    if (!in_play(c, a))
        return -1;
    if (stays(c, a))
        return c->books->owner[a];
    return placed >= 0 && placed != l->drill->rep &&
                   eligible_has(c, c->family_of[a], placed)
               ? placed
               : -1;
}

/* ---- The rep leaves ---------------------------------------------------- */

static eb_status leave(struct leaving *l)
{
    const struct books *books = l->in->books;
    eb_status status = EB_NO_MEMORY;

    l->books = *books;
    l->books.rep_time =
        mem_copy(books->rep_time, books->n_reps, sizeof *books->rep_time);
    l->said = eb_messages_new();
    if (l->books.rep_time == NULL || l->said == NULL)
        goto done;
    l->books.rep_time[l->drill->rep].active = false;
    TRY(compile_setting(&l->books, l->in->rules, &l->c, l->said));
    l->seat = NEW(int, books->n_accounts + 1);
    if (l->seat == NULL)
        TRY(EB_NO_MEMORY);
    for (size_t a = 0; a < books->n_accounts; a++)
        l->seat[a] = seat_without(l, (int)a);
done:
    return status;
}

static void leaving_clear(struct leaving *l)
{
    seating_clear(&l->well);
    seating_clear(&l->least);
    compiled_free(l->c);
    mem_free(l->seat);
    mem_free(l->books.rep_time);
    eb_messages_free(l->said);
}

/* The rules allow no books without the rep: the first reason. */
static eb_status refuse(struct leaving *l)
{
    const char *text = "";

    for (size_t k = 0; k < eb_messages_count(l->said); k++)
        if (eb_messages_severity(l->said, k) == EB_FAULT) {
            text = eb_messages_text(l->said, k);
            break;
        }
    l->drill->refused = arena_string(&l->drill->memory, text, strlen(text));
    return l->drill->refused == NULL ? EB_NO_MEMORY : EB_OK;
}

static eb_status divide(struct leaving *l)
{
    int leaver = l->drill->rep;
    size_t well, least;
    eb_status status;

    TRY(drill_place(l->c, l->seat, leaver, DIVIDE_WELL, &l->well));
    TRY(drill_place(l->c, l->seat, leaver, DIVIDE_LOSE_LEAST, &l->least));
    TRY(drill_breaks(l->c, &l->well, NULL, &well));
    TRY(drill_breaks(l->c, &l->least, NULL, &least));
    l->drill->least_proved =
        least <= well && (l->least.complete || !l->well.complete);
    if (!l->drill->least_proved) {
        seating_clear(&l->least);
        TRY(drill_place(l->c, l->seat, leaver, DIVIDE_LOSE_LITTLE, &l->least));
    }
done:
    return status;
}

/* ---- What it comes to -------------------------------------------------- */

/* Why nobody may have it. */
static eb_status explain(const struct leaving *l, struct drill_account *each)
{
    const struct compiled *c = l->c;
    size_t n[BARRIER_HELD + 1] = {0};
    struct phrase phrase = {0};
    const char *before = " ";

    if (in_play(c, each->account)) {
        phrase_add(&phrase, "whoever may own it has one of its conflict "
                            "group");
    } else {
        for (size_t r = 0; r < c->books->n_reps; r++)
            if ((int)r != l->drill->rep)
                n[family_barrier(c, c->family_of[each->account], (int)r)]++;
        phrase_add(&phrase, "of %zu others,", c->books->n_reps - 1);
        for (int k = 0; k <= BARRIER_HELD; k++)
            if (n[k] > 0) {
                phrase_add(&phrase, "%s%zu %s", before, n[k],
                           barrier_words((enum barrier)k, n[k]));
                before = ", ";
            }
    }
    if (!phrase.failed)
        each->why = arena_string(&l->drill->memory, phrase_text(&phrase),
                                 strlen(phrase_text(&phrase)));
    phrase_clear(&phrase);
    return each->why == NULL ? EB_NO_MEMORY : EB_OK;
}

/* Whether it has no place any more, of all that had one before. */
static bool is_loose(const struct leaving *l, int a)
{
    if (!in_play(l->in->c, a))
        return false;
    return !in_play(l->c, a) || l->seat[a] < 0;
}

static eb_status list_accounts(struct leaving *l)
{
    struct drill *drill = l->drill;
    const struct books *books = l->in->books;
    eb_status status = EB_OK;

    for (size_t k = 0; k < books->n_accounts; k++) {
        int a = books->account_by_id[k];
        struct drill_account each = {.account = a,
                                     .owned = books->owner[a] == drill->rep,
                                     .rep = l->well.rep[a],
                                     .least_rep = l->least.rep[a]};

        if (!is_loose(l, a))
            continue;
        each.loss = drill_loss(l->c, a, each.rep, drill->rep);
        each.least = drill_loss(l->c, a, each.least_rep, drill->rep);
        if (each.rep < 0)
            TRY(explain(l, &each));
        if (!VEC_PUSH(&drill->each, each))
            return EB_NO_MEMORY;
    }
done:
    return status;
}

/* What the whole value at stake is worth 100 points of. */
static int64_t in_points(const struct drilling *in, long double money)
{
    const struct compiled *c = in->c;
    long double all =
        decimal_value((struct decimal){c->value_total, c->value_decimals});

    return rounded(1e11L * decimal_value(in->rules->continuity.weight) *
                   money / all);
}

/* What is expected to be lost, all that nobody else may own, which is lost
 * altogether, and how much more unfair the books become: where they become fairer,
 * that could have been had without anybody leaving. */
static void weigh_harm(struct leaving *l)
{
    struct drill *drill = l->drill;
    const struct drilling *in = l->in;

    if (l->well.unfairness > in->base.unfairness)
        drill->harm = l->well.unfairness - in->base.unfairness;
    for (size_t k = 0; k < drill->each.n; k++) {
        const struct drill_account *each = &drill->each.at[k];
        long double value = value_real(in->c, each->account);

        drill->after.loss += each->loss;
        drill->least.loss += each->least;
        drill->harm += in_points(in, each->loss);
        if (!each->owned && in->base.rep[each->account] == drill->rep) {
            drill->found++;
            drill->found_value += account_value(in->c, each->account);
        }
        if (each->rep >= 0)
            continue;
        drill->stranded++;
        drill->stranded_value += account_value(in->c, each->account);
        drill->harm += value > 0 ? in_points(in, value) : 0;
    }
}

static wide value_of_groups(const struct compiled *c, const bool *chosen)
{
    wide sum = 0;

    for (size_t a = 0; a < c->books->n_accounts; a++)
        if (in_play(c, (int)a) && chosen[c->workings->group_of[a]])
            sum += account_value(c, (int)a);
    return sum;
}

/* What the book is worth, and of what. */
static eb_status weigh_book(const struct drilling *in, struct drill *drill)
{
    const struct compiled *c = in->c;
    bool *chosen = NEW(bool, (size_t)c->workings->n_groups + 1);
    wide all;

    if (chosen == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < c->books->n_accounts; a++)
        if (in_play(c, (int)a) && c->books->owner[a] == drill->rep) {
            drill->accounts++;
            drill->value += account_value(c, (int)a);
            chosen[c->workings->group_of[a]] = true;
        }
    all = value_of_groups(c, chosen);
    drill->share = all > 0 ? (double)drill->value / (double)all : 0;
    mem_free(chosen);
    return EB_OK;
}

static eb_status list_broken(struct leaving *l)
{
    struct drill_texts texts = {.memory = &l->drill->memory};
    size_t n;
    eb_status status;

    TRY(drill_breaks(l->c, &l->well, &texts, &n));
    l->drill->broken =
        arena_new(&l->drill->memory, (n + 1) * sizeof *l->drill->broken);
    if (l->drill->broken == NULL)
        TRY(EB_NO_MEMORY);
    for (size_t k = 0; k < n; k++)
        l->drill->broken[k] = texts.at.at[k];
done:
    VEC_CLEAR(&texts.at);
    return status;
}

/* ---- Receivers --------------------------------------------------------- */

static eb_status compare_books(const struct leaving *l,
                               struct drill_receiver *receiver)
{
    size_t n = l->in->rules->n_metrics;
    double *both = arena_new(&l->drill->memory, (2 * n + 1) * sizeof *both);

    if (both == NULL)
        return EB_NO_MEMORY;
    receiver->before = both;
    receiver->after = both + n;
    for (size_t m = 0; m < n; m++) {
        both[m] =
            drill_deviation(l->in->c, l->in->base.load, receiver->rep, m);
        both[n + m] = drill_deviation(l->c, l->well.load, receiver->rep, m);
    }
    return EB_OK;
}

static int dearest_first(const void *left, const void *right)
{
    const struct drill_receiver *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->rep > b->rep) - (a->rep < b->rep);
}

static eb_status list_receivers(struct leaving *l)
{
    struct drill *drill = l->drill;
    size_t n_reps = l->in->books->n_reps;
    struct drill_receiver *of = NEW(struct drill_receiver, n_reps + 1);
    eb_status status = of == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    for (size_t k = 0; k < drill->each.n; k++) {
        const struct drill_account *each = &drill->each.at[k];

        if (each->rep < 0)
            continue;
        of[each->rep].rep = each->rep;
        of[each->rep].accounts++;
        of[each->rep].value += account_value(l->in->c, each->account);
        of[each->rep].loss += each->loss;
    }
    for (size_t r = 0; r < n_reps; r++) {
        if (of[r].accounts == 0)
            continue;
        TRY(compare_books(l, &of[r]));
        if (!VEC_PUSH(&drill->receivers, of[r]))
            TRY(EB_NO_MEMORY);
    }
    if (drill->receivers.n > 1)
        qsort(drill->receivers.at, drill->receivers.n,
              sizeof *drill->receivers.at, dearest_first);
done:
    mem_free(of);
    return status;
}

/* ---- One drill --------------------------------------------------------- */

/* Dearest first; they come in order of id. */
struct ranked {
    int64_t value;
    size_t at;
};

static int by_value(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static eb_status sort_accounts(const struct compiled *c, struct drill *drill)
{
    size_t n = drill->each.n;
    struct ranked *ranked = NEW(struct ranked, n + 1);
    struct drill_account *copy =
        mem_copy(drill->each.at, n, sizeof *drill->each.at);

    if (ranked == NULL || copy == NULL) {
        mem_free(ranked);
        mem_free(copy);
        return EB_NO_MEMORY;
    }
    for (size_t k = 0; k < n; k++)
        ranked[k] = (struct ranked){account_value(c, copy[k].account), k};
    if (n > 1)
        qsort(ranked, n, sizeof *ranked, by_value);
    for (size_t k = 0; k < n; k++)
        drill->each.at[k] = copy[ranked[k].at];
    mem_free(ranked);
    mem_free(copy);
    return EB_OK;
}

static eb_status drill_make(const struct drilling *in, struct drill *drill)
{
    struct leaving l = {.in = in, .drill = drill};
    eb_status status;

    TRY(weigh_book(in, drill));
    status = leave(&l);
    if (status == EB_BAD_DATA) {
        status = refuse(&l);
        goto done;
    }
    TRY(status);
    TRY(divide(&l));
    TRY(list_accounts(&l));
    weigh_harm(&l);
    TRY(list_receivers(&l));
    TRY(sort_accounts(in->c, drill));
    TRY(list_broken(&l));
    TRY(drill_measure(l.c, &l.well, &drill->memory, &drill->after));
    TRY(drill_measure(l.c, &l.least, &drill->memory, &drill->least));
done:
    leaving_clear(&l);
    return status;
}

static void run_range(void *context, size_t range, size_t first, size_t last)
{
    struct drilling *in = context;

    (void)range;
    for (size_t k = first; k < last; k++)
        in->status[k] = drill_make(in, &in->out->drills[k]);
}

/* ---- All of them ------------------------------------------------------- */

bool drill_may_leave(const struct compiled *c, int rep)
{
    return c->share[rep].capacity > 0 &&
           !rep_is_placeholder(c->books, (size_t)rep);
}

static eb_status list_leavers(struct drills *out, int rep)
{
    size_t n = out->compiled->books->n_reps;

    out->drills = NEW(struct drill, n + 1);
    if (out->drills == NULL)
        return EB_NO_MEMORY;
    for (int r = 0; r < (int)n; r++)
        if ((rep < 0 || r == rep) && drill_may_leave(out->compiled, r))
            out->drills[out->n++].rep = r;
    return EB_OK;
}

/* Without whom there are no books comes first. */
static int worst_first(const void *left, const void *right)
{
    const struct drill *a = left, *b = right;
    bool a_refused = a->refused != NULL, b_refused = b->refused != NULL;

    if (a_refused != b_refused)
        return a_refused ? -1 : 1;
    if (a->harm != b->harm)
        return a->harm > b->harm ? -1 : 1;
    if (a->after.loss < b->after.loss || a->after.loss > b->after.loss)
        return a->after.loss > b->after.loss ? -1 : 1;
    return (a->rep > b->rep) - (a->rep < b->rep);
}

static eb_status seat_base(struct drilling *in)
{
    int *seat = NULL;
    eb_status status;

    TRY(seat_today(in->c, &seat, &in->out->placed));
    TRY(drill_place(in->c, seat, -1, DIVIDE_WELL, &in->base));
    in->out->seat = in->base.rep;
done:
    mem_free(seat);
    return status;
}

static eb_status run(struct drilling *in, int rep, struct pool *pool,
                     struct arena *memory)
{
    eb_status status;

    TRY(seat_base(in));
    TRY(drill_measure(in->c, &in->base, memory, &in->out->before));
    TRY(list_leavers(in->out, rep));
    in->status = NEW(eb_status, in->out->n + 1);
    if (in->status == NULL)
        TRY(EB_NO_MEMORY);
    pool_run(pool, in->out->n, 1, run_range, in);
    for (size_t k = 0; k < in->out->n; k++)
        TRY(in->status[k]);
    if (in->out->n > 1)
        qsort(in->out->drills, in->out->n, sizeof *in->out->drills,
              worst_first);
done:
    return status;
}

eb_status drills_make(const struct books *books, const struct rules *rules,
                      int rep, struct pool *pool, struct drills **out,
                      eb_messages *said)
{
    struct drills *drills = NEW(struct drills, 1);
    struct drilling in = {.books = books, .rules = rules, .out = drills};
    eb_status status = drills == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(compile_setting(books, rules, &drills->compiled, said));
    in.c = drills->compiled;
    TRY(run(&in, rep, pool, &drills->memory));
    *out = drills;
    drills = NULL;
done:
    mem_free(in.base.load);
    mem_free(in.base.kept);
    mem_free(in.status);
    drills_free(drills);
    return status;
}

static void drill_clear(struct drill *drill)
{
    VEC_CLEAR(&drill->each);
    VEC_CLEAR(&drill->receivers);
    arena_clear(&drill->memory);
}

void drills_free(struct drills *drills)
{
    if (drills == NULL)
        return;
    for (size_t k = 0; k < drills->n; k++)
        drill_clear(&drills->drills[k]);
    mem_free(drills->drills);
    mem_free(drills->seat);
    compiled_free(drills->compiled);
    arena_clear(&drills->memory);
    mem_free(drills);
}
