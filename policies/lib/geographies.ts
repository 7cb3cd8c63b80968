/** The geography of each region that the platform may use, as catalogue/models.json has it. */
export const GEOGRAPHIES: ReadonlyMap<string, string> = new Map([
  ["southcentralus", "us"],
  ["eastus", "us"],
  ["westeurope", "eu"],
  ["francecentral", "eu"],
  ["japaneast", "jp"],
]);

/** Azure takes `East US` for `eastus`. */
export const geographyOf = (region: unknown): string | undefined =>
  typeof region === "string"
    ? GEOGRAPHIES.get(region.toLowerCase().replaceAll(" ", ""))
    : undefined;
