package io.reparto.node.cli.remote;

import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * What stands for TLS in a client that only speaks HTTP. Java's client else prepares for HTTPS when
 * it is built, with all certificates of the JDK: half a second of processor time in a new process.
 */
final class NoTls extends SSLContext {
  NoTls() {
    super(new Nothing(), null, "none");
  }

  private static final class Nothing extends SSLContextSpi {
    private static UnsupportedOperationException noTls() {
      return new UnsupportedOperationException("this client speaks HTTP alone");
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trusted, SecureRandom random) {
      throw noTls();
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      throw noTls();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      throw noTls();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      throw noTls();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      throw noTls();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      throw noTls();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      throw noTls();
    }

    // The client asks for these when it is built.
    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return new SSLParameters(new String[0], new String[] {"TLSv1.3"});
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return engineGetDefaultSSLParameters();
    }
  }
}
