/* headings.c - which header of a table is which column. */
#include "model/headings.h"

#include "model/phrase.h"

#include <string.h>

enum { LONGEST_HEADER = 96, NAMES_SHOWN = 4, MOST_KNOWN = 64 };

struct settling {
    const struct table *table;
    const struct schema *schema;
    const char *rules; /* the file of the mapping */
    struct names *words;
    struct heading *out;
    eb_messages *said;
    bool *fixed;             /* [n_columns] the header is spoken for */
    bool closed[MOST_KNOWN]; /* by column of the schema: no more headers */
};

static struct place header_place(const struct settling *in, size_t k)
{
    return (struct place){in->table->file, in->table->header_line,
                          (long)k + 1};
}

static struct place file_place(const struct settling *in)
{
    return (struct place){in->table->file, in->table->header_line, 0};
}

/* Of a key of the mapping, or of its value. */
static struct place key_place(const struct settling *in,
                              const struct node *node)
{
    if (in->rules == NULL)
        return file_place(in);
    return (struct place){in->rules, node->key_line, node->key_column};
}

static struct place value_place(const struct settling *in,
                                const struct node *node)
{
    if (in->rules == NULL)
        return file_place(in);
    return (struct place){in->rules, node->line, node->column};
}

static bool is_role_owner(const struct known_column *known)
{
    return strcmp(known->name, ROLE_OWNER) == 0;
}

/* The interned form of a header by which a `<role>_owner` goes. */
static const char *interned(struct names *words, const char *header)
{
    char name[LONGEST_HEADER];
    int word;

    schema_normalise(header, name, sizeof name);
    word = names_add(words, name);
    return word < 0 ? NULL : words->text.at[word];
}

static eb_status take(struct settling *in, size_t header,
                      const struct known_column *known)
{
    const char *name = known->name;

    in->fixed[header] = true;
    if (is_role_owner(known)) {
        name = interned(in->words, in->table->header[header]);
        if (name == NULL)
            return EB_NO_MEMORY;
        for (size_t k = 0; k < in->table->n_columns; k++)
            if (in->out[k].name == name)
                return fault(in->said, header_place(in, header),
                             "\"%s\" and \"%s\" in column %zu are both owners "
                             "of one role",
                             in->table->header[header], in->table->header[k],
                             k + 1);
    } else {
        in->closed[known - in->schema->columns] = true;
    }
    in->out[header] = (struct heading){known, name};
    return EB_OK;
}

/* ---- What the rules say --------------------------------------------------- */

static const struct known_column *column_named(const struct schema *schema,
                                               const char *name)
{
    const struct known_column *known = schema_find(schema, name);

    if (known == NULL)
        return NULL;
    return strcmp(known->name, name) == 0 || is_role_owner(known) ? known
                                                                  : NULL;
}

/* The header that is exactly this, else one that compares as equal; n_columns
 * if there is none. */
static size_t header_named(const struct settling *in, const char *wanted)
{
    size_t n = in->table->n_columns;
    char a[LONGEST_HEADER], b[LONGEST_HEADER];

    for (size_t k = 0; k < n; k++)
        if (strcmp(in->table->header[k], wanted) == 0)
            return k;
    schema_normalise(wanted, a, sizeof a);
    for (size_t k = 0; k < n; k++) {
        schema_normalise(in->table->header[k], b, sizeof b);
        if (strcmp(a, b) == 0)
            return k;
    }
    return n;
}

/* `; did you mean "value"?`, or nothing. */
static void add_hint(const struct schema *schema, const char *name,
                     struct phrase *out)
{
    const char *known[MOST_KNOWN], *near;

    for (size_t k = 0; k < schema->n; k++)
        known[k] = schema->columns[k].name;
    near = names_nearest(known, schema->n, name);
    if (near != NULL)
        phrase_add(out, "; did you mean \"%s\"?", near);
}

static eb_status unknown_column(struct settling *in, const struct node *node)
{
    struct phrase hint = {0};
    eb_status status;

    add_hint(in->schema, node->key, &hint);
    status = hint.failed ? EB_NO_MEMORY
                         : fault(in->said, key_place(in, node),
                                 "\"%s\" is no column of %s%s", node->key,
                                 in->schema->file, phrase_text(&hint));
    phrase_clear(&hint);
    return status;
}

/* null in the rules: the column is not there, whatever the headers. */
static void close_column(struct settling *in, const struct known_column *known,
                         const char *name)
{
    size_t k =
        is_role_owner(known) ? header_named(in, name) : in->table->n_columns;

    if (k < in->table->n_columns) {
        in->fixed[k] = true;
        in->out[k].name = in->table->header[k];
    }
    if (!is_role_owner(known))
        in->closed[known - in->schema->columns] = true;
}

static eb_status map_column(struct settling *in, const struct node *node)
{
    const struct known_column *known = column_named(in->schema, node->key);
    const char *wanted = doc_string(node);
    size_t k;

    if (known == NULL)
        return unknown_column(in, node);
    if (node->kind == DOC_NULL) {
        close_column(in, known, node->key);
        return EB_OK;
    }
    if (wanted == NULL)
        return fault(in->said, value_place(in, node),
                     "%s: expected the header of a column of %s, or null",
                     node->key, in->schema->file);
    k = header_named(in, wanted);
    if (k == in->table->n_columns)
        return fault(in->said, value_place(in, node),
                     "%s: no column of %s is headed \"%s\"", node->key,
                     in->table->file, wanted);
    if (in->fixed[k])
        return fault(in->said, value_place(in, node),
                     "%s: the column headed \"%s\" is taken for another "
                     "already",
                     node->key, wanted);
    in->fixed[k] = true;
    if (!is_role_owner(known)) {
        in->closed[known - in->schema->columns] = true;
        in->out[k] = (struct heading){known, known->name};
        return EB_OK;
    }
    in->out[k] = (struct heading){known, interned(in->words, node->key)};
    return in->out[k].name == NULL ? EB_NO_MEMORY : EB_OK;
}

/* ---- What the headers say ------------------------------------------------- */

/* The best of the free headers for this column; n_columns if none fits. */
static size_t best_header(const struct settling *in,
                          const struct known_column *known)
{
    size_t best = in->table->n_columns;
    int best_rank = -1;

    for (size_t k = 0; k < in->table->n_columns; k++) {
        int rank = in->fixed[k]
                       ? -1
                       : schema_rank(in->schema, known, in->table->header[k]);

        if (rank >= 0 && (best_rank < 0 || rank < best_rank)) {
            best = k;
            best_rank = rank;
        }
    }
    return best;
}

static eb_status take_role_owners(struct settling *in,
                                  const struct known_column *known)
{
    eb_status kept = EB_OK;

    for (size_t k = 0; k < in->table->n_columns; k++)
        if (!in->fixed[k] &&
            schema_rank(in->schema, known, in->table->header[k]) >= 0)
            keep_status(&kept, take(in, k, known));
    return kept;
}

static eb_status recognise(struct settling *in)
{
    eb_status kept = EB_OK;

    for (size_t c = 0; c < in->schema->n; c++) {
        const struct known_column *known = &in->schema->columns[c];
        size_t k;

        if (in->closed[c])
            continue;
        if (is_role_owner(known)) {
            keep_status(&kept, take_role_owners(in, known));
            continue;
        }
        k = best_header(in, known);
        if (k < in->table->n_columns)
            keep_status(&kept, take(in, k, known));
    }
    return kept;
}

static eb_status leave_out(struct settling *in, size_t k)
{
    const char *header = in->table->header[k];
    struct phrase hint = {0};
    eb_status status;

    add_hint(in->schema, header, &hint);
    status = hint.failed ? EB_NO_MEMORY
                         : warn(in->said, header_place(in, k),
                                "\"%s\" is no column of %s and is left out%s",
                                header, in->schema->file, phrase_text(&hint));
    phrase_clear(&hint);
    return status;
}

/* The rest of the headers: kept as extra columns, or warned of. */
static eb_status settle_rest(struct settling *in, size_t k)
{
    const char *header = in->table->header[k];
    const struct known_column *known = schema_find(in->schema, header);

    if (header[0] == '\0') {
        for (size_t row = 0; row < table_rows(in->table); row++)
            if (table_cell(in->table, row, k)[0] != '\0')
                return warn(in->said, header_place(in, k),
                            "a column without a name is left out");
        return EB_OK;
    }
    if (!in->schema->extras)
        return leave_out(in, k);
    in->out[k].name = header;
    for (size_t j = 0; j < in->table->n_columns && known != NULL; j++)
        if (in->out[j].known == known)
            return note(in->said,
                        "%s: \"%s\" stays an extra column: \"%s\" is the "
                        "column %s",
                        in->table->file, header, in->table->header[j],
                        known->name);
    return EB_OK;
}

/* Headers that are there twice; the second is left out. */
static eb_status refuse_doubles(struct settling *in)
{
    struct names seen = {0};
    eb_status kept = EB_OK;

    for (size_t k = 0; k < in->table->n_columns; k++) {
        const char *header = in->table->header[k];
        size_t known = seen.text.n;
        int word = names_add(&seen, header);

        if (word < 0)
            keep_status(&kept, EB_NO_MEMORY);
        if (word < 0 || (size_t)word == known || header[0] == '\0')
            continue;
        in->fixed[k] = true;
        keep_status(&kept, fault(in->said, header_place(in, k),
                                 "\"%s\" heads two columns", header));
    }
    names_clear(&seen);
    return kept;
}

static eb_status demand(struct settling *in, const struct known_column *known)
{
    const char *end = known->aliases;

    for (size_t k = 0; k < in->table->n_columns; k++)
        if (in->out[k].known == known)
            return EB_OK;
    for (int k = 0; k < NAMES_SHOWN && *end != '\0'; k++) {
        end += *end == ' ';
        end += strcspn(end, " ");
    }
    return fault(in->said, file_place(in),
                 "no column is headed \"%s\" (or: %.*s, ...)", known->name,
                 (int)(end - known->aliases), known->aliases);
}

eb_status headings_settle(const struct table *table,
                          const struct schema *schema, struct mapping mapping,
                          struct names *words, struct heading *out,
                          eb_messages *said)
{
    struct settling in = {.table = table,
                          .schema = schema,
                          .rules = mapping.file,
                          .words = words,
                          .out = out,
                          .said = said,
                          .fixed = NEW(bool, table->n_columns)};
    eb_status kept = in.fixed == NULL ? EB_NO_MEMORY : refuse_doubles(&in);

    if (in.fixed == NULL)
        return kept;
    if (mapping.node != NULL)
        for (const struct node *n = mapping.node->first; n != NULL;
             n = n->next)
            if (n->key != NULL)
                keep_status(&kept, map_column(&in, n));
    keep_status(&kept, recognise(&in));
    for (size_t k = 0; k < table->n_columns; k++)
        if (out[k].name == NULL && !in.fixed[k])
            keep_status(&kept, settle_rest(&in, k));
    for (size_t c = 0; c < schema->n; c++)
        if (schema->columns[c].required)
            keep_status(&kept, demand(&in, &schema->columns[c]));
    mem_free(in.fixed);
    return kept;
}
