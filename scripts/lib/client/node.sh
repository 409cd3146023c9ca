#: node check [NODE]            how nodes compare with the node profile: wanted, actual, and why not
#: node apply NODE              sets what differs, where the node's label drover.profile=apply allows it
#: node revert NODE             gives back what the node had before
# shellcheck shell=bash disable=SC2154
url=$placement_url
verb=${arguments[1]:-}
node=${arguments[2]:-}
# shellcheck disable=SC2016 # the dollars are jq's
node_table='def rows: .node.hostname as $node | .items[] |
    [$node, .name, .wanted, (.actual // "-"), (.state | gsub("_"; " ")), (.why // "")];'
case $verb in
  check)
    answer=$(call GET /v1/nodes/profile)
    # shellcheck disable=SC2016 # the dollars are jq's
    show <<<"$answer" --arg node "$node" "$node_table"'
      ["NODE", "SETTING", "WANTED", "ACTUAL", "STATE", "WHY"],
      (.nodes[] | select($node == "" or .node.hostname == $node or .node.id == $node) | rows) | @tsv' | table
    [ -n "$json" ] || show <<<"$answer" '.missing[] | "(not complete: \(.))"'
    ;;
  apply | revert)
    [ -n "$node" ] || die "usage: scripts/drover node $verb NODE"
    call POST "/v1/nodes/$(encode "$node")/profile/$verb" | show "$node_table"'
      ["NODE", "SETTING", "WANTED", "ACTUAL", "STATE", "WHY"], rows | @tsv' | table
    ;;
  *) die "usage: scripts/drover node check [NODE] | apply NODE | revert NODE" ;;
esac
