package localazure.planes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import localazure.arm.Catalogue;
import localazure.arm.Operator;
import localazure.arm.Plane;
import localazure.arm.ResourceStore;
import localazure.console.Console;
import localazure.planes.containerapps.AppPlane;
import localazure.planes.containerapps.EnvironmentPlane;
import localazure.planes.entra.EntraEndpoints;
import localazure.planes.entra.IdentityEndpoint;
import localazure.planes.entra.Issuer;
import localazure.planes.net.Handler;
import localazure.planes.net.HttpServer;
import localazure.planes.net.Listener;
import localazure.planes.openai.AccountFront;
import localazure.planes.openai.AccountFront.Network;
import localazure.planes.openai.Faults;
import localazure.planes.openai.Fleet;
import localazure.planes.openai.Generator;
import localazure.planes.openai.Latency;
import localazure.planes.openai.Quota;
import localazure.planes.openai.Traffic;
import localazure.planes.pki.Authority;
import localazure.planes.registry.ImageStore;
import localazure.planes.registry.RegistryPlane;
import localazure.planes.registry.RegistryServer;

/** All data planes, wired and listening. Closing stops every replica and listener; what is on disk stays. */
public final class Planes implements AutoCloseable {
    private static final List<String> FRONT_NAMES =
            List.of("*.openai.azure.com", "*.cognitiveservices.azure.com", Issuer.HOST);

    private final Map<String, Plane> byToken;
    private final int registryPort;
    private final int consolePort;
    private final Path caFile;
    private final Parts parts;

    private Planes(Map<String, Plane> byToken, int registryPort, int consolePort, Path caFile, Parts parts) {
        this.byToken = byToken;
        this.registryPort = registryPort;
        this.consolePort = consolePort;
        this.caFile = caFile;
        this.parts = parts;
    }

    /**
     * Starts listening.
     *
     * @param basePort first of the consecutive ports; 0 for any free ones, ingress included
     * @throws IOException naming the port when one is taken
     */
    public static Planes start(Path stateDir, int basePort, ResourceStore store, Catalogue catalogue, Operator operator)
            throws IOException {
        Settings settings = Settings.usual(stateDir, basePort);
        return start(settings, store, catalogue, operator);
    }

    static Planes start(Settings settings, ResourceStore store, Catalogue catalogue, Operator operator)
            throws IOException {
        Parts parts = new Parts();
        try {
            return start(settings, store, catalogue, operator, parts);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static Planes start(
            Settings settings, ResourceStore store, Catalogue catalogue, Operator operator, Parts parts)
            throws IOException {
        Files.createDirectories(settings.stateDir());
        Path stateDir = settings.stateDir().toRealPath();
        Clock clock = settings.clock();
        Arm arm = new Arm(store);
        Authority authority = Authority.in(stateDir);
        Issuer issuer = Issuer.in(stateDir, clock);

        Fleet fleet = new Fleet(arm, catalogue);
        Quota quota = new Quota(fleet, clock);
        Faults faults = new Faults();
        Traffic traffic = new Traffic(clock);
        Generator generator = new Generator(fleet, quota, faults, traffic, settings.latency());
        EntraEndpoints entra = new EntraEndpoints(issuer);
        Handler accounts = new AccountFront(Network.PRIVATE, arm, fleet, issuer, generator, traffic);
        Handler privateSide = exchange -> (exchange.host().equals(Issuer.HOST) ? entra : accounts).handle(exchange);
        Handler publicSide = new AccountFront(Network.PUBLIC, arm, fleet, issuer, generator, traffic);

        ImageStore images = new ImageStore(stateDir.resolve("registry"));
        IdentityEndpoint identities = new IdentityEndpoint(arm, issuer, clock);
        SSLContext tls = authority.server(FRONT_NAMES);
        Listener registry = parts.keep(HttpServer.plain("registry", settings.port(2), new RegistryServer(arm, images)));
        Listener identity = parts.keep(HttpServer.plain("identity", settings.port(3), identities));
        Listener privateFront = parts.keep(HttpServer.tls("private-front", settings.port(4), tls, privateSide));
        Listener publicFront = parts.keep(HttpServer.tls("public-front", settings.port(5), tls, publicSide));

        EnvironmentPlane environments =
                parts.keep(new EnvironmentPlane(store, fleet, privateFront.port(), publicFront.port()));
        AppPlane.Platform platform = new AppPlane.Platform(
                stateDir,
                authority,
                address(registry.port()),
                identity.port(),
                settings.firstIngress(),
                settings.engine());
        AppPlane apps = parts.keep(new AppPlane(platform, arm, images, environments, identities));
        Console console = new Console(arm, fleet, quota, faults, traffic, apps, issuer, operator);
        Listener page = parts.keep(HttpServer.plain("console", settings.port(0), console));

        Map<String, Plane> byToken = Map.of(
                Arm.REGISTRY,
                new RegistryPlane(images, apps::forgetRegistry),
                Arm.ENVIRONMENT,
                environments,
                Arm.CONTAINER_APP,
                apps);
        return new Planes(byToken, registry.port(), page.port(), authority.file(), parts);
    }

    /** The planes by unversioned Pulumi type, for instance {@code azure-native:app:ContainerApp}. */
    public Map<String, Plane> byToken() {
        return byToken;
    }

    /** Where images are pushed and pulled, as {@code host:port}. */
    public String registryAddress() {
        return address(registryPort);
    }

    /** URL of the console page and the control API. */
    public String consoleUrl() {
        return "http://" + address(consolePort);
    }

    /** PEM file that makes clients trust the local endpoints. */
    public Path caFile() {
        return caFile;
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        parts.close();
    }

    /**
     * Where and at what pace the planes run.
     *
     * @param basePort first of the consecutive ports; 0 for any free ones
     * @param firstIngress port of the first app; 0 for any free ones
     * @param engine {@code podman}, {@code docker}, {@code process}, or empty for what the machine has
     */
    record Settings(Path stateDir, int basePort, int firstIngress, String engine, Clock clock, Latency latency) {
        private static final int FIRST_INGRESS = 8443;

        static Settings usual(Path stateDir, int basePort) {
            String engine = System.getenv().getOrDefault("SLUICE_CONTAINER_ENGINE", "");
            int ingress = basePort == 0 ? 0 : FIRST_INGRESS;
            return new Settings(stateDir, basePort, ingress, engine, Clock.systemUTC(), Latency.USUAL);
        }

        int port(int offset) {
            return basePort == 0 ? 0 : basePort + offset;
        }
    }
}
