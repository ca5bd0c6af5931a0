/* relative.c - the way from a folder to a file. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include "io/relative.h"

#include "base/mem.h"
#include "io/disk.h"
#include "io/text.h"

#include <stdlib.h>
#include <string.h>

/* The real path of a folder that may not be there yet. A trailing slash does
 * not count. NULL if its parent is not there, or memory is out. */
static char *real_folder(const char *folder)
{
    char *there = realpath(folder, NULL);
    char *parent = NULL, *name = NULL, *above = NULL, *result = NULL;

    if (there == NULL && disk_split(folder, &parent, &name))
        above = realpath(parent, NULL);
    if (there != NULL)
        result = mem_string(there);
    else if (above != NULL)
        result = disk_join(strcmp(above, "/") == 0 ? "" : above, "/", name);
    free(there);
    free(above);
    mem_free(parent);
    mem_free(name);
    return result;
}

/* How much of both paths are the same folders: the offset in both just behind
 * a slash. */
static size_t shared(const char *folder, const char *file)
{
    size_t last = 0, k = 0;

    for (; file[k] != '\0'; k++) {
        if (folder[k] != file[k])
            break;
        if (file[k] == '/')
            last = k + 1;
    }
    /* the folder itself is an ancestor of the file */
    if (folder[k] == '\0' && file[k] == '/')
        last = k + 1;
    return last;
}

static char *way(const char *folder, const char *file)
{
    size_t common = shared(folder, file);
    struct text text = {0};

    text_add(&text, "");
    if (common <= strlen(folder) && folder[common] != '\0') {
        text_add(&text, "../");
        for (const char *at = folder + common; *at != '\0'; at++)
            if (*at == '/')
                text_add(&text, "../");
    }
    text_add(&text, file + common);
    if (text_ok(&text))
        return text.at;
    text_clear(&text);
    return NULL;
}

char *relative_path(const char *folder, const char *file)
{
    char *from = folder == NULL ? NULL : real_folder(folder);
    char *to = from == NULL ? NULL : realpath(file, NULL);
    char *result = to == NULL ? mem_string(file) : way(from, to);

    free(to);
    mem_free(from);
    return result;
}
