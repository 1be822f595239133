# Two commands are all there is to know: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo serve test fmt lint types walls unit soak assets wheel lock docs clean

demo: ## load the demo city into ./var (or $ZHIYI_HOME), print sign-in links, serve on 127.0.0.1
	@$(PYTHON) tools/bootstrap.py run
	@$(BIN)/zhiyi demo

serve: ## serve the home that `make demo` made
	@$(PYTHON) tools/bootstrap.py run
	@$(BIN)/zhiyi serve

test: dev-env lint types walls unit ## everything that needs no server and no network

.PHONY: dev-env
dev-env:
	@$(PYTHON) tools/bootstrap.py dev

fmt: dev-env ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: dev-env
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: dev-env
	$(BIN)/mypy

walls: dev-env
	$(BIN)/lint-imports

unit: dev-env
	$(BIN)/pytest -m "not browser and not slow and not soak"

soak: dev-env ## what takes minutes
	$(BIN)/pytest -m soak

assets: dev-env ## build the front end anew
	$(BIN)/python tools/assets.py --force

wheel: dev-env ## dist/*.whl with built assets and packs
	$(BIN)/python tools/wheel.py

lock: dev-env ## write requirements/*.lock anew from *.in
	$(BIN)/python tools/lock.py

docs: dev-env ## write docs/reference anew from the code
	$(BIN)/python tools/docs.py

clean: ## remove what was built; keeps ./var
	rm -rf build dist src/zhiyi/server/web/static/build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
