/* test_frame.c - tables whose columns have types. */
#include "model/frame.h"

#include "base/doc.h"
#include "base/rng.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

/* A frame with all that it rests on. */
struct sample {
    struct table *table;
    struct names words;
    eb_messages *said;
    struct frame *frame;
    eb_status status;
};

static void read_mapped(struct sample *out, const struct schema *schema,
                        const char *text, const struct node *mapping)
{
    *out = (struct sample){.table = table_of(schema->file, text),
                           .said = eb_messages_new()};
    out->status =
        frame_read(out->table, schema, (struct mapping){mapping, "rules.json"},
                   &out->words, &out->frame, out->said);
}

static void read_accounts(struct sample *out, const char *text)
{
    read_mapped(out, &schema_accounts, text, NULL);
}

static void sample_clear(struct sample *sample)
{
    frame_free(sample->frame);
    names_clear(&sample->words);
    eb_messages_free(sample->said);
    table_free(sample->table);
}

static void expect_said(const struct sample *sample, const char *text)
{
    bool found = says(sample->said, text);

    if (!found)
        show_messages(sample->said);
    cr_expect(eq(int, found, 1), "not said: %s", text);
}

static const struct column *get(const struct sample *sample, const char *name)
{
    const struct column *column = frame_column(sample->frame, name);

    cr_assert(ne(ptr, (void *)column, NULL), "no column %s", name);
    return column;
}

static const char *word_at(const struct sample *sample, const char *name,
                           size_t row)
{
    return sample->words.text.at[get(sample, name)->word[row]];
}

Test(frame, reads_each_kind_of_cell)
{
    struct sample s;

    read_accounts(&s, "id,value,renewal_date,locked,not,extra\n"
                      " 007 ,$12,2027-01-04,YES,r2; r1 ;;r2,NA\n"
                      "8,2.50,,,, x \n"
                      "9,  ,1970-01-02T10:00,0,;,\n");
    cr_assert(eq(int, s.status, EB_OK));
    cr_expect(eq(sz, s.frame->n_rows, 3));
    cr_expect(eq(sz, s.frame->n_columns, 6));
    cr_expect(eq(str, (char *)word_at(&s, "id", 0), "007"));
    cr_expect(eq(str, (char *)word_at(&s, "extra", 0), "NA"));
    cr_expect(eq(str, (char *)word_at(&s, "extra", 1), "x"));
    cr_expect(eq(str, (char *)word_at(&s, "extra", 2), ""));
    cr_expect(eq(int, get(&s, "extra")->blank[2], 1));
    cr_expect(eq(int, get(&s, "extra")->recognised, 0));
    cr_expect(eq(int, get(&s, "value")->decimals, 1));
    cr_expect(eq(i64, get(&s, "value")->number[0], 120));
    cr_expect(eq(i64, get(&s, "value")->number[1], 25));
    cr_expect(eq(i64, get(&s, "value")->number[2], 0));
    cr_expect(eq(int, get(&s, "value")->blank[2], 1));
    cr_expect(eq(sz, get(&s, "value")->n_blank, 1));
    cr_expect(eq(i64, get(&s, "renewal_date")->number[2], 1));
    cr_expect(eq(i64, get(&s, "locked")->number[0], 1));
    cr_expect(eq(i64, get(&s, "locked")->number[1], 0));
    cr_expect(eq(i64, get(&s, "locked")->number[2], 0));
    sample_clear(&s);
}

Test(frame, keeps_lists_in_order_with_their_doubles)
{
    struct sample s;
    const struct column * not ;
    int r1, r2;

    read_accounts(&s, "id,not\n1,r2; r1 ;;r2\n2,\n3,;\n4,r1\n");
    not = get(&s, "not");
    r1 = names_find(&s.words, "r1");
    r2 = names_find(&s.words, "r2");
    cr_expect(eq(sz, not ->list_first[1], 3));
    cr_expect(eq(sz, not ->list_first[3], 3));
    cr_expect(eq(sz, not ->list_first[4], 4));
    cr_expect(le(int, not ->entry[0], not ->entry[1]));
    cr_expect(le(int, not ->entry[1], not ->entry[2]));
    cr_expect(eq(str, (char *)word_at(&s, "not", 0), "r2; r1 ;;r2"));
    cr_expect(eq(int, column_has(not, 0, r1), 1));
    cr_expect(eq(int, column_has(not, 0, r2), 1));
    cr_expect(eq(int, column_has(not, 0, names_find(&s.words, "")), 0));
    cr_expect(eq(int, column_has(not, 1, r1), 0));
    cr_expect(eq(int, column_has(not, 3, r2), 0));
    cr_expect(eq(int, column_has(not, 3, -1), 0));
    cr_expect(
        eq(int, column_has(get(&s, "id"), 0, names_find(&s.words, "1")), 1));
    cr_expect(
        eq(int, column_has(get(&s, "id"), 0, names_find(&s.words, "2")), 0));
    sample_clear(&s);
}

Test(frame, reports_every_bad_cell_with_its_place)
{
    struct sample s;

    read_accounts(&s, "id,value,lat,Renewal,locked,nps\n"
                      "1,12k5,91,13/02/2027,maybe,101\n"
                      "2,nan,-90,soon,yes,-100\n"
                      "3,inf,90.5,1/2/2027,,\n"
                      "4,1e30,0,1/2/2027,-1,0\n");
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s, "accounts.csv:2:2: value: \"12k5\" is not a number");
    expect_said(&s, "accounts.csv:3:2: value: \"nan\" is not a number");
    expect_said(&s, "accounts.csv:4:2: value: \"inf\" is not a number");
    expect_said(&s, "accounts.csv:5:2: value: \"1e30\" has more than 18 "
                    "digits");
    expect_said(&s, "accounts.csv:2:3: lat: \"91\" is not between -90 and 90");
    expect_said(&s,
                "accounts.csv:4:3: lat: \"90.5\" is not between -90 and 90");
    expect_said(&s, "accounts.csv:2:4: Renewal: \"13/02/2027\" is not a date "
                    "(with / the month comes first)");
    expect_said(&s, "accounts.csv:3:4: Renewal: \"soon\" is not a date");
    expect_said(&s,
                "accounts.csv:2:5: locked: \"maybe\" is neither yes nor no");
    expect_said(&s,
                "accounts.csv:2:6: nps: \"101\" is not between -100 and 100");
    cr_expect(eq(sz, fault_count(s.said), 10));
    cr_assert(ne(ptr, s.frame, NULL), "what is good can still be used");
    cr_expect(eq(int, get(&s, "value")->blank[0], 1));
    cr_expect(eq(i64, get(&s, "locked")->number[3], 1));
    sample_clear(&s);
}

Test(frame, wants_ids_there_filled_and_different)
{
    struct sample s;

    read_accounts(&s, "id,value\nA,1\n,2\nB,3\nA,4\n , 5\n");
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s, "accounts.csv:3:1: id: is blank");
    expect_said(&s, "accounts.csv:6:1: id: is blank");
    expect_said(&s, "accounts.csv:5:1: id: \"A\" stands on line 2 already");
    cr_expect(eq(sz, fault_count(s.said), 3));
    sample_clear(&s);

    read_accounts(&s, "key,value\nA,1\n");
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    cr_expect(eq(ptr, s.frame, NULL));
    expect_said(&s, "accounts.csv:1: no column is headed \"id\" (or: "
                    "account_id accountid account_number account_no, ...)");
    sample_clear(&s);

    read_accounts(&s, "id,value\n");
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    cr_expect(eq(ptr, s.frame, NULL));
    expect_said(&s, "accounts.csv:1: there are no rows");
    sample_clear(&s);
}

Test(frame, allows_files_without_rows_where_nothing_hangs_on_them)
{
    struct sample s;

    read_mapped(&s, &schema_pairs, "account,rep\n", NULL);
    cr_expect(eq(int, s.status, EB_OK));
    cr_expect(eq(sz, s.frame->n_rows, 0));
    sample_clear(&s);
}

Test(frame, settles_one_number_style_for_a_column)
{
    static const struct {
        const char *text; /* of a file with the column value */
        int64_t first;    /* the first cell, in millionths */
        const char *said; /* NULL: nothing */
    } cases[] = {
        {"id;value\n1;1.963,10\n2;1.963\n", 1963100000, NULL},
        {"id;value\n1;1.963\n2;7,5\n", 1963000000, NULL},
        {"id;value\n1;1.963\n2;7.5\n", 1963000, NULL},
        {"id;value\n1;1,963\n2;7\n", 1963000000, NULL},
        {"id;value\n1;1,963\n2;0,5\n", 1963000, NULL},
        {"id;value\n1;12%\n2;0.5\n", 120000, NULL},
        {"id;value\n1;(1,234)\n2;5\n", -1234000000, NULL},
        {"id;value\n1;1963\n2;5\n", 1963000000, NULL},
        {"id;value\n1;1.963\n2;5\n", 1963000,
         "accounts.csv:2:2: value: \"1.963\" is read as a number with three "
         "decimals; nothing in the file says that the point is one of "
         "thousands"},
        {"id;value;lat\n1;1.963;7,5\n2;5;8\n", 1963000000, NULL},
        {"id;value;lat\n1;1.963;7.5\n2;5;8\n", 1963000, NULL},
        {"id;value;lat;nps\n1;1.963;7.5;0,5\n2;5;8;1\n", 1963000,
         "accounts.csv:2:2: value: \"1.963\" is read as a number with three "
         "decimals; nothing in the file says that the point is one of "
         "thousands"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const char *cells[8];
        char copy[128], *line = copy, *rest = copy;
        struct sample s = {.said = eb_messages_new()};
        const struct column *value;
        int64_t millionths = 0;

        cr_assert(eq(int, table_new("accounts.csv", &s.table), EB_OK));
        strcpy(copy, cases[k].text);
        for (long number = 1; (line = strtok_r(rest, "\n", &rest)) != NULL;
             number++) {
            size_t n = 0;

            for (char *at = line; at != NULL; n++) {
                cells[n] = at;
                at = strchr(at, ';');
                if (at != NULL)
                    *at++ = '\0';
            }
            if (number == 1)
                table_set_header(s.table, n, cells);
            else
                table_add_row(s.table, number, cells);
        }
        s.status = frame_read(s.table, &schema_accounts, (struct mapping){0},
                              &s.words, &s.frame, s.said);
        cr_assert(eq(int, s.status, EB_OK), "case %zu", k);
        value = get(&s, "value");
        decimal_scale((struct decimal){value->number[0], value->decimals}, 6,
                      &millionths);
        cr_expect(eq(i64, millionths, cases[k].first), "case %zu", k);
        cr_expect(eq(sz, eb_messages_count(s.said), cases[k].said != NULL),
                  "case %zu", k);
        if (cases[k].said != NULL)
            expect_said(&s, cases[k].said);
        sample_clear(&s);
    }
}

/* A cell with a comma, which table_of() cannot hold. */
static void put(struct sample *s, size_t row, size_t column, char *text)
{
    s->table->cells.at[row * s->table->n_columns + column] = text;
}

Test(frame, refuses_two_styles_in_one_column)
{
    struct sample s = {.said = eb_messages_new()};
    char comma[] = "1.963,10", stray[] = "x";

    s.table = table_of("accounts.csv", "id,value,renewal_date\n"
                                       "1,19.5,2027-01-04\n"
                                       "2,?,1/4/2027\n"
                                       "3,?,04.01.2027\n");
    put(&s, 1, 1, comma);
    put(&s, 2, 1, stray);
    s.status = frame_read(s.table, &schema_accounts, (struct mapping){0},
                          &s.words, &s.frame, s.said);
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s, "accounts.csv:3:2: value: \"1.963,10\" is written with a "
                    "decimal comma, but \"19.5\" on line 2 with a decimal "
                    "point");
    expect_said(&s, "accounts.csv:4:2: value: \"x\" is not a number");
    expect_said(&s, "accounts.csv:3:3: renewal_date: \"1/4/2027\" is written "
                    "month/day/year, but \"2027-01-04\" on line 2 is written "
                    "year-month-day");
    cr_expect(eq(sz, fault_count(s.said), 3), "once for each column");
    sample_clear(&s);
}

Test(frame, takes_the_fewest_decimals_that_hold_all_cells)
{
    static const struct {
        const char *cells;
        int decimals;
        int64_t first;
        size_t warnings;
    } cases[] = {
        {"1\n2,2\n", 0, 1, 0},
        {"1.50\n2,2.0\n", 1, 15, 0},
        {"1.25\n2,2\n", 2, 125, 0},
        {"0.1234567\n2,1\n", 6, 123457, 1},
        {"0.1234565\n2,1\n", 6, 123457, 1},
        {"-0.1234565\n2,1\n", 6, -123457, 1},
        {"1e3\n2,0.000001\n", 6, 1000000000, 0},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[64];
        struct sample s;

        snprintf(text, sizeof text, "id,value\n1,%s", cases[k].cells);
        read_accounts(&s, text);
        cr_assert(eq(int, s.status, EB_OK));
        cr_expect(eq(int, get(&s, "value")->decimals, cases[k].decimals));
        cr_expect(eq(i64, get(&s, "value")->number[0], cases[k].first));
        cr_expect(eq(sz, says_count(s.said, "rounded"), cases[k].warnings));
        sample_clear(&s);
    }
}

Test(frame, refuses_a_number_too_large_beside_the_decimals)
{
    struct sample s;

    read_accounts(&s, "id,value\n1,100000000000000000\n2,0.000001\n");
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s, "accounts.csv:2:2: value: \"100000000000000000\" is too "
                    "large beside the decimals of this column");
    sample_clear(&s);
}

Test(frame, gives_a_decimal_with_few_places)
{
    struct sample s;
    struct decimal d;

    read_accounts(&s, "id,value\n1,2.50\n2,0.125\n3,-30\n4,\n");
    d = column_decimal(get(&s, "value"), 0);
    cr_expect(eq(i64, d.units, 25));
    cr_expect(eq(int, d.decimals, 1));
    d = column_decimal(get(&s, "value"), 1);
    cr_expect(eq(i64, d.units, 125));
    cr_expect(eq(int, d.decimals, 3));
    d = column_decimal(get(&s, "value"), 2);
    cr_expect(eq(i64, d.units, -30));
    cr_expect(eq(int, d.decimals, 0));
    d = column_decimal(get(&s, "value"), 3);
    cr_expect(eq(i64, d.units, 0));
    cr_expect(eq(int, d.decimals, 0));
    sample_clear(&s);
}

Test(frame, tells_what_extra_columns_hold)
{
    static const struct {
        const char *a, *b;
        enum cell_kind kind;
    } cases[] = {
        {"1", "2.5", CELL_NUMBER},
        {"1", "", CELL_NUMBER},
        {"", "$12", CELL_NUMBER},
        {"0", "0.5", CELL_NUMBER},
        {"1", "01", CELL_TEXT},
        {"1", "x", CELL_TEXT},
        {"12345678901234567890", "1", CELL_TEXT},
        {"1.2.3", "1", CELL_TEXT},
        {"2027-01-04", "", CELL_DATE},
        {"1/4/2027", "1/5/2027", CELL_DATE},
        {"1/4/2027", "2027-01-04", CELL_TEXT},
        {"1/4/2027", "1", CELL_TEXT},
        {"a;b", "c", CELL_LIST},
        {"1;2", "3", CELL_LIST},
        {"", "", CELL_TEXT},
        {"yes", "no", CELL_TEXT},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char text[96];
        struct sample s;

        snprintf(text, sizeof text, "id,extra\n1,%s\n2,%s\n", cases[k].a,
                 cases[k].b);
        read_accounts(&s, text);
        cr_assert(eq(int, s.status, EB_OK));
        cr_expect(eq(int, get(&s, "extra")->kind, cases[k].kind),
                  "\"%s\", \"%s\"", cases[k].a, cases[k].b);
        cr_expect(
            eq(sz, get(&s, "extra")->n_blank,
               (size_t)((cases[k].a[0] == '\0') + (cases[k].b[0] == '\0'))));
        cr_expect(eq(sz, eb_messages_count(s.said), 0));
        sample_clear(&s);
    }
}

Test(frame, makes_a_list_of_an_industry_only_where_one_is_written)
{
    struct sample s;

    read_accounts(&s, "id,industry,territory\n1,a;b,x;y\n2,c,z\n");
    cr_expect(eq(int, get(&s, "industry")->kind, CELL_LIST));
    cr_expect(eq(int, get(&s, "territory")->kind, CELL_TEXT));
    sample_clear(&s);
    read_accounts(&s, "id,industry\n1,a\n2,c\n");
    cr_expect(eq(int, get(&s, "industry")->kind, CELL_TEXT));
    sample_clear(&s);
}

Test(frame, gives_a_column_to_the_header_that_fits_best)
{
    struct sample s;

    read_mapped(&s, &schema_reps,
                "rep_id,territory,territories_allowed,territories_ever\n"
                "1,a,a;b,c\n",
                NULL);
    cr_assert(eq(int, s.status, EB_OK));
    cr_expect(eq(str, (char *)get(&s, "territories")->header,
                 "territories_allowed"));
    cr_expect(eq(int, get(&s, "territory")->recognised, 0));
    cr_expect(eq(int, get(&s, "territories_ever")->recognised, 0));
    expect_said(&s, "reps.csv: \"territory\" stays an extra column: "
                    "\"territories_allowed\" is the column territories");
    cr_expect(eq(sz, eb_messages_count(s.said), 1));
    sample_clear(&s);

    read_accounts(&s, "arr,Account,owner_id,csm_owner,AE Owner,Account Name\n"
                      "1,A,o,c,a,n\n");
    cr_assert(eq(int, s.status, EB_OK));
    cr_expect(eq(str, (char *)get(&s, "id")->header, "Account"));
    cr_expect(eq(str, (char *)get(&s, "name")->header, "Account Name"));
    cr_expect(eq(str, (char *)get(&s, "value")->header, "arr"));
    cr_expect(eq(str, (char *)get(&s, "arr")->name, "value"));
    cr_expect(eq(str, (char *)get(&s, "owner")->header, "owner_id"));
    cr_expect(eq(str, (char *)get(&s, "csm_owner")->header, "csm_owner"));
    cr_expect(eq(str, (char *)get(&s, "ae_owner")->header, "AE Owner"));
    sample_clear(&s);
}

Test(frame, refuses_headers_that_are_there_twice)
{
    struct sample s;

    read_accounts(&s, "id,x,value,x,csm_owner,CSM owner\nA,1,2,3,r,r\n");
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s, "accounts.csv:1:4: \"x\" heads two columns");
    expect_said(&s, "accounts.csv:1:6: \"CSM owner\" and \"csm_owner\" in "
                    "column 5 are both owners of one role");
    cr_expect(eq(sz, fault_count(s.said), 2));
    sample_clear(&s);
}

Test(frame, leaves_out_columns_without_a_name_or_a_use)
{
    struct sample s;

    read_accounts(&s, "id,,\nA,x,\n");
    cr_assert(eq(int, s.status, EB_OK));
    cr_expect(eq(sz, s.frame->n_columns, 1));
    expect_said(&s, "accounts.csv:1:2: a column without a name is left out");
    cr_expect(eq(sz, eb_messages_count(s.said), 1));
    sample_clear(&s);

    read_mapped(&s, &schema_pairs, "account,rep,forbiden,km\nA,r,yes,3\n",
                NULL);
    cr_assert(eq(int, s.status, EB_OK));
    cr_expect(eq(sz, s.frame->n_columns, 2));
    expect_said(&s, "pairs.csv:1:3: \"forbiden\" is no column of pairs.csv "
                    "and is left out; did you mean \"forbidden\"?");
    expect_said(&s, "pairs.csv:1:4: \"km\" is no column of pairs.csv and is "
                    "left out");
    sample_clear(&s);
}

struct named {
    const char *key, *header; /* "(null)", "(list)" for these */
};

static struct doc *mapping_of(const struct named *pairs, size_t n)
{
    struct doc *doc = NULL;
    struct node *root;

    cr_assert(eq(int, doc_new("rules.json", &doc), EB_OK));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    for (size_t k = 0; k < n; k++)
        if (strcmp(pairs[k].header, "(null)") == 0)
            doc_add(doc, root, pairs[k].key, DOC_NULL);
        else if (strcmp(pairs[k].header, "(list)") == 0)
            doc_add(doc, root, pairs[k].key, DOC_ARRAY);
        else
            doc_add_string(doc, root, pairs[k].key, pairs[k].header);
    cr_assert(eq(int, doc_ok(doc), 1));
    return doc;
}

Test(frame, follows_the_columns_of_the_rules)
{
    static const struct named pairs[] = {{"value", "Net New"},
                                         {"risk", "(null)"},
                                         {"csm_owner", "who"},
                                         {"ae_owner", "(null)"},
                                         {"id", "NUMBER"}};
    struct doc *doc = mapping_of(pairs, 5);
    struct sample s;

    read_mapped(&s, &schema_accounts,
                "number,id,value,Net New,risk,who,ae_owner,am_owner\n"
                "A,7,1,2,high,r1,r2,r3\n",
                doc->root);
    cr_assert(eq(int, s.status, EB_OK));
    cr_expect(eq(str, (char *)get(&s, "id")->header, "number"));
    cr_expect(eq(i64, get(&s, "value")->number[0], 2));
    cr_expect(eq(str, (char *)get(&s, "csm_owner")->header, "who"));
    cr_expect(eq(ptr, (void *)frame_column(s.frame, "risk"), NULL));
    cr_expect(eq(int, get(&s, "ae_owner")->recognised, 0));
    cr_expect(eq(int, get(&s, "am_owner")->recognised, 1));
    cr_expect(eq(sz, s.frame->n_columns, 8), "none is lost");
    sample_clear(&s);
    doc_free(doc);
}

Test(frame, reports_what_is_wrong_with_the_columns_of_the_rules)
{
    static const struct named pairs[] = {{"vallue", "value"},
                                         {"workload", "hours"},
                                         {"tier", "(list)"},
                                         {"name", "value"},
                                         {"stage", "value"}};
    struct doc *doc = mapping_of(pairs, 5);
    struct sample s;

    read_mapped(&s, &schema_accounts, "id,value\nA,1\n", doc->root);
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s,
                "rules.json: \"vallue\" is no column of accounts.csv; did you "
                "mean \"value\"?");
    expect_said(&s,
                "rules.json: workload: no column of accounts.csv is headed "
                "\"hours\"");
    expect_said(&s, "rules.json: tier: expected the header of a column of "
                    "accounts.csv, or null");
    expect_said(&s, "rules.json: stage: the column headed \"value\" is taken "
                    "for another already");
    cr_expect(eq(sz, fault_count(s.said), 4));
    sample_clear(&s);
    doc_free(doc);
}

Test(frame, quotes_long_cells_in_part)
{
    char text[400], cell[300];
    struct sample s;

    memset(cell, 'x', sizeof cell);
    memcpy(cell + 59, "\xC3\xA4", 2);
    cell[sizeof cell - 1] = '\0';
    snprintf(text, sizeof text, "id,value\n1,%s\n", cell);
    read_accounts(&s, text);
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    snprintf(text, sizeof text,
             "accounts.csv:2:2: value: \"%.59s\" is not a number", cell);
    expect_said(&s, text);
    sample_clear(&s);
}

/* Most cells take a short way through the digits; it must lead to the number
 * that number_read() gives. */
Test(frame, reads_numbers_as_number_read_does)
{
    static const char letters[] = "00123456789..-$% ";
    struct rng rng;
    size_t n_numbers = 0;

    rng_init(&rng, 1, 0);
    for (int k = 0; k < 4000; k++) {
        char cell[12] = "", text[40];
        size_t length = 1 + rng_below(&rng, 8);
        struct decimal wanted, got;
        enum number_style style = NUMBER_POINT;
        struct sample s;

        for (size_t i = 0; i < length; i++)
            cell[i] = letters[rng_below(&rng, sizeof letters - 1)];
        snprintf(text, sizeof text, "id,value\n1,%s\n", cell);
        if (strspn(cell, " ") == length)
            continue;
        number_style_of(cell, &style);
        read_accounts(&s, text);
        if (number_read(cell, style, &wanted) == NUMBER_OK &&
            wanted.decimals <= 6) {
            n_numbers++;
            got = column_decimal(get(&s, "value"), 0);
            cr_expect(eq(int, s.status, EB_OK), "\"%s\"", cell);
            cr_expect(eq(i64, got.units, wanted.units), "\"%s\"", cell);
            cr_expect(eq(int, got.decimals, wanted.decimals), "\"%s\"", cell);
        } else if (number_read(cell, style, &wanted) != NUMBER_OK) {
            cr_expect(eq(int, s.status, EB_BAD_DATA), "\"%s\"", cell);
        }
        sample_clear(&s);
    }
    cr_expect(gt(sz, n_numbers, 500));
}

struct swept {
    struct table *table;
    const struct node *mapping;
};

static eb_status read_once(void *context)
{
    const struct swept *in = context;
    eb_messages *said = eb_messages_new();
    struct names words = {0};
    struct frame *frame = NULL;
    eb_status status = said == NULL
                           ? EB_NO_MEMORY
                           : frame_read(in->table, &schema_accounts,
                                        (struct mapping){in->mapping, NULL},
                                        &words, &frame, said);

    frame_free(frame);
    names_clear(&words);
    eb_messages_free(said);
    return status == EB_BAD_DATA ? EB_OK : status;
}

Test(frame, survives_every_failed_allocation)
{
    static const struct named pairs[] = {
        {"value", "arr"}, {"csm_owner", "who"}, {"namme", "x"}};
    struct doc *doc = mapping_of(pairs, 3);
    struct swept in = {.mapping = doc->root};

    in.table = table_of("accounts.csv",
                        "id,arr,who,ae_owner,skills,extra,when,mix,owner_id,"
                        "sales_rep,\n"
                        "A,1,r, r2 ,a;b ,1,2027-01-04,a;b,x,y,z\n"
                        "A,1k,r,r2,;,2,2027-01-05,1,,,\n"
                        ",1.1234567,r,r2,,2,2027-01-05,1,,,\n");
    cr_expect(gt(long, sweep_memory(read_once, &in), 20));
    table_free(in.table);
    doc_free(doc);
}
