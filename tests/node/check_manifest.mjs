// Check an app's manifest against Microsoft's own schema for the version it names.
//
// A list of manifests comes in as JSON; for each, what is wrong with it goes out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import formats from 'ajv-formats';

const require = createRequire(import.meta.url);

function wrong(manifest) {
  const ajv = new Ajv({ allErrors: true, strict: false });
  formats(ajv);
  const version = `v${manifest.manifestVersion}`;
  const name = `@microsoft/app-manifest/build/json-schemas/teams/${version}/MicrosoftTeams.schema.json`;
  const check = ajv.compile(require(name));
  check(manifest);
  return (check.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

const manifests = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(manifests.map(wrong)));
