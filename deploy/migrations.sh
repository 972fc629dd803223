#!/usr/bin/env bash
# Bring an empty database up by every migration, and see that what they made is what
# the program expects: a table changed in one place alone is found here.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
alembic() { .venv/bin/alembic -x "url=sqlite:///$folder/empty.sqlite" "$@" > "$folder/said" 2>&1 || {
    cat "$folder/said" >&2
    return 1
}; }
alembic upgrade head
alembic check
echo 'Migrations make the tables that the program expects.'
