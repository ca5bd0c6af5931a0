/* frontier_read.c - what a frontier says: the knee, what brings most of the gain, and
 * where every book is in its bands. */
#include "model/frontier.h"

static double share(int64_t part, int64_t whole)
{
    return whole == 0 ? 1 : (double)part / (double)whole;
}

double frontier_gained(const struct frontier *f, size_t k)
{
    const struct frontier_point *at = f->points.at;

    return share(at[0].minimised - at[k].minimised,
                 at[0].minimised - at[f->points.n - 1].minimised);
}

int frontier_knee(const struct frontier *f)
{
    const struct frontier_point *at = f->points.at;
    size_t n = f->points.n;
    double furthest = 0;
    int knee = -1;

    for (size_t k = 1; k + 1 < n; k++) {
        double way = share(at[k].against - at[0].against,
                           at[n - 1].against - at[0].against);
        double distance = frontier_gained(f, k) - way;

        if (distance > furthest) {
            furthest = distance;
            knee = (int)k;
        }
    }
    return knee;
}

size_t frontier_first(const struct frontier *f, double part)
{
    size_t k = 0;

    while (k + 1 < f->points.n && frontier_gained(f, k) < part)
        k++;
    return k;
}

int frontier_in_band(const struct frontier *f)
{
    for (size_t k = 0; k < f->points.n; k++)
        if (f->points.at[k].outside == 0)
            return (int)k;
    return -1;
}
