/* folder.c - output folders, whole or not at all. */
#define _DEFAULT_SOURCE /* syscall() */
#include "io/folder.h"

#include "base/mem.h"
#include "io/disk.h"
#include "io/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct folder {
    char *shown;  /* what the user called it, for messages */
    char *target; /* where that is, past a symbolic link */
    char *part;   /* the hidden folder that grows; its name after a swap is
                     that of the old one */
    char *parent;
    bool committed;
};

/* Calls visit for each entry but "." and ".." until it gives something other
 * than 0, and gives that; an errno if the folder cannot be read. */
static int each_entry(const char *path,
                      int (*visit)(const char *path, const char *name,
                                   void *context),
                      void *context)
{
    DIR *entries = opendir(path);
    const struct dirent *entry;
    int result = 0;

    if (entries == NULL)
        return errno;
    while (result == 0 && (entry = readdir(entries)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 &&
            strcmp(entry->d_name, "..") != 0)
            result = visit(path, entry->d_name, context);
    closedir(entries);
    return result;
}

static int remove_tree(const char *path);

static int remove_entry(const char *path, const char *name, void *context)
{
    char *whole = disk_join(path, "/", name);
    int number = whole == NULL ? ENOMEM : remove_tree(whole);

    (void)context;
    mem_free(whole);
    return number;
}

static int remove_tree(const char *path)
{
    struct stat is;

    if (lstat(path, &is) != 0)
        return errno == ENOENT ? 0 : errno;
    if (!S_ISDIR(is.st_mode))
        return unlink(path) == 0 ? 0 : errno;
    int number = each_entry(path, remove_entry, NULL);
    if (number != 0)
        return number;
    return rmdir(path) == 0 ? 0 : errno;
}

/* The process id in ".<name>.<pid>.part"; 0 if the entry is no such part. */
static long part_owner(const char *entry, const char *name)
{
    size_t n = strlen(name);
    char *end;
    long owner;

    if (entry[0] != '.' || strncmp(entry + 1, name, n) != 0 ||
        entry[n + 1] != '.' || entry[n + 2] < '1' || entry[n + 2] > '9')
        return 0;
    owner = strtol(entry + n + 2, &end, 10);
    return strcmp(end, ".part") == 0 && owner <= INT_MAX ? owner : 0;
}

/* A part of our own number is stale too: numbers come again, in containers
 * most of all, and a process makes one plan at a time for one place. */
static int remove_if_stale(const char *parent, const char *entry,
                           void *context)
{
    const char *name = context;
    long owner = part_owner(entry, name);

    if (owner == 0)
        return 0;
    if (owner != (long)getpid() &&
        (kill((pid_t)owner, 0) == 0 || errno != ESRCH))
        return 0;
    remove_entry(parent, entry, NULL);
    return 0;
}

struct search {
    const char *const *ours;
    const char *within; /* a folder, whose name has n letters */
    char *stranger;     /* the first name that is not ours */
    size_t n;
    bool has_mark;
};

/* An errno, ENOENT if the entry is no folder with this file. */
static int holds(const char *path, const char *entry, const char *file)
{
    char *folder = disk_join(path, "/", entry);
    char *whole = folder == NULL ? NULL : disk_join(folder, "/", file);
    int number = whole == NULL ? ENOMEM : file_is_there(whole) ? 0 : ENOENT;

    mem_free(folder);
    mem_free(whole);
    return number;
}

/* Whether the entry is a folder of ours, with files of ours alone: "books" where
 * "books/reps.csv" is one. An errno, ENOENT if it is not. */
static int look_inside(const char *path, const char *name, void *context)
{
    struct search *inner = context;

    (void)path;
    for (const char *const *ours = inner->ours; *ours != NULL; ours++)
        if (strncmp(*ours, inner->within, inner->n) == 0 &&
            (*ours)[inner->n] == '/' &&
            strcmp(*ours + inner->n + 1, name) == 0)
            return 0;
    return ENOENT;
}

static int is_our_folder(const char *path, const char *name,
                         const char *const *ours)
{
    struct search inner = {.ours = ours, .within = name, .n = strlen(name)};
    char *whole;
    int number;

    while (*ours != NULL &&
           (strncmp(*ours, name, inner.n) != 0 || (*ours)[inner.n] != '/'))
        ours++;
    if (*ours == NULL)
        return ENOENT;
    whole = disk_join(path, "/", name);
    number = whole == NULL ? ENOMEM : each_entry(whole, look_inside, &inner);
    mem_free(whole);
    return number == ENOTDIR ? ENOENT : number;
}

static int look_at(const char *path, const char *name, void *context)
{
    struct search *search = context;
    const char *const *ours = search->ours;
    int number;

    search->n++;
    if (ours[0] != NULL && strcmp(name, ours[0]) == 0)
        search->has_mark = true;
    for (; *ours != NULL; ours++)
        if (strcmp(name, *ours) == 0)
            return 0;
    number = holds(path, name, "plan.json");
    if (number == ENOENT)
        number = is_our_folder(path, name, search->ours);
    if (number != ENOENT)
        return number;
    if (search->stranger == NULL)
        search->stranger = mem_string(name);
    return search->stranger == NULL ? ENOMEM : 0;
}

/* Refuses to put a folder where something stands that is not ours. */
static eb_status check_target(const struct folder *folder,
                              const char *const *ours, eb_messages *said)
{
    struct search search = {.ours = ours};
    const char *path = folder->target, *shown = folder->shown;
    struct stat is;
    eb_status status = EB_OK;
    int number;

    if (lstat(path, &is) != 0)
        return errno == ENOENT ? EB_OK : disk_fail(errno, said, shown);
    if (!S_ISDIR(is.st_mode))
        return fail(EB_BAD_USAGE, said,
                    "%s: exists and is no folder; expected a new name", shown);
    number = each_entry(path, look_at, &search);
    if (number != 0)
        status = disk_fail(number, said, shown);
    else if (search.n > 0 && ours[0] == NULL)
        status = fail(EB_BAD_USAGE, said,
                      "%s: holds files; expected an empty folder or a new "
                      "name",
                      shown);
    else if (search.n > 0 && !search.has_mark)
        status = fail(EB_BAD_USAGE, said,
                      "%s: holds other files and no %s; expected an empty "
                      "folder or a new name",
                      shown, ours[0]);
    else if (search.stranger != NULL)
        status = fail(EB_BAD_USAGE, said,
                      "%s: \"%s\" in it is not ours to delete; expected it "
                      "elsewhere, or a new name",
                      shown, search.stranger);
    mem_free(search.stranger);
    return status;
}

static char *without_slashes(const char *path)
{
    char *copy = mem_string(path);
    size_t n = strlen(path);

    while (copy != NULL && n > 1 && copy[n - 1] == '/')
        copy[--n] = '\0';
    return copy;
}

/* Finds the names; a symbolic link to a folder stands for the folder. */
static eb_status name_parts(const char *path, struct folder *folder,
                            char **name, eb_messages *said)
{
    char real[PATH_MAX];
    struct stat is;

    if (disk_has_no_name(path))
        return fail(EB_BAD_USAGE, said,
                    "%s: cannot be replaced; expected the name of a folder",
                    path);
    folder->shown = without_slashes(path);
    if (stat(path, &is) == 0 && S_ISDIR(is.st_mode) &&
        realpath(path, real) != NULL)
        path = real;
    if (folder->shown == NULL || !disk_split(path, &folder->parent, name))
        return EB_NO_MEMORY;
    folder->target = disk_join(folder->parent, "", *name);
    folder->part = disk_part(folder->parent, *name);
    if (folder->target == NULL || folder->part == NULL)
        return EB_NO_MEMORY;
    return EB_OK;
}

eb_status folder_begin(const char *path, const char *const *ours,
                       struct folder **out, eb_messages *said)
{
    struct folder *folder = NEW(struct folder, 1);
    char *name = NULL;
    eb_status status = EB_OK;
    int number;

    if (folder == NULL)
        return EB_NO_MEMORY;
    folder->committed = true; /* nothing to remove as yet */
    TRY(name_parts(path, folder, &name, said));
    TRY(check_target(folder, ours, said));
    number = each_entry(folder->parent, remove_if_stale, name);
    if (number == 0 && mkdir(folder->part, 0777) != 0)
        number = errno;
    if (number != 0)
        TRY(disk_fail(number, said, path));
    folder->committed = false;
    *out = folder;
    folder = NULL; /* now the caller's */
done:
    mem_free(name);
    folder_free(folder);
    return status;
}

/* Makes the folders within a path, from the given place on. */
static int make_folders(char *path, size_t from)
{
    for (char *slash = strchr(path + from, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        int failed;

        *slash = '\0';
        failed = mkdir(path, 0777) != 0 && errno != EEXIST;
        *slash = '/';
        if (failed)
            return errno;
    }
    return 0;
}

eb_status folder_file(struct folder *folder, const char *name,
                      const char *bytes, size_t length, eb_messages *said)
{
    char *path = disk_join(folder->part, "/", name);
    int number, file;

    if (path == NULL)
        return EB_NO_MEMORY;
    number = make_folders(path, strlen(folder->part) + 1);
    if (number == 0) {
        file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        number = file < 0 ? errno : disk_write_and_close(file, bytes, length);
    }
    mem_free(path);
    if (number == 0)
        return EB_OK;
    path = disk_join(folder->shown, "/", name);
    if (path == NULL)
        return EB_NO_MEMORY;
    eb_status status = disk_fail(number, said, path);
    mem_free(path);
    return status;
}

static int sync_entry(const char *path, const char *name, void *context)
{
    char *whole = disk_join(path, "/", name);
    struct stat is;
    int number = whole == NULL ? ENOMEM : 0;

    (void)context;
    if (number == 0 && lstat(whole, &is) == 0 && S_ISDIR(is.st_mode)) {
        number = each_entry(whole, sync_entry, NULL);
        if (number == 0)
            number = disk_sync_folder(whole);
    }
    mem_free(whole);
    return number;
}

/* Swaps two names in one step. The call is Linux's and not every file system
 * has it: ENOSYS or EINVAL then. */
static int exchange(const char *a, const char *b)
{
#ifdef SYS_renameat2
    const unsigned swap = 2; /* RENAME_EXCHANGE of linux/fs.h */

    return syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, swap) == 0 ? 0
                                                                       : errno;
#else
    (void)a;
    (void)b;
    return ENOSYS;
#endif
}

/* Without a swap there is a moment in which neither folder has the name; the
 * old one then waits beside it and is put back if the new one fails. */
static int replace_in_two_steps(struct folder *folder)
{
    char *aside = disk_join(folder->part, "", ".old");
    int number = 0;

    if (aside == NULL)
        return ENOMEM;
    if (rename(folder->target, aside) != 0)
        number = errno;
    if (number == 0 && rename(folder->part, folder->target) != 0) {
        number = errno;
        rename(aside, folder->target);
    }
    if (number == 0)
        remove_tree(aside);
    mem_free(aside);
    return number;
}

/* rename() itself replaces an empty folder. After a swap the part is what
 * stood there before. */
static int put_in_place(struct folder *folder)
{
    int number;

    if (rename(folder->part, folder->target) == 0)
        return 0;
    if (errno != ENOTEMPTY && errno != EEXIST)
        return errno;
    number = exchange(folder->part, folder->target);
    if (number == ENOSYS || number == EINVAL || number == EPERM)
        return replace_in_two_steps(folder);
    if (number == 0)
        remove_tree(folder->part);
    return number;
}

eb_status folder_commit(struct folder *folder, eb_messages *said)
{
    int number = each_entry(folder->part, sync_entry, NULL);

    if (number == 0)
        number = disk_sync_folder(folder->part);
    if (number == 0)
        number = put_in_place(folder);
    if (number != 0)
        return disk_fail(number, said, folder->shown);
    folder->committed = true;
    disk_sync_folder(folder->parent);
    return EB_OK;
}

void folder_free(struct folder *folder)
{
    if (folder == NULL)
        return;
    if (!folder->committed)
        remove_tree(folder->part);
    mem_free(folder->shown);
    mem_free(folder->target);
    mem_free(folder->part);
    mem_free(folder->parent);
    mem_free(folder);
}
