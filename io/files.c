/* files.c - single files, whole or not at all. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include "io/files.h"

#include "base/mem.h"
#include "base/vec.h"
#include "io/disk.h"
#include "io/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_ROOM = 64 * 1024 };

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
        return disk_fail(errno, said, path);
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
        return disk_fail(number, said, standard ? "standard input" : path);
    }
    *bytes = text.at;
    *length = text.n;
    return EB_OK;
}

bool file_is_there(const char *path)
{
    struct stat is;

    return lstat(path, &is) == 0;
}

static eb_status write_through(const char *path, const char *bytes,
                               size_t length, eb_messages *said)
{
    int file = open(path, O_WRONLY | O_CLOEXEC), number;

    if (file < 0)
        return disk_fail(errno, said, path);
    number = disk_write_and_close(file, bytes, length);
    return number == 0 ? EB_OK : disk_fail(number, said, path);
}

static eb_status write_output(const char *bytes, size_t length,
                              eb_messages *said)
{
    int number = fflush(stdout) == 0 ? 0 : errno;

    if (number == 0)
        number = disk_write(STDOUT_FILENO, bytes, length);
    return number == 0 ? EB_OK : disk_fail(number, said, "standard output");
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

    if (!disk_split(target, &parent, &name))
        goto done;
    part = disk_part(parent, name);
    if (part == NULL)
        goto done;
    unlink(part);
    file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    number = file < 0 ? errno : disk_write_and_close(file, bytes, length);
    if (number == 0 && rename(part, target) != 0)
        number = errno;
    if (number == 0)
        number = disk_sync_folder(parent);
    else if (file >= 0)
        unlink(part);
    status = number == 0 ? EB_OK : disk_fail(number, said, path);
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
        return disk_fail(EISDIR, said, path);
    if (stat(path, &is) == 0 && !S_ISREG(is.st_mode))
        return write_through(path, bytes, length, said);
    return replace_file(path, bytes, length, said);
}
