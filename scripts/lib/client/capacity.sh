#: capacity                     nodes, stacks, tiers and networks: promised, used and left
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # url is call's; arguments and json are the command line's
url=$placement_url
answer=$(call GET /v1/capacity)
if [ -n "$json" ]; then
  jq . <<<"$answer"
  return
fi
show <<<"$answer" 'def cores: if . == null then "unknown" else .exact / 1e6 | round / 1000 end;
  def memory: if . == null then "unknown" else "\(.exact / 1073741824 * 100 | round / 100)Gi" end;
  ["NODE", "STATE", "TIER", "TASKS", "CORES", "RESERVED", "LIMITED", "USED", "FREE", "MEMORY", "RESERVED", "LIMITED", "USED", "FREE"],
  (.nodes[] | [.node, .state, (.tier | if . == "" then "-" else . end), .tasks,
    ((.offers, .reserved, .limited, .used, .free) | .cpu | cores), ((.offers, .reserved, .limited, .used, .free) | .memory | memory)]) | @tsv' | table
echo
show <<<"$answer" 'def row($name): [$name, .tasks, .reserved.cpu.value, .limited.cpu.value, .reserved.memory.value, .limited.memory.value,
    "\(.limited.memory.gb * 1000 | round / 1000) GB", .limited.pids, .reserved.iops, .reserved.bandwidth.value, "\(.unlimited | "\(.cpu)/\(.memory)/\(.pids)")"];
  ["SUM OF", "TASKS", "CPU RESERVED", "LIMIT", "MEMORY RESERVED", "LIMIT", "THAT IS", "PIDS LIMIT", "IOPS", "BANDWIDTH", "NO CPU/MEMORY/PIDS LIMIT"],
  (.stacks[] | row("stack \(.stack | if . == "" then "(none)" else . end)")),
  (.tiers[] | row("tier \(.tier | if . == "" then "(none)" else . end)")),
  (.total | row("all")) | @tsv' | table
echo
show <<<"$answer" '["NETWORK", "SUBNETS", "ADDRESSES", "TASKS", "SERVICES", "NODES", "FREE", "WAITING"],
  (.networks[] | [.network, (.subnets | join(" ") | if . == "" then "-" else . end), .size, .used.tasks, .used.services, .used.nodes, .free, .waiting]) | @tsv' | table
show <<<"$answer" 'if .findings + .notes == [] then empty else "", (.findings[] | "\(.text) (\(.code))"), (.notes[] | "note: \(.)") end'
