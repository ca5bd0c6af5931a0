/* drill_make.c - one rep after another leaves, and each time the books are seen as
 * if they had been compiled without them. */
#include "model/drilling.h"

#include <stdlib.h>
#include <string.h>

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

    TRY(drill_place(l->c, l->seat, leaver, DIVIDE_WELL, &l->well, l->said));
    TRY(drill_place(l->c, l->seat, leaver, DIVIDE_LOSE_LEAST, &l->least,
                    l->said));
    TRY(drill_breaks(l->c, &l->well, NULL, &well));
    TRY(drill_breaks(l->c, &l->least, NULL, &least));
    l->drill->least_proved =
        least <= well && (l->least.complete || !l->well.complete);
    if (!l->drill->least_proved) {
        seating_clear(&l->least);
        TRY(drill_place(l->c, l->seat, leaver, DIVIDE_LOSE_LITTLE, &l->least,
                        l->said));
    }
done:
    return status;
}

/* ---- What they have ----------------------------------------------------- */

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

/* ---- One drill --------------------------------------------------------- */

static eb_status drill_make(const struct drilling *in, struct drill *drill)
{
    struct leaving l = {.in = in, .drill = drill};
    eb_status status;

    TRY(weigh_book(in, drill));
    status = leave(&l);
    if (status == EB_OK)
        status = divide(&l);
    if (status == EB_BAD_DATA) {
        status = refuse(&l);
        goto done;
    }
    TRY(status);
    TRY(drill_tell(&l));
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

static eb_status seat_base(struct drilling *in, eb_messages *said)
{
    int *seat = NULL;
    eb_status status;

    TRY(seat_today(in->c, &seat, &in->out->placed));
    TRY(drill_place(in->c, seat, -1, DIVIDE_WELL, &in->base, said));
    in->out->seat = in->base.rep;
done:
    mem_free(seat);
    return status;
}

static eb_status run(struct drilling *in, int rep, struct pool *pool,
                     struct arena *memory, eb_messages *said)
{
    eb_status status;

    TRY(seat_base(in, said));
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
    TRY(run(&in, rep, pool, &drills->memory, said));
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
