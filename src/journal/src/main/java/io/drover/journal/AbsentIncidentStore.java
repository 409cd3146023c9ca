package io.drover.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stands where no database is configured: incidents are known in memory only. */
public final class AbsentIncidentStore implements IncidentStore {
  private static final String REASON = "no database is configured (drover.journal.url)";

  @Override
  public List<Stored> load(int most) {
    throw away();
  }

  @Override
  public void save(List<Stored> incidents) {
    throw away();
  }

  @Override
  public Optional<String> firing() {
    throw away();
  }

  @Override
  public void saveFiring(Instant changedAt, String body) {
    throw away();
  }

  @Override
  public int forget(Instant before) {
    throw away();
  }

  private static StoreUnavailableException away() {
    return new StoreUnavailableException(REASON, new IllegalStateException(REASON));
  }
}
