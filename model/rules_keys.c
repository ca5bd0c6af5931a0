/* rules_keys.c - every key of rules.json. docs/FORMATS.md shows this table; a
 * test compares them. */
#include "model/rules_keys.h"

#include <string.h>

#define BOOL (1u << DOC_BOOL)
#define NUMBER (1u << DOC_NUMBER)
#define TEXT (1u << DOC_STRING)
#define LIST (1u << DOC_ARRAY)
#define OBJECT (1u << DOC_OBJECT)

#define AMOUNT "a number from 0 to 1000000"
#define ABOVE_0 "a number above 0 and up to 1000000"
#define SHARE "a share from 0 to 1"
#define DAYS "a whole number of days"
#define ANY_WHERE "an object of columns and their values"
#define MAPPING "an object of columns and their headers"

static const struct rule_key keys[] = {
    {"as_of", TEXT, FORM_DATE, NULL, false, "a date like \"2027-01-04\"",
     "the latest date in the inputs", "the day the plan is made for"},
    {"role", TEXT, FORM_PLAIN, NULL, false, "a text", "the only role there is",
     "the role of the reps to plan"},
    {"goal", TEXT, FORM_PLAIN, "blend|fairest|gentlest", false,
     "\"blend\", \"fairest\" or \"gentlest\"", "\"blend\"",
     "what the plan is to achieve: the best trade-off by the weights, the "
     "narrowest bands that hold everyone, or the least disruption that brings "
     "everyone into the bands"},
    {"against", TEXT, FORM_PLAIN, NULL, false,
     "\"loss\", \"moves\" or the name of a metric", "\"loss\"",
     "the disruption that `gentlest` keeps small: expected loss, accounts "
     "moved, or a metric's sum over them"},

    {"metrics", LIST, FORM_KEYS, NULL, false, "a list of metrics",
     "value, workload and accounts, as far as there are columns",
     "what is balanced, or reported"},
    {"metrics[].name", TEXT, FORM_PLAIN, NULL, true, "a text", "required",
     "the metric's name, and its column unless `column` or `count` says "
     "otherwise; `accounts` counts"},
    {"metrics[].column", TEXT, FORM_PLAIN, NULL, false, "a text", "its name",
     "the numeric column of accounts.csv that is added up"},
    {"metrics[].count", BOOL, FORM_PLAIN, NULL, false, "true or false",
     "false", "accounts are counted instead"},
    {"metrics[].where", OBJECT, FORM_WHERE, NULL, false, ANY_WHERE,
     "all accounts", "only these accounts count"},
    {"metrics[].weight", NUMBER, FORM_AMOUNT, NULL, false, AMOUNT, "1",
     "points for a mean deviation of 1 % beyond the band; 0: reported, not "
     "balanced"},
    {"metrics[].band", NUMBER, FORM_BAND, NULL, false,
     "a number above 0 and up to 1000, of at most 6 decimals", "0.1",
     "the tolerance around the target, as a fraction of it"},
    {"metrics[].penalty", LIST, FORM_PENALTY, NULL, false,
     "a list of [deviation, slope]", "[[0, 0.001], [band, 1], [2 band, 3]]",
     "what deviations cost from where on; [0, 0.001] stands in front unless "
     "the first deviation is 0"},
    {"metrics[].negative", TEXT, FORM_PLAIN, "refuse|zero|keep", false,
     "\"refuse\", \"zero\" or \"keep\"", "\"refuse\"",
     "a negative cell is a fault, counts as 0, or counts as it is"},
    {"metrics[].required", BOOL, FORM_PLAIN, NULL, false, "true or false",
     "false", "a blank cell is a fault, not 0"},
    {"balance_within", TEXT, FORM_PLAIN, NULL, false, "a text", "one group",
     "the column of accounts.csv whose values are balanced each for itself"},

    {"limits", LIST, FORM_KEYS, NULL, false, "a list of limits",
     "from the columns max_accounts, min_accounts and max_value of reps.csv",
     "hard floors and ceilings on a rep's load"},
    {"limits[].metric", TEXT, FORM_PLAIN, NULL, true, "a text", "required",
     "a metric of `metrics`, else `accounts`, else a numeric column of "
     "accounts.csv"},
    {"limits[].where", OBJECT, FORM_WHERE, NULL, false, ANY_WHERE,
     "all accounts", "only these accounts count, of those of the metric"},
    {"limits[].min", NUMBER | TEXT, FORM_PLAIN, NULL, false,
     "a number, or a column of reps.csv", "none", "the least load"},
    {"limits[].max", NUMBER | TEXT, FORM_PLAIN, NULL, false,
     "a number, or a column of reps.csv", "none", "the greatest load"},

    {"territory", TEXT | OBJECT, FORM_KEYS, "off|hard|graded", false,
     "\"off\", \"hard\", \"graded\" or an object",
     "\"hard\" if both accounts.csv and reps.csv have codes, else \"off\"",
     "whether a rep needs the account's territory; a text is the `mode`"},
    {"territory.mode", TEXT, FORM_PLAIN, "off|hard|graded", false,
     "\"off\", \"hard\" or \"graded\"", "as for `territory`",
     "no matter, a must, or a cost by distance in the tree"},
    {"territory.keep_current", BOOL, FORM_PLAIN, NULL, false, "true or false",
     "false", "today's owner may stay outside his territories"},
    {"territory.weight", NUMBER, FORM_AMOUNT, NULL, false, AMOUNT, "1",
     "points for a misfit of 1 % on average, where graded"},

    {"fit", LIST, FORM_KEYS, NULL, false, "a list of fit terms", "none",
     "how well reps suit accounts: each term has `account` and `rep`, or "
     "`pair`, or `distance`"},
    {"fit[].account", TEXT, FORM_PLAIN, NULL, false, "a text", "none",
     "the column of accounts.csv whose entries the rep should have"},
    {"fit[].rep", TEXT, FORM_PLAIN, NULL, false, "a text", "none",
     "the column of reps.csv that they are looked for in"},
    {"fit[].hard", BOOL, FORM_PLAIN, NULL, false, "true or false", "false",
     "any misfit forbids the rep (with `account` and `rep`)"},
    {"fit[].pair", TEXT, FORM_PLAIN, "cost|fit", false, "\"cost\" or \"fit\"",
     "none", "the column of pairs.csv"},
    {"fit[].missing", NUMBER | TEXT, FORM_PLAIN, "forbidden", false,
     "a number or \"forbidden\"", "the account's dearest pair",
     "what stands for a pair without a row (with `pair`)"},
    {"fit[].distance", TEXT, FORM_PLAIN, "km", false, "\"km\"", "none",
     "great-circle distance between latitudes and longitudes"},
    {"fit[].weight", NUMBER, FORM_AMOUNT, NULL, false, AMOUNT, "1",
     "points for a mean misfit of 1 %, a mean km, or a point of cost"},

    {"families", TEXT, FORM_PLAIN, "off|together|by_territory", false,
     "\"off\", \"together\" or \"by_territory\"",
     "\"together\" if there is a parent column, else \"off\"",
     "whether accounts with the same topmost parent have one owner"},

    {"continuity", OBJECT, FORM_KEYS, NULL, false, "an object",
     "the defaults of its keys", "what moves cost, and how many there may be"},
    {"continuity.weight", NUMBER, FORM_AMOUNT, NULL, false, AMOUNT, "1",
     "points for 1 % of all value expected lost"},
    {"continuity.loss_rate", NUMBER, FORM_SHARE, NULL, false, SHARE, "0.15",
     "the share of value lost by a move at stickiness 1"},
    {"continuity.max_moves", NUMBER, FORM_WHOLE, NULL, false,
     "a whole number from 0 to 1000000", "none", "the most chosen moves"},
    {"continuity.max_loss", NUMBER, FORM_MONEY, NULL, false,
     "a number of at least 0", "none",
     "the most that chosen moves are expected to lose, in the unit of value"},
    {"continuity.max_moved_share", OBJECT, FORM_SHARES, NULL, false,
     "an object of metrics and shares", "none",
     "the most that chosen moves carry, as a share of the metric's total"},
    {"continuity.max_moved", OBJECT, FORM_AMOUNTS, NULL, false,
     "an object of metrics and numbers", "none",
     "the most that chosen moves carry, in the metric's own unit"},
    {"continuity.max_lost_per_book", OBJECT, FORM_SHARES, NULL, false,
     "an object of metrics and shares", "none",
     "the most that a rep loses by chosen moves, as a share of today's book"},
    {"continuity.stickiness", OBJECT, FORM_KEYS, NULL, false, "an object",
     "the defaults of its keys",
     "the constants of how closely an account is tied to its owner"},
    {"continuity.stickiness.base", NUMBER, FORM_AMOUNT, NULL, false, AMOUNT,
     "0.4", "of every account"},
    {"continuity.stickiness.tenure", NUMBER, FORM_AMOUNT, NULL, false, AMOUNT,
     "0.3", "added for a full tenure, in part for a shorter one"},
    {"continuity.stickiness.tenure_years", NUMBER, FORM_ABOVE_0, NULL, false,
     ABOVE_0, "3", "the years that make a full tenure"},
    {"continuity.stickiness.renewal", NUMBER, FORM_AMOUNT, NULL, false, AMOUNT,
     "0.2", "added where a renewal is near"},
    {"continuity.stickiness.renewal_days", NUMBER, FORM_WHOLE, NULL, false,
     DAYS, "180", "how many days ahead a renewal is near"},
    {"continuity.stickiness.opportunity", NUMBER, FORM_AMOUNT, NULL, false,
     AMOUNT, "0.2", "added where an opportunity is open"},
    {"continuity.stickiness.risk", NUMBER, FORM_AMOUNT, NULL, false, AMOUNT,
     "0.2", "added where the risk is high"},
    {"continuity.stickiness.high_risk", LIST, FORM_TEXTS, NULL, false,
     "a list of texts",
     "[\"high\", \"critical\", \"red\", \"yes\", \"true\", \"1\"]",
     "the cells of the column risk that are high, in any case"},
    {"continuity.stickiness.owner_decay", NUMBER, FORM_ABOVE_0, NULL, false,
     ABOVE_0, "1.25", "divides once for each owner before today's"},
    {"continuity.stickiness.similarity", NUMBER, FORM_SHARE, NULL, false,
     SHARE, "0.4", "the share saved by a receiver who is alike in all"},
    {"continuity.stickiness.least", NUMBER, FORM_AMOUNT, NULL, false, AMOUNT,
     "0.1", "the least stickiness"},
    {"continuity.stickiness.most", NUMBER, FORM_AMOUNT, NULL, false, AMOUNT,
     "1.5", "the greatest stickiness"},

    {"locks", LIST, FORM_KEYS, NULL, false, "a list of locks",
     "none; the column `locked` holds by itself",
     "accounts that stay with their owners; all conditions of a lock must "
     "hold"},
    {"locks[].where", OBJECT, FORM_WHERE, NULL, false, ANY_WHERE,
     "all accounts", "these accounts"},
    {"locks[].renewal_within_days", NUMBER, FORM_WHOLE, NULL, false, DAYS,
     "none", "renewal_date is as_of or at most so many days later"},
    {"locks[].owner_changed_within_days", NUMBER, FORM_WHOLE, NULL, false,
     DAYS, "none", "owner_since is as_of or at most so many days earlier"},
    {"locks[].why", TEXT, FORM_PLAIN, NULL, false, "a text",
     "the conditions in words", "the reason that the plan quotes"},

    {"columns", OBJECT, FORM_KEYS, NULL, false, "an object",
     "recognised by their names", "which header means which column"},
    {"columns.accounts", OBJECT, FORM_MAPPING, NULL, false, MAPPING,
     "recognised", "of accounts.csv"},
    {"columns.reps", OBJECT, FORM_MAPPING, NULL, false, MAPPING, "recognised",
     "of reps.csv"},
    {"columns.pairs", OBJECT, FORM_MAPPING, NULL, false, MAPPING, "recognised",
     "of pairs.csv"},
    {"columns.territories", OBJECT, FORM_MAPPING, NULL, false, MAPPING,
     "recognised", "of territories.csv"},
    {"columns.decisions", OBJECT, FORM_MAPPING, NULL, false, MAPPING,
     "recognised", "of decisions.csv"},
};

const struct rule_key *rules_keys(size_t *n)
{
    *n = sizeof keys / sizeof *keys;
    return keys;
}

struct key_table rules_key_table(void)
{
    static const char *const nouns[][2] = {
        {"", "the rules"},       {"metrics[]", "a metric"},
        {"limits[]", "a limit"}, {"fit[]", "a fit term"},
        {"locks[]", "a lock"},   {NULL, NULL},
    };

    return (struct key_table){keys, sizeof keys / sizeof *keys, nouns};
}

const char *rule_key_within(const struct rule_key *key, const char *parent)
{
    size_t length = strlen(parent);
    const char *name = key->path;

    if (length > 0) {
        if (strncmp(name, parent, length) != 0 || name[length] != '.')
            return NULL;
        name += length + 1;
    }
    return strpbrk(name, ".[") == NULL ? name : NULL;
}
