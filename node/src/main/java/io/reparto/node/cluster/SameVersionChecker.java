package io.reparto.node.cluster;

import akka.cluster.ConfigValidation;
import akka.cluster.JoinConfigCompatChecker;
import com.typesafe.config.Config;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lets only nodes of one Reparto version and one frame size into a cluster; only such that confine
 * inputs or only such that don't, because a job that comes in by one node is planned and run on
 * others; and only such of one profile: with different waits they would decide differently which of
 * them are lost. Akka loads it by name and asks it on both sides of a join.
 */
public final class SameVersionChecker extends JoinConfigCompatChecker {
  private static final java.util.List<String> KEYS =
      java.util.List.of(
          "reparto.version",
          "reparto.partials.frame-size",
          "reparto.input.confined",
          "reparto.node.profile");

  @Override
  public Seq<String> requiredKeys() {
    return CollectionConverters.asScala(KEYS).toSeq();
  }

  @Override
  public ConfigValidation check(Config toCheck, Config actual) {
    return JoinConfigCompatChecker.fullMatch(requiredKeys(), toCheck, actual);
  }
}
