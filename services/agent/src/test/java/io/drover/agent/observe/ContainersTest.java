package io.drover.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainersTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static Map<String, String> networks(String settings) throws IOException {
    return Containers.container(
            MAPPER.readTree("{}"), MAPPER.readTree("{\"NetworkSettings\": " + settings + "}"))
        .networks();
  }

  @Test
  void addressesAreReadByNetwork() throws IOException {
    assertThat(
            networks(
                """
                {"Networks": {
                  "metrics": {"IPAddress": "10.0.1.30", "GlobalIPv6Address": ""},
                  "six": {"IPAddress": "", "GlobalIPv6Address": "fd00::9"},
                  "host": {"IPAddress": ""}}}
                """))
        .isEqualTo(Map.of("metrics", "10.0.1.30", "six", "fd00::9", "host", ""));
    assertThat(networks("{}")).isEmpty();
    assertThat(networks("null")).isEmpty();
  }
}
