package io.drover.health.overview.observe;

import io.drover.core.model.Reading;
import io.drover.health.overview.decide.Sight;
import io.drover.health.overview.decide.SisterStatus;
import io.drover.health.overview.decide.Standing;
import io.drover.runtime.http.SuiteClient;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * Another service of the suite. It is given up on at the timeout, asked by few at a time, and left
 * alone for a while when it keeps failing; what it said last is remembered. Where its name has
 * several addresses any one of its instances answers.
 */
public final class Sister {
  /** What a service can be called within its network; an address of elsewhere has dots. */
  private static final Pattern SERVICE_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*");

  /** Far more than a status takes. */
  private static final int LARGEST_MIB = 1;

  private static final int AT_ONCE = 2;
  private static final int FAILURES_TO_OPEN = 4;

  private final String name;
  private final SuiteClient client;
  private final Access access;
  private final TypedGuard<SisterStatus> guard;
  private final AtomicReference<SisterStatus> last = new AtomicReference<>();
  private final AtomicReference<String> lastFailure = new AtomicReference<>("");

  /**
   * How services are asked.
   *
   * @param token shown to them, read anew each time since secrets get rotated
   * @param timeout for each
   * @param rest how long one that keeps failing is left alone
   * @param clock our time
   */
  public record Access(
      Supplier<String> token, Duration timeout, Duration rest, Supplier<Instant> clock) {}

  /**
   * One at this base address.
   *
   * @throws IllegalArgumentException when the address is none that HTTP can use
   */
  public Sister(String name, URI base, Access access) {
    this.name = name;
    this.client = new SuiteClient(base, access.token(), access.timeout(), LARGEST_MIB);
    this.access = access;
    this.guard =
        TypedGuard.create(SisterStatus.class)
            .withBulkhead()
            .limit(AT_ONCE)
            .done()
            .withTimeout()
            .duration(access.timeout().toMillis(), ChronoUnit.MILLIS)
            .done()
            .withCircuitBreaker()
            .requestVolumeThreshold(FAILURES_TO_OPEN)
            .failureRatio(1.0)
            .delay(access.rest().toMillis(), ChronoUnit.MILLIS)
            .skipOn(BulkheadException.class)
            .done()
            .build();
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /**
   * Asks it where it stands; never throws, but for an interrupt.
   *
   * @param deployed the names of the Swarm's services: one that is not among them is not asked,
   *     since what does not exist may keep its caller waiting for the answer of a name server
   */
  public Standing ask(Reading<Set<String>> deployed) throws InterruptedException {
    Sight sight = look(deployed);
    return Standing.of(sight, Optional.ofNullable(last.get()), access.clock().get());
  }

  private Sight look(Reading<Set<String>> deployed) throws InterruptedException {
    String host = client.host();
    boolean ofTheSwarm = SERVICE_NAME.matcher(host).matches() && !host.equals("localhost");
    if (ofTheSwarm
        && deployed instanceof Reading.Known<Set<String>>(Set<String> names, Instant at)
        && !names.contains(host)) {
      return new Sight.Absent("the Swarm has no service " + host);
    }
    try {
      SisterStatus status = guard.call(this::fetch);
      last.set(status);
      return new Sight.Answered(status);
    } catch (BulkheadException busy) {
      return new Sight.Busy();
    } catch (CircuitBreakerOpenException open) {
      return new Sight.Failed(
          "it failed again and again (%s) and is asked anew after %d s"
              .formatted(lastFailure.get(), access.rest().toSeconds()));
    } catch (TimeoutException late) {
      return failed("no answer within " + access.timeout().toMillis() + " ms");
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception failed) {
      String message = failed.getMessage();
      return failed(message == null ? failed.getClass().getSimpleName() : message);
    }
  }

  private Sight failed(String why) {
    lastFailure.set(why);
    return new Sight.Failed(why);
  }

  private SisterStatus fetch() throws IOException, InterruptedException {
    return StatusReader.read(client.get("/v1/status"), access.clock().get());
  }
}
