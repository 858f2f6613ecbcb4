.PHONY: demo test test-all build release bench ci format lint templates setup

SWIFT ?= swift
# Further options of every debug build. Other options than last time mean a new build.
SWIFTFLAGS ?=

# The main job on a real example: writes, checks and explains the workflows of an image tree.
demo: setup
	@$(SWIFT) build $(SWIFTFLAGS) --product wfgen
	@.ci/demo "$$($(SWIFT) build $(SWIFTFLAGS) --show-bin-path)/wfgen"

test: setup
	$(SWIFT) test $(SWIFTFLAGS)

# Everything, with the slow properties at full size; then the pipelines in each way to reach a
# registry.
test-all: setup
	WFGEN_FULL=1 $(SWIFT) test $(SWIFTFLAGS)
	for access in open basic bearer; do \
	  WFGEN_ACCESS=$$access $(SWIFT) test $(SWIFTFLAGS) --filter '^PipelineTests\.' \
	    --skip 'withoutAnyOneOfThem|AccessTests|ImmutableTests|DriverTests' || exit 1; \
	done

build: setup
	$(SWIFT) build $(SWIFTFLAGS)

release: setup
	.ci/release

bench: release
	.ci/bench

# What CI runs, with the time of every stage.
ci:
	.ci/run

format:
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

# Embeds templates/ in the binary.
templates:
	.ci/embed-templates

setup:
	@.ci/setup
