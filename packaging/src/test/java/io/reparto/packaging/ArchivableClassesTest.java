package io.reparto.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
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
    byte[] before = ClassFiles.withBridge("(Ljava/lang/String;)Ljava/lang/Object;");

    byte[] after = CLASSES.archivable(before);

    assertThat(factories(before)).containsExactly("altMetafactory");
    assertThat(factories(after)).containsExactly("metafactory");
    assertThat(run("Bridged", after)).isEqualTo(run("Bridged", before)).containsExactly("called");
  }

  @Test
  void givenABridgeOfAnotherType_whenChanged_thenTheLambdaStays() {
    byte[] before = ClassFiles.withBridge("(Ljava/lang/Integer;)Ljava/lang/Object;");

    assertThat(CLASSES.archivable(before)).isSameAs(before);
  }

  @ParameterizedTest
  @ValueSource(classes = {Components.class, Components.None.class})
  void givenARecord_whenChanged_thenItsWrittenMethodsGiveTheSame(Class<?> type) throws Exception {
    byte[] before = read(type);

    byte[] after = CLASSES.archivable(before);

    assertThat(recordMethods(before)).containsExactlyInAnyOrder("toString", "hashCode", "equals");
    assertThat(recordMethods(after)).containsExactly("toString");
    assertThat(run(type.getName(), after)).isEqualTo(run(type.getName(), before));
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
    byte[] before = ClassFiles.withSubroutine();

    assertThat(CLASSES.archivable(before)).isSameAs(before);
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

  private static List<String> recordMethods(byte[] classFile) {
    List<String> names = new ArrayList<>();
    for (AbstractInsnNode instruction : instructions(classFile)) {
      if (instruction instanceof InvokeDynamicInsnNode call
          && call.bsm.getOwner().equals(RecordMethods.FACTORY)) {
        names.add(call.name);
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
