#!/usr/bin/env bash
# The wheel of folder $1 in a new environment $2, with no node on the path: `zhiyi demo --check` must pass.
set -euo pipefail
python3 -m venv "$2"
"$2/bin/pip" install -q --disable-pip-version-check "$1"/zhiyi-*.whl
cd "$2"
env -i HOME="$2" PATH="$2/bin" LANG=C.UTF-8 ZHIYI_HOME="$2/home" "$2/bin/zhiyi" demo --check
