package io.drover.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.failover.site.Description;
import io.drover.failover.site.DescriptionReader;
import io.drover.testkit.bind.BindServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole path, against a real BIND 9. */
class DnsCheckTest {
  private static final String RECORDS = "app 30 A 10.0.0.1";

  @TempDir Path folder;
  private final int port = BindServer.freePort();
  private final String key = BindServer.key("hmac-sha512", "drover");

  private List<DnsCheck.Step> check(Clock clock) throws IOException {
    Path keyFile = Files.writeString(folder.resolve("client.key"), key);
    String text =
        """
        sites: [{name: home, engine: "unix:///run/docker.sock", entries: [{name: a, check: "tcp://10.0.0.1:80"}]}]
        witnesses: [{name: w, agent: "http://10.0.0.3:9480"}]
        records: [{name: app.example.test, addresses: {a: [10.0.0.1]}}]
        dns: {zone: example.test, key: %s, servers: ["127.0.0.1:%d"]}
        """
            .formatted(keyFile, port);
    Description description =
        ((DescriptionReader.Contents.Usable) DescriptionReader.read("f", text)).description();
    return DnsCheck.run(description, clock, Duration.ofSeconds(10));
  }

  private BindServer serve(String options, String records) {
    return BindServer.start(
        folder, port, key + BindServer.zone(folder, "example.test", options, records));
  }

  @Test
  void itWritesFindsAndRemovesWhatNobodyUses() throws IOException {
    try (BindServer bind = serve("allow-update { key drover; };", RECORDS)) {
      assertThat(check(Clock.systemUTC())).allMatch(DnsCheck.Step::ok).hasSize(6);
      assertThat(check(Clock.systemUTC())).allMatch(DnsCheck.Step::ok);
      assertThat(bind.dig("drover-check.example.test", "A")).isEmpty();
      assertThat(bind.dig("app.example.test", "A")).containsExactly("10.0.0.1");
    }
  }

  @Test
  void whatIsInTheWayIsSaid() throws IOException {
    try (BindServer bind = serve("allow-update { none; };", "app 30 A 192.0.2.9")) {
      assertThat(check(Clock.systemUTC()))
          .filteredOn(step -> !step.ok())
          .extracting(DnsCheck.Step::what, step -> step.message().split(": ")[1])
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("make drover-check.example.test", "REFUSED"),
              org.assertj.core.groups.Tuple.tuple("look at app.example.test", "FOREIGN"));
      assertThat(bind.dig("app.example.test", "A")).containsExactly("192.0.2.9");
    }
  }

  @Test
  void aClockThatIsOffFailsEverythingButTheKey() throws IOException {
    try (BindServer bind = serve("allow-update { key drover; };", RECORDS)) {
      List<DnsCheck.Step> steps = check(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)));
      assertThat(steps.getFirst().ok()).isTrue();
      assertThat(steps.subList(1, steps.size()))
          .allMatch(step -> !step.ok() && step.message().contains("BADTIME"));
      assertThat(bind.dig("drover-check.example.test", "A")).isEmpty();
    }
  }
}
