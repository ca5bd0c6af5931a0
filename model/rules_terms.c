/* rules_terms.c - reading who suits whom and who stays. */
#include "model/rules_terms.h"

#include "model/rules_check.h"

#include <stdio.h>
#include <string.h>

#define WORDS (1u << CELL_TEXT | 1u << CELL_LIST)

/* The column that a rule cannot do without. */
static const struct column *need(struct reader *in, const struct node *at,
                                 const char *rule, const struct frame *frame,
                                 const char *name)
{
    const struct column *column = frame_column(frame, name);

    if (column == NULL)
        reader_keep(in, fault(in->said, reader_place(in, at),
                              "%s: %s has no column \"%s\"", rule,
                              frame->table->file, name));
    return column;
}

void read_balance_within(struct reader *in)
{
    const struct node *node =
        read_node(in->root, "balance_within", DOC_STRING);

    if (node != NULL)
        in->rules->balance_within =
            reader_column(in, node, in->books->accounts, node->text,
                          1u << CELL_TEXT, "one text each");
}

/* ---- Territory and families ---------------------------------------------- */

static bool has_cells(const struct frame *frame, const char *name)
{
    const struct column *column = frame_column(frame, name);

    return column != NULL && column->n_blank < frame->n_rows;
}

void read_territory(struct reader *in)
{
    static const char *const modes[] = {"off", "hard", "graded"};
    const struct books *books = in->books;
    const struct node *node = doc_get(in->root, "territory");
    struct rules *rules = in->rules;
    bool has_codes = has_cells(books->accounts, "territory") &&
                     has_cells(books->reps, "territories");
    int standard = has_codes ? TERRITORY_HARD : TERRITORY_OFF;
    bool plain = node != NULL && node->kind == DOC_STRING;
    int mode = plain ? read_choice(in->root, "territory", modes, 3, standard)
                     : read_choice(node, "mode", modes, 3, standard);

    rules->territory = (enum territory_mode)mode;
    rules->keep_current = read_flag(node, "keep_current", false);
    rules->territory_weight = (struct decimal){1, 0};
    read_decimal(node, "weight", &rules->territory_weight);
    if (mode != TERRITORY_OFF) {
        need(in, node, "territory", books->accounts, "territory");
        need(in, node, "territory", books->reps, "territories");
    }
}

void read_families(struct reader *in)
{
    static const char *const modes[] = {"off", "together", "by_territory"};
    const struct frame *accounts = in->books->accounts;
    const struct node *node = doc_get(in->root, "families");
    int standard = frame_column(accounts, "parent") != NULL ? FAMILIES_TOGETHER
                                                            : FAMILIES_OFF;
    int mode = read_choice(in->root, "families", modes, 3, standard);

    in->rules->families = (enum family_mode)mode;
    if (mode != FAMILIES_OFF)
        need(in, node, "families", accounts, "parent");
    if (mode == FAMILIES_BY_TERRITORY)
        need(in, node, "families", accounts, "territory");
}

/* ---- Fit ----------------------------------------------------------------- */

static void read_match(struct reader *in, const struct node *object,
                       struct fit_term *term)
{
    const struct node *account = read_node(object, "account", DOC_STRING);
    const struct node *rep = read_node(object, "rep", DOC_STRING);

    term->kind = FIT_MATCH;
    term->hard = read_flag(object, "hard", false);
    if (account == NULL || rep == NULL) {
        reader_keep(in, fault(in->said, reader_place(in, object),
                              "\"account\" and \"rep\" go together"));
        return;
    }
    term->account = reader_column(in, account, in->books->accounts,
                                  account->text, WORDS, "words");
    term->rep =
        reader_column(in, rep, in->books->reps, rep->text, WORDS, "words");
}

static void read_missing(struct reader *in, const struct node *object,
                         struct fit_term *term)
{
    const struct decimal none = {0, 0}, all = {1, 0};
    const char *text = read_text(object, "missing");

    term->missing_forbidden = text != NULL && strcmp(text, "forbidden") == 0;
    term->has_missing = read_decimal(object, "missing", &term->missing);
    if (term->kind == FIT_PAIR_FIT && term->has_missing &&
        (decimal_compare(term->missing, none) < 0 ||
         decimal_compare(term->missing, all) > 0))
        reader_keep(in, fault(in->said,
                              reader_place(in, doc_get(object, "missing")),
                              "missing: expected a fit from 0 to 1, not %s",
                              doc_get(object, "missing")->text));
}

static void read_pair(struct reader *in, const struct node *object,
                      const struct node *pair, struct fit_term *term)
{
    const struct frame *frame = in->books->pair_rows;

    term->kind = strcmp(pair->text, "fit") == 0 ? FIT_PAIR_FIT : FIT_PAIR_COST;
    read_missing(in, object, term);
    if (frame == NULL)
        reader_keep(in, fault(in->said, reader_place(in, pair),
                              "pair: there is no pairs.csv"));
    else if (term->kind == FIT_PAIR_FIT)
        need(in, pair, "pair", frame, "fit");
    else
        need(in, pair, "pair", frame, "cost");
}

static void read_distance(struct reader *in, const struct node *distance,
                          struct fit_term *term)
{
    const struct books *books = in->books;

    term->kind = FIT_DISTANCE;
    need(in, distance, "distance", books->accounts, "latitude");
    need(in, distance, "distance", books->accounts, "longitude");
    need(in, distance, "distance", books->reps, "latitude");
    need(in, distance, "distance", books->reps, "longitude");
}

/* `hard` belongs to a match and `missing` to pairs: elsewhere they would be
 * read and forgotten. */
static void check_strays(struct reader *in, const struct node *object,
                         enum fit_kind kind)
{
    const struct node *missing = doc_get(object, "missing");

    if (kind != FIT_MATCH && read_flag(object, "hard", false))
        reader_keep(in,
                    fault(in->said, reader_place(in, doc_get(object, "hard")),
                          "hard: goes with \"account\" and \"rep\" alone"));
    if ((kind == FIT_MATCH || kind == FIT_DISTANCE) && missing != NULL &&
        missing->kind != DOC_NULL)
        reader_keep(in, fault(in->said, reader_place(in, missing),
                              "missing: goes with \"pair\" alone"));
}

static void read_term(struct reader *in, const struct node *object)
{
    struct fit_term *term = &in->rules->fit[in->rules->n_fit++];
    const struct node *pair = read_node(object, "pair", DOC_STRING);
    const struct node *distance = read_node(object, "distance", DOC_STRING);
    bool match = read_node(object, "account", DOC_STRING) != NULL ||
                 read_node(object, "rep", DOC_STRING) != NULL;

    term->source = object;
    term->weight = (struct decimal){1, 0};
    read_decimal(object, "weight", &term->weight);
    if (match + (pair != NULL) + (distance != NULL) != 1) {
        reader_keep(in, fault(in->said, reader_place(in, object),
                              "a fit term needs one of \"account\" with "
                              "\"rep\", \"pair\" and \"distance\""));
        return;
    }
    if (match)
        read_match(in, object, term);
    else if (pair != NULL)
        read_pair(in, object, pair, term);
    else
        read_distance(in, distance, term);
    check_strays(in, object, term->kind);
}

void read_fit(struct reader *in)
{
    const struct node *list = read_node(in->root, "fit", DOC_ARRAY);

    in->rules->fit = reader_take(in, doc_length(list), sizeof *in->rules->fit);
    if (in->rules->fit == NULL || list == NULL)
        return;
    for (const struct node *k = list->first; k != NULL; k = k->next)
        if (k->kind == DOC_OBJECT)
            read_term(in, k);
}

/* ---- Continuity ---------------------------------------------------------- */

static char *lower_copy(struct reader *in, const char *text)
{
    char *copy = arena_string(&in->rules->memory, text, strlen(text));

    if (copy == NULL)
        reader_keep(in, EB_NO_MEMORY);
    for (char *at = copy; at != NULL && *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return copy;
}

static void read_high_risk(struct reader *in, const struct node *object,
                           struct stickiness *out)
{
    static const char *const standard[] = {"high", "critical", "red",
                                           "yes",  "true",     "1"};
    const size_t n_standard = sizeof standard / sizeof *standard;
    const struct node *list = read_node(object, "high_risk", DOC_ARRAY);
    size_t n = list != NULL ? doc_length(list) : n_standard;

    out->high_risk = reader_take(in, n, sizeof *out->high_risk);
    if (out->high_risk == NULL)
        return;
    if (list == NULL) {
        memcpy(out->high_risk, standard, sizeof standard);
        out->n_high_risk = n;
        return;
    }
    out->high_risk_source = list;
    for (const struct node *k = list->first; k != NULL; k = k->next)
        if (k->kind == DOC_STRING)
            out->high_risk[out->n_high_risk++] = lower_copy(in, k->text);
}

/* Where each stickiness key goes, and its default. */
static void read_stickiness(struct reader *in, const struct node *object,
                            struct stickiness *out)
{
    const struct {
        const char *key;
        struct decimal *to, standard;
    } amounts[] = {
        {"base", &out->base, {4, 1}},
        {"tenure", &out->tenure, {3, 1}},
        {"tenure_years", &out->tenure_years, {3, 0}},
        {"renewal", &out->renewal, {2, 1}},
        {"opportunity", &out->opportunity, {2, 1}},
        {"risk", &out->risk, {2, 1}},
        {"owner_decay", &out->owner_decay, {125, 2}},
        {"similarity", &out->similarity, {4, 1}},
        {"least", &out->least, {1, 1}},
        {"most", &out->most, {15, 1}},
    };

    for (size_t k = 0; k < sizeof amounts / sizeof *amounts; k++) {
        *amounts[k].to = amounts[k].standard;
        read_decimal(object, amounts[k].key, amounts[k].to);
    }
    out->renewal_days = read_whole(object, "renewal_days", 180);
    read_high_risk(in, object, out);
    if (decimal_compare(out->least, out->most) > 0)
        reader_keep(in, fault(in->said, reader_place(in, object),
                              "stickiness: \"least\" is above \"most\""));
}

void read_continuity(struct reader *in)
{
    const struct node *object = read_node(in->root, "continuity", DOC_OBJECT);
    struct continuity *continuity = &in->rules->continuity;

    continuity->weight = (struct decimal){1, 0};
    continuity->loss_rate = (struct decimal){15, 2};
    read_decimal(object, "weight", &continuity->weight);
    read_decimal(object, "loss_rate", &continuity->loss_rate);
    read_stickiness(in, read_node(object, "stickiness", DOC_OBJECT),
                    &continuity->stickiness);
}

/* ---- Locks --------------------------------------------------------------- */

/* "renewal within 90 days", "owner changed within 60 days", or both. */
static const char *standard_why(struct reader *in,
                                const struct lock_rule *lock)
{
    char text[128] = "a lock of the rules";
    int n = 0;
    char *copy;

    if (lock->renewal_within_days >= 0)
        n = snprintf(text, sizeof text, "renewal within %lld days",
                     (long long)lock->renewal_within_days);
    if (lock->owner_changed_within_days >= 0)
        snprintf(text + n, sizeof text - (size_t)n,
                 "%sowner changed within %lld days", n > 0 ? ", " : "",
                 (long long)lock->owner_changed_within_days);
    copy = arena_string(&in->rules->memory, text, strlen(text));
    if (copy == NULL)
        reader_keep(in, EB_NO_MEMORY);
    return copy;
}

static void read_lock(struct reader *in, const struct node *object)
{
    static const char *const renewal = "renewal_within_days";
    static const char *const changed = "owner_changed_within_days";
    const struct frame *accounts = in->books->accounts;
    struct lock_rule *lock = &in->rules->locks[in->rules->n_locks++];

    lock->source = object;
    lock->renewal_within_days = read_whole(object, renewal, -1);
    lock->owner_changed_within_days = read_whole(object, changed, -1);
    reader_where(in, object, &lock->where);
    lock->why = read_text(object, "why");
    if (lock->why == NULL)
        lock->why = standard_why(in, lock);
    if (lock->renewal_within_days >= 0)
        need(in, doc_get(object, renewal), renewal, accounts, "renewal_date");
    if (lock->owner_changed_within_days >= 0)
        need(in, doc_get(object, changed), changed, accounts, "owner_since");
    if (doc_length(read_node(object, "where", DOC_OBJECT)) == 0 &&
        !read_is_given(object, renewal) && !read_is_given(object, changed))
        reader_keep(in, fault(in->said, reader_place(in, object),
                              "a lock needs \"where\", \"%s\" or \"%s\"",
                              renewal, changed));
}

void read_locks(struct reader *in)
{
    const struct node *list = read_node(in->root, "locks", DOC_ARRAY);

    in->rules->locks =
        reader_take(in, doc_length(list), sizeof *in->rules->locks);
    if (in->rules->locks == NULL || list == NULL)
        return;
    for (const struct node *k = list->first; k != NULL; k = k->next)
        if (k->kind == DOC_OBJECT)
            read_lock(in, k);
}
