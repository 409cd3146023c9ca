package io.drover.agent.observe;

import io.drover.agent.model.Container;
import io.drover.agent.record.Samples;
import io.drover.runtime.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Samples the containers at a fixed rate on a thread of its own. It does not ask the engine: what
 * is known goes on being sampled while the engine is away.
 */
final class Sampler implements AutoCloseable {
  /** Of so many rounds one reads what seldom changes, too. */
  private static final int CONTROLS_EVERY = 5;

  private static final Logger LOG = Logger.getLogger(Sampler.class);

  private final CgroupTree tree;
  private final Samples samples;
  private final TimeSource time;
  private final Duration period;
  private final Map<Container, ContainerFiles> files = new HashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;
  private volatile List<Container> containers = List.of();
  private int rounds;

  Sampler(CgroupTree tree, Samples samples, TimeSource time, Duration period) {
    this.tree = tree;
    this.samples = samples;
    this.time = time;
    this.period = period;
    this.thread = Thread.ofPlatform().name("drover-sampler").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Says which containers there are. */
  void containers(List<Container> running) {
    containers = List.copyOf(running);
  }

  private void run() {
    long next = System.nanoTime();
    try {
      do {
        try {
          round();
        } catch (RuntimeException defect) {
          LOG.errorf(defect, "a round of samples failed; the next one follows");
        }
        // After a pause of the machine one goes on from now, without making up for lost rounds.
        next = Math.max(next + period.toNanos(), System.nanoTime());
      } while (!end.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Samples every container once. */
  void round() {
    List<Container> now = containers;
    boolean turn = rounds++ % CONTROLS_EVERY == 0;
    forget(now);
    for (Container container : now) {
      ContainerFiles known = files.get(container);
      boolean isNew = known == null;
      if (isNew) {
        tree.find(container).ifPresent(found -> files.put(container, found));
        known = files.get(container);
      }
      if (known != null && known.exists()) {
        samples.add(container, known.sample(time.now()));
        if (turn || isNew) {
          samples.controls(container, known.controls());
        }
      }
    }
  }

  private void forget(List<Container> now) {
    files.keySet().retainAll(Set.copyOf(now));
    samples.keepOnly(now.stream().map(Container::id).collect(Collectors.toSet()));
  }

  @Override
  public void close() {
    end.countDown();
  }
}
