/* files.c - files and folders, whole or not at all. */
#define _DEFAULT_SOURCE /* syscall() */
#include "io/files.h"

#include "base/mem.h"
#include "base/vec.h"
#include "io/text.h"

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

enum { FIRST_ROOM = 64 * 1024 };

struct folder {
    char *target; /* what the user called it */
    char *part;   /* the hidden folder that grows; its name after a swap is
                     that of the old one */
    char *parent;
    bool committed;
};

static eb_status fail_with(int number, eb_messages *said, const char *path)
{
    char words[128] = "";

    if (number == ENOMEM)
        return EB_NO_MEMORY;
    if (strerror_r(number, words, sizeof words) != 0)
        snprintf(words, sizeof words, "error %d", number);
    return fail(EB_IO, said, "%s: %s", path, words);
}

static char *join(const char *a, const char *between, const char *b)
{
    struct text text = {0};

    text_add(&text, a);
    text_add(&text, between);
    text_add(&text, b);
    if (text_ok(&text))
        return text.at;
    text_clear(&text);
    return NULL;
}

/* Reads until the end, whatever the size was said to be: pipes have none, and
 * files may grow. */
static int read_all(int file, size_t expected, struct text *out)
{
    size_t room = expected < FIRST_ROOM ? FIRST_ROOM : expected + 1;

    for (;;) {
        ssize_t n;

        if (!VEC_RESERVE(out, room + 1))
            return ENOMEM;
        n = read(file, out->at + out->n, room - out->n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        out->n += (size_t)n;
        out->at[out->n] = '\0';
        if (n == 0)
            return 0;
        if (out->n == room)
            room *= 2;
    }
}

eb_status file_read(const char *path, char **bytes, size_t *length,
                    eb_messages *said)
{
    bool standard = strcmp(path, "-") == 0;
    int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct text text = {0};
    struct stat is = {0};
    int number;

    if (file < 0)
        return fail_with(errno, said, path);
    number = fstat(file, &is) == 0 ? 0 : errno;
    if (number == 0 && S_ISDIR(is.st_mode))
        number = EISDIR;
    if (number == 0)
        number =
            read_all(file, is.st_size > 0 ? (size_t)is.st_size : 0, &text);
    if (!standard)
        close(file);
    if (number != 0) {
        text_clear(&text);
        return fail_with(number, said, standard ? "standard input" : path);
    }
    *bytes = text.at;
    *length = text.n;
    return EB_OK;
}

static int write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write(file, bytes, length);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        if (n == 0)
            return ENOSPC;
        bytes += n;
        length -= (size_t)n;
    }
    return 0;
}

/* Some file systems and all pipes have no fsync; that is no fault of the data. */
static int sync_file(int file)
{
    if (fsync(file) == 0 || errno == EINVAL || errno == ENOTSUP ||
        errno == EROFS)
        return 0;
    return errno;
}

/* Writes, brings it to the disk and closes; 0 or an errno. */
static int write_and_close(int file, const char *bytes, size_t length)
{
    int number = write_all(file, bytes, length);

    if (number == 0)
        number = sync_file(file);
    if (close(file) != 0 && number == 0)
        number = errno;
    return number;
}

/* A name in a folder is on disk once the folder is. */
static int sync_folder(const char *path)
{
    int file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int number;

    if (file < 0)
        return errno;
    number = sync_file(file);
    close(file);
    return number;
}

bool file_is_there(const char *path)
{
    struct stat is;

    return lstat(path, &is) == 0;
}

/* Where the last name of a path begins, and where it ends: before slashes. */
static void find_name(const char *path, size_t *start, size_t *end)
{
    for (*end = strlen(path); *end > 0 && path[*end - 1] == '/';)
        --*end;
    for (*start = *end; *start > 0 && path[*start - 1] != '/';)
        --*start;
}

/* "", "/", "." and ".." name no entry that could be replaced. */
static bool has_no_name(const char *path)
{
    size_t start, end;

    find_name(path, &start, &end);
    return end == start ||
           (end - start <= 2 && strncmp(path + start, "..", end - start) == 0);
}

/* The folder a path lies in, with a slash behind it, and its last name. */
static bool split_path(const char *path, char **parent, char **name)
{
    size_t start, end;

    find_name(path, &start, &end);
    *parent = mem_new(start + 3, 1);
    *name = mem_new(end - start + 1, 1);
    if (*parent == NULL || *name == NULL) {
        mem_free(*parent);
        mem_free(*name);
        *parent = *name = NULL;
        return false;
    }
    memcpy(*parent, start > 0 ? path : "./", start > 0 ? start : 2);
    memcpy(*name, path + start, end - start);
    return true;
}

/* ".<name>.<pid>.part" */
static char *part_path(const char *parent, const char *name)
{
    struct text text = {0};

    text_printf(&text, "%s.%s.%ld.part", parent, name, (long)getpid());
    if (text_ok(&text))
        return text.at;
    text_clear(&text);
    return NULL;
}

static eb_status write_through(const char *path, const char *bytes,
                               size_t length, eb_messages *said)
{
    int file = open(path, O_WRONLY | O_CLOEXEC), number;

    if (file < 0)
        return fail_with(errno, said, path);
    number = write_and_close(file, bytes, length);
    return number == 0 ? EB_OK : fail_with(number, said, path);
}

static eb_status write_output(const char *bytes, size_t length,
                              eb_messages *said)
{
    int number = fflush(stdout) == 0 ? 0 : errno;

    if (number == 0)
        number = write_all(STDOUT_FILENO, bytes, length);
    return number == 0 ? EB_OK : fail_with(number, said, "standard output");
}

/* The temporary file must lie beside the file itself, not beside a symbolic
 * link to it. */
static eb_status replace_file(const char *path, const char *bytes,
                              size_t length, eb_messages *said)
{
    char real[PATH_MAX];
    char *parent = NULL, *name = NULL, *part = NULL;
    const char *target = realpath(path, real) != NULL ? real : path;
    eb_status status = EB_NO_MEMORY;
    int file, number;

    if (!split_path(target, &parent, &name))
        goto done;
    part = part_path(parent, name);
    if (part == NULL)
        goto done;
    unlink(part);
    file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    number = file < 0 ? errno : write_and_close(file, bytes, length);
    if (number == 0 && rename(part, target) != 0)
        number = errno;
    if (number == 0)
        number = sync_folder(parent);
    else if (file >= 0)
        unlink(part);
    status = number == 0 ? EB_OK : fail_with(number, said, path);
done:
    mem_free(parent);
    mem_free(name);
    mem_free(part);
    return status;
}

eb_status file_write_whole(const char *path, const char *bytes, size_t length,
                           eb_messages *said)
{
    struct stat is;

    if (strcmp(path, "-") == 0)
        return write_output(bytes, length, said);
    if (stat(path, &is) == 0 && S_ISDIR(is.st_mode))
        return fail_with(EISDIR, said, path);
    if (stat(path, &is) == 0 && !S_ISREG(is.st_mode))
        return write_through(path, bytes, length, said);
    return replace_file(path, bytes, length, said);
}

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
    char *whole = join(path, "/", name);
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
    char *stranger; /* the first name that is not ours */
    size_t n;
    bool has_mark;
};

static bool holds(const char *path, const char *entry, const char *file)
{
    char *folder = join(path, "/", entry);
    char *whole = folder == NULL ? NULL : join(folder, "/", file);
    bool there = whole != NULL && file_is_there(whole);

    mem_free(folder);
    mem_free(whole);
    return there;
}

static int look_at(const char *path, const char *name, void *context)
{
    struct search *search = context;
    const char *const *ours = search->ours;

    search->n++;
    if (strcmp(name, ours[0]) == 0)
        search->has_mark = true;
    for (; *ours != NULL; ours++)
        if (strcmp(name, *ours) == 0)
            return 0;
    if (search->stranger == NULL && !holds(path, name, "plan.json")) {
        search->stranger = mem_string(name);
        return search->stranger == NULL ? ENOMEM : 0;
    }
    return 0;
}

/* Refuses to put a folder where something stands that is not ours. */
static eb_status check_target(const char *path, const char *const *ours,
                              eb_messages *said)
{
    struct search search = {.ours = ours};
    struct stat is;
    eb_status status = EB_OK;
    int number;

    if (lstat(path, &is) != 0)
        return errno == ENOENT ? EB_OK : fail_with(errno, said, path);
    if (!S_ISDIR(is.st_mode))
        return fail(EB_BAD_USAGE, said,
                    "%s: exists and is no folder; expected a new name", path);
    number = each_entry(path, look_at, &search);
    if (number != 0)
        status = fail_with(number, said, path);
    else if (search.n > 0 && !search.has_mark)
        status = fail(EB_BAD_USAGE, said,
                      "%s: holds other files and no %s; expected an empty "
                      "folder or a new name",
                      path, ours[0]);
    else if (search.stranger != NULL)
        status = fail(EB_BAD_USAGE, said,
                      "%s: \"%s\" in it is not ours to delete; expected it "
                      "elsewhere, or a new name",
                      path, search.stranger);
    mem_free(search.stranger);
    return status;
}

/* Finds the names; a symbolic link to a folder stands for the folder. */
static eb_status name_parts(const char *path, struct folder *folder,
                            char **name, eb_messages *said)
{
    char real[PATH_MAX];
    struct stat is;

    if (has_no_name(path))
        return fail(EB_BAD_USAGE, said,
                    "%s: cannot be replaced; expected the name of a folder",
                    path);
    if (stat(path, &is) == 0 && S_ISDIR(is.st_mode) &&
        realpath(path, real) != NULL)
        path = real;
    if (!split_path(path, &folder->parent, name))
        return EB_NO_MEMORY;
    folder->target = join(folder->parent, "", *name);
    folder->part = part_path(folder->parent, *name);
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
    TRY(check_target(folder->target, ours, said));
    number = each_entry(folder->parent, remove_if_stale, name);
    if (number == 0 && mkdir(folder->part, 0777) != 0)
        number = errno;
    if (number != 0)
        TRY(fail_with(number, said, path));
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
    char *path = join(folder->part, "/", name);
    int number, file;

    if (path == NULL)
        return EB_NO_MEMORY;
    number = make_folders(path, strlen(folder->part) + 1);
    if (number == 0) {
        file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        number = file < 0 ? errno : write_and_close(file, bytes, length);
    }
    mem_free(path);
    if (number == 0)
        return EB_OK;
    path = join(folder->target, "/", name);
    if (path == NULL)
        return EB_NO_MEMORY;
    eb_status status = fail_with(number, said, path);
    mem_free(path);
    return status;
}

static int sync_entry(const char *path, const char *name, void *context)
{
    char *whole = join(path, "/", name);
    struct stat is;
    int number = whole == NULL ? ENOMEM : 0;

    (void)context;
    if (number == 0 && lstat(whole, &is) == 0 && S_ISDIR(is.st_mode)) {
        number = each_entry(whole, sync_entry, NULL);
        if (number == 0)
            number = sync_folder(whole);
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
    char *aside = join(folder->part, "", ".old");
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
        number = sync_folder(folder->part);
    if (number == 0)
        number = put_in_place(folder);
    if (number != 0)
        return fail_with(number, said, folder->target);
    folder->committed = true;
    sync_folder(folder->parent);
    return EB_OK;
}

void folder_free(struct folder *folder)
{
    if (folder == NULL)
        return;
    if (!folder->committed)
        remove_tree(folder->part);
    mem_free(folder->target);
    mem_free(folder->part);
    mem_free(folder->parent);
    mem_free(folder);
}
