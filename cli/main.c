/* main.c - the commands, and finding the one that is meant. */
#include "cli/command.h"

#include "base/names.h"
#include "include/evenbook.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct command *const commands[] = {
    &cmd_init,     &cmd_check,    &cmd_plan,    &cmd_verify,
    &cmd_audit,    &cmd_tiers,    &cmd_compare, &cmd_frontier,
    &cmd_explain,  &cmd_price,    &cmd_drill,   &cmd_daily,
    &cmd_reassign, &cmd_generate, &cmd_export,  NULL,
};
enum { MOST_COMMANDS = 40 };

static const struct command *find(const char *name)
{
    for (size_t k = 0; commands[k] != NULL; k++)
        if (strcmp(commands[k]->name, name) == 0)
            return commands[k];
    return NULL;
}

static void list_commands(FILE *to)
{
    fprintf(to, "Usage: evenbook COMMAND [OPTION]... [OPERAND]...\n"
                "Divide customers among the people who look after them, "
                "fairly.\n\nCommands:\n");
    for (size_t k = 0; commands[k] != NULL; k++)
        fprintf(to, "  %-10s %s\n", commands[k]->name, commands[k]->summary);
    fprintf(to, "\n`evenbook help COMMAND` tells more; "
                "`evenbook --version` the version.\n");
}

static int unknown(const char *name)
{
    const char *names[MOST_COMMANDS], *nearest;
    size_t n = 0;

    for (; commands[n] != NULL && n < MOST_COMMANDS; n++)
        names[n] = commands[n]->name;
    nearest = names_nearest(names, n, name);
    fprintf(stderr, "evenbook: \"%s\" is no command of this version", name);
    if (nearest != NULL)
        fprintf(stderr, " (did you mean %s?)", nearest);
    fprintf(stderr, "; there are:");
    for (size_t k = 0; k < n; k++)
        fprintf(stderr, " %s", names[k]);
    fprintf(stderr, "\n");
    return EXIT_USAGE;
}

static int help(const struct command *command)
{
    printf("Usage: evenbook %s %s\n%s.\n\n%s\nOptions:\n", command->name,
           command->usage, command->summary, command->text);
    options_help(command->options);
    return EXIT_DONE;
}

static int run(const struct command *command, int argc, char **argv)
{
    struct arguments args;

    if (!options_read(command->options, argc, argv, &args))
        return EXIT_USAGE;
    if (args.given[OPT_HELP])
        return help(command);
    if (args.n_operands < command->least_operands ||
        args.n_operands > command->most_operands) {
        fprintf(stderr,
                "evenbook %s: too %s operands; usage: evenbook %s %s\n",
                command->name,
                args.n_operands < command->least_operands ? "few" : "many",
                command->name, command->usage);
        return EXIT_USAGE;
    }
    return (int)command->run(&args);
}

static int begin(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    const struct command *command = name == NULL ? NULL : find(name);
    bool wants_help = name != NULL &&
                      (strcmp(name, "help") == 0 ||
                       strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0);

    if (command != NULL)
        return run(command, argc - 1, argv + 1);
    if (name != NULL && strcmp(name, "--version") == 0) {
        printf("evenbook %s\n", EB_VERSION);
        return EXIT_DONE;
    }
    if (name == NULL || (wants_help && argc == 2)) {
        list_commands(name == NULL ? stderr : stdout);
        return name == NULL ? EXIT_USAGE : EXIT_DONE;
    }
    if (wants_help && find(argv[2]) != NULL)
        return help(find(argv[2]));
    return unknown(wants_help ? argv[2] : name);
}

int main(int argc, char **argv)
{
    int code;

    /* A file beyond the user's limit is an error of writing, no sudden end. */
    signal(SIGXFSZ, SIG_IGN);
    code = begin(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "evenbook: standard output cannot be written\n");
        return code == EXIT_DONE ? EXIT_INPUT : code;
    }
    return code;
}
