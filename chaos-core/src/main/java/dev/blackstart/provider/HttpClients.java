package dev.blackstart.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The HTTP clients of a run, made when first needed: one for each pair of TLS rule and connect timeout in the file. Thread-safe. */
final class HttpClients {
    static {
        // Files set Host to reach one of several virtual servers; the client refuses that unless told before its first
        // use.
        if (System.getProperty("jdk.httpclient.allowRestrictedHeaders") == null) {
            System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection");
        }
    }

    private final Surroundings surroundings;
    private final Map<Rule, HttpClient> clients = new HashMap<>();

    HttpClients(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * A client by these rules.
     *
     * @param verifyTls true, false, or the path of a file of CA certificates
     * @throws IllegalStateException when that file cannot be used
     */
    synchronized HttpClient client(Object verifyTls, @Nullable Duration connectTimeout) {
        return clients.computeIfAbsent(new Rule(verifyTls, connectTimeout), this::build);
    }

    private HttpClient build(Rule rule) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL);
        if (rule.connectTimeout != null) {
            builder.connectTimeout(rule.connectTimeout);
        }
        if (!Boolean.TRUE.equals(rule.verifyTls)) {
            builder.sslContext(context(rule.verifyTls));
        }
        return builder.build();
    }

    private SSLContext context(Object verifyTls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trusted =
                    verifyTls instanceof String file ? authorities(file) : new TrustManager[] {new TrustAnyone()};
            context.init(null, trusted, new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("provider.verify_tls: '" + verifyTls + "' cannot be used: " + e, e);
        }
    }

    private TrustManager[] authorities(String file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(surroundings.folder().resolve(file))) {
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca-" + number++, each);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private record Rule(Object verifyTls, @Nullable Duration connectTimeout) {}

    /** For {@code verify_tls: false}. The extended class, so that the host name is not checked either. */
    private static final class TrustAnyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
