package io.drover.agent.observe;

import io.drover.agent.AgentConfig;
import io.drover.agent.model.Container;
import io.drover.agent.model.metrics.Target;
import io.drover.agent.record.Samples;
import io.drover.agent.record.Scraped;
import io.drover.agent.record.Scraped.Page;
import io.drover.agent.record.Wanted;
import io.drover.engine.Engine;
import io.drover.runtime.time.TimeSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Asks the tasks of this node for the metrics that are wanted of them; idle while none are. */
@ApplicationScoped
public class Scraper {
  private static final Logger LOG = Logger.getLogger(Scraper.class);

  /** Enough for slow tasks not to hold up the others; few enough for a small heap. */
  private static final int AT_ONCE = 16;

  private final OwnNetworks networks;
  private final PageClient client;
  private final Samples samples;
  private final Wanted wanted;
  private final Scraped scraped;
  private final TimeSource time;
  private final Duration period;
  private final Semaphore news = new Semaphore(0);
  private volatile boolean stopped;

  /** A scraper of the containers that are sampled here. */
  @Inject
  public Scraper(
      Engine engine,
      AgentConfig config,
      Samples samples,
      Wanted wanted,
      Scraped scraped,
      TimeSource time) {
    this(
        new NodeNetworks(engine),
        new PageClient(config.scrapeTimeout()),
        samples,
        wanted,
        scraped,
        time,
        config.scrapePeriod());
  }

  Scraper(
      OwnNetworks networks,
      PageClient client,
      Samples samples,
      Wanted wanted,
      Scraped scraped,
      TimeSource time,
      Duration period) {
    this.networks = networks;
    this.client = client;
    this.samples = samples;
    this.wanted = wanted;
    this.scraped = scraped;
    this.time = time;
    this.period = period;
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("drover-scraper").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    news.release();
    client.close();
  }

  /** Something new is wanted: it is asked for at once. */
  public void hasten() {
    news.release();
  }

  private void run() {
    try {
      while (!stopped) {
        try {
          round();
        } catch (RuntimeException defect) {
          LOG.errorf(defect, "a round of scrapes failed; the next one follows");
        }
        news.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks every task once. */
  void round() {
    Map<Page, Target> pages = pages(wanted.at(time.now()));
    scraped.keepOnly(pages.keySet());
    if (pages.isEmpty()) {
      return;
    }
    List<Reach.Own> own = networks.addresses();
    Map<String, String> bridged = Reach.isOnHost(own) ? networks.bridged() : Map.of();
    Semaphore turns = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      pages.forEach(
          (page, target) -> {
            Container container = page.container();
            String onBridge = bridged.getOrDefault(container.id(), "");
            switch (Reach.choose(container.networks(), onBridge, own)) {
              case Reach.Answer.Nowhere(String reason) -> scraped.failed(page, reason);
              case Reach.Answer.At(InetAddress address) ->
                  threads.execute(() -> scrape(turns, page, target, uri(address, page)));
            }
          });
    }
  }

  private Map<Page, Target> pages(List<Target> targets) {
    Map<Page, Target> pages = new HashMap<>();
    if (targets.isEmpty()) {
      return pages;
    }
    for (Container container : samples.containers()) {
      for (Target target : targets) {
        if (target.serviceId().equals(container.serviceId())) {
          pages.put(Page.of(container, target), target);
        }
      }
    }
    return pages;
  }

  private void scrape(Semaphore turns, Page page, Target target, URI address) {
    try {
      turns.acquire();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      var found = client.get(address, target.names());
      scraped.read(page, time.now(), found);
    } catch (IOException failed) {
      scraped.failed(page, address + ": " + failed.getMessage());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      turns.release();
    }
  }

  private static URI uri(InetAddress address, Page page) {
    String text = address.getHostAddress();
    String literal = text.contains(":") ? "[" + text + "]" : text;
    return URI.create("http://" + literal + ":" + page.port() + page.path());
  }
}
