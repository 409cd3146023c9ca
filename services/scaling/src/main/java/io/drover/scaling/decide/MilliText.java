package io.drover.scaling.decide;

import java.math.BigDecimal;

/** Thousandths as the text of a Kubernetes quantity, and as people read them. */
public final class MilliText {
  private static final String[] DECIMAL = {"", "k", "M", "G", "T", "P", "E"};
  private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

  private MilliText() {}

  /** The canonical quantity: {@code 500m}, {@code 2}, {@code 120k}. */
  public static String quantity(long milli) {
    if (milli % 1000 != 0) {
      return milli + "m";
    }
    long whole = milli / 1000;
    int suffix = 0;
    while (whole != 0 && whole % 1000 == 0 && suffix < DECIMAL.length - 1) {
      whole /= 1000;
      suffix++;
    }
    return whole + DECIMAL[suffix];
  }

  /** For an explanation: memory as {@code 512.5Mi}, everything else as a plain decimal. */
  public static String forPeople(String metric, long milli) {
    if (!metric.equals("memory")) {
      return BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
    }
    double amount = milli / 1000.0;
    int suffix = 0;
    while (Math.abs(amount) >= 1024 && suffix < BINARY.length - 1) {
      amount /= 1024;
      suffix++;
    }
    return BigDecimal.valueOf(Math.round(amount * 10), 1).stripTrailingZeros().toPlainString()
        + BINARY[suffix];
  }
}
