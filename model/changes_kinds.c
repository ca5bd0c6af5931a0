/* changes_kinds.c - what each kind of event asks for and takes. */
#include "model/applying.h"

const struct kind_form kind_forms[N_EVENT_KINDS] = {
    /*                                  account rep field value */
    [EVENT_ADD] = {"add", "an add", MUST, NOT, NOT, MAY, DAY_ACCOUNTS,
                   apply_add},
    [EVENT_CLOSE] = {"close", "a close", MUST, NOT, NOT, MAY, -1, apply_close},
    [EVENT_REOPEN] = {"reopen", "a reopen", MUST, NOT, NOT, MAY, -1,
                      apply_reopen},
    [EVENT_CHANGE] = {"change", "a change", MUST, NOT, MUST, MAY, -1,
                      apply_change},
    [EVENT_JOIN] = {"join", "a join", NOT, MUST, NOT, NOT, DAY_REPS,
                    apply_join},
    [EVENT_LEAVE] = {"leave", "a leave", NOT, MUST, NOT, MAY, -1, apply_leave},
    [EVENT_AWAY] = {"away", "an away", NOT, MUST, NOT, MAY, -1, apply_away},
    [EVENT_BACK] = {"back", "a back", NOT, MUST, NOT, MAY, -1, apply_back},
    [EVENT_CAPACITY] = {"capacity", "a capacity", NOT, MUST, MAY, MAY, -1,
                        apply_capacity},
    [EVENT_LOCK] = {"lock", "a lock", MUST, NOT, NOT, MAY, -1, apply_lock},
    [EVENT_UNLOCK] = {"unlock", "an unlock", MUST, NOT, NOT, MAY, -1,
                      apply_unlock},
    [EVENT_OVERRIDE] = {"override", "an override", MUST, MUST, MAY, MUST, -1,
                        apply_override},
};

const char *change_kind_name(enum change_kind kind)
{
    return kind_forms[kind].name;
}
