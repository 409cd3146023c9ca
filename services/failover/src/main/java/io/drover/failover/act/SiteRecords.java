package io.drover.failover.act;

import io.drover.core.decision.Outcome;
import io.drover.failover.dns.Contents;
import io.drover.failover.dns.ServerResult;
import io.drover.failover.site.Description;
import io.drover.failover.site.Description.MovedRecord;
import io.drover.failover.site.LabelledRecords;
import io.drover.failover.stacks.SiteService;
import io.drover.failover.stacks.SiteStacks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** The records of two sites: where they lead, and leading them to a site. */
public final class SiteRecords {
  private final Description description;
  private final RecordActuator actuator;

  /** The records of this description. */
  public SiteRecords(Description description, RecordActuator actuator) {
    this.description = description;
    this.actuator = actuator;
  }

  /** All records: those that are described, and those of labels at the stand-by. */
  public LabelledRecords all(SiteStacks labelled) {
    return LabelledRecords.of(
        description, labelled.services().stream().map(SiteService::view).toList());
  }

  /**
   * What every server has, against the addresses of this site.
   *
   * @param labelled the stacks whose labels name records, too
   */
  public Map<String, List<ServerResult>> verify(String site, SiteStacks labelled) {
    Map<String, List<ServerResult>> all = new TreeMap<>();
    for (MovedRecord record : all(labelled).records()) {
      all.put(record.name(), actuator.verify(description, record, wanted(record, site)));
    }
    return all;
  }

  /**
   * Leads all records to a site; what leads there already is left alone.
   *
   * @param labelled the stacks whose labels name records, too
   * @param still whether it is still to be done, asked before each record
   * @return what is in the way; nothing where all lead there
   */
  public List<String> point(String site, SiteStacks labelled, BooleanSupplier still) {
    LabelledRecords moved = all(labelled);
    // A label that nobody can follow must not keep the other records from being led there.
    List<String> problems = new ArrayList<>();
    for (MovedRecord record : moved.records()) {
      if (!still.getAsBoolean()) {
        return List.of("it is not to be done any more");
      }
      switch (actuator.point(description, record, wanted(record, site))) {
        case Outcome.Applied applied -> {}
        case Outcome.Conflict(String message) -> problems.add(message);
        case Outcome.Failed(Outcome.Kind kind, String message) -> problems.add(message);
      }
    }
    return problems;
  }

  private static SortedSet<String> wanted(MovedRecord record, String site) {
    return Contents.of(record.addresses().getOrDefault(site, List.of()), record.ttl()).addresses();
  }
}
