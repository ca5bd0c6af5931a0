/* small_books.c - random books for brute force. */
#include "tests/support/small_books.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void append(char *text, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + used, SMALL_ROOM - used, format, arguments);
    va_end(arguments);
}

static int below(struct small_books *b, int n)
{
    return (int)rng_below(&b->rng, (uint64_t)n);
}

static bool one_in(struct small_books *b, int n)
{
    return below(b, n) == 0;
}

static const char *pick(struct small_books *b, const char *const *words)
{
    int n = 0;

    while (words[n] != NULL)
        n++;
    return words[below(b, n)];
}

/* ---- Cells ------------------------------------------------------------- */

static const char *const codes[] = {"EMEA", "UK", "DE", "US", "EAST", NULL};
static const char *const code_lists[] = {"EMEA",    "UK",   "DE;US", "US",
                                         "EMEA;US", "EAST", "",      NULL};
static const char *const words[] = {"bank", "food", "rail", "", NULL};
static const char *const word_lists[] = {
    "bank", "food", "bank;food", "rail;bank", "food;rail", "", NULL};
static const char *const tiers[] = {"A", "B", "C", NULL};
static const char *const risks[] = {"high", "low", "", NULL};
static const char *const groups[] = {"c1", "c2", "", "", "", NULL};
static const char *const dates[] = {"2026-03-04", "2026-11-20", "2027-01-03",
                                    "2027-02-11", "2027-06-30", "2024-05-05",
                                    "",           NULL};

enum cell {
    CELL_ID,
    CELL_VALUE,
    CELL_HOURS,
    CELL_SIGNED,
    CELL_CODE,
    CELL_CODES,
    CELL_WORD,
    CELL_WORDS,
    CELL_TIER,
    CELL_RISK,
    CELL_CONFLICT,
    CELL_DATE,
    CELL_PARENT,
    CELL_OWNER,
    CELL_REP,
    CELL_FLAG,
    CELL_SMALL,
    CELL_SHARE,
    CELL_DEGREES,
    CELL_RAMP,
    CELL_CAPACITY,
    CELL_MOST,
    CELL_LEAST,
    CELL_MOST_VALUE,
    CELL_END
};

static void add_number(struct small_books *b, char *to, int most, int places)
{
    int number = below(b, most);

    if (places == 0)
        append(to, "%d", number);
    else
        append(to, "%d.%d", number, below(b, 10));
}

static void add_owner(struct small_books *b, char *to)
{
    if (one_in(b, 8))
        return;
    if (one_in(b, 12))
        append(to, "gone");
    else
        append(to, "r%d", below(b, b->n_reps));
}

static void add_cell(struct small_books *b, char *to, enum cell cell, int row)
{
    switch (cell) {
    case CELL_ID:
        append(to, "%c%d", to == b->accounts ? 'a' : 'r', row);
        break;
    case CELL_VALUE:
        add_number(b, to, one_in(b, 4) ? 5000 : 300, below(b, 2));
        break;
    case CELL_HOURS:
        add_number(b, to, 30, below(b, 2));
        break;
    case CELL_SIGNED:
        append(to, "%s", one_in(b, 4) ? "-" : "");
        add_number(b, to, 9, below(b, 2));
        break;
    case CELL_CODE:
        append(to, "%s", one_in(b, 8) ? "" : pick(b, codes));
        break;
    case CELL_CODES:
        append(to, "%s", pick(b, code_lists));
        break;
    case CELL_WORD:
        append(to, "%s", pick(b, one_in(b, 3) ? word_lists : words));
        break;
    case CELL_WORDS:
        append(to, "%s", pick(b, word_lists));
        break;
    case CELL_TIER:
        append(to, "%s", pick(b, tiers));
        break;
    case CELL_RISK:
        append(to, "%s", pick(b, risks));
        break;
    case CELL_CONFLICT:
        append(to, "%s", pick(b, groups));
        break;
    case CELL_DATE:
        append(to, "%s", pick(b, dates));
        break;
    case CELL_PARENT:
        if (row > 0 && one_in(b, 3))
            append(to, "a%d", below(b, row));
        break;
    case CELL_OWNER:
        add_owner(b, to);
        break;
    case CELL_REP:
        if (one_in(b, 8))
            append(to, "r%d", below(b, b->n_reps));
        break;
    case CELL_FLAG:
        append(to, "%s", one_in(b, 6) ? "yes" : "");
        break;
    case CELL_SMALL:
        append(to, "%d", 1 + below(b, 4));
        break;
    case CELL_SHARE:
        append(to, "%s", one_in(b, 3) ? "0.5" : "1");
        break;
    case CELL_DEGREES:
        append(to, "%d.%d", 40 + below(b, 12), below(b, 10));
        break;
    case CELL_RAMP:
        append(to, "%s",
               one_in(b, 3)   ? "2027-05-01"
               : one_in(b, 2) ? "0.5"
                              : "");
        break;
    case CELL_CAPACITY:
        append(to, "%d", one_in(b, 10) ? 0 : 40 + 20 * below(b, 6));
        break;
    case CELL_MOST:
        append(to, "%d", 1 + below(b, 5));
        break;
    case CELL_LEAST:
        append(to, "%d", below(b, 3));
        break;
    case CELL_MOST_VALUE:
        append(to, "%d", 200 + below(b, 1500));
        break;
    case CELL_END:
        append(to, "%s", one_in(b, 6) ? "2026-12-31" : "");
        break;
    }
}

/* ---- Tables ------------------------------------------------------------ */

struct field {
    const char *name;
    enum cell cell;
    int one_in; /* how often it is there: 1 always */
};

static const struct field account_fields[] = {
    {"id", CELL_ID, 1},
    {"owner", CELL_OWNER, 1},
    {"value", CELL_VALUE, 1},
    {"workload", CELL_HOURS, 2},
    {"score", CELL_SIGNED, 2},
    {"tier", CELL_TIER, 1},
    {"territory", CELL_CODE, 2},
    {"industry", CELL_WORD, 2},
    {"segment", CELL_TIER, 3},
    {"language", CELL_WORD, 3},
    {"parent", CELL_PARENT, 2},
    {"locked", CELL_FLAG, 3},
    {"pin", CELL_REP, 5},
    {"not", CELL_REP, 4},
    {"outside", CELL_FLAG, 6},
    {"risk", CELL_RISK, 2},
    {"renewal_date", CELL_DATE, 2},
    {"open_opportunity", CELL_FLAG, 3},
    {"owner_since", CELL_DATE, 2},
    {"owners_so_far", CELL_SMALL, 3},
    {"conflict_group", CELL_CONFLICT, 4},
    {"latitude", CELL_DEGREES, 1},
    {"longitude", CELL_DEGREES, 1},
};

static const struct field rep_fields[] = {
    {"id", CELL_ID, 1},
    {"territories", CELL_CODES, 2},
    {"industries", CELL_WORDS, 2},
    {"segments", CELL_WORDS, 4},
    {"languages", CELL_WORDS, 3},
    {"capacity", CELL_CAPACITY, 4},
    {"fte", CELL_SHARE, 3},
    {"max_accounts", CELL_MOST, 4},
    {"min_accounts", CELL_LEAST, 6},
    {"max_value", CELL_MOST_VALUE, 6},
    {"ramp", CELL_RAMP, 4},
    {"start_date", CELL_DATE, 6},
    {"end_date", CELL_END, 3},
    {"latitude", CELL_DEGREES, 1},
    {"longitude", CELL_DEGREES, 1},
};

static void add_table(struct small_books *b, char *to,
                      const struct field *fields, size_t n, int n_rows)
{
    bool there[32] = {false};

    for (size_t k = 0; k < n; k++) {
        there[k] = fields[k].one_in == 1 || one_in(b, fields[k].one_in);
        if (there[k])
            append(to, "%s%s", k == 0 ? "" : ",", fields[k].name);
    }
    append(to, "\n");
    for (int row = 0; row < n_rows; row++) {
        for (size_t k = 0; k < n; k++) {
            if (!there[k])
                continue;
            append(to, "%s", k == 0 ? "" : ",");
            add_cell(b, to, fields[k].cell, row);
        }
        append(to, "\n");
    }
}

static void add_pairs(struct small_books *b)
{
    append(b->pairs, "account,rep,cost,fit,workload,forbidden\n");
    for (int a = 0; a < b->n_accounts; a++)
        for (int r = 0; r < b->n_reps; r++) {
            if (one_in(b, 3))
                continue;
            append(b->pairs, "a%d,r%d,", a, r);
            if (!one_in(b, 4))
                append(b->pairs, "%d.%d", below(b, 3), below(b, 100));
            append(b->pairs, ",");
            if (!one_in(b, 4))
                append(b->pairs, "0.%d", below(b, 100));
            append(b->pairs, ",");
            if (one_in(b, 3))
                add_number(b, b->pairs, 40, 0);
            append(b->pairs, ",%s\n", one_in(b, 12) ? "yes" : "");
        }
}

static void add_decisions(struct small_books *b)
{
    static const char *const verdicts[] = {"accept", "reject", "never", "pin",
                                           NULL};

    append(b->decisions, "account,decision,rep,why,by\n");
    for (int a = 0; a < b->n_accounts; a++) {
        if (!one_in(b, 7))
            continue;
        if (one_in(b, 5))
            append(b->decisions, "a%d,outside,,,\n", a);
        else
            append(b->decisions, "a%d,%s,r%d,known well,Maria\n", a,
                   pick(b, verdicts), below(b, b->n_reps));
    }
}

static bool has(const char *table, const char *column)
{
    const char *end = strchr(table, '\n'), *at = strstr(table, column);

    return at != NULL && at < end;
}

/* ---- Rules ------------------------------------------------------------- */

static void add_where(struct small_books *b)
{
    switch (below(b, 5)) {
    case 0:
        append(b->rules, "\"where\": {\"tier\": \"A\"}, ");
        break;
    case 1:
        append(b->rules, "\"where\": {\"tier\": {\"not\": [\"A\", \"C\"]}}, ");
        break;
    case 2:
        append(b->rules, "\"where\": {\"value\": {\"min\": %d}}, ",
               below(b, 200));
        break;
    default:
        break;
    }
}

static void add_metrics(struct small_books *b)
{
    static const char *const bands[] = {"0.1", "0.15", "0.25", "0.333333",
                                        NULL};
    static const char *const penalties[] = {
        "\"penalty\": [[0.1, 1], [0.3, 3.5]], ", "\"penalty\": [[0, 0.5]], ",
        "", "", NULL};

    append(b->rules, "\"metrics\": [{\"name\": \"value\", %s", "");
    add_where(b);
    append(b->rules, "%s\"band\": %s, \"weight\": %d}", pick(b, penalties),
           pick(b, bands), below(b, 4));
    if (has(b->accounts, "workload") || *b->pairs != '\0')
        append(b->rules,
               ", {\"name\": \"workload\", \"band\": %s, "
               "\"weight\": %s}",
               pick(b, bands),
               has(b->accounts, "workload") ? one_in(b, 2) ? "2" : "0.75"
                                            : "0");
    if (has(b->accounts, "score"))
        append(b->rules, ", {\"name\": \"score\", \"negative\": \"%s\"}",
               one_in(b, 2) ? "keep" : "zero");
    append(b->rules, ", {\"name\": \"number\", \"count\": true, ");
    add_where(b);
    append(b->rules, "\"weight\": %d}]", below(b, 3));
}

static void add_limit(struct small_books *b, bool first)
{
    append(b->rules, "%s{", first ? "" : ", ");
    if (one_in(b, 2))
        add_where(b);
    switch (below(b, 4)) {
    case 0:
        append(b->rules, "\"metric\": \"accounts\", \"max\": %d}",
               1 + below(b, 5));
        break;
    case 1:
        append(b->rules, "\"metric\": \"value\", \"max\": %d}",
               100 + below(b, 900));
        break;
    case 2:
        append(b->rules, "\"metric\": \"accounts\", \"min\": %d}",
               below(b, 3));
        break;
    default:
        append(b->rules, "\"metric\": \"%s\", \"min\": %d, \"max\": %d}",
               has(b->accounts, "score") ? "score" : "number", -below(b, 4),
               3 + below(b, 20));
    }
}

static void add_fit(struct small_books *b)
{
    append(b->rules, ", \"fit\": [{\"distance\": \"km\", \"weight\": 0.01}");
    if (has(b->accounts, "industry") && has(b->reps, "industries"))
        append(b->rules,
               ", {\"account\": \"industry\", \"rep\": \"industries\", "
               "\"weight\": 0.3, \"hard\": %s}",
               one_in(b, 4) ? "true" : "false");
    if (*b->pairs != '\0' && one_in(b, 2))
        append(b->rules, ", {\"pair\": \"cost\", \"weight\": 0.7%s}",
               one_in(b, 5)   ? ", \"missing\": \"forbidden\""
               : one_in(b, 2) ? ", \"missing\": 1.25"
                              : "");
    if (*b->pairs != '\0' && one_in(b, 2))
        append(b->rules, ", {\"pair\": \"fit\", \"weight\": 0.2%s}",
               one_in(b, 2) ? ", \"missing\": 0.4" : "");
    append(b->rules, "]");
}

/* Losses are limited by the seed alone, so that other books stay as they were. */
static void add_budgets(struct small_books *b, uint64_t seed)
{
    append(b->rules, ", \"continuity\": {\"weight\": %s",
           one_in(b, 3) ? "0.2" : "1");
    if (seed % 5 == 2)
        append(b->rules, ", \"max_loss\": %d.%d", 4 * (int)(seed / 5 % 4),
               (int)(seed % 10));
    if (one_in(b, 4))
        append(b->rules, ", \"max_moves\": %d", below(b, 4));
    if (one_in(b, 5))
        append(b->rules, ", \"max_moved\": {\"value\": %d}", below(b, 600));
    if (one_in(b, 5))
        append(b->rules, ", \"max_moved_share\": {\"number\": 0.%d}",
               1 + below(b, 9));
    if (one_in(b, 5))
        append(b->rules, ", \"max_lost_per_book\": {\"accounts\": 0.%d}",
               1 + below(b, 9));
    if (one_in(b, 4))
        append(b->rules, ", \"stickiness\": {\"base\": 0.7, \"renewal\": 0.35,"
                         " \"tenure_years\": 2.5}");
    append(b->rules, "}");
}

static void add_locks(struct small_books *b)
{
    append(b->rules, ", \"locks\": [{\"where\": {\"tier\": \"B\", \"value\": "
                     "{\"max\": 80}}, \"why\": \"small\"}");
    if (has(b->accounts, "renewal_date"))
        append(b->rules, ", {\"renewal_within_days\": 45}");
    if (has(b->accounts, "owner_since"))
        append(b->rules, ", {\"owner_changed_within_days\": 60}");
    append(b->rules, "]");
}

static void add_rules(struct small_books *b, uint64_t seed)
{
    static const char *const families[] = {"together", "by_territory", "off",
                                           NULL};

    append(b->rules, "{\"as_of\": \"2027-01-04\", ");
    add_metrics(b);
    if (one_in(b, 4))
        append(b->rules, ", \"balance_within\": \"tier\"");
    if (one_in(b, 2)) {
        int n = 1 + below(b, 3);

        append(b->rules, ", \"limits\": [");
        for (int k = 0; k < n; k++)
            add_limit(b, k == 0);
        append(b->rules, "]");
    }
    if (has(b->accounts, "territory") && has(b->reps, "territories")) {
        if (one_in(b, 2))
            append(b->rules,
                   ", \"territory\": {\"mode\": \"hard\", "
                   "\"keep_current\": %s}",
                   one_in(b, 2) ? "true" : "false");
        else
            append(b->rules, ", \"territory\": {\"mode\": \"graded\", "
                             "\"weight\": 0.25}");
    }
    if (one_in(b, 2))
        add_fit(b);
    if (has(b->accounts, "parent"))
        append(b->rules, ", \"families\": \"%s\"", pick(b, families));
    add_budgets(b, seed);
    if (one_in(b, 3))
        add_locks(b);
}

/* Of the books of every other seed; the rest stay as they were. */
static void add_goal(struct small_books *b, uint64_t seed)
{
    static const char *const goals[] = {
        "\"goal\": \"fairest\"", "\"goal\": \"gentlest\"",
        "\"goal\": \"gentlest\", \"against\": \"moves\"",
        "\"goal\": \"gentlest\", \"against\": \"value\""};

    if (seed % 2 == 0)
        append(b->rules, ", %s", goals[seed / 2 % 4]);
    append(b->rules, "}\n");
}

void small_books_make(struct small_books *b, uint64_t seed)
{
    *b = (struct small_books){0};
    rng_init(&b->rng, seed, 77);
    b->n_accounts = 1 + below(b, one_in(b, 6) ? 10 : 7);
    b->n_reps = 1 + below(b, 4);
    add_table(b, b->accounts, account_fields,
              sizeof account_fields / sizeof *account_fields, b->n_accounts);
    add_table(b, b->reps, rep_fields, sizeof rep_fields / sizeof *rep_fields,
              b->n_reps);
    if (one_in(b, 3))
        add_pairs(b);
    if (one_in(b, 2))
        append(b->territories, "code,parent\nEMEA,\nUK,EMEA\nDE,EMEA\n"
                               "US,\nEAST,US\n");
    if (one_in(b, 3))
        add_decisions(b);
    add_rules(b, seed);
    add_goal(b, seed);
}

void small_books_show(const struct small_books *b)
{
    fprintf(stderr,
            "accounts.csv\n%s\nreps.csv\n%s\npairs.csv\n%s\nterritories.csv\n"
            "%s\ndecisions.csv\n%s\nrules.json\n%s\n",
            b->accounts, b->reps, b->pairs, b->territories, b->decisions,
            b->rules);
}
