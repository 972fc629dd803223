#!/usr/bin/env bash
# Make .venv hold what is pinned, and nothing that is not.
#
#   deploy/install.sh        what a partnership runs by default
#   deploy/install.sh full   every extra: PostgreSQL, Teams, Microsoft 365, traces
#   deploy/install.sh all    those, and what it takes to develop and test
#
# Done once for each change of what is pinned: a second call returns at once.
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-run} in
    run) lock=deploy/requirements.txt ;;
    full) lock=deploy/requirements-image.txt ;;
    all) lock=deploy/requirements-all.txt ;;
    *) echo "usage: $0 [run|full|all]" >&2 && exit 2 ;;
esac

# A stamp holds what was asked for when it was made. What holds more will do as well.
case $lock in
    *-all.txt) will_do=("$lock") ;;
    *-image.txt) will_do=("$lock" deploy/requirements-all.txt) ;;
    *) will_do=("$lock" deploy/requirements-image.txt deploy/requirements-all.txt) ;;
esac
stamp() { cat pyproject.toml "$1" | sha256sum; }
stamped() { [ "$(cat ".venv/$(basename "$1").done" 2> /dev/null)" = "$(stamp "$1")" ]; }
if .venv/bin/python -c '' 2> /dev/null; then
    for one in "${will_do[@]}"; do
        ! stamped "$one" || exit 0
    done
fi

if ! .venv/bin/python -c 'import pip' 2> /dev/null; then
    python=$(deploy/python.sh)
    if ! "$python" -c 'import ensurepip, venv' 2> /dev/null; then
        # Debian keeps this part of Python in a package of its own.
        deploy/apt.sh "$(basename "$(readlink -f "$python")")-venv"
    fi
    "$python" -m venv --clear .venv
fi

# No package of ours is built from source, and the project itself needs no network:
# what builds it is pinned with the rest.
pip() { .venv/bin/python -m pip -qq --no-input --disable-pip-version-check "$@"; }
echo "Installing $(grep -c == "$lock") packages into .venv; this is done once."
rm -f .venv/*.done
pip install --no-deps --only-binary :all: --require-hashes --requirement "$lock"
pip install --no-deps --no-index --no-build-isolation --editable .
stamp "$lock" > ".venv/$(basename "$lock").done"
