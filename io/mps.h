/* mps.h - a mixed-integer program as a file for any other solver.
 *
 * Loads are exact decimals of the kernel's integers, costs have 17 significant
 * digits. The objective's constant is the cost of a column fixed at 1, since
 * readers disagree about the sign of a constant in an MPS file. A piece of a
 * penalty that is a speck wide and costs next to nothing (1e-8 points) is left
 * out. Minimisation throughout. */
#ifndef IO_MPS_H
#define IO_MPS_H

#include "io/text.h"
#include "solver/mip.h"

enum mps_format {
    MPS_FREE, /* free MPS; the NAME card ends in FREE, as cbc wants it */
    MPS_LP    /* CPLEX LP */
};

/* O(columns + rows + entries). */
eb_status mps_write(const struct mip *mip, enum mps_format format,
                    struct text *out);

#endif
