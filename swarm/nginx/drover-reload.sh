#!/bin/sh
# The hook beside nginx: takes the members that Drover writes into a shared folder, and has nginx read them, but only when
# `nginx -t` passes; otherwise the old ones stay. One runs beside each nginx; each answers under its own name.
#
#   drover-reload.sh SHARED LIVE &     SHARED: Drover's folder (drover.health.nginx.folder); LIVE: what nginx includes
#
# Put into /docker-entrypoint.d of the official image (executable), it starts itself before nginx does; the folders are then
# /drover and /etc/nginx/drover, or those in DROVER_SHARED and DROVER_LIVE. Needs a POSIX shell and nothing else.
shared=${1:-${DROVER_SHARED:-/drover}}
live=${2:-${DROVER_LIVE:-/etc/nginx/drover}}
name=${DROVER_NAME:-$(hostname)}
every=${DROVER_EVERY:-0.1}

mkdir -p "$live" "$live.old" "$shared/answers"

# answer TEXT: whole or not at all, since Drover may read at any moment.
answer() {
  printf '%s\n%s\n' "$generation" "$1" >"$shared/answers/.$name.new" && mv "$shared/answers/.$name.new" "$shared/answers/$name"
}

# replace FROM TO: TO has the files of FROM and no others.
replace() {
  rm -f "$2"/*.servers
  for file in "$1"/*.servers; do
    [ ! -e "$file" ] || cp "$file" "$2/"
  done
}

take() {
  replace "$live" "$live.old"
  replace "$shared" "$live"
  if said=$(nginx -t 2>&1); then
    # Before nginx itself runs there is nobody to tell: it reads the files when it starts.
    nginx -s reload 2>/dev/null
    answer ok
  else
    replace "$live.old" "$live"
    answer "$said"
  fi
}

look() {
  generation=$(cat "$shared/generation" 2>/dev/null)
  if [ -n "$generation" ] && [ "$generation" != "$taken" ]; then
    take
    taken=$generation
  fi
}

taken=
look
(
  turn=0
  while true; do
    look
    turn=$((turn + 1))
    # Shows Drover that this nginx is still there.
    if [ $((turn % 20)) -eq 0 ] && [ -e "$shared/answers/$name" ]; then touch "$shared/answers/$name"; fi
    sleep "$every"
  done
) &
