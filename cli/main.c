/* main.c - the commands, and finding the one that is meant. */
#include "cli/command.h"

#include "base/names.h"
#include "include/evenbook.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct command *const commands[] = {
    &cmd_init,     &cmd_check,    &cmd_plan,     &cmd_verify,  &cmd_audit,
    &cmd_tiers,    &cmd_compare,  &cmd_frontier, &cmd_explain, &cmd_price,
    &cmd_drill,    &cmd_ledger,   &cmd_daily,    &cmd_route,   &cmd_replay,
    &cmd_reassign, &cmd_generate, &cmd_export,   NULL,
};
enum { MOST_COMMANDS = 40, LINE = 200 };

/* The words of a command that takes one, or NULL. */
static const struct command *const *words_of(const struct command *command)
{
    return command == &cmd_ledger ? ledger_words : NULL;
}

/* By the name's last word, which is all of it but where a command takes words. */
static const char *word_of(const struct command *command)
{
    const char *blank = strchr(command->name, ' ');

    return blank == NULL ? command->name : blank + 1;
}

static const struct command *find(const struct command *const *list,
                                  const char *name)
{
    for (size_t k = 0; list[k] != NULL; k++)
        if (strcmp(word_of(list[k]), name) == 0)
            return list[k];
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

static int unknown(const struct command *const *list, const char *name)
{
    const char *names[MOST_COMMANDS] = {NULL}, *nearest;
    size_t n = 0;

    for (; list[n] != NULL && n < MOST_COMMANDS; n++)
        names[n] = word_of(list[n]);
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

/* What a command's words are, and all options that any of them has. */
static void list_words(const struct command *command, FILE *to)
{
    const struct command *const *words = words_of(command);

    for (size_t k = 0; words[k] != NULL; k++)
        fprintf(to, "  %-10s %s\n", word_of(words[k]), words[k]->summary);
    fprintf(to, "\n`evenbook help %s WORD` tells more.\n", command->name);
}

/* All options that any of the words has, and which do. */
static void list_options(const struct command *const *words)
{
    bool shown[N_OPTIONS] = {false};

    for (size_t k = 0; words[k] != NULL; k++)
        for (const struct option *o = words[k]->options; o->name != NULL;
             o++) {
            char of[LINE] = "";

            if (shown[o->id])
                continue;
            shown[o->id] = true;
            for (size_t j = k; words[j] != NULL; j++)
                if (options_has(words[j]->options, o->id))
                    snprintf(of + strlen(of), sizeof of - strlen(of), "%s%s",
                             *of == '\0' ? "of " : ", ", word_of(words[j]));
            options_help_one(o, of);
        }
}

static int help(const struct command *command)
{
    const struct command *const *words = words_of(command);

    printf("Usage: evenbook %s %s\n%s.\n\n%s\n", command->name, command->usage,
           command->summary, command->text);
    if (words == NULL) {
        printf("Options:\n");
        options_help(command->options);
        return EXIT_DONE;
    }
    list_words(command, stdout);
    printf("\nOptions:\n");
    list_options(words);
    return EXIT_DONE;
}

static bool wants_help(const char *name)
{
    return strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 ||
           strcmp(name, "-h") == 0;
}

static int run(const struct command *command, int argc, char **argv)
{
    struct arguments args;

    if (!options_read(command->options, command->name, argc, argv, &args))
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

/* argv[0] is the command's name. */
static int run_word(const struct command *command, int argc, char **argv)
{
    const struct command *const *words = words_of(command);
    const struct command *word;

    if (words == NULL)
        return run(command, argc, argv);
    if (argc < 2) {
        fprintf(stderr, "Usage: evenbook %s %s\n\n", command->name,
                command->usage);
        list_words(command, stderr);
        return EXIT_USAGE;
    }
    word = find(words, argv[1]);
    if (word != NULL)
        return run(word, argc - 1, argv + 1);
    return wants_help(argv[1]) ? help(command) : unknown(words, argv[1]);
}

/* `evenbook help [COMMAND [WORD]]` */
static int help_of(int argc, char **argv)
{
    const struct command *command;

    if (argc < 2) {
        list_commands(stdout);
        return EXIT_DONE;
    }
    command = find(commands, argv[1]);
    if (command == NULL)
        return unknown(commands, argv[1]);
    if (argc < 3 || words_of(command) == NULL)
        return help(command);
    return find(words_of(command), argv[2]) != NULL
               ? help(find(words_of(command), argv[2]))
               : unknown(words_of(command), argv[2]);
}

static int begin(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    const struct command *command = name == NULL ? NULL : find(commands, name);

    if (command != NULL)
        return run_word(command, argc - 1, argv + 1);
    if (name == NULL) {
        list_commands(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(name, "--version") == 0) {
        printf("evenbook %s\n", EB_VERSION);
        return EXIT_DONE;
    }
    return wants_help(name) ? help_of(argc - 1, argv + 1)
                            : unknown(commands, name);
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
