package io.drover.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.failover.site.Description.Dns;
import io.drover.failover.site.Description.MovedRecord;
import io.drover.testkit.Eventually;
import io.drover.testkit.bind.BindServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real BIND 9. */
class RecordChangeTest {
  private static final MovedRecord APP =
      new MovedRecord(
          "app.example.test",
          Duration.ofSeconds(30),
          new TreeMap<>(
              Map.of(
                  "one", List.of("10.0.10.10", "fd00::a"),
                  "two", List.of("10.0.20.10", "10.0.20.11", "fd00::b"))));
  private static final List<String> ONE = APP.addresses().get("one");
  private static final List<String> TWO = APP.addresses().get("two");

  @TempDir Path folder;
  private String key = BindServer.key("hmac-sha256", "drover");
  private final int port = BindServer.freePort();
  private BindServer bind;

  @BeforeEach
  void start() {
    serve("allow-update { key drover; };");
  }

  private void serve(String options) {
    bind =
        BindServer.start(
            folder,
            port,
            key
                + BindServer.zone(
                    folder, "example.test", options, "app 30 A 10.0.10.10\napp 30 AAAA fd00::a")
                + BindServer.zone(folder, "other.test", "", ""));
  }

  @AfterEach
  void stop() {
    bind.close();
  }

  private Dns dns(String zone, List<Dns.Server> servers, boolean all) {
    return new Dns(zone, "", servers, all, Duration.ofSeconds(2));
  }

  private Dns dns() {
    return dns("example.test", List.of(new Dns.Server("127.0.0.1", port)), false);
  }

  private RecordChange change(Dns dns, String keyText, Clock clock) {
    try {
      Path file = Files.writeString(folder.resolve("client.key"), keyText);
      return new RecordChange(dns, new Zone(dns, TsigKey.read(file), clock));
    } catch (IOException | DnsException e) {
      throw new AssertionError(e);
    }
  }

  private RecordChange change() {
    return change(dns(), key, Clock.systemUTC());
  }

  private List<String> dig() {
    List<String> all = new java.util.ArrayList<>(bind.dig("app.example.test", "A"));
    all.addAll(bind.dig("app.example.test", "AAAA"));
    return all;
  }

  private void nothingChanged() {
    assertThat(dig()).isEqualTo(ONE);
  }

  private static DnsProblem problem(List<ServerResult> results) {
    assertThat(results).hasSize(1);
    assertThat(results.getFirst()).isInstanceOf(ServerResult.Failed.class);
    return ((ServerResult.Failed) results.getFirst()).problem();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmac-sha256", "hmac-sha512"})
  void allAddressesMoveAtOnceAndBack(String algorithm) {
    bind.close();
    key = BindServer.key(algorithm, "drover");
    serve("allow-update { key drover; };");

    assertThat(change().point(APP, TWO))
        .containsExactly(
            new ServerResult.Right(
                dns().servers().getFirst(), Contents.of(ONE, Duration.ofSeconds(30))));
    assertThat(dig()).isEqualTo(TWO);
    assertThat(change().verify(APP, TWO)).allMatch(ServerResult.Right.class::isInstance);
    assertThat(change().verify(APP, ONE)).allMatch(ServerResult.Wrong.class::isInstance);

    assertThat(change().point(APP, ONE)).allMatch(ServerResult.Right.class::isInstance);
    assertThat(dig()).isEqualTo(ONE);
  }

  @Test
  void whatIsRightAlreadyIsLeftAlone() throws DnsException {
    Dns.Server server = dns().servers().getFirst();
    Zone zone = zone();
    long before = zone.serial(server);
    assertThat(change().point(APP, ONE)).allMatch(ServerResult.Right.class::isInstance);
    assertThat(zone.serial(server)).isEqualTo(before);
  }

  private Zone zone() {
    try {
      return new Zone(
          dns(),
          TsigKey.read(Files.writeString(folder.resolve("client.key"), key)),
          Clock.systemUTC());
    } catch (IOException | DnsException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRecordThatIsMissingIsMade() {
    MovedRecord fresh = new MovedRecord("new.example.test", APP.ttl(), APP.addresses());
    assertThat(change().point(fresh, TWO)).allMatch(ServerResult.Right.class::isInstance);
    assertThat(bind.dig("new.example.test", "A")).containsExactly("10.0.20.10", "10.0.20.11");
  }

  @Test
  void aWrongSecretIsToldFromAWrongName() {
    String otherSecret = BindServer.key("hmac-sha256", "drover");
    String otherName = BindServer.key("hmac-sha256", "somebody");
    String otherAlgorithm = BindServer.key("hmac-sha512", "drover");
    Clock clock = Clock.systemUTC();
    assertThat(problem(change(dns(), otherSecret, clock).point(APP, TWO)))
        .isEqualTo(DnsProblem.BADSIG);
    assertThat(problem(change(dns(), otherName, clock).point(APP, TWO)))
        .isEqualTo(DnsProblem.BADKEY);
    assertThat(problem(change(dns(), otherAlgorithm, clock).point(APP, TWO)))
        .isEqualTo(DnsProblem.BADKEY);
    nothingChanged();
  }

  @ParameterizedTest
  @ValueSource(longs = {-10, 10})
  void aClockThatIsOffIsToldAsThat(long minutes) {
    Clock off = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
    assertThat(problem(change(dns(), key, off).point(APP, TWO))).isEqualTo(DnsProblem.BADTIME);
    nothingChanged();
  }

  @Test
  void aClockThatIsOffALittleIsNoMatter() {
    Clock off = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(4));
    assertThat(change(dns(), key, off).point(APP, TWO))
        .allMatch(ServerResult.Right.class::isInstance);
  }

  @Test
  void aZoneThatTheServerDoesNotHaveIsToldAsThat() throws DnsException {
    Dns wrong = dns("example.org", dns().servers(), false);
    MovedRecord record = new MovedRecord("app.example.org", APP.ttl(), APP.addresses());
    // To be asked for it is refused by policy; to be told to change it is not its business.
    assertThat(problem(change(wrong, key, Clock.systemUTC()).point(record, TWO)))
        .isEqualTo(DnsProblem.REFUSED);
    assertThat(update(wrong, "app.example.org")).isEqualTo(DnsProblem.NOTAUTH);
    nothingChanged();
  }

  @Test
  void aRecordOutsideOfItsZoneIsToldAsThat() {
    assertThat(update(dns(), "app.other.test")).isEqualTo(DnsProblem.NOTZONE);
    nothingChanged();
  }

  private DnsProblem update(Dns dns, String name) {
    try {
      Path file = Files.writeString(folder.resolve("client.key"), key);
      new Zone(dns, TsigKey.read(file), Clock.systemUTC())
          .replace(
              dns.servers().getFirst(),
              name,
              Contents.NONE,
              Contents.of(TWO, Duration.ofSeconds(30)));
      throw new AssertionError("it was done");
    } catch (DnsException failure) {
      return failure.problem();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "allow-update { none; };",
    "update-policy { grant drover name www.example.test A; };"
  })
  void aRefusedUpdateIsToldAsThat(String policy) {
    bind.close();
    serve(policy);
    assertThat(problem(change().point(APP, TWO))).isEqualTo(DnsProblem.REFUSED);
    nothingChanged();
  }

  @Test
  void whatSomebodyElseWroteIsNotOverwritten() throws DnsException {
    Contents foreign = Contents.of(List.of("192.0.2.7"), Duration.ofSeconds(30));
    zone()
        .replace(
            dns().servers().getFirst(),
            APP.name(),
            Contents.of(ONE, Duration.ofSeconds(30)),
            foreign);
    assertThat(problem(change().point(APP, TWO))).isEqualTo(DnsProblem.FOREIGN);
    assertThat(dig()).containsExactly("192.0.2.7");
  }

  @Test
  void aChangeBetweenReadingAndWritingIsNoticed() {
    Contents stale = Contents.of(List.of("10.0.10.10"), Duration.ofSeconds(30));
    Contents wanted = Contents.of(TWO, Duration.ofSeconds(30));
    assertThat(replace(stale, wanted)).isEqualTo(DnsProblem.CHANGED);
    assertThat(replace(Contents.NONE, wanted)).isEqualTo(DnsProblem.CHANGED);
    nothingChanged();
  }

  private DnsProblem replace(Contents believed, Contents wanted) {
    try {
      zone().replace(dns().servers().getFirst(), APP.name(), believed, wanted);
      throw new AssertionError("it was done");
    } catch (DnsException failure) {
      return failure.problem();
    }
  }

  @Test
  void aServerThatIsAwayIsToldAndTheNextOneTried() {
    Dns.Server away = new Dns.Server("127.0.0.1", BindServer.freePort());
    Dns two = dns("example.test", List.of(away, dns().servers().getFirst()), false);
    List<ServerResult> results = change(two, key, Clock.systemUTC()).point(APP, TWO);
    assertThat(results).hasSize(2);
    assertThat(problem(results.subList(0, 1))).isEqualTo(DnsProblem.NO_ANSWER);
    assertThat(results.getLast()).isInstanceOf(ServerResult.Right.class);
    assertThat(dig()).isEqualTo(TWO);
  }

  @Test
  void aServerThatComesBackIsToldThen() {
    bind.close();
    assertThat(problem(change().point(APP, TWO))).isEqualTo(DnsProblem.NO_ANSWER);
    bind.start();
    assertThat(change().point(APP, TWO)).allMatch(ServerResult.Right.class::isInstance);
    assertThat(dig()).isEqualTo(TWO);
  }

  @Test
  void everyServerIsLookedAtAndASecondaryHearsOfIt(@TempDir Path second) {
    int secondPort = BindServer.freePort();
    bind.close();
    serve(
        "allow-update { key drover; }; allow-transfer { any; };"
            + " also-notify { 127.0.0.1 port %d; };".formatted(secondPort));
    try (BindServer secondary =
        BindServer.start(
            second,
            secondPort,
            key
                + """
                zone "example.test" {
                  type secondary; file "copy.db"; primaries { 127.0.0.1 port %d; };
                };
                """
                    .formatted(port))) {
      Dns both =
          dns(
              "example.test",
              List.of(dns().servers().getFirst(), new Dns.Server("127.0.0.1", secondPort)),
              false);
      RecordChange change = change(both, key, Clock.systemUTC());
      Eventually.holds(
          "the secondary has the zone",
          () -> change.verify(APP, ONE).stream().allMatch(ServerResult.Right.class::isInstance));
      assertThat(change.point(APP, TWO)).hasSize(1);
      Eventually.holds(
          "the secondary heard of it",
          () -> change.verify(APP, TWO).stream().allMatch(ServerResult.Right.class::isInstance));
      assertThat(secondary.dig("app.example.test", "A"))
          .containsExactly("10.0.20.10", "10.0.20.11");
    }
  }

  @Test
  void allServersAreToldWhereTheyDoNotTellEachOther(@TempDir Path second) {
    try (BindServer other =
        BindServer.start(
            second,
            BindServer.freePort(),
            key + BindServer.zone(second, "example.test", "allow-update { key drover; };", ""))) {
      Dns both =
          dns(
              "example.test",
              List.of(dns().servers().getFirst(), new Dns.Server("127.0.0.1", other.port())),
              true);
      assertThat(change(both, key, Clock.systemUTC()).point(APP, TWO))
          .hasSize(2)
          .allMatch(ServerResult.Right.class::isInstance);
      assertThat(other.dig("app.example.test", "A")).containsExactly("10.0.20.10", "10.0.20.11");
    }
  }

  @Test
  void anAnswerTooLongForADatagramIsFetchedByTcp() {
    List<String> many =
        java.util.stream.IntStream.range(0, 100).mapToObj(i -> "10.1.1." + i).toList();
    MovedRecord wide =
        new MovedRecord(
            "wide.example.test", APP.ttl(), new TreeMap<>(Map.of("one", many, "two", TWO)));
    assertThat(change().point(wide, many)).allMatch(ServerResult.Right.class::isInstance);
    assertThat(change().verify(wide, many)).allMatch(ServerResult.Right.class::isInstance);
    assertThat(change().point(wide, TWO)).allMatch(ServerResult.Right.class::isInstance);
  }
}
