/* scenarios.c - scenarios.json and its base, read. */
#include "io/scenarios.h"

#include "io/csv_writer.h"
#include "io/disk.h"
#include "io/files.h"
#include "io/json.h"
#include "io/plan_folder.h"
#include "model/complaint.h"

#include <string.h>

struct reading {
    struct scenarios *out;
    struct scenario_base base;
    const char *role;
    const struct rules_wish *wish;
    eb_messages *said;
};

/* ---- A scenario's files ------------------------------------------------- */

static eb_status take(struct inputs *inputs, eb_input which, const char *bytes,
                      size_t length, eb_messages *said)
{
    char *path = disk_join("books", "/", input_file_name(which));
    eb_status status = EB_NO_MEMORY;

    if (path != NULL)
        status = inputs_take(inputs, which, path, NULL, bytes, length, said);
    mem_free(path);
    return status;
}

static eb_status take_table(struct inputs *inputs, eb_input which,
                            const struct table *table, eb_messages *said)
{
    struct text text = {0};
    eb_status status = EB_OK;

    if (table == NULL)
        return EB_OK;
    table_text(table, &text);
    if (!text_ok(&text))
        status = EB_NO_MEMORY;
    else
        status = take(inputs, which, text.at, text.n, said);
    text_clear(&text);
    return status;
}

static eb_status take_rules(struct inputs *inputs, const struct doc *rules,
                            eb_messages *said)
{
    size_t length = 0;
    char *bytes;
    eb_status status;

    if (rules == NULL)
        return EB_OK;
    bytes = json_write(rules, &length);
    status = bytes == NULL ? EB_NO_MEMORY
                           : take(inputs, EB_RULES, bytes, length, said);
    mem_free(bytes);
    return status;
}

static eb_status take_all(const struct book_tables *tables,
                          const struct doc *rules, struct inputs *out,
                          eb_messages *said)
{
    eb_status status;

    TRY(take_table(out, EB_ACCOUNTS, tables->accounts, said));
    TRY(take_table(out, EB_REPS, tables->reps, said));
    TRY(take_table(out, EB_PAIRS, tables->pairs, said));
    TRY(take_table(out, EB_TERRITORIES, tables->territories, said));
    TRY(take_table(out, EB_DECISIONS, tables->decisions, said));
    TRY(take_rules(out, rules, said));
done:
    return status;
}

/* ---- Names of folders --------------------------------------------------- */

enum { LONGEST_FOLDER = 48 };

/* Letters of ASCII in lower case and digits; one dash for all else between. */
static void make_slug(const char *name, char *out)
{
    size_t n = 0;

    for (; *name != '\0' && n < LONGEST_FOLDER; name++) {
        char c =
            *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
        else if (n > 0 && out[n - 1] != '-')
            out[n++] = '-';
    }
    while (n > 0 && out[n - 1] == '-')
        n--;
    out[n] = '\0';
    if (n == 0)
        memcpy(out, "scenario", sizeof "scenario");
}

static bool is_taken(const struct scenarios *all, const char *folder)
{
    for (size_t k = 0; k < all->each.n; k++)
        if (strcmp(all->each.at[k].folder, folder) == 0)
            return true;
    return false;
}

static eb_status name_folder(const struct scenarios *all, const char *name,
                             char **out)
{
    char slug[LONGEST_FOLDER + 1];
    struct text text = {0};

    make_slug(name, slug);
    text_add(&text, slug);
    for (size_t k = 2; text_ok(&text) && is_taken(all, text.at); k++) {
        text.n = 0;
        text_printf(&text, "%s-%zu", slug, k);
    }
    if (!text_ok(&text)) {
        text_clear(&text);
        return EB_NO_MEMORY;
    }
    *out = text.at;
    return EB_OK;
}

static eb_status add(struct scenarios *all, const char *name,
                     const struct book_tables *tables, const struct doc *rules,
                     eb_messages *said)
{
    struct scenario_books new = {.name = name, .books = eb_books_new()};
    eb_status status = new.books == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(take_all(tables, rules, &new.books->inputs, said));
    TRY(name_folder(all, name, &new.folder));
    if (VEC_PUSH(&all->each, new))
        return EB_OK;
    status = EB_NO_MEMORY;
done:
    eb_books_free(new.books);
    mem_free(new.folder);
    return status;
}

/* ---- What is said of a scenario ----------------------------------------- */

static bool was_said(const eb_messages *said, const char *text)
{
    for (size_t k = 0; k < eb_messages_count(said); k++)
        if (strcmp(eb_messages_text(said, k), text) == 0)
            return true;
    return false;
}

static bool has_place(const struct reading *in, const char *text)
{
    size_t n = strlen(in->out->doc->file);

    return strncmp(text, in->out->doc->file, n) == 0 && text[n] == ':';
}

/* What speaks of a file that the scenario made is told at the scenario; what the
 * base says too is told once. */
static eb_status pass_on(const struct reading *in, const struct node *scenario,
                         const eb_messages *heard)
{
    struct place at = doc_place(in->out->doc, scenario);
    eb_status status = EB_OK;

    for (size_t k = 0; k < eb_messages_count(heard); k++) {
        const char *text = eb_messages_text(heard, k);
        eb_severity severity = eb_messages_severity(heard, k);

        if (was_said(in->said, text) || severity == EB_NOTE)
            continue;
        if (severity == EB_WARNING)
            TRY(warn(in->said,
                     has_place(in, text) ? (struct place){NULL, 0, 0} : at,
                     "%s", text));
        else if (has_place(in, text))
            (void)fail(EB_BAD_DATA, in->said, "%s", text);
        else
            (void)fault(in->said, at, "%s", text);
    }
done:
    return status;
}

/* ---- One scenario ------------------------------------------------------- */

/* Whether it can be planned, down to territories that are left without reps. */
static eb_status check(const struct reading *in,
                       const struct scenario *scenario,
                       const struct book_tables *tables, eb_messages *heard)
{
    struct opened opened = {0};
    struct compiled *compiled = NULL;
    eb_status status;

    TRY(opened_from(tables, scenario->rules, in->role, in->wish, &opened,
                    heard));
    TRY(compile(opened.books, opened.rules, NULL, 0, &compiled, heard));
    TRY(scenario_check_regions(&in->base, in->out->doc, scenario, compiled,
                               heard));
done:
    compiled_free(compiled);
    opened_clear(&opened);
    return status;
}

static eb_status make_one(const struct reading *in, const struct node *node)
{
    eb_messages *heard = eb_messages_new();
    struct scenario scenario = {0};
    struct book_tables tables;
    eb_status status = heard == NULL ? EB_NO_MEMORY : EB_OK, passed;

    TRY(status);
    TRY(scenario_make(&in->base, in->out->doc, node, &scenario, heard));
    tables = scenario_tables(&in->base, &scenario);
    TRY(check(in, &scenario, &tables, heard));
    TRY(add(in->out, scenario.name, &tables, scenario.rules, heard));
done:
    passed = heard == NULL ? EB_NO_MEMORY : pass_on(in, node, heard);
    eb_messages_free(heard);
    scenario_clear(&scenario);
    return status == EB_OK ? passed : status;
}

static bool is_called_base(const struct node *scenario)
{
    const char *name = doc_string(doc_get(scenario, "name"));

    return name != NULL && strcmp(name, "base") == 0;
}

/* `kept`: faults of the document that need no base to be seen. */
static eb_status make_all(const struct reading *in, eb_status kept)
{
    const struct node *list = doc_get(in->out->doc->root, "scenarios");
    bool has_base = false;

    for (const struct node *k = doc_first(list); k != NULL; k = k->next)
        has_base |= is_called_base(k);
    if (!has_base)
        complaint_keep(&kept, add(in->out, "base", &in->base.tables,
                                  in->base.doc, in->said));
    for (const struct node *k = doc_first(list);
         k != NULL && kept != EB_NO_MEMORY; k = k->next)
        if (k->kind == DOC_OBJECT)
            complaint_keep(&kept, make_one(in, k));
    return kept;
}

/* ---- The document and its base ------------------------------------------ */

static eb_status read_doc(const char *path, struct doc **out,
                          eb_messages *said)
{
    const char *name =
        strcmp(path, "-") == 0 ? "standard input" : input_base_name(path);
    char *bytes = NULL;
    size_t length = 0;
    eb_status status;

    TRY(file_read(path, &bytes, &length, said));
    TRY(json_read(name, bytes, length, out, said));
done:
    mem_free(bytes);
    return status;
}

/* Beside the document, unless it starts at the root. */
static eb_status find_base(const char *path, const char *base, char **out)
{
    size_t n =
        strcmp(path, "-") == 0 ? 0 : (size_t)(input_base_name(path) - path);
    char *beside = mem_copy(path, strlen(path) + 1, 1);

    if (beside == NULL)
        return EB_NO_MEMORY;
    beside[base[0] == '/' ? 0 : n] = '\0';
    *out = disk_join(beside, "", base);
    mem_free(beside);
    return *out == NULL ? EB_NO_MEMORY : EB_OK;
}

static eb_status read_base(struct reading *in, const char *path)
{
    const struct node *node = doc_get(in->out->doc->root, "base");
    const char *base = doc_string(node);
    char *folder = NULL;
    eb_status status;

    if (base == NULL || *base == '\0')
        return EB_BAD_DATA; /* told already */
    TRY(find_base(path, base, &folder));
    if (!file_is_there(folder))
        TRY(fault(in->said, doc_place(in->out->doc, node),
                  "base: there is no folder %s", folder));
    TRY(inputs_read_folder(&in->out->base->inputs, folder, in->said));
    TRY(opened_make(&in->out->base->inputs, in->role, in->wish,
                    &in->out->opened, in->said));
    TRY(compile(in->out->opened.books, in->out->opened.rules, NULL, 0,
                &in->out->compiled, in->said));
    in->base.tables = opened_tables(&in->out->base->inputs);
    in->base.doc = inputs_rules(&in->out->base->inputs);
    in->base.compiled = in->out->compiled;
done:
    mem_free(folder);
    return status;
}

eb_status scenarios_read(const char *path, const char *role,
                         const struct rules_wish *wish, struct scenarios *out,
                         eb_messages *said)
{
    struct reading in = {.out = out, .role = role, .wish = wish, .said = said};
    eb_status status, checked;

    *out = (struct scenarios){.base = eb_books_new()};
    if (out->base == NULL)
        return EB_NO_MEMORY;
    TRY(read_doc(path, &out->doc, said));
    checked = scenarios_check(out->doc, said);
    if (checked == EB_NO_MEMORY)
        TRY(checked);
    TRY(read_base(&in, path));
    TRY(make_all(&in, checked));
done:
    return status;
}

void scenarios_clear(struct scenarios *scenarios)
{
    for (size_t k = 0; k < scenarios->each.n; k++) {
        struct scenario_books *one = &scenarios->each.at[k];

        eb_plan_free(one->plan);
        eb_books_free(one->books);
        mem_free(one->folder);
    }
    VEC_CLEAR(&scenarios->each);
    compiled_free(scenarios->compiled);
    opened_clear(&scenarios->opened);
    eb_books_free(scenarios->base);
    doc_free(scenarios->doc);
    *scenarios = (struct scenarios){0};
}

/* ---- A folder ----------------------------------------------------------- */

static eb_status add_file(const struct scenario_books *one,
                          struct folder *folder, eb_input which,
                          const char *bytes, size_t length, eb_messages *said)
{
    struct text path = {0};
    eb_status status = EB_NO_MEMORY;

    text_printf(&path, "%s/%s", one->folder,
                one->books->inputs.of[which]->path);
    if (text_ok(&path))
        status = folder_file(folder, path.at, bytes, length, said);
    text_clear(&path);
    return status;
}

static eb_status add_books(const struct scenario_books *one,
                           struct folder *folder, eb_messages *said)
{
    const struct inputs *inputs = &one->books->inputs;
    struct text text = {0};
    char *bytes = NULL;
    size_t length = 0;
    eb_status status = EB_OK;

    for (int k = 0; k < EB_N_INPUTS; k++) {
        const struct table *table = inputs_table(inputs, (eb_input)k);

        if (table == NULL)
            continue;
        text.n = 0;
        table_text(table, &text);
        if (!text_ok(&text))
            TRY(EB_NO_MEMORY);
        TRY(add_file(one, folder, (eb_input)k, text.at, text.n, said));
    }
    if (inputs_rules(inputs) != NULL) {
        bytes = json_write(inputs_rules(inputs), &length);
        if (bytes == NULL)
            TRY(EB_NO_MEMORY);
        TRY(add_file(one, folder, EB_RULES, bytes, length, said));
    }
done:
    mem_free(bytes);
    text_clear(&text);
    return status;
}

eb_status scenario_write(const struct scenario_books *one,
                         struct folder *folder, eb_messages *said)
{
    const struct plan_origin origin = {.inputs = &one->plan->inputs,
                                       .within = one->folder,
                                       .said = one->plan->said,
                                       .form = one->plan->form};
    eb_status status;

    TRY(add_books(one, folder, said));
    TRY(plan_folder_fill(folder, one->plan->plan, one->plan->rules, &origin,
                         said));
done:
    return status;
}
