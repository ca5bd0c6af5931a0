/* drill_files.c - drills as a folder of tables. */
#include "io/drill_files.h"

#include "io/csv_writer.h"
#include "model/workings.h"

#include <math.h>
#include <string.h>

static const char *const files[] = {"drill.json", "drill.csv", "receivers.csv",
                                    "handovers.csv", NULL};

eb_status drill_folder_begin(const char *path, struct folder **out,
                             eb_messages *said)
{
    return folder_begin(path, files, out, said);
}

/* ---- Cells ------------------------------------------------------------- */

static void add_heads(struct csv_writer *csv, const char *const *heads)
{
    for (; *heads != NULL; heads++)
        csv_cell(csv, *heads);
}

static void add_metric_heads(struct csv_writer *csv, const struct compiled *c,
                             const char *const *tails)
{
    for (size_t m = 0; m < c->rules->n_metrics; m++)
        for (const char *const *tail = tails; *tail != NULL; tail++) {
            struct text head = {0};

            text_printf(&head, "%s_%s", c->rules->metrics[m].measure.name,
                        *tail);
            if (!text_ok(&head))
                csv->out->failed = true;
            csv_cell(csv, text_ok(&head) ? head.at : "");
            text_clear(&head);
        }
}

static void add_rep(struct csv_writer *csv, const struct compiled *c, int rep)
{
    csv_cell(csv, rep < 0 ? "" : rep_id(c->books, (size_t)rep));
}

static void add_money(struct csv_writer *csv, double money)
{
    csv_decimal(csv, llround(money * 1e4), 4);
}

static void add_fraction(struct csv_writer *csv, double fraction)
{
    if (isfinite(fraction))
        csv_decimal(csv, llround(fraction * 1e6), 6);
    else
        csv_cell(csv, "");
}

static void add_blanks(struct csv_writer *csv, size_t n)
{
    while (n-- > 0)
        csv_cell(csv, "");
}

/* ---- drill.csv --------------------------------------------------------- */

enum { AFTER_CELLS = 10 }; /* from harm to why_not */

static void add_after(struct csv_writer *csv, const struct drills *drills,
                      const struct drill *drill)
{
    const struct compiled *c = drills->compiled;

    csv_decimal(csv, drill->harm, 9);
    csv_integer(csv, (int64_t)drill->stranded);
    csv_decimal(csv, drill->stranded_value, c->value_decimals);
    csv_decimal(csv, drill->after.unfairness, 9);
    add_money(csv, drill->after.loss);
    csv_integer(csv, (int64_t)drill->after.over);
    csv_decimal(csv, drill->least.unfairness, 9);
    add_money(csv, drill->least.loss);
    csv_integer(csv, (int64_t)drill->least.over);
    csv_cell(csv, "");
    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        add_fraction(csv, drill->after.metrics[m].deviation);
        csv_integer(csv, (int64_t)drill->after.metrics[m].within);
        csv_integer(csv, (int64_t)drill->after.metrics[m].books);
    }
}

static void add_drill(struct csv_writer *csv, const struct drills *drills,
                      const struct drill *drill)
{
    const struct compiled *c = drills->compiled;

    add_rep(csv, c, drill->rep);
    csv_cell(csv, rep_name(c->books, (size_t)drill->rep));
    csv_integer(csv, (int64_t)drill->accounts);
    csv_decimal(csv, drill->value, c->value_decimals);
    add_fraction(csv, drill->share);
    csv_decimal(csv, drills->before.unfairness, 9);
    if (drill->refused == NULL) {
        add_after(csv, drills, drill);
    } else {
        add_blanks(csv, AFTER_CELLS - 1);
        csv_cell(csv, drill->refused);
        add_blanks(csv, 3 * c->rules->n_metrics);
    }
    csv_end_row(csv);
}

static void write_drills(const struct drills *drills, struct csv_writer *csv)
{
    static const char *const heads[] = {"rep_id",
                                        "rep_name",
                                        "accounts",
                                        "value",
                                        "share",
                                        "unfairness_today",
                                        "harm",
                                        "unassignable",
                                        "unassignable_value",
                                        "unfairness",
                                        "expected_loss",
                                        "limits_broken",
                                        "least_loss_unfairness",
                                        "least_loss",
                                        "least_loss_limits_broken",
                                        "refused",
                                        NULL};
    static const char *const tails[] = {"mean_deviation", "in_band", "books",
                                        NULL};

    add_heads(csv, heads);
    add_metric_heads(csv, drills->compiled, tails);
    csv_end_row(csv);
    for (size_t k = 0; k < drills->n; k++)
        add_drill(csv, drills, &drills->drills[k]);
}

/* ---- receivers.csv ----------------------------------------------------- */

static void add_receiver(struct csv_writer *csv, const struct compiled *c,
                         int rep, const struct drill_receiver *receiver)
{
    add_rep(csv, c, rep);
    add_rep(csv, c, receiver->rep);
    csv_cell(csv, rep_name(c->books, (size_t)receiver->rep));
    csv_integer(csv, (int64_t)receiver->accounts);
    csv_decimal(csv, receiver->value, c->value_decimals);
    add_money(csv, receiver->loss);
    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        add_fraction(csv, receiver->before[m].deviation);
        add_fraction(csv, receiver->after[m].deviation);
    }
    csv_end_row(csv);
}

static void write_receivers(const struct drills *drills,
                            struct csv_writer *csv)
{
    static const char *const heads[] = {
        "leaver_rep_id", "rep_id",        "rep_name", "accounts",
        "value",         "expected_loss", NULL};
    static const char *const tails[] = {"deviation_before", "deviation", NULL};

    add_heads(csv, heads);
    add_metric_heads(csv, drills->compiled, tails);
    csv_end_row(csv);
    for (size_t k = 0; k < drills->n; k++)
        for (size_t j = 0; j < drills->drills[k].receivers.n; j++)
            add_receiver(csv, drills->compiled, drills->drills[k].rep,
                         &drills->drills[k].receivers.at[j]);
}

/* ---- handovers.csv ----------------------------------------------------- */

static void add_account(struct csv_writer *csv, const struct compiled *c,
                        int rep, const struct drill_account *each)
{
    add_rep(csv, c, rep);
    csv_cell(csv, account_id(c->books, (size_t)each->account));
    csv_cell(csv, account_name(c->books, (size_t)each->account));
    csv_decimal(csv, account_value(c, each->account), c->value_decimals);
    csv_cell(csv, each->owned ? "yes" : "no");
    add_rep(csv, c, each->rep);
    add_money(csv, each->loss);
    add_rep(csv, c, each->least_rep);
    add_money(csv, each->least);
    csv_cell(csv, each->why != NULL ? each->why : "");
    csv_end_row(csv);
}

static void write_handovers(const struct drills *drills,
                            struct csv_writer *csv)
{
    static const char *const heads[] = {"leaver_rep_id",
                                        "account_id",
                                        "account_name",
                                        "value",
                                        "owned",
                                        "rep_id",
                                        "expected_loss",
                                        "least_loss_rep_id",
                                        "least_loss",
                                        "why",
                                        NULL};

    add_heads(csv, heads);
    csv_end_row(csv);
    for (size_t k = 0; k < drills->n; k++)
        for (size_t j = 0; j < drills->drills[k].each.n; j++)
            add_account(csv, drills->compiled, drills->drills[k].rep,
                        &drills->drills[k].each.at[j]);
}

/* ---- All of it --------------------------------------------------------- */

static eb_status
add_table(struct folder *folder, const char *name, const struct drills *drills,
          void (*write)(const struct drills *, struct csv_writer *),
          bool excel_safe, eb_messages *said)
{
    struct text text = {0};
    struct csv_writer csv = {
        .out = &text, .separator = ',', .excel_safe = excel_safe};
    eb_status status = EB_NO_MEMORY;

    write(drills, &csv);
    if (text_ok(&text))
        status = folder_file(folder, name, text.at, text.n, said);
    text_clear(&text);
    return status;
}

eb_status drill_folder_fill(struct folder *folder, const struct drills *drills,
                            const char *json, bool excel_safe,
                            eb_messages *said)
{
    eb_status status;

    TRY(folder_file(folder, files[0], json, strlen(json), said));
    TRY(add_table(folder, files[1], drills, write_drills, excel_safe, said));
    TRY(add_table(folder, files[2], drills, write_receivers, excel_safe,
                  said));
    TRY(add_table(folder, files[3], drills, write_handovers, excel_safe,
                  said));
done:
    return status;
}
