package io.drover.manifests;

import io.drover.core.policy.FallbackPolicy;
import io.drover.core.policy.HorizontalSpec;
import io.drover.core.policy.SchedulePolicy;
import java.util.List;
import java.util.Map;

/**
 * A HorizontalPodAutoscaler without mistakes.
 *
 * @param manifest as it was written
 * @param target which service it scales
 * @param spec with the API server's defaults
 * @param queries PromQL by name of metric, from annotations
 * @param windows when it holds, with its bounds in each; empty: always
 * @param fallback what the service gets when the metrics stay unknown
 */
public record HorizontalManifest(
    Manifest manifest,
    TargetName target,
    HorizontalSpec spec,
    Map<String, String> queries,
    List<SchedulePolicy> windows,
    FallbackPolicy fallback)
    implements Described {

  public HorizontalManifest {
    queries = Map.copyOf(queries);
    windows = List.copyOf(windows);
  }

  /** Whether it holds in its windows only. */
  public boolean isScheduled() {
    return !windows.isEmpty();
  }
}
