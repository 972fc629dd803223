#!/usr/bin/env bash
# Pin every package by version and hash, in files that name no host.
#
#   deploy/lock.sh             keeps what is pinned and adds what is missing
#   deploy/lock.sh --upgrade   takes the newest of everything
#
# The second file is held to the first, so that what is tested is what is run.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile pyproject.toml --group build --quiet \
        --python-platform linux --python-version 3.11 --no-build \
        --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links "$@" > /dev/null
}

compile "$@" --all-extras --output-file deploy/requirements-all.txt
compile "$@" --constraint deploy/requirements-all.txt \
    --output-file deploy/requirements.txt
grep -c '==' deploy/requirements.txt deploy/requirements-all.txt
