#!/usr/bin/env bash
# Make the role that Dayzero works as, and its database, when PostgreSQL first starts.
#
# An ordinary role: a superuser would go round what keeps partnerships apart.
set -euo pipefail

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" \
    --dbname=postgres \
    --set=password="$(cat "${DAYZERO_PASSWORD_FILE:-/run/secrets/dayzero-password}")" << 'SQL'
CREATE ROLE dayzero LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS
    PASSWORD :'password';
CREATE DATABASE dayzero OWNER dayzero ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE dayzero FROM PUBLIC;
SQL
