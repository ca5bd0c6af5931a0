# Evenbook. `make help` lists the targets; there is no configure step.
#
# Every variant has an object tree of its own under build/:
#
#   release  -O2 -g                  what is installed
#   debug    -O1 -g, ASan and UBSan  what `make check` tests
#   mem      -O1 -g, no sanitizer    for valgrind
#   cov      -O0 -g --coverage       for gcovr
#   fuzz     clang's libFuzzer, ASan and UBSan
#
# CC=gcc|clang chooses the compiler; a change of compiler or flags rebuilds.

VERSION := $(shell sed -n 's/^.define EB_VERSION "\(.*\)"/\1/p' \
             include/evenbook.h)
PREFIX  = /usr/local
DESTDIR =
V       = debug

ifeq ($(origin CC),default)
CC := gcc
endif

# Warnings are errors in a checkout, and only there: a newer compiler's new
# warning must not stop someone who builds a release.
WERROR ?= $(if $(wildcard .git),1,0)

MAKEFLAGS += --no-print-directory --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:

LAYERS   := base solver model verify io
LIB_SRC  := $(sort $(wildcard $(LAYERS:%=%/*.c)))
CLI_SRC  := $(sort $(wildcard cli/*.c))
CLI_PARTS := $(filter-out cli/main.c cli/cmd_%,$(CLI_SRC))
TEST_SRC := $(sort $(wildcard tests/support/*.c tests/unit/*.c \
              tests/property/*.c tests/faults/*.c))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FAULT_SRC := tests/faults/preload/fault.c
C_FILES  := $(sort $(wildcard include/*.h cli/*.h $(LAYERS:%=%/*.h) \
              examples/*.c tests/*/*.h)) $(LIB_SRC) $(CLI_SRC) $(TEST_SRC) \
            $(FUZZ_SRC) $(FAULT_SRC) $(wildcard tests/fuzz/replay.c)

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla \
            -Wmissing-prototypes -Wstrict-prototypes
# Criterion's macros expand to code that the stricter warnings complain of.
TEST_WARNINGS := -Wall -Wextra -Wvla
ERROR_0  :=
ERROR_1  := -Werror

# -ffp-contract=off: no fused multiply-add, so that the search's doubles are
# the same on every machine.
FLAGS      := -std=c11 -D_POSIX_C_SOURCE=200809L -I. -ffp-contract=off \
              -fvisibility=hidden -pthread $(WARNINGS) $(ERROR_$(WERROR))
TEST_FLAGS := -std=gnu11 -D_GNU_SOURCE -I. -ffp-contract=off -pthread \
              $(TEST_WARNINGS) $(ERROR_$(WERROR))

SANITIZE      := -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_release := -O3 -g -DNDEBUG
FLAGS_debug   := -O1 -g -fno-omit-frame-pointer $(SANITIZE)
FLAGS_mem     := -O1 -g -gdwarf-4
FLAGS_cov     := -O0 -g --coverage
FLAGS_fuzz    := -O1 -g -fno-omit-frame-pointer $(SANITIZE) \
                 -fsanitize=fuzzer-no-link
VARIANTS      := release debug mem cov fuzz
CFLAGS        =
LDFLAGS       =

LIBS := -lglpk -lcsv -lcjson -lutf8proc -lsqlite3 -lm \
        -lpthread

# Expanded in recipes alone: GNU Make puts -j into MAKEFLAGS after parsing.
JOBS = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))

.PHONY: all
all: ## build/release/evenbook and build/release/libevenbook.a (the default)
all: build/release/libevenbook.a $(if $(CLI_SRC),build/release/evenbook)

# ---- Objects and programs of one variant ----------------------------------

# VERBOSE=1 shows whole command lines.
VERBOSE = 0
quiet = $(if $(filter 0,$(VERBOSE)),@printf '  %-4s %s\n' $(1) $(2);)

# $(call keep,FILE,TEXT): writes the file only if that changes it.
keep = mkdir -p $(dir $(1)); printf '%s\n' '$(2)' > $(1).new; \
       if cmp -s $(1).new $(1); then rm $(1).new; else mv $(1).new $(1); fi

# What reports embed; each file changes only if its text does.
WEB := $(addprefix build/web/,page.css page.js charts.js notices.txt)
$(WEB) &: always
	@tools/build_web.sh build/web

define variant_rules
build/$(1)/%.o: %.c build/$(1)/flags
	@mkdir -p $$(@D)
	$$(call quiet,CC,$$@)$$(CC) $$(FLAGS) $$(FLAGS_$(1)) $$(CFLAGS) \
	    -MMD -MP -c $$< -o $$@

build/$(1)/tests/%.o: tests/%.c build/$(1)/flags
	@mkdir -p $$(@D)
	$$(call quiet,CC,$$@)$$(CC) $$(TEST_FLAGS) $$(FLAGS_$(1)) $$(CFLAGS) \
	    -MMD -MP -c $$< -o $$@

build/$(1)/evenbook: $$(LIB_SRC:%.c=build/$(1)/%.o) \
                     $$(CLI_SRC:%.c=build/$(1)/%.o) build/$(1)/sources
	$$(call quiet,LD,$$@)$$(CC) $$(FLAGS_$(1)) $$(LDFLAGS) \
	    $$(filter %.o,$$^) $$(LIBS) -o $$@

build/$(1)/test: $$(LIB_SRC:%.c=build/$(1)/%.o) \
                 $$(CLI_PARTS:%.c=build/$(1)/%.o) \
                 $$(TEST_SRC:%.c=build/$(1)/%.o) build/$(1)/sources
	$$(call quiet,LD,$$@)$$(CC) $$(FLAGS_$(1)) $$(LDFLAGS) \
	    $$(filter %.o,$$^) -lcriterion $$(LIBS) -o $$@

build/$(1)/replay_%: build/$(1)/tests/fuzz/fuzz_%.o \
                     build/$(1)/tests/fuzz/replay.o \
                     $$(LIB_SRC:%.c=build/$(1)/%.o) build/$(1)/sources
	$$(call quiet,LD,$$@)$$(CC) $$(FLAGS_$(1)) $$(LDFLAGS) \
	    $$(filter %.o,$$^) $$(LIBS) -o $$@

build/$(1)/io/page_assets.o: $(WEB)

# What an object depends on besides its sources, and a program besides its
# objects; both are rewritten only when their text changes.
build/$(1)/flags: always
	@$$(call keep,$$@,$$(CC) $$(FLAGS) $$(TEST_FLAGS) $$(FLAGS_$(1)) $$(CFLAGS))
build/$(1)/sources: always
	@$$(call keep,$$@,$$(LIB_SRC) $$(CLI_SRC) $$(TEST_SRC) $$(LDFLAGS) $$(LIBS))

-include $$(patsubst %.c,build/$(1)/%.d,$$(LIB_SRC) $$(CLI_SRC) $$(TEST_SRC) \
           $$(FUZZ_SRC) tests/fuzz/replay.c)
endef

build/fault.so: $(FAULT_SRC)
	@mkdir -p $(@D)
	$(call quiet,LD,$@)$(CC) -O1 -fPIC -shared $(TEST_WARNINGS) \
	    $(ERROR_$(WERROR)) $< -o $@ -ldl

.PHONY: always
always:


$(foreach v,$(VARIANTS),$(eval $(call variant_rules,$(v))))

# One object whose hidden names have become local: a program may have a
# function of its own called fail() and still link.
build/release/libevenbook.a: $(LIB_SRC:%.c=build/release/%.o) \
                             build/release/sources
	$(call quiet,AR,$@)ld -r -o build/release/libevenbook.o \
	    $(filter %.o,$^) \
	&& objcopy --localize-hidden build/release/libevenbook.o \
	&& rm -f $@ && ar rcsD $@ build/release/libevenbook.o

# ---- Using it --------------------------------------------------------------

.PHONY: setup demo
setup: ## install what building and testing need and is missing (apt-get)
	@tools/setup.sh check

demo: ## set up, build, plan the example book, say where the result lies
	@tools/setup.sh build
	@$(MAKE) $(JOBS) all
	@rm -rf build/demo-plan
	build/release/evenbook plan examples/ -o build/demo-plan
	@printf '\nThe plan lies in build/demo-plan: %s\n%s\n' \
	    'open report.html; assignments.csv says who owns what and why.' \
	    'Check it: build/release/evenbook verify build/demo-plan examples/'

# ---- Tests -----------------------------------------------------------------

.PHONY: check test reports transcripts transcripts-update faults asan memcheck \
        cover bench \
        bench-gap bench-peers bench-growth bench-frontier \
        bench-prices bench-route bench-reports bench-daily bench-replay
check: ## set up, then every test; ends with "N passed, N failed"
	@tools/setup.sh check
	@MAKE='$(MAKE)' JOBS='$(JOBS)' CC='$(CC)' LIBS='$(LIBS)' tools/check.sh

test: ## unit and property tests; ONLY='suite/name*' V=release|debug|mem|cov
	@$(MAKE) $(JOBS) build/$(V)/test
	@tools/run_unit.sh $(if $(filter mem,$(V)),--valgrind) \
	    build/$(V)/test $(if $(ONLY),'$(ONLY)')

reports: ## look at reports in Chromium; ONLY=name
	@$(MAKE) $(JOBS) all
	@tools/check_reports.sh build/release/evenbook $(ONLY)

transcripts: ## replay the recorded terminal runs; V= as above, ONLY=name
	@$(MAKE) $(JOBS) build/$(V)/evenbook
	@tools/check_transcripts.sh build/$(V)/evenbook $(ONLY)

transcripts-update: ## accept what the recorded commands print now
	@$(MAKE) $(JOBS) build/release/evenbook
	@tools/check_transcripts.sh --update build/release/evenbook $(ONLY)

faults: ## kill, fill and tear ledgers; KILLS=1000 TEARS=60 ONLY=daily SEED=1
	@$(MAKE) $(JOBS) all build/fault.so
	@KILLS='$(KILLS)' TEARS='$(TEARS)' ONLY='$(ONLY)' SEED='$(SEED)' \
	    tools/check_faults.sh build/release/evenbook build/fault.so

asan: ## tests and transcripts under AddressSanitizer and UBSan
	@$(MAKE) test transcripts V=debug

memcheck: ## tests under valgrind
	@$(MAKE) test V=mem

COVERED = solver model
cover: ## lines covered per file; fails under 90 % in solver/ or model/
	@$(MAKE) $(JOBS) build/cov/test
	@find build/cov -name '*.gcda' -delete
	@tools/run_unit.sh build/cov/test
	@gcovr --root . --object-directory build/cov \
	    $(LAYERS:%=--filter '%/') --json build/cov/all.json build/cov
	@gcovr --root . --add-tracefile build/cov/all.json
	@for folder in $(COVERED); do \
	    echo "$$folder/: 90 % of lines wanted"; \
	    gcovr --root . --add-tracefile build/cov/all.json \
	        --filter "$$folder/" --fail-under-line 90 --print-summary \
	        --output build/cov/$$folder.txt || exit 1; \
	done

bench: ## plan books of growing size and measure it (benchmarks/README.md)
	@$(MAKE) $(JOBS) all
	@benchmarks/run.sh

bench-gap: ## plan the published instances in FOLDER=, compare their costs
	@$(MAKE) $(JOBS) all
	@benchmarks/gap.sh '$(FOLDER)'

bench-peers: ## give glpsol, cbc, HiGHS and SCIP the same books
	@$(MAKE) $(JOBS) all
	@benchmarks/peers.sh

bench-growth: ## plan books of SIZES= accounts, 100 to a rep; cost per arc
	@$(MAKE) $(JOBS) all
	@benchmarks/growth.sh

bench-frontier: ## frontiers against cbc, and against the time of one plan
	@$(MAKE) $(JOBS) all
	@benchmarks/frontier.sh cbc
	@benchmarks/frontier.sh shared

bench-prices: ## the dearest by estimate against the dearest of all
	@$(MAKE) $(JOBS) all
	@benchmarks/prices.sh

bench-route: ## decisions a second of route --watch, and how long each takes
	@$(MAKE) $(JOBS) all
	@benchmarks/route.sh

bench-reports: ## size, first paint and scrolling of large reports
	@$(MAKE) $(JOBS) all
	@benchmarks/reports.sh

bench-daily: ## 1,000 changes on a ledger of 250,000 accounts
	@$(MAKE) $(JOBS) all
	@benchmarks/daily.sh

bench-replay: ## a simulated year against a plan in hindsight
	@$(MAKE) $(JOBS) all
	@benchmarks/replay.sh

# ---- Fuzzing ---------------------------------------------------------------

FUZZ_SECONDS = 60
FUZZERS := $(FUZZ_SRC:tests/fuzz/fuzz_%.c=build/fuzz/fuzz_%)

build/fuzz/fuzz_%: build/fuzz/tests/fuzz/fuzz_%.o \
                   $(LIB_SRC:%.c=build/fuzz/%.o) build/fuzz/sources
	$(call quiet,LD,$@)$(CC) $(FLAGS_fuzz) -fsanitize=fuzzer $(LDFLAGS) \
	    $(filter %.o,$^) $(LIBS) -o $@

.PHONY: fuzz fuzzers corpus replayers
fuzzers: $(FUZZERS)
replayers: $(FUZZ_SRC:tests/fuzz/fuzz_%.c=build/debug/replay_%)

corpus: ## every kept input once through its reader, under ASan and UBSan
	@$(MAKE) $(JOBS) replayers
	@tools/replay_corpus.sh build/debug

fuzz: ## FUZZ_SECONDS=60 of random input for every reader (needs clang)
	@$(MAKE) $(JOBS) fuzzers CC=clang
	@tools/run_fuzz.sh $(FUZZ_SECONDS) $(FUZZERS)

# ---- Taste -----------------------------------------------------------------

.PHONY: layers symbols flags size tidy format format-check shellcheck
layers: ## fail on an upward include, a circle, or a stray third-party header
	@tools/check_layers.sh

symbols: ## fail if libevenbook.a exports a name without eb_
	@$(MAKE) $(JOBS) build/release/libevenbook.a
	@tools/check_symbols.sh build/release/libevenbook.a include/evenbook.h

flags: ## mark in the table of docs/CLI.md which command has which flag
	@$(MAKE) $(JOBS) all
	@tools/check_flags.sh --update build/release/evenbook

size: ## list the longest functions and files
	@tools/check_size.sh

tidy: ## look for bug patterns with clang-tidy; fails on any
	clang-tidy --quiet --warnings-as-errors='*' $(LIB_SRC) $(CLI_SRC) -- \
	    $(filter-out -Werror,$(FLAGS))

format: ## bring every C file into the format of .clang-format
	clang-format -i $(C_FILES)

format-check: ## fail if a C file is not in that format
	clang-format --dry-run --Werror $(C_FILES)

shellcheck: ## look for mistakes in the scripts
	shellcheck .ci/run $(wildcard tools/*.sh benchmarks/*.sh)

# ---- Installing and releasing ----------------------------------------------

BIN := $(DESTDIR)$(PREFIX)/bin
INC := $(DESTDIR)$(PREFIX)/include
LIB := $(DESTDIR)$(PREFIX)/lib
DOC := $(DESTDIR)$(PREFIX)/share/doc/evenbook
MAN := $(DESTDIR)$(PREFIX)/share/man/man1
DOCS = README.md CHANGELOG.md LICENSE $(wildcard docs/*.md)

.PHONY: install uninstall dist clean help
install: all ## install under DESTDIR= PREFIX=/usr/local
	install -d $(BIN) $(INC) $(LIB)/pkgconfig $(DOC)/examples $(MAN)
	install -m 755 build/release/evenbook $(BIN)/evenbook
	install -m 644 include/evenbook.h $(INC)/evenbook.h
	install -m 644 build/release/libevenbook.a $(LIB)/libevenbook.a
	install -m 644 $(DOCS) $(DOC)
	install -m 644 $(wildcard examples/*.*) $(DOC)/examples
	sed 's/@VERSION@/$(VERSION)/' docs/evenbook.1 > $(MAN)/evenbook.1
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' \
	    -e 's|@LIBS@|$(LIBS)|' tools/evenbook.pc.in \
	    > $(LIB)/pkgconfig/evenbook.pc
	chmod 644 $(MAN)/evenbook.1 $(LIB)/pkgconfig/evenbook.pc

uninstall: ## remove what install put there
	rm -f $(BIN)/evenbook $(INC)/evenbook.h $(LIB)/libevenbook.a \
	    $(LIB)/pkgconfig/evenbook.pc $(MAN)/evenbook.1
	rm -rf $(DOC)

dist: ## build/evenbook-VERSION.tar.gz of what is committed
	@mkdir -p build
	git archive --prefix=evenbook-$(VERSION)/ \
	    -o build/evenbook-$(VERSION).tar.gz HEAD
	@echo build/evenbook-$(VERSION).tar.gz

clean: ## remove build/
	rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' \
	    $(firstword $(MAKEFILE_LIST))
