package io.drover.placement.api.limits;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.core.decision.Decision;
import io.drover.core.decision.Reason;
import io.drover.core.model.Allotment;
import io.drover.core.model.Bytes;
import io.drover.core.model.Reading;
import io.drover.placement.decide.limits.Amount;
import io.drover.placement.decide.limits.Documented;
import io.drover.placement.decide.limits.Drift;
import io.drover.placement.decide.limits.Governance;
import io.drover.placement.decide.limits.TaskHolds;
import io.drover.placement.observe.limits.LimitsObservation;
import io.drover.placement.observe.limits.LimitsObservation.Governed;
import io.drover.placement.record.limits.LimitsBoard;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes {@code GET /v1/limits}. Amounts are as people write them, and beside them exact: CPU in
 * nano-cores, memory in bytes. What is not known is left out, and {@code unknown} says why; what is
 * not limited is null.
 */
final class LimitsAnswer {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final LimitsObservation seen;
  private final LimitsBoard board;

  LimitsAnswer(LimitsObservation seen, LimitsBoard board) {
    this.seen = seen;
    this.board = board;
  }

  ObjectNode all() {
    ObjectNode answer = JSON.objectNode();
    answer.put("at", seen.at().toString());
    ArrayNode services = answer.putArray("services");
    seen.governed().values().forEach(governed -> services.add(service(governed)));
    ArrayNode problems = answer.putArray("problems");
    seen.problems().forEach(problems::add);
    ArrayNode agents = answer.putArray("agents");
    seen.stats().failures().forEach(agents::add);
    return answer;
  }

  Optional<ObjectNode> one(String name) {
    return seen.governed().values().stream()
        .filter(governed -> governed.service().name().equals(name))
        .findFirst()
        .map(this::service);
  }

  private ObjectNode service(Governed governed) {
    ObjectNode json = JSON.objectNode();
    json.put("service", governed.service().name());
    json.put("id", governed.service().id());
    switch (governed.governance()) {
      case Governance.None none -> {}
      case Governance.Wrong(List<String> problems) -> {
        json.put("state", "wrong");
        ArrayNode wrong = json.putArray("problems");
        problems.forEach(wrong::add);
      }
      case Governance.Held(Documented documented, boolean observing) -> {
        json.put("observing", observing);
        held(json, governed, documented);
      }
    }
    board.of(governed.service().id()).ifPresent(last -> decision(json.putObject("decision"), last));
    return json;
  }

  private void held(ObjectNode json, Governed governed, Documented documented) {
    Allotment spec = Allotment.of(governed.service());
    List<TaskHolds> tasks = seen.tasks(governed.service());
    List<Drift> ofSpec = Drift.ofSpec(spec, documented);
    boolean drifts = !ofSpec.isEmpty();
    boolean unknown = false;
    ObjectNode amounts = json.putObject("amounts");
    for (Amount amount : Amount.values()) {
      boolean drifting = ofSpec.stream().anyMatch(drift -> drift.amount() == amount);
      amount(amounts.putObject(amount.word()), amount, spec, documented, drifting);
    }
    ArrayNode containers = json.putArray("tasks");
    for (TaskHolds task : tasks) {
      List<Drift> ofTask = Drift.ofTask(task, spec, documented);
      drifts |= !ofTask.isEmpty();
      unknown |= task(containers.addObject(), task, documented, ofTask);
    }
    json.put("state", drifts ? "drift" : unknown ? "unknown" : "as-documented");
    ArrayNode notes = json.putArray("notes");
    documented.notes().forEach(note -> reason(notes.addObject(), note));
  }

  private static void amount(
      ObjectNode json, Amount amount, Allotment spec, Documented documented, boolean drifting) {
    Documented.Wanted wanted = documented.wanted().get(amount);
    if (wanted != null) {
      ObjectNode said = json.putObject("documented");
      value(said, amount, wanted.units());
      said.put("source", wanted.source().name().toLowerCase(Locale.ROOT));
      said.put("where", wanted.where());
    }
    OptionalLong has = amount.of(spec);
    if (has.isPresent()) {
      value(json.putObject("spec"), amount, has.getAsLong());
    } else {
      json.putNull("spec");
    }
    json.put("drift", drifting);
  }

  /** Returns whether something that is documented is not known. */
  private static boolean task(
      ObjectNode json, TaskHolds task, Documented documented, List<Drift> drifts) {
    json.put("task", task.taskId());
    json.put("node", task.node());
    ObjectNode unknown = JSON.objectNode();
    boolean any = false;
    for (Amount amount : Amount.values()) {
      if (!amount.isLimit()) {
        continue;
      }
      switch (task.limit(amount)) {
        case Reading.Known<TaskHolds.Limit>(TaskHolds.Limit.To(long units), var at) -> {
          ObjectNode value = json.putObject(amount.word());
          value(value, amount, units);
          value.put("drift", drifts.stream().anyMatch(drift -> drift.amount() == amount));
        }
        case Reading.Known<TaskHolds.Limit>(TaskHolds.Limit.None none, var at) -> {
          if (drifts.stream().anyMatch(drift -> drift.amount() == amount)) {
            json.putObject(amount.word()).putNull("value").put("drift", true);
          } else {
            json.putNull(amount.word());
          }
        }
        case Reading.Unknown<TaskHolds.Limit>(String why) -> {
          unknown.put(amount.word(), why);
          any |= documented.wanted().containsKey(amount);
        }
      }
    }
    switch (task.workingSet()) {
      case Reading.Known<Bytes>(var used, var at) ->
          json.putObject("workingSet").put("value", used.toString()).put("exact", used.value());
      case Reading.Unknown<Bytes>(String why) -> unknown.put("workingSet", why);
    }
    if (!unknown.isEmpty()) {
      json.set("unknown", unknown);
    }
    return any;
  }

  private static void value(ObjectNode json, Amount amount, long units) {
    json.put("value", amount.shown(units)).put("exact", units);
  }

  private static void reason(ObjectNode json, Reason reason) {
    json.put("code", reason.code()).put("text", reason.text());
  }

  private static void decision(ObjectNode json, Decision last) {
    json.put("id", last.id());
    json.put("at", last.at().toString());
    json.put("summary", last.summary());
    ArrayNode reasons = json.putArray("reasons");
    last.plan().reasons().forEach(reason -> reason(reasons.addObject(), reason));
    ArrayNode held = json.putArray("heldBack");
    last.plan()
        .held()
        .forEach(
            step ->
                held.addObject()
                    .put("action", step.step().action().describe())
                    .put("code", step.by().code())
                    .put("why", step.by().text()));
    ArrayNode results = json.putArray("results");
    last.results().forEach(outcome -> results.add(outcome.code()));
  }
}
