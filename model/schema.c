/* schema.c - which column a header means. */
#include "model/schema.h"

#include <string.h>

enum { LONGEST_HEADER = 96 };

static bool is_gap(char c)
{
    return c == ' ' || c == '-' || c == '.' || c == '_' || c == '\t';
}

/* Runs of gaps become one `_`; none at either end. */
void schema_normalise(const char *header, char *out, size_t room)
{
    size_t n = 0;
    bool gap = false;

    for (; *header != '\0' && n + 2 < room; header++) {
        char c = *header;

        if (is_gap(c)) {
            gap = n > 0;
            continue;
        }
        if (gap)
            out[n++] = '_';
        gap = false;
        out[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    out[n] = '\0';
}

/* The position of the word among those that blanks separate, from 1; -1 if it
 * is not there. */
static int position_of(const char *words, const char *word)
{
    size_t length = strlen(word);

    for (int k = 1; *words != '\0'; k++) {
        size_t here = strcspn(words, " ");

        if (here == length && memcmp(words, word, length) == 0)
            return k;
        words += here;
        words += *words == ' ';
    }
    return -1;
}

static bool is_own_name(const struct schema *schema, const char *name)
{
    for (size_t k = 0; k < schema->n; k++)
        if (strcmp(schema->columns[k].name, name) == 0)
            return true;
    return false;
}

static bool is_alias(const struct schema *schema, const char *name)
{
    for (size_t k = 0; k < schema->n; k++)
        if (position_of(schema->columns[k].aliases, name) > 0)
            return true;
    return false;
}

/* "csm_owner", but no "account_owner", which is a name of `owner`. */
static bool is_role_owner(const struct schema *schema, const char *name)
{
    const char *tail = "_owner";
    size_t n = strlen(name), n_tail = strlen(tail);

    return n > n_tail && strcmp(name + n - n_tail, tail) == 0 &&
           !is_alias(schema, name);
}

static int rank_of(const struct schema *schema,
                   const struct known_column *known, const char *name)
{
    if (strcmp(known->name, name) == 0)
        return 0;
    if (is_own_name(schema, name))
        return -1;
    if (strcmp(known->name, ROLE_OWNER) == 0)
        return is_role_owner(schema, name) ? 1 : -1;
    return position_of(known->aliases, name);
}

/* Whether a word among those that blanks separate begins so. */
static bool begins(const char *words, char first)
{
    while (*words != '\0' && *words != first) {
        words = strchr(words, ' ');
        if (words == NULL)
            return false;
        words++;
    }
    return *words != '\0';
}

/* Most headers are told apart by the letter they begin with. */
static bool may_mean(const struct known_column *known, const char *header)
{
    char first;

    while (is_gap(*header))
        header++;
    first = *header >= 'A' && *header <= 'Z' ? (char)(*header - 'A' + 'a')
                                             : *header;
    return known->name[0] == first || begins(known->aliases, first) ||
           strcmp(known->name, ROLE_OWNER) == 0;
}

int schema_rank(const struct schema *schema, const struct known_column *known,
                const char *header)
{
    char name[LONGEST_HEADER];

    if (!may_mean(known, header))
        return -1;
    schema_normalise(header, name, sizeof name);
    return name[0] == '\0' ? -1 : rank_of(schema, known, name);
}

const struct known_column *schema_find(const struct schema *schema,
                                       const char *header)
{
    char name[LONGEST_HEADER];

    schema_normalise(header, name, sizeof name);
    for (size_t k = 0; k < schema->n; k++)
        if (strcmp(schema->columns[k].name, name) == 0)
            return &schema->columns[k];
    for (size_t k = 0; k < schema->n; k++)
        if (schema_rank(schema, &schema->columns[k], name) >= 0)
            return &schema->columns[k];
    return NULL;
}
