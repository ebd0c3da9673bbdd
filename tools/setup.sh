# Sourced by ./wenye when the environment is missing, stale or suspect. Sets nothing but $VENV's content.
# Needs: ROOT VENV verb packages WENYE_DATA. Everything is said on stderr.

say() { printf '» %s\n' "$*" >&2; }
fail() { # WHAT(zh) WHAT(en) NEXT(zh) NEXT(en)
    printf '✗ %s\n  %s\n→ %s\n  %s\n' "$1" "$2" "$3" "$4" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null 2>&1; then sudo "$@"; else return 1; fi
}

apt_install() {
    say "正在安装系统软件 · installing system packages: $*"
    command -v apt-get >/dev/null 2>&1 && as_root sh -c '
        export DEBIAN_FRONTEND=noninteractive
        get() { apt-get install -y -q --no-install-recommends "$@"; }
        get "$@" || { apt-get update -q && get "$@"; }' sh "$@" >"$log" 2>&1 && return
    tail -n 5 "$log" >&2 || :
    fail "无法自动安装系统软件：$*" "could not install the system packages: $*" \
        "请由管理员安装后再执行 ./wenye $verb" "have an administrator install them, then run ./wenye $verb again"
}

# Runs it: a version manager's shim may exist and still fail.
good_python() { "$1" -c 'import sys, sqlite3, ssl; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${WENYE_PYTHON:-} python3 python3.13 python3.12 python3.11 \
        "${HOME:-/nonexistent}"/.pyenv/versions/3.1[123].*/bin/python3 /usr/bin/python3 /usr/local/bin/python3; do
        if good_python "$candidate"; then command -v "$candidate"; return; fi
    done
    return 1
}

discard_venv() {
    [ -e "$VENV" ] || return 0
    if [ "$VENV" != "$ROOT/.venv" ] && [ ! -f "$VENV/pyvenv.cfg" ] && [ -n "$(ls -A "$VENV")" ]; then
        fail "$VENV 不是虚拟环境，不敢删除" "$VENV is no virtual environment: it is left alone" \
            "请把 WENYE_VENV 指向空文件夹" "point WENYE_VENV at an empty folder"
    fi
    say "运行环境不完整，重新建立 · the environment is broken, making it anew"
    rm -rf "$VENV"
}

make_venv() {
    python=$(find_python) || { apt_install python3 python3-venv; python=$(find_python); } ||
        fail "没有找到 Python 3.11–3.13" "no Python 3.11-3.13 was found" \
            "请安装后用 WENYE_PYTHON=/路径/python3 指定" "install one and name it with WENYE_PYTHON=/path/to/python3"
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        apt_install "$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
    say "建立运行环境 · making the environment: $("$python" -V)"
    "$python" -m venv "$VENV" >"$log" 2>&1 || fail_pip
}

fail_pip() {
    tail -n 4 "$log" >&2 || :
    free=$(df -Pk "$ROOT" | awk 'NR == 2 { print int($4 / 1024) }')
    if [ "${free:-0}" -lt 2048 ] || grep -qi 'no space left' "$log"; then
        fail "磁盘空间不足（剩余 ${free} MB，需要约 2 GB）" "the disk is full (${free} MB left, about 2 GB needed)" \
            "请腾出空间后再执行 ./wenye $verb，已完成的部分会保留" "make room and run ./wenye $verb again; finished work is kept"
    fi
    if grep -qiE 'connection|timed? ?out|resolution|no matching distribution|unreachable|proxy' "$log"; then
        fail "无法连接软件包源" "the Python package index cannot be reached" \
            "请检查网络或 pip 镜像设置（pip config list），再执行 ./wenye $verb" \
            "check the network or pip's mirror settings (pip config list), then run ./wenye $verb again"
    fi
    fail "安装未完成，详情见 $log" "the installation did not finish; see $log" \
        "请再执行 ./wenye $verb；仍失败请删除 .venv 后重试" "run ./wenye $verb again; if it fails again, delete .venv first"
}

install() { # SET: pip, not a faster tool, because it honours the machine's mirror settings
    ready "$1" && return
    say "安装 Python 软件包（$1，约半分钟） · installing Python packages ($1, about half a minute)"
    rm -f "$VENV/.stamp-$1"
    "$VENV/bin/python" -m pip install --disable-pip-version-check --no-input --no-compile --progress-bar off \
        --require-hashes -r "$ROOT/requirements/$1.txt" >"$log" 2>&1 || fail_pip
    cp "$ROOT/requirements/$1.txt" "$VENV/.stamp-$1.part" && mv "$VENV/.stamp-$1.part" "$VENV/.stamp-$1"
}

system_packages() { # what the browser, print and database tests need
    set --
    command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || set -- "$@" chromium
    fc-list :lang=zh 2>/dev/null | grep -q . || set -- "$@" fontconfig fonts-noto-cjk
    command -v pg_ctl >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || set -- "$@" postgresql
    [ $# = 0 ] || apt_install "$@"
}

set_up() {
    (umask 077 && mkdir -p "$WENYE_DATA") && log=$WENYE_DATA/setup.log && : >"$log" ||
        fail "数据文件夹无法写入：$WENYE_DATA" "the data folder cannot be written: $WENYE_DATA" \
            "请用 WENYE_DATA 指定可写的文件夹" "name a writable folder with WENYE_DATA"
    if command -v flock >/dev/null 2>&1; then # two first starts at once: the second waits
        exec 9>"$ROOT/.setup.lock"
        flock -n 9 || { say "另一个安装正在进行，等待 · another set-up is running, waiting"; flock 9; }
    fi
    if ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
        discard_venv
        make_venv
    elif ! "$VENV/bin/python" -P "$ROOT/tools/check_environment.py" "$VENV"/.stamp-*; then
        discard_venv
        make_venv
    fi
    for set in $packages; do install "$set"; done
    case "$verb ${1:-}" in 'test quick') ;; 'test '*) system_packages ;; esac
    exec 9>&-
}

first_argument=${2:-}
set_up "$first_argument"
