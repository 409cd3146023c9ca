package io.drover.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.MalformedValueException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must never happen, over seeded random labels. {@code -Ddrover.seed=N} repeats a run. */
class PolicyParserPropertyTest {
  private static final long SEED = Long.getLong("drover.seed", System.nanoTime());
  private static final int CASES = 3_000;
  private static final String PIECES =
      "0123456789.,:;/%-+ */=eEmkMGTiKnusdhPT\n\t\0_abzMONJAN\u00e4\u0663\u212a\ud83d";

  /** Right alone and together: what is broken in a copy is all that is wrong with it. */
  private static final Map<String, String> RIGHT =
      Map.ofEntries(
          Map.entry("drover.mode", "observe"),
          Map.entry("drover.scale.max", "8"),
          Map.entry("drover.scale.cpu", "500m"),
          Map.entry("drover.scale.memory", "1Gi"),
          Map.entry("drover.scale.up.policies", "4/60s"),
          Map.entry("drover.scale.down.window", "300s"),
          Map.entry("drover.scale.tolerance", "0.1"),
          Map.entry("drover.scale.fallback", "4 after 30"),
          Map.entry("drover.scale.metric.rps", "100/task"),
          Map.entry("drover.schedule.evening", "0 18 * * * for 5h: min=4"),
          Map.entry("drover.resize.mode", "recommend"),
          Map.entry("drover.resize.min", "cpu=1"),
          Map.entry("drover.place.bandwidth", "1Gbps"),
          Map.entry("drover.quota", "strict"),
          Map.entry("drover.node.cpuset", "0-7"),
          Map.entry("drover.route.backend", "web"),
          Map.entry("drover.route.port", "80"),
          Map.entry("drover.backup.schedule", "0 3 * * *"),
          Map.entry("drover.backup.keep", "daily=7"),
          Map.entry("drover.failover.record", "app.medianest.local"));

  @Test
  void noStringMakesASyntaxThrowAnythingButItsOwnError() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < CASES; i++) {
      for (Label<?> label : Vocabulary.all()) {
        String text = random.nextBoolean() ? mutated(random, label.example()) : noise(random);
        try {
          assertThat((Object) label.syntax().read(text)).as("seed %d", SEED).isNotNull();
        } catch (MalformedValueException own) {
          assertThat(own.expected()).isNotBlank();
        } catch (RuntimeException other) {
          throw new AssertionError("seed %d: %s=%s".formatted(SEED, label.key(), text), other);
        }
      }
    }
  }

  @Test
  void whateverTheLabelsAreParsingAnswers() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < CASES; i++) {
      Map<String, String> labels = new HashMap<>();
      for (int n = random.nextInt(6); n > 0; n--) {
        Label<?> label = Vocabulary.all().get(random.nextInt(Vocabulary.all().size()));
        String key = random.nextInt(4) == 0 ? mutated(random, label.key()) : label.keyFor("x");
        labels.put(
            key, random.nextInt(3) == 0 ? mutated(random, label.example()) : label.example());
      }
      Parsed parsed = PolicyParser.parse(Services.with(labels));
      assertThat(parsed)
          .as("seed %d, %s", SEED, labels)
          .isEqualTo(PolicyParser.parse(Services.with(labels)));
      if (parsed instanceof Parsed.Rejected rejected) {
        assertThat(rejected.problems())
            .as("seed %d", SEED)
            .allSatisfy(p -> assertThat(p.message()).doesNotContain("\n"));
      }
    }
  }

  @Test
  void asManyWrongLabelsAsManyProblems() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> keys = RIGHT.keySet().stream().sorted().toList();
    for (int i = 0; i < CASES; i++) {
      Map<String, String> labels = new HashMap<>(RIGHT);
      List<String> broken = keys.stream().filter(key -> random.nextInt(4) == 0).toList();
      broken.forEach(key -> labels.put(key, "~wrong~"));
      int unknown = random.nextInt(3);
      for (int n = 0; n < unknown; n++) {
        labels.put("drover.unheard-of." + n + ".at.all", "1");
      }
      Parsed parsed = PolicyParser.parse(Services.with(labels));
      if (broken.isEmpty() && unknown == 0) {
        assertThat(parsed).isInstanceOf(Parsed.Governed.class);
      } else {
        List<PolicyProblem> problems = ((Parsed.Rejected) parsed).problems();
        assertThat(problems).as("seed %d, %s", SEED, labels).hasSize(broken.size() + unknown);
        assertThat(problems).extracting(PolicyProblem::key).containsAll(broken);
      }
    }
  }

  @Test
  void policiesTargetsAndRetentionSurvivePrinting() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < CASES; i++) {
      int amount = random.nextInt(1, Integer.MAX_VALUE);
      String period = random.nextInt(1, 1801) + "s";
      String unit = random.nextBoolean() ? "%" : "";
      ReplicaPolicy policy = ReplicaPolicy.parse(amount + unit + "/" + period);
      assertThat(ReplicaPolicy.parse(policy.toString())).as("seed %d", SEED).isEqualTo(policy);
      MetricTarget target =
          MetricTarget.parse(amount + "m" + (random.nextBoolean() ? "/task" : ""));
      assertThat(MetricTarget.parse(target.toString())).as("seed %d", SEED).isEqualTo(target);
      Retention keep = Retention.parse("last=" + amount + ",within=" + period);
      assertThat(Retention.parse(keep.toString())).as("seed %d", SEED).isEqualTo(keep);
    }
  }

  /** The text with one to three places changed, doubled or cut. */
  private static String mutated(SplittableRandom random, String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int n = random.nextInt(1, 4); n > 0 && changed.length() > 0; n--) {
      int at = random.nextInt(changed.length());
      switch (random.nextInt(4)) {
        case 0 -> changed.deleteCharAt(at);
        case 1 -> changed.insert(at, piece(random));
        case 2 -> changed.setCharAt(at, piece(random));
        default -> changed.insert(at, changed.substring(0, at + 1));
      }
    }
    return changed.toString();
  }

  private static String noise(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(random.nextInt(50) == 0 ? 5_000 : 12); n > 0; n--) {
      text.append(random.nextInt(10) == 0 ? (char) random.nextInt(0x10000) : piece(random));
    }
    return text.toString();
  }

  private static char piece(SplittableRandom random) {
    return PIECES.charAt(random.nextInt(PIECES.length()));
  }
}
