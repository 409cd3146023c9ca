package io.drover.scaling.observe;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Reading;
import io.drover.core.model.ServiceView;
import io.drover.core.model.TaskState;
import io.drover.core.model.TaskView;
import io.drover.scaling.decide.TaskFacts;
import io.drover.scaling.decide.TaskFacts.Lifecycle;
import io.drover.scaling.decide.TaskFacts.Phase;
import io.drover.scaling.decide.TaskFacts.TaskMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Puts what a manager and the agents know of a service's tasks into the autoscaler's terms.
 *
 * @param warmUp how long a running task is still taken for a starting one: its CPU is class loading
 *     and compilation, not load
 * @param stale age from which a sample no longer counts as one
 */
public record TaskFactsReader(Duration warmUp, Duration stale) {
  private static final long MILLI_PER_BYTE = 1000;

  /** The facts of every task that is, or is going to be, a replica, and of those that stop now. */
  public List<TaskFacts> read(
      ServiceView service, List<TaskView> tasks, AgentsReport report, Instant now) {
    return tasks.stream()
        .filter(TaskFactsReader::isPresent)
        .map(task -> facts(service, task, report, now))
        .toList();
  }

  /** Ended tasks stay in the manager's list as history; they are no replicas any more. */
  static boolean isPresent(TaskView task) {
    return task.isWanted() || !task.state().isTerminal();
  }

  private TaskFacts facts(ServiceView service, TaskView task, AgentsReport report, Instant now) {
    boolean running = task.state() == TaskState.RUNNING;
    Instant warmAt = running ? task.stateSince().plus(warmUp) : Instant.MIN;
    boolean ready = running && !warmAt.isAfter(now);
    return new TaskFacts(
        task.id(),
        phase(task),
        !task.isWanted(),
        ready,
        running
            ? new Lifecycle.Known(task.createdAt(), ready ? warmAt : task.stateSince())
            : new Lifecycle.Unknown(),
        metrics(service, report, task.id(), now));
  }

  private static Phase phase(TaskView task) {
    return switch (task.state()) {
      case RUNNING -> Phase.RUNNING;
      case COMPLETE -> Phase.SUCCEEDED;
      case FAILED, REJECTED, SHUTDOWN, ORPHANED, REMOVE -> Phase.FAILED;
      case NEW, ALLOCATED, PENDING, ASSIGNED, ACCEPTED, PREPARING, READY, STARTING, UNKNOWN ->
          Phase.PENDING;
    };
  }

  private Map<String, TaskMetric> metrics(
      ServiceView service, AgentsReport report, String taskId, Instant now) {
    TaskUsage usage = report.usage().get(taskId);
    Reading<Cpu> cpu = usage == null ? Reading.unknown(report.whyMissing()) : usage.cpu();
    Reading<Bytes> memory = usage == null ? Reading.unknown(report.whyMissing()) : usage.memory();
    Duration window = usage == null ? Duration.ZERO : usage.window();
    return Map.of(
        "cpu",
        new TaskMetric(fresh(cpu, now).map(Cpu::millicores), cpuBase(service), window),
        "memory",
        new TaskMetric(
            fresh(memory, now).map(TaskFactsReader::milli), memoryBase(service), window));
  }

  /** A reading that is too old is none. */
  <T> Reading<T> fresh(Reading<T> reading, Instant now) {
    return reading instanceof Reading.Known<T>(T value, Instant at) && at.plus(stale).isBefore(now)
        ? Reading.unknown("the last sample is of " + at)
        : reading;
  }

  private static Reading<Long> cpuBase(ServiceView service) {
    return service
        .reservations()
        .cpu()
        .or(() -> service.limits().cpu())
        .map(cpu -> Reading.known(cpu.millicores(), service.updatedAt()))
        .orElseGet(() -> Reading.unknown("the service neither reserves nor limits cpu"));
  }

  private static Reading<Long> memoryBase(ServiceView service) {
    return service
        .reservations()
        .memory()
        .or(() -> service.limits().memory())
        .map(memory -> Reading.known(milli(memory), service.updatedAt()))
        .orElseGet(() -> Reading.unknown("the service neither reserves nor limits memory"));
  }

  private static long milli(Bytes bytes) {
    return bytes.value() > Long.MAX_VALUE / MILLI_PER_BYTE
        ? Long.MAX_VALUE
        : bytes.value() * MILLI_PER_BYTE;
  }
}
