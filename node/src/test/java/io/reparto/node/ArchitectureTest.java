package io.reparto.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.reparto.node.jobs.groupby.SerializerBenchmark;
import io.reparto.protocol.message.Bulk;
import io.reparto.protocol.message.Wire;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, and what nobody may do. */
@AnalyzeClasses(packages = "io.reparto")
class ArchitectureTest {

  @ArchTest
  static final ArchRule protocolKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage("io.reparto.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.reparto.coordinator..", "io.reparto.node..");

  @ArchTest
  static final ArchRule coordinatorDoesNotKnowTheNode =
      noClasses()
          .that()
          .resideInAPackage("io.reparto.coordinator..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.reparto.node..");

  @ArchTest
  static final ArchRule onlyTheCompositionRootsSeeTheCoordinator =
      noClasses()
          .that()
          .resideInAPackage("io.reparto.node..")
          .and()
          .resideOutsideOfPackages("io.reparto.node.runtime..", "io.reparto.node.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.reparto.coordinator..");

  @ArchTest
  static final ArchRule decisionsJobsAndInputsKnowNoAkka =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.reparto.coordinator.schedule..",
              "io.reparto.protocol.aggregate..",
              "io.reparto.protocol.job..",
              "io.reparto.node.jobs..",
              "io.reparto.node.input..",
              "io.reparto.node.measurements..")
          .and()
          .doNotBelongToAnyOf(SerializerBenchmark.class) // measures Akka's serializers, too
          .should()
          .dependOnClassesThat()
          .resideInAPackage("akka..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theRaceLabCountsWithAkkaInOnePackage =
      noClasses()
          .that()
          .resideInAPackage("io.reparto.node.race..")
          .and()
          .resideOutsideOfPackage("io.reparto.node.race.actors..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("akka..");

  @ArchTest
  static final ArchRule theLabsKnowNoCommandLine =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.reparto.node.race..", "io.reparto.node.lab..", "io.reparto.node.plot..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.reparto.node.cli..");

  @ArchTest
  static final ArchRule onlyTheProtocolCrossesAWire =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.reparto.protocol..")
          .should()
          .implement(Wire.class)
          .orShould()
          .implement(Bulk.class);

  @ArchTest
  static final ArchRule testsHaveNamesThatSurefireRuns =
      methods()
          .that()
          .areAnnotatedWith(Test.class)
          .or()
          .areAnnotatedWith(Property.class)
          .should()
          .beDeclaredInClassesThat()
          .haveSimpleNameEndingWith("Test")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule nobodyLogsPastTheLogger =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule onlyTheCommandLineWritesToTheTerminal =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.reparto.node.cli..")
          .and()
          .doNotHaveFullyQualifiedName("io.reparto.node.Main")
          .and()
          .doNotHaveSimpleName("PiRate") // measuring programs among the tests
          .and()
          .doNotBelongToAnyOf(SerializerBenchmark.class)
          .and()
          .doNotHaveSimpleName("MeasurementWriter") // in a shutdown hook, past the logger's end
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
