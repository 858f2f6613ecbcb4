.PHONY: demo test test-all build release bench format lint templates setup

SWIFT ?= swift
FIXTURE := fixtures/documents/002-image-tiers

# The main job on a real example: writes, checks and explains the workflows of an image tree.
demo: setup
	@$(SWIFT) build --product wfgen
	@.ci/demo

test: setup
	$(SWIFT) test

# Everything, with the slow properties at full size.
test-all: setup
	WFGEN_FULL=1 $(SWIFT) test

build: setup
	$(SWIFT) build

release: setup
	.ci/release

bench: release
	.ci/bench

format:
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

# Embeds templates/ in the binary.
templates:
	.ci/embed-templates

setup:
	@.ci/setup
