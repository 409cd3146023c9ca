package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.health.decide.state.ServiceFacts;
import io.drover.runtime.http.SuiteClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Another service of the suite, whose word some alerts rest on. */
final class Neighbour {
  /** Some thousand quotas, or backups. */
  private static final int LARGEST_MIB = 4;

  private final SuiteClient client;

  /**
   * One at this base address.
   *
   * @param token shown to it, read anew each time since secrets get rotated
   * @throws IllegalArgumentException when the address is none that HTTP can use
   */
  Neighbour(URI base, Supplier<String> token, Duration timeout) {
    this.client = new SuiteClient(base, token, timeout, LARGEST_MIB);
  }

  /**
   * Whether it can be there: a name without dots is a service of the Swarm, full or within its
   * stack.
   */
  boolean isDeployed(List<ServiceFacts> services) {
    String host = client.host();
    return host.contains(".")
        || host.contains(":")
        || host.equals("localhost")
        || services.stream()
            .map(ServiceFacts::view)
            .anyMatch(
                one ->
                    one.name().equals(host)
                        || one.stack()
                            .filter(in -> one.name().equals(in + "_" + host))
                            .isPresent());
  }

  /**
   * What it answers.
   *
   * @throws IOException when it does not, with why
   */
  JsonNode ask(String path) throws IOException, InterruptedException {
    try {
      return client.get(path);
    } catch (ConnectException unreachable) {
      // Says where.
      throw unreachable;
    } catch (IOException failed) {
      throw new IOException(client.authority() + ": " + failed.getMessage(), failed);
    }
  }
}
