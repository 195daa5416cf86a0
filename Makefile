# SPDX-License-Identifier: Apache-2.0
#
# For those who build: each target sets up what it needs, except system packages
# (scripts/setup-debian.sh).
JOBS ?= $(shell nproc)
PORT ?= 8000
SOURCES = $(shell git ls-files 'core/*.cpp' 'core/*.h' 'wasm/*.cpp' 'tests/*.cpp' 'tests/*.h')

.DEFAULT_GOAL := native
.PHONY: native asan-ubsan fuzz coverage wasm npm web serve bench oracle format lint test clean

native: ## build/native/bin/cnn2snn and the libraries
	scripts/build-deps.sh native
	cmake --preset native
	cmake --build --preset native -j $(JOBS)

asan-ubsan: ## the tests with sanitizers
	scripts/build-deps.sh asan-ubsan
	cmake --preset asan-ubsan
	cmake --build --preset asan-ubsan -j $(JOBS)

fuzz: ## the fuzz targets, build/fuzz/fuzz/fuzz_*
	scripts/build-deps.sh fuzz
	cmake --preset fuzz
	cmake --build --preset fuzz -j $(JOBS)

coverage: ## runs the tests and prints line coverage of core/
	scripts/coverage.sh

wasm: ## build/wasm/cnn2snn.{mjs,wasm}
	scripts/build-wasm.sh

npm: wasm ## npm/dist, ready for `npm pack`
	cd npm && ../scripts/with-node.sh npm ci && ../scripts/with-node.sh npm run build

web: npm ## the static page, web/dist
	cd web && ../scripts/with-node.sh npm ci && ../scripts/with-node.sh npm run build

serve: web ## the page on http://localhost:$(PORT)
	cd web && ../scripts/with-node.sh npm run serve -- --port $(PORT)

bench: ## one table of speeds and sizes, each beside its comparator (MODEL=model.h5)
	scripts/build-deps.sh native
	cmake --preset native -DCNN2SNN_BENCH=ON
	cmake --build --preset native -j $(JOBS) --target cnn2snn cnn2snn_bench
	scripts/with-node.sh node tests/bench/table.mjs $(MODEL)

oracle: native ## comparison with the official converter and runtime (their licence is yours to accept)
	tests/oracle/run.sh $(ORACLE_ARGS)

format: ## clang-format over the C++ sources
	clang-format-14 -i $(SOURCES)

lint: ## formatting and clang-tidy
	scripts/lint.sh

test: ## every test, as in CI
	scripts/test.sh

clean: ## everything built; fetched sources stay
	rm -rf build/native build/asan-ubsan build/fuzz build/coverage build/wasm npm/dist web/dist
