package io.reparto.packaging;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.RecordComponentNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes out {@code equals} and {@code hashCode} of a record, which the compiler leaves to {@link
 * java.lang.runtime.ObjectMethods}: it composes them of method handles, a class for each, when they
 * are first called. They give the same. {@code toString} stays as it is.
 */
final class RecordMethods {

  /** What a mention of it in a class file looks like. */
  static final String FACTORY = "java/lang/runtime/ObjectMethods";

  private static final String EQUALS = "equals";
  private static final String HASH_CODE = "hashCode";

  /** The class with the static hashCode, and compare, of each primitive type. */
  private static final Map<Integer, String> BOXES =
      Map.of(
          Type.BOOLEAN, "java/lang/Boolean",
          Type.BYTE, "java/lang/Byte",
          Type.CHAR, "java/lang/Character",
          Type.SHORT, "java/lang/Short",
          Type.INT, "java/lang/Integer",
          Type.LONG, "java/lang/Long",
          Type.FLOAT, "java/lang/Float",
          Type.DOUBLE, "java/lang/Double");

  private static final int MOST_STACK = 4; // two doubles

  private RecordMethods() {}

  /** Returns whether there was a method to write. */
  static boolean write(ClassNode node) {
    boolean changed = false;
    for (MethodNode method : node.methods) {
      if (isLeftToTheJvm(method, EQUALS)) {
        replace(method, equality(node));
        changed = true;
      } else if (isLeftToTheJvm(method, HASH_CODE)) {
        replace(method, hash(node));
        changed = true;
      }
    }
    return changed;
  }

  private static boolean isLeftToTheJvm(MethodNode method, String name) {
    if (!method.name.equals(name)) {
      return false;
    }
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof InvokeDynamicInsnNode call
          && call.bsm.getOwner().equals(FACTORY)
          && call.name.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static void replace(MethodNode method, InsnList code) {
    method.instructions = code;
    method.localVariables = null;
    method.maxStack = MOST_STACK;
  }

  private static InsnList equality(ClassNode node) {
    var code = new InsnList();
    var different = new LabelNode();
    code.add(new VarInsnNode(Opcodes.ALOAD, 1));
    code.add(new TypeInsnNode(Opcodes.INSTANCEOF, node.name));
    code.add(new JumpInsnNode(Opcodes.IFEQ, different));
    for (RecordComponentNode component : components(node)) {
      load(code, node, component, 0);
      load(code, node, component, 1);
      Type type = Type.getType(component.descriptor);
      switch (type.getSort()) {
        case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT ->
            code.add(new JumpInsnNode(Opcodes.IF_ICMPNE, different));
        case Type.LONG -> {
          code.add(new InsnNode(Opcodes.LCMP));
          code.add(new JumpInsnNode(Opcodes.IFNE, different));
        }
        case Type.FLOAT, Type.DOUBLE -> { // a NaN equals itself, and 0.0 not -0.0
          call(code, BOXES.get(type.getSort()), "compare", Type.INT_TYPE, type, type);
          code.add(new JumpInsnNode(Opcodes.IFNE, different));
        }
        default -> {
          Type object = Type.getType(Object.class);
          call(code, "java/util/Objects", EQUALS, Type.BOOLEAN_TYPE, object, object);
          code.add(new JumpInsnNode(Opcodes.IFEQ, different));
        }
      }
    }
    code.add(new InsnNode(Opcodes.ICONST_1));
    code.add(new InsnNode(Opcodes.IRETURN));
    code.add(different);
    code.add(new FrameNode(Opcodes.F_SAME, 0, null, 0, null));
    code.add(new InsnNode(Opcodes.ICONST_0));
    code.add(new InsnNode(Opcodes.IRETURN));
    return code;
  }

  /** 31 times the hash of the components before, plus that of each, from 0 on. */
  private static InsnList hash(ClassNode node) {
    var code = new InsnList();
    code.add(new InsnNode(Opcodes.ICONST_0));
    for (RecordComponentNode component : components(node)) {
      code.add(new IntInsnNode(Opcodes.BIPUSH, 31));
      code.add(new InsnNode(Opcodes.IMUL));
      load(code, node, component, 0);
      Type type = Type.getType(component.descriptor);
      String box = BOXES.get(type.getSort());
      if (box != null) {
        call(code, box, HASH_CODE, Type.INT_TYPE, type);
      } else {
        call(code, "java/util/Objects", HASH_CODE, Type.INT_TYPE, Type.getType(Object.class));
      }
      code.add(new InsnNode(Opcodes.IADD));
    }
    code.add(new InsnNode(Opcodes.IRETURN));
    return code;
  }

  private static List<RecordComponentNode> components(ClassNode node) {
    return node.recordComponents == null ? List.of() : node.recordComponents;
  }

  private static void load(InsnList code, ClassNode node, RecordComponentNode component, int from) {
    code.add(new VarInsnNode(Opcodes.ALOAD, from));
    if (from != 0) {
      code.add(new TypeInsnNode(Opcodes.CHECKCAST, node.name));
    }
    code.add(new FieldInsnNode(Opcodes.GETFIELD, node.name, component.name, component.descriptor));
  }

  private static void call(
      InsnList code, String owner, String name, Type returned, Type... arguments) {
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC, owner, name, Type.getMethodDescriptor(returned, arguments)));
  }
}
