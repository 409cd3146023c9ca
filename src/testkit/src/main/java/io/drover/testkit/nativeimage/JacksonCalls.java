package io.drover.testkit.nativeimage;

import io.drover.testkit.nativeimage.Bytecode.Call;
import io.drover.testkit.nativeimage.Bytecode.MethodName;
import io.drover.testkit.nativeimage.Origins.Origin;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which types are given to Jackson outside the signatures of REST resources, which Quarkus sees by
 * itself: by calls of its mappers, readers and writers, and as entities of answers.
 */
final class JacksonCalls {
  private static final Set<String> BINDING =
      Set.of(
          "readValue",
          "readValues",
          "readValueAs",
          "readValuesAs",
          "treeToValue",
          "treeAsTokens",
          "convertValue",
          "updateValue",
          "valueToTree",
          "writeValue",
          "writeValueAsString",
          "writeValueAsBytes",
          "writeValues",
          "readerFor",
          "readerForUpdating",
          "readerForListOf",
          "readerForArrayOf",
          "readerForMapOf",
          "writerFor",
          "forType",
          "constructType",
          "writeObject",
          "writeObjectField",
          "writePOJO",
          "writePOJOField",
          "putPOJO",
          "addPOJO",
          "insertPOJO",
          "setPOJO",
          "pojoNode");

  private static final Set<String> ANSWERING = Set.of("ok", "entity", "accepted");

  /** Their declared type says nothing of what is bound. */
  private static final Set<String> OPEN =
      Set.of("java.lang.Object", "java.lang.Class", "java.lang.reflect.Type");

  private JacksonCalls() {}

  /**
   * What was found.
   *
   * @param types that are bound
   * @param unclear places where it can't be told what is
   */
  record Found(List<Type> types, Collection<String> unclear) {}

  static Found in(Bytecode bytecode) {
    List<Type> types = new ArrayList<>();
    Collection<String> unclear = new TreeSet<>();
    new Arguments(bytecode, Set.of(Object.class, Class.class, Type.class))
        .reaching(JacksonCalls::bound)
        .forEach(
            (call, origins) -> {
              for (Origin origin : origins) {
                switch (origin) {
                  case Origin.Literal(Type type) -> types.add(type);
                  case Origin.Value(Type type) -> addOrTell(call, type, types, unclear);
                  case Origin.Parameter(int index, Type type) ->
                      addOrTell(call, type, types, unclear);
                  case Origin.Text text -> {}
                  case Origin.Unknown unknown -> unclear.add(tell(call));
                }
              }
            });
    return new Found(types, unclear);
  }

  private static void addOrTell(
      Call call, Type type, List<Type> types, Collection<String> unclear) {
    String raw =
        type instanceof java.lang.reflect.ParameterizedType of
            ? of.getRawType().getTypeName()
            : type.getTypeName();
    if (OPEN.contains(raw) || raw.startsWith("com.fasterxml.jackson.core.type.")) {
      unclear.add(tell(call));
    } else {
      types.add(type);
    }
  }

  private static String tell(Call call) {
    return "what "
        + call.in()
        + " gives to Jackson can't be told: pass it through a variable or parameter of its own type";
  }

  private static Set<Integer> bound(MethodName method) {
    return binds(method)
        ? IntStream.range(0, org.objectweb.asm.Type.getArgumentCount(method.descriptor()))
            .filter(
                at ->
                    isBound(
                        org.objectweb.asm.Type.getArgumentTypes(method.descriptor())[at]
                            .getClassName()))
            .boxed()
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static boolean binds(MethodName method) {
    String owner = method.owner();
    return owner.startsWith("com/fasterxml/jackson/") && BINDING.contains(method.name())
        || owner.startsWith("jakarta/ws/rs/core/Response") && ANSWERING.contains(method.name())
        || owner.startsWith("org/jboss/resteasy/reactive/RestResponse")
            && ANSWERING.contains(method.name());
  }

  private static boolean isBound(String parameter) {
    return OPEN.contains(parameter) || parameter.startsWith("com.fasterxml.jackson.core.type.");
  }
}
