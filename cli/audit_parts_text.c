/* audit_parts_text.c - what unfairness is made of and how to mend it, on a screen. */
#include "cli/audit_text.h"

#include "cli/columns.h"
#include "model/figures.h"
#include "model/plan.h"
#include "model/workings.h"

/* ---- What it is made of ------------------------------------------------ */

struct part {
    const char *words;
    int64_t cost;
};

static const char *drift_words(const struct decomposition *parts)
{
    return parts->drift >= 0
               ? "drift: what moving accounts could mend within the rules"
               : "drift: below 0, since today's books are fairer than the "
                 "rules allow";
}

static size_t list_parts(const struct decomposition *parts, struct part *out)
{
    static const char *const imposed[] = {
        [BY_LIMITS] = "imposed by limits",
        [BY_TERRITORY] = "imposed by territories and who may own what",
        [BY_FAMILIES] = "imposed by families and who is kept apart",
        [BY_LOCKS] = "imposed by locks and pins",
    };
    size_t n = 0;

    out[n++] = (struct part){
        "unavoidable with whole accounts, whatever the rules: proved",
        parts->unavoidable};
    for (int k = 0; k < N_IMPOSED; k++) {
        if (parts->in_force[k])
            out[n++] = (struct part){imposed[k], parts->imposed[k]};
        if (k == BY_LIMITS)
            out[n++] = (struct part){
                "slack: what is neither proved nor mended", parts->slack};
    }
    out[n++] = (struct part){drift_words(parts), parts->drift};
    out[n++] = (struct part){"today", parts->today};
    out[n++] = (struct part){"if accounts were dealt out in turn",
                             parts->round_robin};
    out[n++] = (struct part){"if the dearest went to whoever is emptiest",
                             parts->by_value};
    out[n++] = (struct part){"the best plan found", parts->best};
    return n;
}

static void print_parts(const struct decomposition *parts, struct screen *to)
{
    struct part list[N_IMPOSED + 7];
    struct columns table = {.n = 3, .headless = true};
    size_t n = list_parts(parts, list);
    int64_t most = 1;

    put_gap(to);
    put_line(to,
             "unfairness, with what leavers own and what nobody owns "
             "placed%s:",
             parts->limits_kept ? ""
                                : "; no plan was found that keeps the "
                                  "limits, so they do not count here");
    for (size_t k = 0; k < n; k++)
        most = list[k].cost > most ? list[k].cost : most;
    for (size_t k = 0; k < n; k++) {
        char cell[FIGURE_ROOM];

        snprintf(cell, sizeof cell, "%.3f", points(list[k].cost));
        columns_add(&table, list[k].words);
        columns_add(&table, cell);
        columns_add_share(&table, (double)list[k].cost / (double)most);
    }
    columns_end(&table, 1, to);
}

/* ---- How to mend it ---------------------------------------------------- */

static bool all_in_bands(const struct audit *audit)
{
    for (size_t k = 0; k < audit->measures.n; k++)
        if (audit->measures.at[k].within < audit->measures.at[k].books)
            return false;
    return true;
}

static void print_breaks(const struct audit *audit, struct screen *to)
{
    put_line_as(to, MOOD_BROKEN,
                "today's books are fairer than the rules allow, since they "
                "break them:");
    for (size_t k = 0; k < audit->breaks.n; k++)
        put_line(to, "  %s", audit->breaks.at[k].text);
}

static void print_moves(const struct decomposition *parts, struct screen *to)
{
    const struct mend *mend = &parts->mend;
    bool one = mend->moves == 1;
    char figures[FIGURE_ROOM];

    put_line(to, "%s move%s recover%s %d %% of the drift; %s",
             figure((wide)mend->moves, 0, figures), one ? "" : "s",
             one ? "s" : "", MEND_PERCENT,
             mend->fewest ? "fewer do not"
                          : "found, not proved: fewer may do too");
    if (parts->n_ineligible > 0)
        put_line(to,
                 "besides %s account%s that must leave owners who may not own "
                 "%s",
                 figure((wide)parts->n_ineligible, 0, figures),
                 parts->n_ineligible == 1 ? "" : "s",
                 parts->n_ineligible == 1 ? "it" : "them");
}

static void print_mend(const struct audit *audit,
                       const struct decomposition *parts, struct screen *to)
{
    put_gap(to);
    if (parts->mend.found)
        print_moves(parts, to);
    else if (parts->drift < 0 && audit->breaks.n > 0)
        print_breaks(audit, to);
    else if (parts->drift <= WORTH_MENDING)
        put_line(to, "%snothing to mend",
                 all_in_bands(audit) ? "all books lie inside the bands: "
                                     : "");
    else
        put_line(to, "no few moves were found that would mend it");
}

void audit_print_parts(const struct audit *audit,
                       const struct decomposition *parts, struct screen *to)
{
    print_parts(parts, to);
    print_mend(audit, parts, to);
}
