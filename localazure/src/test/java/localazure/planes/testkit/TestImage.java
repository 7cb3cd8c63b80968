package localazure.planes.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import localazure.planes.Json;
import localazure.planes.registry.Digest;

/** Makes small images and pushes them as any client would. */
public final class TestImage {
    /** When every entry was last modified. */
    public static final long MODIFIED_SECONDS = 86_400;

    /** One tar entry. */
    public record Entry(String name, char type, String link, int mode, byte[] bytes) {
        public static Entry file(String name, int mode, byte[] bytes) {
            return new Entry(name, '0', "", mode, bytes);
        }

        public static Entry file(String name, String text) {
            return file(name, 0644, text.getBytes(StandardCharsets.UTF_8));
        }

        public static Entry link(String name, String target) {
            return new Entry(name, '2', target, 0777, new byte[0]);
        }

        public static Entry hardLink(String name, String target) {
            return new Entry(name, '1', target, 0644, new byte[0]);
        }
    }

    private TestImage() {}

    /** An image whose program is {@link TinyServer} under this machine's Java; returns its reference by digest. */
    public static String pushServer(Room room, String loginServer, String marker) throws Exception {
        String java = System.getProperty("java.home") + "/bin/java";
        String script = "#!/bin/sh\nexec \"" + java + "\" -XX:TieredStopAtLevel=1 -cp classes "
                + TinyServer.class.getName() + " \"$@\"\n";
        byte[] code = TinyServer.class.getResourceAsStream("TinyServer.class").readAllBytes();
        String classFile = "opt/app/classes/" + TinyServer.class.getName().replace('.', '/') + ".class";
        byte[] layer = layer(
                Entry.file("opt/app/run.sh", 0755, script.getBytes(StandardCharsets.UTF_8)),
                Entry.file(classFile, 0644, code));
        return push(room, loginServer, "proxy", List.of("/opt/app/run.sh"), List.of(marker), layer);
    }

    public static String push(
            Room room, String loginServer, String name, List<String> entrypoint, List<String> cmd, byte[] layer)
            throws Exception {
        String base = "http://" + room.planes.registryAddress() + "/v2/" + loginServer + "/" + name;
        byte[] config = Json.object(
                        "os", "linux",
                        "architecture", "amd64",
                        "config", Json.object("Entrypoint", entrypoint, "Cmd", cmd, "WorkingDir", "/opt/app"))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        for (byte[] blob : List.of(layer, config))
            send(room, "POST", base + "/blobs/uploads/?digest=" + Digest.of(blob), blob, 201);
        byte[] manifest = Json.object(
                        "schemaVersion", 2,
                        "config", descriptor("application/vnd.oci.image.config.v1+json", config),
                        "layers", Json.array(descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer)))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        send(room, "PUT", base + "/manifests/latest", manifest, 201);
        return loginServer + "/" + name + "@" + Digest.of(manifest);
    }

    private static Object descriptor(String type, byte[] blob) {
        return Json.object(
                "mediaType",
                type,
                "size",
                blob.length,
                "digest",
                Digest.of(blob).toString());
    }

    private static void send(Room room, String method, String url, byte[] body, int expected) throws Exception {
        HttpClient client = room.direct();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .header("content-type", "application/vnd.oci.image.manifest.v1+json")
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) throw new IOException(answer.statusCode() + " " + answer.body());
    }

    /** A gzip-compressed layer. */
    public static byte[] layer(Entry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (Entry entry : entries) {
                out.write(header(entry));
                out.write(entry.bytes());
                out.write(new byte[(512 - entry.bytes().length % 512) % 512]);
            }
            out.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(Entry entry) {
        byte[] header = new byte[512];
        put(header, 0, entry.name());
        put(header, 100, String.format("%07o", entry.mode()));
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format("%011o", entry.bytes().length));
        put(header, 136, String.format("%011o", MODIFIED_SECONDS));
        header[156] = (byte) entry.type();
        put(header, 157, entry.link());
        put(header, 257, "ustar");
        put(header, 263, "00");
        put(header, 148, "        ");
        int sum = 0;
        for (byte each : header) sum += each & 0xff;
        put(header, 148, String.format("%06o", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
