/* plan_values.c - the facts of a plan as values of a JSON document. */
#include "io/plan_values.h"

#include <string.h>

const char *outcome_key(eb_outcome outcome)
{
    static const char *const keys[] = {
        [EB_OPTIMAL] = "optimal",   [EB_WITHIN_GAP] = "within_gap",
        [EB_FEASIBLE] = "feasible", [EB_INFEASIBLE] = "infeasible",
        [EB_CUT_SHORT] = "stopped",
    };

    return keys[outcome];
}

double gap_of(int64_t objective, int64_t bound)
{
    double size = objective < 0 ? -(double)objective : (double)objective;

    return ((double)objective - (double)bound) / (size < 1 ? 1 : size);
}

struct node *json_object(struct plan_writer *to, struct node *parent,
                         const char *key)
{
    return doc_add(to->doc, parent, key, DOC_OBJECT);
}

struct node *json_list(struct plan_writer *to, struct node *parent,
                       const char *key)
{
    return doc_add(to->doc, parent, key, DOC_ARRAY);
}

void json_points(struct plan_writer *to, struct node *parent, const char *key,
                 int64_t cost)
{
    doc_add_decimal(to->doc, parent, key, cost, 9);
}

void json_bound(struct plan_writer *to, struct node *parent, const char *key,
                int64_t bound)
{
    if (bound == INT64_MIN)
        doc_add(to->doc, parent, key, DOC_NULL);
    else
        json_points(to, parent, key, bound);
}

void json_count(struct plan_writer *to, struct node *parent, const char *key,
                size_t n)
{
    doc_add_integer(to->doc, parent, key, (int64_t)n);
}

void json_word(struct plan_writer *to, struct node *parent, const char *key,
               int word)
{
    if (word < 0)
        doc_add(to->doc, parent, key, DOC_NULL);
    else
        doc_add_string(to->doc, parent, key,
                       to->plan->books->words.text.at[word]);
}

void json_rep(struct plan_writer *to, struct node *parent, const char *key,
              int rep)
{
    if (rep < 0)
        doc_add(to->doc, parent, key, DOC_NULL);
    else
        doc_add_string(to->doc, parent, key,
                       rep_id(to->plan->books, (size_t)rep));
}

void json_wide(struct plan_writer *to, struct node *parent, const char *key,
               wide units, int decimals)
{
    char text[64];
    struct node *node = doc_add(to->doc, parent, key, DOC_NUMBER);

    decimal_write_wide(units, decimals, text);
    if (node != NULL)
        node->text = arena_string(&to->doc->memory, text, strlen(text));
    if (node != NULL && node->text == NULL)
        to->doc->failed = true;
}

void json_end(struct plan_writer *to, struct node *parent, const char *key,
              int64_t load, int decimals)
{
    if (load == INT64_MIN || load == INT64_MAX)
        doc_add(to->doc, parent, key, DOC_NULL);
    else
        doc_add_decimal(to->doc, parent, key, load, decimals);
}
