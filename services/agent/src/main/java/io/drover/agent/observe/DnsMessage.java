package io.drover.agent.observe;

import io.drover.agent.model.NameAnswer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A question for the IPv4 addresses of a name, and its answer, as RFC 1035 writes them. A client of
 * its own, since the JDK's keeps answers, and what was true half a minute ago is no answer here.
 */
final class DnsMessage {
  /** As much as one datagram may hold (RFC 6891): some 250 addresses. */
  static final int LARGEST = 4096;

  private static final int HEADER = 12;
  private static final int RECURSE = 0x0100;
  private static final int RESPONSE = 0x8000;
  private static final int TRUNCATED = 0x0200;
  private static final int CODE = 0x000f;
  private static final int TYPE_A = 1;
  private static final int TYPE_OPT = 41;
  private static final int CLASS_IN = 1;
  private static final int LONGEST_LABEL = 63;
  private static final int POINTER = 0xc0;
  private static final int ADDRESS_BYTES = 4;
  private static final int BYTE = 0xff;
  private static final int SHORT = 0xffff;

  private DnsMessage() {}

  /**
   * A question.
   *
   * @throws IllegalArgumentException when the name has an empty or too long part
   */
  static byte[] question(int id, String name) {
    ByteBuffer out = ByteBuffer.allocate(LARGEST);
    out.putShort((short) id).putShort((short) RECURSE);
    out.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 1);
    for (String label : name.split("\\.", -1)) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      if (bytes.length == 0 || bytes.length > LONGEST_LABEL) {
        throw new IllegalArgumentException("each part of a name has 1 to 63 characters");
      }
      out.put((byte) bytes.length).put(bytes);
    }
    out.put((byte) 0).putShort((short) TYPE_A).putShort((short) CLASS_IN);
    // EDNS: how much of an answer is taken.
    out.put((byte) 0).putShort((short) TYPE_OPT).putShort((short) LARGEST).putInt(0);
    out.putShort((short) 0);
    byte[] message = new byte[out.position()];
    out.flip().get(message);
    return message;
  }

  /** Whether this is the answer to the question of this id. */
  static boolean answers(int id, ByteBuffer message) {
    return message.remaining() >= HEADER
        && (message.getShort(0) & SHORT) == id
        && (message.getShort(2) & RESPONSE) != 0;
  }

  /** Reads an answer. */
  static NameAnswer read(ByteBuffer in) {
    try {
      int flags = in.getShort(2) & SHORT;
      int questions = in.getShort(4) & SHORT;
      int answers = in.getShort(6) & SHORT;
      if ((flags & CODE) != 0) {
        return new NameAnswer.Refused(flags & CODE);
      }
      if ((flags & TRUNCATED) != 0) {
        return new NameAnswer.Silent("it has more addresses than one answer holds");
      }
      in.position(HEADER);
      for (int i = 0; i < questions; i++) {
        skipName(in);
        in.getInt();
      }
      List<String> addresses = new ArrayList<>();
      for (int i = 0; i < answers; i++) {
        skipName(in);
        int type = in.getShort() & SHORT;
        in.getShort();
        in.getInt();
        byte[] data = new byte[in.getShort() & SHORT];
        in.get(data);
        if (type == TYPE_A && data.length == ADDRESS_BYTES) {
          addresses.add(
              "%d.%d.%d.%d"
                  .formatted(data[0] & BYTE, data[1] & BYTE, data[2] & BYTE, data[3] & BYTE));
        }
      }
      return new NameAnswer.Addresses(addresses);
    } catch (BufferUnderflowException | IllegalArgumentException malformed) {
      return new NameAnswer.Silent("its answer can't be read");
    }
  }

  private static void skipName(ByteBuffer in) {
    for (int length = in.get() & BYTE; length != 0; length = in.get() & BYTE) {
      if ((length & POINTER) == POINTER) {
        in.get();
        return;
      }
      in.position(in.position() + length);
    }
  }
}
