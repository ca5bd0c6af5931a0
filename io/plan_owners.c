/* plan_owners.c - owners.csv and its inverse, for a CRM's data loader. */
#include "io/plan_cells.h"
#include "io/plan_files.h"

static bool belongs(enum change change, enum owners_file which)
{
    bool placed = change == CHANGE_PLACED;
    bool left = change == CHANGE_MOVED || change == CHANGE_FORCED;

    switch (which) {
    case OWNERS_NEW:
        return placed || left;
    case OWNERS_ROLLBACK:
        return left;
    case OWNERS_ROLLBACK_UNOWNED:
        return placed;
    }
    return false;
}

void plan_owners(const struct plan *plan, enum owners_file which,
                 struct csv_writer *csv)
{
    const struct compiled *c = plan->compiled;

    csv_header(csv, "Id OwnerId");
    for (size_t f = 0; f < c->n_families; f++)
        for (size_t k = 0; k < c->families[f].n; k++) {
            size_t a = (size_t)c->members[c->families[f].first + k];

            if (!belongs(plan->rows[a].change, which))
                continue;
            csv_cell(csv, account_id(plan->books, a));
            if (which == OWNERS_NEW)
                csv_rep(csv, plan, plan->rows[a].rep);
            else
                csv_cell(csv, owner_text(plan->books, a));
            csv_end_row(csv);
        }
}
