package io.reparto.protocol.serialization;

import akka.actor.AbstractExtensionId;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import io.reparto.protocol.job.Jobs;

/** The actor system's one {@link KryoCodec}. */
public final class DataCodec extends AbstractExtensionId<DataCodec.Holder> {
  private static final DataCodec ID = new DataCodec();

  private DataCodec() {}

  /** Holds the codec for an actor system. */
  public static final class Holder implements Extension {
    private final KryoCodec codec;

    private Holder(KryoCodec codec) {
      this.codec = codec;
    }
  }

  public static KryoCodec of(akka.actor.ActorSystem system) {
    return ID.get(system).codec;
  }

  @Override
  public Holder createExtension(ExtendedActorSystem system) {
    Jobs jobs =
        system
            .settings()
            .setup()
            .get(JobsSetup.class)
            .map(JobsSetup::jobs)
            .orElseGet(() -> Jobs.load(system.dynamicAccess().classLoader()));
    return new Holder(new KryoCodec(jobs));
  }
}
