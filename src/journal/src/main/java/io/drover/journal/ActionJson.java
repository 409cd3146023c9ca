package io.drover.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Action;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Actions as JSON: one alternative here for each of {@link Action}, told apart by "type". */
final class ActionJson {
  private ActionJson() {}

  static ObjectNode write(Action action, ObjectNode json) {
    return switch (action) {
      case Action.SetReplicas set -> {
        json.put("type", "SetReplicas");
        JsonText.put(json, "serviceId", set.serviceId());
        JsonText.put(json, "serviceName", set.serviceName());
        yield json.put("version", set.version()).put("from", set.from()).put("to", set.to());
      }
      case Action.ResizeService resize -> {
        json.put("type", "ResizeService");
        JsonText.put(json, "serviceId", resize.serviceId());
        JsonText.put(json, "serviceName", resize.serviceName());
        json.put("version", resize.version());
        json.set("from", AllotmentJson.write(resize.from()));
        yield json.set("to", AllotmentJson.write(resize.to()));
      }
      case Action.ResizeTask resize -> {
        json.put("type", "ResizeTask");
        JsonText.put(json, "serviceId", resize.serviceId());
        JsonText.put(json, "serviceName", resize.serviceName());
        JsonText.put(json, "taskId", resize.taskId());
        yield json.set("to", AllotmentJson.write(resize.to()));
      }
      case Action.ReplaceTasks replace -> {
        json.put("type", "ReplaceTasks");
        JsonText.put(json, "serviceId", replace.serviceId());
        JsonText.put(json, "serviceName", replace.serviceName());
        yield json.put("version", replace.version());
      }
      case Action.RestoreService restore -> {
        json.put("type", "RestoreService");
        JsonText.put(json, "serviceId", restore.serviceId());
        JsonText.put(json, "serviceName", restore.serviceName());
        json.put("version", restore.version());
        JsonText.put(json, "back", restore.back());
        yield json;
      }
      case Action.SetAvailability set -> {
        json.put("type", "SetAvailability");
        JsonText.put(json, "nodeId", set.nodeId());
        JsonText.put(json, "hostname", set.hostname());
        json.put("version", set.version());
        JsonText.put(json, "from", set.from());
        JsonText.put(json, "to", set.to());
        yield json;
      }
      case Action.SetProfile set -> {
        json.put("type", "SetProfile");
        JsonText.put(json, "nodeId", set.nodeId());
        JsonText.put(json, "hostname", set.hostname());
        yield json.put("applied", set.applied());
      }
      case Action.TuneContainers tune -> {
        json.put("type", "TuneContainers");
        JsonText.put(json, "serviceId", tune.serviceId());
        JsonText.put(json, "serviceName", tune.serviceName());
        ObjectNode labels = json.putObject("labels");
        tune.labels().forEach((key, value) -> JsonText.put(labels, key, value));
        yield json;
      }
      case Action.SetMember set -> {
        json.put("type", "SetMember");
        JsonText.put(json, "serviceId", set.serviceId());
        JsonText.put(json, "serviceName", set.serviceName());
        JsonText.put(json, "balancer", set.balancer());
        JsonText.put(json, "backend", set.backend());
        JsonText.put(json, "slot", set.slot());
        JsonText.put(json, "address", set.address());
        json.put("change", set.change().name());
        yield json.put("weight", set.weight()).put("maxConnections", set.maxConnections());
      }
      case Action.SetMembers set -> {
        json.put("type", "SetMembers");
        JsonText.put(json, "serviceId", set.serviceId());
        JsonText.put(json, "serviceName", set.serviceName());
        JsonText.put(json, "balancer", set.balancer());
        JsonText.put(json, "backend", set.backend());
        texts(json, "joining", set.joining());
        texts(json, "leaving", set.leaving());
        yield json;
      }
      case Action.CreateObject create -> {
        json.put("type", "CreateObject").put("kind", create.kind().name());
        JsonText.put(json, "name", create.name());
        JsonText.put(json, "hostname", create.hostname());
        yield json;
      }
      case Action.RemoveObject remove -> {
        json.put("type", "RemoveObject").put("kind", remove.kind().name());
        JsonText.put(json, "name", remove.name());
        JsonText.put(json, "hostname", remove.hostname());
        yield json;
      }
      case Action.FillVolume fill -> {
        json.put("type", "FillVolume");
        JsonText.put(json, "volume", fill.volume());
        JsonText.put(json, "hostname", fill.hostname());
        JsonText.put(json, "from", fill.from());
        yield json;
      }
      case Action.RunHook hook -> {
        json.put("type", "RunHook");
        JsonText.put(json, "serviceId", hook.serviceId());
        JsonText.put(json, "serviceName", hook.serviceName());
        JsonText.put(json, "hostname", hook.hostname());
        JsonText.put(json, "phase", hook.phase());
        yield json;
      }
      case Action.PinService pin -> {
        json.put("type", "PinService");
        JsonText.put(json, "serviceId", pin.serviceId());
        JsonText.put(json, "serviceName", pin.serviceName());
        json.put("version", pin.version());
        JsonText.put(json, "hostname", pin.hostname());
        yield json;
      }
      case Action.MirrorService mirror -> {
        json.put("type", "MirrorService");
        JsonText.put(json, "serviceId", mirror.serviceId());
        JsonText.put(json, "serviceName", mirror.serviceName());
        yield json.put("version", mirror.version());
      }
      case Action.PointRecord point -> {
        json.put("type", "PointRecord");
        JsonText.put(json, "record", point.record());
        texts(json, "from", point.from());
        texts(json, "to", point.to());
        yield json;
      }
      case Action.SwitchSite site -> {
        json.put("type", "SwitchSite");
        JsonText.put(json, "site", site.site());
        yield json.put("on", site.on()).put("move", site.move());
      }
    };
  }

  private static void texts(ObjectNode json, String field, List<String> texts) {
    ArrayNode array = json.putArray(field);
    texts.forEach(text -> array.add(JsonText.storable(text)));
  }

  private static List<String> texts(JsonNode json, String field) {
    return JsonText.list(json, field, JsonNode::asText);
  }

  private static Action.MemberChange change(String name) {
    try {
      return Action.MemberChange.valueOf(name);
    } catch (IllegalArgumentException unknown) {
      throw new MalformedDecisionException("change is not known: " + name);
    }
  }

  private static Action.ObjectKind kind(String name) {
    try {
      return Action.ObjectKind.valueOf(name);
    } catch (IllegalArgumentException unknown) {
      throw new MalformedDecisionException("kind is not known: " + name);
    }
  }

  static Action read(JsonNode json) {
    String type = JsonText.get(json, "type");
    return switch (type) {
      case "SetReplicas" ->
          new Action.SetReplicas(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              JsonText.number(json, "version"),
              Math.toIntExact(JsonText.number(json, "from")),
              Math.toIntExact(JsonText.number(json, "to")));
      case "ResizeService" ->
          new Action.ResizeService(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              JsonText.number(json, "version"),
              AllotmentJson.read(JsonText.child(json, "from")),
              AllotmentJson.read(JsonText.child(json, "to")));
      case "ResizeTask" ->
          new Action.ResizeTask(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              JsonText.get(json, "taskId"),
              AllotmentJson.resources(JsonText.child(json, "to")));
      case "ReplaceTasks" ->
          new Action.ReplaceTasks(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              JsonText.number(json, "version"));
      case "RestoreService" ->
          new Action.RestoreService(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              JsonText.number(json, "version"),
              JsonText.get(json, "back"));
      case "SetAvailability" ->
          new Action.SetAvailability(
              JsonText.get(json, "nodeId"),
              JsonText.get(json, "hostname"),
              JsonText.number(json, "version"),
              JsonText.get(json, "from"),
              JsonText.get(json, "to"));
      case "SetProfile" ->
          new Action.SetProfile(
              JsonText.get(json, "nodeId"),
              JsonText.get(json, "hostname"),
              json.path("applied").asBoolean());
      case "TuneContainers" ->
          new Action.TuneContainers(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              labels(JsonText.child(json, "labels")));
      case "SetMember" ->
          new Action.SetMember(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              JsonText.get(json, "balancer"),
              JsonText.get(json, "backend"),
              JsonText.get(json, "slot"),
              JsonText.get(json, "address"),
              change(JsonText.get(json, "change")),
              Math.toIntExact(JsonText.number(json, "weight")),
              Math.toIntExact(JsonText.number(json, "maxConnections")));
      case "SetMembers" ->
          new Action.SetMembers(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              JsonText.get(json, "balancer"),
              JsonText.get(json, "backend"),
              texts(json, "joining"),
              texts(json, "leaving"));
      case "CreateObject" ->
          new Action.CreateObject(
              kind(JsonText.get(json, "kind")),
              JsonText.get(json, "name"),
              JsonText.get(json, "hostname"));
      case "RemoveObject" ->
          new Action.RemoveObject(
              kind(JsonText.get(json, "kind")),
              JsonText.get(json, "name"),
              JsonText.get(json, "hostname"));
      case "FillVolume" ->
          new Action.FillVolume(
              JsonText.get(json, "volume"),
              JsonText.get(json, "hostname"),
              JsonText.get(json, "from"));
      case "SwitchSite" ->
          new Action.SwitchSite(
              JsonText.get(json, "site"),
              json.path("on").asBoolean(),
              JsonText.number(json, "move"));
      case "RunHook" ->
          new Action.RunHook(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              JsonText.get(json, "hostname"),
              JsonText.get(json, "phase"));
      case "PinService" ->
          new Action.PinService(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              JsonText.number(json, "version"),
              JsonText.get(json, "hostname"));
      case "MirrorService" ->
          new Action.MirrorService(
              JsonText.get(json, "serviceId"),
              JsonText.get(json, "serviceName"),
              JsonText.number(json, "version"));
      case "PointRecord" ->
          new Action.PointRecord(
              JsonText.get(json, "record"), texts(json, "from"), texts(json, "to"));
      default -> throw new MalformedDecisionException("action type is not known: " + type);
    };
  }

  private static SortedMap<String, String> labels(JsonNode json) {
    SortedMap<String, String> labels = new TreeMap<>();
    json.fieldNames().forEachRemaining(key -> labels.put(key, JsonText.get(json, key)));
    return labels;
  }
}
