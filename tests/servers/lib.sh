# shellcheck shell=bash disable=SC2034,SC2154
# Sourced by the scripts beside it. What starts a server sets $name and $dir, the folder of that server alone.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# Absolute: the daemons are started from it, and `stop` recognises them by it.
work=$(realpath -m "${PRESIGNER_SERVERS_DIR:-$here/.work}")

# The key pair of AWS's documentation: known to everybody, worth nothing.
access_key=AKIAIOSFODNN7EXAMPLE
secret_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
region=us-east-1
# A bucket's host name is its name before this one. The tests need no resolver for it.
domain=objects.localhost

servers() { echo ceph swift s3s-fs; }

die() { echo "$(basename "$0"): $*" >&2; exit 1; }

# need PACKAGE...: installs the Debian packages that are missing. Mirrors fail now and then, hence the second try.
need() {
  local package missing=()
  for package; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  [[ $(id -u) == 0 ]] || die "not root, and these packages are missing: ${missing[*]}"
  local try log=$work/apt.log
  mkdir -p "$work"
  for try in 1 2; do
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
      >"$log" 2>&1 </dev/null && return 0
    [[ $try == 2 ]] || sleep 5
  done
  tail -n 20 "$log" >&2
  die "cannot install ${missing[*]}"
}

# interpreter REQUIREMENTS: sets $python, an interpreter that has these packages.
interpreter() {
  need python3 python3-venv
  python=$work/python/bin/python
  [[ -x $python ]] || /usr/bin/python3 -m venv "$work/python"
  local install=("$python" -m pip install --quiet --disable-pip-version-check -r "$1")
  "${install[@]}" || { sleep 5 && "${install[@]}"; } || die "cannot install the packages of $1"
}

# installed PACKAGE: its version.
installed() { dpkg-query -W -f '${Version}' "$1"; }

# daemon LOG COMMAND...: starts a process that outlives the script, and notes its pid. The command line has to name a
# file in $dir: that is how a pid is known to be still ours.
daemon() {
  local log=$dir/$1
  shift
  setsid "$@" >"$log" 2>&1 </dev/null &
  echo $! >>"$dir/pids"
}

# ours DIR PID: whether the process is alive and one that was started for DIR. Pids are reused.
ours() { grep -qsF "$1/" "/proc/$2/cmdline"; }

# alive PID: whether it still holds its ports. A dying process loses its command line before it closes its sockets.
alive() { grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$1/status"; }

# wait_port PORT SECONDS: until something listens there; fails at once when a daemon has ended.
wait_port() {
  local pid end=$((SECONDS + $2))
  until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do
    for pid in $(<"$dir/pids"); do
      alive "$pid" || give_up "a process of $name ended, see the logs below"
    done
    ((SECONDS < end)) || give_up "$name does not listen on port $1 after $2 s"
    sleep 0.2
  done
}

give_up() {
  tail -n 15 "$dir"/*.log >&2
  "$here/stop" "$name" >&2
  die "$*"
}

# fresh PORT...: an empty $dir, on ports that nobody uses. A server that still runs is stopped first: a start always
# gives an empty server.
fresh() {
  "$here/stop" "$name" >&2
  local port
  for port; do
    ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || die "port $port is in use"
  done
  rm -rf "$dir"
  mkdir -p "$dir"
  : >"$dir/pids"
}

# report KEY=VALUE...: one per line, for `run` and for people.
report() { printf '%s\n' "$@"; }

# variable SERVER KEY: the name of the variable for what a server reports.
variable() {
  local variable=PRESIGNER_${1}_$2
  variable=${variable^^}
  echo "${variable//-/_}"
}

# start SERVER: starts it, and exports what it reports.
start() {
  local settings line
  settings=$("$here/start-$1") || die "$1 did not start"
  while read -r line; do
    export "$(variable "$1" "${line%%=*}")=${line#*=}"
  done <<<"$settings"
}
