import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What the account of the training proves itself with. */
final class Certificate {

    private static final String SECRET = "training";

    private final Path scratch;

    Certificate(Path scratch) {
        this.scratch = scratch;
    }

    /** The certificate in PEM form. */
    Path file() {
        return scratch.resolve("account.pem");
    }

    /** With a certificate of its own, which the proxy is told to trust. */
    SSLContext context() throws Exception {
        var store = scratch.resolve("account.p12");
        Files.deleteIfExists(store);
        keytool(
                "-genkeypair",
                "-alias",
                "account",
                "-keyalg",
                "EC",
                "-dname",
                "CN=account",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "account",
                "-file",
                scratch.resolve("account.pem").toString(),
                "-keystore",
                store.toString());
        var loaded = KeyStore.getInstance(store.toFile(), SECRET.toCharArray());
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(loaded, SECRET.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void keytool(String... arguments) throws Exception {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
        command.addAll(java.util.List.of(arguments));
        command.addAll(java.util.List.of("-storepass", SECRET));
        var log = scratch.resolve("keytool.log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + Files.readString(log));
        }
    }
}
