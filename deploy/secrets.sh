#!/usr/bin/env bash
# Make what a deployment in containers needs before it starts, and change nothing of it.
#
#   deploy/secrets.sh FOLDER          settings, and the master secret
#   deploy/secrets.sh FOLDER fleet    and a database's passwords and address
#
# As root, each file is given to the one number that reads it: 10001 is Dayzero in its
# container, 999 is PostgreSQL in its own. Otherwise it says what to run.
set -euo pipefail
umask 077

if [ $# -lt 1 ] || [ $# -gt 2 ] || [ "${2:-fleet}" != fleet ]; then
    echo "usage: $0 FOLDER [fleet]" >&2
    exit 2
fi
folder=$1 kind=${2:-one}
mkdir -p "$folder/secrets"
chmod 755 "$folder"

# Hexadecimal, so that nothing in an address has to be written in another way.
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
address() { echo "postgresql://dayzero:$(cat "$folder/database/dayzero-password")@db/dayzero"; }
settings() { cat "$(dirname "$0")/env.example"; }
put() { [ -e "$2" ] || { "$1" > "$2" && echo "made $2"; }; }

put settings "$folder/env"
put random "$folder/secrets/master-secret"
if [ "$kind" = fleet ]; then
    mkdir -p "$folder/database"
    put random "$folder/database/superuser-password"
    put random "$folder/database/dayzero-password"
    put address "$folder/secrets/database-url"
fi
give() {
    if [ "$(id -u)" = 0 ]; then
        chown -R "$1:$1" "$2"
    else
        echo "as root: chown -R $1:$1 $2"
    fi
}
give 10001 "$folder/secrets"
[ "$kind" != fleet ] || give 999 "$folder/database"
echo "Keep a copy of $folder/secrets/master-secret somewhere else, apart from backups."
