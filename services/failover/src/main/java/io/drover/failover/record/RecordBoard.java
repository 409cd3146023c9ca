package io.drover.failover.record;

import io.drover.core.decision.Outcome;
import io.drover.core.decision.Plan;
import io.drover.core.model.Reading;
import io.drover.failover.dns.ServerResult;
import io.drover.failover.observe.EntryWatch;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** What the newest round saw and did; written by the loop, read by the API. */
public final class RecordBoard {
  private Newest newest = new Newest.Nothing("no round has ended yet");

  /** The newest round. */
  public sealed interface Newest {

    /** There is nothing to tell, and why. */
    record Nothing(String why) implements Newest {}

    /**
     * A look, and what became of each record.
     *
     * @param look what was seen
     * @param records by name
     */
    record Round(EntryWatch.Look look, Map<String, RecordStatus> records) implements Newest {
      public Round {
        records = new TreeMap<>(records);
      }
    }
  }

  /**
   * Where a record stands.
   *
   * @param current what it had when the round began
   * @param plan what was wanted
   * @param outcomes what came of it
   * @param servers what each server has, as of the newest reading
   */
  public record RecordStatus(
      Reading<SortedSet<String>> current,
      Plan plan,
      List<Outcome> outcomes,
      List<ServerResult> servers) {}

  /** Says why there is nothing to tell. */
  public synchronized void standBy(String why) {
    newest = new Newest.Nothing(why);
  }

  /** Takes a look; what became of records before is kept until they are looked at again. */
  public synchronized void seen(EntryWatch.Look look) {
    newest =
        new Newest.Round(look, newest instanceof Newest.Round before ? before.records() : Map.of());
  }

  /** Takes what became of a record. */
  public synchronized void decided(String record, RecordStatus status) {
    if (newest instanceof Newest.Round round) {
      Map<String, RecordStatus> records = new TreeMap<>(round.records());
      records.put(record, status);
      newest = new Newest.Round(round.look(), records);
    }
  }

  /** The newest round. */
  public synchronized Newest newest() {
    return newest;
  }
}
