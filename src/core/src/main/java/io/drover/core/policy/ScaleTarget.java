package io.drover.core.policy;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Share;
import java.util.Objects;

/** What horizontal scaling holds a service at. With several, the one that wants most tasks wins. */
public sealed interface ScaleTarget {

  /**
   * Use as a share of what is reserved; of the limit where nothing is reserved.
   *
   * @param resource of which resource
   * @param target whole percent, at least 1
   */
  record Utilization(ResourceKind resource, Share target) implements ScaleTarget {
    public Utilization {
      Objects.requireNonNull(resource, "resource");
      Objects.requireNonNull(target, "target");
    }
  }

  /**
   * Average CPU use of a task.
   *
   * @param target more than zero
   */
  record CpuPerTask(Cpu target) implements ScaleTarget {
    public CpuPerTask {
      Objects.requireNonNull(target, "target");
    }
  }

  /**
   * Average memory use of a task.
   *
   * @param target more than zero
   */
  record MemoryPerTask(Bytes target) implements ScaleTarget {
    public MemoryPerTask {
      Objects.requireNonNull(target, "target");
    }
  }

  /**
   * A metric of the service's own.
   *
   * @param name its name
   * @param target what it is held at, and of what
   * @param source where its values come from
   */
  record Metric(String name, MetricTarget target, MetricSource source) implements ScaleTarget {
    public Metric {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(target, "target");
      Objects.requireNonNull(source, "source");
    }
  }

  /** Where the values of a metric come from. */
  sealed interface MetricSource {
    /** The agents scrape it from the tasks themselves. */
    record Tasks() implements MetricSource {}

    /**
     * Prometheus is asked.
     *
     * @param promql the query
     */
    record Query(String promql) implements MetricSource {}
  }

  /** The target that Kubernetes assumes when none is given: 80 % of the reserved CPU. */
  static ScaleTarget standard() {
    return new Utilization(ResourceKind.CPU, Share.ofPercent(80));
  }
}
