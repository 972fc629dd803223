#!/usr/bin/env bash
# Install Debian packages where we may; otherwise say which are missing, and stop.
set -euo pipefail

if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
    echo "Something is missing that only an administrator can install: $*" >&2
    echo "On Debian or Ubuntu: sudo apt-get install $*" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# Nothing that is installed here begins to serve: only its program is wanted.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
fi
apt-get -qq update
apt-get -qq install --yes --no-install-recommends "$@" < /dev/null > /dev/null
