/* hasty.c - a plan soon. */
#include "solver/hasty.h"

eb_status hasty_init(struct hasty *hasty, const struct problem *p)
{
    eb_status status;

    *hasty = (struct hasty){0};
    TRY(search_new(p, &hasty->s));
    TRY(greedy_new(hasty->s, &hasty->greedy));
    TRY(descent_new(hasty->s, NULL, &hasty->descent));
done:
    return status;
}

void hasty_clear(struct hasty *hasty)
{
    descent_free(hasty->descent);
    greedy_free(hasty->greedy);
    search_free(hasty->s);
    *hasty = (struct hasty){0};
}

eb_status hasty_place(struct hasty *hasty, const int *agent,
                      struct budget *budget)
{
    struct search *s = hasty->s;
    int *open = NEW(int, (size_t)s->p->n_items + 1), n = 0;
    eb_status status = open == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(search_reset(s, agent));
    for (int i = 0; i < s->p->n_items; i++)
        if (s->agent[i] < 0)
            open[n++] = i;
    TRY(greedy_place(hasty->greedy, s, open, n, budget));
done:
    mem_free(open);
    return status;
}

eb_status hasty_descend(struct hasty *hasty, struct budget *budget)
{
    enum { MOST_REPAIRS = 12 };
    eb_status status;

    descent_forget(hasty->descent);
    TRY(descent_run(hasty->descent, hasty->s, NULL, 0, budget));
    for (int k = 0; k < MOST_REPAIRS && !budget_is_spent(budget) &&
                    search_raise_weights(hasty->s, 2);
         k++) {
        descent_forget(hasty->descent);
        TRY(descent_run(hasty->descent, hasty->s, NULL, 0, budget));
    }
    search_restore_weights(hasty->s);
done:
    return status;
}
