// Makes TypeScript types for the example operations: SCHEMA, then the documents, as arguments.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";

const require = createRequire(`${process.cwd()}/package.json`);
const { codegen } = require("@graphql-codegen/core");
const { buildSchema, parse } = require("graphql");
const typescript = require("@graphql-codegen/typescript");
const operations = require("@graphql-codegen/typescript-operations");

const [schemaFile, target, ...files] = process.argv.slice(2);
const text = readFileSync(schemaFile, "utf8");
const code = await codegen({
    schema: parse(text),
    schemaAst: buildSchema(text),
    documents: files.map((location) => ({
        location,
        document: parse(readFileSync(location, "utf8")),
    })),
    config: { scalars: { DateTime: "string", Date: "string" }, strictScalars: true },
    filename: target,
    plugins: [{ typescript: {} }, { operations: {} }],
    pluginMap: { typescript, operations },
});
writeFileSync(target, code);
