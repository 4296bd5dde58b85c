package io.reparto.packaging;

import java.lang.invoke.LambdaMetafactory;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Class files that no compiler of today makes. */
final class ClassFiles {
  private ClassFiles() {}

  /**
   * The class Old: a supplier whose code joins two types at a branch, as only a stack map can say.
   */
  static byte[] java5() {
    var writer = supplier(Opcodes.V1_5, "Old", ClassWriter.COMPUTE_MAXS);
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
    returnInList(code);
    return writer.toByteArray();
  }

  /**
   * The class Bridged: a supplier that makes a function of text, serializable and with a bridge of
   * that type, and calls it: {@code identity.apply("called")} in a list.
   */
  static byte[] withBridge(String bridge) {
    var writer = supplier(Opcodes.V1_8, "Bridged", ClassWriter.COMPUTE_MAXS);
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
    returnInList(code);
    return writer.toByteArray();
  }

  /** The class Oldest: its method jumps to a subroutine and returns from it. */
  static byte[] withSubroutine() {
    var writer = supplier(Opcodes.V1_5, "Oldest", 0);
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

  /** A supplier without its method. */
  static ClassWriter supplier(int version, String name, int flags) {
    var writer = new ClassWriter(flags);
    writer.visit(
        version,
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

  /** Ends a method whose stack holds the one element of the list that it returns. */
  private static void returnInList(MethodVisitor code) {
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/util/Collections",
        "singletonList",
        "(Ljava/lang/Object;)Ljava/util/List;",
        false);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
