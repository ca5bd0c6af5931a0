/* page_assets.h - what every report embeds, as tools/build_web.sh wrote it. */
#ifndef IO_PAGE_ASSETS_H
#define IO_PAGE_ASSETS_H

/* Each runs up to its _end. */
extern const char page_css[], page_css_end[];
extern const char page_js[], page_js_end[];
/* The chart library; nothing where it could not be fetched. */
extern const char page_charts[], page_charts_end[];
extern const char page_notices[], page_notices_end[];

#endif
