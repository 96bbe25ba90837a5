// Unpacks the headless browser that the tests use (from npm) into the folder given, once, and prints its path.
// It carries the few shared libraries that a bare machine lacks, in al2023/lib beside it.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";

const folder = resolve(process.argv[2]);
mkdirSync(folder, { recursive: true });
process.env.TMPDIR = folder; // where the package unpacks to; read when it is imported
const { default: chromium } = await import("@sparticuz/chromium");
const { inflate } = await import(new URL("./node_modules/@sparticuz/chromium/build/lambdafs.js", import.meta.url));
chromium.setGraphicsMode = true; // software WebGL, for the map
await inflate(new URL("./node_modules/@sparticuz/chromium/bin/al2023.tar.br", import.meta.url).pathname);
console.log(await chromium.executablePath());
