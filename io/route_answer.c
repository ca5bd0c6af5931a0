/* route_answer.c - answers as lines of JSON. */
#include "io/route_answer.h"

#include "base/number.h"

#include <string.h>

static void add_string(struct text *out, const char *string)
{
    text_add_char(out, '"');
    for (const char *at = string; *at != '\0'; at++) {
        size_t plain = 0;

        while ((unsigned char)at[plain] >= 0x20 && at[plain] != '"' &&
               at[plain] != '\\')
            plain++;
        text_add_bytes(out, at, plain);
        at += plain;
        if (*at == '\0')
            break;
        if (*at == '"' || *at == '\\')
            text_printf(out, "\\%c", *at);
        else
            text_printf(out, "\\u%04x", (unsigned)*at);
    }
    text_add_char(out, '"');
}

static void add_key(struct text *out, const char *key)
{
    if (out->n > 0 && out->at[out->n - 1] != '{')
        text_add(out, ", ");
    text_add_char(out, '"');
    text_add(out, key);
    text_add(out, "\": ");
}

static void add_member(struct text *out, const char *key, const char *string)
{
    add_key(out, key);
    add_string(out, string);
}

/* Units of cost as points, exactly. */
static void add_points(struct text *out, int64_t cost)
{
    char points[48];

    decimal_write(cost, 9, points);
    text_add(out, points);
}

static void add_rep(struct text *out, const struct route *route,
                    const char *rep)
{
    add_key(out, "rep");
    if (*rep == '\0')
        text_add(out, "null");
    else
        add_string(out, rep);
    add_key(out, "rep_name");
    if (*rep == '\0')
        text_add(out, "null");
    else
        add_string(out, route_rep_name(route, rep));
}

static void add_next_best(struct text *out, const struct route_row *row)
{
    add_key(out, "next_best_rep");
    if (*row->next_best == '\0') {
        text_add(out, "null, \"next_best_cost\": null");
        return;
    }
    add_string(out, row->next_best);
    add_key(out, "next_best_cost");
    add_points(out, row->next_cost);
}

static void add_candidates(struct text *out, const struct route_answer *answer)
{
    add_key(out, "candidates");
    text_add_char(out, '[');
    for (size_t k = 0; k < answer->n_candidates; k++) {
        text_add(out, k > 0 ? ", {\"rep\": " : "{\"rep\": ");
        add_string(out, answer->candidates[k].rep);
        text_add(out, ", \"cost\": ");
        add_points(out, answer->candidates[k].cost);
        text_add_char(out, '}');
    }
    text_add_char(out, ']');
}

static void add_family(struct text *out, const struct route_answer *answer)
{
    if (answer->n < 2)
        return;
    add_key(out, "with");
    text_add_char(out, '[');
    for (size_t k = 1; k < answer->n; k++) {
        text_add(out, k > 1 ? ", " : "");
        add_string(out, answer->rows[k].account);
    }
    text_add_char(out, ']');
}

void route_write_answer(struct text *out, const struct route *route,
                        const char *event, const struct route_answer *answer,
                        bool again)
{
    const struct route_row *row = &answer->rows[0];

    text_add_char(out, '{');
    if (*event != '\0')
        add_member(out, "event", event);
    add_member(out, "account", row->account);
    add_rep(out, route, row->rep);
    add_member(out, "change", row->change);
    add_member(out, "reason", row->reason);
    add_key(out, "cost");
    add_points(out, row->cost);
    add_next_best(out, row);
    add_candidates(out, answer);
    add_family(out, answer);
    if (again)
        text_add(out, ", \"again\": true");
    text_add(out, "}\n");
}

void route_write_error(struct text *out, const char *event, long line,
                       const char *what)
{
    text_add_char(out, '{');
    if (*event != '\0')
        add_member(out, "event", event);
    add_member(out, "error", what);
    add_key(out, "line");
    text_printf(out, "%ld}\n", line);
}
