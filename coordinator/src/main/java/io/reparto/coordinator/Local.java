package io.reparto.coordinator;

import akka.actor.NoSerializationVerificationNeeded;

/** Messages between actors of one coordinator, which never cross a wire. */
interface Local extends NoSerializationVerificationNeeded {}
