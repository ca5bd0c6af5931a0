/* generate_world.h - generated books as numbers, before they become tables;
 * private to the generate_*.c files.
 *
 *     territory  T07           where customers are
 *     cell       T07 or        what an account lies in and a rep serves: a
 *                T07-FIN       territory, or one segment in it
 *
 * Every purpose has a stream of random numbers of its own, so that a change to
 * one leaves the others alone. What only colours a row (names, dates, places)
 * is drawn when the row is written, from a stream of the account, family or
 * rep itself, and is stored nowhere. */
#ifndef MODEL_GENERATE_WORLD_H
#define MODEL_GENERATE_WORLD_H

#include "base/doc.h"
#include "base/rng.h"
#include "base/table.h"
#include "base/vec.h"

enum { N_SEGMENTS = 4, N_TIERS = 4, N_DEALT = 3 };

enum purpose {
    FOR_VALUES,
    FOR_WORKLOADS,
    FOR_FAMILIES,
    FOR_TERRITORIES,
    FOR_REPS,
    FOR_CELLS,
    FOR_OWNERS,
    FOR_LOCKS,
    FOR_NUMBERS,
    FOR_YEAR,
    OF_FAMILY,
    OF_ACCOUNT,
    OF_REP,
    OF_TEAM
};

struct made_territory {
    int region;
    const char *language;
    double latitude, longitude;
};

struct made_cell {
    char code[32];
    int territory;
    int segment;     /* -1: all */
    double capacity; /* of those who serve it; two cells: half in each */
    size_t n_home;   /* reps */
    size_t n_active; /* of them without the leaving */
};

struct made_rep {
    int home, second; /* cells; -1: no second one */
    bool leaving, half_ramp;
    double popularity;
    int64_t start, end; /* days; end only if leaving */
    int n_locked;       /* accounts */
};

struct made_account {
    int64_t value;     /* cents */
    int64_t workload;  /* hundredths of an hour */
    int family, owner; /* owner -1: none */
    int tier;          /* 0 is the largest */
    bool locked;
};

/* Members stand one behind the other; the first is the parent of the rest. */
struct made_family {
    size_t first, n;
    int cell;
};

struct world {
    uint64_t seed;
    int64_t as_of;
    size_t n_accounts, n_reps, n_territories, n_cells, n_families;
    int max_accounts;
    bool segmented;
    struct made_territory *territories;
    struct made_cell *cells;
    struct made_rep *reps;
    struct made_account *accounts;
    struct made_family *families;
    size_t *number; /* [n_accounts] of account a's id, from 0: a permutation */
    int64_t threshold[N_TIERS]; /* the least value of a tier, in cents */
    size_t *server_first;       /* [n_cells + 1] into server */
    int *server;                /* reps that serve a cell, by rep */
};

struct world_size {
    uint64_t seed;
    size_t accounts, reps;
    size_t reps_per_cell, segments; /* as in struct preset */
};

eb_status world_make(const struct world_size *size, struct world *world);
void world_clear(struct world *world);
/* The parts of world_make that stand in files of their own. */
eb_status world_add_reps(struct world *world, size_t reps_per_cell,
                         size_t segments);
eb_status world_deal(struct world *world);

struct rng world_stream(const struct world *world, enum purpose purpose,
                        uint64_t index);
/* exp(sigma x normal). */
double draw_lognormal(struct rng *rng, double sigma);
bool draw_chance(struct rng *rng, double chance);
/* Uniform in low .. high. */
int64_t draw_between(struct rng *rng, int64_t low, int64_t high);
/* The numbers 0 .. n-1 in random order; NULL when memory is out. */
size_t *draw_order(struct rng *rng, size_t n);
/* One of the reps who serve the cell, in proportion to popularity. */
int draw_owner(const struct world *world, struct rng *rng, int cell);
/* A value in cents, before any rule about the sample as a whole. */
int64_t draw_value(struct rng *rng);
int tier_of(const struct world *world, int64_t value);
/* Hundredths of an hour. */
int64_t draw_workload(struct rng *rng, int tier);

/* share x n, rounded to the nearest whole. */
size_t share_of(size_t n, double share);

/* ---- Rows as text --------------------------------------------------------- */

enum account_column {
    ACCOUNT_ID,
    ACCOUNT_NAME,
    ACCOUNT_VALUE,
    ACCOUNT_WORKLOAD,
    ACCOUNT_TIER,
    ACCOUNT_SEGMENT,
    ACCOUNT_TERRITORY,
    ACCOUNT_INDUSTRY,
    ACCOUNT_LANGUAGE,
    ACCOUNT_PARENT,
    ACCOUNT_RENEWAL_DATE,
    ACCOUNT_RISK,
    ACCOUNT_HEALTH,
    ACCOUNT_OPEN_OPPORTUNITY,
    ACCOUNT_LATITUDE,
    ACCOUNT_LONGITUDE,
    ACCOUNT_OWNER,
    ACCOUNT_LOCKED,
    ACCOUNT_OWNER_SINCE,
    ACCOUNT_OWNERS_SO_FAR,
    ACCOUNT_LAST_CONTACT,
    N_ACCOUNT_COLUMNS
};

enum rep_column {
    REP_ID,
    REP_NAME,
    REP_EMAIL,
    REP_ROLE,
    REP_TEAM,
    REP_MANAGER,
    REP_TERRITORIES,
    REP_SEGMENTS,
    REP_INDUSTRIES,
    REP_LANGUAGES,
    REP_MAX_ACCOUNTS,
    REP_FTE,
    REP_START_DATE,
    REP_RAMP,
    REP_END_DATE,
    REP_LATITUDE,
    REP_LONGITUDE,
    N_REP_COLUMNS
};

enum { CELL_ROOM = 72 };
typedef char cell_text[CELL_ROOM];

extern const char *const account_columns[N_ACCOUNT_COLUMNS];
extern const char *const rep_columns[N_REP_COLUMNS];
extern const char *const segment_names[N_SEGMENTS];
extern const char *const region_names[];

/* Number n of its kind, from 0, as an id in which bytes sort as numbers. */
void write_id(char letter, size_t number, size_t most, int least_digits,
              char *out);
void write_account_id(const struct world *world, size_t n, char *out);
void write_rep_id(const struct world *world, size_t n, char *out);
void write_hundredths(int64_t hundredths, char *out);
void write_territory(const struct world *world, size_t territory, char *out);

/* Account `index` of the stream OF_ACCOUNT, with the id of number `number` and
 * the parent of number `parent` (SIZE_MAX: none). */
struct account_row {
    size_t index, number, parent;
    int cell;
    int64_t today; /* dates are drawn around it */
};
void write_account(const struct world *world, const struct account_row *row,
                   const struct made_account *account,
                   cell_text out[N_ACCOUNT_COLUMNS]);
void write_rep(const struct world *world, size_t number,
               const struct made_rep *rep, cell_text out[N_REP_COLUMNS]);

eb_status make_rules(const struct world *world, struct doc **out);
eb_status make_year(const struct world *world, struct table **out);

#endif
