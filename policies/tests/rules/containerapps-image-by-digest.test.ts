import assert from "node:assert/strict";
import { test } from "node:test";
import { containerappsImageByDigest as rule } from "../../rules/containerapps/containerapps-image-by-digest";
import { account, app, DIGEST, registry } from "../fixtures";
import { change, passes, type Planned, run, UNKNOWN, versioned } from "../testkit";

const page = "See policies/docs/containerapps-image-by-digest.md";
const fix = "Set image to LOGIN_SERVER/REPOSITORY@sha256:DIGEST of our own registry";
const byTag = (seen: string) =>
  `ContainerApp 'proxy' runs an image that is not named by digest (image: ${seen}). ${fix}. ${page}`;
const foreign = (seen: string) =>
  `ContainerApp 'proxy' runs an image that is not from our own registry (image: ${seen}). ${fix}. ${page}`;

test("own_image_by_digest_passes", () => assert.deepEqual(run(rule, [registry(), app()]), passes));

test("own_registry_is_known_by_its_login_server_too", () => {
  const geo = change(registry(), "loginServer", "Sluice1a2b-geo.azurecr.io");
  assert.deepEqual(run(rule, [geo, app(`sluice1a2b-geo.azurecr.io/proxy@${DIGEST}`)]), passes);
});

for (const image of [
  "sluice1a2b.azurecr.io/proxy:latest",
  "sluice1a2b.azurecr.io/proxy",
  "sluice1a2b.azurecr.io/proxy@sha256:abcd",
  `proxy@${DIGEST}`,
]) {
  test(`image_${image.slice(0, 48)}_is_a_violation`, () => {
    assert.deepEqual(run(rule, [registry(), app(image)]).violations, [byTag(image)]);
  });
}

test("image_of_a_foreign_registry_is_a_violation", () => {
  const image = `docker.io/library/proxy@${DIGEST}`;
  assert.deepEqual(run(rule, [registry(), app(image)]).violations, [foreign(image)]);
});

test("image_of_somebody_elses_azure_registry_is_a_violation", () => {
  const image = `sluice1a2b.azurecr.io.example.com/proxy@${DIGEST}`;
  assert.deepEqual(run(rule, [registry(), app(image)]).violations, [foreign(image)]);
});

test("without_a_registry_every_image_is_foreign", () => {
  assert.equal(run(rule, [app()]).violations.length, 1);
});

test("second_and_init_containers_count", () => {
  const two = change(app(), "template.initContainers", [{ image: "busybox" }]);
  two.props.template.containers.push({ image: "sidecar:1" });
  assert.deepEqual(run(rule, [registry(), two]).violations, [byTag("sidecar:1"), byTag("busybox")]);
});

test("absent_image_template_or_containers_are_violations", () => {
  assert.deepEqual(
    run(rule, [registry(), change(app(), "template.containers.0.image", undefined)]).violations,
    [byTag("unset")],
  );
  const none = `ContainerApp 'proxy' names no image (template.containers: unset). Give every container an image. ${page}`;
  assert.deepEqual(
    run(rule, [registry(), change(app(), "template.containers", undefined)]).violations,
    [none],
  );
  assert.deepEqual(run(rule, [registry(), change(app(), "template", undefined)]).violations, [
    none,
  ]);
});

test("image_unknown_in_preview_is_no_violation", () => {
  const seen = run(rule, [registry(), app(UNKNOWN)]);
  assert.deepEqual(seen.violations, []);
  assert.match(seen.undecided ?? "", /^app:ContainerApp 'proxy': .*image/);
});

test("option_registries_adds_a_registry_outside_the_stack", () => {
  assert.deepEqual(run(rule, [app()], { registries: ["Sluice1a2b.azurecr.io"] }), passes);
});

test("job_is_judged_like_an_app", () => {
  const job: Planned = { ...app("job:1"), type: "azure-native:app:Job", name: "job" };
  assert.match(
    run(rule, [registry(), job]).violations[0] ?? "",
    /^Job 'job' runs an image that is not named by digest/,
  );
});

test("stack_without_apps_is_not_its_business", () => {
  assert.equal(
    run(rule, [account()]).notApplicable,
    "The rule applies to app:ContainerApp, app:Job",
  );
});

test("pinned_api_version_does_not_escape", () => {
  const pinned = versioned(app("proxy:latest"));
  assert.equal(pinned.type, "azure-native:app/v20990101:ContainerApp");
  assert.deepEqual(run(rule, [registry(), pinned]).violations, [byTag("proxy:latest")]);
});
