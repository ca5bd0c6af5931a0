/* verify_folder.h - a plan folder and its inputs, read afresh and checked. */
#ifndef IO_VERIFY_FOLDER_H
#define IO_VERIFY_FOLDER_H

#include "base/status.h"

/* Inputs that changed are refused first; then everything that the plan claims is
 * worked out again (verify.h); last, files of the plan that were changed where
 * nothing else speaks against it. `books` as in eb_verify(). */
eb_status verify_folder(const char *folder, const char *books,
                        eb_messages *said);

#endif
