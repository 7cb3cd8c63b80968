import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules";

new PolicyPack("sluice", { policies: rules.map((rule) => rule.policy) });
