package io.drover.testkit.nativeimage;

import io.drover.testkit.nativeimage.Bytecode.Call;
import io.drover.testkit.nativeimage.Bytecode.MethodName;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/** Finds where the arguments of calls come from, as far as the method around the call tells. */
final class Origins {
  private final Map<MethodNode, Frame<SourceValue>[]> frames = new IdentityHashMap<>();

  /** What a value may be. */
  sealed interface Origin {
    /** A constant text. */
    record Text(String value) implements Origin {}

    /** A class literal. */
    record Literal(java.lang.reflect.Type type) implements Origin {}

    /** A value of this declared type. */
    record Value(java.lang.reflect.Type type) implements Origin {}

    /** A parameter of the method around the call. */
    record Parameter(int index, java.lang.reflect.Type type) implements Origin {}

    /** What isn't followed. */
    record Unknown() implements Origin {}
  }

  /** Where an argument of a call comes from; the receiver is no argument. */
  Set<Origin> of(Call call, int argument) {
    return switch (call.at()) {
      case MethodInsnNode invoke ->
          onStack(call, Type.getArgumentTypes(invoke.desc).length - argument);
      case InvokeDynamicInsnNode reference -> referenced(call, reference, argument);
      default -> Set.of(new Origin.Unknown());
    };
  }

  private Set<Origin> onStack(Call call, int fromTop) {
    Frame<SourceValue> frame = frame(call, call.at());
    Set<Origin> found = new LinkedHashSet<>();
    collect(call, frame.getStack(frame.getStackSize() - fromTop), found, new HashSet<>());
    return found;
  }

  /**
   * A lambda or method reference: what it captures is on the stack, and with what else it is called
   * is said by the type that it is used as.
   */
  private Set<Origin> referenced(Call call, InvokeDynamicInsnNode reference, int argument) {
    if (reference.bsmArgs.length < 3
        || !(reference.bsmArgs[1] instanceof Handle handle)
        || !(reference.bsmArgs[2] instanceof Type used)) {
      return Set.of(new Origin.Unknown());
    }
    boolean takesReceiver =
        handle.getTag() != Opcodes.H_INVOKESTATIC && handle.getTag() != Opcodes.H_NEWINVOKESPECIAL;
    int position = argument + (takesReceiver ? 1 : 0);
    int captured = Type.getArgumentTypes(reference.desc).length;
    return position < captured
        ? onStack(call, captured - position)
        : Set.of(new Origin.Value(Signatures.load(used.getArgumentTypes()[position - captured])));
  }

  private Frame<SourceValue> frame(Call call, AbstractInsnNode at) {
    return frames
        .computeIfAbsent(call.code(), code -> analyzed(call.in(), code))[
        call.code().instructions.indexOf(at)];
  }

  private static Frame<SourceValue>[] analyzed(MethodName method, MethodNode code) {
    try {
      return new Analyzer<>(new SourceInterpreter()).analyze(method.owner(), code);
    } catch (AnalyzerException impossible) {
      throw new IllegalStateException("what the compiler wrote can't be read", impossible);
    }
  }

  private void collect(
      Call call, SourceValue value, Set<Origin> found, Set<AbstractInsnNode> seen) {
    if (value.insns.isEmpty()) {
      found.add(new Origin.Unknown());
    }
    for (AbstractInsnNode made : value.insns) {
      if (seen.add(made)) {
        collect(call, made, found, seen);
      }
    }
  }

  private void collect(
      Call call, AbstractInsnNode made, Set<Origin> found, Set<AbstractInsnNode> seen) {
    switch (made) {
      case LdcInsnNode constant -> found.add(constant(constant.cst));
      case TypeInsnNode typed ->
          found.add(new Origin.Value(Signatures.load(Type.getObjectType(typed.desc))));
      case FieldInsnNode field -> found.add(new Origin.Value(Signatures.field(field)));
      case MethodInsnNode invoked -> found.add(new Origin.Value(Signatures.result(invoked)));
      case InvokeDynamicInsnNode dynamic ->
          found.add(new Origin.Value(Signatures.load(Type.getReturnType(dynamic.desc))));
      case VarInsnNode variable when variable.getOpcode() == Opcodes.ALOAD -> {
        SourceValue local = frame(call, variable).getLocal(variable.var);
        if (local.insns.isEmpty()) {
          found.add(parameter(call, variable.var));
        } else {
          collect(call, local, found, seen);
        }
      }
      case AbstractInsnNode copied when copies(copied) -> {
        Frame<SourceValue> frame = frame(call, copied);
        collect(call, frame.getStack(frame.getStackSize() - 1), found, seen);
      }
      case AbstractInsnNode nothing when nothing.getOpcode() == Opcodes.ACONST_NULL -> {}
      default -> found.add(new Origin.Unknown());
    }
  }

  private static boolean copies(AbstractInsnNode made) {
    return Arrays.asList(Opcodes.ASTORE, Opcodes.DUP, Opcodes.DUP_X1, Opcodes.DUP_X2)
        .contains(made.getOpcode());
  }

  private static Origin constant(Object constant) {
    return switch (constant) {
      case String text -> new Origin.Text(text);
      case Type type when type.getSort() != Type.METHOD ->
          new Origin.Literal(Signatures.load(type));
      default -> new Origin.Unknown();
    };
  }

  private static Origin parameter(Call call, int variable) {
    int slot = (call.code().access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
    Type[] types = Type.getArgumentTypes(call.code().desc);
    for (int index = 0; index < types.length; index++) {
      if (slot == variable) {
        return new Origin.Parameter(index, Signatures.parameter(call.in(), index));
      }
      slot += types[index].getSize();
    }
    return new Origin.Value(Signatures.load(Type.getObjectType(call.in().owner())));
  }
}
