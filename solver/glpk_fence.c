/* glpk_fence.c - runs work that calls GLPK so that its aborts become a status.
 */
#include "solver/glpk_fence.h"

#include <glpk.h>
#include <setjmp.h>

enum { WORDS_ROOM = 400 };

struct fence {
    jmp_buf back;
    eb_status (*body)(void *context);
    void *context;
    int memory_limit_mb;
    bool aborted;
    size_t n_words;
    char words[WORDS_ROOM];
};

/* Takes down what GLPK says about an error, as one line; chatter is dropped.
 * Returning 1 keeps GLPK from printing. */
static int listen(void *info, const char *text)
{
    struct fence *fence = info;

    if (!glp_at_error())
        return 1;
    for (; *text != '\0' && fence->n_words + 1 < WORDS_ROOM; text++)
        fence->words[fence->n_words++] = *text == '\n' ? ' ' : *text;
    return 1;
}

static void jump_back(void *info)
{
    struct fence *fence = info;

    longjmp(fence->back, 1);
}

/* glp_init_env forgets all hooks, so they are set on every entry. The frame of
 * the setjmp holds nothing that changes afterwards. */
static eb_status run(struct fence *fence)
{
    if (setjmp(fence->back) != 0) {
        fence->aborted = true;
        return EB_ENGINE;
    }
    glp_term_hook(listen, fence);
    glp_error_hook(jump_back, fence);
    glp_term_out(GLP_OFF);
    if (fence->memory_limit_mb > 0)
        glp_mem_limit(fence->memory_limit_mb);
    return fence->body(fence->context);
}

/* GLPK ends its words with line breaks. */
static void trim(struct fence *fence)
{
    while (fence->n_words > 0 && fence->words[fence->n_words - 1] == ' ')
        fence->n_words--;
    fence->words[fence->n_words] = '\0';
}

eb_status glpk_fenced(eb_status (*body)(void *context), void *context,
                      int memory_limit_mb, eb_messages *said)
{
    struct fence fence = {
        .body = body, .context = context, .memory_limit_mb = memory_limit_mb};
    int entered = glp_init_env();
    eb_status status;

    if (entered == 1)
        return fail(EB_ENGINE, said,
                    "the calling thread is already using GLPK; call from "
                    "another thread, or call glp_free_env first");
    if (entered != 0)
        return fail(EB_ENGINE, said, "GLPK could not start: out of memory");
    status = run(&fence);
    glp_free_env();
    if (!fence.aborted)
        return status;
    trim(&fence);
    return fail(EB_ENGINE, said, "GLPK gave up: %s", fence.words);
}
