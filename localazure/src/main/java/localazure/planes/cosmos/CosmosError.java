package localazure.planes.cosmos;

/** A refusal in the words of Cosmos DB. Source: Microsoft Learn: HTTP status codes for Azure Cosmos DB. */
final class CosmosError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int subStatus;
    private final String code;

    CosmosError(int status, int subStatus, String code, String message) {
        super(message);
        this.status = status;
        this.subStatus = subStatus;
        this.code = code;
    }

    static CosmosError badRequest(String message) {
        return new CosmosError(400, 0, "BadRequest", message);
    }

    static CosmosError notFound() {
        return new CosmosError(404, 0, "NotFound", "Entity with the specified id does not exist in the system.");
    }

    /** The substatus by which a client knows that the container itself is gone. */
    static CosmosError containerNotFound() {
        return new CosmosError(404, 1003, "NotFound", "Owner resource does not exist");
    }

    static CosmosError conflict() {
        return new CosmosError(409, 0, "Conflict", "Entity with the specified id already exists in the system.");
    }

    static CosmosError precondition() {
        return new CosmosError(412, 0, "PreconditionFailed", "One of the specified pre-condition is not met");
    }

    int status() {
        return status;
    }

    int subStatus() {
        return subStatus;
    }

    String code() {
        return code;
    }
}
