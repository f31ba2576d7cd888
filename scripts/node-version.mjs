/** The smallest Node.js that runs Sluice, as in package.json "engines". */
const NEEDED = [20, 19];

/** Ends the process with one sentence when this Node.js is too old. Plain syntax: old versions must be able to read it. */
export function requireNode(version = process.versions.node) {
  if (isEnough(version)) return;
  console.error(
    `Sluice needs Node.js ${NEEDED.join('.')} or newer; this is ${version}. See https://nodejs.org.`,
  );
  process.exit(1);
}

/** True when version ("20.19.1") is new enough. */
export function isEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}
