#!/bin/sh
# Makes the three roles and the database, once, when the volume of PostgreSQL is still empty.
# The owner migrates, the application writes what its grants allow, the auditor only reads.
set -eu
secrets=${SECRETS:-/run/secrets}
for name in owner app auditor; do
  if ! [ -s "$secrets/${name}_password" ]; then
    echo "The secret ${name}_password is missing or empty: see docker-compose.yml." >&2
    exit 1
  fi
done
export secrets

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
-- A statement that fails is written to the log as it stands: these hold passwords.
set log_min_error_statement = panic;
set log_statement = none;
\set owner_password `cat "$secrets/owner_password"`
\set app_password `cat "$secrets/app_password"`
\set auditor_password `cat "$secrets/auditor_password"`

create role mlc_owner login password :'owner_password';
create role mlc_app login password :'app_password';
create role mlc_auditor login password :'auditor_password';
alter role mlc_auditor set default_transaction_read_only = on;

create database mlc owner mlc_owner;
revoke all on database mlc from public;
revoke all on database postgres from public;
grant connect on database mlc to mlc_app, mlc_auditor;
SQL
