import { geographyOf } from "../../lib/geographies";
import type { Finding } from "../../lib/messages";
import { defineRule, type Props } from "../../lib/rule";

/** The program's word for data that no caller profile binds. */
const ANY = "any";

/** Where the data is: the replicas of a database say it, not the resource's own location. */
const regions = (props: Props): readonly [string, unknown][] =>
  Array.isArray(props.locations) && props.locations.length > 0
    ? props.locations.map(({ locationName }, index) => [
        `locations[${index}].locationName`,
        locationName,
      ])
    : [["location", props.location]];

/** A stack's own bound only tightens what the profiles say. */
function allowedBy(tag: unknown, widest: readonly string[]): (geography?: string) => boolean {
  const listed = typeof tag === "string" ? tag.split(" ") : [];
  return (geography) =>
    (listed.includes(ANY) || (geography !== undefined && listed.includes(geography))) &&
    (widest.length === 0 || (geography !== undefined && widest.includes(geography)));
}

function* stamp(props: Props, geography: string | undefined): Iterable<Finding> {
  const seen = props.tags?.geography;
  if (geography === undefined || seen === geography) return;
  yield {
    problem: `is stamped with another geography than its own, ${geography}`,
    property: "tags.geography",
    seen,
    fix: "Let the program write the tag from the region",
  };
}

export const dataWithinGeographies = defineRule<{ geographies: readonly string[] }>({
  id: "data-within-geographies",
  ref: "GDPR-2",
  alsoCovers: ["COS-6"],
  title: "Callers' data is in geographies that their profiles list",
  severity: "critical",
  area: "data",
  appliesTo: ["cognitiveservices:Account", "documentdb:DatabaseAccount"],
  configSchema: {
    geographies: {
      type: "array",
      items: { type: "string" },
      default: [],
      description:
        "The only geographies that may hold data, whatever tags say; no bound when empty.",
    },
  },
  *check(props, { config }) {
    const tag = props.tags?.allowedGeographies;
    const allowed = allowedBy(tag, config.geographies);
    for (const [property, region] of regions(props)) {
      const geography = geographyOf(region);
      yield* stamp(props, geography);
      if (allowed(geography)) continue;
      const bound = config.geographies.length > 0 ? ` and ${config.geographies.join(", ")}` : "";
      yield {
        problem: `keeps data in ${geography ?? "a geography that is not known"}, allowed is ${tag ?? "none"}${bound}`,
        property,
        seen: region,
        fix: "Choose a region of an allowed geography, or list the geography in the callers' profiles",
      };
    }
  },
});
