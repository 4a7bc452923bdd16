import { writeFileSync } from "node:fs";
import { explainSections, lintPolicy, type Policy, type Reading } from "@passbook/core";
import { clay } from "@passbook/core/policies/clay";
import { elevenlabs } from "@passbook/core/policies/elevenlabs";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";

/** Every policy that has a page. */
export const EXPLAINED: readonly Policy[] = [omnia, musiversal, neume, elevenlabs, clay];

/** Where a policy's page is. */
export function pageFile({ name }: Policy): URL {
  return new URL(`policies/${name}.md`, import.meta.url);
}

/** The policy's page: its rules in sentences, and how its help page was read. */
export function policyPage(policy: Policy): string {
  const { name, version, currency, readings = [] } = policy;
  return [
    `# ${name}`,
    `<!-- Written by \`npm run policies\` from core/policies/${name}.ts. Change that. -->`,
    `Version ${version}, in ${currency}.`,
    ...explainSections(policy).flatMap(({ title, sentences }) => [
      `## ${title}`,
      sentences.map((sentence) => `- ${sentence}`).join("\n"),
    ]),
    ...(readings.length > 0 ? ["## Where the help page can be read in two ways", ...readings.map(readingText)] : []),
  ]
    .join("\n\n")
    .concat("\n");
}

function readingText({ page, taken, otherwise }: Reading): string {
  return [`- The page: ${page}`, `  We take: ${taken}`, `  The other reading: ${otherwise}.`].join("\\\n");
}

if (import.meta.main) {
  for (const policy of EXPLAINED) {
    writeFileSync(pageFile(policy), policyPage(policy));
    console.log(`docs/policies/${policy.name}.md`);
    for (const { where, says } of lintPolicy(policy)) {
      console.log(`  ${where}: ${says}`);
      process.exitCode = 1;
    }
  }
}
