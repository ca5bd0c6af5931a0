/* ledger_holder.c - which process holds a ledger that could not be had.
 *
 * SQLite locks bytes of the file behind the ledger that is called -shm: byte 120 is the
 * one writer's (the file format's "WAL_WRITE_LOCK"). fcntl(F_GETLK) would tell who, but
 * closing the file again would give up what this process itself may hold on it, as POSIX
 * has it. So /proc/locks is read, where there is one. */
#include "io/ledger_holder.h"

#include "base/mem.h"
#include "io/disk.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { WRITER = 120, ROOM = 200, COMMAND = 80 };

/* A line such as "3: POSIX  ADVISORY  WRITE 812 fe:00:5177 120 120". */
static long holder_in(const char *line, unsigned long inode)
{
    char kind[16], mode[16];
    unsigned long at, last = 0;
    char end[24];
    unsigned first;
    long pid;

    if (sscanf(line, "%*d: %15s %*s %15s %ld %*x:%*x:%lu %u %23s", kind, mode,
               &pid, &at, &first, end) != 6)
        return 0;
    if (strcmp(end, "EOF") == 0 || sscanf(end, "%lu", &last) != 1)
        last = (unsigned long)-1;
    if (strcmp(kind, "POSIX") != 0 || strcmp(mode, "WRITE") != 0 ||
        at != inode || first > WRITER || last < WRITER)
        return 0;
    return pid;
}

static long find_holder(const char *path)
{
    char *shared = disk_join(path, "", "-shm"), line[ROOM];
    FILE *locks = fopen("/proc/locks", "r");
    struct stat is;
    long pid = 0;

    if (shared != NULL && locks != NULL && stat(shared, &is) == 0)
        while (pid == 0 && fgets(line, sizeof line, locks) != NULL)
            pid = holder_in(line, (unsigned long)is.st_ino);
    if (locks != NULL)
        fclose(locks);
    mem_free(shared);
    return pid;
}

/* Its words with blanks between; "" where they cannot be read. */
static void read_command(long pid, char *out, size_t room)
{
    char name[40];
    FILE *file;
    size_t n = 0;

    snprintf(name, sizeof name, "/proc/%ld/cmdline", pid);
    file = fopen(name, "r");
    if (file != NULL) {
        n = fread(out, 1, room - 1, file);
        fclose(file);
    }
    while (n > 0 && out[n - 1] == '\0')
        n--;
    out[n] = '\0';
    for (size_t k = 0; k < n; k++)
        if ((unsigned char)out[k] < ' ')
            out[k] = ' ';
}

void ledger_holder(const char *path, char *out, size_t room)
{
    long pid = find_holder(path);
    char command[COMMAND];

    if (pid <= 0) {
        snprintf(out, room, "another process");
        return;
    }
    read_command(pid, command, sizeof command);
    if (command[0] == '\0')
        snprintf(out, room, "process %ld", pid);
    else
        snprintf(out, room, "process %ld (%s)", pid, command);
}
