package io.drover.placement.api;

import io.drover.core.model.Bandwidth;
import io.drover.core.model.Bytes;
import io.drover.core.model.Cpu;
import io.drover.core.model.MalformedValueException;
import io.drover.core.model.Quantity;
import io.drover.placement.decide.plan.Amounts;

/** The fields that say how much of what; what is absent is nothing. */
final class AmountFields {
  static final String[] KNOWN = {"cpu", "memory", "iops", "bandwidth", "generic"};
  static final String CPU = "an amount of CPU such as \"2\" or \"500m\"";
  static final String MEMORY = "an amount of memory such as \"512Mi\" or \"128Gi\"";

  private AmountFields() {}

  static Amounts read(StrictFields fields) {
    return new Amounts(
        fields.quantity("cpu", CPU, text -> Quantity.parse(text).toCpu()).orElse(Cpu.ZERO),
        fields
            .quantity("memory", MEMORY, text -> Quantity.parse(text).toBytes())
            .orElse(Bytes.ZERO),
        fields.quantity("iops", "a whole number such as 3000", AmountFields::whole).orElse(0L),
        fields
            .quantity("bandwidth", "a bandwidth such as \"500Mbps\" or \"1Gbps\"", Bandwidth::parse)
            .orElse(new Bandwidth(0)),
        fields.numberMap("generic", Integer.MAX_VALUE));
  }

  private static long whole(String text) {
    long number = Quantity.parse(text).amount().longValueExact();
    if (number < 0) {
      throw new MalformedValueException(text, "a whole number");
    }
    return number;
  }
}
