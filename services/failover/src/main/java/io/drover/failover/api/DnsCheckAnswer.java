package io.drover.failover.api;

import io.drover.failover.dns.DnsCheck;
import java.util.List;

/**
 * What came of a check of DNS.
 *
 * @param ok whether everything worked
 * @param steps what was tried, in order
 */
public record DnsCheckAnswer(boolean ok, List<DnsCheck.Step> steps) {

  static DnsCheckAnswer of(List<DnsCheck.Step> steps) {
    return new DnsCheckAnswer(steps.stream().allMatch(DnsCheck.Step::ok), steps);
  }
}
