/* route_watch.c - requests from standard input, as many at once as wait there. */
#include "io/route_parts.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

static bool is_stopped(const struct route_run *run)
{
    return run->order->stop != NULL && *run->order->stop != 0;
}

/* Whether there is something to read at once, or the end. */
static bool something_waits(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};

    return poll(&input, 1, 0) > 0;
}

static eb_status read_more(struct route_run *run, bool *end, eb_messages *said)
{
    ssize_t n;

    if (!VEC_RESERVE(&run->input, run->input.n + CHUNK))
        return EB_NO_MEMORY;
    n = read(STDIN_FILENO, run->input.at + run->input.n, CHUNK);
    if (n < 0 && errno == EINTR)
        return EB_OK;
    if (n < 0)
        return fail(EB_IO, said, "standard input: %s", strerror(errno));
    *end = n == 0;
    run->input.n += (size_t)n;
    return EB_OK;
}

static bool is_blank(const char *text, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (strchr(" \t\r", text[k]) == NULL)
            return false;
    return true;
}

static eb_status ask_line(struct route_run *run, long number, const char *text,
                          size_t n, eb_messages *said)
{
    eb_status status = EB_OK;

    if (is_blank(text, n))
        return EB_OK;
    TRY(route_run_ask(run, number, text, n, NULL, said));
    if (run->n_asked >= run->order->group)
        TRY(route_run_flush(run, said));
done:
    return status;
}

/* All whole lines that were read; at the end also what has no line end. */
static eb_status ask_lines(struct route_run *run, bool end, long *number,
                           eb_messages *said)
{
    size_t at = 0;
    eb_status status = EB_OK;

    while (at < run->input.n) {
        const char *line = run->input.at + at;
        const char *stop = memchr(line, '\n', run->input.n - at);
        size_t n = stop == NULL ? run->input.n - at : (size_t)(stop - line);

        if (stop == NULL && !end)
            break;
        TRY(ask_line(run, ++*number, line, n, said));
        at += n + (stop != NULL);
    }
    memmove(run->input.at, run->input.at + at, run->input.n - at);
    run->input.n -= at;
done:
    return status;
}

eb_status route_run_watch(struct route_run *run, eb_messages *said)
{
    bool end = false;
    long number = 0;
    eb_status status = EB_OK;

    while (!end && !is_stopped(run)) {
        if (run->n_asked > 0 && !something_waits())
            TRY(route_run_flush(run, said));
        TRY(read_more(run, &end, said));
        TRY(ask_lines(run, end, &number, said));
    }
    TRY(route_run_flush(run, said));
done:
    return status;
}
