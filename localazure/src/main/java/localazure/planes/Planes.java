package localazure.planes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import localazure.arm.Catalogue;
import localazure.arm.Operator;
import localazure.arm.Plane;
import localazure.arm.ResourceStore;
import localazure.console.Console;
import localazure.planes.containerapps.AppPlane;
import localazure.planes.containerapps.AppTelemetry;
import localazure.planes.containerapps.EnvironmentPlane;
import localazure.planes.cosmos.CosmosFront;
import localazure.planes.cosmos.CosmosPlane;
import localazure.planes.entra.EntraEndpoints;
import localazure.planes.entra.IdentityEndpoint;
import localazure.planes.entra.Issuer;
import localazure.planes.gateway.GatewayPlane;
import localazure.planes.monitor.Monitor;
import localazure.planes.net.Handler;
import localazure.planes.net.HttpServer;
import localazure.planes.net.Listener;
import localazure.planes.openai.AccountFront;
import localazure.planes.openai.AccountFront.Network;
import localazure.planes.openai.AccountTelemetry;
import localazure.planes.openai.Faults;
import localazure.planes.openai.Fleet;
import localazure.planes.openai.Generator;
import localazure.planes.openai.Quota;
import localazure.planes.openai.StoredResponses;
import localazure.planes.openai.Traffic;
import localazure.planes.pki.Authority;
import localazure.planes.registry.ImageStore;
import localazure.planes.registry.RegistryPlane;
import localazure.planes.registry.RegistryServer;

/** All data planes, wired and listening. Closing stops every replica and listener; what is on disk stays. */
public final class Planes implements AutoCloseable {
    private static final List<String> FRONT_NAMES =
            List.of("*.openai.azure.com", "*.cognitiveservices.azure.com", "*.documents.azure.com", Issuer.HOST);

    private final Map<String, Plane> byToken;
    private final int registryPort;
    private final int consolePort;
    private final Authority authority;
    private final Monitor monitor;
    private final Parts parts;

    private Planes(
            Map<String, Plane> byToken,
            int registryPort,
            int consolePort,
            Authority authority,
            Monitor monitor,
            Parts parts) {
        this.byToken = byToken;
        this.registryPort = registryPort;
        this.consolePort = consolePort;
        this.authority = authority;
        this.monitor = monitor;
        this.parts = parts;
    }

    /**
     * Starts listening.
     *
     * @param basePort first of the consecutive ports; 0 for any free ones, ingress included
     * @param queryEngine script of the engine that log alert rules are evaluated with
     * @throws IOException naming the port when one is taken
     */
    public static Planes start(
            Path stateDir,
            int basePort,
            ResourceStore store,
            Catalogue catalogue,
            Operator operator,
            Optional<Path> queryEngine)
            throws IOException {
        Settings settings = Settings.usual(stateDir, basePort, queryEngine);
        Planes planes = start(settings, store, catalogue, operator);
        planes.monitor().start();
        return planes;
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
        Monitor monitor = parts.keep(Monitor.open(stateDir, store, clock, settings.queryEngine()));

        Fleet fleet = new Fleet(arm, catalogue);
        Quota quota = new Quota(fleet, clock);
        Faults faults = new Faults();
        Traffic traffic = new Traffic(clock);
        StoredResponses responses = new StoredResponses();
        Generator generator = new Generator(fleet, quota, faults, traffic, responses, settings.latency());
        AccountTelemetry telemetry = new AccountTelemetry(fleet, monitor.metrics(), monitor.diagnostics());
        EntraEndpoints entra = new EntraEndpoints(issuer);
        Handler accounts =
                new AccountFront(Network.PRIVATE, arm, fleet, issuer, generator, responses, traffic, telemetry);
        CosmosPlane cosmos = parts.keep(new CosmosPlane(stateDir.resolve("cosmos"), clock));
        Handler privateSide = byHost(entra, new CosmosFront(true, store, issuer, cosmos, monitor.metrics()), accounts);
        Handler publicSide = byHost(
                entra,
                new CosmosFront(false, store, issuer, cosmos, monitor.metrics()),
                new AccountFront(Network.PUBLIC, arm, fleet, issuer, generator, responses, traffic, telemetry));

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
        monitor.collectFrom(new AppTelemetry(apps, store, monitor));
        GatewayPlane gateways = parts.keep(new GatewayPlane(
                stateDir,
                settings.firstGateway(),
                authority,
                arm,
                (host, network) -> environments.reaches(host, network)
                        ? apps.ingressPort(host)
                        : environments.portOf(host, Optional.of(network)),
                clock,
                monitor.metrics()));
        Console console = new Console(
                arm, fleet, quota, faults, traffic, apps, gateways, monitor, issuer, operator, authority.file());
        Listener page = parts.keep(HttpServer.plain("console", settings.port(0), console));

        Map<String, Plane> byToken = new HashMap<>(monitor.byToken());
        byToken.put(Arm.REGISTRY, new RegistryPlane(images, apps::forgetRegistry));
        byToken.put(Arm.ENVIRONMENT, environments);
        byToken.put(Arm.CONTAINER_APP, apps);
        byToken.put(Arm.APPLICATION_GATEWAY, gateways);
        byToken.put(CosmosPlane.CONTAINER, cosmos);
        return new Planes(Map.copyOf(byToken), registry.port(), page.port(), authority, monitor, parts);
    }

    private static Handler byHost(Handler entra, Handler cosmos, Handler accounts) {
        return exchange -> {
            String host = exchange.host();
            Handler known = CosmosFront.serves(host) ? cosmos : accounts;
            (host.equals(Issuer.HOST) ? entra : known).handle(exchange);
        };
    }

    /** The planes by unversioned Pulumi type, for instance {@code azure-native:app:ContainerApp}. */
    public Map<String, Plane> byToken() {
        return byToken;
    }

    Monitor monitor() {
        return monitor;
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
        return authority.file();
    }

    /** A certificate of the local authority with its key, as a PFX without a password. */
    public byte[] certificate(List<String> names) throws IOException {
        return authority.pfx(names);
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        parts.close();
    }
}
