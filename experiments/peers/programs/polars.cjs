// Polars: lazy scans with the schema given, the streaming engine, all cores. Usage: node polars.cjs groupby FILE | files GLOB
const pl = require("nodejs-polars");
const { version } = require("nodejs-polars/package.json");

const query = {
  groupby: (path) =>
    pl
      .scanCSV(path, { sep: ";", hasHeader: false, schema: { station: pl.Utf8, temperature: pl.Float64 } })
      .groupBy("station")
      .agg(
        pl.col("temperature").min().alias("min"),
        pl.col("temperature").mean().alias("mean"),
        pl.col("temperature").max().alias("max"),
      ),
  files: (glob) => pl.scanCSV(glob, { schema: Object.fromEntries([..."abcde"].map((name) => [name, pl.Float64])) }).mean(),
};

const [comparison, path] = process.argv.slice(2);
const started = process.hrtime.bigint();
const frame = query[comparison](path).collectSync({ engine: process.env.POLARS_ENGINE || "streaming" });
console.error(`inside=${Number(process.hrtime.bigint() - started) / 1e9} version=${version}`);
const rows = frame.rows();
const lines = comparison === "files" ? frame.columns.map((name, i) => [name, rows[0][i]]) : rows;
process.stdout.write(lines.map((row) => row.join(",") + "\n").join(""));
