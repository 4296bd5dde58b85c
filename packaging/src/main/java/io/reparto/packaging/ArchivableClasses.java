package io.reparto.packaging;

import java.lang.invoke.LambdaMetafactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Changes class files so that a JVM's start-up archive (CDS, AOT cache) can hold all that runs at a
 * start. Three things keep it from that:
 *
 * <ul>
 *   <li>Lambdas made by {@link LambdaMetafactory#altMetafactory}, which all of Scala's are and
 *       those of Akka's Java functions, because they are serializable. Every start spins a class
 *       for each. They are made by {@link LambdaMetafactory#metafactory} instead and are no longer
 *       serializable, which nobody asks of them: Java serialization is off.
 *   <li>Methods of records that the JVM composes of method handles, a class for each, which no
 *       archive holds: see {@link RecordMethods}.
 *   <li>Classes older than Java 6, which have no stack maps: every start reads them from their jar
 *       and verifies them by inference. They get stack maps.
 * </ul>
 *
 * What is asked for in a way that the plain factory can't do is left as it is. Immutable.
 */
final class ArchivableClasses {
  private static final String FACTORY = Type.getInternalName(LambdaMetafactory.class);
  private static final String FACTORY_METHOD = "altMetafactory";
  private static final Handle PLAIN =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          FACTORY,
          "metafactory",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
              + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
              + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
          false);
  private static final Set<Integer> SUBROUTINES = Set.of(Opcodes.JSR, Opcodes.RET);

  private final ClassLoader hierarchy;
  private final List<String> interfaces;

  /**
   * @param hierarchy finds the classes that others mention, without running them
   * @param interfaces what the internal names of those functional interfaces begin with whose
   *     lambdas may be made plain: each has its one method by one erased type, and whoever wants a
   *     serializable one can't rely on more than that type
   */
  ArchivableClasses(ClassLoader hierarchy, List<String> interfaces) {
    this.hierarchy = hierarchy;
    this.interfaces = List.copyOf(interfaces);
  }

  /**
   * Returns the class file with what keeps it out of an archive changed; the same array if there is
   * nothing to change.
   */
  byte[] archivable(byte[] classFile) {
    var reader = new ClassReader(classFile);
    if (majorVersion(reader.readInt(4)) >= Opcodes.V1_6
        && !mentions(classFile, FACTORY_METHOD)
        && !mentions(classFile, RecordMethods.FACTORY)) {
      return classFile; // most classes: no need to take it apart
    }
    var node = new ClassNode();
    reader.accept(node, 0);
    boolean old = majorVersion(node.version) < Opcodes.V1_6 && hasNoSubroutine(node);
    boolean hasLambdas = makeLambdasPlain(node);
    boolean hasRecordMethods = RecordMethods.write(node);
    if (!old && !hasLambdas && !hasRecordMethods) {
      return classFile;
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    if (old) {
      node.version = Opcodes.V1_6;
      writer =
          new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() {
              return hierarchy;
            }
          };
    }
    node.accept(writer);
    return writer.toByteArray();
  }

  private static int majorVersion(int version) {
    return version & 0xFFFF; // the upper half is the minor version
  }

  private static boolean mentions(byte[] classFile, String name) {
    return new String(classFile, StandardCharsets.ISO_8859_1).contains(name);
  }

  private static boolean hasNoSubroutine(ClassNode node) {
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (SUBROUTINES.contains(instruction.getOpcode())) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean makeLambdasPlain(ClassNode node) {
    boolean changed = false;
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof InvokeDynamicInsnNode call && canBePlain(call)) {
          call.bsm = PLAIN;
          call.bsmArgs = Arrays.copyOf(call.bsmArgs, 3);
          changed = true;
        }
      }
    }
    return changed;
  }

  /**
   * The factory's further arguments are flags, the number of marker interfaces and these, the
   * number of bridges and these. Scala names the method's own type as a bridge, for calls by
   * reflection through structural types, of which no jar changed here has one.
   */
  private boolean canBePlain(InvokeDynamicInsnNode call) {
    if (!call.bsm.getOwner().equals(FACTORY) || !call.bsm.getName().equals(FACTORY_METHOD)) {
      return false;
    }
    String made = Type.getReturnType(call.desc).getInternalName();
    if (interfaces.stream().noneMatch(made::startsWith)) {
      return false;
    }
    Object[] arguments = call.bsmArgs;
    int flags = (Integer) arguments[3];
    if ((flags & LambdaMetafactory.FLAG_MARKERS) != 0 || isCastToSerializable(call)) {
      return false;
    }
    int firstBridge = (flags & LambdaMetafactory.FLAG_BRIDGES) != 0 ? 5 : arguments.length;
    Object ownType = arguments[2];
    return Arrays.stream(arguments, firstBridge, arguments.length).allMatch(ownType::equals);
  }

  /** As in {@code (Runnable & Serializable) () -> …}. */
  private static boolean isCastToSerializable(InvokeDynamicInsnNode call) {
    return call.getNext() instanceof TypeInsnNode next
        && next.getOpcode() == Opcodes.CHECKCAST
        && next.desc.equals("java/io/Serializable");
  }
}
