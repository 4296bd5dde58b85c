package io.reparto.node.local;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
  @TempDir Path directory;
  private Certificates certificates;

  @BeforeEach
  void givenARunDirectory() {
    certificates = new Certificates(new RunDirectory(directory));
  }

  @Test
  void givenNothing_whenMade_thenTheNodeShowsWhatTheAuthoritySignedForThisMachine()
      throws Exception {
    NodeKeys keys = certificates.of("node-1");

    KeyStore own = load(keys.keyStore(), keys.password());
    Certificate[] chain = own.getCertificateChain("node-1");
    var shown = (X509Certificate) chain[0];
    Certificate authority = load(keys.trustStore(), keys.password()).getCertificate("authority");
    assertThat(own.size()).isEqualTo(1);
    assertThat(own.getKey("node-1", keys.password().toCharArray())).isNotNull();
    assertThat(chain).hasSize(2).endsWith(authority);
    shown.verify(authority.getPublicKey());
    assertThat(shown.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(7, "127.0.0.1"), List.of(2, "localhost"));
    assertThat(shown.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"); // RFC 5280: server, client
    assertThat(shown.getBasicConstraints()).isEqualTo(-1);
    assertThat(((X509Certificate) authority).getBasicConstraints()).isZero();
    assertThat(Duration.between(Instant.now(), shown.getNotAfter().toInstant()).toDays())
        .isBetween(363L, 365L);
  }

  @Test
  void givenKeys_whenAskedAgain_thenTheyAreTheSameAndOthersHaveTheSameAuthority() throws Exception {
    NodeKeys first = certificates.of("node-1");
    byte[] bytes = Files.readAllBytes(first.keyStore());

    NodeKeys again = certificates.of("node-1");
    NodeKeys other = certificates.of("node-2");

    assertThat(again).isEqualTo(first);
    assertThat(Files.readAllBytes(again.keyStore())).isEqualTo(bytes);
    assertThat(other.trustStore()).isEqualTo(first.trustStore());
    Certificate authority = load(other.trustStore(), other.password()).getCertificate("authority");
    load(other.keyStore(), other.password())
        .getCertificate("node-2")
        .verify(authority.getPublicKey());
    assertThat(load(certificates.directory().resolve("authority.p12"), first.password()).size())
        .isEqualTo(1); // no node's key stays in it
  }

  @Test
  void givenKeys_whenLookedAt_thenOnlyTheOwnerMayAndThePasswordIsRandom() throws Exception {
    NodeKeys keys = certificates.of("node-1");

    try (Stream<Path> files = Files.list(certificates.directory())) {
      for (Path file : files.filter(each -> !each.endsWith("authority.p12")).toList()) {
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(fromString("rw-------"));
      }
    }
    assertThat(Files.getPosixFilePermissions(certificates.directory()))
        .isEqualTo(fromString("rwx------"));
    assertThat(keys.password()).hasSize(32);
    assertThat(keys.toString()).doesNotContain(keys.password());
    certificates.delete();
    assertThat(certificates.of("node-1").password()).isNotEqualTo(keys.password());
  }

  @Test
  void givenAStoreThatIsNone_whenAsked_thenItIsSaidWhere() throws Exception {
    Files.writeString(certificates.of("node-1").keyStore(), "no key store");

    assertThatThrownBy(() -> certificates.of("node-1"))
        .hasMessageContaining(certificates.directory().toString());
  }

  private static KeyStore load(Path file, String password) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    return store;
  }
}
