/* claims.h - everything that a plan folder claims, against the world. */
#ifndef VERIFY_CLAIMS_H
#define VERIFY_CLAIMS_H

#include "verify/world.h"

eb_status claims_check(const struct world *world);

#endif
