package io.drover.testkit.nativeimage;

import io.drover.testkit.nativeimage.Bytecode.Call;
import io.drover.testkit.nativeimage.Bytecode.MethodName;
import io.drover.testkit.nativeimage.Origins.Origin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds what reaches certain parameters of certain methods. Where a caller only hands on a
 * parameter of its own that says no more, its callers are asked.
 */
final class Arguments {
  private final Bytecode bytecode;
  private final Set<Class<?>> open;
  private final Origins origins = new Origins();

  /**
   * Arguments of calls.
   *
   * @param open the types of parameters that say no more of what is handed on
   */
  Arguments(Bytecode bytecode, Set<Class<?>> open) {
    this.bytecode = bytecode;
    this.open = open;
  }

  /** A parameter of a method. */
  private record Slot(MethodName method, int parameter) {}

  /**
   * Asks.
   *
   * @param parameters of a method that is called somewhere those that matter; mostly none
   * @return where calls are, and what may reach the parameters there
   */
  Map<Call, Set<Origin>> reaching(Function<MethodName, Set<Integer>> parameters) {
    Map<Call, Set<Origin>> found = new LinkedHashMap<>();
    Deque<Slot> asked = new ArrayDeque<>();
    Set<Slot> known = new HashSet<>();
    for (MethodName method : bytecode.called()) {
      parameters.apply(method).forEach(parameter -> asked.add(new Slot(method, parameter)));
    }
    known.addAll(asked);
    while (!asked.isEmpty()) {
      Slot slot = asked.remove();
      for (Call call : bytecode.callsOf(slot.method())) {
        for (Origin origin : origins.of(call, slot.parameter())) {
          if (origin instanceof Origin.Parameter(int index, var type) && saysNothing(type)) {
            Slot outer = new Slot(call.in(), index);
            if (known.add(outer)) {
              asked.add(outer);
            }
          } else {
            found.computeIfAbsent(call, each -> new LinkedHashSet<>()).add(origin);
          }
        }
      }
    }
    return found;
  }

  private boolean saysNothing(java.lang.reflect.Type type) {
    return open.contains(type)
        || type instanceof java.lang.reflect.ParameterizedType of && open.contains(of.getRawType());
  }
}
