/* fit.c - what an account at a rep costs for how ill they suit each other:
 * MODEL.md section 7. Every term is rounded once, to units of cost. */
#include "model/workings.h"

#include <math.h>

static const double earth_radius_km = 6371.0088;

int64_t rounded(long double number)
{
    const int64_t most = (int64_t)1 << 61;

    if (!(number > -(long double)most))
        return -most;
    return number < (long double)most ? (int64_t)roundl(number) : most;
}

/* ---- Match -------------------------------------------------------------- */

long double fit_misfit(const struct compiled *c, const struct fit_term *term,
                       int account, int rep)
{
    const struct column *column = term->account;
    size_t row = (size_t)c->books->rep_row[rep], n = 0, missing = 0;

    if (column->blank[account])
        return 0;
    if (column->kind == CELL_TEXT)
        return column_has(term->rep, row, column->word[account]) ? 0 : 1;
    for (size_t k = column->list_first[account];
         k < column->list_first[account + 1]; k++, n++)
        missing += !column_has(term->rep, row, column->entry[k]);
    return n == 0 ? 0 : (long double)missing / (long double)n;
}

/* ---- Territory ---------------------------------------------------------- */

/* How often one must go up from the code to reach a code that the rep's lie
 * under, at least once; 0 where the code itself lies under one of the rep's. */
static int steps_to(const struct compiled *c, int rep, int code)
{
    const struct tree *tree = &c->books->tree;
    const int *words = NULL;
    int n = territories_of(c, rep, &words), steps = 0;

    for (int k = 0; k < n; k++)
        if (tree_contains(tree, tree->index[words[k]], code))
            return 0;
    for (; code >= 0; code = tree->parent[code], steps++)
        for (int k = 0; k < n; k++)
            if (tree_contains(tree, code, tree->index[words[k]]))
                return steps > 0 ? steps : 1;
    return tree->depth;
}

static long double graded_misfit(const struct compiled *c, int account,
                                 int rep)
{
    int code = territory_of(c, account);

    if (code < 0)
        return 0;
    return (long double)steps_to(c, rep, code) /
           (long double)c->books->tree.depth;
}

/* ---- Distance ----------------------------------------------------------- */

static bool coordinates(const struct column *latitude,
                        const struct column *longitude, size_t row,
                        double *north, double *east)
{
    if (latitude == NULL || longitude == NULL || latitude->blank[row] ||
        longitude->blank[row])
        return false;
    *north = (double)decimal_value(column_decimal(latitude, row));
    *east = (double)decimal_value(column_decimal(longitude, row));
    return true;
}

static bool account_coordinates(const struct compiled *c, int account,
                                double *north, double *east)
{
    const struct account_columns *columns = &c->workings->account;

    return coordinates(columns->latitude, columns->longitude, (size_t)account,
                       north, east);
}

static bool rep_coordinates(const struct compiled *c, int rep, double *north,
                            double *east)
{
    const struct rep_columns *columns = &c->workings->rep;

    return coordinates(columns->latitude, columns->longitude,
                       (size_t)c->books->rep_row[rep], north, east);
}

/* The haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984). */
static double great_circle_km(double lat1, double lon1, double lat2,
                              double lon2)
{
    const double p = 3.14159265358979323846 / 180;
    double s = sin((lat2 - lat1) * p / 2), t = sin((lon2 - lon1) * p / 2);
    double h = s * s + cos(lat1 * p) * cos(lat2 * p) * (t * t);
    double root = sqrt(h);

    return 2 * earth_radius_km * asin(root < 1 ? root : 1);
}

static long double distance_km(const struct compiled *c, int account, int rep)
{
    double lat1, lon1, lat2, lon2;

    if (!account_coordinates(c, account, &lat1, &lon1) ||
        !rep_coordinates(c, rep, &lat2, &lon2))
        return 0;
    return great_circle_km(lat1, lon1, lat2, lon2);
}

static eb_status check_coordinates(const struct compiled *c, eb_messages *said)
{
    double north, east;
    size_t without = 0;
    int first = -1;
    eb_status status = EB_OK;

    for (size_t r = 0; r < c->books->n_reps; r++)
        if (c->share[r].capacity > 0 &&
            !rep_coordinates(c, (int)r, &north, &east))
            status =
                fault(said,
                      row_place(c->books->reps, (size_t)c->books->rep_row[r],
                                c->workings->rep.latitude),
                      "rep \"%s\" has no latitude and longitude, which "
                      "the fit by distance needs",
                      rep_id(c->books, r));
    if (status != EB_OK)
        return status;
    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (in_play(c, (int)a) &&
            !account_coordinates(c, (int)a, &north, &east)) {
            first = first < 0 ? (int)a : first;
            without++;
        }
    if (without == 0)
        return EB_OK;
    return warn(said, account_place(c, first, c->workings->account.latitude),
                "%zu account%s no latitude and longitude (first \"%s\"): "
                "distance does not matter for %s",
                without, without == 1 ? " has" : "s have",
                account_id(c->books, (size_t)first),
                without == 1 ? "it" : "them");
}

/* ---- Pairs -------------------------------------------------------------- */

static bool is_pair_term(const struct fit_term *term)
{
    return term->kind == FIT_PAIR_COST || term->kind == FIT_PAIR_FIT;
}

static bool pair_cell(const struct fit_term *term, const struct pair *pair,
                      struct decimal *cell)
{
    bool cost = term->kind == FIT_PAIR_COST;

    if (pair == NULL || !(cost ? pair->has_cost : pair->has_fit))
        return false;
    *cell = cost ? pair->cost : pair->fit;
    return true;
}

static int64_t pair_cost(const struct compiled *c, const struct fit_term *term,
                         struct decimal cell)
{
    long double weight = decimal_value(term->weight);
    long double number = decimal_value(cell);

    if (term->kind == FIT_PAIR_COST)
        return rounded(1e9L * weight * number);
    return rounded(1e9L * weight * 100 * (1 - number) /
                   (long double)c->n_in_play);
}

static bool is_dearer(const struct fit_term *term, struct decimal a,
                      struct decimal b)
{
    wide x = a.units, y = b.units;

    for (int d = a.decimals; d < 18; d++)
        x *= 10;
    for (int d = b.decimals; d < 18; d++)
        y *= 10;
    return term->kind == FIT_PAIR_COST ? x > y : x < y;
}

/* What a pair without a row costs the account. */
static int64_t cost_without_row(const struct compiled *c,
                                const struct fit_term *term, int a,
                                size_t *unlisted)
{
    const struct books *books = c->books;
    struct decimal cell, dearest = {0, 0};
    bool some = false;

    if (term->has_missing)
        return pair_cost(c, term, term->missing);
    for (size_t k = books->pair_first[a]; k < books->pair_first[a + 1]; k++)
        if (pair_cell(term, &books->pairs[k], &cell) &&
            (!some || is_dearer(term, cell, dearest))) {
            dearest = cell;
            some = true;
        }
    *unlisted += !some;
    return some ? pair_cost(c, term, dearest) : 0;
}

static eb_status warn_of_unlisted(const struct compiled *c,
                                  const struct fit_term *term, size_t unlisted,
                                  eb_messages *said)
{
    const struct frame *rows = c->books->pair_rows;

    if (unlisted == 0)
        return EB_OK;
    return warn(
        said,
        (struct place){rows == NULL ? "pairs.csv" : rows->table->file, 0, 0},
        "%zu account%s no %s with any rep: every rep suits %s alike", unlisted,
        unlisted == 1 ? " has" : "s have",
        term->kind == FIT_PAIR_COST ? "cost" : "fit",
        unlisted == 1 ? "it" : "them");
}

static eb_status prepare_pairs(struct compiled *c, eb_messages *said)
{
    struct workings *w = c->workings;
    eb_status status = EB_OK;
    size_t n = n_accounts_of(c), t = 0;

    for (size_t k = 0; k < c->rules->n_fit; k++)
        w->n_pair_terms += is_pair_term(&c->rules->fit[k]);
    if (w->n_pair_terms == 0)
        return EB_OK;
    w->pair_default = NEW(int64_t, n * (size_t)w->n_pair_terms);
    if (w->pair_default == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < c->rules->n_fit; k++) {
        const struct fit_term *term = &c->rules->fit[k];
        size_t unlisted = 0;

        if (!is_pair_term(term))
            continue;
        for (size_t a = 0; a < n; a++)
            if (in_play(c, (int)a))
                w->pair_default[a * (size_t)w->n_pair_terms + t] =
                    cost_without_row(c, term, (int)a, &unlisted);
        TRY(warn_of_unlisted(c, term, unlisted, said));
        t++;
    }
done:
    return status;
}

wide fit_pairs(const struct compiled *c, int account, const struct pair *row)
{
    const struct workings *w = c->workings;
    wide sum = 0;
    size_t t = (size_t)account * (size_t)w->n_pair_terms;

    for (size_t k = 0; w->n_pair_terms > 0 && k < c->rules->n_fit; k++) {
        const struct fit_term *term = &c->rules->fit[k];
        struct decimal cell;

        if (!is_pair_term(term))
            continue;
        sum += pair_cell(term, row, &cell) ? pair_cost(c, term, cell)
                                           : w->pair_default[t];
        t++;
    }
    return sum;
}

/* Only pairs can cost less than nothing. */
wide fit_least(const struct compiled *c, int account)
{
    const struct books *books = c->books;
    wide least;

    if (c->workings->n_pair_terms == 0)
        return 0;
    least = fit_pairs(c, account, NULL);
    for (size_t k = books->pair_first[account];
         k < books->pair_first[account + 1]; k++) {
        wide now = fit_pairs(c, account, &books->pairs[k]);

        least = now < least ? now : least;
    }
    return least;
}

/* ---- All of it ---------------------------------------------------------- */

/* The gentlest plan is not asked how well anyone suits. */
static bool is_priced(const struct compiled *c)
{
    return c->rules->goal != GOAL_GENTLEST;
}

bool fit_has_distance(const struct compiled *c)
{
    for (size_t k = 0; is_priced(c) && k < c->rules->n_fit; k++)
        if (c->rules->fit[k].kind == FIT_DISTANCE)
            return true;
    return false;
}

static int64_t percent_cost(const struct compiled *c, struct decimal weight,
                            long double misfit)
{
    return rounded(1e9L * decimal_value(weight) * 100 * misfit /
                   (long double)c->n_in_play);
}

wide fit_shared(const struct compiled *c, int account, int rep)
{
    wide sum = 0;

    if (!is_priced(c))
        return 0;
    for (size_t k = 0; k < c->rules->n_fit; k++) {
        const struct fit_term *term = &c->rules->fit[k];

        if (term->kind == FIT_MATCH)
            sum += percent_cost(c, term->weight,
                                fit_misfit(c, term, account, rep));
        if (term->kind == FIT_DISTANCE)
            sum += rounded(1e9L * decimal_value(term->weight) *
                           distance_km(c, account, rep) /
                           (long double)c->n_in_play);
    }
    if (c->rules->territory == TERRITORY_GRADED)
        sum += percent_cost(c, c->rules->territory_weight,
                            graded_misfit(c, account, rep));
    return sum;
}

eb_status fit_prepare(struct compiled *c, eb_messages *said)
{
    eb_status status = EB_OK;

    if (fit_has_distance(c))
        TRY(check_coordinates(c, said));
    if (is_priced(c))
        TRY(prepare_pairs(c, said));
done:
    return status;
}
