# What scripts/bench footprint reads of a container. Sourced.
# shellcheck shell=bash

# control_group ID FILE: the file of the container's control group, under cgroup v1 or v2.
control_group() { find /sys/fs/cgroup -path "*$1*" -name "$2" -print -quit 2>/dev/null; }

# memory_of ID: anonymous and file-backed memory of its process, and the container's working set, in MiB. The working set is what the
# kernel can't take back at once: everything that is charged to the container without file pages that nobody used lately.
memory_of() {
  local pid directory used
  pid=$(docker inspect -f '{{.State.Pid}}' "$1")
  directory=$(dirname "$(control_group "$1" memory.stat)")
  used=$(cat "$directory/memory.usage_in_bytes" 2>/dev/null || cat "$directory/memory.current")
  awk -v used="$used" '
    $1 == "RssAnon:" { anonymous = $2 / 1024 }
    $1 == "RssFile:" { file = $2 / 1024 }
    $1 == "total_inactive_file" { inactive = $2; hierarchy = 1 }
    $1 == "inactive_file" && !hierarchy { inactive = $2 }
    END { printf "%.1f %.1f %.1f\n", anonymous, file, (used - inactive) / 1048576 }' "/proc/$pid/status" "$directory/memory.stat"
}

# cpu_of ID: seconds of CPU time that the container has used.
cpu_of() {
  local file
  file=$(control_group "$1" cpuacct.usage)
  if [ -n "$file" ]; then awk '{ printf "%.2f\n", $1 / 1e9 }' "$file"; else awk '$1 == "usage_usec" { printf "%.2f\n", $2 / 1e6 }' "$(control_group "$1" cpu.stat)"; fi
}

# first_in_line: a control group whose containers go before everybody else on the processors, so that what else this machine does
# disturbs start-ups little; FIRST_IN_LINE has docker's option for it, or nothing where that can't be had.
FIRST_IN_LINE=()
first_in_line() {
  local group=drover-footprint-$$
  [ "$(docker info -f '{{.CgroupDriver}}')" = cgroupfs ] || return 0
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    mkdir "/sys/fs/cgroup/$group" && printf '10000\n' >"/sys/fs/cgroup/$group/cpu.weight" || return 0
  else
    mkdir "/sys/fs/cgroup/cpu/$group" && printf '262144\n' >"/sys/fs/cgroup/cpu/$group/cpu.shares" || return 0
  fi
  FIRST_IN_LINE=(--cgroup-parent "/$group")
}
last_in_line() { find /sys/fs/cgroup -maxdepth 2 -type d -name "drover-footprint-$$" -exec rmdir {} + 2>/dev/null || true; }

# one_start SERVICE IMAGE: starts it alone, without a database and with the engine at hand; prints the seconds from the container's
# start to the line that says it serves, and the CPU time that this took.
one_start() {
  local service=$1 id begun served cpu
  id=$(docker run -d "${FIRST_IN_LINE[@]}" --network none --read-only --tmpfs /tmp -v /var/lib/drover -u 0 -v "$DROVER_DOCKER_SOCKET:/var/run/docker.sock" "$2")
  says_started() { docker logs "$id" 2>&1 | finds 'started in'; }
  until_true 120 says_started || die "$service did not start"
  cpu=$(cpu_of "$id")
  begun=$(docker inspect -f '{{.State.StartedAt}}' "$id")
  served=$(docker logs -t "$id" 2>&1 | awk '/started in/ { print $1; exit }')
  docker rm -f -v "$id" >/dev/null
  awk -v from="$(date -d "$begun" +%s.%N)" -v to="$(date -d "$served" +%s.%N)" -v cpu="$cpu" 'BEGIN { printf "%.3f %s\n", to - from, cpu }'
}

# median: of the numbers on standard input.
median() { sort -n | awk '{ all[NR] = $1 } END { print NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2 }'; }

# uncache DIR: takes the large files below out of the page cache, so that whoever maps one from now on is charged for it.
uncache() { find "$1" -type f -size +256k -exec sh -c 'for file; do dd if="$file" iflag=nocache count=0 status=none; done' sh {} + 2>/dev/null || true; }

# show: the table, the sum, the targets and the figures, from lines of
#   KIND SERVICE size start cpu  idle: anonymous file working  loaded: anonymous file working  highest
show() {
  awk '
    function line(text, value, most, strict) {
      met = strict ? value < most : value <= most
      printf "%-52s %8s   %s\n", text, value, met ? "met" : "not met"
    }
    BEGIN {
      printf "%-10s %-7s %8s %9s %7s | %9s %7s %8s | %9s %7s %8s %8s\n", "", "", "size", "start-up", "CPU", "idle:", "", "working", "loaded:", "", "working", "highest"
      printf "%-10s %-7s %8s %9s %7s | %9s %7s %8s | %9s %7s %8s %8s\n", "service", "", "MB", "s", "s", "anon MiB", "file", "set", "anon MiB", "file", "set", "set"
    }
    {
      printf "%-10s %-7s %8s %9s %7s | %9s %7s %8s | %9s %7s %8s %8s\n", $2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
      if ($1 == "native" && jvm[$2]) printf "%-10s %-7s %8.2f %9.2f %7.2f | %9.2f %7.2f %8.2f | %9.2f %7.2f %8.2f %8.2f\n", "", "ratio",
        $3 / size[$2], $4 / start[$2], $5 / cpu[$2], $6 / anonymous[$2], $7 / file[$2], $8 / working[$2], $9 / loaded[$2], $10 / loadedfile[$2], $11 / loadedset[$2], $12 / jvm[$2]
      if ($1 == "jvm") { jvm[$2] = $12; size[$2] = $3; start[$2] = $4; cpu[$2] = $5 + 0.001; anonymous[$2] = $6; file[$2] = $7; working[$2] = $8; loaded[$2] = $9; loadedfile[$2] = $10; loadedset[$2] = $11 }
      sum[$1] += $12
      kinds[$1] = 1
      rows[++count] = $0
    }
    END {
      printf "\n"
      for (i = 1; i <= count; i++) {
        split(rows[i], f, " ")
        if (f[1] == "jvm") { line("jvm " f[2] ": working set at most 110 MiB", f[12], 110); line("jvm " f[2] ": start-up below 1.5 s", f[4], 1.5, 1) }
        else {
          most = f[2] == "agent" ? 20 : 40
          line("native " f[2] ": working set at most " most " MiB", f[12], most)
          line("native " f[2] ": start-up below 0.1 s", f[4], 0.1, 1)
        }
      }
      if ("jvm" in kinds) printf "%-52s %8.1f\n", "jvm: the suite without PostgreSQL, MiB", sum["jvm"]
      if ("native" in kinds) line("native: the suite without PostgreSQL at most 200 MiB", sprintf("%.1f", sum["native"]) + 0, 200)
      for (i = 1; i <= count; i++) {
        split(rows[i], f, " ")
        n = f[2] "_" f[1]
        printf "figure %s_size %s MB\nfigure %s_startup %s s\nfigure %s_startup_cpu %s s\n", n, f[3], n, f[4], n, f[5]
        printf "figure %s_anonymous %s MiB\nfigure %s_file %s MiB\nfigure %s_working_set %s MiB\n", n, f[6], n, f[7], n, f[8]
        printf "figure %s_loaded_anonymous %s MiB\nfigure %s_loaded_file %s MiB\nfigure %s_loaded_working_set %s MiB\nfigure %s_highest_working_set %s MiB\n", n, f[9], n, f[10], n, f[11], n, f[12]
      }
      for (kind in kinds) printf "figure suite_%s_working_set %.1f MiB\n", kind, sum[kind]
    }' "$1"
}
