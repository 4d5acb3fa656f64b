# What a bare Debian or Ubuntu machine needs for netops and its lab.  Sourced, with the repository's root as working
# folder, by scripts/demo, scripts/test, scripts/benchmark and .ci/run.

LAB_PACKAGES="frr frr-pythontools openvswitch-switch openssh-server openssh-client iproute2 nftables iputils-ping traceroute"

say() {
    printf 'netops: %s\n' "$*" >&2
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

can_be_root() {
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null 2>&1
}

# Package indexes fail now and then: a command is tried six times, in about two minutes.
persist() {
    _pause=5
    until "$@"; do
        if [ "$_pause" -gt 45 ]; then
            say "given up: $*"
            return 1
        fi
        say "failed, again in $_pause s: $*"
        sleep "$_pause"
        _pause=$((_pause + 10))
    done
}

# Install those of the packages that are missing.  Their services are neither started nor enabled: the lab runs its
# own FRR, Open vSwitch and sshd in namespaces.
apt_install() {
    _missing=""
    for _package in "$@"; do
        if [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$_package" 2>/dev/null)" != installed ]; then
            _missing="$_missing $_package"
        fi
    done
    [ -n "$_missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1 || ! can_be_root; then
        say "to be installed first, by root:$_missing"
        return 1
    fi
    say "installing:$_missing"
    _policy=/usr/sbin/policy-rc.d # Debian's way to say that no service is to be started
    _made_policy=""
    if [ ! -e "$_policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$_policy" >/dev/null
        as_root chmod +x "$_policy"
        _made_policy=yes
    fi
    _status=0
    persist _apt_once $_missing || _status=$?
    [ -z "$_made_policy" ] || as_root rm -f "$_policy"
    _disable_services $_missing
    return "$_status"
}

# apt's many words are shown where it fails.
_apt_once() {
    _log=$(mktemp)
    if as_root apt-get -q -o Acquire::Retries=3 update </dev/null >"$_log" 2>&1 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 \
            install --yes --no-install-recommends "$@" </dev/null >>"$_log" 2>&1; then
        rm -f "$_log"
        return 0
    fi
    tail -n 20 "$_log" >&2
    rm -f "$_log"
    return 1
}

_disable_services() {
    command -v systemctl >/dev/null 2>&1 || return 0
    for _package in "$@"; do
        case "$_package" in
        frr) _units="frr" ;;
        openvswitch-switch) _units="openvswitch-switch ovs-record-hostname" ;;
        openssh-server) _units="ssh" ;;
        nftables) _units="nftables" ;;
        *) continue ;;
        esac
        for _unit in $_units; do
            as_root systemctl disable --quiet "$_unit.service" >/dev/null 2>&1 || true
        done
    done
}

lab_packages() {
    if [ "$(uname)" != Linux ]; then
        say "real routers run on Linux only"
        return 1
    fi
    apt_install $LAB_PACKAGES
}

# use_venv [EXTRA]: sets $venv.  NETOPS_VENV names an environment to be used as it is; otherwise it is .venv, made or
# brought up to date where that is needed.
use_venv() {
    if [ -n "${NETOPS_VENV:-}" ]; then
        venv=$NETOPS_VENV
    else
        venv=.venv
        make_venv "$venv" "${1:-}"
    fi
}

# make_venv FOLDER [EXTRA]: a virtual environment with netops in it, in its editable form; nothing is done where it is
# there already, and pyproject.toml is what it was then.
make_venv() {
    _sum=$(cksum <pyproject.toml)
    case "$(cat "$1/netops-installed" 2>/dev/null)" in
    "$_sum:${2:-}"*) return 0 ;;
    esac
    command -v python3 >/dev/null 2>&1 || apt_install python3 || return 1
    if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        say "needs Python 3.11 or later; python3 is $(python3 --version)"
        return 1
    fi
    if ! python3 -m venv "$1" >/dev/null 2>&1; then
        # Debian's python3 comes without what makes virtual environments.
        apt_install python3-venv || return 1
        python3 -m venv --clear "$1" || return 1
    fi
    say "installing netops and what it stands on into $1"
    persist "$1/bin/python" -m pip install -qq --disable-pip-version-check --retries 5 --timeout 60 \
        --editable ".${2:+[$2]}" </dev/null || return 1
    printf '%s\n' "$_sum:${2:-}" >"$1/netops-installed"
}
