# Two commands matter: `make run` and `make test`. Both start from a bare checkout with Python 3.11 and make.

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .tools/uv/bin/uv)
export UV_PYTHON_DOWNLOADS = never

.PHONY: run test setup engine web train train-quick nlu-report nlu-bench check clean

run: setup engine web train-quick
	@.venv/bin/plandesk serve

test: .venv/.synced-dev engine web train
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.venv/bin/python -m pytest

setup: .venv/.synced

engine: engine/.venv/.synced

web: setup
	@$(PYTHON) tools/build_web.py

train: setup engine
	@.venv/bin/plandesk train

# Enough to serve in a minute; `plandesk serve` tunes the encoder in the background, once, and takes the better model over.
train-quick: setup engine
	@.venv/bin/plandesk train --quick

# How well customers are understood: figures, and var/understanding/report.html.
nlu-report: train
	@engine/.venv/bin/python -m plandesk_engine.report

# The same pipeline on public benchmarks; BENCH_DATA names their folder, BENCH="--tune" tunes the encoder to each sample.
nlu-bench: engine
	@engine/.venv/bin/python -m plandesk_engine.report.bench $(BENCH)

.tools/uv/bin/uv:
	@$(PYTHON) tools/get_uv.py

.venv/.synced: pyproject.toml uv.lock | $(UV)
	@echo "Installing Plandesk ..."
	@$(UV) sync --quiet --frozen --no-dev --inexact
	@touch $@

.venv/.synced-dev: pyproject.toml uv.lock | $(UV)
	@echo "Installing Plandesk and what its checks need ..."
	@$(UV) sync --quiet --frozen
	@touch $@ .venv/.synced

engine/.venv/.synced: engine/pyproject.toml engine/uv.lock | $(UV)
	@echo "Installing the engine (about 2 GB, once) ..."
	@$(UV) sync --quiet --frozen --project engine
	@touch $@

clean:
	rm -rf .tools .venv engine/.venv gateway/static gateway/web/node_modules models var
