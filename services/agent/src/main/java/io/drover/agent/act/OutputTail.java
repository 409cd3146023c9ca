package io.drover.agent.act;

import java.nio.charset.StandardCharsets;

/** The last bytes of what was written. */
final class OutputTail {
  private final byte[] ring;
  private long total;

  OutputTail(int kept) {
    this.ring = new byte[kept];
  }

  synchronized void add(byte[] bytes, int length) {
    int skipped = Math.max(0, length - ring.length);
    for (int i = skipped; i < length; i++) {
      ring[(int) ((total + i) % ring.length)] = bytes[i];
    }
    total += length;
  }

  synchronized boolean isCut() {
    return total > ring.length;
  }

  synchronized String text() {
    int length = (int) Math.min(total, ring.length);
    byte[] kept = new byte[length];
    for (int i = 0; i < length; i++) {
      kept[i] = ring[(int) ((total - length + i) % ring.length)];
    }
    return new String(kept, StandardCharsets.UTF_8);
  }
}
