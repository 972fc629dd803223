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

# A mailbox to read by IMAP; and what reads calendars and Graph for us a second time.
# That is written for Node, of which playwright has brought one; npm only fetches it.
if ! PATH=$PATH:/usr/sbin command -v dovecot > /dev/null; then
    deploy/apt.sh dovecot-core dovecot-imapd
    # Nor is it to serve when the machine starts again.
    ! command -v systemctl > /dev/null || systemctl --quiet disable dovecot || true
fi
lock=tests/node/package-lock.json done=tests/node/node_modules/.done
if ! cmp --silent "$lock" "$done"; then
    command -v npm > /dev/null || deploy/apt.sh npm
    (cd tests/node && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    cp "$lock" "$done"
fi

cover() { .venv/bin/coverage "$@"; }
cover erase
# On every processor, up to four, and one more, as some always wait for a browser or a
# line: each has a browser and a database of its own.
processes=$(($(nproc) < 3 ? $(nproc) + 1 : 4))
every=(-m pytest --numprocesses="$processes" --dist=worksteal)
# Counting what is covered takes as long again as a test. So the long ones, which go
# over what the others have gone over, run without: what counts is tested for itself.
cover run "${every[@]}" -m 'not long'
cover combine --quiet
rm -f .coverage.*  # half written by a program that its test has killed
.venv/bin/python "${every[@]}" -m long

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
