package proxy.balance;

/** A deployment of one account as the balancer sees it. {@code pool} is the quota bucket it draws from; priority 1 goes before 2. */
public record Backend(String deployment, String account, String pool, int priority) {}
