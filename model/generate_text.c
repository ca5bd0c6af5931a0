/* generate_text.c - rows of generated books as text: made-up names, and the
 * dates, places and marks that colour an account or a rep. */
#include "model/generate_world.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_INDUSTRIES = 4, REPS_PER_TEAM = 12 };

#define PICK(rng, list)                                                       \
    ((list)[rng_below((rng), sizeof(list) / sizeof *(list))])

const char *const account_columns[N_ACCOUNT_COLUMNS] = {
    "id",           "name",
    "value",        "workload",
    "tier",         "segment",
    "territory",    "industry",
    "language",     "parent",
    "renewal_date", "risk",
    "health",       "open_opportunity",
    "latitude",     "longitude",
    "owner",        "locked",
    "owner_since",  "owners_so_far",
    "last_contact",
};

const char *const rep_columns[N_REP_COLUMNS] = {
    "id",           "name",        "email",      "role",       "team",
    "manager",      "territories", "segments",   "industries", "languages",
    "max_accounts", "fte",         "start_date", "ramp",       "end_date",
    "latitude",     "longitude",
};

/* By segment, in the order of segment_names. The second word is what a company
 * of that industry adds to its name. */
static const struct {
    const char *name, *words[3];
} industries[N_SEGMENTS][N_INDUSTRIES] = {
    {{"retail", {"Stores", "Markets", "Outfitters"}},
     {"logistics", {"Freight", "Logistics", "Haulage"}},
     {"software", {"Software", "Systems", "Labs"}},
     {"manufacturing", {"Works", "Tooling", "Industries"}}},
    {{"banking", {"Bank", "Savings", "Credit"}},
     {"insurance", {"Mutual", "Insurance", "Cover"}},
     {"payments", {"Payments", "Clearing", "Pay"}},
     {"asset management", {"Capital", "Partners", "Funds"}}},
    {{"hospitals", {"Clinics", "Hospital", "Care"}},
     {"pharma", {"Pharma", "Remedies", "Biologics"}},
     {"devices", {"Devices", "Diagnostics", "Imaging"}},
     {"dental", {"Dental", "Orthodontics", "Smiles"}}},
    {{"government", {"County", "City Council", "District"}},
     {"education", {"College", "Schools", "University"}},
     {"utilities", {"Water", "Power", "Grid"}},
     {"transport", {"Transit", "Railways", "Ports"}}},
};

static const char *const heads[] = {
    "Al",   "Bren",  "Cal",   "Dor", "Els",  "Fen",  "Gar", "Hol",
    "Ing",  "Jar",   "Kel",   "Lor", "Mar",  "Nor",  "Ost", "Pell",
    "Quin", "Rav",   "Sel",   "Tor", "Ulm",  "Ver",  "Wes", "Yar",
    "Zan",  "Brack", "Thorn", "Ash", "Cold", "Stone"};
static const char *const middles[] = {"",   "a",  "e",  "i",  "o",
                                      "an", "en", "er", "in", "or",
                                      "ba", "de", "li", "mo", "ru"};
static const char *const tails[] = {
    "bridge", "by",    "dale", "field", "ford", "gate", "ham",  "haven",
    "holm",   "land",  "ley",  "mere",  "mont", "more", "nau",  "port",
    "rath",   "ridge", "stad", "sted",  "ton",  "vale", "wick", "wood"};
static const char *const branches[] = {
    "North",  "South",    "East",    "West",   "Central", "Services",
    "Online", "Holdings", "Coastal", "Export", "Direct",  "Rentals"};

static const char *const first_names[] = {
    "Aisha",  "Anders", "Beatriz", "Bruno", "Carmen", "Chidi", "Dagny",
    "Daniel", "Elena",  "Emeka",   "Farid", "Fiona",  "Gita",  "Hana",
    "Hugo",   "Ines",   "Ivan",    "Jonas", "Jia",    "Kofi",  "Lara",
    "Leon",   "Maya",   "Mateo",   "Nadia", "Noor",   "Olga",  "Omar",
    "Paula",  "Pavel",  "Rosa",    "Ravi",  "Sana",   "Sven",  "Tara",
    "Tomas",  "Uma",    "Vera",    "Yara",  "Zoltan"};
static const char *const last_names[] = {
    "Abara",   "Adler",  "Baker",   "Berg",     "Castro", "Cohen",  "Dahl",
    "Diallo",  "Egger",  "Ferrari", "Fischer",  "Garcia", "Haddad", "Horvat",
    "Ibrahim", "Ito",    "Jansen",  "Kaur",     "Kovacs", "Larsen", "Lopez",
    "Marino",  "Mensah", "Moreau",  "Nakamura", "Novak",  "Okafor", "Olsen",
    "Park",    "Petrov", "Quist",   "Ramos",    "Rossi",  "Sato",   "Silva",
    "Tanaka",  "Usman",  "Vogel",   "Walsh",    "Zhang"};

void write_id(char letter, size_t number, size_t most, int least_digits,
              char *out)
{
    int digits = 1;

    for (; most >= 10; most /= 10)
        digits++;
    if (digits < least_digits)
        digits = least_digits;
    out[0] = letter;
    out[digits + 1] = '\0';
    for (number++; digits > 0; digits--, number /= 10)
        out[digits] = (char)('0' + number % 10);
}

/* A year at most doubles the accounts and the reps. */
void write_account_id(const struct world *world, size_t n, char *out)
{
    write_id('A', n, 2 * world->n_accounts, 6, out);
}

void write_rep_id(const struct world *world, size_t n, char *out)
{
    write_id('R', n, 2 * world->n_reps, 4, out);
}

void write_territory(const struct world *world, size_t territory, char *out)
{
    write_id('T', territory, world->n_territories, 2, out);
}

void write_hundredths(int64_t hundredths, char *out)
{
    snprintf(out, CELL_ROOM, "%lld.%02d", (long long)(hundredths / 100),
             (int)(hundredths % 100));
}

static void put(char *out, const char *text)
{
    snprintf(out, CELL_ROOM, "%s", text);
}

static void put_date(char *out, int64_t days)
{
    char date[11];

    date_write(days, date);
    put(out, date);
}

/* Around the middle of the territory, within some hundred kilometres. */
static void put_degrees(char *out, double middle, struct rng *rng)
{
    double degrees = middle + 4.0 * (rng_unit(rng) - 0.5);
    long units = lround(degrees * 10000.0);

    snprintf(out, CELL_ROOM, "%s%ld.%04ld", units < 0 ? "-" : "",
             labs(units) / 10000, labs(units) % 10000);
}

/* ---- Accounts ------------------------------------------------------------- */

/* Three quarters speak the language of the territory. */
static const char *draw_language(const struct made_territory *territory,
                                 struct rng *rng)
{
    return draw_chance(rng, 0.75) ? territory->language : "en";
}

/* What a family has in common: its name, segment, industry and language. */
static void write_family(const struct world *world, int family,
                         const struct made_cell *cell,
                         cell_text out[N_ACCOUNT_COLUMNS])
{
    struct rng rng = world_stream(world, OF_FAMILY, (uint64_t)family);
    const char *head = PICK(&rng, heads), *middle = PICK(&rng, middles);
    const char *tail = PICK(&rng, tails);
    size_t word = (size_t)rng_below(&rng, 3);
    size_t industry = (size_t)rng_below(&rng, N_INDUSTRIES);
    size_t segment = draw_chance(&rng, 0.55) ? 0 : rng_below(&rng, N_SEGMENTS);

    if (cell->segment >= 0)
        segment = (size_t)cell->segment;
    snprintf(out[ACCOUNT_NAME], CELL_ROOM, "%s%s%s %s", head, middle, tail,
             industries[segment][industry].words[word]);
    put(out[ACCOUNT_SEGMENT], segment_names[segment]);
    put(out[ACCOUNT_INDUSTRY], industries[segment][industry].name);
    put(out[ACCOUNT_LANGUAGE],
        draw_language(&world->territories[cell->territory], &rng));
}

static void write_state(const struct account_row *row, struct rng *rng,
                        cell_text out[N_ACCOUNT_COLUMNS])
{
    double risk = rng_unit(rng);
    int64_t health = draw_between(rng, 40, 100);

    if (risk < 0.08) {
        put(out[ACCOUNT_RISK], "high");
        health -= 40;
    } else if (risk < 0.30) {
        put(out[ACCOUNT_RISK], "medium");
        health -= 15;
    } else {
        put(out[ACCOUNT_RISK], "low");
    }
    snprintf(out[ACCOUNT_HEALTH], CELL_ROOM, "%d", (int)health);
    put(out[ACCOUNT_OPEN_OPPORTUNITY], draw_chance(rng, 0.12) ? "yes" : "no");
    put_date(out[ACCOUNT_RENEWAL_DATE],
             row->today + draw_between(rng, 1, 365));
    put_date(out[ACCOUNT_LAST_CONTACT],
             row->today - draw_between(rng, 0, 120));
}

/* Nobody has owned an account for longer than they are here. */
static void write_owner(const struct world *world,
                        const struct made_account *account, int64_t today,
                        struct rng *rng, cell_text out[N_ACCOUNT_COLUMNS])
{
    const struct made_rep *owner;
    int64_t from, to;
    int owners = 1;

    while (owners < 6 && draw_chance(rng, 0.4))
        owners++;
    snprintf(out[ACCOUNT_OWNERS_SO_FAR], CELL_ROOM, "%d", owners);
    if (account->owner < 0)
        return;
    owner = &world->reps[account->owner];
    write_rep_id(world, (size_t)account->owner, out[ACCOUNT_OWNER]);
    from = owner->start > today - 2500 ? owner->start : today - 2500;
    to = owner->leaving ? owner->end - 1 : today;
    put_date(out[ACCOUNT_OWNER_SINCE], draw_between(rng, from, to));
    put(out[ACCOUNT_LOCKED], account->locked ? "yes" : "");
}

void write_account(const struct world *world, const struct account_row *row,
                   const struct made_account *account,
                   cell_text out[N_ACCOUNT_COLUMNS])
{
    static const char *const tiers[N_TIERS] = {"A", "B", "C", "D"};
    const struct made_cell *cell = &world->cells[row->cell];
    const struct made_territory *territory =
        &world->territories[cell->territory];
    struct rng rng = world_stream(world, OF_ACCOUNT, row->index);

    for (int k = 0; k < N_ACCOUNT_COLUMNS; k++)
        out[k][0] = '\0';
    write_account_id(world, row->number, out[ACCOUNT_ID]);
    write_hundredths(account->value, out[ACCOUNT_VALUE]);
    write_hundredths(account->workload, out[ACCOUNT_WORKLOAD]);
    put(out[ACCOUNT_TIER], tiers[account->tier]);
    put(out[ACCOUNT_TERRITORY], cell->code);
    write_family(world, account->family, cell, out);
    if (row->parent != SIZE_MAX) {
        size_t length = strlen(out[ACCOUNT_NAME]);

        snprintf(out[ACCOUNT_NAME] + length, CELL_ROOM - length, " %s",
                 PICK(&rng, branches));
        write_account_id(world, row->parent, out[ACCOUNT_PARENT]);
    }
    write_state(row, &rng, out);
    put_degrees(out[ACCOUNT_LATITUDE], territory->latitude, &rng);
    put_degrees(out[ACCOUNT_LONGITUDE], territory->longitude, &rng);
    write_owner(world, account, row->today, &rng, out);
}

/* ---- Reps ----------------------------------------------------------------- */

static void write_person(struct rng *rng, char *out)
{
    const char *first = PICK(rng, first_names);

    snprintf(out, CELL_ROOM, "%s %s", first, PICK(rng, last_names));
}

static void write_email(cell_text out[N_REP_COLUMNS])
{
    char *mail = out[REP_EMAIL];

    snprintf(mail, CELL_ROOM, "%.30s.%.12s@example.com", out[REP_NAME],
             out[REP_ID]);
    for (; *mail != '\0'; mail++) {
        if (*mail >= 'A' && *mail <= 'Z')
            *mail = (char)(*mail - 'A' + 'a');
        if (*mail == ' ')
            *mail = '.';
    }
}

/* Dozens of one cell share a manager. */
static void write_team(const struct world *world, size_t number, int home,
                       cell_text out[N_REP_COLUMNS])
{
    const char *code = world->cells[home].code;
    size_t team = number / REPS_PER_TEAM;
    struct rng rng;

    if (world->n_cells == 1) {
        snprintf(out[REP_TEAM], CELL_ROOM, "%s team %zu", code, team + 1);
    } else {
        snprintf(out[REP_TEAM], CELL_ROOM, "%s team", code);
        team = (size_t)home;
    }
    rng = world_stream(world, OF_TEAM, team);
    write_person(&rng, out[REP_MANAGER]);
}

/* Two industries of the rep's segment; where there are no segments, two
 * segments and an industry of each. */
static void write_skills(const struct world *world, const struct made_rep *rep,
                         struct rng *rng, cell_text out[N_REP_COLUMNS])
{
    size_t a = 0, b = (size_t)draw_between(rng, 1, N_SEGMENTS - 1);
    size_t i = (size_t)rng_below(rng, N_INDUSTRIES);
    size_t j =
        (i + (size_t)draw_between(rng, 1, N_INDUSTRIES - 1)) % N_INDUSTRIES;

    if (world->segmented)
        a = b = (size_t)world->cells[rep->home].segment;
    snprintf(out[REP_INDUSTRIES], CELL_ROOM, "%s;%s", industries[a][i].name,
             industries[b][j].name);
    if (a == b)
        put(out[REP_SEGMENTS], segment_names[a]);
    else
        snprintf(out[REP_SEGMENTS], CELL_ROOM, "%s;%s", segment_names[a],
                 segment_names[b]);
}

/* English, and the languages of the territories served. */
static void write_languages(const struct world *world,
                            const struct made_rep *rep, char *out)
{
    const struct made_cell *cells = world->cells;
    const char *home = world->territories[cells[rep->home].territory].language;
    const char *second = home;

    if (rep->second >= 0)
        second = world->territories[cells[rep->second].territory].language;
    put(out, "en");
    if (strcmp(home, "en") != 0)
        snprintf(out + strlen(out), CELL_ROOM - strlen(out), ";%s", home);
    if (strcmp(second, "en") != 0 && strcmp(second, home) != 0)
        snprintf(out + strlen(out), CELL_ROOM - strlen(out), ";%s", second);
}

void write_rep(const struct world *world, size_t number,
               const struct made_rep *rep, cell_text out[N_REP_COLUMNS])
{
    const struct made_cell *cell = &world->cells[rep->home];
    const struct made_territory *territory =
        &world->territories[cell->territory];
    struct rng rng = world_stream(world, OF_REP, number);

    for (int k = 0; k < N_REP_COLUMNS; k++)
        out[k][0] = '\0';
    write_rep_id(world, number, out[REP_ID]);
    write_person(&rng, out[REP_NAME]);
    write_email(out);
    put(out[REP_ROLE], "csm");
    write_team(world, number, rep->home, out);
    put(out[REP_TERRITORIES], cell->code);
    if (rep->second >= 0)
        snprintf(out[REP_TERRITORIES], CELL_ROOM, "%.31s;%.31s", cell->code,
                 world->cells[rep->second].code);
    write_skills(world, rep, &rng, out);
    write_languages(world, rep, out[REP_LANGUAGES]);
    snprintf(out[REP_MAX_ACCOUNTS], CELL_ROOM, "%d", world->max_accounts);
    put(out[REP_FTE], "1");
    put_date(out[REP_START_DATE], rep->start);
    put(out[REP_RAMP], rep->half_ramp ? "0.5" : "1");
    if (rep->leaving)
        put_date(out[REP_END_DATE], rep->end);
    put_degrees(out[REP_LATITUDE], territory->latitude, &rng);
    put_degrees(out[REP_LONGITUDE], territory->longitude, &rng);
}
