package io.drover.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.agent.model.NameAnswer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a name server, and what its answers are taken for. */
class NameServerTest {
  private static final byte[] POINTER_TO_THE_QUESTION = {(byte) 0xc0, 12};
  private static final int LARGEST = 4096;

  private DatagramSocket server;
  private NameServer names;

  @BeforeEach
  void serve() throws IOException {
    server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    names =
        new NameServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
            Duration.ofSeconds(1));
    Thread.ofVirtual().start(this::answer);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void answer() {
    try {
      while (true) {
        DatagramPacket asked = new DatagramPacket(new byte[LARGEST], LARGEST);
        server.receive(asked);
        for (byte[] answer : answers(ByteBuffer.wrap(asked.getData(), 0, asked.getLength()))) {
          server.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  /** By the first letter of what follows "tasks.". */
  private static List<byte[]> answers(ByteBuffer question) {
    int id = question.getShort(0) & 0xffff;
    char what = (char) question.get(12 + 1 + 5 + 1);
    return switch (what) {
      case 'w' -> List.of(reply(id + 1, 0x8180, question, 1), reply(id, 0x8180, question, 3));
      case 'n' -> List.of(reply(id, 0x8183, question, 0));
      case 't' -> List.of(reply(id, 0x8380, question, 1));
      case 'g' ->
          List.of(
              ByteBuffer.allocate(20)
                  .putShort((short) id)
                  .putShort((short) 0x8180)
                  .putShort((short) 1)
                  .putShort((short) 9)
                  .array());
      default -> List.of();
    };
  }

  private static byte[] reply(int id, int flags, ByteBuffer question, int addresses) {
    // The question without its EDNS part of 11 bytes.
    int end = question.limit() - 11;
    ByteBuffer out = ByteBuffer.allocate(LARGEST);
    out.putShort((short) id).putShort((short) flags).putShort((short) 1);
    out.putShort((short) (addresses == 0 ? 0 : addresses + 1)).putInt(0);
    out.put(question.slice(12, end - 12));
    if (addresses > 0) {
      // A name of its own before the addresses: type CNAME, which is passed over.
      record(out, 5, POINTER_TO_THE_QUESTION);
    }
    for (int i = 1; i <= addresses; i++) {
      record(out, 1, new byte[] {10, 0, 1, (byte) (200 + i)});
    }
    byte[] message = new byte[out.position()];
    out.flip().get(message);
    return message;
  }

  private static void record(ByteBuffer out, int type, byte[] data) {
    out.put(POINTER_TO_THE_QUESTION).putShort((short) type).putShort((short) 1).putInt(600);
    out.putShort((short) data.length).put(data);
  }

  @Test
  void namesAreKnownUnknownOrUnanswered() throws InterruptedException {
    Map<String, NameAnswer> said =
        names.ask(
            List.of("tasks.web", "tasks.none", "tasks.truncated", "tasks.garbled", "tasks.x"));
    // An answer to another question is passed over.
    assertThat(said.get("tasks.web"))
        .isEqualTo(new NameAnswer.Addresses(List.of("10.0.1.201", "10.0.1.202", "10.0.1.203")));
    assertThat(said.get("tasks.none")).isEqualTo(new NameAnswer.Refused(3));
    assertThat(said.get("tasks.truncated"))
        .isEqualTo(new NameAnswer.Silent("it has more addresses than one answer holds"));
    assertThat(said.get("tasks.garbled"))
        .isEqualTo(new NameAnswer.Silent("its answer can't be read"));
    assertThat(said.get("tasks.x")).isEqualTo(new NameAnswer.Silent("no answer within 1000 ms"));
  }

  @Test
  void aNameThatIsNoneIsNotAskedFor() throws InterruptedException {
    assertThat(names.ask(List.of("tasks..web")).get("tasks..web"))
        .isEqualTo(new NameAnswer.Silent("each part of a name has 1 to 63 characters"));
  }

  @Test
  void manyAreAskedForAtOnce() throws InterruptedException {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add("tasks.w" + i);
    }
    assertThat(names.ask(many).values())
        .hasSize(100)
        .allMatch(NameAnswer.Addresses.class::isInstance);
  }

  @Test
  void aServerThatIsNotThereIsNoAnswer() throws InterruptedException {
    server.close();
    assertThat(names.ask(List.of("tasks.web")).get("tasks.web"))
        .isInstanceOf(NameAnswer.Silent.class);
  }
}
