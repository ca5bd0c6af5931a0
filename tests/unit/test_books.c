/* test_books.c - accounts, reps and what joins them. */
#include "model/books.h"

#include "base/doc.h"
#include "model/circles.h"
#include "model/order.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The files as text; NULL where there is none, as where none is given. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
struct files {
    const char *accounts, *reps, *pairs, *territories, *decisions;
    const char *role;
};

struct sample {
    struct table *table[5];
    struct book_tables tables;
    struct books *books;
    eb_messages *said;
    eb_status status;
};

static struct table *maybe(const char *file, const char *text)
{
    return text == NULL ? NULL : table_of(file, text);
}

static void make(struct sample *out, struct files files)
{
    struct table **t = out->table;

    *out = (struct sample){.said = eb_messages_new()};
    t[0] = maybe("accounts.csv", files.accounts);
    t[1] = maybe("reps.csv", files.reps);
    t[2] = maybe("pairs.csv", files.pairs);
    t[3] = maybe("territories.csv", files.territories);
    t[4] = maybe("decisions.csv", files.decisions);
    out->tables = (struct book_tables){t[0], t[1], t[2], t[3], t[4], NULL};
    out->status = books_make(&out->tables, files.role, &out->books, out->said);
}

static void sample_clear(struct sample *sample)
{
    books_free(sample->books);
    eb_messages_free(sample->said);
    for (int k = 0; k < 5; k++)
        table_free(sample->table[k]);
}

static void must(struct sample *sample)
{
    if (sample->status != EB_OK)
        show_messages(sample->said);
    cr_assert(eq(int, sample->status, EB_OK));
}

static void expect_said(const struct sample *sample, const char *text)
{
    bool found = says(sample->said, text);

    if (!found)
        show_messages(sample->said);
    cr_expect(eq(int, found, 1), "not said: %s", text);
}

/* ---- Ids and order ------------------------------------------------------- */

Test(books, number_reps_in_order_of_id_and_keep_the_rows_of_accounts)
{
    static const char *const by_id[] = {"A10", "A2", "b1"};
    struct sample s;

    make(&s, (struct files){.accounts = "id,name\nb1,Bee\nA2,\nA10,Ten\n",
                            .reps = "id,name\nzed,Zed Z\nann,\nBob,Bob B\n"});
    must(&s);
    cr_expect(eq(sz, s.books->n_accounts, 3));
    cr_expect(eq(sz, s.books->n_reps, 3));
    for (size_t k = 0; k < 3; k++)
        cr_expect(
            eq(str,
               (char *)account_id(s.books, (size_t)s.books->account_by_id[k]),
               (char *)by_id[k]));
    cr_expect(eq(str, (char *)account_name(s.books, 0), "Bee"));
    cr_expect(eq(str, (char *)account_name(s.books, 1), "A2"));
    cr_expect(eq(str, (char *)rep_id(s.books, 0), "Bob"));
    cr_expect(eq(str, (char *)rep_id(s.books, 1), "ann"));
    cr_expect(eq(str, (char *)rep_name(s.books, 1), "ann"));
    cr_expect(eq(str, (char *)rep_name(s.books, 2), "Zed Z"));
    cr_expect(eq(int, s.books->rep_row[2], 0));
    cr_expect(eq(str, (char *)s.books->role, "rep"));
    cr_expect(eq(int, s.books->has_as_of, 0));
    sample_clear(&s);
}

Test(books, order_by_text_leaves_equal_words_in_order)
{
    struct names words = {0};
    int word[5], order[5], i = 0;

    for (const char *text = "caacb"; *text != '\0'; text++)
        word[i++] = names_add(&words, (char[]){*text, '\0'});
    cr_assert(eq(int, order_by_text(&words, word, 5, order), EB_OK));
    for (int k = 0; k < 5; k++)
        cr_expect(eq(int, order[k], ((int[]){1, 2, 4, 0, 3})[k]));
    names_clear(&words);
}

Test(books, sort_by_key_leaves_equal_keys_in_order)
{
    struct record {
        char name;
        int key;
    } record[5] = {{'a', 2}, {'b', 0}, {'c', 2}, {'d', 1}, {'e', 0}};
    char names[6] = "";

    cr_assert(eq(int,
                 sort_by_key(record, 5, sizeof *record,
                             offsetof(struct record, key), 3),
                 EB_OK));
    for (int k = 0; k < 5; k++)
        names[k] = record[k].name;
    cr_expect(eq(str, names, "bedac"));
}

/* ---- Roles --------------------------------------------------------------- */

Test(books, plan_the_only_role_or_the_one_asked_for)
{
    const char *accounts = "id,owner,csm_owner\nA,x,c2\nB,a1,\nC,,a1\n";
    const char *reps = "id,role\nc2, csm \na1,ae\nc1,csm\n";
    struct sample s;

    make(&s, (struct files){accounts, reps, .role = " csm"});
    must(&s);
    cr_expect(eq(str, (char *)s.books->role, "csm"));
    cr_expect(eq(sz, s.books->n_reps, 2));
    cr_expect(eq(str, (char *)s.books->owner_column->name, "csm_owner"));
    cr_expect(eq(int, s.books->owner[0], 1));
    cr_expect(eq(int, s.books->owner_state[0], OWNED));
    cr_expect(eq(int, s.books->owner_state[1], UNOWNED));
    cr_expect(eq(int, s.books->owner_state[2], OWNER_UNKNOWN));
    cr_expect(eq(int, s.books->owner[2], -1));
    expect_said(&s, "accounts.csv: csm_owner: 1 account with an owner who is "
                    "no rep of the role csm: \"a1\" (1)");
    sample_clear(&s);

    make(&s, (struct files){accounts, reps, .role = "ae"});
    must(&s);
    cr_expect(eq(str, (char *)s.books->owner_column->name, "owner"));
    cr_expect(eq(int, s.books->owner[1], 0));
    sample_clear(&s);

    make(&s, (struct files){accounts, "id,role\nc2,csm\nc1,csm\n"});
    must(&s);
    cr_expect(eq(str, (char *)s.books->role, "csm"));
    sample_clear(&s);

    make(&s, (struct files){accounts, "id,role\nc2,\nc1, \n"});
    must(&s);
    cr_expect(eq(str, (char *)s.books->role, "rep"));
    sample_clear(&s);
}

Test(books, say_which_roles_there_are)
{
    static const struct {
        const char *reps, *role, *said;
        eb_status status;
    } cases[] = {
        {"id,role\na,csm\nb,ae\nc,csm\n", NULL,
         "reps.csv has several roles: ae (1 rep), csm (2 reps); choose one "
         "with --role",
         EB_BAD_USAGE},
        {"id,role\na,csm\nb,ae\n", "CSM",
         "reps.csv has no role \"CSM\"; --role can be ae (1 rep), csm (1 rep)",
         EB_BAD_USAGE},
        {"id\na\n", "csm", "reps.csv has no role \"csm\"; --role can be rep",
         EB_BAD_USAGE},
        {"id,role\na,csm\nb,\n", NULL, "reps.csv:3:2: role: is blank",
         EB_BAD_DATA},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct sample s;

        make(&s,
             (struct files){"id\nA\n", cases[k].reps, .role = cases[k].role});
        cr_expect(eq(int, s.status, cases[k].status));
        cr_expect(eq(ptr, s.books, NULL));
        expect_said(&s, cases[k].said);
        sample_clear(&s);
    }
}

Test(books, find_the_owner_column_of_a_role_of_two_words)
{
    struct sample s;

    make(&s, (struct files){"id,Key Account Owner\nA,r\n",
                            "id,role\nr,Key-Account\n"});
    must(&s);
    cr_expect(eq(int, s.books->owner[0], 0));
    sample_clear(&s);
}

Test(books, warn_where_only_another_role_has_owners)
{
    struct sample s;

    make(&s, (struct files){"id,csm_owner\nA,r\n", "id\nr\n"});
    must(&s);
    cr_expect(eq(ptr, (void *)s.books->owner_column, NULL));
    cr_expect(eq(int, s.books->owner_state[0], UNOWNED));
    expect_said(&s, "accounts.csv: no column has the owners of the role rep, "
                    "though \"csm_owner\" has those of another: every account "
                    "counts as without an owner");
    sample_clear(&s);
}

/* ---- Owners, parents, pins ----------------------------------------------- */

Test(books, count_the_owners_that_are_no_reps)
{
    struct sample s;

    make(&s, (struct files){
                 "id,owner\n1,q\n2,q\n3,b\n4,Ann A\n5,Ann A\n6,c\n7,r\n",
                 "id,name\nr,Ann A\n"});
    must(&s);
    expect_said(&s,
                "accounts.csv: owner: 6 accounts with an owner who is no "
                "rep of the role rep: \"Ann A\" (2), \"q\" (2), \"b\" (1) "
                "and 1 more; some are names of reps, where ids are wanted");
    cr_expect(eq(sz, eb_messages_count(s.said), 1));
    sample_clear(&s);
}

Test(books, resolve_parents_and_warn_of_unknown_ones)
{
    struct sample s;

    make(&s, (struct files){"id,parent\nA,\nB,A\nC,B\nD,x\nE,y\n", "id\nr\n"});
    must(&s);
    cr_expect(eq(int, s.books->parent[0], -1));
    cr_expect(eq(int, s.books->parent[1], 0));
    cr_expect(eq(int, s.books->parent[2], 1));
    cr_expect(eq(int, s.books->parent[3], -1));
    expect_said(&s,
                "accounts.csv:5:2: parent: \"x\" is no account; 2 accounts "
                "have such a parent and stand alone");
    sample_clear(&s);
}

Test(books, name_every_circle_of_parents_once)
{
    struct sample s;

    make(&s,
         (struct files){"id,parent\nA,B\nB,C\nC,B\nD,D\nE,A\n", "id\nr\n"});
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s, "accounts.csv:3:2: parent: a circle: B -> C -> B");
    expect_said(&s, "accounts.csv:5:2: parent: a circle: D -> D");
    cr_expect(eq(sz, fault_count(s.said), 2));
    sample_clear(&s);
}

Test(books, cut_the_words_for_a_long_circle)
{
    char text[400] = "id,parent\n";
    struct sample s;

    for (int k = 0; k < 12; k++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "a%02d,a%02d\n", k, (k + 1) % 12);
    make(&s, (struct files){text, "id\nr\n"});
    expect_said(&s, "accounts.csv:2:2: parent: a circle: a00 -> a01 -> a02 -> "
                    "a03 -> a04 -> a05 -> a06 -> a07 -> ... -> a00");
    sample_clear(&s);
}

Test(books, resolve_pins_and_nots_of_the_role)
{
    struct sample s;

    make(&s,
         (struct files){"id,pin,not\nA,c2,c1;a1;c1\nB,a1,\nC,,c2;c1\n",
                        "id,role\nc1,csm\nc2,csm\na1,ae\n", .role = "csm"});
    must(&s);
    cr_expect(eq(int, s.books->pin[0], 1));
    cr_expect(eq(int, s.books->pin[1], -1), "another plan's business");
    cr_expect(eq(int, s.books->not_first[1], 1));
    cr_expect(eq(int, s.books->not_first[2], 1));
    cr_expect(eq(int, s.books->not_first[3], 3));
    cr_expect(eq(int, s.books->not_rep[0], 0));
    sample_clear(&s);
}

Test(books, refuse_reps_that_nobody_knows)
{
    struct sample s;

    make(&s, (struct files){"id,pin,not\nA,amra,zzz\nB,xxxxx,amara\n",
                            "id\namara\nben\n"});
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s, "accounts.csv:2:2: pin: \"amra\" is no rep; did you mean "
                    "\"amara\"?");
    expect_said(&s, "accounts.csv:2:3: not: \"zzz\" is no rep");
    expect_said(&s, "accounts.csv:3:2: pin: \"xxxxx\" is no rep");
    cr_expect(eq(sz, fault_count(s.said), 3));
    sample_clear(&s);
}

/* ---- Pairs and decisions ------------------------------------------------- */

Test(books, sort_pairs_by_account_and_rep)
{
    struct sample s;
    const struct pair *pair;

    make(&s, (struct files){"id\nB\nA\nC\n", "id,role\nr2,x\nr1,x\nq,y\n",
                            "account,rep,cost,fit,workload,forbidden\n"
                            "C,r1,1.50,,,\n"
                            "B,r2,,0.25,,\n"
                            "B,q,1,1,1,yes\n"
                            "B,r1,-2,1,12.0,yes\n",
                            .role = "x"});
    must(&s);
    cr_expect(eq(sz, s.books->n_pairs, 3), "q has another role");
    cr_expect(eq(sz, s.books->pair_first[1], 2));
    cr_expect(eq(sz, s.books->pair_first[2], 2));
    cr_expect(eq(sz, s.books->pair_first[3], 3));
    pair = books_pair(s.books, 0, 0);
    cr_assert(ne(ptr, (void *)pair, NULL));
    cr_expect(eq(sz, pair->row, 3));
    cr_expect(eq(int, pair->forbidden, 1));
    cr_expect(eq(i64, pair->cost.units, -2));
    cr_expect(eq(i64, pair->workload.units, 12));
    cr_expect(eq(int, pair->workload.decimals, 0));
    pair = books_pair(s.books, 0, 1);
    cr_assert(ne(ptr, (void *)pair, NULL));
    cr_expect(eq(int, pair->has_cost, 0));
    cr_expect(eq(int, pair->has_workload, 0));
    cr_expect(eq(int, pair->forbidden, 0));
    cr_expect(eq(i64, pair->fit.units, 25));
    cr_expect(eq(int, pair->fit.decimals, 2));
    cr_expect(eq(ptr, (void *)books_pair(s.books, 1, 0), NULL));
    cr_expect(eq(ptr, (void *)books_pair(s.books, 2, 1), NULL));
    cr_expect(ne(ptr, (void *)books_pair(s.books, 2, 0), NULL));
    sample_clear(&s);
}

Test(books, refuse_pairs_that_are_unknown_or_there_twice)
{
    struct sample s;

    make(&s, (struct files){"id\nA\nACME\n", "id\nr1\nr2\n",
                            "account,rep,fit\n"
                            "A,r1,0.5\n"
                            "A,r2,0.5\n"
                            "A,r1,2\n"
                            "ACM,r9,-1\n"
                            ",r1,\n"
                            "A,r1,1\n"});
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s, "pairs.csv:4:3: fit: \"2\" is not between 0 and 1");
    expect_said(&s, "pairs.csv:5:3: fit: \"-1\" is not between 0 and 1");
    expect_said(&s, "pairs.csv:5:1: account: \"ACM\" is no account; did you "
                    "mean \"ACME\"?");
    expect_said(&s, "pairs.csv:5:2: rep: \"r9\" is no rep");
    expect_said(&s, "pairs.csv:6:1: account: is blank");
    expect_said(&s, "pairs.csv:4:1: A and r1 stand on line 2 already");
    expect_said(&s, "pairs.csv:7:1: A and r1 stand on line 4 already");
    cr_expect(eq(sz, fault_count(s.said), 7));
    sample_clear(&s);
}

Test(books, keep_decisions_in_order_of_account)
{
    struct sample s;
    const struct decision *d;

    make(&s, (struct files){"id\nB\nA\n", "id,role\nr2,x\nr1,x\nq,y\n",
                            .decisions = "account,decision,rep,why,by\n"
                                         "A,Accept,r1,likes her,Kim\n"
                                         "A,reject,q,,\n"
                                         "B,outside,,,\n"
                                         "A,never,r2,,\n"
                                         "B,pin,r2,,\n",
                            .role = "x"});
    must(&s);
    d = s.books->decisions;
    cr_assert(eq(sz, s.books->n_decisions, 4), "q has another role");
    cr_expect(eq(int, d[0].verdict, OUTSIDE));
    cr_expect(eq(int, d[0].rep, -1));
    cr_expect(eq(int, d[0].account, 0));
    cr_expect(eq(int, d[1].verdict, PIN));
    cr_expect(eq(int, d[1].rep, 1));
    cr_expect(eq(int, d[2].verdict, ACCEPT));
    cr_expect(eq(int, d[2].account, 1));
    cr_expect(eq(int, d[2].rep, 0));
    cr_expect(eq(str, (char *)d[2].why, "likes her"));
    cr_expect(eq(str, (char *)d[2].by, "Kim"));
    cr_expect(eq(sz, d[2].row, 0));
    cr_expect(eq(int, d[3].verdict, NEVER));
    cr_expect(eq(str, (char *)d[3].why, ""));
    sample_clear(&s);
}

Test(books, refuse_decisions_that_decide_nothing)
{
    struct sample s;

    make(&s, (struct files){"id\nB\nA\n", "id\nr1\n",
                            .decisions = "account,decision,rep\n"
                                         "A,accept,\n"
                                         "A,maybe,r1\n"
                                         "X,pin,r1\n"
                                         "A,pin,nobody\n"
                                         "A,,r1\n"});
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s, "decisions.csv:2:3: \"accept\" needs a rep");
    expect_said(&s,
                "decisions.csv:3:2: decision: \"maybe\" is none of accept, "
                "reject, pin, never, outside");
    expect_said(&s, "decisions.csv:4:1: account: \"X\" is no account");
    expect_said(&s, "decisions.csv:5:3: rep: \"nobody\" is no rep");
    expect_said(&s, "decisions.csv:6:2: decision: is blank");
    cr_expect(eq(sz, fault_count(s.said), 5));
    sample_clear(&s);
}

/* ---- Time ---------------------------------------------------------------- */

static int64_t day(const char *iso)
{
    int64_t days = 0;

    cr_assert(eq(int, date_read(iso, DATE_ISO, &days), 1));
    return days;
}

Test(books, take_the_latest_past_date_for_today)
{
    static const struct {
        const char *accounts, *reps, *as_of;
    } cases[] = {
        {"id,owner_since,renewal_date\nA,2026-05-01,2028-01-01\nB,2026-04-01,"
         "\n",
         "id,end_date\nr,2029-01-01\n", "2026-05-01"},
        {"id,created\nA,2026-07-01\nB,2026-01-01\n",
         "id,start_date\nr,2027-01-01\n", "2026-07-01"},
        {"id,owner_since\nA,\n", "id,seen\nr,2025-01-01\n", "2025-01-01"},
        {"id,renewal_date\nA,2027-01-01\n", "id,out_to\nr,2026-01-01\n",
         "2027-01-01"},
        {"id\nA\n", "id,ramp\nr,2026-03-01\ns,0.5\n", "2026-03-01"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct sample s;

        make(&s, (struct files){cases[k].accounts, cases[k].reps});
        must(&s);
        cr_expect(eq(int, s.books->has_as_of, 1));
        cr_expect(eq(i64, s.books->as_of, day(cases[k].as_of)), "case %zu", k);
        sample_clear(&s);
    }
}

Test(books, know_when_reps_are_there)
{
    struct sample s;
    const struct rep_time *t;

    make(&s, (struct files){
                 "id\nA\n",
                 "id,active,start_date,end_date,out_from,out_to,ramp\n"
                 "b,no,2026-01-01,2026-12-31,2026-03-01,2026-04-01,50%\n"
                 "a,,,,,,\n"
                 "c,yes,,,2026-03-01,,2026-07-01\n"
                 "d,1,,,,2026-03-01,1\n"});
    must(&s);
    t = s.books->rep_time;
    cr_expect(eq(int, t[0].active, 1), "blank is yes");
    cr_expect(eq(i64, t[0].start, INT64_MIN));
    cr_expect(eq(i64, t[0].end, INT64_MAX));
    cr_expect(gt(i64, t[0].out_from, t[0].out_to));
    cr_expect(eq(i64, t[0].ramp.units, 1));
    cr_expect(eq(int, t[0].ramp.decimals, 0));
    cr_expect(eq(int, t[1].active, 0));
    cr_expect(eq(i64, t[1].start, day("2026-01-01")));
    cr_expect(eq(i64, t[1].end, day("2026-12-31")));
    cr_expect(eq(i64, t[1].out_from, day("2026-03-01")));
    cr_expect(eq(i64, t[1].out_to, day("2026-04-01")));
    cr_expect(eq(int, t[1].ramp_is_date, 0));
    cr_expect(eq(i64, t[1].ramp.units, 5));
    cr_expect(eq(int, t[1].ramp.decimals, 1));
    cr_expect(eq(i64, t[2].out_to, INT64_MAX));
    cr_expect(eq(int, t[2].ramp_is_date, 1));
    cr_expect(eq(i64, t[2].ramp_date, day("2026-07-01")));
    cr_expect(eq(i64, t[3].out_from, INT64_MIN));
    cr_expect(eq(i64, t[3].out_to, day("2026-03-01")));
    sample_clear(&s);
}

Test(books, refuse_times_that_cannot_be)
{
    struct sample s;

    make(&s, (struct files){
                 "id\nA\n",
                 "id,hire_date,end_date,out_from,out_to,ramp,fte\n"
                 "a,2026-02-01,2026-01-31,,,1.5,-1\n"
                 "b,2026-02-01,2026-02-01,2026-03-01,2026-02-28,-0.1,1\n"
                 "c,,,,,soon,0\n"
                 "d,,,,,2026-01-01,2\n"
                 "e,,,,,1/2/2026,\n"});
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s, "reps.csv:2:3: end_date: 2026-01-31 is before 2026-02-01, "
                    "the hire_date");
    expect_said(&s, "reps.csv:3:5: out_to: 2026-02-28 is before 2026-03-01, "
                    "the out_from");
    expect_said(&s, "reps.csv:2:6: ramp: \"1.5\" is not between 0 and 1");
    expect_said(&s, "reps.csv:3:6: ramp: \"-0.1\" is not between 0 and 1");
    expect_said(
        &s, "reps.csv:4:6: ramp: \"soon\" is neither a fraction nor a date");
    expect_said(&s, "reps.csv:6:6: ramp: \"1/2/2026\" is neither a fraction "
                    "nor a date written as the others are");
    expect_said(&s, "reps.csv:2:7: fte: \"-1\" is below 0");
    cr_expect(eq(sz, fault_count(s.said), 7));
    sample_clear(&s);
}

/* ---- Territories --------------------------------------------------------- */

static int code(const struct sample *s, const char *text)
{
    int word = names_find(&s->books->words, text);

    cr_assert(ge(int, word, 0));
    cr_assert(lt(sz, (size_t)word, s->books->tree.n_index));
    return s->books->tree.index[word];
}

Test(books, put_the_codes_of_all_files_into_one_forest)
{
    struct sample s;
    const struct tree *tree;

    make(&s, (struct files){"id,territory\n1,DE\n2,XX\n3,\n",
                            "id,territories\nr,DACH;YY\n",
                            .territories = "code,parent\nDACH,EMEA\nDE,DACH\n"
                                           "AT,DACH\nUS,\n"});
    must(&s);
    tree = &s.books->tree;
    cr_expect(eq(sz, tree->n, 7));
    for (size_t k = 1; k < tree->n; k++)
        cr_expect(lt(int,
                     strcmp(s.books->words.text.at[tree->code[k - 1]],
                            s.books->words.text.at[tree->code[k]]),
                     0));
    cr_expect(eq(int, tree->depth, 3));
    cr_expect(eq(int, tree->level[code(&s, "DE")], 3));
    cr_expect(eq(int, tree->level[code(&s, "EMEA")], 1));
    cr_expect(eq(int, tree->level[code(&s, "XX")], 1));
    cr_expect(eq(int, tree->parent[code(&s, "AT")], code(&s, "DACH")));
    cr_expect(eq(int, tree->parent[code(&s, "EMEA")], -1));
    cr_expect(eq(int, code(&s, "r"), -1));
    cr_expect(
        eq(int, tree_contains(tree, code(&s, "EMEA"), code(&s, "AT")), 1));
    cr_expect(eq(int, tree_contains(tree, code(&s, "AT"), code(&s, "AT")), 1));
    cr_expect(
        eq(int, tree_contains(tree, code(&s, "AT"), code(&s, "EMEA")), 0));
    cr_expect(eq(int, tree_contains(tree, code(&s, "US"), code(&s, "AT")), 0));
    expect_said(&s, "accounts.csv: territory: 1 code is not in "
                    "territories.csv: \"XX\"");
    expect_said(&s, "reps.csv: territories: 1 code is not in "
                    "territories.csv: \"YY\"");
    cr_expect(eq(sz, eb_messages_count(s.said), 2));
    sample_clear(&s);
}

Test(books, need_no_territory_file)
{
    struct sample s;

    make(&s, (struct files){"id,territory\n1,DE\n2,AT\n",
                            "id,territories\nr,DE\n"});
    must(&s);
    cr_expect(eq(sz, s.books->tree.n, 2));
    cr_expect(eq(int, s.books->tree.depth, 1));
    cr_expect(eq(sz, eb_messages_count(s.said), 0));
    sample_clear(&s);
    make(&s, (struct files){"id\n1\n", "id\nr\n"});
    must(&s);
    cr_expect(eq(sz, s.books->tree.n, 0));
    cr_expect(eq(int, s.books->tree.depth, 0));
    sample_clear(&s);
}

Test(books, refuse_circles_of_territories)
{
    struct sample s;

    make(&s, (struct files){"id\n1\n", "id\nr\n",
                            .territories = "code,parent\nQ,B\nB,A\nA,B\nA,Q\n"
                                           "S,S\n,A\n"});
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    expect_said(&s, "territories.csv:4:2: parent: a circle: A -> B -> A");
    expect_said(&s, "territories.csv:6:2: parent: a circle: S -> S");
    expect_said(&s,
                "territories.csv:5:1: code: \"A\" stands on line 4 already");
    expect_said(&s, "territories.csv:7:1: code: is blank");
    cr_expect(eq(sz, fault_count(s.said), 4));
    sample_clear(&s);
}

/* ---- All of it ----------------------------------------------------------- */

Test(books, report_the_faults_of_all_files_at_once)
{
    struct sample s;

    make(&s, (struct files){"id,value,pin\nA,x,q\nA,1,\n", "id,fte\nr,y\n",
                            "account,rep\nZ,r\n", "code,parent\nT,T\n",
                            "account,decision\nA,hm\n"});
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    cr_expect(eq(sz, fault_count(s.said), 7));
    cr_expect(eq(sz, says_count(s.said, "accounts.csv:"), 3));
    cr_expect(eq(sz, says_count(s.said, "reps.csv:"), 1));
    cr_expect(eq(sz, says_count(s.said, "pairs.csv:"), 1));
    cr_expect(eq(sz, says_count(s.said, "territories.csv:"), 1));
    cr_expect(eq(sz, says_count(s.said, "decisions.csv:"), 1));
    sample_clear(&s);

    make(&s, (struct files){"key\nA\n", "id,fte\nr,y\n", "x\n1\n"});
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    cr_expect(eq(sz, fault_count(s.said), 4), "what can be looked at is");
    sample_clear(&s);
}

Test(books, follow_the_columns_of_the_rules)
{
    struct sample s;
    struct doc *doc = NULL;
    struct node *columns, *accounts;

    make(&s, (struct files){"id,value,other\nA,1,2\n", "id\nr\n"});
    must(&s);
    books_free(s.books);
    cr_assert(eq(int, doc_new("rules.json", &doc), EB_OK));
    columns = doc_add(doc, NULL, NULL, DOC_OBJECT);
    accounts = doc_add(doc, columns, "accounts", DOC_OBJECT);
    doc_add_string(doc, accounts, "value", "other");
    s.tables.columns = columns;
    cr_assert(eq(int, books_make(&s.tables, NULL, &s.books, s.said), EB_OK));
    cr_expect(eq(i64, frame_column(s.books->accounts, "value")->number[0], 2));
    doc_free(doc);
    sample_clear(&s);
}

static const struct files everything = {
    .accounts =
        "id,value,owner,parent,pin,not,territory,owner_since,csm_owner,"
        "extra\n"
        "B,1.5,r1,A,r2,r1;q,DE,2026-01-01,x,1;2\n"
        "A,,z,x,,,XX,2026-01-02,,\n"
        "C,2,,A,,,AT,,,\n",
    .reps = "id,role,territories,ramp,end_date\n"
            "r2,ae,DACH,0.5,2027-01-01\nr1,ae,DE;YY,2026-05-01,\nq,am,,,\n",
    .pairs = "account,rep,cost,odd\nC,r1,1.5,x\nB,r2,2,y\n",
    .territories = "code,parent\nDACH,\nDE,DACH\nAT,DACH\n",
    .decisions = "account,decision,rep,why\nC,pin,r1,so\nA,outside,,\n",
    .role = "ae"};

static const struct files nothing_right = {
    .accounts = "id,value,parent,pin,not,x,x\n"
                "A,1k,B,rr2,zz,,\nB,1,A,,,,\nB,,,r12,,,\n",
    .reps = "id,role,ramp,start_date,end_date\n"
            "r2,ae,5,2027-01-01,2026-01-01\nr12,,soon,,\n",
    .pairs = "account,rep,cost\nA,r2,1\nA,r2,2\nX,y,\n",
    .territories = "code,parent\nA,B\nB,A\n",
    .decisions = "account,decision,rep\nX,pin,r2\nA,hm,r2\nA,pin,\n",
    .role = "ae"};

struct swept {
    struct sample sample;
    const char *role;
    eb_status expected;
};

static eb_status make_once(void *context)
{
    struct swept *in = context;
    eb_messages *said = eb_messages_new();
    struct books *books = NULL;
    eb_status status;

    if (said == NULL)
        return EB_NO_MEMORY;
    status = books_make(&in->sample.tables, in->role, &books, said);
    books_free(books);
    eb_messages_free(said);
    return status == in->expected ? EB_OK : status;
}

Test(books, survive_every_failed_allocation)
{
    struct swept good = {.role = "ae", .expected = EB_OK};
    struct swept bad = {.role = "ae", .expected = EB_BAD_DATA};
    struct swept no_role = {.role = "x", .expected = EB_BAD_USAGE};

    make(&good.sample, everything);
    must(&good.sample);
    cr_expect(gt(long, sweep_memory(make_once, &good), 100));
    no_role.sample = good.sample;
    cr_expect(gt(long, sweep_memory(make_once, &no_role), 50));
    sample_clear(&good.sample);

    make(&bad.sample, nothing_right);
    cr_assert(eq(int, bad.sample.status, EB_BAD_DATA));
    cr_expect(gt(long, sweep_memory(make_once, &bad), 100));
    sample_clear(&bad.sample);
}

static int in_any_order(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The owners by id, as one text, whatever the order of the rows. */
static void describe(const struct books *books, char *out, size_t room)
{
    *out = '\0';
    for (size_t k = 0; k < books->n_accounts; k++) {
        size_t a = (size_t)books->account_by_id[k], used = strlen(out);
        int parent = books->parent[a], owner = books->owner[a];

        snprintf(out + used, room - used, "%s:%s:%s:%d ", account_id(books, a),
                 owner < 0 ? "-" : rep_id(books, (size_t)owner),
                 parent < 0 ? "-" : account_id(books, (size_t)parent), owner);
    }
}

Test(books, mean_the_same_whatever_the_order_of_the_rows)
{
    char *rows[] = {"A,r1,\n", "B,r3,A\n", "C,,B\n", "D,r2,A\n", "E,zz,\n"};
    char *reps[] = {"r1\n", "r2\n", "r3\n"};
    char first[256], other[256];

    for (int turn = 0; turn < 2; turn++) {
        char accounts[200] = "id,owner,parent\n", people[60] = "id\n";
        struct sample s;

        if (turn == 0)
            qsort(rows, 5, sizeof *rows, in_any_order);
        for (int k = 0; k < 5; k++)
            strcat(accounts, rows[turn == 0 ? k : 4 - k]);
        for (int k = 0; k < 3; k++)
            strcat(people, reps[turn == 0 ? k : 2 - k]);
        make(&s, (struct files){accounts, people});
        must(&s);
        describe(s.books, turn == 0 ? first : other, sizeof first);
        sample_clear(&s);
    }
    cr_expect(eq(str, first, other));
}

/* Ten thousand unknown pins among ten thousand reps: hints must not make a
 * hundred million comparisons. */
Test(books, stay_fast_among_many_faults, .timeout = 20)
{
    enum { N = 10000 };
    char *accounts = calloc(N + 1, 24), *reps = calloc(N + 1, 12), *at;
    struct sample s;

    at = accounts + sprintf(accounts, "id,pin\n");
    for (int k = 0; k < N; k++)
        at += sprintf(at, "A%d,nobody%d\n", k, k);
    at = reps + sprintf(reps, "id\n");
    for (int k = 0; k < N; k++)
        at += sprintf(at, "r%d\n", k);
    make(&s, (struct files){accounts, reps});
    cr_expect(eq(int, s.status, EB_BAD_DATA));
    cr_expect(eq(sz, fault_count(s.said), N));
    sample_clear(&s);
    free(accounts);
    free(reps);
}
