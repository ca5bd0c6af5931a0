/* disk.c - writing and naming, shared by files and folders. */
#include "io/disk.h"

#include "base/mem.h"
#include "io/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

eb_status disk_fail(int number, eb_messages *said, const char *path)
{
    char words[128] = "";

    if (number == ENOMEM)
        return EB_NO_MEMORY;
    if (strerror_r(number, words, sizeof words) != 0)
        snprintf(words, sizeof words, "error %d", number);
    return fail(EB_IO, said, "%s: %s", path, words);
}

char *disk_join(const char *a, const char *between, const char *b)
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

int disk_write(int file, const char *bytes, size_t length)
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
int disk_write_and_close(int file, const char *bytes, size_t length)
{
    int number = disk_write(file, bytes, length);

    if (number == 0)
        number = sync_file(file);
    if (close(file) != 0 && number == 0)
        number = errno;
    return number;
}

/* A name in a folder is on disk once the folder is. */
int disk_sync_folder(const char *path)
{
    int file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int number;

    if (file < 0)
        return errno;
    number = sync_file(file);
    close(file);
    return number;
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
bool disk_has_no_name(const char *path)
{
    size_t start, end;

    find_name(path, &start, &end);
    return end == start ||
           (end - start <= 2 && strncmp(path + start, "..", end - start) == 0);
}

/* The folder a path lies in, with a slash behind it, and its last name. */
bool disk_split(const char *path, char **parent, char **name)
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
char *disk_part(const char *parent, const char *name)
{
    struct text text = {0};

    text_printf(&text, "%s.%s.%ld.part", parent, name, (long)getpid());
    if (text_ok(&text))
        return text.at;
    text_clear(&text);
    return NULL;
}
