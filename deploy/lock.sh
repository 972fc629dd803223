#!/usr/bin/env bash
# Pin every package by version and hash, in files that name no host.
#
#   deploy/lock.sh             keeps what is pinned and adds what is missing
#   deploy/lock.sh --upgrade   takes the newest of everything
#
# The other files are held to the first, so that what is tested is what is run. What the
# tests use of Node is pinned in tests/node, and only added to or taken from here.
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
# The third is what the image holds: all that a deployment may need, and no tools.
compile "$@" --extra graph --extra postgres --extra teams --extra traces --extra xlsx \
    --constraint deploy/requirements-all.txt --output-file deploy/requirements-image.txt
grep -c '==' deploy/requirements.txt deploy/requirements-all.txt \
    deploy/requirements-image.txt

# What npm would also say is prose, addresses, and which Node a package was tried on.
(cd tests/node && npm install --package-lock-only --ignore-scripts --silent \
    --omit-lockfile-registry-resolved)
.venv/bin/python - tests/node/package-lock.json << 'EOF'
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    lock = json.load(file)
for package in lock["packages"].values():
    for key in ("resolved", "funding", "deprecated", "engines"):
        package.pop(key, None)
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(lock, file, indent=2)
    file.write("\n")
EOF
grep -c '"integrity"' tests/node/package-lock.json
