// Audits a GraphQL server by the specification of GraphQL over HTTP; prints one line for each audit.
import { createRequire } from "node:module";
import process from "node:process";

const require = createRequire(`${process.cwd()}/package.json`);
const { serverAudits } = require("graphql-http");

const [url, token] = process.argv.slice(2);
const fetchFn = (address, options = {}) =>
    fetch(address, {
        ...options,
        headers: { ...options.headers, Authorization: `Bearer ${token}` },
    });
for (const audit of serverAudits({ url, fetchFn })) {
    const result = await audit.fn();
    process.stdout.write(`${result.status} ${audit.id} ${audit.name} ${result.reason ?? ""}\n`);
}
