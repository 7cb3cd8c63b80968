/** One thing that is wrong with one resource. */
export interface Finding {
  /** Continues "Account 'eu-1' …", for instance "allows key login". */
  readonly problem: string;
  /** The property that shows it, as written in a program. */
  readonly property: string;
  /** Its value as seen. */
  readonly seen: unknown;
  /** An imperative sentence without its full stop. */
  readonly fix: string;
}

/** A seen value as text: absence has a word of its own, because absence is what most rules find. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "unset";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** For instance: Account 'eu-1' allows key login (disableLocalAuth: unset). Set disableLocalAuth to true. See … */
export function message(ruleId: string, type: string, name: string, finding: Finding): string {
  const noun = type.slice(type.indexOf(":") + 1);
  const { problem, property, seen, fix } = finding;
  return `${noun} '${name}' ${problem} (${property}: ${shown(seen)}). ${fix}. See policies/docs/${ruleId}.md`;
}
