# make run: the lab in the browser. make serve: for a hall, several processes. make test: everything that is tested.
# Each sets up what it needs, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locales/*/LC_MESSAGES/*.po))

# For make serve: one process a core; SERVE: what else deploy/serve.py takes (--help).
PROCESSES ?=
PORT ?= 8500
SERVE ?=

# The Python of the image, for which its requirements are locked.
IMAGE_PYTHON = $(shell sed -n 's/^FROM python:\([0-9]*\.[0-9]*\).*/\1/p' deploy/Containerfile)

# More threads only wait for each other at these sizes.
export OPENBLAS_NUM_THREADS := 1
# The tests start many processes: what one has compiled the next ones need not compile again.
unexport PYTHONDONTWRITEBYTECODE

# For make fuzz: whatever tests.campaign takes (--help).
FUZZ ?=

.PHONY: run serve test fuzz lint lint-deploy lock licences audit locales screenshots clean

run: $(VENV)/.run-ready
	$(BIN)/streamlit run streamlit_app.py

serve: $(VENV)/.run-ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r deploy/requirements.txt
	exec $(BIN)/python -m deploy.serve $(if $(PROCESSES),--processes $(PROCESSES)) --port $(PORT) $(SERVE)

# Five at a time on two processors: who waits for a browser leaves its processor to another.
test: $(VENV)/.test-ready
	$(BIN)/python -m pytest -n 5 --dist worksteal

fuzz: $(VENV)/.test-ready
	$(BIN)/python -m tests.campaign $(FUZZ)

lint: $(VENV)/.test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# What takes a container engine to run is held to its own schemas and rules.
lint-deploy: $(VENV)/.deploy-ready
	$(VENV)/deploy/bin/hadolint deploy/Containerfile
	$(VENV)/deploy/bin/check-jsonschema --builtin-schema vendor.compose-spec deploy/compose.yaml
	$(VENV)/deploy/bin/kubernetes-validate --strict --quiet \
		$(filter-out %/kustomization.yaml,$(wildcard deploy/kubernetes/*.yaml))

# What the image installs: the newest versions that the requirements allow, with the digests of their files.
lock: $(VENV)/.lock-ready
	$(VENV)/lock/bin/uv pip compile --quiet --upgrade --generate-hashes --annotation-style line \
		--python-version $(IMAGE_PYTHON) --python-platform linux --custom-compile-command "make lock" \
		--output-file deploy/requirements.lock requirements.txt deploy/requirements.txt

licences: $(VENV)/.lock-ready
	rm -rf $(VENV)/locked
	$(VENV)/lock/bin/uv pip install --quiet --require-hashes --only-binary :all: --target $(VENV)/locked \
		--python-version $(IMAGE_PYTHON) --python-platform linux --requirements deploy/requirements.lock
	$(VENV)/lock/bin/python deploy/licences.py $(VENV)/locked
	rm -rf $(VENV)/locked

audit: $(VENV)/.lock-ready
	$(VENV)/lock/bin/python deploy/audit.py

locales: $(VENV)/.test-ready $(CATALOGUES)

screenshots: $(VENV)/.test-ready
	$(BIN)/python -m tests.browser.screenshots

$(VENV)/.run-ready: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The lab needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.test-ready: $(VENV)/.run-ready tests/requirements.txt deploy/requirements.txt tests/browser/find_chromium.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	$(BIN)/python tests/browser/find_chromium.py --install
	touch $@

$(VENV)/.deploy-ready: deploy/lint-requirements.txt
	$(PYTHON) -m venv $(VENV)/deploy
	$(VENV)/deploy/bin/python -m pip install --quiet --disable-pip-version-check -r deploy/lint-requirements.txt
	touch $@

$(VENV)/.lock-ready: deploy/lock-requirements.txt
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check -r deploy/lock-requirements.txt
	touch $@

%.mo: %.po
	$(BIN)/pybabel compile --input-file $< --output-file $@ --locale $(word 2,$(subst /, ,$<))

clean:
	rm -rf $(VENV)
