package infra.registry;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Port;
import infra.plan.ProxyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The image as a recipe: C library, users and a temporary folder (or the base image), then runtime, dependencies and classes as
 * layers of their own, so that a change of the classes moves one small layer; their start-up cache changes with them. Times and owners
 * are fixed: equal parts give equal bytes, and the cache finds every archive as old as when it was recorded.
 */
final class ImageContent {

    private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
    private static final Instant TIME = Instant.ofEpochSecond(1);

    private ImageContent() {}

    /** @param scratch a folder for files that exist only in the image */
    static JibContainerBuilder of(ProxySources sources, Path scratch)
            throws IOException, InvalidImageReferenceException {
        var home = AbsoluteUnixPath.get(ImageLayout.HOME);
        var base = sources.base().orElse("");
        var builder = base.isEmpty()
                ? Jib.fromScratch().addFileEntriesLayer(cLibrary(sources))
                : Jib.from(RegistryAccess.image(base));
        return builder.addFileEntriesLayer(system(scratch))
                .addFileEntriesLayer(tree("runtime", sources.runtime(), home.resolve("runtime")))
                .addFileEntriesLayer(tree("dependencies", sources.dependencies(), home.resolve("lib")))
                .addFileEntriesLayer(layer(
                        "classes",
                        layer -> sources.program()
                                .forEach(file -> layer.addEntry(
                                        file, home.resolve(file.getFileName().toString())))))
                .setWorkingDirectory(home)
                .setEntrypoint(ImageLayout.ENTRY_POINT)
                .setUser(ImageLayout.USER)
                .addExposedPort(Port.tcp(ProxyConfig.PORT))
                .setCreationTime(TIME);
    }

    private static FileEntriesLayer cLibrary(ProxySources sources) {
        return layer("c-library", layer -> {
            for (var file : sources.cLibrary()) layer.addEntry(real(file), path(file), PROGRAM, TIME);
        });
    }

    private static FileEntriesLayer system(Path scratch) throws IOException {
        var folder = Files.createDirectories(scratch);
        var passwd = Files.writeString(folder.resolve("passwd"), ImageLayout.PASSWD);
        var group = Files.writeString(folder.resolve("group"), ImageLayout.GROUP);
        return layer(
                "system",
                layer -> layer.addEntry(passwd, AbsoluteUnixPath.get("/etc/passwd"))
                        .addEntry(group, AbsoluteUnixPath.get("/etc/group"))
                        // The only user owns it: nobody else is there to share it with.
                        .addEntry(
                                folder,
                                AbsoluteUnixPath.get("/tmp"),
                                FilePermissions.fromOctalString("700"),
                                TIME,
                                ImageLayout.USER));
    }

    private static FileEntriesLayer tree(String name, Path root, AbsoluteUnixPath target) {
        return layer(name, layer -> {
            for (var file : SourceTag.files(root)) {
                var permissions = Files.isExecutable(file) ? PROGRAM : FilePermissions.DEFAULT_FILE_PERMISSIONS;
                layer.addEntry(file, target.resolve(root.relativize(file)), permissions, TIME);
            }
        });
    }

    private static FileEntriesLayer layer(String name, Consumer<FileEntriesLayer.Builder> content) {
        var layer = FileEntriesLayer.builder().setName(name);
        content.accept(layer);
        return layer.build();
    }

    private static AbsoluteUnixPath path(Path file) {
        return AbsoluteUnixPath.get(file.toString());
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
