package io.drover.testkit.nativeimage;

import io.drover.testkit.nativeimage.Bytecode.MethodName;
import java.lang.reflect.Executable;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** The declared types of what byte code names, with their arguments where these are fixed. */
final class Signatures {
  private Signatures() {}

  /** A type that a descriptor names. */
  static Class<?> load(org.objectweb.asm.Type type) {
    return switch (type.getSort()) {
      case org.objectweb.asm.Type.ARRAY ->
          arrays(load(type.getElementType()), type.getDimensions());
      case org.objectweb.asm.Type.OBJECT -> load(type.getClassName());
      default -> primitive(type.getClassName());
    };
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Signatures.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError missing) {
      throw new IllegalStateException("not on the class path of this test: " + name, missing);
    }
  }

  /** The declared type of a field. */
  static Type field(FieldInsnNode field) {
    Class<?> erased = load(org.objectweb.asm.Type.getType(field.desc));
    try {
      return fixed(
              load(field.owner.replace('/', '.')).getDeclaredField(field.name).getGenericType())
          .orElse(erased);
    } catch (NoSuchFieldException inherited) {
      return erased;
    }
  }

  /** The declared type of a method's result. */
  static Type result(MethodInsnNode call) {
    Class<?> erased = load(org.objectweb.asm.Type.getReturnType(call.desc));
    return Arrays.stream(load(call.owner.replace('/', '.')).getMethods())
        .filter(method -> method.getName().equals(call.name))
        .filter(method -> org.objectweb.asm.Type.getMethodDescriptor(method).equals(call.desc))
        .findFirst()
        .or(() -> declared(call))
        .flatMap(method -> fixed(method.getGenericReturnType()))
        .orElse(erased);
  }

  private static Optional<java.lang.reflect.Method> declared(MethodInsnNode call) {
    return Arrays.stream(load(call.owner.replace('/', '.')).getDeclaredMethods())
        .filter(method -> method.getName().equals(call.name))
        .filter(method -> org.objectweb.asm.Type.getMethodDescriptor(method).equals(call.desc))
        .findFirst();
  }

  /** The declared type of a parameter. */
  static Type parameter(MethodName method, int index) {
    Class<?> erased = load(org.objectweb.asm.Type.getArgumentTypes(method.descriptor())[index]);
    Class<?> owner = load(method.owner().replace('/', '.'));
    Stream<Executable> all =
        Stream.concat(
            Arrays.stream(owner.getDeclaredMethods()),
            Arrays.stream(owner.getDeclaredConstructors()));
    return all.filter(each -> is(each, method))
        .findFirst()
        .map(Executable::getGenericParameterTypes)
        // Constructors of inner classes and enums have parameters that no source names.
        .filter(types -> types.length > index)
        .flatMap(types -> fixed(types[index]))
        .orElse(erased);
  }

  private static boolean is(Executable each, MethodName method) {
    return switch (each) {
      case java.lang.reflect.Method one ->
          one.getName().equals(method.name())
              && org.objectweb.asm.Type.getMethodDescriptor(one).equals(method.descriptor());
      case java.lang.reflect.Constructor<?> one ->
          method.name().equals("<init>")
              && org.objectweb.asm.Type.getConstructorDescriptor(one).equals(method.descriptor());
    };
  }

  /** The type, unless it depends on what some variable stands for. */
  private static Optional<Type> fixed(Type type) {
    return hasVariable(type) ? Optional.empty() : Optional.of(type);
  }

  private static boolean hasVariable(Type type) {
    return switch (type) {
      case TypeVariable<?> variable -> true;
      case java.lang.reflect.ParameterizedType of ->
          Arrays.stream(of.getActualTypeArguments()).anyMatch(Signatures::hasVariable);
      case java.lang.reflect.GenericArrayType array -> hasVariable(array.getGenericComponentType());
      case java.lang.reflect.WildcardType some ->
          Arrays.stream(some.getUpperBounds()).anyMatch(Signatures::hasVariable);
      default -> false;
    };
  }

  private static Class<?> arrays(Class<?> element, int dimensions) {
    return dimensions == 0 ? element : arrays(element, dimensions - 1).arrayType();
  }

  private static Class<?> primitive(String name) {
    return switch (name) {
      case "int" -> int.class;
      case "long" -> long.class;
      case "boolean" -> boolean.class;
      case "double" -> double.class;
      case "float" -> float.class;
      case "short" -> short.class;
      case "byte" -> byte.class;
      case "char" -> char.class;
      default -> void.class;
    };
  }
}
