package io.reparto.coordinator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** The same, with every message that may cross a wire serialized on its way. */
class CoordinatorWithSerializedMessagesTest extends CoordinatorTest {
  @Override
  Config config() {
    return ConfigFactory.parseString("akka.actor.serialize-messages = on")
        .withFallback(super.config());
  }
}
