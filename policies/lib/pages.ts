import type { Rule } from "./rule";

/** The sections of a rule's page, in their order. */
export const SECTIONS = ["Summary", "Why", "How to comply", "Configuration", "Exceptions", "Links"];

/** What a page's front matter must say, because the code says it. */
export function facts(rule: Rule): Record<string, string> {
  return {
    id: rule.id,
    ref: rule.ref,
    ...(rule.alsoCovers && { alsoCovers: rule.alsoCovers.join(", ") }),
    severity: rule.severity,
    area: rule.area,
    resourceTypes: rule.appliesTo.join(", "),
  };
}

/** The `key: value` lines between the two `---` that open a page. */
export function frontMatter(page: string): Record<string, string> {
  const block = /^---\n(.*?)\n---\n/s.exec(page)?.[1] ?? "";
  return Object.fromEntries(
    block.split("\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
}

/** The page that lists all rules. */
export function indexPage(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => {
    const refs = [rule.ref, ...(rule.alsoCovers ?? [])].join(", ");
    return `| [${rule.id}](${rule.id}.md) | ${refs} | ${rule.severity} | ${rule.scope} | ${rule.title} |`;
  });
  return `# Rules

Written by \`npm run index\`. A *resource* rule decides before the resource is created or changed; a *stack* rule decides
over the whole stack, at the end of a preview or an update.

| rule | reference | severity | decides on | what must hold |
|---|---|---|---|---|
${rows.join("\n")}
`;
}
