#!/usr/bin/env bash
# Run every test, and see that no part of the program was left out of them.
#
#   deploy/test.sh CORE OVERALL    the least of bot/core, and of the whole, in percent
set -euo pipefail
cd "$(dirname "$0")/.."

# A browser, for the tests that use the pages as a person does, and what drives it.
# PostgreSQL needs no step here: one is among the pinned packages, and the tests start
# it themselves, as nobody in particular, with no administrator and no port.
if ! command -v chromium chromium-browser google-chrome > /dev/null; then
    deploy/apt.sh chromium
fi
if ! .venv/bin/playwright --version > /dev/null 2>&1; then
    deploy/apt.sh libatomic1  # the one library it needs that a bare Debian lacks
fi

cover() { .venv/bin/coverage "$@"; }
cover erase
# On every processor, up to four, and one more, as some always wait for a browser or a
# line: each has a browser and a database of its own.
processes=$(($(nproc) < 3 ? $(nproc) + 1 : 4))
cover run -m pytest --numprocesses="$processes" --dist=worksteal
cover combine --quiet

met() {
    local part=$1 least=$2 report
    shift 2
    report=$(cover report --fail-under="$least" "$@") || {
        echo "$report"
        echo "$part: less was tested than the $least % asked for." >&2
        return 1
    }
    echo "$part: $(cover report --format=total "$@") % tested."
}
met 'The rules' "$1" --include='bot/core/*'
met 'Everything' "$2"
