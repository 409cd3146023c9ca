#!/bin/sh
# As in the official image, options alone, or a configuration file, mean redis-server.
set -eu
case ${1:-} in
  -* | *.conf) set -- redis-server "$@" ;;
esac
if [ "${1:-}" = redis-server ]; then
  case ${2:-} in
    *.conf) ;;
    *)
      # The official image is built without protected mode, as only its network reaches it.
      shift
      set -- redis-server --protected-mode no "$@"
      ;;
  esac
fi
exec "$@"
