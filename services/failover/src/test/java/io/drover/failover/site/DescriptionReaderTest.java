package io.drover.failover.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.EngineAddress;
import io.drover.failover.decide.Rules;
import io.drover.failover.site.Description.Dns;
import io.drover.failover.site.Description.MovedRecord;
import io.drover.failover.site.Description.Stack;
import io.drover.failover.site.DescriptionReader.Contents;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sites, records and rules out of a file. */
class DescriptionReaderTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("drover.root"), "swarm", "failover");

  private static final String TWO =
      """
      sites:
      - {name: one, engine: tcp://10.0.0.1:2376, certificates: /certs, entries: [{name: a, check: tcp://10.0.0.1:80}]}
      - {name: two, engine: tcp://10.0.0.2, entries: [{name: b, check: http://10.0.0.2/}]}
      witnesses: [{name: w, agent: http://10.0.0.3:9480}]
      records: [{name: app.example.org, addresses: {one: [10.0.0.1, "fd00::1"], two: [10.0.0.2]}}]
      dns: {zone: example.org, key: /key, servers: [10.0.0.9, "[fd00::9]:5353", ns.example.org:54]}
      stacks: [{name: shop, order: [db, web]}]
      policy: {fence: {without: continue}}
      """;

  private static Description usable(String text) {
    Contents read = DescriptionReader.read("failover.yml", text);
    assertThat(read).isInstanceOf(Contents.Usable.class);
    return ((Contents.Usable) read).description();
  }

  @Test
  void theExampleIsTheDocumentsTwoServers() throws IOException {
    Description read = usable(Files.readString(EXAMPLES.resolve("failover.yml")));
    assertThat(read.sites()).extracting(Site::name).containsExactly("server1", "server2");
    assertThat(read.records())
        .containsExactly(
            new MovedRecord(
                "app.medianest.local",
                Duration.ofSeconds(30),
                new TreeMap<>(
                    Map.of("server1", List.of("10.0.10.10"), "server2", List.of("10.0.20.10")))));
    assertThat(read.stacks())
        .containsExactly(new Stack("medianest", List.of("postgres", "redis", "app", "nginx")));
    assertThat(read.fence().command()).startsWith("ipmitool").endsWith("off");
  }

  @Test
  void whatTheExampleSaysOfTimesIsWhatHoldsWithoutIt() throws IOException {
    String example = Files.readString(EXAMPLES.resolve("failover.yml"));
    String without = example.substring(0, example.indexOf("\npolicy:"));
    assertThat(usable(without).rules()).isEqualTo(usable(example).rules());
    assertThat(usable(without).fence().isExternal()).isFalse();
  }

  @Test
  void oneSwarmsRecordsFollowItsEntryPoints() throws IOException {
    Description read = usable(Files.readString(EXAMPLES.resolve("one-swarm.yml")));
    assertThat(read.isOneSwarm()).isTrue();
    assertThat(read.records().getFirst().addresses())
        .containsOnlyKeys(
            read.sites().getFirst().entries().stream().map(Site.EntryPoint::name).toList());
  }

  @Test
  void everythingIsRead() {
    Description read = usable(TWO);
    assertThat(read.sites().getFirst().engine())
        .isEqualTo(new EngineAddress.TlsTcp("10.0.0.1", 2376, Path.of("/certs")));
    assertThat(read.sites().getLast().engine())
        .isEqualTo(new EngineAddress.PlainTcp("10.0.0.2", 2375));
    assertThat(read.sites().getFirst().entries().getFirst().check())
        .isEqualTo(URI.create("tcp://10.0.0.1:80"));
    assertThat(read.dns().servers())
        .containsExactly(
            new Dns.Server("10.0.0.9", 53),
            new Dns.Server("fd00::9", 5353),
            new Dns.Server("ns.example.org", 54));
    assertThat(read.rules().withoutFence()).isEqualTo(Rules.WithoutFence.CONTINUE);
    assertThat(read.records().getFirst().ttl()).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - {name: two,                 | - {name: one,            | failover.yml:3: sites[1].name: there is another one
          tcp://10.0.0.2,               | 10.0.0.2:port,           | failover.yml:3: sites[1].engine: expected unix:///path or tcp://host:port
          check: http://10.0.0.2/       | check: tcp://10.0.0.2    | failover.yml:3: sites[1].entries[0].check: expected http://host/path
          name: b,                      | name: a,                 | failover.yml:3: sites[1].entries[0].name: there is another a
          certificates:                 | certificate:             | failover.yml:2: sites[0].certificate: is no field here
          [{name: w, agent: http://10.0.0.3:9480}] | []            | failover.yml:4: witnesses: expected at least one
          {name: w, agent: http://10.0.0.3:9480} | {name: here, agent: http://10.0.0.3:9480} | failover.yml:4: witnesses[0].name: that is the service's own place
          {name: w, agent: http://10.0.0.3:9480} | '{name: w, agent: http://10.0.0.3:9480}, {name: v, agent: http://10.0.0.3:9480/}' | failover.yml:4: witnesses[1].agent: another witness has it, too
          tcp://10.0.0.2,               | 'tcp://10.0.0.1:2376, certificates: /certs,' | failover.yml:1: sites: both have the same engine
          [{name: shop, order: [db, web]}] | []                    | failover.yml:7: stacks: expected at least one
          http://10.0.0.3:9480          | 10.0.0.3                 | failover.yml:4: witnesses[0].agent: expected http://host:port
          app.example.org,              | app.example.com,         | failover.yml:5: records[0].name: is not in the zone example.org
          app.example.org,              | 'app.example.org, ttl: 0s,' | failover.yml:5: records[0].ttl: expected 1s to 7d
          two: [10.0.0.2]               | three: [10.0.0.2]        | failover.yml:5: records[0].addresses.three: expected one of one, two
          , two: [10.0.0.2]             | ''                       | failover.yml:5: records[0].addresses: has none for two
          two: [10.0.0.2]               | two: [www.example.org]   | failover.yml:5: records[0].addresses.two: expected IPv4 or IPv6 addresses, not www.example.org
          two: [10.0.0.2]               | two: []                  | failover.yml:5: records[0].addresses.two: expected at least one address
          fd00::1                       | 10.0.0.1                 | failover.yml:5: records[0].addresses.one: has 10.0.0.1 twice
          zone: example.org,            | zone: example.org.,      | failover.yml:6: dns.zone: expected a full DNS name without a dot at its end
          ns.example.org:54             | ns.example.org:99999     | failover.yml:6: dns.servers: expected host, host:port or [IPv6]:port
          check: http://10.0.0.2/       | 'check: http://10.0.0.2/, addresses: [10.0.0.2]' | failover.yml:3: sites[1].entries[0].addresses: of two sites, records lead to the sites' addresses
          - {name: two,                 | '- {name: two, addresses: [second],' | failover.yml:3: sites[1].addresses: expected IPv4 or IPv6 addresses, not second
          key: /key,                    | ''                       | failover.yml:6: dns.key: is missing
          key: /key,                    | 'key: /key, update: some,' | failover.yml:6: dns.update: expected first or all
          [db, web]                     | [db, db]                 | failover.yml:7: stacks[0].order: names a service twice
          without: continue             | without: hope            | failover.yml:8: policy.fence.without: expected refuse or continue
          {fence: {without: continue}}  | {failures: 1}            | failover.yml:8: policy.failures: expected a whole number from 2 to 100
          {fence: {without: continue}}  | {period: 1s, timeout: 2s} | failover.yml:8: policy.timeout: expected at most the period
          {fence: {without: continue}}  | {flaps: {within: soon}}  | failover.yml:8: policy.flaps.within: "soon" is not a duration
          """)
  void whatIsWrongIsNamedWithItsLine(String right, String wrong, String said) {
    assertThat(TWO).contains(right);
    Contents read = DescriptionReader.read("failover.yml", TWO.replace(right, wrong));
    assertThat(read).isInstanceOf(Contents.Wrong.class);
    assertThat(((Contents.Wrong) read).problems())
        .anySatisfy(problem -> assertThat(problem.toString()).startsWith(said));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "---", "[]", "sites: 3", "sites: [", "a: &a [*a]", "sites: [null]"})
  void noTextIsTooOdd(String text) {
    assertThat(DescriptionReader.read("failover.yml", text)).isInstanceOf(Contents.Wrong.class);
  }

  @Test
  void stacksDoNotMoveInsideOfOneSwarm() {
    Contents read =
        DescriptionReader.read(
            "failover.yml",
            TWO.lines().filter(line -> !line.contains("two,")).toList().stream()
                .reduce("", (a, b) -> a + b + "\n"));
    assertThat(((Contents.Wrong) read).problems())
        .anySatisfy(problem -> assertThat(problem.message()).contains("one Swarm moves its tasks"));
  }

  @Test
  void ofSeveralDocumentsNoneIsFollowed() {
    usable("---\n" + TWO);
    Contents read = DescriptionReader.read("failover.yml", TWO + "---\n" + TWO);
    assertThat(((Contents.Wrong) read).problems())
        .anySatisfy(problem -> assertThat(problem.message()).contains("several YAML documents"));
  }
}
