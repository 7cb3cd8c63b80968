package proxy.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The files that make a configuration: the document, and the list of words that it may name. */
public final class ConfigFiles {

    private static final JsonMapper JSON = new JsonMapper();

    private ConfigFiles() {}

    /** All that they say, empty when one cannot be read. It changes whenever the configuration does. */
    public static Optional<String> all(Path document) {
        return text(document)
                .flatMap(text -> wordFile(document, text)
                        .map(words -> text(words).map(more -> text + "\n" + more))
                        .orElse(Optional.of(text)));
    }

    /** Of a document that may be wrong: what it says is checked elsewhere. */
    private static Optional<Path> wordFile(Path document, String text) {
        try {
            var name = JSON.readTree(text).at("/screening/wordFile");
            return name.isTextual() ? Optional.of(beside(document, name.textValue())) : Optional.empty();
        } catch (JsonProcessingException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** @param document beside which the file is looked for; the working directory when empty */
    static Optional<String> named(Optional<Path> document, String name) {
        try {
            return text(document.map(it -> beside(it, name)).orElseGet(() -> Path.of(name)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Path beside(Path document, String name) {
        return document.toAbsolutePath().resolveSibling(name);
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
