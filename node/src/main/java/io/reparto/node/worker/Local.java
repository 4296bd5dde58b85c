package io.reparto.node.worker;

import akka.actor.NoSerializationVerificationNeeded;

/** Messages between actors of one worker, which never cross a wire. */
interface Local extends NoSerializationVerificationNeeded {}
