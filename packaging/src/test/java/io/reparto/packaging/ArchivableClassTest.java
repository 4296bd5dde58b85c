package io.reparto.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

class ArchivableClassTest {
  private static final ClassLoader HIERARCHY = ArchivableClassTest.class.getClassLoader();

  @Test
  void givenSerializableLambdas_whenChanged_thenPlainOnesDoTheSame() throws Exception {
    byte[] before = read(Lambdas.class);

    byte[] after = ArchivableClass.of(before, HIERARCHY);

    // The marked one and the bridged one stay.
    assertThat(factories(before)).containsOnly("metafactory", "altMetafactory");
    assertThat(factories(before)).filteredOn("altMetafactory"::equals).hasSize(4);
    assertThat(factories(after)).filteredOn("altMetafactory"::equals).hasSize(2);
    assertThat(run(Lambdas.class.getName(), after))
        .isEqualTo(new Lambdas().get())
        .containsExactly(8, 4, 10, 8, "named");
  }

  @Test
  void givenALambdaCastToSerializable_whenChanged_thenItStaysSerializable() throws Exception {
    byte[] before = read(Lambdas.Cast.class);

    byte[] after = ArchivableClass.of(before, HIERARCHY);

    assertThat(run(Lambdas.Cast.class.getName(), after)).containsExactly("cast", true);
  }

  @Test
  void givenNothingToChange_whenChanged_thenTheBytesAreTheSame() throws IOException {
    byte[] before = read(ArchivableClassTest.class);

    assertThat(ArchivableClass.of(before, HIERARCHY)).isSameAs(before);
  }

  @Test
  void givenAClassOfJava5_whenChanged_thenItHasStackMapsAndRuns() throws Exception {
    byte[] before = java5Class();

    byte[] after = ArchivableClass.of(before, HIERARCHY);

    assertThat(new ClassReader(after).readShort(6)).isEqualTo((short) Opcodes.V1_6);
    assertThat(frames(before)).isZero();
    assertThat(frames(after)).isPositive();
    assertThat(run("Old", after)).isEqualTo(run("Old", before)).containsExactly("text");
  }

  @Test
  void givenASubroutine_whenChanged_thenTheClassStaysOld() throws IOException {
    byte[] before = withSubroutine();

    assertThat(ArchivableClass.of(before, HIERARCHY)).isSameAs(before);
  }

  /** A supplier whose code joins two types at a branch, as only a stack map can say. */
  private static byte[] java5Class() {
    var writer = supplier("Old", ClassWriter.COMPUTE_MAXS);
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "get", "()Ljava/lang/Object;", null, null);
    var other = new Label();
    var join = new Label();
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitJumpInsn(Opcodes.IFNULL, other);
    code.visitLdcInsn("text");
    code.visitJumpInsn(Opcodes.GOTO, join);
    code.visitLabel(other);
    code.visitInsn(Opcodes.ICONST_1);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
    code.visitLabel(join);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/util/Collections",
        "singletonList",
        "(Ljava/lang/Object;)Ljava/util/List;",
        false);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    return writer.toByteArray();
  }

  private static byte[] withSubroutine() {
    var writer = supplier("Oldest", 0);
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "get", "()Ljava/lang/Object;", null, null);
    var subroutine = new Label();
    code.visitCode();
    code.visitJumpInsn(Opcodes.JSR, subroutine);
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitInsn(Opcodes.ARETURN);
    code.visitLabel(subroutine);
    code.visitVarInsn(Opcodes.ASTORE, 1);
    code.visitVarInsn(Opcodes.RET, 1);
    code.visitMaxs(1, 2);
    code.visitEnd();
    return writer.toByteArray();
  }

  private static ClassWriter supplier(String name, int flags) {
    var writer = new ClassWriter(flags);
    writer.visit(
        Opcodes.V1_5,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER,
        name,
        null,
        "java/lang/Object",
        new String[] {"java/util/function/Supplier"});
    MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(1, 1);
    constructor.visitEnd();
    return writer;
  }

  private static byte[] read(Class<?> type) throws IOException {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream input = type.getResourceAsStream(file)) {
      return input.readAllBytes();
    }
  }

  private static List<String> factories(byte[] classFile) {
    List<String> names = new ArrayList<>();
    for (AbstractInsnNode instruction : instructions(classFile)) {
      if (instruction instanceof InvokeDynamicInsnNode call
          && call.bsm.getOwner().endsWith("LambdaMetafactory")) {
        names.add(call.bsm.getName());
      }
    }
    return names;
  }

  private static long frames(byte[] classFile) {
    return instructions(classFile).stream()
        .filter(instruction -> instruction.getType() == AbstractInsnNode.FRAME)
        .count();
  }

  private static List<AbstractInsnNode> instructions(byte[] classFile) {
    var node = new ClassNode();
    new ClassReader(classFile).accept(node, 0);
    List<AbstractInsnNode> all = new ArrayList<>();
    for (MethodNode method : node.methods) {
      if (!method.name.equals("$deserializeLambda$")) { // what javac adds for serializable lambdas
        method.instructions.forEach(all::add);
      }
    }
    return all;
  }

  /** Loads the class apart from the one on the class path, makes one and asks it. */
  private static List<Object> run(String name, byte[] classFile)
      throws ReflectiveOperationException {
    var loader =
        new ClassLoader(HIERARCHY) {
          @Override
          protected Class<?> loadClass(String wanted, boolean resolve)
              throws ClassNotFoundException {
            if (!wanted.equals(name)) {
              return super.loadClass(wanted, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineClass(name, classFile, 0, classFile.length);
          }
        };
    var constructor = loader.loadClass(name).getDeclaredConstructor();
    constructor.setAccessible(true);
    return new ArrayList<>((List<?>) ((Supplier<?>) constructor.newInstance()).get());
  }
}
