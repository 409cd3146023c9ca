#!/bin/sh
# Does what the official image does on a first start: a cluster in PGDATA, the user, its password, its database.
set -eu

# setting NAME DEFAULT: the variable NAME, or the content of the file that NAME_FILE names.
setting() {
  eval "value=\${$1:-} file=\${$1_FILE:-}"
  if [ -n "$value" ] && [ -n "$file" ]; then
    echo "$1 and $1_FILE are both set" >&2
    exit 1
  fi
  if [ -n "$file" ]; then value=$(cat "$file"); fi
  printf '%s' "${value:-$2}"
}

# A cluster is made aside and moved when it is whole, so that a start that is cut off neither leaves half of one nor
# ever has to remove what may be somebody's.
first_start() {
  new=$PGDATA/.new
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  [ -e "$new/.whole" ] || make_cluster
  for entry in "$new"/*; do
    [ "${entry##*/}" = PG_VERSION ] || mv "$entry" "$PGDATA/"
  done
  # Last, because it is what tells that there is a cluster.
  mv "$new/PG_VERSION" "$PGDATA/"
  rm -rf "$new"
}

make_cluster() {
  user=$(setting POSTGRES_USER postgres)
  database=$(setting POSTGRES_DB "$user")
  password=$(setting POSTGRES_PASSWORD '')
  method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  if [ -z "$password" ] && [ "$method" != trust ]; then
    echo "POSTGRES_PASSWORD is not set: the database needs a password" >&2
    exit 1
  fi
  rm -rf "$new"
  (umask 077 && printf '%s\n' "${password:-unused}" >/tmp/password)
  # shellcheck disable=SC2086 # several arguments, as the official image takes them
  initdb -D "$new" --username="$user" --pwfile=/tmp/password --auth-local=trust --auth-host="$method" \
    ${POSTGRES_INITDB_ARGS:-}
  rm /tmp/password
  printf '\nhost all all all %s\n' "$method" >>"$new/pg_hba.conf"
  printf "\nlisten_addresses = '*'\n" >>"$new/postgresql.conf"
  if [ "$database" != postgres ]; then
    printf 'CREATE DATABASE "%s"\n' "$database" | postgres --single -D "$new" postgres >/dev/null
  fi
  : >"$new/.whole"
}

case ${1:-} in
  -*) set -- postgres "$@" ;;
esac
if [ "${1:-}" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  first_start
fi
exec "$@"
