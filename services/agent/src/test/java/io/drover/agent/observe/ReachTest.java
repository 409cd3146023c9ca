package io.drover.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.observe.Reach.Answer;
import io.drover.agent.observe.Reach.Own;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReachTest {
  private static final Own LOOPBACK = own("lo", "127.0.0.1", 8);
  private static final Own CONTROL = own("eth0", "10.0.1.7", 24);
  private static final Own WAY_OUT = own("eth1", "172.18.0.9", 16);
  private static final List<Own> IN_CONTAINER = List.of(LOOPBACK, CONTROL, WAY_OUT);
  private static final List<Own> ON_HOST =
      List.of(LOOPBACK, own("eth0", "192.168.1.2", 24), own("docker_gwbridge", "172.18.0.1", 16));

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static Own own(String device, String address, int prefix) {
    return new Own(device, address(address), prefix);
  }

  private static Answer at(String address) {
    return new Answer.At(address(address));
  }

  @Test
  void aSharedNetworkIsTaken() {
    Map<String, String> networks = Map.of("shop_default", "10.0.5.3", "metrics", "10.0.1.30");
    assertThat(Reach.choose(networks, "172.18.0.4", IN_CONTAINER)).isEqualTo(at("10.0.1.30"));
  }

  @Test
  void ofSeveralSharedNetworksTheFirstByNameIsTaken() {
    List<Own> own = List.of(CONTROL, own("eth2", "10.0.2.1", 24));
    assertThat(Reach.choose(Map.of("b", "10.0.1.30", "a", "10.0.2.30"), "", own))
        .isEqualTo(at("10.0.2.30"));
  }

  @Test
  void noContainerSpeaksToAnotherOverTheBridge() {
    assertThat(Reach.choose(Map.of("shop_default", "10.0.5.3"), "172.18.0.4", IN_CONTAINER))
        .isEqualTo(
            new Answer.Nowhere(
                "the agent is in none of the task's networks (shop_default): attach both to one"));
    assertThat(Reach.choose(Map.of("docker_gwbridge", "172.18.0.4"), "", IN_CONTAINER))
        .isInstanceOf(Answer.Nowhere.class);
  }

  @Test
  void theHostReachesTheBridge() {
    assertThat(Reach.choose(Map.of("shop_default", "10.0.5.3"), "172.18.0.4/16", ON_HOST))
        .isEqualTo(at("172.18.0.4"));
    assertThat(Reach.choose(Map.of("shop_default", "10.0.5.3"), "", ON_HOST))
        .isInstanceOf(Answer.Nowhere.class);
  }

  @Test
  void aTaskOnTheHostsNetworkIsReachedFromThereOnly() {
    assertThat(Reach.choose(Map.of("host", ""), "", ON_HOST))
        .isEqualTo(new Answer.At(InetAddress.getLoopbackAddress()));
    assertThat(Reach.choose(Map.of("host", ""), "", IN_CONTAINER))
        .isEqualTo(
            new Answer.Nowhere(
                "the task is on its host's network and the agent is not: run the agent there, too"));
  }

  @Test
  void prefixesAreComparedBitByBit() {
    List<Own> own = List.of(own("eth0", "10.0.1.130", 25));
    assertThat(Reach.choose(Map.of("a", "10.0.1.129"), "", own)).isEqualTo(at("10.0.1.129"));
    assertThat(Reach.choose(Map.of("a", "10.0.1.127"), "", own)).isInstanceOf(Answer.Nowhere.class);
  }

  @Test
  void addressesOfTheSixthVersionWorkToo() {
    List<Own> own = List.of(CONTROL, own("eth0", "fd00:1::7", 64));
    assertThat(Reach.choose(Map.of("a", "fd00:1::9"), "", own)).isEqualTo(at("fd00:1::9"));
    assertThat(Reach.choose(Map.of("a", "fd00:2::9"), "", own)).isInstanceOf(Answer.Nowhere.class);
  }

  @Test
  void whatIsNoAddressIsNowhere() {
    assertThat(Reach.choose(Map.of("a", "", "b", "localhost", "c", "1.2.3.4.5"), "", IN_CONTAINER))
        .isInstanceOf(Answer.Nowhere.class);
    assertThat(Reach.choose(Map.of("a", "127.0.0.1"), "", List.of(LOOPBACK)))
        .isInstanceOf(Answer.Nowhere.class);
    assertThat(Reach.choose(Map.of(), "", IN_CONTAINER)).isInstanceOf(Answer.Nowhere.class);
  }
}
