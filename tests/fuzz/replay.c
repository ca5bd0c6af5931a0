/* replay.c - gives a fuzz target the files named on the command line, once
 * each, so that the corpus is tested without a fuzzer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* A block of exactly the file's size, for AddressSanitizer to guard. */
static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long size = -1;

    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size >= 0 && fseek(file, 0, SEEK_SET) == 0)
        bytes = malloc(size ? (size_t)size : 1);
    int ok = bytes && fread(bytes, 1, (size_t)size, file) == (size_t)size;
    if (ok)
        LLVMFuzzerTestOneInput(bytes, (size_t)size);
    else
        perror(path);
    free(bytes);
    if (file)
        fclose(file);
    return ok ? 0 : 1;
}

int main(int argc, char **argv)
{
    int bad = 0;

    for (int k = 1; k < argc; k++)
        bad |= replay(argv[k]);
    return bad;
}
