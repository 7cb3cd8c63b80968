package localazure.arm;

import java.time.Clock;
import java.time.Duration;

/**
 * What rules look at besides the change itself.
 *
 * @param store every live resource
 * @param deleted accounts in their retention time, by the id they had
 * @param softDelete how long a deleted account keeps its name; zero purges it at once
 */
public record Azure(
        ResourceStore store, ResourceStore deleted, Catalogue catalogue, Clock clock, Duration softDelete) {}
