package io.drover.core.policy;

import io.drover.core.model.MalformedValueException;
import io.drover.core.model.Quantity;
import io.drover.core.model.Resources;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** How the values of the {@code drover.resize} labels are written. */
final class ResizeSyntax {
  private static final String BOUNDS = "cpu=quantity and/or memory=quantity, each above 0 and once";

  private ResizeSyntax() {}

  static Resources bounds(String text) {
    Map<ResourceKind, Quantity> amounts = new EnumMap<>(ResourceKind.class);
    for (String item : CommaList.parse(text)) {
      String[] parts = item.split("=", -1);
      if (parts.length != 2) {
        throw new MalformedValueException(text, BOUNDS);
      }
      Quantity amount = Quantity.parse(parts[1]);
      boolean again = amounts.put(Word.parse(ResourceKind.class, parts[0]), amount) != null;
      if (again || amount.amount().signum() <= 0) {
        throw new MalformedValueException(text, BOUNDS);
      }
    }
    Resources bounds = Resources.NONE;
    for (var amount : amounts.entrySet()) {
      bounds =
          switch (amount.getKey()) {
            case CPU -> bounds.withCpu(amount.getValue().toCpu());
            case MEMORY -> bounds.withMemory(amount.getValue().toBytes());
          };
    }
    return bounds;
  }

  static Set<ResourceKind> resources(String text) {
    Set<ResourceKind> kinds = EnumSet.noneOf(ResourceKind.class);
    for (String item : CommaList.parse(text)) {
      if (!kinds.add(Word.parse(ResourceKind.class, item))) {
        throw new MalformedValueException(text, "each resource once");
      }
    }
    return kinds;
  }
}
