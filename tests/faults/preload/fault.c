/* fault.c - a library to be loaded before others (LD_PRELOAD), in which the n-th change
 * of a file goes wrong.
 *
 *   FAULT_FILE=text  counts changes of files with this text in their path
 *   FAULT_AT=n       the n-th of them, from 1, goes wrong
 *   FAULT_KIND=      kill: the process ends before it, at once, by SIGKILL
 *                    torn: half of what is written is, then the process ends
 *                    full: there is no space; also for all later ones
 *                    io:   an error of the device
 *   FAULT_DONE=path  is made once it has gone wrong
 *
 * Changes are what write, pwrite, ftruncate, fsync, fdatasync and unlink do. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum verdict { FINE, TEAR, FAIL };

static long count;

static int matches(const char *path)
{
    const char *file = getenv("FAULT_FILE");

    return file != NULL && strstr(path, file) != NULL;
}

static int matches_fd(int fd)
{
    char link[64], path[4096];
    ssize_t n;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof path - 1);
    if (n < 0)
        return 0;
    path[n] = '\0';
    return matches(path);
}

static void note_done(void)
{
    const char *path = getenv("FAULT_DONE");
    int file = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT, 0600);

    if (file >= 0)
        close(file);
}

/* What is to become of one more change. */
static enum verdict judge(int counts)
{
    const char *at = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
    long n = at == NULL ? 0 : atol(at);

    if (!counts || kind == NULL || ++count < n)
        return FINE;
    if (count > n && strcmp(kind, "full") != 0)
        return FINE;
    note_done();
    if (strcmp(kind, "kill") == 0)
        raise(SIGKILL);
    if (strcmp(kind, "torn") == 0)
        return TEAR;
    errno = strcmp(kind, "full") == 0 ? ENOSPC : EIO;
    return FAIL;
}

#define REAL(name)                                                            \
    static __typeof__(&name) real;                                            \
    if (real == NULL)                                                         \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

#define PWRITE(name)                                                          \
    ssize_t name(int fd, const void *bytes, size_t n, off_t at)               \
    {                                                                         \
        REAL(name);                                                           \
        switch (judge(matches_fd(fd))) {                                      \
        case FAIL:                                                            \
            return -1;                                                        \
        case TEAR:                                                            \
            real(fd, bytes, n / 2, at);                                       \
            raise(SIGKILL);                                                   \
            return -1;                                                        \
        case FINE:                                                            \
            break;                                                            \
        }                                                                     \
        return real(fd, bytes, n, at);                                        \
    }

PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t write(int fd, const void *bytes, size_t n)
{
    REAL(write);
    switch (judge(matches_fd(fd))) {
    case FAIL:
        return -1;
    case TEAR:
        real(fd, bytes, n / 2);
        raise(SIGKILL);
        return -1;
    case FINE:
        break;
    }
    return real(fd, bytes, n);
}

/* Of these nothing can be done by half. */
#define ON_FD(name, parameters, arguments)                                    \
    int name parameters                                                       \
    {                                                                         \
        REAL(name);                                                           \
        switch (judge(matches_fd(fd))) {                                      \
        case FAIL:                                                            \
            return -1;                                                        \
        case TEAR:                                                            \
            raise(SIGKILL);                                                   \
            return -1;                                                        \
        case FINE:                                                            \
            break;                                                            \
        }                                                                     \
        return real arguments;                                                \
    }

ON_FD(ftruncate, (int fd, off_t n), (fd, n))
ON_FD(ftruncate64, (int fd, off_t n), (fd, n))
ON_FD(fsync, (int fd), (fd))
ON_FD(fdatasync, (int fd), (fd))

int unlink(const char *path)
{
    REAL(unlink);
    switch (judge(matches(path))) {
    case FAIL:
        return -1;
    case TEAR:
        raise(SIGKILL);
        return -1;
    case FINE:
        break;
    }
    return real(path);
}
