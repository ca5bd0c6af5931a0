/* daily_options.c - the flags of whoever decides a day. */
#include "cli/daily_options.h"

#include "base/number.h"

#include <stdlib.h>
#include <string.h>

struct daily_options daily_options_of(const struct arguments *args)
{
    struct daily_options o = daily_default_options();

    for (int k = 0; args->given[OPT_POLICY] && k < N_POLICIES; k++)
        if (strcmp(policy_name((enum policy)k), args->text[OPT_POLICY]) == 0)
            o.policy = (enum policy)k;
    if (args->given[OPT_MAX_MOVES])
        o.max_moves = (int64_t)args->whole[OPT_MAX_MOVES];
    if (args->given[OPT_DAILY_CAP])
        o.daily_cap = (int)args->whole[OPT_DAILY_CAP];
    if (args->given[OPT_WEEKLY_CAP])
        o.weekly_cap = (int)args->whole[OPT_WEEKLY_CAP];
    if (args->given[OPT_VACANCY])
        o.vacancy = (int)args->whole[OPT_VACANCY];
    o.cover = !args->given[OPT_NO_COVER];
    o.all_forced = args->given[OPT_ALL_FORCED];
    return o;
}

/* ---- Alerts -------------------------------------------------------------- */

/* One NAME=NUMBER, which ends at a comma or the end; false where it is none. */
static bool read_alert(const char **text, struct daily_alerts *out)
{
    static const char *const names[] = {"drift=", "outside=", "over="};
    double *const numbers[] = {&out->drift, &out->outside, &out->over};

    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        size_t length = strlen(names[k]);
        char *end;

        if (strncmp(*text, names[k], length) != 0)
            continue;
        *numbers[k] = strtod(*text + length, &end);
        if (end == *text + length || !(*numbers[k] >= 0) ||
            (*end != ',' && *end != '\0'))
            return false;
        *text = *end == ',' ? end + 1 : end;
        return true;
    }
    return false;
}

eb_status alerts_of(const struct arguments *args, struct daily_alerts *out,
                    eb_messages *said)
{
    const char *text = args->text[OPT_ALERT];

    *out = (struct daily_alerts){-1, -1, -1};
    if (text == NULL)
        return EB_OK;
    do {
        if (!read_alert(&text, out))
            return fail(EB_BAD_USAGE, said,
                        "--alert: \"%s\" is not like "
                        "drift=0.5,outside=3,over=0",
                        args->text[OPT_ALERT]);
    } while (*text != '\0');
    return EB_OK;
}
