package localazure.rules;

import localazure.arm.ArmException;

/** Refusals in Azure's words. */
final class Refuse {
    private Refuse() {}

    static ArmException badRequest(String code, String format, Object... values) {
        return new ArmException(400, code, String.format(format, values));
    }

    static ArmException notFound(String code, String format, Object... values) {
        return new ArmException(404, code, String.format(format, values));
    }

    static ArmException conflict(String code, String format, Object... values) {
        return new ArmException(409, code, String.format(format, values));
    }

    /** A reference that leads nowhere, or into another region: Azure answers both alike. */
    static ArmException invalidReference(String target, String from) {
        return badRequest(
                "InvalidResourceReference",
                "Resource %s referenced by resource %s was not found. Please make sure that the referenced resource exists,"
                        + " and that both resources are in the same region.",
                target,
                from);
    }
}
