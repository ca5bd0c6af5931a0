/* plan_inputs.c - the inputs that a plan folder names, found again. */
#include "io/plan_inputs.h"

#include "io/digest.h"
#include "io/disk.h"
#include "io/files.h"

#include <string.h>

struct finding {
    const char *folder, *books; /* books may be NULL */
    const struct doc *plan;
    struct inputs *inputs;
    eb_messages *said;
};

char *plan_path(const char *folder, const char *name)
{
    size_t n = strlen(folder);

    return disk_join(folder, n > 0 && folder[n - 1] == '/' ? "" : "/", name);
}

eb_status plan_holds(const char *folder, const char *name, bool *holds)
{
    char *path = plan_path(folder, name);

    *holds = path != NULL && file_is_there(path);
    if (path == NULL)
        return EB_NO_MEMORY;
    mem_free(path);
    return EB_OK;
}

const char *plan_digest(const struct doc *plan, const char *name)
{
    const struct node *list = doc_get(plan->root, "files");

    for (const struct node *k = doc_first(list); k != NULL; k = k->next) {
        const char *path = doc_string(doc_get(k, "path"));

        if (path != NULL && strcmp(path, name) == 0)
            return doc_string(doc_get(k, "sha256"));
    }
    return NULL;
}

static int input_of_role(const char *role)
{
    for (int k = 0; k < EB_N_INPUTS; k++)
        if (role != NULL && strcmp(input_role((eb_input)k), role) == 0)
            return k;
    return -1;
}

/* Rules that were made for the plan, as for a point of a frontier, lie with it. */
static bool is_own(eb_input which, const char *path)
{
    return which == EB_RULES && strcmp(path, input_file_name(which)) == 0;
}

/* Where the input is now: *out is a new string. Without `books`, as the plan
 * names it; with it, its name there, or else the usual one. */
static eb_status locate(const struct finding *finding, eb_input which,
                        const char *path, char **out)
{
    bool named = strcmp(path, "-") != 0;
    const char *usual = input_file_name(which);
    const char *books = is_own(which, path) ? NULL : finding->books;

    if (books == NULL && !named)
        return fail(EB_BAD_USAGE, finding->said,
                    "the plan took its %s from standard input: name a folder "
                    "that holds them as %s",
                    input_role(which), usual);
    if (books == NULL)
        *out = path[0] == '/' ? mem_string(path)
                              : plan_path(finding->folder, path);
    else
        *out = plan_path(books, named ? input_base_name(path) : usual);
    if (*out != NULL && books != NULL && !file_is_there(*out)) {
        mem_free(*out);
        *out = plan_path(books, usual);
    }
    return *out == NULL ? EB_NO_MEMORY : EB_OK;
}

static eb_status malformed(const struct finding *finding,
                           const struct node *node)
{
    struct place at = doc_place(finding->plan, node);

    return fail(EB_REFUSED, finding->said,
                "%s:%ld:%ld: an input is not named by role, path and sha256",
                at.file, at.line, at.column);
}

static eb_status take_input(const struct finding *finding,
                            const struct node *listed)
{
    const char *path = doc_string(doc_get(listed, "path"));
    const char *sha256 = doc_string(doc_get(listed, "sha256"));
    int which = input_of_role(doc_string(doc_get(listed, "role")));
    char *where = NULL, *bytes = NULL, now[65];
    size_t length = 0;
    eb_status status;

    if (path == NULL || sha256 == NULL || which < 0 ||
        finding->inputs->of[which] != NULL)
        return malformed(finding, listed);
    TRY(locate(finding, (eb_input)which, path, &where));
    TRY(file_read(where, &bytes, &length, finding->said));
    TRY(digest_of((eb_input)which, bytes, length, now));
    if (strcmp(now, sha256) != 0 ||
        (double)length != doc_double(doc_get(listed, "bytes"))) {
        status = fail(EB_REFUSED, finding->said,
                      "%s has changed since the plan was made", where);
        goto done;
    }
    TRY(inputs_take(finding->inputs, (eb_input)which, where, where, bytes,
                    length, finding->said));
done:
    mem_free(bytes);
    mem_free(where);
    return status;
}

eb_status plan_inputs(const char *folder, const char *books,
                      const struct doc *plan, struct inputs *out,
                      eb_messages *said)
{
    const struct finding finding = {folder, books, plan, out, said};
    const struct node *list = doc_get(plan->root, "inputs");
    eb_status status = EB_OK;

    for (const struct node *k = doc_first(list); k != NULL; k = k->next)
        TRY(take_input(&finding, k));
    if (inputs_table(out, EB_ACCOUNTS) == NULL ||
        inputs_table(out, EB_REPS) == NULL)
        status = fail(EB_REFUSED, said,
                      "plan.json: inputs name no accounts or no reps");
done:
    return status;
}
