/* options.h - the options of a command: one table that drives parsing, --help
 * and what is said about wrong usage. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_id {
    OPT_ACCOUNTS,
    OPT_REPS,
    OPT_PAIRS,
    OPT_TERRITORIES,
    OPT_DECISIONS,
    OPT_RULES,
    OPT_OUT,
    OPT_ROLE,
    OPT_GOAL,
    OPT_EFFORT,
    OPT_TIME_LIMIT,
    OPT_GAP,
    OPT_SEED,
    OPT_THREADS,
    OPT_YEAR,
    OPT_N_ACCOUNTS,
    OPT_N_REPS,
    OPT_PER_CELL,
    OPT_DECOMPOSE,
    OPT_CUT,
    OPT_WITHIN,
    OPT_MINIMISE,
    OPT_AGAINST,
    OPT_POINTS,
    OPT_EXACT,
    OPT_NESTED,
    OPT_TOP,
    OPT_REP,
    OPT_ALL,
    OPT_FROM,
    OPT_CLOSE_MISSING,
    OPT_AND_LATER,
    OPT_TO,
    OPT_RESOLVE,
    OPT_DATE,
    OPT_PATIENCE,
    OPT_POLICY,
    OPT_MAX_MOVES,
    OPT_DAILY_CAP,
    OPT_WEEKLY_CAP,
    OPT_NO_COVER,
    OPT_VACANCY,
    OPT_ALL_FORCED,
    OPT_SKIP_BAD,
    OPT_ALERT,
    OPT_EVERY,
    OPT_MOVES,
    OPT_SKIP,
    OPT_TO_TEAM,
    OPT_WHERE,
    OPT_APPEND,
    OPT_REPLACE,
    OPT_WHY,
    OPT_DRY_RUN,
    OPT_WATCH,
    OPT_REASSIGN,
    OPT_NO_SAVE,
    OPT_GROUP,
    OPT_EXCEL_SAFE,
    OPT_NO_REPORT,
    OPT_JSON,
    OPT_QUIET,
    OPT_VERBOSE,
    OPT_NO_COLOR,
    OPT_HELP,
    N_OPTIONS
};

enum value_kind {
    VALUE_NONE,
    VALUE_TEXT,
    VALUE_CHOICE,   /* one of the words in `value`, which has | between them */
    VALUE_COUNT,    /* a whole number of at least 1 */
    VALUE_WHOLE,    /* a whole number */
    VALUE_AMOUNT,   /* a number of at least 0 */
    VALUE_POSITIVE, /* a number above 0 */
    VALUE_DATE      /* 2027-01-04 */
};

struct option {
    enum option_id id;
    char letter; /* '\0': none */
    const char *name;
    enum value_kind kind;
    const char *value; /* what --help calls it */
    const char *help;  /* NULL ends a table */
};

/* The flags that mean the same everywhere. */
#define FILE_OPTIONS                                                          \
    {OPT_ACCOUNTS, 'a', "accounts", VALUE_TEXT, "FILE", "accounts.csv"},      \
        {OPT_REPS, 'r', "reps", VALUE_TEXT, "FILE", "reps.csv"},              \
        {OPT_RULES, 'R', "rules", VALUE_TEXT, "FILE", "rules.json"},          \
        {OPT_PAIRS, 'p', "pairs", VALUE_TEXT, "FILE", "pairs.csv"},           \
        {OPT_TERRITORIES, 't',    "territories",                              \
         VALUE_TEXT,      "FILE", "territories.csv"},                         \
    {                                                                         \
        OPT_DECISIONS, 'd', "decisions", VALUE_TEXT, "FILE", "decisions.csv"  \
    }
#define FROM_OPTION                                                           \
    {                                                                         \
        OPT_FROM, 0, "from", VALUE_TEXT, "LEDGER",                            \
            "the books as this ledger has them"                               \
    }
#define DATE_OPTION(help)                                                     \
    {                                                                         \
        OPT_DATE, 0, "date", VALUE_DATE, "DATE", help                         \
    }
#define PATIENCE_OPTION                                                       \
    {                                                                         \
        OPT_PATIENCE, 0, "patience", VALUE_AMOUNT, "SECONDS",                 \
            "wait so long for others who write to it; 10"                     \
    }
#define INPUT_OPTIONS FILE_OPTIONS, FROM_OPTION
#define OUT_OPTION(value, help)                                               \
    {                                                                         \
        OPT_OUT, 'o', "out", VALUE_TEXT, value, help                          \
    }
#define MODEL_OPTIONS                                                          \
    {OPT_ROLE,   0,      "role",                                               \
     VALUE_TEXT, "ROLE", "plan this role, where reps have several"},           \
        {OPT_GOAL,   0,      "goal",                                           \
         VALUE_TEXT, "GOAL", "overrules the rules; blend, fairest, gentlest"}, \
    {                                                                          \
        OPT_AGAINST, 0, "against", VALUE_TEXT, "moves|loss|METRIC",            \
            "what gentlest keeps small; overrules the rules"                   \
    }
#define SEED_OPTION                                                           \
    {                                                                         \
        OPT_SEED, 0, "seed", VALUE_WHOLE, "N", "seed of all chance; 1"        \
    }
#define SOLVE_OPTIONS                                                          \
    {OPT_EFFORT,                                                               \
     0,                                                                        \
     "effort",                                                                 \
     VALUE_CHOICE,                                                             \
     "quick|normal|deep",                                                      \
     "how much work to do; normal"},                                           \
        {OPT_TIME_LIMIT, 0,         "time-limit",                              \
         VALUE_POSITIVE, "SECONDS", "stop then with the best plan; no limit"}, \
        {OPT_GAP,      0,          "gap",                                      \
         VALUE_AMOUNT, "FRACTION", "stop this near to the bound; 0.01"},       \
        SEED_OPTION,                                                           \
    {                                                                          \
        OPT_THREADS, 0, "threads", VALUE_COUNT, "N",                           \
            "threads; the plan is the same with any number"                    \
    }
#define EXCEL_SAFE_OPTION                                                     \
    {                                                                         \
        OPT_EXCEL_SAFE, 0, "excel-safe", VALUE_NONE, NULL,                    \
            "put a ' before CSV cells that look like formulas"                \
    }
#define FORM_OPTIONS                                                          \
    EXCEL_SAFE_OPTION,                                                        \
    {                                                                         \
        OPT_NO_REPORT, 0, "no-report", VALUE_NONE, NULL,                      \
            "write no report.html"                                            \
    }
#define JSON_OPTION(help)                                                     \
    {                                                                         \
        OPT_JSON, 0, "json", VALUE_NONE, NULL, help                           \
    }
#define COMMON_OPTIONS                                                        \
    {OPT_QUIET, 'q', "quiet", VALUE_NONE, NULL, "say nothing but faults"},    \
        {OPT_VERBOSE, 'v', "verbose", VALUE_NONE, NULL, "say notes too"},     \
        {OPT_NO_COLOR, 0,    "no-color",                                      \
         VALUE_NONE,   NULL, "no colour; so with NO_COLOR set"},              \
        {OPT_HELP, 'h', "help", VALUE_NONE, NULL, "show this help"},          \
    {                                                                         \
        0, 0, NULL, VALUE_NONE, NULL, NULL                                    \
    }

struct arguments {
    const char *command;
    bool given[N_OPTIONS];
    const char *text[N_OPTIONS];    /* NULL where not given */
    double number[N_OPTIONS];       /* COUNT, AMOUNT, POSITIVE */
    unsigned long whole[N_OPTIONS]; /* COUNT, WHOLE */
    int64_t date[N_OPTIONS];        /* DATE, in days since 1970-01-01; 0 where
                                       not given */
    int n_operands;
    char **operands; /* moved to the front of argv */
};

/* Reads argv[1] and on for the command of this name. Options may stand
 * behind operands; `--` ends them; a name may not be shortened. On wrong usage
 * says so on standard error and gives false. */
bool options_read(const struct option *table, const char *command, int argc,
                  char **argv, struct arguments *out);
/* Prints the table to standard output. */
void options_help(const struct option *table);
/* One row of it, with other words. */
void options_help_one(const struct option *option, const char *words);
bool options_has(const struct option *table, enum option_id id);

#endif
