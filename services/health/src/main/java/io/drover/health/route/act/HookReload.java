package io.drover.health.route.act;

import io.drover.core.decision.Outcome;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * By a script beside each nginx that shares the folder (swarm/nginx/drover-reload.sh). Drover
 * writes a new {@code generation}; each script copies the files to its nginx, tests them, reloads,
 * and answers in {@code answers/<its name>}: the generation, then {@code ok} or what the test said.
 * A script keeps its nginx's old files when the test fails, and touches its answer while it lives.
 */
final class HookReload implements NginxReload {
  /** The script touches its answer each second; what is this old belongs to no nginx any more. */
  private static final Duration ALIVE = Duration.ofSeconds(15);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final String GENERATION = "generation";
  private static final String OK = "ok";

  private final Path folder;
  private final Duration timeout;
  private final Supplier<Instant> now;

  /** Scripts that share this folder. */
  HookReload(Path folder, Duration timeout, Supplier<Instant> now) {
    this.folder = folder;
    this.timeout = timeout;
    this.now = now;
  }

  private record Answer(String who, String generation, String said) {}

  @Override
  public Outcome apply() {
    String generation = Long.toString(now.get().toEpochMilli());
    try {
      AtomicFile.write(folder.resolve(GENERATION), generation + "\n");
      long deadline = System.nanoTime() + timeout.toNanos();
      while (true) {
        List<Answer> answers = answers();
        boolean all =
            !answers.isEmpty()
                && answers.stream().allMatch(answer -> answer.generation().equals(generation));
        if (all || System.nanoTime() > deadline) {
          return outcome(answers, generation);
        }
        Thread.sleep(LOOK_AGAIN);
      }
    } catch (IOException broken) {
      return new Outcome.Failed(Outcome.Kind.UNAVAILABLE, "not told to nginx: " + broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(Outcome.Kind.UNAVAILABLE, "interrupted before nginx answered");
    }
  }

  private Outcome outcome(List<Answer> answers, String generation) {
    if (answers.isEmpty()) {
      return failed("no nginx answers in %s; is drover-reload.sh running there?".formatted(folder));
    }
    for (Answer answer : answers) {
      if (!answer.generation().equals(generation)) {
        return failed(
            "nginx %s did not answer within %d ms".formatted(answer.who(), timeout.toMillis()));
      }
      if (!answer.said().equals(OK)) {
        return failed("nginx %s keeps its old members: %s".formatted(answer.who(), answer.said()));
      }
    }
    return new Outcome.Applied(answers.size() == 1 ? "" : "by %d nginx".formatted(answers.size()));
  }

  /** The scripts keep the old files themselves; ours are for those who come later. */
  private static Outcome failed(String why) {
    return new Outcome.Failed(Outcome.Kind.UNAVAILABLE, why);
  }

  @Override
  public String complaint() {
    try {
      String generation = AtomicFile.read(folder.resolve(GENERATION)).strip();
      return generation.isEmpty() || !(outcome(answers(), generation) instanceof Outcome.Failed bad)
          ? ""
          : bad.message();
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  private List<Answer> answers() throws IOException {
    List<Answer> answers = new ArrayList<>();
    Path directory = folder.resolve("answers");
    if (!Files.isDirectory(directory)) {
      return answers;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[!.]*")) {
      for (Path file : files) {
        String[] text = AtomicFile.read(file).split("\n", 2);
        Instant touched = AtomicFile.touched(file);
        if (text.length == 2 && touched.plus(ALIVE).isAfter(now.get())) {
          answers.add(new Answer(file.getFileName().toString(), text[0].strip(), text[1].strip()));
        }
      }
    }
    return answers;
  }
}
