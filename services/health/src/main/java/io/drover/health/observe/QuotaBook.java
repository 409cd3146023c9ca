package io.drover.health.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.core.model.MalformedValueException;
import io.drover.core.model.Quantity;
import io.drover.health.decide.alert.QuotaUse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Asks the placement service how much of their quotas stacks use. */
final class QuotaBook {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI address;
  private final Supplier<String> token;
  private final Duration timeout;
  private final HttpClient client;

  /** Quotas of the placement service at this base address. */
  QuotaBook(URI base, Supplier<String> token, Duration timeout) {
    this.address = base.resolve("/v1/quotas");
    this.token = token;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * What it says now.
   *
   * @throws IOException when it does not answer, or not with quotas
   */
  List<QuotaUse> ask() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Authorization", "Bearer " + token.get())
            .build();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(address + " answered " + answer.statusCode());
    }
    return read(MAPPER.readTree(answer.body()));
  }

  static List<QuotaUse> read(JsonNode json) {
    List<QuotaUse> uses = new ArrayList<>();
    for (JsonNode stack : json.path("stacks")) {
      for (JsonNode quota : stack.path("quotas")) {
        for (JsonNode line : quota.path("resources")) {
          uses.add(
              new QuotaUse(
                  quota.path("name").asText(),
                  stack.path("stack").asText(),
                  line.path("resource").asText(),
                  line.path("used").asText(""),
                  line.path("hard").asText(""),
                  isFull(line)));
        }
      }
    }
    return uses;
  }

  /** A quota of nothing forbids, and is not used up by nothing. */
  private static boolean isFull(JsonNode line) {
    if (line.path("state").asText().equals("exceeded")) {
      return true;
    }
    try {
      Quantity hard = Quantity.parse(line.path("hard").asText(""));
      return line.hasNonNull("used")
          && hard.compareTo(Quantity.parse("0")) > 0
          && Quantity.parse(line.path("used").asText()).compareTo(hard) >= 0;
    } catch (MalformedValueException unreadable) {
      return false;
    }
  }
}
