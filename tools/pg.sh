#!/bin/sh
# A throw-away PostgreSQL for the tests: pg.sh start FOLDER PORT | pg.sh stop FOLDER
# Loopback and socket only, never as root, nothing synced: the folder is deleted afterwards.
set -eu
folder=$2
pg_ctl=$(command -v pg_ctl || ls -d /usr/lib/postgresql/*/bin/pg_ctl | sort -V | tail -n 1)
bin=$(dirname "$(readlink -f "$pg_ctl")")
as=''
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    as="setpriv --reuid=$user --regid=$(id -gn "$user") --clear-groups env HOME=/tmp"
fi
case $1 in
    start)
        mkdir -p "$folder"
        [ -z "$as" ] || chown "$user" "$folder"
        chmod 700 "$folder"
        cd /
        [ -s "$folder/PG_VERSION" ] ||
            $as "$bin/initdb" -D "$folder" -U wenye -A trust --no-sync --locale=C.UTF-8 -E UTF8 >/dev/null
        $as "$bin/pg_ctl" -D "$folder" -l "$folder/log" -w -t 60 -s start -o "-c listen_addresses=127.0.0.1 \
            -p $3 -k $folder -c fsync=off -c full_page_writes=off -c max_connections=100 -c jit=off"
        ;;
    stop)
        cd /
        $as "$bin/pg_ctl" -D "$folder" -m fast -s -w stop
        ;;
    *)
        echo 'pg.sh start FOLDER PORT | pg.sh stop FOLDER' >&2
        exit 2
        ;;
esac
