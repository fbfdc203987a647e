# Fyrtårn's commands: `make run` tries it, `make test` tests it, `make` alone
# lists the rest.

# Tools are built from tools/go.mod, at the versions pinned there.
LINT   := .cache/bin/golangci-lint
PGTEST := .cache/bin/pgtest

# The packages to test: `make test PKG=./store/...`.
PKG ?= ./...

# The race detector needs a C compiler. RACE= on the command line switches it off.
RACE ?= $(if $(filter 1,$(shell go env CGO_ENABLED)),$(if $(shell command -v $$(go env CC)),-race))

# SQLite is C translated to Go, in modernc.org. Under the race detector it is 40
# times slower, and the detector finds nothing there that is ours to mend. So it
# runs without (2 to 4 times slower), and the detector watches everything else.
ifneq ($(RACE),)
TESTFLAGS = $(RACE) '-gcflags=modernc.org/...=-race=false -d=checkptr=0'
endif

# Shorter drills and measurements: `make fault FAULT=-short`.
FAULT ?=
BENCH ?=

.PHONY: help run build test check check-generate check-tidy lint fmt generate fault seats bench clean needs pgtest
.NOTPARALLEL:
.DEFAULT_GOAL := help

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## serve with demo data on the embedded database
	@FYRTAARN_DEMO=1 bin/fyrtaarn serve

build: ## make bin/fyrtaarn
	CGO_ENABLED=0 go build -trimpath -o bin/fyrtaarn .

test: needs ## run every test, on SQLite and on a PostgreSQL of its own
	@$(if $(RACE),:,echo "No C compiler was found (or RACE is empty): the tests run without the race detector.")
	$(PGTEST) go test $(TESTFLAGS) -shuffle=on -timeout=20m $(PKG)

check: check-generate check-tidy lint test ## run what CI runs

check-generate: ## fail if the generated files are not what their sources say
	scripts/unchanged.sh "make generate" go generate ./...

check-tidy: ## fail if a module file is not tidy
	go mod tidy -diff
	cd tools && go mod tidy -diff

lint: $(LINT) ## format and import lines, comments, mistakes
	CGO_ENABLED=0 $(LINT) run ./...

fmt: $(LINT) ## format the Go files as lint wants them
	$(LINT) fmt

generate: ## write the generated files anew
	go generate ./...

fault: needs build ## kill replicas while they send, and count the mails
	go run ./fault $(FAULT)

seats: needs build ## let 500 register at once for 30 places, again and again
	go run ./fault seats $(FAULT)

bench: needs build ## measure the queries and the mails against their floor
	go run ./bench $(BENCH)

clean: ## remove what was built or installed here; data/ stays
	rm -rf bin .cache testrig/node/node_modules

# What the tests need beside Go: PostgreSQL's server programs, Node.js and three
# npm packages. As root, what is missing is installed.
needs: pgtest
	@scripts/test-needs.sh $(PGTEST)

# Go decides whether anything is to be built anew.
pgtest:
	@CGO_ENABLED=0 go build -o $(PGTEST) ./testrig/cmd/pgtest

$(LINT): tools/go.mod tools/go.sum
	@echo "Building golangci-lint; with an empty build cache this takes some minutes."
	cd tools && CGO_ENABLED=0 go build -trimpath -o ../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	@touch $@
