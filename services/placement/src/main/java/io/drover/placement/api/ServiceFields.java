package io.drover.placement.api;

import io.drover.core.model.MalformedValueException;
import io.drover.core.placement.Constraint;
import io.drover.placement.decide.plan.HostPort;
import io.drover.placement.decide.plan.PlanService;
import io.drover.placement.decide.plan.PlanService.Count;
import io.drover.placement.decide.plan.PlanService.Rules;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a service. */
final class ServiceFields {
  static final String[] KNOWN = {
    "name",
    "replicas",
    "global",
    "reservation",
    "limit",
    "constraints",
    "spread",
    "maxPerNode",
    "hostPorts",
    "platforms"
  };
  private static final String CONSTRAINT =
      "a constraint such as \"node.labels.tier==database\" or \"node.role!=manager\"";
  private static final String SPREAD = "a label such as \"node.labels.zone\"";
  private static final String PORT = "a port such as \"80/tcp\"";
  private static final Pattern PORT_SYNTAX = Pattern.compile("([1-9][0-9]{0,4})/(tcp|udp|sctp)");
  private static final Pattern SPREAD_SYNTAX = Pattern.compile("(?i)(node|engine)\\.labels\\..+");

  private ServiceFields() {}

  static PlanService read(StrictFields fields) {
    return new PlanService(
        fields.name("name", "a name"),
        count(fields),
        AmountFields.read(fields.object("reservation", AmountFields.KNOWN)),
        AmountFields.read(fields.object("limit", AmountFields.KNOWN)),
        new Rules(
            fields.texts("constraints", CONSTRAINT, Constraint::parse),
            fields.texts("spread", SPREAD, ServiceFields::spread),
            fields.count("maxPerNode", 0, Integer.MAX_VALUE).orElse(0),
            Set.copyOf(fields.texts("hostPorts", PORT, ServiceFields::port)),
            fields.objects("platforms", "os", "architecture").stream()
                .map(NodeFields::platform)
                .toList(),
            List.of()));
  }

  private static Count count(StrictFields fields) {
    if (fields.flag("global")) {
      if (fields.has("replicas")) {
        fields.problem("replicas", "is no field of a global service");
      }
      return new Count.Global();
    }
    fields.require("replicas", "a number of tasks, or global");
    return new Count.Replicated(fields.count("replicas", 0, PlanRequest.MOST_TASKS).orElse(0));
  }

  private static String spread(String text) {
    if (!SPREAD_SYNTAX.matcher(text).matches()) {
      throw new MalformedValueException(text, SPREAD);
    }
    return text;
  }

  private static HostPort port(String text) {
    Matcher parts = PORT_SYNTAX.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) > 65_535) {
      throw new MalformedValueException(text, PORT);
    }
    return new HostPort(Integer.parseInt(parts.group(1)), parts.group(2));
  }
}
