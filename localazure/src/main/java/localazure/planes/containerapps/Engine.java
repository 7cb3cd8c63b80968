package localazure.planes.containerapps;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What runs replicas on this machine. */
interface Engine {
    /**
     * One replica to start.
     *
     * @param name unique among the replicas that run
     * @param log appended to
     */
    record Launch(String name, Image image, List<String> commandLine, Map<String, String> environment, Path log) {}

    /** {@code podman}, {@code docker} or {@code process}. */
    String name();

    /** Makes an image ready to start. Called again for an image that is, it does nothing. */
    void prepare(Image image) throws IOException;

    /** Starts a replica; the process lives as long as the replica, and a SIGTERM to it reaches the replica. */
    Process start(Launch launch) throws IOException;

    /** Ends a replica at once. */
    void kill(String name, Process process);

    /** Removes what {@link #prepare} made. */
    void discard(Image image) throws IOException;

    /** Removes every image of a registry, also those that an interrupted run left. */
    void discardAll(String loginServer) throws IOException;

    /** Ends the replicas that an earlier run on the same state folder left behind. */
    void removeOrphans() throws IOException;
}
