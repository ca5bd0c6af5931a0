/* cmd_audit.c - evenbook audit: the books as they are. */
#include "cli/columns.h"
#include "cli/effort.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/take.h"
#include "io/audit_json.h"
#include "io/folder.h"
#include "io/handles.h"
#include "model/figures.h"
#include "model/workings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const struct option options[] = {
    OUT_OPTION("DIR", "write audit.json and, with --decompose, its proof"),
    INPUT_OPTIONS,
    {OPT_ROLE, 0, "role", VALUE_TEXT, "ROLE",
     "audit this role, where reps have several"},
    {OPT_DECOMPOSE, 0, "decompose", VALUE_NONE, NULL,
     "also what the unfairness is made of, which takes several plans"},
    SOLVE_OPTIONS,
    FORM_OPTIONS,
    JSON_OPTION("print all of it as JSON"),
    COMMON_OPTIONS};

static const char text[] =
    "Says how fair the books in the folder BOOKS are today, metric by metric\n"
    "and rep by rep, who has the best accounts, and what is amiss. Every rep\n"
    "is measured by what their capacity is due. --verbose lists all reps and\n"
    "all that is amiss.\n"
    "--decompose says how much of the unfairness nobody could avoid, how "
    "much\n"
    "the rules impose, and how much could be mended by moving accounts; what\n"
    "leavers own, and nobody, is placed for it.\n";

enum { FLAGS_SHOWN = 3, REPS_SHOWN = 5, CELL = FIGURE_ROOM };

static const char *group_name(const struct compiled *c, int group)
{
    int word = group < 0 ? -1 : c->workings->group_word[group];

    return word < 0 ? "all" : c->books->words.text.at[word];
}

static void add_percent(struct columns *table, double fraction)
{
    char cell[CELL];

    columns_add(table,
                isfinite(fraction) ? figure_percent(fraction, cell) : "-");
}

static void add_double(struct columns *table, double number)
{
    char cell[CELL];

    snprintf(cell, sizeof cell, "%.3f", number);
    columns_add(table, isnan(number)       ? "-"
                       : !isfinite(number) ? "infinite"
                                           : cell);
}

/* ---- How fair ---------------------------------------------------------- */

static void add_farthest(struct columns *table,
                         const struct audit_measure *measure)
{
    double far = measure->fairness.max_deviation;
    char cell[CELL];

    columns_add_as(
        table, measure->within < measure->books ? MOOD_OUTSIDE : MOOD_PLAIN,
        isfinite(far) ? figure_percent(far, cell) : "-");
}

static void add_measure(struct columns *table, const struct compiled *c,
                        const struct audit_measure *measure)
{
    const struct metric *metric = &c->rules->metrics[measure->metric];
    char cell[CELL];

    columns_add(table, measure->group < 0 ? metric->measure.name : "");
    if (c->workings->n_groups > 1)
        columns_add(table, group_name(c, measure->group));
    columns_add(table, figure(measure->total, metric->measure.decimals, cell));
    columns_add(table, figure((wide)llround(measure->mean),
                              metric->measure.decimals, cell));
    snprintf(cell, sizeof cell, "%zu of %zu", measure->within, measure->books);
    columns_add(table, cell);
    add_farthest(table, measure);
    add_double(table, measure->fairness.cv);
    add_double(table, measure->fairness.gini);
    add_double(table, measure->fairness.jain);
    add_double(table, measure->fairness.max_min);
}

static void print_measures(const struct audit *audit, struct screen *to)
{
    static const char *const heads[] = {"total", "mean", "in band", "farthest",
                                        "CV",    "Gini", "Jain",    "max/min"};
    bool groups = audit->compiled->workings->n_groups > 1;
    struct columns table = {.n = 9 + groups};

    columns_add(&table, "metric");
    if (groups)
        columns_add(&table, "group");
    columns_add_all(&table, heads, sizeof heads / sizeof *heads);
    for (size_t k = 0; k < audit->measures.n; k++)
        add_measure(&table, audit->compiled, &audit->measures.at[k]);
    columns_end(&table, 1 + groups, to);
}

/* ---- Reps -------------------------------------------------------------- */

/* What a rep has of a metric over all groups, and what they are due there. */
struct due {
    int64_t load;
    wide target; /* micro-loads; 0: none */
};

static struct due due_of(const struct audit *audit, int rep, int metric)
{
    struct due due = {0, 0};

    for (size_t k = 0; k < audit->books.n; k++) {
        const struct audit_book *book = &audit->books.at[k];

        if (book->rep == rep && book->metric == metric && book->target != 0) {
            due.load += book->load;
            due.target += book->target;
        }
    }
    return due;
}

static double deviation_of(const struct due *due)
{
    return due->target == 0 ? NAN : target_deviation(due->load, due->target);
}

static void add_capture(struct columns *table, const struct audit *audit,
                        int rep)
{
    int64_t points = 0, worked = 0, of = 0;

    for (size_t k = 0; k < audit->captures.n; k++)
        if (audit->captures.at[k].rep == rep) {
            points += audit->captures.at[k].points;
            worked += audit->captures.at[k].worked;
            of += audit->captures.at[k].of;
        }
    add_percent(table, of > 0 ? (double)points / (double)of : 0);
    if (audit->last_contact != NULL)
        add_percent(table, points > 0 ? (double)worked / (double)points : NAN);
}

static void add_deviation(struct columns *table, const struct audit *audit,
                          int rep, int metric)
{
    const struct due due = due_of(audit, rep, metric);
    int64_t band = audit->compiled->rules->metrics[metric].band;

    columns_add_deviation(table, deviation_of(&due), (double)band / 1e6,
                          due.target != 0 &&
                              !target_within(due.load, due.target, band));
}

static void add_rep(struct columns *table, const struct audit *audit, int rep)
{
    const struct compiled *c = audit->compiled;
    char cell[CELL];

    columns_add(table, rep_id(c->books, (size_t)rep));
    columns_add(table, rep_name(c->books, (size_t)rep));
    columns_add(table, figure((wide)audit->accounts[rep], 0, cell));
    columns_add(table, figure(audit->value[rep], c->value_decimals, cell));
    for (size_t m = 0; m < c->rules->n_metrics; m++)
        add_deviation(table, audit, rep, (int)m);
    add_capture(table, audit, rep);
}

struct ranked {
    double deviation;
    int rep;
};

/* Fullest first by the first metric; those without a target last. */
static int fullest_first(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    bool has_a = isfinite(a->deviation), has_b = isfinite(b->deviation);

    if (has_a != has_b)
        return has_a ? -1 : 1;
    if (has_a && (a->deviation < b->deviation || a->deviation > b->deviation))
        return a->deviation > b->deviation ? -1 : 1;
    return a->rep - b->rep;
}

static void add_rep_heads(struct columns *table, const struct audit *audit)
{
    const struct compiled *c = audit->compiled;

    columns_add(table, "rep");
    columns_add(table, "name");
    columns_add(table, "accounts");
    columns_add(table, "worth");
    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        columns_add(table, c->rules->metrics[m].measure.name);
        columns_add(table, "");
    }
    columns_add(table, "of the best");
    if (audit->last_contact != NULL)
        columns_add(table, "worked");
}

static void print_reps(const struct audit *audit, bool all, struct screen *to)
{
    const struct compiled *c = audit->compiled;
    size_t n = c->books->n_reps;
    struct columns table = {.n = 5 + 2 * c->rules->n_metrics +
                                 (audit->last_contact != NULL)};
    struct ranked *ranked = NEW(struct ranked, n + 1);
    bool some = !all && n > 2 * REPS_SHOWN;

    if (ranked == NULL) {
        to->failed = true;
        return;
    }
    for (size_t r = 0; r < n; r++) {
        const struct due due = due_of(audit, (int)r, 0);

        ranked[r] = (struct ranked){deviation_of(&due), (int)r};
    }
    qsort(ranked, n, sizeof *ranked, fullest_first);
    add_rep_heads(&table, audit);
    for (size_t k = 0; k < n; k++)
        if (!some || k < REPS_SHOWN || k >= n - REPS_SHOWN)
            add_rep(&table, audit, ranked[k].rep);
    mem_free(ranked);
    put_gap(to);
    put_line(to, "reps, above and below what they are due%s:",
             some ? " (the five fullest and emptiest; --verbose lists all)"
                  : "");
    columns_end(&table, 2, to);
}

/* ---- What is amiss ----------------------------------------------------- */

static const char *const amiss[] = {
    [FLAG_UNOWNED] = "nobody owns",
    [FLAG_OWNER_LEFT] = "owned by somebody who cannot keep them",
    [FLAG_NOT_ELIGIBLE] = "owned by somebody who may not own them",
    [FLAG_OVER] = "above a limit",
    [FLAG_UNDER] = "below a limit",
    [FLAG_IDLE] = "among the best, and not contacted for 90 days",
    [FLAG_FAMILY] = "families of several owners",
    [FLAG_RISK] = "one rep with most of what may be lost",
};

static void print_flag(const struct audit *audit, const struct flag *flag,
                       struct screen *to)
{
    const struct books *books = audit->compiled->books;
    char worth[FIGURE_ROOM];

    if (flag->account < 0) {
        put_line(to, "  %s", flag->text);
        return;
    }
    put_line(to, "  %s %s (%s): %s", account_id(books, (size_t)flag->account),
             account_name(books, (size_t)flag->account),
             figure(flag->value, audit->compiled->value_decimals, worth),
             flag->text);
}

static bool is_broken_limit(int kind)
{
    return kind == FLAG_OVER || kind == FLAG_UNDER;
}

static void print_flags(const struct audit *audit, bool all, struct screen *to)
{
    size_t at = 0;

    for (int kind = 0; kind < N_FLAG_KINDS; kind++) {
        size_t n = audit->n_flags[kind];

        if (n > 0) {
            put_gap(to);
            put_line_as(to, is_broken_limit(kind) ? MOOD_BROKEN : MOOD_PLAIN,
                        "%s: %zu", amiss[kind], n);
        }
        for (size_t k = 0; k < n && (all || k < FLAGS_SHOWN); k++)
            print_flag(audit, &audit->flags.at[at + k], to);
        if (n > FLAGS_SHOWN && !all)
            put_line(to, "  and %zu more; --verbose lists all",
                     n - FLAGS_SHOWN);
        at += n;
    }
}

/* ---- What it is made of ------------------------------------------------ */

static void add_part(struct columns *table, int64_t cost, const char *words)
{
    char cell[CELL];

    snprintf(cell, sizeof cell, "%.3f", points(cost));
    columns_add(table, words);
    columns_add(table, cell);
}

static const char *drift_words(const struct decomposition *parts)
{
    return parts->drift >= 0
               ? "drift: what moving accounts could mend within the rules"
               : "drift: below 0, since today's books are fairer than the "
                 "rules allow";
}

static void print_parts(const struct decomposition *parts, struct screen *to)
{
    static const char *const imposed[] = {
        [BY_LIMITS] = "imposed by limits",
        [BY_TERRITORY] = "imposed by territories and who may own what",
        [BY_FAMILIES] = "imposed by families and who is kept apart",
        [BY_LOCKS] = "imposed by locks and pins",
    };
    struct columns table = {.n = 2, .headless = true};

    put_gap(to);
    put_line(to,
             "unfairness, with what leavers own and what nobody owns "
             "placed%s:",
             parts->limits_kept ? ""
                                : "; no plan was found that keeps the "
                                  "limits, so they do not count here");
    add_part(&table, parts->unavoidable,
             "unavoidable with whole accounts, whatever the rules: proved");
    for (int k = 0; k < N_IMPOSED; k++) {
        if (parts->in_force[k])
            add_part(&table, parts->imposed[k], imposed[k]);
        if (k == BY_LIMITS)
            add_part(&table, parts->slack,
                     "slack: what is neither proved nor mended");
    }
    add_part(&table, parts->drift, drift_words(parts));
    add_part(&table, parts->today, "today");
    add_part(&table, parts->round_robin, "if accounts were dealt out in turn");
    add_part(&table, parts->by_value,
             "if the dearest went to whoever is emptiest");
    add_part(&table, parts->best, "the best plan found");
    columns_end(&table, 1, to);
}

/* ---- How to mend it ---------------------------------------------------- */

static bool all_in_bands(const struct audit *audit)
{
    for (size_t k = 0; k < audit->measures.n; k++)
        if (audit->measures.at[k].within < audit->measures.at[k].books)
            return false;
    return true;
}

static void print_breaks(const struct audit *audit, struct screen *to)
{
    put_line_as(to, MOOD_BROKEN,
                "today's books are fairer than the rules allow, since they "
                "break them:");
    for (size_t k = 0; k < audit->breaks.n; k++)
        put_line(to, "  %s", audit->breaks.at[k].text);
}

static void print_moves(const struct decomposition *parts, struct screen *to)
{
    const struct mend *mend = &parts->mend;
    bool one = mend->moves == 1;
    char figures[FIGURE_ROOM];

    put_line(to, "%s move%s recover%s %d %% of the drift; %s",
             figure((wide)mend->moves, 0, figures), one ? "" : "s",
             one ? "s" : "", MEND_PERCENT,
             mend->fewest ? "fewer do not"
                          : "found, not proved: fewer may do too");
    if (parts->n_ineligible > 0)
        put_line(to,
                 "besides %s account%s that must leave owners who may not own "
                 "%s",
                 figure((wide)parts->n_ineligible, 0, figures),
                 parts->n_ineligible == 1 ? "" : "s",
                 parts->n_ineligible == 1 ? "it" : "them");
}

static void print_mend(const struct audit *audit,
                       const struct decomposition *parts, struct screen *to)
{
    put_gap(to);
    if (parts->mend.found)
        print_moves(parts, to);
    else if (parts->drift < 0 && audit->breaks.n > 0)
        print_breaks(audit, to);
    else if (parts->drift <= WORTH_MENDING)
        put_line(to, "%snothing to mend",
                 all_in_bands(audit) ? "all books lie inside the bands: "
                                     : "");
    else
        put_line(to, "no few moves were found that would mend it");
}

/* ---- All of it --------------------------------------------------------- */

static void print_head(const struct audit *audit, struct screen *to)
{
    const struct compiled *c = audit->compiled;
    struct phrase line = {0};
    char date[11], figures[FIGURE_ROOM];

    phrase_add(&line, "role %s", c->books->role);
    if (c->rules->has_as_of) {
        date_write(c->rules->as_of, date);
        phrase_add(&line, ", as of %s", date);
    }
    phrase_add(&line, "; %zu accounts in play, %zu reps; unfairness %s",
               c->n_in_play, c->books->n_reps,
               figure_points(audit->unfairness, figures));
    put_phrase(to, &line);
    put_gap(to);
}

static eb_status print_text(const struct audit *audit,
                            const struct decomposition *parts,
                            const struct arguments *args)
{
    struct screen to = screen_of(stdout, args);
    bool all = args->given[OPT_VERBOSE];

    print_head(audit, &to);
    print_measures(audit, &to);
    print_reps(audit, all, &to);
    if (parts != NULL) {
        print_parts(parts, &to);
        print_mend(audit, parts, &to);
    }
    print_flags(audit, all, &to);
    return screen_end(&to);
}

static eb_status print_json(const struct audit *audit,
                            const struct decomposition *parts,
                            const eb_messages *said)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status;

    TRY(doc_new("audit", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_messages(doc, root, said);
    if (audit != NULL)
        audit_describe(audit, parts, doc, root);
    status = doc_ok(doc) ? print_doc(doc) : EB_NO_MEMORY;
done:
    doc_free(doc);
    return status;
}

/* Whether an audit could be written there, before plans are made for it. */
static eb_status try_folder(const struct arguments *args, eb_messages *said)
{
    const char *path = args->text[OPT_OUT];
    struct folder *folder = NULL;
    eb_status status;

    TRY(demand_folder(args, said));
    if (path != NULL)
        TRY(audit_folder_begin(path, &folder, said));
done:
    folder_free(folder);
    return status;
}

static eb_status make(const struct arguments *args, eb_audit **audit,
                      eb_messages *said)
{
    eb_books *books = eb_books_new();
    struct progress progress;
    eb_options o;
    eb_status status = books == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(try_folder(args, said));
    TRY(take_books(args, operand(args, 0), books, said));
    o = solve_options(args, &progress);
    progress_begin(&progress, args);
    status = eb_audit_make(books, &o, args->given[OPT_DECOMPOSE], audit, said);
    progress_end(&progress);
    TRY(status);
    if (args->text[OPT_OUT] != NULL)
        TRY(eb_audit_write(*audit, args->text[OPT_OUT], said));
done:
    eb_books_free(books);
    return status;
}

static eb_status look(const struct arguments *args, eb_messages *said)
{
    eb_audit *made = NULL;
    eb_status status = make(args, &made, said);
    const struct audit *audit = status == EB_OK ? made->audit : NULL;
    const struct decomposition *parts =
        audit != NULL && made->decomposed ? &made->parts : NULL;

    if (args->given[OPT_JSON] && status != EB_NO_MEMORY) {
        eb_status printed = print_json(audit, parts, said);

        status = status == EB_OK ? printed : status;
    } else {
        say_messages(args, said);
        if (audit != NULL && !args->given[OPT_QUIET])
            status = print_text(audit, parts, args);
    }
    eb_audit_free(made);
    return status;
}

static enum exit_code run(const struct arguments *args)
{
    return run_look(args, look);
}

const struct command cmd_audit = {"audit",
                                  "[BOOKS] [OPTION]...",
                                  "How fair the books are today",
                                  text,
                                  options,
                                  0,
                                  1,
                                  run};
