package io.drover.health.decide.state;

import io.drover.core.model.Durations;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What failed tasks say of their service. */
final class FailureFindings {
  private final ServiceFacts service;
  private final Slots slots;
  private final Set<String> outOfMemory;

  FailureFindings(ServiceFacts service, Slots slots, Set<String> outOfMemory) {
    this.service = service;
    this.slots = slots;
    this.outOfMemory = outOfMemory;
  }

  /** One finding for each kind of failure that goes on. */
  List<Finding> all() {
    Map<Kind, List<String>> slotsByKind = new EnumMap<>(Kind.class);
    for (String slot : slots.failed()) {
      if (slots.isThere(slot)) {
        kind(slot)
            .ifPresent(kind -> slotsByKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(slot));
      }
    }
    List<Finding> findings = new ArrayList<>();
    slotsByKind.forEach((kind, affected) -> findings.add(finding(kind, affected)));
    killed().ifPresent(findings::add);
    return findings;
  }

  /** What goes on in a slot, if anything does. */
  Optional<Kind> kind(String slot) {
    Optional<Failure> looping = slots.looping(slot);
    Optional<Failure> last = looping.isPresent() ? looping : slots.unrecovered(slot);
    return last.flatMap(
        failure ->
            switch (failure.cause()) {
              case IMAGE -> Optional.of(Kind.IMAGE_MISSING);
              case REJECTED -> Optional.of(Kind.TASK_REJECTED);
              case UNHEALTHY -> Optional.of(Kind.UNHEALTHY);
              // One end alone is what restarts are for.
              case EXIT -> looping.isPresent() ? Optional.of(Kind.CRASH_LOOP) : Optional.empty();
            });
  }

  private Finding finding(Kind kind, List<String> affected) {
    List<Failure> failures = affected.stream().flatMap(slot -> slots.of(slot).stream()).toList();
    Failure last = slots.of(affected.getFirst()).getFirst();
    String name = service.view().name();
    String text =
        switch (kind) {
          case IMAGE_MISSING ->
              "the image %s of %s can't be had: %s".formatted(service.image(), name, last.error());
          case UNHEALTHY ->
              "%s fails its health check: %s ended so in %s"
                  .formatted(name, tasks(failures.size()), window());
          case CRASH_LOOP ->
              "%s ends again and again: %s in %s, the last one %s"
                  .formatted(name, tasks(failures.size()), window(), ending(last));
          default -> "nodes refuse the tasks of %s: %s".formatted(name, last.error());
        };
    Map<String, String> numbers =
        Map.of(
            "failures", Integer.toString(failures.size()),
            "slots", Integer.toString(affected.size()),
            "exitCode",
                last.exitCode() == TaskFacts.NO_EXIT ? "" : Integer.toString(last.exitCode()),
            "error", last.error());
    return new Finding(kind, Subject.of(service), Level.CRITICAL, text, numbers);
  }

  private String ending(Failure last) {
    if (outOfMemory.contains(last.taskId())) {
      return "killed by the kernel: its memory limit was reached (exit code %d)"
          .formatted(last.exitCode());
    }
    return last.exitCode() == TaskFacts.NO_EXIT
        ? "without an exit code: " + last.error()
        : "with exit code " + last.exitCode();
  }

  private Optional<Finding> killed() {
    Set<String> killed = new HashSet<>(outOfMemory);
    Set<String> own = new HashSet<>();
    slots.failed().forEach(slot -> slots.of(slot).forEach(failure -> own.add(failure.taskId())));
    killed.retainAll(own);
    return killed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Kind.OUT_OF_MEMORY,
                Subject.of(service),
                Level.WARNING,
                "the kernel killed %s of %s in %s for want of memory"
                    .formatted(tasks(killed.size()), service.view().name(), window()),
                Map.of("killed", Integer.toString(killed.size()))));
  }

  private static String tasks(int count) {
    return count == 1 ? "1 task" : count + " tasks";
  }

  private static String window() {
    return Durations.format(FailureLog.COUNTS_FOR);
  }
}
