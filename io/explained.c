/* explained.c - the answer to a question about a plan folder. */
#include "io/explained.h"

#include "base/names.h"
#include "io/handles.h"
#include "model/planner.h"
#include "model/workings.h"

#include <string.h>
#include <strings.h>

/* ---- Who is meant -------------------------------------------------------- */

/* Accounts or reps, by number. */
struct crowd {
    const struct books *books;
    size_t n;
    const char *(*id)(const struct books *books, size_t k);
    const char *(*name)(const struct books *books, size_t k);
    const char *kind;
};

static int with_id(const struct crowd *crowd, const char *id)
{
    for (size_t k = 0; k < crowd->n; k++)
        if (strcmp(crowd->id(crowd->books, k), id) == 0)
            return (int)k;
    return -1;
}

/* -1: none has the name, -2: several have; a letter is the same whatever its
 * case. */
static int with_name(const struct crowd *crowd, const char *name)
{
    int found = -1;

    for (size_t k = 0; k < crowd->n; k++)
        if (strcasecmp(crowd->name(crowd->books, k), name) == 0 ||
            strcasecmp(crowd->id(crowd->books, k), name) == 0)
            found = found == -1 ? (int)k : -2;
    return found;
}

static eb_status refuse(const struct crowd *crowds, size_t n,
                        const char *about, eb_messages *said)
{
    struct VEC(const char *) known = {0};
    const char *near;
    eb_status status = EB_NO_MEMORY;

    for (size_t c = 0; c < n; c++)
        for (size_t k = 0; k < crowds[c].n; k++)
            if (!VEC_PUSH(&known, crowds[c].id(crowds[c].books, k)) ||
                !VEC_PUSH(&known, crowds[c].name(crowds[c].books, k)))
                goto done;
    near = names_nearest(known.at, known.n, about);
    status = fail(EB_BAD_USAGE, said,
                  "no %s of the plan has the id or the name \"%s\"%s%s%s",
                  n == 1 ? crowds[0].kind : "account and no rep", about,
                  near == NULL ? "" : "; did you mean \"",
                  near == NULL ? "" : near, near == NULL ? "" : "\"?");
done:
    VEC_CLEAR(&known);
    return status;
}

/* In one of the crowds, by id before by name. */
static eb_status find(const struct crowd *crowds, size_t n, const char *about,
                      size_t *crowd, int *who, eb_messages *said)
{
    int (*const ways[])(const struct crowd *, const char *) = {with_id,
                                                               with_name};

    for (size_t w = 0; w < 2; w++) {
        size_t hits = 0;

        for (size_t c = 0; c < n; c++) {
            int found = ways[w](&crowds[c], about);

            if (found == -2)
                return fail(EB_BAD_USAGE, said,
                            "several %ss have the name \"%s\": give the id",
                            crowds[c].kind, about);
            if (found < 0)
                continue;
            hits++;
            *crowd = c;
            *who = found;
        }
        if (hits > 1)
            return fail(EB_BAD_USAGE, said,
                        "\"%s\" is an account and a rep: write account:%s or "
                        "rep:%s",
                        about, about, about);
        if (hits == 1)
            return EB_OK;
    }
    return refuse(crowds, n, about, said);
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static eb_status find_subject(const struct explain_question *question,
                              struct explained *out, eb_messages *said)
{
    const struct books *books = out->plan.opened.books;
    const struct crowd crowds[] = {
        {books, books->n_accounts, account_id, account_name, "account"},
        {books, books->n_reps, rep_id, rep_name, "rep"}};
    const char *about = question->about;
    size_t crowd = 0, first = 0, n = 2;
    eb_status status;

    if (starts(about, "account:") || starts(about, "rep:")) {
        first = starts(about, "rep:");
        about = strchr(about, ':') + 1;
        n = 1;
    }
    TRY(find(crowds + first, n, about, &crowd, &out->about, said));
    out->of_rep = first + crowd == 1;
done:
    return status;
}

static eb_status find_other(const struct explain_question *question,
                            const struct explained *out, int *to,
                            eb_messages *said)
{
    const struct books *books = out->plan.opened.books;
    const struct crowd reps = {books, books->n_reps, rep_id, rep_name, "rep"};
    size_t crowd;
    eb_status status = EB_OK;

    *to = -1;
    if (question->to == NULL)
        return EB_OK;
    if (out->of_rep)
        return fail(EB_BAD_USAGE, said, "--to is for an account: %s is a rep",
                    rep_id(books, (size_t)out->about));
    TRY(find(&reps, 1, question->to, &crowd, to, said));
    if (*to == out->plan.rep[out->about])
        status = fail(EB_BAD_USAGE, said, "--to: %s has it already",
                      rep_id(books, (size_t)*to));
done:
    return status;
}

/* ---- A plan with the account forced ------------------------------------- */

static eb_status resolve(const struct explain_question *question,
                         struct explained *out, int to, eb_messages *said)
{
    const struct planner_options options =
        planner_options_of(question->options, clock_seconds());
    struct books *books = out->plan.opened.books;
    int *pin = &books->pin[out->about], kept = *pin;
    struct plan *plan = NULL;
    eb_status status;

    *pin = to;
    status = planner_run(books, out->plan.opened.rules, &options, &plan, said);
    *pin = kept;
    TRY(status);
    out->resolved = (struct resolved){to, plan->outcome, plan->objective,
                                      plan->lower_bound};
done:
    plan_free(plan);
    return status;
}

/* ---- The answer ---------------------------------------------------------- */

static void read_reason(struct explained *out)
{
    const struct table *table = out->plan.assignments;
    const struct compiled *c = out->plan.restored.compiled;
    int column = table_column(table, "reason");

    out->reason =
        column < 0 ? ""
                   : table_cell(table, (size_t)c->workings->rank[out->about],
                                (size_t)column);
}

static int cheapest_of(const struct account_answer *answer)
{
    return answer->n_candidates == 0 ? -1 : answer->candidates[0].rep;
}

static eb_status answer_account(const struct explain_question *question,
                                struct explained *out, eb_messages *said)
{
    const struct compiled *c = out->plan.restored.compiled;
    int to = -1;
    eb_status status;

    read_reason(out);
    TRY(find_other(question, out, &to, said));
    out->in_play = in_play(c, out->about);
    if (!out->in_play)
        return EB_OK;
    TRY(explain_account(out->plan.opened.books, &out->plan.what,
                        &out->plan.restored, out->about, to, &out->account));
    to = to >= 0 ? to : cheapest_of(&out->account);
    if (question->resolve && to < 0)
        TRY(fail(EB_BAD_USAGE, said,
                 "--resolve: no other rep could have it: %s", out->reason));
    if (question->resolve)
        TRY(resolve(question, out, to, said));
done:
    return status;
}

static int64_t units_or(const struct node *root, const char *key,
                        int64_t other)
{
    const struct node *node = doc_get(root, key);
    wide units;

    if (node == NULL || node->text == NULL ||
        !decimal_read_wide(node->text, 9, &units))
        return other;
    return (int64_t)units;
}

eb_status explained_make(const struct explain_question *question,
                         struct explained *out, eb_messages *said)
{
    eb_messages *heard = eb_messages_new();
    eb_status status = heard == NULL ? EB_NO_MEMORY : EB_OK;

    *out = (struct explained){.resolved = {.rep = -1}};
    TRY(status);
    status = reopen(question->folder, question->books, &out->plan, heard);
    if (status != EB_OK) /* else it is what was said when it was made */
        TRY(messages_pass_on(heard, said) == EB_NO_MEMORY ? EB_NO_MEMORY
                                                          : status);
    out->objective = out->plan.restored.objective;
    out->lower_bound =
        units_or(out->plan.plan->root, "lower_bound", INT64_MIN);
    TRY(find_subject(question, out, said));
    if (out->of_rep && question->to != NULL)
        TRY(find_other(question, out, &(int){0}, said));
    if (out->of_rep && question->resolve)
        TRY(fail(EB_BAD_USAGE, said, "--resolve is for an account"));
    if (out->of_rep)
        TRY(explain_book(&out->plan.restored, out->about, &out->book));
    else
        TRY(answer_account(question, out, said));
done:
    eb_messages_free(heard);
    if (status != EB_OK)
        explained_clear(out);
    return status;
}

void explained_clear(struct explained *explained)
{
    account_answer_clear(&explained->account);
    book_answer_clear(&explained->book);
    reopened_clear(&explained->plan);
    *explained = (struct explained){0};
}
