package io.drover.core.policy;

import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.Durations;
import io.drover.core.model.MalformedValueException;
import io.drover.core.model.Quantity;
import io.drover.core.model.Share;
import java.math.BigDecimal;
import java.time.Duration;

/** How the values of the {@code drover.scale} labels are written. */
final class ScaleSyntax {
  private ScaleSyntax() {}

  static ScaleTarget cpu(String text) {
    if (text.endsWith("%")) {
      return new ScaleTarget.Utilization(ResourceKind.CPU, wholePercent(text));
    }
    Cpu amount = Quantity.parse(text).toCpu();
    if (amount.equals(Cpu.ZERO)) {
      throw new MalformedValueException(text, "more than 0");
    }
    return new ScaleTarget.CpuPerTask(amount);
  }

  static ScaleTarget memory(String text) {
    if (text.endsWith("%")) {
      return new ScaleTarget.Utilization(ResourceKind.MEMORY, wholePercent(text));
    }
    Bytes amount = Quantity.parse(text).toBytes();
    if (amount.equals(Bytes.ZERO)) {
      throw new MalformedValueException(text, "more than 0");
    }
    return new ScaleTarget.MemoryPerTask(amount);
  }

  static Duration window(String text) {
    return ScalePolicy.Direction.checkWindow(Durations.parse(text));
  }

  /** Above 1 nobody means a tolerance: 10 would be ten times the target, not 10 %. */
  static BigDecimal tolerance(String text) {
    BigDecimal tolerance =
        text.endsWith("%") ? Share.parse(text).fraction() : Quantity.parse(text).amount();
    if (tolerance.signum() < 0 || tolerance.compareTo(BigDecimal.ONE) > 0) {
      throw new MalformedValueException(text, "a tolerance from 0 to 1, or 0% to 100%");
    }
    return tolerance.stripTrailingZeros();
  }

  /** Kubernetes compares whole percent, and so do we. */
  private static Share wholePercent(String text) {
    String digits = text.substring(0, text.length() - 1);
    try {
      return Share.ofPercent(WholeNumber.parse(digits, 1, Integer.MAX_VALUE));
    } catch (MalformedValueException notWhole) {
      throw new MalformedValueException(text, "whole percent, at least 1%");
    }
  }
}
