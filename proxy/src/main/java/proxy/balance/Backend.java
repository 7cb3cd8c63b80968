package proxy.balance;

/**
 * A deployment of one account as the balancer sees it.
 *
 * @param deployment the name that callers ask for
 * @param pool the quota bucket that it draws from
 * @param geography where its data may be processed, empty when unknown
 * @param priority 1 goes before 2
 */
public record Backend(String deployment, String account, String pool, String geography, int priority) {}
