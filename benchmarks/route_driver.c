/* route_driver.c - sends requests to a command, reads its answers, and says how long
 * they took, as whoever stands at the other end of the pipes sees it.
 *
 * usage: route_driver WINDOW REQUESTS COMMAND...
 *
 * WINDOW requests are under way at any time. Prints, separated by blanks: answers,
 * seconds, answers a second, and microseconds from sending to reading: the median, the
 * 99th percentile and the most. The first answer, for which the command opens its books,
 * does not count. */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void start(char **command, int *to, int *from)
{
    int in[2], out[2];

    if (pipe(in) != 0 || pipe(out) != 0)
        fail("pipe");
    if (fork() == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[1]);
        close(out[0]);
        execvp(command[0], command);
        fail(command[0]);
    }
    close(in[0]);
    close(out[1]);
    *to = in[1];
    *from = out[0];
}

static char *read_file(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    char *bytes;

    if (file == NULL)
        fail(path);
    fseek(file, 0, SEEK_END);
    *n = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(*n + 1);
    if (bytes == NULL || fread(bytes, 1, *n, file) != *n)
        fail(path);
    bytes[*n] = '\0';
    fclose(file);
    return bytes;
}

static void send_all(int to, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t done = write(to, bytes, n);

        if (done <= 0)
            fail("write");
        bytes += done;
        n -= (size_t)done;
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    static char buffer[1 << 16];
    size_t bytes, sent = 0, got = 0, n = 0, window;
    const char *text, *at;
    double *begun, *took, first = 0, end;
    int to, from;

    if (argc < 4)
        return 2;
    window = strtoul(argv[1], NULL, 10);
    text = at = read_file(argv[2], &bytes);
    for (size_t k = 0; k < bytes; k++)
        n += text[k] == '\n';
    begun = calloc(n + 1, sizeof *begun);
    took = calloc(n + 1, sizeof *took);
    if (begun == NULL || took == NULL)
        fail("memory");
    start(argv + 3, &to, &from);
    while (got < n) {
        size_t most = got == 0 ? 1 : got + window;
        const char *begin = at;
        ssize_t read_now;

        for (; sent < n && sent < most; sent++) {
            at = strchr(at, '\n') + 1;
            begun[sent] = now();
        }
        send_all(to, begin, (size_t)(at - begin));
        read_now = read(from, buffer, sizeof buffer);
        if (read_now <= 0)
            break;
        end = now();
        for (ssize_t k = 0; k < read_now; k++)
            if (buffer[k] == '\n') {
                took[got] = end - begun[got];
                got++;
            }
        if (first == 0 && got > 0)
            first = end;
    }
    end = now();
    if (got < 2)
        return 1;
    qsort(took + 1, got - 1, sizeof *took, by_size);
    printf("%zu %.3f %.0f %.0f %.0f %.0f\n", got - 1, (end - first) / 1e6,
           (double)(got - 1) / (end - first) * 1e6, took[1 + (got - 1) / 2],
           took[1 + (got - 1) * 99 / 100], took[got - 1]);
    return got == n ? 0 : 1;
}
