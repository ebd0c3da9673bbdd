#!/bin/sh
# Locks requirements/*.in: one file each for Python 3.11-3.13 on every platform, with hashes, without addresses.
# Needs uv (pip install uv). Newest versions with: tools/lock.sh --upgrade
set -eu
cd "$(dirname "$0")/../requirements"
lock() { # NAME [constraints...]: the smaller sets hold the larger ones to their versions
    name=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        "$@" "$name.in" -o "$name.txt"
}
lock run "$@"
lock test -c run.txt "$@"
lock bench -c test.txt "$@"
