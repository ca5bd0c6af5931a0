/* daily_options.h - the flags of whoever decides a day. */
#ifndef CLI_DAILY_OPTIONS_H
#define CLI_DAILY_OPTIONS_H

#include "cli/options.h"
#include "io/daily_run.h"

#define POLICY_OPTION                                                         \
    {                                                                         \
        OPT_POLICY, 0, "policy", VALUE_CHOICE,                                \
            "best|round-robin|weighted|least-loaded|sticky",                  \
            "who gets what has no owner; best"                                \
    }
/* What holds whatever the policy. */
#define GIVING_OPTIONS                                                        \
    {OPT_DAILY_CAP, 0,   "daily-cap",                                         \
     VALUE_COUNT,   "N", "accounts that a rep is given in a day, at most"},   \
        {OPT_WEEKLY_CAP,                                                      \
         0,                                                                   \
         "weekly-cap",                                                        \
         VALUE_COUNT,                                                         \
         "N",                                                                 \
         "accounts that a rep is given in seven days, at most"},              \
        {OPT_VACANCY,                                                         \
         0,                                                                   \
         "vacancy",                                                           \
         VALUE_WHOLE,                                                         \
         "DAYS",                                                              \
         "a leaver's accounts wait so long for who takes the post; 0"},       \
        {OPT_NO_COVER, 0,    "no-cover",                                      \
         VALUE_NONE,   NULL, "nobody stands in for reps who are away"},       \
    {                                                                         \
        OPT_ALL_FORCED, 0, "all-forced", VALUE_NONE, NULL,                    \
            "also what nothing touched and whose owner may not own it"        \
    }
#define MAX_MOVES_OPTION                                                      \
    {                                                                         \
        OPT_MAX_MOVES, 0, "max-moves", VALUE_WHOLE, "N",                      \
            "existing customers that may change owner; none"                  \
    }

/* What the flags above say; the rest is as usual. */
struct daily_options daily_options_of(const struct arguments *args);
/* --alert drift=POINTS,outside=REPS,over=REPS, any of them; EB_BAD_USAGE otherwise. */
eb_status alerts_of(const struct arguments *args, struct daily_alerts *out,
                    eb_messages *said);

#endif
