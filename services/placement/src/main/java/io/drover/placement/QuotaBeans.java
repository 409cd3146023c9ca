package io.drover.placement;

import io.drover.placement.record.quota.QuotaBoard;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes a bean of what the quota loop and its API share. */
@Singleton
public final class QuotaBeans {

  /** The board that the loop writes and the API reads. */
  @Produces
  @Singleton
  QuotaBoard board() {
    return new QuotaBoard();
  }
}
