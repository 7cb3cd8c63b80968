package localazure.planes.cosmos;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Resource ids as the SDK parses them: four bytes of the database, four of the container (with the highest bit set), eight of
 * the item. Source: Azure/azure-sdk-for-java {@code ResourceId}.
 */
final class Rid {
    private static final int CONTAINER_BIT = 0x80;

    private Rid() {}

    static String database(String armId) {
        return encode(hash(armId));
    }

    /** @param born tells two containers apart that had the same id one after the other */
    static String container(String databaseArmId, String born) {
        byte[] own = hash(born);
        own[0] |= (byte) CONTAINER_BIT;
        return encode(ByteBuffer.allocate(8).put(hash(databaseArmId)).put(own).array());
    }

    /** The id of the database that a container's id begins with. */
    static String databaseOf(String container) {
        return encode(Arrays.copyOf(Base64.getDecoder().decode(container.replace('-', '/')), 4));
    }

    static String item(String container, long number) {
        byte[] owner = Base64.getDecoder().decode(container.replace('-', '/'));
        return encode(ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(owner)
                .putLong(number)
                .array());
    }

    private static byte[] hash(String text) {
        UUID uuid = UUID.nameUUIDFromBytes(
                text.toLowerCase(java.util.Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return ByteBuffer.allocate(4)
                .putInt((int) uuid.getLeastSignificantBits())
                .array();
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes).replace('/', '-');
    }
}
