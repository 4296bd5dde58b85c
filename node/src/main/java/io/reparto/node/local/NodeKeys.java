package io.reparto.node.local;

import java.nio.file.Path;

/**
 * What a node shows to others over TLS, and whom it believes.
 *
 * @param keyStore PKCS#12: its key, its certificate and the authority's
 * @param trustStore PKCS#12: the authority's certificate
 * @param password of both stores and of the key
 */
record NodeKeys(Path keyStore, Path trustStore, String password) {
  @Override
  public String toString() {
    return "NodeKeys[keyStore=" + keyStore + "]"; // passwords don't belong in logs
  }
}
