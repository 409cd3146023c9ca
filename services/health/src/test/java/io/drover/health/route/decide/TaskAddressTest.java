package io.drover.health.route.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.core.model.Reading;
import io.drover.health.route.decide.TaskAddress.Attachment;
import io.drover.health.route.decide.TaskAddress.HostPort;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** At which address a load balancer reaches a task. */
class TaskAddressTest {
  private static final Attachment INGRESS = new Attachment("i1", "ingress", true, "10.255.0.7");
  private static final Attachment FRONT = new Attachment("f1", "front", false, "10.0.1.5");
  private static final Attachment BACK = new Attachment("b1", "back", false, "10.0.2.5");

  private static String find(List<String> networks, List<Attachment> on, List<HostPort> ports) {
    return switch (new TaskAddress(networks).find(on, ports, 8080, "192.168.1.9", Instant.EPOCH)) {
      case Reading.Known<Endpoint>(Endpoint at, var when) -> at.toString();
      case Reading.Unknown<Endpoint>(String why) -> why;
    };
  }

  @Test
  void onTheNetworkThatIsNamed() {
    assertThat(find(List.of("front"), List.of(BACK, FRONT), List.of())).isEqualTo("10.0.1.5:8080");
    assertThat(find(List.of("b1"), List.of(BACK, FRONT), List.of())).isEqualTo("10.0.2.5:8080");
  }

  @Test
  void onItsNodeWhereItPublishesThePortThere() {
    assertThat(find(List.of("other"), List.of(FRONT), List.of(new HostPort(8080, 30080))))
        .isEqualTo("192.168.1.9:30080");
  }

  @Test
  void onItsOnlyNetworkWhereNoneIsNamed() {
    assertThat(find(List.of(), List.of(INGRESS, FRONT), List.of())).isEqualTo("10.0.1.5:8080");
  }

  @Test
  void ofSeveralNetworksNoneIsGuessed() {
    assertThat(find(List.of(), List.of(BACK, FRONT), List.of(new HostPort(9090, 30090))))
        .contains("back, front")
        .contains("drover.health.route.networks");
  }

  @Test
  void withoutAnyItSaysWhatIsMissing() {
    assertThat(find(List.of("front"), List.of(BACK), List.of()))
        .isEqualTo("it is on back, but the load balancers are on front");
    assertThat(find(List.of(), List.of(INGRESS), List.of())).startsWith("it is on no network");
  }
}
