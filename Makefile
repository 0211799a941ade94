# Qalqan: `make run` puts the demo channel on air, `make test` proves the whole.
# One release build with testing enabled serves the product and the tests.

SHELL := /bin/bash
PREFIX ?= /usr/local
DESTDIR ?=
SWIFT := swift
FLAGS := -c release -Xswiftc -enable-testing
BIN := .build/release
PYTHON := .build/python/bin/python
SOURCES := Package.swift $(shell find Sources -type f -not -path '*/__pycache__/*')
TESTS := $(shell find Tests -type f -name '*.swift')
FORMATTED := Package.swift Sources Tests

.PHONY: attacks fuzz simulate tuf-conformance run test build lint packages install uninstall rollback bench clean python

## run: everything needed, then the demo channel on air (a second start is on air within 5 s)
run: $(BIN)/.product
	@exec $(BIN)/qalqan run --demo

## build: the product
build: $(BIN)/.product

$(BIN)/.product: $(SOURCES) | packages
	$(SWIFT) build $(FLAGS)
	@touch $@

packages:
	@Hardware/packages/install.sh build run

## test: lint, floors, unit, simulation and end-to-end tests
test: lint $(BIN)/.tests python
	Tests/run.sh

$(BIN)/.tests: $(SOURCES) $(TESTS) | packages
	@Hardware/packages/install.sh test
	$(SWIFT) build $(FLAGS) --build-tests
	@touch $@ $(BIN)/.product

## attacks: the whole attack suite: every kind of swap at twenty moments on air, all mutations (about ten minutes)
attacks: $(BIN)/.tests python
	QALQAN_ATTACKS=all Tests/attacks.sh

python: $(PYTHON)

$(PYTHON): Hardware/packages/test-pip.txt
	@Hardware/packages/install.sh test
	python3 -m venv .build/python
	$(PYTHON) -m pip install -q --disable-pip-version-check -r $<
	@touch $@

lint:
	$(SWIFT) format lint --strict --parallel --recursive $(FORMATTED)

## install: packages, build, and everything below PREFIX (units and rules below it too unless it is /usr/local)
install: $(BIN)/.product
	Hardware/install/install.sh "$(BIN)" "$(DESTDIR)" "$(PREFIX)"

## rollback: back to the version installed before this one
rollback:
	Hardware/install/rollback.sh "$(DESTDIR)" "$(PREFIX)"

uninstall:
	Hardware/install/uninstall.sh "$(DESTDIR)" "$(PREFIX)"

## bench: the cut list through qalqan, ffmpeg and melt, as ratios
bench: $(BIN)/.product
	Benchmarks/run.sh

## fuzz: every reader of playlists and of configurations under libFuzzer, SECONDS each (600), or FORMAT alone; what fails is left in .build/fuzz/found
FORMAT ?= native json ffplayout m3u csv otio bxf configuration
SECONDS ?= 600
fuzz: | packages
	QALQAN_FUZZ=1 $(SWIFT) build -c release --scratch-path .build/fuzz --sanitize=fuzzer --product qalqan-fuzz
	@Tests/Fuzz/run.sh $(SECONDS) $(FORMAT)

## simulate: SEEDS weeks of a channel with random faults, every frame checked; a seed that fails prints itself, made small
SEEDS ?= 1000
FIRST ?= 1
simulate: $(BIN)/.product
	$(BIN)/qalqan-simulate --first $(FIRST) --seeds $(SEEDS)

## tuf-conformance: the public suite of the TUF project against the client of this house (Git and the network, or SUITE=FOLDER)
tuf-conformance: $(BIN)/.product python
	@Hardware/packages/install.sh test
	@Tests/Conformance/tuf.sh "$(BIN)/qalqan-tuf" "$(PYTHON)" "$(SUITE)"

clean:
	$(SWIFT) package clean
