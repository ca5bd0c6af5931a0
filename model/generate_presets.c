/* generate_presets.c - the ladder of sizes, from a handful of accounts to a CRM. */
#include "model/generate.h"

#include "model/generate_world.h"

#include <string.h>

static const struct preset presets[] = {
    {"small", 40, 4, 0, 0},
    {"team", 200, 10, 5, 0},
    {"midmarket", 1000, 50, 5, 0},
    {"wall", 8000, 48, 0, 0},
    {"region", 10000, 200, 10, 0},
    {"company", 50000, 500, 25, N_SEGMENTS},
    {"crm", 250000, 2000, 25, N_SEGMENTS},
};

const struct preset *preset_list(size_t *n)
{
    *n = sizeof presets / sizeof *presets;
    return presets;
}

const struct preset *preset_find(const char *name)
{
    for (size_t k = 0; k < sizeof presets / sizeof *presets; k++)
        if (strcmp(presets[k].name, name) == 0)
            return &presets[k];
    return NULL;
}
