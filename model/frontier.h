/* frontier.h - the best plans within each limit of what is disrupted.
 *
 * Each point is an ordinary plan of ordinary rules: those given, with what is not
 * minimised switched off and a budget on what is disrupted, which is what the point
 * itself disrupts. */
#ifndef MODEL_FRONTIER_H
#define MODEL_FRONTIER_H

#include "model/frontier_rules.h"
#include "model/planner.h"
#include "solver/tradeoff.h"

struct frontier_options {
    struct planner_options plan; /* of one plan; the deadline is that of all */
    enum aim aim;
    const char
        *against;    /* NULL: moves; "loss"; else a metric, a numeric column,
                            or "accounts" */
    size_t n_points; /* spread evenly; 0: as many as fit the size */
    bool exact;      /* every efficient point, however long it takes */
    bool nested;     /* each point contains the one before */
};

struct frontier_point {
    int64_t minimised, bound; /* units of cost; INT64_MIN: no bound */
    int64_t against;          /* what chosen moves come to */
    eb_outcome outcome;
    size_t moved, outside; /* chosen moves; books outside some band */
    int64_t value_moved;
    double loss_moved;
};

struct frontier {
    const struct books *books;
    const struct rules *base;
    const struct frontier_options *options;
    struct point_rules loose; /* with the loosest budget */
    struct compiled *compiled;
    int budget;      /* of the compiled problem */
    int decimals;    /* of what is disrupted */
    bool infeasible; /* no plan keeps the rules: proved */
    struct tradeoff tradeoff;
    struct VEC(struct frontier_point) points; /* of the plans made */
    size_t n_balanced; /* books that have a target in some metric */
    int64_t in_band;   /* no plan with every book in its bands costs more */
    int64_t least_in_band; /* nor disrupts less: proved */
    bool never_in_band;    /* there is no such plan: proved */
};

/* Finds the points; none where no plan keeps the rules. `frontier` and what it refers
 * to must stay. EB_BAD_USAGE where there is no such metric. */
eb_status frontier_find(const struct books *books, const struct rules *rules,
                        const struct frontier_options *options,
                        struct frontier *out, eb_messages *said);
/* The plan of the next point, of which points.n have been made: the tradeoff has so
 * many. The rules, which the plan refers to, are made too. */
eb_status frontier_next(struct frontier *frontier, struct point_rules *rules,
                        struct plan **plan, eb_messages *said);
void frontier_clear(struct frontier *frontier);

/* frontier_bands.c, called by frontier_find once there are points. */
eb_status frontier_bound_bands(struct frontier *frontier);

/* ---- Reading it --------------------------------------------------------- */

/* The part of all gain that the point brings, 0 to 1. */
double frontier_gained(const struct frontier *frontier, size_t point);
/* The point furthest from the chord between the first and the last, both axes from 0
 * to 1 ("kneedle": Satopaa, Albrecht, Irwin and Raghavan 2011); of equals the first.
 * -1 where there are fewer than three points, or none lies below the chord. */
int frontier_knee(const struct frontier *frontier);
/* The first point that brings so much of the gain. */
size_t frontier_first(const struct frontier *frontier, double part);
/* The first point with every book within its bands, or -1. */
int frontier_in_band(const struct frontier *frontier);

#endif
