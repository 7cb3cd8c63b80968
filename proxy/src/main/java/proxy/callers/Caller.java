package proxy.callers;

/**
 * Who calls.
 *
 * @param subject a stable, pseudonymous name
 * @param application the client application, whose allowance it uses; the subject when the token names none
 */
public record Caller(String subject, String application, Profile profile) {}
