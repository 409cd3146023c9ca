package io.drover.health.route.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.drover.health.route.decide.Endpoint;
import io.drover.health.route.decide.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What HAProxy 2.6 tells of itself, as recorded. */
class HaproxyViewTest {
  private static final String ANSWER =
      """
      Name: HAProxy
      Version: 2.6.12
      Pid: 4711
      Uptime: 0d 0h00m05s

      1
      # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port
      3 web 10 slot10 10.0.1.5 2 0 100 1 0 1 0 1 6 0 0 0 - 8080 - 0 0 - - 0
      3 web 2 slot2 fd00::7 2 12 100 1 0 1 0 1 6 0 0 0 - 8081 - 0 0 - - 0
      3 web 3 slot3 127.0.0.1 0 5 1 1 1 1 0 0 14 0 0 0 - 1 - 0 0 - - 0
      3 web 4 slot4 10.0.1.6 0 4 1 1 1 1 0 0 14 0 0 0 - 8080 - 0 0 - - 0
      3 web 5 fixed1 127.0.0.1 2 0 1 1 1 1 0 1 6 0 0 0 - 2 - 0 0 - - 0
      4 other 1 server1 127.0.0.1 2 0 1 1 1 1 0 1 6 0 0 0 - 2 - 0 0 - - 0

      # pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,wredis,status,weight,act,bck,
      web,slot10,0,0,3,9,50,12,0,0,,0,,0,0,0,0,UP,100,1,0,
      web,slot2,0,0,1,1,,1,0,0,,0,,0,0,0,0,DRAIN,100,1,0,
      web,slot3,0,0,0,0,,0,0,0,,0,,0,0,0,0,MAINT,1,1,0,

      """;

  @Test
  void slotsComeByTheirNumbersAndOthersAreLeftOut() {
    HaproxyView view = HaproxyView.parse(ANSWER, "slot");
    assertThat(view.process()).isEqualTo("4711");
    assertThat(view.backends().get("web"))
        .containsExactly(
            new Slot("slot2", new Endpoint("fd00::7", 8081), Slot.State.DRAIN, true, 100, 0, 1),
            new Slot("slot3", new Endpoint("127.0.0.1", 1), Slot.State.MAINT, false, 1, 0, 0),
            new Slot("slot4", new Endpoint("10.0.1.6", 8080), Slot.State.READY, false, 1, 0, 0),
            new Slot("slot10", new Endpoint("10.0.1.5", 8080), Slot.State.READY, true, 100, 50, 3));
  }

  @Test
  void aBackendWithoutSlotsIsKnownAllTheSame() {
    assertThat(HaproxyView.parse(ANSWER, "slot").backends()).containsEntry("other", List.of());
  }

  @Test
  void anotherProgramsAnswerIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HaproxyView.parse("HTTP/1.1 400 Bad Request\n", "slot"))
        .withMessageContaining("HTTP/1.1 400");
  }
}
