package localazure.arm;

/** The one Entra tenant of the local Azure, and who deploys into it. */
public final class Tenant {
    public static final String ID = "72f988bf-0000-4000-8000-000000000001";

    /** Object id of the principal that runs the engine. */
    public static final String DEPLOYER_OBJECT_ID = "72f988bf-0000-4000-8000-000000000002";

    /** Client id that the deployer signs in with. */
    public static final String DEPLOYER_CLIENT_ID = "72f988bf-0000-4000-8000-000000000003";

    /** The subscription used when a provider is not told one. */
    public static final String DEFAULT_SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";

    private Tenant() {}
}
