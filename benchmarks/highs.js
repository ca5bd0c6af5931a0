// highs.js - npm's build of HiGHS, asked as the program `highs` is.
//
// usage: node highs.js PACKAGE --version
//        node highs.js PACKAGE PROGRAM.mps SECONDS GAP SOLUTION
//
// PACKAGE is the folder of the package. Writes SOLUTION and prints the lines of
// the report of `highs` that peers.sh reads. The build knows one thread alone.
'use strict';

const fs = require('fs');
const path = require('path');

const [folder, program, seconds, gap, solution] = process.argv.slice(2);

function solve(highs) {
  const model = highs.createModel();
  model.options.set({ time_limit: Number(seconds), mip_rel_gap: Number(gap) });
  model.readModel({ format: 'mps', data: fs.readFileSync(program) });
  model.run();
  fs.writeFileSync(solution, model.exportSolution());
  console.log(`  Primal bound      ${model.getObjectiveValue()}`);
  console.log(`  Dual bound        ${model.info.get('mip_dual_bound')}`);
  model.dispose();
}

async function main() {
  const highs = await require(path.resolve(folder))();
  if (program === '--version') {
    console.log(`HiGHS version ${highs.version.string} (npm, WebAssembly)`);
  } else {
    solve(highs);
  }
}

main().catch((error) => {
  console.error(`highs.js: ${error.message}`);
  process.exitCode = 1;
});
