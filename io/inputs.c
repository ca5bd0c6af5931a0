/* inputs.c - the input files: located, read, known by their SHA-256. */
#include "io/inputs.h"

#include "io/csv_reader.h"
#include "io/digest.h"
#include "io/disk.h"
#include "io/files.h"
#include "io/json.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *role, *file_name;
} usual[EB_N_INPUTS] = {
    [EB_ACCOUNTS] = {"accounts", "accounts.csv"},
    [EB_REPS] = {"reps", "reps.csv"},
    [EB_PAIRS] = {"pairs", "pairs.csv"},
    [EB_TERRITORIES] = {"territories", "territories.csv"},
    [EB_DECISIONS] = {"decisions", "decisions.csv"},
    [EB_RULES] = {"rules", "rules.json"},
};

const char *input_role(eb_input which)
{
    return usual[which].role;
}

const char *input_file_name(eb_input which)
{
    return usual[which].file_name;
}

const char *input_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

static void input_release(struct input *input)
{
    if (input == NULL || atomic_fetch_sub(&input->holders, 1) > 1)
        return;
    for (size_t k = 0; k < input->warnings.n; k++)
        mem_free(input->warnings.at[k]);
    VEC_CLEAR(&input->warnings);
    table_free(input->table);
    doc_free(input->doc);
    mem_free(input->path);
    mem_free(input->text);
    mem_free(input);
}

/* What was said from message `first` on. */
static eb_status keep_warnings(struct input *input, const eb_messages *said,
                               size_t first)
{
    for (size_t k = first; k < eb_messages_count(said); k++) {
        char *text;

        if (eb_messages_severity(said, k) != EB_WARNING)
            continue;
        text = mem_string(eb_messages_text(said, k));
        if (text == NULL)
            return EB_NO_MEMORY;
        if (!VEC_PUSH(&input->warnings, text)) {
            mem_free(text);
            return EB_NO_MEMORY;
        }
    }
    return EB_OK;
}

eb_status inputs_take(struct inputs *inputs, eb_input which, const char *path,
                      const char *name, const char *bytes, size_t length,
                      eb_messages *said)
{
    const char *called = path != NULL ? input_base_name(path) : name;
    size_t before = eb_messages_count(said);
    struct input *input = NEW(struct input, 1);
    eb_status status = EB_NO_MEMORY;

    if (input == NULL)
        return EB_NO_MEMORY;
    atomic_init(&input->holders, 1);
    if (path != NULL && (input->path = mem_string(path)) == NULL)
        goto done;
    input->bytes = length;
    TRY(digest_of(which, bytes, length, input->sha256));
    if (which == EB_RULES)
        TRY(json_read(called, bytes, length, &input->doc, said));
    else
        TRY(csv_read(called, bytes, length, &input->table, said));
    TRY(keep_warnings(input, said, before));
    input_release(inputs->of[which]);
    inputs->of[which] = input;
    return EB_OK;
done:
    input_release(input);
    return status;
}

eb_status inputs_take_along(struct inputs *inputs, eb_input which,
                            const char *bytes, size_t length,
                            eb_messages *said)
{
    eb_status status;

    TRY(inputs_take(inputs, which, NULL, input_file_name(which), bytes, length,
                    said));
    inputs->of[which]->text = mem_copy(bytes, length + 1, 1);
    if (inputs->of[which]->text == NULL)
        status = EB_NO_MEMORY;
done:
    return status;
}

/* A path that can be read again: pipes such as those of `<(...)` cannot. */
static bool is_lasting(const char *path)
{
    struct stat is;

    return stat(path, &is) == 0 && S_ISREG(is.st_mode);
}

static eb_status read_standard(struct inputs *inputs, eb_input which,
                               eb_messages *said)
{
    char *bytes = NULL;
    size_t length = 0;
    eb_status status;

    for (int k = 0; k < EB_N_INPUTS; k++)
        if (inputs->of[k] != NULL && inputs->of[k]->standard)
            return fail(EB_BAD_USAGE, said,
                        "standard input is %s already and cannot be %s too",
                        usual[k].role, usual[which].role);
    TRY(file_read("-", &bytes, &length, said));
    TRY(inputs_take(inputs, which, NULL, "standard input", bytes, length,
                    said));
    inputs->of[which]->standard = true;
done:
    mem_free(bytes);
    return status;
}

eb_status inputs_read_file(struct inputs *inputs, eb_input which,
                           const char *path, eb_messages *said)
{
    char *bytes = NULL;
    size_t length = 0;
    eb_status status;

    if (strcmp(path, "-") == 0)
        return read_standard(inputs, which, said);
    TRY(file_read(path, &bytes, &length, said));
    TRY(inputs_take(inputs, which, is_lasting(path) ? path : NULL,
                    input_base_name(path), bytes, length, said));
done:
    mem_free(bytes);
    return status;
}

/* A fault of the data lets the other files be read, other failures do not. */
static eb_status read_if_there(struct inputs *inputs, eb_input which,
                               const char *folder, eb_status so_far,
                               eb_messages *said)
{
    size_t n = strlen(folder);
    bool ends = n > 0 && folder[n - 1] == '/';
    char *path;
    eb_status status = so_far, now;

    if (inputs->of[which] != NULL)
        return so_far;
    path = disk_join(folder, ends ? "" : "/", usual[which].file_name);
    if (path == NULL)
        return EB_NO_MEMORY;
    if (file_is_there(path)) {
        now = inputs_read_file(inputs, which, path, said);
        status = now == EB_OK ? so_far : now;
    }
    mem_free(path);
    return status;
}

eb_status inputs_read_folder(struct inputs *inputs, const char *folder,
                             eb_messages *said)
{
    struct stat is;
    eb_status status = EB_OK;

    if (stat(folder, &is) != 0)
        return disk_fail(errno, said, folder);
    if (!S_ISDIR(is.st_mode))
        return disk_fail(ENOTDIR, said, folder);
    for (int k = 0; k < EB_N_INPUTS; k++) {
        status = read_if_there(inputs, (eb_input)k, folder, status, said);
        if (status == EB_NO_MEMORY)
            break;
    }
    return status;
}

void inputs_share(const struct inputs *from, struct inputs *out)
{
    *out = *from;
    for (int k = 0; k < EB_N_INPUTS; k++)
        if (out->of[k] != NULL)
            atomic_fetch_add(&out->of[k]->holders, 1);
}

void inputs_add(struct inputs *to, struct inputs *from)
{
    for (int k = 0; k < EB_N_INPUTS; k++)
        if (to->of[k] == NULL) {
            to->of[k] = from->of[k];
            from->of[k] = NULL;
        }
}

void inputs_drop(struct inputs *inputs, eb_input which)
{
    input_release(inputs->of[which]);
    inputs->of[which] = NULL;
}

void inputs_clear(struct inputs *inputs)
{
    for (int k = 0; k < EB_N_INPUTS; k++)
        inputs_drop(inputs, (eb_input)k);
}

const struct table *inputs_table(const struct inputs *inputs, eb_input which)
{
    return inputs->of[which] == NULL ? NULL : inputs->of[which]->table;
}

const struct doc *inputs_rules(const struct inputs *inputs)
{
    return inputs->of[EB_RULES] == NULL ? NULL : inputs->of[EB_RULES]->doc;
}
