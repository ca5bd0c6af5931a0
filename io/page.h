/* page.h - report.html: one page that holds everything it shows.
 *
 * A page is a skeleton, the files it speaks of, as they lie beside it, and the
 * style, scripts and chart library of web/. The scripts fill it from those
 * files, so that every number on it is one of theirs; without scripts it shows
 * its title, its lines and the first rows of its tables. It asks for nothing
 * from anywhere, and its policy forbids that it could.
 *
 * All text is escaped here: what is given is text, never HTML. */
#ifndef IO_PAGE_H
#define IO_PAGE_H

#include "base/doc.h"
#include "io/text.h"

struct page {
    struct text files; /* the members of an object */
    struct text plain; /* what is shown without scripts */
    eb_status status;  /* of all additions */
};

/* A document, or the text of a CSV file, under its name. */
void page_add_doc(struct page *page, const char *name, const struct doc *doc);
void page_add_data(struct page *page, const char *name,
                   const struct text *text);
/* What is shown of a CSV file without scripts: its first rows. */
void page_show_csv(struct page *page, const char *name,
                   const struct text *text);
/* Whether the plans that the page speaks of lie in folders beside it, with
 * pages of their own. */
void page_add_within(struct page *page, bool within);
/* The page; `kind` is "plan", "audit", "compare", "frontier" or "replay", `lines` may be
 * NULL. Clears the page. */
eb_status page_write(struct page *page, const char *kind, const char *title,
                     const char *lines, struct text *out);
void page_clear(struct page *page);

#endif
