#!/usr/bin/env bash
# A throw-away PostgreSQL cluster of our own on a free loopback port: `postgres.sh start DIR`, `postgres.sh stop DIR`.
# `start` writes the cluster's address to DIR/url. PostgreSQL refuses root, so root runs it as the user `postgres`.
set -euo pipefail
verb=$1; dir=$2
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
as() { if [ "$(id -u)" = 0 ]; then su -s /bin/bash postgres -c "$*"; else bash -c "$*"; fi; }
case $verb in
  start)
    mkdir -p "$dir"; chmod 711 "$(dirname "$dir")"
    [ "$(id -u)" = 0 ] && chown postgres "$dir"
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    as "$bin/initdb -D '$dir/data' -A trust -U zhiyi --encoding=UTF8 --locale=C.UTF-8 -N" >/dev/null
    as "$bin/pg_ctl -D '$dir/data' -w -l '$dir/log' -o '-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir' start" >/dev/null
    held=$(as "$bin/psql -h 127.0.0.1 -p $port -U zhiyi -d postgres -Atc 'show data_directory'")
    [ "$held" = "$dir/data" ] || { echo "the server on port $port is not ours: $held" >&2; exit 1; }
    as "$bin/createdb -h 127.0.0.1 -p $port -U zhiyi zhiyi"
    printf 'postgresql://zhiyi@127.0.0.1:%s/zhiyi' "$port" >"$dir/url.part"; mv "$dir/url.part" "$dir/url"
    ;;
  stop) [ -f "$dir/data/postmaster.pid" ] && as "$bin/pg_ctl -D '$dir/data' -m fast stop" >/dev/null ;;
  *) echo "start or stop, not $verb" >&2; exit 2 ;;
esac
