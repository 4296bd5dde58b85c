package io.reparto.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.LambdaMetafactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

class ArchivableClassesTest {
  private static final ClassLoader HIERARCHY = ArchivableClassesTest.class.getClassLoader();
  private static final String OURS = "io/reparto/packaging/";
  private static final ArchivableClasses CLASSES =
      new ArchivableClasses(HIERARCHY, List.of(OURS, "java/util/function/"));

  @Test
  void givenSerializableLambdas_whenChanged_thenPlainOnesDoTheSame() throws Exception {
    byte[] before = read(Lambdas.class);

    byte[] after = CLASSES.archivable(before);

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

    byte[] after = CLASSES.archivable(before);

    assertThat(run(Lambdas.Cast.class.getName(), after)).containsExactly("cast", true);
  }

  @Test
  void givenInterfacesThatAreNotNamed_whenChanged_thenTheirLambdasStay() throws IOException {
    byte[] before = read(Lambdas.class);

    assertThat(new ArchivableClasses(HIERARCHY, List.of("scala/")).archivable(before))
        .isSameAs(before);
  }

  @Test
  void givenALambdaAsScalaMakesIt_whenChanged_thenItIsPlainAndDoesTheSame() throws Exception {
    byte[] before = withBridge("(Ljava/lang/String;)Ljava/lang/Object;");

    byte[] after = CLASSES.archivable(before);

    assertThat(factories(before)).containsExactly("altMetafactory");
    assertThat(factories(after)).containsExactly("metafactory");
    assertThat(run("Bridged", after)).isEqualTo(run("Bridged", before)).containsExactly("called");
  }

  @Test
  void givenABridgeOfAnotherType_whenChanged_thenTheLambdaStays() {
    byte[] before = withBridge("(Ljava/lang/Integer;)Ljava/lang/Object;");

    assertThat(CLASSES.archivable(before)).isSameAs(before);
  }

  @Test
  void givenNothingToChange_whenChanged_thenTheBytesAreTheSame() throws IOException {
    byte[] before = read(ArchivableClassesTest.class);

    assertThat(CLASSES.archivable(before)).isSameAs(before);
  }

  @Test
  void givenAClassOfJava5_whenChanged_thenItHasStackMapsAndRuns() throws Exception {
    byte[] before = ClassFiles.java5();

    byte[] after = CLASSES.archivable(before);

    assertThat(new ClassReader(after).readShort(6)).isEqualTo((short) Opcodes.V1_6);
    assertThat(frames(before)).isZero();
    assertThat(frames(after)).isPositive();
    assertThat(run("Old", after)).isEqualTo(run("Old", before)).containsExactly("text");
  }

  @Test
  void givenASubroutine_whenChanged_thenTheClassStaysOld() throws IOException {
    byte[] before = withSubroutine();

    assertThat(CLASSES.archivable(before)).isSameAs(before);
  }

  /**
   * A supplier that makes a function of text, serializable and with a bridge of that type, and
   * calls it: {@code identity.apply("called")} in a list.
   */
  private static byte[] withBridge(String bridge) {
    var writer = ClassFiles.supplier(Opcodes.V1_8, "Bridged", ClassWriter.COMPUTE_MAXS);
    MethodVisitor body =
        writer.visitMethod(
            Opcodes.ACC_STATIC, "identity", "(Ljava/lang/String;)Ljava/lang/Object;", null, null);
    body.visitCode();
    body.visitVarInsn(Opcodes.ALOAD, 0);
    body.visitInsn(Opcodes.ARETURN);
    body.visitMaxs(0, 0);
    body.visitEnd();
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "get", "()Ljava/lang/Object;", null, null);
    code.visitCode();
    code.visitInvokeDynamicInsn(
        "apply",
        "()Ljava/util/function/Function;",
        new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/LambdaMetafactory",
            "altMetafactory",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                + "Ljava/lang/invoke/MethodType;[Ljava/lang/Object;)"
                + "Ljava/lang/invoke/CallSite;",
            false),
        Type.getMethodType("(Ljava/lang/Object;)Ljava/lang/Object;"),
        new Handle(
            Opcodes.H_INVOKESTATIC,
            "Bridged",
            "identity",
            "(Ljava/lang/String;)Ljava/lang/Object;",
            false),
        Type.getMethodType("(Ljava/lang/String;)Ljava/lang/Object;"),
        LambdaMetafactory.FLAG_SERIALIZABLE | LambdaMetafactory.FLAG_BRIDGES,
        1,
        Type.getMethodType(bridge));
    code.visitLdcInsn("called");
    code.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        "java/util/function/Function",
        "apply",
        "(Ljava/lang/Object;)Ljava/lang/Object;",
        true);
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
    var writer = ClassFiles.supplier(Opcodes.V1_5, "Oldest", 0);
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
