# Fyrtårn's commands: `make run` tries it, `make test` tests it, `make` alone
# lists the rest.

# Tools are built from tools/go.mod, at the versions pinned there.
LINT   := .cache/bin/golangci-lint
PGTEST := .cache/bin/pgtest

# The packages to test: `make test PKG=./store/...`.
PKG ?= ./...

# Where goroutines meet: what is tested under the race detector as well. The demo
# is played by one goroutine; its tests are left out there.
RACED ?= . ./app ./app/access ./app/event ./app/readiness ./app/reminder ./graph ./jobs ./store ./web

# The race detector makes what it watches three times slower, SQLite, which is C
# translated to Go, 40 times. It watches us and what holds goroutines together; in
# other people's code it finds nothing that is ours to mend.
UNWATCHED := modernc.org/... github.com/... golang.org/x/... database/sql encoding/... fmt html/... reflect regexp/... strconv text/... unicode/...
RACEFLAGS := -race $(foreach package,$(UNWATCHED),'-gcflags=$(package)=-race=false -d=checkptr=0')

# Shorter drills and measurements: `make fault FAULT=-short`.
FAULT ?=
BENCH ?=

.PHONY: help run build test race check check-generate check-tidy lint fmt generate fault seats bench clean needs pgtest
.NOTPARALLEL:
.DEFAULT_GOAL := help

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## serve with demo data on the embedded database
	@FYRTAARN_DEMO=1 bin/fyrtaarn serve

build: ## make bin/fyrtaarn
	CGO_ENABLED=0 go build -trimpath -o bin/fyrtaarn .

test: needs ## run every test, on SQLite and on a PostgreSQL of its own
	$(PGTEST) go test -shuffle=on -timeout=20m $(PKG)

race: needs ## run the tests of what is concurrent under the race detector, which needs a C compiler
	CGO_ENABLED=1 $(PGTEST) go test $(RACEFLAGS) -shuffle=on -timeout=20m -skip 'Demo' $(RACED)

check: check-generate check-tidy lint test race ## run what CI runs, but for its fault drill

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
