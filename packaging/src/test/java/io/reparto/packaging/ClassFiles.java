package io.reparto.packaging;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

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
}
