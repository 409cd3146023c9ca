package io.drover.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores of the processes in a /proc that is a folder. */
class OomScoresTest {
  private static final String ID = "4f".repeat(32);

  @TempDir Path proc;

  @BeforeEach
  void threeProcesses() throws IOException {
    process(10, "8:pids:/docker/" + ID, "0");
    process(11, "0::/../docker-" + ID + ".scope", "100");
    process(12, "8:pids:/docker/" + "5e".repeat(32), "7");
    Files.createDirectories(proc.resolve("13"));
    Files.createDirectories(proc.resolve("sys"));
  }

  private void process(int pid, String group, String score) throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    Files.writeString(folder.resolve("cgroup"), group + "\n");
    Files.writeString(folder.resolve("oom_score_adj"), score + "\n");
  }

  private String score(int pid) throws IOException {
    return Files.readString(proc.resolve(pid + "/oom_score_adj")).strip();
  }

  @Test
  void everyProcessOfTheContainerGetsItAndNoOther() throws IOException {
    OomScores scores = new OomScores(proc);
    assertThat(scores.read(ID)).isEqualTo("0,100");
    assertThat(scores.write(ID, -500)).isEmpty();
    assertThat(scores.read(ID)).isEqualTo("-500");
    assertThat(score(10)).isEqualTo("-500");
    assertThat(score(12)).isEqualTo("7");
  }

  @Test
  void aContainerWithoutProcessesIsNotSaidToHaveIt() {
    assertThat(new OomScores(proc).write("6d".repeat(32), 5))
        .isEqualTo("no process of the container is seen in " + proc);
  }
}
