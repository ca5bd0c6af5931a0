/* certificate.h - the bound that a certificate proves (MODEL.md, section 11).
 */
#ifndef VERIFY_CERTIFICATE_H
#define VERIFY_CERTIFICATE_H

#include "verify/problem.h"

/* Walks the certificate of one phase. EB_REFUSED if it is none. */
eb_status certificate_bound(const struct world *world,
                            const struct problem *problem,
                            const struct doc *doc, const struct node *phase,
                            struct bound *out);

#endif
