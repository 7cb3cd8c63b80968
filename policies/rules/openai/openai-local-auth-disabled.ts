import { defineRule } from "../../lib/rule";

export const openaiLocalAuthDisabled = defineRule({
  id: "openai-local-auth-disabled",
  ref: "OAI-2",
  title: "Azure OpenAI accounts refuse key login",
  severity: "critical",
  area: "openai",
  appliesTo: ["cognitiveservices:Account"],
  *check(props) {
    const seen = props.properties?.disableLocalAuth;
    if (seen === true) return;
    yield {
      problem: "allows key login",
      property: "disableLocalAuth",
      seen,
      fix: "Set disableLocalAuth to true",
    };
  },
});
