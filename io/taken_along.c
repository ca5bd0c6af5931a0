/* taken_along.c - inputs that lie in no file of their own, written beside what was made of
 * them. */
#include "io/taken_along.h"

#include "io/disk.h"

eb_status taken_along(const struct inputs *inputs, struct folder *folder,
                      eb_messages *said)
{
    eb_status status = EB_OK;

    for (int k = 0; k < EB_N_INPUTS; k++) {
        const struct input *input = inputs->of[k];
        char *name;

        if (input == NULL || input->text == NULL)
            continue;
        name = disk_join("books", "/", input_file_name((eb_input)k));
        status = name == NULL ? EB_NO_MEMORY
                              : folder_file(folder, name, input->text,
                                            input->bytes, said);
        mem_free(name);
        TRY(status);
    }
done:
    return status;
}
