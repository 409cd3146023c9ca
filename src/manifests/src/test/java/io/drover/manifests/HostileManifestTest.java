package io.drover.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that nobody wrote by mistake: each is answered, in little memory. */
class HostileManifestTest {
  private static List<String> problems(String text) {
    return PolicyReader.read(Map.of("a.yaml", text)).problems().stream()
        .map(ManifestProblem::toString)
        .toList();
  }

  private static long pointersOf(String text) {
    return YamlDocument.split("a.yaml", text).getFirst().parse().lines().keySet().stream()
        .mapToLong(String::length)
        .sum();
  }

  @Test
  void oneLongKeyOfManyThingsIsCutOff() {
    String bomb = "? " + "a".repeat(100_000) + "\n: [" + "1,".repeat(50_000) + "1]\n";
    assertThat(problems(bomb)).singleElement().asString().contains("keys that are too long");
    assertThat(pointersOf(bomb)).isLessThan(20L * bomb.length());
  }

  @Test
  void longKeysInsideOfEachOtherAreCutOff() {
    StringBuilder bomb = new StringBuilder();
    for (int depth = 0; depth < 40; depth++) {
      bomb.append(" ".repeat(depth)).append("k".repeat(900)).append(":\n");
    }
    bomb.append(" ".repeat(40)).append("[").append("1,".repeat(100_000)).append("1]\n");
    assertThat(problems(bomb.toString())).hasSize(1);
    assertThat(pointersOf(bomb.toString())).isLessThan(20L * bomb.length());
  }

  @Test
  void aLargeButHonestFileIsRead() {
    String item =
        """
          - type: Pods
            pods:
              metric: {name: requests_per_second_%d}
              target: {type: AverageValue, averageValue: 100}
        """;
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: a}
            spec:
              scaleTargetRef: {kind: Deployment, name: web}
              maxReplicas: 5
              metrics:
            """);
    for (int i = 0; i < 3_000; i++) {
      text.append(item.formatted(i));
    }
    assertThat(problems(text.toString())).isEmpty();
  }

  @Test
  void aliasesOfAliasesAndDeepNestingAreRefused() {
    StringBuilder laughs = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c < 'j'; c++) {
      String alias = "*" + (char) (c - 1);
      laughs.append(c).append(": &").append(c).append(" [");
      laughs.append((alias + ", ").repeat(8)).append(alias).append("]\n");
    }
    assertThat(problems(laughs.toString())).singleElement().asString().contains("not YAML");
    assertThat(problems("[".repeat(100_000))).singleElement().asString().contains("not YAML");
    assertThat(problems("{a: ".repeat(100_000))).singleElement().asString().contains("not YAML");
    assertThat(problems("a: &a [*a]")).isNotEmpty();
  }

  @Test
  void whatATerminalWouldTakeForOrdersIsEscaped() {
    List<String> told =
        problems(
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: a}
            spec: {scaleTargetRef: {kind: D, name: w}, maxReplicas: 3, "q\\e[2J": 1}
            ---
            "d\\e[31m": 1
            "d\\e[31m": 2
            """);
    assertThat(told).hasSize(2).allMatch(line -> line.contains("\\u{1b}["));
    assertThat(told).noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
  }

  @Test
  void aFileWithoutAnEndIsNotWaitedFor(@TempDir Path folder) throws IOException {
    Path large = Files.write(folder.resolve("large.yaml"), new byte[FolderFiles.LARGEST + 1]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status =
        PolicyCheck.check(
            List.of(large.toString(), "/dev/zero"),
            new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(status).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.endsWith("larger than 1Mi"));
  }

  /** A right manifest, damaged at random: never an exception, and never a manifest nobody wrote. */
  @Test
  void damageIsToldOrHarmless() throws IOException {
    String right =
        Files.readString(Path.of("src/test/resources/reference/hpa.yaml"))
            + "\n---\n"
            + Files.readString(Path.of("src/test/resources/reference/vpa.yaml"));
    String[] junk = {
      "",
      "\0",
      "\t",
      "{",
      "}",
      "[",
      "]",
      ": ",
      "- ",
      "&a ",
      "*a",
      "!!binary ",
      "? ",
      "|",
      "---",
      "99999999999999999999",
      "-1",
      "1e400",
      ".nan",
      "\uD800",
      "\uFEFF",
      "~",
      "<<: ",
      "'",
      "\"",
      "#"
    };
    for (long seed = 0; seed < 3_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder text = new StringBuilder(right);
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        int at = random.nextInt(text.length());
        int until = Math.min(text.length(), at + random.nextInt(0, 12));
        text.replace(at, until, junk[random.nextInt(junk.length)]);
      }
      Policies read = PolicyReader.read(Map.of("a.yaml", text.toString()));
      for (Described one : read.described()) {
        if (one instanceof HorizontalManifest scaler) {
          assertThat(scaler.spec().min()).as("seed %d", seed).isBetween(0, scaler.spec().max());
          assertThat(scaler.spec().metrics()).as("seed %d", seed).isNotEmpty();
        }
      }
    }
  }
}
