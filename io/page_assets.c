/* page_assets.c - the files of build/web as bytes of the program. */
#include "io/page_assets.h"

/* The assembler reads the file; paths are from the root, where make runs. */
#define EMBED(name, path)                                                     \
    __asm__(".pushsection .rodata\n"                                          \
            ".global " #name "\n"                                             \
            ".hidden " #name "\n"                                             \
            ".global " #name "_end\n"                                         \
            ".hidden " #name "_end\n" #name ":\n"                             \
            ".incbin \"" path "\"\n" #name "_end:\n"                          \
            ".byte 0\n"                                                       \
            ".popsection\n")

EMBED(page_css, "build/web/page.css");
EMBED(page_js, "build/web/page.js");
EMBED(page_charts, "build/web/charts.js");
EMBED(page_notices, "build/web/notices.txt");
