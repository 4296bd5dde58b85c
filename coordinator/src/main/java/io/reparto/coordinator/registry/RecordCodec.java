package io.reparto.coordinator.registry;

import akka.serialization.Serialization;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import io.reparto.protocol.message.JobRecord;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Job records as the content of a {@link Cell}, by the serializer they are bound to. As bytes: the
 * serializer's number (4 bytes), the length of its manifest (2), the manifest, the record.
 */
final class RecordCodec {
  private final Serialization serialization;

  RecordCodec(Serialization serialization) {
    this.serialization = serialization;
  }

  byte[] encode(JobRecord job) {
    Serializer serializer = serialization.findSerializerFor(job);
    byte[] manifest = Serializers.manifestFor(serializer, job).getBytes(StandardCharsets.UTF_8);
    byte[] record = serializer.toBinary(job);
    var bytes = new ByteArrayOutputStream(Integer.BYTES + Short.BYTES + manifest.length);
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(serializer.identifier());
      out.writeShort(manifest.length);
      out.write(manifest);
      out.write(record);
    } catch (IOException e) {
      throw new UncheckedIOException("memory doesn't fail to be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a record.
   *
   * @throws UnreadableException if it is none that this version of Reparto knows
   */
  JobRecord decode(byte[] content) {
    try {
      ByteBuffer in = ByteBuffer.wrap(content);
      int serializer = in.getInt();
      byte[] manifest = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(manifest);
      byte[] record = new byte[in.remaining()];
      in.get(record);
      return (JobRecord)
          serialization
              .deserialize(record, serializer, new String(manifest, StandardCharsets.UTF_8))
              .get();
    } catch (Exception e) { // of any kind: what was written decides
      throw new UnreadableException("no record of a job: sizeBytes=" + content.length, e);
    }
  }
}
