# make demo and make test are all that a newcomer needs.
export CGO_ENABLED = 0
# The repository may be checked out by one user and tested by another.
export GOFLAGS = -buildvcs=false

.PHONY: faults isolation demo test check build generate generated assets assets-check fmt lint bench fuzz screenshots clauses

demo: build
	./bin/samverk demo

build:
	go build -trimpath -ldflags "-s -w" -o bin/samverk ./cmd/samverk

# The quick one: no browser, no PostgreSQL.
check: fmt lint generated
	go test ./...

# Everything; what CI runs. A missing PostgreSQL, browser or calendar client is a failure.
# The scenarios build and run the program, which the cache of results does not see.
test:
	scripts/need
	$(MAKE) fmt lint generated assets-check
	SAMVERK_TEST_POSTGRES=required go test -count=1 -p 2 -timeout 40m ./...

fmt:
	@out=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$out" ]; then echo "not formatted: $$out"; exit 1; fi

lint:
	go vet ./...
	go tool staticcheck ./...

generate:
	go tool templ generate -path internal

# Generated files are committed; made again they must be the same.
generated:
	scripts/generated

assets:
	cd assets && npm ci --silent --no-audit --no-fund && node build.mjs

# Styles, fonts and scripts, made again, must be what is committed.
assets-check:
	scripts/assets-check

bench: build
	scripts/bench

# Kill -9 in the middle of writes, a hundred times, and the control.
faults:
	go test -count=1 -v ./internal/scenario/killtest

# Every route as everybody with the ids of everything, twins, and the control.
isolation:
	go test -count=1 -v ./internal/scenario/isolation

fuzz:
	scripts/fuzz

screenshots: build
	SAMVERK_SCREENSHOTS=docs/screenshots go test -count=1 -tags screenshots -run TestScreenshots ./internal/scenario/demo

# docs/clauses.md: which clauses of the texts are ruled, shown and open.
clauses:
	go run ./cmd/clauses
