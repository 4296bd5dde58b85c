package io.reparto.coordinator.registry.disk;

import akka.actor.AbstractActor;
import akka.actor.Props;
import akka.cluster.ddata.DurableStore;
import akka.cluster.ddata.Flag;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Keeps a Replicator's keys in a {@link DiskLog}: the actor behind Akka's {@link DurableStore},
 * which tells its protocol. All writes that wait when one is made are made together, with one wait
 * for the disk, and answered after it. Blocks its thread, and has one of its own. A child of the
 * Replicator, which ends when what is on disk can't be read.
 */
public final class DiskStore extends AbstractActor {
  private static final String DISPATCHER = "reparto.registry.disk-dispatcher";
  private static final int LOADED_AT_A_TIME = 64;
  private static final int MOST_PENDING_BYTES = 4 * 1024 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);

  /** To itself, behind the writes that wait. */
  private enum Write {
    INSTANCE
  }

  private final Path directory;
  private final List<DurableStore.StoreReply> waiting = new ArrayList<>();
  private SerializerWithStringManifest serializer;
  private String manifest;
  private DiskLog log;
  private boolean writing;

  private DiskStore(Path directory) {
    this.directory = directory;
  }

  /**
   * The store of a node.
   *
   * @param directory its own; made where there is none
   */
  public static Props props(Path directory) {
    return Props.create(DiskStore.class, () -> new DiskStore(directory)).withDispatcher(DISPATCHER);
  }

  /**
   * Whether a node may start with this directory.
   *
   * @throws IOException if not: another node uses it, it can't be written to, or its file is
   *     damaged or none of ours
   */
  public static void check(Path directory) throws IOException {
    DiskLog.open(directory).close();
  }

  @Override
  public void preStart() throws IOException {
    Serialization serialization = SerializationExtension.get(context().system());
    serializer =
        (SerializerWithStringManifest)
            serialization.serializerFor(DurableStore.DurableDataEnvelope.class);
    manifest = serializer.manifest(new DurableStore.DurableDataEnvelope(Flag.create()));
    log = DiskLog.open(directory);
  }

  /** A write that waits is made still: its sender is alive if only this actor is restarted. */
  @Override
  public void postStop() throws IOException {
    if (log != null) {
      write();
      log.close();
    }
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(DurableStore.Store.class, this::onStore)
        .matchEquals(Write.INSTANCE, write -> write())
        .matchEquals(DurableStore.LoadAll$.MODULE$, message -> loadAll())
        .build();
  }

  private void loadAll() {
    try {
      Map<String, DurableStore.DurableDataEnvelope> loaded = new HashMap<>();
      for (String key : log.keys()) {
        var envelope =
            (DurableStore.DurableDataEnvelope) serializer.fromBinary(log.get(key), manifest);
        loaded.put(key, envelope);
        if (loaded.size() == LOADED_AT_A_TIME) {
          tellLoaded(loaded);
          loaded.clear();
        }
      }
      tellLoaded(loaded);
      LOG.info("registry loaded: directory={}, keys={}", directory, log.keys().size());
    } catch (IOException | RuntimeException e) {
      throw new DurableStore.LoadFailed("registry can't be loaded: directory=" + directory, e);
    }
    sender().tell(DurableStore.LoadAllCompleted$.MODULE$, self());
  }

  private void tellLoaded(Map<String, DurableStore.DurableDataEnvelope> loaded) {
    if (!loaded.isEmpty()) {
      var data = Map$.MODULE$.from(CollectionConverters.asScala(loaded));
      sender().tell(new DurableStore.LoadData(data), self());
    }
  }

  private void onStore(DurableStore.Store store) {
    int pendingBytes = log.put(store.key(), serializer.toBinary(store.data()));
    if (store.reply().isDefined()) {
      waiting.add(store.reply().get());
    }
    if (pendingBytes >= MOST_PENDING_BYTES) {
      write();
    } else if (!writing) {
      writing = true;
      self().tell(Write.INSTANCE, self());
    }
  }

  private void write() {
    writing = false;
    boolean written = false;
    try {
      log.write();
      written = true;
    } catch (IOException e) {
      LOG.error("registry can't be written to disk: directory={}", directory, e);
    }
    for (DurableStore.StoreReply reply : waiting) {
      reply.replyTo().tell(written ? reply.successMsg() : reply.failureMsg(), self());
    }
    waiting.clear();
    try {
      log.compact();
    } catch (IOException e) {
      LOG.warn("registry's file can't be written anew and grows: directory={}", directory, e);
    }
  }
}
