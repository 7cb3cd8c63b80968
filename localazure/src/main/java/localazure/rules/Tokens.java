package localazure.rules;

/** Type tokens that rules of other types name. */
final class Tokens {
    static final String RESOURCE_GROUP = "azure-native:resources:ResourceGroup";
    static final String NETWORK_SECURITY_GROUP = "azure-native:network:NetworkSecurityGroup";
    static final String VIRTUAL_NETWORK = "azure-native:network:VirtualNetwork";
    static final String PRIVATE_ZONE = "azure-native:network:PrivateZone";
    static final String VIRTUAL_NETWORK_LINK = "azure-native:network:VirtualNetworkLink";
    static final String PRIVATE_ENDPOINT = "azure-native:network:PrivateEndpoint";
    static final String PRIVATE_DNS_ZONE_GROUP = "azure-native:network:PrivateDnsZoneGroup";
    static final String IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";
    static final String ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment";
    static final String WORKSPACE = "azure-native:operationalinsights:Workspace";
    static final String DIAGNOSTIC_SETTING = "azure-native:insights:DiagnosticSetting";
    static final String ACTION_GROUP = "azure-native:insights:ActionGroup";
    static final String METRIC_ALERT = "azure-native:insights:MetricAlert";
    static final String SCHEDULED_QUERY_RULE = "azure-native:insights:ScheduledQueryRule";
    static final String WORKBOOK = "azure-native:insights:Workbook";
    static final String ACCOUNT = "azure-native:cognitiveservices:Account";
    static final String RAI_BLOCKLIST = "azure-native:cognitiveservices:RaiBlocklist";
    static final String RAI_BLOCKLIST_ITEM = "azure-native:cognitiveservices:RaiBlocklistItem";
    static final String RAI_POLICY = "azure-native:cognitiveservices:RaiPolicy";
    static final String DEPLOYMENT = "azure-native:cognitiveservices:Deployment";
    static final String REGISTRY = "azure-native:containerregistry:Registry";
    static final String PUBLIC_IP_ADDRESS = "azure-native:network:PublicIPAddress";
    static final String WAF_POLICY = "azure-native:network:WebApplicationFirewallPolicy";
    static final String APPLICATION_GATEWAY = "azure-native:network:ApplicationGateway";
    static final String PRIVATE_RECORD_SET = "azure-native:network:PrivateRecordSet";
    static final String VAULT = "azure-native:keyvault:Vault";
    static final String SECRET = "azure-native:keyvault:Secret";
    static final String DATABASE_ACCOUNT = "azure-native:documentdb:DatabaseAccount";
    static final String SQL_DATABASE = "azure-native:documentdb:SqlResourceSqlDatabase";
    static final String SQL_CONTAINER = "azure-native:documentdb:SqlResourceSqlContainer";
    static final String SQL_ROLE_DEFINITION = "azure-native:documentdb:SqlResourceSqlRoleDefinition";
    static final String SQL_ROLE_ASSIGNMENT = "azure-native:documentdb:SqlResourceSqlRoleAssignment";
    static final String ENVIRONMENT = "azure-native:app:ManagedEnvironment";
    static final String CONTAINER_APP = "azure-native:app:ContainerApp";

    private Tokens() {}
}
