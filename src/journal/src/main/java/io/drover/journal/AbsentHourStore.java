package io.drover.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Stands where no database is configured: what is known of services is lost at the end. */
public final class AbsentHourStore implements HourStore {
  private static final String REASON = "no database is configured (drover.journal.url)";

  @Override
  public List<Hour> load(Collection<String> services, Instant since) {
    throw away();
  }

  @Override
  public void save(List<Hour> hours) {
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
