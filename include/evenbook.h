/* evenbook.h - divide customers among the people who look after them, fairly,
 * and prove how good the result is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The problem, for one role; families i, reps r, metrics m (docs/MODEL.md has
 * every symbol and every rounding):
 *
 *     minimise    sum_ir c_ir x_ir + sum_rm phi_rm(L_rm)   points
 *     subject to  sum_r x_ir = 1                           one owner each
 *                 L_rm = sum_i w_irm x_ir                  loads
 *                 lo_rm <= L_rm <= hi_rm                   limits
 *                 sum_ir b_irk x_ir <= B_k                 budgets of moves
 *                 conflict groups, locks, pins, eligibility
 *
 * A complete program (examples/plan_in_memory.c, built and run by the tests):
 *
 *     eb_messages *said = eb_messages_new();
 *     eb_books *books = eb_books_new();
 *     eb_plan *plan = NULL;
 *     eb_options options = eb_default_options();
 *
 *     eb_books_set_csv(books, EB_ACCOUNTS, accounts, strlen(accounts), said);
 *     eb_books_set_csv(books, EB_REPS, reps, strlen(reps), said);
 *     if (eb_plan_make(books, &options, &plan, said) == EB_OK)
 *         for (size_t a = 0; a < eb_plan_accounts(plan); a++)
 *             printf("%s -> %s\n", eb_plan_account(plan, a),
 *                    eb_plan_owner(plan, a));
 *     eb_plan_free(plan);
 *     eb_books_free(books);
 *     eb_messages_free(said);
 *
 * Rules that hold throughout
 *
 *   Errors     A function that can fail returns eb_status; results come
 *              through the last pointers. On failure nothing has changed and
 *              `said` holds one message per fault.
 *   Ownership  Who calls _new, or gets a plan, calls _free; _free(NULL) does
 *              nothing. Strings given are copied; strings returned belong to
 *              the object they came from and live as long as it.
 *   Units      Objectives and bounds are points (MODEL.md, "Units"): 1 point is
 *              1 % mean deviation beyond the band of a metric of weight 1, or
 *              1 % of all value expected lost.
 *   Globals    None. Objects may be used by one thread at a time each.
 *   Repeatable The same input, rules, seed and effort give the same plan, at
 *              any number of threads, unless a time limit or a stop cut it.
 */
#ifndef EVENBOOK_H
#define EVENBOOK_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define EB_API __attribute__((visibility("default")))
#else
#define EB_API
#endif

#define EB_VERSION "0.1.0"

/* What a call did. */
typedef enum eb_status {
    EB_OK = 0,
    EB_BAD_ARGUMENT, /* the contract of this header was broken */
    EB_BAD_DATA,     /* the input has faults: see the messages */
    EB_BAD_USAGE,    /* what was asked for does not fit the input */
    EB_NO_MEMORY,
    EB_IO,      /* a file could not be read or written */
    EB_ENGINE,  /* the MIP library failed */
    EB_STOPPED, /* stopped before there was any plan */
    EB_REFUSED  /* verification: the plan is not what it claims */
} eb_status;

/* What a plan is worth. */
typedef enum eb_outcome {
    EB_OPTIMAL,    /* no better plan exists */
    EB_WITHIN_GAP, /* none is better by more than the gap asked for */
    EB_FEASIBLE,   /* keeps every rule; the gap is larger than asked for */
    EB_INFEASIBLE, /* no plan keeps every rule; this one breaks them least */
    EB_CUT_SHORT   /* "stopped": the best found when time or the user cut it;
                       it may break rules: eb_plan_keeps_rules */
} eb_outcome;

/* The tables and the document that make up a set of books. */
typedef enum eb_input {
    EB_ACCOUNTS,    /* accounts.csv, required */
    EB_REPS,        /* reps.csv, required */
    EB_PAIRS,       /* pairs.csv */
    EB_TERRITORIES, /* territories.csv */
    EB_DECISIONS,   /* decisions.csv */
    EB_RULES,       /* rules.json */
    EB_N_INPUTS
} eb_input;

typedef enum eb_effort { EB_QUICK, EB_NORMAL, EB_DEEP } eb_effort;

/* Messages: faults, warnings and notes, in the order they arose. */
typedef enum eb_severity { EB_FAULT, EB_WARNING, EB_NOTE } eb_severity;
typedef struct eb_messages eb_messages;

/* NULL when memory is out. */
EB_API eb_messages *eb_messages_new(void);
EB_API void eb_messages_free(eb_messages *said);
EB_API size_t eb_messages_count(const eb_messages *said);
/* The k-th message, "accounts.csv:17:4: value: ...", without a newline. */
EB_API const char *eb_messages_text(const eb_messages *said, size_t k);
EB_API eb_severity eb_messages_severity(const eb_messages *said, size_t k);

/* Books: the inputs as they were given. */
typedef struct eb_books eb_books;

EB_API eb_books *eb_books_new(void);
EB_API void eb_books_free(eb_books *books);
/* Takes one input as text (CSV, or JSON for EB_RULES). O(bytes). */
EB_API eb_status eb_books_set_csv(eb_books *books, eb_input which,
                                  const char *text, size_t length,
                                  eb_messages *said);
/* Takes one input from a file; "-" is standard input. */
EB_API eb_status eb_books_read_file(eb_books *books, eb_input which,
                                    const char *path, eb_messages *said);
/* Takes every input file of the usual name that the folder holds and that has
 * not been given yet. */
EB_API eb_status eb_books_read_folder(eb_books *books, const char *folder,
                                      eb_messages *said);
/* Takes the books as a ledger has them, for inputs that have not been given yet. A
 * plan of them takes them along when it is written. */
EB_API eb_status eb_books_read_ledger(eb_books *books, const char *path,
                                      eb_messages *said);
/* Reports every fault and warning of the inputs; EB_BAD_DATA if any fault. */
EB_API eb_status eb_books_check(const eb_books *books, const char *role,
                                eb_messages *said);

/* What may be reported while a plan is being made; times in seconds. */
typedef struct eb_progress {
    const char *phase;  /* "greedy", "descent", "dual", ... */
    bool has_plan;      /* whether `objective` means anything */
    double objective;   /* points */
    double lower_bound; /* points; -HUGE_VAL before there is one */
    double seconds;     /* since the start */
} eb_progress;

typedef struct eb_options {
    const char *role; /* NULL: the only role in reps */
    const char *goal; /* NULL: what the rules say, else "blend" */
    const char
        *against;       /* of the goal "gentlest": "loss", "moves" or a metric;
                            NULL: what the rules say, else "loss" */
    eb_effort effort;   /* work done, in steps; never a clock */
    double time_limit;  /* seconds; 0: none. Cuts the effort short */
    double gap;         /* fraction; stop once within it. Default 0.01 */
    unsigned long seed; /* any number. Default 1 */
    int threads;        /* at least 1. Never changes the plan */
    volatile int *stop; /* set to non-zero to stop early; may be NULL */
    void (*progress)(void *context, const eb_progress *now); /* may be NULL */
    void *context;
    bool excel_safe; /* _write, _csv: a ' before CSV cells that spreadsheets
                        would run as formulas */
    bool no_report;  /* _write: no report.html */
} eb_options;

EB_API eb_options eb_default_options(void);

/* Plans. */
typedef struct eb_plan eb_plan;

/* Makes a plan for the books. EB_OK with outcome EB_INFEASIBLE when the rules
 * contradict each other. */
EB_API eb_status eb_plan_make(const eb_books *books, const eb_options *options,
                              eb_plan **plan, eb_messages *said);
EB_API void eb_plan_free(eb_plan *plan);
EB_API eb_outcome eb_plan_outcome(const eb_plan *plan);
/* Whether all limits and budgets are kept. */
EB_API bool eb_plan_keeps_rules(const eb_plan *plan);
EB_API double eb_plan_objective(const eb_plan *plan);   /* points */
EB_API double eb_plan_lower_bound(const eb_plan *plan); /* points, checkable */
EB_API size_t eb_plan_accounts(const eb_plan *plan);
EB_API const char *eb_plan_account(const eb_plan *plan, size_t a);
/* The owner's rep id; "" where no rep may own the account. */
EB_API const char *eb_plan_owner(const eb_plan *plan, size_t a);
EB_API const char *eb_plan_reason(const eb_plan *plan, size_t a);
/* The dozen lines of summary.txt. */
EB_API const char *eb_plan_summary(const eb_plan *plan);
/* The text of plan.json, input paths as they were given and without `files`.
 * Made when first asked for; NULL when memory is out. */
EB_API const char *eb_plan_json(eb_plan *plan);
/* Writes the plan folder (docs/FORMATS.md): whole, or not at all. */
EB_API eb_status eb_plan_write(const eb_plan *plan, const char *folder,
                               eb_messages *said);

/* Audits: how fair the books are as they are, who has the best accounts, what is
 * amiss, and what the unfairness is made of. Nothing is moved. */
typedef struct eb_audit eb_audit;

/* Parts of unfairness, in points (docs/MODEL.md section 13). TODAY is the sum of all
 * the others. */
typedef enum eb_part {
    EB_PART_TODAY,       /* with what leavers own, and nobody, placed */
    EB_PART_UNAVOIDABLE, /* proved: no plan has less, whatever the rules */
    EB_PART_LIMITS,      /* imposed by each kind of rule ... */
    EB_PART_SLACK,       /* neither proved nor mended */
    EB_PART_TERRITORY,
    EB_PART_FAMILIES,
    EB_PART_LOCKS,
    EB_PART_DRIFT /* what moving accounts would mend; below 0 where the books are
                     fairer than the rules allow */
} eb_part;

/* Audits the books. Of the options role alone matters, and where `decomposed` all but
 * goal and progress: several plans are made then. EB_NORMAL is less where there is
 * much to do. O(accounts x metrics) without the decomposition. */
EB_API eb_status eb_audit_make(const eb_books *books,
                               const eb_options *options, bool decomposed,
                               eb_audit **audit, eb_messages *said);
EB_API void eb_audit_free(eb_audit *audit);
/* Points of unfairness of the books as they are. */
EB_API double eb_audit_unfairness(const eb_audit *audit);
/* NAN without a decomposition. */
EB_API double eb_audit_part(const eb_audit *audit, eb_part part);
/* How few moves were found that recover four fifths of the drift; -1 where there is
 * next to none or it was not looked for. */
EB_API long eb_audit_moves_to_mend(const eb_audit *audit);
/* What is amiss, in sentences. */
EB_API size_t eb_audit_flags(const eb_audit *audit);
EB_API const char *eb_audit_flag(const eb_audit *audit, size_t k);
/* The text of audit.json (docs/FORMATS.md). Made when first asked for; NULL when
 * memory is out. */
EB_API const char *eb_audit_json(eb_audit *audit);
/* Writes audit.json and, with a decomposition, the plan `unavoidable`, whose bound
 * eb_verify checks: whole, or not at all. */
EB_API eb_status eb_audit_write(eb_audit *audit, const char *folder,
                                eb_messages *said);

/* Prices: what each rule, lock and limit of a plan costs (docs/MODEL.md section 17).
 * Where no plan keeps the rules, which of them contradict each other. */
typedef struct eb_prices eb_prices;

/* Prices the rules of a plan folder, which is checked first; `books` as in
 * eb_verify(). Of the options role and goal do not matter, and gap is best 0. Each of
 * the `top` dearest by estimate is solved like a plan. */
EB_API eb_status eb_prices_make(const char *folder, const char *books,
                                const eb_options *options, size_t top,
                                eb_prices **prices, eb_messages *said);
EB_API void eb_prices_free(eb_prices *prices);
/* How many things have a price; they are in order, the dearest first, and those that
 * were solved before all others. */
EB_API size_t eb_prices_count(const eb_prices *prices);
/* "territory hard", "lock of \"Acme\" at Ana Ruiz". */
EB_API const char *eb_prices_what(const eb_prices *prices, size_t k);
/* Points: what a short search gains without it. */
EB_API double eb_prices_estimate(const eb_prices *prices, size_t k);
/* Points; NAN where it was not solved. It lies between the other two: proved. */
EB_API double eb_prices_price(const eb_prices *prices, size_t k);
EB_API double eb_prices_least(const eb_prices *prices, size_t k);
EB_API double eb_prices_most(const eb_prices *prices, size_t k);
/* Smallest sets of rules that contradict each other, ten at most; 0 where the plan
 * keeps them all. Their rules in words. */
EB_API size_t eb_prices_conflicts(const eb_prices *prices);
EB_API size_t eb_prices_conflict_rules(const eb_prices *prices, size_t set);
EB_API const char *eb_prices_conflict_rule(const eb_prices *prices, size_t set,
                                           size_t k);
/* Everything as JSON, and a row for each price as CSV (docs/FORMATS.md). Made when
 * first asked for; NULL when memory is out. */
EB_API const char *eb_prices_json(eb_prices *prices);
EB_API const char *eb_prices_csv(eb_prices *prices);

/* Drills: if this rep left tomorrow, who would take what, how fair the books would be
 * then, what would be lost, and what nobody else may own. Nobody else moves. */
typedef struct eb_drill eb_drill;

/* Of one rep, by id, or (NULL) of all who may leave. Of the options role and threads
 * alone matter. EB_BAD_USAGE where the rep is not there or has nothing to leave.
 * O(accounts + placements x arcs) for each rep. */
EB_API eb_status eb_drill_make(const eb_books *books,
                               const eb_options *options, const char *rep,
                               eb_drill **drill, eb_messages *said);
/* The same of the books that a plan makes: what it gives to whom is as if it had been
 * carried out. Its inputs are those that it names, or of those names in the folder
 * `books` (NULL: none); EB_REFUSED where they have changed since. */
EB_API eb_status eb_drill_plan(const char *folder, const char *books,
                               const eb_options *options, const char *rep,
                               eb_drill **drill, eb_messages *said);
EB_API void eb_drill_free(eb_drill *drill);
/* How many reps; the k-th of them, the worst first. */
EB_API size_t eb_drill_reps(const eb_drill *drill);
EB_API const char *eb_drill_rep(const eb_drill *drill, size_t k);
/* Points of unfairness today, with what nobody due owns placed. */
EB_API double eb_drill_today(const eb_drill *drill);
/* Points of unfairness without the k-th rep; NAN where the rules allow no books
 * without them. */
EB_API double eb_drill_unfairness(const eb_drill *drill, size_t k);
/* Money expected to be lost, as the accounts are divided, and where they go so that
 * the least is lost. */
EB_API double eb_drill_loss(const eb_drill *drill, size_t k);
EB_API double eb_drill_least_loss(const eb_drill *drill, size_t k);
/* How many accounts nobody else may own. */
EB_API size_t eb_drill_orphans(const eb_drill *drill, size_t k);
/* Points, by which the worst is told (docs/MODEL.md section 18). */
EB_API double eb_drill_harm(const eb_drill *drill, size_t k);
/* The text of drill.json (docs/FORMATS.md). Made when first asked for; NULL when
 * memory is out. */
EB_API const char *eb_drill_json(eb_drill *drill);
/* Writes drill.json, drill.csv, receivers.csv and handovers.csv: whole, or not at
 * all. */
EB_API eb_status eb_drill_write(eb_drill *drill, const char *folder,
                                eb_messages *said);

/* Checks a plan folder and its bound against its inputs, sharing no code with
 * the planner. `books` is a folder, or NULL for the paths the plan names.
 * EB_REFUSED with the first difference as a fault in `said`.
 * O(pairs x metrics x leaves). */
EB_API eb_status eb_verify(const char *folder, const char *books,
                           eb_messages *said);

EB_API const char *eb_status_text(eb_status status);

#ifdef __cplusplus
}
#endif
#endif
