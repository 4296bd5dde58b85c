package io.reparto.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.jackson.JacksonCborSerializer;
import akka.stream.SourceRef;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.StreamRefs;
import com.typesafe.config.ConfigFactory;
import io.reparto.protocol.aggregate.TaskRange;
import io.reparto.protocol.aggregate.TaskRun;
import io.reparto.protocol.api.ApiJson;
import io.reparto.protocol.api.DiagnosisJson;
import io.reparto.protocol.job.DoubleColumn;
import io.reparto.protocol.job.JobResult;
import io.reparto.protocol.job.JobSpec;
import io.reparto.protocol.job.Jobs;
import io.reparto.protocol.job.LongColumn;
import io.reparto.protocol.job.TextColumn;
import io.reparto.protocol.job.Work;
import io.reparto.protocol.serialization.JobsSetup;
import io.reparto.protocol.serialization.KryoSerializer;
import io.reparto.protocol.serialization.SampleJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every message there and back through the serializer it is bound to. */
class WireTest {
  private static final int FRAME_BYTES = 256 * 1024; // Artery's default
  private static final JobId JOB = new JobId("pi-3fa29c01");

  private static ActorSystem<Void> system;
  private static ActorTestKit testKit;

  @BeforeAll
  static void start() {
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "wire",
            ActorSystemSetup.create(
                BootstrapSetup.create(ConfigFactory.load()),
                new JobsSetup(Jobs.of(new SampleJob("sample")))));
    testKit = ActorTestKit.create(system);
  }

  @AfterAll
  static void stop() {
    testKit.shutdownTestKit();
  }

  private static <T> ActorRef<T> ref(Class<T> type) {
    return testKit.createTestProbe(type).ref();
  }

  private static SourceRef<PartialElement> stream() {
    return Source.<PartialElement>maybe().runWith(StreamRefs.sourceRef(), system);
  }

  private static DeathCertificate certificate(String text) {
    return new DeathCertificate(3, 1, text, "worker-0", text, text, Duration.ofMillis(12));
  }

  private static JobSummary summary(String text, int certificates) {
    return new JobSummary(
        new LedgerCounts(8, 7, 9, 1),
        new Work(70, Work.UNKNOWN),
        "rows",
        Duration.ofMillis(5),
        Duration.ofNanos(123_456_789),
        List.of(text),
        Collections.nCopies(certificates, certificate(text)),
        new JobCosts(
            8,
            3,
            Collections.nCopies(
                certificates,
                new JobCosts.Worker(
                    "worker-0", 7, 3, 4, new Costs(1, 2, 3, 4, 5, 6, 7, 8, 1L << 40)))));
  }

  @Test
  void givenEveryCoordinatorCommand_whenSent_thenItArrivesUnchanged() {
    List<CoordinatorCommand> samples =
        List.of(
            new CoordinatorCommand.SubmitJob(
                JOB,
                new JobSpec("pi", Map.of("samples", List.of("1e9"), "flag", List.of())),
                JobOptions.USUAL,
                ref(JobEvent.class)),
            new CoordinatorCommand.CancelJob(JOB),
            new CoordinatorCommand.WorkerHello(
                "worker-0", 4, 2, stream(), ref(WorkerCommand.class)),
            new CoordinatorCommand.RequestLease("worker-0", 3, 1L << 40, ref(WorkerCommand.class)),
            new CoordinatorCommand.RequestPlan(JOB, 2, ref(WorkerCommand.class)),
            reportFailure("boom"),
            new CoordinatorCommand.ReportWork(JOB, "worker-0", new Work(5, 6)),
            new CoordinatorCommand.ReturnTasks(
                JOB, "worker-0", 7, List.of(new TaskRange(3, 5), new TaskRange(9, 10))),
            reportHeld(2),
            reportUnderWay(2),
            new CoordinatorCommand.ReportAlive("worker-0", 4, ref(WorkerCommand.class)),
            new CoordinatorCommand.CheckJob(JOB, ref(WorkerCommand.class)),
            new CoordinatorCommand.CheckPartial(
                JOB, 5, new TaskRun(3, 7), ref(WorkerCommand.class)),
            new CoordinatorCommand.EnqueueJob(
                JOB, new JobSpec("sleep", Map.of()), new JobOptions(3, false), ref(JobReply.class)),
            new CoordinatorCommand.DescribeJob(JOB, ref(JobReply.class)),
            new CoordinatorCommand.DiagnoseJob(JOB, ref(JobReply.class)),
            new CoordinatorCommand.ListJobs(Optional.empty(), ref(JobReply.class)),
            new CoordinatorCommand.ListJobs(
                Optional.of(JobStatus.State.RUNNING), ref(JobReply.class)),
            new CoordinatorCommand.WatchJob(JOB, ref(JobReply.class)),
            new CoordinatorCommand.FetchResult(JOB, 7, ref(JobReply.class)),
            new CoordinatorCommand.DescribeCluster(ref(JobReply.class)));

    assertEachPassesTheWire(CoordinatorCommand.class, samples);
  }

  private static CoordinatorCommand.ReportHeld reportHeld(int entries) {
    var held = new HeldTasks(JOB, 7L << 32, 1, 1_000_000, 2_000_000, true);
    return new CoordinatorCommand.ReportHeld(
        "worker-0", 3, 1, 2, Collections.nCopies(entries, held), ref(WorkerCommand.class));
  }

  private static CoordinatorCommand.ReportUnderWay reportUnderWay(int tasks) {
    var task = new TaskUnderWay(JOB, 7L << 32, 1_000_000, Duration.ofMillis(12_345));
    return new CoordinatorCommand.ReportUnderWay(
        "worker-0", true, Collections.nCopies(tasks, task), ref(WorkerCommand.class));
  }

  private static CoordinatorCommand.ReportFailure reportFailure(String text) {
    return new CoordinatorCommand.ReportFailure(
        JOB,
        "worker-0",
        7,
        3,
        1,
        CoordinatorCommand.ReportFailure.Kind.INPUT_UNAVAILABLE,
        text,
        text,
        Duration.ofMillis(12),
        ref(WorkerCommand.class));
  }

  @Test
  void givenEveryWorkerCommand_whenSent_thenItArrivesUnchanged() {
    List<WorkerCommand> samples =
        List.of(
            new WorkerCommand.Welcome(3, 1),
            new WorkerCommand.RunLease(3, JOB, 7, 1, 12, 100, 50, 1, 1L << 40),
            new WorkerCommand.PlanDelivered(
                3, JOB, new SampleJob.SamplePlan(9, List.of("a.csv", "b.csv"))),
            new WorkerCommand.PlanPart(3, JOB, 1, 2, new byte[] {1, -1, 0}),
            new WorkerCommand.PartialCommitted(3, JOB, 5),
            new WorkerCommand.PartialRefused(3, JOB, 6),
            new WorkerCommand.FailureNoted(3, JOB, 7, 3),
            new WorkerCommand.EndJob(3, JOB),
            new WorkerCommand.Drain(),
            new WorkerCommand.SkipRequest(3, 2, 12),
            new WorkerCommand.SayHello(3),
            new WorkerCommand.HeldNoted(3, 1),
            new WorkerCommand.HandBack(3, JOB, 7L << 32),
            new WorkerCommand.AbandonLease(3, JOB, 7));

    assertEachPassesTheWire(WorkerCommand.class, samples);
  }

  @Test
  void givenEveryJobEvent_whenSent_thenItArrivesUnchanged() {
    var result =
        new JobResult(
            List.of(
                TextColumn.of("city", Arrays.asList("Köln", null)),
                LongColumn.of("n", 1, 2),
                DoubleColumn.of("mean", 0.1, Double.NaN)));
    List<JobEvent> samples =
        List.of(
            new JobEvent.Planned(JOB, 8, new Work(Work.UNKNOWN, 9), "rows", Duration.ofMillis(5)),
            new JobEvent.Progressed(
                JOB, new LedgerCounts(8, 7, 9, 1), new Work(70, 80), "pi 3.14 ± 0.01"),
            new JobEvent.Succeeded(JOB, result, result.digest(), summary("remark", 1)),
            new JobEvent.Failed(JOB, JobEvent.Blame.ATTEMPTS, "reason", summary("remark", 2)),
            new JobEvent.Cancelled(JOB, summary("remark", 0)));

    assertEachPassesTheWire(JobEvent.class, samples);
  }

  private static JobStatus status(String text, int certificates) {
    return new JobStatus(
        JOB,
        "pi",
        "ab12",
        JobStatus.State.RUNNING,
        new JobOptions(2, false),
        17,
        Instant.ofEpochSecond(1_700_000_000, 123_000_000),
        new Work(100, Work.UNKNOWN),
        text,
        summary(text, certificates),
        text,
        "ab12");
  }

  /** With so many of everything, and every number large. */
  private static JobDiagnosis diagnosis(int count) {
    var worker = "w".repeat(64);
    var range = new TaskRange(1_000_000_000, 1_073_741_824);
    var tasks =
        new JobDiagnosis.Tasks(1_000_000_000, 500_000_000, Collections.nCopies(count, range));
    var age = Duration.ofDays(1000);
    var lease =
        new JobDiagnosis.OpenLease(
            1L << 60,
            worker,
            range.first(),
            range.end(),
            1_000_000,
            99,
            true,
            false,
            true,
            false,
            age,
            age);
    var underWay = new TaskUnderWay(JOB, 1L << 60, range.first(), age);
    var one =
        new JobDiagnosis.Worker(
            worker,
            "x".repeat(60),
            4096,
            4096,
            99,
            false,
            true,
            age,
            Collections.nCopies(count, underWay));
    return new JobDiagnosis(
        JOB,
        1L << 30,
        JobDiagnosis.Phase.RUNNING,
        age,
        true,
        new LedgerCounts(1_000_000_000, 500_000_000, 1L << 40, 1L << 40),
        new JobDiagnosis.TaskSets(tasks, tasks, tasks, tasks, tasks),
        count,
        Collections.nCopies(count, lease),
        count,
        1L << 50,
        count,
        Collections.nCopies(count, one));
  }

  @Test
  void givenMuchOfEverything_whenDiagnosed_thenTheDocumentIsSmall() {
    assertThat(ApiJson.text(DiagnosisJson.of(diagnosis(10_000)))).hasSizeBetween(10_000, 64 * 1024);
  }

  @Test
  void givenEveryJobReply_whenSent_thenItArrivesUnchanged() {
    List<JobReply> samples =
        List.of(
            new JobReply.JobDescribed(status("text", 2)),
            new JobReply.JobsListed(List.of(status("text", 0).brief())),
            new JobReply.JobRefused(JOB, true, "reason"),
            new JobReply.NoSuchJob(JOB),
            new JobReply.JobDiagnosed(diagnosis(2)),
            new JobReply.NoResult(status("text", 0)),
            new JobReply.ResultPart(JOB, 1, 2, new byte[] {1, -1, 0}),
            new JobReply.ClusterDescribed(
                3,
                "127.0.0.1:25520",
                List.of(new JobReply.WorkerStatus("w", "reparto@127.0.0.1:25520", 4, 1))));

    assertEachPassesTheWire(JobReply.class, samples);
  }

  @Test
  void givenEveryNodeMessage_whenSent_thenItArrivesUnchanged() {
    List<NodeMessage> samples =
        List.of(
            new NodeMessage.DescribeNode(ref(NodeMessage.NodeDescribed.class)),
            new NodeMessage.NodeDescribed("node-1", "http://127.0.0.1:8550"));

    assertEachPassesTheWire(NodeMessage.class, samples);
  }

  @Test
  void givenAPartialOffer_whenSent_thenItArrivesUnchanged() {
    assertThat(PartialElement.class.getPermittedSubclasses())
        .as("frames have a serializer and a test of their own")
        .containsExactlyInAnyOrder(
            PartialElement.PartialOffer.class, PartialElement.PartialFrame.class);
    List<PartialElement.PartialOffer> samples =
        List.of(
            new PartialElement.PartialOffer(
                    JOB, 5, 7, new TaskRun(3, 2), new Work(1, 2), new SampleJob.Sum(List.of(0.5)))
                .costing(new Costs(1, 2, 3, 4, 5, 6, 7, 8, 9)));

    assertEachPassesTheWire(PartialElement.PartialOffer.class, samples);
  }

  private static Stream<Class<?>> messages(Class<?> protocol) {
    return protocol.isSealed()
        ? Arrays.stream(protocol.getPermittedSubclasses()).flatMap(WireTest::messages)
        : Stream.of(protocol);
  }

  @Test
  void givenEveryJobRecord_whenWrittenDown_thenItIsReadUnchanged() {
    List<JobRecord> samples =
        List.of(
            new JobRecord.Accepted(
                JOB,
                new JobSpec("pi", Map.of("samples", List.of("1e9"), "flag", List.of())),
                new JobOptions(7, false),
                Instant.ofEpochSecond(1_700_000_000, 123_456_789),
                List.of(new TaskLoss(certificate("lost"), 7L << 32, 2, 1))),
            new JobRecord.Ended(status("text", 2), new byte[] {1, -1, 0}));

    assertEachPassesTheWire(JobRecord.class, samples);
  }

  @Test
  void givenTextsShortened_whenReadAndWrittenAgain_thenNothingChanges() throws Exception {
    Serialization serialization = SerializationExtension.get(system.classicSystem());
    for (String text : List.of("x".repeat(50_000), "\uD83D\uDE00".repeat(5_001))) {
      var record = new JobRecord.Ended(status(text, 100), new byte[0]);
      byte[] written = serialization.serialize(record).get();

      JobRecord.Ended read = serialization.deserialize(written, JobRecord.Ended.class).get();

      assertThat(read.status()).isEqualTo(record.status());
      assertThat(serialization.serialize(read).get()).isEqualTo(written);
    }
  }

  private static <T> void assertEachPassesTheWire(Class<T> protocol, List<? extends T> samples) {
    var sampled = new HashSet<Class<?>>();
    samples.forEach(sample -> sampled.add(sample.getClass()));
    assertThat(sampled)
        .as("a sample of each message")
        .isEqualTo(messages(protocol).collect(Collectors.toSet()));
    Serialization serialization = SerializationExtension.get(system.classicSystem());
    for (T sample : samples) {
      Class<?> serializer =
          sample instanceof Wire ? JacksonCborSerializer.class : KryoSerializer.class;
      assertThat(serialization.findSerializerFor(sample))
          .as("of " + sample)
          .isInstanceOf(serializer);
      assertThat(sample instanceof Wire)
          .as("one marker: " + sample)
          .isNotEqualTo(sample instanceof Bulk);

      Object arrived = testKit.serializationTestKit().verifySerialization(sample, false);

      if (sample instanceof WorkerCommand.PlanPart
          || sample instanceof JobReply.ResultPart
          || sample instanceof JobRecord.Ended) {
        assertThat(arrived).usingRecursiveComparison().isEqualTo(sample);
      } else {
        assertThat(arrived).isEqualTo(sample);
      }
    }
  }

  @Test
  void givenManyLosses_whenWrittenDown_thenTheNewestAreKept() {
    var record =
        new JobRecord.Accepted(
            JOB, new JobSpec("pi", Map.of()), JobOptions.USUAL, Instant.EPOCH, List.of());
    for (int loss = 0; loss < 100; loss++) {
      record = record.with(new TaskLoss(certificate("lost"), 7, loss, 1));
    }

    assertThat(record.losses()).extracting(TaskLoss::failures).hasSize(20).endsWith(98, 99);
    var large = new TaskLoss(certificate("x".repeat(10_000)), 7, 100, 1);
    assertThat(record.with(large).losses()).contains(large);
  }

  @Test
  void givenTextsWithoutBound_whenAControlMessageIsMade_thenItStaysFarBelowAFrame() {
    for (String text :
        List.of("x".repeat(1_000_000), "ö€".repeat(500_000), "\uD83D\uDE00".repeat(500_000))) {
      List<Wire> messages =
          List.of(
              reportFailure(text),
              reportUnderWay(10_000),
              new JobEvent.Failed(JOB, JobEvent.Blame.CALLER, text, summary(text, 100)),
              new JobEvent.Cancelled(JOB, summary(text, 100)),
              new JobReply.JobDescribed(status(text, 100)),
              new JobReply.JobsListed(Collections.nCopies(1_000, status(text, 100).brief())),
              new JobReply.JobRefused(JOB, true, text),
              new JobReply.JobDiagnosed(diagnosis(10_000)),
              new JobEvent.Progressed(JOB, new LedgerCounts(8, 7, 9, 1), Work.NONE, text));

      for (Wire message : messages) {
        Serialization serialization = SerializationExtension.get(system.classicSystem());
        assertThat(serialization.serialize(message).get())
            .as(message.getClass().getSimpleName())
            .hasSizeLessThan(FRAME_BYTES / 2);
      }
    }
  }

  @Test
  void givenTextThatIsNoUnicode_whenAControlMessageIsSent_thenItArrives() {
    var report = reportFailure("half a pair: \uD83D.");

    CoordinatorCommand.ReportFailure arrived =
        testKit.serializationTestKit().verifySerialization(report, true);

    assertThat(arrived.cause()).isEqualTo("half a pair: ?.");
  }

  @Test
  void givenALongText_whenShortened_thenItSaysSo() {
    var report = reportFailure("start" + "x".repeat(10_000));

    assertThat(report.cause())
        .startsWith("startxxx")
        .matches("(?s).*xx\\.\\.\\. \\(\\d+ more characters\\)");
    assertThat(reportFailure(null).cause()).isEmpty();
  }
}
