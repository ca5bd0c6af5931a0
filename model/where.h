/* where.h - which accounts a rule speaks of: tests on columns, all of which
 * must hold. docs/FORMATS.md, "where", is its specification. */
#ifndef MODEL_WHERE_H
#define MODEL_WHERE_H

#include "base/doc.h"
#include "base/number.h"
#include "model/frame.h"

/* A test on one column; all of them must hold (and). */
enum test_kind { TEST_ANY_OF, TEST_RANGE, TEST_NOT_ANY_OF, TEST_NOT_RANGE };

struct test {
    const struct column *column; /* of accounts */
    enum test_kind kind;
    /* ANY_OF: words for TEXT and LIST ("" or null fits blank), numbers at the
     * column's own scale for NUMBER, DATE, FLAG */
    size_t n;
    int *words;
    int64_t *numbers;
    bool blank;       /* null or "" is among them */
    int64_t min, max; /* RANGE, at the column's scale, rounded inward;
                         INT64_MIN / MAX where open. A blank cell is never
                         within a range. */
};

struct where {
    size_t n;
    struct test *tests;
    const struct node *source; /* as written, for equality; NULL if none. Of
                                  two joined: an array of both */
};

/* Where a `where` stands, and what its names and values are looked up in. */
struct where_source {
    const struct doc *doc;
    const struct node *node; /* NULL: no test at all */
    const struct frame *frame;
    const struct names *words;
};

/* The tests live in `memory`, `source` in the document. Reports every fault;
 * warns of a text that no account has. O(rows) for each of those. */
eb_status where_read(const struct where_source *from, struct arena *memory,
                     struct where *out, eb_messages *said);
/* Both must hold. The result shares the tests' columns and lists. */
eb_status where_join(const struct where *a, const struct where *b,
                     struct arena *memory, struct where *out);

/* Whether the account's row passes. A NULL or empty where passes all. */
bool where_holds(const struct where *where, size_t row);
/* A text is sought among the entries of a column that is known as a list; any
 * other cell is taken whole, whatever stands in it. */
bool where_column_is_list(const struct column *column);
bool where_column_has(const struct column *column, size_t row, int word);
bool where_holds_words(const struct column *column); /* not numbers */
/* Equal as JSON, whatever the order of keys; all that test nothing are. */
bool where_equal(const struct where *a, const struct where *b);

#endif
