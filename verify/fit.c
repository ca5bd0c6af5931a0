/* fit.c - how ill a rep suits an account: lists, territories, distance. */
#include "verify/world.h"

#include <math.h>
#include <string.h>

/* ---- Lists against lists ---- */

static eb_status read_match(struct world *w, const char *account,
                            const char *rep, struct match *match)
{
    struct names words = {0};
    struct lists offered;
    eb_status status = EB_OK;

    TRY(read_lists(&w->accounts, sheet_any(&w->accounts, account), &words,
                   &match->asked));
    TRY(read_lists(&w->reps, sheet_any(&w->reps, rep), &words, &offered));
    match->there = match->asked.there;
    match->n_words = words.text.n;
    match->listed =
        ITEMS(&w->memory, bool, (size_t)w->n_reps * match->n_words);
    if (match->listed == NULL)
        TRY(EB_NO_MEMORY);
    for (size_t r = 0; r < (size_t)w->n_reps; r++) {
        size_t row = w->rep_row[r];

        for (size_t k = offered.first[row]; k < offered.first[row + 1]; k++)
            match->listed[r * match->n_words + (size_t)offered.word[k]] = true;
    }
done:
    names_clear(&words);
    return status;
}

bool match_is_asked(const struct match *match, int a)
{
    return match->asked.first[a] < match->asked.first[a + 1];
}

static size_t count_missing(const struct match *match, int a, int r)
{
    size_t missing = 0;

    for (size_t k = match->asked.first[a]; k < match->asked.first[a + 1]; k++)
        missing += !match->listed[(size_t)r * match->n_words +
                                  (size_t)match->asked.word[k]];
    return missing;
}

long double match_misfit(const struct match *match, int a, int r)
{
    size_t n = match->asked.first[a + 1] - match->asked.first[a];

    if (n == 0)
        return 0.0L;
    return (long double)count_missing(match, a, r) / (long double)n;
}

long double match_share(const struct match *match, int a, int r)
{
    size_t n = match->asked.first[a + 1] - match->asked.first[a];

    return (long double)(n - count_missing(match, a, r)) / (long double)n;
}

static eb_status read_matches(struct world *w)
{
    static const char *const fields[3][2] = {{"industry", "industries"},
                                             {"segment", "segments"},
                                             {"language", "languages"}};
    const struct rules *rules = &w->rules;
    eb_status status = EB_OK;

    w->term_match = ITEMS(&w->memory, struct match, rules->n_terms);
    if (w->term_match == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < rules->n_terms; k++)
        if (rules->term[k].kind == TERM_MATCH)
            TRY(read_match(w, rules->term[k].account, rules->term[k].rep,
                           &w->term_match[k]));
    for (size_t k = 0; k < 3; k++)
        TRY(read_match(w, fields[k][0], fields[k][1], &w->similarity[k]));
done:
    return status;
}

/* ---- The tree of territories ---- */

/* The codes of accounts and reps. */
static eb_status read_codes(struct world *w)
{
    int account = sheet_find(&w->accounts, "territory");
    struct lists of_rows;
    size_t n = (size_t)w->n_accounts;
    eb_status status = EB_OK;

    w->account_code = ITEMS(&w->memory, int, n);
    if (w->account_code == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < n; a++) {
        const char *cell = sheet_cell(&w->accounts, a, account);

        w->account_code[a] = -1;
        if (*cell == '\0')
            continue;
        w->account_code[a] = names_add(&w->codes, cell);
        if (w->account_code[a] < 0)
            return EB_NO_MEMORY;
    }
    TRY(read_lists(&w->reps, sheet_find(&w->reps, "territories"), &w->codes,
                   &of_rows));
    w->rep_codes = of_rows;
    w->n_codes = (int)w->codes.text.n;
done:
    return status;
}

/* And those of the territories, with their parents. */
static eb_status read_tree(struct world *w)
{
    const struct sheet *sheet = &w->territories;
    int code = sheet_find(sheet, "code"), parent = sheet_find(sheet, "parent");
    size_t rows = sheet_rows(sheet);

    for (size_t k = 0; k < rows; k++) {
        const char *child = sheet_cell(sheet, k, code);
        const char *above = sheet_cell(sheet, k, parent);

        if ((*child != '\0' && names_add(&w->codes, child) < 0) ||
            (*above != '\0' && names_add(&w->codes, above) < 0))
            return EB_NO_MEMORY;
    }
    w->n_codes = (int)w->codes.text.n;
    w->code_parent = ITEMS(&w->memory, int, (size_t)w->n_codes);
    if (w->code_parent == NULL)
        return EB_NO_MEMORY;
    for (int c = 0; c < w->n_codes; c++)
        w->code_parent[c] = -1;
    for (size_t k = 0; k < rows; k++) {
        const char *above = sheet_cell(sheet, k, parent);
        int child = names_find(&w->codes, sheet_cell(sheet, k, code));

        if (child >= 0 && *above != '\0')
            w->code_parent[child] = names_find(&w->codes, above);
    }
    return EB_OK;
}

/* The number of codes on the longest way up. */
static eb_status measure_depth(struct world *w)
{
    int deepest = 0;

    for (int c = 0; c < w->n_codes; c++) {
        int n = 1;

        for (int up = w->code_parent[c]; up >= 0; up = w->code_parent[up])
            if (++n > w->n_codes)
                return fail(EB_BAD_DATA, w->said,
                            "the territories go round in a circle at \"%s\"",
                            w->codes.text.at[c]);
        if (n > deepest)
            deepest = n;
    }
    w->depth = (long double)deepest;
    return EB_OK;
}

/* Going up from a code, `own` are the rep's codes and `above` those that are
 * an ancestor-or-self of one. */
static void count_steps(struct world *w, size_t r, bool *own, bool *above)
{
    size_t row = w->rep_row[r], n = (size_t)w->n_codes;

    memset(own, 0, n);
    memset(above, 0, n);
    for (size_t k = w->rep_codes.first[row]; k < w->rep_codes.first[row + 1];
         k++) {
        own[w->rep_codes.word[k]] = true;
        for (int c = w->rep_codes.word[k]; c >= 0; c = w->code_parent[c])
            above[c] = true;
    }
    for (size_t c = 0; c < n; c++) {
        size_t at = c * (size_t)w->n_reps + r;
        int up = (int)c, n_up = 0;

        while (up >= 0 && !above[up]) {
            up = w->code_parent[up];
            n_up++;
        }
        w->steps[at] = up < 0 ? -1 : n_up == 0 ? 1 : n_up;
        for (up = (int)c; up >= 0; up = w->code_parent[up])
            if (own[up])
                w->covered[at] = true;
        if (w->covered[at])
            w->steps[at] = 0;
    }
}

static eb_status read_territories(struct world *w)
{
    bool *own, *above;
    eb_status status = EB_OK;

    TRY(read_codes(w));
    TRY(read_tree(w));
    TRY(measure_depth(w));
    own = ITEMS(&w->memory, bool, (size_t)w->n_codes);
    above = ITEMS(&w->memory, bool, (size_t)w->n_codes);
    w->steps = ITEMS(&w->memory, int, (size_t)w->n_codes *(size_t)w->n_reps);
    w->covered =
        ITEMS(&w->memory, bool, (size_t)w->n_codes *(size_t)w->n_reps);
    if (own == NULL || above == NULL || w->steps == NULL || w->covered == NULL)
        return EB_NO_MEMORY;
    for (size_t r = 0; r < (size_t)w->n_reps; r++)
        count_steps(w, r, own, above);
done:
    return status;
}

long double territory_misfit(const struct world *w, int a, int r)
{
    int code = w->account_code[a], steps;

    if (code < 0)
        return 0.0L;
    steps = w->steps[(size_t)code * (size_t)w->n_reps + (size_t)r];
    return steps < 0 ? 1.0L : (long double)steps / w->depth;
}

/* ---- Distance ---- */

static eb_status read_places(struct world *w)
{
    const struct sheet *accounts = &w->accounts, *reps = &w->reps;
    eb_status status = EB_OK;

    TRY(read_numbers(accounts, sheet_find(accounts, "latitude"), &w->latitude,
                     w->said));
    TRY(read_numbers(accounts, sheet_find(accounts, "longitude"),
                     &w->longitude, w->said));
    TRY(read_numbers(reps, sheet_find(reps, "latitude"), &w->rep_latitude,
                     w->said));
    TRY(read_numbers(reps, sheet_find(reps, "longitude"), &w->rep_longitude,
                     w->said));
done:
    return status;
}

static double real(const struct numbers *numbers, size_t row)
{
    return (double)decimal_value(numbers->at[row]);
}

/* The haversine formula, in doubles. */
long double distance_km(const struct world *w, int a, int r)
{
    const double p = 3.14159265358979323846 / 180;
    size_t from = (size_t)a, to = w->rep_row[r];
    double lat1, lat2, s, t, h, root;

    if (!w->latitude.filled[from] || !w->longitude.filled[from] ||
        !w->rep_latitude.filled[to] || !w->rep_longitude.filled[to])
        return 0.0L;
    lat1 = real(&w->latitude, from);
    lat2 = real(&w->rep_latitude, to);
    s = sin((lat2 - lat1) * p / 2);
    t = sin((real(&w->rep_longitude, to) - real(&w->longitude, from)) * p / 2);
    h = s * s + cos(lat1 * p) * cos(lat2 * p) * (t * t);
    root = sqrt(h);
    return (long double)(2 * 6371.0088 * asin(root < 1 ? root : 1));
}

eb_status world_fit(struct world *world)
{
    eb_status status = EB_OK;

    TRY(read_matches(world));
    TRY(read_territories(world));
    for (size_t k = 0; k < world->rules.n_terms; k++)
        if (world->rules.term[k].kind == TERM_DISTANCE) {
            TRY(read_places(world));
            break;
        }
done:
    return status;
}
