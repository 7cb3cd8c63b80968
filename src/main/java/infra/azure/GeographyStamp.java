package infra.azure;

import java.util.Map;

/**
 * What a resource that holds callers' data says of where it is and where that data may be; rules of the policy pack read it.
 *
 * @param geography of its region, such as {@code eu}
 * @param allowed geographies that the callers' profiles list, joined by a space; {@code any} where they list none
 */
public record GeographyStamp(String geography, String allowed) {

    public static final String ANY = "any";

    public Map<String, String> tags() {
        return Map.of("geography", geography, "allowedGeographies", allowed);
    }
}
