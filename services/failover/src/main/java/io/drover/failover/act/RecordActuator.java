package io.drover.failover.act;

import io.drover.core.decision.Action;
import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.model.Reading;
import io.drover.failover.dns.Contents;
import io.drover.failover.dns.DnsException;
import io.drover.failover.dns.DnsProblem;
import io.drover.failover.dns.RecordChange;
import io.drover.failover.dns.ServerResult;
import io.drover.failover.dns.TsigKey;
import io.drover.failover.dns.Zone;
import io.drover.failover.site.Description;
import io.drover.failover.site.Description.MovedRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;

/** Points records where a plan wants them. The key is read each time, since it gets rotated. */
public final class RecordActuator {
  private static final Outcome LOST =
      new Outcome.Failed(Outcome.Kind.UNAVAILABLE, "the lease was lost before it was done");

  private final BooleanSupplier mayAct;
  private final Clock clock;

  /**
   * Acts while it may.
   *
   * @param clock what signatures are dated by
   */
  public RecordActuator(BooleanSupplier mayAct, Clock clock) {
    this.mayAct = mayAct;
    this.clock = clock;
  }

  /** What a record has, at the first server that says so. */
  public Reading<SortedSet<String>> read(Description description, MovedRecord record) {
    String why = "no server is named";
    try {
      Zone zone = zone(description);
      for (Description.Dns.Server server : description.dns().servers()) {
        try {
          Contents seen = zone.read(server, record.name());
          return Reading.known(seen.addresses(), clock.instant());
        } catch (DnsException failed) {
          why = failed.getMessage();
        }
      }
    } catch (DnsException noKey) {
      why = noKey.getMessage();
    }
    return Reading.unknown(why);
  }

  /** What each server has, against what it is to have. */
  public List<ServerResult> verify(
      Description description, MovedRecord record, SortedSet<String> wanted) {
    try {
      return new RecordChange(description.dns(), zone(description)).verify(record, wanted);
    } catch (DnsException noKey) {
      return description.dns().servers().stream()
          .map(server -> ServerResult.failed(server, noKey))
          .toList();
    }
  }

  /** Does what is left of a plan; one outcome a step. */
  public List<Outcome> act(Plan plan, Description description, MovedRecord record) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Plan.Step step : plan.steps()) {
      if (!(step.action() instanceof Action.PointRecord point)) {
        throw new IllegalArgumentException("not of failover: " + step.action().describe());
      }
      outcomes.add(point(description, record, point.to()));
    }
    return outcomes;
  }

  /** Points a record to these addresses; what leads there already is left alone. */
  public Outcome point(Description description, MovedRecord record, Collection<String> to) {
    if (!mayAct.getAsBoolean()) {
      return LOST;
    }
    try {
      return outcome(
          new RecordChange(description.dns(), zone(description)).point(record, to),
          description.dns().allServers());
    } catch (DnsException noKey) {
      return new Outcome.Failed(Outcome.Kind.REJECTED, noKey.getMessage());
    }
  }

  /** Told to the first that answers, the last result counts; told to all, the first failure. */
  private static Outcome outcome(List<ServerResult> results, boolean all) {
    List<ServerResult.Failed> failures =
        results.stream()
            .filter(ServerResult.Failed.class::isInstance)
            .map(ServerResult.Failed.class::cast)
            .toList();
    boolean done = all ? failures.isEmpty() : results.getLast() instanceof ServerResult.Right;
    if (done) {
      return new Outcome.Applied(
          String.join("; ", failures.stream().map(ServerResult.Failed::message).toList()));
    }
    ServerResult.Failed failed = all ? failures.getFirst() : failures.getLast();
    if (failed.problem() == DnsProblem.CHANGED) {
      return new Outcome.Conflict(failed.message());
    }
    return new Outcome.Failed(
        failed.problem().isPassing() ? Outcome.Kind.UNAVAILABLE : Outcome.Kind.REJECTED,
        failed.message());
  }

  private Zone zone(Description description) throws DnsException {
    return new Zone(description.dns(), TsigKey.read(Path.of(description.dns().keyFile())), clock);
  }
}
