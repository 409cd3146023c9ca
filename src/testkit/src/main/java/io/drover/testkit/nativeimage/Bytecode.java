package io.drover.testkit.nativeimage;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The methods of some classes, and where each calls or names which others. */
final class Bytecode {
  private final Map<MethodName, List<Call>> calls = new HashMap<>();

  /**
   * A method's name, as class files have it.
   *
   * @param owner internal name of the class
   * @param descriptor of parameters and result
   */
  record MethodName(String owner, String name, String descriptor) {
    @Override
    public String toString() {
      return owner.replace('/', '.') + "." + name;
    }
  }

  /**
   * A place where a method is called, or named by a method reference.
   *
   * @param in the method where that is
   * @param at the instruction
   */
  record Call(MethodName in, MethodNode code, AbstractInsnNode at) {}

  private Bytecode() {}

  static Bytecode of(JavaClasses classes) {
    Bytecode bytecode = new Bytecode();
    for (JavaClass type : classes) {
      bytecode.add(read(type));
    }
    return bytecode;
  }

  private static ClassNode read(JavaClass type) {
    ClassNode node = new ClassNode();
    try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      new ClassReader(in).accept(node, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return node;
  }

  private void add(ClassNode type) {
    for (MethodNode method : type.methods) {
      MethodName in = new MethodName(type.name, method.name, method.desc);
      for (AbstractInsnNode at : method.instructions) {
        for (MethodName called : called(at)) {
          calls.computeIfAbsent(called, each -> new ArrayList<>()).add(new Call(in, method, at));
        }
      }
    }
  }

  private static List<MethodName> called(AbstractInsnNode at) {
    return switch (at) {
      case MethodInsnNode call -> List.of(new MethodName(call.owner, call.name, call.desc));
      case InvokeDynamicInsnNode dynamic ->
          java.util.Arrays.stream(dynamic.bsmArgs)
              .filter(Handle.class::isInstance)
              .map(Handle.class::cast)
              .map(handle -> new MethodName(handle.getOwner(), handle.getName(), handle.getDesc()))
              .toList();
      default -> List.of();
    };
  }

  /** Every method that is called from somewhere. */
  List<MethodName> called() {
    return List.copyOf(calls.keySet());
  }

  /** Where from. */
  List<Call> callsOf(MethodName method) {
    return calls.getOrDefault(method, List.of());
  }
}
