#!/usr/bin/env bash
# `make demo` in a clone given as $1: first from nothing, then again; the second must be quick and change nothing.
set -euo pipefail
cd "$1"
unset VIRTUAL_ENV PYTHONPATH
export ZHIYI_HOME="$1/var"
log=$(mktemp)
pid=
stop() { [ -z "$pid" ] || { kill -TERM -- "-$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; }; }
finish() { stop; rm -f "$log"; }
trap finish EXIT
set -m  # every background job is a process group of its own

now() { python3 -c 'import time; print(time.time())'; }
demo() {  # starts `make demo`; `took` is then the seconds until the first page answered
  local begun url
  : >"$log"
  begun=$(now)
  make -s demo >"$log" 2>&1 &
  pid=$!
  for _ in $(seq 1 6000); do
    url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+/ ' "$log" | tail -1 || true)
    if [ -n "$url" ] && curl -fs -o /dev/null "${url% }"; then
      took=$(python3 -c "print(f'{$(now) - $begun:.1f}')"); return 0
    fi
    kill -0 "$pid" 2>/dev/null || { cat "$log" >&2; return 1; }
    sleep 0.05
  done
  cat "$log" >&2; return 1
}
state() { .venv/bin/python tools/state_of_home.py "$ZHIYI_HOME"; }

demo; first=$took; cat "$log"; echo "first page of a fresh clone after $first s"
stop
before=$(state)
demo; second=$took; echo "first page the second time after $second s"
stop
[ "$before" = "$(state)" ] || { echo "the second make demo changed data" >&2; exit 1; }
python3 -c "import sys; sys.exit($first > 300 or $second > 3)" || { echo "too slow: $first s, $second s" >&2; exit 1; }
