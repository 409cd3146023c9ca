package io.drover.failover.mirror.observe;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.core.model.Reading;
import io.drover.failover.mirror.BackupCopy;
import io.drover.failover.site.Description;
import io.drover.failover.site.Description.Backups;
import io.drover.runtime.http.SuiteClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Asks a backup service which backups of the described stacks there are. */
public final class BackupReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int LARGEST_MIB = 16;

  private BackupReader() {}

  /** What it tells; blocks for as long as that takes. */
  public static Reading<List<BackupCopy>> read(Description described, Instant now) {
    Backups backups = described.backups();
    if (backups.service().isEmpty()) {
      return Reading.unknown("the description names no backup service");
    }
    try {
      SuiteClient client =
          new SuiteClient(backups.service().getFirst(), () -> token(backups), TIMEOUT, LARGEST_MIB);
      List<BackupCopy> copies = new ArrayList<>();
      for (Description.Stack stack : described.stacks()) {
        JsonNode answer =
            client.get(
                "/v1/backups?stack=" + URLEncoder.encode(stack.name(), StandardCharsets.UTF_8));
        answer.path("backups").forEach(backup -> copies.add(copy(backup)));
      }
      return Reading.known(copies, now);
    } catch (IOException | IllegalArgumentException | DateTimeException failed) {
      return Reading.unknown("%s: %s".formatted(backups.service().getFirst(), failed.getMessage()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Reading.unknown("asking for it was interrupted");
    }
  }

  private static BackupCopy copy(JsonNode json) {
    List<String> volumes = new ArrayList<>();
    json.path("volumes").forEach(volume -> volumes.add(volume.asText()));
    return new BackupCopy(
        volumes,
        Instant.parse(json.path("pointInTime").asText()),
        json.path("verified").path("result").asText().equals("good"));
  }

  /** Read each time, since secrets get rotated; without it the service refuses, and says so. */
  private static String token(Backups backups) {
    try {
      return backups.tokenFile().isEmpty()
          ? ""
          : Files.readString(Path.of(backups.tokenFile()), StandardCharsets.UTF_8).strip();
    } catch (IOException missing) {
      return "";
    }
  }
}
