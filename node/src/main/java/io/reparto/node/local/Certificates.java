package io.reparto.node.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The certificates of a local cluster: an authority of its own and a key pair for each node that it
 * signed, for 127.0.0.1 and localhost, valid for a year. The JDK makes certificates only by its
 * program keytool; what is left is the key store API.
 */
public final class Certificates {
  private static final String PKCS12 = "PKCS12";
  private static final String AUTHORITY = "authority";
  private static final int VALID_DAYS = 365;
  private static final int PASSWORD_BYTES = 24;

  private final Path directory;

  public Certificates(RunDirectory run) {
    directory = run.certificates();
  }

  public Path directory() {
    return directory;
  }

  private Path passwordFile() {
    return directory.resolve("password");
  }

  private Path authority() {
    return directory.resolve("authority.p12");
  }

  private Path trustStore() {
    return directory.resolve("trust.p12");
  }

  private Path keyStore(String node) {
    return directory.resolve(node + ".p12");
  }

  /** Forgets all of them; nodes that run keep what they have read, but no new one can join them. */
  void delete() throws IOException {
    PrivateFiles.deleteTree(directory);
  }

  /**
   * The keys of a node, made if they are missing. The caller holds the run directory's lock.
   *
   * @throws LocalClusterException if they have expired, or keytool fails
   */
  NodeKeys of(String node) throws IOException, InterruptedException {
    try {
      makeAuthority();
      if (!Files.exists(keyStore(node))) {
        make(node);
      }
      refuseExpired(keyStore(node), node);
      return new NodeKeys(keyStore(node), trustStore(), password());
    } catch (GeneralSecurityException e) {
      throw unreadable(directory, e);
    }
  }

  private static LocalClusterException unreadable(Path path, Exception e) {
    return new LocalClusterException(
        "certificates can't be read: path="
            + path
            + ", "
            + e
            + "; end the cluster (reparto down) and make new ones (reparto certs --renew)",
        e);
  }

  /** The trust store is made last: where it is, the rest is. */
  private void makeAuthority() throws IOException, InterruptedException, GeneralSecurityException {
    if (Files.exists(trustStore())) {
      return;
    }
    delete();
    PrivateFiles.createDirectories(directory);
    var random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    PrivateFiles.write(
        passwordFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    keytool(
        AUTHORITY,
        "-dname",
        "CN=Reparto local cluster",
        "-ext",
        "bc:critical=ca:true,pathlen:0",
        "-ext",
        "ku:critical=keyCertSign,cRLSign");
    KeyStore trust = KeyStore.getInstance(PKCS12);
    trust.load(null, null);
    trust.setCertificateEntry(AUTHORITY, load(authority()).getCertificate(AUTHORITY));
    store(trust, trustStore());
  }

  /**
   * Keytool signs within one store only, so the new key moves out of the authority's afterwards.
   */
  private void make(String node)
      throws IOException, InterruptedException, GeneralSecurityException {
    keytool(
        node,
        "-signer",
        AUTHORITY,
        "-dname",
        "CN=" + node,
        "-ext",
        "san=ip:" + LocalNode.HOST + ",dns:localhost",
        "-ext",
        "ku:critical=digitalSignature",
        "-ext",
        "eku=serverAuth,clientAuth");
    KeyStore signed = load(authority());
    char[] password = password().toCharArray();
    KeyStore own = KeyStore.getInstance(PKCS12);
    own.load(null, null);
    Certificate[] chain = signed.getCertificateChain(node);
    own.setKeyEntry(node, signed.getKey(node, password), password, chain);
    signed.deleteEntry(node);
    store(signed, authority());
    store(own, keyStore(node));
  }

  private void refuseExpired(Path file, String alias) throws IOException, GeneralSecurityException {
    for (Certificate each : load(file).getCertificateChain(alias)) {
      Instant end = ((X509Certificate) each).getNotAfter().toInstant();
      if (end.isBefore(Instant.now())) {
        throw new LocalClusterException(
            "a certificate has expired: file="
                + file
                + ", expired="
                + end
                + "; end the cluster (reparto down) and make new ones (reparto certs --renew)");
      }
    }
  }

  private String password() throws IOException {
    return Files.readString(passwordFile(), StandardCharsets.UTF_8).strip();
  }

  private KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(PKCS12);
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password().toCharArray());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return store;
  }

  private void store(KeyStore store, Path file) throws IOException, GeneralSecurityException {
    var bytes = new ByteArrayOutputStream();
    store.store(bytes, password().toCharArray());
    PrivateFiles.write(file, bytes.toByteArray());
  }

  /** Adds a key pair to the authority's store. The password is in no list of processes. */
  private void keytool(String alias, String... more) throws IOException, InterruptedException {
    Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
    if (!Files.isExecutable(program)) {
      throw new LocalClusterException("this Java has no keytool, take a JDK: missing=" + program);
    }
    var command = new ArrayList<>(List.of(program.toString(), "-genkeypair", "-alias", alias));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-validity", Integer.toString(VALID_DAYS)));
    command.addAll(List.of("-storetype", PKCS12, "-keystore", authority().toString()));
    command.addAll(List.of("-storepass:file", passwordFile().toString()));
    command.addAll(Arrays.asList(more));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    keytool.getOutputStream().close();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new LocalClusterException(
          "keytool failed: exit code=" + keytool.exitValue() + ", " + output.strip());
    }
  }
}
